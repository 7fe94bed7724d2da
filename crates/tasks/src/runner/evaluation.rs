//! EVALUATION: quality of the learned model, on held-out labels.

use onefold_domain::{
    CalibrationPoint, ColumnImportance, ConfusionMatrix, CurvePoint, Estimate, Evaluation, Metrics, Transform,
};
use onefold_engine::MatchSettings;
use onefold_engine::evaluate::{EstimatedFigure, QualityEstimate};

use super::{Failure, Outcome, Task};
use crate::{Input, Judged, LabelEvaluation, evaluate_judged};

pub(super) fn work(task: &Task<'_>) -> Result<Outcome, Failure> {
    let transform = task.service.transform(&task.run.owner)?;
    let settings = task.settings_of(&transform)?;
    let mut input = task.read_input(&transform, &settings)?;
    let judged = task.judged(&transform, &mut input)?.ok_or_else(|| {
        Failure::User(format!(
            "transform {} has no labels about pairs of records; import labels first",
            transform.id
        ))
    })?;
    let (evaluation, metrics) = measured(task, &transform, &input, judged)?;
    Ok(Outcome {
        evaluation: Some(evaluation),
        transform: Some(Box::new(move |transform| {
            let labels = transform.label_count;
            transform.metrics = Some(Metrics {
                labels,
                ..metrics.clone()
            });
        })),
        ..Outcome::default()
    })
}

/// Measures the model learned from the labels; gives the evaluation and the metrics of the API.
pub(super) fn measured(
    task: &Task<'_>,
    transform: &Transform,
    input: &Input,
    judged: Judged,
) -> Result<(Evaluation, Metrics), Failure> {
    let settings = input.settings(&task.settings_of(transform)?);
    let evaluation = evaluate_judged(input, judged, &settings, task)?;
    let quality = &evaluation.quality;
    let figures = &evaluation.estimate;
    let in_words =
        |figure: EstimatedFigure| format!("{:.3} ({:.3} to {:.3})", figure.value, figure.low, figure.high);
    task.log.line(&format!(
        "all matches, estimated, with 90 % intervals: precision {}, recall {}, F1 {}",
        in_words(figures.precision),
        in_words(figures.recall),
        in_words(figures.f1)
    ));
    task.log.line(&format!(
        "labeled pairs only: {} labeling sets, {} matches and {} non-matches; at threshold {:.3} precision {:.4}, recall {:.4}; best F1 {:.4}, \
         without labels {:.4}",
        evaluation.labels.sets,
        evaluation.labels.matches,
        evaluation.labels.non_matches,
        quality.threshold,
        quality.at_threshold.precision,
        quality.at_threshold.recall,
        quality.best_f1,
        evaluation.best_f1_without_labels
    ));
    if let Some(recall) = quality.candidate_recall {
        task.log.line(&format!(
            "blocking finds {:.2} % of the labeled matches; no threshold can recover the others",
            recall * 100.0
        ));
    }
    task.log
        .line("the metrics belong to the current labels and parameters");
    let metrics = metrics(&evaluation);
    Ok((kept(&evaluation, &settings, &metrics), metrics))
}

fn metrics(evaluation: &LabelEvaluation) -> Metrics {
    let quality = &evaluation.quality;
    let bounded = |value: f64| value.is_finite().then(|| value.clamp(0.0, 1.0));
    Metrics {
        area_under_pr_curve: quality.area_under_pr_curve.and_then(bounded),
        precision: bounded(quality.at_threshold.precision),
        recall: bounded(quality.at_threshold.recall),
        f1: bounded(quality.best_f1),
        confusion: ConfusionMatrix {
            true_positives: quality.confusion.true_positives,
            false_positives: quality.confusion.false_positives,
            true_negatives: quality.confusion.true_negatives,
            false_negatives: quality.confusion.false_negatives,
        },
        importances: evaluation
            .column_importances
            .iter()
            .filter_map(|column| {
                Some(ColumnImportance {
                    column: column.column.clone(),
                    importance: bounded(column.importance)?,
                })
            })
            .collect(),
        estimate: Some(estimate(&evaluation.estimate)),
        labels: 0,
    }
}

fn estimate(found: &QualityEstimate) -> Estimate {
    let figure = |figure: EstimatedFigure| onefold_domain::EstimatedFigure {
        value: figure.value,
        low: figure.low,
        high: figure.high,
    };
    Estimate {
        precision: figure(found.precision),
        recall: figure(found.recall),
        f1: figure(found.f1),
    }
}

/// The evaluation for the store: finite numbers only.
fn kept(evaluation: &LabelEvaluation, settings: &MatchSettings, metrics: &Metrics) -> Evaluation {
    let quality = &evaluation.quality;
    let number = |value: f64| if value.is_finite() { value } else { 0.0 };
    let point = |point: &onefold_engine::evaluate::CurvePoint| CurvePoint {
        threshold: f64::from(point.threshold),
        precision: number(point.precision),
        recall: number(point.recall),
    };
    Evaluation {
        sets: evaluation.labels.sets as u64,
        matches: evaluation.labels.matches as u64,
        non_matches: evaluation.labels.non_matches as u64,
        precision_recall: settings.precision_recall,
        accuracy_cost: settings.accuracy_cost,
        threshold: f64::from(quality.threshold),
        tradeoffs: evaluation.tradeoffs.iter().map(point).collect(),
        precision: number(quality.at_threshold.precision),
        recall: number(quality.at_threshold.recall),
        f1: number(quality.at_threshold.f1),
        best_f1: number(quality.best_f1),
        best_f1_without_labels: number(evaluation.best_f1_without_labels),
        estimate: metrics.estimate,
        area_under_pr_curve: metrics.area_under_pr_curve,
        candidate_recall: quality.candidate_recall.filter(|value| value.is_finite()),
        confusion: metrics.confusion,
        curve: quality.curve.iter().map(point).collect(),
        calibration: quality
            .calibration
            .iter()
            .map(|point| CalibrationPoint {
                score: number(point.score),
                matches: number(point.matches),
                pairs: point.pairs,
            })
            .collect(),
        judged_scores: evaluation.judged_scores.clone(),
        candidate_scores: evaluation.candidate_scores.clone(),
        importances: metrics.importances.clone(),
    }
}
