//! Copies of short values: one of a length that is known takes a few instructions, one of any length a call.

use std::ops::Range;

/// Bytes that a short value is copied with. Behind the place of a value there must be room for so many.
pub(crate) const BLOCK: usize = 32;

/// Copies the first bytes of `from` to a place of `room`; those up to a block behind its start hold anything afterwards.
#[inline]
pub(crate) fn copy_short(from: &[u8], place: Range<usize>, room: &mut [u8]) {
    let len = place.len();
    match from.first_chunk::<BLOCK>() {
        Some(block) if len <= BLOCK => room[place.start..place.start + BLOCK].copy_from_slice(block),
        _ => room[place].copy_from_slice(&from[..len]),
    }
}
