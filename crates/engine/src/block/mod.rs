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

use rayon::prelude::*;

pub use plan::{BlockingPlan, JointKey};

use crate::{BlockingRule, standardize::StandardRecords};

/// Blocks of one family of terms.
#[derive(Debug)]
pub struct Family {
    /// What the terms are, in words.
    pub name: String,
    /// Terms of each record.
    record_terms: RecordTerms,
    /// Where the block of each term starts in `rows`.
    starts: Vec<u32>,
    /// Records of all blocks, ascending inside a block.
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
    /// At most one term for each record; `u32::MAX` for none.
    Single(Vec<u32>),
}

impl Family {
    /// The terms of a record.
    pub fn terms<'a>(&'a self, records: &'a StandardRecords, row: u32) -> &'a [u32] {
        match &self.record_terms {
            RecordTerms::Words => records.words.get(row),
            RecordTerms::Lists(lists) => lists.get(row),
            RecordTerms::Single(terms) => match terms[row as usize] {
                u32::MAX => &[],
                _ => &terms[row as usize..=row as usize],
            },
        }
    }

    /// The records that share a term.
    pub fn block(&self, term: u32) -> &[u32] {
        &self.rows[self.starts[term as usize] as usize..self.starts[term as usize + 1] as usize]
    }

    /// Whether a record has at most one term in this family.
    pub fn is_joint_key(&self) -> bool {
        matches!(self.record_terms, RecordTerms::Single(_))
    }

    fn report(&self) -> BlockingRule {
        let sizes = self
            .starts
            .windows(2)
            .map(|w| u64::from(w[1] - w[0]))
            .filter(|&n| n > 1);
        let (mut blocks, mut pairs) = (0, 0);
        for n in sizes {
            blocks += 1;
            pairs += n * (n - 1) / 2;
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
            .map(|key| rules::joint_family(records, key, plan.largest_block)),
    );
    Blocks { families }
}

fn word_family(records: &StandardRecords) -> Family {
    let (starts, rows) = invert(records.len, records.vocabulary.counts.len(), |row| {
        records.words.get(row)
    });
    Family {
        name: "shared words".to_owned(),
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
