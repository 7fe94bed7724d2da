//! Terms by hash: the same in every run, whatever numbers words and values have there, so that records of one run find
//! those of another.

use serde::{Deserialize, Serialize};

use super::{
    BlockingPlan, SHARED_WORDS,
    grams::{GRAM, SHARED_GRAMS},
    rules::{Look, VariantRef, joint_hash, joint_name, look, mix, offers},
};
use crate::standardize::{CorpusAttribute, StandardRecords, hash};

/// A family of terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermFamily {
    /// Words of the whole record.
    Words,
    /// Four-letter grams of its words.
    Grams,
    /// A joint key.
    Key {
        /// What it joins.
        parts: Vec<VariantRef>,
        /// What refines a block that is too large, in this order.
        refinements: Vec<VariantRef>,
    },
}

impl BlockingPlan {
    /// The families that the plan asks for, words first.
    pub fn families(&self) -> Vec<TermFamily> {
        let refs = |looks: &[Look]| looks.iter().map(|look| look.of).collect();
        let grams = self.grams.then_some(TermFamily::Grams);
        let keys = self.keys.iter().map(|key| TermFamily::Key {
            parts: refs(&key.parts),
            refinements: refs(&key.refinements),
        });
        [TermFamily::Words].into_iter().chain(grams).chain(keys).collect()
    }
}

impl TermFamily {
    /// Whether it only asks for variants that the attributes have.
    pub(crate) fn is_of(&self, attributes: &[CorpusAttribute]) -> bool {
        match self {
            Self::Words | Self::Grams => true,
            Self::Key { parts, refinements } => parts.iter().chain(refinements).all(|of| {
                attributes
                    .get(of.attribute)
                    .is_some_and(|attribute| of.offer < offers(attribute.kind).len())
            }),
        }
    }
}

/// The term of a word, by the hash of its text.
pub fn word_term(hash: u64) -> u64 {
    mix(hash)
}

/// Reads the terms of one family off records.
#[derive(Debug)]
pub struct TermReader<'a> {
    records: &'a StandardRecords,
    terms: Terms,
}

#[derive(Debug)]
enum Terms {
    /// The hash of each word.
    Words(Vec<u64>),
    /// The hashes of each word's grams.
    Grams(Vec<Vec<u64>>),
    Key {
        parts: Vec<Look>,
        refinements: Vec<Look>,
    },
}

impl<'a> TermReader<'a> {
    /// A reader of some records.
    pub fn new(records: &'a StandardRecords, family: &TermFamily) -> Self {
        let texts = &records.vocabulary.texts;
        let words = || (0..texts.len() as u32).map(|word| texts.get(word));
        let looks = |refs: &[VariantRef]| refs.iter().map(|&of| look(records, of)).collect();
        let terms = match family {
            TermFamily::Words => Terms::Words(words().map(|word| word_term(hash(word))).collect()),
            TermFamily::Grams => Terms::Grams(
                words()
                    .map(|word| word.windows(GRAM).map(|gram| mix(hash(gram))).collect())
                    .collect(),
            ),
            TermFamily::Key { parts, refinements } => Terms::Key {
                parts: looks(parts),
                refinements: looks(refinements),
            },
        };
        Self { records, terms }
    }

    /// What the family is called.
    pub fn name(&self) -> String {
        match &self.terms {
            Terms::Words(_) => SHARED_WORDS.to_owned(),
            Terms::Grams(_) => SHARED_GRAMS.to_owned(),
            Terms::Key { parts, .. } => joint_name(parts),
        }
    }

    /// Adds the terms of a record, each once.
    pub fn read(&self, row: u32, out: &mut Vec<u64>) {
        let words = self.records.words.get(row);
        match &self.terms {
            Terms::Words(hashes) => out.extend(words.iter().map(|&word| hashes[word as usize])),
            Terms::Grams(hashes) => {
                let start = out.len();
                for &word in words {
                    out.extend_from_slice(&hashes[word as usize]);
                }
                out[start..].sort_unstable();
                let mut kept = start;
                for at in start..out.len() {
                    if at == start || out[at] != out[kept - 1] {
                        out[kept] = out[at];
                        kept += 1;
                    }
                }
                out.truncate(kept);
            }
            Terms::Key { parts, .. } => out.extend(joint_hash(self.records, parts, row)),
        }
    }

    /// How often a block can be refined.
    pub fn refinements(&self) -> usize {
        match &self.terms {
            Terms::Key { refinements, .. } => refinements.len(),
            Terms::Words(_) | Terms::Grams(_) => 0,
        }
    }

    /// The term of a record's part of a block that was too large.
    pub fn refine(&self, term: u64, depth: usize, row: u32) -> u64 {
        match &self.terms {
            Terms::Key { refinements, .. } => {
                let by = std::slice::from_ref(&refinements[depth]);
                mix(term ^ joint_hash(self.records, by, row).unwrap_or(0))
            }
            Terms::Words(_) | Terms::Grams(_) => term,
        }
    }
}
