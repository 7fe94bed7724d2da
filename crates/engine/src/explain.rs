//! Explain and score given pairs, in the context of all records.

mod group;
mod kept;

pub use group::{GroupExplanation, Split, explain_group};
pub use kept::{Agreement, KeptExplanation, KeptExplanations};

use std::f32::consts::LN_2;

use rayon::prelude::*;

use crate::{
    AttributeComparison, Contribution, Error, Explanation, FeatureShare, MatchGroups, MatchSettings,
    Observer, Records, ScoredPair,
    block::BlockingPlan,
    clock::Clock,
    compare::{
        ANY_EVIDENCE, Comparer, FEATURES, Prepared, WIDTH,
        attribute::{Outcome, level_names},
        classes::{ClassExplanation, FacetBits, Room},
        rank::Standings,
    },
    completion::complete_and_score,
    pipeline::prepare,
    score::{
        COLLECTIVE_FEATURES, COLLECTIVE_WIDTH, ColdScores, Collective, Events, Learned, LearnedRows, Model,
        PairScores, Scored, has_second_step, probability, score,
    },
    standardize::Attribute,
};
use kept::Builder;

/// Differences of match weights below this are rounding.
const NEGLIGIBLE: f32 = 1e-3;

/// Scores given pairs of row numbers; the scores come in the order of `pairs`.
pub fn score_pairs(
    records: &Records,
    settings: &MatchSettings,
    model: &Model,
    pairs: &[(u32, u32)],
    observer: &dyn Observer,
) -> Result<Vec<ScoredPair>, Error> {
    let context = Context::new(records, settings, model, pairs, observer)?;
    Ok(pairs
        .iter()
        .map(|&(left, right)| ScoredPair {
            left: left.min(right),
            right: left.max(right),
            score: probability(context.scored.weights()[context.prepared.number(left, right)]),
        })
        .collect())
}

/// Explains the scores of given pairs of row numbers, in the order of `pairs`.
pub fn explain(
    records: &Records,
    settings: &MatchSettings,
    model: &Model,
    pairs: &[(u32, u32)],
    observer: &dyn Observer,
) -> Result<Vec<Explanation>, Error> {
    Context::new(records, settings, model, pairs, observer)?.explain_all(records, pairs, observer)
}

/// The pairs of a run that are to be explained.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    /// In full.
    pub chosen: Vec<(u32, u32)>,
    /// In a form that is small enough to be kept, ascending; absent if none is to be kept.
    pub kept: Option<Vec<(u32, u32)>>,
    /// The match threshold.
    pub threshold: f32,
}

/// Explains pairs of a run that has scored them. A pair that is no candidate is left out.
pub(crate) fn explain_scored(
    records: &Records,
    model: &Model,
    prepared: Prepared,
    scored: Scored,
    wanted: &Wanted,
    observer: &dyn Observer,
) -> Result<(Vec<Explanation>, Option<KeptExplanations>), Error> {
    let context = Context {
        proposed: vec![true; prepared.candidates.pairs.len()],
        prepared,
        scored,
        model,
    };
    let kept = wanted.kept.as_ref();
    let kept = kept.map(|pairs| context.keep(pairs, wanted.threshold, observer));
    let kept = kept.transpose()?;
    Ok((context.explain_all(records, &wanted.chosen, observer)?, kept))
}

/// The pairs of which a run keeps explanations: those in one group, and those that match or nearly do.
pub(crate) fn worth_keeping(
    prepared: &Prepared,
    scores: &[f32],
    groups: &MatchGroups,
    threshold: f32,
) -> Vec<(u32, u32)> {
    /// How many times the odds of the threshold may be those of a pair that nearly matches.
    const NEARLY: f32 = 8.0;
    let odds = threshold / (1.0 - threshold).max(f32::EPSILON);
    let least = odds / (odds + NEARLY);
    prepared
        .scored(scores)
        .filter(|pair| {
            let group = |row: u32| groups.of[row as usize];
            pair.score >= least || group(pair.left) == group(pair.right)
        })
        .map(|pair| (pair.left, pair.right))
        .collect()
}

/// All records scored, with the given pairs among the candidates.
struct Context<'a> {
    prepared: Prepared,
    proposed: Vec<bool>,
    scored: Scored,
    model: &'a Model,
}

