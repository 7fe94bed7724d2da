//! Quality of all matches of a run, estimated from its scores and from a few labels.
//!
//! Labels are about hard pairs: people are asked where the model is unsure. So the share of labeled pairs that a model gets
//! right says little of all its matches. What is estimated here is the precision, recall and F1 of the whole result, as
//! [`group_quality`](super::group_quality) would give them if the truth were known.
//!
//! Judged pairs are known, and count as they are. All other candidate pairs are counted by how likely they match: by their
//! score before and after labels, apart for pairs in one group and other pairs. In each stratum the share of matches has a
//! Beta distribution. Its prior is what the scores say; judged pairs of the stratum add to it, at a discount, since they
//! were chosen for being hard. What no score tells gets distributions of its own: false matches that look certain, pairs
//! of neighboring groups that were never compared, and true pairs that were never near each other. The interval comes from
//! draws with a fixed seed.
//!
//! The constants were chosen on the sets of `cargo xtask bench quality` (docs/experiments/2026-11-29-estimated-quality.md).

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use crate::{HeldOut, MatchGroups, ScoredPair, numbers::pairs_among, random::Random};

/// Log-odds of a match, by the log-odds of both scores: the scores after labels are too careful on pairs that nobody asks
/// about, so both together count for more than 1.
const BASE: f64 = 0.5;
const BEFORE_LABELS: f64 = 0.3;
const AFTER_LABELS: f64 = 1.15;
/// In a one-to-one link, a pair whose record is matched with another one.
const RIVAL: f64 = -2.3;
/// What it says beyond both scores that a pair is in one group, or in two: mean and standard deviation of the log-odds.
const TOGETHER: (f64, f64) = (0.5, 1.0);
const APART: (f64, f64) = (-0.3, 0.8);
/// Judged pairs that the scores of a stratum count for.
const PRIOR: f64 = 40.0;
/// What a judged pair counts for, as it was chosen for being hard.
const JUDGED: f64 = 0.15;
/// Matches with certain scores that are false: parameters of a Beta distribution with a mean of 0.15 %.
const CERTAIN_AND_FALSE: (f64, f64) = (0.3, 200.0);
/// True pairs that are neither candidates nor between neighboring groups: a Beta distribution with a mean of 0.5 %.
const UNSEEN: (f64, f64) = (0.3, 60.0);
/// What a judged match counts for there.
const JUDGED_UNSEEN: f64 = 0.1;
/// Pairs of neighboring groups that were never compared match far less often than those that were: shape and scale of a
/// Gamma distribution with a mean of 3 %.
const NEVER_COMPARED: (f64, f64) = (0.3, 0.1);
/// Neighboring groups count if the mean probability of the pairs between them is at least this.
const NEIGHBORS: f64 = 0.005;

/// Lower edges of the strata but the first, in log-odds.
const EDGES: [f64; 16] = [
    -6.0, -5.0, -4.0, -3.0, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0,
];
const STRATA: usize = EDGES.len() + 1;
/// Draws from which an interval is taken.
const DRAWS: usize = 4_000;
const SEED: u64 = 20_261_129;

/// Estimated quality of all matches of a run.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct QualityEstimate {
    /// Share of the pairs in one group that match.
    pub precision: EstimatedFigure,
    /// Share of the matching pairs that are in one group.
    pub recall: EstimatedFigure,
    /// Harmonic mean of both.
    pub f1: EstimatedFigure,
    /// Pairs in one group.
    pub pairs_found: u64,
}

/// A figure with its 90 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct EstimatedFigure {
    /// The median of what it may be.
    pub value: f64,
    /// It is less with a probability of 5 %.
    pub low: f64,
    /// It is more with a probability of 5 %.
    pub high: f64,
}

/// What a run found, for the estimate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found<'a> {
    /// The scored pairs.
    pub pairs: &'a [ScoredPair],
    /// Their scores without labels, in the same order.
    pub before_labels: &'a [f32],
    /// The groups.
    pub groups: &'a MatchGroups,
    /// Source of each record, where records match only across sources.
    pub sources: Option<&'a [u16]>,
    /// Whether a record matches one record of another source at most.
    pub is_one_to_one: bool,
}

/// Estimates the quality of all matches of a run from its scores and from labeled pairs, each scored without its own label.
pub(crate) fn estimated_quality(found: Found<'_>, labeled: &[HeldOut]) -> QualityEstimate {
    let groups = Groups {
        groups: found.groups,
        is_one_to_one: found.is_one_to_one,
    };
    let judged = Judged::new(labeled, &groups);
    Basis::new(found, &groups, &judged).estimate(&judged)
}

