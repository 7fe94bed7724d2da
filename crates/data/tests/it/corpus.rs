//! Files as people have them, made by `testdata/files/make.py`, with what must be read beside each.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use onefold_data::{Error, Format, Notice, Output, ReadOptions, Table, Watch};
use serde_json::Value;

use crate::support::{Folder, values};

const LEAST_CASES: usize = 150;

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/files")
}

/// A file, or several, and what they hold.
struct Case {
    name: String,
    expected: Value,
}

impl Case {
    fn texts(&self, member: &str) -> Vec<String> {
        let items = self.expected[member]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        items
            .iter()
            .map(|item| item.as_str().unwrap().to_owned())
            .collect()
    }

    fn rows(&self) -> Vec<Vec<String>> {
        let rows = self.expected["rows"].as_array().unwrap();
        rows.iter()
            .map(|row| {
                let cells = row.as_array().unwrap();
                cells
                    .iter()
                    .map(|cell| cell.as_str().unwrap().to_owned())
                    .collect()
            })
            .collect()
    }

    fn options(&self) -> ReadOptions {
        let options = &self.expected["options"];
        let text = |member: &str| options[member].as_str().map(str::to_owned);
        ReadOptions {
            no_header: options["no_header"].as_bool().unwrap_or_default(),
            delimiter: text("delimiter").map(|text| text.as_bytes()[0]),
            encoding: text("encoding"),
            format: text("format").map(|name| Format::parse(&name).unwrap()),
            header_line: options["header_line"].as_u64(),
            sheet: text("sheet"),
            table: text("table"),
            password_file: None,
            query: text("query"),
            strict: false,
            folder_columns: options["folders"].as_bool().unwrap_or_default(),
            room: None,
            frames: Vec::new(),
        }
    }

    fn inputs(&self) -> Vec<String> {
        let mut inputs = self.texts("inputs");
        if inputs.is_empty() {
            inputs.push(self.name.clone());
        }
        inputs
            .iter()
            .map(|input| corpus().join(input).to_str().unwrap().to_owned())
            .collect()
    }

    fn read(&self, options: &ReadOptions) -> Result<Table, Error> {
        onefold_data::read(&self.inputs(), options, Watch::SILENT)
    }
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for kind in fs::read_dir(corpus()).unwrap() {
        let kind = kind.unwrap().path();
        for file in fs::read_dir(&kind).into_iter().flatten() {
            let path = file.unwrap().path();
            let Some(name) = path.to_str().unwrap().strip_suffix(".expected.json") else {
                continue;
            };
            let root = format!("{}/", corpus().display());
            cases.push(Case {
                name: name.strip_prefix(&root).unwrap().to_owned(),
                expected: serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap(),
            });
        }
    }
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(cases.len() >= LEAST_CASES, "{} cases", cases.len());
    cases
}

