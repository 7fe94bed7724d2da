//! What Parquet and Arrow share: names and types of columns, and batches with the text of their values.

use arrow_array::RecordBatch;
use arrow_schema::Schema;

use super::batches::FileBatch;
use super::csv::MAX_COLUMNS;
use crate::table::{Lines, Original};
use crate::value_text::text_column;
use crate::{Error, Place, Unit};

/// Largest number of rows in a batch.
pub(super) const BATCH_ROWS: usize = 65_536;

/// The names of the columns, each once.
pub(super) fn names(file: &str, schema: &Schema) -> Result<Vec<String>, Error> {
    let names: Vec<String> = schema.fields().iter().map(|field| field.name().clone()).collect();
    if names.len() > MAX_COLUMNS {
        return Err(Error::TooManyColumns {
            place: Place {
                file: file.to_owned(),
                line: 1,
                unit: Unit::Row,
            },
            limit: MAX_COLUMNS,
        });
    }
    if let Some(position) = names.iter().position(String::is_empty) {
        return Err(Error::UnnamedColumn {
            file: file.to_owned(),
            position: position + 1,
        });
    }
    let mut seen = std::collections::HashMap::with_capacity(names.len());
    for (position, name) in names.iter().enumerate() {
        if let Some(first) = seen.insert(name, position) {
            return Err(Error::DuplicateColumn {
                file: file.to_owned(),
                column: name.clone(),
                first: first + 1,
                second: position + 1,
            });
        }
    }
    Ok(names)
}

/// A batch whose first row has this number.
pub(super) fn file_batch(file: &str, batch: RecordBatch, first: u64) -> Result<FileBatch, Error> {
    let schema = batch.schema();
    let columns = batch
        .columns()
        .iter()
        .zip(schema.fields())
        .map(|(column, field)| {
            text_column(column).map_err(|_| Error::UnsupportedType {
                file: file.to_owned(),
                column: field.name().clone(),
                found: field.data_type().to_string(),
            })
        })
        .collect::<Result<_, Error>>()?;
    let rows = batch.num_rows();
    Ok(FileBatch::new(
        columns,
        rows,
        Lines::From(first),
        Original::Columns(batch),
    ))
}
