//! What chance alone explains: how many pairs of unrelated records would show as much evidence as a candidate does.
//!
//! The distribution of each attribute's evidence over random pairs is known from the data. If attributes were independent,
//! that of their sum is the convolution, and with the number of all pairs it says how many pairs of unrelated records are
//! to be expected at each amount of evidence. Where nearly as many candidates are seen there as chance explains, few of
//! them can be matches, whatever a model that learned on other data says: the share that chance explains is the local
//! false discovery rate (Efron 2007). Attributes that go together, as in a household, make more such pairs than this
//! counts, so it limits scores and never raises them.
//!
//! Long texts say more than the evidence of their column, so data with texts is left as it is.

use crate::{
    AttributeKind,
    compare::{Comparer, Prepared},
    score::PairScores,
};

/// Bits of one bin.
const STEP: f32 = 0.5;
/// Bins on each side of no evidence.
const SIDE: usize = 400;
/// Bins on each side of a bin that are looked at together.
const WINDOW: usize = 2;
/// Match weight that a pair may have beyond what its evidence leaves possible, for all that other features say (rare words,
/// ranks): chosen among seven values by historical-50k, fake-1000 and two sets of German names (docs/matching.md).
const BEYOND_EVIDENCE: f32 = 5.0;
/// Least share of a bin's candidates that chance leaves for matches.
const LEAST_SHARE: f64 = 1e-3;

/// Lowers first match weights to what chance leaves possible.
pub fn limit_by_chance(scores: &mut PairScores, prepared: &Prepared, comparer: &Comparer<'_>) {
    if let Some(expected) = expected(prepared, comparer) {
        let most = limits(&expected, &seen(&scores.evidence));
        limit(&mut scores.first, &scores.evidence, &most);
    }
}

/// Unrelated pairs that are to be expected in each bin; `None` where scores are not limited.
pub fn expected(prepared: &Prepared, comparer: &Comparer<'_>) -> Option<Vec<f64>> {
    let mut attributes = prepared
        .records
        .attributes
        .iter()
        .filter(|attribute| !attribute.is_redundant);
    let has_text = attributes.any(|attribute| attribute.kind == AttributeKind::Text);
    (!has_text).then(|| expected_by_chance(prepared, comparer))
}

/// Candidates that show the evidence of each bin.
pub fn seen(evidence: &[f32]) -> Vec<f64> {
    let mut seen = vec![0.0f64; 2 * SIDE + 1];
    for &evidence in evidence {
        seen[bin(evidence)] += 1.0;
    }
    seen
}

/// The greatest match weight of a pair in each bin.
pub fn limits(expected: &[f64], seen: &[f64]) -> Vec<f32> {
    let most = |at: usize| {
        let around = at.saturating_sub(WINDOW)..(at + WINDOW + 1).min(expected.len());
        let (chance, all): (f64, f64) = (expected[around.clone()].iter().sum(), seen[around].iter().sum());
        let left = (1.0 - chance / all.max(1.0)).clamp(LEAST_SHARE, 1.0);
        if left < 1.0 {
            (left / (1.0 - left)).ln() as f32 + BEYOND_EVIDENCE
        } else {
            f32::INFINITY
        }
    };
    (0..expected.len()).map(most).collect()
}

/// Lowers match weights to the limit of their evidence.
pub fn limit(weights: &mut [f32], evidence: &[f32], most: &[f32]) {
    for (weight, &evidence) in weights.iter_mut().zip(evidence) {
        *weight = weight.min(most[bin(evidence)]);
    }
}

fn bin(bits: f32) -> usize {
    let at = (bits / STEP).round() as i64 + SIDE as i64;
    at.clamp(0, 2 * SIDE as i64) as usize
}

/// Unrelated pairs that are to be expected in each bin.
fn expected_by_chance(prepared: &Prepared, comparer: &Comparer<'_>) -> Vec<f64> {
    let mut sum = vec![0.0f64; 2 * SIDE + 1];
    sum[bin(comparer.offset())] = prepared.possible_pairs;
    for outcomes in comparer.evidence_under_chance() {
        let mut next = vec![0.0f64; sum.len()];
        for (at, &share) in sum.iter().enumerate().filter(|(_, share)| **share > 0.0) {
            for &(bits, probability) in &outcomes {
                let steps = (bits / STEP).round() as i64;
                let to = (at as i64 + steps).clamp(0, 2 * SIDE as i64) as usize;
                next[to] += share * probability;
            }
        }
        sum = next;
    }
    sum
}
