//! The terms of records in one family, as all parts know them.

use crate::{
    block::{GRAM, TermFamily, VariantRef, join, refine, short_keys},
    hashing::{hash, mix},
    standardize::StandardRecords,
};

/// Reads the terms of one family off records.
pub(super) struct TermReader<'a> {
    records: &'a StandardRecords,
    terms: Terms,
}

enum Terms {
    /// The hashes of each word's grams.
    Grams(Vec<Vec<u64>>),
    /// What is joined, and what refines.
    Key(Vec<Keys>, Vec<Keys>),
}

/// An attribute, and the key of each of its values.
struct Keys(usize, Vec<u64>);

impl<'a> TermReader<'a> {
    /// A reader of grams or of a joint key.
    pub fn new(records: &'a StandardRecords, family: &TermFamily) -> Self {
        let texts = &records.vocabulary.texts;
        let grams = |word| {
            texts
                .get(word)
                .windows(GRAM)
                .map(|gram| mix(hash(gram)))
                .collect()
        };
        let keys = |refs: &[VariantRef]| {
            let keys = refs.iter().map(|&of| Keys(of.attribute, short_keys(records, of)));
            keys.collect()
        };
        let terms = match family {
            TermFamily::Words | TermFamily::Grams => {
                Terms::Grams((0..texts.len() as u32).map(grams).collect())
            }
            TermFamily::Key { parts, refinements } => Terms::Key(keys(parts), keys(refinements)),
        };
        Self { records, terms }
    }

    /// Adds the terms of a record, each once.
    pub fn read(&self, row: u32, out: &mut Vec<u64>) {
        match &self.terms {
            Terms::Grams(hashes) => {
                let words = self.records.words.get(row);
                out.extend(words.iter().flat_map(|&word| &hashes[word as usize]));
                out.sort_unstable();
                out.dedup();
            }
            Terms::Key(parts, _) => out.extend(join(parts.iter().map(|keys| self.key(keys, row)))),
        }
    }

    /// How often a block can be refined.
    pub fn refinements(&self) -> usize {
        match &self.terms {
            Terms::Key(_, refinements) => refinements.len(),
            Terms::Grams(_) => 0,
        }
    }

    /// The term of a record's part of a block that was too large.
    pub fn refine(&self, term: u64, depth: usize, row: u32) -> u64 {
        match &self.terms {
            Terms::Key(_, refinements) => refine(term, self.key(&refinements[depth], row)),
            Terms::Grams(_) => term,
        }
    }

    fn key(&self, Keys(attribute, keys): &Keys, row: u32) -> u64 {
        keys[self.records.value(row, *attribute) as usize]
    }
}
