//! Where a pair stands among the other candidates of its two records.

use std::ops::Range;

use rayon::prelude::*;

use crate::pair::CandidatePairs;

/// For each record its candidate pairs, by pair number.
#[derive(Debug)]
pub struct Neighborhoods {
    starts: Vec<u32>,
    pairs: Vec<u32>,
    /// The other record of each pair, so that looking around touches one place in memory.
    others: Vec<u32>,
}

impl Neighborhoods {
    /// Lists the pairs of each of `records` records.
    pub fn new(records: usize, candidates: &CandidatePairs) -> Self {
        let mut starts = vec![0u32; records + 1];
        for pair in &candidates.pairs {
            starts[pair.left as usize + 1] += 1;
            starts[pair.right as usize + 1] += 1;
        }
        for row in 0..records {
            starts[row + 1] += starts[row];
        }
        let mut next = starts.clone();
        let mut pairs = vec![0u32; starts[records] as usize];
        let mut others = pairs.clone();
        for (number, pair) in candidates.pairs.iter().enumerate() {
            for (row, other) in [(pair.left, pair.right), (pair.right, pair.left)] {
                let at = next[row as usize] as usize;
                pairs[at] = number as u32;
                others[at] = other;
                next[row as usize] += 1;
            }
        }
        Self {
            starts,
            pairs,
            others,
        }
    }

    /// The pairs that a record takes part in.
    pub fn of(&self, row: u32) -> &[u32] {
        &self.pairs[self.span(row)]
    }

    /// Where the pairs of a record stand in the list of all records' pairs.
    pub fn span(&self, row: u32) -> Range<usize> {
        self.starts[row as usize] as usize..self.starts[row as usize + 1] as usize
    }

    /// The other record at a place of the list.
    pub fn other(&self, place: usize) -> u32 {
        self.others[place]
    }

    /// The pair at a place of the list.
    pub fn pair(&self, place: usize) -> u32 {
        self.pairs[place]
    }

    /// A value of each pair, in the order of the list: those around one record lie side by side.
    pub fn beside(&self, values: &[f32]) -> Vec<f32> {
        self.pairs
            .par_iter()
            .map(|&number| values[number as usize])
            .collect()
    }

    /// The place of two records' pair in the list of the first one, if it is a candidate. A record's pairs are listed in
    /// the order of their other records, since pairs are ordered by (left, right).
    pub fn place_of(&self, own: u32, other: u32) -> Option<usize> {
        let span = self.span(own);
        let found = self.others[span.clone()].binary_search(&other).ok()?;
        Some(span.start + found)
    }

    /// The number of the pair of two records, if it is a candidate.
    pub fn between(&self, own: u32, other: u32) -> Option<u32> {
        self.place_of(own, other).map(|place| self.pair(place))
    }
}

/// The standing of a pair on one side.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// How many other pairs of the record have a greater value.
    pub rank: u32,
    /// Greatest value among the record's other pairs; minus infinity where there is none.
    pub best_other: f32,
    /// How many other pairs of the record have at least 0.8 of this pair's value.
    pub near: u32,
}

/// Looks up standings by some value of each pair.
#[derive(Debug)]
pub struct Standings<'a> {
    candidates: &'a CandidatePairs,
    around: &'a Neighborhoods,
    /// The values around each record.
    beside: Vec<f32>,
}

impl<'a> Standings<'a> {
    /// Standings by `values`, one for each pair.
    pub fn new(candidates: &'a CandidatePairs, around: &'a Neighborhoods, values: &[f32]) -> Self {
        Self {
            candidates,
            around,
            beside: around.beside(values),
        }
    }

    /// The value of a pair, and its standing on its left and on its right side.
    pub fn of(&self, number: usize) -> (f32, [Standing; 2]) {
        let pair = self.candidates.pairs[number];
        let place = self.around.place_of(pair.left, pair.right);
        let own = self.beside[place.expect("every pair stands around its records")];
        let standings = [(pair.left, pair.right), (pair.right, pair.left)].map(|(row, partner)| {
            let mut standing = Standing {
                rank: 0,
                best_other: f32::NEG_INFINITY,
                near: 0,
            };
            for place in self.around.span(row) {
                if self.around.other(place) != partner {
                    let value = self.beside[place];
                    standing.rank += u32::from(value > own);
                    standing.near += u32::from(value >= 0.8 * own);
                    standing.best_other = standing.best_other.max(value);
                }
            }
            standing
        });
        (own, standings)
    }
}
