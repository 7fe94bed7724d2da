//! A table that the caller holds in memory, read like a file.

use std::fmt;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

/// Typed columns under the name by which inputs refer to them.
#[derive(Clone)]
pub struct Frame {
    name: String,
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl Frame {
    /// A frame; all batches have the schema. Cloning it later copies no values.
    pub fn new(name: &str, schema: SchemaRef, batches: Vec<RecordBatch>) -> Self {
        let name = name.to_owned();
        Self {
            name,
            schema,
            batches,
        }
    }

    /// The name that an input has.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    pub(crate) fn batches(&self) -> &[RecordBatch] {
        &self.batches
    }
}

/// Without values, which must not reach a log.
impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: usize = self.batches.iter().map(RecordBatch::num_rows).sum();
        f.debug_struct("Frame")
            .field("name", &self.name)
            .field("rows", &rows)
            .finish_non_exhaustive()
    }
}
