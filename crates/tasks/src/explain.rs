//! The job that tells why two records have their score.

use std::mem::swap;
use std::time::Duration;

use onefold_engine::{Explanation, MatchSettings, Model};

use crate::observer::Steps;
use crate::{Error, Input, Knowledge, Observer, Source, Step};

/// A pair that was explained.
#[derive(Debug)]
pub struct Explained {
    /// What was read.
    pub input: Input,
    /// Why the score is what it is; `left` is the record that was named first.
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
    let mut steps = Steps::default();
    let input = source.read(settings, &mut steps, observer)?;
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
    let model = knowledge.learn(&input, settings, observer)?.model;
    let mut explanations = explain_rows(&input, settings, &model, &[pair], observer)?;
    let explanation = explanations
        .pop()
        .expect("the engine explains every pair that it is asked for");
    Ok(Explained {
        input,
        explanation,
        steps: steps.0,
    })
}

/// Explains pairs of rows; the sides of each explanation are as given.
pub fn explain_rows(
    input: &Input,
    settings: &MatchSettings,
    model: &Model,
    pairs: &[(u32, u32)],
    observer: &dyn Observer,
) -> Result<Vec<Explanation>, Error> {
    let mut explanations = onefold_engine::explain(input.records(), settings, model, pairs, observer)?;
    for (explanation, &(left, _)) in explanations.iter_mut().zip(pairs) {
        if explanation.left != left {
            turn(explanation);
        }
    }
    Ok(explanations)
}

/// Exchanges the sides.
fn turn(explanation: &mut Explanation) {
    swap(&mut explanation.left, &mut explanation.right);
    for attribute in &mut explanation.attributes {
        swap(&mut attribute.left, &mut attribute.right);
    }
}