/// Pairs by how likely they match, without those that were judged.
#[derive(Debug, Default)]
struct Basis {
    together: Strata,
    apart: Strata,
    /// Matches among pairs of neighboring groups that were never compared, if those matched as often as the others.
    never_compared: f64,
    pairs_found: u64,
}

/// Pairs of a stratum, and the sum of the probabilities that they match.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Stratum {
    pairs: f64,
    matches: f64,
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Strata([Stratum; STRATA]);

impl Strata {
    fn add(&mut self, log_odds: f64, pairs: f64) {
        let stratum = &mut self.0[stratum_of(log_odds)];
        stratum.pairs += pairs;
        stratum.matches += pairs * probability(log_odds);
    }

    fn merge(&mut self, other: &Self) {
        for (own, other) in self.0.iter_mut().zip(&other.0) {
            own.pairs += other.pairs;
            own.matches += other.matches;
        }
    }
}

fn stratum_of(log_odds: f64) -> usize {
    EDGES.partition_point(|&edge| edge <= log_odds)
}

fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

fn logit(probability: f64) -> f64 {
    let bounded = probability.clamp(1e-6, 1.0 - 1e-6);
    (bounded / (1.0 - bounded)).ln()
}

fn log_odds(before_labels: f32, after_labels: f32, is_rival: bool) -> f64 {
    let rival = if is_rival { RIVAL } else { 0.0 };
    BASE + BEFORE_LABELS * logit(before_labels.into()) + AFTER_LABELS * logit(after_labels.into()) + rival
}

/// Whose groups are which.
struct Groups<'a> {
    groups: &'a MatchGroups,
    is_one_to_one: bool,
}

impl Groups<'_> {
    fn of(&self, row: u32) -> u32 {
        self.groups.of[row as usize]
    }

    fn size(&self, group: u32) -> u32 {
        self.groups.sizes[group as usize]
    }

    /// Whether a link has a better match for a record of the pair.
    fn has_rival(&self, left: u32, right: u32) -> bool {
        let (a, b) = (self.of(left), self.of(right));
        self.is_one_to_one && a != b && (self.size(a) > 1 || self.size(b) > 1)
    }
}

/// What is known of the pairs between two groups, or inside one.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    pairs: u32,
    matches: f64,
}

impl Basis {
    fn new(found: Found<'_>, groups: &Groups<'_>, judged: &Judged) -> Self {
        const CHUNK: usize = 1 << 16;
        let Found {
            pairs,
            before_labels,
            sources,
            ..
        } = found;
        let log_odds_of = |pair: &ScoredPair, before: f32| {
            log_odds(before, pair.score, groups.has_rival(pair.left, pair.right))
        };
        let tallies: Vec<(Strata, Strata)> = pairs
            .par_chunks(CHUNK)
            .zip(before_labels.par_chunks(CHUNK))
            .map(|(pairs, before)| {
                let (mut together, mut apart) = (Strata::default(), Strata::default());
                for (pair, &before) in pairs.iter().zip(before) {
                    if judged.pairs.contains(&(pair.left, pair.right)) {
                        continue;
                    }
                    let is_together = groups.of(pair.left) == groups.of(pair.right);
                    let side = if is_together { &mut together } else { &mut apart };
                    side.add(log_odds_of(pair, before), 1.0);
                }
                (together, apart)
            })
            .collect();
        let mut basis = Self::default();
        for (together, apart) in &tallies {
            basis.together.merge(together);
            basis.apart.merge(apart);
        }
        // A pair that was not scored is judged by those that were, of the same group or the same two groups.
        let mut known: FxHashMap<(u32, u32), Known> = FxHashMap::default();
        for (pair, &before) in pairs.iter().zip(before_labels) {
            let (a, b) = (groups.of(pair.left), groups.of(pair.right));
            if groups.size(a) > 1 || groups.size(b) > 1 {
                let known = known.entry((a.min(b), a.max(b))).or_default();
                known.pairs += 1;
                known.matches += probability(log_odds_of(pair, before));
            }
        }
        let mut between: Vec<((u32, u32), Known)> = Vec::new();
        let mut inside: FxHashMap<u32, Known> = FxHashMap::default();
        for ((a, b), known) in known {
            if a == b {
                inside.insert(a, known);
            } else {
                between.push(((a, b), known));
            }
        }
        basis.add_unscored_inside(groups, &inside, sources);
        // In a link, the other pairs of two groups mostly are of one source.
        if sources.is_none() {
            between.sort_unstable_by_key(|(groups, _)| *groups);
            for ((a, b), known) in between {
                let missing = f64::from(groups.size(a)) * f64::from(groups.size(b)) - f64::from(known.pairs);
                let mean = known.matches / f64::from(known.pairs);
                if mean >= NEIGHBORS {
                    basis.never_compared += missing * mean;
                }
            }
        }
        basis
    }

