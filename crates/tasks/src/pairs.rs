//! Explains pairs and groups of a match result: from what the run stored with it, or else by scoring its records again in
//! the same way as in the run.

use std::fs::File;
use std::io::BufReader;

use onefold_data::ReadOptions;
use onefold_domain::{
    Agreement, ComparedColumn, ExplainedPair, GroupQuestion, GroupReasons, GroupSplit, PairQuestion,
    PairScore, ScorePart,
};
use onefold_engine::{
    self as engine, AttributeKind, Contribution, Explanation, GroupExplanation, KeptExplanation,
    KeptExplanations, MatchOutcome, MatchRequest, MatchSettings, Model, ScoredPair, explain_group,
    find_matches,
};

use crate::labels::source_column;
use crate::matching::{CONFIDENCE, MATCH_ID};
use crate::observer::Steps;
use crate::profile::kinds_of;
use crate::{Error, Input, Judged, Silent, Source};

/// What a run kept about some pairs.
pub(crate) fn kept_pairs(file: &str, pairs: &[(usize, usize)]) -> Vec<ExplainedPair> {
    let Some(kept) = read_kept(file) else {
        return Vec::new();
    };
    let found = pairs
        .iter()
        .filter_map(|&(left, right)| looked_up(&kept, left as u32, right as u32));
    found.collect()
}

/// Why records are one group.
pub(crate) fn explain_records(question: &GroupQuestion) -> Result<GroupReasons, Error> {
    let rows: Vec<u32> = question.records.iter().map(|&row| row as u32).collect();
    if let Some(kept) = question.explanations.as_deref().and_then(read_kept) {
        let group = explain_group(&rows, kept.among(&rows), kept.threshold());
        let links = group.links.iter();
        let links = links.filter_map(|link| looked_up(&kept, link.left, link.right));
        return Ok(reasons(&group, links.collect(), kept.threshold(), question.ends));
    }
    found_again(question, &rows)
}

/// A file that cannot be read is as good as none.
fn read_kept(file: &str) -> Option<KeptExplanations> {
    let opened = File::open(file).map_err(|error| error.to_string());
    let read = opened.and_then(|file| {
        KeptExplanations::read(&mut BufReader::new(file)).map_err(|error| error.to_string())
    });
    read.inspect_err(|error| tracing::warn!(error, "kept explanations cannot be used"))
        .ok()
}

fn looked_up(kept: &KeptExplanations, left: u32, right: u32) -> Option<ExplainedPair> {
    let agreements = kept.agreements(left, right)?;
    Some(explained(&kept.of(left, right)?, &agreements))
}

fn explained(kept: &KeptExplanation, agreements: &[engine::Agreement]) -> ExplainedPair {
    let columns = kept.contributions.iter().filter(|part| part.is_column);
    let mut parts: Vec<_> = kept
        .contributions
        .iter()
        .filter(|part| part.bits != 0.0)
        .collect();
    parts.sort_by(|a, b| b.bits.abs().total_cmp(&a.bits.abs()));
    ExplainedPair {
        left: kept.left as usize,
        right: kept.right as usize,
        score: kept.score.into(),
        prior: kept.prior.into(),
        weight: kept.match_weight.into(),
        columns: columns
            .zip(agreements)
            .map(|(column, &agreement)| ComparedColumn {
                name: column.name.clone(),
                outcome: column.meaning.clone(),
                agreement: of_domain(agreement),
                bits: column.bits.into(),
            })
            .collect(),
        contributions: parts.into_iter().map(part).collect(),
    }
}

fn part(part: &Contribution) -> ScorePart {
    ScorePart {
        name: part.name.clone(),
        meaning: part.meaning.clone(),
        bits: part.bits.into(),
    }
}

const fn of_domain(agreement: engine::Agreement) -> Agreement {
    match agreement {
        engine::Agreement::Unknown => Agreement::Unknown,
        engine::Agreement::Equal => Agreement::Equal,
        engine::Agreement::Close => Agreement::Close,
        engine::Agreement::Different => Agreement::Different,
        engine::Agreement::Missing => Agreement::Missing,
    }
}

fn score_of(pair: &ScoredPair) -> PairScore {
    PairScore {
        left: pair.left,
        right: pair.right,
        score: pair.score,
    }
}

