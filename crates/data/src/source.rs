//! Reads inputs: files, patterns and objects, in any of the formats, as one table.

use crate::{Error, Table, Watch};

/// How to read.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The first row of a CSV file is data; columns are named `column1`, `column2`, ...
    pub no_header: bool,
    /// The delimiter of CSV files; found from the content if absent.
    pub delimiter: Option<u8>,
    /// The encoding of text files, by a name of the WHATWG Encoding Standard; found from the content if absent.
    pub encoding: Option<String>,
}

/// Reads all inputs as one table. An input is a path, a pattern (`data/*.csv`) or `s3://bucket/key`, also with a
/// pattern in the key.
pub fn read(inputs: &[String], options: &ReadOptions, watch: Watch<'_>) -> Result<Table, Error> {
    let _ = (inputs, options, watch);
    Err(Error::NoInput)
}

/// Size of all inputs together, where it is known before reading: the total for [`Watch::progress`].
pub fn size_bytes(inputs: &[String]) -> Option<u64> {
    let _ = inputs;
    None
}
