//! `onefold evaluate`: groups against a known truth.

use crate::support::{Folder, PEOPLE, assert_names, testdata};

const TRUTH: &str = "\
id,entity
r1,a
r2,a
r3,b
r4,b
r5,c
r6,d
r7,e
r8,f
r9,g
r10,h
";

fn people() -> Folder {
    let folder = Folder::with("people.csv", PEOPLE);
    folder.write("truth.csv", TRUTH);
    folder
}

fn json(folder: &Folder, args: &[&str]) -> serde_json::Value {
    let run = folder.run_well(&[&["evaluate"], args, &["--json"]].concat());
    serde_json::from_str(&run.stdout).unwrap()
}

#[test]
fn perfect_groups_have_perfect_figures() {
    let folder = people();
    let figures = json(&folder, &["people.csv", "--truth", "truth.csv"]);
    for measure in ["pairwise", "bcubed"] {
        for figure in ["precision", "recall", "f1"] {
            assert_eq!(figures[measure][figure], 1.0, "{measure} {figure}");
        }
    }
}

#[test]
fn a_matched_file_is_judged_as_it_is() {
    let folder = people();
    // One true group of two found, one split, and one wrong group of three: 1 of 4 pairs, 1 of 2 true pairs.
    folder.write(
        "matched.csv",
        "id,match_id\nr1,1\nr2,1\nr3,2\nr4,3\nr5,4\nr6,4\nr7,4\nr8,5\nr9,6\nr10,7\n",
    );
    for args in [
        &["--result", "matched.csv", "--truth", "truth.csv"][..],
        &["people.csv", "--result", "matched.csv", "--truth", "truth.csv"],
    ] {
        let figures = json(&folder, args);
        assert_eq!(figures["pairwise"]["precision"], 0.25);
        assert_eq!(figures["pairwise"]["recall"], 0.5);
        assert_eq!(figures["pairs_found"], 4);
    }
}

/// A matched file that is matched again was compared by its match ids too.
#[test]
fn what_an_earlier_match_added_is_not_compared() {
    let folder = people();
    let wrong = PEOPLE.lines().enumerate().map(|(at, line)| match at {
        0 => format!("{line},match_id,match_confidence_score\n"),
        _ => format!("{line},{},0.9\n", 7_000_001 + at % 2),
    });
    folder.write("matched.csv", wrong.collect::<String>());
    let again = json(&folder, &["matched.csv", "--truth", "truth.csv"]);
    assert_eq!(again, json(&folder, &["people.csv", "--truth", "truth.csv"]));
    let explained = |file: &str| {
        let run = folder.run_well(&["explain", file, "--pair", "r1", "r3", "--json"]);
        serde_json::from_str::<serde_json::Value>(&run.stdout).unwrap()["match_weight"].clone()
    };
    assert_eq!(explained("matched.csv"), explained("people.csv"));
}

#[test]
fn figures_are_printed_as_a_table() {
    let folder = people();
    let run = folder.run_well(&["evaluate", "people.csv", "--truth", "truth.csv"]);
    assert_names(
        &run.stdout,
        &["pairwise", "B-cubed", "precision", "recall", "F1", "1.0000"],
    );
}

#[test]
fn pairs_across_sources_only_count_with_a_source_column() {
    let folder = Folder::new();
    let figures = json(
        &folder,
        &[
            &testdata("fodors-zagats/records.csv"),
            "--truth",
            &testdata("fodors-zagats/truth.csv"),
            "--source-column",
            "source",
        ],
    );
    assert_eq!(figures["true_pairs"], 112);
}

#[test]
fn records_without_truth_are_left_out_and_counted() {
    let folder = people();
    folder.write("truth.csv", "id,entity\nr1,a\nr2,a\nr5,b\nr99,b\n");
    let figures = json(&folder, &["people.csv", "--truth", "truth.csv"]);
    assert_eq!(figures["records"], 3);
    assert_eq!(figures["records_without_truth"], 7);
    assert_eq!(figures["truth_without_record"], 1);
    assert_eq!(figures["pairwise"]["f1"], 1.0);
}

