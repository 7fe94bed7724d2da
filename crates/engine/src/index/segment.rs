//! A segment: what new records need of records that came to an index together.
//!
//! Records are kept as what they are found by, and not the other way round: a table for each attribute says for each of its
//! values by which keys and words it is found, and each record names its values. A search reads all records and keeps those
//! that share something with the new ones. Lists of the records of each term would be read in part, but row numbers in the
//! order of hashes cannot be made small: with 22 joint keys for ten million records they take more than half of the input, and 1 %
//! new records touch nearly every page of them (docs/experiments/2026-11-29-index-in-40-percent.md).

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{
    file::{IndexBytes, Part, Parts},
    packed::{Compressed, Packed, contradiction},
};
use crate::{
    Error,
    block::{GRAM, TermFamily, VariantRef, short_keys},
    hashing::short_hash,
    standardize::{Attribute, Frequent, MISSING, StandardRecords},
};

/// Records of a page.
const PAGE: usize = 1 << 14;
/// Lengths of term vectors that lie together.
const NORMS: usize = 1 << 16;
/// Bits of a length that are not kept: what is left is exact to 1 in 8,000.
const LEFT_OUT: u32 = 11;

/// Records that came to an index together.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Segment {
    pub records: usize,
    /// Of all records up to the last one of this segment: what tells their values apart from others, and for each attribute how
    /// many have a value, and how many different ones there are.
    pub fingerprint: Vec<(u32, u32)>,
    pub filled: Vec<usize>,
    pub distinct: Vec<usize>,
    /// For each attribute.
    values: Vec<Part>,
    pages: Vec<Part>,
    norms: Vec<Part>,
    /// For each attribute how often its values occur, and then how often words do.
    counts: Vec<Part>,
}

/// What a segment is made of.
pub struct Source<'a> {
    pub standard: &'a StandardRecords,
    /// Row number of the first of its records, which are the last ones.
    pub first: u32,
    /// The length of the term vector of each.
    pub norms: &'a [f32],
    pub families: &'a [TermFamily],
    /// Words that more records have are not looked for.
    pub budget: usize,
    /// Values and words that fewer records have are not counted.
    pub least_count: u32,
}

/// The variants that families ask for, in order.
pub fn variants(families: &[TermFamily]) -> Vec<VariantRef> {
    let mut all: Vec<VariantRef> = families.iter().flat_map(TermFamily::variants).collect();
    all.sort_unstable();
    all.dedup();
    all
}

impl Segment {
    /// Writes the records of a segment. What goes for all records up to its end is left to the caller.
    pub fn new(source: &Source<'_>, into: &mut Parts) -> Result<Self, Error> {
        let standard = source.standard;
        let rows = source.first..standard.len as u32;
        let mut word_counts = vec![0u32; standard.vocabulary.counts.len()];
        for row in rows.clone() {
            for &word in standard.words.get(row) {
                word_counts[word as usize] += 1;
            }
        }
        let attributes: Vec<OwnValues> = (0..standard.attributes.len())
            .into_par_iter()
            .map(|attribute| OwnValues::of(source, attribute))
            .collect::<Result<_, _>>()?;
        let starts: Vec<u32> = rows.clone().step_by(PAGE).collect();
        let pages: Vec<Compressed> = starts
            .par_iter()
            .map(|&start| {
                let mut page = Packed::default();
                for (attribute, own) in attributes.iter().enumerate() {
                    let rows = start..rows.end.min(start + PAGE as u32);
                    page.put_short(rows.map(|row| own.codes[standard.value(row, attribute) as usize]));
                }
                page.compressed()
            })
            .collect::<Result<_, _>>()?;
        let norms = source.norms.par_chunks(NORMS).map(|norms| {
            let mut packed = Packed::default();
            packed.put_short(norms.iter().map(|norm| rounded(*norm)));
            packed.compressed()
        });
        let norms: Vec<Compressed> = norms.collect::<Result<_, _>>()?;
        let texts = &standard.vocabulary.texts;
        let words = Frequent::of(texts, &word_counts, 0, source.least_count);
        let counts: Vec<Frequent> = attributes
            .par_iter()
            .zip(&standard.attributes)
            .map(|(own, attribute)| {
                Frequent::of(&attribute.texts, &own.counts, MISSING + 1, source.least_count)
            })
            .collect();
        let counts: Vec<Compressed> = counts
            .par_iter()
            .chain([&words])
            .map(packed_counts)
            .collect::<Result<_, _>>()?;
        let mut add =
            |parts: Vec<Compressed>| -> Vec<Part> { parts.iter().map(|part| into.add(part)).collect() };
        Ok(Self {
            records: rows.len(),
            fingerprint: Vec::new(),
            filled: Vec::new(),
            distinct: Vec::new(),
            values: add(attributes.into_iter().map(|own| own.table).collect()),
            pages: add(pages),
            norms: add(norms),
            counts: add(counts),
        })
    }

