//! Sums of gradients by bin, in integers: exact under subtraction and in any order of addition.
//!
//! Ke et al. (2017) get the histogram of one child as the parent's minus the other child's. With floats
//! the difference drifts; with fixed-point numbers it is exact. Shi et al. (2022, "Quantized training of
//! gradient boosting decision trees", `NeurIPS`) show that far fewer digits than kept here are enough.

use std::ops::{AddAssign, Sub, SubAssign};

use super::super::bins::Column;

/// Digits of a row's first derivative: 30 bits and at most 2^27 rows stay below 63 bits.
const FIRST_BITS: u32 = 30;

/// Rows read before going on to the next column, so that their sums stay in the first-level cache.
const ROW_BLOCK: usize = 1024;

/// One slot for each value of a byte, so that no bin needs a range check.
pub(super) type Histogram = [Sum; 256];

/// The derivatives of some rows, and how many rows they are, in fixed point.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sum {
    first: i64,
    /// The second derivatives above, the row count in the lowest bits: see [`Scale`].
    second_and_rows: u64,
}

impl AddAssign for Sum {
    fn add_assign(&mut self, other: Self) {
        self.first += other.first;
        self.second_and_rows += other.second_and_rows;
    }
}

impl SubAssign for Sum {
    fn sub_assign(&mut self, other: Self) {
        self.first -= other.first;
        self.second_and_rows -= other.second_and_rows;
    }
}

impl Sub for Sum {
    type Output = Self;

    fn sub(mut self, other: Self) -> Self {
        self -= other;
        self
    }
}

/// What the fixed-point numbers of one training run mean.
///
/// With `n` rows, a count takes `c = log2(n) + 1` bits. A row's second derivative has `63 - 2c` bits, at
/// most 30, so that the sum over all rows, shifted by `c`, stays below 2^63.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    count_bits: u32,
    first: f64,
    second: f64,
}

impl Scale {
    /// For rows of which none weighs more than `heaviest`.
    pub fn new(rows: usize, heaviest: f64) -> Self {
        let count_bits = usize::BITS - rows.leading_zeros();
        let second_bits = (63 - 2 * count_bits).min(FIRST_BITS);
        let heaviest = heaviest.max(f64::MIN_POSITIVE);
        // The second derivative p (1 - p) is at most a quarter; one unit is kept for rounding.
        Self {
            count_bits,
            first: f64::from(1_u32 << FIRST_BITS) / heaviest,
            second: f64::from((1_u32 << second_bits) - 1) / (heaviest / 4.0),
        }
    }

    /// One row's derivatives.
    pub fn row(&self, first: f64, second: f64) -> Sum {
        let second = (second * self.second).round() as u64;
        Sum {
            first: (first * self.first).round() as i64,
            second_and_rows: (second << self.count_bits) | 1,
        }
    }

    /// The sum of first derivatives.
    pub fn first(&self, sum: Sum) -> f64 {
        sum.first as f64 / self.first
    }

    /// The sum of second derivatives.
    pub fn second(&self, sum: Sum) -> f64 {
        (sum.second_and_rows >> self.count_bits) as f64 / self.second
    }

    /// How many rows were added.
    pub fn rows(&self, sum: Sum) -> usize {
        (sum.second_and_rows & ((1 << self.count_bits) - 1)) as usize
    }
}

/// Sums rows into the histograms of some columns, whose bins are those that their columns use. `gradients` runs along with
/// `rows`.
pub(super) fn fill(columns: &[&Column], rows: &[u32], gradients: &[Sum], histograms: &mut [Histogram]) {
    for (column, histogram) in columns.iter().zip(&mut *histograms) {
        histogram[..=column.value_bins()].fill(Sum::default());
    }
    for (rows, gradients) in rows.chunks(ROW_BLOCK).zip(gradients.chunks(ROW_BLOCK)) {
        let along = || rows.iter().map(|&row| row as usize).zip(gradients);
        // Rows in a row often share a bin, so that one sum waits for the last; two columns need not wait for each other.
        let (pairs, rest) = columns.as_chunks::<2>();
        let (of_pairs, of_rest) = histograms.as_chunks_mut::<2>();
        for ([a, b], [of_a, of_b]) in pairs.iter().zip(of_pairs) {
            for (row, &gradient) in along() {
                of_a[usize::from(a.bins[row])] += gradient;
                of_b[usize::from(b.bins[row])] += gradient;
            }
        }
        for (column, histogram) in rest.iter().zip(of_rest) {
            for (row, &gradient) in along() {
                histogram[usize::from(column.bins[row])] += gradient;
            }
        }
    }
}

/// Leaves in each histogram what the smaller one does not account for.
pub(super) fn subtract(columns: &[&Column], histograms: &mut [Histogram], smaller: &[Histogram]) {
    for ((column, histogram), smaller) in columns.iter().zip(histograms).zip(smaller) {
        let sums = histogram[..=column.value_bins()].iter_mut();
        for (sum, part) in sums.zip(smaller) {
            *sum -= *part;
        }
    }
}
