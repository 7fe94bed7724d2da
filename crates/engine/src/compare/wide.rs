//! Wide features: how a pair compares attribute by attribute, and word by word over the whole records.
//!
//! They name the attributes of one data set, so only a model that is learned from labels of that data set can use them
//! ([`FEATURES`](super::FEATURES) name none, and serve the model that has to work without labels).

use serde::{Deserialize, Serialize};

use crate::{
    AttributeKind, Error,
    compare::{
        AttributeOutcome, Comparer,
        words::{WordComparison, compare_word_lists},
    },
    similarity::jaro_winkler,
    standardize::{Attribute, MISSING, StandardRecords, WordClass, date::Date},
};

/// Attributes that get features of their own; further ones, in column order, are told by the other features only.
const MOST_ATTRIBUTES: usize = 32;

/// What every attribute tells.
const COMMON: [&str; 4] = ["present", "evidence", "similarity", "equal"];
/// What the words of an attribute tell.
const WORDY: [&str; 22] = [
    "cosine",
    "words of the smaller value found",
    "words of the larger value found",
    "shared words",
    "rarest shared word",
    "least lonely word",
    "most lonely word",
    "words missing, least",
    "words missing, most",
    "numbers shared",
    "lonely numbers, least",
    "lonely numbers, most",
    "shared code",
    "lonely code, least",
    "lonely code, most",
    "ratio of lengths",
    "first words alike",
    "last words alike",
    "found anywhere, least",
    "found anywhere, most",
    "letters alike",
    "trigrams alike",
];
/// The first of these say how much two values have in common; pairs are ranked by them.
const RANKED: usize = 4;
/// What numbers tell.
const NUMBERS: [&str; 2] = ["relative difference", "difference"];
/// What dates tell.
const DATES: [&str; 2] = ["years apart", "days apart"];

/// Bytes at the beginning of a value that are compared letter by letter; the measure's cost grows with their square.
const COMPARED_BYTES: usize = 96;
/// Bands of rarity in which words are counted: below these shares of the greatest inverse document frequency.
const BANDS: [f32; 2] = [0.45, 0.75];
const CLASSES: [&str; 3] = ["letters", "digits", "mixed"];
const SIDES: [&str; 3] = ["shared", "lonely, least", "lonely, most"];
const RARITY: [&str; 3] = ["common", "uncommon", "rare"];

/// An attribute that features name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearnedAttribute {
    /// Column name.
    pub name: String,
    /// Its kind, which decides its features.
    pub kind: AttributeKind,
}

/// The attributes of some records that get features of their own.
pub fn learned_attributes(records: &StandardRecords) -> Vec<LearnedAttribute> {
    records
        .attributes
        .iter()
        .take(MOST_ATTRIBUTES)
        .map(|attribute| LearnedAttribute {
            name: attribute.name.clone(),
            kind: attribute.kind,
        })
        .collect()
}

/// Compares pairs attribute by attribute.
#[derive(Debug)]
pub struct WideComparer<'a> {
    comparer: &'a Comparer<'a>,
    records: &'a StandardRecords,
    attributes: Vec<usize>,
    names: Vec<String>,
    scale: f32,
}

impl<'a> WideComparer<'a> {
    /// Over the given attributes, which the records must have with the same kinds.
    pub fn new(
        comparer: &'a Comparer<'a>,
        records: &'a StandardRecords,
        wanted: &[LearnedAttribute],
    ) -> Result<Self, Error> {
        let mut attributes = Vec::with_capacity(wanted.len());
        let mut names = Vec::new();
        for LearnedAttribute { name, kind } in wanted {
            let index = records
                .attributes
                .iter()
                .position(|own| own.name == *name && own.kind == *kind)
                .ok_or_else(|| Error::AttributeNotLearned {
                    attribute: name.clone(),
                    kind: *kind,
                })?;
            attributes.push(index);
            let own = COMMON.iter().chain(own_features(*kind));
            names.extend(own.map(|feature| format!("{name}: {feature}")));
        }
        for class in CLASSES {
            for side in SIDES {
                names.extend(RARITY.map(|rarity| format!("{rarity} words, {class}, {side}")));
            }
        }
        Ok(Self {
            comparer,
            records,
            attributes,
            names,
            scale: (records.corpus.max(2) as f32 + 1.0).ln(),
        })
    }

    /// Names of the features, in the order in which they are written.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The first `most` wordy attributes, by whose words pairs can be ranked, and the names of the features that
    /// [`Self::measure`] writes for them.
    pub fn measures(&self, most: usize) -> (Vec<usize>, Vec<String>) {
        let wordy = |index: &&usize| is_wordy(self.records.attributes[**index].kind);
        let chosen: Vec<usize> = self.attributes.iter().filter(wordy).take(most).copied().collect();
        let names = chosen
            .iter()
            .flat_map(|&index| {
                WORDY[..RANKED]
                    .iter()
                    .map(move |feature| format!("{}: {feature}", self.records.attributes[index].name))
            })
            .collect();
        (chosen, names)
    }