    /// All its parts.
    pub fn parts(&self) -> impl Iterator<Item = Part> {
        let all = [&self.values, &self.pages, &self.norms, &self.counts];
        all.into_iter().flatten().copied()
    }

    /// The same with each part where `place` says.
    pub fn placed(mut self, mut place: impl FnMut(Part) -> Part) -> Self {
        for parts in [
            &mut self.values,
            &mut self.pages,
            &mut self.norms,
            &mut self.counts,
        ] {
            for part in parts {
                *part = place(*part);
            }
        }
        self
    }

    /// Whether it has all that so many attributes need.
    pub fn is_sound(&self, attributes: usize) -> bool {
        self.values.len() == attributes
            && self.counts.len() == attributes + 1
            && self.filled.len() == attributes
            && self.distinct.len() == attributes
            && self.pages.len() == self.records.div_ceil(PAGE)
            && self.norms.len() == self.records.div_ceil(NORMS)
    }

    /// How often values of each attribute occur, and last how often words do.
    pub fn counts(&self, bytes: &dyn IndexBytes) -> Result<Vec<Frequent>, Error> {
        self.counts
            .par_iter()
            .map(|part| {
                let mut lists = part.read(bytes)?;
                let counts = Frequent {
                    hashes: lists.take_ascending()?,
                    counts: lists.take_short()?,
                };
                if counts.hashes.len() == counts.counts.len() {
                    Ok(counts)
                } else {
                    Err(contradiction())
                }
            })
            .collect()
    }

    /// The tables of values.
    pub fn tables(&self, bytes: &dyn IndexBytes, families: &[TermFamily]) -> Result<Vec<ValueTable>, Error> {
        let variants = variants(families);
        let has_grams = families.contains(&TermFamily::Grams);
        let tables = self.values.par_iter().enumerate().map(|(attribute, part)| {
            let own = variants.iter().filter(|of| of.attribute == attribute).count();
            ValueTable::read(*part, bytes, own, has_grams)
        });
        tables.collect()
    }

    /// Gives each page of records to `with`: the number of its first record in the segment, and for each attribute the value of
    /// each record as a number in its table, counted from 1, 0 for none. `values` are the sizes of the tables.
    pub fn for_each_page<T: Send>(
        &self,
        bytes: &dyn IndexBytes,
        values: &[usize],
        with: impl Fn(u32, &[Vec<u32>]) -> T + Sync,
    ) -> Result<Vec<T>, Error> {
        self.pages
            .par_iter()
            .enumerate()
            .map(|(page, part)| {
                let first = page * PAGE;
                let len = PAGE.min(self.records - first);
                let mut lists = part.read(bytes)?;
                let mut columns = Vec::with_capacity(values.len());
                for &values in values {
                    let column = lists.take_short()?;
                    if column.len() != len || column.iter().any(|&value| value as usize > values) {
                        return Err(contradiction());
                    }
                    columns.push(column);
                }
                Ok(with(first as u32, &columns))
            })
            .collect()
    }

