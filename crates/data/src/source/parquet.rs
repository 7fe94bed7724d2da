//! Parquet to batches: typed columns kept for the output, their text for the engine.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};

use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::batches::{FileTable, Filling};
use super::typed::{BATCH_ROWS, file_batch, names};
use crate::table::Layout;
use crate::{Error, Room};

/// Reads a whole Parquet file; `progress` receives the share of rows read.
pub(super) fn read(
    source: File,
    file: &str,
    room: Option<&Room>,
    progress: &dyn Fn(f64) -> Result<(), Error>,
) -> Result<FileTable, Error> {
    // In some places the decoder trusts lengths and offsets of the file, and panics if they are wrong. The file is
    // only read, and everything built from it is dropped, so no partial state survives.
    let result = catch_unwind(AssertUnwindSafe(|| read_from(source, file, room, progress)));
    result.unwrap_or_else(|_| Err(corrupt(file, "its structure is inconsistent".to_owned())))
}

fn read_from(
    source: File,
    file: &str,
    room: Option<&Room>,
    progress: &dyn Fn(f64) -> Result<(), Error>,
) -> Result<FileTable, Error> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(source)
        .map_err(|error| corrupt(file, error.to_string()))?
        .with_batch_size(BATCH_ROWS);
    let total = reader.metadata().file_metadata().num_rows().max(1);
    let names = names(file, reader.schema())?;
    let reader = reader.build().map_err(|error| corrupt(file, error.to_string()))?;
    let mut batches = Vec::new();
    let mut filling = Filling::new(room);
    let mut rows = 0;
    for batch in reader {
        let batch = batch.map_err(|error| corrupt(file, error.to_string()))?;
        if batch.num_rows() == 0 {
            continue;
        }
        let first = rows as u64 + 1;
        rows += batch.num_rows();
        batches.push(file_batch(file, batch, first)?);
        filling.make_room(&mut batches)?;
        progress(rows as f64 / total as f64)?;
    }
    Ok(FileTable {
        file: file.to_owned(),
        names,
        batches,
        layout: Layout::Parquet,
        notices: Vec::new(),
        size_bytes: 0,
    })
}

fn corrupt(file: &str, reason: String) -> Error {
    Error::CorruptParquet {
        file: file.to_owned(),
        reason,
    }
}
