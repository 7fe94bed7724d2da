//! `onefold match`: what it writes and where.

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::support::{Folder, PEOPLE, assert_names, many_people, rows, testdata};

/// Match ids by record id.
fn match_ids(csv: &str) -> HashMap<String, String> {
    let rows = rows(csv);
    let column = rows[0].iter().position(|name| name == "match_id").unwrap();
    rows[1..]
        .iter()
        .map(|row| (row[0].clone(), row[column].clone()))
        .collect()
}

#[test]
fn duplicates_share_a_match_id() {
    let folder = Folder::with("people.csv", PEOPLE);
    folder.run_well(&["match", "people.csv", "-o", "out.csv"]);
    let ids = match_ids(&folder.read("out.csv"));
    assert_eq!(ids["r1"], ids["r2"]);
    assert_eq!(ids["r3"], ids["r4"]);
    assert_ne!(ids["r1"], ids["r3"]);
    assert!(ids.values().all(|id| id.parse::<i64>().is_ok()));
}

#[test]
fn results_go_to_stdout_and_messages_to_stderr() {
    let folder = Folder::with("people.csv", PEOPLE);
    let before = folder.files();
    let run = folder.run_well(&["match", "people.csv"]);
    assert!(
        run.stdout
            .starts_with("id,name,city,born,phone,match_id,match_confidence_score\n")
    );
    assert_eq!(rows(&run.stdout).len(), 11);
    assert_names(&run.stderr, &["records", "candidate pairs", "duplicates"]);
    assert_eq!(folder.files(), before);
}

#[test]
fn json_lines_come_out_as_json_lines() {
    let folder = Folder::with("people.jsonl", "{\"name\":\"Ann\"}\n{\"name\":\"Ben\"}\n");
    let run = folder.run_well(&["match", "people.jsonl"]);
    for line in run.stdout.lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(row["match_id"].is_i64(), "{line}");
    }
    assert_eq!(run.stdout.lines().count(), 2);
}

#[test]
fn quiet_runs_say_nothing() {
    let folder = Folder::with("people.csv", PEOPLE);
    let run = folder.run_well(&["match", "people.csv", "-o", "out.csv", "--quiet"]);
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""));
}

#[test]
fn values_come_out_byte_for_byte() {
    let lines = [
        "id;name;note",
        "007;\"Weiß; Anna\";  spaces kept  ",
        "008;\"said \"\"hi\"\"\";1.50",
        "009;Zoë 🦀;",
        "010;NULL;+1e5",
        "011;'single';0x1F",
    ];
    let folder = Folder::with("people.csv", lines.join("\n") + "\n");
    let run = folder.run_well(&["match", "people.csv"]);
    let out: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(out.len(), lines.len());
    for (got, given) in out.iter().zip(lines).skip(1) {
        let (values, _) = got
            .rsplit_once(';')
            .and_then(|(rest, _)| rest.rsplit_once(';'))
            .unwrap();
        assert_eq!(values, given);
    }
}

#[test]
fn hostile_text_is_data_and_nothing_else() {
    let values = [
        "=HYPERLINK(\"\"http://x\"\")",
        "<script>alert(1)</script>",
        "'; drop table people; --",
        "\u{202e}gnp.exe",
        "\u{1b}[2J\u{1b}]0;owned\u{7}",
        "{{7*7}} ${HOME} %n%s",
    ];
    let mut csv = String::from("id,\u{1b}[31mname</title><script>x</script>\n");
    for (index, value) in values.iter().enumerate() {
        for id in ["r", "s"] {
            let _ = writeln!(csv, "{id}{index},\"{value} person number {index}\"");
        }
    }
    let folder = Folder::with("people.csv", csv);
    let run = folder.run_well(&[
        "match",
        "people.csv",
        "-o",
        "out.csv",
        "--report",
        "report.html",
        "-vv",
    ]);
    assert!(!run.stderr.contains('\u{1b}'), "{:?}", run.stderr);
    let report = folder.read("report.html");
    assert!(!report.contains("<script>alert"));
    assert!(!report.contains("<script>x"));
    assert_names(&folder.read("out.csv"), &values[1..]);
    let run = folder.run_well(&["explain", "people.csv", "--pair", "r4", "s4", "-vv"]);
    assert!(!(run.stdout + &run.stderr).contains('\u{1b}'));
}

