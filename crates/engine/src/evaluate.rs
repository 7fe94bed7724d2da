//! Quality of match groups against known entities: pairwise and B-cubed figures.

use rustc_hash::FxHashMap;
use serde::Serialize;

/// Precision, recall and F1, with the counts behind them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Quality {
    /// Share of what was found that is true; 1 where nothing was found and nothing is true.
    pub precision: f64,
    /// Share of what is true that was found.
    pub recall: f64,
    /// Harmonic mean of both.
    pub f1: f64,
}

/// Quality of a partition of records against their true entities.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct GroupQuality {
    /// Over all pairs of records in one group; only across sources where sources are given.
    pub pairwise: Quality,
    /// B-cubed: the mean over records (Bagga and Baldwin 1998).
    pub bcubed: Quality,
    /// Pairs that are in one group and in one entity.
    pub true_pairs_found: u64,
    /// Pairs in one group.
    pub pairs_found: u64,
    /// Pairs in one entity.
    pub true_pairs: u64,
}

fn quality(precision: f64, recall: f64) -> Quality {
    let sum = precision + recall;
    Quality {
        precision,
        recall,
        f1: if sum > 0.0 {
            2.0 * precision * recall / sum
        } else {
            0.0
        },
    }
}

fn ratio(part: u64, whole: u64, if_empty: f64) -> f64 {
    if whole == 0 {
        if_empty
    } else {
        part as f64 / whole as f64
    }
}

/// Compares groups with entities, both given as a number for each record.
///
/// # Panics
/// When the slices differ in length.
///
/// ```
/// let q = onefold_engine::evaluate::group_quality(&[0, 0, 1, 1], &[7, 7, 7, 8], None);
/// assert_eq!((q.pairs_found, q.true_pairs, q.true_pairs_found), (2, 3, 1));
/// ```
pub fn group_quality(groups: &[u32], entities: &[u32], sources: Option<&[u16]>) -> GroupQuality {
    assert_eq!(
        groups.len(),
        entities.len(),
        "one group and one entity for each record"
    );
    let keyed = |key: &dyn Fn(usize) -> u64| count_pairs(groups.len(), key, sources);
    let pairs_found = keyed(&|row| u64::from(groups[row]));
    let true_pairs = keyed(&|row| u64::from(entities[row]));
    let both = |row: usize| (u64::from(groups[row]) << 32) | u64::from(entities[row]);
    let true_pairs_found = keyed(&both);
    let precision = ratio(
        true_pairs_found,
        pairs_found,
        if true_pairs == 0 { 1.0 } else { 0.0 },
    );
    let recall = ratio(true_pairs_found, true_pairs, 1.0);
    GroupQuality {
        pairwise: quality(precision, recall),
        bcubed: bcubed(groups, entities, &both),
        true_pairs_found,
        pairs_found,
        true_pairs,
    }
}

fn count_pairs(len: usize, key: &dyn Fn(usize) -> u64, sources: Option<&[u16]>) -> u64 {
    let mut whole: FxHashMap<u64, u64> = FxHashMap::default();
    let mut within: FxHashMap<(u64, u16), u64> = FxHashMap::default();
    for row in 0..len {
        *whole.entry(key(row)).or_default() += 1;
        if let Some(sources) = sources {
            *within.entry((key(row), sources[row])).or_default() += 1;
        }
    }
    let pairs = |n: &u64| n * (n - 1) / 2;
    whole.values().map(pairs).sum::<u64>() - within.values().map(pairs).sum::<u64>()
}

fn bcubed(groups: &[u32], entities: &[u32], both: &dyn Fn(usize) -> u64) -> Quality {
    let mut group_size: FxHashMap<u32, u64> = FxHashMap::default();
    let mut entity_size: FxHashMap<u32, u64> = FxHashMap::default();
    let mut shared: FxHashMap<u64, u64> = FxHashMap::default();
    for row in 0..groups.len() {
        *group_size.entry(groups[row]).or_default() += 1;
        *entity_size.entry(entities[row]).or_default() += 1;
        *shared.entry(both(row)).or_default() += 1;
    }
    let (mut precision, mut recall) = (0.0, 0.0);
    for row in 0..groups.len() {
        let in_both = shared[&both(row)] as f64;
        precision += in_both / group_size[&groups[row]] as f64;
        recall += in_both / entity_size[&entities[row]] as f64;
    }
    let records = groups.len().max(1) as f64;
    quality(precision / records, recall / records)
}
