//! Compares two values of one attribute: a similarity in 0..=1 and a comparison level.

use crate::{
    AttributeKind,
    compare::names,
    similarity::{by_letter, jaro_winkler, osa_at_most},
    standardize::{
        Attribute, MISSING, Value, Vocabulary, Word, WordClass,
        clean::PART,
        date::Date,
        script::{Script, romanize},
    },
};

/// Levels of the finest kind; level 0 means equal, the last level of a kind means different.
pub const MOST_LEVELS: usize = 6;

/// How two present values compare.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// Comparison level; 0 is equal.
    pub level: u8,
    /// Similarity in 0..=1.
    pub similarity: f32,
}

impl Outcome {
    const EQUAL: Self = Self {
        level: 0,
        similarity: 1.0,
    };

    pub const fn new(level: u8, similarity: f32) -> Self {
        Self { level, similarity }
    }
}

/// Names of the levels of a kind, from equal to different.
pub fn level_names(kind: AttributeKind) -> &'static [&'static str] {
    match kind {
        AttributeKind::Name => &[
            "equal",
            "nearly equal",
            "similar",
            "somewhat similar",
            "different",
        ],
        AttributeKind::Organization => &[
            "equal",
            "nearly equal",
            "similar",
            "one is short for the other",
            "somewhat similar",
            "different",
        ],
        AttributeKind::Address | AttributeKind::Text => &[
            "equal",
            "nearly the same words",
            "mostly the same words",
            "half the words",
            "few words shared",
            "different",
        ],
        AttributeKind::Date => &[
            "equal",
            "one part differs",
            "same year, or same day and month",
            "different",
        ],
        AttributeKind::Phone => &[
            "equal",
            "one of several equal",
            "one digit differs",
            "two digits differ",
            "different",
        ],
        AttributeKind::Email => &[
            "equal",
            "same name or one letter differs",
            "similar name",
            "different",
        ],
        AttributeKind::Code => &[
            "equal",
            "one character differs",
            "two characters differ",
            "different",
        ],
        AttributeKind::Number => &["equal", "within 2 %", "within 10 %", "within 30 %", "different"],
        AttributeKind::Category | AttributeKind::Ignore => &["equal", "different"],
    }
}

/// Compares two values; `None` where one is missing.
pub fn compare_values(
    attribute: &Attribute,
    vocabulary: &Vocabulary,
    left: Value<'_>,
    right: Value<'_>,
) -> Option<Outcome> {
    compare_present(left, right, || {
        compare_different(attribute, vocabulary, left, right)
    })
}

/// The outcome of two values: `None` where one is missing, equal where they are, and else what `compare` says.
#[inline]
pub fn compare_present(
    left: Value<'_>,
    right: Value<'_>,
    compare: impl FnOnce() -> Outcome,
) -> Option<Outcome> {
    if left.number == MISSING || right.number == MISSING {
        None
    } else if left.number == right.number {
        Some(Outcome::EQUAL)
    } else {
        Some(compare())
    }
}

/// Whether comparing two values of a kind costs more than looking the outcome up.
#[inline]
pub fn is_dear(kind: AttributeKind) -> bool {
    !matches!(
        kind,
        AttributeKind::Number | AttributeKind::Category | AttributeKind::Ignore
    )
}

/// Compares two different values.
pub fn compare_different(
    attribute: &Attribute,
    vocabulary: &Vocabulary,
    left: Value<'_>,
    right: Value<'_>,
) -> Outcome {
    match attribute.kind {
        AttributeKind::Name => names::of_one_word(left.text, right.text).unwrap_or_else(|| {
            let (a, b) = in_order(attribute, left, right);
            names::people(attribute, vocabulary, a, b)
        }),
        AttributeKind::Organization => {
            let (a, b) = in_order(attribute, left, right);
            names::organizations(attribute, vocabulary, a, b)
        }
        AttributeKind::Address | AttributeKind::Text => {
            let (a, b) = in_order(attribute, left, right);
            texts(attribute, vocabulary, a.number, b.number)
        }
        AttributeKind::Date => dates(left.text, right.text),
        AttributeKind::Phone => parts(left.text, right.text, phones),
        AttributeKind::Email => parts(left.text, right.text, emails),
        AttributeKind::Code => parts(left.text, right.text, codes),
        AttributeKind::Number => numbers(attribute, left.number, right.number),
        AttributeKind::Category | AttributeKind::Ignore => Outcome::new(1, 0.0),
    }
}

