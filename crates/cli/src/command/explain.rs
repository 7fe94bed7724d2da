//! `onefold explain`.

use onefold_data::{Frame, Output};
use onefold_engine::{
    AttributeComparison, Contribution, Explanation, FeatureShare, MatchSettings, ScoredPair,
};
use onefold_tasks::{Explained, ExplainedGroup, Knowledge, Observer, Source, explain_group_job, explain_job};
use serde::Serialize;

use super::explanation;
use crate::again;
use crate::args::{ExplainArgs, MessageArgs};
use crate::progress::Progress;
use crate::summary::plain;
use crate::view;

/// The pair is explained whatever its score.
const MIN_SCORE: f64 = 0.0;

/// Explains the pair or the group on stdout, and the pair in a report if one was asked for.
pub fn run(args: &ExplainArgs, messages: MessageArgs) -> anyhow::Result<()> {
    if let Some(id) = &args.group {
        return group(id, args, messages);
    }
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
    super::use_threads(&args.matching)?;
    let progress = Progress::new(messages);
    let explained = explained_pair([first, second], args, &[], &progress)?;
    if let Some(report) = &report {
        let page = view::explain_page(&explained);
        onefold_data::write_atomically(report, |file| file.write_all(page.as_bytes()))
            .map_err(onefold_tasks::Error::from)?;
    }
    progress.clear();
    super::tell_notices(messages, &explained.input.table().notices);
    let answer = Answer::of_pair([first, second], &explained);
    if args.json {
        return super::print(&answer.json);
    }
    super::print(&answer.text)?;
    let command = format!(
        "onefold explain {}{} --group {}",
        again::inputs_and_flags(&args.input.inputs, &args.input.table, &args.matching),
        again::learned(&args.learning),
        again::quoted(first)
    );
    let next = format!(
        "\nTo see why the group of {} is one:\n\n  {}\n",
        plain(first),
        plain(&command)
    );
    super::tell(messages, &next);
    Ok(())
}

/// An explanation for machines and for people.
pub struct Answer {
    /// A JSON document, with a line end.
    pub json: String,
    /// Plain text.
    pub text: String,
}

impl Answer {
    fn new(document: &impl Serialize, text: String) -> Self {
        let json = super::json_text(document);
        Self { json, text }
    }

    /// Why two records have their score.
    pub fn of_pair(ids: [&str; 2], explained: &Explained) -> Self {
        let explanation = &explained.explanation;
        Self::new(
            &Document::new(ids, explanation),
            explanation::text(ids, explanation),
        )
    }

    /// Why records are one group.
    pub fn of_group(explained: &ExplainedGroup) -> Self {
        Self::new(&GroupDocument::new(explained), explanation::group_text(explained))
    }
}

/// Explains the pair.
pub fn explained_pair(
    ids: [&str; 2],
    args: &ExplainArgs,
    frames: &[Frame],
    observer: &dyn Observer,
) -> anyhow::Result<Explained> {
    let (source, settings, knowledge) = asked(args, frames)?;
    Ok(explain_job(&source, ids, &knowledge, &settings, observer)?)
}

/// Explains the group.
pub fn explained_group(
    id: &str,
    args: &ExplainArgs,
    frames: &[Frame],
    observer: &dyn Observer,
) -> anyhow::Result<ExplainedGroup> {
    let (source, settings, knowledge) = asked(args, frames)?;
    let ids: Vec<String> = [id.to_owned()].into_iter().chain(args.to.clone()).collect();
    Ok(explain_group_job(&source, &ids, &knowledge, &settings, observer)?)
}

/// What is matched, how, and with which knowledge.
fn asked(args: &ExplainArgs, frames: &[Frame]) -> anyhow::Result<(Source, MatchSettings, Knowledge)> {
    super::check_sources(&args.matching, &args.input.table, false)?;
    let source = super::source(&args.input.inputs, &args.input.table).with_frames(frames);
    let settings = args.matching.settings(source.source_column.is_some(), MIN_SCORE);
    Ok((source, settings, super::knowledge(&args.learning, false)))
}

/// Explains the group of a record.
fn group(id: &str, args: &ExplainArgs, messages: MessageArgs) -> anyhow::Result<()> {
    super::use_threads(&args.matching)?;
    let progress = Progress::new(messages);
    let explained = explained_group(id, args, &[], &progress)?;
    progress.clear();
    super::tell_notices(messages, &explained.input.table().notices);
    let answer = Answer::of_group(&explained);
    super::print(if args.json { &answer.json } else { &answer.text })
}

/// A link with ids instead of row numbers.
#[derive(Serialize)]
struct Link {
    id_a: String,
    id_b: String,
    score: f32,
}

/// A link of a group, with what adds up to its score.
#[derive(Serialize)]
struct ExplainedLink<'a> {
    #[serde(flatten)]
    link: Link,
    prior: f32,
    match_weight: f32,
    contributions: &'a [Contribution],
}

/// Where a group comes apart first.
#[derive(Serialize)]
struct SplitDocument {
    parts: [Vec<String>; 2],
    mean_score: f32,
    pairs: u64,
    scored_pairs: u64,
    strongest: Option<Link>,
}

/// Why records are one group, with ids instead of row numbers.
#[derive(Serialize)]
struct GroupDocument<'a> {
    match_id: i64,
    confidence: Option<f32>,
    threshold: f32,
    records: Vec<String>,
    pairs: u64,
    scored_pairs: u64,
    /// The fewest links that join the records, the weakest first.
    links: Vec<ExplainedLink<'a>>,
    split: Option<SplitDocument>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    path: Vec<Link>,
}

impl<'a> GroupDocument<'a> {
    fn new(explained: &'a ExplainedGroup) -> Self {
        let id = |row: u32| explained.input.id(row as usize).into_owned();
        let ids = |rows: &[u32]| rows.iter().map(|&row| id(row)).collect::<Vec<String>>();
        let link = |pair: &ScoredPair| Link {
            id_a: id(pair.left),
            id_b: id(pair.right),
            score: pair.score,
        };
        let group = &explained.group;
        let links = explained.links.iter().map(|own| ExplainedLink {
            link: link(&ScoredPair {
                left: own.left,
                right: own.right,
                score: own.score,
            }),
            prior: own.prior,
            match_weight: own.match_weight,
            contributions: &own.contributions,
        });
        Self {
            match_id: explained.match_id,
            confidence: explained.confidence,
            threshold: explained.threshold,
            records: ids(&group.rows),
            pairs: group.pairs,
            scored_pairs: group.scored,
            links: links.collect(),
            split: group.split.as_ref().map(|split| SplitDocument {
                parts: split.parts.each_ref().map(|part| ids(part)),
                mean_score: split.mean,
                pairs: split.pairs,
                scored_pairs: split.scored,
                strongest: split.strongest.as_ref().map(link),
            }),
            path: explained.path.iter().map(link).collect(),
        }
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
