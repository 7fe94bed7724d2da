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
    let attributes = || {
        prepared
            .records
            .attributes
            .iter()
            .filter(|attribute| !attribute.is_redundant)
    };
    if attributes().any(|attribute| attribute.kind == AttributeKind::Text) {
        return;
    }
    let expected = expected_by_chance(prepared, comparer);
    let mut seen = vec![0.0f64; expected.len()];
    for &evidence in &scores.evidence {
        seen[bin(evidence)] += 1.0;
    }
    let most: Vec<f32> = (0..expected.len())
        .map(|at| {
            let around = at.saturating_sub(WINDOW)..(at + WINDOW + 1).min(expected.len());
            let (chance, all): (f64, f64) =
                (expected[around.clone()].iter().sum(), seen[around].iter().sum());
            let left = (1.0 - chance / all.max(1.0)).clamp(LEAST_SHARE, 1.0);
            if left < 1.0 {
                (left / (1.0 - left)).ln() as f32 + BEYOND_EVIDENCE
            } else {
                f32::INFINITY
            }
        })
        .collect();
    for (weight, &evidence) in scores.first.iter_mut().zip(&scores.evidence) {
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
