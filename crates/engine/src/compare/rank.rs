//! Where a pair stands among the other candidates of its two records.

use crate::pair::CandidatePairs;

/// For each record its candidate pairs, by pair number.
#[derive(Debug)]
pub struct Neighborhoods {
    starts: Vec<u32>,
    pairs: Vec<u32>,
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
        for (number, pair) in candidates.pairs.iter().enumerate() {
            for row in [pair.left, pair.right] {
                pairs[next[row as usize] as usize] = number as u32;
                next[row as usize] += 1;
            }
        }
        Self { starts, pairs }
    }

    /// The pairs that a record takes part in.
    pub fn of(&self, row: u32) -> &[u32] {
        &self.pairs[self.starts[row as usize] as usize..self.starts[row as usize + 1] as usize]
    }

    /// The number of the pair of two records, if it is a candidate. A record's pairs are listed in the order of
    /// their other records, since pairs are ordered by (left, right).
    pub fn between(&self, candidates: &CandidatePairs, own: u32, other: u32) -> Option<u32> {
        let list = self.of(own);
        let at = list.partition_point(|&number| candidates.pairs[number as usize].other(own) < other);
        list.get(at)
            .copied()
            .filter(|&number| candidates.pairs[number as usize].other(own) == other)
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
#[derive(Debug, Clone, Copy)]
pub struct Standings<'a> {
    /// The pairs.
    pub candidates: &'a CandidatePairs,
    /// The pairs of each record.
    pub around: &'a Neighborhoods,
    /// The value of each pair.
    pub values: &'a [f32],
}

impl Standings<'_> {
    /// The standing of a pair on its left and on its right side.
    pub fn of(&self, number: usize) -> [Standing; 2] {
        let pair = self.candidates.pairs[number];
        let own = self.values[number];
        [pair.left, pair.right].map(|row| {
            let mut standing = Standing {
                rank: 0,
                best_other: f32::NEG_INFINITY,
                near: 0,
            };
            for &other in self.around.of(row) {
                if other as usize != number {
                    let value = self.values[other as usize];
                    standing.rank += u32::from(value > own);
                    standing.near += u32::from(value >= 0.8 * own);
                    standing.best_other = standing.best_other.max(value);
                }
            }
            standing
        })
    }
}
