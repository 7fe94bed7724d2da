//! Copies short values in blocks of fixed length: that takes a few instructions, while a copy of any length is a call.

use std::ops::Range;

/// Bytes copied for a short value. The target must have this many bytes after the value's position.
pub(crate) const BLOCK: usize = 32;

/// Copies the first bytes of `from` to a position in `room`; the rest of a block after that position is overwritten.
#[inline]
pub(crate) fn copy_short(from: &[u8], place: Range<usize>, room: &mut [u8]) {
    let len = place.len();
    match from.first_chunk::<BLOCK>() {
        Some(block) if len <= BLOCK => room[place.start..place.start + BLOCK].copy_from_slice(block),
        _ => room[place].copy_from_slice(&from[..len]),
    }
}
