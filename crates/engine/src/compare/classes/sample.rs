//! A sample of pairs with weights, from which the shares of all pairs are estimated.
//!
//! Random pairs alone hold hardly any matches and hardly any two records that share something. So pairs that agree on
//! a facet and candidates are drawn too, and every pair is weighted by the inverse of its chance to be drawn by any of
//! these ways (the balance heuristic, Veach and Guibas 1995). Weights sum to the number of possible pairs.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{
    Pairs,
    facets::Facet,
    levels::{Compared, EQUAL, Facets, compare_all},
};
use crate::{
    pair::Candidate,
    random::Random,
    standardize::{MISSING, RowOrder, StandardRecords},
};

/// Random pairs.
const RANDOM_PAIRS: usize = 16_000;
/// Pairs that agree, for each facet.
const AGREEING_PAIRS: usize = 1_200;
/// Candidates, at most.
const CANDIDATES: usize = 30_000;
/// Records among which pairs that agree are looked for, about, where there are more.
const LOOKED_AMONG: usize = 200_000;
/// Records that are fetched before their values are taken.
const AHEAD: usize = 32;
/// Facets of which the values of these records are taken in one go.
const TOGETHER: usize = 16;

/// Pairs of one pattern of levels.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    /// Level and chance of equality by facet; the chance is rounded to steps of [`CHANCE_STEP`] bits.
    pub codes: Vec<u8>,
    /// How many of all pairs it stands for.
    pub weight: f64,
}

/// Codes from here on are equal values, by chance.
pub const EQUAL_CODES: u8 = 8;
/// Bits between two codes of equal values.
pub const CHANCE_STEP: f32 = 0.5;
/// Codes of one facet.
pub const CODES: usize = 96;

/// One number for a level and the chance of equality.
pub fn code(compared: Compared) -> u8 {
    if compared.level == EQUAL {
        let steps = rounded(-compared.log_chance / CHANCE_STEP);
        EQUAL_CODES + steps.min(CODES as u8 - EQUAL_CODES - 1)
    } else {
        compared.level
    }
}

/// The nearest number from 0 to 255; halves go up. Without a call that rounds in general, since every pair is rounded.
#[inline]
fn rounded(number: f32) -> u8 {
    let whole = number as u8;
    whole.saturating_add(u8::from(number - f32::from(whole) >= 0.5))
}

/// The level that a code stands for.
pub fn level_of(code: u8) -> u8 {
    if code >= EQUAL_CODES { EQUAL } else { code }
}

/// Draws pairs and gives their patterns, in an order that depends on the data and the seed alone.
pub fn sample(records: &StandardRecords, facets: &Facets, pairs: Pairs<'_>, seed: u64) -> Vec<Pattern> {
    let Pairs {
        candidates,
        around,
        order,
        across_only,
        possible: possible_pairs,
    } = pairs;
    if records.len < 2 || possible_pairs < 1.0 {
        return Vec::new();
    }
    let mut random = Random::new(seed ^ 0x5a3b_11e5);
    let may_match = |&(a, b): &(u32, u32)| a != b && records.may_match(a, b, across_only);
    let mut pairs = Vec::new();
    for _ in 0..3 * RANDOM_PAIRS {
        let mut draw = || order.row(random.below(records.len as u32));
        let pair = (draw(), draw());
        if may_match(&pair) {
            pairs.push(pair);
            if pairs.len() == RANDOM_PAIRS {
                break;
            }
        }
    }
    let drawn = pairs.len() as f64;
    let among = order.some(LOOKED_AMONG);
    let agreeing: Vec<Agreeing> = facets
        .all
        .chunks(TOGETHER)
        .flat_map(|facets| Agreeing::draw_all(records, facets, order, &among, seed))
        .collect();
    let mut per_facet = Vec::new();
    for own in &agreeing {
        let allowed: Vec<(u32, u32)> = own.pairs.iter().copied().filter(may_match).collect();
        let share = allowed.len() as f64 / own.pairs.len().max(1) as f64;
        let all = own.all * share.max(1e-3);
        per_facet.push(if allowed.is_empty() {
            0.0
        } else {
            allowed.len() as f64 / all
        });
        pairs.extend(allowed);
    }
    let ends = |pair: &Candidate| (pair.left, pair.right);
    let proposed: Vec<(u32, u32)> = order
        .choose(&candidates.pairs, CANDIDATES, ends)
        .iter()
        .map(ends)
        .collect();
    let of_candidates = proposed.len() as f64 / candidates.pairs.len().max(1) as f64;
    pairs.extend(proposed);
    let compared = compare_all(facets, records, &pairs);
    let weights: Vec<f64> = pairs
        .par_iter()
        .zip(&compared)
        .map(|(&(a, b), compared)| {
            let mut density = drawn / possible_pairs;
            if around.between(a, b).is_some() {
                density += of_candidates;
            }
            for (compared, share) in compared.iter().zip(&per_facet) {
                if compared.level == EQUAL {
                    density += share;
                }
            }
            1.0 / density.max(1e-300)
        })
        .collect();
    let total: f64 = weights.iter().sum();
    let mut patterns: Vec<Pattern> = Vec::new();
    let mut numbers: FxHashMap<Vec<u8>, usize> = FxHashMap::default();
    for (compared, weight) in compared.iter().zip(weights) {
        let codes: Vec<u8> = compared.iter().map(|own| code(*own)).collect();
        let next = patterns.len();
        let at = *numbers.entry(codes.clone()).or_insert(next);
        if at == next {
            patterns.push(Pattern { codes, weight: 0.0 });
        }
        patterns[at].weight += weight * possible_pairs / total;
    }
    patterns
}

