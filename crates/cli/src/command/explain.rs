//! `onefold explain`.

use onefold_data::Output;
use onefold_engine::{AttributeComparison, Contribution, Explanation, FeatureShare};
use onefold_tasks::explain_job;
use serde::Serialize;

use super::explanation;
use crate::args::{ExplainArgs, MessageArgs};
use crate::progress::Progress;
use crate::view;

/// The pair is explained whatever its score.
const MIN_SCORE: f64 = 0.0;

/// Explains the pair on stdout, and in a report if one was asked for.
pub fn run(args: &ExplainArgs, messages: MessageArgs) -> anyhow::Result<()> {
    let [first, second] = args.pair.as_slice() else {
        unreachable!("the parser takes two ids");
    };
    let report = args.report.as_deref().map(|name| Output::new(name, args.force));
    if let Some(report) = &report {
        super::check_distinct(
            &super::read_files(&args.input.inputs, &args.learning),
            &[report.as_str()],
        )?;
        onefold_data::check_file_output(report).map_err(onefold_tasks::Error::from)?;
    }
    super::check_sources(&args.matching, &args.input.table, false)?;
    super::use_threads(&args.matching)?;

    let source = super::source(&args.input.inputs, &args.input.table);
    let settings = args.matching.settings(source.source_column.is_some(), MIN_SCORE);
    let progress = Progress::new(messages);
    let knowledge = super::knowledge(&args.learning, false);
    let explained = explain_job(&source, [first, second], &knowledge, &settings, &progress)?;
    if let Some(report) = &report {
        let page = view::explain_page(&explained);
        onefold_data::write_atomically(report, |file| file.write_all(page.as_bytes()))
            .map_err(onefold_tasks::Error::from)?;
    }
    progress.clear();
    super::tell_notices(messages, &explained.input.table().notices);
    if args.json {
        super::print_json(&Document::new([first, second], &explained.explanation))
    } else {
        super::print(&explanation::text([first, second], &explained.explanation))
    }
}

/// An explanation with ids instead of row numbers.
#[derive(Serialize)]
struct Document<'a> {
    id_a: &'a str,
    id_b: &'a str,
    score: f32,
    prior: f32,
    match_weight: f32,
    contributions: &'a [Contribution],
    attributes: &'a [AttributeComparison],
    is_candidate: bool,
    features: &'a [FeatureShare],
    feature_base: f32,
}

impl<'a> Document<'a> {
    fn new(ids: [&'a str; 2], explanation: &'a Explanation) -> Self {
        Self {
            id_a: ids[0],
            id_b: ids[1],
            score: explanation.score,
            prior: explanation.prior,
            match_weight: explanation.match_weight,
            contributions: &explanation.contributions,
            attributes: &explanation.attributes,
            is_candidate: explanation.is_candidate,
            features: &explanation.features,
            feature_base: explanation.feature_base,
        }
    }
}
