//! The records that a run looks at: all of them, or the new ones and the earlier ones that they meet.

use crate::{
    Explanation, KeptExplanations, Labels, MatchOutcome, MatchRequest, Records, cluster::Demands,
    incremental::Neighborhood, numbers::Row,
};

/// The records that a run looks at, in numbers of their own.
pub enum Field<'a> {
    /// All records of the request.
    All(&'a Records),
    /// New records and those around them.
    Near(Box<Neighborhood<'a>>),
}

impl Field<'_> {
    /// The records.
    pub fn records(&self) -> &Records {
        match self {
            Self::All(records) => records,
            Self::Near(near) => near.records(),
        }
    }

    /// What is demanded of their groups.
    pub fn demands(&self, enforced: Option<&Labels>) -> Option<Demands> {
        match self {
            Self::All(_) => enforced.map(Demands::of_labels),
            Self::Near(near) => Some(near.demands(enforced)),
        }
    }

    /// What was found among them, as a result for all records of the request.
    pub fn among_all(&self, found: MatchOutcome) -> MatchOutcome {
        match self {
            Self::All(_) => found,
            Self::Near(near) => near.among_all(found),
        }
    }

    /// The pairs that the request wants to be explained, in numbers of the field; those of records outside are left out.
    pub fn chosen(&self, request: &MatchRequest<'_>, outcome: &MatchOutcome) -> Vec<(u32, u32)> {
        let chosen = request.choose(outcome);
        match self {
            Self::All(_) => chosen,
            Self::Near(near) => {
                near.near_pairs(chosen.into_iter().map(|(left, right)| (Row(left), Row(right))))
            }
        }
    }

    /// Kept explanations in the numbers of all records.
    pub fn kept_among_all(&self, kept: KeptExplanations) -> KeptExplanations {
        match self {
            Self::All(_) => kept,
            Self::Near(near) => near.kept_among_all(kept),
        }
    }

    /// Explanations in the numbers of all records.
    pub fn explained_among_all(&self, explanations: Vec<Explanation>) -> Vec<Explanation> {
        match self {
            Self::All(_) => explanations,
            Self::Near(near) => near.explained_among_all(explanations),
        }
    }
}
