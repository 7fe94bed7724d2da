//! What labels of one data set have taught: a correction of the cold-start score, from wide features.
//!
//! It has the two steps of the cold-start model again. The first sees a pair's wide features, the cold-start scores and
//! where the pair stands among its records' other candidates by several measures; the second sees in addition the first
//! step's scores of competing and supporting pairs. Both add to the match weight of the step before, so with no trees the
//! learned score is the cold-start score.

use onefold_boost::Ensemble;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    AttributeKind, Error, Observer,
    compare::{
        ANY_EVIDENCE, Comparer, FEATURES, Prepared, WIDTH,
        classes::Room,
        rank::{Standing, Standings},
        wide::{LearnedAttribute, WideComparer},
    },
    score::{
        CHUNK, COLLECTIVE_FEATURES, COLLECTIVE_WIDTH, Collective, PairScores,
        word_weights::{KnownWords, WordWeights},
    },
};

/// Pairs below this match weight keep the score of the step that gave it. About 0.1 %.
const RULED_OUT: f32 = -7.0;
/// Pairs that are scored at once: enough to keep the trees busy, few enough for their rows to stay in the cache.
const BATCH: usize = 128;
/// Wordy attributes by which pairs are ranked among their records' candidates.
const RANKED_ATTRIBUTES: usize = 4;
/// What a pair's standing by one measure is told by.
const STANDING: [&str; 4] = ["better rank", "worse rank", "least lead", "greatest lead"];

/// The learned part of a model.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Learned {
    /// The attributes that the features name.
    pub attributes: Vec<LearnedAttribute>,
    /// Judged pairs that were learned from: matches and others.
    pub labeled: (u32, u32),
    /// Records judged to match one record of another source, and such as match several of one. Absent in models of before
    /// 2026-11-28 and where there are no sources.
    #[serde(default)]
    pub partners: (u32, u32),
    /// What single words say.
    pub(crate) words: WordWeights,
    /// The first step departs from `cold_scale` times the cold-start match weight, plus `cold_shift`.
    pub(crate) cold_scale: f32,
    pub(crate) cold_shift: f32,
    /// What the first step adds.
    pub(crate) first: Ensemble,
    /// What the second step adds to the first step's match weight.
    pub(crate) second: Ensemble,
    /// The final match weight is `scale` times the second step's, plus `shift`.
    pub(crate) scale: f32,
    pub(crate) shift: f32,
}

/// Cold-start scores of all candidates, by pair number.
#[derive(Debug, Clone, Copy)]
pub struct ColdScores<'a> {
    /// After the pair step.
    pub first: &'a PairScores,
    /// After the collective step.
    pub finals: &'a [f32],
}

/// Where the feature of single words comes from.
#[derive(Debug, Default)]
pub struct Words {
    /// Weights of words.
    pub known: KnownWords,
    /// Values that stand in for it, by pair number: those of labeled pairs, from weights that have not seen them.
    pub held_out: rustc_hash::FxHashMap<usize, f32>,
}

/// Writes the rows that the learned steps look at.
#[derive(Debug)]
pub struct LearnedRows<'a> {
    prepared: &'a Prepared,
    comparer: &'a Comparer<'a>,
    wide: WideComparer<'a>,
    cold: ColdScores<'a>,
    collective: Collective<'a>,
    by_weight: Standings<'a>,
    words: Words,
    /// Where pairs stand by several measures.
    measures: Vec<(String, Standings<'a>)>,
}

impl<'a> LearnedRows<'a> {
    /// Compares all open candidates by the measures that pairs are ranked by.
    pub fn new(
        prepared: &'a Prepared,
        comparer: &'a Comparer<'a>,
        attributes: &[LearnedAttribute],
        cold: ColdScores<'a>,
        observer: &dyn Observer,
    ) -> Result<Self, Error> {
        let wide = WideComparer::new(comparer, &prepared.records, attributes)?;
        let collective = Collective::new(
            prepared.records.len,
            &prepared.candidates,
            &prepared.around,
            cold.first,
            prepared.across_only,
        );
        let mut rows = Self {
            prepared,
            comparer,
            wide,
            cold,
            collective,
            by_weight: prepared.standings_by_weight(),
            words: Words::default(),
            measures: vec![
                (
                    "match weight without labels".to_owned(),
                    prepared.standings(cold.finals),
                ),
                (
                    "evidence".to_owned(),
                    prepared.standings(&cold.first.evidence[..]),
                ),
            ],
        };
        rows.measure_words(observer)?;
        Ok(rows)
    }

