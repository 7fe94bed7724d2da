//! Fitting an ensemble: gradients at the current margins, one tree to them, new margins, and again.

mod grow;
mod histogram;
mod split;

use rayon::prelude::*;

use super::bins::Binned;
use super::{BoostSettings, Ensemble};
use grow::{Grown, grow};
use histogram::{Scale, Sum};

/// Rows for which one thread computes gradients at a time.
const GRADIENT_CHUNK: usize = 4096;

/// The largest base margin, so that labels which are all alike give a finite one.
const MAX_BASE: f64 = 15.0;

/// The most rows, so that sums of fixed-point numbers keep enough digits for each row.
const MAX_ROWS: usize = 1 << 27;

/// Fits boosted trees to labels in 0..=1 by the log-loss (Friedman 2001; Ke et al. 2017).
///
/// `features` holds `columns` values for each row, row after row; `NaN` is a missing value, and infinite
/// values count as the largest finite ones. A label between 0 and 1 is the probability of a yes. A row
/// counts `weights` times; rows whose weight is not above 0, or whose weight or label is not finite, are
/// left out. `monotone` says for each feature whether the margin must never fall (1) or never rise (-1)
/// as the feature grows, or may do both (0); it may be empty. Missing values are outside that promise.
///
/// Without rows, or with nothing to split on, the ensemble is its base alone.
///
/// # Panics
/// When the slices do not describe the same rows and columns, or there are more than 2^27 rows or 65,535
/// columns.
///
/// ```
/// use onefold_boost::{BoostSettings, train};
///
/// let features: Vec<f32> = (0..200_u8).map(|i| f32::from(i) / 200.0).collect();
/// let labels: Vec<f32> = features.iter().map(|&x| f32::from(x > 0.5)).collect();
/// let ensemble = train(&features, 1, &labels, &[1.0; 200], &[1], &BoostSettings::default());
/// assert!(ensemble.margin(&[0.1]) < -2.0 && ensemble.margin(&[0.9]) > 2.0);
/// ```
pub fn train(
    features: &[f32],
    columns: usize,
    labels: &[f32],
    weights: &[f32],
    monotone: &[i8],
    settings: &BoostSettings,
) -> Ensemble {
    let course = Course {
        offsets: &[],
        is_stopped: &|| false,
    };
    train_from(features, columns, labels, weights, monotone, course, settings)
}

/// Where training departs, and when it ends before its time.
#[derive(Clone, Copy)]
pub struct Course<'a> {
    /// The log-odds of each row that trees add to; the mean label's if empty.
    pub offsets: &'a [f32],
    /// Asked before each tree; after a yes no more are grown.
    pub is_stopped: &'a (dyn Fn() -> bool + Sync),
}

impl std::fmt::Debug for Course<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Course")
            .field("offsets", &self.offsets.len())
            .finish_non_exhaustive()
    }
}

/// The same, departing for each row from the log-odds of the course's offsets rather than from those of the mean label. The
/// ensemble holds only what the trees add; who uses it adds the offset of a row to its margin. Without offsets the
/// ensemble departs from the mean label and its margin is whole.
///
/// # Panics
/// As [`train`], and when there are offsets but not one for each row.
pub fn train_from(
    features: &[f32],
    columns: usize,
    labels: &[f32],
    weights: &[f32],
    monotone: &[i8],
    course: Course<'_>,
    settings: &BoostSettings,
) -> Ensemble {
    let offsets = course.offsets;
    assert!(
        offsets.is_empty() || offsets.len() == labels.len(),
        "one offset for each row, or none at all"
    );
    assert_eq!(
        Some(features.len()),
        labels.len().checked_mul(columns),
        "one label for each row"
    );
    assert_eq!(labels.len(), weights.len(), "one weight for each row");
    assert!(
        monotone.is_empty() || monotone.len() == columns,
        "one constraint for each feature, or none at all"
    );
    assert!(labels.len() <= MAX_ROWS, "at most 2^27 rows");
    assert!(u16::try_from(columns).is_ok(), "at most 65,535 features");
    let names = (0..columns).map(|column| format!("f{column}")).collect();
    let rows = usable_rows(labels, weights);
    let mut boosting = Boosting::new(features, columns, labels, weights, monotone, settings, &rows);
    boosting.depart(offsets, &rows);
    let trees = boosting.run(course.is_stopped);
    let gain = boosting
        .gain
        .iter()
        .map(|&gain| (gain as f32).min(f32::MAX))
        .collect();
    Ensemble::assemble(names, boosting.base as f32, gain, trees)
}

/// The rows that count.
fn usable_rows(labels: &[f32], weights: &[f32]) -> Vec<u32> {
    (0..labels.len() as u32)
        .filter(|&row| {
            let (label, weight) = (labels[row as usize], weights[row as usize]);
            label.is_finite() && weight.is_finite() && weight > 0.0
        })
        .collect()
}

/// One row's part in the loss.
struct Example {
    label: f64,
    weight: f64,
    margin: f64,
}

/// The state between two trees.
struct Boosting<'a> {
    settings: &'a BoostSettings,
    monotone: Vec<i8>,
    binned: Binned,
    examples: Vec<Example>,
    scale: Scale,
    base: f64,
    gain: Vec<f64>,
}

