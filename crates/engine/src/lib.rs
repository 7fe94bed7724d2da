//! The matching engine: records in, match groups out.
#![cfg_attr(test, allow(clippy::float_cmp))]

pub mod block;
pub mod boost;
pub mod cluster;
pub mod compare;
mod error;
pub mod evaluate;
mod explain;
mod groups;
mod kind;
mod observer;
mod outcome;
pub mod pair;
pub mod pipeline;
mod random;
mod records;
pub mod score;
mod settings;
pub mod similarity;
pub mod standardize;
pub mod train;

pub use error::Error;
pub use explain::{explain, score_pairs};
pub use kind::AttributeKind;
pub use observer::{Observer, Silent, Stage};
pub use outcome::{
    AttributeComparison, AttributeProfile, BlockingRule, Contribution, Explanation, MatchGroups,
    MatchOutcome, ScoredPair, Summary,
};
pub use pipeline::{find_matches, find_matches_with};
pub use random::Random;
pub use records::{Records, Sources};
pub use score::Model;
pub use settings::{LinkCardinality, MatchMode, MatchSettings};
