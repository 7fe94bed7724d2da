//! One module for each subcommand, and what they share: flags to a source, and results to stdout.

mod completions;
pub mod evaluate;
pub mod explain;
mod explanation;
pub mod label;
pub mod matching;
pub mod score;

use std::io::{self, Write};
use std::path::Path;

use anyhow::Context;
use onefold_data::{Notice, ReadOptions};
use onefold_tasks::{Knowledge, LabelReport, Memory, Source};
use serde::Serialize;

use crate::args::{Cli, Command, LearningArgs, MatchingArgs, MessageArgs, TableArgs};
use crate::failure::Usage;
use crate::figures;
use crate::interrupt;
use crate::service;
use crate::summary::plain;

/// Runs a command.
pub fn run(cli: Cli) -> anyhow::Result<()> {
    // The service has its own signal handling and shuts down cleanly.
    let is_served = match &cli.command {
        Command::Serve(_) | Command::Demo(_) => true,
        Command::Label(args) => args.propose.is_none(),
        _ => false,
    };
    if !is_served {
        interrupt::listen().context("cannot install the handler for Ctrl-C")?;
    }
    let messages = cli.messages;
    match cli.command {
        Command::Match(args) => matching::run(&args, messages),
        Command::Evaluate(args) => evaluate::run(&args, messages),
        Command::Score(args) => score::run(&args, messages),
        Command::Explain(args) => explain::run(&args, messages),
        Command::Label(args) => match &args.propose {
            Some(out) => label::run(&args, out, messages),
            None => service::label::run(&args),
        },
        Command::Demo(args) => service::demo::run(&args),
        Command::Serve(args) => service::serve::run(&args),
        Command::Env(args) => service::env::run(&args),
        Command::Admin(args) => service::admin::run(&args),
        Command::Completions(args) => completions::run(&args),
    }
}

fn source(inputs: &[String], table: &TableArgs) -> Source {
    Source {
        inputs: inputs.to_vec(),
        options: ReadOptions {
            no_header: table.no_header,
            delimiter: table.delimiter,
            encoding: table.encoding.clone(),
            format: table.format,
            header_line: table.header_line,
            sheet: table.sheet.clone(),
            table: table.table.clone(),
            query: table.query.clone(),
            password_file: table.password_file.clone(),
            strict: table.strict,
            folder_columns: true,
            room: None,
            frames: Vec::new(),
        },
        id_column: table.id_column.clone(),
        source_column: table.source_column.clone(),
        blanks: table.blanks.clone(),
        kept: table.kept.clone(),
        matched: Vec::new(),
        link: None,
        catalog: None,
        partitions: Vec::new(),
        memory: Memory::default(),
    }
}

/// Refuses flags about sources if there is but one.
fn check_sources(matching: &MatchingArgs, table: &TableArgs, has_several: bool) -> Result<(), Usage> {
    if matching.names_sources() && table.source_column.is_none() && !has_several {
        return Err(Usage(
            "--link and --within-sources need sources: several inputs of match, or --source-column"
                .to_owned(),
        ));
    }
    Ok(())
}

pub fn knowledge(learning: &LearningArgs, enforce: bool) -> Knowledge {
    match &learning.model {
        Some(model) => Knowledge::Saved(model.clone()),
        None if learning.labels.is_empty() => Knowledge::ColdStart,
        None => Knowledge::Labels {
            files: learning.labels.clone(),
            enforce,
        },
    }
}

/// All files that a call reads; no output may replace one of them.
fn read_files(inputs: &[String], learning: &LearningArgs) -> Vec<String> {
    let model = learning.model.iter().cloned();
    inputs
        .iter()
        .chain(&learning.labels)
        .cloned()
        .chain(model)
        .collect()
}

/// Number of contradictions that are listed one by one.
const MOST_CONTRADICTIONS: usize = 5;

/// How many others there are.
fn and_more(count: usize) -> String {
    match count {
        0 | 1 => String::new(),
        several => format!(" and {} more", several - 1),
    }
}

