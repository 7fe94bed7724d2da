//! The quality of a transform: its newest evaluation, or an earlier one, and the history.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use maud::{Markup, html};
use onefold_domain::{ConfusionMatrix, CurvePoint, Evaluation, EvaluationEntry, Transform, TransformStatus};
use onefold_report::text::{count, percent, shown};
use serde::Deserialize;

use super::words::{estimated, figures, moment, share};
use crate::charts::{self, Marks};
use crate::{Console, Failure, Page, Section, Visit, link};

/// Number of evaluations in the history.
const HISTORY: usize = 50;

/// Which evaluation.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    run: String,
}

/// What the page shows.
struct View {
    transform: Transform,
    /// The newest first.
    entries: Vec<EvaluationEntry>,
    shown: usize,
}

/// The page.
pub(crate) async fn show(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Page, Failure> {
    let view = console
        .ask(move |service| {
            let transform = service.transform(&id)?;
            let entries = service.evaluations(&id, HISTORY)?;
            let shown = if asked.run.is_empty() {
                0
            } else {
                entries
                    .iter()
                    .position(|entry| entry.run == asked.run)
                    .ok_or_else(|| Failure::not_found(format!("run {} has no evaluation", asked.run)))?
            };
            Ok(View {
                transform,
                entries,
                shown,
            })
        })
        .await?;
    let body = render(&view, &visit.csrf_field());
    Ok(Page::new(Section::Transforms, "Quality", body)
        .below("Transforms", "/console/transforms")
        .below(&view.transform.name, &link(&["transforms", &view.transform.id])))
}

fn render(view: &View, csrf: &Markup) -> Markup {
    let measure = link(&["transforms", &view.transform.id, "evaluations"]);
    html! {
        div.head {
            h1 { "Quality of " (shown(&view.transform.name)) }
            @if view.transform.status == TransformStatus::Ready {
                form method="post" action=(measure) { (csrf) button type="submit" { "Measure again" } }
            }
        }
        @match view.entries.get(view.shown) {
            None => section.card.empty {
                p { "Quality has not been measured yet." }
                p { a href=(link(&["transforms", &view.transform.id])) { "Go to the transform" } }
            },
            Some(entry) => { (one(view, entry)) }
        }
    }
}

/// What labels did to the best F1. One labeled match more or less moves it by about one in so many, so that less than two of
/// them say nothing.
fn gain_in_words(gain: f64, matches: u64) -> String {
    let points = format!("{:.1}", gain.abs() * 100.0);
    if gain.abs() * matches as f64 <= 2.0 {
        "With and without your labels the best F1 is the same, but for two pairs at most.".to_owned()
    } else if gain > 0.0 {
        format!("Your labels raise the best F1 by {points} points.")
    } else {
        format!(
            "On these pairs the best F1 is {points} points higher without your labels. Look for labels that contradict one another."
        )
    }
}

fn one(view: &View, entry: &EvaluationEntry) -> Markup {
    let evaluation = &entry.evaluation;
    let importances: Vec<(String, f64)> = evaluation
        .importances
        .iter()
        .map(|column| (shown(&column.column), column.importance))
        .collect();
    let chosen = CurvePoint {
        threshold: evaluation.threshold,
        precision: evaluation.precision,
        recall: evaluation.recall,
    };
    let gain = evaluation.best_f1 - evaluation.best_f1_without_labels;
    html! {
        p.lead {
            "Measured on " (moment(entry.time)) " with " (count(evaluation.matches)) " matches and " (count(evaluation.non_matches))
            " non-matches from " (count(evaluation.sets)) " labeling sets. "
            @if view.shown == 0 && has_newer_labels(view) { "The transform has newer labels; measure again." }
        }
        @if let Some(estimate) = &evaluation.estimate {
            h2 { "All matches, estimated" }
            (figures(&[
                ("precision", estimated(estimate.precision)),
                ("recall", estimated(estimate.recall)),
                ("F1", estimated(estimate.f1)),
            ]))
            p.hint { "With a 90 % interval, from all scores and your labels." }
        }
        h2 { "Labeled pairs only" }
        p.hint {
            "Most labeled pairs are hard ones, so these figures are lower than those of all matches. Each labeling set is scored by a model that has not seen it. "
            (gain_in_words(gain, evaluation.matches))
        }
        (figures(&[
            ("precision", percent(evaluation.precision)),
            ("recall", percent(evaluation.recall)),
            ("F1", percent(evaluation.f1)),
            ("best F1", percent(evaluation.best_f1)),
            ("best F1 without labels", percent(evaluation.best_f1_without_labels)),
            ("area under the PR curve", share(evaluation.area_under_pr_curve)),
        ]))
        div.grid.two {
            section.card {
                h2 { "Precision and recall" }
                (charts::precision_recall(&evaluation.curve, Marks { saved: None, tried: Some(chosen) }))
                p.hint { "The ring marks the threshold " (format!("{:.3}", evaluation.threshold)) ", which belongs to the tradeoff "
                    (format!("{:.2}", evaluation.precision_recall)) "." }
            }
            section.card { h2 { "Calibration" } (charts::calibration(&evaluation.calibration)) }
            section.card { h2 { "Right and wrong" } (confusion(evaluation.confusion)) (candidates(evaluation)) }
            section.card.large { h2 { "Columns" } (charts::importances(&importances)) }
        }
        section.card { h2 { "Scores" }
            div.grid.two.large {
                (charts::judged_scores(&evaluation.judged_scores))
                (charts::candidate_scores(&evaluation.candidate_scores, evaluation.threshold))
            }
        }
        (over_time(view))
    }
}

/// Whether labels came after the newest measurement.
fn has_newer_labels(view: &View) -> bool {
    let metrics = view.transform.metrics.as_ref();
    metrics.is_some_and(|metrics| metrics.labels > 0 && metrics.labels != view.transform.label_count)
}

fn confusion(matrix: ConfusionMatrix) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Right and wrong" { table.matrix {
            caption.soft { "Labeled pairs at the threshold" }
            thead { tr { td {} th scope="col" { "predicted match" } th scope="col" { "predicted non-match" } } }
            tbody {
                tr { th scope="row" { "labeled match" }
                    td.right { b { (count(matrix.true_positives)) } "found" } td.wrong { b { (count(matrix.false_negatives)) } "missed" } }
                tr { th scope="row" { "labeled non-match" }
                    td.wrong { b { (count(matrix.false_positives)) } "false match" } td.right { b { (count(matrix.true_negatives)) } "correctly kept apart" } }
            }
        } }
    }
}

