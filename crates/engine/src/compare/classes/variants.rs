//! Words that tell variants of a thing apart: colors, forms and makes, which stand for each other in texts that are otherwise the
//! same. No list of such words is needed, since the table shows them.
//!
//! Texts that are equal without one word are a family. A word that stands for others in several families, and in a fair part of
//! the texts that have it, is a word of variants: `blue` in "lake lamp blue", beside "lake lamp white" and "lake lamp red".

use rustc_hash::{FxHashMap, FxHashSet};

use super::facets::is_number;
use crate::{
    AttributeKind,
    compare::words::{FEW_WORDS, are_spellings},
    hashing::mix,
    standardize::{Attribute, StandardRecords, Vocabulary},
};

/// Which words of some records tell variants apart, by word number.
#[derive(Debug, Default)]
pub struct VariantWords(Vec<bool>);

impl VariantWords {
    /// These words, as far as the records have them.
    pub fn among(words: &[String], vocabulary: &Vocabulary) -> Self {
        if words.is_empty() {
            return Self::default();
        }
        let is_one = |text: &str| words.binary_search_by(|word| word.as_str().cmp(text)).is_ok();
        let numbers = 0..vocabulary.words.len() as u32;
        Self(numbers.map(|word| is_one(vocabulary.texts.text(word))).collect())
    }

    /// Whether a word tells variants apart.
    pub fn has(&self, word: u32) -> bool {
        self.0.get(word as usize).is_some_and(|&is_one| is_one)
    }
}

/// Texts whose families are looked at, about, where there are more.
const TEXTS: usize = 20_000;
/// Words that texts of a family have in common, at least.
const IN_COMMON: usize = 2;
/// Families in which a word stands for others, at least.
const FAMILIES: u32 = 3;
/// Share of the texts with a word that are of such a family, at least.
const IN_FAMILIES: f64 = 0.1;
/// Words of a family that are compared with each other.
const ALTERNATIVES: usize = 12;

