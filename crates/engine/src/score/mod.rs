//! Score: features + model in, match scores out.
//!
//! Scoring has two steps. The pair step looks at each pair by itself (and its standing among its records' other
//! candidates by block weight). The collective step looks again at pairs that are not already ruled out, with the
//! first scores of all competing and supporting pairs as its inputs.

pub(crate) mod chance;
mod collective;
mod events;
mod learned;
mod model;
mod order;
mod spread;
mod steps;
mod taken;
pub mod word_weights;

pub(crate) use collective::ContextSums;
pub use collective::{COLLECTIVE_FEATURES, COLLECTIVE_WIDTH, Collective};
pub use events::{Events, TWO_EVENTS};
pub(crate) use learned::has_second_step;
pub use learned::{ColdScores, Learned, LearnedRows, Words};
pub use model::Model;
pub use steps::{Scored, score};

use onefold_boost::Ensemble;
use order::by_likely_groups;
use rayon::prelude::*;
use taken::give_back;

use crate::{
    Error, Observer,
    compare::{
        Comparer, Look, Prepared, WIDTH,
        classes::{COLLECTIVE_FIGURES, NO_CLASS, RELATED_FIGURES, Room},
        rank::{Standings, Values},
    },
    scratch::{Aside, Plain, Put},
};

/// Pairs that one task compares and scores; progress and cancellation are looked at between tasks.
const CHUNK: usize = 4_096;

/// Scores of candidate pairs, by pair number.
#[derive(Debug, Default)]
pub struct PairScores {
    /// Match weight (log-odds) of the pair step.
    pub first: Vec<f32>,
    /// Evidence of the attributes in bits.
    pub evidence: Vec<f32>,
    /// Bits for a match against related and unrelated pairs, from the table alone.
    pub classes: Vec<f32>,
    /// Bits by which a match is likelier than the best kind of related pairs.
    pub leads: Vec<f32>,
    /// The best kind of related pairs; [`NO_CLASS`] where there is none.
    pub related: Vec<u8>,
    /// Figures of the kinds of related pairs.
    pub related_figures: Vec<[f32; RELATED_FIGURES]>,
    /// Figures of the table that the classes of pairs gave.
    pub figures: [f32; COLLECTIVE_FIGURES],
    /// Evidence from which a pair is settled as a match by it alone.
    pub most_evidence: f32,
    /// The greatest match weight that any pair may have.
    pub most: f32,
}

/// Match weight that the other candidates may add to what the pair itself says, its trees or the classes of the table: who
/// competes and who supports can make a doubtful pair certain, and an unlikely one no more than doubtful.
const MOST_BY_CONTEXT: f32 = 3.0;

impl PairScores {
    /// The greatest match weight that a pair can have, whatever its rivals and supporters say.
    pub fn most_by_context(&self, number: usize) -> f32 {
        let by_context =
            self.first[number].max(self.classes[number] * std::f32::consts::LN_2) + MOST_BY_CONTEXT;
        by_context.min(self.most)
    }
}

/// What the pair step says of a pair.
#[derive(Debug, Clone, Copy)]
struct PairScore {
    first: f32,
    evidence: f32,
    classes: f32,
    lead: f32,
    related: u8,
}

impl Plain for PairScore {
    fn write(scores: &[Self], bytes: &mut Vec<u8>) {
        for score in scores {
            for number in [score.first, score.evidence, score.classes, score.lead] {
                bytes.extend_from_slice(&number.to_le_bytes());
            }
            bytes.extend_from_slice(&u32::from(score.related).to_le_bytes());
        }
    }

    fn read(bytes: &[u8], scores: &mut Vec<Self>) {
        let (numbers, _) = bytes.as_chunks::<4>();
        let numbers = numbers.as_chunks::<5>().0.iter();
        scores.extend(numbers.map(|[first, evidence, classes, lead, related]| Self {
            first: f32::from_le_bytes(*first),
            evidence: f32::from_le_bytes(*evidence),
            classes: f32::from_le_bytes(*classes),
            lead: f32::from_le_bytes(*lead),
            related: u32::from_le_bytes(*related) as u8,
        }));
    }
}

