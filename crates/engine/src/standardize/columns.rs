//! Reads one column: infers its kind, cleans its values and numbers values and words.

use std::ops::Range;

use arrow_array::{Array, RecordBatch, cast::AsArray};
use rustc_hash::FxHashMap;

use super::{
    Attribute, CorpusAttribute, Lists, Reading, TextArena,
    addresses::standard_address,
    clean::{PART, clean_code, clean_email, clean_phone, clean_text, codes, parse_number},
    date::{Order, order_of, parse_date},
    organizations::{acronym, standard_organization},
    people::{is_generation, standard_name},
    placeholders::{is_missing_mark, is_placeholder, placeholders},
    profile::{SAMPLE, infer_kind},
    script::{is_unspaced, romanize, unspaced_words},
    units::standard_units,
};
use crate::{
    AttributeKind, Observer, Records,
    hashing::{hash, spread},
    records::text,
};

/// An attribute whose words still have numbers of their own.
pub(super) struct RawAttribute {
    name: String,
    column: usize,
    kind: AttributeKind,
    pub values: Vec<u32>,
    texts: TextArena,
    counts: Vec<u32>,
    parsed: Vec<u32>,
    reading: Reading,
    pub words: Lists,
    compared: Vec<u8>,
    pub word_texts: TextArena,
    pub word_counts: Vec<u32>,
    /// How often each word occurs among the records at hand that a corpus has counted; empty without a corpus.
    pub counted_words: Vec<u32>,
    is_redundant: bool,
    is_idle: bool,
    filled: usize,
    distinct: usize,
}

/// Records with a value from which a column is judged as a whole.
const JUDGED: usize = 50;

impl RawAttribute {
    /// Whether its values cannot say who is who: one value in all records, or another code in each.
    pub fn says_nothing(&self) -> bool {
        let is_constant = self.distinct == 1;
        let is_serial = self.kind == AttributeKind::Code && self.distinct == self.filled;
        self.filled >= JUDGED && (is_constant || is_serial)
    }

    /// Takes all values for missing ones.
    pub fn empty(&mut self) {
        self.values.fill(super::MISSING);
        self.texts = TextArena::from_iter([""]);
        self.counts = vec![self.values.len() as u32];
        self.parsed.truncate(1);
        self.compared.truncate(1);
        self.words = Lists::default();
        self.words.push([]);
        self.word_texts = TextArena::default();
        self.word_counts = Vec::new();
        self.counted_words = Vec::new();
        self.is_redundant = true;
        self.is_idle = true;
    }

    pub fn into_attribute(self) -> Attribute {
        Attribute {
            name: self.name,
            column: self.column,
            kind: self.kind,
            texts: self.texts,
            counts: self.counts,
            words: self.words,
            compared: self.compared,
            reading: self.reading,
            parsed: self.parsed,
            is_redundant: self.is_redundant,
            is_idle: self.is_idle,
            filled: self.filled,
            distinct: self.distinct,
        }
    }
}

/// Words that are kept of one value; a longer text says nothing more about who it is.
const MOST_WORDS: usize = 120;

/// `None` for a column that is not compared: ignored, or without any value; and where the observer wants to stop.
pub(super) fn read_attribute(
    records: &Records,
    column: usize,
    chosen: Option<AttributeKind>,
    observer: &dyn Observer,
) -> Option<RawAttribute> {
    let name = &records.names()[column];
    let kind = chosen.unwrap_or_else(|| kind_of(records, column));
    if kind == AttributeKind::Ignore {
        return None;
    }
    let order = date_order(records, column, kind);
    let (reader, mut values) = read_column(records, column, (kind, order), observer)?;
    let mut counts = reader.dictionary.count(&values);
    let mut missing = placeholders(kind, &reader.dictionary.texts, &counts);
    missing.retain(|&value| !records.is_kept(reader.dictionary.texts.text(value)));
    let placeholders = reader.texts_of(&missing, &counts);
    drop_values(&missing, &mut values, &mut counts);
    let distinct = counts[1..].iter().filter(|&&count| count > 0).count();
    if distinct == 0 {
        return None;
    }
    let word_counts = reader.count_words(&counts);
    Some(RawAttribute {
        name: name.clone(),
        column,
        kind,
        filled: counts[1..].iter().map(|&count| count as usize).sum(),
        distinct,
        is_redundant: false,
        is_idle: false,
        reading: Reading {
            order,
            placeholder_counts: placeholders.iter().map(|&(_, count)| count).collect(),
            placeholders: placeholders.into_iter().map(|(text, _)| text).collect(),
        },
        values,
        counts,
        texts: reader.dictionary.texts,
        parsed: reader.parsed,
        words: reader.words,
        compared: reader.compared,
        word_texts: reader.word_numbers.texts,
        word_counts,
        counted_words: Vec::new(),
    })
}

