//! Which records have a term: sorted lists, and a directory that leads close to each term.

use std::ops::Range;

use rayon::prelude::*;

use crate::block::TermReader;

/// The records of each term of one family. Term and row share one number, which sorts and is kept better than two: the row
/// takes as many low bits as it needs, the term's hash the others.
#[derive(Debug)]
pub struct Postings {
    lists: PostingLists,
    row_bits: u32,
    /// Where the terms begin that start with each value of as many bits as it takes to part them into small groups.
    directory: Vec<u32>,
    directory_shift: u32,
}

/// What is kept of postings in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PostingLists {
    /// Terms with rows, ascending.
    pub sorted: Vec<u64>,
    /// Terms whose blocks were too large and were refined, ascending.
    pub refined: Vec<u64>,
    /// Terms that too many records have for anyone to look through them, ascending.
    pub frequent: Vec<u64>,
    /// How many records have each of them.
    pub counts: Vec<u32>,
}

/// How blocks are kept.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Larger ones are refined while there is something to do it by.
    pub refined: usize,
    /// Of larger ones only the size is kept.
    pub listed: usize,
}

/// Terms that share an entry of the directory, about.
const GROUP: usize = 8;

/// Bits that the numbers of so many records take.
fn bits_of(records: usize) -> u32 {
    (usize::BITS - records.leading_zeros()).max(1)
}

/// The records of a term.
#[derive(Debug, Clone)]
pub struct Block {
    /// How many they are.
    pub size: u32,
    /// Where they stand; empty where only their number is kept.
    pub place: Range<usize>,
}

impl Postings {
    /// Reads the terms of all records. `with` hears of each block: how many records it has, and their rows.
    pub fn of(
        reader: &TermReader<'_>,
        records: usize,
        limits: Limits,
        mut with: impl FnMut(u32, &mut dyn Iterator<Item = u32>),
    ) -> Self {
        let packing = Packing {
            row_bits: bits_of(records),
        };
        let mut level: Vec<u64> = (0..records as u32)
            .into_par_iter()
            .flat_map_iter(|row| {
                let mut terms = Vec::new();
                reader.read(row, &mut terms);
                terms.into_iter().map(move |term| packing.pack(term, row))
            })
            .collect();
        let mut lists = PostingLists::default();
        let mut depth = 0;
        while !level.is_empty() {
            level.par_sort_unstable();
            let mut next = Vec::new();
            for block in level.chunk_by(|a, b| packing.term(*a) == packing.term(*b)) {
                let term = packing.term(block[0]);
                if block.len() > limits.refined && depth < reader.refinements() {
                    lists.refined.push(term);
                    next.extend(block.iter().map(|&packed| {
                        let row = packing.row(packed);
                        packing.pack(reader.refine(term, depth, row), row)
                    }));
                    continue;
                }
                let mut rows = block.iter().map(|&packed| packing.row(packed));
                with(block.len() as u32, &mut rows);
                if block.len() > limits.listed {
                    lists.frequent.push(term);
                    lists.counts.push(block.len() as u32);
                } else {
                    lists.sorted.extend_from_slice(block);
                }
            }
            level = next;
            depth += 1;
        }
        if depth > 1 {
            lists.sorted.par_sort_unstable();
            lists.refined.sort_unstable();
        }
        Self::new(lists, records)
    }

    /// Lists that were read from elsewhere, of so many records.
    pub fn new(lists: PostingLists, records: usize) -> Self {
        let row_bits = bits_of(records);
        let groups = (lists.sorted.len() / GROUP).max(1);
        let directory_bits = usize::BITS - groups.leading_zeros();
        let directory_shift = u64::BITS - directory_bits;
        let mut directory = vec![0u32; (1 << directory_bits) + 1];
        for packed in &lists.sorted {
            directory[(packed >> directory_shift) as usize + 1] += 1;
        }
        let mut before = 0;
        for start in &mut directory {
            before += *start;
            *start = before;
        }
        Self {
            lists,
            row_bits,
            directory,
            directory_shift,
        }
    }

    /// The lists.
    pub fn lists(&self) -> &PostingLists {
        &self.lists
    }

    /// The final terms of a record.
    pub fn terms_of(&self, reader: &TermReader<'_>, row: u32, out: &mut Vec<u64>) {
        out.clear();
        reader.read(row, out);
        for term in out {
            *term = self.packing().cut(*term);
            let mut depth = 0;
            while depth < reader.refinements() && self.lists.refined.binary_search(term).is_ok() {
                *term = self.packing().cut(reader.refine(*term, depth, row));
                depth += 1;
            }
        }
    }

    /// The records of a term.
    pub fn find(&self, term: u64) -> Block {
        let term = self.packing().cut(term);
        let low = term << self.row_bits;
        let at = (low >> self.directory_shift) as usize;
        let within = self.directory[at] as usize..self.directory[at + 1] as usize;
        let start = within.start + self.lists.sorted[within].partition_point(|&packed| packed < low);
        let place = start
            ..start
                + self.lists.sorted[start..]
                    .iter()
                    .take_while(|&&packed| packed ^ low < 1 << self.row_bits)
                    .count();
        if place.is_empty() {
            let found = self.lists.frequent.binary_search(&term).ok();
            let size = found.and_then(|at| self.lists.counts.get(at));
            return Block {
                size: size.copied().unwrap_or(0),
                place,
            };
        }
        Block {
            size: place.len() as u32,
            place,
        }
    }

    /// The records at a place.
    pub fn rows(&self, at: Range<usize>) -> impl Iterator<Item = u32> {
        let packing = self.packing();
        self.lists.sorted[at]
            .iter()
            .map(move |&packed| packing.row(packed))
    }

    fn packing(&self) -> Packing {
        Packing {
            row_bits: self.row_bits,
        }
    }
}

impl PostingLists {
    /// Whether the lists are in order and name no record beyond so many.
    pub fn are_sound(&self, records: usize) -> bool {
        let packing = Packing {
            row_bits: bits_of(records),
        };
        let most = records as u32;
        u32::try_from(self.sorted.len()).is_ok()
            && self.sorted.is_sorted_by(|a, b| a <= b && packing.row(*b) < most)
            && self
                .sorted
                .first()
                .is_none_or(|&packed| packing.row(packed) < most)
            && self.refined.is_sorted()
            && self.frequent.is_sorted()
            && self.frequent.len() == self.counts.len()
    }
}

/// How term and row share a number.
#[derive(Debug, Clone, Copy)]
struct Packing {
    row_bits: u32,
}

impl Packing {
    fn pack(self, term: u64, row: u32) -> u64 {
        term << self.row_bits | u64::from(row)
    }

    fn row(self, packed: u64) -> u32 {
        (packed & ((1 << self.row_bits) - 1)) as u32
    }

    fn term(self, packed: u64) -> u64 {
        packed >> self.row_bits
    }

    /// What is kept of a term.
    fn cut(self, term: u64) -> u64 {
        term << self.row_bits >> self.row_bits
    }
}
