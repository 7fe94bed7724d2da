//! The job that chooses what to label next.

use onefold_data::Output;
use onefold_engine::{Labels, MatchSettings, Model, ProposeSettings, ProposedSet, Records, propose_sets};

use crate::observer::Steps;
use crate::{Error, Input, Judged, LabelReport, Observer, Source};

/// The labeling sets written.
#[derive(Debug)]
pub struct Proposed {
    /// The input.
    pub input: Input,
    /// Records of each labeling set, by row.
    pub sets: Vec<Vec<u32>>,
    /// Summary of the labels so far.
    pub known: Option<LabelReport>,
}

/// Reads records and their labels so far, and writes the most useful labeling sets as a label file to fill in.
pub fn propose_job(
    source: &Source,
    labels: &[String],
    settings: &MatchSettings,
    wanted: &ProposeSettings,
    sink: &Output,
    observer: &dyn Observer,
) -> Result<Proposed, Error> {
    onefold_data::check_file_output(sink)?;
    let input = source.read(settings, &mut Steps::new(observer))?;
    let (model, known, report) = if labels.is_empty() {
        (Model::cold_start(), Labels::default(), None)
    } else {
        let judged = Judged::read(labels, &input)?;
        let fitted = judged.fit(settings, observer)?;
        (fitted.model, judged.about_input(&input), Some(judged.report))
    };
    let sets = propose_sets(input.records(), settings, &model, &known, wanted, observer)?;
    if sets.is_empty() {
        return Err(Error::NothingToAsk {
            inputs: input.name().to_owned(),
        });
    }
    // Names continue after those of earlier rounds, so files can be joined.
    let earlier = known.sets.len();
    let content = file_to_fill_in(input.records(), &sets, |number| (earlier + number).to_string());
    onefold_data::write_atomically(sink, |file| file.write_all(&content))?;
    Ok(Proposed {
        input,
        sets: sets.into_iter().map(|set| set.rows).collect(),
        known: report,
    })
}

/// A label file to fill in; `name` names each set by its number from 1.
pub(crate) fn file_to_fill_in(
    records: &Records,
    sets: &[ProposedSet],
    name: impl Fn(usize) -> String,
) -> Vec<u8> {
    let columns = records.names();
    let rows = sets.iter().enumerate().flat_map(|(at, set)| {
        let name = name(at + 1);
        set.rows.iter().map(move |&row| {
            let values = (0..columns.len()).map(move |column| records.value(row as usize, column));
            (name.clone(), "", values)
        })
    });
    onefold_data::label_file(columns, rows)
}