/// Two values in the order of their texts, so that no measure of several words can depend on the order of the records.
fn in_order<'a>(attribute: &Attribute, left: Value<'a>, right: Value<'a>) -> (Value<'a>, Value<'a>) {
    let text = |value: &Value<'_>| attribute.texts.get(value.number);
    let is_ordered = left
        .text
        .cmp(right.text)
        .then_with(|| text(&left).cmp(text(&right)))
        .is_lt();
    if is_ordered { (left, right) } else { (right, left) }
}

pub(super) fn graded(similarity: f32, steps: &[f32]) -> Outcome {
    let level = steps
        .iter()
        .position(|&step| similarity >= step)
        .unwrap_or(steps.len());
    Outcome::new(level as u8 + 1, similarity)
}

/// Compares values of which one or both may hold several parts: the best pair counts, and an equal one among several is
/// less than an equal value.
fn parts(a: &[u8], b: &[u8], compare: impl Fn(&[u8], &[u8]) -> Outcome) -> Outcome {
    let between = PART as u8;
    if !a.contains(&between) && !b.contains(&between) {
        return compare(a, b);
    }
    let mut best = Outcome::new(u8::MAX, 0.0);
    for x in a.split(|&c| c == between) {
        for y in b.split(|&c| c == between) {
            let outcome = if x == y { Outcome::EQUAL } else { compare(x, y) };
            if outcome.level < best.level
                || (outcome.level == best.level && outcome.similarity > best.similarity)
            {
                best = outcome;
            }
        }
    }
    if best.level == 0 {
        Outcome::new(1, 0.95)
    } else {
        best
    }
}

fn texts(attribute: &Attribute, vocabulary: &Vocabulary, a: u32, b: u32) -> Outcome {
    let (left, right) = (attribute.compared_words(a), attribute.compared_words(b));
    let shared = overlap(vocabulary, left, right, |x, y| word_similarity(vocabulary, x, y));
    graded(shared.dice(), &[0.85, 0.65, 0.45, 0.25])
}

/// How much of two lists of words is shared, weighted by inverse document frequency.
#[derive(Debug, Clone, Copy, Default)]
pub struct Overlap {
    shared: f32,
    left: f32,
    right: f32,
    /// Whether each side has a word without counterpart, so that one word stands for another.
    pub(super) is_substituted: bool,
}

impl Overlap {
    /// Shared mass over the mean mass of both sides.
    pub fn dice(self) -> f32 {
        let mass = self.left + self.right;
        if mass > 0.0 {
            (2.0 * self.shared / mass).min(1.0)
        } else {
            0.0
        }
    }

    /// Share of the smaller side that stands in the other.
    pub fn containment(self) -> f32 {
        let least = self.left.min(self.right);
        if least > 0.0 {
            (self.shared / least).min(1.0)
        } else {
            0.0
        }
    }
}

/// Words that are compared of each side; the rest of a long text is compared exactly only, as whole records.
const COMPARED_WORDS: usize = 32;

