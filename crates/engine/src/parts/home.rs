//! Home: hashes of what records hold, by which a sample is drawn and a part notices that its rows are others than before.

use crate::{
    Records,
    hashing::{hash, mix},
};

/// A hash of what each record holds.
pub fn row_keys(records: &Records) -> Vec<u64> {
    let mut keys = vec![0u64; records.len()];
    for column in 0..records.names().len() {
        for (value, key) in records.values(column).zip(&mut keys) {
            *key = mix(*key ^ hash(value.as_bytes()));
        }
    }
    keys
}

/// A hash of records in their order.
pub fn fingerprint(keys: &[u64]) -> u64 {
    keys.iter().fold(0, |all, &key| mix(all ^ key))
}

/// The greatest key of a sample of about `wanted` of `all` records; all of them where there are no more.
pub fn sample_below(wanted: usize, all: usize) -> u64 {
    if all <= wanted {
        u64::MAX
    } else {
        (u128::from(u64::MAX) * wanted as u128 / all as u128) as u64
    }
}