#[test]
fn logs_hold_no_record_values() {
    let folder = Folder::with("people.csv", PEOPLE);
    let run = folder.run_well(&["match", "people.csv", "-o", "out.csv", "-vvv"]);
    assert_names(&run.stderr, &["cluster done"]);
    for value in ["Fernanda", "Archer", "555-0101"] {
        assert!(!run.stderr.contains(value), "{value}: {}", run.stderr);
    }
}

#[test]
fn the_result_does_not_depend_on_threads() {
    let folder = Folder::with("people.csv", many_people(3_000));
    let mut results = Vec::new();
    for threads in ["1", "2", "4"] {
        folder.run_well(&[
            "match",
            "people.csv",
            "-o",
            "out.csv",
            "--pairs-out",
            "pairs.csv",
            "--force",
            "--threads",
            threads,
        ]);
        results.push((folder.read("out.csv"), folder.read("pairs.csv")));
    }
    assert_eq!(results[0], results[1]);
    assert_eq!(results[0], results[2]);
}

#[test]
fn pairs_are_sorted_complete_and_above_the_minimum() {
    let folder = Folder::new();
    let records = testdata("fodors-zagats/records.csv");
    folder.run_well(&[
        "match",
        &records,
        "-o",
        "out.csv",
        "--pairs-out",
        "pairs.csv",
        "--min-score",
        "0.2",
        "--source-column",
        "source",
    ]);
    let input = rows(&std::fs::read_to_string(&records).unwrap());
    let place: HashMap<&str, usize> = input
        .iter()
        .enumerate()
        .map(|(row, values)| (values[0].as_str(), row))
        .collect();
    let pairs = rows(&folder.read("pairs.csv"));
    assert_eq!(pairs[0], ["id_a", "id_b", "score"]);
    let order: Vec<(usize, usize)> = pairs[1..]
        .iter()
        .map(|pair| (place[pair[0].as_str()], place[pair[1].as_str()]))
        .collect();
    assert!(order.windows(2).all(|two| two[0] < two[1]));
    assert!(order.iter().all(|(left, right)| left < right));
    for pair in &pairs[1..] {
        let score: f64 = pair[2].parse().unwrap();
        assert!((0.2..=1.0).contains(&score), "{pair:?}");
    }
    // The same run without a minimum holds the same pairs with the same scores, and more.
    folder.run_well(&[
        "match",
        &records,
        "-o",
        "all.csv",
        "--pairs-out",
        "all-pairs.csv",
        "--min-score",
        "0",
        "--source-column",
        "source",
    ]);
    let all = rows(&folder.read("all-pairs.csv"));
    let above: Vec<_> = all[1..]
        .iter()
        .filter(|pair| pair[2].parse::<f64>().unwrap() >= 0.2)
        .cloned()
        .collect();
    assert_eq!(above, pairs[1..]);
    assert!(all.len() >= pairs.len());
    assert_eq!(folder.read("out.csv"), folder.read("all.csv"));
}

#[test]
fn records_of_one_source_stay_apart() {
    let folder = Folder::new();
    let records = testdata("fodors-zagats/records.csv");
    let run = folder.run_well(&[
        "match",
        &records,
        "--source-column",
        "source",
        "--link",
        "one-to-one",
    ]);
    let mut groups: HashMap<String, Vec<String>> = HashMap::new();
    for line in run.stdout.lines().skip(1) {
        let columns: Vec<&str> = line.split(',').collect();
        let id = columns[columns.len() - 2];
        groups
            .entry(id.to_owned())
            .or_default()
            .push(columns[1].to_owned());
    }
    for sources in groups.values_mut() {
        let size = sources.len();
        sources.sort();
        sources.dedup();
        assert_eq!(sources.len(), size);
    }
}

#[test]
fn an_override_of_a_kind_is_shown() {
    let folder = Folder::with("people.csv", PEOPLE);
    let run = folder.run_well(&[
        "match",
        "people.csv",
        "-o",
        "out.csv",
        "--json",
        "--kind",
        "city=ignore",
        "--kind",
        "phone=code",
    ]);
    let summary: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let kind = |name: &str| {
        summary["attributes"]
            .as_array()
            .unwrap()
            .iter()
            .find(|attribute| attribute["name"] == name)
            .map(|attribute| attribute["kind"].clone())
    };
    assert_eq!(kind("phone"), Some("code".into()));
    assert_eq!(kind("city"), None, "what is ignored is not compared");
}

