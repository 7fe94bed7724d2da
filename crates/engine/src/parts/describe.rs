//! Describe: records of a part in, what is to be counted and how they are found out.

use super::{
    Given, Messages, TableStatistics,
    statistics::{Counts, Kinds},
    terms::TermReader,
    wire::{Reader, Writer},
};
use crate::{
    Error, Records, Silent,
    block::TermFamily,
    compare::classes::PairClasses,
    hashing::{mix, short_hash},
    standardize::{Corpus, Lists, MISSING, StandardRecords, standardize_among},
};

/// Refinements that a joint key takes along, so that its block can be split where it is too large.
pub(super) const REFINEMENTS: usize = 4;

/// Distinct values with their hashes, and how many records have each: of this part at first, then of all.
#[derive(Debug, Default, Clone)]
pub(super) struct Counted {
    pub hashes: Vec<u64>,
    pub counts: Vec<u32>,
}

/// The values of a facet that is a part of its attribute's values.
#[derive(Debug, Default)]
pub(super) struct PartValues {
    pub values: Counted,
    /// The facet's value of each value of the attribute.
    pub of_value: Vec<u32>,
}

/// Terms of which a record has several: its words, or their grams.
#[derive(Debug, Default)]
pub(super) struct TermLists {
    pub terms: Counted,
    pub of_rows: Lists,
}

/// The term of a joint key of one record, with what may refine it; term 0 where it has none.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct KeyTerm {
    pub term: u64,
    pub by: [u16; REFINEMENTS],
}

impl KeyTerm {
    /// The term in a block that was refined so often.
    pub fn refined(&self, depth: usize) -> u64 {
        self.by[..depth]
            .iter()
            .fold(self.term, |term, &by| mix(term ^ u64::from(by)))
    }
}

/// The records of a part by hashes and numbers.
#[derive(Debug, Default)]
pub(super) struct Described {
    pub rows: u32,
    /// Source of each record, where sources are linked.
    pub sources: Vec<u16>,
    /// Value numbers, record by record.
    pub cells: Vec<u32>,
    pub columns: Vec<Counted>,
    /// By facet; absent where a facet is its whole attribute.
    pub parts: Vec<Option<PartValues>>,
    pub lists: Vec<TermLists>,
    /// By family of keys, then by record. The last family is not of the plan: records that are equal in every column share a
    /// term of it.
    pub keys: Vec<Vec<KeyTerm>>,
}

impl TableStatistics {
    /// Reads the records of a part: standardizes them, and asks for the counts of their values and terms. Gives what the part
    /// keeps, its keys, and the questions to each part.
    pub fn describe(&self, part: u32, records: &Records) -> Result<DescribedPart, Error> {
        let standard = self.standardize(records)?;
        let sources = match &self.sources {
            None => Vec::new(),
            Some((column, _)) => {
                let column = records.position(column)?;
                records.values(column).map(|name| self.source(name)).collect()
            }
        };
        let keys = write_keys(self.key(), records, &sources, self.rows_of(part).start)?;
        let described = Described::of(self, &standard, sources);
        Ok(DescribedPart {
            keys,
            kept: described.write(),
            asked: described.ask(self.parts()).given(part),
        })
    }

    fn standardize(&self, records: &Records) -> Result<StandardRecords, Error> {
        let corpus = Corpus {
            records: self.records(),
            attributes: &self.attributes,
            words: &self.sample_words(),
            first_new: records.len(),
        };
        standardize_among(records, &Kinds::new(), Some(&corpus), &Silent)
    }
}

/// The sources and primary keys of some records; where there is no column of keys, that is the number of the row.
fn write_keys(key: Option<&str>, records: &Records, sources: &[u16], base: u32) -> Result<Vec<u8>, Error> {
    let mut keys = Writer::default();
    let mut sources = sources.iter();
    let mut write = |key: &[u8]| {
        keys.u16(sources.next().copied().unwrap_or_default());
        keys.bytes(key);
    };
    if let Some(column) = key {
        let column = records.position(column)?;
        records.values(column).for_each(|key| write(key.as_bytes()));
    } else {
        (0..records.len() as u32).for_each(|row| write((base + row).to_string().as_bytes()));
    }
    Ok(keys.into_bytes())
}

/// What describing a part gives.
#[derive(Debug)]
pub struct DescribedPart {
    /// What the part keeps.
    pub kept: Vec<u8>,
    /// The keys of its records.
    pub keys: Vec<u8>,
    /// What it asks of each part.
    pub asked: Given,
}