    /// The lengths of the term vectors of all records that lie together with any of these, which ascend.
    pub fn norms(&self, bytes: &dyn IndexBytes, rows: &[u32]) -> Result<Vec<Vec<f32>>, Error> {
        self.norms
            .par_iter()
            .enumerate()
            .map(|(number, part)| {
                let first = number * NORMS;
                let next = rows.partition_point(|&row| (row as usize) < first);
                if rows.get(next).is_none_or(|&row| row as usize >= first + NORMS) {
                    return Ok(Vec::new());
                }
                let norms = part.read(bytes)?.take_short()?;
                let norms: Vec<f32> = norms
                    .into_iter()
                    .map(|kept| f32::from_bits(kept << LEFT_OUT))
                    .collect();
                let is_sound = norms.len() == NORMS.min(self.records - first)
                    && norms.iter().all(|norm| norm.is_finite() && *norm > 0.0);
                if is_sound { Ok(norms) } else { Err(contradiction()) }
            })
            .collect()
    }

    /// The length of a record's term vector among those that were read.
    pub fn norm(norms: &[Vec<f32>], row: usize) -> f32 {
        norms[row / NORMS][row % NORMS]
    }
}

fn rounded(norm: f32) -> u32 {
    (norm.to_bits() + (1 << (LEFT_OUT - 1))) >> LEFT_OUT
}

fn packed_counts(counts: &Frequent) -> Result<Compressed, Error> {
    let mut packed = Packed::default();
    packed.put_ascending(&counts.hashes);
    packed.put_short(counts.counts.iter().copied());
    packed.compressed()
}

/// The values of an attribute in a segment.
struct OwnValues {
    /// The number of each value in the table, counted from 1; 0 for none, and for values that no record has.
    codes: Vec<u32>,
    /// Records that have each value.
    counts: Vec<u32>,
    table: Compressed,
}

impl OwnValues {
    fn of(source: &Source<'_>, attribute: usize) -> Result<Self, Error> {
        let standard = source.standard;
        let of = &standard.attributes[attribute];
        let mut counts = vec![0u32; of.texts.len()];
        for row in source.first..standard.len as u32 {
            counts[standard.value(row, attribute) as usize] += 1;
        }
        counts[MISSING as usize] = 0;
        // Frequent values have small numbers, which are compressed well.
        let mut values: Vec<(u32, u64, u32)> = (MISSING + 1..counts.len() as u32)
            .filter(|&value| counts[value as usize] > 0)
            .map(|value| (counts[value as usize], short_hash(of.texts.get(value)), value))
            .collect();
        values.sort_unstable_by(|a, b| b.0.cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let mut codes = vec![0; counts.len()];
        for (code, &(_, _, value)) in (1..).zip(&values) {
            codes[value as usize] = code;
        }
        let values: Vec<u32> = values.into_iter().map(|(_, _, value)| value).collect();
        Ok(Self {
            table: table(source, attribute, of, &values).compressed()?,
            codes,
            counts,
        })
    }
}

/// The table of some values: their keys, their words, and the grams of these.
fn table(source: &Source<'_>, attribute: usize, of: &Attribute, values: &[u32]) -> Packed {
    let standard = source.standard;
    let mut table = Packed::default();
    table.put(&[values.len() as u64]);
    for variant in variants(source.families) {
        if variant.attribute == attribute {
            let keys = short_keys(standard, variant);
            let mut numbering = Numbering::default();
            let numbers: Vec<u32> = values
                .iter()
                .map(|&value| numbering.number(keys[value as usize]))
                .collect();
            numbering.put(&numbers, &mut table);
        }
    }
    let vocabulary = &standard.vocabulary;
    let mut seen: FxHashMap<u32, u32> = FxHashMap::default();
    let (mut sizes, mut numbers, mut words) = (Vec::new(), Vec::new(), Vec::new());
    for &value in values {
        let before = numbers.len();
        for &word in of.words.get(value) {
            if vocabulary.counts[word as usize] as usize <= source.budget {
                let next = words.len() as u32;
                let number = *seen.entry(word).or_insert(next);
                if number == next {
                    words.push(word);
                    numbers.push(0);
                } else {
                    numbers.push(number + 1);
                }
            }
        }
        sizes.push((numbers.len() - before) as u32);
    }
    table.put_short(sizes.into_iter());
    table.put_short(numbers.into_iter());
    let hashes = words.iter().map(|&word| short_hash(vocabulary.texts.get(word)));
    table.put(&hashes.collect::<Vec<_>>());
    if source.families.contains(&TermFamily::Grams) {
        let mut numbering = Numbering::default();
        let (mut sizes, mut numbers) = (Vec::new(), Vec::new());
        for &word in &words {
            let before = numbers.len();
            let grams = vocabulary.texts.get(word).windows(GRAM);
            numbers.extend(grams.map(|gram| numbering.number(short_hash(gram))));
            sizes.push((numbers.len() - before) as u32);
        }
        table.put_short(sizes.into_iter());
        numbering.put(&numbers, &mut table);
    }
    table
}

/// Numbers hashes as they come: 0 for one that comes for the first time, and for another one its place, counted from 1.
#[derive(Default)]
struct Numbering {
    numbers: FxHashMap<u64, u32>,
    hashes: Vec<u64>,
}

impl Numbering {
    fn number(&mut self, hash: u64) -> u32 {
        let next = self.hashes.len() as u32;
        let number = *self.numbers.entry(hash).or_insert(next);
        if number == next {
            self.hashes.push(hash);
            0
        } else {
            number + 1
        }
    }