/// What a column is taken for, by some of its values and its name.
pub(super) fn kind_of(records: &Records, column: usize) -> AttributeKind {
    let sample = sample(records, column);
    let sample: Vec<&str> = sample.iter().map(String::as_str).collect();
    infer_kind(&records.names()[column], &sample)
}

/// Turns some values into missing ones. Their numbers stay, without a record that has them.
fn drop_values(missing: &[u32], values: &mut [u32], counts: &mut [u32]) {
    if missing.is_empty() {
        return;
    }
    let mut is_missing = vec![false; counts.len()];
    for &value in missing {
        is_missing[value as usize] = true;
        counts[super::MISSING as usize] += std::mem::take(&mut counts[value as usize]);
    }
    for value in values {
        if is_missing[*value as usize] {
            *value = super::MISSING;
        }
    }
}

/// Whether day or month comes first in a column of dates: what the values say that can only be read in one way.
fn date_order(records: &Records, column: usize, kind: AttributeKind) -> Order {
    if kind != AttributeKind::Date {
        return Order::default();
    }
    let (mut day_first, mut month_first) = (0usize, 0usize);
    for part in 0..records.parts() {
        let values = records.part(part, column);
        for row in 0..values.len() {
            match order_of(text(&values, row)) {
                Some(Order::DayFirst) => day_first += 1,
                Some(Order::MonthFirst) => month_first += 1,
                None => {}
            }
        }
    }
    if month_first > day_first {
        Order::MonthFirst
    } else {
        Order::DayFirst
    }
}

/// An attribute of a corpus, of which some records are at hand: words are counted among new ones only. `None` where the
/// observer wants to stop.
pub(super) fn read_known_attribute(
    records: &Records,
    column: usize,
    known: &CorpusAttribute,
    first_new: usize,
    observer: &dyn Observer,
) -> Option<RawAttribute> {
    let (reader, mut values) = read_column(records, column, (known.kind, known.reading.order), observer)?;
    let missing = reader.known_placeholders(&known.reading.placeholders, &|text| records.is_kept(text));
    drop_values(&missing, &mut values, &mut vec![0; reader.dictionary.texts.len()]);
    let (counted, new) = values.split_at(first_new);
    let word_counts = reader.count_words(&reader.dictionary.count(new));
    let counted_words = reader.count_words(&reader.dictionary.count(counted));
    let mut attribute = RawAttribute {
        name: known.name.clone(),
        column,
        kind: known.kind,
        filled: known
            .filled
            .saturating_add(new.iter().filter(|&&value| value != super::MISSING).count()),
        distinct: known.distinct.max(reader.dictionary.texts.len() - 1),
        is_redundant: known.is_redundant,
        is_idle: false,
        reading: known.reading.clone(),
        counts: known.counts(&reader.dictionary.texts, &values, first_new),
        values,
        texts: reader.dictionary.texts,
        parsed: reader.parsed,
        words: reader.words,
        compared: reader.compared,
        word_texts: reader.word_numbers.texts,
        word_counts,
        counted_words,
    };
    if known.is_idle {
        attribute.empty();
    }
    Some(attribute)
}

