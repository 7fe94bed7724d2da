//! Block: [`StandardRecords`] in, [`Blocks`] out.
//!
//! A block is the list of records that share a term. Three families of terms are used:
//!
//! * words of the whole record, whatever the attribute, so that moved values still meet;
//! * four-letter grams of words, so that misspelled words still meet; built for small data, where they are affordable;
//! * joint keys over several attributes, such as phonetic name + birth year; built for large data, where single words
//!   are too frequent. Which keys to build is estimated from the data ([`BlockingPlan`]).
//!
//! Frequent terms are not dropped: [`crate::pair`] walks the terms of a record rarest first within a budget, and a
//! joint key whose block grows too large is refined by a further attribute.

mod grams;
mod plan;
mod rules;
mod terms;

use rayon::prelude::*;

pub use grams::GRAM;
pub use plan::{BlockingPlan, GRAMS_UP_TO};
pub use rules::VariantRef;
pub use terms::{TermFamily, join, refine, short_keys};

use crate::{BlockingRule, numbers::pairs_among, standardize::StandardRecords};

/// Blocks of one family of terms.
#[derive(Debug)]
pub struct Family {
    /// What the terms are, in words.
    pub name: String,
    /// Terms of each record.
    record_terms: RecordTerms,
    /// Where the block of each term starts in `rows`; empty where a record has one block at most.
    starts: Vec<u32>,
    /// Records of all blocks, ascending inside a block. Where a record has one block at most, the number of its records
    /// stands before each block.
    rows: Vec<u32>,
    /// How many blocks were refined.
    refined: u64,
}

#[derive(Debug)]
enum RecordTerms {
    /// The family's terms are the words of the records.
    Words,
    /// Lists of terms.
    Lists(crate::standardize::Lists),
    /// At most one block for each record: where it begins among the rows, or [`NO_BLOCK`]. Four bytes each: with twenty keys,
    /// these are most of what blocks take.
    Single(Vec<u32>),
}

/// A record has no block in a family.
const NO_BLOCK: u32 = u32::MAX;

impl Family {
    /// Adds to a number of each record what `weigh` says of the sizes of its blocks, term by term.
    pub fn add_sizes(&self, records: &StandardRecords, sums: &mut [f32], weigh: impl Fn(u32) -> f32 + Sync) {
        /// Records that one task takes.
        const ROWS: usize = 1_024;
        if matches!(self.record_terms, RecordTerms::Single(_)) {
            // By block: looking the block of each record up would wait for the memory each time.
            for block in self.single_blocks() {
                let weight = weigh(block.len() as u32);
                for &row in block {
                    sums[row as usize] += weight;
                }
            }
            return;
        }
        sums.par_chunks_mut(ROWS).enumerate().for_each(|(chunk, sums)| {
            for (row, sum) in ((chunk * ROWS) as u32..).zip(sums) {
                for &term in self.terms(records, row).0 {
                    *sum += weigh(self.block(term).len() as u32);
                }
            }
        });
    }

    /// Calls `with` for the blocks of a record, smallest first, as long as the postings of all of them are within
    /// `budget`. Where a record has one block at most, there is no budget.
    pub fn for_each_block(
        &self,
        records: &StandardRecords,
        row: u32,
        budget: usize,
        order: &mut Vec<(u32, u32)>,
        mut with: impl FnMut(&[u32]),
    ) {
        let (terms, single) = self.terms(records, row);
        if let Some(block) = single {
            with(block);
        }
        order.clear();
        order.extend(terms.iter().map(|&term| (self.block(term).len() as u32, term)));
        order.sort_unstable();
        let mut left = budget;
        for &(size, term) in order.iter() {
            let Some(rest) = left.checked_sub(size as usize) else {
                break;
            };
            left = rest;
            with(self.block(term));
        }
    }

    /// The first record of some blocks of a record: of the one that it has, or of those of its rarest terms.
    fn peek(&self, records: &StandardRecords, row: u32) -> u32 {
        /// Terms whose blocks are small enough to be walked, in most records.
        const RAREST: usize = 4;
        let first = |start: u32| self.rows.get(start as usize).copied().unwrap_or_default();
        if let RecordTerms::Single(places) = &self.record_terms {
            return first(places[row as usize]);
        }
        let rarest = self.terms(records, row).0.iter().take(RAREST);
        let rarest = rarest.map(|&term| first(self.starts[term as usize]));
        rarest.fold(0, |read, first| read ^ first)
    }

