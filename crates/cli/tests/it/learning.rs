//! Learning from labels: `onefold label`, and `--labels`, `--model` and `--save-model` of the other commands.

use std::collections::HashMap;

use crate::support::{Folder, PEOPLE, assert_names, testdata};

/// A folder with restaurants and their truth.
fn restaurants() -> Folder {
    let folder = Folder::new();
    for name in ["records.csv", "truth.csv"] {
        folder.write(
            name,
            std::fs::read(testdata(&format!("fodors-zagats/{name}"))).unwrap(),
        );
    }
    folder
}

/// Fills a proposed label file in as the truth has it.
fn fill_in(folder: &Folder, name: &str) {
    let truth: HashMap<String, String> = folder
        .read("truth.csv")
        .lines()
        .filter_map(|line| line.split_once(','))
        .map(|(id, entity)| (id.to_owned(), entity.to_owned()))
        .collect();
    let filled: Vec<String> = folder
        .read(name)
        .lines()
        .enumerate()
        .map(|(number, line)| {
            if number == 0 {
                return line.to_owned();
            }
            let fields: Vec<&str> = line.splitn(4, ',').collect();
            assert_eq!(fields[1], "", "nothing is judged beforehand");
            [fields[0], truth[fields[2]].as_str(), fields[2], fields[3]].join(",")
        })
        .collect();
    folder.write(name, filled.join("\r\n") + "\r\n");
}

fn propose(folder: &Folder, more: &[&str]) {
    let args = [
        "label",
        "records.csv",
        "--source-column",
        "source",
        "--propose",
        "labels.csv",
    ];
    let run = folder.run_well(&[&args, more].concat());
    assert_names(&run.stderr, &["labeling sets", "--labels labels.csv"]);
    fill_in(folder, "labels.csv");
}

#[test]
fn what_is_proposed_can_be_labeled_learned_from_kept_and_used_again() {
    let folder = restaurants();
    propose(&folder, &["--sets", "4"]);
    let matching = ["match", "records.csv", "--source-column", "source", "--pairs-out"];
    let learned = [
        "p1.csv",
        "-o",
        "m1.csv",
        "--labels",
        "labels.csv",
        "--save-model",
        "model.json",
    ];
    let run = folder.run_well(&[&matching[..], &learned].concat());
    assert_names(&run.stderr, &["labeled pairs", "labeling sets", "model.json"]);
    folder.run_well(
        &[
            &matching[..],
            &["p2.csv", "-o", "m2.csv", "--model", "model.json"],
        ]
        .concat(),
    );
    assert_eq!(folder.read("m1.csv"), folder.read("m2.csv"));
    assert_eq!(folder.read("p1.csv"), folder.read("p2.csv"));
    let pair: Vec<String> = folder
        .read("p1.csv")
        .lines()
        .nth(1)
        .unwrap()
        .split(',')
        .map(str::to_owned)
        .collect();
    let args = [
        "explain",
        "records.csv",
        "--source-column",
        "source",
        "--json",
        "--model",
        "model.json",
        "--pair",
    ];
    let told = folder.run_well(&[&args[..], &[&pair[0], &pair[1]]].concat());
    let told: serde_json::Value = serde_json::from_str(&told.stdout).unwrap();
    let score: f64 = pair[2].parse().unwrap();
    assert!((told["score"].as_f64().unwrap() - score).abs() < 1e-6);
}

#[test]
fn labels_judge_what_they_teach_and_are_not_asked_again() {
    let folder = restaurants();
    propose(&folder, &[]);
    let args = [
        "evaluate",
        "records.csv",
        "--source-column",
        "source",
        "--labels",
        "labels.csv",
    ];
    let text = folder.run_well(&args).stdout;
    assert_names(
        &text,
        &[
            "precision",
            "area under the PR curve",
            "labeled non-match",
            "how much each column contributes",
        ],
    );
    let run = folder.run_well(&[&args[..], &["--json"]].concat());
    assert_eq!(
        run.stdout,
        folder.run_well(&[&args[..], &["--json"]].concat()).stdout
    );
    let figures: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert!(figures["best_f1"].as_f64().unwrap() > 0.8, "{figures}");
    let both = folder.run_well(&[&args[..], &["--truth", "truth.csv", "--json"]].concat());
    let both: serde_json::Value = serde_json::from_str(&both.stdout).unwrap();
    assert_eq!(both["held_out"], figures, "one call says both");
    assert!(both["pairwise"]["f1"].as_f64().unwrap() > 0.9, "{both}");
    let text = folder
        .run_well(&[&args[..], &["--truth", "truth.csv"]].concat())
        .stdout;
    assert_names(&text, &["B-cubed", "area under the PR curve"]);
    let importances: f64 = figures["column_importances"]
        .as_array()
        .unwrap()
        .iter()
        .map(|column| column["importance"].as_f64().unwrap())
        .sum();
    assert!((importances - 1.0).abs() < 1e-6);
    let args = [
        "label",
        "records.csv",
        "--source-column",
        "source",
        "--labels",
        "labels.csv",
        "--propose",
        "next.csv",
    ];
    folder.run_well(&args);
    let sets = |name: &str| {
        let mut sets: HashMap<String, Vec<String>> = HashMap::new();
        for line in folder.read(name).lines().skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            sets.entry(fields[0].to_owned())
                .or_default()
                .push(fields[2].to_owned());
        }
        sets
    };
    let (first, second) = (sets("labels.csv"), sets("next.csv"));
    assert!(
        first.keys().all(|set| !second.contains_key(set)),
        "sets of two rounds can be joined"
    );
    assert!(
        second
            .values()
            .all(|records| first.values().all(|earlier| earlier != records))
    );
}