    fn put(&self, numbers: &[u32], into: &mut Packed) {
        into.put_short(numbers.iter().copied());
        into.put(&self.hashes);
    }
}

/// Places instead of the numbers that [`Numbering`] gives, of so many hashes.
fn places(numbers: &mut [u32], hashes: usize) -> Result<(), Error> {
    let mut next = 0;
    for number in numbers {
        if *number == 0 {
            *number = next;
            next += 1;
        } else {
            *number -= 1;
        }
        if *number as usize >= hashes {
            return Err(contradiction());
        }
    }
    Ok(())
}

/// Hashes that some things have, in lists of places.
#[derive(Debug)]
pub struct Coded {
    /// The place of each hash, one thing after the other.
    pub places: Vec<u32>,
    pub hashes: Vec<u64>,
}

impl Coded {
    fn read(lists: &mut super::packed::Unpacked) -> Result<Self, Error> {
        let mut places_of = lists.take_short()?;
        let hashes = lists.take()?;
        places(&mut places_of, hashes.len())?;
        Ok(Self {
            places: places_of,
            hashes,
        })
    }
}

/// What the values of an attribute are found by.
#[derive(Debug)]
pub struct ValueTable {
    /// How many values there are.
    pub len: usize,
    /// The key of each value in each variant that is asked for.
    pub keys: Vec<Coded>,
    /// Words of each value, and all of them.
    pub sizes: Vec<u32>,
    pub words: Coded,
    /// Grams of each word, and all of them.
    pub grams: Option<(Vec<u32>, Coded)>,
}

impl ValueTable {
    fn read(part: Part, bytes: &dyn IndexBytes, variants: usize, has_grams: bool) -> Result<Self, Error> {
        let mut lists = part.read(bytes)?;
        let [len] = lists.take()?[..] else {
            return Err(contradiction());
        };
        let keys = (0..variants).map(|_| Coded::read(&mut lists));
        let keys = keys.collect::<Result<Vec<_>, _>>()?;
        let sizes = lists.take_short()?;
        let words = Coded::read(&mut lists)?;
        let grams = has_grams
            .then(|| Ok::<_, Error>((lists.take_short()?, Coded::read(&mut lists)?)))
            .transpose()?;
        let total = |sizes: &[u32]| sizes.iter().map(|&size| size as usize).sum::<usize>();
        let is_sound = sizes.len() as u64 == len
            && keys.iter().all(|keys| keys.places.len() as u64 == len)
            && total(&sizes) == words.places.len()
            && grams.as_ref().is_none_or(|(sizes, grams)| {
                sizes.len() == words.hashes.len() && total(sizes) == grams.places.len()
            });
        if is_sound {
            Ok(Self {
                len: len as usize,
                keys,
                sizes,
                words,
                grams,
            })
        } else {
            Err(contradiction())
        }
    }
}
