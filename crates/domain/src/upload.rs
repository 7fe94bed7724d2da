//! Files that people bring, and what looks at them.

use std::path::Path;

use serde_json::{Map, Value};

/// A file that was read as a table.
#[derive(Debug, Clone, PartialEq)]
pub struct InspectedTable {
    /// The table's definition for the catalog, without name and location.
    pub definition: Map<String, Value>,
    /// The column that identifies records.
    pub key: String,
    /// Whether the file had none, and got one of numbers.
    pub is_key_added: bool,
    /// How many records there are.
    pub records: u64,
}

/// The records of a match result.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MatchedTable {
    /// The columns of the records, without those that the match added.
    pub columns: Vec<String>,
    /// The records, in their order.
    pub records: Vec<MatchedRecord>,
}

/// One record of a match result.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MatchedRecord {
    /// Its match id.
    pub group: String,
    /// The confidence of its group.
    pub confidence: Option<f64>,
    /// Its values, by column.
    pub values: Vec<String>,
}

/// Looks at files; what reads tables implements it.
pub trait TableInspector: Send + Sync {
    /// What table the only file of a folder is. A file without a column that identifies records is replaced by one that
    /// has it. The error is one sentence about what is wrong, with `name` for the file.
    fn inspect(&self, file: &Path, name: &str) -> Result<InspectedTable, String>;

    /// The records of a match result, from the files that it was written to.
    fn matched(&self, files: &[String]) -> Result<MatchedTable, String>;
}