/// Words of variants of the texts of a table, sorted.
pub fn find_variant_words(records: &StandardRecords) -> Vec<String> {
    let mut found = Vec::new();
    for attribute in &records.attributes {
        if attribute.kind == AttributeKind::Text && !attribute.is_redundant {
            let words = of_attribute(attribute, &records.vocabulary);
            found.extend(
                words
                    .iter()
                    .map(|&word| records.vocabulary.texts.text(word).to_owned()),
            );
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// A text without one of its words.
struct Rest {
    /// A hash of the other words in any order.
    of: u64,
    without: u32,
}

fn of_attribute(attribute: &Attribute, vocabulary: &Vocabulary) -> Vec<u32> {
    let is_short =
        |&value: &u32| (IN_COMMON + 1..=FEW_WORDS).contains(&attribute.compared_words(value).len());
    let values: Vec<u32> = (1..attribute.counts.len() as u32).filter(is_short).collect();
    // Whole families are left out, not texts.
    let one_in = values.len().div_ceil(TEXTS).max(1) as u64;
    let mut rests = Vec::new();
    let mut texts: FxHashMap<u32, u32> = FxHashMap::default();
    let mut words = Vec::new();
    for value in values {
        words.clear();
        words.extend_from_slice(attribute.compared_words(value));
        words.sort_unstable();
        words.dedup();
        // Words have the same numbers in any order of the rows.
        let hash = |word: u32| mix(u64::from(word));
        let all = words.iter().fold(0u64, |sum, &word| sum.wrapping_add(hash(word)));
        for &word in words.iter().filter(|&&word| !is_number(vocabulary, word)) {
            let of = all.wrapping_sub(hash(word));
            if of.is_multiple_of(one_in) {
                *texts.entry(word).or_default() += 1;
                rests.push(Rest { of, without: word });
            }
        }
    }
    rests.sort_unstable_by_key(|rest| (rest.of, rest.without));
    let families: Vec<Vec<(u32, u32)>> = rests
        .chunk_by(|a, b| a.of == b.of)
        .map(|family| alternatives(family, vocabulary))
        .filter(|pairs| !pairs.is_empty())
        .collect();
    words_of_each_other(&families, &texts)
}

/// The words of a family, some of many, each with each that it stands for.
fn alternatives(family: &[Rest], vocabulary: &Vocabulary) -> Vec<(u32, u32)> {
    let mut words: Vec<u32> = family.iter().map(|rest| rest.without).collect();
    words.dedup();
    words.sort_unstable_by_key(|&word| vocabulary.texts.get(word));
    words.truncate(ALTERNATIVES);
    let mut pairs = Vec::new();
    for &word in &words {
        let stands_for = |&other: &u32| other != word && !are_spellings(vocabulary, word, other);
        pairs.extend(
            words
                .iter()
                .copied()
                .filter(stands_for)
                .map(|other| (word, other)),
        );
    }
    pairs
}

/// The words that stand for each other in enough families. Words that stand for a word that is none of them do not count, so it
/// takes some rounds until only they are left.
fn words_of_each_other(families: &[Vec<(u32, u32)>], texts: &FxHashMap<u32, u32>) -> Vec<u32> {
    let mut left: FxHashSet<u32> = families.iter().flatten().map(|&(word, _)| word).collect();
    loop {
        let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
        for family in families {
            for pairs in family.chunk_by(|a, b| a.0 == b.0) {
                let word = pairs[0].0;
                if left.contains(&word) && pairs.iter().any(|(_, other)| left.contains(other)) {
                    *counts.entry(word).or_default() += 1;
                }
            }
        }
        counts.retain(|word, count| {
            *count >= FAMILIES && f64::from(*count) >= IN_FAMILIES * f64::from(texts[word])
        });
        if counts.len() == left.len() {
            return counts.into_keys().collect();
        }
        left = counts.into_keys().collect();
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, sync::Arc};

    use arrow_array::{ArrayRef, RecordBatch, StringArray};
    use proptest::prelude::*;

    use super::*;
    use crate::{Records, Silent, standardize::standardize};

    fn words_of(titles: &[String]) -> Vec<String> {
        let column = Arc::new(StringArray::from(titles.to_vec())) as ArrayRef;
        let batch = RecordBatch::try_from_iter([("title", column)]).unwrap();
        let records = Records::try_new(vec![batch]).unwrap();
        let kinds = BTreeMap::from([("title".to_owned(), AttributeKind::Text)]);
        find_variant_words(&standardize(&records, &kinds, &Silent).unwrap())
    }

    /// Lamps and chairs in three colors, with the words of each title in one of two orders.
    fn wares() -> Vec<String> {
        let mut titles = Vec::new();
        for (line, make) in [
            ("orchard", "global"),
            ("canyon", "diamond"),
            ("heather", "delta"),
            ("monroe", "regal"),
        ] {
            for ware in ["lamp", "chair"] {
                for color in ["blue", "silver", "white"] {
                    titles.push(format!("{make} {line} {ware} {color}"));
                    titles.push(format!("{line} {ware} by {make}, {color}"));
                }
            }
        }
        titles
    }

    #[test]
    fn words_that_stand_for_each_other_are_words_of_variants() {
        assert_eq!(words_of(&wares()), ["blue", "chair", "lamp", "silver", "white"]);
    }

    #[test]
    fn spellings_and_words_that_one_text_has_more_are_not() {
        let mut titles = Vec::new();
        for thing in ["orchard floor", "canyon desk", "heather wall", "monroe garden"] {
            for end in ["silver", "slv", "silvr", "silver new", ""] {
                titles.push(format!("{thing} lamp {end}"));
            }
        }
        assert_eq!(words_of(&titles), Vec::<String>::new());
    }

    #[test]
    fn words_that_stand_for_many_others_once_each_are_not() {
        let others = [
            "apple", "bridge", "candle", "dragon", "engine", "forest", "garden", "hammer",
        ];
        let titles: Vec<String> = others
            .iter()
            .enumerate()
            .flat_map(|(at, other)| {
                ["winter".to_owned(), (*other).to_owned()].map(|word| format!("the long {word} story {at}"))
            })
            .collect();
        assert_eq!(words_of(&titles), Vec::<String>::new());
    }

    #[test]
    fn many_texts_are_looked_at_by_whole_families() {
        let makers = 20 * TEXTS / 6;
        let titles: Vec<String> = (0..makers)
            .flat_map(|maker| {
                ["blue", "white"].map(|color| format!("maker{maker}x line{maker}x lamp {color}"))
            })
            .flat_map(|title| [title.clone(), format!("{title} new"), format!("{title} used")])
            .collect();
        let words = words_of(&titles);
        for color in ["blue", "white"] {
            assert!(words.contains(&color.to_owned()), "{words:?}");
        }
    }

    proptest! {
        #[test]
        fn the_order_of_the_rows_does_not_matter(titles in Just(wares()).prop_shuffle()) {
            prop_assert_eq!(words_of(&titles), words_of(&wares()));
        }
    }
}
