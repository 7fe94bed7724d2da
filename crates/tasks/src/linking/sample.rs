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
    distinct: f64,
}

impl Sample {
    pub fn of(table: &Table, column: usize) -> Self {
        let step = (table.len() / VALUES).max(1);
        let mut sample = Self::default();
        let mut shape = Shape::default();
        for value in values(table, column).step_by(step) {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            sample.count += 1;
            shape.add(value);
            let words = words_of(value);
            sample.mean_words += words.len() as f64;
            sample.whole.insert(words.join(" "));
            for word in words {
                *sample.words.entry(word).or_default() += 1.0;
            }
        }
        let count = sample.count.max(1) as f64;
        sample.mean_words /= count;
        shape.divide(count);
        shape.distinct = sample.whole.len() as f64 / count;
        sample.shape = shape;
        sample
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

    /// Similarity of the words, 0 to 1: the cosine of how often each is there, with frequent ones dampened.
    pub fn words_in_common(&self, other: &Self) -> f64 {
        let weight = |count: f64| (1.0 + count).ln();
        let (few, many) = if self.words.len() < other.words.len() {
            (self, other)
        } else {
            (other, self)
        };
        let mut common: Vec<f64> = few
            .words
            .iter()
            .filter_map(|(word, &count)| Some(weight(count) * weight(*many.words.get(word)?)))
            .collect();
        // A sum depends on its order, and that of a map is random.
        common.sort_by(f64::total_cmp);
        let product = (norm(&few.words) * norm(&many.words)).sqrt();
        if product == 0.0 {
            0.0
        } else {
            common.iter().sum::<f64>() / product
        }
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
        let ratio = |a: f64, b: f64| if a.max(b) == 0.0 { 1.0 } else { a.min(b) / a.max(b) };
        let near = |a: f64, b: f64| 1.0 - (a - b).abs().min(1.0);
        let (a, b) = (&self.shape, &other.shape);
        near(a.letters, b.letters).powi(2)
            * near(a.digits, b.digits).powi(2)
            * near(a.at_signs * 8.0, b.at_signs * 8.0)
            * near(a.marks, b.marks)
            * ratio(a.length, b.length).sqrt()
            * near(a.distinct, b.distinct).sqrt()
    }
}

fn norm(words: &HashMap<String, f64>) -> f64 {
    let mut squares: Vec<f64> = words.values().map(|&count| (1.0 + count).ln().powi(2)).collect();
    squares.sort_by(f64::total_cmp);
    squares.iter().sum()
}

impl Shape {
    fn add(&mut self, value: &str) {
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
