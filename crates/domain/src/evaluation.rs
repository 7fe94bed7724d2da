//! What an evaluation found, in numbers: enough to draw it, and to compare it with earlier ones.

use serde::{Deserialize, Serialize};

use crate::{ColumnImportance, ConfusionMatrix};

/// How good a transform was on labels that were held out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// Labeling sets.
    pub sets: u64,
    /// Judged pairs that match.
    pub matches: u64,
    /// Judged pairs that do not.
    pub non_matches: u64,
    /// The precision-recall tradeoff that was set.
    pub precision_recall: f64,
    /// The accuracy-cost tradeoff that was set.
    pub accuracy_cost: f64,
    /// Score at which a pair counted as a match.
    pub threshold: f64,
    /// Thresholds that the precision-recall tradeoff would give, from 0 to 1 in equal steps.
    pub thresholds: Vec<f64>,
    /// At the threshold.
    pub precision: f64,
    /// At the threshold.
    pub recall: f64,
    /// At the threshold.
    pub f1: f64,
    /// The best over thresholds.
    pub best_f1: f64,
    /// The same without any label.
    pub best_f1_without_labels: f64,
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
    /// Judged pairs by score, in equal bins from 0 to 1: those that match, and the others.
    pub judged_scores: Vec<(u64, u64)>,
    /// All candidate pairs by score, in equal bins from 0 to 1.
    pub candidate_scores: Vec<u64>,
    /// The largest first.
    pub importances: Vec<ColumnImportance>,
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
    /// The threshold that a precision-recall tradeoff gives, between those that are kept.
    pub fn threshold_at(&self, precision_recall: f64) -> f64 {
        let Some(last) = self.thresholds.len().checked_sub(1) else {
            return self.threshold;
        };
        let place = precision_recall.clamp(0.0, 1.0) * last as f64;
        let below = (place.floor() as usize).min(last);
        let above = (below + 1).min(last);
        let share = place - below as f64;
        self.thresholds[below] * (1.0 - share) + self.thresholds[above] * share
    }

    /// Where a threshold stands on the curve; `None` if the curve has no point, or all scores lie below.
    pub fn point_at(&self, threshold: f64) -> Option<CurvePoint> {
        let taken = self.curve.iter().take_while(|point| point.threshold >= threshold);
        taken.last().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evaluation() -> Evaluation {
        let point = |threshold, precision, recall| CurvePoint {
            threshold,
            precision,
            recall,
        };
        Evaluation {
            threshold: 0.5,
            thresholds: vec![0.1, 0.5, 0.9],
            curve: vec![point(0.95, 1.0, 0.3), point(0.6, 0.9, 0.8), point(0.2, 0.5, 1.0)],
            ..Evaluation::default()
        }
    }

    #[test]
    fn a_tradeoff_leads_to_a_threshold_and_that_to_a_point() {
        let evaluation = evaluation();
        let near = |a: f64, b: f64| (a - b).abs() < 1e-12;
        assert!(near(evaluation.threshold_at(0.5), 0.5));
        assert!(near(evaluation.threshold_at(0.75), 0.7));
        assert!(near(evaluation.threshold_at(7.0), 0.9));
        let recall = |threshold| evaluation.point_at(threshold).map(|point| point.recall);
        assert_eq!(
            (recall(0.5), recall(0.1), recall(0.99)),
            (Some(0.8), Some(1.0), None)
        );
    }

    #[test]
    fn an_evaluation_without_thresholds_keeps_its_own() {
        let bare = Evaluation {
            threshold: 0.4,
            ..Evaluation::default()
        };
        assert!((bare.threshold_at(0.9) - 0.4).abs() < 1e-12);
        assert_eq!(bare.point_at(0.4), None);
    }
}