/// What each step of scoring looks at; made once for all pairs, since it takes the statistics of all records.
struct Steps<'a> {
    comparer: &'a Comparer<'a>,
    standings: Standings<'a>,
    collective: Collective<'a>,
    taught: Option<Taught<'a>>,
    events: Events,
}

/// What adds up to the score of a pair.
pub(crate) struct Parts {
    prior: f32,
    weight: f32,
    /// By column.
    columns: Vec<ColumnPart>,
    /// What is no column.
    others: Vec<OtherPart>,
}

/// What a column found in a pair, and adds.
struct ColumnPart {
    found: String,
    agreement: Agreement,
    similarity: Option<f32>,
    bits: f32,
}

/// Name, meaning and bits.
type OtherPart = (&'static str, &'static str, f32);

/// The learned steps, with what they look at.
struct Taught<'a> {
    learned: &'a Learned,
    rows: LearnedRows<'a>,
    scores: PairScores,
}

impl<'a> Context<'a> {
    fn new(
        records: &Records,
        settings: &MatchSettings,
        model: &'a Model,
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
        let settings = &model.settings_for(settings, records);
        let mut prepared = prepare(records, settings, BlockingPlan::for_records, &mut clock)?;
        let mut scored = complete_and_score(&mut prepared, model, &mut clock)?;
        let proposed = prepared.add_pairs(pairs);
        // Pairs that blocking did not propose support and oppose others, so all scores are taken again.
        if proposed.contains(&false) {
            scored = score(&mut prepared, model, &mut clock)?;
        }
        Ok(Self {
            prepared,
            proposed,
            scored,
            model,
        })
    }

    /// Explains those of the pairs that are candidates.
    fn explain_all(
        &self,
        records: &Records,
        pairs: &[(u32, u32)],
        observer: &dyn Observer,
    ) -> Result<Vec<Explanation>, Error> {
        if pairs.is_empty() {
            return Ok(Vec::new());
        }
        let comparer = self.prepared.comparer();
        let steps = self.steps(&comparer, observer)?;
        Ok(pairs
            .iter()
            .map(|&(left, right)| (left.min(right), left.max(right)))
            .filter(|&(left, right)| self.prepared.around.between(left, right).is_some())
            .map(|(left, right)| self.explain(records, &steps, left, right))
            .collect())
    }

