//! What a caller may choose; every choice has a default that serves unseen data.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{AttributeKind, Error, Records};

/// How many records of another source one record may match in link mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum LinkCardinality {
    /// Found from the data.
    #[default]
    Auto,
    /// At most one record of each source in a match group.
    OneToOne,
    /// A record of one source may match several of the other, not the other way round.
    OneToMany,
    /// No limit.
    ManyToMany,
}

/// Which records may match each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MatchMode {
    /// Any two records.
    #[default]
    Dedupe,
    /// Only records of different sources.
    Link(LinkCardinality),
    /// Records of different sources and, besides, records of one source.
    LinkAndDedupe,
}

impl MatchMode {
    /// How many records of another source one record may match.
    pub(crate) fn cardinality(self) -> LinkCardinality {
        match self {
            Self::Link(cardinality) => cardinality,
            Self::Dedupe | Self::LinkAndDedupe => LinkCardinality::ManyToMany,
        }
    }
}

/// Settings of one run.
#[derive(Debug, Clone)]
pub struct MatchSettings {
    /// Which records may match; link modes need [`crate::Records::with_sources`].
    pub mode: MatchMode,
    /// Kinds that the caller knows better than the profile.
    pub kinds: BTreeMap<String, AttributeKind>,
    /// 0 favors recall, 1 favors precision.
    pub precision_recall: f64,
    /// 1 favors accuracy (more candidate pairs are looked at), 0 favors low cost.
    pub accuracy_cost: f64,
    /// Seed of every random choice.
    pub seed: u64,
    /// Scored pairs below this score are not reported.
    pub min_score: f32,
}

impl Default for MatchSettings {
    fn default() -> Self {
        Self {
            mode: MatchMode::Dedupe,
            kinds: BTreeMap::new(),
            precision_recall: 0.5,
            accuracy_cost: 0.5,
            seed: 1,
            min_score: 0.01,
        }
    }
}

impl MatchSettings {
    /// Refuses tradeoffs and scores outside 0..=1.
    pub fn check(&self) -> Result<(), Error> {
        let all = [
            ("precision-recall", self.precision_recall),
            ("accuracy-cost", self.accuracy_cost),
            ("min-score", f64::from(self.min_score)),
        ];
        for (name, value) in all {
            if !(0.0..=1.0).contains(&value) {
                return Err(Error::OutOfRange { name, value });
            }
        }
        Ok(())
    }

    /// Whether only records of different sources may match.
    pub(crate) fn is_across_only(&self, records: &Records) -> bool {
        matches!(self.mode, MatchMode::Link(_)) && records.sources().is_some()
    }
}
