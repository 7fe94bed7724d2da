//! Walk: blocks in, the best candidates of each record of a part out.

use rustc_hash::FxHashMap;

use super::{Given, Messages, TableStatistics, in_order, place::EQUAL, wire::Writer};
use crate::{
    Error,
    pair::{Candidate, Sums, TermWeights, keep_best},
};

/// Blocks that a part's records look through.
#[derive(Default)]
struct Blocks {
    /// Where each begins and ends among the rows.
    starts: Vec<usize>,
    rows: Vec<u32>,
    /// The blocks of each own record: the record, the family, the size and the block's number.
    walked: Vec<(u32, u8, u32, u32)>,
    /// Length of the term vector and source of each record.
    others: FxHashMap<u32, (f32, u16)>,
    /// Own records with the first one that each is equal to, itself or another.
    equal: Vec<(u32, u32)>,
}

/// What looking through blocks gives.
#[derive(Debug)]
pub struct Walked {
    /// Candidate pairs, to the parts of both records.
    pub given: Given,
    /// Pairs of equal records, which the part keeps.
    pub equal: Vec<u8>,
}

impl TableStatistics {
    /// Finds the candidates of a part's records, and tells both parts of each pair.
    pub fn walk(&self, part: u32, lists: &[&[u8]]) -> Result<Walked, Error> {
        let blocks = self.read_blocks(part, lists)?;
        let weights = TermWeights::new(self.records());
        let mut found = Vec::new();
        let (mut sums, mut best) = (Sums::new(), Vec::new());
        for own in blocks.walked.chunk_by(|a, b| a.0 == b.0) {
            let row = own[0].0;
            let (norm, source) = blocks.others[&row];
            for &(_, _, size, number) in own {
                let weight = weights.of(size) * weights.of(size) / norm;
                let (start, end) = (blocks.starts[number as usize], blocks.starts[number as usize + 1]);
                for &other in &blocks.rows[start..end] {
                    sums.add(other, weight);
                }
            }
            keep_best(
                row,
                &mut sums,
                self.search.least_candidates..self.search.most_candidates,
                |other| !self.is_across_only() || blocks.others[&other].1 != source,
                |other| blocks.others[&other].0,
                &mut best,
                &mut found,
            );
        }
        let mut pairs = Messages::new(self.parts());
        for pair in found {
            let sources = [pair.left, pair.right].map(|row| blocks.others[&row].1);
            let paired = Paired {
                pair,
                is_left_first: sources[0] <= sources[1],
            };
            self.write_pair(paired, &mut pairs);
        }
        let mut equal = Writer::default();
        for (first, row) in blocks.equal {
            equal.u32(first);
            equal.u32(row);
        }
        Ok(Walked {
            given: pairs.given(part),
            equal: equal.into_bytes(),
        })
    }

    /// Tells both parts of a pair.
    pub(super) fn write_pair(&self, own: Paired, pairs: &mut Messages) {
        let to = [self.part_of(own.pair.left), self.part_of(own.pair.right)];
        for &part in &to[..=usize::from(to[0] != to[1])] {
            let message = pairs.to(part as usize);
            message.u32(own.pair.left);
            message.u32(own.pair.right);
            message.f32(own.pair.weight);
            message.u8(u8::from(own.is_left_first));
        }
    }

    fn read_blocks(&self, part: u32, lists: &[&[u8]]) -> Result<Blocks, Error> {
        let own_rows = self.rows_of(part);
        let mut blocks = Blocks {
            starts: vec![0],
            ..Blocks::default()
        };
        for (_, mut reader) in in_order(lists)? {
            while !reader.is_at_end() {
                let family = reader.u8()?;
                if family == EQUAL {
                    blocks.equal.push((reader.u32()?, reader.u32()?));
                    continue;
                }
                let size = reader.count()?;
                let number = blocks.starts.len() as u32 - 1;
                for _ in 0..size {
                    let (row, norm, walks) = (reader.u32()?, reader.f32()?, reader.u8()? == 1);
                    let source = if self.is_across_only() { reader.u16()? } else { 0 };
                    blocks.rows.push(row);
                    blocks.others.insert(row, (norm, source));
                    if walks && own_rows.contains(&row) {
                        blocks.walked.push((row, family, size as u32, number));
                    }
                }
                blocks.starts.push(blocks.rows.len());
            }
        }
        blocks.walked.sort_unstable();
        blocks.equal.sort_unstable();
        Ok(blocks)
    }
}

/// A candidate pair, and whether its left record's source comes first; where there are no sources it does.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paired {
    pub pair: Candidate,
    pub is_left_first: bool,
}

/// The candidate pairs around a part's records, each once, ordered by their records.
pub(super) fn read_pairs(messages: &[&[u8]]) -> Result<Vec<Paired>, Error> {
    let mut pairs = Vec::new();
    for (_, mut reader) in in_order(messages)? {
        while !reader.is_at_end() {
            let pair = Candidate {
                left: reader.u32()?,
                right: reader.u32()?,
                weight: reader.f32()?,
            };
            pairs.push(Paired {
                pair,
                is_left_first: reader.u8()? == 1,
            });
        }
    }
    // Of the two weights that both records gave, the greater one stays.
    pairs.sort_by(|a, b| {
        (a.pair.left, a.pair.right)
            .cmp(&(b.pair.left, b.pair.right))
            .then(b.pair.weight.total_cmp(&a.pair.weight))
    });
    pairs.dedup_by_key(|own| (own.pair.left, own.pair.right));
    Ok(pairs)
}
