//! Quality of match groups against known entities (pairwise and B-cubed figures), of a learned model against labels that
//! it has not seen, and of all matches of a run as far as scores and labels tell.

mod estimate;

pub use estimate::{EstimatedFigure, QualityEstimate};
pub(crate) use estimate::{Found, estimated_quality};

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::{HeldOut, numbers::pairs_among};

/// Precision, recall and F1, with the counts behind them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Quality {
    /// Share of what was found that is true; 1 where nothing was found and nothing is true.
    pub precision: f64,
    /// Share of what is true that was found.
    pub recall: f64,
    /// Harmonic mean of both.
    pub f1: f64,
}

/// Quality of a partition of records against their true entities.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct GroupQuality {
    /// Over all pairs of records in one group; only across sources where sources are given.
    pub pairwise: Quality,
    /// B-cubed: the mean over records (Bagga and Baldwin 1998).
    pub bcubed: Quality,
    /// Pairs that are in one group and in one entity.
    pub true_pairs_found: u64,
    /// Pairs in one group.
    pub pairs_found: u64,
    /// Pairs in one entity.
    pub true_pairs: u64,
}

fn quality(precision: f64, recall: f64) -> Quality {
    let sum = precision + recall;
    Quality {
        precision,
        recall,
        f1: if sum > 0.0 {
            2.0 * precision * recall / sum
        } else {
            0.0
        },
    }
}

fn ratio(part: u64, whole: u64, if_empty: f64) -> f64 {
    if whole == 0 {
        if_empty
    } else {
        part as f64 / whole as f64
    }
}

/// Compares groups with entities, both given as a number for each record.
///
/// # Panics
/// When the slices differ in length.
///
/// ```
/// let q = onefold_engine::evaluate::group_quality(&[0, 0, 1, 1], &[7, 7, 7, 8], None);
/// assert_eq!((q.pairs_found, q.true_pairs, q.true_pairs_found), (2, 3, 1));
/// ```
pub fn group_quality(groups: &[u32], entities: &[u32], sources: Option<&[u16]>) -> GroupQuality {
    assert_eq!(
        groups.len(),
        entities.len(),
        "one group and one entity for each record"
    );
    let keyed = |key: &dyn Fn(usize) -> u64| count_pairs(groups.len(), key, sources);
    let pairs_found = keyed(&|row| u64::from(groups[row]));
    let true_pairs = keyed(&|row| u64::from(entities[row]));
    let both = |row: usize| (u64::from(groups[row]) << 32) | u64::from(entities[row]);
    let true_pairs_found = keyed(&both);
    let precision = ratio(
        true_pairs_found,
        pairs_found,
        if true_pairs == 0 { 1.0 } else { 0.0 },
    );
    let recall = ratio(true_pairs_found, true_pairs, 1.0);
    GroupQuality {
        pairwise: quality(precision, recall),
        bcubed: bcubed(groups, entities, &both),
        true_pairs_found,
        pairs_found,
        true_pairs,
    }
}

fn count_pairs(len: usize, key: &dyn Fn(usize) -> u64, sources: Option<&[u16]>) -> u64 {
    let mut whole: FxHashMap<u64, u64> = FxHashMap::default();
    let mut within: FxHashMap<(u64, u16), u64> = FxHashMap::default();
    for row in 0..len {
        *whole.entry(key(row)).or_default() += 1;
        if let Some(sources) = sources {
            *within.entry((key(row), sources[row])).or_default() += 1;
        }
    }
    let pairs = |&n: &u64| pairs_among(n);
    whole.values().map(pairs).sum::<u64>() - within.values().map(pairs).sum::<u64>()
}

fn bcubed(groups: &[u32], entities: &[u32], both: &dyn Fn(usize) -> u64) -> Quality {
    let mut group_size: FxHashMap<u32, u64> = FxHashMap::default();
    let mut entity_size: FxHashMap<u32, u64> = FxHashMap::default();
    let mut shared: FxHashMap<u64, u64> = FxHashMap::default();
    for row in 0..groups.len() {
        *group_size.entry(groups[row]).or_default() += 1;
        *entity_size.entry(entities[row]).or_default() += 1;
        *shared.entry(both(row)).or_default() += 1;
    }
    let (mut precision, mut recall) = (0.0, 0.0);
    for row in 0..groups.len() {
        let in_both = shared[&both(row)] as f64;
        precision += in_both / group_size[&groups[row]] as f64;
        recall += in_both / entity_size[&entities[row]] as f64;
    }
    let records = groups.len().max(1) as f64;
    quality(precision / records, recall / records)
}

/// Pairs by what was judged and by what the score says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ConfusionMatrix {
    /// Matches that were found.
    pub true_positives: u64,
    /// Pairs that were taken for matches and are none.
    pub false_positives: u64,
    /// Pairs that are no matches and were not taken for one.
    pub true_negatives: u64,
    /// Matches that were missed.
    pub false_negatives: u64,
}

/// One point of a precision-recall curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CurvePoint {
    /// Pairs of this score or a higher one are taken for matches.
    pub threshold: f32,
    /// Precision there.
    pub precision: f64,
    /// Recall there.
    pub recall: f64,
}

/// Scores near each other beside how many of them are matches.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CalibrationPoint {
    /// Mean score of the pairs.
    pub score: f64,
    /// Share of them that are matches.
    pub matches: f64,
    /// How many they are.
    pub pairs: u64,
}

