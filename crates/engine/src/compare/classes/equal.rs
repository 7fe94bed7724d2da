//! Records that are equal in every column: one thing, where they hold enough to identify it.
//!
//! How often a value occurs says nothing here, since copies of one record count as often as they are there. So values are
//! counted over distinct records, and a record identifies where the classes of pairs take an equal one for a match.

use std::hash::{Hash, Hasher};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHasher};

use super::{
    PairClasses, Room,
    levels::{Compared, EQUAL, NOT_COMPARED},
    sample::code,
};
use crate::standardize::{MISSING, StandardRecords};

/// Chance of a value that one distinct record holds, as a share of a record.
const RARE: f32 = 0.7;
/// Distinct records below which nothing is said of most of them: in so few, values are rare or frequent by chance.
const FEW: usize = 8;

/// Records that are equal in every column.
#[derive(Debug, Clone, Default)]
pub struct EqualRecords {
    /// Pairs that hold enough to identify one thing: each record with the first one that it is equal to.
    pub identified: Vec<(u32, u32)>,
    /// Records that are equal to another one and hold too little to say whether they are one thing.
    pub ambiguous: u64,
    /// Whether so it is with most records, each set of equal ones counted as one.
    pub are_most_ambiguous: bool,
}

/// Each record that is equal to an earlier one, in their order, after the first one that it is equal to.
fn find_equal(records: &StandardRecords) -> Vec<(u32, u32)> {
    let hashes: Vec<u64> = (0..records.len as u32)
        .into_par_iter()
        .map(|row| {
            let mut hasher = FxHasher::default();
            records.values(row).for_each(|value| value.hash(&mut hasher));
            hasher.finish()
        })
        .collect();
    let mut hashed = likely_repeated(&hashes);
    hashed.sort_unstable();
    let mut equal: Vec<(u32, u32)> = Vec::new();
    let mut firsts: Vec<u32> = Vec::new();
    for alike in hashed.chunk_by(|a, b| a.0 == b.0).filter(|alike| alike.len() > 1) {
        firsts.clear();
        for &(_, row) in alike {
            let is_equal = |first: &&u32| records.values(**first).eq(records.values(row));
            match firsts.iter().find(is_equal) {
                Some(&first) => equal.push((first, row)),
                None => firsts.push(row),
            }
        }
    }
    equal.par_sort_unstable_by_key(|&(_, row)| row);
    equal
}

/// The hashes that may be there more than once, with the numbers of their records; most others are left out, so that few
/// are sorted.
fn likely_repeated(hashes: &[u64]) -> Vec<(u64, u32)> {
    /// Bits of the table for each hash, at least.
    const ROOM: usize = 8;
    const WORD: usize = u64::BITS as usize;
    let bits = (hashes.len() * ROOM).next_power_of_two().max(WORD);
    let place = |hash: u64| {
        let at = (hash >> (u64::BITS - bits.trailing_zeros())) as usize;
        (at / WORD, 1u64 << (at % WORD))
    };
    let (mut once, mut again) = (vec![0u64; bits / WORD], vec![0u64; bits / WORD]);
    for &hash in hashes {
        let (word, bit) = place(hash);
        again[word] |= once[word] & bit;
        once[word] |= bit;
    }
    let is_repeated = |&(hash, _): &(u64, u32)| {
        let (word, bit) = place(hash);
        again[word] & bit != 0
    };
    hashes.iter().copied().zip(0u32..).filter(is_repeated).collect()
}

impl PairClasses {
    /// Finds the equal records of a whole table, and learns whether most records are ambiguous.
    pub fn learn_equal_records(&mut self, records: &StandardRecords, across_only: bool) -> EqualRecords {
        let equal = self.equal_records(records, true, across_only);
        self.model.is_ambiguous = equal.are_most_ambiguous;
        equal
    }

