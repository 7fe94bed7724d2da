//! Which score counts as a match.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::{ScoredPair, compare::classes::ClassModel};

/// How far scores can be taken at their word, which bounds how far the threshold follows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Trust {
    /// Labels of these data have calibrated them.
    #[default]
    Calibrated,
    /// They come from what other data taught: where they are low, nothing is certain, and more groups would be wrong ones.
    Taught,
    /// The same, and a single column says something, so that a good match scores low as well.
    OneColumn,
    /// The same in a link, in which rivals rule out what is not the best, certain or not.
    OneColumnOfLink,
    /// The same, and what records share is too little to tell one thing from another, whatever they score.
    TooLittle,
}

impl Trust {
    /// In scores that no label has calibrated, of a table with these classes of pairs.
    pub(crate) fn without_labels(classes: &ClassModel, is_link: bool) -> Self {
        if classes.is_ambiguous {
            Self::TooLittle
        } else if classes.telling_columns() < 2 {
            if is_link {
                Self::OneColumnOfLink
            } else {
                Self::OneColumn
            }
        } else if classes.holds_too_little() {
            Self::TooLittle
        } else {
            Self::Taught
        }
    }

    /// Least and greatest threshold at a setting of the tradeoff; both rise with it.
    fn bounds(self, precision_recall: f64) -> (f32, f32) {
        /// Bounds in the middle of the tradeoff.
        const MIDDLE: (f32, f32) = (0.4, 0.6);
        /// The lower one where a single column says something.
        const ONE_COLUMN: f32 = 0.15;
        let least = match self {
            Self::Calibrated => return (0.0, 1.0),
            Self::Taught | Self::TooLittle => MIDDLE.0,
            Self::OneColumn | Self::OneColumnOfLink => ONE_COLUMN,
        };
        let way = (2.0 * precision_recall - 1.0) as f32;
        if way <= 0.0 {
            (least * (1.0 + way), MIDDLE.1 + 0.4 * way)
        } else {
            (least + (MIDDLE.1 - least) * way, MIDDLE.1 + 0.38 * way)
        }
    }
}

/// Threshold where nothing tells one thing from another.
const TOO_LITTLE: f32 = 0.9999;
/// Threshold where not even the best pairs are certain.
const NOTHING_CERTAIN: f32 = 0.9;

/// Scores below this are many and say little; their sum would only reflect how many candidates there are.
pub(crate) const COUNTED: f32 = 0.02;

/// Pairs of one score, or of nearly one.
#[derive(Debug, Clone, Copy)]
struct Level {
    score: f64,
    pairs: u64,
}

/// Pairs with at least a score.
fn pairs_from(levels: impl Iterator<Item = Level>, least: f32) -> u64 {
    levels
        .take_while(|level| level.score >= f64::from(least))
        .map(|level| level.pairs)
        .sum()
}

/// Whether the best of the pairs that look like matches are certain: the first twentieth of them, and three at least. `levels`
/// has the best first. How certain they must be rises with the tradeoff.
fn are_best_certain(levels: impl Iterator<Item = Level> + Clone, precision_recall: f64) -> bool {
    /// Score from which a pair looks like a match.
    const ALIKE: f32 = 0.4;
    /// Mean score in the middle of the tradeoff (docs/experiments/2026-12-01-more-hands.md).
    const CERTAIN: f64 = 0.65;
    let alike = pairs_from(levels.clone(), ALIKE);
    let best = (alike / 20).max(3).min(alike);
    let (mut left, mut sum) = (best, 0.0);
    for level in levels {
        let taken = level.pairs.min(left);
        sum += level.score * taken as f64;
        left -= taken;
        if left == 0 {
            break;
        }
    }
    let way = (2.0 * precision_recall).min(1.0);
    sum >= way * CERTAIN * best as f64
}

/// The match threshold of the precision-recall tradeoff: that of the greatest expected F-beta over all scored pairs, if
/// scores are taken at their word, within the bounds of `trust`. Beta goes from 4 (recall) over 1 to 1/4 (precision). The threshold that maximizes an
/// expected F-beta is `F / (1 + beta^2)` (Lipton, Elkan and Naryanaswamy 2014, for beta 1).
///
/// In a one-to-one link a pair with a better rival is not taken at any threshold: it counts among what is to be found, and
/// not among what is taken.
pub fn match_threshold(
    pairs: impl Iterator<Item = ScoredPair>,
    is_one_to_one: bool,
    precision_recall: f64,
    trust: Trust,
) -> f32 {
    choose(pairs, is_one_to_one, precision_recall, trust).at
}

/// A match threshold, and what it means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Threshold {
    /// Least score of a match.
    pub at: f32,
    /// Pairs that look like matches but are not taken, since not even the best of them is certain.
    pub doubtful: u64,
}

