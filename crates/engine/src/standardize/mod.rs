//! Standardize: text batches in, [`StandardRecords`] out.
//!
//! Each attribute becomes a column of value numbers over a dictionary of cleaned values; each value knows its words.
//! Words are numbered once for all attributes, rarest first, so that the smallest number is the most telling one.
//! Everything later works on numbers and touches text only to compare two different values.

pub mod clean;
mod columns;
pub mod date;
mod profile;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::{AttributeKind, Error, Records};
use columns::{RawAttribute, read_attribute};

/// The value number of a missing value.
pub const MISSING: u32 = 0;

/// Texts stored end to end.
#[derive(Debug, Clone, Default)]
pub struct TextArena {
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

impl TextArena {
    /// Adds a text and gives its number.
    pub fn push(&mut self, text: &str) -> u32 {
        self.bytes.extend_from_slice(text.as_bytes());
        self.ends
            .push(u32::try_from(self.bytes.len()).expect("the text of one attribute stays below 4 GiB"));
        (self.ends.len() - 1) as u32
    }

    /// The bytes of a text.
    pub fn get(&self, number: u32) -> &[u8] {
        let number = number as usize;
        let start = if number == 0 {
            0
        } else {
            self.ends[number - 1] as usize
        };
        &self.bytes[start..self.ends[number] as usize]
    }

