//! The summary that `match` prints at the end: text on stderr, or JSON with `--json`.

use std::fmt::Write as _;
use std::time::Duration;

use onefold_engine::{AttributeProfile, BlockingRule, MatchOutcome, Summary};
use onefold_tasks::{ColumnMapping, LabelReport, Step};
use serde::Serialize;

use crate::figures;

/// What a run did besides matching.
#[derive(Debug)]
pub struct Run {
    /// What identifies records, in words.
    pub key: String,
    /// Steps around the engine's stages, with their time.
    pub steps: Vec<(Step, Duration)>,
    /// Time of the whole command.
    pub total: Duration,
    /// Where outputs went.
    pub outputs: Vec<Written>,
    /// What was learned from.
    pub labels: Option<LabelReport>,
    /// Notes to print below the figures.
    pub notices: Vec<String>,
    /// Which columns of linked inputs belong together.
    pub mapping: Option<ColumnMapping>,
    /// The most memory that the process has had, if the system tells.
    pub peak_bytes: Option<u64>,
    /// Bytes that were put into a temporary file.
    pub spilled_bytes: u64,
}

/// One file that was written.
#[derive(Debug, Serialize)]
pub struct Written {
    /// What it holds.
    pub what: &'static str,
    /// Where it is.
    pub path: String,
    /// How many rows it has, where it has rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
}

/// The summary as people read it.
pub fn text(outcome: &MatchOutcome, run: &Run) -> String {
    let mut text = String::new();
    let summary = &outcome.summary;
    headline(&mut text, summary);
    figures_block(&mut text, outcome, run);
    if let Some(mapping) = &run.mapping {
        mapping_block(&mut text, mapping);
    }
    if !outcome.attributes.is_empty() {
        attributes_block(&mut text, &outcome.attributes);
    }
    times_block(&mut text, summary, run);
    memory_block(&mut text, run);
    outputs_block(&mut text, run);
    text
}

fn headline(text: &mut String, summary: &Summary) {
    let _ = writeln!(
        text,
        "{} in {}\n",
        match summary.duplicates {
            0 => "No duplicates".to_owned(),
            some => figures::counted(some, "duplicate"),
        },
        figures::counted(summary.records, "record"),
    );
}

fn figures_block(text: &mut String, outcome: &MatchOutcome, run: &Run) {
    let summary = &outcome.summary;
    let mut rows = vec![
        ("records", summary.records, run.key.clone()),
        (
            "candidate pairs",
            summary.candidate_pairs,
            format!(
                "{:.1} per record",
                summary.candidate_pairs as f64 / summary.records.max(1) as f64
            ),
        ),
        (
            "matched pairs",
            summary.matched_pairs,
            format!("score {:.2} or higher", outcome.threshold),
        ),
        (
            "groups",
            summary.groups,
            format!(
                "{} with two or more records",
                figures::count(summary.groups_of_two_or_more)
            ),
        ),
        (
            "duplicates",
            summary.duplicates,
            format!(
                "{} of the records",
                figures::percent(summary.duplicates, summary.records)
            ),
        ),
    ];
    if let Some(&largest) = summary.largest_groups.first().filter(|&&size| size > 1) {
        let sizes: Vec<String> = summary
            .largest_groups
            .iter()
            .filter(|&&size| size > 1)
            .map(|&size| figures::count(u64::from(size)))
            .collect();
        rows.push(("largest group", u64::from(largest), sizes_in_words(&sizes)));
    }
    if let Some(labels) = &run.labels {
        let judged = labels.matches + labels.non_matches;
        let remark = format!(
            "{} matches, in {}",
            figures::count(labels.matches as u64),
            figures::counted(labels.sets as u64, "labeling set")
        );
        rows.insert(1, ("labeled pairs", judged as u64, remark));
    }
    for (name, number, remark) in rows {
        let _ = writeln!(text, "  {name:<16}{:>13}   {remark}", figures::count(number));
    }
}

