//! The main path: one function, one line for each stage.

use crate::{Error, Explanation, MatchOutcome, MatchSettings, Observer, Records, ScoredPair};

/// Finds match groups.
pub fn find_matches(
    _records: &Records,
    settings: &MatchSettings,
    _observer: &dyn Observer,
) -> Result<MatchOutcome, Error> {
    settings.check()?;
    Ok(MatchOutcome::default())
}

/// Scores given pairs of row numbers, in the context of all records. The scores come in the order of `pairs`.
pub fn score_pairs(
    _records: &Records,
    settings: &MatchSettings,
    _pairs: &[(u32, u32)],
    _observer: &dyn Observer,
) -> Result<Vec<ScoredPair>, Error> {
    settings.check()?;
    Ok(Vec::new())
}

/// Explains the scores of given pairs of row numbers; in the order of `pairs`.
pub fn explain(
    _records: &Records,
    settings: &MatchSettings,
    _pairs: &[(u32, u32)],
    _observer: &dyn Observer,
) -> Result<Vec<Explanation>, Error> {
    settings.check()?;
    Ok(Vec::new())
}
