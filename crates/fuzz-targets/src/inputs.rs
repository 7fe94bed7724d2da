//! Files that people bring: label files and models.

use std::sync::OnceLock;

use onefold_data::{ReadOptions, Watch};
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
