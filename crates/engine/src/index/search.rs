//! Search: the last records of a run in, their candidates among all records out.

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::{
    RecordIndex,
    scan::{BlockNumber, TermsOfLast, Wanted},
    segment::Segment,
};
use crate::{
    Error, Observer,
    block::TermFamily,
    numbers::{LastRow, Row},
    pair::{CHUNK, CandidatePairs, Sums, TermWeights, keep_best, length, walk_all},
    standardize::{Frequent, StandardRecords},
};

/// What comes before the last records of a run.
#[derive(Debug, Clone, Copy)]
pub struct Before {
    /// The first of the last records.
    pub from: Row,
    /// The first one that is looked for among the last records only, and not in the index.
    pub end: Row,
}

/// Lengths of the term vectors of the records after an index.
#[derive(Debug)]
pub struct NormsBehind(pub Vec<f32>);

/// The blocks of one family that the last records are in.
struct FamilyAround {
    is_key: bool,
    /// Different terms, ascending.
    blocks: Vec<BlockAround>,
    /// The records of all blocks, in the index and after it.
    rows: Vec<u32>,
    /// Where the blocks of each of the last records start in `own`, smallest first.
    starts: Vec<u32>,
    own: Vec<BlockNumber>,
}

/// The records of a term.
struct BlockAround {
    size: u32,
    /// Places among the rows; none where no search looks at so many.
    rows: Range<u32>,
}

/// What a family is looked up with.
struct Around<'a> {
    family: &'a TermFamily,
    budget: usize,
    words: &'a Frequent,
    from: Row,
    /// The first ones of the last records are in the index.
    in_index: LastRow,
    last: usize,
}

impl FamilyAround {
    /// `terms` are those of the last records, and `found` the records of the index that have them, by blocks in the order of terms.
    fn new(around: &Around<'_>, terms: &TermsOfLast, found: &[(BlockNumber, u32)]) -> Self {
        let is_key = matches!(around.family, TermFamily::Key { .. });
        let is_words = *around.family == TermFamily::Words;
        let sets: Vec<&[(u64, LastRow)]> = terms.chunk_by(|a, b| a.0 == b.0).collect();
        let mut starts_of = vec![0u32; sets.len() + 1];
        for (number, _) in found {
            starts_of[number.0 as usize + 1] += 1;
        }
        for at in 0..sets.len() {
            starts_of[at + 1] += starts_of[at];
        }
        let mut next = starts_of.clone();
        let mut in_index = vec![0u32; found.len()];
        for &(number, row) in found {
            let next = &mut next[number.0 as usize];
            in_index[*next as usize] = row;
            *next += 1;
        }
        let (mut blocks, mut rows) = (Vec::new(), Vec::new());
        let mut of_rows: Vec<(LastRow, u32, BlockNumber)> = Vec::with_capacity(terms.len());
        for (at, same) in sets.iter().enumerate() {
            let listed = &in_index[starts_of[at] as usize..starts_of[at + 1] as usize];
            let counted = if is_words {
                around.words.of_hash(same[0].0).unwrap_or(0)
            } else {
                0
            };
            let behind = &same[same.partition_point(|(_, row)| *row < around.in_index)..];
            let size = counted.max(listed.len() as u32) + behind.len() as u32;
            // A joint key that no other record has makes no block.
            if is_key && size < 2 {
                continue;
            }
            let number = BlockNumber(blocks.len() as u32);
            of_rows.extend(same.iter().map(|&(_, row)| (row, size, number)));
            let start = rows.len() as u32;
            if is_key || size as usize <= around.budget {
                rows.extend_from_slice(listed);
                rows.extend(behind.iter().map(|(_, last)| around.from.0 + last.0));
            }
            blocks.push(BlockAround {
                size,
                rows: start..rows.len() as u32,
            });
        }
        of_rows.par_sort_unstable();
        let starts = (0..=around.last as u32)
            .map(|row| of_rows.partition_point(|(own, ..)| *own < LastRow(row)) as u32)
            .collect();
        Self {
            is_key,
            blocks,
            rows,
            starts,
            own: of_rows.into_iter().map(|(_, _, number)| number).collect(),
        }
    }

    /// The blocks of one of the last records, smallest first.
    fn blocks(&self, row: LastRow) -> impl Iterator<Item = &BlockAround> {
        let place = row.index();
        let own = &self.own[self.starts[place] as usize..self.starts[place + 1] as usize];
        own.iter().map(|block| &self.blocks[block.0 as usize])
    }

    /// The records of a block.
    fn rows(&self, block: &BlockAround) -> &[u32] {
        &self.rows[block.rows.start as usize..block.rows.end as usize]
    }
}

/// Finds the records that share terms with the last ones of a run.
pub struct Finder<'a> {
    index: &'a RecordIndex,
    families: Vec<FamilyAround>,
    before: Before,
    weights: TermWeights,
    /// Length of the term vector of each record after the index, and of those in it that are met.
    pub behind: NormsBehind,
    known: KnownNorms,
    may_match: &'a (dyn Fn(Row, Row) -> bool + Sync),
}

/// Lengths of the term vectors of records that are met, by segment.
struct KnownNorms(Vec<(u32, Vec<Vec<f32>>)>);