fn candidates(evaluation: &Evaluation) -> Markup {
    html! {
        @if let Some(found) = evaluation.candidate_recall {
            p.hint {
                (percent(found)) " of the labeled matches are candidate pairs."
                @if found < 1.0 { " No threshold can find the others; a higher accuracy setting may." }
            }
        }
    }
}

fn over_time(view: &View) -> Markup {
    let oldest_first: Vec<&Evaluation> = view.entries.iter().rev().map(|entry| &entry.evaluation).collect();
    html! {
        section.card {
            h2 { "History" }
            @if view.entries.len() > 1 { (charts::history(&oldest_first)) }
            div.scroll tabindex="0" role="region" aria-label="Evaluations" { table.list {
                thead { tr {
                    th scope="col" { "Measured" } th.number scope="col" { "Labeled pairs" } th.number scope="col" { "Estimated precision" }
                    th.number scope="col" { "Estimated recall" } th.number scope="col" { "Estimated F1" } th.number scope="col" { "Best F1 on labeled pairs" } th.number scope="col" { "The same without labels" }
                } }
                tbody { @for (at, entry) in view.entries.iter().enumerate() { tr {
                    th scope="row" {
                        a href=(format!("{}?run={}", link(&["transforms", &view.transform.id, "quality"]), entry.run))
                            aria-current=[(at == view.shown).then_some("true")] { (moment(entry.time)) }
                    }
                    td.number { (count(entry.evaluation.matches + entry.evaluation.non_matches)) }
                    @let estimate = entry.evaluation.estimate;
                    td.number { (share(estimate.map(|estimate| estimate.precision.value))) }
                    td.number { (share(estimate.map(|estimate| estimate.recall.value))) }
                    td.number { (share(estimate.map(|estimate| estimate.f1.value))) }
                    td.number { (percent(entry.evaluation.best_f1)) } td.number { (percent(entry.evaluation.best_f1_without_labels)) }
                } } }
            } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_of_two_pairs_is_none() {
        assert!(gain_in_words(-0.005, 89).starts_with("With and without"));
        assert_eq!(
            gain_in_words(0.16, 40),
            "Your labels raise the best F1 by 16.0 points."
        );
        assert!(
            gain_in_words(-0.1, 89).starts_with("On these pairs the best F1 is 10.0 points higher without")
        );
    }
    use crate::pages::words::samples;

    #[test]
    fn quality_is_told_in_charts_and_tables() {
        let mut earlier = samples::evaluation();
        earlier.run = "tsk-0000".to_owned();
        earlier.evaluation.best_f1 = 0.8;
        let view = View {
            transform: samples::transform(),
            entries: vec![samples::evaluation(), earlier],
            shown: 0,
        };
        insta::assert_snapshot!(render(&view, &html! { "csrf" }).into_string());
    }

    #[test]
    fn a_transform_without_evaluation_says_so() {
        let view = View {
            transform: samples::transform(),
            entries: Vec::new(),
            shown: 0,
        };
        let text = render(&view, &html! { "csrf" }).into_string();
        assert!(text.contains("has not been measured yet"));
    }
}
