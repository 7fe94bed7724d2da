//! How the first scores of a table are spread: where a score stands among all others.
//!
//! The pair step learned on other tables and cannot know how sure it may be in this one. Its scores show it: matches and
//! others form two heaps with a valley between them, and a heap that holds more pairs than the table can hold matches is
//! no heap of matches.

use serde::{Deserialize, Serialize};

/// Weights of one bin.
const STEP: f32 = 0.125;
/// Weights beyond this on either side are in the outermost bins.
const MOST: f32 = 12.0;
/// Bins.
const BINS: usize = (2.0 * MOST / STEP) as usize + 1;
/// Bins to each side of a weight that make its neighborhood.
const NEAR: usize = 6;

/// What is said of a weight.
#[derive(Debug, Clone, Copy, Default)]
pub struct Standing {
    /// log2 of the pairs for each record with at least this weight.
    pub above: f32,
    /// log2 of the pairs just above over those just below.
    pub slope: f32,
    /// log2 of the emptiest place on the way up to the next heap over this place: below 0 where a valley lies between.
    pub valley: f32,
    /// The same on the way down.
    pub valley_below: f32,
}

/// Weights by bins, which can be counted in parts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Heaps {
    counts: Vec<u64>,
    /// Sum of probabilities.
    sum: f64,
    /// The part of it in scores from one tenth to nine tenths.
    doubtful: f64,
}

impl Default for Heaps {
    fn default() -> Self {
        Self {
            counts: vec![0; BINS],
            sum: 0.0,
            doubtful: 0.0,
        }
    }
}

impl Heaps {
    /// Counts a weight.
    pub fn add(&mut self, weight: f32) {
        self.counts[bin(weight)] += 1;
        let probability = 1.0 / (1.0 + f64::from(-weight).exp());
        self.sum += probability;
        if (0.1..0.9).contains(&probability) {
            self.doubtful += probability;
        }
    }

    /// Adds the weights of another part.
    pub fn merge(&mut self, other: &Self) {
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += more;
        }
        self.sum += other.sum;
        self.doubtful += other.doubtful;
    }
}

/// The spread of weights.
#[derive(Debug)]
pub struct Spread {
    standings: Vec<Standing>,
    /// log2 of the sum of probabilities for each record.
    pub believed: f32,
    /// Share of the sum of probabilities that lies in scores from one tenth to nine tenths.
    pub doubtful: f32,
}

impl Spread {
    /// The spread of weights of pairs of so many records.
    pub fn of(heaps: &Heaps, records: usize) -> Self {
        let counts: Vec<f32> = heaps.counts.iter().map(|&count| count as f32).collect();
        let (sum, doubtful) = (heaps.sum, heaps.doubtful);
        let near: Vec<f32> = (0..BINS)
            .map(|at| {
                counts[at.saturating_sub(NEAR)..(at + NEAR + 1).min(BINS)]
                    .iter()
                    .sum()
            })
            .collect();
        let sums: Vec<f32> = std::iter::once(0.0)
            .chain(counts.iter().scan(0.0f32, |sum, count| {
                *sum += count;
                Some(*sum)
            }))
            .collect();
        let all = sums[BINS];
        let records = records.max(1) as f32;
        let between = |from: usize, to: usize| sums[to.min(BINS)] - sums[from.min(BINS)];
        let window = (1.0 / STEP) as usize;
        let standings = (0..BINS)
            .map(|at| Standing {
                above: ((all - sums[at]) / records + 1e-4).log2(),
                slope: ((between(at, at + window) + 1.0) / (between(at.saturating_sub(window), at) + 1.0))
                    .log2(),
                valley: valley(&near[at..]),
                valley_below: valley(&near[..=at].iter().rev().copied().collect::<Vec<f32>>()),
            })
            .collect();
        Self {
            standings,
            believed: ((sum / f64::from(records)) as f32 + 1e-4).log2(),
            doubtful: if sum > 0.0 { (doubtful / sum) as f32 } else { 0.0 },
        }
    }

    /// Where a weight stands.
    pub fn at(&self, weight: f32) -> Standing {
        self.standings[bin(weight)]
    }
}

fn bin(weight: f32) -> usize {
    ((weight.clamp(-MOST, MOST) + MOST) / STEP).round() as usize
}

/// How much emptier than here, or than the heap beyond where that is smaller, the way to the heap is.
fn valley(way: &[f32]) -> f32 {
    let here = way[0];
    let mut lowest = here;
    let mut deepest = 0.0f32;
    for &count in way {
        lowest = lowest.min(count);
        let depth = ((lowest + 1.0) / (here.min(count) + 1.0)).log2();
        deepest = deepest.min(depth);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(weights: impl Iterator<Item = f32>, records: usize) -> Spread {
        let mut heaps = Heaps::default();
        weights.for_each(|weight| heaps.add(weight));
        Spread::of(&heaps, records)
    }

    #[test]
    fn a_heap_beyond_a_valley_is_seen_from_both_sides() {
        let weights = std::iter::repeat_n(-2.0f32, 1_000).chain(std::iter::repeat_n(4.0, 100));
        let spread = spread(weights, 500);
        let (low, high) = (spread.at(-2.0), spread.at(4.0));
        assert!(low.valley < -5.0 && high.valley_below < -5.0, "{low:?} {high:?}");
        assert!(high.valley > -0.1 && low.valley_below > -0.1);
        assert!((high.above - (100.0f32 / 500.0).log2()).abs() < 0.01);
    }

    #[test]
    fn one_heap_has_no_valley() {
        let weights = (0..1_000).map(|at| (at % 20) as f32 * 0.1 - 1.0);
        let spread = spread(weights, 500);
        assert!(spread.at(0.0).valley > -0.5);
    }
}
