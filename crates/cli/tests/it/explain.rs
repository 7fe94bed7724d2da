//! `onefold explain`: why two records have their score.

use crate::support::{Folder, PEOPLE, assert_names, testdata};

fn explanation(folder: &Folder, args: &[&str]) -> serde_json::Value {
    let run = folder.run_well(&[&["explain"], args, &["--json"]].concat());
    serde_json::from_str(&run.stdout).unwrap()
}

#[test]
fn contributions_sum_up_to_the_match_weight_and_the_score() {
    let records = testdata("fodors-zagats/records.csv");
    let folder = Folder::new();
    for pair in [["a001", "a002"], ["a439", "b052"], ["a445", "b115"]] {
        let why = explanation(&folder, &[&records, "--pair", pair[0], pair[1]]);
        let number = |value: &serde_json::Value| value.as_f64().unwrap();
        let sum: f64 = why["contributions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|part| number(&part["bits"]))
            .sum();
        let weight = number(&why["match_weight"]);
        assert!((number(&why["prior"]) + sum - weight).abs() < 1e-3, "{why}");
        let score = 1.0 / (1.0 + (-weight).exp2());
        assert!((number(&why["score"]) - score).abs() < 1e-3, "{why}");
    }
}

#[test]
fn the_largest_contribution_comes_first() {
    let folder = Folder::with("people.csv", PEOPLE);
    let why = explanation(&folder, &["people.csv", "--pair", "r1", "r2"]);
    let sizes: Vec<f64> = why["contributions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| part["bits"].as_f64().unwrap().abs())
        .collect();
    assert!(sizes.windows(2).all(|two| two[0] >= two[1]), "{sizes:?}");
}

#[test]
fn the_table_shows_both_records_and_the_score() {
    let folder = Folder::with("people.csv", PEOPLE);
    let run = folder.run_well(&["explain", "people.csv", "--pair", "r2", "r1"]);
    assert_names(
        &run.stdout,
        &[
            "r2",
            "r1",
            "Maria Fernanda Lopez",
            "Maria Fernanda Lopes",
            "bits",
            "together",
            "score",
        ],
    );
    let (lopes, lopez) = (run.stdout.find("Lopes"), run.stdout.find("Lopez"));
    assert!(lopes < lopez, "the records stand in the order of the call");
}

#[test]
fn the_score_is_that_of_the_match() {
    let folder = Folder::with("people.csv", PEOPLE);
    folder.write("pairs.csv", "id_a,id_b\nr1,r2\n");
    let why = explanation(&folder, &["people.csv", "--pair", "r1", "r2"]);
    let run = folder.run_well(&["score", "people.csv", "--pairs", "pairs.csv", "-q"]);
    let score: f64 = run.stdout.trim_end().rsplit(',').next().unwrap().parse().unwrap();
    assert!((why["score"].as_f64().unwrap() - score).abs() < 1e-5);
}

#[test]
fn unknown_and_equal_ids_are_usage_errors() {
    let folder = Folder::with("people.csv", PEOPLE);
    let error = folder.run_badly(2, &["explain", "people.csv", "--pair", "r1", "r77"]);
    assert_names(&error, &["\"r77\"", "people.csv"]);
    let error = folder.run_badly(2, &["explain", "people.csv", "--pair", "r1", "r1"]);
    assert_names(&error, &["\"r1\""]);
}

#[test]
fn row_numbers_serve_as_ids_where_no_column_holds_them() {
    let folder = Folder::with(
        "people.csv",
        "name,city\nAnn Lee,Bonn\nAnne Lee,Bonn\nZoe Fox,Graz\n",
    );
    let run = folder.run_well(&["explain", "people.csv", "--pair", "1", "2"]);
    assert_names(&run.stdout, &["Ann Lee", "Anne Lee"]);
    folder.run_badly(2, &["explain", "people.csv", "--pair", "0", "4"]);
}

#[test]
fn the_report_shows_the_waterfall() {
    let folder = Folder::with("people.csv", PEOPLE);
    folder.run_well(&[
        "explain",
        "people.csv",
        "--pair",
        "r1",
        "r2",
        "--report",
        "why.html",
    ]);
    assert_names(&folder.read("why.html"), &["<svg", "Lopez", "Lopes"]);
    let error = folder.run_badly(
        2,
        &[
            "explain",
            "people.csv",
            "--pair",
            "r1",
            "r2",
            "--report",
            "why.html",
        ],
    );
    assert_names(&error, &["why.html", "--force"]);
}

#[test]
fn a_group_is_explained_by_its_links_and_its_split() {
    let records = testdata("febrl3/records.csv");
    let folder = Folder::new();
    let matched = folder.run_well(&[
        "match",
        &records,
        "-o",
        "matched.csv",
        "--links",
        "links.csv",
        "-q",
    ]);
    assert_eq!(matched.stderr, "");
    let links = crate::support::rows(&folder.read("links.csv"));
    let [first, second] = [&links[1][0], &links[1][1]];
    let why = explanation(&folder, &[&records, "--group", first, "--to", second]);
    let ids: Vec<&str> = why["records"]
        .as_array()
        .unwrap()
        .iter()
        .map(|id| id.as_str().unwrap())
        .collect();
    assert!(
        ids.contains(&first.as_str()) && ids.contains(&second.as_str()),
        "{why}"
    );
    assert_eq!(why["links"].as_array().unwrap().len(), ids.len() - 1, "{why}");
    let scores: Vec<f64> = why["links"]
        .as_array()
        .unwrap()
        .iter()
        .map(|link| link["score"].as_f64().unwrap())
        .collect();
    assert!(scores.is_sorted(), "the weakest comes first: {scores:?}");
    let parts = why["split"]["parts"].as_array().unwrap();
    let records_of_parts: usize = parts.iter().map(|part| part.as_array().unwrap().len()).sum();
    assert_eq!(records_of_parts, ids.len());
    assert!(!why["path"].as_array().unwrap().is_empty(), "{why}");
    let text = folder.run_well(&["explain", &records, "--group", first]).stdout;
    assert_names(
        &text,
        &[
            "held together by",
            first,
            second,
            "would split it into",
            "Confidence",
        ],
    );
}

#[test]
fn records_of_two_groups_have_no_way_between_them() {
    let folder = Folder::with("people.csv", PEOPLE);
    let run = folder.run(&["explain", "people.csv", "--group", "r1", "--to", "r3"]);
    assert_eq!(run.code, 2);
    assert_names(&run.stderr, &["r1", "r3", "different groups", "--pair"]);
    let alone = folder
        .run_well(&["explain", "people.csv", "--group", "r5"])
        .stdout;
    assert_names(&alone, &["r5", "no group with another record"]);
}

#[test]
fn explained_pairs_of_a_match_sum_up_to_their_scores() {
    let records = testdata("fodors-zagats/records.csv");
    let folder = Folder::new();
    folder.run_well(&[
        "match",
        &records,
        "-o",
        "matched.csv",
        "--explain",
        "pairs.jsonl",
        "--links",
        "links.csv",
        "--source-column",
        "source",
        "-q",
    ]);
    let mut of_one_group = std::collections::BTreeSet::new();
    let text = folder.read("pairs.jsonl");
    assert!(text.lines().count() > 100);
    for line in text.lines() {
        let pair: serde_json::Value = serde_json::from_str(line).unwrap();
        let number = |name: &str| pair[name].as_f64().unwrap();
        let parts = pair["contributions"].as_array().unwrap();
        let sum: f64 = parts.iter().map(|part| part["bits"].as_f64().unwrap()).sum();
        assert!(
            (number("prior") + sum - number("match_weight")).abs() < 0.02,
            "{line}"
        );
        let score = 1.0 / (1.0 + (-number("match_weight")).exp2());
        assert!((number("score") - score).abs() < 1e-3, "{line}");
        if pair["is_same_group"].as_bool().unwrap() {
            let id = |name: &str| pair[name].as_str().unwrap().to_owned();
            of_one_group.insert([id("id_a"), id("id_b")]);
        }
    }
    for link in &crate::support::rows(&folder.read("links.csv"))[1..] {
        let ids = [link[0].clone(), link[1].clone()];
        let turned = [link[1].clone(), link[0].clone()];
        assert!(
            of_one_group.contains(&ids) || of_one_group.contains(&turned),
            "{ids:?} is linked and not explained"
        );
    }
}

#[test]
fn suggested_commands_have_the_flags_in_use() {
    let folder = Folder::with("people.csv", PEOPLE);
    let explain = ["explain", "people.csv", "--pair", "r1", "r2"];
    let flags = [
        "--id-column",
        "id",
        "--precision-recall",
        "0.7",
        "--blank",
        "see notes",
    ];
    let run = folder.run_well(&[&explain[..], &flags[..]].concat());
    let command =
        "onefold explain people.csv --id-column id --blank 'see notes' --precision-recall 0.7 --group r1";
    assert_names(&run.stderr, &[command]);
    // It can be used as it stands.
    let next = ["explain", "people.csv", "--group", "r1"];
    folder.run_well(&[&next[..], &flags[..]].concat());
    let quiet = folder.run_well(&[&explain[..], &["--quiet"][..]].concat());
    assert!(!quiet.stderr.contains("onefold explain"), "{}", quiet.stderr);
}
