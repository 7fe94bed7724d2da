//! The best way to part a leaf's rows by one feature.

use super::super::BoostSettings;
use super::super::bins::Column;
use super::Draw;
use super::histogram::{Histogram, Scale, Sum};

/// Gains below this are rounding.
const MIN_GAIN: f64 = 1e-9;

/// The most log-odds one tree can move a row by, before shrinkage. Real steps stay far below; without the
/// limit, rows whose second derivatives vanish could move to infinity.
const MAX_STEP: f64 = 100.0;

/// Keeps a Newton step a number where the second derivatives vanish and there is no `l2`.
const MIN_CURVATURE: f64 = 1e-12;

/// The values a leaf may take so that monotone splits above it stay monotone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub low: f64,
    pub high: f64,
}

impl Bounds {
    pub const WIDEST: Self = Self {
        low: -MAX_STEP,
        high: MAX_STEP,
    };
}

/// A way to part the rows of a leaf.
#[derive(Debug, Clone, Copy)]
pub(super) struct Split {
    pub gain: f64,
    pub feature: usize,
    /// Rows in this bin or an earlier one go left.
    pub bin: u8,
    pub missing_left: bool,
    pub left: Sum,
    pub left_bounds: Bounds,
    pub right_bounds: Bounds,
}

/// What decides how good a split is.
pub(super) struct Judge<'a> {
    pub settings: &'a BoostSettings,
    pub scale: Scale,
    pub total: Sum,
    pub bounds: Bounds,
    /// Where the leaf's rows begin and end, which no other leaf of the tree shares.
    pub rows: (usize, usize),
    pub draw: Draw,
}

impl Judge<'_> {
    /// The best split of one feature, of those that are tried. Among equals the lowest threshold wins.
    pub fn best(
        &self,
        feature: usize,
        column: &Column,
        monotone: i8,
        histogram: &Histogram,
    ) -> Option<Split> {
        let value_bins = column.value_bins();
        let missing = histogram[value_bins];
        let has_missing = self.scale.rows(missing) > 0;
        let unsplit = self.score(self.total).0;
        let is_tried = self.tried(feature, &histogram[..value_bins], has_missing);
        let mut best: Option<Split> = None;
        let mut left = Sum::default();
        for (bin, &sum) in histogram[..value_bins].iter().enumerate() {
            if self.scale.rows(sum) == 0 {
                continue;
            }
            left += sum;
            if !is_tried[bin] {
                continue;
            }
            let mut consider = |left: Sum, missing_left: bool, monotone: i8| {
                let least = best.map_or(MIN_GAIN, |best| best.gain);
                let candidate = self.judge(left, unsplit + least, monotone);
                if let Some((score, left_bounds, right_bounds)) = candidate {
                    best = Some(Split {
                        gain: score - unsplit,
                        feature,
                        bin: bin as u8,
                        missing_left,
                        left,
                        left_bounds,
                        right_bounds,
                    });
                }
            };
            if has_missing {
                let mut with_missing = left;
                with_missing += missing;
                if with_missing == self.total {
                    // All values against the missing ones: nothing here rises or falls with a value.
                    let last = value_bins as u8 - 1;
                    consider(left, false, 0);
                    return best.map(|best| Self::beyond_values(best, bin as u8, last));
                }
                consider(left, false, monotone);
                consider(with_missing, true, monotone);
            } else {
                // Missing values that come later go with the majority.
                let majority_left = 2 * self.scale.rows(left) >= self.scale.rows(self.total);
                consider(left, majority_left, monotone);
            }
        }
        best
    }

    /// Bins after which a split is tried: all, or some of those that hold rows, drawn at random.
    fn tried(&self, feature: usize, values: &[Sum], has_missing: bool) -> [bool; 256] {
        let wanted = self.settings.thresholds;
        if wanted == 0 {
            return [true; 256];
        }
        let mut choices = [0u8; 256];
        let mut count = 0;
        for (bin, &sum) in (0..=u8::MAX).zip(values) {
            // Each place is written until a bin with rows keeps it, so that the processor need not guess which do.
            choices[count] = bin;
            count += usize::from(self.scale.rows(sum) > 0);
        }
        if !has_missing {
            // Nothing is beyond the last value.
            count = count.saturating_sub(1);
        }
        let mut is_tried = [count <= wanted; 256];
        if count > wanted {
            for number in 0..wanted {
                let choice = choices[self.draw.threshold(self.rows, feature, number, count)];
                is_tried[usize::from(choice)] = true;
            }
        }
        is_tried
    }

    /// Moves a split of values against missing ones up to the last bin, so that no value goes right.
    fn beyond_values(split: Split, bin: u8, last: u8) -> Split {
        let bin = if split.bin == bin { last } else { split.bin };
        Split { bin, ..split }
    }

    /// The score of a split and the bounds of its two sides, if it is allowed and scores above `least`.
    fn judge(&self, left: Sum, least: f64, monotone: i8) -> Option<(f64, Bounds, Bounds)> {
        let right = self.total - left;
        let min_rows = self.settings.min_leaf_rows.max(1);
        if self.scale.rows(left) < min_rows || self.scale.rows(right) < min_rows {
            return None;
        }
        let min_weight = self.settings.min_leaf_weight;
        if self.scale.second(left) < min_weight || self.scale.second(right) < min_weight {
            return None;
        }
        let (left_score, left_step) = self.score(left);
        let (right_score, right_step) = self.score(right);
        if left_score + right_score <= least {
            return None;
        }
        let rise = right_step - left_step;
        if (monotone > 0 && rise < 0.0) || (monotone < 0 && rise > 0.0) {
            return None;
        }
        let (mut left_bounds, mut right_bounds) = (self.bounds, self.bounds);
        let middle = f64::midpoint(left_step, right_step);
        match monotone.signum() {
            1 => (left_bounds.high, right_bounds.low) = (middle, middle),
            -1 => (left_bounds.low, right_bounds.high) = (middle, middle),
            _ => {}
        }
        Some((left_score + right_score, left_bounds, right_bounds))
    }

    /// Twice the loss a leaf takes away, and its Newton step within the bounds.
    fn score(&self, sum: Sum) -> (f64, f64) {
        let first = self.scale.first(sum);
        let curvature = (self.scale.second(sum) + self.settings.l2.max(0.0)).max(MIN_CURVATURE);
        let step = newton_step(first, curvature, self.bounds);
        (-step * (2.0 * first + curvature * step), step)
    }

    /// The value of the whole leaf, before shrinkage.
    pub fn step(&self) -> f64 {
        self.score(self.total).1
    }
}

fn newton_step(first: f64, curvature: f64, bounds: Bounds) -> f64 {
    (-first / curvature).max(bounds.low).min(bounds.high)
}