/// All values of a column, numbered; `None` where the observer wants to stop.
fn read_column(
    records: &Records,
    column: usize,
    (kind, order): (AttributeKind, Order),
    observer: &dyn Observer,
) -> Option<(ColumnReader, Vec<u32>)> {
    let mut reader = ColumnReader::new(kind, order);
    reader.reserve(records, column);
    let mut values = Vec::with_capacity(records.len());
    for part in 0..records.parts() {
        if observer.is_cancelled() {
            return None;
        }
        let texts = records.part(part, column);
        let mut cleaned = Vec::with_capacity(TOGETHER);
        for first in (0..texts.len()).step_by(TOGETHER) {
            let rows = first..(first + TOGETHER).min(texts.len());
            reader.number_values(rows.map(|row| text(&texts, row)), &mut cleaned, &mut values);
        }
    }
    reader.shrink();
    Some((reader, values))
}

fn sample(records: &Records, column: usize) -> Vec<String> {
    let step = (records.len() / (SAMPLE * 4)).max(1);
    let mut found = Vec::new();
    let mut first = 0;
    for part in 0..records.parts() {
        let values = records.part(part, column);
        let start = (step - first % step) % step;
        found.extend(
            (start..values.len())
                .step_by(step)
                .map(|row| text(&values, row))
                .filter(|v| !v.trim().is_empty())
                .map(str::to_owned),
        );
        first += values.len();
    }
    let keep = (found.len() / SAMPLE).max(1);
    found.into_iter().step_by(keep).take(SAMPLE).collect()
}

/// Numbers texts in order of first appearance. The map holds hashes and the arena holds the text, once.
pub(crate) struct Dictionary {
    pub texts: TextArena,
    /// Each number with a part of the hash of its text, so that the map grows without a look at the texts.
    numbers: hashbrown::HashTable<(u32, u32)>,
}

impl Dictionary {
    /// Knows no text.
    pub fn new() -> Self {
        Self {
            texts: TextArena::default(),
            numbers: hashbrown::HashTable::new(),
        }
    }

    /// The number of a text, and whether it is new.
    pub fn number(&mut self, text: &str) -> (u32, bool) {
        self.number_by_hash(text, part_of_hash(text))
    }

    /// Reads a little of what there is of texts with these parts of hashes, so that it comes from memory together.
    fn fetch(&self, parts: impl Iterator<Item = u32>, found: &mut Vec<u32>) {
        found.clear();
        found.extend(parts.filter_map(|part| {
            let found = self
                .numbers
                .find(spread(u64::from(part)), |&(_, other)| other == part);
            found.map(|&(number, _)| number)
        }));
        let bytes = found
            .iter()
            .map(|&number| self.texts.get(number).first().copied());
        std::hint::black_box(bytes.fold(0, |read, byte| read ^ byte.unwrap_or_default()));
    }

    /// The number of a text by a part of its hash, and whether it is new.
    fn number_by_hash(&mut self, text: &str, part: u32) -> (u32, bool) {
        let is_equal =
            |&(number, other): &(u32, u32)| other == part && self.texts.get(number) == text.as_bytes();
        if let Some(&(found, _)) = self.numbers.find(spread(u64::from(part)), is_equal) {
            return (found, false);
        }
        let number = self.texts.push(text);
        self.numbers
            .insert_unique(spread(u64::from(part)), (number, part), |&(_, part)| {
                spread(u64::from(part))
            });
        (number, true)
    }

    /// Gives back the room that was not needed, and all that only finding texts needs.
    fn shrink(&mut self) {
        self.texts.shrink();
        self.numbers = hashbrown::HashTable::new();
    }

    fn count(&self, values: &[u32]) -> Vec<u32> {
        let mut counts = vec![0; self.texts.len()];
        for &value in values {
            counts[value as usize] += 1;
        }
        counts
    }
}

fn part_of_hash(text: &str) -> u32 {
    hash(text.as_bytes()) as u32
}

struct ColumnReader {
    kind: AttributeKind,
    order: Order,
    dictionary: Dictionary,
    raw: FxHashMap<String, u32>,
    words: Lists,
    compared: Vec<u8>,
    word_numbers: Dictionary,
    parsed: Vec<u32>,
    folded: String,
    /// The value that was cleaned last.
    cleaned: String,
    /// Values that were cleaned and have no number yet, one after the other.
    open: String,
    /// The word that was put together last.
    typed: String,
    /// Numbers that were found last.
    found: Vec<u32>,
}