    /// Counts the pairs inside groups that were not scored, and all pairs inside groups.
    fn add_unscored_inside(
        &mut self,
        groups: &Groups<'_>,
        inside: &FxHashMap<u32, Known>,
        sources: Option<&[u16]>,
    ) {
        /// Mean probability in a group of which no pair was scored: an earlier run, labels or equal rows made it.
        const UNKNOWN: f64 = 0.9;
        let mut of_one_source: FxHashMap<(u32, u16), u64> = FxHashMap::default();
        for (row, source) in sources.into_iter().flatten().enumerate() {
            *of_one_source.entry((groups.groups.of[row], *source)).or_default() += 1;
        }
        let mut within: FxHashMap<u32, u64> = FxHashMap::default();
        for ((group, _), records) in of_one_source {
            *within.entry(group).or_default() += pairs_among(records);
        }
        for (group, &size) in (0u32..).zip(&groups.groups.sizes) {
            if size < 2 {
                continue;
            }
            let all = pairs_among(size.into()) - within.get(&group).copied().unwrap_or_default();
            self.pairs_found += all;
            let known = inside.get(&group).copied().unwrap_or_default();
            let missing = all.saturating_sub(known.pairs.into());
            if missing > 0 {
                let mean = if known.pairs == 0 {
                    UNKNOWN
                } else {
                    known.matches / f64::from(known.pairs)
                };
                self.together.add(logit(mean), missing as f64);
            }
        }
    }

    fn estimate(&self, judged: &Judged) -> QualityEstimate {
        let mut draws = Draws::new();
        let (mut precision, mut recall, mut f1) = (Vec::new(), Vec::new(), Vec::new());
        let found = self.pairs_found as f64;
        for _ in 0..DRAWS {
            let certain_and_false = draws.beta(CERTAIN_AND_FALSE.0, CERTAIN_AND_FALSE.1);
            let likely = draws.matches(&self.together, TOGETHER, judged) * (1.0 - certain_and_false);
            let known = judged.right + judged.wrong;
            let wrong = judged.wrong + draws.count(found - known - likely);
            let right = (found - wrong).max(judged.right.min(found));
            let apart = draws.matches(&self.apart, APART, judged)
                + self.never_compared * NEVER_COMPARED.1 * draws.gamma(NEVER_COMPARED.0);
            let unseen = draws.beta(
                UNSEEN.0 + JUDGED_UNSEEN * judged.unseen,
                UNSEEN.1 + JUDGED_UNSEEN * (judged.matches - judged.unseen),
            );
            let never_near = (right + apart) * unseen / (1.0 - unseen).max(1e-6);
            let missed = judged.missed + draws.count(apart + never_near);
            precision.push(share(right, found));
            recall.push(share(right, right + missed));
            f1.push(share(2.0 * right, found + right + missed));
        }
        QualityEstimate {
            precision: figure(precision),
            recall: figure(recall),
            f1: figure(f1),
            pairs_found: self.pairs_found,
        }
    }
}

/// Of nothing, everything is right.
fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 {
        (part / whole).clamp(0.0, 1.0)
    } else {
        1.0
    }
}

fn figure(mut draws: Vec<f64>) -> EstimatedFigure {
    draws.sort_unstable_by(f64::total_cmp);
    let quantile = |share: f64| draws[((draws.len() as f64 * share) as usize).min(draws.len() - 1)];
    EstimatedFigure {
        value: quantile(0.5),
        low: quantile(0.05),
        high: quantile(0.95),
    }
}

/// What labels say.
#[derive(Debug, Default)]
struct Judged {
    /// The labeled pairs.
    pairs: FxHashSet<(u32, u32)>,
    /// Candidates among them by stratum: matches and others.
    strata: [(f64, f64); STRATA],
    matches: f64,
    /// Matches that are no candidates.
    unseen: f64,
    /// Matches in one group.
    right: f64,
    /// Other pairs in one group.
    wrong: f64,
    /// Matches in two groups.
    missed: f64,
}

