//! The matching engine: records in, match groups out.
#![cfg_attr(test, allow(clippy::float_cmp))]

pub mod boost;
mod error;
pub mod evaluate;
mod kind;
mod observer;
mod outcome;
pub mod pipeline;
mod records;
mod settings;

pub use error::Error;
pub use kind::AttributeKind;
pub use observer::{Observer, Silent, Stage};
pub use outcome::{
    AttributeComparison, AttributeProfile, BlockingRule, Contribution, Explanation, MatchGroups,
    MatchOutcome, ScoredPair, Summary,
};
pub use pipeline::{explain, find_matches, score_pairs};
pub use records::{Records, Sources};
pub use settings::{LinkCardinality, MatchMode, MatchSettings};
