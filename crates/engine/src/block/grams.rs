//! Four-letter grams inside words: the terms by which misspelled words still meet.

use rustc_hash::FxHashMap;

use super::{Family, RecordTerms, invert};
use crate::standardize::{Lists, StandardRecords};

/// Letters of a gram. Grams of three are shared by too many records; grams of five miss two misspellings in one word.
pub const GRAM: usize = 4;

/// What the family is called.
const SHARED_GRAMS: &str = "shared four-letter grams";

pub(super) fn gram_family(records: &StandardRecords) -> Family {
    let mut numbers: FxHashMap<[u8; GRAM], u32> = FxHashMap::default();
    let mut of_word = Lists::default();
    for word in 0..records.vocabulary.texts.len() as u32 {
        let text = records.vocabulary.texts.get(word);
        of_word.push(text.windows(GRAM).map(|gram| {
            let gram: [u8; GRAM] = gram.try_into().expect("windows have the length asked for");
            let next = numbers.len() as u32;
            *numbers.entry(gram).or_insert(next)
        }));
    }
    let mut lists = Lists::default();
    let mut own: Vec<u32> = Vec::new();
    for row in 0..records.len as u32 {
        own.clear();
        for &word in records.words.get(row) {
            own.extend_from_slice(of_word.get(word));
        }
        own.sort_unstable();
        own.dedup();
        lists.push(own.iter().copied());
    }
    let (starts, rows) = invert(records.len, numbers.len(), |row| lists.get(row));
    Family {
        name: SHARED_GRAMS.to_owned(),
        record_terms: RecordTerms::Lists(lists),
        starts,
        rows,
        refined: 0,
    }
}