impl Described {
    fn of(statistics: &TableStatistics, records: &StandardRecords, sources: Vec<u16>) -> Self {
        let classes = PairClasses::of_model(statistics.classes.clone(), records);
        let rows = records.len as u32;
        let mut columns: Vec<Counted> = records
            .attributes
            .iter()
            .map(|attribute| {
                Counted::of((0..attribute.texts.len() as u32).map(|value| attribute.texts.get(value)))
            })
            .collect();
        let mut parts: Vec<Option<PartValues>> = classes
            .facets
            .all
            .iter()
            .map(|facet| {
                let own = facet.own()?;
                Some(PartValues {
                    values: Counted::of((0..own.texts.len() as u32).map(|value| own.texts.get(value))),
                    of_value: (0..records.attributes[facet.spec.attribute].texts.len() as u32)
                        .map(|value| facet.of(value))
                        .collect(),
                })
            })
            .collect();
        let mut cells = Vec::with_capacity(records.len * columns.len());
        let mut values: Vec<u32> = Vec::with_capacity(columns.len());
        for row in 0..rows {
            values.clear();
            values.extend(records.values(row));
            cells.extend_from_slice(&values);
            for (column, &value) in columns.iter_mut().zip(&values) {
                column.add(value);
            }
            for (facet, part) in classes.facets.all.iter().zip(&mut parts) {
                if let Some(part) = part {
                    part.values.add(facet.of(values[facet.spec.attribute]));
                }
            }
        }
        let (mut lists, mut keys) = (Vec::new(), Vec::new());
        for (family, split) in statistics.families.iter().zip(&statistics.split) {
            match family {
                TermFamily::Words => lists.push(words_of(records)),
                TermFamily::Grams => lists.push(grams_of(records, family)),
                TermFamily::Key { .. } => keys.push(keys_of(records, family, split)),
            }
        }
        keys.push(equal_of(&columns, &cells));
        Self {
            rows,
            sources,
            cells,
            columns,
            parts,
            lists,
            keys,
        }
    }

    /// Everything that is counted by hash, in the order in which all parts ask.
    pub(super) fn counted(&self) -> impl Iterator<Item = &Counted> {
        let parts = self.parts.iter().flatten().map(|part| &part.values);
        let lists = self.lists.iter().map(|lists| &lists.terms);
        self.columns.iter().chain(parts).chain(lists)
    }

    /// The same, to put the counts of all parts in.
    pub(super) fn counted_mut(&mut self) -> impl Iterator<Item = &mut Counted> {
        let parts = self.parts.iter_mut().flatten().map(|part| &mut part.values);
        let lists = self.lists.iter_mut().map(|lists| &mut lists.terms);
        self.columns.iter_mut().chain(parts).chain(lists)
    }

    /// Asks each part for the counts of the hashes that it counts. [`super::place`] reads the answers in the same order.
    fn ask(&self, parts: usize) -> Messages {
        let mut asked = Messages::new(parts);
        for counted in self.counted() {
            let mut own = vec![(Vec::new(), Vec::new()); parts];
            for (hash, count) in counted.present() {
                let (hashes, counts) = &mut own[asked.part_of(hash)];
                hashes.push(hash);
                counts.push(count);
            }
            for (message, (hashes, counts)) in asked.all().zip(own) {
                message.u64s(&hashes);
                message.counts(&counts);
            }
        }
        for keys in &self.keys {
            let mut own = vec![(Vec::new(), Vec::new()); parts];
            for key in keys.iter().filter(|key| key.term != 0) {
                let (terms, by) = &mut own[asked.part_of(key.term)];
                terms.push(key.term);
                by.extend_from_slice(&key.by);
            }
            for (message, (terms, by)) in asked.all().zip(own) {
                message.u64s(&terms);
                message.u16s(&by);
            }
        }
        asked
    }

    pub fn write(&self) -> Vec<u8> {
        let mut out = Writer::default();
        out.u32(self.rows);
        out.u16s(&self.sources);
        out.u32s(&self.cells);
        let counted = |out: &mut Writer, counted: &Counted| {
            out.u64s(&counted.hashes);
            out.counts(&counted.counts);
        };
        out.count(self.columns.len());
        self.columns.iter().for_each(|column| counted(&mut out, column));
        out.count(self.parts.len());
        for part in &self.parts {
            out.u8(u8::from(part.is_some()));
            if let Some(part) = part {
                counted(&mut out, &part.values);
                out.u32s(&part.of_value);
            }
        }
        out.count(self.lists.len());
        for lists in &self.lists {
            counted(&mut out, &lists.terms);
            for row in 0..self.rows {
                out.counts(lists.of_rows.get(row));
            }
        }
        out.count(self.keys.len());
        for keys in &self.keys {
            for key in keys {
                out.u64(key.term);
                key.by.iter().for_each(|&by| out.u16(by));
            }
        }
        out.into_bytes()
    }

    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let mut from = Reader::new(bytes);
        let rows = from.u32()?;
        let (sources, cells) = (from.u16s()?, from.u32s()?);
        let counted = |from: &mut Reader<'_>| -> Result<Counted, Error> {
            let (hashes, counts) = (from.u64s()?, from.counts()?);
            Ok(Counted { hashes, counts })
        };
        let columns = (0..from.count()?)
            .map(|_| counted(&mut from))
            .collect::<Result<_, _>>()?;
        let mut parts = Vec::new();
        for _ in 0..from.count()? {
            let has_own = from.u8()? == 1;
            let part = has_own.then(|| {
                let (values, of_value) = (counted(&mut from)?, from.u32s()?);
                Ok::<_, Error>(PartValues { values, of_value })
            });
            parts.push(part.transpose()?);
        }
        let mut lists = Vec::new();
        for _ in 0..from.count()? {
            let terms = counted(&mut from)?;
            let mut of_rows = Lists::default();
            for _ in 0..rows {
                of_rows.push(from.counts()?);
            }
            lists.push(TermLists { terms, of_rows });
        }
        let mut keys = Vec::new();
        for _ in 0..from.count()? {
            let mut own = Vec::with_capacity(rows as usize);
            for _ in 0..rows {
                let mut key = KeyTerm {
                    term: from.u64()?,
                    ..KeyTerm::default()
                };
                for by in &mut key.by {
                    *by = from.u16()?;
                }
                own.push(key);
            }
            keys.push(own);
        }
        Ok(Self {
            rows,
            sources,
            cells,
            columns,
            parts,
            lists,
            keys,
        })
    }
}