    /// Takes what single words say.
    #[must_use]
    pub fn with_words(self, words: Words) -> Self {
        Self { words, ..self }
    }

    fn measure_words(&mut self, observer: &dyn Observer) -> Result<(), Error> {
        let (measures, names) = self.wide.measures(RANKED_ATTRIBUTES);
        let pairs = self.prepared.candidates.pairs.len();
        let mut measured: Vec<Vec<f32>> = vec![vec![0.0; pairs]; names.len()];
        let values: Vec<Vec<f32>> = (0..pairs.div_ceil(CHUNK))
            .into_par_iter()
            .map_init(Vec::new, |row, chunk| {
                let mut values = Vec::new();
                if observer.is_cancelled() {
                    return values;
                }
                for number in self.open_in(chunk) {
                    let pair = self.prepared.candidates.pairs[number];
                    row.clear();
                    self.wide.measure(&measures, pair.left, pair.right, row);
                    values.extend(row.iter().map(|value| if value.is_nan() { 0.0 } else { *value }));
                }
                values
            })
            .collect();
        if observer.is_cancelled() {
            return Err(Error::Cancelled);
        }
        for (chunk, values) in values.into_iter().enumerate() {
            for (number, values) in self.open_in(chunk).zip(values.chunks(names.len().max(1))) {
                for (measure, &value) in measured.iter_mut().zip(values) {
                    measure[number] = value;
                }
            }
        }
        let standings = measured.into_iter().map(|values| self.prepared.standings(values));
        for (name, standing) in names.into_iter().zip(standings) {
            if observer.is_cancelled() {
                return Err(Error::Cancelled);
            }
            self.measures.push((name, standing));
        }
        Ok(())
    }

    /// The open pairs of a chunk.
    fn open_in(&self, chunk: usize) -> impl Iterator<Item = usize> {
        let all = self.prepared.candidates.pairs.len();
        (chunk * CHUNK..((chunk + 1) * CHUNK).min(all)).filter(|&number| self.is_open(number))
    }

    /// Whether the cold-start score leaves the pair open; a pair that its evidence alone has settled is not.
    pub fn is_open(&self, number: usize) -> bool {
        let first = self.cold.first;
        self.cold.finals[number] > RULED_OUT && first.evidence[number] < first.most_evidence
    }

    /// The cold-start match weight of a pair.
    pub fn offset(&self, number: usize) -> f32 {
        self.cold.finals[number]
    }

    /// Names of the first step's features, in the order in which they are written.
    pub fn names(&self) -> Vec<String> {
        let mut names = vec![
            "match weight without labels".to_owned(),
            "single words".to_owned(),
        ];
        names.extend(FEATURES.iter().map(|feature| feature.name.to_owned()));
        names.extend(
            COLLECTIVE_FEATURES
                .iter()
                .map(|feature| format!("without labels: {}", feature.name)),
        );
        names.extend(self.wide.names().iter().cloned());
        for (measure, _) in &self.measures {
            names.extend(STANDING.map(|standing| format!("{standing} by {measure}")));
        }
        names
    }

    /// Names of the second step's features.
    pub fn second_names(&self) -> Vec<String> {
        let mut names = self.names();
        names.extend(
            COLLECTIVE_FEATURES
                .iter()
                .map(|feature| format!("learned: {}", feature.name)),
        );
        names
    }