#[test]
fn json_is_one_valid_document_with_the_figures() {
    let folder = Folder::with("people.csv", PEOPLE);
    let run = folder.run_well(&["match", "people.csv", "-o", "out.csv", "--json"]);
    let summary: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(summary["records"], 10);
    assert_eq!(summary["duplicates"], 2);
    assert_eq!(summary["groups"], 8);
    assert_eq!(summary["outputs"][0]["path"], "out.csv");
    assert!(summary["seconds"].as_array().unwrap().len() > 3);
    assert_eq!(run.stderr, "");
}

#[test]
fn the_report_is_one_page_without_remote_parts() {
    let folder = Folder::new();
    let records = testdata("fodors-zagats/records.csv");
    folder.run_well(&[
        "match",
        &records,
        "-o",
        "out.csv",
        "--report",
        "report.html",
        "--source-column",
        "source",
    ]);
    let report = folder.read("report.html");
    assert_names(&report, &["<svg", "<table", "864"]);
    for remote in ["src=\"http", "href=\"http", "url(http", "@import"] {
        assert!(!report.contains(remote), "{remote}");
    }
    assert_eq!(folder.files().len(), 2);
}

#[test]
fn several_files_are_one_table() {
    let mut lines = PEOPLE.lines();
    let header = lines.next().unwrap();
    let rest: Vec<&str> = lines.collect();
    let folder = Folder::with("part-1.csv", format!("{header}\n{}\n", rest[..5].join("\n")));
    folder.write("part-2.csv", format!("{header}\n{}\n", rest[5..].join("\n")));
    folder.write("people.csv", PEOPLE);
    let one = folder.run_well(&["match", "people.csv", "-q"]).stdout;
    assert_eq!(folder.run_well(&["match", "part-*.csv", "-q"]).stdout, one);
    assert_eq!(
        folder
            .run_well(&["match", "part-1.csv", "part-2.csv", "-q"])
            .stdout,
        one
    );
}

#[test]
fn a_file_without_header_keeps_its_first_row() {
    let body = PEOPLE.split_once('\n').unwrap().1;
    let folder = Folder::with("people.csv", body);
    let run = folder.run_well(&["match", "people.csv", "--no-header", "-q"]);
    assert_names(&run.stdout, &["r1,Maria", "r10,Samuel"]);
}

#[test]
fn windows_1252_is_recognised_and_said() {
    let folder = Folder::with(
        "people.csv",
        b"id,name\n1,J\xfcrgen M\xfcller\n2,Ann Lee\n3,Zo\xeb \x80\n",
    );
    let run = folder.run_well(&["match", "people.csv", "-o", "out.csv"]);
    assert_names(&run.stderr, &["people.csv", "indows-1252"]);
}

#[test]
fn ids_are_row_numbers_where_no_column_holds_them() {
    let folder = Folder::with(
        "people.csv",
        "name,city\nAnn Lee,Bonn\nAnn Lee,Bonn\nZoe Fox,Graz\n",
    );
    folder.run_well(&["match", "people.csv", "-o", "out.csv", "--pairs-out", "pairs.csv"]);
    assert_names(&folder.read("pairs.csv"), &["id_a,id_b,score\n1,2,"]);
}

#[test]
fn new_records_join_a_matched_table_and_its_ids_stay() {
    let folder = Folder::with("people.csv", PEOPLE);
    let lines: Vec<&str> = PEOPLE.lines().collect();
    // r4 (of r3's group) and r10 are new; the columns of the new file stand in another order.
    let old: Vec<&str> = lines
        .iter()
        .copied()
        .filter(|line| !line.starts_with("r4,") && !line.starts_with("r10,"))
        .collect();
    folder.write("old.csv", old.join("\n") + "\n");
    folder.write(
        "new.csv",
        "phone,born,city,name,id\n555-0202,1971-07-30,Riverton,Jonathon Archer,r4\n\
         555-0808,1977-09-14,Madison,Samuel Green,r10\n",
    );
    folder.run_well(&["match", "old.csv", "-o", "matched.csv"]);
    // Ids that no run would create: they remain only if the run keeps them.
    let matched: Vec<String> = folder
        .read("matched.csv")
        .lines()
        .enumerate()
        .map(|(number, row)| {
            let mut fields: Vec<&str> = row.split(',').collect();
            let id = if fields[0] == "r2" {
                "1".to_owned()
            } else {
                number.to_string()
            };
            if number > 0 {
                fields[5] = &id;
            }
            fields.join(",")
        })
        .collect();
    folder.write("matched.csv", matched.join("\n") + "\n");
    folder.run_well(&["match", "new.csv", "--into", "matched.csv", "-o", "all.csv"]);
    let all = folder.read("all.csv");
    let all: Vec<&str> = all.lines().collect();
    assert_eq!(all.len(), 11);
    let id_of = |key: &str| {
        let row = all
            .iter()
            .find(|row| row.starts_with(&format!("{key},")))
            .unwrap();
        row.split(',').nth(5).unwrap().to_owned()
    };
    for row in folder.read("matched.csv").lines().skip(1) {
        let fields: Vec<&str> = row.split(',').collect();
        assert_eq!(id_of(fields[0]), fields[5], "{row}");
    }
    assert_eq!(id_of("r4"), id_of("r3"));
    assert_ne!(id_of("r10"), id_of("r3"));
    assert!(
        all[9].starts_with("r4,Jonathon Archer,Riverton,1971-07-30,555-0202,"),
        "{}",
        all[9]
    );
}

