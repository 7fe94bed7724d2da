//! Jobs: read a table, run the engine, write the result. The only crate where data and engine meet.
//!
//! A job takes a [`Source`], settings, sinks and an [`Observer`], which receives progress and may cancel. It prints
//! nothing and knows no flags, so the tool and the service share it. Each job has its own file:
//!
//! | job | result |
//! |---|---|
//! | [`MatchJob`] | every record with its `match_id`, and the scored pairs |
//! | [`evaluate_job`] | quality of match groups against known entities |
//! | [`score_job`] | scores of listed pairs |
//! | [`explain_job`] | explanation of the score of two records |
//! | [`explain_group_job`] | why records are one group, and what would split it |
//! | [`evaluate_labels_job`] | quality of a model learned from labels, on held-out labels |
//! | [`propose_job`] | records to label next |
//! | [`learn_job`] | a model learned from labels |
//!
//! [`Runner`] does the same for the service: its workers claim runs and complete them.
//!
//! ```
//! # let dir = tempfile::tempdir()?;
//! # let people = dir.path().join("people.csv");
//! # std::fs::write(&people, "id,name,city\n1,Maria Lopez,Springfield\n2,Jon Archer,Riverton\n")?;
//! # let (people, matched) = (people.display().to_string(), dir.path().join("m.csv").display().to_string());
//! use onefold_data::Output;
//! use onefold_tasks::{Knowledge, MatchJob, MatchSinks, Silent, Source};
//!
//! let job = MatchJob {
//!     source: Source { inputs: vec![people], ..Source::default() },
//!     knowledge: Knowledge::ColdStart,
//!     enforced: None,
//!     settings: Default::default(),
//!     sinks: MatchSinks::new(Output::new(&matched, false)),
//! };
//! let matched = job.run(&Silent)?;
//! assert_eq!(matched.outcome.groups.of.len(), 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod catalog;
mod error;
mod evaluate;
mod explain;
mod index;
mod input;
mod knowledge;
mod labels;
mod linking;
mod matching;
mod memory;
mod observer;
mod pairs;
mod parts;
mod preview;
mod profile;
mod propose;
mod runner;
mod score;
mod unique;

pub use catalog::Inspector;
pub use error::Error;
pub use evaluate::{
    Evaluation, LabelEvaluation, evaluate_job, evaluate_judged, evaluate_labels_job, evaluate_result_job,
    judged_by_score,
};
pub use explain::{Explained, ExplainedGroup, explain_group_job, explain_job};
pub use index::{IndexFile, IndexUse};
pub use input::{CatalogColumns, Input, Partition, Source, SparseRecords};
pub use knowledge::{Knowledge, Learned, Stored, Taught, learn_job};
pub use labels::{EnforcedMatches, Judged, LabelReport};
pub use linking::{ColumnMapping, MapRule, MappedColumn};
pub use matching::{IdFormat, MatchJob, MatchSinks, Matched, Page, links};
pub use memory::{Memory, machine_bytes, peak_bytes};
pub use observer::{Observer, Silent, Step};
pub use propose::{Proposed, propose_job};
pub use runner::{Runner, ScriptSettings, label_file, yield_to_others};
pub use score::{Scored, score_job};
pub use unique::{Preference, PreferenceRule};