    /// The text.
    pub fn text(&self, number: u32) -> &str {
        std::str::from_utf8(self.get(number)).expect("only text is pushed")
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

/// Lists of numbers, one for each row, stored end to end.
#[derive(Debug, Clone)]
pub struct Lists {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Default for Lists {
    fn default() -> Self {
        Self {
            starts: vec![0],
            items: Vec::new(),
        }
    }
}

impl Lists {
    /// Adds the next row's list.
    pub fn push(&mut self, list: impl IntoIterator<Item = u32>) {
        self.items.extend(list);
        self.starts
            .push(u32::try_from(self.items.len()).expect("fewer than 4 billion words"));
    }

    /// The list of a row.
    pub fn get(&self, row: u32) -> &[u32] {
        &self.items[self.starts[row as usize] as usize..self.starts[row as usize + 1] as usize]
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// One attribute of all records.
#[derive(Debug)]
pub struct Attribute {
    /// Column name.
    pub name: String,
    /// Index of the column in the input.
    pub column: usize,
    /// Kind.
    pub kind: AttributeKind,
    /// Cleaned text of each value number.
    pub texts: TextArena,
    /// Records that carry each value.
    pub counts: Vec<u32>,
    /// Words of each value, as word numbers in their order in the value.
    pub words: Lists,
    /// For dates and numbers: the parsed value of each value number, as bits; 0 where it could not be read.
    pub parsed: Vec<u32>,
    /// Whether other attributes say the same, so that it adds no evidence of its own.
    pub is_redundant: bool,
}

impl Attribute {
    /// Records with a value.
    pub fn filled(&self) -> usize {
        self.counts[1..].iter().map(|&count| count as usize).sum()
    }

    /// Distinct values, the missing one aside.
    pub fn distinct(&self) -> usize {
        self.counts.len() - 1
    }
}

/// The words of the whole corpus.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// Text of each word.
    pub texts: TextArena,
    /// Records that hold each word; ascending with the word number.
    pub counts: Vec<u32>,
    /// What comparing needs to know of each word, in one place.
    pub words: Vec<Word>,
}

/// What comparing needs to know of a word.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// Inverse document frequency: ln((N + 1) / (count + 0.5)).
    pub idf: f32,
    /// First byte of its text.
    pub first: u8,
    /// Bytes of its text, 255 at most.
    pub len: u8,
    /// What it is made of.
    pub class: WordClass,
}

impl Vocabulary {
    /// Inverse document frequency of a word.
    pub fn idf(&self, word: u32) -> f32 {
        self.words[word as usize].idf
    }
}

/// What a word is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordClass {
    /// Letters only.
    Letters,
    /// Digits only, or a decimal number.
    Digits,
    /// Letters and digits.
    Mixed,
    /// A typed value that stands for itself: a full date, phone number or e-mail address.
    Typed,
}

/// Records, ready to be blocked and compared.
#[derive(Debug)]
pub struct StandardRecords {
    /// Number of records.
    pub len: usize,
    /// Attributes that are compared.
    pub attributes: Vec<Attribute>,
    /// All words.
    pub vocabulary: Vocabulary,
    /// Distinct words of each record, rarest first.
    pub words: Lists,
    /// Value numbers, attribute by attribute within each record, so that one record's values lie together.
    cells: Vec<u32>,
    /// How often each of those values occurs: eight times the binary logarithm of its count.
    frequencies: Vec<u8>,
    /// The texts of each record's values, as far as text is compared.
    texts: RowTexts,
    /// Source of each record, where there are sources.
    pub sources: Option<Vec<u16>>,
}

/// Bytes of a value's text that comparison looks at.
const COMPARED_BYTES: usize = 64;

/// The beginnings of each record's texts, side by side, so that comparing two records touches two places in memory and
/// not two for each attribute.
#[derive(Debug, Default)]
struct RowTexts {
    starts: Vec<usize>,
    /// For each record: the length of each attribute's text, then the texts.
    bytes: Vec<u8>,
}

impl RowTexts {
    fn new(attributes: &[Attribute], cells: &[u32]) -> Self {
        let mut texts = Self::default();
        for values in cells.chunks(attributes.len().max(1)) {
            texts.starts.push(texts.bytes.len());
            let kept = |attribute: &Attribute| {
                if is_compared_as_text(attribute.kind) {
                    COMPARED_BYTES
                } else {
                    0
                }
            };
            let of = |(attribute, &value): (&'_ Attribute, &u32)| {
                let text = attribute.texts.get(value);
                text.len().min(kept(attribute))
            };
            for cell in attributes.iter().zip(values) {
                texts.bytes.push(of(cell) as u8);
            }
            for (attribute, value) in attributes.iter().zip(values) {
                let len = of((attribute, value));
                texts.bytes.extend_from_slice(&attribute.texts.get(*value)[..len]);
            }
        }
        texts.bytes.shrink_to_fit();
        texts
    }
}

/// Kinds whose values are compared letter by letter; the others are compared by words, numbers or equality.
const fn is_compared_as_text(kind: AttributeKind) -> bool {
    matches!(
        kind,
        AttributeKind::Name
            | AttributeKind::Date
            | AttributeKind::Phone
            | AttributeKind::Email
            | AttributeKind::Code
    )
}

/// The texts of one record, attribute by attribute.
#[derive(Debug, Clone, Copy)]
pub struct RecordTexts<'a> {
    lengths: &'a [u8],
    bytes: &'a [u8],
}

impl<'a> RecordTexts<'a> {
    /// Texts in the order of the attributes.
    pub fn iter(self) -> impl Iterator<Item = &'a [u8]> {
        let mut rest = self.bytes;
        self.lengths.iter().map(move |&len| {
            let (text, after) = rest.split_at(usize::from(len));
            rest = after;
            text
        })
    }
}

/// Steps of a frequency for each doubling of a value's count.
pub const FREQUENCY_STEPS: f32 = 8.0;

impl StandardRecords {
    /// Value number of a record in an attribute, [`MISSING`] where there is none.
    pub fn value(&self, row: u32, attribute: usize) -> u32 {
        self.cells[row as usize * self.attributes.len() + attribute]
    }

    /// Value numbers of a record, by attribute.
    pub fn values(&self, row: u32) -> &[u32] {
        let width = self.attributes.len();
        &self.cells[row as usize * width..(row as usize + 1) * width]
    }

    /// The beginnings of a record's texts; empty for kinds that are not compared letter by letter.
    pub fn texts(&self, row: u32) -> RecordTexts<'_> {
        let record = &self.texts.bytes[self.texts.starts[row as usize]..];
        let (lengths, bytes) = record.split_at(self.attributes.len());
        RecordTexts { lengths, bytes }
    }

    /// How often the values of a record occur, in steps of [`FREQUENCY_STEPS`] for each doubling.
    pub fn frequencies(&self, row: u32) -> &[u8] {
        let width = self.attributes.len();
        &self.frequencies[row as usize * width..(row as usize + 1) * width]
    }