fn sizes_in_words(sizes: &[String]) -> String {
    if sizes.iter().all(|size| *size == sizes[0]) {
        "records".to_owned()
    } else {
        format!("records, then {}", sizes[1..].join(", "))
    }
}

/// Which columns of the sources are compared with each other, and which with nothing.
fn mapping_block(text: &mut String, mapping: &ColumnMapping) {
    let mut rows = vec![vec!["compared as".to_owned()]];
    rows[0].extend(mapping.sources.iter().map(|source| shortened(source)));
    rows[0].push("fit".to_owned());
    for column in &mapping.columns {
        let mut row = vec![shortened(&column.name)];
        row.extend(column.columns.iter().map(|parts| match parts.as_slice() {
            [] => "-".to_owned(),
            parts => shortened(&parts.join(" + ")),
        }));
        row.push(format!("{:.2}", column.score));
        rows.push(row);
    }
    let width = |at: usize| {
        rows.iter()
            .map(|row| row[at].chars().count())
            .max()
            .unwrap_or_default()
    };
    let widths: Vec<usize> = (0..rows[0].len()).map(width).collect();
    let _ = writeln!(text);
    for row in &rows {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        let _ = writeln!(text, "  {}", cells.join("  ").trim_end());
    }
}

/// What a person should know of a mapping.
pub fn mapping_notices(mapping: &ColumnMapping) -> Vec<String> {
    /// Below this, names and values say little.
    const SURE: f64 = 0.5;
    let mut notices = Vec::new();
    for column in &mapping.columns {
        if column.score < SURE {
            let parts = column.columns.iter().filter(|parts| !parts.is_empty());
            let parts: Vec<String> = parts.map(|parts| parts.join(" + ")).collect();
            notices.push(format!(
                "{} is compared with {}, but that is not sure; --map {}= leaves it out",
                parts[0],
                parts[1..].join(" and "),
                parts[0]
            ));
        }
        let last = column.columns.iter().rfind(|parts| !parts.is_empty());
        if let (Some(last), [other, ..]) = (last, column.or_to.as_slice()) {
            let last = last.join("+");
            notices.push(format!(
                "{last} may also belong to {}; --map {other:?}={last:?} corrects it",
                column.or_to.join(" or ")
            ));
        }
        if !column.or.is_empty() {
            notices.push(format!(
                "{} may also belong to {}; --map {}=COLUMN corrects it",
                column.or.join(" or "),
                column.name,
                column.name
            ));
        }
    }
    for (source, alone) in mapping.sources.iter().zip(&mapping.alone) {
        if !alone.is_empty() {
            notices.push(format!(
                "columns of {source} without a partner, compared with nothing: {}",
                alone.join(", ")
            ));
        }
    }
    notices
}

fn attributes_block(text: &mut String, attributes: &[AttributeProfile]) {
    let width = column_width(attributes.iter().map(|attribute| attribute.name.as_str()));
    let _ = writeln!(
        text,
        "\n  {:width$}  kind          {:>12}  {:>12}  importance  role",
        "column", "filled", "distinct"
    );
    for attribute in attributes {
        let _ = writeln!(
            text,
            "  {:width$}  {:<12}  {:>12}  {:>12}  {:>10}  {}",
            shortened(&attribute.name),
            attribute.kind.as_str(),
            figures::count(attribute.filled as u64),
            figures::count(attribute.distinct as u64),
            figures::share(attribute.importance),
            attribute.role.in_words(),
        );
    }
}

/// Longest column name that is shown whole.
const MAX_NAME: usize = 32;

fn shortened(name: &str) -> String {
    let plain = plain(name);
    if plain.chars().count() <= MAX_NAME {
        return plain;
    }
    let mut short: String = plain.chars().take(MAX_NAME - 1).collect();
    short.push('…');
    short
}

/// Text from the data with control characters replaced, since they could control the terminal.
pub fn plain(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_control() || is_invisible(c) {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}

/// Marks that reorder or hide text (Unicode bidirectional controls, zero-width characters).
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn column_width<'a>(names: impl Iterator<Item = &'a str>) -> usize {
    names
        .map(|name| shortened(name).chars().count())
        .max()
        .unwrap_or_default()
        .max("column".len())
}

