//! The nouns of the catalog: databases, tables, partitions, jobs, crawlers and classifiers.
//!
//! What the service acts on is a member of a noun. The rest of what a client said about it is [`Kept`]: stored and
//! returned with the noun, but never read. A noun serializes to the JSON that stores keep, whose names are those of the
//! API; databases written by earlier versions hold the same form.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::Column;

/// Separates the parts of a compound name, such as database and table. No name contains it.
pub const NAME_SEPARATOR: char = '\u{1f}';

/// Members that the service stores and returns, and never reads. Their values may be secret, such as the token of a
/// repository, so `Debug` shows their names only.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Kept(Map<String, Value>);

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Kept {
    /// Takes over the members of a change.
    pub fn merge(&mut self, change: Self) {
        self.0.extend(change.0);
    }
}

/// A database.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Database {
    /// Its name.
    pub name: String,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The rest.
    #[serde(flatten)]
    pub kept: Kept,
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Table {
    /// Its name.
    pub name: String,
    /// How often its definition was replaced.
    #[serde(rename = "VersionId", with = "number_as_text")]
    pub version: u64,
    /// What it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// `EXTERNAL_TABLE` and the like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table_type: Option<String>,
    /// For how long it is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retention: Option<i64>,
    /// In seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_access_time: Option<f64>,
    /// In seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_analyzed_time: Option<f64>,
    /// Text of a view.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub view_original_text: Option<String>,
    /// Text of a view.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub view_expanded_text: Option<String>,
    /// Its files and their format.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage_descriptor: Option<StorageDescriptor>,
    /// Columns that the names of folders tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partition_keys: Option<Vec<ColumnDefinition>>,
    /// Parameters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameters: Option<BTreeMap<String, String>>,
    /// The rest.
    #[serde(flatten)]
    pub kept: Kept,
}

/// An earlier definition of a table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TableVersion(pub Table);

/// A column, as a table defines it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct ColumnDefinition {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub data_type: Option<String>,
    /// The rest.
    #[serde(flatten)]
    pub kept: Kept,
}

/// Where the files of a table or partition are, and how to read them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct StorageDescriptor {
    /// Columns that the files hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub columns: Option<Vec<ColumnDefinition>>,
    /// Address of a folder or an object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Name of the format for readers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_format: Option<String>,
    /// Name of the format for writers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_format: Option<String>,
    /// Whether the files are compressed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compressed: Option<bool>,
    /// -1 where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number_of_buckets: Option<i64>,
    /// How values become bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serde_info: Option<SerdeInfo>,
    /// Columns that choose a bucket.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bucket_columns: Option<Vec<String>>,
    /// Columns that the files are sorted by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_columns: Option<Vec<SortColumn>>,
    /// Whether subfolders belong to the table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stored_as_sub_directories: Option<bool>,
    /// The rest.
    #[serde(flatten)]
    pub kept: Kept,
}

/// How values become bytes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct SerdeInfo {
    /// The class that does it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serialization_library: Option<String>,
    /// Delimiter, quotes and the like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameters: Option<BTreeMap<String, String>>,
    /// The rest.
    #[serde(flatten)]
    pub kept: Kept,
}

/// A column that files are sorted by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct SortColumn {
    /// Its name.
    pub column: String,
    /// 1 for ascending, 0 for descending.
    pub sort_order: i64,
}

/// Columns of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableColumns {
    /// Those that its files hold.
    pub stored: Vec<Column>,
    /// Those that its folders name.
    pub partition_keys: Vec<Column>,
}

impl TableColumns {
    /// The stored ones, then the partition keys that are not among them.
    pub fn in_order(self) -> Vec<Column> {
        let mut columns = self.stored;
        for key in self.partition_keys {
            if !columns.iter().any(|column| column.name == key.name) {
                columns.push(key);
            }
        }
        columns
    }
}

