//! Hashes of texts and numbers: the same in every run and on every machine.

use std::hash::Hasher;

use rustc_hash::FxHasher;

/// 2^64 divided by the golden ratio: a product with it spreads a number over the high bits (Fibonacci hashing; Knuth, The Art of
/// Computer Programming, volume 3, section 6.4).
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// A number spread over 64 bits, of which the high ones are good.
pub const fn spread(number: u64) -> u64 {
    number.wrapping_mul(GOLDEN)
}

/// Goes on with a hash.
pub const fn add(hash: u64, number: u64) -> u64 {
    spread(hash.rotate_left(5) ^ number)
}

/// The number after another one in the sequence of splitmix64 (Steele et al. 2014), before it is finished.
pub const fn next(number: u64) -> u64 {
    number.wrapping_add(GOLDEN)
}

/// The finalizer of splitmix64: bijective, and all bits of its result are equally good.
pub const fn finish(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// The same, and 0 becomes another number too.
pub const fn mix(x: u64) -> u64 {
    finish(next(x))
}

/// A fast hash, whose bits are not equally good before they are mixed.
pub fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}

/// FNV-1a (Fowler, Noll and Vo), byte by byte.
pub fn fnv(bytes: impl IntoIterator<Item = u8>) -> u64 {
    let add = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.into_iter().fold(0xcbf2_9ce4_8422_2325, add)
}

/// A hash as an index keeps it: 40 bits, and never 0. Of ten million values, two get the same one in every hundred thousand.
pub fn short(hash: u64) -> u64 {
    (mix(hash) >> 24).max(1)
}

/// The hash of a text as an index keeps it.
pub fn short_hash(text: &[u8]) -> u64 {
    short(hash(text))
}
