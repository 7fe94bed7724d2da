//! Label files: labeling sets or labeled pairs from people, and the files that propose sets to label.
//!
//! They are read like any table, with the same formats, encodings and errors.

use crate::reference::{cell, column, find, optional_cell, place, read_table, rows};
use crate::{Error, IdPair, Notice, Place, Table};

/// The columns of a label file before those of the records.
pub const LABELING_SET_ID: &str = "labeling_set_id";
/// The label of a record in its labeling set.
pub const LABEL: &str = "label";

/// The content of a label file.
#[derive(Debug)]
pub enum LabelFile {
    /// Records in labeling sets: equal labels in one set mean a match.
    Sets(LabelingSets),
    /// Labeled pairs, with lines for messages.
    Pairs(Vec<(IdPair, bool)>),
}

/// The records of a label file.
#[derive(Debug)]
pub struct LabelingSets {
    /// One row for each record of the file, in its order.
    pub rows: Vec<LabelRow>,
    /// Notes for the person on how the file was read.
    pub notices: Vec<Notice>,
    table: Table,
}

/// One record in one labeling set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelRow {
    /// Its labeling set.
    pub set: String,
    /// Its label; absent if it has none.
    pub label: Option<String>,
    /// Line of the file.
    pub line: u64,
}

/// Reads a label file: the columns `labeling_set_id` and `label` and those of the records, in any order; or pairs, with
/// the columns `id_a`, `id_b` (or `ltable_id`, `rtable_id`) and `label`.
pub fn read_labels(path: &str) -> Result<LabelFile, Error> {
    let table = read_table(path)?;
    if let Some(set) = find(&table, &[LABELING_SET_ID]) {
        let label = column(&table, path, &[LABEL], "\"label\"")?;
        return Ok(LabelFile::Sets(read_sets(table, set, label)?));
    }
    let left = find(&table, &["id_a", "ltable_id"]);
    let right = find(&table, &["id_b", "rtable_id"]);
    match (left, right) {
        (Some(left), Some(right)) => {
            let label = column(&table, path, &[LABEL, "is_match"], "\"label\"")?;
            Ok(LabelFile::Pairs(read_judged_pairs(&table, [left, right], label)?))
        }
        _ => Err(Error::MissingColumn {
            file: path.to_owned(),
            wanted: "\"labeling_set_id\" (or \"id_a\" and \"id_b\")",
            columns: table.names,
        }),
    }
}

fn read_sets(table: Table, set: usize, label: usize) -> Result<LabelingSets, Error> {
    let rows = rows(&table)
        .enumerate()
        .map(|(row, (batch, at))| {
            Ok(LabelRow {
                set: cell(&table, row, batch, at, set)?,
                label: optional_cell(&table, batch, at, label),
                line: place(&table, row).line,
            })
        })
        .collect::<Result<_, Error>>()?;
    Ok(LabelingSets {
        rows,
        notices: table.notices.clone(),
        table,
    })
}

fn read_judged_pairs(table: &Table, sides: [usize; 2], label: usize) -> Result<Vec<(IdPair, bool)>, Error> {
    let mut pairs = Vec::with_capacity(table.len());
    for (row, (batch, at)) in rows(table).enumerate() {
        let Some(text) = optional_cell(table, batch, at, label) else {
            continue;
        };
        let place = place(table, row);
        let is_match = judgement(&text).ok_or_else(|| Error::UnknownLabel {
            place: place.clone(),
            label: text.clone(),
        })?;
        let pair = IdPair {
            id_a: cell(table, row, batch, at, sides[0])?,
            id_b: cell(table, row, batch, at, sides[1])?,
            label: Some(text),
            line: place.line,
        };
        pairs.push((pair, is_match));
    }
    Ok(pairs)
}

/// A label file: `labeling_set_id`, `label`, then the columns of the records. A row is its set, its label (empty if it
/// is to be filled in) and the values of its record. The format is always CSV, since people open it in a spreadsheet.
pub fn label_file<'a, S: AsRef<str>, V: IntoIterator<Item = &'a str>>(
    columns: &[String],
    rows: impl IntoIterator<Item = (S, &'a str, V)>,
) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let in_memory = "a buffer in memory takes every record of equal length";
    let header = [LABELING_SET_ID, LABEL]
        .into_iter()
        .chain(columns.iter().map(String::as_str));
    writer.write_record(header).expect(in_memory);
    for (set, label, values) in rows {
        for cell in [set.as_ref(), label] {
            writer.write_field(cell).expect(in_memory);
        }
        // This ends the row.
        writer.write_record(values).expect(in_memory);
    }
    writer.into_inner().expect(in_memory)
}

/// The meaning of a pair's label, in the usual spellings.
fn judgement(label: &str) -> Option<bool> {
    match label.trim().to_ascii_lowercase().as_str() {
        "1" | "1.0" | "true" | "t" | "yes" | "y" | "match" | "same" => Some(true),
        "0" | "0.0" | "-1" | "false" | "f" | "no" | "n" | "non-match" | "nonmatch" | "distinct"
        | "different" => Some(false),
        _ => None,
    }
}

impl LabelingSets {
    /// The value of a row in a column of the records, empty if missing; `None` if the file does not have
    /// the column.
    pub fn value(&self, row: usize, column: &str) -> Option<&str> {
        let column = self.table.names.iter().position(|name| name == column)?;
        let mut row = row;
        for batch in &self.table.batches {
            if row < batch.num_rows() {
                return Some(crate::reference::text(batch, row, column));
            }
            row -= batch.num_rows();
        }
        None
    }

    /// The place of a row.
    pub fn place(&self, row: usize) -> Option<Place> {
        self.table.place(row)
    }

    /// The columns of the file.
    pub fn columns(&self) -> &[String] {
        &self.table.names
    }
}
