//! What the values of a column are like: its words, its whole values, and the shape of both.

use std::collections::{HashMap, HashSet};

use onefold_data::Table;

use super::values;

/// Number of values that are looked at, evenly over the table.
const VALUES: usize = 4_000;

/// What a sample of a column's values shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sample {
    /// Values that were not empty.
    pub count: usize,
    /// How many values each word is in.
    pub words: HashMap<String, f64>,
    /// Distinct values, in small letters and without punctuation.
    pub whole: HashSet<String>,
    /// Mean number of words of a value.
    pub mean_words: f64,
    pub shape: Shape,
}

/// Mean shares of kinds of characters, and more that tells columns apart whatever their values.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Shape {
    letters: f64,
    digits: f64,
    length: f64,
    at_signs: f64,
    marks: f64,
    variety: f64,
}

impl Sample {
    pub fn of(table: &Table, column: usize) -> Self {
        let step = (table.len() / VALUES).max(1);
        let mut sample = Self::default();
        let mut shape = Shape::default();
        let mut wholes: HashMap<String, usize> = HashMap::new();
        for value in values(table, column).step_by(step) {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            sample.count += 1;
            shape.add(value);
            let words = words_of(value);
            sample.mean_words += words.len() as f64;
            *wholes.entry(words.join(" ")).or_default() += 1;
            for word in telling(words) {
                *sample.words.entry(word).or_default() += 1.0;
            }
        }
        let count = sample.count.max(1) as f64;
        sample.mean_words /= count;
        shape.divide(count);
        shape.variety = variety(wholes.values().copied());
        sample.shape = shape;
        sample.whole = wholes.into_keys().collect();
        sample
    }

    /// Whether the values are words that vary, such as names and titles, and not numbers, codes or marks.
    pub fn is_text(&self) -> bool {
        let varies = self.shape.variety >= 0.3 || self.whole.len() == self.count;
        self.count > 0 && varies && self.shape.letters >= 0.5 && self.shape.length >= 3.0
    }

    /// What the values of several columns are like when they are joined.
    pub fn joined(parts: &[&Self]) -> Self {
        let mut whole = Self::default();
        for part in parts {
            whole.count = whole.count.max(part.count);
            whole.mean_words += part.mean_words * part.count as f64;
            for (word, count) in &part.words {
                *whole.words.entry(word.clone()).or_default() += count;
            }
        }
        whole.mean_words /= whole.count.max(1) as f64;
        whole
    }

    /// Similarity of the words, 0 to 1: the cosine of how often each is there, with frequent ones dampened; for columns of
    /// different size also the share of the smaller one's words that the other has.
    pub fn words_in_common(&self, other: &Self) -> f64 {
        let weight = |count: f64| (1.0 + count).ln();
        let (few, many) = if self.words.len() < other.words.len() {
            (self, other)
        } else {
            (other, self)
        };
        let both = few
            .words
            .iter()
            .filter_map(|(word, &count)| Some((count, *many.words.get(word)?)));
        let (mut common, mut own): (Vec<f64>, Vec<f64>) = both
            .map(|(count, more)| (weight(count) * weight(more), weight(count).powi(2)))
            .unzip();
        // A sum depends on its order, and that of a map is random.
        common.sort_by(f64::total_cmp);
        own.sort_by(f64::total_cmp);
        let (norm_few, norm_many) = (norm(&few.words), norm(&many.words));
        if norm_few == 0.0 || norm_many == 0.0 {
            return 0.0;
        }
        let cosine = common.iter().sum::<f64>() / (norm_few * norm_many).sqrt();
        let contained = own.iter().sum::<f64>() / norm_few;
        let even = ratio(norm_few, norm_many).sqrt();
        even * cosine + (1.0 - even) * (cosine * contained).sqrt()
    }

    /// Share of the distinct values of the smaller column that the other has too.
    pub fn values_in_common(&self, other: &Self) -> f64 {
        let smaller = self.whole.len().min(other.whole.len());
        if smaller == 0 {
            return 0.0;
        }
        self.whole.intersection(&other.whole).count() as f64 / smaller as f64
    }

