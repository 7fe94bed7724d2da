//! The matching engine: records in, match groups out, with no label and no setting.
//!
//! It is synchronous and deterministic, does no I/O and knows no database, network or file format. Records come as
//! Arrow batches of text columns; all cores are used through rayon.
//!
//! Start reading at [`find_matches`] in `pipeline.rs`, one line for each stage:
//!
//! | Stage | Module | Takes and gives |
//! |---|---|---|
//! | standardize | `standardize` | batches to standardized records |
//! | block | `block` | standardized records to blocks: records that share a term |
//! | pair | `pair` | blocks to candidate pairs |
//! | compare | `compare` | pairs to feature vectors |
//! | score | `score` | features and a [`Model`] to match scores |
//! | cluster | `cluster` | scores to [`MatchGroups`] |
//!
//! [`explain`], [`score_pairs`], [`fit_model`] (labels to a model) and [`propose_sets`] (what to label next) reuse the
//! same stages; [`evaluate`](mod@evaluate) compares groups with known entities. [`workbench`] is for those who train the
//! model that ships with the engine, and measure.
//!
//! ```
//! use std::sync::Arc;
//! use arrow_array::{ArrayRef, RecordBatch, StringArray};
//! use onefold_engine::{MatchRequest, MatchSettings, Records, Silent, find_matches};
//!
//! let column = |values: &[&str]| Arc::new(StringArray::from(values.to_vec())) as ArrayRef;
//! let batch = RecordBatch::try_from_iter([
//!     ("id", column(&["1", "2", "3"])),
//!     ("name", column(&["ann-marie smith", "ann marie smyth", "robert brown"])),
//!     ("birth_date", column(&["1980-12-14", "14/12/1980", "1975-01-02"])),
//! ])?;
//! let records = Records::try_new(vec![batch])?.with_key("id")?;
//! let settings = MatchSettings { precision_recall: 0.4, ..MatchSettings::default() };
//! let request = MatchRequest::new(&records).with_settings(&settings);
//! let outcome = find_matches(&request, &Silent)?;
//! assert_eq!(outcome.groups.of.len(), 3);
//! assert_ne!(outcome.groups.of[0], outcome.groups.of[2]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![cfg_attr(test, allow(clippy::float_cmp))]

mod block;
mod clock;
mod cluster;
mod compare;
mod completion;
mod copies;
mod crowds;
mod error;
pub mod evaluate;
mod explain;
mod field;
mod fit;
mod forest;
mod groups;
mod hashing;
mod incremental;
mod index;
mod kind;
mod labels;
mod lists;
mod memory;
mod numbers;
mod observer;
mod outcome;
mod pair;
pub mod parts;
mod pipeline;
mod propose;
mod random;
mod reading;
mod records;
mod request;
mod score;
mod scratch;
mod settings;
mod similarity;
mod standardize;
mod summary;
mod threshold;
mod train;
pub mod workbench;

pub use cluster::UnmetDemand;
pub use error::Error;
pub use explain::{
    Agreement, GroupExplanation, KeptExplanation, KeptExplanations, Split, explain, explain_group,
    score_pairs,
};
pub use fit::{Fitted, HeldOut, fit_model};
pub use incremental::KnownGroup;
pub use index::{IndexBytes, IndexExtension, IndexSink, RecordIndex};
pub use kind::AttributeKind;
pub use labels::{Contradiction, LabeledPair, LabelingSet, Labels};
pub use memory::MemoryNeed;
pub use numbers::Count;
pub use observer::{Observer, Silent, Stage};
pub use outcome::{
    AttributeComparison, AttributeProfile, AttributeRole, Blank, BlockingRule, Contribution, Explanation,
    FeatureShare, MatchGroups, MatchOutcome, MergedGroups, Note, ScoredPair, Summary, prior_in_words,
};
pub use pipeline::find_matches;
pub use propose::{ProposeSettings, ProposedSet, propose_sets};
pub use reading::{ColumnReading, TableReading, read_table};
pub use records::{Records, Sources, TextColumns};
pub use request::{Choose, MatchRequest};
pub use score::Model;
pub use scratch::Scratch;
pub use settings::{LinkCardinality, MatchMode, MatchSettings};
pub use threshold::{Trust, match_threshold};