    /// The terms of a record, or its one block.
    fn terms<'a>(&'a self, records: &'a StandardRecords, row: u32) -> (&'a [u32], Option<&'a [u32]>) {
        match &self.record_terms {
            RecordTerms::Words => (records.words.get(row), None),
            RecordTerms::Lists(lists) => (lists.get(row), None),
            RecordTerms::Single(places) => match places[row as usize] {
                NO_BLOCK => (&[], None),
                place => (&[], Some(self.block_at(place as usize))),
            },
        }
    }

    /// The block that begins at a place, where a record has one block at most.
    fn block_at(&self, place: usize) -> &[u32] {
        &self.rows[place + 1..][..self.rows[place] as usize]
    }

    /// All blocks, where a record has one block at most.
    fn single_blocks(&self) -> impl Iterator<Item = &[u32]> {
        let mut place = 0;
        std::iter::from_fn(move || {
            let block = (place < self.rows.len()).then(|| self.block_at(place))?;
            place += 1 + block.len();
            Some(block)
        })
    }

    /// The records that share a term.
    fn block(&self, term: u32) -> &[u32] {
        &self.rows[self.starts[term as usize] as usize..self.starts[term as usize + 1] as usize]
    }

    fn report(&self) -> BlockingRule {
        let (mut blocks, mut pairs) = (0, 0);
        let mut count = |size: u64| {
            blocks += u64::from(size > 1);
            pairs += pairs_among(size);
        };
        match &self.record_terms {
            RecordTerms::Single(_) => self.single_blocks().for_each(|block| count(block.len() as u64)),
            RecordTerms::Words | RecordTerms::Lists(_) => {
                let terms = self.starts.windows(2);
                terms.for_each(|term| count(u64::from(term[1] - term[0])));
            }
        }
        BlockingRule {
            name: self.name.clone(),
            blocks,
            pairs,
            refined: self.refined,
        }
    }
}

/// All blocks of a run.
#[derive(Debug)]
pub struct Blocks {
    /// Blocks by family.
    pub families: Vec<Family>,
}

impl Blocks {
    /// Reads a little of the blocks of some records, so that they come from memory together and not one after the other.
    pub fn fetch(&self, records: &StandardRecords, rows: &[u32]) {
        let mut read = 0;
        for family in &self.families {
            for &row in rows {
                read ^= family.peek(records, row);
            }
        }
        std::hint::black_box(read);
    }

    /// All records, those of one block after the other as far as they are not there yet: the blocks of such records are mostly
    /// the same, and so still in the cache when the next one is looked at.
    pub fn rows_together(&self, records: usize) -> Vec<u32> {
        let mut is_there = vec![false; records];
        let mut rows = Vec::with_capacity(records);
        let mut add = |row: u32| {
            if !std::mem::replace(&mut is_there[row as usize], true) {
                rows.push(row);
            }
        };
        for family in &self.families {
            if matches!(family.record_terms, RecordTerms::Single(_)) {
                family.single_blocks().flatten().copied().for_each(&mut add);
            }
        }
        (0..records as u32).for_each(add);
        rows
    }

    /// How each family did, for people.
    pub fn report(&self) -> Vec<BlockingRule> {
        self.families.iter().map(Family::report).collect()
    }
}

/// Builds the blocks that a plan asks for.
pub fn block(records: &StandardRecords, plan: &BlockingPlan) -> Blocks {
    let mut families = vec![word_family(records)];
    if plan.grams {
        families.push(grams::gram_family(records));
    }
    families.par_extend(
        plan.keys
            .par_iter()
            .map(|key| rules::joint_family(records, key, plan)),
    );
    Blocks { families }
}

/// What the family of words is called.
const SHARED_WORDS: &str = "shared words";

fn word_family(records: &StandardRecords) -> Family {
    let (starts, rows) = invert(records.len, records.vocabulary.counts.len(), |row| {
        records.words.get(row)
    });
    Family {
        name: SHARED_WORDS.to_owned(),
        record_terms: RecordTerms::Words,
        starts,
        rows,
        refined: 0,
    }
}

/// Turns lists of terms by record into lists of records by term.
fn invert<'a>(records: usize, terms: usize, of: impl Fn(u32) -> &'a [u32]) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0u32; terms + 1];
    for row in 0..records as u32 {
        for &term in of(row) {
            starts[term as usize + 1] += 1;
        }
    }
    for term in 0..terms {
        starts[term + 1] += starts[term];
    }
    let mut next = starts.clone();
    let mut rows = vec![0u32; starts[terms] as usize];
    for row in 0..records as u32 {
        for &term in of(row) {
            rows[next[term as usize] as usize] = row;
            next[term as usize] += 1;
        }
    }
    (starts, rows)
}