impl Table {
    /// Its columns.
    pub fn columns(&self) -> TableColumns {
        let stored = self.storage_descriptor.as_ref();
        TableColumns {
            stored: columns(stored.and_then(|storage| storage.columns.as_deref())),
            partition_keys: columns(self.partition_keys.as_deref()),
        }
    }

    /// A parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.as_ref()?.get(name).map(String::as_str)
    }

    /// Where its files are.
    pub fn location(&self) -> Option<&str> {
        self.storage_descriptor.as_ref()?.location.as_deref()
    }

    /// Says where its files are.
    pub fn set_location(&mut self, location: String) {
        self.storage_descriptor.get_or_insert_default().location = Some(location);
    }
}

fn columns(definitions: Option<&[ColumnDefinition]>) -> Vec<Column> {
    definitions
        .unwrap_or_default()
        .iter()
        .map(|column| Column {
            name: column.name.clone(),
            data_type: column.data_type.clone().unwrap_or_default(),
        })
        .collect()
}

/// A partition of a table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Partition {
    /// Its values, in the order of the table's partition keys.
    pub values: Vec<String>,
    /// Its files and their format.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage_descriptor: Option<StorageDescriptor>,
    /// The rest.
    #[serde(flatten)]
    pub kept: Kept,
}

impl Partition {
    /// The name that a partition of these values is stored under.
    pub fn name_of(values: &[String]) -> String {
        values.join(&NAME_SEPARATOR.to_string())
    }

    /// Where its files are, if it says so.
    pub fn location(&self) -> Option<&str> {
        let location = self.storage_descriptor.as_ref()?.location.as_deref()?;
        Some(location).filter(|location| !location.is_empty())
    }
}

/// A job.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Job {
    /// What it runs as.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// What it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<JobCommand>,
    /// Arguments of each run that does not say otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_arguments: Option<BTreeMap<String, String>>,
    /// Arguments that runs do not change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub non_overridable_arguments: Option<BTreeMap<String, String>>,
    /// How often a run is tried again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_retries: Option<i64>,
    /// How long a run may take, in minutes.
    #[serde(rename = "Timeout", skip_serializing_if = "Option::is_none")]
    pub timeout_minutes: Option<i64>,
    /// How many runs there may be at a time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub execution_property: Option<ExecutionProperty>,
    /// How large runs may be.
    #[serde(flatten)]
    pub capacity: JobCapacity,
    /// The rest.
    #[serde(flatten)]
    pub kept: Kept,
}

/// What a job runs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct JobCommand {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where its script is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub script_location: Option<String>,
    /// The rest.
    #[serde(flatten)]
    pub kept: Kept,
}

/// How many runs of a job there may be at a time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct ExecutionProperty {
    /// One, if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_concurrent_runs: Option<i64>,
}

/// How large runs of a job may be.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct JobCapacity {
    /// Units of processing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_capacity: Option<f64>,
    /// Kind of worker.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub worker_type: Option<String>,
    /// Number of workers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number_of_workers: Option<i64>,
    /// Units of processing, as older clients say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allocated_capacity: Option<i64>,
    /// Version of the service's API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub glue_version: Option<String>,
}

impl JobCapacity {
    /// What is said here, or else there.
    #[must_use]
    pub fn or(self, other: &Self) -> Self {
        Self {
            max_capacity: self.max_capacity.or(other.max_capacity),
            worker_type: self.worker_type.or_else(|| other.worker_type.clone()),
            number_of_workers: self.number_of_workers.or(other.number_of_workers),
            allocated_capacity: self.allocated_capacity.or(other.allocated_capacity),
            glue_version: self.glue_version.or_else(|| other.glue_version.clone()),
        }
    }
}

