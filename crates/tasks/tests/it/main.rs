//! Jobs as a worker calls them: with an observer, without a command line.
#![expect(clippy::unwrap_used, reason = "a failing test is what an unwrap means here")]

mod formats;

use std::path::Path;
use std::sync::Mutex;

use onefold_data::Output;
use onefold_domain::{StoredLabel, StoredLabels};
use onefold_engine::{AttributeKind, MatchSettings, Stage};
use onefold_tasks::{
    EnforcedMatches, Error, Knowledge, MatchJob, MatchSinks, Matched, Observer, Page, Silent, Source, Step,
    Stored, evaluate_job, explain_job, score_job,
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

/// Matches the people, with records and pairs in the folder.
fn job(folder: &Path) -> MatchJob<'static> {
    MatchJob {
        source: people(folder),
        knowledge: Knowledge::ColdStart,
        enforced: None,
        settings: MatchSettings::default(),
        sinks: MatchSinks {
            pairs: Some(output(folder, "pairs.csv")),
            ..MatchSinks::new(output(folder, "out.csv"))
        },
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
    told: Mutex<Vec<String>>,
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

    fn tell(&self, line: &str) {
        self.told.lock().unwrap().push(line.to_owned());
    }
}

#[test]
fn a_job_tells_its_steps_and_stages_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut job = job(folder.path());
    job.sinks.page = Some(Page {
        output: output(folder.path(), "page.html"),
        choose: &|outcome| outcome.pairs.iter().map(|pair| (pair.right, pair.left)).collect(),
        render: &|matched| {
            let records = matched.input.records().len();
            format!(
                "{records} records, {} explained",
                matched.outcome.explanations.len()
            )
        },
    });
    let ear = Ear::default();
    let matched = job.run(&ear).unwrap();
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
        let ear = Ear {
            stop_at: Some(stage),
            ..Ear::default()
        };
        let error = job(folder.path()).run(&ear).unwrap_err();
        assert!(error.is_cancelled(), "{stage:?}: {error}");
        assert_eq!(names(folder.path()), ["people.csv"], "{stage:?}");
    }
}

#[test]
fn a_page_that_fails_takes_the_pairs_away_again() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("pages");
    std::fs::create_dir(&pages).unwrap();
    let render = |_: &Matched| {
        std::fs::remove_dir(&pages).unwrap();
        String::new()
    };
    let mut job = job(folder.path());
    job.sinks.page = Some(Page {
        output: output(&pages, "page.html"),
        choose: &|_| Vec::new(),
        render: &render,
    });
    job.run(&Silent).unwrap_err();
    assert_eq!(names(folder.path()), ["people.csv"]);
}

/// What the service gives a run; the tool has no flags for some of it.
#[test]
fn a_job_uses_what_is_stored_for_a_transform() {
    let folder = tempfile::tempdir().unwrap();
    let label = |id: &str, label: &str| StoredLabel {
        set: "1".to_owned(),
        label: Some(label.to_owned()),
        values: vec![id.to_owned()],
    };
    let labels = StoredLabels {
        columns: vec!["id".to_owned()],
        rows: vec![label("r1", "same"), label("r2", "other"), label("r5", "same")],
    };
    let given = folder.path().join("given.csv");
    std::fs::write(&given, "id,match_id\nr3,1\nr5,1\n").unwrap();
    let mut job = job(folder.path());
    job.knowledge = Knowledge::Stored(Box::new(Stored {
        id: "tf-1".to_owned(),
        model: None,
        labels: Some(labels),
        enforce: true,
    }));
    job.enforced = Some(EnforcedMatches {
        name: "s3://bucket/given.csv".to_owned(),
        path: given.display().to_string(),
    });
    job.sinks.pairs = None;
    job.sinks.with_confidence = false;
    job.sinks.without_duplicates = true;
    job.sinks.merged = Some(output(folder.path(), "merged.csv"));
    let ear = Ear::default();
    let matched = job.run(&ear).unwrap();
    let group = |row: usize| matched.outcome.groups.of[row];
    assert_eq!(
        (group(0), group(2)),
        (group(4), group(4)),
        "labels and matches hold together"
    );
    assert_ne!(group(0), group(1), "labels hold apart");
    let written = std::fs::read_to_string(folder.path().join("out.csv")).unwrap();
    let ids: Vec<&str> = written.lines().map(|line| &line[..2]).collect();
    assert_eq!(ids[..3], ["id", "r1", "r2"], "one record of each group");
    assert!(
        !written.contains("r5") && !written.contains("match_confidence_score"),
        "{written}"
    );
    assert_eq!(matched.written, ids.len() - 1);
    assert!(
        !folder.path().join("merged.csv").exists(),
        "no groups were merged"
    );
    let told = ear.told.lock().unwrap();
    assert_eq!(
        told[..2],
        [
            "read 5 records with 5 columns from 1 file",
            "no labels yet; using the built-in model"
        ]
    );
    assert!(told[2].starts_with("5 records in "), "{told:?}");
}

#[test]
fn enforced_matches_name_what_is_wrong_with_them() {
    let folder = tempfile::tempdir().unwrap();
    let given = folder.path().join("given.csv");
    let mut job = job(folder.path());
    job.enforced = Some(EnforcedMatches {
        name: "s3://bucket/given.csv".to_owned(),
        path: given.display().to_string(),
    });
    for (content, expected) in [
        ("id,group\nr1,1\n", "there is no column \"match_id\""),
        ("id,match_id\nr9,1\n", "no record has the id \"r9\""),
    ] {
        std::fs::write(&given, content).unwrap();
        let error = job.run(&Silent).unwrap_err().to_string();
        assert!(
            error.starts_with(&format!("s3://bucket/given.csv: {expected}")),
            "{error}"
        );
        assert_eq!(names(folder.path()), ["given.csv", "people.csv"]);
    }
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
    let source = people(folder.path());
    let pairs = folder.path().join("pairs.csv").display().to_string();
    let ear = Ear::default();
    let error = score_job(
        &source,
        &pairs,
        &Knowledge::ColdStart,
        &MatchSettings::default(),
        &ear,
    )
    .unwrap_err();
    assert!(error.is_about_missing_file(), "{error}");
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
