//! What counts say of records that are not at hand: so that a few records are compared as they would be among all.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{StandardRecords, TextArena, date::Order};
use crate::AttributeKind;
use crate::hashing::short_hash;

/// Counts of a body of records, of which some are at hand.
pub struct Corpus<'a> {
    /// Records in it.
    pub records: usize,
    /// Its attributes, in their order.
    pub attributes: &'a [CorpusAttribute],
    /// Records that hold each word.
    pub words: &'a Frequent,
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
    /// How often values occur, where that is known.
    #[serde(skip)]
    pub frequent: Frequent,
}

/// Counts of texts by their hashes, see [`short_hash`]. Those that occur once in a body of records are left out of it, as they
/// are most: a text that is at hand there and not counted occurs once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frequent {
    /// Hashes, ascending.
    pub hashes: Vec<u64>,
    /// The count of each.
    pub counts: Vec<u32>,
}

impl Frequent {
    /// Counts of those texts from the number `first` on that occur `least` times or more.
    pub fn of(texts: &TextArena, counts: &[u32], first: u32, least: u32) -> Self {
        let mut all: Vec<(u64, u32)> = (first..counts.len() as u32)
            .filter(|&text| counts[text as usize] >= least.max(1))
            .map(|text| (short_hash(texts.get(text)), counts[text as usize]))
            .collect();
        all.par_sort_unstable();
        Self {
            hashes: all.iter().map(|(hash, _)| *hash).collect(),
            counts: all.iter().map(|(_, count)| *count).collect(),
        }
    }

    /// With counts by hash.
    pub(crate) fn of_counts<'a, C>(counts: C) -> Self
    where
        C: IntoIterator<Item = (&'a u64, &'a u32)>,
    {
        let mut all: Vec<(u64, u32)> = counts.into_iter().map(|(&hash, &count)| (hash, count)).collect();
        all.sort_unstable();
        let (hashes, counts) = all.into_iter().unzip();
        Self { hashes, counts }
    }

    /// The count of a text, if it is known.
    pub fn get(&self, text: &[u8]) -> Option<u32> {
        self.of_hash(short_hash(text))
    }

    /// The count of a text by its hash.
    pub fn of_hash(&self, hash: u64) -> Option<u32> {
        let at = self.hashes.binary_search(&hash).ok()?;
        self.counts.get(at).copied()
    }

    /// These counts and others, added up.
    pub fn with(&self, others: &Self) -> Self {
        let mut all = Self::default();
        let pairs = |counts: &Self| -> Vec<(u64, u32)> {
            let hashes = counts.hashes.iter().copied();
            hashes.zip(counts.counts.iter().copied()).collect()
        };
        let mut more = pairs(others).into_iter().peekable();
        for (hash, count) in pairs(self) {
            while let Some((other, count)) = more.next_if(|(other, _)| *other < hash) {
                all.push(other, count);
            }
            let same = more.next_if(|(other, _)| *other == hash);
            all.push(hash, count.saturating_add(same.map_or(0, |(_, count)| count)));
        }
        for (hash, count) in more {
            all.push(hash, count);
        }
        all
    }

    fn push(&mut self, hash: u64, count: u32) {
        self.hashes.push(hash);
        self.counts.push(count);
    }
}

/// What is known of all attributes of some records but how often their values occur.
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
            frequent: Frequent::default(),
        })
        .collect()
}

impl CorpusAttribute {
    /// How often each value occurs, by value number. `values` are the value numbers of the records at hand. A value of
    /// an earlier record that was not counted occurs there once.
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