#[test]
fn a_table_without_match_ids_cannot_be_matched_into() {
    let folder = Folder::with("people.csv", PEOPLE);
    folder.write("new.csv", "id,name,city,born,phone\nr11,Ann,X,,\n");
    let error = folder.run_badly(1, &["match", "new.csv", "--into", "people.csv", "-o", "all.csv"]);
    assert_names(&error, &["people.csv", "match_id"]);
    folder.write(
        "bad.csv",
        "id,name,city,born,phone,match_id\nr1,Ann,X,,,7\nr2,Bob,Y,,,seven\n",
    );
    let error = folder.run_badly(1, &["match", "new.csv", "--into", "bad.csv", "-o", "all.csv"]);
    assert_names(&error, &["bad.csv, line 3", "seven"]);
    // Of a table that is read in parts the first is named, whatever part it is in.
    let id = |row: usize| match row {
        15_000 => "eight".to_owned(),
        15_001 | 19_000 => "nine".to_owned(),
        row => row.to_string(),
    };
    let rows: Vec<String> = (1..20_000)
        .map(|row| format!("m{row},Ann {row},X,,,{}", id(row)))
        .collect();
    folder.write(
        "bad.csv",
        format!("id,name,city,born,phone,match_id\n{}\n", rows.join("\n")),
    );
    let error = folder.run_badly(1, &["match", "new.csv", "--into", "bad.csv", "-o", "all.csv"]);
    assert_names(&error, &["bad.csv, line 15001", "eight"]);
    assert!(!folder.path("all.csv").exists());
}

/// A folder with a result of 300 people and its index, and a file of new people of whom some are known.
fn grown() -> Folder {
    let folder = Folder::new();
    let all = many_people(330);
    let lines: Vec<&str> = all.lines().collect();
    folder.write("people.csv", lines[..301].join("\n") + "\n");
    let known: Vec<String> = lines[10..20].iter().map(|line| format!("n{line}")).collect();
    let new = [&lines[..1], &lines[301..]].concat().join("\n");
    folder.write("new.csv", format!("{new}\n{}\n", known.join("\n")));
    let run = folder.run_well(&[
        "match",
        "people.csv",
        "--index",
        "people.index",
        "-o",
        "matched.csv",
    ]);
    assert_names(&run.stderr, &["index    people.index"]);
    folder
}

/// Key and match id of each record of a result.
fn ids_of(folder: &Folder, name: &str) -> Vec<(String, String)> {
    let rows = rows(&folder.read(name));
    let id = rows[0].iter().position(|name| name == "match_id").unwrap();
    rows.iter().map(|row| (row[0].clone(), row[id].clone())).collect()
}

