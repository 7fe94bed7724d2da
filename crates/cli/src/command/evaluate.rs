//! `onefold evaluate`.

use std::fmt::Write as _;

use onefold_data::{Frame, Notice, Output};
use onefold_engine::MatchSettings;
use onefold_tasks::{
    Error, Evaluation, LabelEvaluation, Observer, Source, evaluate_job, evaluate_labels_job,
    evaluate_result_job,
};
use serde::Serialize;

use crate::again;
use crate::args::{EvaluateArgs, MessageArgs};
use crate::figures;
use crate::progress::Progress;
use crate::summary::plain;
use crate::view;

/// Matches the input, or reads a result, and prints how it compares with the truth.
pub fn run(args: &EvaluateArgs, messages: MessageArgs) -> anyhow::Result<()> {
    let report = args.report.as_deref().map(|name| Output::new(name, args.force));
    if let Some(report) = &report {
        let mut read = super::read_files(&args.inputs, &args.learning);
        read.extend(args.truth.iter().chain(&args.result).cloned());
        super::check_distinct(&read, &[report.as_str()])?;
        onefold_data::check_file_output(report).map_err(Error::from)?;
    }
    super::use_threads(&args.matching)?;
    let progress = Progress::new(messages);
    let measured = measured(args, &[], &progress)?;
    let judged = if args.inputs.is_empty() {
        args.result.as_slice()
    } else {
        &args.inputs
    };
    write_page(report.as_ref(), judged, &measured)?;
    progress.clear();
    super::tell_notices(messages, measured.notices());
    for notice in measured.label_notices() {
        super::tell(messages, &format!("onefold: note: {}\n", plain(&notice)));
    }
    if args.json {
        return super::print(&measured.json());
    }
    super::print(&measured.text())?;
    if args.truth.is_none() {
        let command = format!(
            "onefold label {}{} --propose more.csv",
            again::inputs_and_flags(&args.inputs, &args.table, &args.matching),
            again::learned(&args.learning)
        );
        let next = format!("\nTo choose what to label next:\n\n  {}\n", plain(&command));
        super::tell(messages, &next);
    }
    Ok(())
}

/// What an evaluation gives: groups against the truth, a learned model on held-out labels, or both.
pub struct Measured {
    evaluation: Option<Evaluation>,
    /// Absent if there are no labels; an error if there are too few.
    held_out: Option<Result<LabelEvaluation, String>>,
}

/// Matches or reads, and compares.
pub fn measured(args: &EvaluateArgs, frames: &[Frame], observer: &dyn Observer) -> anyhow::Result<Measured> {
    super::check_sources(&args.matching, &args.table, false)?;
    let source = super::source(&args.inputs, &args.table).with_frames(frames);
    let settings = args.matching.settings(source.source_column.is_some(), MIN_SCORE);
    let Some(truth) = &args.truth else {
        let evaluation = evaluate_labels_job(&source, &args.learning.labels, &settings, observer)?;
        return Ok(Measured {
            evaluation: None,
            held_out: Some(Ok(evaluation)),
        });
    };
    let knowledge = super::knowledge(&args.learning, false);
    let evaluation = match &args.result {
        None => evaluate_job(&source, truth, &knowledge, &settings, observer)?,
        Some(result) => {
            let with_columns = Source {
                inputs: vec![result.clone()],
                ..source.clone()
            };
            if args.inputs.is_empty() {
                evaluate_result_job(None, &with_columns, truth, observer)?
            } else {
                // With the input given, the result needs only ids and match ids.
                let result = Source {
                    source_column: None,
                    ..with_columns
                };
                evaluate_result_job(Some(&source), &result, truth, observer)?
            }
        }
    };
    Ok(Measured {
        evaluation: Some(evaluation),
        held_out: held_out(args, &source, &settings, observer)?,
    })
}

impl Measured {
    fn held_out(&self) -> Option<&LabelEvaluation> {
        self.held_out.as_ref()?.as_ref().ok()
    }

    /// Notes of the reader.
    fn notices(&self) -> &[Notice] {
        match (&self.evaluation, self.held_out()) {
            (Some(evaluation), _) => &evaluation.notices,
            (None, Some(held_out)) => &held_out.notices,
            (None, None) => &[],
        }
    }

    /// Notes about the labels.
    fn label_notices(&self) -> Vec<String> {
        match &self.held_out {
            Some(Err(why)) => vec![why.clone()],
            Some(Ok(held_out)) if self.evaluation.is_none() => super::label_notices(&held_out.labels),
            _ => Vec::new(),
        }
    }

    /// A JSON document, with a line end.
    pub fn json(&self) -> String {
        match (&self.evaluation, self.held_out()) {
            (None, Some(held_out)) => super::json_text(held_out),
            (evaluation, held_out) => super::json_text(&Document {
                evaluation: evaluation.as_ref(),
                held_out,
            }),
        }
    }