    /// Writes how much the words of some attributes have in common.
    pub fn measure(&self, attributes: &[usize], left: u32, right: u32, out: &mut Vec<f32>) {
        let (mut sorted_a, mut sorted_b) = (Vec::new(), Vec::new());
        for &index in attributes {
            let attribute = &self.records.attributes[index];
            let (a, b) = (self.records.value(left, index), self.records.value(right, index));
            if a == MISSING || b == MISSING {
                out.extend([f32::NAN; RANKED]);
                continue;
            }
            sort_into(attribute.words.get(a), &mut sorted_a);
            sort_into(attribute.words.get(b), &mut sorted_b);
            let words = compare_word_lists(&self.records.vocabulary, &sorted_a, &sorted_b);
            out.extend_from_slice(&word_features(&words, self.scale)[..RANKED]);
        }
    }

    /// Writes the features of a pair.
    pub fn features(&self, left: u32, right: u32, out: &mut Vec<f32>) {
        let mut lists = (Vec::new(), Vec::new());
        let compared = self.comparer.attributes(left, right);
        for &index in &self.attributes {
            let attribute = &self.records.attributes[index];
            let values = (self.records.value(left, index), self.records.value(right, index));
            let start = out.len();
            common(compared[index], values, out);
            if values.0 == MISSING || values.1 == MISSING {
                out.resize(
                    start + COMMON.len() + own_features(attribute.kind).len(),
                    f32::NAN,
                );
                continue;
            }
            match attribute.kind {
                AttributeKind::Name
                | AttributeKind::Organization
                | AttributeKind::Address
                | AttributeKind::Text => {
                    self.wordy(attribute, (left, right), values, &mut lists, out);
                }
                AttributeKind::Number => numbers(attribute, values, out),
                AttributeKind::Date => dates(attribute, values, out),
                _ => {}
            }
        }
        self.count_words(left, right, out);
    }

    fn wordy(
        &self,
        attribute: &Attribute,
        rows: (u32, u32),
        (a, b): (u32, u32),
        (sorted_a, sorted_b): &mut (Vec<u32>, Vec<u32>),
        out: &mut Vec<f32>,
    ) {
        let (words_a, words_b) = (attribute.words.get(a), attribute.words.get(b));
        sort_into(words_a, sorted_a);
        sort_into(words_b, sorted_b);
        let vocabulary = &self.records.vocabulary;
        let words = compare_word_lists(vocabulary, sorted_a, sorted_b);
        out.extend(word_features(&words, self.scale));
        let alike = |x: Option<&u32>, y: Option<&u32>| match (x, y) {
            (Some(&x), Some(&y)) if x == y => 1.0,
            (Some(&x), Some(&y)) => super::attribute::word_similarity(vocabulary, x, y),
            _ => f32::NAN,
        };
        out.push(alike(words_a.first(), words_b.first()));
        out.push(alike(words_a.last(), words_b.last()));
        let found =
            [(sorted_a, rows.1), (sorted_b, rows.0)].map(|(words, other)| self.share_found(words, other));
        out.push(found[0].min(found[1]));
        out.push(found[0].max(found[1]));
        let [x, y] = [a, b].map(|value| {
            let text = attribute.texts.get(value);
            &text[..text.len().min(COMPARED_BYTES)]
        });
        out.push(jaro_winkler(x, y));
        out.push(trigram_dice(x, y));
    }

    /// Share of some words, by rarity, that stand anywhere in a record.
    fn share_found(&self, words: &[u32], row: u32) -> f32 {
        let record = self.records.words.get(row);
        let (mut found, mut all) = (0.0f32, 0.0f32);
        for word in words {
            let idf = self.records.vocabulary.idf(*word);
            all += idf;
            found += if record.binary_search(word).is_ok() {
                idf
            } else {
                0.0
            };
        }
        if all > 0.0 { found / all } else { f32::NAN }
    }

    /// Counts the words of both records: shared and lonely ones, by what they are made of and by rarity.
    fn count_words(&self, left: u32, right: u32, out: &mut Vec<f32>) {
        let (a, b) = (self.records.words.get(left), self.records.words.get(right));
        let mut counts = [[[0.0f32; 3]; 3]; 3];
        let (mut i, mut j) = (0, 0);
        while i < a.len() || j < b.len() {
            let x = a.get(i).copied().unwrap_or(u32::MAX);
            let y = b.get(j).copied().unwrap_or(u32::MAX);
            let word = self.records.vocabulary.words[x.min(y) as usize];
            let class = match word.class {
                WordClass::Letters => Some(0),
                WordClass::Digits => Some(1),
                WordClass::Mixed => Some(2),
                WordClass::Typed => None,
            };
            let side = match x.cmp(&y) {
                std::cmp::Ordering::Equal => 0,
                std::cmp::Ordering::Less => 1,
                std::cmp::Ordering::Greater => 2,
            };
            if let Some(class) = class {
                let rarity = BANDS
                    .iter()
                    .filter(|&&band| word.idf >= band * self.scale)
                    .count();
                counts[class][side][rarity] += 1.0;
            }
            i += usize::from(x <= y);
            j += usize::from(y <= x);
        }
        for [shared, first, second] in counts {
            out.extend(shared);
            out.extend((0..3).map(|rarity| first[rarity].min(second[rarity])));
            out.extend((0..3).map(|rarity| first[rarity].max(second[rarity])));
        }
    }
}

