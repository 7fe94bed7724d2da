//! What records meet by, as hashes: the same in every run, whatever numbers words and values have there, so that records of one
//! run find those of another.

use serde::{Deserialize, Serialize};

use super::{
    BlockingPlan,
    rules::{Look, VariantRef, look, offers, weighs_words},
};
use crate::{
    hashing::{mix, short},
    standardize::{CorpusAttribute, StandardRecords},
};

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
    /// Whether it is a joint key.
    pub fn is_key(&self) -> bool {
        matches!(self, Self::Key { .. })
    }

    /// Whether its terms depend on how often words occur.
    pub fn weighs_words(&self, attributes: &[CorpusAttribute]) -> bool {
        let weighs = |of: VariantRef| {
            let attribute = attributes.get(of.attribute);
            attribute.is_some_and(|attribute| weighs_words(attribute.kind, of.offer))
        };
        self.variants().any(weighs)
    }

    /// What it joins, and what refines its blocks.
    pub fn variants(&self) -> impl Iterator<Item = VariantRef> {
        let (parts, refinements): (&[_], &[_]) = match self {
            Self::Words | Self::Grams => (&[], &[]),
            Self::Key { parts, refinements } => (parts, refinements),
        };
        parts.iter().chain(refinements).copied()
    }

    /// Whether it only asks for variants that the attributes have.
    pub fn is_of(&self, attributes: &[CorpusAttribute]) -> bool {
        self.variants().all(|of| {
            attributes
                .get(of.attribute)
                .is_some_and(|attribute| of.offer < offers(attribute.kind).len())
        })
    }
}

/// The key of each value number in one variant, as an index knows it; 0 for none.
pub fn short_keys(records: &StandardRecords, of: VariantRef) -> Vec<u64> {
    let keys = look(records, of);
    let short = |&key: &u64| if key == 0 { 0 } else { short(key) };
    keys.keys().iter().map(short).collect()
}

/// The term of the keys that a record has in the parts of a joint key; `None` where one is missing.
pub fn join(keys: impl Iterator<Item = u64>) -> Option<u64> {
    let mut hash = 0u64;
    for key in keys {
        if key == 0 {
            return None;
        }
        hash = mix(hash ^ key);
    }
    Some(hash)
}

/// The term of a part of a block that was too large, by the key of what refines it, 0 for none.
pub fn refine(term: u64, key: u64) -> u64 {
    mix(term ^ if key == 0 { 0 } else { mix(key) })
}
