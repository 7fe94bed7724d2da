//! The job that scores listed pairs of records.

use std::time::Duration;

use onefold_data::{IdPair, Output, Place, Unit};
use onefold_engine::MatchSettings;

use crate::observer::Steps;
use crate::{Error, Input, Knowledge, Observer, Source, Step};

/// Scored pairs.
#[derive(Debug)]
pub struct Scored {
    /// The input.
    pub input: Input,
    /// Number of pairs.
    pub pairs: u64,
    /// The steps around the engine's stages, with their time.
    pub steps: Vec<(Step, Duration)>,
}

/// Reads pairs and records, scores the pairs in the context of all records, and writes them in their order.
pub fn score_job(
    source: &Source,
    pairs: &str,
    knowledge: &Knowledge,
    settings: &MatchSettings,
    sink: &Output,
    observer: &dyn Observer,
) -> Result<Scored, Error> {
    onefold_data::check_output(sink)?;
    let ids = onefold_data::read_pairs(pairs)?;
    if ids.is_empty() {
        return Err(Error::NoPairs {
            file: pairs.to_owned(),
        });
    }
    let mut steps = Steps::new(observer);
    let mut input = source.read(settings, &mut steps)?;
    let rows = rows_of(&input, pairs, &ids)?;
    let model = knowledge.learn(&mut input, settings, observer)?.model;
    let scored = onefold_engine::score_pairs(input.records(), settings, &model, &rows, observer)?;
    let lines = ids
        .iter()
        .zip(&scored)
        .map(|(pair, scored)| (&pair.id_a, &pair.id_b, scored.score));
    let written = steps.run(Step::Write, Some(ids.len() as u64), |watch| {
        onefold_data::write_pairs(lines, sink, watch)
    })?;
    Ok(Scored {
        input,
        pairs: written,
        steps: steps.done,
    })
}

fn rows_of(input: &Input, file: &str, pairs: &[IdPair]) -> Result<Vec<(u32, u32)>, Error> {
    let ids = pairs.iter().flat_map(|pair| [pair.id_a.as_str(), &pair.id_b]);
    let rows = input.rows_of(ids);
    pairs
        .iter()
        .map(|pair| {
            let place = || Place {
                file: file.to_owned(),
                line: pair.line,
                unit: Unit::Line,
            };
            let row = |id: &String| {
                rows.get(id.as_str())
                    .copied()
                    .ok_or_else(|| Error::UnknownIdInPair {
                        place: place(),
                        inputs: input.name().to_owned(),
                        id: id.clone(),
                        key: input.key_in_words(),
                    })
            };
            let both = (row(&pair.id_a)?, row(&pair.id_b)?);
            if both.0 == both.1 {
                return Err(Error::SameRecordInPair {
                    place: place(),
                    id: pair.id_a.clone(),
                });
            }
            Ok(both)
        })
        .collect()
}
