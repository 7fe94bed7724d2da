//! Data that cannot be matched: exit code, the one sentence, and nothing left behind.

use std::fmt::Write as _;

use crate::support::{Folder, PEOPLE, assert_names, is_root, rows};

const TO_OUT: [&str; 2] = ["-o", "out.csv"];

fn refuse(folder: &Folder, code: i32, args: &[&str]) -> String {
    folder.run_badly(code, &[&["match"], args, &TO_OUT].concat())
}

#[test]
fn missing_file_is_named() {
    let folder = Folder::new();
    let error = refuse(&folder, 1, &["nobody.csv"]);
    assert_names(&error, &["nobody.csv"]);
}

#[test]
fn missing_input_argument_is_a_usage_error() {
    let folder = Folder::new();
    let error = refuse(&folder, 2, &[]);
    assert_names(&error, &["INPUT", "onefold match --help"]);
}

#[test]
fn a_pattern_without_a_file_is_named() {
    let folder = Folder::new();
    let error = refuse(&folder, 1, &["part-*.csv"]);
    assert_names(&error, &["part-*.csv"]);
}

#[test]
fn a_folder_is_no_file() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("people.csv")).unwrap();
    let error = refuse(&folder, 1, &["people.csv"]);
    assert_names(&error, &["people.csv"]);
}

#[cfg(unix)]
#[test]
fn a_file_without_read_permission_is_named() {
    use std::os::unix::fs::PermissionsExt;
    if is_root() {
        eprintln!("skipped: root may read every file");
        return;
    }
    let folder = Folder::with("people.csv", PEOPLE);
    std::fs::set_permissions(folder.path("people.csv"), std::fs::Permissions::from_mode(0o000)).unwrap();
    let error = refuse(&folder, 1, &["people.csv"]);
    assert_names(&error, &["people.csv", "ermission"]);
}

#[test]
fn an_empty_file_is_named() {
    let folder = Folder::with("people.csv", "");
    let error = refuse(&folder, 1, &["people.csv"]);
    assert_names(&error, &["people.csv", "empty"]);
}

#[test]
fn a_header_without_rows_is_named() {
    let folder = Folder::with("people.csv", "id,name\n");
    let error = refuse(&folder, 1, &["people.csv"]);
    assert_names(&error, &["people.csv"]);
}

#[test]
fn a_ragged_row_is_named_by_its_line() {
    let folder = Folder::with("people.csv", "id,name,city\nr1,Ann,Bonn\nr2,Ben\nr3,Cy,Graz\n");
    let error = refuse(&folder, 1, &["people.csv", "--strict"]);
    assert_names(&error, &["people.csv", "line 3", "2", "3"]);
}

#[test]
fn a_ragged_row_after_a_value_with_line_breaks_is_named_by_its_line() {
    let folder = Folder::with(
        "people.csv",
        "id,name,city\nr1,\"Ann\nof\nBonn\",Bonn\nr2,Ben,x,y\n",
    );
    let error = refuse(&folder, 1, &["people.csv"]);
    assert_names(&error, &["people.csv", "line 5"]);
}

#[test]
fn bytes_that_the_given_encoding_does_not_know_are_named_by_their_line() {
    let folder = Folder::with("people.csv", b"id,name\nr1,Ann\nr2,M\xfcller\n");
    let error = refuse(&folder, 1, &["people.csv", "--encoding", "utf-8"]);
    assert_names(&error, &["people.csv", "line 3"]);
}

#[test]
fn an_unknown_encoding_is_a_usage_error() {
    let folder = Folder::with("people.csv", PEOPLE);
    let error = refuse(&folder, 2, &["people.csv", "--encoding", "klingon"]);
    assert_names(&error, &["klingon"]);
}

#[test]
fn a_duplicate_id_is_named_with_both_lines() {
    let folder = Folder::with("people.csv", "no,name\nr1,Ann\nr7,Ben\nr3,\"Cy\nLee\"\nr7,Dora\n");
    let error = refuse(&folder, 1, &["people.csv", "--id-column", "no"]);
    assert_names(&error, &["people.csv, line 6", "\"r7\"", "line 3", "no"]);
}

#[test]
fn a_duplicate_id_in_a_second_file_is_named_with_both_files() {
    let folder = Folder::with("one.csv", "no,name\nr1,Ann\nr2,Ben\n");
    folder.write("two.csv", "no,name\nr3,Cy\nr2,Dora\n");
    let error = refuse(&folder, 1, &["one.csv", "two.csv", "--id-column", "no"]);
    assert_names(&error, &["two.csv, line 3", "\"r2\"", "one.csv, line 3"]);
}

#[test]
fn an_empty_id_is_named_by_its_line() {
    let folder = Folder::with("people.csv", "no,name\nr1,Ann\n,Ben\nr3,Cy\n");
    let error = refuse(&folder, 1, &["people.csv", "--id-column", "no"]);
    assert_names(&error, &["people.csv, line 3", "\"no\"", "empty"]);
}

