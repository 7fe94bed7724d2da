//! The job that explains the score of two records.

use std::mem::swap;
use std::time::Duration;

use onefold_engine::{Explanation, MatchSettings};

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

/// Exchanges the sides.
fn turn(explanation: &mut Explanation) {
    swap(&mut explanation.left, &mut explanation.right);
    for attribute in &mut explanation.attributes {
        swap(&mut attribute.left, &mut attribute.right);
    }
}
