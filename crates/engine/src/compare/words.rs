//! Compares the words of two whole records, whatever attribute they stand in.

use super::attribute::{may_be_similar, text_similarity, word_similarity};
use crate::standardize::{StandardRecords, Vocabulary, Word, WordClass};

/// What the words of two records have in common and what each has alone. Masses are sums of inverse document frequency.
#[derive(Debug, Clone, Copy, Default)]
pub struct WordComparison {
    /// Cosine over squared idf of equal words.
    pub cosine: f32,
    /// Mass shared, similar words included.
    pub shared: f32,
    /// Mass of the left record.
    pub left: f32,
    /// Mass of the right record.
    pub right: f32,
    /// Greatest idf among the shared words.
    pub rarest_shared: f32,
    /// Greatest idf among words of the left record alone.
    pub rarest_left: f32,
    /// The same for the right record.
    pub rarest_right: f32,
    /// Numbers shared.
    pub numbers_shared: f32,
    /// Numbers of the left record alone.
    pub numbers_left: f32,
    /// Numbers of the right record alone.
    pub numbers_right: f32,
    /// Greatest idf of a shared word with letters and digits.
    pub code_shared: f32,
    /// Greatest idf of such a word in the left record alone.
    pub code_left: f32,
    /// Greatest idf of such a word in the right record alone.
    pub code_right: f32,
    /// Words shared, similar ones included.
    pub count_shared: f32,
    /// Words of the smaller record.
    pub count_least: f32,
}

/// Words of a value up to which it is looked at word by word.
pub const FEW_WORDS: usize = 16;

/// How many of the words of one value have no counterpart in another: the same word, a spelling of it, or a short form.
pub fn lonely_words(vocabulary: &Vocabulary, own: &[u32], others: &[u32]) -> usize {
    let has_counterpart = |&&word: &&u32| {
        let is_counterpart = |&other: &u32| word == other || are_spellings(vocabulary, word, other);
        others.iter().any(is_counterpart)
    };
    own.iter().filter(|word| !has_counterpart(word)).count()
}

/// Whether two different words are likely one: a spelling of it, or a short form.
pub fn are_spellings(vocabulary: &Vocabulary, a: u32, b: u32) -> bool {
    word_similarity(vocabulary, a, b) > 0.0
        || are_short_and_long(vocabulary.texts.get(a), vocabulary.texts.get(b))
}

/// Whether one word is the other without its vowels and some of its other letters, as `slv` for `silver` and `grn` for `green`.
fn are_short_and_long(a: &[u8], b: &[u8]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let is_word = |text: &[u8]| text.iter().all(u8::is_ascii_lowercase);
    let has_vowel = |text: &[u8]| text.iter().any(|letter| b"aeiou".contains(letter));
    if short.len() < 2 || short.len() > 5 || long.len() < short.len() + 2 || short[0] != long[0] {
        return false;
    }
    let mut rest = long.iter();
    is_word(short)
        && is_word(long)
        && !has_vowel(&short[1..])
        && short.iter().all(|letter| rest.any(|other| other == letter))
}

/// Words on one side only that are tried against those of the other side, rarest first.
const TRIED: usize = 16;

/// Compares the words of two records.
pub fn compare_words(records: &StandardRecords, left: u32, right: u32) -> WordComparison {
    compare_word_lists(
        &records.vocabulary,
        records.words.get(left),
        records.words.get(right),
    )
}

/// The cosine that [`compare_words`] gives, and nothing else of it.
pub fn word_cosine(records: &StandardRecords, left: u32, right: u32) -> f32 {
    let (vocabulary, words) = (&records.vocabulary, &records.words);
    let (a, b) = (words.get(left), words.get(right));
    let square = |word: u32| vocabulary.idf(word) * vocabulary.idf(word);
    let squares = |words: &[u32]| words.iter().map(|&word| square(word)).sum::<f32>();
    let (mut i, mut j, mut shared) = (0, 0, 0.0f32);
    while let (Some(&x), Some(&y)) = (a.get(i), b.get(j)) {
        if x == y {
            shared += square(x);
        }
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    let norm = (squares(a) * squares(b)).sqrt();
    if norm > 0.0 { shared / norm } else { 0.0 }
}

/// Compares two lists of distinct words in ascending order.
pub fn compare_word_lists(vocabulary: &Vocabulary, a: &[u32], b: &[u32]) -> WordComparison {
    let known = &vocabulary.words;
    let mut c = WordComparison {
        count_least: a.len().min(b.len()) as f32,
        ..WordComparison::default()
    };
    let (mut alone_a, mut alone_b) = ([0u32; TRIED], [0u32; TRIED]);
    let (mut len_a, mut len_b) = (0, 0);
    // Before the lists are merged, so that the words come from memory together and not one after the other.
    let masses = |words: &[u32]| {
        words.iter().fold((0.0f32, 0.0f32), |(sum, squares), &word| {
            let weight = known[word as usize].idf;
            (sum + weight, squares + weight * weight)
        })
    };
    let square_a;
    let square_b;
    (c.left, square_a) = masses(a);
    (c.right, square_b) = masses(b);
    let mut square_shared = 0.0f32;
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        let x = a.get(i).copied().unwrap_or(u32::MAX);
        let y = b.get(j).copied().unwrap_or(u32::MAX);
        let word = known[x.min(y) as usize];
        let weight = word.idf;
        i += usize::from(x <= y);
        j += usize::from(y <= x);
        if x == y {
            square_shared += weight * weight;
            c.share(word);
        } else if x < y {
            if len_a < TRIED {
                alone_a[len_a] = x;
                len_a += 1;
            } else {
                c.alone_left(word);
            }
        } else if len_b < TRIED {
            alone_b[len_b] = y;
            len_b += 1;
        } else {
            c.alone_right(word);
        }
    }
    c.pair_similar(vocabulary, &alone_a[..len_a], &alone_b[..len_b]);
    let norm = (square_a * square_b).sqrt();
    c.cosine = if norm > 0.0 { square_shared / norm } else { 0.0 };
    c
}