impl Judged {
    fn new(labeled: &[HeldOut], groups: &Groups<'_>) -> Self {
        let mut judged = Self::default();
        for pair in labeled {
            judged.pairs.insert((pair.left, pair.right));
            let is_match = f64::from(u8::from(pair.is_match));
            judged.matches += is_match;
            if groups.of(pair.left) == groups.of(pair.right) {
                judged.right += is_match;
                judged.wrong += 1.0 - is_match;
            } else {
                judged.missed += is_match;
            }
            if !pair.is_candidate {
                judged.unseen += is_match;
                continue;
            }
            let is_rival = groups.has_rival(pair.left, pair.right);
            let (matches, others) =
                &mut judged.strata[stratum_of(log_odds(pair.cold_score, pair.score, is_rival))];
            *matches += is_match;
            *others += 1.0 - is_match;
        }
        judged
    }
}

/// Random draws from the distributions that the estimate needs.
struct Draws(Random);

impl Draws {
    fn new() -> Self {
        Self(Random::new(SEED))
    }

    /// Matches among pairs whose log-odds are shifted by a normal draw.
    fn matches(&mut self, strata: &Strata, (mean, deviation): (f64, f64), judged: &Judged) -> f64 {
        let shift = mean + deviation * self.normal();
        let mut sum = 0.0;
        for (stratum, (matches, others)) in strata.0.iter().zip(&judged.strata) {
            if stratum.pairs > 0.0 {
                let said = probability(logit(stratum.matches / stratum.pairs) + shift);
                let share = self.beta(
                    PRIOR * said + JUDGED * matches,
                    PRIOR * (1.0 - said) + JUDGED * others,
                );
                sum += stratum.pairs * share;
            }
        }
        sum
    }

    /// A positive number below 1.
    fn open_unit(&mut self) -> f64 {
        self.0.unit().max(f64::MIN_POSITIVE)
    }