impl PairScores {
    /// Nothing known of any pair yet.
    fn new(prepared: &Prepared) -> Self {
        let pairs = prepared.candidates.pairs.len();
        Self {
            first: vec![NO_MATCH; pairs],
            evidence: vec![0.0; pairs],
            classes: vec![-NOTHING_KNOWN; pairs],
            leads: vec![NOTHING_KNOWN; pairs],
            related: vec![NO_CLASS; pairs],
            related_figures: prepared.classes.related_figures(),
            figures: prepared.classes.model.figures.collective(),
            most_evidence: prepared.most_evidence,
            most: prepared.classes.model.most_weight(),
        }
    }

    fn set(&mut self, number: usize, score: PairScore) {
        self.first[number] = score.first;
        self.evidence[number] = score.evidence;
        self.classes[number] = score.classes;
        self.leads[number] = score.lead;
        self.related[number] = score.related;
    }
}

/// The probability that a match weight stands for.
pub fn probability(weight: f32) -> f32 {
    1.0 / (1.0 + (-weight).exp())
}

/// Match weight of a candidate that its evidence alone has ruled out.
const NO_MATCH: f32 = -9.0;

/// Match weight of a candidate that its evidence alone has settled.
const SURE_MATCH: f32 = 7.0;

/// Pairs whose records are fetched before they are compared.
const AHEAD: usize = 32;

/// Chunks that each thread scores, on average, before the scores are put in their places.
const CHUNKS_EACH: usize = 16;

/// What a thread that scores chunks of pairs uses again.
struct Scoring {
    /// Features of the pairs that are open.
    features: Vec<f32>,
    /// Their places among the scores.
    open: Vec<usize>,
    margins: Vec<f32>,
    room: Room,
}

impl Default for Scoring {
    fn default() -> Self {
        Self {
            features: vec![0.0; CHUNK * WIDTH],
            open: Vec::new(),
            margins: Vec::new(),
            room: Room::with_memory(),
        }
    }
}

impl Scoring {
    /// Scores up to [`CHUNK`] pairs.
    fn score(
        &mut self,
        prepared: &Prepared,
        comparer: &Comparer<'_>,
        standings: &Standings<'_>,
        trees: &Ensemble,
        numbers: &[u32],
    ) -> Vec<PairScore> {
        let undecided = prepared.least_evidence..prepared.most_evidence;
        self.open.clear();
        let mut scores: Vec<PairScore> = Vec::with_capacity(numbers.len());
        let pairs = &prepared.candidates.pairs;
        for (at, &number) in numbers.iter().enumerate() {
            if at % AHEAD == 0 {
                let ahead = numbers[at..].iter().take(AHEAD);
                comparer.fetch(ahead.map(|&number| pairs[number as usize]));
            }
            let number = number as usize;
            let row = &mut self.features[self.open.len() * WIDTH..(self.open.len() + 1) * WIDTH];
            let pair = pairs[number];
            let look = comparer.look(pair, &undecided, &mut self.room, row);
            let (first, evidence, own) = match look {
                Look::RuledOut => (NO_MATCH, row[0], None),
                Look::Settled(own) => (SURE_MATCH, row[0], Some(own)),
                Look::Open(own) => {
                    self.open.push(scores.len());
                    // What its evidence has not settled stays open in every step.
                    (
                        NO_MATCH,
                        row[0].min(prepared.most_evidence.next_down()),
                        Some(own),
                    )
                }
            };
            scores.push(PairScore {
                first,
                evidence,
                classes: own.map_or(-NOTHING_KNOWN, |own| own.log_odds),
                lead: own.map_or(NOTHING_KNOWN, |own| own.lead),
                related: own
                    .and_then(|own| own.best_related)
                    .map_or(NO_CLASS, |class| class as u8),
            });
        }
        self.complete(prepared, comparer, standings, numbers);
        trees.margins(&self.features[..self.open.len() * WIDTH], &mut self.margins);
        for (&at, &margin) in self.open.iter().zip(&self.margins) {
            scores[at].first = margin;
        }
        scores
    }