    /// Writes the first step's row of a pair.
    pub fn first_row(&self, number: usize, out: &mut Vec<f32>) {
        let pair = self.prepared.candidates.pairs[number];
        out.push(self.cold.finals[number]);
        let held_out = self.words.held_out.get(&number).copied();
        out.push(held_out.unwrap_or_else(|| {
            self.words
                .known
                .margin(&self.prepared.records, pair.left, pair.right)
        }));
        let start = out.len();
        out.resize(start + WIDTH + COLLECTIVE_WIDTH, 0.0);
        self.comparer.features(
            pair,
            &self.by_weight,
            number,
            &ANY_EVIDENCE,
            &mut Room::default(),
            &mut out[start..start + WIDTH],
        );
        self.collective.features(number, &mut out[start + WIDTH..]);
        self.wide.features(pair.left, pair.right, out);
        for (_, standings) in &self.measures {
            let (own, around) = standings.of(number);
            standing_features(own, around, out);
        }
    }

    /// The first step's match weights of all candidates; closed pairs keep what they have.
    pub fn score_all(
        &self,
        observer: &dyn Observer,
        (cold_scale, cold_shift): (f32, f32),
        first: &Ensemble,
    ) -> Result<Vec<f32>, Error> {
        let mut scores = self.cold.finals.to_vec();
        self.for_each_open(&mut scores, |score| *score = cold_scale * *score + cold_shift);
        self.add_margins(
            &mut scores,
            observer,
            first,
            |_| true,
            |number, row| self.first_row(number, row),
        )?;
        Ok(scores)
    }

    /// Changes the scores of open pairs.
    fn for_each_open(&self, scores: &mut [f32], change: impl Fn(&mut f32) + Sync) {
        scores
            .par_chunks_mut(CHUNK)
            .enumerate()
            .for_each(|(chunk, scores)| {
                for number in self.open_in(chunk) {
                    change(&mut scores[number - chunk * CHUNK]);
                }
            });
    }

    /// Adds what an ensemble says of their rows to the scores of open pairs, as far as a score is `wanted`.
    fn add_margins(
        &self,
        scores: &mut [f32],
        observer: &dyn Observer,
        ensemble: &Ensemble,
        wanted: impl Fn(f32) -> bool + Sync,
        write: impl Fn(usize, &mut Vec<f32>) + Sync,
    ) -> Result<(), Error> {
        scores.par_chunks_mut(CHUNK).enumerate().for_each_init(
            || (Vec::new(), Vec::new(), Vec::new()),
            |(open, rows, margins), (chunk, scores)| {
                if observer.is_cancelled() {
                    return;
                }
                open.clear();
                open.extend(
                    self.open_in(chunk)
                        .filter(|&number| wanted(scores[number - chunk * CHUNK])),
                );
                for some in open.chunks(BATCH) {
                    rows.clear();
                    for &number in some {
                        write(number, rows);
                    }
                    ensemble.margins(rows, margins);
                    for (&number, &margin) in some.iter().zip(margins.iter()) {
                        scores[number - chunk * CHUNK] += margin;
                    }
                }
            },
        );
        if observer.is_cancelled() {
            Err(Error::Cancelled)
        } else {
            Ok(())
        }
    }

    /// The first step's scores as the second step looks around in them.
    pub fn with_scores(&self, first: Vec<f32>) -> PairScores {
        PairScores {
            first,
            evidence: self.cold.first.evidence.clone(),
            classes: self.cold.first.classes.clone(),
            leads: self.cold.first.leads.clone(),
            related: self.cold.first.related.clone(),
            related_figures: self.cold.first.related_figures.clone(),
            figures: self.cold.first.figures,
            most_evidence: f32::INFINITY,
            most: f32::INFINITY,
        }
    }

    /// Looks around in the first step's scores.
    pub fn around<'b>(&'b self, scores: &'b PairScores) -> Collective<'b> {
        Collective::new(
            self.prepared.records.len,
            &self.prepared.candidates,
            &self.prepared.around,
            scores,
            self.prepared.across_only,
        )
    }

    /// Writes the second step's row of a pair.
    pub fn second_row(&self, number: usize, around: &Collective<'_>, out: &mut Vec<f32>) {
        self.first_row(number, out);
        let start = out.len();
        out.resize(start + COLLECTIVE_WIDTH, 0.0);
        around.features(number, &mut out[start..]);
    }
}

/// Whether a pair is worth a second step after what the first one said of it.
pub(crate) fn has_second_step(first: f32) -> bool {
    first > RULED_OUT
}

