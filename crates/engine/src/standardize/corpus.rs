//! What counts say of records that are not at hand: so that a few records are compared as they would be among all.

use serde::{Deserialize, Serialize};

use super::{StandardRecords, TextArena, columns::hash, date::Order};
use crate::AttributeKind;

/// Counts of a body of records, of which some are at hand.
pub struct Corpus<'a> {
    /// Records in it.
    pub records: usize,
    /// Its attributes, in their order.
    pub attributes: &'a [CorpusAttribute],
    /// Records that hold a word, by the hash of its text.
    pub words: &'a (dyn Fn(u64) -> u32 + Sync),
    /// Records from this row on have come to it since it was counted.
    pub first_new: usize,
}

/// What all values of a column together say about how to read each of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Whether day or month comes first in its dates.
    pub order: Order,
    /// Cleaned values that are so frequent that they stand for missing ones, ascending.
    pub placeholders: Vec<String>,
    /// Records that have each of them; unknown for records that join earlier ones.
    #[serde(skip)]
    pub placeholder_counts: Vec<u32>,
}

/// Counts of one attribute.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CorpusAttribute {
    /// Column name.
    pub name: String,
    /// Kind.
    pub kind: AttributeKind,
    /// Whether other attributes say the same.
    pub is_redundant: bool,
    /// Whether its values cannot say who is who.
    #[serde(default)]
    pub is_idle: bool,
    /// How its values are read.
    #[serde(default)]
    pub reading: Reading,
    /// Records with a value.
    pub filled: usize,
    /// Distinct values.
    pub distinct: usize,
    /// How often values occur that occur twice or more.
    #[serde(skip)]
    pub frequent: Frequent,
}

/// Counts of texts that occur twice or more, by hash.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frequent {
    /// Hashes, ascending.
    pub hashes: Vec<u64>,
    /// The count of each.
    pub counts: Vec<u32>,
}

impl Frequent {
    fn of(texts: &TextArena, counts: &[u32]) -> Self {
        let mut all: Vec<(u64, u32)> = (1..counts.len() as u32)
            .filter(|&value| counts[value as usize] > 1)
            .map(|value| (hash(texts.get(value)), counts[value as usize]))
            .collect();
        all.sort_unstable();
        Self {
            hashes: all.iter().map(|(hash, _)| *hash).collect(),
            counts: all.iter().map(|(_, count)| *count).collect(),
        }
    }

    /// The count of a text that occurs twice or more.
    pub fn get(&self, text: &[u8]) -> Option<u32> {
        let at = self.hashes.binary_search(&hash(text)).ok()?;
        self.counts.get(at).copied()
    }
}

/// The counts of all attributes of some records.
pub fn count_attributes(records: &StandardRecords) -> Vec<CorpusAttribute> {
    records
        .attributes
        .iter()
        .map(|attribute| CorpusAttribute {
            name: attribute.name.clone(),
            kind: attribute.kind,
            is_redundant: attribute.is_redundant,
            is_idle: attribute.is_idle,
            reading: attribute.reading.clone(),
            filled: attribute.filled,
            distinct: attribute.distinct,
            frequent: Frequent::of(&attribute.texts, &attribute.counts),
        })
        .collect()
}

impl CorpusAttribute {
    /// How often each value occurs, by value number. `values` are the value numbers of the records at hand. A value of
    /// an earlier record that is not frequent occurs there once.
    pub(super) fn counts(&self, texts: &TextArena, values: &[u32], first_new: usize) -> Vec<u32> {
        let mut counts = vec![0u32; texts.len()];
        for &value in &values[..first_new] {
            counts[value as usize] = 1;
        }
        for (value, count) in (0u32..).zip(&mut counts).skip(1) {
            *count = self.frequent.get(texts.get(value)).unwrap_or(*count);
        }
        for &value in &values[first_new..] {
            counts[value as usize] += 1;
        }
        counts
    }
}
