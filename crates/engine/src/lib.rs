//! The matching engine: records in, match groups out, with no label and no setting.
//!
//! It is synchronous and deterministic, does no I/O and knows no database, network or file format. Records come as
//! Arrow batches of text columns; all cores are used through rayon.
//!
//! Start reading at [`pipeline::find_matches_with`], one line for each stage:
//!
//! | Stage | Module | Takes and gives |
//! |---|---|---|
//! | standardize | [`standardize`] | batches to [`standardize::StandardRecords`] |
//! | block | [`block`] | standard records to [`block::Blocks`] |
//! | pair | [`pair`] | blocks to [`pair::CandidatePairs`] |
//! | compare | [`compare`] | pairs to feature vectors |
//! | score | [`score`] | features and a [`Model`] to match scores |
//! | cluster | [`cluster`] | scores to [`MatchGroups`] |
//!
//! [`explain`], [`score_pairs`], [`fit_model`] (labels to a model) and [`propose_sets`] (what to label next) reuse the
//! same stages; [`train`] makes the model that ships with the engine, on
//! the boosted trees of [`onefold_boost`]; [`evaluate`](mod@evaluate) compares groups with known entities.
//!
//! ```
//! use std::sync::Arc;
//! use arrow_array::{ArrayRef, RecordBatch, StringArray};
//! use onefold_engine::{MatchSettings, Records, Silent, find_matches};
//!
//! let column = |values: &[&str]| Arc::new(StringArray::from(values.to_vec())) as ArrayRef;
//! let batch = RecordBatch::try_from_iter([
//!     ("id", column(&["1", "2", "3"])),
//!     ("name", column(&["ann-marie smith", "ann marie smyth", "robert brown"])),
//!     ("birth_date", column(&["1980-12-14", "14/12/1980", "1975-01-02"])),
//! ])?;
//! let records = Records::try_new(vec![batch])?.with_key("id")?;
//! let outcome = find_matches(&records, &MatchSettings::default(), &Silent)?;
//! assert_eq!(outcome.groups.of.len(), 3);
//! assert_ne!(outcome.groups.of[0], outcome.groups.of[2]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![cfg_attr(test, allow(clippy::float_cmp))]

pub mod block;
pub mod cluster;
pub mod compare;
mod error;
pub mod evaluate;
mod explain;
pub mod fit;
mod groups;
mod incremental;
mod index;
mod kind;
pub mod labels;
mod observer;
mod outcome;
pub mod pair;
pub mod pipeline;
pub mod propose;
mod random;
mod records;
pub mod score;
mod settings;
pub mod similarity;
pub mod standardize;
pub mod train;

pub use cluster::UnmetDemand;
pub use error::Error;
pub use explain::{explain, find_matches_explaining, score_pairs};
pub use fit::{FitSettings, Fitted, HeldOut};
pub use incremental::{KnownGroup, find_incremental_matches, find_incremental_matches_explaining};
pub use index::RecordIndex;
pub use kind::AttributeKind;
pub use labels::{Contradiction, LabeledPair, LabelingSet, Labels};
pub use observer::{Observer, Silent, Stage};
pub use outcome::{
    AttributeComparison, AttributeProfile, BlockingRule, Contribution, Explanation, MatchGroups,
    MatchOutcome, MergedGroups, ScoredPair, Summary,
};
pub use pipeline::{
    find_matches, find_matches_enforcing, find_matches_with, fit_model, match_threshold, propose_sets,
};
pub use propose::{ProposeSettings, ProposedSet};
pub use random::Random;
pub use records::{Records, Sources};
pub use score::Model;
pub use settings::{LinkCardinality, MatchMode, MatchSettings};
