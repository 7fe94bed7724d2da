//! Jobs as a worker calls them: with an observer, without a command line.
#![expect(clippy::unwrap_used, reason = "a failing test is what an unwrap means here")]

mod formats;

use std::path::Path;
use std::sync::Mutex;

use onefold_data::Output;
use onefold_engine::{AttributeKind, MatchSettings, Stage};
use onefold_tasks::{
    Error, Knowledge, MatchSinks, Observer, Page, Silent, Source, Step, evaluate_job, explain_job, match_job,
    score_job,
};

const PEOPLE: &str = "\
id,shop,name,city,phone
r1,a,Maria Fernanda Lopez,Springfield,555-0101
r2,b,Maria Fernanda Lopes,Springfield,555-0101
r3,a,Jonathan Archer,Riverton,555-0202
r4,b,Jonathon Archer,Riverton,555-0202
r5,a,Aisha Okafor,Lakeside,555-0303
";

/// Writes the people into a folder and names them as a source.
fn people(folder: &Path) -> Source {
    let path = folder.join("people.csv");
    std::fs::write(&path, PEOPLE).expect("a writable folder");
    Source {
        inputs: vec![path.display().to_string()],
        ..Source::default()
    }
}

fn output(folder: &Path, name: &str) -> Output {
    Output::new(&folder.join(name).display().to_string(), false)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("a readable folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

/// Hears everything, and stops at a stage if asked to.
#[derive(Default)]
struct Ear {
    heard: Mutex<Vec<String>>,
    stop_at: Option<Stage>,
}

impl Ear {
    fn hear(&self, what: &str) {
        self.heard.lock().unwrap().push(what.to_owned());
    }
}

impl onefold_engine::Observer for Ear {
    fn begin(&self, stage: Stage, _total: u64) {
        self.hear(stage.as_str());
    }

    fn is_cancelled(&self) -> bool {
        let stop_at = self.stop_at.map(Stage::as_str);
        self.heard
            .lock()
            .unwrap()
            .iter()
            .any(|heard| Some(heard.as_str()) == stop_at)
    }
}

impl Observer for Ear {
    fn begin_step(&self, step: Step, _total: Option<u64>) {
        self.hear(step.as_str());
    }
}

#[test]
fn a_job_tells_its_steps_and_stages_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let sinks = MatchSinks {
        records: output(folder.path(), "out.csv"),
        pairs: Some(output(folder.path(), "pairs.csv")),
        page: Some(Page {
            output: output(folder.path(), "page.html"),
            choose: &|outcome| outcome.pairs.iter().map(|pair| (pair.right, pair.left)).collect(),
            render: &|matched| {
                let records = matched.input.records().len();
                format!(
                    "{records} records, {} explained",
                    matched.outcome.explanations.len()
                )
            },
        }),
        model: None,
        index: None,
    };
    let ear = Ear::default();
    let matched = match_job(
        &people(folder.path()),
        &Knowledge::ColdStart,
        &MatchSettings::default(),
        &sinks,
        &ear,
    )
    .unwrap();
    assert_eq!(
        *ear.heard.lock().unwrap(),
        [
            "read",
            "standardize",
            "block",
            "pair",
            "weigh",
            "score",
            "rescore",
            "cluster",
            "write pairs",
            "write report",
            "write"
        ]
    );
    let steps: Vec<Step> = matched.steps.iter().map(|(step, _)| *step).collect();
    assert_eq!(
        steps,
        [Step::Read, Step::WritePairs, Step::WritePage, Step::Write]
    );
    assert_eq!(
        names(folder.path()),
        ["out.csv", "page.html", "pairs.csv", "people.csv"]
    );
    let page = std::fs::read_to_string(folder.path().join("page.html")).unwrap();
    let explained = matched.outcome.pairs.len();
    assert_eq!(page, format!("5 records, {explained} explained"));
}

#[test]
fn a_cancelled_job_leaves_nothing() {
    for stage in [Stage::Standardize, Stage::Score, Stage::Cluster] {
        let folder = tempfile::tempdir().unwrap();
        let sinks = MatchSinks {
            records: output(folder.path(), "out.csv"),
            pairs: Some(output(folder.path(), "pairs.csv")),
            page: None,
            model: None,
            index: None,
        };
        let ear = Ear {
            stop_at: Some(stage),
            ..Ear::default()
        };
        let source = people(folder.path());
        let error = match_job(
            &source,
            &Knowledge::ColdStart,
            &MatchSettings::default(),
            &sinks,
            &ear,
        )
        .unwrap_err();
        assert!(error.is_cancelled(), "{stage:?}: {error}");
        assert_eq!(names(folder.path()), ["people.csv"], "{stage:?}");
    }
}

#[test]
fn a_page_that_fails_takes_the_pairs_away_again() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("pages");
    std::fs::create_dir(&pages).unwrap();
    let sinks = MatchSinks {
        records: output(folder.path(), "out.csv"),
        pairs: Some(output(folder.path(), "pairs.csv")),
        page: Some(Page {
            output: output(&pages, "page.html"),
            choose: &|_| Vec::new(),
            render: &|_| {
                std::fs::remove_dir(&pages).unwrap();
                String::new()
            },
        }),
        model: None,
        index: None,
    };
    let source = people(folder.path());
    match_job(
        &source,
        &Knowledge::ColdStart,
        &MatchSettings::default(),
        &sinks,
        &Silent,
    )
    .unwrap_err();
    assert_eq!(names(folder.path()), ["people.csv"]);
}