    /// Plain text.
    pub fn text(&self) -> String {
        let parts = [
            self.evaluation.as_ref().map(text),
            self.held_out().map(labels_text),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        parts.join("\n")
    }
}

/// Writes the report if one was asked for.
fn write_page(report: Option<&Output>, inputs: &[String], measured: &Measured) -> anyhow::Result<()> {
    if let Some(report) = report {
        let evaluation = measured.evaluation.as_ref();
        let page = view::evaluation_page(&inputs.join(", "), evaluation, measured.held_out());
        onefold_data::write_atomically(report, |file| file.write_all(page.as_bytes()))
            .map_err(Error::from)?;
    }
    Ok(())
}

/// The cross-validated quality of the labels, or the reason why there are too few of them.
fn held_out(
    args: &EvaluateArgs,
    source: &Source,
    settings: &MatchSettings,
    observer: &dyn Observer,
) -> anyhow::Result<Option<Result<LabelEvaluation, String>>> {
    let labels = &args.learning.labels;
    if labels.is_empty() {
        return Ok(None);
    }
    match evaluate_labels_job(source, labels, settings, observer) {
        Ok(evaluation) => Ok(Some(Ok(evaluation))),
        Err(error @ Error::TooFewLabels { .. }) => Ok(Some(Err(error.to_string()))),
        Err(error) => Err(error.into()),
    }
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    evaluation: Option<&'a Evaluation>,
    /// Present if labels were given too.
    #[serde(skip_serializing_if = "Option::is_none")]
    held_out: Option<&'a LabelEvaluation>,
}

/// Scored pairs are not shown, so none is kept.
const MIN_SCORE: f64 = 1.0;

fn text(evaluation: &Evaluation) -> String {
    let quality = &evaluation.quality;
    let mut text = String::from("            precision     recall         F1\n");
    for (name, figures) in [("pairwise", quality.pairwise), ("B-cubed", quality.bcubed)] {
        let _ = writeln!(
            text,
            "{name:<10}{:>11.4}{:>11.4}{:>11.4}",
            figures.precision, figures.recall, figures.f1
        );
    }
    let _ = writeln!(
        text,
        "\n{} evaluated; {} of {}{} found, and {}",
        figures::counted(evaluation.records, "record"),
        figures::count(quality.true_pairs_found),
        figures::counted(quality.true_pairs, "true pair"),
        if evaluation.across_sources {
            " across sources"
        } else {
            ""
        },
        figures::counted(quality.pairs_found - quality.true_pairs_found, "false pair"),
    );
    for (number, what) in [
        (
            evaluation.records_without_truth,
            "not in the truth, not evaluated",
        ),
        (evaluation.truth_without_record, "of the truth not in the input"),
    ] {
        if number > 0 {
            let _ = writeln!(text, "{} {what}", figures::counted(number, "record"));
        }
    }
    text
}

/// The quality of the model learned from labels, as text.
fn labels_text(evaluation: &LabelEvaluation) -> String {
    let quality = &evaluation.quality;
    let labels = &evaluation.labels;
    let confusion = &quality.confusion;
    let share = |value: Option<f64>| value.map_or_else(|| "none".to_owned(), |value| format!("{value:.4}"));
    let mut text = format!(
        "Learned from {} in {}: {} matches, {} non-matches.\n\n",
        figures::counted((labels.matches + labels.non_matches) as u64, "labeled pair"),
        figures::counted(labels.sets as u64, "labeling set"),
        figures::count(labels.matches as u64),
        figures::count(labels.non_matches as u64),
    );
    let estimate = &evaluation.estimate;
    text.push_str("All matches, estimated              90 % interval\n");
    for (name, figure) in [
        ("precision", estimate.precision),
        ("recall", estimate.recall),
        ("F1", estimate.f1),
    ] {
        let _ = writeln!(
            text,
            "  {name:<27}{:>8.4}   {:.3} to {:.3}",
            figure.value, figure.low, figure.high
        );
    }
    text.push_str(
        "\nLabeled pairs only: mostly hard ones. Each labeling set is scored by a model that has not seen it.\n",
    );
    let rows = [
        ("precision", format!("{:.4}", quality.at_threshold.precision)),
        ("recall", format!("{:.4}", quality.at_threshold.recall)),
        ("F1", format!("{:.4}", quality.at_threshold.f1)),
        ("best F1 of any threshold", format!("{:.4}", quality.best_f1)),
        (
            "best F1 without labels",
            format!("{:.4}", evaluation.best_f1_without_labels),
        ),
        ("area under the PR curve", share(quality.area_under_pr_curve)),
        ("recall of candidate pairs", share(quality.candidate_recall)),
    ];
    for (name, value) in rows {
        let _ = writeln!(text, "  {name:<27}{value:>8}");
    }
    let _ = writeln!(
        text,
        "\n  pairs scoring {:.2} or more count as matches\n\n  {:<18}{:>16}{:>20}",
        quality.threshold, "", "predicted match", "predicted non-match"
    );
    for (name, taken, not_taken) in [
        (
            "labeled match",
            confusion.true_positives,
            confusion.false_negatives,
        ),
        (
            "labeled non-match",
            confusion.false_positives,
            confusion.true_negatives,
        ),
    ] {
        let _ = writeln!(
            text,
            "  {name:<18}{:>16}{:>20}",
            figures::count(taken),
            figures::count(not_taken)
        );
    }
    text.push_str("\n  how much each column contributes to matches\n");
    for column in &evaluation.column_importances {
        let _ = writeln!(
            text,
            "  {:>6}  {}",
            figures::share(column.importance),
            plain(&column.column)
        );
    }
    text
}
