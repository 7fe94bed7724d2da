//! How a run tells its caller how far it is, and how the caller stops it.

use std::time::Duration;

use serde::Serialize;

/// The stages of a run, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Clean values and take corpus statistics.
    Standardize,
    /// Make an index that new records can be matched with.
    Index,
    /// Bring records that share a term together.
    Block,
    /// Choose the candidate pairs.
    Pair,
    /// Estimate from the table what each comparison says.
    Weigh,
    /// Learn from labels.
    Fit,
    /// Compare and score the candidate pairs, each by itself.
    Score,
    /// Score them again, all pairs of a record together, and by what labels have taught.
    Rescore,
    /// Form match groups.
    Cluster,
}

impl Stage {
    /// The stage's verb.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Standardize => "standardize",
            Self::Index => "index",
            Self::Block => "block",
            Self::Pair => "pair",
            Self::Weigh => "weigh",
            Self::Fit => "fit",
            Self::Score => "score",
            Self::Rescore => "rescore",
            Self::Cluster => "cluster",
        }
    }
}

/// Hears of progress and may ask a run to stop. Called from many threads.
pub trait Observer: Sync {
    /// A stage begins; `total` is its number of units (records or pairs).
    fn begin(&self, _stage: Stage, _total: u64) {}
    /// Some more units of the current stage are done.
    fn advance(&self, _units: u64) {}
    /// A stage ended.
    fn end(&self, _stage: Stage, _elapsed: Duration) {}
    /// Whether the run should stop; asked between chunks.
    fn is_cancelled(&self) -> bool {
        false
    }
}

/// Hears nothing and never stops a run.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Observer for Silent {}
