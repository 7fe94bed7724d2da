//! Words, numbered once over all attributes.

use std::ops::Range;

use rayon::prelude::*;

use super::{Attribute, Corpus, Lists, TextArena, columns::RawAttribute, corpus_len, script::romanize};
use crate::hashing::{hash, short};

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
    /// First byte of its text, in Latin letters.
    pub first: u8,
    /// Bytes of its text in Latin letters, 255 at most.
    pub len: u8,
    /// What it is made of.
    pub class: WordClass,
}

impl Vocabulary {
    /// Inverse document frequency of a word.
    #[inline]
    pub fn idf(&self, word: u32) -> f32 {
        self.words[word as usize].idf
    }
}

impl Word {
    /// A word that has not been counted yet.
    fn new(text: &str) -> Self {
        let romanized: String;
        let latin = if text.is_ascii() {
            text
        } else {
            romanized = romanize(text);
            &romanized
        };
        Self {
            idf: 0.0,
            first: latin.bytes().next().unwrap_or(0),
            len: latin.len().min(255) as u8,
            class: class_of(text),
        }
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
    /// A typed value that stands for itself: a full date, phone number or e-mail address, or what tells generations of
    /// a name apart.
    Typed,
}

/// Gives every word one number over all attributes, rarest first, with the count of the earlier records of a corpus; ties go by a hash of the text, so that the numbers
/// depend on the data alone and sorting need not look at texts.
pub(super) fn number_words(
    mut raw: Vec<RawAttribute>,
    corpus: Option<&Corpus<'_>>,
) -> (Vec<Attribute>, Vec<Vec<u32>>, Vocabulary) {
    let columns = raw
        .iter_mut()
        .map(|attribute| std::mem::take(&mut attribute.values))
        .collect();
    let (seen, distinct) = merge_words(&raw, corpus);
    let text_of = |word: &Distinct| {
        let place = &seen[word.places.start];
        raw[place.attribute as usize].word_texts.text(place.word)
    };
    let texts = || {
        let bytes = raw.iter().map(|attribute| attribute.word_texts.bytes()).sum();
        let mut texts = TextArena::default();
        texts.reserve(bytes, distinct.len());
        texts.extend(distinct.iter().map(text_of));
        texts.shrink();
        texts
    };
    let vocabulary = || {
        let texts = texts();
        let words = (0..distinct.len() as u32).into_par_iter();
        Vocabulary {
            counts: distinct.iter().map(|word| word.earlier).collect(),
            words: words.map(|word| Word::new(texts.text(word))).collect(),
            texts,
        }
    };
    let (vocabulary, numbers) = rayon::join(vocabulary, || numbers_of(&raw, &seen, &distinct));
    let attributes = raw
        .into_par_iter()
        .zip(numbers)
        .map(|(mut attribute, numbers)| {
            attribute.words.renumber(&numbers);
            attribute.into_attribute()
        })
        .collect();
    (attributes, columns, vocabulary)
}

/// For each attribute the numbers of its words over all attributes.
fn numbers_of(raw: &[RawAttribute], seen: &[Seen], distinct: &[Distinct]) -> Vec<Vec<u32>> {
    let mut numbers: Vec<Vec<u32>> = raw
        .iter()
        .map(|attribute| vec![0; attribute.word_texts.len()])
        .collect();
    for (number, word) in (0..).zip(distinct) {
        for place in &seen[word.places.clone()] {
            numbers[place.attribute as usize][place.word as usize] = number;
        }
    }
    numbers
}

/// A word of one attribute.
struct Seen {
    hash: u64,
    attribute: u32,
    word: u32,
}

impl Seen {
    fn bytes<'a>(&self, raw: &'a [RawAttribute]) -> &'a [u8] {
        raw[self.attribute as usize].word_texts.get(self.word)
    }
}

/// A word of all attributes.
struct Distinct {
    /// Times that it occurs.
    count: u32,
    /// Records of a corpus that hold it.
    earlier: u32,
    hash: u64,
    /// Where it was seen.
    places: Range<usize>,
}

/// All words seen, equal ones side by side, and the distinct words by count.
fn merge_words(raw: &[RawAttribute], corpus: Option<&Corpus<'_>>) -> (Vec<Seen>, Vec<Distinct>) {
    let mut seen: Vec<Seen> = raw
        .par_iter()
        .enumerate()
        .flat_map_iter(|(attribute, of)| {
            (0..of.word_texts.len() as u32).map(move |word| Seen {
                hash: hash(of.word_texts.get(word)),
                attribute: attribute as u32,
                word,
            })
        })
        .collect();
    seen.par_sort_unstable_by_key(|seen| (seen.hash, seen.attribute, seen.word));
    let mut distinct: Vec<Distinct> = Vec::with_capacity(seen.len());
    let mut start = 0;
    for run in seen.chunk_by_mut(|a, b| a.hash == b.hash) {
        // Different words rarely share a hash; the sort is stable, and does nothing to a word seen in several attributes.
        run.sort_by(|a, b| a.bytes(raw).cmp(b.bytes(raw)));
        for places in run.chunk_by(|a, b| a.bytes(raw) == b.bytes(raw)) {
            distinct.push(Distinct {
                earlier: 0,
                count: places
                    .iter()
                    .map(|place| raw[place.attribute as usize].word_counts[place.word as usize])
                    .fold(0, u32::saturating_add),
                hash: places[0].hash,
                places: start..start + places.len(),
            });
            start += places.len();
        }
    }
    if let Some(corpus) = corpus {
        distinct.par_iter_mut().for_each(|word| {
            let mut places = seen[word.places.clone()].iter();
            let is_counted = places.any(|place| {
                let counted = &raw[place.attribute as usize].counted_words;
                counted.get(place.word as usize).is_some_and(|&count| count > 0)
            });
            let known = corpus.words.of_hash(short(word.hash));
            word.earlier = known.unwrap_or(u32::from(is_counted));
            word.count = word.count.saturating_add(word.earlier);
        });
    }
    distinct.par_sort_unstable_by(|a, b| {
        (a.count, a.hash)
            .cmp(&(b.count, b.hash))
            .then_with(|| a.places.start.cmp(&b.places.start))
    });
    (seen, distinct)
}

fn class_of(text: &str) -> WordClass {
    if text.contains(':') {
        return WordClass::Typed;
    }
    let digits = text.bytes().filter(|c| c.is_ascii_digit() || *c == b'.').count();
    match digits {
        0 => WordClass::Letters,
        n if n == text.len() => WordClass::Digits,
        _ => WordClass::Mixed,
    }
}

/// Completes the word counts by the number of records at hand that hold the word. Word numbers keep the
/// order of the sums, which differs only where a record repeats a word in several attributes.
pub(super) fn with_record_counts(
    mut vocabulary: Vocabulary,
    words: &Lists,
    records: usize,
    corpus: Option<&Corpus<'_>>,
) -> Vocabulary {
    let first_new = corpus.map_or(0, |corpus| corpus.first_new);
    for &word in &words.items[words.starts[first_new] as usize..] {
        vocabulary.counts[word as usize] += 1;
    }
    let records = corpus_len(records, corpus);
    for (word, &count) in vocabulary.words.iter_mut().zip(&vocabulary.counts) {
        word.idf = ((records as f32 + 1.0) / (count as f32 + 0.5)).ln().max(0.0);
    }
    vocabulary
}