    /// Box and Muller 1958.
    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * self.open_unit().ln()).sqrt();
        radius * (std::f64::consts::TAU * self.0.unit()).cos()
    }

    /// Marsaglia and Tsang 2000, with scale 1.
    fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let power = self.open_unit().powf(1.0 / shape);
            return self.gamma(shape + 1.0) * power;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = (1.0 + c * x).powi(3);
            if v > 0.0 && self.open_unit().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
        }
    }

    /// How many of many rare events happen of which so many are expected: Poisson (Knuth 1969), by the normal distribution
    /// for great numbers.
    fn count(&mut self, expected: f64) -> f64 {
        const GREAT: f64 = 30.0;
        if expected <= 0.0 {
            return 0.0;
        }
        if expected > GREAT {
            return (expected + expected.sqrt() * self.normal()).round().max(0.0);
        }
        let limit = (-expected).exp();
        let mut product = self.0.unit();
        let mut count = 0.0;
        while product > limit {
            product *= self.0.unit();
            count += 1.0;
        }
        count
    }

    fn beta(&mut self, a: f64, b: f64) -> f64 {
        const LEAST: f64 = 1e-4;
        let (a, b) = (self.gamma(a.max(LEAST)), self.gamma(b.max(LEAST)));
        if a + b > 0.0 { a / (a + b) } else { 0.5 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(of: &[u32]) -> MatchGroups {
        let most = of.iter().max().copied().unwrap_or_default() as usize;
        let mut sizes = vec![0; most + 1];
        for &group in of {
            sizes[group as usize] += 1;
        }
        MatchGroups {
            of: of.to_vec(),
            sizes,
            ..MatchGroups::default()
        }
    }

    fn quality(
        of: &[u32],
        scored: &[(u32, u32, f32)],
        is_one_to_one: bool,
        labeled: &[HeldOut],
    ) -> QualityEstimate {
        let pairs: Vec<ScoredPair> = scored
            .iter()
            .map(|&(left, right, score)| ScoredPair { left, right, score })
            .collect();
        let before_labels: Vec<f32> = pairs.iter().map(|pair| pair.score).collect();
        let found = Found {
            pairs: &pairs,
            before_labels: &before_labels,
            groups: &groups(of),
            sources: None,
            is_one_to_one,
        };
        estimated_quality(found, labeled)
    }

    fn judged(score: f32, is_match: bool, times: usize) -> Vec<HeldOut> {
        let one = HeldOut {
            left: 0,
            right: 1,
            is_match,
            score,
            cold_score: score,
            is_candidate: true,
        };
        vec![one; times]
    }

    /// A hundred pairs of records in a hundred groups, with one score.
    fn of_pairs(score: f32, labeled: &[HeldOut]) -> QualityEstimate {
        let of: Vec<u32> = (0..100).flat_map(|group| [group, group]).collect();
        let scored: Vec<(u32, u32, f32)> = (0..100).map(|group| (2 * group, 2 * group + 1, score)).collect();
        quality(&of, &scored, false, labeled)
    }

    #[test]
    fn certain_scores_give_high_figures_and_narrow_intervals() {
        let sure = of_pairs(0.99, &[]);
        assert_eq!(sure.pairs_found, 100);
        assert!(sure.precision.low > 0.95, "{sure:?}");
        let doubtful = of_pairs(0.6, &[]);
        assert!(doubtful.precision.value < sure.precision.value);
        let width = |figure: EstimatedFigure| figure.high - figure.low;
        assert!(
            width(doubtful.precision) > 3.0 * width(sure.precision),
            "{doubtful:?}"
        );
        for figure in [doubtful.precision, doubtful.recall, doubtful.f1] {
            assert!(figure.low <= figure.value && figure.value <= figure.high);
        }
    }

    #[test]
    fn judged_pairs_move_the_estimate_of_their_stratum() {
        let of = |labeled: &[HeldOut]| of_pairs(0.8, labeled).precision;
        let (before, right, wrong) = (of(&[]), of(&judged(0.8, true, 400)), of(&judged(0.8, false, 400)));
        assert!(
            right.value > before.value && right.low > before.low,
            "{right:?} {before:?}"
        );
        assert!(wrong.high < before.low, "{wrong:?} {before:?}");
    }

    #[test]
    fn judged_pairs_count_as_they_are() {
        let of: Vec<u32> = (0..10).flat_map(|group| [group, group]).collect();
        let scored: Vec<(u32, u32, f32)> = (0..10).map(|group| (2 * group, 2 * group + 1, 0.7)).collect();
        let labeled: Vec<HeldOut> = (0..10)
            .map(|group| HeldOut {
                left: 2 * group,
                right: 2 * group + 1,
                ..judged(0.7, group > 2, 1)[0]
            })
            .collect();
        let known = quality(&of, &scored, false, &labeled).precision;
        assert!(
            (known.low - 0.7).abs() < 1e-9 && (known.high - 0.7).abs() < 1e-9,
            "{known:?}"
        );
    }

    #[test]
    fn pairs_between_groups_lower_the_recall() {
        let mut scored: Vec<(u32, u32, f32)> =
            (0..50).map(|group| (2 * group, 2 * group + 1, 0.99)).collect();
        let of: Vec<u32> = (0..50).flat_map(|group| [group, group]).chain(50..90).collect();
        let whole = quality(&of, &scored, false, &[]);
        scored.extend((0..40).map(|number| (2 * number, 100 + number, 0.45)));
        let with_missed = quality(&of, &scored, false, &[]);
        assert!(
            with_missed.recall.high < whole.recall.value,
            "{with_missed:?} {whole:?}"
        );
        assert!((with_missed.precision.value - whole.precision.value).abs() < 0.021);
        // In a one-to-one link a better match stands against them.
        let with_rivals = quality(&of, &scored, true, &[]);
        assert!(
            with_rivals.recall.value > with_missed.recall.high,
            "{with_rivals:?}"
        );
    }

    #[test]
    fn a_result_without_matches_has_finite_figures() {
        let none = quality(&[0, 1, 2], &[(0, 1, 0.01)], false, &[]);
        assert!((none.precision.value - 1.0).abs() < 1e-9);
        assert!(none.recall.value.is_finite() && none.f1.value.is_finite());
    }

    #[test]
    fn draws_have_the_moments_of_their_distributions() {
        let mut draws = Draws::new();
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let many: Vec<f64> = (0..20_000).map(|_| draws.beta(3.0, 9.0)).collect();
        assert!((mean(&many) - 0.25).abs() < 0.005);
        let square: Vec<f64> = many.iter().map(|value| (value - 0.25).powi(2)).collect();
        assert!((mean(&square) - 0.25 * 0.75 / 13.0).abs() < 0.001);
        let small: Vec<f64> = (0..20_000).map(|_| draws.gamma(0.3)).collect();
        assert!((mean(&small) - 0.3).abs() < 0.02);
        for expected in [2.5, 80.0] {
            let counts: Vec<f64> = (0..20_000).map(|_| draws.count(expected)).collect();
            assert!((mean(&counts) - expected).abs() < 0.03 * expected);
            let square: Vec<f64> = counts.iter().map(|count| (count - expected).powi(2)).collect();
            assert!((mean(&square) - expected).abs() < 0.1 * expected);
        }
        let normal: Vec<f64> = (0..20_000).map(|_| draws.normal()).collect();
        assert!(mean(&normal).abs() < 0.03);
    }
}
