//! `onefold score`.

use std::time::Instant;

use onefold_data::{Frame, Output};
use onefold_tasks::{Observer, Scored, score_job};
use serde::Serialize;

use crate::args::{MessageArgs, ScoreArgs};
use crate::figures;
use crate::progress::Progress;
use crate::summary::plain;

/// Every listed pair is written, whatever its score.
const MIN_SCORE: f64 = 0.0;

/// Scores the pairs and writes the scores.
pub fn run(args: &ScoreArgs, messages: MessageArgs) -> anyhow::Result<()> {
    let begin = Instant::now();
    let target = args.output.as_deref().unwrap_or(super::STDOUT);
    super::check_json(args.json, target)?;
    let mut read = super::read_files(&args.input.inputs, &args.learning);
    read.push(args.pairs.clone());
    super::check_distinct(&read, &[target])?;
    let sink = Output::new(target, args.force);
    onefold_data::check_output(&sink).map_err(onefold_tasks::Error::from)?;
    super::use_threads(&args.matching)?;
    let progress = Progress::new(messages);
    let scored = scored(args, &[], &progress)?;
    scored.write(&sink, &progress)?;
    progress.clear();

    if args.json {
        return super::print_json(&Document {
            records: scored.input.records().len(),
            pairs: scored.pairs.len() as u64,
            output: target,
            notices: scored
                .input
                .table()
                .notices
                .iter()
                .map(ToString::to_string)
                .collect(),
        });
    }
    super::tell_notices(messages, &scored.input.table().notices);
    super::tell(messages, &text(&scored, args.output.as_deref(), begin));
    Ok(())
}

/// Scores the pairs.
pub fn scored(args: &ScoreArgs, frames: &[Frame], observer: &dyn Observer) -> anyhow::Result<Scored> {
    super::check_sources(&args.matching, &args.input.table, false)?;
    let source = super::source(&args.input.inputs, &args.input.table).with_frames(frames);
    let settings = args.matching.settings(source.source_column.is_some(), MIN_SCORE);
    let knowledge = super::knowledge(&args.learning, false);
    Ok(score_job(&source, &args.pairs, &knowledge, &settings, observer)?)
}

fn text(scored: &Scored, output: Option<&str>, begin: Instant) -> String {
    let place = output.map_or_else(String::new, |output| format!(": {}", plain(output)));
    format!(
        "Scored {} in a table of {} in {}{place}\n",
        figures::counted(scored.pairs.len() as u64, "pair"),
        figures::counted(scored.input.records().len() as u64, "record"),
        figures::duration(begin.elapsed()),
    )
}

#[derive(Serialize)]
struct Document<'a> {
    records: usize,
    pairs: u64,
    output: &'a str,
    notices: Vec<String>,
}