#[test]
fn unknown_columns_are_usage_errors_that_list_the_columns() {
    let folder = Folder::with("people.csv", PEOPLE);
    for flags in [
        ["--id-column", "number"],
        ["--source-column", "number"],
        ["--kind", "number=phone"],
    ] {
        let error = refuse(&folder, 2, &[&["people.csv"], &flags[..]].concat());
        assert_names(&error, &["\"number\"", "id, name, city, born, phone"]);
    }
}

#[test]
fn an_unknown_kind_is_a_usage_error_that_lists_the_kinds() {
    let folder = Folder::with("people.csv", PEOPLE);
    let error = refuse(&folder, 2, &["people.csv", "--kind", "name=nickname"]);
    assert_names(
        &error,
        &["nickname", "name, organization, address, date", "category"],
    );
}

#[test]
fn values_out_of_range_are_usage_errors() {
    let folder = Folder::with("people.csv", PEOPLE);
    for flags in [
        ["--precision-recall", "1.5"],
        ["--accuracy-cost", "-1"],
        ["--min-score", "nan"],
        ["--threads", "0"],
        ["--delimiter", "ab"],
        ["--seed", "x"],
    ] {
        let error = refuse(&folder, 2, &[&["people.csv"], &flags[..]].concat());
        assert_names(&error, &[flags[0], "onefold match --help"]);
    }
}

#[test]
fn link_flags_need_a_source_column() {
    let folder = Folder::with("people.csv", PEOPLE);
    for flags in [&["--within-sources"][..], &["--link", "one-to-one"]] {
        let error = refuse(&folder, 2, &[&["people.csv"], flags].concat());
        assert_names(&error, &["--source-column"]);
    }
}

#[test]
fn one_source_only_is_named() {
    let folder = Folder::with("people.csv", "id,shop,name\n1,a,Ann\n2,a,Ben\n3,a,Cy\n");
    let error = refuse(&folder, 1, &["people.csv", "--source-column", "shop"]);
    assert_names(&error, &["\"shop\"", "\"a\""]);
}

#[test]
fn two_files_without_a_common_column_are_named() {
    let folder = Folder::with("one.csv", "id,name\n1,Ann\n");
    folder.write("two.csv", "no,title\n2,Ben\n");
    let error = refuse(&folder, 1, &["one.csv", "two.csv"]);
    assert_names(&error, &["one.csv", "two.csv"]);
}

#[test]
fn a_broken_gzip_file_is_named() {
    let folder = Folder::with("people.csv.gz", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03abc");
    let error = refuse(&folder, 1, &["people.csv.gz"]);
    assert_names(&error, &["people.csv.gz"]);
}

#[test]
fn a_broken_json_line_is_named() {
    let folder = Folder::with("people.jsonl", "{\"name\": \"Ann\"}\n{\"name\": \n");
    let error = refuse(&folder, 1, &["people.jsonl"]);
    assert_names(&error, &["people.jsonl", "line 2"]);
}

#[test]
fn nothing_to_compare_is_said() {
    let folder = Folder::with("people.csv", "id,name\n1,Ann\n2,Ben\n");
    let error = refuse(&folder, 1, &["people.csv", "--kind", "name=ignore"]);
    assert_names(&error, &["compare"]);
}

#[test]
fn a_column_that_is_all_empty_is_told_and_does_no_harm() {
    let mut csv = String::new();
    for (index, row) in PEOPLE.lines().enumerate() {
        let _ = writeln!(csv, "{row},{}", if index == 0 { "remark" } else { "" });
    }
    let folder = Folder::with("people.csv", csv);
    let run = folder.run_well(&["match", "people.csv", "-o", "out.csv", "--report", "out.html"]);
    assert_names(&run.stderr, &["column \"remark\" is empty in all records"]);
    assert!(!run.stderr.contains("\"name\" is empty"), "{}", run.stderr);
    assert_names(&folder.read("out.html"), &["is empty in all records"]);
    assert_eq!(rows(&folder.read("out.csv")).len(), 11);
}

#[test]
fn one_record_is_a_group_of_one() {
    let folder = Folder::with("people.csv", "id,name\nr1,Ann\n");
    folder.run_well(&["match", "people.csv", "-o", "out.csv"]);
    let out = rows(&folder.read("out.csv"));
    assert_eq!(out.len(), 2);
    assert_eq!(out[1][..2], ["r1", "Ann"]);
    assert_eq!(out[1][3], "", "a record alone has no confidence");
}

#[test]
fn a_database_that_does_not_answer_is_named_with_what_to_check() {
    // Nobody listens on a port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .unwrap()
        .port();
    let address = format!("postgres://user@127.0.0.1:{port}/shop?table=people");
    let error = Folder::new().run_badly(1, &["match", &address, "-o", "o.csv"]);
    assert_names(
        &error,
        &[&address, "cannot connect", "check the host and the port"],
    );
}

#[test]
fn a_console_token_file_that_cannot_be_created_is_named_with_what_to_do() {
    let folder = Folder::new();
    let run = folder.run(&[
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--data-dir",
        "data",
        "--console-token-file",
        "nowhere/token",
    ]);
    assert_eq!(run.code, 2);
    assert_names(
        &run.stderr,
        &["nowhere/token", "name a file in a folder that exists"],
    );
}