fn reasons(
    group: &GroupExplanation,
    links: Vec<ExplainedPair>,
    threshold: f32,
    ends: Option<(usize, usize)>,
) -> GroupReasons {
    let numbers = |rows: &Vec<u32>| rows.iter().map(|&row| row as usize).collect();
    let path = ends.map(|(from, to)| group.path(from as u32, to as u32));
    GroupReasons {
        threshold: threshold.into(),
        links,
        split: group.split.as_ref().map(|split| GroupSplit {
            parts: split.parts.each_ref().map(numbers),
            mean: split.mean.into(),
            pairs: split.pairs,
            scored: split.scored,
            strongest: split.strongest.as_ref().map(score_of),
        }),
        path: path.iter().flatten().map(score_of).collect(),
    }
}

/// Finds matches again, as `onefold explain --group` does. All pairs count, however low their scores are.
fn found_again(question: &GroupQuestion, rows: &[u32]) -> Result<GroupReasons, Error> {
    let again = Again::read(&question.again)?;
    let settings = MatchSettings {
        min_score: 0.0,
        ..again.settings
    };
    let explain =
        |outcome: &MatchOutcome| explain_group(rows, outcome.pairs.iter().copied(), outcome.threshold);
    let links = |outcome: &MatchOutcome| {
        let links = explain(outcome).links.into_iter();
        links.map(|link| (link.left, link.right)).collect()
    };
    let request = MatchRequest::new(again.input.records())
        .with_settings(&settings)
        .with_model(&again.model)
        .explaining(&links);
    let outcome = find_matches(&request, &Silent)?;
    let links = outcome.explanations.iter().map(in_full).collect();
    Ok(reasons(
        &explain(&outcome),
        links,
        outcome.threshold,
        question.ends,
    ))
}

/// Explains the pairs of a question, in its order, by scoring all records again.
pub(crate) fn scored_again(question: &PairQuestion) -> Result<Vec<ExplainedPair>, Error> {
    let again = Again::read(question)?;
    let pairs: Vec<(u32, u32)> = question
        .pairs
        .iter()
        .map(|&(left, right)| (left as u32, right as u32))
        .collect();
    let records = again.input.records();
    let explanations = engine::explain(records, &again.settings, &again.model, &pairs, &Silent)?;
    Ok(explanations.iter().map(in_full).collect())
}

fn in_full(explanation: &Explanation) -> ExplainedPair {
    ExplainedPair {
        left: explanation.left as usize,
        right: explanation.right as usize,
        score: explanation.score.into(),
        prior: explanation.prior.into(),
        weight: explanation.match_weight.into(),
        columns: explanation
            .attributes
            .iter()
            .map(|attribute| ComparedColumn {
                name: attribute.name.clone(),
                outcome: attribute.outcome.clone(),
                agreement: of_domain(attribute.agreement),
                bits: attribute.bits.into(),
            })
            .collect(),
        contributions: explanation.contributions.iter().map(part).collect(),
    }
}

/// The records of a result, with the settings and the model of its run.
struct Again {
    input: Input,
    settings: MatchSettings,
    model: Model,
}

impl Again {
    fn read(question: &PairQuestion) -> Result<Self, Error> {
        let chosen = question
            .kinds
            .iter()
            .map(|(column, kind)| (column.as_str(), kind.as_str()));
        let mut settings = MatchSettings {
            kinds: kinds_of(chosen),
            ..MatchSettings::default()
        };
        let source = Source {
            inputs: question.files.clone(),
            options: ReadOptions::default(),
            id_column: question.key.clone(),
            ..Source::default()
        };
        let mut input = source.read(&settings, &mut Steps::new(&Silent))?;
        for added in [MATCH_ID, CONFIDENCE] {
            if input.records().names().iter().any(|name| name == added) {
                settings.kinds.insert(added.to_owned(), AttributeKind::Ignore);
            }
        }
        // The source column that the labels show, as in the run.
        let labels = question.labels.as_ref();
        let judged = labels.map(|labels| Judged::from_stored(labels, "the labels", &input));
        if let Some(Ok(judged)) = judged
            && let Some(column) = source_column(&judged, &input)
        {
            input.set_sources(&column)?;
        }
        let settings = input.settings(&settings);
        let model = match &question.model {
            Some(model) => Model::from_json(&String::from_utf8_lossy(model))?,
            None => Model::cold_start(),
        };
        Ok(Self {
            input,
            settings,
            model,
        })
    }
}
