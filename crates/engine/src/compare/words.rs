//! Compares the words of two whole records, whatever attribute they stand in.

use super::attribute::word_similarity;
use crate::standardize::{StandardRecords, WordClass};

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

/// Words on one side only that are tried against those of the other side, rarest first.
const TRIED: usize = 16;

/// Compares the words of two records.
pub fn compare_words(records: &StandardRecords, left: u32, right: u32) -> WordComparison {
    let (a, b) = (records.words.get(left), records.words.get(right));
    let idf = &records.vocabulary.idf;
    let mut c = WordComparison {
        count_least: a.len().min(b.len()) as f32,
        ..WordComparison::default()
    };
    let (mut alone_a, mut alone_b) = ([0u32; TRIED], [0u32; TRIED]);
    let (mut len_a, mut len_b) = (0, 0);
    let (mut square_a, mut square_b, mut square_shared) = (0.0f32, 0.0f32, 0.0f32);
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        let x = a.get(i).copied().unwrap_or(u32::MAX);
        let y = b.get(j).copied().unwrap_or(u32::MAX);
        let weight = idf[x.min(y) as usize];
        if x <= y {
            c.left += weight;
            square_a += weight * weight;
            i += 1;
        }
        if y <= x {
            c.right += weight;
            square_b += weight * weight;
            j += 1;
        }
        if x == y {
            square_shared += weight * weight;
            c.share(records, x, weight);
        } else if x < y {
            if len_a < TRIED {
                alone_a[len_a] = x;
                len_a += 1;
            } else {
                c.alone_left(records, x, weight);
            }
        } else if len_b < TRIED {
            alone_b[len_b] = y;
            len_b += 1;
        } else {
            c.alone_right(records, y, weight);
        }
    }
    c.pair_similar(records, &alone_a[..len_a], &alone_b[..len_b]);
    let norm = (square_a * square_b).sqrt();
    c.cosine = if norm > 0.0 { square_shared / norm } else { 0.0 };
    c
}

impl WordComparison {
    fn share(&mut self, records: &StandardRecords, word: u32, weight: f32) {
        self.shared += weight;
        self.count_shared += 1.0;
        self.rarest_shared = self.rarest_shared.max(weight);
        match records.vocabulary.classes[word as usize] {
            WordClass::Digits => self.numbers_shared += 1.0,
            WordClass::Mixed => self.code_shared = self.code_shared.max(weight),
            WordClass::Letters | WordClass::Typed => {}
        }
    }

    fn alone_left(&mut self, records: &StandardRecords, word: u32, weight: f32) {
        self.rarest_left = self.rarest_left.max(weight);
        match records.vocabulary.classes[word as usize] {
            WordClass::Digits => self.numbers_left += 1.0,
            WordClass::Mixed => self.code_left = self.code_left.max(weight),
            WordClass::Letters | WordClass::Typed => {}
        }
    }

    fn alone_right(&mut self, records: &StandardRecords, word: u32, weight: f32) {
        self.rarest_right = self.rarest_right.max(weight);
        match records.vocabulary.classes[word as usize] {
            WordClass::Digits => self.numbers_right += 1.0,
            WordClass::Mixed => self.code_right = self.code_right.max(weight),
            WordClass::Letters | WordClass::Typed => {}
        }
    }

    /// Pairs similar words that stand on one side only; each word is used once, in order of rarity.
    fn pair_similar(&mut self, records: &StandardRecords, a: &[u32], b: &[u32]) {
        let vocabulary = &records.vocabulary;
        let mut taken = 0u32;
        for &word in a {
            let weight = vocabulary.idf[word as usize];
            let mut best = (0.0f32, usize::MAX);
            for (at, &other) in b.iter().enumerate() {
                if taken & (1 << at) == 0 {
                    let similarity = word_similarity(vocabulary, word, other);
                    if similarity > best.0 {
                        best = (similarity, at);
                    }
                }
            }
            if best.1 == usize::MAX {
                self.alone_left(records, word, weight);
            } else {
                taken |= 1 << best.1;
                let other = b[best.1];
                let least = weight.min(vocabulary.idf[other as usize]);
                self.shared += best.0 * least;
                self.count_shared += 1.0;
                self.rarest_shared = self.rarest_shared.max(best.0 * least);
                if vocabulary.classes[word as usize] == WordClass::Mixed {
                    self.code_shared = self.code_shared.max(best.0 * least);
                }
            }
        }
        for (at, &other) in b.iter().enumerate() {
            if taken & (1 << at) == 0 {
                self.alone_right(records, other, vocabulary.idf[other as usize]);
            }
        }
    }
}
