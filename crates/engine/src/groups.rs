//! What is told of finished groups: their match ids, and which attributes brought them together.

use rustc_hash::FxHashSet;

use crate::{MatchGroups, Records, pipeline::Prepared};

/// Gives each group its match id: 63 bits of a hash of the smallest primary key in the group, by byte order. So the id
/// depends on the group's own records alone and stays when unrelated records come or go. Without a key column the row
/// number is the key.
pub fn add_match_ids(groups: &mut MatchGroups, records: &Records) {
    let mut smallest: Vec<Option<(&str, u32)>> = vec![None; groups.sizes.len()];
    if let Some(column) = records.key_column() {
        for ((row, key), &group) in (0u32..).zip(records.values(column)).zip(&groups.of) {
            let own = &mut smallest[group as usize];
            if own.is_none_or(|(least, _)| key < least) {
                *own = Some((key, row));
            }
        }
    }
    let mut first_row = vec![u32::MAX; groups.sizes.len()];
    for (row, &group) in (0u32..).zip(&groups.of) {
        first_row[group as usize] = first_row[group as usize].min(row);
    }
    let mut taken: FxHashSet<i64> = FxHashSet::default();
    groups.ids = smallest
        .iter()
        .zip(&first_row)
        .map(|(key, row)| {
            let mut id = match key {
                Some((key, _)) => id_of(key.as_bytes()),
                None => id_of(row.to_string().as_bytes()),
            };
            // Two keys with one hash are next to impossible; the later group then takes the next free id.
            while !taken.insert(id) {
                id = (id + 1) & i64::MAX;
            }
            id
        })
        .collect();
}

/// The match id of a group of some records.
pub fn match_id(records: &Records, rows: &[u32]) -> i64 {
    if records.key_column().is_some() {
        let keys = rows.iter().map(|&row| records.key(row as usize));
        return id_of(keys.min().unwrap_or_default().as_bytes());
    }
    let first = rows.iter().min().copied().unwrap_or_default();
    id_of(first.to_string().as_bytes())
}

/// FNV-1a (Fowler, Noll and Vo), finished by the mixer of splitmix64, without the sign bit.
fn id_of(key: &[u8]) -> i64 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for &byte in key {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((hash ^ (hash >> 31)) >> 1) as i64
}

/// Matching pairs from which the importance of attributes is taken.
const IMPORTANCE_SAMPLE: usize = 2_000;

/// Share of each attribute in the evidence for a match, over a sample of matching pairs; sums to 1.
pub fn importance(prepared: &Prepared, scores: &[f32], threshold: f32) -> Vec<f64> {
    let matching: Vec<usize> = (0..scores.len())
        .filter(|&number| scores[number] >= threshold)
        .collect();
    let step = (matching.len() / IMPORTANCE_SAMPLE).max(1);
    let comparer = prepared.comparer();
    let mut sums = vec![0.0f64; prepared.records.attributes.len()];
    for &number in matching.iter().step_by(step) {
        let pair = prepared.candidates.pairs[number];
        for (index, sum) in sums.iter_mut().enumerate() {
            *sum += f64::from(comparer.attribute(index, pair.left, pair.right).bits.max(0.0));
        }
    }
    let total: f64 = sums.iter().sum();
    if total > 0.0 {
        for sum in &mut sums {
            *sum /= total;
        }
    }
    sums
}