#[test]
fn a_truth_without_the_columns_is_refused() {
    let folder = people();
    folder.write("truth.csv", "key,thing\nr1,a\n");
    let error = folder.run_badly(1, &["evaluate", "people.csv", "--truth", "truth.csv"]);
    assert_names(&error, &["truth.csv", "\"id\"", "key, thing"]);
}

#[test]
fn a_truth_of_other_records_is_refused() {
    let folder = people();
    folder.write("truth.csv", "id,entity\nx1,a\n");
    let error = folder.run_badly(1, &["evaluate", "people.csv", "--truth", "truth.csv"]);
    assert_names(&error, &["truth.csv", "people.csv"]);
}

#[test]
fn an_id_twice_in_the_truth_is_named_by_its_lines() {
    let folder = people();
    folder.write("truth.csv", "id,entity\nr1,a\nr2,a\nr1,b\n");
    let error = folder.run_badly(1, &["evaluate", "people.csv", "--truth", "truth.csv"]);
    assert_names(&error, &["truth.csv, line 4", "\"r1\"", "line 2"]);
}

#[test]
fn a_result_without_match_ids_is_refused() {
    let folder = people();
    let error = folder.run_badly(1, &["evaluate", "--result", "people.csv", "--truth", "truth.csv"]);
    assert_names(&error, &["people.csv", "\"match_id\""]);
}

#[test]
fn a_result_that_lacks_a_record_is_refused() {
    let folder = people();
    folder.write("matched.csv", "id,match_id\nr1,1\n");
    let error = folder.run_badly(
        1,
        &[
            "evaluate",
            "people.csv",
            "--result",
            "matched.csv",
            "--truth",
            "truth.csv",
        ],
    );
    assert_names(&error, &["matched.csv", "\"r2\"", "people.csv, line 3"]);
}

#[test]
fn a_report_holds_the_figures_that_are_printed() {
    let folder = people();
    let figures = json(
        &folder,
        &["people.csv", "--truth", "truth.csv", "--report", "truth.html"],
    );
    let page = folder.read("truth.html");
    let f1 = figures["pairwise"]["f1"].as_f64().unwrap();
    assert_names(
        &page,
        &["people.csv", "Compared with the truth", &format!("{f1:.4}")],
    );
    assert!(!page.contains("learned from labels"), "there were none");

    let error = folder.run_badly(
        2,
        &[
            "evaluate",
            "people.csv",
            "--truth",
            "truth.csv",
            "--report",
            "truth.html",
        ],
    );
    assert_names(&error, &["truth.html", "--force"]);
    let onto_input = [
        "evaluate",
        "people.csv",
        "--truth",
        "truth.csv",
        "--report",
        "truth.csv",
        "--force",
    ];
    assert_names(&folder.run_badly(2, &onto_input), &["truth.csv"]);
    assert_eq!(folder.read("truth.csv"), TRUTH);

    folder.write(
        "labels.csv",
        "labeling_set_id,label,id\n1,a,r1\n1,a,r2\n1,b,r5\n2,a,r3\n2,a,r4\n2,b,r6\n3,a,r7\n3,b,r8\n",
    );
    folder.run_well(&[
        "evaluate",
        "people.csv",
        "--labels",
        "labels.csv",
        "--report",
        "labels.html",
    ]);
    let page = folder.read("labels.html");
    assert_names(
        &page,
        &[
            "Quality of the model learned from labels",
            "Precision over recall",
            "Calibration",
            "Importance of columns",
            "labeled non-match",
        ],
    );
    assert!(!page.contains("Compared with the truth"));
    folder.run_well(&[
        "evaluate",
        "people.csv",
        "--labels",
        "labels.csv",
        "--truth",
        "truth.csv",
        "--report",
        "labels.html",
        "--force",
    ]);
    assert_names(
        &folder.read("labels.html"),
        &[
            "Compared with the truth",
            "Quality of the model learned from labels",
        ],
    );
}