impl KnownNorms {
    fn get(&self, row: u32) -> f32 {
        let at = self.0.partition_point(|(first, _)| *first <= row) - 1;
        let (first, norms) = &self.0[at];
        Segment::norm(norms, (row - first) as usize)
    }
}

impl<'a> Finder<'a> {
    /// Looks up in the index which records share terms with the last ones.
    pub fn new(
        index: &'a RecordIndex,
        last: &StandardRecords,
        before: Before,
        may_match: &'a (dyn Fn(Row, Row) -> bool + Sync),
        observer: &dyn Observer,
    ) -> Result<Self, Error> {
        let Before { from, end } = before;
        let families = &index.about.families;
        let refined: Vec<FxHashSet<u64>> = index
            .about
            .refined
            .iter()
            .map(|terms| terms.iter().copied().collect())
            .collect();
        let (wanted, terms) = Wanted::of(last, families, &refined);
        let mut found = vec![Vec::new(); families.len()];
        let mut first = 0;
        for segment in &index.segments {
            let own = wanted.found_in(segment, first, index.bytes.as_ref(), observer)?;
            for (found, own) in found.iter_mut().zip(own) {
                found.extend(own.into_iter().filter(|(_, row)| *row < end.0));
            }
            first += segment.records as u32;
        }
        drop(wanted);
        let words = &index.statistics()?.words;
        let in_index = LastRow(end.0 - from.0);
        let around = families.par_iter().zip(terms.into_par_iter().zip(found));
        let around = around.map(|(family, (terms, found))| {
            let around = Around {
                family,
                budget: index.about.search.budget,
                words,
                from,
                in_index,
                last: last.len,
            };
            FamilyAround::new(&around, &terms, &found)
        });
        let families = around.collect();
        let all = from.0 + last.len as u32;
        let mut finder = Self {
            index,
            families,
            before,
            weights: TermWeights::new(index.len().max(all as usize)),
            behind: NormsBehind(Vec::new()),
            known: KnownNorms(Vec::new()),
            may_match,
        };
        finder.behind = finder.norms_behind(all);
        finder.known = finder.norms_of_met()?;
        Ok(finder)
    }

    /// The number of one of the last records among these.
    fn last(&self, row: Row) -> LastRow {
        LastRow(row.0 - self.before.from.0)
    }

    fn norms_behind(&self, all: u32) -> NormsBehind {
        let norms = (self.before.end.0..all)
            .into_par_iter()
            .with_min_len(CHUNK)
            .map(|row| {
                let mut sum = 0.0f32;
                for family in &self.families {
                    for block in family.blocks(self.last(Row(row))) {
                        let weight = self.weights.of(block.size);
                        sum += weight * weight;
                    }
                }
                length(sum)
            });
        NormsBehind(norms.collect())
    }

    /// The lengths of the records in the index that share a term with one of the last ones, and of the last ones that are in it.
    fn norms_of_met(&self) -> Result<KnownNorms, Error> {
        let Before {
            from: Row(from),
            end: Row(end),
        } = self.before;
        let met = self.families.par_iter().flat_map(|family| &family.rows).copied();
        let mut met: Vec<u32> = met.filter(|&row| row < end).chain(from..end).collect();
        met.par_sort_unstable();
        met.dedup();
        let mut norms = Vec::new();
        let mut first = 0;
        for segment in &self.index.segments {
            let next = first + segment.records as u32;
            let own = &met[met.partition_point(|&row| row < first)..met.partition_point(|&row| row < next)];
            let own: Vec<u32> = own.iter().map(|row| row - first).collect();
            norms.push((first, segment.norms(self.index.bytes.as_ref(), &own)?));
            first = next;
        }
        Ok(KnownNorms(norms))
    }

    /// The candidates of these records.
    pub fn find(&self, rows: Range<u32>, observer: &dyn Observer) -> Result<CandidatePairs, Error> {
        let search = &self.index.about.search;
        let bounds = search.least_candidates..search.most_candidates;
        walk_all(
            rows,
            || (Sums::new(), Vec::new()),
            |_| (),
            |(sums, best), row, found| {
                self.walk(Row(row), sums);
                let may_match = |other| (self.may_match)(Row(row), Row(other));
                keep_best(
                    row,
                    sums,
                    bounds.clone(),
                    may_match,
                    |other| self.norm(Row(other)),
                    best,
                    found,
                );
            },
            observer,
        )
    }

    /// Adds up the weights of the terms that a record shares with others, rarest first within the budget.
    fn walk(&self, row: Row, sums: &mut Sums) {
        let norm = self.norm(row);
        for family in &self.families {
            let mut left = if family.is_key {
                usize::MAX
            } else {
                self.index.about.search.budget
            };
            for block in family.blocks(self.last(row)) {
                let Some(rest) = left.checked_sub(block.size as usize) else {
                    break;
                };
                left = rest;
                let weight = self.weights.of(block.size);
                let weight = weight * weight / norm;
                for &other in family.rows(block) {
                    sums.add(other, weight);
                }
            }
        }
    }

    fn norm(&self, row: Row) -> f32 {
        let place = row.index().checked_sub(self.before.end.index());
        place.map_or_else(|| self.known.get(row.0), |place| self.behind.0[place])
    }
}
