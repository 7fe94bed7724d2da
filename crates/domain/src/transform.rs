//! A transform: a stored, trainable definition of how the records of one table are matched.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Estimate, Timestamp};

/// A stored, trainable definition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Transform {
    /// `tfm-...`
    pub id: String,
    /// Grows with every change; a change is saved only on top of the revision that it was made from.
    pub revision: u64,
    /// Unique name.
    pub name: String,
    /// As given.
    pub description: Option<String>,
    /// Whether it can be applied.
    pub status: TransformStatus,
    /// When it was made.
    pub created_on: Timestamp,
    /// When it was changed last.
    pub modified_on: Timestamp,
    /// The one table that it is about.
    pub input: InputTable,
    /// How it matches.
    pub settings: FindMatchesSettings,
    /// As given, name or ARN.
    pub role: String,
    /// As given, or the default.
    pub glue_version: String,
    /// How large its runs may be.
    pub capacity: Capacity,
    /// Minutes after which a run ends with TIMEOUT.
    pub timeout_minutes: i64,
    /// How often a run is tried again if it failed for reasons outside it.
    pub max_retries: i64,
    /// How its labels and models are kept.
    pub encryption: Option<Encryption>,
    /// Columns of its table when it was made.
    pub schema: Vec<Column>,
    /// Stored rows with a label, each record of a labeling set once.
    pub label_count: u64,
    /// The model that it has learned; absent if it has none, or an earlier version learned it.
    #[serde(default)]
    pub model: Option<LearnedModel>,
    /// From the last evaluation that succeeded.
    pub metrics: Option<Metrics>,
    /// Tags.
    pub tags: BTreeMap<String, String>,
}

/// Whether a transform can be applied.
///
/// ```text
/// NotReady <--> Ready      imports of labels decide
///     \          /
///      Deleting            then it is gone
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum TransformStatus {
    /// It has not learned enough.
    NotReady,
    /// It can be applied.
    Ready,
    /// It goes as soon as its runs have stopped.
    Deleting,
}

impl TransformStatus {
    /// As on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotReady => "NOT_READY",
            Self::Ready => "READY",
            Self::Deleting => "DELETING",
        }
    }
}

/// A table of the catalog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputTable {
    /// Its database.
    pub database: String,
    /// Its name.
    pub table: String,
    /// As given.
    pub catalog_id: Option<String>,
    /// As given.
    pub connection: Option<String>,
    /// As given.
    pub options: Option<BTreeMap<String, String>>,
}

/// How a transform matches; members that were not given stay absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FindMatchesSettings {
    /// Column that identifies records.
    pub primary_key: Option<String>,
    /// 1 favors precision, 0 recall.
    pub precision_recall: Option<f64>,
    /// 1 searches most candidate pairs, 0 spends least.
    pub accuracy_cost: Option<f64>,
    /// Whether groups agree with every label.
    pub enforce_labels: Option<bool>,
}

/// How large runs may be: `max_capacity`, or workers by type and number.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Capacity {
    /// Units of processing.
    pub max_capacity: Option<f64>,
    /// Kind of worker.
    pub worker_type: Option<String>,
    /// Number of workers.
    pub workers: Option<i64>,
}

/// How labels and models are kept; echoed as given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Encryption {
    /// `DISABLED` or `SSE-KMS`, where user data is spoken of at all.
    pub mode: Option<String>,
    /// Which entry of the keyring wraps the transform's data key.
    pub kms_key_id: Option<String>,
    /// As given.
    pub security_configuration: Option<String>,
}

impl Encryption {
    /// The keyring entry to encrypt with, if at all.
    pub fn key(&self) -> Option<&str> {
        (self.mode.as_deref() == Some("SSE-KMS")).then(|| self.kms_key_id.as_deref().unwrap_or("default"))
    }
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type, as in the catalog.
    pub data_type: String,
}

/// Which model a transform has learned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearnedModel {
    /// The run that learned it.
    pub run: String,
    /// When that run began to learn.
    pub learned_on: Timestamp,
    /// Labels that it learned from.
    pub labels: u64,
}

/// What an evaluation measured; a figure that cannot be computed is absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Metrics {
    /// Area under the precision-recall curve.
    pub area_under_pr_curve: Option<f64>,
    /// At the threshold of the transform.
    pub precision: Option<f64>,
    /// At the threshold of the transform.
    pub recall: Option<f64>,
    /// The best over thresholds.
    pub f1: Option<f64>,
    /// Counts of pairs.
    pub confusion: ConfusionMatrix,
    /// The largest first; they sum to 1.
    pub importances: Vec<ColumnImportance>,
    /// Estimate for all matches of the table.
    #[serde(default)]
    pub estimate: Option<Estimate>,
    /// Labels that the figures are based on; 0 if an earlier version measured.
    #[serde(default)]
    pub labels: u64,
}

/// Counts of pairs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfusionMatrix {
    /// Matches that were found.
    pub true_positives: u64,
    /// Non-matches that were taken for matches.
    pub false_positives: u64,
    /// Non-matches that were told apart.
    pub true_negatives: u64,
    /// Matches that were missed.
    pub false_negatives: u64,
}

/// How much a column counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnImportance {
    /// The column.
    pub column: String,
    /// Its share.
    pub importance: f64,
}

impl Transform {
    /// Keyring entry that its labels and models are encrypted with, if at all.
    pub fn encryption_key(&self) -> Option<&str> {
        self.encryption.as_ref().and_then(Encryption::key)
    }
}
