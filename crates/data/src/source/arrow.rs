//! Arrow IPC, also known as Feather, to batches: typed columns kept for the output, their text for the engine.

use std::fs::File;
use std::io::BufReader;
use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_array::RecordBatch;
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_schema::{ArrowError, SchemaRef};

use super::batches::FileTable;
use super::typed::{BATCH_ROWS, file_batch, names};
use crate::Error;
use crate::table::Layout;

/// Reads a whole Arrow file or stream; `progress` receives the share of batches read.
pub(super) fn read(
    source: File,
    is_stream: bool,
    file: &str,
    progress: &dyn Fn(f64) -> Result<(), Error>,
) -> Result<FileTable, Error> {
    // As with Parquet, lengths and offsets of a damaged file can make the decoder panic.
    let result = catch_unwind(AssertUnwindSafe(|| {
        let source = BufReader::new(source);
        if is_stream {
            let reader = StreamReader::try_new(source, None).map_err(|error| corrupt(file, &error))?;
            read_from(&reader.schema(), reader, 0, file, progress)
        } else {
            let reader = FileReader::try_new(source, None).map_err(|error| corrupt(file, &error))?;
            let batches = reader.num_batches();
            read_from(&reader.schema(), reader, batches, file, progress)
        }
    }));
    result.unwrap_or_else(|_| {
        Err(Error::CorruptArrow {
            file: file.to_owned(),
            reason: "its structure is inconsistent".to_owned(),
        })
    })
}

fn read_from(
    schema: &SchemaRef,
    reader: impl Iterator<Item = Result<RecordBatch, ArrowError>>,
    total: usize,
    file: &str,
    progress: &dyn Fn(f64) -> Result<(), Error>,
) -> Result<FileTable, Error> {
    let names = names(file, schema)?;
    let mut batches = Vec::new();
    let mut rows = 0;
    for (number, batch) in reader.enumerate() {
        let batch = batch.map_err(|error| corrupt(file, &error))?;
        for start in (0..batch.num_rows()).step_by(BATCH_ROWS) {
            let part = batch.slice(start, BATCH_ROWS.min(batch.num_rows() - start));
            let first = (rows + start) as u64 + 1;
            batches.push(file_batch(file, part, first)?);
        }
        rows += batch.num_rows();
        progress((number + 1) as f64 / total.max(number + 1) as f64)?;
    }
    Ok(FileTable {
        file: file.to_owned(),
        names,
        batches,
        layout: Layout::Arrow,
        notices: Vec::new(),
        size_bytes: 0,
    })
}

fn corrupt(file: &str, error: &ArrowError) -> Error {
    Error::CorruptArrow {
        file: file.to_owned(),
        reason: error.to_string(),
    }
}