/// Overlap of two values: equal words first, then similar ones (soft TF-IDF, Cohen, Ravikumar and Fienberg 2003).
/// `similar` says how alike two different words are.
pub(super) fn overlap(
    vocabulary: &Vocabulary,
    left: &[u32],
    right: &[u32],
    similar: impl Fn(u32, u32) -> f32,
) -> Overlap {
    let mut overlap = Overlap {
        shared: 0.0,
        left: left.iter().map(|&word| vocabulary.idf(word)).sum(),
        right: right.iter().map(|&word| vocabulary.idf(word)).sum(),
        is_substituted: false,
    };
    let (left, right) = (
        &left[..left.len().min(COMPARED_WORDS)],
        &right[..right.len().min(COMPARED_WORDS)],
    );
    let mut taken = 0u32;
    let mut open = [0u32; COMPARED_WORDS];
    let mut open_len = 0;
    for &word in left {
        let equal = right
            .iter()
            .enumerate()
            .position(|(at, &other)| other == word && taken & (1 << at) == 0);
        if let Some(at) = equal {
            taken |= 1 << at;
            overlap.shared += vocabulary.idf(word);
        } else {
            open[open_len] = word;
            open_len += 1;
        }
    }
    let mut is_left_alone = false;
    for &word in &open[..open_len] {
        let mut best = (0.0f32, usize::MAX);
        for (at, &other) in right.iter().enumerate() {
            if taken & (1 << at) == 0 {
                let similarity = similar(word, other);
                if similarity > best.0 {
                    best = (similarity, at);
                }
            }
        }
        if best.1 == usize::MAX {
            is_left_alone |= is_full_word(vocabulary, word);
        } else {
            taken |= 1 << best.1;
            let idf = vocabulary.idf(word).min(vocabulary.idf(right[best.1]));
            overlap.shared += best.0 * idf;
        }
    }
    let mut right = right.iter().enumerate();
    overlap.is_substituted =
        is_left_alone && right.any(|(at, &word)| taken & (1 << at) == 0 && is_full_word(vocabulary, word));
    overlap
}

/// Whether a word says more than an initial or a particle: letters, four at least.
fn is_full_word(vocabulary: &Vocabulary, word: u32) -> bool {
    const LEAST: usize = 4;
    vocabulary.words[word as usize].class == WordClass::Letters && vocabulary.texts.get(word).len() >= LEAST
}

/// Similarity below which two words have nothing to do with each other.
const SIMILAR_WORD: f32 = 0.87;

/// Similarity of two different words; 0 unless they are likely to be spellings of one. Words with digits are alike only
/// where one begins or ends with the other, since another digit is another thing.
pub fn word_similarity(vocabulary: &Vocabulary, a: u32, b: u32) -> f32 {
    let (x, y) = (vocabulary.words[a as usize], vocabulary.words[b as usize]);
    if may_be_similar(x, y) {
        text_similarity(x, y, vocabulary.texts.get(a), vocabulary.texts.get(b))
    } else {
        0.0
    }
}

/// Whether it is worth to look at the texts of two different words.
pub fn may_be_similar(x: Word, y: Word) -> bool {
    use WordClass::{Letters, Typed};
    if x.class == Typed || y.class == Typed {
        return false;
    }
    let (short, long) = (x.len.min(y.len), x.len.max(y.len));
    if x.class == Letters && y.class == Letters {
        x.first == y.first && (short == 1 || short >= 3 || long <= 2 * short)
    } else {
        short >= 4
    }
}

/// Similarity of two different words for which [`may_be_similar`] holds.
pub fn text_similarity(x: Word, y: Word, text_x: &[u8], text_y: &[u8]) -> f32 {
    if !(text_x.is_ascii() && text_y.is_ascii()) {
        return foreign_similarity(text_x, text_y);
    }
    let (short, long) = if text_x.len() <= text_y.len() {
        (text_x, text_y)
    } else {
        (text_y, text_x)
    };
    if x.class != WordClass::Letters || y.class != WordClass::Letters {
        return if long.starts_with(short) || long.ends_with(short) {
            0.9
        } else {
            0.0
        };
    }
    if short.len() == 1 {
        return 0.6;
    }
    if short.len() >= 3 && long.starts_with(short) {
        return 0.9;
    }
    if long.len() > 2 * short.len() {
        return 0.0;
    }
    let similarity = jaro_winkler(short, long);
    if similarity >= SIMILAR_WORD {
        similarity
    } else {
        0.0
    }
}

