//! Files that people bring: label files and models.

use std::sync::OnceLock;

use onefold_data::{Output, ReadOptions, Watch};
use onefold_engine::{MatchRequest, Model, Records, Silent, find_matches};

/// Records that a model is applied to: the first ones of this file.
const RECORDS: usize = 60;
const BUNDLED: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../testdata/fodors-zagats/records.csv"
);

/// A label file of any bytes is read or refused with a text that names it.
pub fn label_file(data: &[u8]) {
    let file = tempfile::Builder::new()
        .suffix(".csv")
        .tempfile()
        .expect("a file can be made");
    std::fs::write(file.path(), data).expect("the file can be written");
    let path = file.path().display().to_string();
    match onefold_data::read_labels(&path) {
        Ok(labels) => drop(labels),
        Err(error) => {
            let text = error.to_string();
            assert!(text.contains(&path), "the error does not name the file: {text}");
        }
    }
}

/// Endings of names that [`table`] gives to files; the first byte of its input chooses one.
pub const TABLE_NAMES: [&str; 10] = [
    ".csv", ".tsv", "", ".jsonl", ".json", ".parquet", ".arrow", ".xlsx", ".xls", ".ods",
];

/// A table of any bytes in any format is read or refused with a text that names the file; what was read can be written as
/// CSV and read again.
pub fn table(data: &[u8]) {
    let Some((choice, content)) = data.split_first() else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder can be made");
    let ending = TABLE_NAMES[usize::from(*choice) % TABLE_NAMES.len()];
    let path = folder.path().join(format!("table{ending}"));
    std::fs::write(&path, content).expect("the file can be written");
    let name = path.display().to_string();
    let read = |name: &str| onefold_data::read(&[name.to_owned()], &ReadOptions::default(), Watch::SILENT);
    let table = match read(&name) {
        Ok(table) => table,
        Err(error) => {
            let text = error.to_string();
            assert!(text.contains(&name), "the error does not name the file: {text}");
            return;
        }
    };
    let copy = folder.path().join("copy.csv").display().to_string();
    let output = Output::new(&copy, false);
    onefold_data::write(&table, &[], &output, Watch::SILENT).expect("what was read can be written");
    let options = ReadOptions {
        strict: false,
        ..ReadOptions::default()
    };
    // A few letters may not tell the encoding of the copy, but its records are as many.
    if let Ok(again) = onefold_data::read(&[copy], &options, Watch::SILENT) {
        assert!(
            again.len() <= table.len(),
            "a copy has more records than the table"
        );
    }
}

/// A model of any bytes is refused, or matches records: each is in one group, with a confidence from 0 to 1.
pub fn model_artifact(data: &[u8]) {
    static RESTAURANTS: OnceLock<Records> = OnceLock::new();
    let records = RESTAURANTS.get_or_init(|| {
        let read = onefold_data::read(&[BUNDLED.to_owned()], &ReadOptions::default(), Watch::SILENT);
        let table = read.expect("bundled data can be read");
        Records::try_new(vec![table.batches[0].slice(0, RECORDS)]).expect("bundled data is records")
    });
    let Ok(model) = Model::from_json(&String::from_utf8_lossy(data)) else {
        return;
    };
    // A model may know attributes that these records do not have, and say so.
    if let Ok(outcome) = find_matches(&MatchRequest::new(records).with_model(&model), &Silent) {
        assert_eq!(outcome.groups.of.len(), RECORDS);
        assert!(
            outcome
                .groups
                .confidence
                .iter()
                .all(|confidence| confidence.is_none_or(|share| (0.0..=1.0).contains(&share))),
            "a confidence is no share"
        );
    }
}
