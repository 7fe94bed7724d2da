//! Which records have a term: sorted lists that are searched by halving.

use std::ops::Range;

use rayon::prelude::*;

use crate::block::TermReader;

/// The records of each term of one family. Term and row share one number, which sorts and is kept better than two: the row
/// takes as many low bits as it needs, the term's hash the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Postings {
    /// Terms with rows, ascending.
    pub sorted: Vec<u64>,
    /// Terms whose blocks were too large and were refined, ascending.
    pub refined: Vec<u64>,
    row_bits: u32,
}

/// Bits that the numbers of so many records take.
fn bits_of(records: usize) -> u32 {
    (usize::BITS - records.leading_zeros()).max(1)
}

impl Postings {
    /// Reads the terms of all records; blocks larger than `largest` are refined while there is something to do it by.
    pub fn of(reader: &TermReader<'_>, records: usize, largest: usize) -> Self {
        let postings = Self::new(Vec::new(), Vec::new(), records);
        let mut level: Vec<u64> = (0..records as u32)
            .into_par_iter()
            .flat_map_iter(|row| {
                let mut terms = Vec::new();
                reader.read(row, &mut terms);
                let postings = &postings;
                terms.into_iter().map(move |term| postings.packed(term, row))
            })
            .collect();
        level.par_sort_unstable();
        if reader.refinements() == 0 {
            return Self {
                sorted: level,
                ..postings
            };
        }
        let (mut sorted, mut refined) = (Vec::with_capacity(level.len()), Vec::new());
        let mut depth = 0;
        while !level.is_empty() {
            let mut next = Vec::new();
            for block in level.chunk_by(|a, b| postings.term(*a) == postings.term(*b)) {
                if block.len() <= largest || depth >= reader.refinements() {
                    sorted.extend_from_slice(block);
                    continue;
                }
                let term = postings.term(block[0]);
                refined.push(term);
                next.extend(block.iter().map(|&packed| {
                    let row = postings.row(packed);
                    postings.packed(reader.refine(term, depth, row), row)
                }));
            }
            next.par_sort_unstable();
            level = next;
            depth += 1;
        }
        sorted.par_sort_unstable();
        refined.sort_unstable();
        Self {
            sorted,
            refined,
            ..postings
        }
    }

    /// Postings that were read from elsewhere.
    pub fn new(sorted: Vec<u64>, refined: Vec<u64>, records: usize) -> Self {
        Self {
            sorted,
            refined,
            row_bits: bits_of(records),
        }
    }

    /// Whether the lists are in order and name no record beyond so many.
    pub fn are_sound(&self, records: usize) -> bool {
        self.sorted.is_sorted()
            && self.refined.is_sorted()
            && self
                .sorted
                .iter()
                .all(|&packed| (self.row(packed) as usize) < records)
    }

    /// The final terms of a record.
    pub fn terms_of(&self, reader: &TermReader<'_>, row: u32, out: &mut Vec<u64>) {
        out.clear();
        reader.read(row, out);
        for term in out {
            *term = self.cut(*term);
            let mut depth = 0;
            while depth < reader.refinements() && self.refined.binary_search(term).is_ok() {
                *term = self.cut(reader.refine(*term, depth, row));
                depth += 1;
            }
        }
    }

    /// Where the records of a term stand.
    pub fn find(&self, term: u64) -> Range<usize> {
        let low = self.cut(term) << self.row_bits;
        let start = self.sorted.partition_point(|&packed| packed < low);
        // Most terms have few records, so the end is near.
        let mut step = 1;
        while self.is_of(start + step - 1, low) {
            step *= 2;
        }
        let until = (start + step).min(self.sorted.len());
        let end = self.sorted[start..until].partition_point(|packed| packed ^ low < 1 << self.row_bits);
        start..start + end
    }

    fn is_of(&self, at: usize, low: u64) -> bool {
        let found = self.sorted.get(at);
        found.is_some_and(|packed| packed ^ low < 1 << self.row_bits)
    }

    /// The records at a place.
    pub fn rows(&self, at: Range<usize>) -> impl Iterator<Item = u32> {
        self.sorted[at].iter().map(|&packed| self.row(packed))
    }

    fn packed(&self, term: u64, row: u32) -> u64 {
        term << self.row_bits | u64::from(row)
    }

    fn row(&self, packed: u64) -> u32 {
        (packed & ((1 << self.row_bits) - 1)) as u32
    }

    fn term(&self, packed: u64) -> u64 {
        packed >> self.row_bits
    }

    /// What is kept of a term.
    fn cut(&self, term: u64) -> u64 {
        term << self.row_bits >> self.row_bits
    }
}

/// The same for the few records that an index does not hold yet.
#[derive(Debug)]
pub struct NewPostings {
    sorted: Vec<(u64, u32)>,
}

impl NewPostings {
    /// Terms as the index refines them, of some of the records that the reader reads.
    pub fn of(reader: &TermReader<'_>, postings: &Postings, rows: Range<u32>) -> Self {
        let mut sorted: Vec<(u64, u32)> = rows
            .into_par_iter()
            .flat_map_iter(|row| {
                let mut terms = Vec::new();
                postings.terms_of(reader, row, &mut terms);
                terms.into_iter().map(move |term| (term, row))
            })
            .collect();
        sorted.par_sort_unstable();
        Self { sorted }
    }

    /// The records of a term.
    pub fn find(&self, term: u64) -> &[(u64, u32)] {
        let start = self.sorted.partition_point(|(own, _)| *own < term);
        let len = self.sorted[start..]
            .iter()
            .take_while(|(own, _)| *own == term)
            .count();
        &self.sorted[start..start + len]
    }
}