    /// Words of a record in one attribute.
    pub fn words_of(&self, row: u32, attribute: usize) -> &[u32] {
        self.attributes[attribute].words.get(self.value(row, attribute))
    }

    /// Whether two records may match at all: any two, or only those of different sources.
    pub fn may_match(&self, left: u32, right: u32, across_only: bool) -> bool {
        match &self.sources {
            Some(sources) if across_only => sources[left as usize] != sources[right as usize],
            _ => true,
        }
    }
}

/// Cleans all values, numbers values and words, and takes corpus statistics.
pub fn standardize(
    records: &Records,
    kinds: &BTreeMap<String, AttributeKind>,
) -> Result<StandardRecords, Error> {
    for name in kinds.keys() {
        records.position(name)?;
    }
    let source_column = records.sources().map(|sources| sources.column);
    let columns: Vec<usize> = (0..records.names().len())
        .filter(|&column| Some(column) != records.key_column() && Some(column) != source_column)
        .collect();
    let raw: Vec<RawAttribute> = columns
        .par_iter()
        .filter_map(|&column| read_attribute(records, column, kinds.get(&records.names()[column]).copied()))
        .collect();
    if raw.is_empty() && !records.is_empty() {
        return Err(Error::NothingToCompare);
    }
    let (attributes, columns, vocabulary) = number_words(raw, records.len());
    let frequencies = transpose(&columns, |attribute, value| {
        ((attributes[attribute].counts[value as usize].max(1) as f32).log2() * FREQUENCY_STEPS).round() as u8
    });
    let cells = transpose(&columns, |_, value| value);
    drop(columns);
    let words = record_words(&attributes, &cells);
    let vocabulary = with_record_counts(vocabulary, &words, records.len());
    let texts = RowTexts::new(&attributes, &cells);
    let mut standard = StandardRecords {
        len: records.len(),
        attributes,
        vocabulary,
        words,
        cells,
        frequencies,
        texts,
        sources: records.sources().map(|sources| sources.of.clone()),
    };
    mark_redundant(&mut standard);
    Ok(standard)
}

/// Rows that one task of [`transpose`] fills.
const ROWS: usize = 4_096;

/// Columns by attribute in, rows by record out.
fn transpose<T: Copy + Default + Send + Sync>(
    columns: &[Vec<u32>],
    cell: impl Fn(usize, u32) -> T + Sync,
) -> Vec<T> {
    let records = columns.first().map_or(0, Vec::len);
    let width = columns.len();
    let mut rows = vec![T::default(); records * width];
    rows.par_chunks_mut((ROWS * width).max(1))
        .enumerate()
        .for_each(|(chunk, rows)| {
            for (attribute, column) in columns.iter().enumerate() {
                for (row, &value) in column[chunk * ROWS..].iter().take(rows.len() / width).enumerate() {
                    rows[row * width + attribute] = cell(attribute, value);
                }
            }
        });
    rows
}

/// Gives every word one number over all attributes, rarest first; ties go by text, so that the numbers depend on the
/// data alone.
fn number_words(mut raw: Vec<RawAttribute>, records: usize) -> (Vec<Attribute>, Vec<Vec<u32>>, Vocabulary) {
    let columns = raw
        .iter_mut()
        .map(|attribute| std::mem::take(&mut attribute.values))
        .collect();
    let mut all: Vec<(&str, u32)> = raw
        .iter()
        .flat_map(|attribute| {
            (0..attribute.word_texts.len() as u32).map(|word| {
                (
                    attribute.word_texts.text(word),
                    attribute.word_counts[word as usize],
                )
            })
        })
        .collect();
    all.par_sort_unstable();
    let mut merged: Vec<(u32, &str)> = Vec::with_capacity(all.len());
    for (text, count) in all {
        match merged.last_mut() {
            Some((total, last)) if *last == text => *total = total.saturating_add(count),
            _ => merged.push((count, text)),
        }
    }
    merged.par_sort_unstable();
    let mut vocabulary = Vocabulary::default();
    let mut numbers: rustc_hash::FxHashMap<&str, u32> =
        rustc_hash::FxHashMap::with_capacity_and_hasher(merged.len(), rustc_hash::FxBuildHasher);
    for (count, text) in &merged {
        let number = vocabulary.texts.push(text);
        numbers.insert(text, number);
        vocabulary.counts.push((*count).min(records as u32));
        vocabulary.words.push(Word {
            idf: 0.0,
            first: text.bytes().next().unwrap_or(0),
            len: text.len().min(255) as u8,
            class: class_of(text),
        });
    }
    let translated: Vec<Lists> = raw
        .par_iter()
        .map(|attribute| {
            let table: Vec<u32> = (0..attribute.word_texts.len() as u32)
                .map(|word| numbers[attribute.word_texts.text(word)])
                .collect();
            let mut words = Lists::default();
            for value in 0..attribute.words.len() as u32 {
                words.push(
                    attribute
                        .words
                        .get(value)
                        .iter()
                        .map(|&word| table[word as usize]),
                );
            }
            words
        })
        .collect();
    drop(numbers);
    drop(merged);
    let attributes = raw
        .into_iter()
        .zip(translated)
        .map(|(attribute, words)| Attribute {
            words,
            ..attribute.into_attribute()
        })
        .collect();
    (attributes, columns, vocabulary)
}