    /// How alike the values look, 0 to 1.
    pub fn looks_like(&self, other: &Self) -> f64 {
        let near = |a: f64, b: f64| 1.0 - (a - b).abs().min(1.0);
        let (a, b) = (&self.shape, &other.shape);
        near(a.letters, b.letters).powi(2)
            * near(a.digits, b.digits).powi(2)
            * near(a.at_signs * 8.0, b.at_signs * 8.0)
            * near(a.marks, b.marks)
            * ratio(a.length, b.length).sqrt()
            * near(a.variety, b.variety).sqrt()
    }
}

fn ratio(a: f64, b: f64) -> f64 {
    if a.max(b) == 0.0 { 1.0 } else { a.min(b) / a.max(b) }
}

/// Number of digits before the fraction of a number, which may have a currency and separators of thousands.
fn whole_digits(value: &str) -> Option<usize> {
    let bare = value.trim_matches(|c: char| c.is_whitespace() || "$€£¥-+%".contains(c));
    let is_number = bare.starts_with(|c: char| c.is_ascii_digit())
        && bare
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b',')
        && bare.bytes().filter(|byte| *byte == b'.').count() < 2;
    let whole = bare.split('.').next().unwrap_or(bare);
    is_number.then(|| whole.bytes().filter(u8::is_ascii_digit).count())
}

/// How varied values are, 0 to 1, by the chance that two of them are equal; this does not depend on their number.
fn variety(counts: impl Iterator<Item = usize> + Clone) -> f64 {
    /// Chances below one in ten thousand are not told apart.
    const MOST: f64 = 4.0;
    let all: usize = counts.clone().sum();
    let pairs = |count: usize| count as f64 * count.saturating_sub(1) as f64;
    // Half a pair more: without an equal pair, the chance is unknown but small.
    let equal: f64 = counts.map(pairs).sum::<f64>() + 1.0;
    ((pairs(all) + 1.0) / equal).log10().clamp(0.0, MOST) / MOST
}

/// The words that tell something: short numbers beside other words are days, months and cents, and of a date the year is
/// what columns differ in.
fn telling(words: Vec<String>) -> Vec<String> {
    let is_number = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
    if let [date] = words.as_slice()
        && let Some(year) = year_of(date)
    {
        return vec![year.to_owned()];
    }
    let is_telling = |word: &String| word.len() > 2 || !is_number(word);
    if words.iter().any(is_telling) {
        words.into_iter().filter(is_telling).collect()
    } else {
        words
    }
}

/// The year of a date such as `19801214`.
fn year_of(word: &str) -> Option<&str> {
    let number = |from: usize, to: usize| word.get(from..to)?.parse::<u32>().ok();
    let is_date = word.len() == 8
        && (1800..2100).contains(&number(0, 4)?)
        && (1..=12).contains(&number(4, 6)?)
        && (1..=31).contains(&number(6, 8)?);
    is_date.then(|| &word[..4])
}

fn norm(words: &HashMap<String, f64>) -> f64 {
    let mut squares: Vec<f64> = words.values().map(|&count| (1.0 + count).ln().powi(2)).collect();
    squares.sort_by(f64::total_cmp);
    squares.iter().sum()
}

impl Shape {
    fn add(&mut self, value: &str) {
        if let Some(digits) = whole_digits(value) {
            // Numbers look alike with and without currency, separators and fraction.
            self.length += digits as f64;
            self.digits += 1.0;
            return;
        }
        let mut length = 0.0_f64;
        let (mut letters, mut digits, mut at_signs, mut marks) = (0.0, 0.0, 0.0, 0.0);
        for c in value.chars() {
            length += 1.0;
            if c.is_alphabetic() {
                letters += 1.0;
            } else if c.is_ascii_digit() {
                digits += 1.0;
            } else if c == '@' {
                at_signs += 1.0;
            } else if !c.is_whitespace() {
                marks += 1.0;
            }
        }
        self.length += length;
        self.letters += letters / length.max(1.0);
        self.digits += digits / length.max(1.0);
        self.at_signs += at_signs / length.max(1.0);
        self.marks += marks / length.max(1.0);
    }

    fn divide(&mut self, count: f64) {
        for part in [
            &mut self.length,
            &mut self.letters,
            &mut self.digits,
            &mut self.at_signs,
            &mut self.marks,
        ] {
            *part /= count;
        }
    }
}

/// Words in small letters.
pub(crate) fn words_of(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}
