//! Evidence of each attribute for or against a match, in bits (Fellegi and Sunter 1969): log2 of how much more often
//! matches show a comparison level than random pairs do. Equal values count by their rarity.

use serde::{Deserialize, Serialize};

use crate::{
    AttributeKind,
    compare::attribute::{MOST_LEVELS, Outcome, compare_values, level_names},
    random::Random,
    standardize::{Attribute, FREQUENCY_STEPS, RowOrder, StandardRecords, frequency},
};

/// Random pairs from which the levels of non-matches are counted.
const RANDOM_PAIRS: usize = 100_000;
/// Pairs whose records are fetched before they are compared.
const AHEAD: usize = 16;
/// Evidence is kept within so many bits, so that no single attribute decides alone.
const MOST_BITS: f32 = 20.0;

/// Weights of one attribute.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AttributeEvidence {
    /// Bits for each level but the first.
    level_bits: [f32; MOST_LEVELS],
    /// log2 of the share of matches that are equal.
    equal_bits: f32,
    /// log2 of the number of present values.
    log_filled: f32,
    /// Random pairs at each level.
    random: [u32; MOST_LEVELS],
    /// Probability that two random records both have a value.
    present: f64,
    /// Probability that they have the same one, by how often it occurs.
    equal: Vec<(u8, f64)>,
}

impl AttributeEvidence {
    /// Bits of an outcome; `frequency` tells how often the value occurs, for equal ones.
    pub fn bits(&self, outcome: Outcome, frequency: u8) -> f32 {
        if outcome.level == 0 {
            (self.equal_bits + self.log_filled - f32::from(frequency) / FREQUENCY_STEPS).min(MOST_BITS)
        } else {
            self.level_bits[outcome.level as usize]
        }
    }

    /// Takes the counts of a whole table, of which a sample gave the rest: records with a value, and the probability that two
    /// have the same one, by how often it occurs.
    pub(crate) fn count(&mut self, filled: usize, records: usize, equal: Vec<(u8, f64)>) {
        self.log_filled = (filled.max(1) as f32).log2();
        self.present = of_pairs(filled, records);
        self.equal = equal;
    }

    /// The bits that two unrelated records show, with their probabilities. Equal values are counted over all pairs of the
    /// data, since they are too rare for a sample; the other levels come from one.
    pub fn under_chance(&self) -> Vec<(f32, f64)> {
        let present = self.present;
        let equal: f64 = self.equal.iter().map(|(_, probability)| probability).sum();
        let mut outcomes = vec![(0.0, 1.0 - present)];
        for &(frequency, probability) in &self.equal {
            let same = Outcome {
                level: 0,
                similarity: 1.0,
            };
            outcomes.push((self.bits(same, frequency), probability));
        }
        let unequal: u32 = self.random[1..].iter().sum();
        for (level, &count) in self.random.iter().enumerate().skip(1) {
            let share = f64::from(count) / f64::from(unequal.max(1));
            outcomes.push((self.level_bits[level], (present - equal).max(0.0) * share));
        }
        outcomes
    }
}

/// Shares of matches at each level, by kind. Round figures of the training data (docs/matching.md says how they were
/// taken); the scoring model corrects what they miss.
fn match_levels(kind: AttributeKind) -> &'static [f32] {
    match kind {
        AttributeKind::Name => &[0.72, 0.11, 0.05, 0.04, 0.08],
        AttributeKind::Address => &[0.55, 0.12, 0.12, 0.08, 0.05, 0.08],
        AttributeKind::Text => &[0.35, 0.20, 0.20, 0.12, 0.08, 0.05],
        AttributeKind::Date => &[0.82, 0.08, 0.04, 0.06],
        AttributeKind::Organization => &[0.62, 0.12, 0.08, 0.03, 0.05, 0.10],
        AttributeKind::Phone => &[0.72, 0.03, 0.05, 0.01, 0.19],
        AttributeKind::Email => &[0.72, 0.12, 0.06, 0.10],
        AttributeKind::Code => &[0.78, 0.10, 0.02, 0.10],
        AttributeKind::Number => &[0.50, 0.10, 0.10, 0.10, 0.20],
        AttributeKind::Category | AttributeKind::Ignore => &[0.90, 0.10],
    }
}

/// Estimates the weights of every attribute.
pub fn estimate(records: &StandardRecords, order: &RowOrder, seed: u64) -> Vec<AttributeEvidence> {
    let counts = count_random_levels(records, order, seed);
    records
        .attributes
        .iter()
        .zip(counts)
        .map(|(attribute, counts)| weigh(attribute, &counts, records.len))
        .collect()
}

fn count_random_levels(records: &StandardRecords, order: &RowOrder, seed: u64) -> Vec<[u32; MOST_LEVELS]> {
    let mut counts = vec![[0u32; MOST_LEVELS]; records.attributes.len()];
    if records.len < 2 {
        return counts;
    }
    let mut random = Random::new(seed ^ 0x0e51_de4c);
    let mut draw = || order.row(random.below(records.len as u32));
    let pairs: Vec<(u32, u32)> = (0..RANDOM_PAIRS.min(records.len * 20))
        .map(|_| (draw(), draw()))
        .filter(|(left, right)| left != right)
        .collect();
    for (at, &(left, right)) in pairs.iter().enumerate() {
        if at % AHEAD == 0 {
            let ahead = pairs[at..].iter().take(AHEAD);
            records.fetch(ahead.flat_map(|&(left, right)| [left, right]));
        }
        let values = records.row(left).zip(records.row(right));
        for ((attribute, counts), (a, b)) in records.attributes.iter().zip(&mut counts).zip(values) {
            if let Some(outcome) = compare_values(attribute, &records.vocabulary, a, b) {
                counts[outcome.level as usize] += 1;
            }
        }
    }
    counts
}

fn weigh(attribute: &Attribute, random: &[u32; MOST_LEVELS], records: usize) -> AttributeEvidence {
    let matches = match_levels(attribute.kind);
    let total: u32 = random.iter().sum();
    let mut level_bits = [0.0; MOST_LEVELS];
    for level in 1..level_names(attribute.kind).len() {
        // Half a pair of smoothing: a level that was never seen is rare, not impossible.
        let share = (random[level] as f32 + 0.5) / (total as f32 + 1.0);
        level_bits[level] = (matches[level] / share).log2().clamp(-MOST_BITS, MOST_BITS * 0.6);
    }
    AttributeEvidence {
        level_bits,
        equal_bits: matches[0].log2(),
        log_filled: (attribute.filled.max(1) as f32).log2(),
        random: *random,
        present: of_pairs(attribute.filled, records),
        equal: equal_by_frequency(attribute, records),
    }
}

/// Share of all pairs of records that are within so many of them.
pub(crate) fn of_pairs(within: usize, records: usize) -> f64 {
    let (within, all) = (within as f64, records.max(2) as f64);
    within / all * (within - 1.0).max(0.0) / (all - 1.0)
}

/// Probability that two random records have the same value, by how often it occurs.
fn equal_by_frequency(attribute: &Attribute, records: usize) -> Vec<(u8, f64)> {
    let mut by_frequency = [0.0f64; 256];
    for &count in attribute.counts[1..].iter().filter(|&&count| count > 1) {
        by_frequency[usize::from(frequency(count))] += of_pairs(count as usize, records);
    }
    (0u8..=255)
        .zip(by_frequency)
        .filter(|(_, probability)| *probability > 0.0)
        .collect()
}
