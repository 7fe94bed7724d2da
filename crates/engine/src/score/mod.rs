//! Score: features + model in, match scores out.
//!
//! Scoring has two steps. The pair step looks at each pair by itself (and its standing among its records' other
//! candidates by block weight). The collective step looks again at pairs that are not already ruled out, with the
//! first scores of all competing and supporting pairs as its inputs.

mod chance;
mod collective;
mod learned;
mod model;
mod steps;
pub mod word_weights;

pub use collective::{COLLECTIVE_FEATURES, COLLECTIVE_WIDTH, Collective};
pub(crate) use learned::has_second_step;
pub use learned::{ColdScores, Learned, LearnedRows, Words};
pub use model::Model;
pub use steps::{Scored, score};

use rayon::prelude::*;

use crate::{
    Error, Observer,
    compare::{Comparer, Prepared, WIDTH, rank::Neighborhoods},
    pair::CandidatePairs,
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
    /// Evidence from which a pair is settled as a match by it alone.
    pub most_evidence: f32,
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
        most_evidence: prepared.most_evidence,
    };
    scores
        .first
        .par_chunks_mut(CHUNK)
        .zip(scores.evidence.par_chunks_mut(CHUNK))
        .enumerate()
        .for_each_init(
            || (vec![0.0f32; CHUNK * WIDTH], Vec::new(), Vec::new()),
            |(features, open, margins), (chunk, (first, evidence))| {
                if observer.is_cancelled() {
                    return;
                }
                open.clear();
                for (offset, bits) in evidence.iter_mut().enumerate() {
                    let number = chunk * CHUNK + offset;
                    let row = &mut features[open.len() * WIDTH..(open.len() + 1) * WIDTH];
                    let pair = prepared.candidates.pairs[number];
                    let undecided = prepared.least_evidence..prepared.most_evidence;
                    if comparer.features(pair, &standings, number, &undecided, row) {
                        open.push(offset);
                    }
                    *bits = row[0];
                    if row[0] >= prepared.most_evidence {
                        first[offset] = SURE_MATCH;
                    }
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
    records: usize,
    candidates: &CandidatePairs,
    around: &Neighborhoods,
    scores: &PairScores,
    is_link: bool,
    model: &Model,
    observer: &dyn Observer,
) -> Result<Vec<f32>, Error> {
    let collective = Collective::new(records, candidates, around, scores, is_link);
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
                finals[at] = margin;
            }
        },
    );
    if observer.is_cancelled() {
        Err(Error::Cancelled)
    } else {
        Ok(finals)
    }
}
