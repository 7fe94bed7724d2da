//! Combines the columns of several files: those of the same name are one, in the order of the first file; a column that a file
//! lacks is empty there.

use std::collections::HashSet;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions, StringArray, new_null_array};
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Schema, SchemaRef};

use super::batches::{FileBatch, FileTable};
use crate::scratch::PutBatch;
use crate::table::{FileInfo, Layout, Origin, Original};
use crate::{Assumed, Assumption, Error, Notice, Place, PutBatches, Room, Table};

/// Combines all files into one table. With `is_strict`, only JSON files may lack columns, since members are optional.
/// Some of their batches may be in the temporary file of `room`; all are then.
pub(super) fn unify(mut files: Vec<FileTable>, is_strict: bool, room: Option<&Room>) -> Result<Table, Error> {
    let mut names: Vec<String> = Vec::new();
    let mut first: Option<(String, bool)> = None;
    for file in &mut files {
        let is_json = matches!(file.layout, Layout::Json { .. });
        if let Some((first, is_first_json)) = &first {
            spell_as(&names, file);
            check_columns((first, &names), file, is_strict && !(*is_first_json && is_json))?;
        }
        first.get_or_insert_with(|| (file.file.clone(), is_json));
        names.extend(without(&file.names, &names));
    }
    let schema: SchemaRef = Arc::new(Schema::new(
        names
            .iter()
            .map(|name| Field::new(name, DataType::Utf8, true))
            .collect::<Vec<_>>(),
    ));
    let types = types(&names, &files);
    let mut table = Table {
        names,
        ..Table::default()
    };
    let mut put = Vec::new();
    let is_put = files
        .iter()
        .flat_map(|file| &file.batches)
        .any(|batch| batch.put.is_some());
    let scratch = match room.filter(|_| is_put) {
        Some(room) => Some(room.scratch()?),
        None => None,
    };
    for (number, file) in files.into_iter().enumerate() {
        let missing = without(&table.names, &file.names);
        table.notices.extend(file.notices);
        if !missing.is_empty() {
            table.notices.push(Notice::Uneven {
                file: file.file.clone(),
                columns: missing,
            });
        }
        let positions: Vec<Option<usize>> = table
            .names
            .iter()
            .map(|name| file.names.iter().position(|own| own == name))
            .collect();
        let is_as_read = positions.iter().enumerate().all(|(at, own)| *own == Some(at));
        for mut batch in file.batches {
            let Some(scratch) = scratch else {
                add_batch(&mut table, &schema, number, batch, (&positions, &types))?;
                continue;
            };
            match batch.put.take() {
                Some(own) if is_as_read => {
                    put.push(own);
                    table.origins.push(batch.origin(number));
                }
                own => {
                    if let Some(own) = own {
                        batch.take_back(&own, scratch)?;
                    }
                    add_batch(&mut table, &schema, number, batch, (&positions, &types))?;
                    let made = table.batches.pop().into_iter().zip(table.origins.last_mut());
                    for (text, origin) in made {
                        put.push(PutBatch::put(
                            text.columns(),
                            text.num_rows(),
                            &mut origin.original,
                            scratch,
                        )?);
                    }
                }
            }
        }
        table.files.push(FileInfo {
            name: file.file,
            layout: file.layout,
        });
    }
    table.put = scratch.map(|scratch| PutBatches::of(put, scratch));
    Ok(table)
}

/// Refuses a file that has no column in common with the files before it; a strict caller wants all.
fn check_columns(
    (first, names): (&String, &[String]),
    file: &FileTable,
    is_strict: bool,
) -> Result<(), Error> {
    let missing = without(names, &file.names);
    let unknown = without(&file.names, names);
    let is_other = unknown.len() == file.names.len();
    if !is_other && (!is_strict || (missing.is_empty() && unknown.is_empty())) {
        return Ok(());
    }
    Err(Error::DifferentColumns {
        first: first.clone(),
        file: file.file.clone(),
        missing,
        unknown,
    })
}

/// Gives columns of a file the names of earlier files if only case and blanks differ.
fn spell_as(names: &[String], file: &mut FileTable) {
    // The objects of JSON are written as they are, so their members keep their names.
    if matches!(file.layout, Layout::Json { .. }) {
        return;
    }
    let plain = |name: &str| name.trim().to_lowercase();
    let mut changed = Vec::new();
    for position in 0..file.names.len() {
        let own = &file.names[position];
        if names.contains(own) {
            continue;
        }
        let mut alike = names.iter().filter(|name| plain(name) == plain(own));
        let own_alike = file.names.iter().filter(|name| plain(name) == plain(own)).count();
        if let (Some(name), None, 1) = (alike.next(), alike.next(), own_alike) {
            changed.push((own.clone(), name.clone()));
            file.names[position].clone_from(name);
        }
    }
    if !changed.is_empty() {
        file.notices.push(Notice::Assumed(Assumption {
            place: Place::line(&file.file, 1),
            what: Assumed::OtherSpelling { columns: changed },
        }));
    }
}

/// The type of each column in the first typed file that has it; text if none has.
fn types(names: &[String], files: &[FileTable]) -> Vec<FieldRef> {
    let find = |name: &String| {
        files.iter().find_map(|file| {
            let position = file.names.iter().position(|own| own == name)?;
            match &file.batches.first()?.original {
                Original::Columns(typed) => Some(Arc::clone(&typed.schema_ref().fields()[position])),
                _ => None,
            }
        })
    };
    names
        .iter()
        .map(|name| find(name).unwrap_or_else(|| Arc::new(Field::new(name, DataType::Utf8, true))))
        .collect()
}

fn add_batch(
    table: &mut Table,
    schema: &SchemaRef,
    file: usize,
    batch: FileBatch,
    (positions, types): (&[Option<usize>], &[FieldRef]),
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
        Original::Columns(columns) => Original::Columns(typed(&columns, positions, types)?),
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

/// Typed columns in the order of the table, empty ones for those that are missing.
fn typed(
    columns: &RecordBatch,
    positions: &[Option<usize>],
    types: &[FieldRef],
) -> Result<RecordBatch, Error> {
    let schema = columns.schema();
    let rows = columns.num_rows();
    let mut fields = Vec::with_capacity(types.len());
    let mut values = Vec::with_capacity(types.len());
    for (position, kind) in positions.iter().zip(types) {
        if let Some(position) = *position {
            let own = schema.field(position);
            fields.push(Arc::new(own.clone().with_name(kind.name())));
            values.push(Arc::clone(columns.column(position)));
        } else {
            fields.push(Arc::new(kind.as_ref().clone().with_nullable(true)));
            values.push(new_null_array(kind.data_type(), rows));
        }
    }
    let schema = Schema::new_with_metadata(fields, schema.metadata().clone());
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    RecordBatch::try_new_with_options(Arc::new(schema), values, &options).map_err(|error| broken(&error))
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
