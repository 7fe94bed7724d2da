//! The nouns of the service: transforms, task runs and their states, stored documents, labels, and the ports that keep
//! them ([`MetadataStore`]) and reach objects ([`Objects`]). No I/O.
//!
//! ```
//! use onefold_domain::{RunEvent, RunStatus, new_transform_id};
//!
//! assert!(new_transform_id().starts_with("tfm-"));
//! assert_eq!(RunStatus::Starting.after(RunEvent::Claim), Ok(RunStatus::Running));
//! assert!(RunStatus::Succeeded.after(RunEvent::Stop).is_err());
//! ```

mod access;
mod catalog;
mod cause;
/// The contract suite of metadata stores.
#[cfg(feature = "contract")]
pub mod contract;
mod document;
mod evaluation;
mod id;
mod labeling;
mod labels;
mod objects;
mod run;
mod store;
mod time;
mod transform;
mod upload;

pub use self::access::{AccessKeys, IssuedKey, ScriptKeys, action_matches};
pub use self::catalog::{
    Classifier, ColumnDefinition, CrawlTargets, CrawlTotals, Crawler, CsvClassifier, Database,
    ExecutionProperty, GivenRun, Job, JobCapacity, JobCommand, Kept, NAME_SEPARATOR, OtherClassifier,
    Partition, S3Target, SerdeInfo, SortColumn, StorageDescriptor, Table, TableColumns, TableVersion,
};
pub use self::cause::{Cause, chain};
pub use self::document::{Body, Change, Document, DocumentKind, Noun, Tags, table_scope};
pub use self::evaluation::{CalibrationPoint, CurvePoint, Estimate, EstimatedFigure, Evaluation};
pub use self::id::{
    CRAWL_PREFIX, JOB_RUN_PREFIX, TASK_RUN_PREFIX, hex, new_crawl_id, new_job_run_id, new_round_id,
    new_task_run_id, new_transform_id, random_hex, short_id, task_run_of_job_run,
};
pub use self::labeling::{
    Act, ChosenSets, Judgement, LabelingRound, Mark, NewSet, RoundOrigin, RoundSet, RoundWish, SetChange,
    SetContent, SetState, SetSummary,
};
pub use self::labels::{ChangedLabel, StoredLabel, StoredLabels, same_label};
pub use self::objects::{AddressError, ObjectError, ObjectInfo, ObjectUri, Objects};
pub use self::run::{
    JobRunDetails, MadeWith, Run, RunCursor, RunDetails, RunEvent, RunKind, RunQuery, RunQuota, RunSort,
    RunStatus, WrongMove,
};
pub use self::store::{
    Blob, BlobKind, Completion, EvaluationEntry, Heartbeat, LogEvent, LogQuery, LogStream, MetadataStore,
    StoreError,
};
pub use self::time::{Clock, MILLIS_PER_MINUTE, SystemClock, Timestamp};
pub use self::transform::{
    Capacity, Column, ColumnImportance, ConfusionMatrix, Encryption, FindMatchesSettings, InputTable,
    LearnedModel, Metrics, Transform, TransformStatus,
};
pub use self::upload::{
    Agreement, COLUMN_KINDS, ColumnProfile, ComparedColumn, ExplainedPair, GroupQuestion, GroupReasons,
    GroupSplit, InspectedTable, KIND_PARAMETER, MatchedRecord, MatchedTable, PairQuestion, PairScore,
    Regrouped, SOURCE_PARAMETER, ScorePart, TableInspector, TableProfile, TableQuestion,
};
