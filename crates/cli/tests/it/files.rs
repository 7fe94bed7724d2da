//! Files as people have them: what is read, what is said about it, and what is written.

use std::io::Write as _;
use std::process::Stdio;

use crate::support::{Folder, PEOPLE, assert_names, rows, testdata};

#[test]
fn what_was_assumed_is_said_in_the_summary_in_json_and_in_the_report() {
    let folder = Folder::with("people.csv", format!("People\n\n{PEOPLE}\n(10 rows)\n"));
    let args = ["match", "people.csv", "-o", "out.csv", "--report", "out.html"];
    let run = folder.run_well(&args);
    let title = "people.csv, line 1: skipped 1 title line above the column names";
    let footer = "people.csv, line 15: skipped 1 line below the records";
    assert_names(&run.stderr, &[title, footer]);
    assert_names(&folder.read("out.html"), &[title, footer]);
    let run = folder.run_well(&[&args[..], &["--json", "--force"]].concat());
    assert_names(&run.stdout, &["\"notices\"", title, footer]);
    assert_eq!(rows(&folder.read("out.csv")).len(), 11);
}

#[test]
fn strict_refuses_what_would_be_assumed() {
    let folder = Folder::with("people.csv", format!("People\n\n{PEOPLE}"));
    let error = folder.run_badly(1, &["match", "people.csv", "--strict", "-o", "out.csv"]);
    assert_names(&error, &["people.csv, line 1: skipped 1 title line", "--strict"]);
}

#[test]
fn the_line_of_the_names_can_be_given() {
    let folder = Folder::with("people.csv", format!("a,b,c,d,e\n1,2,3,4,5\n{PEOPLE}"));
    folder.run_well(&["match", "people.csv", "--header-line", "3", "-o", "out.csv"]);
    let out = rows(&folder.read("out.csv"));
    assert_eq!(out.len(), 11);
    assert_eq!(out[0][..2], ["id", "name"]);
}

#[test]
fn a_table_comes_from_standard_input_and_goes_to_standard_output() {
    let folder = Folder::new();
    for (text, args, beginning) in [
        (
            PEOPLE.to_owned(),
            &["match", "-", "-o", "-", "-q"][..],
            "id,name,city",
        ),
        (
            "[{\"id\":1,\"name\":\"Ann\"},{\"id\":2,\"name\":\"Bob\"}]".to_owned(),
            &["match", "-", "-q"][..],
            "{\"id\":1,\"name\":\"Ann\",\"match_id\":",
        ),
        (
            PEOPLE.to_owned(),
            &["match", "-", "-q", "--format", "csv", "--output-format", "json"][..],
            "[\n{\"id\":\"r1\",",
        ),
    ] {
        let mut child = folder
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{args:?}");
        let told = String::from_utf8_lossy(&output.stdout);
        assert!(told.starts_with(beginning), "{args:?}: {told}");
    }
}

#[test]
fn a_workbook_is_read_and_written() {
    let folder = Folder::new();
    let book = testdata("files/workbook/several-sheets.xlsx");
    let run = folder.run_well(&["match", &book, "-o", "out.xlsx"]);
    assert_names(&run.stderr, &["read the sheet \"People\"", "--sheet"]);
    folder.run_well(&["match", &book, "--sheet", "Orders", "-o", "orders.csv"]);
    assert_eq!(rows(&folder.read("orders.csv"))[0][..2], ["no", "sum"]);
    let error = folder.run_badly(1, &["match", "out.xlsx", "-o", "again.csv"]);
    assert_names(&error, &["out.xlsx already has a column \"match_id\""]);
}

#[test]
fn folders_give_columns() {
    let folder = Folder::new();
    let people = testdata("files/folders/people");
    let run = folder.run_well(&["match", &people, "-o", "out.csv"]);
    assert_names(&run.stderr, &["columns from the names of folders: state"]);
    assert_eq!(rows(&folder.read("out.csv"))[1][..3], ["1", "Ann", "IL"]);
}

#[test]
fn an_encoding_that_lacks_a_character_is_an_error() {
    let folder = Folder::with("people.csv", PEOPLE);
    let error = folder.run_badly(
        1,
        &[
            "match",
            "people.csv",
            "-o",
            "out.csv",
            "--output-encoding",
            "windows-1252",
        ],
    );
    assert_names(&error, &["out.csv", "'ś'", "windows-1252", "--output-encoding"]);
}

#[test]
fn a_unique_number_of_a_thing_is_the_id() {
    let people = PEOPLE.replacen("id,name", "customer_no,name", 1);
    let folder = Folder::with("people.csv", people);
    let run = folder.run_well(&["match", "people.csv", "-o", "out.csv"]);
    assert_names(&run.stderr, &["record ID: column \"customer_no\""]);
}

#[test]
fn words_for_missing_values_are_listed_and_can_be_kept_or_added() {
    let mut people = String::from("id,name,city,born,phone\n");
    for (number, row) in PEOPLE.lines().skip(1).enumerate() {
        let cells: Vec<&str> = row.split(',').collect();
        let city = if number % 2 == 0 { "unknown" } else { cells[2] };
        people.push_str(&[cells[0], cells[1], city, cells[3], cells[4]].join(","));
        people.push('\n');
    }
    let folder = Folder::with("people.csv", people);
    let run = folder.run_well(&["match", "people.csv", "-o", "out.csv"]);
    assert_names(
        &run.stderr,
        &["taken for missing: city \"unknown\" (5 records)", "--keep"],
    );
    assert!(
        folder.read("out.csv").contains(",unknown,"),
        "the output keeps what was there"
    );
    let args = ["match", "people.csv", "-o", "out.csv", "--force", "--json"];
    let filled = |more: &[&str]| {
        let run = folder.run_well(&[&args[..], more].concat());
        let summary: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        summary["attributes"][1]["filled"].as_u64()
    };
    assert_eq!(filled(&[]), Some(5));
    assert_eq!(filled(&["--keep", "Unknown"]), Some(10));
    assert_eq!(filled(&["--blank", "riverton "]), Some(4));
}

#[test]
fn records_with_too_little_are_said() {
    let folder = Folder::with("people.csv", format!("{PEOPLE}r11,,,,\nr12,Ann,,,\n"));
    let run = folder.run_well(&["match", "people.csv", "-o", "out.csv"]);
    assert_names(
        &run.stderr,
        &[
            "1 record has no value in the compared columns",
            "people.csv, line 12",
            "1 record has a single value in the compared columns",
            "people.csv, line 13",
        ],
    );
}
