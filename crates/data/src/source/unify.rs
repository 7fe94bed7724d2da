//! Combines the columns of several files: same names, in the order of the first file.

use std::collections::HashSet;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions, StringArray};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};

use super::batches::{FileBatch, FileTable};
use crate::table::{FileInfo, Layout, Origin, Original};
use crate::{Error, Notice, Table};

/// Refuses a file whose columns differ from the first file's, except between JSON lines files, whose members
/// are optional.
pub(super) fn check_columns(first: Option<&FileTable>, file: &FileTable) -> Result<(), Error> {
    let Some(first) = first else { return Ok(()) };
    if are_both_json(first, file) {
        return Ok(());
    }
    let missing = without(&first.names, &file.names);
    let unknown = without(&file.names, &first.names);
    if missing.is_empty() && unknown.is_empty() {
        return Ok(());
    }
    Err(Error::DifferentColumns {
        first: first.file.clone(),
        file: file.file.clone(),
        missing,
        unknown,
    })
}

/// Combines all files into one table.
pub(super) fn unify(files: Vec<FileTable>) -> Result<Table, Error> {
    let mut names: Vec<String> = Vec::new();
    for file in &files {
        names.extend(without(&file.names, &names));
    }
    let schema: SchemaRef = Arc::new(Schema::new(
        names
            .iter()
            .map(|name| Field::new(name, DataType::Utf8, true))
            .collect::<Vec<_>>(),
    ));
    let mut table = Table {
        names,
        batches: Vec::new(),
        notices: Vec::new(),
        files: Vec::new(),
        origins: Vec::new(),
    };
    for (number, file) in files.into_iter().enumerate() {
        let missing = without(&table.names, &file.names);
        if !missing.is_empty() {
            table.notices.push(Notice::Uneven {
                file: file.file.clone(),
                columns: missing,
            });
        }
        table.notices.extend(file.notices);
        let positions: Vec<Option<usize>> = table
            .names
            .iter()
            .map(|name| file.names.iter().position(|own| own == name))
            .collect();
        for batch in file.batches {
            add_batch(&mut table, &schema, number, batch, &positions)?;
        }
        table.files.push(FileInfo {
            name: file.file,
            layout: file.layout,
        });
    }
    match table.files.first() {
        Some(first) if table.is_empty() => Err(match first.layout {
            Layout::Csv(_) => Error::HeaderOnly {
                file: first.name.clone(),
            },
            Layout::JsonLines | Layout::Parquet => Error::NoRecords {
                file: first.name.clone(),
            },
        }),
        _ => Ok(table),
    }
}

fn add_batch(
    table: &mut Table,
    schema: &SchemaRef,
    file: usize,
    batch: FileBatch,
    positions: &[Option<usize>],
) -> Result<(), Error> {
    let nulls: ArrayRef = Arc::new(StringArray::new_null(batch.rows));
    let columns = positions
        .iter()
        .map(|position| {
            position
                .and_then(|position| batch.columns.get(position))
                .unwrap_or(&nulls)
                .clone()
        })
        .collect();
    let options = RecordBatchOptions::new().with_row_count(Some(batch.rows));
    let text = RecordBatch::try_new_with_options(Arc::clone(schema), columns, &options)
        .map_err(|error| broken(&error))?;
    let original = match batch.original {
        Original::Columns(columns) => {
            let order: Vec<usize> = positions.iter().flatten().copied().collect();
            Original::Columns(columns.project(&order).map_err(|error| broken(&error))?)
        }
        other => other,
    };
    table.batches.push(text);
    table.origins.push(Origin {
        file,
        lines: batch.lines,
        original,
    });
    Ok(())
}

fn are_both_json(a: &FileTable, b: &FileTable) -> bool {
    matches!((&a.layout, &b.layout), (Layout::JsonLines, Layout::JsonLines))
}

/// The names missing in `others`.
fn without(names: &[String], others: &[String]) -> Vec<String> {
    let others: HashSet<&String> = others.iter().collect();
    names
        .iter()
        .filter(|name| !others.contains(name))
        .cloned()
        .collect()
}

fn broken(error: &ArrowError) -> Error {
    Error::Internal {
        reason: error.to_string(),
    }
}
