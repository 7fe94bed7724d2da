//! Lists of numbers in few bytes: each list byte by byte, all lowest bytes first, so that what the numbers have in common lies
//! together and is compressed away.

use crate::Error;

/// Lists that are written one after the other.
#[derive(Debug, Default)]
pub struct Packed {
    bytes: Vec<u8>,
}

impl Packed {
    /// Adds a list.
    pub fn put(&mut self, numbers: &[u64]) {
        let most = numbers.iter().copied().max().unwrap_or(0);
        let width = (u64::BITS - most.leading_zeros()).div_ceil(8) as u8;
        self.bytes
            .extend_from_slice(&(numbers.len() as u32).to_le_bytes());
        self.bytes.push(width);
        for byte in 0..u32::from(width) {
            self.bytes
                .extend(numbers.iter().map(|number| (number >> (8 * byte)) as u8));
        }
    }

    /// Adds a list of 32-bit numbers.
    pub fn put_short(&mut self, numbers: impl Iterator<Item = u32>) {
        self.put(&numbers.map(u64::from).collect::<Vec<_>>());
    }

    /// Adds an ascending list by its steps.
    pub fn put_ascending(&mut self, numbers: &[u64]) {
        let mut before = 0;
        let steps: Vec<u64> = numbers
            .iter()
            .map(|&number| {
                let step = number - before;
                before = number;
                step
            })
            .collect();
        self.put(&steps);
    }

    /// All lists, compressed.
    pub fn compressed(&self) -> Result<Compressed, Error> {
        Compressed::of(&self.bytes)
    }
}

/// Compressed bytes.
#[derive(Debug)]
pub struct Compressed {
    pub bytes: Vec<u8>,
    /// How many there were before.
    pub full: u64,
}

impl Compressed {
    /// Compresses bytes.
    pub fn of(bytes: &[u8]) -> Result<Self, Error> {
        let compressed = zstd::bulk::compress(bytes, LEVEL);
        Ok(Self {
            bytes: compressed.map_err(|error| bad(&error.to_string()))?,
            full: bytes.len() as u64,
        })
    }
}

/// Higher levels find nothing more: what is left are hashes.
const LEVEL: i32 = 1;

/// Lists that are read one after the other.
#[derive(Debug)]
pub struct Unpacked {
    bytes: Vec<u8>,
    at: usize,
}

impl Unpacked {
    /// Lists of so many bytes, from what is in [`Compressed`].
    pub fn new(compressed: &[u8], len: usize) -> Result<Self, Error> {
        let bytes = zstd::bulk::decompress(compressed, len).map_err(|_| contradiction())?;
        Ok(Self { bytes, at: 0 })
    }

    /// The next list.
    pub fn take(&mut self) -> Result<Vec<u64>, Error> {
        let (len, planes) = self.planes()?;
        let mut numbers = vec![0u64; len];
        for (byte, plane) in planes.chunks_exact(len.max(1)).enumerate() {
            for (number, &part) in numbers.iter_mut().zip(plane) {
                *number |= u64::from(part) << (8 * byte);
            }
        }
        Ok(numbers)
    }

    /// The next list, of 32-bit numbers.
    pub fn take_short(&mut self) -> Result<Vec<u32>, Error> {
        let (len, planes) = self.planes()?;
        if planes.len() > 4 * len {
            return Err(contradiction());
        }
        let mut numbers = vec![0u32; len];
        for (byte, plane) in planes.chunks_exact(len.max(1)).enumerate() {
            for (number, &part) in numbers.iter_mut().zip(plane) {
                *number |= u32::from(part) << (8 * byte);
            }
        }
        Ok(numbers)
    }

    /// The next list, by its steps.
    pub fn take_ascending(&mut self) -> Result<Vec<u64>, Error> {
        let mut numbers = self.take()?;
        let mut before = 0u64;
        for number in &mut numbers {
            before = before.checked_add(*number).ok_or_else(contradiction)?;
            *number = before;
        }
        Ok(numbers)
    }

    fn planes(&mut self) -> Result<(usize, &[u8]), Error> {
        let head = self.bytes.get(self.at..self.at + 5).ok_or_else(contradiction)?;
        let len = u32::from_le_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let width = usize::from(head[4]);
        let start = self.at + 5;
        let end = start + len * width;
        if width > 8 || end > self.bytes.len() {
            return Err(contradiction());
        }
        self.at = end;
        Ok((len, &self.bytes[start..end]))
    }
}

/// What is said of sections that are whole and yet cannot be.
pub fn contradiction() -> Error {
    bad("it is damaged: its parts contradict each other")
}

/// Refuses an index.
pub fn bad(reason: &str) -> Error {
    Error::BadIndex {
        reason: reason.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn lists_come_back(lists in prop::collection::vec(prop::collection::vec(any::<u64>().prop_map(|n| n >> (n % 64)), 0..50), 0..5)) {
            let mut packed = Packed::default();
            for list in &lists {
                packed.put(list);
                packed.put_short(list.iter().map(|&n| n as u32));
                let mut ascending = list.clone();
                ascending.sort_unstable();
                packed.put_ascending(&ascending);
            }
            let mut unpacked = {
                let compressed = packed.compressed().unwrap();
                Unpacked::new(&compressed.bytes, compressed.full as usize).unwrap()
            };
            for list in &lists {
                prop_assert_eq!(&unpacked.take().unwrap(), list);
                let short: Vec<u32> = list.iter().map(|&n| n as u32).collect();
                prop_assert_eq!(unpacked.take_short().unwrap(), short);
                let mut ascending = list.clone();
                ascending.sort_unstable();
                prop_assert_eq!(unpacked.take_ascending().unwrap(), ascending);
            }
            prop_assert!(unpacked.take().is_err());
        }
    }
}