/// The same as [`match_threshold`], with what it means.
pub fn choose(
    pairs: impl Iterator<Item = ScoredPair>,
    is_one_to_one: bool,
    precision_recall: f64,
    trust: Trust,
) -> Threshold {
    let mut counted: Vec<ScoredPair> = pairs.filter(|pair| pair.score >= COUNTED).collect();
    counted.par_sort_unstable_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then((a.left, a.right).cmp(&(b.left, b.right)))
    });
    let expected: f64 = counted.iter().map(|pair| f64::from(pair.score)).sum();
    if is_one_to_one {
        let mut taken: FxHashSet<u32> = FxHashSet::default();
        // The best pair of a record comes first; bitwise, so that both are noted.
        counted.retain(|pair| taken.insert(pair.left) & taken.insert(pair.right));
    }
    let levels = counted.iter().map(|pair| Level {
        score: f64::from(pair.score),
        pairs: 1,
    });
    choose_level(levels, expected, precision_recall, trust)
}

/// The same by pairs in the order of their scores, the best first. `expected` is the sum of the scores of all.
fn choose_level(
    levels: impl Iterator<Item = Level> + Clone,
    expected: f64,
    precision_recall: f64,
    trust: Trust,
) -> Threshold {
    let beta_squared = 4.0f64.powf(2.0 * (1.0 - 2.0 * precision_recall));
    let (mut taken, mut found, mut best) = (0u64, 0.0f64, None);
    for level in levels.clone() {
        taken += level.pairs;
        found += level.score * level.pairs as f64;
        let f = (1.0 + beta_squared) * found / (taken as f64 + beta_squared * expected);
        best = Some(best.map_or(f, |best: f64| best.max(f)));
    }
    let (least, most) = trust.bounds(precision_recall);
    let threshold = ((best.unwrap_or(1.0) / (1.0 + beta_squared)) as f32)
        .clamp(least, most)
        .clamp(COUNTED, 0.98);
    let mut threshold = Threshold {
        at: threshold,
        doubtful: 0,
    };
    let raised = match trust {
        Trust::Taught | Trust::OneColumn if !are_best_certain(levels.clone(), precision_recall) => {
            Some(NOTHING_CERTAIN)
        }
        Trust::TooLittle => Some(TOO_LITTLE * (2.0 * precision_recall).min(1.0) as f32),
        _ => None,
    };
    if let Some(raised) = raised {
        let raised = threshold.at.max(raised);
        threshold.doubtful = pairs_from(levels.clone(), threshold.at) - pairs_from(levels, raised);
        threshold.at = raised;
    }
    threshold
}

/// How many pairs have which score, where the pairs themselves are spread over several places.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ScoreCounts {
    /// Pairs and the sum of their scores, by score in equal steps.
    steps: Vec<(u64, f64)>,
}

impl Default for ScoreCounts {
    fn default() -> Self {
        Self {
            steps: vec![(0, 0.0); Self::STEPS],
        }
    }
}

impl ScoreCounts {
    const STEPS: usize = 4_096;

    /// Counts a pair.
    pub(crate) fn add(&mut self, score: f32) {
        if score >= COUNTED {
            let step = ((score * Self::STEPS as f32) as usize).min(Self::STEPS - 1);
            self.steps[step].0 += 1;
            self.steps[step].1 += f64::from(score);
        }
    }

    /// Counts pairs of a step; none if there is no such step.
    pub(crate) fn add_step(&mut self, step: usize, pairs: u64, sum: f64) -> Option<()> {
        let own = self.steps.get_mut(step)?;
        own.0 += pairs;
        own.1 += sum;
        Some(())
    }

    /// The steps that have pairs, with their numbers and the sums of their scores.
    pub(crate) fn steps(&self) -> impl Iterator<Item = (usize, u64, f64)> + Clone {
        let steps = self.steps.iter().enumerate();
        steps
            .filter(|(_, own)| own.0 > 0)
            .map(|(step, &(pairs, sum))| (step, pairs, sum))
    }

