//! Random choices from a seed, in whole numbers or with exact arithmetic, so that every machine draws the same.

use onefold_engine::workbench::Random;

/// A source of random choices.
#[derive(Debug)]
pub(crate) struct Draw(Random);

impl Draw {
    /// Starts from a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(Random::new(seed))
    }

    /// A number below `limit`; 0 where `limit` is 0.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0.below(limit.max(1) as u32) as usize
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1).max(1) as usize) as i64
    }

    /// True with this probability.
    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.0.unit() < probability
    }

    /// One of the items, which are not empty.
    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// One of a few values.
    pub(crate) fn of<T: Copy>(&mut self, items: &[T]) -> T {
        *self.pick(items)
    }

    /// An index below `limit`; the larger `skew`, the more often a small one, much as words are used.
    pub(crate) fn skewed(&mut self, limit: usize, skew: u32) -> usize {
        let first = self.0.unit();
        let mut at = first;
        for _ in 0..skew {
            at *= first;
        }
        ((at * limit as f64) as usize).min(limit.saturating_sub(1))
    }

    /// An index, by whole weights.
    pub(crate) fn weighted(&mut self, weights: impl Iterator<Item = u32> + Clone) -> usize {
        let mut left = self.below(weights.clone().sum::<u32>() as usize) as u32;
        for (index, weight) in weights.enumerate() {
            if left < weight {
                return index;
            }
            left -= weight;
        }
        0
    }

    /// How many times in a row something with this probability happens, at most `most`.
    pub(crate) fn repeats(&mut self, probability: f64, most: usize) -> usize {
        (0..most).take_while(|_| self.chance(probability)).count()
    }

    /// Puts items in a random order.
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }

    /// A text by a pattern: `9` is a digit, `A` a capital letter, `h` a hexadecimal digit; the rest stays.
    pub(crate) fn code(&mut self, pattern: &str) -> String {
        pattern
            .chars()
            .map(|sign| match sign {
                '9' => self.digit(),
                'A' => self.of(b"ABCDEFGHKLMNPRSTUVWXYZ").into(),
                'h' => self.of(b"0123456789abcdef").into(),
                other => other,
            })
            .collect()
    }

    /// A text by one of several patterns.
    pub(crate) fn code_of(&mut self, patterns: &[&str]) -> String {
        let pattern = self.of(patterns);
        self.code(pattern)
    }

    /// A decimal digit.
    pub(crate) fn digit(&mut self) -> char {
        self.of(b"0123456789").into()
    }
}
