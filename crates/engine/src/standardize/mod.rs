//! Standardize: text batches in, [`StandardRecords`] out.
//!
//! Each attribute becomes a column of value numbers over a dictionary of cleaned values; each value knows its words.
//! Words are numbered once for all attributes, rarest first, so that the smallest number is the most telling one.
//! Everything later works on numbers and touches text only to compare two different values.

mod addresses;
mod aside;
pub mod clean;
mod columns;
mod corpus;
pub mod date;
mod order;
mod organizations;
mod people;
mod placeholders;
mod profile;
mod rows;
pub mod script;
mod telling;
mod units;
mod vocabulary;

use std::{collections::BTreeMap, ops::Range};

use rayon::prelude::*;

use crate::{AttributeKind, Error, Observer, Records};
pub use aside::PutRecords;
pub(crate) use columns::Dictionary;
use columns::{RawAttribute, read_attribute, read_known_attribute};
pub use corpus::{Corpus, CorpusAttribute, Frequent, Reading, count_attributes};
pub use order::RowOrder;
pub use organizations::acronym;
pub use people::is_generation;
use rows::{CompactRows, RowPart};
pub use rows::{FREQUENCY_STEPS, Head, Value, frequency, number_of};
use telling::saying_nothing;
pub use vocabulary::{Vocabulary, Word, WordClass};
use vocabulary::{number_words, with_record_counts};

/// The value number of a missing value.
pub const MISSING: u32 = 0;

/// Texts stored end to end.
#[derive(Debug, Clone, Default)]
pub struct TextArena {
    all: String,
    ends: Vec<u32>,
}

impl TextArena {
    /// Makes room for so many bytes of so many texts more.
    pub fn reserve(&mut self, bytes: usize, texts: usize) {
        self.all.reserve(bytes);
        self.ends.reserve(texts);
    }

