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

/// Looks at files; what reads tables implements it.
pub trait TableInspector: Send + Sync {
    /// What table the only file of a folder is. A file without a column that identifies records is replaced by one that
    /// has it. The error is one sentence about what is wrong, with `name` for the file.
    fn inspect(&self, file: &Path, name: &str) -> Result<InspectedTable, String>;
}