fn standing_features(own: f32, [a, b]: [Standing; 2], out: &mut Vec<f32>) {
    out.push(a.rank.min(b.rank) as f32);
    out.push(a.rank.max(b.rank) as f32);
    let lead = |standing: &Standing| {
        if standing.best_other == f32::NEG_INFINITY {
            f32::NAN
        } else {
            own - standing.best_other
        }
    };
    out.push(lead(&a).min(lead(&b)));
    out.push(lead(&a).max(lead(&b)));
}

/// Least records judged to match several of one source, and their least share of all judged to match one: one alone may be
/// a slip.
const SEVERAL: (u32, f32) = (2, 0.01);

impl Learned {
    /// Whether labels of both kinds have calibrated its scores.
    pub fn is_calibrated(&self) -> bool {
        self.labeled.0 > 0 && self.labeled.1 > 0
    }

    /// Whether people have judged records to match several of one source.
    pub fn has_seconds(&self) -> bool {
        let (one, several) = self.partners;
        several >= SEVERAL.0 && several as f32 >= SEVERAL.1 * (one + several) as f32
    }

    /// Match weights of all candidates.
    pub fn rescore(
        &self,
        prepared: &Prepared,
        comparer: &Comparer<'_>,
        cold: ColdScores<'_>,
        observer: &dyn Observer,
    ) -> Result<Vec<f32>, Error> {
        let rows = self.rows(prepared, comparer, cold, observer)?;
        let scores = self.first_scores(&rows, observer)?;
        let around = rows.around(&scores);
        let mut finals = scores.first.clone();
        rows.add_margins(
            &mut finals,
            observer,
            &self.second,
            has_second_step,
            |number, row| rows.second_row(number, &around, row),
        )?;
        rows.for_each_open(&mut finals, |score| *score = self.scale * *score + self.shift);
        Ok(finals)
    }

    /// The rows that this model looks at; refuses records whose features are not those that it was learned on.
    pub fn rows<'a>(
        &self,
        prepared: &'a Prepared,
        comparer: &'a Comparer<'a>,
        cold: ColdScores<'a>,
        observer: &dyn Observer,
    ) -> Result<LearnedRows<'a>, Error> {
        let words = Words {
            known: self.words.known_in(&prepared.records.vocabulary),
            ..Words::default()
        };
        let rows = LearnedRows::new(prepared, comparer, &self.attributes, cold, observer)?.with_words(words);
        self.first.expect_names(&rows.names())?;
        self.second.expect_names(&rows.second_names())?;
        Ok(rows)
    }

    /// Scores of all candidates after the first step.
    pub fn first_scores(&self, rows: &LearnedRows<'_>, observer: &dyn Observer) -> Result<PairScores, Error> {
        let first = rows.score_all(observer, (self.cold_scale, self.cold_shift), &self.first)?;
        Ok(rows.with_scores(first))
    }

    /// The rows of one pair for both steps.
    pub fn rows_of(rows: &LearnedRows<'_>, scores: &PairScores, number: usize) -> (Vec<f32>, Vec<f32>) {
        let (mut first, mut second) = (Vec::new(), Vec::new());
        rows.first_row(number, &mut first);
        rows.second_row(number, &rows.around(scores), &mut second);
        (first, second)
    }

    /// Refuses numbers that no training gives.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let bad = |reason: &str| Error::BadModel {
            reason: reason.to_owned(),
        };
        let fits = |scale: f32, shift: f32| scale.is_finite() && scale > 0.0 && shift.is_finite();
        if !fits(self.scale, self.shift) || !fits(self.cold_scale, self.cold_shift) {
            return Err(bad("a scale or shift of its learned part is out of range"));
        }
        if self.first.columns() + COLLECTIVE_WIDTH != self.second.columns() {
            return Err(bad("the two steps of its learned part do not fit each other"));
        }
        Ok(())
    }

    /// Kinds that the attributes had when the model learned, so that they are read the same way again.
    pub fn kinds(&self) -> impl Iterator<Item = (&str, AttributeKind)> {
        self.attributes
            .iter()
            .map(|attribute| (attribute.name.as_str(), attribute.kind))
    }
}
