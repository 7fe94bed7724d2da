//! Gradient-boosted decision trees for yes-or-no questions, from soft or hard labels. They know rows of numbers and
//! nothing of records. Start reading at [`train()`].
//!
//! The method is Friedman's (2001) with second-order steps on the log-loss: every tree is fitted to the
//! gradient of the loss at the current margins, and each leaf takes one Newton step. Trees grow leaf by
//! leaf on histograms of binned features, as in Ke et al. (2017). A missing value is `NaN`; every split
//! learns on which side missing values fare better.
//!
//! | Module | Question it answers |
//! |---|---|
//! | [`train()`] | how a model is fitted |
//! | `bins` | how features become small integers |
//! | `tree` | what one tree is |
//! | `predict` | how millions of rows are scored |
//! | `shap` | how much each feature moved one row's margin |
//! | `artifact` | how a model is written and read |
//!
//! Sums over rows are kept in fixed-point integers, so they do not depend on the order of addition: the
//! same data, settings and seed give the same model on any number of threads.
//!
//! # References
//! - J. H. Friedman (2001), "Greedy function approximation: a gradient boosting machine", Annals of
//!   Statistics 29(5).
//! - G. Ke et al. (2017), "`LightGBM`: a highly efficient gradient boosting decision tree", NIPS 30.
//! - S. M. Lundberg, G. G. Erion, S.-I. Lee (2018), "Consistent individualized feature attribution for
//!   tree ensembles", arXiv:1802.03888.
//! - C. Lucchese et al. (2016), "Exploiting CPU SIMD extensions to speed-up document scoring with tree
//!   ensembles", SIGIR.

#![cfg_attr(test, allow(clippy::float_cmp))]

mod artifact;
mod bins;
mod predict;
mod shap;
mod train;
mod tree;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use artifact::{Error, FORMAT, TreeDefect, VERSION};
pub use train::{Course, train, train_from};

use predict::Scorer;
use tree::Tree;

/// How an ensemble is trained. Values outside their range are moved to its nearest end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BoostSettings {
    /// How many trees to fit; fewer come out when no further split lowers the loss.
    pub trees: usize,
    /// The part of each Newton step that is taken (the shrinkage of Friedman 2001), in 0..=1.
    pub learning_rate: f64,
    /// The most leaves of one tree, 1 to 4096. Up to 32, batches are scored the fast way.
    pub max_leaves: usize,
    /// The most splits between the root and a leaf; 0 stands for the limit of the format, 64.
    pub max_depth: usize,
    /// The most bins of one feature, 2 to 255; missing values have one of their own besides.
    pub max_bins: usize,
    /// The least sum of second derivatives in a leaf: `weight * p * (1 - p)` over its rows.
    pub min_leaf_weight: f64,
    /// The least number of rows in a leaf.
    pub min_leaf_rows: usize,
    /// Added to the sum of second derivatives when a leaf's value is computed.
    pub l2: f64,
    /// Which part of the features each tree may use, in 0..=1; at least one feature is drawn.
    pub feature_fraction: f64,
    /// Which part of the rows each tree sees, in 0..=1.
    pub row_fraction: f64,
    /// At how many thresholds, drawn at random, a leaf tries to split by a feature; 0 stands for all. Trees that try few
    /// differ more from each other, and their sum less from one training set to another (Geurts et al. 2006).
    pub thresholds: usize,
    /// Seed of the draws of features, rows and thresholds.
    pub seed: u64,
}

impl Default for BoostSettings {
    fn default() -> Self {
        Self {
            trees: 150,
            learning_rate: 0.1,
            max_leaves: 15,
            max_depth: 0,
            max_bins: 255,
            min_leaf_weight: 1.0,
            min_leaf_rows: 20,
            l2: 1.0,
            feature_fraction: 1.0,
            row_fraction: 1.0,
            thresholds: 0,
            seed: 0,
        }
    }
}

/// A fitted sum of trees over a fixed list of features, giving log-odds.
///
/// Serialization is described at [`FORMAT`]; reading refuses whatever is not a sound ensemble.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(into = "artifact::Artifact", try_from = "artifact::Artifact")]
pub struct Ensemble {
    names: Vec<String>,
    base: f32,
    gain: Vec<f32>,
    trees: Vec<Tree>,
    scorer: Scorer,
}

impl Ensemble {
    /// Joins parts that are already known to fit each other.
    fn assemble(names: Vec<String>, base: f32, gain: Vec<f32>, trees: Vec<Tree>) -> Self {
        let scorer = Scorer::new(&trees);
        Self {
            names,
            base,
            gain,
            trees,
            scorer,
        }
    }

    /// How many features a row has.
    pub fn columns(&self) -> usize {
        self.names.len()
    }

    /// How many trees are added up.
    pub fn trees(&self) -> usize {
        self.trees.len()
    }

    /// The features' names, in the order of a row's values.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Names the features, in the order of a row's values; training calls them `f0`, `f1` and so on.
    pub fn with_names(mut self, names: Vec<String>) -> Result<Self, Error> {
        artifact::check_names(&names, self.columns())?;
        self.names = names;
        Ok(self)
    }

    /// Refuses an ensemble that was fitted on other features, or on the same in another order.
    pub fn expect_names<S: AsRef<str>>(&self, names: &[S]) -> Result<(), Error> {
        artifact::check_same_names(&self.names, names)
    }

    /// The log-odds from which the trees depart: those of the weighted mean label in training.
    pub fn base(&self) -> f32 {
        self.base
    }

    /// How much each feature's splits lowered the training loss, summed over all trees.
    ///
    /// This is the gain of a split in Friedman (2001), in units of the log-loss times two.
    pub fn gain_importance(&self) -> Vec<f64> {
        self.gain.iter().map(|&gain| f64::from(gain)).collect()
    }

    /// One ensemble whose margin is the mean of the margins of all, up to rounding.
    ///
    /// # Panics
    /// When there is no ensemble, or their features differ.
    #[must_use]
    pub fn average(ensembles: Vec<Self>) -> Self {
        let share = 1.0 / ensembles.len() as f64;
        let scaled = |value: f32| (f64::from(value) * share) as f32;
        let names = ensembles
            .first()
            .expect("an average needs at least one ensemble")
            .names
            .clone();
        let mut base = 0.0;
        let mut gain = vec![0.0; names.len()];
        let mut trees = Vec::new();
        for ensemble in ensembles {
            assert_eq!(ensemble.names, names, "averaged ensembles share their features");
            base += f64::from(ensemble.base) * share;
            for (sum, part) in gain.iter_mut().zip(&ensemble.gain) {
                *sum += f64::from(*part) * share;
            }
            trees.extend(ensemble.trees.into_iter().map(|mut tree| {
                tree.values.iter_mut().for_each(|value| *value = scaled(*value));
                tree
            }));
        }
        let gain = gain.into_iter().map(|gain| (gain as f32).min(f32::MAX)).collect();
        Self::assemble(names, base as f32, gain, trees)
    }
}
