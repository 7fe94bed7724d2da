//! What the stages before give to all that compares: records with their candidate pairs.

use std::{borrow::Cow, collections::BTreeMap};

use rayon::prelude::*;

use super::{
    Comparer,
    classes::{EqualRecords, PairClasses},
    evidence::AttributeEvidence,
    rank::{Neighborhoods, Standings, Values},
};
use crate::{
    BlockingRule, Error, ScoredPair,
    pair::{Candidate, CandidatePairs},
    scratch::Aside,
    standardize::{PutRecords, StandardRecords},
};

/// Records with their candidate pairs.
#[derive(Debug)]
pub struct Prepared {
    /// Standardized records.
    pub records: StandardRecords,
    /// Candidate pairs.
    pub candidates: CandidatePairs,
    /// The candidate pairs of each record.
    pub around: Neighborhoods,
    /// How candidates came together.
    pub blocking: Vec<BlockingRule>,
    /// Whether only records of different sources may match.
    pub across_only: bool,
    /// Evidence below which a candidate is not compared any further.
    pub least_evidence: f32,
    /// Evidence from which a candidate is a match without being compared any further.
    pub most_evidence: f32,
    /// What the comparison of each attribute says.
    pub evidence: Vec<AttributeEvidence>,
    /// Pairs of records that may match at all.
    pub possible_pairs: f64,
    /// Classes of pairs.
    pub classes: PairClasses,
    /// Records that are equal in every column, where records of one source may match.
    pub equal: EqualRecords,
    /// The parts of the records that are out of memory.
    pub put: PutRecords,
}

impl Prepared {
    /// Takes back what of the records is out of memory.
    pub fn take_back_records(&mut self, aside: Aside<'_>) -> Result<(), Error> {
        self.records.take_back(std::mem::take(&mut self.put), aside)
    }

    /// Reads values once more, when groups have formed. If no pair is to be explained after that, it is the last time, and
    /// candidates are out of memory while values that were are in it.
    pub fn read_values_again<T>(
        &mut self,
        explains: bool,
        aside: Aside<'_>,
        read: impl FnOnce(&Self) -> T,
    ) -> Result<T, Error> {
        if explains {
            self.take_back_records(aside)?;
            return Ok(read(self));
        }
        self.around = Neighborhoods::default();
        if !aside.is_away() {
            return Ok(read(self));
        }
        let pairs = aside.put(std::mem::take(&mut self.candidates.pairs))?;
        let put = std::mem::take(&mut self.put);
        self.records.take_back_attributes(put, aside)?;
        let found = read(self);
        self.records.forget_values();
        self.candidates.pairs = aside.take(pairs)?;
        Ok(found)
    }

    /// A comparer over these records.
    pub fn comparer(&self) -> Comparer<'_> {
        Comparer::new(&self.records, &self.evidence, &self.classes, self.across_only)
    }

    /// Source of each record, where only records of different sources may match.
    pub fn sources(&self) -> Option<&[u16]> {
        self.records.sources.as_deref().filter(|_| self.across_only)
    }

    /// Standings by the block weight of each candidate pair.
    pub fn standings_by_weight(&self) -> Standings<'_> {
        Standings::new(&self.candidates, &self.around, Values::Weights)
    }

    /// Standings by some value of each candidate pair.
    pub fn standings<'a>(&'a self, values: impl Into<Cow<'a, [f32]>>) -> Standings<'a> {
        Standings::new(&self.candidates, &self.around, Values::Of(values.into()))
    }

    /// The number of the pair of two records.
    ///
    /// # Panics
    /// When the pair is no candidate.
    pub fn number(&self, left: u32, right: u32) -> usize {
        let found = self.around.between(left, right);
        found.expect("the pair is a candidate") as usize
    }

    /// Whether the data are so many that evidence alone settles clear pairs.
    pub fn is_large(&self) -> bool {
        self.most_evidence.is_finite()
    }

    /// All candidate pairs with the scores that they have, by pair number.
    pub fn scored<'a>(&'a self, scores: &'a [f32]) -> impl Iterator<Item = ScoredPair> + 'a {
        self.candidates
            .pairs
            .iter()
            .zip(scores)
            .map(|(pair, &score)| ScoredPair {
                left: pair.left,
                right: pair.right,
                score,
            })
    }

    /// Adds pairs of row numbers that blocking did not propose, with the cosine of their words as weight; says of each
    /// pair number whether blocking proposed it. A record beside itself is left out.
    pub fn add_pairs(&mut self, pairs: &[(u32, u32)]) -> Vec<bool> {
        let comparer = self.comparer();
        let mut missing: Vec<Candidate> = pairs
            .par_iter()
            .map(|&(a, b)| (a.min(b), a.max(b)))
            .filter(|&(left, right)| left != right && self.around.between(left, right).is_none())
            .map(|(left, right)| Candidate {
                left,
                right,
                weight: comparer.word_cosine(left, right),
            })
            .collect();
        missing.sort_by_key(|pair| (pair.left, pair.right));
        missing.dedup_by_key(|pair| (pair.left, pair.right));
        let proposed = self.candidates.pairs.drain(..).map(|pair| (pair, true));
        let mut all: Vec<(Candidate, bool)> = proposed
            .chain(missing.into_iter().map(|pair| (pair, false)))
            .collect();
        all.sort_by_key(|(pair, _)| (pair.left, pair.right));
        let is_proposed = all.iter().map(|(_, proposed)| *proposed).collect();
        self.candidates = CandidatePairs {
            pairs: all.into_iter().map(|(pair, _)| pair).collect(),
        };
        self.around = Neighborhoods::new(self.records.len, &self.candidates);
        is_proposed
    }
}

/// Pairs of records, of different sources only where sources are given.
pub fn possible_pairs(records: usize, sources: Option<&[u16]>) -> f64 {
    let pairs = |records: f64| records * (records - 1.0) / 2.0;
    let mut sizes = BTreeMap::new();
    for &source in sources.unwrap_or_default() {
        *sizes.entry(source).or_insert(0.0f64) += 1.0;
    }
    pairs(records as f64) - sizes.into_values().map(pairs).sum::<f64>()
}