    /// What [`choose`] gives for these pairs, to a step. A better rival in a one-to-one link is not known here.
    pub(crate) fn choose(&self, precision_recall: f64, trust: Trust) -> Threshold {
        let mut levels: Vec<Level> = self
            .steps()
            .map(|(_, pairs, sum)| Level {
                score: sum / pairs as f64,
                pairs,
            })
            .collect();
        levels.reverse();
        let expected = self.steps.iter().map(|own| own.1).sum();
        choose_level(levels.iter().copied(), expected, precision_recall, trust)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{ScoreCounts, ScoredPair, Trust, choose, match_threshold};

    /// Pairs of records of which no two pairs share one, or all share the first.
    fn pairs(scores: &[f32], are_rivals: bool) -> impl Iterator<Item = ScoredPair> {
        (0..).zip(scores).map(move |(number, &score)| ScoredPair {
            left: if are_rivals { 0 } else { 2 * number + 1 },
            right: 2 * number + 2,
            score,
        })
    }

    #[test]
    fn the_threshold_of_clear_scores_lies_between_them() {
        let scores = [0.99, 0.98, 0.97, 0.03, 0.03];
        let threshold = match_threshold(pairs(&scores, false), false, 0.5, Trust::Calibrated);
        assert!((0.4..0.6).contains(&threshold), "{threshold}");
        assert!((0.0..1.0).contains(&match_threshold(pairs(&[], false), false, 0.5, Trust::Calibrated)));
    }

    #[test]
    fn rivals_that_a_link_will_not_take_lower_its_threshold() {
        let scores = [0.9, 0.7, 0.6];
        let many = match_threshold(pairs(&scores, true), false, 0.5, Trust::Calibrated);
        let one = match_threshold(pairs(&scores, true), true, 0.5, Trust::Calibrated);
        // 2 * 0.9 / (1 + 2.2) / 2
        assert!((one - 0.281).abs() < 1e-3 && one < many, "{one} {many}");
        let apart = match_threshold(pairs(&scores, false), true, 0.5, Trust::Calibrated);
        assert!((apart - many).abs() < 1e-6, "without rivals nothing changes");
    }

    #[test]
    fn low_scores_that_no_label_has_calibrated_make_no_groups() {
        let scores = [0.12; 50];
        let at = |trust| match_threshold(pairs(&scores, false), false, 0.5, trust);
        assert!(at(Trust::Calibrated) < 0.12);
        assert!(
            (at(Trust::Taught) - 0.4).abs() < 1e-6,
            "there is nothing to be certain of"
        );
        assert!((at(Trust::OneColumnOfLink) - 0.15).abs() < 1e-6);
        assert!(
            (at(Trust::OneColumn) - 0.15).abs() < 1e-6,
            "none looks like a match"
        );
    }

    #[test]
    fn high_scores_make_no_groups_where_nothing_tells_things_apart() {
        let chosen = |tradeoff| choose(pairs(&[0.5; 60], false), false, tradeoff, Trust::TooLittle);
        assert!(chosen(0.5).at > 0.99);
        assert_eq!(chosen(0.5).doubtful, 60, "a note tells of them");
        assert!(chosen(0.2).at < 0.5, "who wants recall takes them");
    }

    #[test]
    fn middling_scores_make_no_groups_unless_the_best_are_certain() {
        let at =
            |scores: &[f32], tradeoff| match_threshold(pairs(scores, false), false, tradeoff, Trust::Taught);
        let middling = [0.55; 60];
        assert!((at(&middling, 0.5) - 0.9).abs() < 1e-6);
        assert!(at(&middling, 0.1) < 0.55, "who wants recall takes them");
        let mut with_certain = middling;
        with_certain[..3].fill(0.97);
        assert!(at(&with_certain, 0.5) < 0.55);
    }

    #[test]
    fn one_column_must_be_certain_but_in_a_link() {
        let at = |trust| match_threshold(pairs(&[0.55; 60], false), false, 0.5, trust);
        assert!((at(Trust::OneColumn) - 0.9).abs() < 1e-6);
        assert!(at(Trust::OneColumnOfLink) < 0.55);
    }

    proptest! {
        #[test]
        fn counts_of_scores_give_the_threshold_of_the_scores(
            scores in prop::collection::vec(0.0f32..1.0, 0..60),
            tradeoff in 0.0f64..1.0,
            trust in prop::sample::select(vec![Trust::Calibrated, Trust::OneColumnOfLink, Trust::TooLittle]),
        ) {
            let mut counts = ScoreCounts::default();
            for &score in &scores {
                counts.add(score);
            }
            let by_pair = match_threshold(pairs(&scores, false), false, tradeoff, trust);
            let by_count = counts.choose(tradeoff, trust).at;
            prop_assert!((by_pair - by_count).abs() < 0.01, "{} {}", by_pair, by_count);
        }

        #[test]
        fn more_precision_never_lowers_the_threshold(
            scores in prop::collection::vec(0.0f32..1.0, 0..60),
            less in 0.0f64..1.0,
            more in 0.0f64..1.0,
            are_rivals in any::<bool>(),
            trust in prop::sample::select(vec![
                Trust::Calibrated,
                Trust::Taught,
                Trust::OneColumn,
                Trust::OneColumnOfLink,
                Trust::TooLittle,
            ]),
        ) {
            let (less, more) = (less.min(more), less.max(more));
            let at = |tradeoff| match_threshold(pairs(&scores, are_rivals), true, tradeoff, trust);
            prop_assert!(at(less) <= at(more) + 1e-6);
        }
    }
}