#[test]
fn an_index_changes_nothing_but_the_time() {
    let folder = grown();
    folder.run_well(&["match", "people.csv", "-o", "plain.csv"]);
    assert_eq!(folder.read("matched.csv"), folder.read("plain.csv"));
    let index = std::fs::read(folder.path("people.index")).unwrap();
    let grow = |out: &str, more: &[&str]| {
        let arguments = ["match", "new.csv", "--into", "matched.csv", "-o", out];
        folder.run_well(&[&arguments, more].concat()).stderr
    };
    let said = grow("all.csv", &["--index", "people.index"]);
    assert_names(&said, &["index    people.index"]);
    assert!(!said.contains("rebuilt"), "it is extended: {said}");
    let now = std::fs::read(folder.path("people.index")).unwrap();
    assert!(
        now.len() > index.len() && now[12_288..index.len()] == index[12_288..],
        "nothing is written over"
    );
    grow("without.csv", &[]);
    let groups = |name: &str| ids_of(&folder, name);
    assert_eq!(groups("all.csv"), groups("without.csv"));
    let all = groups("all.csv");
    let of = |key: &str| &all.iter().find(|(own, _)| own == key).unwrap().1;
    let joined = all.iter().filter(|(key, _)| key.starts_with('n'));
    let mut count = 0;
    for (key, group) in joined {
        assert_eq!(of(&key[1..]), group, "{key} is a copy of a known person");
        count += 1;
    }
    assert_eq!(count, 10);

    // The result has grown, and what comes after the index is looked through as well.
    folder.write(
        "more.csv",
        folder
            .read("new.csv")
            .replace("\nnp", "\nm")
            .replace("\np3", "\nq3"),
    );
    let said = folder.run_well(&[
        "match",
        "more.csv",
        "--into",
        "all.csv",
        "--index",
        "people.index",
        "-o",
        "more-all.csv",
    ]);
    assert_names(&said.stderr, &["rebuilt", "people.index"]);
    assert_eq!(groups("more-all.csv")[..all.len()], all);
}

/// A run that adds new records to a result and to its index.
fn adding_to_index(out: &str) -> [&str; 8] {
    [
        "match",
        "new.csv",
        "--into",
        "matched.csv",
        "--index",
        "people.index",
        "-o",
        out,
    ]
}

/// Rounds in which a run that extends an index is killed, each at another moment.
const KILLED: u32 = 12;

#[test]
fn a_run_that_is_killed_leaves_an_index_that_serves() {
    let folder = grown();
    let index = folder.path("people.index");
    let before = std::fs::read(&index).unwrap();
    let grow = |out| [&adding_to_index(out)[..], &["--force"]].concat();
    let begin = std::time::Instant::now();
    folder.run_well(&grow("whole.csv"));
    let whole = begin.elapsed();
    let after = std::fs::read(&index).unwrap();
    assert!(after.len() > before.len());
    for round in 0..KILLED {
        std::fs::write(&index, &before).unwrap();
        let mut run = folder.command(&grow("killed.csv")).spawn().unwrap();
        // Later rounds end where outputs and index are written.
        std::thread::sleep(whole * (round + 1) / KILLED);
        run.kill().unwrap();
        run.wait().unwrap();
        let said = folder.run_well(&grow("all.csv")).stderr;
        assert!(!said.contains("rebuilt"), "round {round}: {said}");
        let found = ["all.csv", "whole.csv"].map(|name| ids_of(&folder, name));
        assert_eq!(found[0], found[1], "round {round}");
        let again = folder.run_well(&grow("all.csv")).stderr;
        assert!(
            !again.contains("people.index"),
            "round {round}: it holds all records: {again}"
        );
    }
}

#[test]
fn an_index_of_other_records_is_made_anew_and_a_file_that_is_none_is_kept() {
    let folder = grown();
    let matched = folder.read("matched.csv");
    folder.write("matched.csv", matched.replacen(",19", ",18", 1));
    let grow = adding_to_index("all.csv");
    assert_names(
        &folder.run_well(&grow).stderr,
        &["rebuilt", "index    people.index"],
    );
    let again = folder.run_well(&[&grow[..], &["--force"]].concat());
    assert!(!again.stderr.contains("rebuilt"), "{}", again.stderr);

    folder.write("notes.txt", "not an index");
    let into_notes = [
        "match",
        "new.csv",
        "--into",
        "matched.csv",
        "--index",
        "notes.txt",
        "-o",
        "b.csv",
    ];
    let error = folder.run_badly(1, &into_notes);
    assert_names(&error, &["notes.txt", "not an Onefold index"]);
    assert_eq!(folder.read("notes.txt"), "not an index");
    let whole = std::fs::read(folder.path("people.index")).unwrap();
    folder.write("people.index", &whole[..whole.len() / 2]);
    let error = folder.run_badly(1, &[&grow[..], &["--force"]].concat());
    assert_names(&error, &["people.index", "its end is missing", "delete"]);
    assert!(!folder.path("b.csv").exists());
    let error = folder.run_badly(2, &["match", "new.csv", "--index", "c.csv", "-o", "c.csv"]);
    assert_names(&error, &["c.csv"]);
}
