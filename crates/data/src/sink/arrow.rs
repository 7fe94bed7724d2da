//! Batches to Arrow files, also known as Feather. Typed input columns keep their types.

use std::io::{self, Write};
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_ipc::CompressionType;
use arrow_ipc::writer::{FileWriter, IpcWriteOptions};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};

use super::encode::{Block, Encoder, Plan};
use crate::table::Original;

/// Writes Arrow files.
pub(super) struct ArrowEncoder<'w> {
    writer: FileWriter<&'w mut (dyn Write + Send)>,
    schema: SchemaRef,
    /// Columns of the table; the rest of the schema are new ones.
    width: usize,
}

impl<'w> ArrowEncoder<'w> {
    pub fn start(plan: Plan, writer: &'w mut (dyn Write + Send)) -> io::Result<Self> {
        let width = plan.fields.len();
        let fields: Vec<_> = plan.fields.into_iter().chain(plan.extra).collect();
        let schema = Arc::new(Schema::new_with_metadata(fields, plan.metadata));
        let options = IpcWriteOptions::default()
            .try_with_compression(Some(CompressionType::LZ4_FRAME))
            .map_err(io_error)?;
        let writer = FileWriter::try_new_with_options(writer, &schema, options).map_err(io_error)?;
        Ok(Self {
            writer,
            schema,
            width,
        })
    }
}

impl Encoder for ArrowEncoder<'_> {
    fn encode(&mut self, block: &Block<'_>) -> io::Result<()> {
        let mut columns: Vec<ArrayRef> = Vec::with_capacity(self.schema.fields().len());
        for (position, field) in self.schema.fields().iter().take(self.width).enumerate() {
            columns.push(match block.original {
                Original::Columns(typed) => {
                    arrow_cast::cast(typed.column(position), field.data_type()).map_err(io_error)?
                }
                _ => Arc::clone(block.text.column(position)),
            });
        }
        columns.extend(block.extra.iter().cloned());
        let options = RecordBatchOptions::new().with_row_count(Some(block.text.num_rows()));
        let batch = RecordBatch::try_new_with_options(Arc::clone(&self.schema), columns, &options)
            .map_err(io::Error::other)?;
        self.writer.write(&batch).map_err(io_error)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.writer.finish().map_err(io_error)
    }
}

/// Gives a column the type of the values of its dictionary.
pub(super) fn drop_dictionary(field: &mut Field) {
    if let DataType::Dictionary(_, values) = field.data_type() {
        *field = field.clone().with_data_type(values.as_ref().clone());
    }
}

/// Extracts the system's error from Arrow's, so a full disk is recognized.
fn io_error(error: ArrowError) -> io::Error {
    match error {
        ArrowError::IoError(_, source) => source,
        error => io::Error::other(error),
    }
}