fn class_of(text: &str) -> WordClass {
    if text.contains(':') {
        return WordClass::Typed;
    }
    let digits = text.chars().filter(|c| c.is_ascii_digit() || *c == '.').count();
    match digits {
        0 => WordClass::Letters,
        n if n == text.len() => WordClass::Digits,
        _ => WordClass::Mixed,
    }
}

fn record_words(attributes: &[Attribute], cells: &[u32]) -> Lists {
    let mut words = Lists::default();
    let mut own: Vec<u32> = Vec::new();
    for values in cells.chunks(attributes.len().max(1)) {
        own.clear();
        for (attribute, &value) in attributes.iter().zip(values) {
            own.extend_from_slice(attribute.words.get(value));
        }
        own.sort_unstable();
        own.dedup();
        words.push(own.iter().copied());
    }
    words
}

/// Replaces the word counts summed over attributes by the number of records that hold the word. Word numbers keep the
/// order of the sums, which differs only where a record repeats a word in several attributes.
fn with_record_counts(mut vocabulary: Vocabulary, words: &Lists, records: usize) -> Vocabulary {
    vocabulary.counts.iter_mut().for_each(|count| *count = 0);
    for &word in &words.items {
        vocabulary.counts[word as usize] += 1;
    }
    for (word, &count) in vocabulary.words.iter_mut().zip(&vocabulary.counts) {
        word.idf = ((records as f32 + 1.0) / (count as f32 + 0.5)).ln().max(0.0);
    }
    vocabulary
}

/// Rows that are looked at to find attributes that repeat others.
const REDUNDANCY_SAMPLE: usize = 2_000;
/// Share of an attribute's words that must stand in one other attribute for it to say nothing new.
const REDUNDANCY_SHARE: f32 = 0.9;

/// Marks attributes whose words nearly always stand in the other attributes too, as a full name beside its parts.
/// The attribute with the most words goes first, so that the parts stay.
fn mark_redundant(records: &mut StandardRecords) {
    let step = (records.len / REDUNDANCY_SAMPLE).max(1);
    let words_in = |index: usize| -> usize {
        (0..records.len as u32)
            .step_by(step)
            .map(|row| records.words_of(row, index).len())
            .sum()
    };
    let mut order: Vec<(usize, usize)> = (0..records.attributes.len())
        .map(|index| (words_in(index), index))
        .collect();
    order.sort_by_key(|&(words, index)| (std::cmp::Reverse(words), index));
    for (_, index) in order {
        let (mut shared, mut total, mut rows) = (0.0f32, 0.0f32, 0usize);
        for row in (0..records.len as u32).step_by(step) {
            let own = records.words_of(row, index);
            rows += usize::from(!own.is_empty());
            for &word in own {
                let idf = records.vocabulary.idf(word);
                total += idf;
                let elsewhere = (0..records.attributes.len()).any(|other| {
                    other != index
                        && !records.attributes[other].is_redundant
                        && records.words_of(row, other).contains(&word)
                });
                shared += if elsewhere { idf } else { 0.0 };
            }
        }
        let enough = rows >= 20;
        records.attributes[index].is_redundant = enough && total > 0.0 && shared >= REDUNDANCY_SHARE * total;
    }
}