/// What every attribute tells.
fn common(compared: AttributeOutcome, (a, b): (u32, u32), out: &mut Vec<f32>) {
    out.push(f32::from(u8::from(a != MISSING)) + f32::from(u8::from(b != MISSING)));
    let known = |value: f32| {
        if compared.outcome.is_some() {
            value
        } else {
            f32::NAN
        }
    };
    out.push(known(compared.bits));
    out.push(compared.outcome.map_or(f32::NAN, |outcome| outcome.similarity));
    out.push(known(f32::from(u8::from(a == b))));
}

fn is_wordy(kind: AttributeKind) -> bool {
    matches!(
        kind,
        AttributeKind::Name | AttributeKind::Organization | AttributeKind::Address | AttributeKind::Text
    )
}

/// The features of a kind beyond the common ones.
fn own_features(kind: AttributeKind) -> &'static [&'static str] {
    match kind {
        AttributeKind::Name | AttributeKind::Organization | AttributeKind::Address | AttributeKind::Text => {
            &WORDY
        }
        AttributeKind::Number => &NUMBERS,
        AttributeKind::Date => &DATES,
        AttributeKind::Phone
        | AttributeKind::Email
        | AttributeKind::Code
        | AttributeKind::Category
        | AttributeKind::Ignore => &[],
    }
}

/// Dice coefficient of the distinct trigrams of two texts, blanks left out, so that words written apart or together
/// are alike.
fn trigram_dice(a: &[u8], b: &[u8]) -> f32 {
    if a == b {
        let letters = a.iter().filter(|&&c| c != b' ').count();
        return if letters < 3 { f32::NAN } else { 1.0 };
    }
    let trigrams = |text: &[u8]| {
        let letters: Vec<u8> = text.iter().copied().filter(|&c| c != b' ').collect();
        let mut found: Vec<[u8; 3]> = letters.windows(3).map(|w| [w[0], w[1], w[2]]).collect();
        found.sort_unstable();
        found.dedup();
        found
    };
    let (a, b) = (trigrams(a), trigrams(b));
    if a.is_empty() || b.is_empty() {
        return f32::NAN;
    }
    let shared = a
        .iter()
        .filter(|trigram| b.binary_search(trigram).is_ok())
        .count();
    2.0 * shared as f32 / (a.len() + b.len()) as f32
}

fn sort_into(words: &[u32], sorted: &mut Vec<u32>) {
    sorted.clear();
    sorted.extend_from_slice(words);
    sorted.sort_unstable();
    sorted.dedup();
}

fn word_features(words: &WordComparison, scale: f32) -> [f32; 16] {
    let (least, most) = (words.left.min(words.right), words.left.max(words.right));
    let share = |part: f32, whole: f32| {
        if whole > 0.0 {
            (part / whole).min(1.0)
        } else {
            f32::NAN
        }
    };
    [
        words.cosine,
        share(words.shared, least),
        share(words.shared, most),
        words.shared / scale,
        words.rarest_shared / scale,
        words.rarest_left.min(words.rarest_right) / scale,
        words.rarest_left.max(words.rarest_right) / scale,
        (least - words.shared).max(0.0) / scale,
        (most - words.shared).max(0.0) / scale,
        words.numbers_shared,
        words.numbers_left.min(words.numbers_right),
        words.numbers_left.max(words.numbers_right),
        words.code_shared / scale,
        words.code_left.min(words.code_right) / scale,
        words.code_left.max(words.code_right) / scale,
        share(least, most),
    ]
}

fn numbers(attribute: &Attribute, (a, b): (u32, u32), out: &mut Vec<f32>) {
    let (x, y) = (attribute.parsed[a as usize], attribute.parsed[b as usize]);
    if x == 0 || y == 0 {
        out.extend([f32::NAN, f32::NAN]);
        return;
    }
    let (x, y) = (f32::from_bits(x), f32::from_bits(y));
    let scale = x.abs().max(y.abs());
    out.push(if scale > 0.0 { (x - y).abs() / scale } else { 0.0 });
    out.push((x - y).abs());
}

fn dates(attribute: &Attribute, (a, b): (u32, u32), out: &mut Vec<f32>) {
    let parse = |value: u32| Date::from_canonical(attribute.texts.get(value));
    let (Some(x), Some(y)) = (parse(a), parse(b)) else {
        out.extend([f32::NAN, f32::NAN]);
        return;
    };
    // Months of 31 days keep the order of dates, and more is not asked for.
    let days = |date: Date| f32::from(date.year) * 372.0 + f32::from(date.month) * 31.0 + f32::from(date.day);
    out.push(f32::from(x.year.abs_diff(y.year)));
    out.push(if x.month == 0 || y.month == 0 {
        f32::NAN
    } else {
        (days(x) - days(y)).abs()
    });
}
