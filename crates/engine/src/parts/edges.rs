//! Edges: the pairs of a part's records that may form groups, as they travel.

use super::wire::{Reader, Writer};
use crate::Error;

/// A record with its source and key.
pub type Keyed<'a> = (u32, u16, &'a [u8]);

/// The pairs that a part tells, with the keys of its records in them.
#[derive(Debug, Default)]
pub struct Edges<'a> {
    /// Records that are equal and one thing: the first one of each set with another.
    pub equal: Vec<(u32, u32)>,
    /// Pairs with their scores; NaN says no more than that the pair is there, and another part tells its score.
    pub pairs: Vec<(u32, u32, f32)>,
    /// Records of the part.
    pub keys: Vec<Keyed<'a>>,
}

impl<'a> Edges<'a> {
    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.equal.is_empty() && self.pairs.is_empty() && self.keys.is_empty()
    }

    /// The message of a part.
    pub fn message(&self, part: u32) -> Vec<u8> {
        let mut out = Writer::default();
        out.u32(part);
        self.write(&mut out);
        out.into_bytes()
    }

    /// What messages of several parts say together.
    pub fn gather(messages: &[&'a [u8]]) -> Result<Self, Error> {
        let mut all = Self::default();
        for (_, mut reader) in super::in_order(messages)? {
            let own = Self::read(&mut reader)?;
            all.equal.extend(own.equal);
            all.pairs.extend(own.pairs);
            all.keys.extend(own.keys);
        }
        Ok(all)
    }

    fn write(&self, out: &mut Writer) {
        out.count(self.equal.len());
        for &(first, row) in &self.equal {
            out.u32(first);
            out.u32(row);
        }
        out.count(self.pairs.len());
        for &(left, right, score) in &self.pairs {
            out.u32(left);
            out.u32(right);
            out.f32(score);
        }
        out.count(self.keys.len());
        for &(row, source, key) in &self.keys {
            out.u32(row);
            out.u16(source);
            out.bytes(key);
        }
    }

    fn read(reader: &mut Reader<'a>) -> Result<Self, Error> {
        let mut edges = Self::default();
        for _ in 0..reader.count()? {
            edges.equal.push((reader.u32()?, reader.u32()?));
        }
        for _ in 0..reader.count()? {
            edges.pairs.push((reader.u32()?, reader.u32()?, reader.f32()?));
        }
        for _ in 0..reader.count()? {
            edges.keys.push((reader.u32()?, reader.u16()?, reader.bytes()?));
        }
        Ok(edges)
    }
}