impl Counted {
    /// Texts by their numbers, counted nowhere yet; the first one is that of a missing value.
    fn of<'a>(texts: impl Iterator<Item = &'a [u8]>) -> Self {
        let hashes: Vec<u64> = texts.map(short_hash).collect();
        Self {
            counts: vec![0; hashes.len()],
            hashes,
        }
    }

    fn add(&mut self, value: u32) {
        self.counts[value as usize] += u32::from(value != MISSING);
    }

    /// The hashes that some record has, with their counts.
    pub(super) fn present(&self) -> impl Iterator<Item = (u64, u32)> {
        let all = self.hashes.iter().copied().zip(self.counts.iter().copied());
        all.filter(|(_, count)| *count > 0)
    }
}

fn words_of(records: &StandardRecords) -> TermLists {
    let texts = &records.vocabulary.texts;
    let mut lists = TermLists {
        terms: Counted::of((0..texts.len() as u32).map(|word| texts.get(word))),
        of_rows: Lists::default(),
    };
    for row in 0..records.len as u32 {
        let words = records.words.get(row);
        for &word in words {
            lists.terms.counts[word as usize] += 1;
        }
        lists.of_rows.push(words.iter().copied());
    }
    lists
}

fn grams_of(records: &StandardRecords, family: &TermFamily) -> TermLists {
    let reader = TermReader::new(records, family);
    let mut lists = TermLists::default();
    let mut numbers = Counts::default();
    let mut terms = Vec::new();
    for row in 0..records.len as u32 {
        terms.clear();
        reader.read(row, &mut terms);
        lists.of_rows.push(terms.iter().map(|&term| {
            let next = lists.terms.hashes.len() as u32;
            let number = *numbers.entry(term).or_insert(next);
            if number == next {
                lists.terms.hashes.push(term);
                lists.terms.counts.push(0);
            }
            lists.terms.counts[number as usize] += 1;
            number
        }));
    }
    lists
}

/// The terms of a joint key; those of blocks that are known to be large are refined at once.
fn keys_of(records: &StandardRecords, family: &TermFamily, split: &[u64]) -> Vec<KeyTerm> {
    let reader = TermReader::new(records, family);
    let mut terms = Vec::new();
    let key = |row: u32| {
        terms.clear();
        reader.read(row, &mut terms);
        let Some(&term) = terms.first() else {
            return KeyTerm::default();
        };
        let mut key = KeyTerm {
            term,
            ..KeyTerm::default()
        };
        let mut depth = 0;
        while depth < reader.refinements() && split.binary_search(&key.term).is_ok() {
            key.term = reader.refine(key.term, depth, row);
            depth += 1;
        }
        for (by, depth) in key.by.iter_mut().zip(depth..reader.refinements()) {
            // 0 stands for no refinement that is left.
            *by = (reader.refine(0, depth, row) as u16).max(1);
        }
        key.term = key.term.max(1);
        key
    };
    (0..records.len as u32).map(key).collect()
}

/// A term for all that a record holds; none for one that holds nothing.
fn equal_of(columns: &[Counted], cells: &[u32]) -> Vec<KeyTerm> {
    let of_row = |values: &[u32]| {
        let hashes = values.iter().zip(columns).map(|(&value, column)| match value {
            MISSING => 1,
            value => column.hashes[value as usize],
        });
        let term = hashes.fold(0, |term, hash| mix(term ^ hash)).max(1);
        let is_filled = values.iter().any(|&value| value != MISSING);
        KeyTerm {
            term: if is_filled { term } else { 0 },
            ..KeyTerm::default()
        }
    };
    cells.chunks(columns.len().max(1)).map(of_row).collect()
}