    fn taught<'b>(
        &'b self,
        comparer: &'b Comparer<'b>,
        observer: &dyn Observer,
    ) -> Result<Option<Taught<'b>>, Error> {
        let Some(learned) = self.model.learned() else {
            return Ok(None);
        };
        let rows = learned.rows(&self.prepared, comparer, cold_scores(&self.scored), observer)?;
        let scores = learned.first_scores(&rows, observer)?;
        Ok(Some(Taught {
            learned,
            rows,
            scores,
        }))
    }

    fn collective(&self) -> Collective<'_> {
        let prepared = &self.prepared;
        Collective::new(
            prepared.records.len,
            &prepared.candidates,
            &prepared.around,
            &self.scored.first,
            prepared.across_only,
        )
    }

    fn explain(&self, records: &Records, steps: &Steps<'_>, left: u32, right: u32) -> Explanation {
        let number = self.prepared.number(left, right);
        let (mut base, mut features) = self.pair_features(steps, number);
        if steps.collective.is_open(number) {
            (base, features) = self.collective_features(steps, number, features);
        }
        if let Some(taught) = steps.taught.as_ref().filter(|taught| taught.rows.is_open(number)) {
            (base, features) = taught.features(number, base, features);
        }
        features.sort_by(|a, b| b.bits.abs().total_cmp(&a.bits.abs()));
        let parts = self.parts(steps.comparer, &steps.events, left, right);
        let attributes = self.attributes(records, &parts, left, right);
        Explanation {
            left,
            right,
            score: probability(self.scored.weights()[number]),
            prior: parts.prior,
            match_weight: parts.weight,
            contributions: contributions(&attributes, &parts.others),
            attributes,
            is_candidate: self.proposed[number],
            feature_base: base / LN_2,
            features,
        }
    }

    fn steps<'b>(&'b self, comparer: &'b Comparer<'b>, observer: &dyn Observer) -> Result<Steps<'b>, Error> {
        Ok(Steps {
            comparer,
            standings: self.prepared.standings_by_weight(),
            collective: self.collective(),
            taught: self.taught(comparer, observer)?,
            events: Events::of(&self.prepared),
        })
    }

    /// What adds up to the score of a pair.
    fn parts(&self, comparer: &Comparer<'_>, events: &Events, left: u32, right: u32) -> Parts {
        let number = self.prepared.number(left, right);
        let said = self.prepared.classes.explain(&self.prepared.records, left, right);
        Parts {
            prior: said.prior,
            weight: self.scored.weights()[number] / LN_2,
            columns: self.columns(comparer, &said, left, right),
            others: self.others(comparer, events, number, &said),
        }
    }

    /// What each column found and adds.
    fn columns(
        &self,
        comparer: &Comparer<'_>,
        said: &ClassExplanation,
        left: u32,
        right: u32,
    ) -> Vec<ColumnPart> {
        let attributes = self.prepared.records.attributes.iter().enumerate();
        attributes
            .map(|(index, attribute)| {
                let compared = comparer.attribute(index, left, right).outcome;
                let facets: Vec<&FacetBits> = said
                    .facets
                    .iter()
                    .filter(|facet| facet.spec.attribute == index)
                    .collect();
                let bits = facets.iter().map(|facet| facet.bits).sum();
                ColumnPart {
                    found: outcome_of(attribute, compared, &facets),
                    agreement: agreement_of(attribute, compared, bits),
                    similarity: compared.map(|outcome| outcome.similarity),
                    bits,
                }
            })
            .collect()
    }

    /// What a score has beyond the columns.
    fn others(
        &self,
        comparer: &Comparer<'_>,
        events: &Events,
        number: usize,
        said: &ClassExplanation,
    ) -> Vec<OtherPart> {
        let pair = self.scored.first.first[number] / LN_2;
        let cold = self.scored.cold[number] / LN_2;
        let columns = said.log_odds();
        let candidate = self.prepared.candidates.pairs[number];
        let (name, meaning) = if columns > cold && events.differ(comparer, candidate) {
            ("two events", "their numbers, dates or amounts differ")
        } else {
            beyond_columns(columns, pair, cold)
        };
        let mut all = vec![(name, meaning, cold - columns)];
        if let Some(learned) = &self.scored.learned {
            let meaning = "what your labels say of pairs like this one";
            all.push(("learned from your labels", meaning, learned[number] / LN_2 - cold));
        }
        all.retain(|(.., bits)| bits.abs() > NEGLIGIBLE);
        all
    }

    fn pair_features(&self, steps: &Steps<'_>, number: usize) -> (f32, Vec<FeatureShare>) {
        let mut row = [0.0; WIDTH];
        steps.comparer.features(
            self.prepared.candidates.pairs[number],
            &steps.standings,
            number,
            &ANY_EVIDENCE,
            &mut Room::default(),
            &mut row,
        );
        let (base, shares) = self.model.pair_contributions(&row);
        let mut all: Vec<FeatureShare> = FEATURES
            .iter()
            .zip(row)
            .zip(shares)
            .map(|((f, value), share)| entry(*f, value, share))
            .collect();
        let told: f32 = base + LN_2 * all.iter().map(|own| own.bits).sum::<f32>();
        let lowered = self.scored.first.first[number] - told;
        // A pair that its evidence alone has settled has a weight of its own; only a limited one is told of here.
        if lowered < -NEGLIGIBLE && row[0] < self.prepared.most_evidence {
            all.push(FeatureShare {
                feature: "chance".to_owned(),
                meaning: "how much of this evidence unrelated records show by chance in these data"
                    .to_owned(),
                value: Some(row[0]),
                bits: lowered / LN_2,
            });
        }
        (base, all)
    }

    /// The collective step's contributions. What the pair step's weight adds there is told by the pair step's own
    /// features, scaled to that amount, unless the two steps disagree so much that scaling would mislead.
    fn collective_features(
        &self,
        steps: &Steps<'_>,
        number: usize,
        pair: Vec<FeatureShare>,
    ) -> (f32, Vec<FeatureShare>) {
        let mut row = [0.0; COLLECTIVE_WIDTH];
        steps.collective.features(number, &mut row);
        let (base, shares) = self.model.collective_contributions(&row);
        let mut all: Vec<FeatureShare> = COLLECTIVE_FEATURES
            .iter()
            .zip(row)
            .zip(&shares)
            .map(|((feature, value), &share)| entry(*feature, value, share))
            .collect();
        let whole: f32 = base + shares.iter().sum::<f32>();
        let limited = self.scored.cold[number] - whole;
        if limited.abs() > NEGLIGIBLE {
            let meaning = if limited < 0.0 {
                "other candidates make an unlikely pair no more than doubtful, as does a table that holds too little; \
                 two events stay apart"
            } else {
                "what other candidates take from all likely matches of this table does not count"
            };
            all.push(FeatureShare {
                feature: "limit".to_owned(),
                meaning: meaning.to_owned(),
                value: None,
                bits: limited / LN_2,
            });
        }
        let told: f32 = pair.iter().map(|c| c.bits).sum();
        let scale = all[0].bits / told;
        if (0.1..=10.0).contains(&scale) {
            all.remove(0);
            all.extend(pair.into_iter().map(|c| FeatureShare {
                bits: c.bits * scale,
                ..c
            }));
        }
        (base, all)
    }

    fn attributes(
        &self,
        records: &Records,
        parts: &Parts,
        left: u32,
        right: u32,
    ) -> Vec<AttributeComparison> {
        let attributes = self.prepared.records.attributes.iter();
        attributes
            .zip(&parts.columns)
            .map(|(attribute, part)| AttributeComparison {
                name: attribute.name.clone(),
                kind: attribute.kind,
                left: records.value(left as usize, attribute.column).to_owned(),
                right: records.value(right as usize, attribute.column).to_owned(),
                outcome: part.found.clone(),
                agreement: part.agreement,
                similarity: part.similarity,
                bits: part.bits,
            })
            .collect()
    }

    /// What adds up to the scores of many pairs, to be kept; those that are no candidates are left out. The pairs ascend.
    fn keep(
        &self,
        pairs: &[(u32, u32)],
        threshold: f32,
        observer: &dyn Observer,
    ) -> Result<KeptExplanations, Error> {
        /// Pairs that one task explains.
        const CHUNK: usize = 1_024;
        let comparer = self.prepared.comparer();
        let events = Events::of(&self.prepared);
        let attributes = self.prepared.records.attributes.iter();
        let columns: Vec<String> = attributes.map(|attribute| attribute.name.clone()).collect();
        let builder = || Builder::new(columns.clone(), self.prepared.records.len, threshold);
        let chunks: Vec<Builder> = pairs
            .par_chunks(CHUNK)
            .map(|chunk| {
                let mut part = builder();
                let candidates = chunk.iter().filter(|_| !observer.is_cancelled());
                for &(left, right) in candidates {
                    if self.prepared.around.between(left, right).is_some() {
                        part.add((left, right), &self.parts(&comparer, &events, left, right));
                    }
                }
                part
            })
            .collect();
        if observer.is_cancelled() {
            return Err(Error::Cancelled);
        }
        let mut all = builder();
        for part in chunks {
            all.append(part);
        }
        Ok(all.finish())
    }
}