/// Pairs of records that have the same value of a facet.
struct Agreeing {
    pairs: Vec<(u32, u32)>,
    /// How many such pairs there are in all.
    all: f64,
}

impl Agreeing {
    /// Draws among these rows for each of some facets. Each row is read once for all of them.
    fn draw_all(
        records: &StandardRecords,
        facets: &[Facet],
        order: &RowOrder,
        rows: &[u32],
        seed: u64,
    ) -> Vec<Self> {
        let mut columns: Vec<Vec<u32>> = facets.iter().map(|_| Vec::with_capacity(rows.len())).collect();
        for rows in rows.chunks(AHEAD) {
            records.fetch(rows.iter().copied());
            for &row in rows {
                for (facet, column) in facets.iter().zip(&mut columns) {
                    column.push(records.value(row, facet.spec.attribute));
                }
            }
        }
        let draw = |(facet, mut values): (&Facet, Vec<u32>)| {
            for value in &mut values {
                *value = facet.of(*value);
            }
            Self::draw(records, facet, order, rows, &values, seed)
        };
        facets.par_iter().zip(columns).map(draw).collect()
    }

    /// Draws among these rows, which have these values.
    fn draw(
        records: &StandardRecords,
        facet: &Facet,
        order: &RowOrder,
        rows: &[u32],
        own_values: &[u32],
        seed: u64,
    ) -> Self {
        // By what the facet holds, so that its place among the columns does not matter.
        let own = (facet.filled as u64) << 32 ^ (facet.distinct as u64) << 8 ^ facet.spec.kind as u64;
        let mut random = Random::new(seed ^ 0xa97e_e123 ^ own);
        let pairs_of = |count: u32| f64::from(count) * (f64::from(count) - 1.0) / 2.0;
        let mut at_hand = vec![0u32; facet.counts.len()];
        for &value in own_values {
            at_hand[value as usize] += 1;
        }
        let values = values_in_order(records, facet, order);
        let mut ends = Vec::with_capacity(values.len());
        let mut all = 0.0;
        for &value in &values {
            all += pairs_of(at_hand[value as usize]);
            ends.push(all);
        }
        if all < 1.0 {
            return Self {
                pairs: Vec::new(),
                all: 0.0,
            };
        }
        let wanted = AGREEING_PAIRS.min((2.0 * all) as usize);
        // The picks of a value are ranks among its records, found in one pass over the column.
        let mut picks: FxHashMap<u32, Vec<(u32, u32, usize)>> = FxHashMap::default();
        for number in 0..wanted {
            let at = random.unit() * all;
            let value = values[ends.partition_point(|&end| end <= at).min(ends.len() - 1)];
            let count = at_hand[value as usize];
            let first = random.below(count);
            let second = random.below(count - 1);
            let second = second + u32::from(second >= first);
            picks.entry(value).or_default().push((first, second, number));
        }
        let mut found = vec![(0, 0); wanted];
        let mut is_picked = vec![false; facet.counts.len()];
        for &value in picks.keys() {
            is_picked[value as usize] = true;
        }
        let mut met: FxHashMap<u32, u32> = FxHashMap::default();
        for (&row, &value) in rows.iter().zip(own_values) {
            if value == MISSING || !is_picked[value as usize] {
                continue;
            }
            let met = met.entry(value).or_default();
            let rank = *met;
            *met += 1;
            for &(first, second, number) in &picks[&value] {
                if rank == first {
                    found[number].0 = row;
                } else if rank == second {
                    found[number].1 = row;
                }
            }
        }
        let share = rows.len() as f64 / records.len as f64;
        Self {
            pairs: found,
            all: all / (share * share),
        }
    }
}

/// The values of a facet in the order in which samples meet them.
fn values_in_order(records: &StandardRecords, facet: &Facet, order: &RowOrder) -> Vec<u32> {
    let all = 1..facet.counts.len() as u32;
    if !order.is_by_content() {
        return all.collect();
    }
    let mut values = Vec::with_capacity(all.len());
    let mut is_met = vec![false; facet.counts.len()];
    is_met[MISSING as usize] = true;
    for row in order.rows() {
        let value = facet.of(records.value(row, facet.spec.attribute));
        if !std::mem::replace(&mut is_met[value as usize], true) {
            values.push(value);
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_are_rounded_as_in_general(number in prop_oneof![-2.0f32..300.0, any::<f32>()]) {
            prop_assert_eq!(rounded(number), number.round() as u8);
        }
    }

    #[test]
    fn halves_go_up_and_what_is_just_below_does_not() {
        for number in [0.5f32, 0.5f32.next_down(), 1.5, 2.5, 254.5, 255.5, -0.5] {
            assert_eq!(rounded(number), number.round() as u8, "{number}");
        }
    }
}
