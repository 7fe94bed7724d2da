//! Batches to Parquet. Typed input columns keep their types.

use std::io::{self, Write};
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{DataType, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use super::encode::{Block, Encoder, Plan};
use crate::table::Original;

/// A row group in memory stays below some hundred megabytes, and readers can work on groups in parallel.
const ROWS_PER_GROUP: usize = 512 * 1024;
/// Groups of tables with many columns have fewer rows.
const CELLS_PER_GROUP: usize = 32 * 1024 * 1024;

/// Writes Parquet.
pub(super) struct ParquetEncoder<'w> {
    writer: ArrowWriter<&'w mut (dyn Write + Send)>,
    schema: SchemaRef,
    /// Columns of the table; the rest of the schema are new ones.
    width: usize,
}

impl<'w> ParquetEncoder<'w> {
    pub fn start(plan: Plan, writer: &'w mut (dyn Write + Send)) -> io::Result<Self> {
        let width = plan.fields.len();
        let fields: Vec<_> = plan.fields.into_iter().chain(plan.extra).collect();
        let schema = Arc::new(Schema::new_with_metadata(fields, plan.metadata));
        // Every reader of Parquet supports Snappy.
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            // Long dates are dates for readers that know nothing of Arrow. This changes the names inside of lists too, so
            // other files do without it.
            .set_coerce_types(
                schema
                    .fields()
                    .iter()
                    .any(|field| has_long_dates(field.data_type())),
            )
            .set_max_row_group_row_count(Some(
                ROWS_PER_GROUP.min(CELLS_PER_GROUP / schema.fields().len().max(1)),
            ))
            .build();
        let writer = ArrowWriter::try_new(writer, Arc::clone(&schema), Some(properties)).map_err(io_error)?;
        Ok(Self {
            writer,
            schema,
            width,
        })
    }
}

impl Encoder for ParquetEncoder<'_> {
    fn encode(&mut self, block: &Block<'_>) -> io::Result<()> {
        let mut columns: Vec<ArrayRef> = Vec::with_capacity(self.schema.fields().len());
        for (position, field) in self.schema.fields().iter().take(self.width).enumerate() {
            columns.push(match block.original {
                Original::Columns(typed) if typed.column(position).data_type() == field.data_type() => {
                    Arc::clone(typed.column(position))
                }
                _ => {
                    debug_assert_eq!(
                        field.data_type(),
                        &DataType::Utf8,
                        "inputs that disagree give text"
                    );
                    Arc::clone(block.text.column(position))
                }
            });
        }
        columns.extend(block.extra.iter().cloned());
        let options = RecordBatchOptions::new().with_row_count(Some(block.text.num_rows()));
        let batch = RecordBatch::try_new_with_options(Arc::clone(&self.schema), columns, &options)
            .map_err(io::Error::other)?;
        self.writer.write(&batch).map_err(io_error)
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        self.writer.close().map(|_| ()).map_err(io_error)
    }
}

/// Whether a type holds dates of 64 bits.
fn has_long_dates(kind: &DataType) -> bool {
    match kind {
        DataType::Date64 => true,
        DataType::List(field)
        | DataType::LargeList(field)
        | DataType::FixedSizeList(field, _)
        | DataType::Map(field, _) => has_long_dates(field.data_type()),
        DataType::Struct(fields) => fields.iter().any(|field| has_long_dates(field.data_type())),
        DataType::Dictionary(_, values) => has_long_dates(values),
        _ => false,
    }
}

/// Extracts the system's error from Parquet's, so a full disk is recognized.
fn io_error(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(source) => match source.downcast::<io::Error>() {
            Ok(source) => *source,
            Err(source) => io::Error::other(source),
        },
        error => io::Error::other(error),
    }
}
