//! The order in which pairs are compared: those of records that are likely to be one thing come together, so that their
//! records and values are still in the cache. It makes no difference to the scores.

use crate::compare::Prepared;

/// The numbers of all pairs, each once: by the groups that records form with the candidate that each is most similar to.
pub fn by_likely_groups(prepared: &Prepared) -> Vec<u32> {
    let (records, around) = (prepared.records.len, &prepared.around);
    let pairs = &prepared.candidates.pairs;
    if !prepared.is_large() {
        return (0..pairs.len() as u32).collect();
    }
    // The weight of each record's most similar candidate, and which that is; itself where it has none. Weights are not negative,
    // so that their bits are in their order, and the greatest number is found without a branch.
    let mut nearest: Vec<u64> = (0..records as u64).collect();
    for pair in pairs {
        let weight = u64::from(pair.weight.to_bits()) << u32::BITS;
        for (own, other) in [(pair.left, pair.right), (pair.right, pair.left)] {
            let nearest = &mut nearest[own as usize];
            *nearest = (*nearest).max(weight | u64::from(other));
        }
    }
    let mut firsts: Vec<u32> = (0..records as u32).collect();
    for (row, &nearest) in (0u32..).zip(&nearest) {
        let (a, b) = (first(&mut firsts, row), first(&mut firsts, nearest as u32));
        firsts[a.max(b) as usize] = a.min(b);
    }
    drop(nearest);
    // The records of each group as a chain from its first one on.
    let mut next = vec![NONE; records];
    let mut last: Vec<u32> = (0..records as u32).collect();
    for row in 0..records as u32 {
        let first = first(&mut firsts, row);
        if first != row {
            next[last[first as usize] as usize] = row;
            last[first as usize] = row;
        }
    }
    drop(last);
    let mut order = Vec::with_capacity(pairs.len());
    for group in 0..records as u32 {
        let mut row = if firsts[group as usize] == group {
            group
        } else {
            NONE
        };
        while row != NONE {
            // A pair belongs to its left record, and its number follows that of the pair before.
            let right = around.span(row).find(|&place| around.other(place) > row);
            order.extend(right.into_iter().flat_map(|place| {
                let count = (around.span(row).end - place) as u32;
                around.pair(place)..around.pair(place) + count
            }));
            row = next[row as usize];
        }
    }
    order
}

/// No further record.
const NONE: u32 = u32::MAX;

fn first(firsts: &mut [u32], mut row: u32) -> u32 {
    while firsts[row as usize] != row {
        firsts[row as usize] = firsts[firsts[row as usize] as usize];
        row = firsts[row as usize];
    }
    row
}
