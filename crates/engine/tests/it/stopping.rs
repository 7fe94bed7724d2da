//! A run that is asked to stop does so inside of a stage, not only when the stage is over; and it tells how far it is.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use onefold_engine::{
    Error, LabelingSet, Labels, MatchRequest, Model, Observer, RecordIndex, Silent, Stage, find_matches,
    fit_model,
};

use super::sets::{load, settings};

/// Asks to stop as soon as a stage has begun; hears whether the stage was finished all the same.
struct StopIn {
    stage: Stage,
    is_asked: AtomicBool,
    is_finished: AtomicBool,
}

impl StopIn {
    fn new(stage: Stage) -> Self {
        Self {
            stage,
            is_asked: AtomicBool::new(false),
            is_finished: AtomicBool::new(false),
        }
    }
}

impl Observer for StopIn {
    fn begin(&self, stage: Stage, _total: u64) {
        if stage == self.stage {
            self.is_asked.store(true, Ordering::SeqCst);
        }
    }

    fn end(&self, stage: Stage, _elapsed: Duration) {
        if stage == self.stage {
            self.is_finished.store(true, Ordering::SeqCst);
        }
    }

    fn is_cancelled(&self) -> bool {
        self.is_asked.load(Ordering::SeqCst)
    }
}

#[test]
fn every_long_stage_stops_inside() {
    let set = load("febrl3").unwrap();
    let (records, settings) = (&set.records, settings(&set.records));
    let marks = (0..200).map(|row| (row, set.entities[row as usize].to_string()));
    let labels = Labels::from_sets(&[LabelingSet {
        id: "s".to_owned(),
        marks: marks.collect(),
    }]);
    let base = Model::cold_start();
    let taught = fit_model(records, &settings, &base, &labels, &Silent)
        .unwrap()
        .model;
    for stage in [Stage::Standardize, Stage::Pair, Stage::Score, Stage::Rescore] {
        let stop = StopIn::new(stage);
        let request = MatchRequest::new(records)
            .with_settings(&settings)
            .with_model(&taught);
        let stopped = find_matches(&request, &stop);
        assert!(matches!(stopped, Err(Error::Cancelled)), "{stage:?}");
        assert!(
            !stop.is_finished.load(Ordering::SeqCst),
            "{stage:?} went on to its end"
        );
    }
    let stop = StopIn::new(Stage::Index);
    let stopped = RecordIndex::build(records, &settings, &base, &stop);
    assert!(matches!(stopped, Err(Error::Cancelled)));
    assert!(
        !stop.is_finished.load(Ordering::SeqCst),
        "index went on to its end"
    );
    let stop = StopIn::new(Stage::Fit);
    let stopped = fit_model(records, &settings, &base, &labels, &stop);
    assert!(matches!(stopped, Err(Error::Cancelled)));
    assert!(!stop.is_finished.load(Ordering::SeqCst), "fit went on to its end");
}

/// What each stage announced and what it then told.
#[derive(Default)]
struct Heard(Mutex<Vec<(Stage, u64, u64)>>);

impl Observer for Heard {
    fn begin(&self, stage: Stage, total: u64) {
        self.0.lock().unwrap().push((stage, total, 0));
    }

    fn advance(&self, units: u64) {
        self.0.lock().unwrap().last_mut().unwrap().2 += units;
    }
}

#[test]
fn learning_tells_of_as_many_trees_as_it_announced() {
    let set = load("fodors-zagats").unwrap();
    let (records, settings) = (&set.records, settings(&set.records));
    let marks = (0..records.len() as u32).step_by(4);
    let labels = Labels::from_sets(&[LabelingSet {
        id: "s".to_owned(),
        marks: marks
            .map(|row| (row, set.entities[row as usize].to_string()))
            .collect(),
    }]);
    let heard = Heard::default();
    fit_model(records, &settings, &Model::cold_start(), &labels, &heard).unwrap();
    let heard = heard.0.into_inner().unwrap();
    let fit = heard.iter().find(|(stage, ..)| *stage == Stage::Fit).unwrap();
    assert!(fit.1 > 100 && fit.1 == fit.2, "{heard:?}");
    assert!(heard.iter().all(|(_, total, told)| told <= total), "{heard:?}");
}