/// What a client said about a run of a job, returned as it was.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct GivenRun {
    /// How long it may take, in minutes.
    #[serde(rename = "Timeout", skip_serializing_if = "Option::is_none")]
    pub timeout_minutes: Option<i64>,
    /// Arguments that differ from the job's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arguments: Option<BTreeMap<String, String>>,
    /// A run whose arguments are used again.
    #[serde(rename = "PreviousRunId", skip_serializing_if = "Option::is_none")]
    pub previous_run: Option<String>,
    /// How large it may be.
    #[serde(flatten)]
    pub capacity: JobCapacity,
    /// The rest.
    #[serde(flatten)]
    pub kept: Kept,
}

/// A crawler; where it is a change of one, absent members stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Crawler {
    /// The database that its tables go to.
    #[serde(rename = "DatabaseName", skip_serializing_if = "Option::is_none")]
    pub database: Option<String>,
    /// What the names of its tables begin with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table_prefix: Option<String>,
    /// What it visits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub targets: Option<CrawlTargets>,
    /// Names of the classifiers that it uses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub classifiers: Option<Vec<String>>,
    /// An expression; kept only, since crawls are started by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule: Option<String>,
    /// The rest.
    #[serde(flatten)]
    pub kept: Kept,
}

/// What a crawler visits.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CrawlTargets {
    /// Folders and objects.
    #[serde(rename = "S3Targets", skip_serializing_if = "Option::is_none")]
    pub s3: Option<Vec<S3Target>>,
    /// Targets that cannot be crawled here, by their kind.
    #[serde(flatten)]
    pub others: BTreeMap<String, Vec<Kept>>,
}

/// A folder or object that a crawler visits.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct S3Target {
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The rest.
    #[serde(flatten)]
    pub kept: Kept,
}

impl Crawler {
    /// The addresses that it visits.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        let targets = self.targets.as_ref().and_then(|targets| targets.s3.as_ref());
        targets
            .into_iter()
            .flatten()
            .filter_map(|target| target.path.as_deref())
    }

    /// Takes over the members of a change that are there.
    pub fn merge(&mut self, change: Self) {
        let Self {
            database,
            table_prefix,
            targets,
            classifiers,
            schedule,
            kept,
        } = change;
        replace(&mut self.database, database);
        replace(&mut self.table_prefix, table_prefix);
        replace(&mut self.targets, targets);
        replace(&mut self.classifiers, classifiers);
        replace(&mut self.schedule, schedule);
        self.kept.merge(kept);
    }
}

fn replace<T>(own: &mut Option<T>, change: Option<T>) {
    if change.is_some() {
        *own = change;
    }
}

/// What the crawls of a crawler did so far.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct CrawlTotals {
    /// Tables that they made.
    pub tables_created: i64,
    /// Tables whose definition they replaced.
    pub tables_updated: i64,
    /// Tables that they deleted.
    pub tables_deleted: i64,
    /// How long each of the last ones took.
    #[serde(rename = "RuntimeSeconds")]
    pub runtime_secs: Vec<f64>,
}

impl CrawlTotals {
    /// The scope that they are stored in, under the name of the crawler.
    pub const SCOPE: &str = "crawl totals";
}

/// A classifier: how crawls read files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Classifier {
    /// Of CSV files.
    #[serde(rename = "CsvClassifier")]
    Csv(CsvClassifier),
    /// Of JSON files; kept only.
    #[serde(rename = "JsonClassifier")]
    Json(OtherClassifier),
    /// Of lines of text; kept only.
    #[serde(rename = "GrokClassifier")]
    Grok(OtherClassifier),
    /// Of XML files; kept only.
    #[serde(rename = "XMLClassifier")]
    Xml(OtherClassifier),
}

/// How crawls read CSV files; where it is a change, absent members stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct CsvClassifier {
    /// Its name.
    pub name: String,
    /// What separates values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<String>,
    /// What encloses values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote_symbol: Option<String>,
    /// `PRESENT`, `ABSENT` or `UNKNOWN`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contains_header: Option<String>,
    /// Names of the columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<Vec<String>>,
    /// The rest.
    #[serde(flatten)]
    pub kept: Kept,
}

