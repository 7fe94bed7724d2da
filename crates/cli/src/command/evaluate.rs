//! `onefold evaluate`.

use std::fmt::Write as _;

use onefold_tasks::{Evaluation, Source, evaluate_job, evaluate_result_job};

use crate::args::{EvaluateArgs, MessageArgs};
use crate::figures;
use crate::progress::Progress;

/// Matches the input, or takes a result, and prints how it compares with the truth.
pub fn run(args: &EvaluateArgs, messages: MessageArgs) -> anyhow::Result<()> {
    super::use_threads(&args.matching)?;
    let source = super::source(&args.inputs, &args.table);
    let settings = args.matching.settings(source.source_column.is_some(), MIN_SCORE);
    let progress = Progress::new(messages);
    let evaluation = match &args.result {
        None => evaluate_job(&source, &args.truth, &settings, &progress)?,
        Some(result) => {
            let with_columns = Source {
                inputs: vec![result.clone()],
                ..source.clone()
            };
            if args.inputs.is_empty() {
                evaluate_result_job(None, &with_columns, &args.truth, &progress)?
            } else {
                // Beside the input, a result needs to hold nothing but ids and match ids.
                let result = Source {
                    source_column: None,
                    ..with_columns
                };
                evaluate_result_job(Some(&source), &result, &args.truth, &progress)?
            }
        }
    };
    progress.clear();
    super::tell_notices(messages, &evaluation.notices);
    if args.json {
        super::print_json(&evaluation)
    } else {
        super::print(&text(&evaluation))
    }
}

/// Scored pairs are not shown, so none needs to be kept.
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
        "\n{} judged; {}{}, {} of {} found",
        figures::counted(evaluation.records, "record"),
        figures::counted(quality.pairs_found, "pair"),
        if evaluation.across_sources {
            " across sources"
        } else {
            ""
        },
        figures::count(quality.true_pairs_found),
        figures::counted(quality.true_pairs, "true pair"),
    );
    for (number, what) in [
        (evaluation.records_without_truth, "not in the truth, left out"),
        (evaluation.truth_without_record, "of the truth not in the input"),
    ] {
        if number > 0 {
            let _ = writeln!(text, "{} {what}", figures::counted(number, "record"));
        }
    }
    text
}
