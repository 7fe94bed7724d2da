//! `onefold label --propose`.

use onefold_data::{Frame, Output};
use onefold_engine::ProposeSettings;
use onefold_tasks::{Observer, Proposed, propose_job};
use serde::Serialize;

use crate::again;
use crate::args::{LabelArgs, MessageArgs};
use crate::figures;
use crate::progress::Progress;
use crate::summary::plain;

/// Proposals use all scores but list no pair.
const MIN_SCORE: f64 = 1.0;

/// Writes the most useful records to label, and prints what to do next.
pub fn run(args: &LabelArgs, out: &str, messages: MessageArgs) -> anyhow::Result<()> {
    let read: Vec<String> = args.input.inputs.iter().chain(&args.labels).cloned().collect();
    super::check_distinct(&read, &[out])?;
    let sink = Output::new(out, args.force);
    onefold_data::check_file_output(&sink).map_err(onefold_tasks::Error::from)?;
    super::use_threads(&args.matching)?;
    let progress = Progress::new(messages);
    let proposed = proposed(args, &[], &progress)?;
    let content = proposed.file();
    onefold_data::write_atomically(&sink, |file| file.write_all(&content))
        .map_err(onefold_tasks::Error::from)?;
    progress.clear();
    super::tell_notices(messages, &proposed.input.table().notices);
    for notice in proposed.known.iter().flat_map(super::label_notices) {
        super::tell(messages, &format!("onefold: note: {}\n", plain(&notice)));
    }
    if args.json {
        return super::print_json(&Document {
            output: out,
            labeling_sets: proposed.sets.len(),
            records: proposed.sets.iter().map(Vec::len).sum(),
        });
    }
    super::tell(messages, &text(args, out, &proposed));
    Ok(())
}

/// Chooses what to label next.
pub fn proposed(args: &LabelArgs, frames: &[Frame], observer: &dyn Observer) -> anyhow::Result<Proposed> {
    super::check_sources(&args.matching, &args.input.table, false)?;
    let source = super::source(&args.input.inputs, &args.input.table).with_frames(frames);
    let settings = args.matching.settings(source.source_column.is_some(), MIN_SCORE);
    let wanted = ProposeSettings {
        sets: usize::from(args.sets),
        records: usize::from(args.records),
        seed: args.matching.seed,
    };
    Ok(propose_job(&source, &args.labels, &settings, &wanted, observer)?)
}

fn text(args: &LabelArgs, out: &str, proposed: &Proposed) -> String {
    let records: usize = proposed.sets.iter().map(Vec::len).sum();
    let again = again::inputs_and_flags(&args.input.inputs, &args.input.table, &args.matching);
    let labels: Vec<String> = args
        .labels
        .iter()
        .map(String::as_str)
        .chain([out])
        .map(again::quoted)
        .collect();
    format!(
        "{} in {} to label: {}\n\n  Fill in the label column. Within a labeling set, give records that refer to the same thing\n  the same \
         label, and other records different labels. Leave it empty if you are not sure. Then:\n\n  onefold match {} --labels {} -o matched.csv\n",
        figures::counted(records as u64, "record"),
        figures::counted(proposed.sets.len() as u64, "labeling set"),
        plain(out),
        plain(&again),
        plain(&labels.join(" --labels ")),
    )
}

#[derive(Serialize)]
struct Document<'a> {
    output: &'a str,
    labeling_sets: usize,
    records: usize,
}
