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
    /// What each column adds, and what is no column, the largest effect first.
    pub contributions: Vec<ScorePart>,
}

/// One of the parts that add up to a score.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ScorePart {
    /// The column, or what else it is.
    pub name: String,
    /// What was found, in words.
    pub meaning: String,
    /// What it adds, in bits.
    pub bits: f64,
}

impl ExplainedPair {
    /// The part that says most for a match.
    pub fn most_for(&self) -> Option<&ScorePart> {
        let parts = self.contributions.iter().filter(|part| part.bits > 0.0);
        parts.max_by(|a, b| a.bits.total_cmp(&b.bits))
    }

    /// The part that says most against a match.
    pub fn most_against(&self) -> Option<&ScorePart> {
        let parts = self.contributions.iter().filter(|part| part.bits < 0.0);
        parts.max_by(|a, b| b.bits.total_cmp(&a.bits))
    }
}

/// One column of a pair.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ComparedColumn {
    /// Its name.
    pub name: String,
    /// The outcome in words.
    pub outcome: String,
    /// How its values relate.
    pub agreement: Agreement,
    /// Evidence for (positive) or against (negative) a match.
    pub bits: f64,
}

/// How the values of two records in a column relate, as their comparison found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Agreement {
    /// They were not compared, or nobody kept what was found.
    #[default]
    Unknown,
    /// The same value, whatever its format.
    Equal,
    /// Not the same value, and no sign of two things.
    Close,
    /// Another value.
    Different,
    /// One of them is missing.
    Missing,
}

/// Which group of a match result is to be explained.
#[derive(Clone, Default)]
pub struct GroupQuestion {
    /// The file of kept explanations, if the run wrote one.
    pub explanations: Option<String>,
    /// Numbers of its records.
    pub records: Vec<usize>,
    /// The two records between which a path is wanted.
    pub ends: Option<(usize, usize)>,
    /// What is needed to find matches again where nothing was kept. Its pairs do not count.
    pub again: PairQuestion,
}

/// Why some records are one group.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GroupReasons {
    /// Least score of a match in the run.
    pub threshold: f64,
    /// The fewest links that join the records, the weakest first, and why they have their scores. Fewer than records less
    /// one if scores alone do not join all records.
    pub links: Vec<ExplainedPair>,
    /// Where the group comes apart first.
    pub split: Option<GroupSplit>,
    /// The strongest way between the two records asked for; empty if no scored pairs lead there.
    pub path: Vec<PairScore>,
}

/// Where a group comes apart first when matches get rarer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GroupSplit {
    /// The records of the two parts.
    pub parts: [Vec<usize>; 2],
    /// Mean score between the parts: a match threshold above it splits the group.
    pub mean: f64,
    /// Pairs between the parts.
    pub pairs: u64,
    /// Those that the run compared.
    pub scored: u64,
    /// The one with the highest score, if any was compared.
    pub strongest: Option<PairScore>,
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

    /// Why pairs of records have their scores, from what a run kept. Pairs of which it kept nothing are left out; all are if
    /// the file cannot be read.
    fn kept(&self, file: &str, pairs: &[(usize, usize)]) -> Vec<ExplainedPair>;

    /// Why pairs of records of a match result have their scores, in the order of the question. It scores all records again,
    /// which takes about as long as the run.
    fn explain(&self, question: &PairQuestion) -> Result<Vec<ExplainedPair>, String>;

    /// Why records are one group, from what their run kept, or else by finding matches again.
    fn explain_group(&self, question: &GroupQuestion) -> Result<GroupReasons, String>;
}