/// Notes about labels.
fn label_notices(report: &LabelReport) -> Vec<String> {
    let mut notices: Vec<String> = report
        .contradictions
        .iter()
        .take(MOST_CONTRADICTIONS)
        .map(|[one, other]| {
            format!("{one} and {other} are labeled both match and non-match; the later label counts")
        })
        .collect();
    let more = report.contradictions.len().saturating_sub(MOST_CONTRADICTIONS);
    if more > 0 {
        notices.push(format!(
            "{} more with contradictory labels",
            figures::counted(more as u64, "pair")
        ));
    }
    if let [first, ..] = report.sets_with_respelled_labels.as_slice() {
        notices.push(format!(
            "labels that differ in blanks or capitals only count as the same: labeling set {first:?}{}",
            and_more(report.sets_with_respelled_labels.len())
        ));
    }
    if let [[given, own], ..] = report.respelled_ids.as_slice() {
        notices.push(format!(
            "ids that differ in blanks or capitals only count as the same: {given:?} for {own:?}{}",
            and_more(report.respelled_ids.len())
        ));
    }
    let missing = [
        (
            report.records_not_in_input,
            "labeled record",
            "not in the input; values from the label file are used",
        ),
        (
            report.pairs_not_in_input,
            "labeled pair",
            "skipped because a record is not in the input",
        ),
    ];
    for (number, what, remark) in missing {
        if number > 0 {
            notices.push(format!("{} {remark}", figures::counted(number as u64, what)));
        }
    }
    notices
}

/// Sets the number of threads that the engine uses; once, before any work.
fn use_threads(matching: &MatchingArgs) -> anyhow::Result<()> {
    let Some(threads) = matching.threads else {
        return Ok(());
    };
    rayon::ThreadPoolBuilder::new()
        .num_threads(usize::from(threads))
        .build_global()
        .with_context(|| format!("cannot start {threads} threads"))
}

/// Refuses an output that is an input, or two outputs that are one file.
fn check_distinct(inputs: &[String], outputs: &[&str]) -> Result<(), Usage> {
    for (index, output) in outputs
        .iter()
        .enumerate()
        .filter(|(_, output)| **output != STDOUT)
    {
        if inputs.iter().any(|input| is_same_file(input, output)) {
            return Err(Usage(format!(
                "{output}: this file is also an input; choose another name for the output"
            )));
        }
        if outputs[..index].iter().any(|other| is_same_file(other, output)) {
            return Err(Usage(format!(
                "{output}: two outputs have this name; choose another name for one of them"
            )));
        }
    }
    Ok(())
}

/// How the data crate calls stdout.
const STDOUT: &str = "-";

fn is_same_file(one: &str, other: &str) -> bool {
    one == other
        || match (absolute(one), absolute(other)) {
            (Some(one), Some(other)) => one == other,
            _ => false,
        }
}

/// A path that is the same for the same file, even if the file does not exist yet.
fn absolute(path: &str) -> Option<std::path::PathBuf> {
    let path = Path::new(path);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    std::fs::canonicalize(path).ok().or_else(|| {
        let folder = std::fs::canonicalize(folder.unwrap_or(Path::new("."))).ok()?;
        Some(folder.join(path.file_name()?))
    })
}

/// With `--json`, stdout holds the summary, so the result needs a file.
fn check_json(is_json: bool, output: &str) -> Result<(), Usage> {
    if is_json && output == STDOUT {
        return Err(Usage(
            "--json prints the summary to stdout, so the result needs a file; name one with -o".to_owned(),
        ));
    }
    Ok(())
}

/// Prints a result.
pub fn print(text: &str) -> anyhow::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
        .map_err(|error| {
            let sentence = format!("cannot write to stdout: {error}");
            anyhow::Error::new(error).context(sentence)
        })
}

/// A document for machines, with a line end.
pub fn json_text(document: &impl Serialize) -> String {
    serde_json::to_string_pretty(document).expect("documents of commands have a JSON form") + "\n"
}

/// Prints a document for machines.
fn print_json(document: &impl Serialize) -> anyhow::Result<()> {
    print(&json_text(document))
}

/// Prints to stderr, except with `-q`.
fn tell(messages: MessageArgs, text: &str) {
    if !messages.quiet {
        // Nothing can be reported if stderr is closed.
        let _ = io::stderr().write_all(text.as_bytes());
    }
}

/// Prints the notes of the reader.
fn tell_notices(messages: MessageArgs, notices: &[Notice]) {
    for notice in notices {
        tell(
            messages,
            &format!("onefold: note: {}\n", plain(&notice.to_string())),
        );
    }
}
