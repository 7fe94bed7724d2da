//! Data sets with known entities, read plainly.

use std::{collections::HashMap, path::PathBuf, sync::Arc};

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use onefold_engine::{
    LinkCardinality, MatchMode, MatchOutcome, MatchRequest, MatchSettings, Model, Records, Silent,
    evaluate::{GroupQuality, group_quality},
    find_matches,
};

/// Records with their entities.
pub struct Set {
    pub records: Records,
    pub entities: Vec<u32>,
}

/// Builds records from rows of text; the first column is the key, a column `source` names the source.
pub fn records_of(names: &[&str], rows: &[Vec<String>]) -> Records {
    let fields: Vec<Field> = names
        .iter()
        .map(|name| Field::new(*name, DataType::Utf8, true))
        .collect();
    let columns: Vec<ArrayRef> = (0..names.len())
        .map(|column| {
            let values = rows
                .iter()
                .map(|row| Some(row[column].as_str()).filter(|value| !value.is_empty()));
            Arc::new(values.collect::<StringArray>()) as ArrayRef
        })
        .collect();
    let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).unwrap();
    let records = Records::try_new(vec![batch]).unwrap().with_key(names[0]).unwrap();
    if names.contains(&"source") {
        records.with_sources("source").unwrap()
    } else {
        records
    }
}

/// A set of the repository's `testdata`, or of the shared data folder; `None` where it is not there.
pub fn load(name: &str) -> Option<Set> {
    load_with(name, |_, _| Vec::new())
}

/// The same with further records, made from a record and its number; each is the entity that it was made from.
pub fn load_with(name: &str, further: impl Fn(usize, &[String]) -> Vec<Vec<String>>) -> Option<Set> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = [
        root.join("testdata").join(name),
        root.join("../shared/data").join(name),
    ]
    .into_iter()
    .find(|folder| folder.join("records.csv").is_file())?;
    let mut reader = csv::Reader::from_path(folder.join("records.csv")).unwrap();
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut rows: Vec<Vec<String>> = reader
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect();
    let mut truth = csv::Reader::from_path(folder.join("truth.csv")).unwrap();
    let mut entity_of: HashMap<String, String> = truth
        .records()
        .map(|row| row.unwrap())
        .map(|row| (row[0].to_owned(), row[1].to_owned()))
        .collect();
    for at in 0..rows.len() {
        for row in further(at, &rows[at]) {
            entity_of.insert(row[0].clone(), entity_of[&rows[at][0]].clone());
            rows.push(row);
        }
    }
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    let entities = rows
        .iter()
        .map(|row| {
            let next = numbers.len() as u32;
            *numbers.entry(entity_of[&row[0]].as_str()).or_insert(next)
        })
        .collect();
    Some(Set {
        records: records_of(&names, &rows),
        entities,
    })
}

/// The settings under which every set is matched.
pub fn settings(records: &Records) -> MatchSettings {
    let mode = if records.sources().is_some() {
        MatchMode::Link(LinkCardinality::Auto)
    } else {
        MatchMode::Dedupe
    };
    MatchSettings {
        mode,
        ..MatchSettings::default()
    }
}

pub fn matched(records: &Records) -> MatchOutcome {
    matched_under(records, &settings(records))
}

pub fn matched_under(records: &Records, settings: &MatchSettings) -> MatchOutcome {
    find_matches(&MatchRequest::new(records).with_settings(settings), &Silent).unwrap()
}

pub fn matched_with(records: &Records, settings: &MatchSettings, model: &Model) -> MatchOutcome {
    let request = MatchRequest::new(records)
        .with_settings(settings)
        .with_model(model);
    find_matches(&request, &Silent).unwrap()
}

pub fn quality(set: &Set) -> GroupQuality {
    quality_of(set, &matched(&set.records).groups.of)
}

/// Quality of given groups of a set's records.
pub fn quality_of(set: &Set, groups: &[u32]) -> GroupQuality {
    group_quality(
        groups,
        &set.entities,
        set.records.sources().map(|sources| sources.of.as_slice()),
    )
}