impl<'a> Boosting<'a> {
    fn new(
        features: &[f32],
        columns: usize,
        labels: &[f32],
        weights: &[f32],
        monotone: &[i8],
        settings: &'a BoostSettings,
        rows: &[u32],
    ) -> Self {
        let examples: Vec<Example> = rows
            .iter()
            .map(|&row| Example {
                label: f64::from(labels[row as usize].clamp(0.0, 1.0)),
                weight: f64::from(weights[row as usize]),
                margin: 0.0,
            })
            .collect();
        let heaviest = examples.iter().map(|example| example.weight).fold(0.0, f64::max);
        let mut monotone = monotone.to_vec();
        monotone.resize(columns, 0);
        Self {
            settings,
            monotone,
            binned: Binned::new(features, columns, rows, settings.max_bins),
            scale: Scale::new(rows.len(), heaviest),
            examples,
            base: 0.0,
            gain: vec![0.0; columns],
        }
    }

    /// Sets where the margins of the rows depart from: their offsets, or else the log-odds of the mean label.
    fn depart(&mut self, offsets: &[f32], rows: &[u32]) {
        if offsets.is_empty() {
            // Rounded as it will be stored, so that training and scoring depart from the same number.
            self.base = f64::from(base_margin(&self.examples) as f32);
            let base = self.base;
            self.examples.iter_mut().for_each(|example| example.margin = base);
        } else {
            for (example, &row) in self.examples.iter_mut().zip(rows) {
                let offset = offsets[row as usize];
                example.margin = if offset.is_finite() {
                    f64::from(offset)
                } else {
                    0.0
                };
            }
        }
    }

    fn run(&mut self, is_stopped: &(dyn Fn() -> bool + Sync)) -> Vec<super::tree::Tree> {
        let mut trees = Vec::new();
        let mut gradients = vec![Sum::default(); self.examples.len()];
        let mut spare = Vec::new();
        for round in 0..self.settings.trees {
            if is_stopped() {
                break;
            }
            let draw = Draw::new(self.settings.seed, round);
            let rows = draw.rows(self.examples.len(), self.settings.row_fraction);
            let features = draw.features(self.monotone.len(), self.settings.feature_fraction);
            self.set_gradients(&mut gradients);
            let grown = grow(self, &features, &gradients, rows, draw, &mut spare);
            if grown.tree.nodes.is_empty() {
                // Another draw may still find a split; without draws the next round would be the same.
                if self.settings.row_fraction >= 1.0 && self.settings.feature_fraction >= 1.0 {
                    break;
                }
                continue;
            }
            self.add(&grown);
            trees.push(grown.tree);
        }
        trees
    }

    /// First and second derivative of the log-loss at each row's margin.
    fn set_gradients(&self, gradients: &mut [Sum]) {
        gradients
            .par_chunks_mut(GRADIENT_CHUNK)
            .zip(self.examples.par_chunks(GRADIENT_CHUNK))
            .for_each(|(gradients, examples)| {
                for (gradient, example) in gradients.iter_mut().zip(examples) {
                    let p = 1.0 / (1.0 + (-example.margin).exp());
                    let first = example.weight * (p - example.label);
                    let second = example.weight * p * (1.0 - p);
                    *gradient = self.scale.row(first, second);
                }
            });
    }

    /// Moves the margins of all rows, drawn or not, by the tree's values.
    fn add(&mut self, grown: &Grown) {
        for (sum, gain) in self.gain.iter_mut().zip(&grown.gain) {
            *sum += gain;
        }
        let binned = &self.binned;
        self.examples
            .par_iter_mut()
            .enumerate()
            .for_each(|(row, example)| {
                let leaf = grown.leaf(binned, row);
                example.margin += f64::from(grown.tree.values[leaf]);
            });
    }
}

/// The log-odds of the weighted mean label.
fn base_margin(examples: &[Example]) -> f64 {
    let (mut yes, mut all) = (0.0, 0.0);
    for example in examples {
        yes += example.weight * example.label;
        all += example.weight;
    }
    if all > 0.0 {
        (yes / (all - yes)).ln().clamp(-MAX_BASE, MAX_BASE)
    } else {
        0.0
    }
}

/// The random choices for one tree.
#[derive(Clone, Copy)]
struct Draw {
    seed: u64,
}

impl Draw {
    fn new(seed: u64, round: usize) -> Self {
        Self {
            seed: mix(mix(seed) ^ round as u64),
        }
    }

    /// Each row by its own number, so that the draw needs no order.
    fn rows(self, rows: usize, fraction: f64) -> Vec<u32> {
        let all = 0..rows as u32;
        if fraction >= 1.0 {
            return all.collect();
        }
        all.filter(|&row| unit(mix(self.seed ^ (u64::from(row) << 1))) < fraction)
            .collect()
    }

    /// A fixed number of features, in rising order.
    fn features(self, columns: usize, fraction: f64) -> Vec<usize> {
        let mut features: Vec<usize> = (0..columns).collect();
        let wanted = ((columns as f64 * fraction).round() as usize).clamp(columns.min(1), columns);
        for position in 0..wanted {
            let odd = (position as u64) << 1 | 1;
            let step = unit(mix(self.seed ^ odd)) * (columns - position) as f64;
            features.swap(position, position + step as usize);
        }
        features.truncate(wanted);
        features.sort_unstable();
        features
    }

    /// One of `choices` for the `number`-th threshold of a feature in the leaf that holds these rows.
    fn threshold(self, leaf: (usize, usize), feature: usize, number: usize, choices: usize) -> usize {
        let rows = mix((leaf.0 as u64) << 32 | leaf.1 as u64);
        let place = mix((feature as u64) << 32 | number as u64);
        (unit(mix(self.seed ^ rows ^ place)) * choices as f64) as usize
    }
}

/// The output function of `SplitMix64` (Steele, Lea, Flood 2014): equal inputs, equal noise.
fn mix(input: u64) -> u64 {
    let mut z = input.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// The upper 53 bits as a number in 0..1.
fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}
