//! Bytes that travel between parts: numbers in little-endian order, counts as varints (LEB128), lists with their length first.

use crate::Error;

/// Writes a message.
#[derive(Debug, Default, Clone)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// The message.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn u8(&mut self, value: u8) {
        self.0.push(value);
    }

    pub fn u16(&mut self, value: u16) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    pub fn u32(&mut self, value: u32) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    pub fn u64(&mut self, value: u64) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    pub fn f32(&mut self, value: f32) {
        self.u32(value.to_bits());
    }

    /// A number that is mostly small.
    pub fn count(&mut self, value: usize) {
        let mut rest = value as u64;
        while rest >= 0x80 {
            self.0.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        self.0.push(rest as u8);
    }

    /// Bytes with their number first.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.0.extend_from_slice(bytes);
    }

    pub fn u64s(&mut self, values: &[u64]) {
        self.count(values.len());
        for &value in values {
            self.u64(value);
        }
    }

    pub fn u32s(&mut self, values: &[u32]) {
        self.count(values.len());
        for &value in values {
            self.u32(value);
        }
    }

    pub fn u16s(&mut self, values: &[u16]) {
        self.count(values.len());
        for &value in values {
            self.u16(value);
        }
    }

    pub fn counts(&mut self, values: &[u32]) {
        self.count(values.len());
        for &value in values {
            self.count(value as usize);
        }
    }
}

/// Reads a message; refuses one that ends too early.
#[derive(Debug, Clone)]
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }

    fn take(&mut self, len: usize) -> Result<&'a [u8], Error> {
        let (own, rest) = self.0.split_at_checked(len).ok_or(Error::DamagedPart)?;
        self.0 = rest;
        Ok(own)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let (own, rest) = self.0.split_first_chunk().ok_or(Error::DamagedPart)?;
        self.0 = rest;
        Ok(*own)
    }

    pub fn u8(&mut self) -> Result<u8, Error> {
        Ok(u8::from_le_bytes(self.array()?))
    }

    pub fn u16(&mut self) -> Result<u16, Error> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    pub fn u32(&mut self) -> Result<u32, Error> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    pub fn u64(&mut self) -> Result<u64, Error> {
        Ok(u64::from_le_bytes(self.array()?))
    }

    pub fn f32(&mut self) -> Result<f32, Error> {
        Ok(f32::from_bits(self.u32()?))
    }

    pub fn count(&mut self) -> Result<usize, Error> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.u8()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return usize::try_from(value).map_err(|_| Error::DamagedPart);
            }
        }
        Err(Error::DamagedPart)
    }

    pub fn bytes(&mut self) -> Result<&'a [u8], Error> {
        let len = self.count()?;
        self.take(len)
    }

    /// A list of numbers of `N` bytes each.
    fn list<const N: usize, T>(&mut self, read: impl Fn([u8; N]) -> T) -> Result<Vec<T>, Error> {
        let len = self.count()?;
        let bytes = self.take(len.checked_mul(N).ok_or(Error::DamagedPart)?)?;
        Ok(bytes.as_chunks::<N>().0.iter().map(|&own| read(own)).collect())
    }

    pub fn u64s(&mut self) -> Result<Vec<u64>, Error> {
        self.list(u64::from_le_bytes)
    }

    pub fn u32s(&mut self) -> Result<Vec<u32>, Error> {
        self.list(u32::from_le_bytes)
    }

    pub fn u16s(&mut self) -> Result<Vec<u16>, Error> {
        self.list(u16::from_le_bytes)
    }

    pub fn counts(&mut self) -> Result<Vec<u32>, Error> {
        let len = self.count()?;
        // Each takes a byte at least, so a wrong length costs no memory.
        if len > self.0.len() {
            return Err(Error::DamagedPart);
        }
        let read = |_| u32::try_from(self.count()?).map_err(|_| Error::DamagedPart);
        (0..len).map(read).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_written_is_read_again(
            count in any::<usize>(),
            bytes in prop::collection::vec(any::<u8>(), 0..200),
            numbers in prop::collection::vec(any::<u32>(), 0..50),
            weight in any::<f32>(),
        ) {
            let mut writer = Writer::default();
            writer.count(count);
            writer.bytes(&bytes);
            writer.u32s(&numbers);
            writer.counts(&numbers);
            writer.f32(weight);
            let message = writer.into_bytes();
            let mut reader = Reader::new(&message);
            prop_assert_eq!(reader.count().unwrap(), count);
            prop_assert_eq!(reader.bytes().unwrap(), &bytes);
            prop_assert_eq!(reader.u32s().unwrap(), numbers.clone());
            prop_assert_eq!(reader.counts().unwrap(), numbers);
            prop_assert_eq!(reader.f32().unwrap().to_bits(), weight.to_bits());
            prop_assert!(reader.is_at_end());
        }

        #[test]
        fn damaged_bytes_are_refused_and_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let mut reader = Reader::new(&bytes);
            let _ = reader.counts().and_then(|_| reader.u64s()).and_then(|_| reader.u16s());
        }
    }
}