    /// Writes what is left of the features of the open ones among these pairs. They are a part of all, so that only what is
    /// read of them is fetched.
    fn complete(
        &mut self,
        prepared: &Prepared,
        comparer: &Comparer<'_>,
        standings: &Standings<'_>,
        numbers: &[u32],
    ) {
        let number_of = |&at: &usize| numbers[at] as usize;
        let rows = self.features.chunks_mut(AHEAD * WIDTH);
        for (open, rows) in self.open.chunks(AHEAD).zip(rows) {
            let pairs = open.iter().map(|at| prepared.candidates.pairs[number_of(at)]);
            standings.fetch(pairs.clone());
            comparer.fetch_words(pairs.clone());
            for ((at, pair), row) in open.iter().zip(pairs).zip(rows.chunks_mut(WIDTH)) {
                comparer.complete(pair, standings, number_of(at), row);
                debug_assert!(
                    has_known(row, &comparer.known()),
                    "what is known is what is written"
                );
            }
        }
    }
}

/// Whether a feature vector holds what is known of it beforehand.
fn has_known(row: &[f32], known: &[Option<f32>]) -> bool {
    let is_same = |(value, known): (&f32, &Option<f32>)| {
        known.is_none_or(|known| known.to_bits() == value.to_bits() || (known.is_nan() && value.is_nan()))
    };
    row.iter().zip(known).all(is_same)
}

/// Bits of a pair that was not weighed: none for a match, and no related pairs near it.
const NOTHING_KNOWN: f32 = 40.0;

/// Compares and scores all candidates, pair by pair.
pub fn score_pairs(
    prepared: &Prepared,
    comparer: &Comparer<'_>,
    model: &Model,
    observer: &dyn Observer,
) -> Result<PairScores, Error> {
    let standings = prepared.standings_by_weight();
    let mut scores = score_each(prepared, comparer, &standings, model, observer)?;
    chance::limit_by_chance(&mut scores, prepared, comparer);
    Ok(scores)
}

/// The same for some of the candidates of a table, whose standings among all are known; chance has not limited the scores.
pub(crate) fn score_each(
    prepared: &Prepared,
    comparer: &Comparer<'_>,
    standings: &Standings<'_>,
    model: &Model,
    observer: &dyn Observer,
) -> Result<PairScores, Error> {
    let order = by_likely_groups(prepared);
    let mut scores = PairScores::new(prepared);
    let comparing = (comparer, standings);
    score_in_order(&order, prepared, comparing, model, observer, |part, found| {
        for (&number, score) in part.iter().zip(found.into_iter().flatten()) {
            scores.set(number as usize, score);
        }
        Ok(())
    })?;
    Ok(scores)
}

/// The same with less in memory: first only what comparing reads, then only what the scores are put together from. What
/// comparing reads stays aside until it is asked for.
fn score_pairs_aside(
    prepared: &mut Prepared,
    model: &Model,
    aside: Aside<'_>,
    observer: &dyn Observer,
) -> Result<PairScores, Error> {
    let order = aside.put(by_likely_groups(prepared))?;
    let standings = Standings::new(&prepared.candidates, &prepared.around, Values::Weights);
    let around = prepared.around.put(aside)?;
    let words = std::mem::take(&mut prepared.put);
    prepared.records.take_back(words, aside)?;
    let mut put: Vec<Put<PairScore>> = Vec::new();
    let comparing = (&prepared.comparer(), &standings);
    let mut outcome = Ok(());
    aside.read(&order, |order| {
        if outcome.is_ok() {
            outcome = score_in_order(order, prepared, comparing, model, observer, |_, found| {
                for scores in found {
                    put.push(aside.put(scores)?);
                }
                Ok(())
            });
        }
    })?;
    outcome?;
    drop(standings);
    prepared.put = prepared.records.put_compared(aside)?;
    let mut scores = PairScores::new(prepared);
    let mut numbers = aside.take(order)?.into_iter();
    for put in &put {
        aside.read(put, |found| {
            for (score, number) in found.iter().zip(numbers.by_ref()) {
                scores.set(number as usize, *score);
            }
        })?;
    }
    drop(numbers);
    prepared.around.take_back(around, aside)?;
    chance::limit_by_chance(&mut scores, prepared, &prepared.comparer());
    Ok(scores)
}

