//! What an evaluation found, in numbers: enough to draw it, and to compare it with earlier ones.

use serde::{Deserialize, Serialize};

use crate::{ColumnImportance, ConfusionMatrix};

/// How good a transform was on labels that were held out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// Labeling sets.
    pub sets: u64,
    /// Labeled pairs that match.
    pub matches: u64,
    /// Labeled pairs that do not.
    pub non_matches: u64,
    /// The precision-recall tradeoff that was set.
    pub precision_recall: f64,
    /// The accuracy-cost tradeoff that was set.
    pub accuracy_cost: f64,
    /// Score at which a pair counted as a match.
    pub threshold: f64,
    /// Where the precision-recall tradeoff would stand, from 0 to 1 in equal steps.
    pub tradeoffs: Vec<CurvePoint>,
    /// At the threshold.
    pub precision: f64,
    /// At the threshold.
    pub recall: f64,
    /// At the threshold.
    pub f1: f64,
    /// The best over thresholds.
    pub best_f1: f64,
    /// The best over thresholds, without any label.
    pub best_f1_without_labels: f64,
    /// Estimate for all matches of the table; absent if an earlier version measured.
    #[serde(default)]
    pub estimate: Option<Estimate>,
    /// Area under the precision-recall curve.
    pub area_under_pr_curve: Option<f64>,
    /// Share of the labeled matches that are candidates at all.
    pub candidate_recall: Option<f64>,
    /// Pairs at the threshold.
    pub confusion: ConfusionMatrix,
    /// From the highest threshold to the lowest.
    pub curve: Vec<CurvePoint>,
    /// Scores beside the share of matches.
    pub calibration: Vec<CalibrationPoint>,
    /// Labeled pairs by score, in equal bins from 0 to 1: those that match, and the others.
    pub judged_scores: Vec<(u64, u64)>,
    /// All candidate pairs by score, in equal bins from 0 to 1.
    pub candidate_scores: Vec<u64>,
    /// The largest first.
    pub importances: Vec<ColumnImportance>,
}

/// Precision, recall and F1 of all matches of a table, as far as labels and scores tell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Share of the matches that are right.
    pub precision: EstimatedFigure,
    /// Share of the true matches that are found.
    pub recall: EstimatedFigure,
    /// Harmonic mean of both.
    pub f1: EstimatedFigure,
}

/// An estimated figure with its 90 % interval.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct EstimatedFigure {
    /// The estimate.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// One point of a precision-recall curve.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// Pairs of this score or a higher one are taken for matches.
    pub threshold: f64,
    /// Precision there.
    pub precision: f64,
    /// Recall there.
    pub recall: f64,
}

/// Scores near each other beside how many of them are matches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct CalibrationPoint {
    /// Mean score of the pairs.
    pub score: f64,
    /// Share of them that are matches.
    pub matches: f64,
    /// How many they are.
    pub pairs: u64,
}

impl Evaluation {
    /// Where a precision-recall tradeoff would stand: between the two nearest that are kept.
    pub fn at_tradeoff(&self, precision_recall: f64) -> CurvePoint {
        let Some(last) = self.tradeoffs.len().checked_sub(1) else {
            return CurvePoint {
                threshold: self.threshold,
                precision: self.precision,
                recall: self.recall,
            };
        };
        let place = precision_recall.clamp(0.0, 1.0) * last as f64;
        let below = (place.floor() as usize).min(last);
        let (low, high) = (self.tradeoffs[below], self.tradeoffs[(below + 1).min(last)]);
        let share = place - below as f64;
        let between = |low: f64, high: f64| low * (1.0 - share) + high * share;
        CurvePoint {
            threshold: between(low.threshold, high.threshold),
            precision: between(low.precision, high.precision),
            recall: between(low.recall, high.recall),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tradeoff_stands_at_or_between_those_that_are_kept() {
        let point = |threshold, precision, recall| CurvePoint {
            threshold,
            precision,
            recall,
        };
        let evaluation = Evaluation {
            tradeoffs: vec![point(0.1, 0.5, 1.0), point(0.5, 0.9, 0.8), point(0.9, 1.0, 0.4)],
            ..Evaluation::default()
        };
        for (tradeoff, threshold, recall) in [
            (0.0, 0.1, 1.0),
            (0.5, 0.5, 0.8),
            (0.75, 0.7, 0.6),
            (7.0, 0.9, 0.4),
        ] {
            let found = evaluation.at_tradeoff(tradeoff);
            assert!((found.threshold - threshold).abs() < 1e-12, "{found:?}");
            assert!((found.recall - recall).abs() < 1e-12, "{found:?}");
        }
    }

    #[test]
    fn an_evaluation_that_kept_none_stands_where_it_was() {
        let bare = Evaluation {
            threshold: 0.4,
            recall: 0.7,
            ..Evaluation::default()
        };
        let found = bare.at_tradeoff(0.9);
        assert!((found.threshold - 0.4).abs() < 1e-12 && (found.recall - 0.7).abs() < 1e-12);
    }
}
