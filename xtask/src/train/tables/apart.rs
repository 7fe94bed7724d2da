//! Keeps different things apart: no two are within one slip of a finger of each other.

use rustc_hash::FxHashSet;

/// Which things are already there, so that no two are within one slip of each other.
#[derive(Default)]
pub(super) struct Apart {
    seen: FxHashSet<u64>,
}

impl Apart {
    /// Adds a key unless it is too close to one that is there.
    pub(super) fn add(&mut self, key: &str) -> bool {
        const BASE: u64 = 0x0100_0000_01b3;
        let signs: Vec<char> = key.chars().collect();
        let mut after = vec![0u64; signs.len() + 1];
        let mut power = vec![1u64; signs.len() + 1];
        for at in 0..signs.len() {
            power[at + 1] = power[at].wrapping_mul(BASE);
        }
        for at in (0..signs.len()).rev() {
            after[at] =
                after[at + 1].wrapping_add((signs[at] as u64 + 7).wrapping_mul(power[signs.len() - 1 - at]));
        }
        let mut hashes = vec![after[0]];
        let mut before = 0u64;
        for (at, sign) in signs.iter().enumerate() {
            if sign.is_alphabetic() {
                hashes.push(
                    before
                        .wrapping_mul(power[signs.len() - 1 - at])
                        .wrapping_add(after[at + 1]),
                );
            }
            before = before.wrapping_mul(BASE).wrapping_add(*sign as u64 + 7);
        }
        if hashes.iter().any(|hash| self.seen.contains(hash)) {
            return false;
        }
        self.seen.extend(hashes);
        true
    }
}
