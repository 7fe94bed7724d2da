//! Score: features + model in, match scores out.
//!
//! Scoring has two steps. The pair step looks at each pair by itself (and its standing among its records' other
//! candidates by block weight). The collective step looks again at pairs that are not already ruled out, with the
//! first scores of all competing and supporting pairs as its inputs.

mod chance;
mod collective;
mod events;
mod learned;
mod model;
mod spread;
mod steps;
pub mod word_weights;

pub use collective::{COLLECTIVE_FEATURES, COLLECTIVE_WIDTH, Collective};
pub use events::Events;
pub(crate) use learned::has_second_step;
pub use learned::{ColdScores, Learned, LearnedRows, Words};
pub use model::Model;
pub use steps::{Scored, score};

use rayon::prelude::*;

use crate::{
    Error, Observer,
    compare::{
        Comparer, Look, Prepared, WIDTH,
        classes::{COLLECTIVE_FIGURES, NO_CLASS, RELATED_FIGURES, Room},
    },
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
}

/// Match weight that the other candidates may add to what the pair itself says, its trees or the classes of the table: who
/// competes and who supports can make a doubtful pair certain, and an unlikely one no more than doubtful.
const MOST_BY_CONTEXT: f32 = 3.0;

impl PairScores {
    /// The greatest match weight that a pair can have, whatever its rivals and supporters say.
    pub fn most_by_context(&self, number: usize) -> f32 {
        self.first[number].max(self.classes[number] * std::f32::consts::LN_2) + MOST_BY_CONTEXT
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

/// Compares and scores all candidates, pair by pair.
pub fn score_pairs(
    prepared: &Prepared,
    comparer: &Comparer<'_>,
    model: &Model,
    observer: &dyn Observer,
) -> Result<PairScores, Error> {
    let standings = prepared.standings(prepared.weights());
    let pairs = prepared.candidates.pairs.len();
    let mut scores = PairScores {
        first: vec![NO_MATCH; pairs],
        evidence: vec![0.0; pairs],
        classes: vec![-40.0; pairs],
        leads: vec![40.0; pairs],
        related: vec![NO_CLASS; pairs],
        related_figures: comparer.classes().related_figures(),
        figures: comparer.classes().model.figures.collective(),
        most_evidence: prepared.most_evidence,
    };
    scores
        .first
        .par_chunks_mut(CHUNK)
        .zip(scores.evidence.par_chunks_mut(CHUNK))
        .zip(scores.classes.par_chunks_mut(CHUNK))
        .zip(scores.leads.par_chunks_mut(CHUNK))
        .zip(scores.related.par_chunks_mut(CHUNK))
        .enumerate()
        .for_each_init(
            || {
                (
                    vec![0.0f32; CHUNK * WIDTH],
                    Vec::new(),
                    Vec::new(),
                    Room::default(),
                )
            },
            |(features, open, margins, room), (chunk, ((((first, evidence), classes), leads), related))| {
                if observer.is_cancelled() {
                    return;
                }
                open.clear();
                for (offset, bits) in evidence.iter_mut().enumerate() {
                    let number = chunk * CHUNK + offset;
                    let row = &mut features[open.len() * WIDTH..(open.len() + 1) * WIDTH];
                    let pair = prepared.candidates.pairs[number];
                    let undecided = prepared.least_evidence..prepared.most_evidence;
                    let look = comparer.features(pair, &standings, number, &undecided, room, row);
                    *bits = row[0];
                    let own = match look {
                        Look::RuledOut => continue,
                        Look::Settled(own) => {
                            first[offset] = SURE_MATCH;
                            own
                        }
                        Look::Open(own) => {
                            open.push(offset);
                            // What its evidence has not settled stays open in every step.
                            *bits = bits.min(prepared.most_evidence.next_down());
                            own
                        }
                    };
                    classes[offset] = own.log_odds;
                    leads[offset] = own.lead;
                    related[offset] = own.best_related.map_or(NO_CLASS, |class| class as u8);
                }
                model.pair_margins(&features[..open.len() * WIDTH], margins);
                for (&offset, &margin) in open.iter().zip(margins.iter()) {
                    first[offset] = margin;
                }
                observer.advance(first.len() as u64);
            },
        );
    if observer.is_cancelled() {
        return Err(Error::Cancelled);
    }
    chance::limit_by_chance(&mut scores, prepared, comparer);
    Ok(scores)
}

/// Rescores the pairs that the pair step has not ruled out; gives the final match weights.
pub fn rescore(
    prepared: &Prepared,
    comparer: &Comparer<'_>,
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
            for (row, &at) in features.chunks_mut(COLLECTIVE_WIDTH).zip(&open) {
                collective.features(chunk * CHUNK + at, row);
            }
            model.collective_margins(features, margins);
            for (&at, &margin) in open.iter().zip(margins.iter()) {
                finals[at] = margin.min(scores.most_by_context(chunk * CHUNK + at));
            }
        },
    );
    if observer.is_cancelled() {
        return Err(Error::Cancelled);
    }
    Events::of(prepared).hold_apart(&mut finals, prepared, comparer);
    Ok(finals)
}