/// A classifier that no crawl here uses.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct OtherClassifier {
    /// Its name.
    pub name: String,
    /// The rest.
    #[serde(flatten)]
    pub kept: Kept,
}

impl Classifier {
    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::Csv(csv) => &csv.name,
            Self::Json(other) | Self::Grok(other) | Self::Xml(other) => &other.name,
        }
    }

    /// What it classifies, as the API calls it.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Csv(_) => "CsvClassifier",
            Self::Json(_) => "JsonClassifier",
            Self::Grok(_) => "GrokClassifier",
            Self::Xml(_) => "XMLClassifier",
        }
    }

    /// Takes over the members of a change that are there; `false`, and nothing is changed, if it is of another kind.
    pub fn merge(&mut self, change: Self) -> bool {
        match (self, change) {
            (Self::Csv(own), Self::Csv(change)) => {
                replace(&mut own.delimiter, change.delimiter);
                replace(&mut own.quote_symbol, change.quote_symbol);
                replace(&mut own.contains_header, change.contains_header);
                replace(&mut own.header, change.header);
                own.kept.merge(change.kept);
            }
            (Self::Json(own), Self::Json(change))
            | (Self::Grok(own), Self::Grok(change))
            | (Self::Xml(own), Self::Xml(change)) => own.kept.merge(change.kept),
            _ => return false,
        }
        true
    }
}

/// A number that is stored as text.
mod number_as_text {
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde calls")]
    pub fn serialize<S: Serializer>(number: &u64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(number)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_a_member_is_kept() {
        let text = r#"{"Name":"t","VersionId":"3","Retention":0,"TargetTable":{"Name":"x"},
            "StorageDescriptor":{"Location":"s3://b/k","SkewedInfo":{"SkewedColumnNames":["a"]},
            "Columns":[{"Name":"a","Type":"string","Comment":"c","Parameters":{}}]}}"#;
        let table: Table = serde_json::from_str(text).expect("a table");
        assert_eq!((table.version, table.location()), (3, Some("s3://b/k")));
        let given: Value = serde_json::from_str(text).expect("JSON");
        assert_eq!(serde_json::to_value(&table).expect("JSON"), given);
    }

    #[test]
    fn flattened_parts_of_a_job_do_not_swallow_each_other() {
        let text = r#"{"Command":{"Name":"findmatches","PythonVersion":"3"},"MaxCapacity":2.0,"WorkerType":"G.1X",
            "LogUri":"l","Timeout":7,"ExecutionProperty":{"MaxConcurrentRuns":2}}"#;
        let job: Job = serde_json::from_str(text).expect("a job");
        assert_eq!(job.capacity.worker_type.as_deref(), Some("G.1X"));
        let given: Value = serde_json::from_str(text).expect("JSON");
        assert_eq!(serde_json::to_value(&job).expect("JSON"), given);
    }

    #[test]
    fn debug_shows_only_the_names_of_what_is_kept() {
        let text = r#"{"SourceControlDetails":{"AuthToken":"very-secret"}}"#;
        let job: Job = serde_json::from_str(text).expect("a job");
        let shown = format!("{job:?}");
        assert!(shown.contains("SourceControlDetails"), "{shown}");
        assert!(!shown.contains("very-secret"), "{shown}");
    }

    #[test]
    fn a_change_leaves_what_it_does_not_name() {
        let read = |text| serde_json::from_str::<Classifier>(text).expect("a classifier");
        let mut own = read(r#"{"CsvClassifier":{"Name":"c","Delimiter":";","AllowSingleColumn":true}}"#);
        assert!(own.merge(read(r#"{"CsvClassifier":{"Name":"c","QuoteSymbol":"'"}}"#)));
        assert!(!own.merge(read(r#"{"JsonClassifier":{"Name":"c","JsonPath":"$"}}"#)));
        let whole =
            r#"{"CsvClassifier":{"Name":"c","Delimiter":";","QuoteSymbol":"'","AllowSingleColumn":true}}"#;
        assert_eq!(own, read(whole));
    }
}
