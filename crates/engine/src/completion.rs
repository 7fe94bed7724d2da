//! The pairs that blocking did not propose and clustering has to judge a group by.

use crate::{
    Error,
    clock::Clock,
    cluster::missing_pairs,
    compare::Prepared,
    score::{Model, Scored, score},
    threshold::{Trust, match_threshold},
};

/// Scores all candidates. On small data the pairs that blocking did not propose though a chain of likely matches joins
/// their records become candidates too, and all scores are taken again: then clustering knows every pair that it has to
/// judge a group by, and each score knows all of its supporters and opponents.
pub fn complete_and_score(
    prepared: &mut Prepared,
    model: &Model,
    clock: &mut Clock<'_>,
) -> Result<Scored, Error> {
    let scored = score(prepared, model, clock)?;
    if prepared.is_large() || !add_missing_pairs(prepared, &scored) {
        return Ok(scored);
    }
    drop(scored);
    score(prepared, model, clock)
}

/// Adds the pairs that blocking did not propose though a chain of likely matches joins their records; says whether there
/// were any.
pub fn add_missing_pairs(prepared: &mut Prepared, scored: &Scored) -> bool {
    let scores = scored.probabilities();
    // The middle of the tradeoff, so that scores do not depend on it.
    let threshold = match_threshold(prepared.scored(&scores), false, 0.5, Trust::Calibrated);
    let mut missing = missing_pairs(
        prepared.records.len,
        &prepared.candidates,
        &prepared.around,
        &scores,
        threshold,
        prepared.candidates.pairs.len(),
    );
    missing.retain(|&(left, right)| prepared.records.may_match(left, right, prepared.across_only));
    prepared.add_pairs(&missing);
    !missing.is_empty()
}