#[test]
fn enforced_labels_win_over_the_scores() {
    let folder = Folder::with("people.csv", PEOPLE);
    folder.write("labels.csv", "id_a,id_b,label\nr1,r2,0\nr5,r6,1\nr3,r4,1\n");
    folder.run_well(&[
        "match",
        "people.csv",
        "--labels",
        "labels.csv",
        "--enforce-labels",
        "-o",
        "m.csv",
    ]);
    let ids: HashMap<String, String> = folder
        .read("m.csv")
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect::<Vec<_>>())
        .map(|fields| (fields[0].to_owned(), fields[5].to_owned()))
        .collect();
    assert_ne!(ids["r1"], ids["r2"]);
    assert_eq!(ids["r5"], ids["r6"]);
    assert_eq!(ids["r3"], ids["r4"]);
}

#[test]
fn label_files_are_read_as_people_write_them() {
    let folder = Folder::with("people.csv", PEOPLE);
    // Another order of columns, a byte-order mark, Windows line ends, a record that is gone, rows without label, and
    // labels that contradict each other.
    folder.write(
        "labels.csv",
        "\u{feff}label,id,labeling_set_id,name,city,born,phone\r\n\
         A,r1,s1,Maria Fernanda Lopez,Springfield,1980-02-11,555-0101\r\n\
         A,r2,s1,Maria Fernanda Lopes,Springfield,1980-02-11,555-0101\r\n\
         B,gone,s1,Petra Gone,Oldtown,1970-01-01,555-0999\r\n\
         ,r9,s1,,,,\r\n\
         A,r1,s2,,,,\r\n\
         B,r2,s2,,,,\r\n",
    );
    let args = [
        "match",
        "people.csv",
        "--labels",
        "labels.csv",
        "-o",
        "m.csv",
        "--json",
    ];
    let run = folder.run_well(&args);
    let summary: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let labels = &summary["labels"];
    assert_eq!(labels["rows"], 5);
    assert_eq!(labels["rows_without_label"], 1);
    assert_eq!(labels["records_not_in_input"], 1);
    assert_eq!(labels["contradictions"], serde_json::json!([["r1", "r2"]]));
    assert_eq!(
        (&labels["matches"], &labels["non_matches"]),
        (&0.into(), &3.into())
    );
    assert_eq!(
        folder.read("m.csv").lines().count(),
        11,
        "a record of the label file is no record of the input"
    );
}

#[test]
fn bad_labels_and_models_are_told_in_one_sentence() {
    let folder = Folder::with("people.csv", PEOPLE);
    let cases = [
        (
            "id_a,id_b,label\nr1,r2,perhaps\n",
            &["labels.csv, line 2", "perhaps", "yes or no"][..],
        ),
        ("a,b\n1,2\n", &["labeling_set_id", "id_a"]),
        (
            "labeling_set_id,label,name\n1,A,x\n1,B,y\n",
            &["\"id\"", "people.csv"],
        ),
        (
            "labeling_set_id,label,id\n1,A,r1\n2,A,r2\n",
            &["not one pair", "same label"],
        ),
        ("labeling_set_id,id,name\n1,r1,x\n", &["label"]),
    ];
    for (content, names) in cases {
        folder.write("labels.csv", content);
        let error = folder.run_badly(
            1,
            &["match", "people.csv", "--labels", "labels.csv", "-o", "m.csv"],
        );
        assert_names(&error, names);
        assert!(!folder.path("m.csv").exists());
    }
    folder.write("model.json", "{\"format\":\"onefold-model\"}");
    let error = folder.run_badly(
        1,
        &["match", "people.csv", "--model", "model.json", "-o", "m.csv"],
    );
    assert_names(&error, &["model.json", "missing field"]);
    assert_eq!(error.matches("the model cannot be read").count(), 1, "{error}");
    let error = folder.run_badly(1, &["match", "people.csv", "--model", "none.json", "-o", "m.csv"]);
    assert_names(&error, &["none.json", "no such model file", "--save-model"]);
    let error = folder.run_badly(2, &["match", "people.csv", "--save-model", "x.json"]);
    assert_names(&error, &["--labels"]);
    let error = folder.run_badly(
        2,
        &["match", "people.csv", "--labels", "a.csv", "--model", "b.json"],
    );
    assert_names(&error, &["--labels", "--model"]);
}
