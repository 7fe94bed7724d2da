//! Tables between Python and the engine: frames come in without a copy, and results go out as Arrow tables.

use std::cmp::Reverse;
use std::sync::Arc;

use arrow_array::builder::{Float32Builder, Int64Builder, ListBuilder, StringBuilder, UInt64Builder};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{Schema, SchemaRef};
use onefold_data::{Frame, Output, ReadOptions, Table, Watch};
use onefold_engine::MatchGroups;
use onefold_tasks::Matched;
use pyo3::prelude::*;
use pyo3_arrow::PyTable;

use crate::failure::failed;

/// Tables of the caller by the names that arguments use.
#[derive(FromPyObject)]
#[pyo3(transparent)]
pub struct Given(Vec<(String, PyTable)>);

impl Given {
    /// The same for the reader.
    pub fn frames(self) -> Vec<Frame> {
        let frames = self.0.into_iter().map(|(name, table)| {
            let (batches, schema) = table.into_inner();
            Frame::new(&name, schema, batches)
        });
        frames.collect()
    }
}

/// A table of columns that are equally long.
fn table(columns: Vec<(&str, ArrayRef)>) -> PyResult<PyTable> {
    let batch = RecordBatch::try_from_iter(columns).map_err(|error| failed(&error.to_string()))?;
    let schema = batch.schema();
    PyTable::try_new(vec![batch], schema)
}

/// A table of batches with one schema.
pub fn of_batches(batches: Vec<RecordBatch>) -> PyResult<PyTable> {
    let schema: SchemaRef = batches
        .first()
        .map_or_else(|| Arc::new(Schema::empty()), RecordBatch::schema);
    PyTable::try_new(batches, schema)
}

/// The columns that a result adds.
pub fn new_columns(ids: ArrayRef, confidence: ArrayRef) -> PyResult<PyTable> {
    table(vec![("match_id", ids), ("match_confidence_score", confidence)])
}

/// A table of text.
pub fn text_table(columns: &[(String, Vec<String>)]) -> PyResult<PyTable> {
    let columns = columns.iter().map(|(name, values)| {
        let mut texts = StringBuilder::new();
        for value in values {
            texts.append_option((!value.is_empty()).then_some(value));
        }
        (name.as_str(), Arc::new(texts.finish()) as ArrayRef)
    });
    table(columns.collect())
}

/// Pairs with their scores.
pub fn pairs<A: AsRef<str>, B: AsRef<str>>(pairs: impl Iterator<Item = (A, B, f32)>) -> PyResult<PyTable> {
    let (mut id_a, mut id_b) = (StringBuilder::new(), StringBuilder::new());
    let mut score = Float32Builder::new();
    for (a, b, own) in pairs {
        id_a.append_value(a);
        id_b.append_value(b);
        score.append_value(own);
    }
    table(vec![
        ("id_a", Arc::new(id_a.finish())),
        ("id_b", Arc::new(id_b.finish())),
        ("score", Arc::new(score.finish())),
    ])
}

/// Numbers of the groups of two or more records, the largest first.
pub fn largest_first(groups: &MatchGroups) -> Vec<usize> {
    let mut order: Vec<usize> = (0..groups.sizes.len())
        .filter(|&group| groups.sizes[group] > 1)
        .collect();
    order.sort_by_key(|&group| (Reverse(groups.sizes[group]), group));
    order
}

/// The groups of two or more records, the largest first: match id, confidence, number and ids of the records.
pub fn groups(matched: &Matched) -> PyResult<PyTable> {
    let groups = &matched.outcome.groups;
    let mut members: Vec<Vec<u32>> = vec![Vec::new(); groups.sizes.len()];
    for (row, &group) in groups.of.iter().enumerate() {
        if groups.sizes[group as usize] > 1 {
            members[group as usize].push(row as u32);
        }
    }
    let order = largest_first(groups);
    let mut ids = Int64Builder::new();
    let mut confidence = Float32Builder::new();
    let mut sizes = UInt64Builder::new();
    let mut records = ListBuilder::new(StringBuilder::new());
    for group in order {
        ids.append_value(groups.ids[group]);
        confidence.append_option(groups.confidence[group]);
        sizes.append_value(u64::from(groups.sizes[group]));
        for &row in &members[group] {
            records.values().append_value(matched.input.id(row as usize));
        }
        records.append(true);
    }
    table(vec![
        ("match_id", Arc::new(ids.finish())),
        ("match_confidence_score", Arc::new(confidence.finish())),
        ("records", Arc::new(sizes.finish())),
        ("record_ids", Arc::new(records.finish())),
    ])
}

/// The names of columns, and rows of values as text.
pub type Rows = (Vec<String>, Vec<Vec<Option<String>>>);

/// The names of the columns, and the first rows as text.
pub fn head(table: PyTable, rows: usize) -> PyResult<Rows> {
    let (batches, schema) = table.into_inner();
    let names: Vec<String> = schema.fields().iter().map(|field| field.name().clone()).collect();
    let mut left = rows;
    let mut shown = Vec::new();
    for batch in batches {
        let part = batch.slice(0, left.min(batch.num_rows()));
        left -= part.num_rows();
        if part.num_rows() > 0 {
            shown.push(part);
        }
    }
    if shown.is_empty() {
        return Ok((names, Vec::new()));
    }
    let table = read(shown, schema)?;
    let columns = 0..names.len();
    let rows = table.batches.iter().flat_map(|batch| {
        let columns = columns.clone();
        (0..batch.num_rows()).map(move |row| {
            let cell = |column: usize| {
                let values = batch.column(column).as_string::<i32>();
                values.is_valid(row).then(|| values.value(row).to_owned())
            };
            columns.clone().map(cell).collect()
        })
    });
    let rows = rows.collect();
    Ok((names, rows))
}

/// Writes a table to a file: complete or not at all.
pub fn write(table: PyTable, path: &str, force: bool) -> PyResult<()> {
    let (batches, schema) = table.into_inner();
    let output = Output::new(path, force);
    onefold_data::check_output(&output).map_err(refused)?;
    let table = read(batches, schema)?;
    onefold_data::write(&table, &[], &output, Watch::SILENT).map_err(refused)
}

/// Reads a file as text.
pub fn read_file(path: &str) -> PyResult<PyTable> {
    let table = onefold_data::read(&[path.to_owned()], &ReadOptions::default(), Watch::SILENT);
    of_batches(table.map_err(refused)?.batches)
}

fn read(batches: Vec<RecordBatch>, schema: SchemaRef) -> PyResult<Table> {
    let name = "the table";
    let options = ReadOptions {
        frames: vec![Frame::new(name, schema, batches)],
        ..ReadOptions::default()
    };
    onefold_data::read(&[name.to_owned()], &options, Watch::SILENT).map_err(refused)
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that `map_err` takes")]
fn refused(error: onefold_data::Error) -> PyErr {
    failed(&error.to_string())
}
