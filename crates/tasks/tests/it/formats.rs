//! Files that earlier versions wrote are read (`tests/fixtures`, a folder for each format and version).

use std::path::Path;

use onefold_data::Output;
use onefold_domain::{PairQuestion, TableInspector};
use onefold_engine::{MatchSettings, Model};
use onefold_tasks::{
    IndexFile, IndexUse, Inspector, Knowledge, MatchJob, MatchSinks, Matched, Silent, Source,
};

/// The version of the program that wrote the index: another one makes it anew.
const INDEX_PROGRAM: &str = "0.1.0";

fn fixture(name: &str) -> String {
    format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn matched(source: Source, knowledge: Knowledge, index: Option<&Path>) -> Matched {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv").display().to_string();
    let job = MatchJob {
        source,
        knowledge,
        enforced: None,
        settings: MatchSettings::default(),
        sinks: MatchSinks {
            index: index.map(|index| IndexFile {
                output: Output::new(&index.display().to_string(), true),
                is_own: false,
            }),
            ..MatchSinks::new(Output::new(&path, false))
        },
    };
    job.run(&Silent).unwrap()
}

#[test]
fn a_model_of_the_current_version_is_read() {
    let source = Source {
        inputs: vec![fixture("model-v2/papers.csv")],
        ..Source::default()
    };
    let matched = matched(source, Knowledge::Saved(fixture("model-v3/model.json")), None);
    assert!(matched.learned.model.learned().is_some());
    assert!(!matched.outcome.groups.of.is_empty());
}

#[test]
fn models_of_earlier_versions_say_what_to_do() {
    for model in ["model-v1/model.json", "model-v2/model.json"] {
        let text = std::fs::read_to_string(fixture(model)).unwrap();
        let error = Model::from_json(&text).unwrap_err().to_string();
        assert!(
            error.contains("learn it again from its labels"),
            "{model}: {error}"
        );
    }
}

#[test]
fn results_take_new_records() {
    for result in ["matched.csv", "matched.parquet"] {
        let source = Source {
            inputs: vec![fixture("result-v1/new.csv")],
            matched: vec![fixture(&format!("result-v1/{result}"))],
            ..Source::default()
        };
        let groups = matched(source, Knowledge::ColdStart, None).outcome.groups;
        let ids: Vec<i64> = groups
            .of
            .iter()
            .map(|&group| groups.ids[group as usize])
            .collect();
        assert_eq!(ids[..2], [787_003_578_459_667_097; 2], "{result}");
        assert_eq!(
            (ids.len(), ids[8]),
            (10, ids[0]),
            "{result}: the new record joins its group"
        );
    }
}

#[test]
fn results_of_every_format_are_shown() {
    for result in ["matched.csv", "matched.jsonl", "matched.parquet"] {
        let table = Inspector
            .matched(&[fixture(&format!("result-v1/{result}"))])
            .unwrap();
        assert_eq!(table.columns, ["id", "shop", "name", "city", "phone"], "{result}");
        let confidences: Vec<bool> = table
            .records
            .iter()
            .map(|record| record.confidence.is_some())
            .collect();
        assert_eq!(
            confidences,
            [true, true, true, true, false, true, true, false],
            "{result}"
        );
        assert_eq!(table.records[0].group, table.records[1].group, "{result}");
    }
}

#[test]
fn an_index_of_the_current_version_serves_and_earlier_ones_are_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    for version in ["index-v1", "index-v2", "index-v3"] {
        let index = folder.path().join(format!("{version}.index"));
        std::fs::copy(fixture(&format!("{version}/people.index")), &index).unwrap();
        let source = Source {
            inputs: vec![fixture("result-v1/new.csv")],
            matched: vec![fixture("result-v1/matched.csv")],
            ..Source::default()
        };
        let used = matched(source, Knowledge::ColdStart, Some(&index)).index;
        let is_current = version == "index-v3" && env!("CARGO_PKG_VERSION") == INDEX_PROGRAM;
        let expected = if is_current {
            IndexUse::Extended
        } else {
            IndexUse::OtherVersion
        };
        assert_eq!(used, Some(expected), "{version}");
    }
}

/// The file was written after the description in docs/formats.md, not by the program.
#[test]
fn explained_pairs_that_a_run_kept_are_read() {
    let kept = Inspector.kept(&fixture("pairs-v1/pairs.bin"), &[(1, 0), (0, 2), (0, 4)]);
    let pairs: Vec<(usize, usize)> = kept.iter().map(|pair| (pair.left, pair.right)).collect();
    assert_eq!(pairs, [(0, 1), (0, 4)], "what was not kept is left out");
    let first = &kept[0];
    assert!((first.weight - 6.5).abs() < 1e-6 && (first.prior + 5.0).abs() < 1e-6);
    assert!((first.score - 0.989_073).abs() < 1e-5, "{first:?}");
    let names: Vec<&str> = first
        .contributions
        .iter()
        .map(|part| part.name.as_str())
        .collect();
    assert_eq!(names, ["name", "shop", "city", "other candidates agree"]);
    let outcomes: Vec<&str> = first
        .columns
        .iter()
        .map(|column| column.outcome.as_str())
        .collect();
    assert_eq!(
        outcomes[1..],
        [
            "nearly equal, as in 40 % of matches",
            "equal, as 1 in 8 are by chance",
            "missing"
        ]
    );
    let anew = Inspector
        .explain(&PairQuestion {
            files: vec![fixture("result-v1/matched.csv")],
            key: Some("id".to_owned()),
            pairs: vec![(0, 2)],
            ..PairQuestion::default()
        })
        .unwrap();
    assert_eq!((anew[0].left, anew[0].right), (0, 2), "any pair can be scored");
}
