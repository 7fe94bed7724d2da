//! Features as small integers: each column is cut into at most 255 bins (Ke et al. 2017, section 2.1).

use rayon::prelude::*;

/// The most bins of a column, so that with the one for missing values they fit a byte.
const MAX_BINS: usize = 255;

/// The values that decide where bins end: more would hardly move a quantile.
const SAMPLE_ROWS: usize = 200_000;

/// The training rows, one byte for each value, column after column.
pub(super) struct Binned {
    columns: Vec<Column>,
}

/// One feature of the training rows.
pub(super) struct Column {
    /// The bin of each row. Missing values have the bin after the last.
    pub bins: Vec<u8>,
    /// A value is in the first bin whose edge it does not exceed; the last bin has no edge.
    edges: Vec<f32>,
}

impl Binned {
    /// Bins the given rows of a row-major matrix.
    pub fn new(features: &[f32], columns: usize, rows: &[u32], max_bins: usize) -> Self {
        let max_bins = max_bins.clamp(2, MAX_BINS);
        let columns = (0..columns)
            .into_par_iter()
            .map(|column| {
                let value = |row: u32| features[row as usize * columns + column];
                Column::new(rows, value, max_bins)
            })
            .collect();
        Self { columns }
    }

    pub fn column(&self, feature: usize) -> &Column {
        &self.columns[feature]
    }
}

impl Column {
    fn new(rows: &[u32], value: impl Fn(u32) -> f32, max_bins: usize) -> Self {
        let stride = rows.len().div_ceil(SAMPLE_ROWS).max(1);
        let sample = rows.iter().step_by(stride).map(|&row| finite(value(row)));
        let edges = edges(sample.filter(|value| !value.is_nan()).collect(), max_bins);
        let missing = edges.len() as u8 + 1;
        let bin = |value: f32| {
            if value.is_nan() {
                missing
            } else {
                edges.partition_point(|&edge| edge < value) as u8
            }
        };
        let bins = rows.iter().map(|&row| bin(finite(value(row)))).collect();
        Self { bins, edges }
    }

    /// How many bins hold values; it is also the number of the bin of missing values.
    pub fn value_bins(&self) -> usize {
        self.edges.len() + 1
    }

    /// The threshold that parts a bin and those before it from the later ones.
    pub fn threshold(&self, bin: u8) -> f32 {
        self.edges.get(usize::from(bin)).copied().unwrap_or(f32::MAX)
    }
}

/// Infinite values become the largest finite ones, as thresholds are finite; both zeros become one.
fn finite(value: f32) -> f32 {
    value.clamp(f32::MIN, f32::MAX) + 0.0
}

/// Cuts sorted values into bins of about equal size; a value never falls in two bins.
fn edges(mut values: Vec<f32>, max_bins: usize) -> Vec<f32> {
    values.sort_unstable_by(f32::total_cmp);
    let runs: Vec<(f32, usize)> = values
        .chunk_by(|a, b| a.total_cmp(b).is_eq())
        .map(|run| (run[0], run.len()))
        .collect();
    if runs.len() <= max_bins {
        return runs
            .windows(2)
            .map(|pair| between(pair[0].0, pair[1].0))
            .collect();
    }
    let (mut edges, mut filled, mut left) = (Vec::new(), 0, values.len());
    for pair in runs.windows(2) {
        let [(value, count), (next, next_count)] = [pair[0], pair[1]];
        filled += count;
        let size = left / (max_bins - edges.len());
        // A value that fills a bin alone does not share it with smaller ones.
        if filled >= size || next_count >= size {
            edges.push(between(value, next));
            left -= filled;
            filled = 0;
        }
        if edges.len() + 1 == max_bins {
            break;
        }
    }
    edges
}

/// A number from `low` up to, but not including, `high`, close to their middle.
fn between(low: f32, high: f32) -> f32 {
    let middle = f64::midpoint(f64::from(low), f64::from(high)) as f32;
    if middle < high { middle } else { low }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn few_values_have_a_bin_each() {
        assert_eq!(edges(vec![1.0, 0.0, 1.0, 0.5, 0.0], 255), [0.25, 0.75]);
        assert_eq!(edges(vec![], 255), [0.0; 0]);
        assert_eq!(edges(vec![3.0], 255), [0.0; 0]);
    }

    #[test]
    fn a_frequent_value_keeps_a_bin_of_its_own() {
        let mut values: Vec<f32> = (0..1000_u16).map(f32::from).collect();
        values.extend(std::iter::repeat_n(500.0, 5000));
        let edges = edges(values, 16);
        assert!(edges.contains(&499.5) && edges.contains(&500.5), "{edges:?}");
    }

    #[test]
    fn neighbouring_floats_are_parted() {
        let next = 1.0_f32.next_up();
        assert_eq!(between(1.0, next), 1.0);
        assert!(between(f32::MIN, f32::MAX).abs() < 1.0);
    }

    proptest! {
        #[test]
        fn edges_rise_and_bins_stay_within_their_number(
            values in prop::collection::vec(prop_oneof![any::<f32>(), (0..4_u8).prop_map(f32::from)], 0..600),
            max_bins in 2..=255_usize,
        ) {
            let rows: Vec<u32> = (0..values.len() as u32).collect();
            let column = Column::new(&rows, |row| values[row as usize], max_bins);
            prop_assert!(column.value_bins() <= max_bins);
            prop_assert!(column.edges.windows(2).all(|pair| pair[0] < pair[1]));
            for (&bin, &value) in column.bins.iter().zip(&values) {
                prop_assert_eq!(usize::from(bin) == column.value_bins(), value.is_nan());
                for edge in 0..column.edges.len() {
                    let left = finite(value) <= column.threshold(edge as u8);
                    prop_assert!(value.is_nan() || left == (usize::from(bin) <= edge));
                }
            }
        }
    }
}
