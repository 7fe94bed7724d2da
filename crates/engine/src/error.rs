//! What can go wrong in the engine, named by situation.

use crate::AttributeKind;

/// Why the engine refused its input or stopped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A named column is not in the data.
    #[error("unknown column {column:?}; the columns are {}", columns.join(", "))]
    UnknownColumn {
        /// The name that was asked for.
        column: String,
        /// The names that exist.
        columns: Vec<String>,
    },
    /// Two records carry the same primary key.
    #[error(
        "the id column {column:?} holds {key:?} in both record {first} and record {second}; ids must be unique"
    )]
    DuplicateKey {
        /// The key column.
        column: String,
        /// The repeated key.
        key: String,
        /// Row number of the first record, counted from 0.
        first: usize,
        /// Row number of the second record, counted from 0.
        second: usize,
    },
    /// A record has no primary key.
    #[error("the id column {column:?} is empty in record {row}")]
    EmptyKey {
        /// The key column.
        column: String,
        /// Row number of the record, counted from 0.
        row: usize,
    },
    /// Link mode needs at least two sources.
    #[error(
        "the source column {column:?} holds only one value, {value:?}; linking needs records of at least two sources"
    )]
    OneSource {
        /// The source column.
        column: String,
        /// Its only value.
        value: String,
    },
    /// Bytes that parts of a run exchange are not what this version writes.
    #[error(
        "the parts of this run do not fit together; run the match again, with one version of onefold on all machines"
    )]
    DamagedPart,
    /// A run in parts found more likely pairs than it can form groups from.
    #[error(
        "more than {} pairs of records look alike, which is too many to form groups from; raise precision_recall, or leave \
         out records that are there many times", crate::Count(*limit)
    )]
    TooManyPairs {
        /// Most pairs.
        limit: u64,
    },
    /// Nothing is left to compare.
    #[error(
        "there is no column to compare: every column is empty, ignored, the id column or the source column"
    )]
    NothingToCompare,
    /// A model was learned on other columns.
    #[error(
        "the model needs a column {attribute:?} of kind {}, which this data does not have; match without the model, \
         or learn a new one from labels", kind.as_str()
    )]
    AttributeNotLearned {
        /// The column that the model looks for.
        attribute: String,
        /// Its kind.
        kind: AttributeKind,
    },
    /// There is nothing to learn from.
    #[error("no labels: not one pair of the records is labeled")]
    NoLabels,
    /// Columns must be text; the reader turns everything into text.
    #[error("column {column:?} must hold text, not {found}")]
    NotText {
        /// The column.
        column: String,
        /// Its Arrow type.
        found: String,
    },
    /// A batch with other columns than the first.
    #[error("a batch of records has different columns from the first one")]
    DifferentColumns,
    /// More records than the engine can number.
    #[error("there are {records} records, but one run can match at most {limit}")]
    TooManyRecords {
        /// How many there are.
        records: usize,
        /// How many are allowed.
        limit: usize,
    },
    /// A record number outside the data.
    #[error("there is no record {row}; there are {records} records")]
    UnknownRecord {
        /// The number asked for.
        row: usize,
        /// How many records there are.
        records: usize,
    },
    /// A setting outside its range.
    #[error("{name} must be from 0 to 1, but is {value}")]
    OutOfRange {
        /// The setting.
        name: &'static str,
        /// Its value.
        value: f64,
    },
    /// A model artifact that cannot be read.
    #[error("the model cannot be read: {reason}")]
    BadModel {
        /// What is wrong with it.
        reason: String,
    },
    /// A model artifact of an earlier version.
    #[error(
        "the model has version {version} and scores pairs by features that no longer exist; learn it again from its labels"
    )]
    OldModel {
        /// Its version.
        version: u32,
    },
    /// An index that cannot be read.
    #[error("the index cannot be read: {reason}")]
    BadIndex {
        /// What is wrong with it.
        reason: String,
    },
    /// An index of another version of the program.
    #[error("the index was made by Onefold {program}, and this version cannot use it")]
    OtherIndex {
        /// The version that made it.
        program: String,
    },
    /// Kept explanations that cannot be read.
    #[error("the explanations of the pairs cannot be read: {reason}")]
    BadExplanations {
        /// What is wrong with them.
        reason: String,
    },
    /// What was put out of memory cannot be put there or read back.
    #[error("{reason}")]
    Scratch {
        /// What is wrong and what to do, as the place says it.
        reason: String,
    },
    /// The caller asked to stop.
    #[error("the run was cancelled")]
    Cancelled,
}

impl From<onefold_boost::Error> for Error {
    fn from(error: onefold_boost::Error) -> Self {
        Self::BadModel {
            reason: error.to_string(),
        }
    }
}