/// Compares and scores pairs in an order; `with` is given some of their numbers and the scores of these.
fn score_in_order(
    order: &[u32],
    prepared: &Prepared,
    (comparer, standings): (&Comparer<'_>, &Standings<'_>),
    model: &Model,
    observer: &dyn Observer,
    mut with: impl FnMut(&[u32], Vec<Vec<PairScore>>) -> Result<(), Error>,
) -> Result<(), Error> {
    let trees = model.pair_trees(&comparer.known());
    for part in order.chunks(CHUNK * CHUNKS_EACH * rayon::current_num_threads()) {
        let found: Vec<Vec<PairScore>> = part
            .par_chunks(CHUNK)
            .map_init(Scoring::default, |scoring, numbers| {
                if observer.is_cancelled() {
                    return Vec::new();
                }
                let found = scoring.score(prepared, comparer, standings, &trees, numbers);
                observer.advance(numbers.len() as u64);
                found
            })
            .collect();
        if observer.is_cancelled() {
            return Err(Error::Cancelled);
        }
        with(part, found)?;
    }
    Ok(())
}

/// Rescores the pairs that the pair step has not ruled out; gives the final match weights.
pub fn rescore(
    prepared: &Prepared,
    comparer: &Comparer<'_>,
    scores: &PairScores,
    model: &Model,
    observer: &dyn Observer,
) -> Result<Vec<f32>, Error> {
    let mut finals = rescore_all(prepared, scores, model, observer)?;
    Events::of(prepared).hold_apart(&mut finals, prepared, comparer);
    Ok(finals)
}

/// The same before events are held apart; nothing is compared again.
fn rescore_all(
    prepared: &Prepared,
    scores: &PairScores,
    model: &Model,
    observer: &dyn Observer,
) -> Result<Vec<f32>, Error> {
    let collective = Collective::new(
        prepared.records.len,
        &prepared.candidates,
        &prepared.around,
        scores,
        prepared.across_only,
    );
    rescore_each(&collective, scores, model, observer)
}

/// The same by what the collective step knows, without a look at events.
pub(crate) fn rescore_each(
    collective: &Collective<'_>,
    scores: &PairScores,
    model: &Model,
    observer: &dyn Observer,
) -> Result<Vec<f32>, Error> {
    let known = collective.known();
    let trees = model.collective_trees(&known);
    let mut finals = scores.first.clone();
    finals.par_chunks_mut(CHUNK).enumerate().for_each_init(
        || (Vec::new(), Vec::new()),
        |(features, margins), (chunk, finals)| {
            if observer.is_cancelled() {
                return;
            }
            let open: Vec<usize> = (0..finals.len())
                .filter(|&at| collective.is_open(chunk * CHUNK + at))
                .collect();
            features.resize(open.len() * COLLECTIVE_WIDTH, 0.0);
            let rows = features.chunks_mut(AHEAD * COLLECTIVE_WIDTH);
            for (open, rows) in open.chunks(AHEAD).zip(rows) {
                collective.fetch(open.iter().map(|at| chunk * CHUNK + at));
                for (row, at) in rows.chunks_mut(COLLECTIVE_WIDTH).zip(open) {
                    collective.features(chunk * CHUNK + at, row);
                    debug_assert!(has_known(row, &known), "what is known is what is written");
                }
            }
            trees.margins(features, margins);
            for (&at, &margin) in open.iter().zip(margins.iter()) {
                finals[at] = margin;
            }
        },
    );
    if observer.is_cancelled() {
        return Err(Error::Cancelled);
    }
    give_back(&scores.first, &mut finals);
    finals.par_iter_mut().enumerate().for_each(|(number, weight)| {
        if collective.is_open(number) {
            *weight = weight.min(scores.most_by_context(number));
        }
    });
    Ok(finals)
}
