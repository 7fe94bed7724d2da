//! `onefold explain`.

use onefold_data::Output;
use onefold_engine::{
    AttributeComparison, Contribution, Explanation, FeatureShare, MatchSettings, ScoredPair,
};
use onefold_tasks::{ExplainedGroup, Knowledge, Source, explain_group_job, explain_job};
use serde::Serialize;

use super::explanation;
use crate::args::{ExplainArgs, MessageArgs};
use crate::progress::Progress;
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
    let (source, settings, knowledge) = asked(args)?;
    let progress = Progress::new(messages);
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

/// What is matched, how, and with which knowledge.
fn asked(args: &ExplainArgs) -> anyhow::Result<(Source, MatchSettings, Knowledge)> {
    super::check_sources(&args.matching, &args.input.table, false)?;
    super::use_threads(&args.matching)?;
    let source = super::source(&args.input.inputs, &args.input.table);
    let settings = args.matching.settings(source.source_column.is_some(), MIN_SCORE);
    Ok((source, settings, super::knowledge(&args.learning, false)))
}

/// Explains the group of a record.
fn group(id: &str, args: &ExplainArgs, messages: MessageArgs) -> anyhow::Result<()> {
    let (source, settings, knowledge) = asked(args)?;
    let progress = Progress::new(messages);
    let ids: Vec<String> = [id.to_owned()].into_iter().chain(args.to.clone()).collect();
    let explained = explain_group_job(&source, &ids, &knowledge, &settings, &progress)?;
    progress.clear();
    super::tell_notices(messages, &explained.input.table().notices);
    if args.json {
        super::print_json(&GroupDocument::new(&explained))
    } else {
        super::print(&explanation::group_text(&explained))
    }
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