/// A value that was cleaned and has no number yet.
struct Cleaned<'a> {
    /// Its place among the values of the column.
    place: usize,
    raw: &'a str,
    text: Range<usize>,
    parsed: u32,
    hash: u32,
}

/// Values that are numbered together.
const TOGETHER: usize = 32;

/// Distinct raw values whose cleaned number is remembered; columns with more are cheaper to clean again.
const REMEMBERED: usize = 4_096;

impl ColumnReader {
    fn new(kind: AttributeKind, order: Order) -> Self {
        let mut reader = Self {
            kind,
            order,
            dictionary: Dictionary::new(),
            raw: FxHashMap::default(),
            words: Lists::default(),
            compared: vec![0],
            word_numbers: Dictionary::new(),
            parsed: vec![0],
            folded: String::new(),
            cleaned: String::new(),
            open: String::new(),
            typed: String::new(),
            found: Vec::new(),
        };
        reader.dictionary.number("");
        reader.words.push([]);
        reader
    }

    /// Makes room for as much as the values can need, most often. Pages of memory that are never written are never taken, and
    /// [`ColumnReader::shrink`] gives the rest back.
    fn reserve(&mut self, records: &Records, column: usize) {
        let bytes = |batch: &RecordBatch| {
            let offsets = batch.column(column).as_string::<i32>().value_offsets();
            (offsets[offsets.len() - 1] - offsets[0]) as usize
        };
        let bytes = records.batches().iter().map(bytes).sum();
        self.dictionary.texts.reserve(bytes, records.len());
        self.word_numbers.texts.reserve(bytes, records.len());
        self.words.reserve(records.len());
        self.compared.reserve(records.len());
        self.parsed.reserve(records.len());
    }

    /// Gives back the room that was not needed, and what only reading needs.
    fn shrink(&mut self) {
        self.dictionary.shrink();
        self.raw = FxHashMap::default();
        self.word_numbers.shrink();
        self.words.shrink();
        self.compared.shrink_to_fit();
        self.parsed.shrink_to_fit();
    }

    /// The texts of some values, ascending, with the number of records that have them.
    fn texts_of(&self, values: &[u32], counts: &[u32]) -> Vec<(String, u32)> {
        let texts = values.iter().map(|&value| {
            let text = self.dictionary.texts.text(value).to_owned();
            (text, counts[value as usize])
        });
        let mut texts: Vec<(String, u32)> = texts.collect();
        texts.sort_unstable();
        texts
    }

    /// The numbers of the values that stand for a missing one: by themselves, or since they are among the texts, in
    /// ascending order, that a larger body of records says are.
    fn known_placeholders(&self, known: &[String], is_kept: &dyn Fn(&str) -> bool) -> Vec<u32> {
        let texts = &self.dictionary.texts;
        let is_missing = |value: &u32| {
            let text = texts.text(*value);
            (is_placeholder(self.kind, text) && !is_kept(text))
                || known.binary_search_by(|other| other.as_str().cmp(text)).is_ok()
        };
        (1..texts.len() as u32).filter(is_missing).collect()
    }

    /// How often each word occurs, where the values have these counts.
    fn count_words(&self, counts: &[u32]) -> Vec<u32> {
        let mut word_counts = vec![0u32; self.word_numbers.texts.len()];
        for value in 0..self.words.len() as u32 {
            for &word in self.words.get(value) {
                word_counts[word as usize] += counts[value as usize];
            }
        }
        word_counts
    }