fn times_block(text: &mut String, summary: &Summary, run: &Run) {
    let times: Vec<String> = times(summary, run)
        .map(|(name, time)| format!("{name} {}", figures::duration(time)))
        .collect();
    let _ = writeln!(
        text,
        "\n  {:<8} {}: {}",
        "time",
        figures::duration(run.total),
        times.join(", ")
    );
}

fn memory_block(text: &mut String, run: &Run) {
    let Some(peak) = run.peak_bytes else {
        return;
    };
    let spilled = match run.spilled_bytes {
        0 => String::new(),
        bytes => format!(", with {} in a temporary file", figures::size(bytes)),
    };
    let _ = writeln!(text, "  {:<8} {} at most{spilled}", "memory", figures::size(peak));
}

/// Steps and stages in order: reading and learning before the stages, writing after them.
fn times<'a>(summary: &'a Summary, run: &'a Run) -> impl Iterator<Item = (&'static str, Duration)> + 'a {
    let steps = |is_before: bool| {
        run.steps
            .iter()
            .filter(move |(step, _)| matches!(step, Step::Read | Step::Learn) == is_before)
            .map(|(step, time)| (step.as_str(), *time))
    };
    let stages = summary.stages.iter().map(|(stage, time)| (stage.as_str(), *time));
    steps(true).chain(stages).chain(steps(false))
}

fn outputs_block(text: &mut String, run: &Run) {
    for output in &run.outputs {
        let rows = output.rows.map_or_else(String::new, |rows| {
            format!(" ({})", figures::counted(rows, "row"))
        });
        let _ = writeln!(text, "  {:<8} {}{rows}", output.what, plain(&output.path));
    }
    for notice in &run.notices {
        let _ = writeln!(text, "  {:<8} {}", "note", plain(notice));
    }
}

/// The summary as machines read it.
#[derive(Debug, Serialize)]
pub struct Document<'a> {
    records: u64,
    candidate_pairs: u64,
    matched_pairs: u64,
    threshold: f32,
    groups: u64,
    groups_of_two_or_more: u64,
    duplicates: u64,
    largest_groups: &'a [u32],
    attributes: &'a [AttributeProfile],
    blocking: &'a [BlockingRule],
    seconds: Vec<StageTime>,
    outputs: &'a [Written],
    #[serde(skip_serializing_if = "Option::is_none")]
    labels: Option<&'a LabelReport>,
    notices: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    mapping: Option<&'a ColumnMapping>,
    /// The most memory that the process has had.
    #[serde(skip_serializing_if = "Option::is_none")]
    peak_memory_bytes: Option<u64>,
    /// Bytes that were put into a temporary file.
    spilled_bytes: u64,
}

#[derive(Debug, Serialize)]
struct StageTime {
    stage: &'static str,
    seconds: f64,
}

impl<'a> Document<'a> {
    /// Gathers the figures of a run.
    pub fn new(outcome: &'a MatchOutcome, run: &'a Run) -> Self {
        let summary = &outcome.summary;
        Self {
            records: summary.records,
            candidate_pairs: summary.candidate_pairs,
            matched_pairs: summary.matched_pairs,
            threshold: outcome.threshold,
            groups: summary.groups,
            groups_of_two_or_more: summary.groups_of_two_or_more,
            duplicates: summary.duplicates,
            largest_groups: &summary.largest_groups,
            attributes: &outcome.attributes,
            blocking: &outcome.blocking,
            seconds: times(summary, run)
                .chain([("total", run.total)])
                .map(|(stage, time)| StageTime {
                    stage,
                    seconds: time.as_secs_f64(),
                })
                .collect(),
            outputs: &run.outputs,
            labels: run.labels.as_ref(),
            notices: &run.notices,
            mapping: run.mapping.as_ref(),
            peak_memory_bytes: run.peak_bytes,
            spilled_bytes: run.spilled_bytes,
        }
    }
}