    /// Finds records that are equal in every column. None are looked for where only records of different sources may match.
    /// `are_all` says whether the records at hand are all that were counted.
    pub fn equal_records(&self, records: &StandardRecords, are_all: bool, across_only: bool) -> EqualRecords {
        if across_only && records.sources.is_some() {
            return EqualRecords::default();
        }
        let mut equal = find_equal(records);
        if equal.is_empty() {
            return EqualRecords::default();
        }
        let counts = if are_all {
            self.count_without(records, &equal)
        } else {
            self.count_distinct(records, &equal)
        };
        let distinct = records.len - equal.len();
        let mut identifies: FxHashMap<u32, bool> = FxHashMap::default();
        let (mut ambiguous, mut sets) = (0, 0);
        equal.retain(|&(first, _)| {
            let mut is_new = false;
            let identified = *identifies.entry(first).or_insert_with(|| {
                is_new = true;
                self.identifies(records, first, &counts, distinct)
            });
            if !identified {
                ambiguous += 1 + u64::from(is_new);
                sets += usize::from(is_new);
            }
            identified
        });
        EqualRecords {
            identified: equal,
            ambiguous,
            are_most_ambiguous: distinct >= FEW && 2 * sets > distinct,
        }
    }

    /// How many of the distinct records hold each value of each facet: all that are counted but the second ones of `equal`.
    fn count_without(&self, records: &StandardRecords, equal: &[(u32, u32)]) -> Vec<Vec<u32>> {
        self.facets
            .all
            .par_iter()
            .map(|facet| {
                let mut counts = facet.counts.clone();
                for &(_, row) in equal {
                    let count = &mut counts[facet.of(records.value(row, facet.spec.attribute)) as usize];
                    // Missing values are not counted in every facet.
                    *count = count.saturating_sub(1);
                }
                counts
            })
            .collect()
    }

    /// The same where the records at hand are a part of those that are counted.
    fn count_distinct(&self, records: &StandardRecords, equal: &[(u32, u32)]) -> Vec<Vec<u32>> {
        let mut copies = equal.iter().map(|&(_, row)| row).peekable();
        let distinct: Vec<u32> = (0..records.len as u32)
            .filter(|row| copies.next_if_eq(row).is_none())
            .collect();
        self.facets
            .all
            .par_iter()
            .map(|facet| {
                let mut counts = vec![0u32; facet.counts.len()];
                for &row in &distinct {
                    counts[facet.of(records.value(row, facet.spec.attribute)) as usize] += 1;
                }
                counts
            })
            .collect()
    }

    fn identifies(&self, records: &StandardRecords, row: u32, counts: &[Vec<u32>], distinct: usize) -> bool {
        let others = self.facets.all.iter().zip(counts).map(|(facet, counts)| {
            let value = facet.of(records.value(row, facet.spec.attribute));
            (value != MISSING).then(|| counts[value as usize].saturating_sub(1))
        });
        self.tells_who(others, distinct)
    }

    /// Whether a record identifies one thing, by how many of so many distinct other records have its value in each facet;
    /// `None` where it has no value.
    pub fn tells_who(&self, others: impl Iterator<Item = Option<u32>>, distinct: usize) -> bool {
        let mut room = Room::default();
        for others in others {
            let compared = match others {
                None => Compared {
                    level: NOT_COMPARED,
                    log_chance: 0.0,
                },
                Some(others) => Compared {
                    level: EQUAL,
                    log_chance: ((others as f32 + RARE) / distinct.max(2) as f32).log2().min(0.0),
                },
            };
            room.codes.push(code(compared));
            room.compared.push(compared);
        }
        self.weigh_codes(&mut room).log_odds > 0.0
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_hash_that_is_there_twice_is_kept_each_time(
            hashes in prop::collection::vec(prop_oneof![0u64..40, any::<u64>(), Just(u64::MAX)], 0..400),
        ) {
            let mut wanted: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
            for (row, &hash) in (0..).zip(&hashes) {
                wanted.entry(hash).or_default().push(row);
            }
            let kept = likely_repeated(&hashes);
            prop_assert!(kept.iter().all(|&(hash, row)| hashes[row as usize] == hash));
            for (hash, rows) in wanted.into_iter().filter(|(_, rows)| rows.len() > 1) {
                let found: Vec<u32> = kept.iter().filter(|kept| kept.0 == hash).map(|kept| kept.1).collect();
                prop_assert_eq!(found, rows);
            }
        }
    }
}
