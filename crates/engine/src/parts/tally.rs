//! Tally: questions about hashes in, counts over all parts out.

use super::{
    Given, Messages, TableStatistics,
    describe::{KeyTerm, REFINEMENTS},
    in_order,
    statistics::Counts,
    wire::{Reader, Writer},
};
use rustc_hash::FxHashMap;

use crate::{Error, compare::evidence::of_pairs, standardize::frequency};

/// How often the values of a column occur.
#[derive(Debug, Clone, Default)]
pub(super) struct ColumnSum {
    /// Records with a value.
    pub filled: u64,
    /// Values.
    pub distinct: u64,
    /// Values that occur twice or more, by how often: steps of frequency, with the sum of their pairs of records.
    pairs: Vec<f64>,
}

/// Sums by column and facet.
#[derive(Debug, Default)]
pub(super) struct Tallied(Vec<ColumnSum>);

impl TableStatistics {
    /// Counts the hashes that parts ask for. Gives the answers, and sums for the driver.
    pub fn tally(&self, part: u32, asked: &[&[u8]]) -> Result<(Given, Vec<u8>), Error> {
        let mut asked = in_order(asked)?;
        let mut answers = Messages::new(self.parts());
        let mut sums = Tallied::default();
        let columns =
            self.attributes.len() + self.classes.facets.iter().filter(|facet| facet.is_part()).count();
        for section in 0..columns + self.lists() {
            let mut questions = Vec::with_capacity(asked.len());
            let mut counts = Counts::default();
            for (_, reader) in &mut asked {
                let (hashes, own) = (reader.u64s()?, reader.counts()?);
                for (&hash, &count) in hashes.iter().zip(&own) {
                    *counts.entry(hash).or_default() += count;
                }
                questions.push(hashes);
            }
            for ((from, _), hashes) in asked.iter().zip(&questions) {
                let own: Vec<u32> = hashes.iter().map(|hash| counts[hash]).collect();
                answers.to(*from as usize).counts(&own);
            }
            if section < columns {
                sums.0.push(ColumnSum::of(counts.values()));
            }
        }
        // The last family is that of equal records.
        for family in 0..=self.keys() {
            let mut keys: Vec<KeyTerm> = Vec::new();
            let mut ends = Vec::with_capacity(asked.len());
            for (_, reader) in &mut asked {
                let (terms, by) = (reader.u64s()?, reader.u16s()?);
                let by = by.as_chunks::<REFINEMENTS>().0;
                if by.len() != terms.len() {
                    return Err(Error::DamagedPart);
                }
                keys.extend(terms.iter().zip(by).map(|(&term, &by)| KeyTerm { term, by }));
                ends.push(keys.len());
            }
            let sizes = if family == self.keys() {
                numbered(&keys)
            } else {
                sizes(&keys, self.largest_block)
            };
            let mut start = 0;
            for ((from, _), end) in asked.iter().zip(ends) {
                let answer = answers.to(*from as usize);
                answer.count(end - start);
                for &(size, depth) in &sizes[start..end] {
                    answer.count(size as usize);
                    answer.u8(depth);
                }
                start = end;
            }
        }
        Ok((answers.given(part), sums.write()))
    }

    /// Families of which a record has several terms.
    pub(super) fn lists(&self) -> usize {
        self.families.len() - self.keys()
    }

    /// Families of joint keys.
    pub(super) fn keys(&self) -> usize {
        self.families.iter().filter(|family| family.is_key()).count()
    }
}

/// The size of each key's block, and how often that was refined.
fn sizes(keys: &[KeyTerm], largest: usize) -> Vec<(u32, u8)> {
    let mut sizes = vec![(0u32, 0u8); keys.len()];
    let mut level: Vec<(u64, u32)> = (0u32..).zip(keys).map(|(at, key)| (key.term, at)).collect();
    for depth in 0..=REFINEMENTS {
        level.sort_unstable();
        let mut next = Vec::new();
        for block in level.chunk_by(|a, b| a.0 == b.0) {
            // Records of one block have one key, so one speaks for all.
            let may_refine = depth < REFINEMENTS && keys[block[0].1 as usize].by[depth] != 0;
            if block.len() > largest && may_refine {
                next.extend(
                    block
                        .iter()
                        .map(|&(_, at)| (keys[at as usize].refined(depth + 1), at)),
                );
            } else {
                for &(_, at) in block {
                    sizes[at as usize] = (block.len() as u32, depth as u8);
                }
            }
        }
        level = next;
    }
    sizes
}

/// The size of each key's block, and how many records of the block come before, as far as a byte counts.
fn numbered(keys: &[KeyTerm]) -> Vec<(u32, u8)> {
    let mut met: FxHashMap<u64, u32> = FxHashMap::default();
    let before = keys.iter().map(|key| {
        let met = met.entry(key.term).or_default();
        *met += 1;
        (*met - 1).min(u32::from(u8::MAX)) as u8
    });
    let before: Vec<u8> = before.collect();
    keys.iter()
        .zip(before)
        .map(|(key, before)| (met[&key.term], before))
        .collect()
}

impl ColumnSum {
    fn of<'a>(counts: impl Iterator<Item = &'a u32>) -> Self {
        let mut sum = Self {
            pairs: vec![0.0; 256],
            ..Self::default()
        };
        for &count in counts {
            sum.filled += u64::from(count);
            sum.distinct += 1;
            if count > 1 {
                sum.pairs[usize::from(frequency(count))] += f64::from(count) * f64::from(count - 1);
            }
        }
        sum
    }

    /// Probability that two of so many records have the same value, by how often it occurs.
    pub(super) fn equal(&self, records: usize) -> Vec<(u8, f64)> {
        // Ordered pairs of two records, of which `of_pairs` knows the number.
        let all = 2.0 / of_pairs(2, records);
        (0u8..=255)
            .zip(self.pairs.iter().map(|pairs| pairs / all))
            .filter(|(_, probability)| *probability > 0.0)
            .collect()
    }
}

impl Tallied {
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        if self.0.len() != other.0.len() {
            return Err(Error::DamagedPart);
        }
        for (sum, more) in self.0.iter_mut().zip(&other.0) {
            sum.filled += more.filled;
            sum.distinct += more.distinct;
            for (pairs, more) in sum.pairs.iter_mut().zip(&more.pairs) {
                *pairs += more;
            }
        }
        Ok(())
    }

    /// The sums by attribute, and those of the facets that are counted separately.
    pub fn columns(&self, attributes: usize) -> Result<(&[ColumnSum], &[ColumnSum]), Error> {
        self.0.split_at_checked(attributes).ok_or(Error::DamagedPart)
    }

    fn write(&self) -> Vec<u8> {
        let mut out = Writer::default();
        out.count(self.0.len());
        for sum in &self.0 {
            out.u64(sum.filled);
            out.u64(sum.distinct);
            sum.pairs.iter().for_each(|pairs| out.u64(pairs.to_bits()));
        }
        out.into_bytes()
    }

    pub fn read(from: &mut Reader<'_>) -> Result<Self, Error> {
        let mut sums = Vec::new();
        for _ in 0..from.count()? {
            let (filled, distinct) = (from.u64()?, from.u64()?);
            let pairs = (0..256)
                .map(|_| from.u64().map(f64::from_bits))
                .collect::<Result<_, _>>()?;
            sums.push(ColumnSum {
                filled,
                distinct,
                pairs,
            });
        }
        Ok(Self(sums))
    }
}
