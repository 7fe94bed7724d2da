//! The jobs that explain the score of two records, and why records are one group.

use std::mem::swap;
use std::time::Duration;

use onefold_engine::{
    Explanation, GroupExplanation, MatchOutcome, MatchSettings, ScoredPair, explain_group, find_matches,
};

use crate::observer::Steps;
use crate::{Error, Input, Knowledge, Observer, Source, Step};

/// An explained pair.
#[derive(Debug)]
pub struct Explained {
    /// The input.
    pub input: Input,
    /// The explanation; `left` is the record named first.
    pub explanation: Explanation,
    /// The steps around the engine's stages, with their time.
    pub steps: Vec<(Step, Duration)>,
}

/// Reads the source and explains the score of two of its records.
pub fn explain_job(
    source: &Source,
    ids: [&str; 2],
    knowledge: &Knowledge,
    settings: &MatchSettings,
    observer: &dyn Observer,
) -> Result<Explained, Error> {
    if ids[0] == ids[1] {
        return Err(Error::SameRecord {
            id: ids[0].to_owned(),
        });
    }
    let mut steps = Steps::new(observer);
    let mut input = source.read(settings, &mut steps)?;
    let rows = input.rows_of(ids.into_iter());
    let row = |id: &str| {
        rows.get(id).copied().ok_or_else(|| Error::UnknownId {
            inputs: input.name().to_owned(),
            id: id.to_owned(),
            key: input.key_in_words(),
        })
    };
    let pair = (row(ids[0])?, row(ids[1])?);
    if pair.0 == pair.1 {
        return Err(Error::SameRecord {
            id: ids[1].to_owned(),
        });
    }
    let model = knowledge.learn(&mut input, settings, observer)?.model;
    let settings = &input.settings(settings);
    let mut explanations = onefold_engine::explain(input.records(), settings, &model, &[pair], observer)?;
    let mut explanation = explanations
        .pop()
        .expect("the engine explains every pair that it is asked for");
    // The sides are in the order asked for.
    if explanation.left != pair.0 {
        turn(&mut explanation);
    }
    Ok(Explained {
        input,
        explanation,
        steps: steps.done,
    })
}

/// Why the records of a group are one.
#[derive(Debug)]
pub struct ExplainedGroup {
    /// The input.
    pub input: Input,
    /// Its match id.
    pub match_id: i64,
    /// Its confidence; absent for a single record.
    pub confidence: Option<f32>,
    /// The match threshold.
    pub threshold: f32,
    /// Its records, and what holds them together.
    pub group: GroupExplanation,
    /// Why its links have their scores, in their order.
    pub links: Vec<Explanation>,
    /// The links from the first record asked about to the second one, if there is one.
    pub path: Vec<ScoredPair>,
}

/// Matches the source and explains the group of a record; with a second record of the group, also how one leads to the
/// other.
pub fn explain_group_job(
    source: &Source,
    ids: &[String],
    knowledge: &Knowledge,
    settings: &MatchSettings,
    observer: &dyn Observer,
) -> Result<ExplainedGroup, Error> {
    let mut input = source.read(settings, &mut Steps::new(observer))?;
    let rows = input.rows_of(ids.iter().map(String::as_str));
    let rows = ids.iter().map(|id| {
        rows.get(id.as_str()).copied().ok_or_else(|| Error::UnknownId {
            inputs: input.name().to_owned(),
            id: id.clone(),
            key: input.key_in_words(),
        })
    });
    let rows = rows.collect::<Result<Vec<u32>, _>>()?;
    let first = rows[0];
    let learned = knowledge.learn(&mut input, settings, observer)?;
    // All pairs of the group count, however low their scores are.
    let settings = MatchSettings {
        min_score: 0.0,
        ..input.settings(settings)
    };
    let explain = |outcome: &MatchOutcome| {
        let of = &outcome.groups.of;
        let group = of[first as usize];
        let members: Vec<u32> = (0..of.len() as u32)
            .filter(|&row| of[row as usize] == group)
            .collect();
        explain_group(&members, outcome.pairs.iter().copied(), outcome.threshold)
    };
    let links = |outcome: &MatchOutcome| {
        let links = explain(outcome).links.into_iter();
        links.map(|link| (link.left, link.right)).collect()
    };
    let request = learned.request(&input, &settings).explaining(&links);
    let outcome = find_matches(&request, observer)?;
    let group = explain(&outcome);
    let path = match rows.get(1) {
        Some(second) if !group.rows.contains(second) => {
            return Err(Error::OtherGroup {
                ids: [ids[0].clone(), ids[1].clone()],
            });
        }
        Some(second) => group.path(first, *second),
        None => Vec::new(),
    };
    let number = outcome.groups.of[first as usize] as usize;
    Ok(ExplainedGroup {
        match_id: outcome.groups.ids[number],
        confidence: outcome.groups.confidence[number],
        threshold: outcome.threshold,
        links: outcome.explanations,
        input,
        group,
        path,
    })
}

/// Exchanges the sides.
fn turn(explanation: &mut Explanation) {
    swap(&mut explanation.left, &mut explanation.right);
    for attribute in &mut explanation.attributes {
        swap(&mut attribute.left, &mut attribute.right);
    }
}