/// What each column adds, and what is left, the largest effect first.
fn contributions(attributes: &[AttributeComparison], others: &[OtherPart]) -> Vec<Contribution> {
    let columns = attributes
        .iter()
        .filter(|attribute| attribute.bits != 0.0)
        .map(|attribute| Contribution {
            name: attribute.name.clone(),
            meaning: attribute.outcome.clone(),
            bits: attribute.bits,
            is_column: true,
        });
    let others = others.iter().map(|&(name, meaning, bits)| Contribution {
        name: name.to_owned(),
        meaning: meaning.to_owned(),
        bits,
        is_column: false,
    });
    let mut all: Vec<Contribution> = columns.chain(others).collect();
    all.sort_by(|a, b| b.bits.abs().total_cmp(&a.bits.abs()));
    all
}

/// How two values relate. Of values that are neither equal nor entirely different, the evidence decides.
fn agreement_of(attribute: &Attribute, compared: Option<Outcome>, bits: f32) -> Agreement {
    let last = level_names(attribute.kind).len() - 1;
    match compared.map(|outcome| usize::from(outcome.level)) {
        _ if attribute.is_idle => Agreement::Unknown,
        None => Agreement::Missing,
        Some(0) => Agreement::Equal,
        Some(level) if level == last || bits < 0.0 => Agreement::Different,
        Some(_) => Agreement::Close,
    }
}