    /// Numbers some values in their order. Those that have to be looked up are cleaned first, so that what the dictionary has of
    /// them comes from memory together and not one after the other.
    fn number_values<'a>(
        &mut self,
        raw: impl Iterator<Item = &'a str>,
        cleaned: &mut Vec<Cleaned<'a>>,
        values: &mut Vec<u32>,
    ) {
        let mut open = std::mem::take(&mut self.open);
        open.clear();
        cleaned.clear();
        for raw in raw {
            let known = self.known_number(raw);
            if known.is_none() {
                let parsed = self.clean(raw);
                let start = open.len();
                open.push_str(&self.cleaned);
                cleaned.push(Cleaned {
                    place: values.len(),
                    raw,
                    text: start..open.len(),
                    parsed,
                    hash: part_of_hash(&self.cleaned),
                });
            }
            values.push(known.unwrap_or(super::MISSING));
        }
        let parts = cleaned.iter().map(|value| value.hash);
        self.dictionary.fetch(parts, &mut self.found);
        for value in cleaned.iter() {
            let text = &open[value.text.clone()];
            let (number, is_new) = self.dictionary.number_by_hash(text, value.hash);
            if is_new {
                self.parsed.push(value.parsed);
                self.add_words(value.raw, text, value.parsed);
            }
            self.remember(value.raw, number);
            values[value.place] = number;
        }
        self.open = open;
    }

    /// The number of a value as far as it is known without cleaning it.
    fn known_number(&mut self, raw: &str) -> Option<u32> {
        if raw.is_empty() {
            return Some(super::MISSING);
        }
        if let Some(&number) = self.raw.get(raw) {
            return Some(number);
        }
        let is_missing = is_missing_mark(raw);
        if is_missing {
            self.remember(raw, super::MISSING);
        }
        is_missing.then_some(super::MISSING)
    }

    fn remember(&mut self, raw: &str, number: u32) {
        if self.raw.len() < REMEMBERED {
            self.raw.insert(raw.to_owned(), number);
        }
    }

    /// Cleans a value; gives what it was parsed to.
    fn clean(&mut self, raw: &str) -> u32 {
        let mut cleaned = std::mem::take(&mut self.cleaned);
        let mut parsed = 0;
        match self.kind {
            AttributeKind::Date => match parse_date(raw, self.order) {
                Some(date) => {
                    parsed = date.packed();
                    cleaned.clear();
                    cleaned.push_str(&date.canonical());
                }
                None => clean_text(raw, &mut self.folded, &mut cleaned),
            },
            AttributeKind::Phone => clean_phone(raw, &mut cleaned),
            AttributeKind::Email => clean_email(raw, &mut cleaned),
            AttributeKind::Code => clean_code(raw, &mut cleaned),
            AttributeKind::Number => {
                clean_text(raw, &mut self.folded, &mut cleaned);
                if let Some(number) = parse_number(raw) {
                    parsed = (number as f32).to_bits();
                }
            }
            _ => {
                clean_text(raw, &mut self.folded, &mut cleaned);
                match self.kind {
                    AttributeKind::Name => {
                        standard_name(&mut cleaned);
                        standard_units(&mut cleaned);
                    }
                    AttributeKind::Organization => standard_organization(&mut cleaned),
                    AttributeKind::Address => standard_address(&mut cleaned),
                    AttributeKind::Text => standard_units(&mut cleaned),
                    _ => {}
                }
            }
        }
        self.cleaned = cleaned;
        parsed
    }

    fn add_words(&mut self, raw: &str, cleaned: &str, parsed: u32) {
        let mut found = std::mem::take(&mut self.found);
        found.clear();
        match self.kind {
            AttributeKind::Date if parsed & 0xffff != 0 => found.push(self.typed_word("d:", cleaned)),
            AttributeKind::Phone if cleaned.len() >= 6 => {
                for part in cleaned.split(PART) {
                    found.push(self.typed_word("p:", &part[part.len().saturating_sub(7)..]));
                }
            }
            AttributeKind::Email => self.add_email_words(cleaned, &mut found),
            AttributeKind::Category if cleaned.len() <= 2 => {}
            _ => {
                let words = cleaned.split([' ', PART]).filter(|word| !word.is_empty());
                for word in words.take(MOST_WORDS) {
                    self.add_text_word(word, &mut found);
                }
                found.truncate(MOST_WORDS);
                if self.kind != AttributeKind::Code {
                    codes(raw, |code| found.push(self.word(code)));
                }
            }
        }
        found.truncate(usize::from(u8::MAX));
        self.compared.push(found.len() as u8);
        self.add_finding_words(cleaned, &mut found);
        self.words.push(found.iter().copied());
        self.found = found;
    }

    /// A word of a text; several for a stretch of a script without blanks.
    fn add_text_word(&mut self, word: &str, found: &mut Vec<u32>) {
        if word.is_ascii() {
            let is_suffix =
                self.kind == AttributeKind::Name && !found.is_empty() && is_generation(word.as_bytes());
            found.push(if is_suffix {
                self.typed_word("g:", word)
            } else {
                self.word(word)
            });
        } else if word.starts_with(is_unspaced) && self.kind != AttributeKind::Code {
            unspaced_words(word, |part| found.push(self.word(part)));
        } else {
            found.push(self.word(word));
        }
    }

    fn add_email_words(&mut self, cleaned: &str, found: &mut Vec<u32>) {
        for address in cleaned.split(PART) {
            found.push(self.typed_word("e:", address));
            let local = address.split('@').next().unwrap_or_default();
            for word in local
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| word.len() > 2)
            {
                found.push(self.word(word));
            }
        }
    }

    /// Words by which a value is found though they are not compared: names of other scripts in Latin letters, and what
    /// an organization is called for short.
    fn add_finding_words(&mut self, cleaned: &str, found: &mut Vec<u32>) {
        let is_named = matches!(
            self.kind,
            AttributeKind::Name | AttributeKind::Organization | AttributeKind::Address
        );
        if is_named && !cleaned.is_ascii() {
            for word in romanize(cleaned).split(' ').filter(|word| word.len() > 1) {
                found.push(self.word(word));
            }
        }
        if self.kind == AttributeKind::Organization
            && let Some(acronym) = acronym(cleaned)
        {
            found.push(self.word(&acronym));
        }
    }

    /// A word that stands for itself, with what it begins with.
    fn typed_word(&mut self, beginning: &str, text: &str) -> u32 {
        let mut word = std::mem::take(&mut self.typed);
        word.clear();
        word.push_str(beginning);
        word.push_str(text);
        let number = self.word(&word);
        self.typed = word;
        number
    }

    fn word(&mut self, word: &str) -> u32 {
        self.word_numbers.number(word).0
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn texts_are_numbered_in_the_order_of_their_first_appearance(
            texts in prop::collection::vec("[a-c]{0,3}", 0..400),
        ) {
            let mut dictionary = Dictionary::new();
            let mut wanted: HashMap<&str, u32> = HashMap::new();
            for text in &texts {
                let next = wanted.len() as u32;
                let number = *wanted.entry(text).or_insert(next);
                prop_assert_eq!(dictionary.number(text), (number, number == next));
            }
            for (text, number) in wanted {
                prop_assert_eq!(dictionary.texts.text(number), text);
            }
        }

        #[test]
        fn values_are_numbered_together_as_one_by_one(
            values in prop::collection::vec("(|N/A|[A-b]{1,2} [a-c]{0,2}|[ab]@[cd])", 0..200),
            together in 1usize..70,
            kind in prop_oneof![Just(AttributeKind::Name), Just(AttributeKind::Email), Just(AttributeKind::Text)],
        ) {
            let number = |together: usize| {
                let mut reader = ColumnReader::new(kind, Order::default());
                let (mut numbers, mut cleaned) = (Vec::new(), Vec::new());
                for values in values.chunks(together) {
                    let values = values.iter().map(String::as_str);
                    reader.number_values(values, &mut cleaned, &mut numbers);
                }
                let texts = &reader.dictionary.texts;
                let texts: Vec<String> = (0..texts.len() as u32).map(|at| texts.text(at).to_owned()).collect();
                let words: Vec<Vec<u32>> = (0..reader.words.len() as u32).map(|at| reader.words.get(at).to_vec()).collect();
                (numbers, texts, words, reader.parsed)
            };
            prop_assert_eq!(number(together), number(1));
        }
    }
}
