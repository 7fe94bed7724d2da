//! Records as comparing reads them: all that is needed of one record in one piece of memory.

use rayon::prelude::*;

use super::{Attribute, ROWS};
use crate::AttributeKind;

/// Bytes of a value's text that comparison looks at.
const COMPARED_BYTES: usize = 64;

/// Steps of a frequency for each doubling of a value's count.
pub const FREQUENCY_STEPS: f32 = 8.0;

/// A value of a record.
#[derive(Debug, Clone, Copy)]
pub struct Value<'a> {
    /// Its number; [`super::MISSING`] where there is none.
    pub number: u32,
    /// How often it occurs, in steps of [`FREQUENCY_STEPS`] for each doubling.
    pub frequency: u8,
    /// The beginning of its text, for kinds that are compared letter by letter; empty for others.
    pub text: &'a [u8],
}

/// Bytes of a value before the texts: number, frequency and length of the text.
const HEAD: usize = 6;

/// These bytes.
pub type Head = [u8; HEAD];

/// For each record the heads of its values, then their texts: so comparing two records touches two places in memory, and
/// not several for each attribute.
#[derive(Debug, Default)]
pub(super) struct CompactRows {
    pub width: usize,
    /// [`ROWS`] records each.
    pub parts: Vec<RowPart>,
}

/// Some records, one after the other.
#[derive(Debug, Default)]
pub(super) struct RowPart {
    /// Where each begins.
    pub starts: Vec<u32>,
    pub bytes: Box<[u8]>,
}

impl CompactRows {
    /// `cells` are value numbers, record by record.
    pub fn new(attributes: &[Attribute], cells: &[u32]) -> Self {
        let width = attributes.len();
        let frequencies: Vec<Vec<u8>> = attributes
            .par_iter()
            .map(|attribute| attribute.counts.iter().map(|&count| frequency(count)).collect())
            .collect();
        let parts = cells
            .par_chunks((ROWS * width).max(1))
            .map_init(Vec::new, |bytes, cells| {
                bytes.clear();
                let mut starts = Vec::with_capacity(cells.len() / width.max(1));
                for values in cells.chunks(width.max(1)) {
                    starts.push(bytes.len() as u32);
                    push_row(attributes, &frequencies, values, bytes);
                }
                RowPart {
                    starts,
                    bytes: bytes.as_slice().into(),
                }
            })
            .collect();
        Self { width, parts }
    }

    /// A record and what follows it.
    #[inline]
    fn record(&self, row: u32) -> &[u8] {
        let part = &self.parts[row as usize / ROWS];
        &part.bytes[part.starts[row as usize % ROWS] as usize..]
    }

    /// Reads a little of some records, so that they come from memory together and not one after the other.
    pub fn fetch(&self, rows: impl Iterator<Item = u32> + Clone) {
        /// Bytes of a line of the cache, and lines of a record that are read ahead.
        const LINE: usize = 64;
        const LINES: usize = 3;
        let start = |row: u32| self.parts[row as usize / ROWS].starts[row as usize % ROWS];
        let mut read = rows.clone().fold(0, |read, row| read ^ start(row));
        for record in rows.map(|row| self.record(row)) {
            for line in record.chunks(LINE).take(LINES) {
                read ^= u32::from(line[0]);
            }
        }
        std::hint::black_box(read);
    }

    /// The number of a value.
    #[inline]
    pub fn number(&self, row: u32, attribute: usize) -> u32 {
        number_of(self.heads(row)[attribute])
    }

    /// The heads of a record's values; none where there are no attributes.
    #[inline]
    pub fn heads(&self, row: u32) -> &[Head] {
        if self.width == 0 {
            return &[];
        }
        self.record(row)[..self.width * HEAD].as_chunks::<HEAD>().0
    }

    /// The values of a record, attribute by attribute.
    #[inline]
    pub fn get(&self, row: u32) -> impl Iterator<Item = Value<'_>> {
        let (heads, mut rest) = self.record(row).split_at(self.width * HEAD);
        heads.as_chunks::<HEAD>().0.iter().map(move |head| {
            let [a, b, c, d, frequency, len] = *head;
            let (text, after) = rest.split_at(usize::from(len));
            rest = after;
            Value {
                number: u32::from_le_bytes([a, b, c, d]),
                frequency,
                text,
            }
        })
    }
}

/// The number of the value that has this head.
#[inline]
pub fn number_of([a, b, c, d, ..]: Head) -> u32 {
    u32::from_le_bytes([a, b, c, d])
}

/// A count in steps of [`FREQUENCY_STEPS`] for each doubling.
pub fn frequency(count: u32) -> u8 {
    ((count.max(1) as f32).log2() * FREQUENCY_STEPS).round() as u8
}

fn push_row(attributes: &[Attribute], frequencies: &[Vec<u8>], values: &[u32], bytes: &mut Vec<u8>) {
    let text = |attribute: &'_ Attribute, value: u32| -> usize {
        if is_compared_as_text(attribute.kind) {
            attribute.texts.get(value).len().min(COMPARED_BYTES)
        } else {
            0
        }
    };
    for ((attribute, frequencies), &value) in attributes.iter().zip(frequencies).zip(values) {
        bytes.extend_from_slice(&value.to_le_bytes());
        bytes.push(frequencies[value as usize]);
        bytes.push(text(attribute, value) as u8);
    }
    for (attribute, &value) in attributes.iter().zip(values) {
        let len = text(attribute, value);
        bytes.extend_from_slice(&attribute.texts.get(value)[..len]);
    }
}

/// Kinds whose values are compared letter by letter; the others are compared by words, numbers or equality.
const fn is_compared_as_text(kind: AttributeKind) -> bool {
    matches!(
        kind,
        AttributeKind::Name
            | AttributeKind::Organization
            | AttributeKind::Date
            | AttributeKind::Phone
            | AttributeKind::Email
            | AttributeKind::Code
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standardize::{Lists, TextArena};

    fn attribute(kind: AttributeKind, values: &[&str]) -> Attribute {
        let mut texts = TextArena::default();
        for value in values {
            texts.push(value);
        }
        Attribute {
            name: "any".to_owned(),
            column: 0,
            kind,
            counts: vec![1; values.len()],
            texts,
            words: Lists::default(),
            compared: Vec::new(),
            reading: crate::standardize::Reading::default(),
            parsed: Vec::new(),
            is_redundant: false,
            is_idle: false,
            filled: 0,
            distinct: 0,
        }
    }

    #[test]
    fn rows_hold_what_the_columns_say_over_several_parts() {
        let long = "x".repeat(100);
        let attributes = [
            attribute(AttributeKind::Name, &["", "ann", &long]),
            attribute(AttributeKind::Category, &["", "f"]),
        ];
        let cells: Vec<u32> = (0..2 * ROWS as u32 + 3)
            .flat_map(|row| [row % 3, row % 2])
            .collect();
        let rows = CompactRows::new(&attributes, &cells);
        for row in [0, 1, 2, ROWS as u32 - 1, ROWS as u32, 2 * ROWS as u32 + 2] {
            let values: Vec<Value<'_>> = rows.get(row).collect();
            let numbers: Vec<u32> = values.iter().map(|value| value.number).collect();
            assert_eq!(numbers, [row % 3, row % 2]);
            assert!(rows.heads(row).iter().copied().map(number_of).eq(numbers));
            let text: &[u8] = [b"", "ann".as_bytes(), &long.as_bytes()[..COMPARED_BYTES]][row as usize % 3];
            assert_eq!(values[0].text, text);
            assert_eq!(values[1].text, b"", "categories are compared by number alone");
        }
    }
}
