//! Explain and score given pairs, in the context of all records.

use crate::{
    AttributeComparison, Contribution, Error, Explanation, MatchSettings, Observer, Records, ScoredPair,
    compare::{FEATURES, WIDTH, attribute::level_names},
    pipeline::{Clock, Prepared, prepare},
    score::{
        COLLECTIVE_FEATURES, COLLECTIVE_WIDTH, Collective, Model, PairScores, probability,
        score_pairs as score_candidates,
    },
};

/// Scores given pairs of row numbers; the scores come in the order of `pairs`.
pub fn score_pairs(
    records: &Records,
    settings: &MatchSettings,
    pairs: &[(u32, u32)],
    observer: &dyn Observer,
) -> Result<Vec<ScoredPair>, Error> {
    let explained = Context::new(records, settings, pairs, observer)?;
    pairs
        .iter()
        .map(|&(left, right)| {
            let (weight, _) = explained.weigh(left, right);
            Ok(ScoredPair {
                left: left.min(right),
                right: left.max(right),
                score: probability(weight),
            })
        })
        .collect()
}

/// Explains the scores of given pairs of row numbers, in the order of `pairs`.
pub fn explain(
    records: &Records,
    settings: &MatchSettings,
    pairs: &[(u32, u32)],
    observer: &dyn Observer,
) -> Result<Vec<Explanation>, Error> {
    let context = Context::new(records, settings, pairs, observer)?;
    Ok(pairs
        .iter()
        .map(|&(left, right)| context.explain(records, left.min(right), left.max(right)))
        .collect())
}

/// All records scored, with the given pairs among the candidates.
struct Context<'a> {
    prepared: Prepared,
    proposed: Vec<bool>,
    scores: PairScores,
    model: Model,
    settings: &'a MatchSettings,
}

impl<'a> Context<'a> {
    fn new(
        records: &Records,
        settings: &'a MatchSettings,
        pairs: &[(u32, u32)],
        observer: &dyn Observer,
    ) -> Result<Self, Error> {
        settings.check()?;
        let unknown = pairs
            .iter()
            .flat_map(|&(a, b)| [a, b])
            .find(|&row| row as usize >= records.len());
        if let Some(row) = unknown {
            return Err(Error::UnknownRecord {
                row: row as usize,
                records: records.len(),
            });
        }
        let mut clock = Clock::new(observer);
        let mut prepared = prepare(records, settings, &mut clock)?;
        let proposed = prepared.add_pairs(pairs, settings.seed);
        let model = Model::cold_start();
        let scores = {
            let comparer = prepared.comparer(settings.seed);
            score_candidates(&prepared, &comparer, &model, observer)?
        };
        Ok(Self {
            prepared,
            proposed,
            scores,
            model,
            settings,
        })
    }

    fn collective(&self) -> Collective<'_> {
        let prepared = &self.prepared;
        Collective::new(
            prepared.records.len,
            &prepared.candidates,
            &prepared.around,
            &self.scores,
            prepared.across_only,
        )
    }

    fn number(&self, left: u32, right: u32) -> usize {
        let found = self
            .prepared
            .around
            .between(&self.prepared.candidates, left.min(right), left.max(right));
        found.expect("every given pair was added") as usize
    }

    /// Match weight of a pair, and whether the collective step had a say in it.
    fn weigh(&self, left: u32, right: u32) -> (f32, bool) {
        let number = self.number(left, right);
        let collective = self.collective();
        if !collective.is_open(number) {
            return (self.scores.first[number], false);
        }
        let mut row = [0.0; COLLECTIVE_WIDTH];
        collective.features(number, &mut row);
        let mut margins = Vec::new();
        self.model.collective_margins(&row, &mut margins);
        (margins[0], true)
    }

    fn explain(&self, records: &Records, left: u32, right: u32) -> Explanation {
        let number = self.number(left, right);
        let (match_weight, is_collective) = self.weigh(left, right);
        let (pair_base, mut contributions) = self.pair_contributions(number);
        let mut base = pair_base;
        if is_collective {
            (base, contributions) = self.collective_contributions(number, contributions);
        }
        contributions.sort_by(|a, b| b.contribution.abs().total_cmp(&a.contribution.abs()));
        Explanation {
            left,
            right,
            score: probability(match_weight),
            base,
            match_weight,
            contributions,
            attributes: self.attributes(records, left, right),
            is_candidate: self.proposed[number],
        }
    }

    fn pair_contributions(&self, number: usize) -> (f32, Vec<Contribution>) {
        let weights = self.prepared.weights();
        let standings = self.prepared.standings(&weights);
        let mut row = [0.0; WIDTH];
        let comparer = self.prepared.comparer(self.settings.seed);
        comparer.features(
            self.prepared.candidates.pairs[number],
            &standings,
            number,
            f32::NEG_INFINITY,
            &mut row,
        );
        let (base, shares) = self.model.pair_contributions(&row);
        (
            base,
            FEATURES
                .iter()
                .zip(row)
                .zip(shares)
                .map(|((f, value), share)| entry(*f, value, share))
                .collect(),
        )
    }

    /// The collective step's contributions. What the pair step's weight adds there is told by the pair step's own
    /// features, scaled to that amount, unless the two steps disagree so much that scaling would mislead.
    fn collective_contributions(&self, number: usize, pair: Vec<Contribution>) -> (f32, Vec<Contribution>) {
        let mut row = [0.0; COLLECTIVE_WIDTH];
        self.collective().features(number, &mut row);
        let (base, shares) = self.model.collective_contributions(&row);
        let mut all: Vec<Contribution> = COLLECTIVE_FEATURES
            .iter()
            .zip(row)
            .zip(shares)
            .map(|((feature, value), share)| entry(*feature, value, share))
            .collect();
        let told: f32 = pair.iter().map(|c| c.contribution).sum();
        let scale = all[0].contribution / told;
        if (0.1..=10.0).contains(&scale) {
            all.remove(0);
            all.extend(pair.into_iter().map(|c| Contribution {
                contribution: c.contribution * scale,
                ..c
            }));
        }
        (base, all)
    }

    fn attributes(&self, records: &Records, left: u32, right: u32) -> Vec<AttributeComparison> {
        let comparer = self.prepared.comparer(self.settings.seed);
        self.prepared
            .records
            .attributes
            .iter()
            .enumerate()
            .map(|(index, attribute)| {
                let compared = comparer.attribute(index, left, right);
                let level = compared
                    .outcome
                    .map_or("not compared, a value is missing", |outcome| {
                        level_names(attribute.kind)[outcome.level as usize]
                    });
                AttributeComparison {
                    name: attribute.name.clone(),
                    kind: attribute.kind,
                    left: records.value(left as usize, attribute.column).to_owned(),
                    right: records.value(right as usize, attribute.column).to_owned(),
                    level: level.to_owned(),
                    similarity: compared.outcome.map(|outcome| outcome.similarity),
                    weight: if attribute.is_redundant {
                        0.0
                    } else {
                        compared.bits
                    },
                }
            })
            .collect()
    }
}

fn entry(feature: crate::compare::Feature, value: f32, contribution: f32) -> Contribution {
    Contribution {
        feature: feature.name.to_owned(),
        meaning: feature.meaning.to_owned(),
        value: (!value.is_nan()).then_some(value),
        contribution,
    }
}
