//! What single words say of a match in one data set: a word that both records have, or that only one of them has.
//!
//! A logistic regression over the words of labeled pairs (held to 0 by a ridge penalty) that departs from the score
//! without labels: so "upgrade" or "refurbished" on one side can come to speak against a match.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::standardize::{StandardRecords, Vocabulary};

/// Labeled pairs in which a word must occur to get a weight.
const LEAST_PAIRS: u32 = 3;
/// Cost of a weight, as multiple of its square over two.
const RIDGE: f32 = 3.0;
/// Passes over the pairs.
const PASSES: usize = 12;
/// Step of the first pass; later ones shrink with what a weight has moved (Duchi, Hazan and Singer 2011).
const STEP: f32 = 0.2;
/// Weights below this are left out.
const NEGLIGIBLE: f32 = 1e-3;

/// Log-odds of words, by text, ordered by it: `(word, in both records, in one record only)`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct WordWeights(pub(crate) Vec<(String, f32, f32)>);

/// The same by the word numbers of one set of records.
#[derive(Debug, Clone, Default)]
pub struct KnownWords(FxHashMap<u32, (f32, f32)>);

/// A pair to learn from: rows, label, count and the match weight to depart from.
#[derive(Debug, Clone, Copy)]
pub struct WordExample {
    /// Row number of the first record.
    pub left: u32,
    /// Row number of the second record.
    pub right: u32,
    /// 1 for a match.
    pub label: f32,
    /// How often it counts; not at all at 0.
    pub weight: f32,
    /// Match weight without words.
    pub offset: f32,
}

impl WordWeights {
    /// Learns from labeled pairs.
    pub fn learn(records: &StandardRecords, examples: &[WordExample]) -> Self {
        let mut slots: FxHashMap<u32, u32> = FxHashMap::default();
        for example in examples.iter().filter(|example| example.weight > 0.0) {
            for_each_word(records, example.left, example.right, |word, _| {
                *slots.entry(word).or_default() += 1;
            });
        }
        let mut words: Vec<u32> = slots
            .iter()
            .filter(|(_, count)| **count >= LEAST_PAIRS)
            .map(|(&word, _)| word)
            .collect();
        words.sort_unstable();
        let slots: FxHashMap<u32, usize> = words
            .iter()
            .enumerate()
            .map(|(at, &word)| (word, 2 * at))
            .collect();
        let weights = descend(records, examples, &slots);
        let texts = &records.vocabulary.texts;
        let mut learned: Vec<(String, f32, f32)> = words
            .iter()
            .enumerate()
            .map(|(at, &word)| (texts.text(word).to_owned(), weights[2 * at], weights[2 * at + 1]))
            .filter(|(_, shared, lonely)| shared.abs().max(lonely.abs()) >= NEGLIGIBLE)
            .collect();
        learned.sort_by(|a, b| a.0.cmp(&b.0));
        Self(learned)
    }

    /// The mean of several.
    pub fn average(parts: &[Self]) -> Self {
        let share = 1.0 / parts.len().max(1) as f32;
        let mut sums: std::collections::BTreeMap<&str, (f32, f32)> = std::collections::BTreeMap::new();
        for (word, shared, lonely) in parts.iter().flat_map(|part| &part.0) {
            let sum = sums.entry(word).or_default();
            *sum = (sum.0 + share * shared, sum.1 + share * lonely);
        }
        Self(
            sums.into_iter()
                .map(|(word, (shared, lonely))| (word.to_owned(), shared, lonely))
                .collect(),
        )
    }

    /// Looks the words up among those of some records.
    pub fn known_in(&self, vocabulary: &Vocabulary) -> KnownWords {
        let weights: FxHashMap<&str, (f32, f32)> = self
            .0
            .iter()
            .map(|(word, shared, lonely)| (word.as_str(), (*shared, *lonely)))
            .collect();
        if weights.is_empty() {
            return KnownWords::default();
        }
        KnownWords(
            (0..vocabulary.texts.len() as u32)
                .filter_map(|number| {
                    weights
                        .get(vocabulary.texts.text(number))
                        .map(|&weight| (number, weight))
                })
                .collect(),
        )
    }
}

impl KnownWords {
    /// What the words of a pair say together.
    pub fn margin(&self, records: &StandardRecords, left: u32, right: u32) -> f32 {
        let mut margin = 0.0;
        if !self.0.is_empty() {
            for_each_word(records, left, right, |word, is_shared| {
                if let Some(&(shared, lonely)) = self.0.get(&word) {
                    margin += if is_shared { shared } else { lonely };
                }
            });
        }
        margin
    }
}

/// Calls `found` with each word of two records and whether both have it.
fn for_each_word(records: &StandardRecords, left: u32, right: u32, mut found: impl FnMut(u32, bool)) {
    let (a, b) = (records.words.get(left), records.words.get(right));
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        let x = a.get(i).copied().unwrap_or(u32::MAX);
        let y = b.get(j).copied().unwrap_or(u32::MAX);
        found(x.min(y), x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
}

fn descend(records: &StandardRecords, examples: &[WordExample], slots: &FxHashMap<u32, usize>) -> Vec<f32> {
    let mut weights = vec![0.0f32; 2 * slots.len()];
    let mut moved = vec![1.0f32; weights.len()];
    let counted: Vec<&WordExample> = examples.iter().filter(|example| example.weight > 0.0).collect();
    let mut occurrences = vec![0.0f32; weights.len()];
    let active: Vec<Vec<usize>> = counted
        .iter()
        .map(|example| {
            let mut own = Vec::new();
            for_each_word(records, example.left, example.right, |word, is_shared| {
                if let Some(&slot) = slots.get(&word) {
                    own.push(slot + usize::from(!is_shared));
                }
            });
            for &slot in &own {
                occurrences[slot] += 1.0;
            }
            own
        })
        .collect();
    for _ in 0..PASSES {
        for (example, own) in counted.iter().zip(&active) {
            let margin = example.offset + own.iter().map(|&slot| weights[slot]).sum::<f32>();
            let p = 1.0 / (1.0 + (-margin).exp());
            let miss = example.weight * (p - example.label);
            for &slot in own {
                // The penalty of a weight is spread over the pairs in which it occurs.
                let gradient = miss + RIDGE * weights[slot] / occurrences[slot];
                moved[slot] += gradient * gradient;
                weights[slot] -= STEP * gradient / moved[slot].sqrt();
            }
        }
    }
    weights
}
