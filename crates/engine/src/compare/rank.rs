//! Where a pair stands among the other candidates of its two records.

use std::{borrow::Cow, ops::Range};

use rayon::prelude::*;

use crate::{
    Error,
    pair::{Candidate, CandidatePairs},
    scratch::{Aside, Put},
};

/// For each record its candidate pairs, by pair number.
#[derive(Debug, Default)]
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

    /// Puts aside all but how many pairs each record has.
    pub fn put(&mut self, aside: Aside<'_>) -> Result<PutNeighborhoods, Error> {
        Ok(PutNeighborhoods {
            pairs: aside.put(std::mem::take(&mut self.pairs))?,
            others: aside.put(std::mem::take(&mut self.others))?,
        })
    }

    /// Takes back what was put aside.
    pub fn take_back(&mut self, put: PutNeighborhoods, aside: Aside<'_>) -> Result<(), Error> {
        self.pairs = aside.take(put.pairs)?;
        self.others = aside.take(put.others)?;
        Ok(())
    }

    /// How many records there are.
    pub fn records(&self) -> usize {
        self.starts.len() - 1
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
    pub fn beside<T: Send>(&self, value: impl Fn(u32) -> T + Sync) -> Vec<T> {
        self.pairs.par_iter().map(|&number| value(number)).collect()
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

/// The candidate pairs of each record, out of memory.
#[derive(Debug)]
pub struct PutNeighborhoods {
    pairs: Put<u32>,
    others: Put<u32>,
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

impl Standing {
    /// That of a pair whose record has no other one.
    pub const NONE: Self = Self {
        rank: 0,
        best_other: f32::NEG_INFINITY,
        near: 0,
    };
}

/// Looks up standings by some value of each pair.
#[derive(Debug)]
pub struct Standings<'a> {
    candidates: &'a CandidatePairs,
    /// Where the values around each record begin.
    starts: Vec<u32>,
    values: Values<'a>,
    /// The values around each record, greatest first.
    sorted: Vec<f32>,
    /// The standings themselves, where other candidates of the records are elsewhere.
    known: Option<Vec<[Standing; 2]>>,
}

/// The value of each pair.
#[derive(Debug)]
pub enum Values<'a> {
    /// Its block weight.
    Weights,
    /// Another one.
    Of(Cow<'a, [f32]>),
}

/// Records whose values are sorted at a time.
const BLOCK: usize = 4096;

impl<'a> Standings<'a> {
    /// Standings by one value of each pair.
    pub fn new(candidates: &'a CandidatePairs, around: &Neighborhoods, values: Values<'a>) -> Self {
        let mut sorted = around.beside(|number| values.of(candidates, number as usize));
        let mut blocks = Vec::new();
        let mut rest = sorted.as_mut_slice();
        for first in (0..around.records()).step_by(BLOCK) {
            let rows = first..(first + BLOCK).min(around.records());
            let block;
            (block, rest) = rest.split_at_mut(rows.clone().map(|row| around.span(row as u32).len()).sum());
            blocks.push((rows, block));
        }
        blocks.into_par_iter().for_each(|(rows, mut block)| {
            for row in rows {
                let (own, others) = block.split_at_mut(around.span(row as u32).len());
                own.sort_unstable_by(|a, b| b.total_cmp(a));
                block = others;
            }
        });
        Self {
            candidates,
            starts: around.starts.clone(),
            values,
            sorted,
            known: None,
        }
    }

    /// Standings that were found where all candidates of the records were at hand: one for each pair, with its value.
    pub fn known(candidates: &'a CandidatePairs, values: Values<'a>, known: Vec<[Standing; 2]>) -> Self {
        Self {
            candidates,
            starts: Vec::new(),
            values,
            sorted: Vec::new(),
            known: Some(known),
        }
    }

    /// Reads a little of what [`Standings::of`] reads of some pairs, so that it need not wait for the memory.
    pub fn fetch(&self, pairs: impl Iterator<Item = Candidate>) {
        if self.known.is_some() {
            return;
        }
        let mut read = 0;
        for pair in pairs {
            for row in [pair.left, pair.right] {
                let values = self.sorted.get(self.starts[row as usize] as usize);
                read ^= values.copied().unwrap_or_default().to_bits();
            }
        }
        std::hint::black_box(read);
    }

    /// The value of a pair, and its standing on its left and on its right side.
    pub fn of(&self, number: usize) -> (f32, [Standing; 2]) {
        let pair = self.candidates.pairs[number];
        let own = self.values.of(self.candidates, number);
        if let Some(known) = &self.known {
            return (own, known[number]);
        }
        let standings = [pair.left, pair.right].map(|row| {
            let row = row as usize;
            let values = &self.sorted[self.starts[row] as usize..self.starts[row + 1] as usize];
            let rank = values.partition_point(|&value| value > own);
            let near = values.partition_point(|&value| value >= 0.8 * own);
            Standing {
                rank: rank as u32,
                // The pair's own value is among them, and is the greatest where none is greater.
                best_other: values
                    .get(usize::from(rank == 0))
                    .copied()
                    .unwrap_or(f32::NEG_INFINITY),
                near: (near - usize::from(own >= 0.8 * own)) as u32,
            }
        });
        (own, standings)
    }
}

impl Values<'_> {
    #[inline]
    fn of(&self, candidates: &CandidatePairs, number: usize) -> f32 {
        match self {
            Self::Weights => candidates.pairs[number].weight,
            Self::Of(values) => values[number],
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::pair::Candidate;

    /// Standings by looking at each other pair of the record.
    fn by_counting(candidates: &CandidatePairs, values: &[f32], number: usize, row: u32) -> (u32, u32, f32) {
        let own = values[number];
        let others = candidates.pairs.iter().zip(values).enumerate();
        let others = others
            .filter(|&(other, (pair, _))| other != number && (pair.left == row || pair.right == row))
            .map(|(_, (_, &value))| value);
        others.fold((0, 0, f32::NEG_INFINITY), |(rank, near, best), value| {
            (
                rank + u32::from(value > own),
                near + u32::from(value >= 0.8 * own),
                best.max(value),
            )
        })
    }

    proptest! {
        #[test]
        fn a_pair_stands_where_counting_says(
            pairs in prop::collection::btree_map((0u32..9, 0u32..9), -3i8..4, 1..40),
        ) {
            let pairs: Vec<_> = pairs.into_iter().filter(|((left, right), _)| left < right).collect();
            let values: Vec<f32> = pairs.iter().map(|(_, value)| f32::from(*value)).collect();
            let candidates = CandidatePairs {
                pairs: pairs
                    .iter()
                    .map(|&((left, right), _)| Candidate { left, right, weight: 0.0 })
                    .collect(),
            };
            let around = Neighborhoods::new(9, &candidates);
            let standings = Standings::new(&candidates, &around, Values::Of(Cow::Borrowed(&values)));
            for number in 0..pairs.len() {
                let (own, sides) = standings.of(number);
                prop_assert_eq!(own, values[number]);
                let pair = candidates.pairs[number];
                for (row, side) in [pair.left, pair.right].into_iter().zip(sides) {
                    let counted = by_counting(&candidates, &values, number, row);
                    prop_assert_eq!((side.rank, side.near, side.best_other), counted);
                }
            }
        }
    }
}
