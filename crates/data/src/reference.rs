//! Small files that refer to records: pairs of ids, and known entities.
//!
//! They are read like any table, with the same formats and errors.

use std::collections::HashMap;

use arrow_array::cast::AsArray;
use arrow_array::{Array, RecordBatch};

use crate::{Error, Place, ReadOptions, Table, Watch, read};

/// A pair of records by their ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdPair {
    /// Id of the first record.
    pub id_a: String,
    /// Id of the second record.
    pub id_b: String,
    /// The third column, `label` or `score`, if present; empty cells are absent.
    pub label: Option<String>,
    /// Line of the file, for messages.
    pub line: u64,
}

/// Reads pairs: columns `id_a` and `id_b`, optionally `label` or `score`, in any order and any format.
pub fn read_pairs(path: &str) -> Result<Vec<IdPair>, Error> {
    let table = read_table(path)?;
    let id_a = column(&table, path, &["id_a"], "\"id_a\"")?;
    let id_b = column(&table, path, &["id_b"], "\"id_b\"")?;
    let label = find(&table, &["label", "score"]);
    (0..table.len())
        .zip(rows(&table))
        .map(|(row, (batch, at))| {
            Ok(IdPair {
                id_a: cell(&table, row, batch, at, id_a)?,
                id_b: cell(&table, row, batch, at, id_b)?,
                label: label.and_then(|label| optional_cell(&table, batch, at, label)),
                line: place(&table, row).line,
            })
        })
        .collect()
}

/// Reads known entities as (record id, entity): columns `id` and one of `entity`, `entity_id`, `cluster`,
/// `cluster_id` and `match_id`. Every record is listed once.
pub fn read_truth(path: &str) -> Result<Vec<(String, String)>, Error> {
    let table = read_table(path)?;
    let id = column(&table, path, &["id", "record_id"], "\"id\"")?;
    let entity = column(
        &table,
        path,
        &["entity", "entity_id", "cluster", "cluster_id", "match_id"],
        "\"entity\" (or \"cluster\", \"cluster_id\", \"match_id\")",
    )?;
    let mut known: Vec<(String, String)> = Vec::with_capacity(table.len());
    for (row, (batch, at)) in rows(&table).enumerate() {
        known.push((
            cell(&table, row, batch, at, id)?,
            cell(&table, row, batch, at, entity)?,
        ));
    }
    let mut seen: HashMap<&str, usize> = HashMap::with_capacity(known.len());
    for (row, (id, _)) in known.iter().enumerate() {
        if let Some(first) = seen.insert(id, row) {
            return Err(Error::RepeatedId {
                place: place(&table, row),
                id: id.clone(),
                first: place(&table, first).line,
            });
        }
    }
    Ok(known)
}

pub(crate) fn read_table(path: &str) -> Result<Table, Error> {
    read(&[path.to_owned()], &ReadOptions::default(), Watch::SILENT)
}

/// The first of these columns that exists, ignoring case.
pub(crate) fn find(table: &Table, wanted: &[&str]) -> Option<usize> {
    wanted.iter().find_map(|wanted| {
        table
            .names
            .iter()
            .position(|name| name.trim().eq_ignore_ascii_case(wanted))
    })
}

pub(crate) fn column(
    table: &Table,
    path: &str,
    names: &[&str],
    wanted: &'static str,
) -> Result<usize, Error> {
    find(table, names).ok_or_else(|| Error::MissingColumn {
        file: path.to_owned(),
        wanted,
        columns: table.names.clone(),
    })
}

/// Batch and position of every row, in order.
pub(crate) fn rows(table: &Table) -> impl Iterator<Item = (usize, usize)> {
    table
        .batches
        .iter()
        .enumerate()
        .flat_map(|(batch, records)| (0..records.num_rows()).map(move |at| (batch, at)))
}

pub(crate) fn cell(
    table: &Table,
    row: usize,
    batch: usize,
    at: usize,
    column: usize,
) -> Result<String, Error> {
    optional_cell(table, batch, at, column).ok_or_else(|| Error::EmptyCell {
        place: place(table, row),
        column: table.names[column].clone(),
    })
}

pub(crate) fn optional_cell(table: &Table, batch: usize, at: usize, column: usize) -> Option<String> {
    let text = text(&table.batches[batch], at, column);
    (!text.is_empty()).then(|| text.to_owned())
}

/// A value of a batch; missing is the empty string.
pub(crate) fn text(batch: &RecordBatch, at: usize, column: usize) -> &str {
    let values = batch.column(column).as_string::<i32>();
    if values.is_valid(at) { values.value(at) } else { "" }
}

pub(crate) fn place(table: &Table, row: usize) -> Place {
    table.place(row).expect("every row of a table has a place")
}