/// Fails with all that is wrong at once.
fn report(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Messages about a case without the place of the corpus.
fn plain(text: &str) -> String {
    text.replace(&format!("{}/", corpus().display()), "")
}

#[test]
fn every_file_is_read_or_refused_as_its_table_says() {
    let mut wrong = Vec::new();
    for case in cases() {
        let result = case.read(&case.options());
        let told = match (&result, case.expected["refused"].as_str()) {
            (Err(error), Some(expected)) => {
                let text = plain(&error.to_string());
                let names_file = case.inputs().iter().any(|input| text.contains(&plain(input)));
                if text.contains(expected) && names_file {
                    continue;
                }
                format!("refused with {text}")
            }
            (Err(error), None) => format!("refused: {}", plain(&error.to_string())),
            (Ok(_), Some(expected)) => format!("read, not refused: {expected}"),
            (Ok(table), None) if table.names != case.texts("columns") => format!("columns {:?}", table.names),
            (Ok(table), None) if values(table) != case.rows() => {
                let rows = values(table);
                let first = rows
                    .iter()
                    .zip(case.rows())
                    .position(|(own, expected)| *own != expected);
                format!(
                    "{} rows, the first wrong one is {:?}",
                    rows.len(),
                    first.map(|first| &rows[first])
                )
            }
            (Ok(table), None) => {
                let notes: Vec<String> = table
                    .notices
                    .iter()
                    .map(|note| plain(&note.to_string()))
                    .collect();
                let expected = case.texts("notes");
                let is_said = |part: &String| notes.iter().any(|note| note.contains(part));
                if expected.iter().all(is_said) && (notes.is_empty() == expected.is_empty()) {
                    continue;
                }
                format!("notes {notes:#?}")
            }
        };
        wrong.push(format!("{}: {told}", case.name));
    }
    report(&wrong);
}

#[test]
fn strict_reading_refuses_what_is_assumed_and_names_the_file() {
    let mut wrong = Vec::new();
    for case in cases() {
        if case.expected["refused"].is_string() {
            continue;
        }
        let options = ReadOptions {
            strict: true,
            ..case.options()
        };
        let is_assumed = case.read(&case.options()).is_ok_and(|table| {
            let is_gap = |note: &Notice| matches!(note, Notice::Uneven { .. });
            table
                .notices
                .iter()
                .any(|note| note.assumption().is_some() || is_gap(note))
        });
        let is_to_be_read = case.expected["strict"] == "read" || !is_assumed;
        match case.read(&options) {
            Ok(_) if is_to_be_read => {}
            Ok(_) => wrong.push(format!("{}: read", case.name)),
            Err(error) => {
                let text = plain(&error.to_string());
                let names_file = case.inputs().iter().any(|input| text.contains(&plain(input)));
                if is_to_be_read || !names_file {
                    wrong.push(format!("{}: {text}", case.name));
                }
            }
        }
    }
    report(&wrong);
}

/// What is read can be written in every format and read again; what needs no assumption has the same bytes then.
#[test]
fn every_table_comes_back_in_every_format() {
    let mut wrong = Vec::new();
    for case in cases() {
        let Ok(table) = case.read(&case.options()) else {
            continue;
        };
        let folder = Folder::new();
        for name in [
            "o.csv",
            "o.tsv",
            "o.jsonl",
            "o.json",
            "o.parquet",
            "o.arrow",
            "o.xlsx",
            "o.sqlite",
        ] {
            let output = Output::new(&folder.path(name), false);
            if let Err(error) = onefold_data::write(&table, &[], &output, Watch::SILENT) {
                wrong.push(format!("{} as {name}: {}", case.name, folder.plain(&error)));
                continue;
            }
            let options = ReadOptions {
                delimiter: match name {
                    "o.tsv" => Some(b'\t'),
                    "o.csv" => case.options().delimiter,
                    _ => None,
                },
                encoding: case
                    .options()
                    .encoding
                    .filter(|_| name == "o.csv" || name == "o.tsv"),
                ..ReadOptions::default()
            };
            match onefold_data::read(&[folder.path(name)], &options, Watch::SILENT) {
                Ok(again) if is_same(&table, &again, name) => {}
                Ok(again) => wrong.push(format!("{} as {name}: {:?}", case.name, values(&again).first())),
                Err(error) => wrong.push(format!("{} as {name}: {}", case.name, folder.plain(&error))),
            }
        }
        let input = &case.inputs()[0];
        let extension = Path::new(input).extension().and_then(|own| own.to_str());
        let name = match extension {
            Some(own @ ("csv" | "tsv" | "json" | "jsonl")) => format!("same.{own}"),
            _ => "same.csv".to_owned(),
        };
        if case.expected["same"] == true {
            let output = Output::new(&folder.path(&name), false);
            onefold_data::write(&table, &[], &output, Watch::SILENT).unwrap();
            if folder.bytes(&name) != fs::read(input).unwrap() {
                let text = String::from_utf8_lossy(&folder.bytes(&name)).into_owned();
                wrong.push(format!("{}: other bytes {text:.200?}", case.name));
            }
        }
    }
    report(&wrong);
}

/// Rows of a table whose cells JSON, spreadsheets and types may show otherwise are compared by their number only.
fn is_same(table: &Table, again: &Table, name: &str) -> bool {
    let is_exact = matches!(name, "o.csv" | "o.tsv" | "o.parquet" | "o.arrow" | "o.sqlite");
    if is_exact {
        return table.names == again.names && values(table) == values(again);
    }
    let has_gaps = values(table).iter().any(|row| row.iter().all(String::is_empty));
    has_gaps || table.len() == again.len()
}

/// `docs/formats.md` has a table of the kinds of files here, with what is said of them.
#[test]
fn the_documentation_lists_every_kind_of_file() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/formats.md");
    let text = fs::read_to_string(path).unwrap();
    let documented: BTreeMap<&str, &str> = text
        .lines()
        .skip_while(|line| !line.starts_with("### What is assumed"))
        .take_while(|line| !line.starts_with("### CSV"))
        .filter_map(|line| line.strip_prefix("| `")?.split_once("/` |"))
        .collect();
    let mut kinds: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for case in cases() {
        let kind = case.name.split('/').next().unwrap().to_owned();
        let texts = case.texts("notes").into_iter();
        let refused = case.expected["refused"].as_str().map(str::to_owned);
        kinds.entry(kind).or_default().extend(texts.chain(refused));
    }
    let names: Vec<&str> = kinds.keys().map(String::as_str).collect();
    let listed: Vec<&str> = documented.keys().copied().collect();
    assert_eq!(listed, names, "kinds in docs/formats.md and in testdata/files");
    for (kind, row) in documented {
        // Texts in italics are what is said.
        for said in row.split('*').skip(1).step_by(2) {
            let parts: Vec<&str> = said.split('…').map(str::trim).collect();
            let is_said = kinds[kind]
                .iter()
                .any(|text| parts.iter().all(|part| text.contains(part)));
            assert!(is_said, "{kind}: no file makes Onefold say {said:?}");
        }
    }
}
