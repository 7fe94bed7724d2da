//! Files that people bring, and what looks at them.

use std::path::Path;

use crate::{StoredLabels, Table};

/// A file that was read as a table.
#[derive(Debug, Clone, PartialEq)]
pub struct InspectedTable {
    /// The table's definition for the catalog, without name and location.
    pub definition: Table,
    /// The column that identifies records.
    pub key: String,
    /// Whether the file had none, and got one of numbers.
    pub is_key_added: bool,
    /// How many records there are.
    pub records: u64,
    /// Headers that the file does not write in lower case, by the name of the column in the catalog.
    pub headers: Vec<(String, String)>,
    /// Columns of an earlier match that were left out.
    pub left_out: Vec<String>,
}

/// What a column can be taken for.
pub const COLUMN_KINDS: [&str; 11] = [
    "name",
    "organization",
    "address",
    "date",
    "phone",
    "email",
    "number",
    "code",
    "text",
    "category",
    "ignore",
];
/// How the parameters of a table begin that say what a column is taken for, where people have chosen it; the name of the
/// column follows.
pub const KIND_PARAMETER: &str = "onefold.kind.";
/// Table parameter with the name of the source column; records from the same source are not matched.
pub const SOURCE_PARAMETER: &str = "onefold.source-column";

/// Which table to read.
#[derive(Debug, Clone, Default)]
pub struct TableQuestion {
    /// Its definition.
    pub table: Table,
    /// Its files.
    pub files: Vec<String>,
    /// The column that identifies records.
    pub key: Option<String>,
    /// So many rows are shown.
    pub rows: usize,
}

/// A table as matching reads it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TableProfile {
    /// How many records it has.
    pub records: u64,
    /// Its columns.
    pub columns: Vec<ColumnProfile>,
    /// Its first rows.
    pub rows: Vec<Vec<String>>,
}

/// A column as matching reads it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ColumnProfile {
    /// Its name.
    pub name: String,
    /// What it was taken for; empty for one that is not compared.
    pub kind: String,
    /// Whether it cannot tell records apart, so that it is not used.
    pub is_idle: bool,
    /// Records with a value.
    pub filled: u64,
    /// Different values, once they are cleaned.
    pub distinct: u64,
    /// Some of its values.
    pub examples: Vec<String>,
}

impl Table {
    /// What people chose to take columns for, by the names of the columns.
    pub fn chosen_kinds(&self) -> Vec<(&str, &str)> {
        let parameters = self.parameters.iter().flatten();
        parameters
            .filter_map(|(name, kind)| Some((name.strip_prefix(KIND_PARAMETER)?, kind.as_str())))
            .collect()
    }
}

/// The records of a match result.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MatchedTable {
    /// The columns of the records, without those that the match added.
    pub columns: Vec<String>,
    /// What each column was taken for; empty for one that is not compared.
    pub kinds: Vec<String>,
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
    /// Numbers of the cleaned values, by column, equal for the same value in another format: 0 is a missing value, and a
    /// column that is not compared has none.
    pub forms: Vec<Option<u32>>,
}

/// Which pairs of a match result are to be explained, and by what knowledge.
#[derive(Clone, Default)]
pub struct PairQuestion {
    /// The files of the result.
    pub files: Vec<String>,
    /// The file of kept explanations, if the run wrote one.
    pub explanations: Option<String>,
    /// The column that identifies records.
    pub key: Option<String>,
    /// The labels of the transform, if it has any.
    pub labels: Option<StoredLabels>,
    /// What it has learned, if it has.
    pub model: Option<Vec<u8>>,
    /// Pairs of numbers of records.
    pub pairs: Vec<(usize, usize)>,
    /// What people chose to take columns for.
    pub kinds: Vec<(String, String)>,
}

/// Why two records have their score.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ExplainedPair {
    /// Number of the one record.
    pub left: usize,
    /// Number of the other.
    pub right: usize,
    /// Match score, from 0 to 1.
    pub score: f64,
    /// log2 odds before any column is looked at.
    pub prior: f64,
    /// log2 odds of the score: `prior` plus all contributions.
    pub weight: f64,
    /// The columns that were compared.
    pub columns: Vec<ComparedColumn>,
    /// What each column adds in bits, and what is no column, the largest effect first.
    pub contributions: Vec<(String, f64)>,
}

/// One column of a pair.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ComparedColumn {
    /// Its name.
    pub name: String,
    /// The outcome in words.
    pub outcome: String,
    /// Evidence for (positive) or against (negative) a match.
    pub bits: f64,
}

/// A scored pair of a run, by the numbers of its records.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PairScore {
    /// Number of the one record.
    pub left: u32,
    /// Number of the other.
    pub right: u32,
    /// Match score, from 0 to 1.
    pub score: f32,
}

/// Groups that scores would give at another setting.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Regrouped {
    /// Least score of a match.
    pub threshold: f64,
    /// Group number of each record.
    pub of: Vec<u32>,
}

/// Looks at files; what reads tables implements it.
pub trait TableInspector: Send + Sync {
    /// What table the only file of a folder is. A file without a column that identifies records is replaced by one that
    /// has it. The error is one sentence about what is wrong, with `name` for the file.
    fn inspect(&self, file: &Path, name: &str) -> Result<InspectedTable, String>;

    /// What matching takes the columns of a table for, with its first rows.
    fn profile(&self, question: &TableQuestion) -> Result<TableProfile, String>;

    /// The records of a match result, from the files that it was written to.
    fn matched(&self, files: &[String]) -> Result<MatchedTable, String>;

    /// The scored pairs that a run kept; `ids` are those of its records, in their order.
    fn scored(&self, file: &str, ids: &[&str]) -> Result<Vec<PairScore>, String>;

    /// The groups that these scores give at a setting of the precision-recall tradeoff, about: the groups of a run also follow
    /// other rules. `is_learned` says whether the scores come from labels.
    fn regroup(
        &self,
        records: usize,
        pairs: &[PairScore],
        precision_recall: f64,
        is_learned: bool,
    ) -> Regrouped;

    /// Writes a table; the extension of the file names the format.
    fn write(&self, columns: &[String], rows: &[Vec<String>], file: &Path) -> Result<(), String>;

    /// Why pairs of records of a match result have their scores, in the order of the question. From kept explanations, pairs
    /// that the run did not compare are left out.
    fn explain(&self, question: &PairQuestion) -> Result<Vec<ExplainedPair>, String>;
}