#[test]
fn a_column_has_one_use_only() {
    let folder = tempfile::tempdir().unwrap();
    let people = people(folder.path());
    let both = Source {
        id_column: Some("shop".to_owned()),
        source_column: Some("shop".to_owned()),
        ..people.clone()
    };
    let kind = Source {
        source_column: Some("shop".to_owned()),
        ..people
    };
    let settings = MatchSettings {
        kinds: [("shop".to_owned(), AttributeKind::Category)].into(),
        ..MatchSettings::default()
    };
    for (source, settings) in [(both, &MatchSettings::default()), (kind, &settings)] {
        let error = explain_job(&source, ["r1", "r2"], &Knowledge::ColdStart, settings, &Silent).unwrap_err();
        assert!(matches!(error, Error::ColumnUsedTwice { .. }), "{error}");
        assert!(error.is_misuse());
    }
}

#[test]
fn a_column_with_a_kind_is_no_detected_key() {
    let folder = tempfile::tempdir().unwrap();
    let source = people(folder.path());
    let settings = MatchSettings {
        kinds: [("id".to_owned(), AttributeKind::Code)].into(),
        ..MatchSettings::default()
    };
    let explained = explain_job(&source, ["1", "2"], &Knowledge::ColdStart, &settings, &Silent).unwrap();
    assert_eq!(explained.input.key_column(), None);
    assert!(
        explained
            .explanation
            .attributes
            .iter()
            .any(|attribute| attribute.name == "id")
    );
}

#[test]
fn an_explanation_keeps_the_order_of_the_call() {
    let folder = tempfile::tempdir().unwrap();
    let source = people(folder.path());
    let settings = MatchSettings::default();
    let forth = explain_job(&source, ["r1", "r2"], &Knowledge::ColdStart, &settings, &Silent)
        .unwrap()
        .explanation;
    let back = explain_job(&source, ["r2", "r1"], &Knowledge::ColdStart, &settings, &Silent)
        .unwrap()
        .explanation;
    assert_eq!((forth.left, forth.right), (back.right, back.left));
    assert_eq!(forth.attributes[1].left, back.attributes[1].right);
    assert!((forth.score - back.score).abs() < f32::EPSILON);
}

#[test]
fn errors_are_told_before_the_table_is_read() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("scores.csv"), "precious").unwrap();
    std::fs::write(folder.path().join("pairs.csv"), "id_a,id_b\nr1,r2\n").unwrap();
    let source = people(folder.path());
    let pairs = folder.path().join("pairs.csv").display().to_string();
    let ear = Ear::default();
    let sink = output(folder.path(), "scores.csv");
    let error = score_job(
        &source,
        &pairs,
        &Knowledge::ColdStart,
        &MatchSettings::default(),
        &sink,
        &ear,
    )
    .unwrap_err();
    assert!(error.is_misuse(), "{error}");
    let truth = folder.path().join("nowhere.csv").display().to_string();
    evaluate_job(
        &source,
        &truth,
        &Knowledge::ColdStart,
        &MatchSettings::default(),
        &ear,
    )
    .unwrap_err();
    assert!(ear.heard.lock().unwrap().is_empty());
}
