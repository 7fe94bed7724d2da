//! Lists of numbers in files, little-endian, read and written a block at a time.

use std::io::{Read, Result, Write};

/// Bytes that are read or written at a time.
const BLOCK: usize = 1 << 16;
/// Numbers that room is made for before they are read, since a length may be damaged.
pub const MOST_RESERVED: u64 = 1 << 24;

/// Writes a list.
pub fn write_list<T: Copy, const N: usize>(
    out: &mut dyn Write,
    list: &[T],
    bytes: impl Fn(T) -> [u8; N],
) -> Result<()> {
    let mut block = Vec::with_capacity(BLOCK);
    for numbers in list.chunks(BLOCK / N) {
        block.clear();
        for &number in numbers {
            block.extend_from_slice(&bytes(number));
        }
        out.write_all(&block)?;
    }
    Ok(())
}

/// Reads a list of so many numbers.
pub fn read_list<T, const N: usize>(
    from: &mut dyn Read,
    len: u64,
    number: impl Fn([u8; N]) -> T,
) -> Result<Vec<T>> {
    let mut list = Vec::with_capacity(len.min(MOST_RESERVED) as usize);
    let mut block = vec![0; BLOCK / N * N];
    let mut left = len;
    while left > 0 {
        let now = left.min((BLOCK / N) as u64) as usize;
        let bytes = &mut block[..now * N];
        from.read_exact(bytes)?;
        list.extend(bytes.as_chunks::<N>().0.iter().map(|bytes| number(*bytes)));
        left -= now as u64;
    }
    Ok(list)
}