    /// Gives back the room that is not used.
    fn shrink(&mut self) {
        self.all.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// Bytes of all texts.
    pub fn bytes(&self) -> usize {
        self.all.len()
    }

    /// Adds a text and gives its number.
    pub fn push(&mut self, text: &str) -> u32 {
        self.all.push_str(text);
        self.ends
            .push(u32::try_from(self.all.len()).expect("the text of one attribute stays below 4 GiB"));
        (self.ends.len() - 1) as u32
    }

    /// The bytes of a text.
    #[inline]
    pub fn get(&self, number: u32) -> &[u8] {
        &self.all.as_bytes()[self.span(number)]
    }

    /// The text.
    #[inline]
    pub fn text(&self, number: u32) -> &str {
        &self.all[self.span(number)]
    }

    #[inline]
    fn span(&self, number: u32) -> Range<usize> {
        let number = number as usize;
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        start as usize..self.ends[number] as usize
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

impl<'a> FromIterator<&'a str> for TextArena {
    fn from_iter<T: IntoIterator<Item = &'a str>>(texts: T) -> Self {
        let mut arena = Self::default();
        arena.extend(texts);
        arena
    }
}

impl<'a> Extend<&'a str> for TextArena {
    fn extend<T: IntoIterator<Item = &'a str>>(&mut self, texts: T) {
        for text in texts {
            self.push(text);
        }
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

    /// Makes room for the lists of so many rows more, of one number each.
    pub fn reserve(&mut self, rows: usize) {
        self.starts.reserve(rows);
        self.items.reserve(rows);
    }

    /// Gives back the room that is not used.
    fn shrink(&mut self) {
        self.starts.shrink_to_fit();
        self.items.shrink_to_fit();
    }

    /// Adds the lists of more rows.
    fn append(&mut self, below: &Self) {
        let before = self.items.len() as u32;
        self.items.extend_from_slice(&below.items);
        u32::try_from(self.items.len()).expect("fewer than 4 billion words");
        self.starts
            .extend(below.starts[1..].iter().map(|start| before + start));
    }

    /// Replaces every number by what `table` says of it.
    fn renumber(&mut self, table: &[u32]) {
        for item in &mut self.items {
            *item = table[*item as usize];
        }
    }

    /// The list of a row.
    #[inline]
    pub fn get(&self, row: u32) -> &[u32] {
        &self.items[self.starts[row as usize] as usize..self.starts[row as usize + 1] as usize]
    }

    /// Numbers in all lists.
    pub fn total(&self) -> usize {
        self.items.len()
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
    /// How many words of each value, the first ones, are compared; the others, such as a name in Latin letters, find
    /// candidates.
    pub compared: Vec<u8>,
    /// For dates and numbers: the parsed value of each value number, as bits; 0 where it could not be read.
    pub parsed: Vec<u32>,
    /// Whether it adds no evidence of its own: other attributes say the same, or it is idle.
    pub is_redundant: bool,
    /// Whether its values cannot say who is who, one value in all records or another code in each, so that they are
    /// taken for missing.
    pub is_idle: bool,
    /// What was decided over the whole column about reading its values.
    pub reading: Reading,
    /// Records of the corpus with a value.
    pub filled: usize,
    /// Distinct values in the corpus, the missing one aside.
    pub distinct: usize,
}

impl Attribute {
    /// The words of a value that are compared.
    #[inline]
    pub fn compared_words(&self, value: u32) -> &[u32] {
        &self.words.get(value)[..usize::from(self.compared[value as usize])]
    }
}

/// Records, ready to be blocked and compared.
#[derive(Debug)]
pub struct StandardRecords {
    /// Number of records.
    pub len: usize,
    /// Records that counts are of: these, and those of the corpus that are not at hand.
    pub corpus: usize,
    /// Attributes that are compared.
    pub attributes: Vec<Attribute>,
    /// All words.
    pub vocabulary: Vocabulary,
    /// Distinct words of each record, rarest first.
    pub words: Lists,
    /// How many words all records have, also while `words` is out of memory.
    pub words_total: usize,
    /// Value numbers, attribute by attribute within each record, so that one record's values lie together; empty once
    /// `rows` has taken their place.
    cells: Vec<u32>,
    /// The same with all that comparing two records needs, side by side; empty until records are compared.
    rows: CompactRows,
    /// Source of each record, where there are sources.
    pub sources: Option<Vec<u16>>,
    /// Name of the column that numbers the records, which is not compared.
    pub key_name: Option<String>,
    /// Names of columns that are not compared, since they say nothing.
    pub silent: Vec<String>,
}

impl StandardRecords {
    /// Value number of a record in an attribute, [`MISSING`] where there is none.
    #[inline]
    pub fn value(&self, row: u32, attribute: usize) -> u32 {
        if self.cells.is_empty() {
            return self.rows.number(row, attribute);
        }
        self.cells[row as usize * self.attributes.len() + attribute]
    }

    /// Value numbers of a record, by attribute.
    #[inline]
    pub fn values(&self, row: u32) -> impl Iterator<Item = u32> {
        let width = self.attributes.len();
        let (cells, heads) = match self.cells.get(row as usize * width..(row as usize + 1) * width) {
            Some(cells) if width > 0 => (cells, Default::default()),
            _ => (Default::default(), self.rows.heads(row)),
        };
        cells.iter().copied().chain(heads.iter().copied().map(number_of))
    }

    /// Makes the rows that comparing reads, in place of the value numbers alone.
    #[must_use]
    pub fn into_compared(mut self) -> Self {
        self.rows = CompactRows::new(&self.attributes, &self.cells);
        self.cells = Vec::new();
        self
    }

    /// What comparing needs of each value of a record, attribute by attribute.
    #[inline]
    pub fn row(&self, row: u32) -> impl Iterator<Item = Value<'_>> {
        self.rows.get(row)
    }

    /// Reads a little of some records, so that [`StandardRecords::row`] need not wait for each of them.
    pub fn fetch(&self, rows: impl Iterator<Item = u32> + Clone) {
        self.rows.fetch(rows);
    }

    /// The heads of a record's values, from where [`StandardRecords::row`] reads; [`number_of`] gives their numbers.
    #[inline]
    pub fn heads(&self, row: u32) -> &[Head] {
        self.rows.heads(row)
    }

    /// Words of a record in one attribute.
    #[inline]
    pub fn words_of(&self, row: u32, attribute: usize) -> &[u32] {
        self.attributes[attribute].words.get(self.value(row, attribute))
    }

    /// Whether two records may match at all: any two, or only those of different sources.
    #[inline]
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
    observer: &dyn Observer,
) -> Result<StandardRecords, Error> {
    standardize_among(records, kinds, None, observer)
}

/// The same, with the kinds and counts of a corpus that the records are of.
pub fn standardize_among(
    records: &Records,
    kinds: &BTreeMap<String, AttributeKind>,
    corpus: Option<&Corpus<'_>>,
    observer: &dyn Observer,
) -> Result<StandardRecords, Error> {
    let mut standard = standardize_to_block(records, kinds, corpus, observer)?;
    standard.rows = CompactRows::new(&standard.attributes, &standard.cells);
    Ok(standard)
}

/// The same without what only comparing reads: [`StandardRecords::into_compared`] makes it. Building blocks and choosing pairs take
/// much memory, and do not need it.
pub fn standardize_to_block(
    records: &Records,
    kinds: &BTreeMap<String, AttributeKind>,
    corpus: Option<&Corpus<'_>>,
    observer: &dyn Observer,
) -> Result<StandardRecords, Error> {
    let go_on = || {
        if observer.is_cancelled() {
            Err(Error::Cancelled)
        } else {
            Ok(())
        }
    };
    for name in kinds.keys() {
        records.position(name)?;
    }
    let mut silent = Vec::new();
    let raw = if let Some(corpus) = corpus {
        read_among(records, corpus, observer)?
    } else {
        silent = silent_columns(records, kinds, observer);
        read_attributes(records, kinds, &silent, observer)
    };
    go_on()?;
    if raw.is_empty() && !records.is_empty() {
        return Err(Error::NothingToCompare);
    }
    let raw = if corpus.is_none() { without_idle(raw) } else { raw };
    let (attributes, columns, vocabulary) = number_words(raw, corpus);
    go_on()?;
    let cells = transpose(&columns);
    drop(columns);
    let words = record_words(&attributes, &cells);
    go_on()?;
    let vocabulary = with_record_counts(vocabulary, &words, records.len(), corpus);
    let mut standard = StandardRecords {
        len: records.len(),
        corpus: corpus_len(records.len(), corpus),
        attributes,
        vocabulary,
        words_total: words.total(),
        words,
        cells,
        rows: CompactRows::default(),
        sources: records.sources().map(|sources| sources.of.clone()),
        key_name: records.key_column().map(|column| records.names()[column].clone()),
        silent: silent
            .iter()
            .map(|&column| records.names()[column].clone())
            .collect(),
    };
    if corpus.is_none() {
        mark_redundant(&mut standard);
    }
    Ok(standard)
}

/// Empties the columns that cannot say who is who, unless no other is left.
fn without_idle(mut raw: Vec<RawAttribute>) -> Vec<RawAttribute> {
    if raw.iter().any(|attribute| !attribute.says_nothing()) {
        for attribute in &mut raw {
            if attribute.says_nothing() {
                attribute.empty();
            }
        }
    }
    raw
}

/// Columns that may be compared, all but the key and the source.
fn own_columns(records: &Records) -> impl Iterator<Item = usize> {
    let source_column = records.sources().map(|sources| sources.column);
    (0..records.names().len())
        .filter(move |&column| Some(column) != records.key_column() && Some(column) != source_column)
}

/// Of very many columns, those that say nothing; never one whose kind is chosen.
pub fn silent_columns(
    records: &Records,
    kinds: &BTreeMap<String, AttributeKind>,
    observer: &dyn Observer,
) -> Vec<usize> {
    let kind = |column: usize| kinds.get(&records.names()[column]);
    let columns: Vec<usize> = own_columns(records)
        .filter(|&column| kind(column) != Some(&AttributeKind::Ignore))
        .collect();
    let mut silent = records.silent_among(&columns, || saying_nothing(records, &columns, observer));
    silent.retain(|&column| kind(column).is_none());
    silent
}

fn read_attributes(
    records: &Records,
    kinds: &BTreeMap<String, AttributeKind>,
    silent: &[usize],
    observer: &dyn Observer,
) -> Vec<RawAttribute> {
    let columns: Vec<usize> = own_columns(records)
        .filter(|column| !silent.contains(column))
        .collect();
    columns
        .par_iter()
        .filter_map(|&column| {
            let chosen = kinds.get(&records.names()[column]).copied();
            read_attribute(records, column, chosen, observer)
        })
        .collect()
}

/// The attributes of the corpus, whatever the records at hand would be taken for by themselves.
fn read_among(
    records: &Records,
    corpus: &Corpus<'_>,
    observer: &dyn Observer,
) -> Result<Vec<RawAttribute>, Error> {
    corpus
        .attributes
        .par_iter()
        .map(|attribute| {
            let column = records.position(&attribute.name)?;
            read_known_attribute(records, column, attribute, corpus.first_new, observer)
                .ok_or(Error::Cancelled)
        })
        .collect()
}

/// Records that counts are of.
fn corpus_len(records: usize, corpus: Option<&Corpus<'_>>) -> usize {
    corpus.map_or(records, |corpus| corpus.records + records - corpus.first_new)
}

/// Rows that one task takes.
const ROWS: usize = 4_096;

/// Columns by attribute in, rows by record out.
fn transpose(columns: &[Vec<u32>]) -> Vec<u32> {
    let records = columns.first().map_or(0, Vec::len);
    let width = columns.len();
    let mut rows = vec![0; records * width];
    rows.par_chunks_mut((ROWS * width).max(1))
        .enumerate()
        .for_each(|(chunk, rows)| {
            for (attribute, column) in columns.iter().enumerate() {
                for (row, &value) in column[chunk * ROWS..].iter().take(rows.len() / width).enumerate() {
                    rows[row * width + attribute] = value;
                }
            }
        });
    rows
}

fn record_words(attributes: &[Attribute], cells: &[u32]) -> Lists {
    let width = attributes.len().max(1);
    let parts: Vec<Lists> = cells
        .par_chunks(ROWS * width)
        .map(|cells| {
            let mut words = Lists::default();
            let mut own: Vec<u32> = Vec::new();
            for values in cells.chunks(width) {
                own.clear();
                for (attribute, &value) in attributes.iter().zip(values) {
                    own.extend_from_slice(attribute.words.get(value));
                }
                own.sort_unstable();
                own.dedup();
                words.push(own.iter().copied());
            }
            words
        })
        .collect();
    let mut words = Lists::default();
    words
        .items
        .reserve_exact(parts.iter().map(|part| part.items.len()).sum());
    words.starts.reserve_exact(parts.iter().map(Lists::len).sum());
    for part in parts {
        words.append(&part);
    }
    words
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
        records.attributes[index].is_redundant |= enough && total > 0.0 && shared >= REDUNDANCY_SHARE * total;
    }
}