/// Quality of a model on labeled pairs, each scored without the labels of its own labeling set.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LabelQuality {
    /// Precision, recall and F1 at the match threshold.
    pub at_threshold: Quality,
    /// The match threshold.
    pub threshold: f32,
    /// The best F1 that any threshold gives.
    pub best_f1: f64,
    /// Area under the precision-recall curve, as average precision; absent without matches.
    pub area_under_pr_curve: Option<f64>,
    /// Pairs by judgement and score.
    pub confusion: ConfusionMatrix,
    /// Share of the labeled matches that blocking proposes; absent without matches.
    pub candidate_recall: Option<f64>,
    /// The curve, from the highest threshold to the lowest, 200 points at most.
    pub curve: Vec<CurvePoint>,
    /// Ten bins of scores.
    pub calibration: Vec<CalibrationPoint>,
}

/// Points of a curve that are kept.
const MOST_POINTS: usize = 200;

/// Judges held-out scores at a match threshold.
pub fn label_quality(held_out: &[HeldOut], threshold: f32) -> LabelQuality {
    let mut order: Vec<(f32, bool)> = held_out.iter().map(|pair| (pair.score, pair.is_match)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let matches = order.iter().filter(|(_, is_match)| *is_match).count() as u64;
    let mut confusion = ConfusionMatrix::default();
    for &(score, is_match) in &order {
        let cell = match (is_match, score >= threshold) {
            (true, true) => &mut confusion.true_positives,
            (true, false) => &mut confusion.false_negatives,
            (false, true) => &mut confusion.false_positives,
            (false, false) => &mut confusion.true_negatives,
        };
        *cell += 1;
    }
    let found = confusion.true_positives;
    let taken = found + confusion.false_positives;
    let curve = curve(&order, matches);
    let f1 = |point: &CurvePoint| quality(point.precision, point.recall).f1;
    let proposed = held_out
        .iter()
        .filter(|pair| pair.is_match && pair.is_candidate)
        .count() as u64;
    LabelQuality {
        at_threshold: quality(ratio(found, taken, 1.0), ratio(found, matches, 1.0)),
        threshold,
        best_f1: curve.iter().map(f1).fold(0.0, f64::max),
        area_under_pr_curve: (matches > 0).then(|| average_precision(&curve)),
        confusion,
        candidate_recall: (matches > 0).then(|| ratio(proposed, matches, 1.0)),
        curve: thinned(curve),
        calibration: calibration(&order),
    }
}

/// Precision and recall at every distinct score.
fn curve(order: &[(f32, bool)], matches: u64) -> Vec<CurvePoint> {
    let mut points = Vec::new();
    let mut found = 0;
    for (at, &(score, is_match)) in order.iter().enumerate() {
        found += u64::from(is_match);
        if order.get(at + 1).is_none_or(|next| next.0 < score) {
            points.push(CurvePoint {
                threshold: score,
                precision: ratio(found, at as u64 + 1, 1.0),
                recall: ratio(found, matches, 1.0),
            });
        }
    }
    points
}

fn average_precision(curve: &[CurvePoint]) -> f64 {
    let mut recall = 0.0;
    let mut area = 0.0;
    for point in curve {
        area += (point.recall - recall) * point.precision;
        recall = point.recall;
    }
    area
}

fn thinned(curve: Vec<CurvePoint>) -> Vec<CurvePoint> {
    let step = curve.len().div_ceil(MOST_POINTS).max(1);
    let last = curve.len().saturating_sub(1);
    curve
        .into_iter()
        .enumerate()
        .filter(|(at, _)| at % step == 0 || *at == last)
        .map(|(_, point)| point)
        .collect()
}

fn calibration(order: &[(f32, bool)]) -> Vec<CalibrationPoint> {
    let mut bins = [(0.0f64, 0u64, 0u64); 10];
    for &(score, is_match) in order {
        let bin = &mut bins[((score * 10.0) as usize).min(9)];
        bin.0 += f64::from(score);
        bin.1 += u64::from(is_match);
        bin.2 += 1;
    }
    bins.into_iter()
        .filter(|(_, _, pairs)| *pairs > 0)
        .map(|(sum, matches, pairs)| CalibrationPoint {
            score: sum / pairs as f64,
            matches: matches as f64 / pairs as f64,
            pairs,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held_out(scored: &[(f32, bool)]) -> Vec<HeldOut> {
        let one = |&(score, is_match): &(f32, bool)| HeldOut {
            left: 0,
            right: 1,
            is_match,
            score,
            cold_score: 0.5,
            is_candidate: score > 0.15,
        };
        scored.iter().map(one).collect()
    }

    #[test]
    fn labels_are_judged_by_hand_counted_figures() {
        let pairs = held_out(&[(0.9, true), (0.8, false), (0.6, true), (0.3, false), (0.1, true)]);
        let quality = label_quality(&pairs, 0.5);
        assert_eq!(
            quality.confusion,
            ConfusionMatrix {
                true_positives: 2,
                false_positives: 1,
                true_negatives: 1,
                false_negatives: 1,
            }
        );
        assert!((quality.at_threshold.f1 - 2.0 / 3.0).abs() < 1e-9);
        assert!((quality.best_f1 - 0.75).abs() < 1e-9);
        // 1/3 * 1 + 1/3 * 2/3 + 1/3 * 3/5
        let area = quality.area_under_pr_curve.unwrap();
        assert!((area - (1.0 + 2.0 / 3.0 + 0.6) / 3.0).abs() < 1e-9);
        assert!((quality.candidate_recall.unwrap() - 2.0 / 3.0).abs() < 1e-9);
        assert_eq!(quality.curve.len(), 5);
        assert_eq!(quality.calibration.iter().map(|bin| bin.pairs).sum::<u64>(), 5);
    }

    #[test]
    fn figures_that_need_matches_are_absent_without_one() {
        let quality = label_quality(&held_out(&[(0.2, false)]), 0.5);
        assert_eq!(
            (quality.area_under_pr_curve, quality.candidate_recall),
            (None, None)
        );
        assert!(quality.at_threshold.f1.is_finite());
    }
}
