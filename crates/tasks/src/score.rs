//! The job that scores listed pairs of records.

use onefold_data::{IdPair, Output, Place, Unit};
use onefold_engine::MatchSettings;

use crate::observer::Steps;
use crate::{Error, Input, Knowledge, Observer, Source, Step};

/// Scored pairs.
#[derive(Debug)]
pub struct Scored {
    /// The input.
    pub input: Input,
    /// The ids of each pair and its score, in the order of the listed pairs.
    pub pairs: Vec<(String, String, f32)>,
}

/// Reads pairs and records, and scores the pairs in the context of all records.
pub fn score_job(
    source: &Source,
    pairs: &str,
    knowledge: &Knowledge,
    settings: &MatchSettings,
    observer: &dyn Observer,
) -> Result<Scored, Error> {
    let ids = onefold_data::read_pairs(pairs)?;
    if ids.is_empty() {
        return Err(Error::NoPairs {
            file: pairs.to_owned(),
        });
    }
    let mut input = source.read(settings, &mut Steps::new(observer))?;
    let rows = rows_of(&input, pairs, &ids)?;
    let model = knowledge.learn(&mut input, settings, observer)?.model;
    let settings = &input.settings(settings);
    let scored = onefold_engine::score_pairs(input.records(), settings, &model, &rows, observer)?;
    let pairs = ids.into_iter().zip(scored);
    let pairs = pairs.map(|(pair, scored)| (pair.id_a, pair.id_b, scored.score));
    Ok(Scored {
        input,
        pairs: pairs.collect(),
    })
}

impl Scored {
    /// Writes the pairs in their order, and gives their number.
    pub fn write(&self, sink: &Output, observer: &dyn Observer) -> Result<u64, Error> {
        let pairs = self.pairs.iter().map(|(id_a, id_b, score)| (id_a, id_b, *score));
        let total = Some(self.pairs.len() as u64);
        Steps::new(observer).run(Step::Write, total, |watch| {
            onefold_data::write_pairs(pairs, sink, watch)
        })
    }
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