/// What comparing an attribute found, in words.
fn outcome_of(attribute: &Attribute, compared: Option<Outcome>, facets: &[&FacetBits]) -> String {
    let level = |outcome: Outcome| level_names(attribute.kind)[outcome.level as usize];
    let found = match compared {
        _ if attribute.is_idle => return "not used: it cannot tell records apart".to_owned(),
        None => return "missing".to_owned(),
        Some(outcome) => level(outcome),
    };
    if attribute.is_redundant {
        return format!("{found}; not used: it repeats other columns");
    }
    if !facets.iter().any(|facet| facet.counts) {
        return format!("{found}; not used: it says nothing about who is who");
    }
    let counted = facets.iter().filter(|facet| facet.counts);
    let parts: Vec<String> = counted.map(|facet| facet.in_words(found)).collect();
    parts.join("; ")
}

/// What to call what a score has beyond the columns, by how the steps of the score came to it.
fn beyond_columns(columns: f32, pair: f32, cold: f32) -> (&'static str, &'static str) {
    /// Bits beyond which a score says no more.
    const CERTAIN: f32 = 8.5;
    let by_context = cold - pair;
    let rest = cold - columns;
    if cold.abs() > CERTAIN && columns.signum() == cold.signum() && columns.abs() > cold.abs() {
        ("limit of the score", "the columns say more than a score can show")
    } else if by_context < 0.0 && rest < 0.0 && 2.0 * by_context < rest {
        (
            "other candidates fit better",
            "one or both of the records have better matches",
        )
    } else if by_context > 0.0 && rest > 0.0 && 2.0 * by_context > rest {
        (
            "other candidates agree",
            "nothing else fits as well, or other records of the group support the pair",
        )
    } else {
        (
            "the records as a whole",
            "rare words and numbers that they share or not, and how such pairs turned out in other tables",
        )
    }
}

impl Taught<'_> {
    /// What the learned steps add to what was said without labels.
    fn features(&self, number: usize, base: f32, cold: Vec<FeatureShare>) -> (f32, Vec<FeatureShare>) {
        let (first_row, second_row) = Learned::rows_of(&self.rows, &self.scores, number);
        let (first_base, first) = self.learned.first.contributions(&first_row);
        let (second_base, second) = if has_second_step(self.scores.first[number]) {
            self.learned.second.contributions(&second_row)
        } else {
            (0.0, vec![0.0; second_row.len()])
        };
        let Learned {
            scale,
            shift,
            cold_scale,
            cold_shift,
            ..
        } = *self.learned;
        let mut all: Vec<FeatureShare> = cold
            .into_iter()
            .map(|own| FeatureShare {
                bits: scale * cold_scale * own.bits,
                ..own
            })
            .collect();
        for (at, (name, value)) in self.learned.second.names().iter().zip(second_row).enumerate() {
            let contribution = scale * (first.get(at).copied().unwrap_or(0.0) + second[at]);
            if contribution != 0.0 {
                all.push(FeatureShare {
                    feature: name.clone(),
                    meaning: format!("{name}, as learned from labels"),
                    value: (!value.is_nan()).then_some(value),
                    bits: contribution / LN_2,
                });
            }
        }
        let whole = scale * (cold_scale * base + cold_shift + first_base + second_base) + shift;
        (whole, all)
    }
}

fn cold_scores(scored: &Scored) -> ColdScores<'_> {
    ColdScores {
        first: &scored.first,
        finals: &scored.cold,
    }
}

fn entry(feature: crate::compare::Feature, value: f32, contribution: f32) -> FeatureShare {
    FeatureShare {
        feature: feature.name.to_owned(),
        meaning: feature.meaning.to_owned(),
        value: (!value.is_nan()).then_some(value),
        bits: contribution / LN_2,
    }
}