impl WordComparison {
    fn share(&mut self, word: Word) {
        self.shared += word.idf;
        self.count_shared += 1.0;
        self.rarest_shared = self.rarest_shared.max(word.idf);
        match word.class {
            WordClass::Digits => self.numbers_shared += 1.0,
            WordClass::Mixed => self.code_shared = self.code_shared.max(word.idf),
            WordClass::Letters | WordClass::Typed => {}
        }
    }

    fn alone_left(&mut self, word: Word) {
        self.rarest_left = self.rarest_left.max(word.idf);
        match word.class {
            WordClass::Digits => self.numbers_left += 1.0,
            WordClass::Mixed => self.code_left = self.code_left.max(word.idf),
            WordClass::Letters | WordClass::Typed => {}
        }
    }

    fn alone_right(&mut self, word: Word) {
        self.rarest_right = self.rarest_right.max(word.idf);
        match word.class {
            WordClass::Digits => self.numbers_right += 1.0,
            WordClass::Mixed => self.code_right = self.code_right.max(word.idf),
            WordClass::Letters | WordClass::Typed => {}
        }
    }

    /// Pairs similar words that stand on one side only; each word is used once, in order of rarity.
    fn pair_similar(&mut self, vocabulary: &Vocabulary, a: &[u32], b: &[u32]) {
        let mut others = [Word {
            idf: 0.0,
            first: 0,
            len: 0,
            class: WordClass::Typed,
        }; TRIED];
        for (other, &number) in others.iter_mut().zip(b) {
            *other = vocabulary.words[number as usize];
        }
        let mut taken = 0u32;
        for &number in a {
            let word = vocabulary.words[number as usize];
            let mut best = (0.0f32, usize::MAX);
            for (at, (&other, &other_number)) in others.iter().zip(b).enumerate() {
                if taken & (1 << at) == 0 && may_be_similar(word, other) {
                    let (x, y) = (vocabulary.texts.get(number), vocabulary.texts.get(other_number));
                    let similarity = text_similarity(word, other, x, y);
                    if similarity > best.0 {
                        best = (similarity, at);
                    }
                }
            }
            if best.1 == usize::MAX {
                self.alone_left(word);
            } else {
                taken |= 1 << best.1;
                let least = best.0 * word.idf.min(others[best.1].idf);
                self.shared += least;
                self.count_shared += 1.0;
                self.rarest_shared = self.rarest_shared.max(least);
                if word.class == WordClass::Mixed {
                    self.code_shared = self.code_shared.max(least);
                }
            }
        }
        for (at, other) in others.iter().enumerate().take(b.len()) {
            if taken & (1 << at) == 0 {
                self.alone_right(*other);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use arrow_array::{ArrayRef, RecordBatch, StringArray};
    use proptest::prelude::*;

    use super::*;
    use crate::{Records, Silent, standardize::standardize};

    proptest! {
        #[test]
        fn the_cosine_alone_is_that_of_the_whole_comparison(
            texts in prop::collection::vec("([a-d]{1,2}|[0-9]{2}|[a-b][0-9])( ([a-d]{1,2}|[0-9]{2})){0,6}", 2..12),
        ) {
            let column = Arc::new(StringArray::from(texts.clone())) as ArrayRef;
            let batch = RecordBatch::try_from_iter([("text", column)]).unwrap();
            let records = Records::try_new(vec![batch]).unwrap();
            let records = standardize(&records, &BTreeMap::new(), &Silent).unwrap();
            for left in 0..texts.len() as u32 {
                for right in 0..texts.len() as u32 {
                    let whole = compare_words(&records, left, right).cosine;
                    prop_assert_eq!(word_cosine(&records, left, right), whole);
                    prop_assert!(left != right || (whole - 1.0).abs() < 1e-5);
                }
            }
        }
    }
}