/// Similarity of two different words of which one is not in plain Latin letters.
fn foreign_similarity(x: &[u8], y: &[u8]) -> f32 {
    let (Ok(x), Ok(y)) = (std::str::from_utf8(x), std::str::from_utf8(y)) else {
        return 0.0;
    };
    let (script, other) = (Script::of(x), Script::of(y));
    if script != other {
        return names::latin_words(&romanize(x), &romanize(y));
    }
    if script.is_unspaced() {
        return 0.0;
    }
    let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    if short.chars().count() == 1 {
        return if long.starts_with(short) { 0.6 } else { 0.0 };
    }
    if short.chars().count() >= 3 && long.starts_with(short) {
        return 0.9;
    }
    let similarity = by_letter(short, long, jaro_winkler);
    if similarity >= SIMILAR_WORD {
        similarity
    } else {
        0.0
    }
}

fn dates(a: &[u8], b: &[u8]) -> Outcome {
    let (Some(x), Some(y)) = (Date::from_canonical(a), Date::from_canonical(b)) else {
        let near = osa_at_most(a, b, 1).is_some();
        return if near {
            Outcome::new(1, 0.85)
        } else {
            Outcome::new(3, 0.0)
        };
    };
    if x.month == 0 || y.month == 0 {
        return match x.year.abs_diff(y.year) {
            0 => Outcome::new(1, 0.9),
            1 => Outcome::new(2, 0.6),
            _ => Outcome::new(3, 0.0),
        };
    }
    let same = [x.year == y.year, x.month == y.month, x.day == y.day];
    let swapped = x.month == y.day && x.day == y.month;
    let unknown_day = |d: Date| d.month == 1 && d.day == 1;
    match same.iter().filter(|&&s| s).count() {
        2 => Outcome::new(1, 0.9),
        _ if same[0] && (swapped || unknown_day(x) || unknown_day(y)) => Outcome::new(1, 0.9),
        _ if osa_at_most(a, b, 1).is_some() => Outcome::new(1, 0.85),
        _ if same[0] || swapped => Outcome::new(2, 0.5),
        _ => Outcome::new(3, 0.0),
    }
}

fn phones(a: &[u8], b: &[u8]) -> Outcome {
    let tail = |digits: &[u8]| digits.len().saturating_sub(7);
    let (x, y) = (&a[tail(a)..], &b[tail(b)..]);
    match osa_at_most(x, y, 2) {
        Some(0) => Outcome::EQUAL,
        Some(1) => Outcome::new(2, 0.85),
        Some(_) => Outcome::new(3, 0.7),
        None => Outcome::new(4, 0.0),
    }
}

fn emails(a: &[u8], b: &[u8]) -> Outcome {
    fn local(address: &[u8]) -> &[u8] {
        address.split(|&c| c == b'@').next().unwrap_or_default()
    }
    let (x, y) = (local(a), local(b));
    if x == y && !x.is_empty() || osa_at_most(a, b, 1).is_some() {
        return Outcome::new(1, 0.95);
    }
    let similarity = jaro_winkler(x, y);
    if similarity >= 0.88 {
        Outcome::new(2, similarity)
    } else {
        Outcome::new(3, similarity * 0.5)
    }
}

fn codes(a: &[u8], b: &[u8]) -> Outcome {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let limit = match short.len() {
        0..=2 => return Outcome::new(3, 0.0),
        3..=5 => 1,
        _ => 2,
    };
    if short.len() >= 5 && (long.starts_with(short) || long.ends_with(short)) {
        return Outcome::new(1, 0.9);
    }
    match osa_at_most(a, b, limit) {
        Some(0 | 1) => Outcome::new(1, 0.85),
        Some(_) => Outcome::new(2, 0.65),
        None => Outcome::new(3, 0.0),
    }
}

fn numbers(attribute: &Attribute, a: u32, b: u32) -> Outcome {
    let (x, y) = (attribute.parsed[a as usize], attribute.parsed[b as usize]);
    if x == 0 || y == 0 {
        return Outcome::new(4, 0.0);
    }
    let (x, y) = (f32::from_bits(x), f32::from_bits(y));
    let scale = x.abs().max(y.abs());
    let difference = if scale > 0.0 { (x - y).abs() / scale } else { 0.0 };
    graded(1.0 - difference, &[0.98, 0.90, 0.70])
}
