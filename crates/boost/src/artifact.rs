//! The stored form of an ensemble, and the checks that stand between a file and a model in use.

use rustc_hash::FxHashSet;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::Ensemble;
use super::tree::{Child, MAX_DEPTH, MAX_LEAVES, Node, Tree};

/// The name by which a stored ensemble says what it is.
///
/// An ensemble is one object with these members, in this order:
///
/// | Member | Content |
/// |---|---|
/// | `format` | this name |
/// | `version` | [`VERSION`] |
/// | `features` | the features' names, all different |
/// | `base` | the log-odds from which the trees depart |
/// | `gain` | for each feature, the summed gain of its splits |
/// | `trees` | the trees, each with the members below |
///
/// A tree with `n` inner nodes has `n + 1` leaves, and stores arrays of these lengths:
///
/// | Member | Length | Content |
/// |---|---|---|
/// | `feature` | `n` | the tested feature's position in `features` |
/// | `threshold` | `n` | values up to this go left |
/// | `left`, `right` | `n` | where a row goes: a node's position, or `-1 - leaf` |
/// | `missing_left` | `n` | 1 when missing values go left, else 0 |
/// | `value` | `n + 1` | what the leaf adds to the log-odds |
/// | `cover` | `n + 1` | the weight of the training rows in the leaf |
///
/// A node's position is greater than that of the node above it; node 0 is the root; every other node and
/// every leaf is reached exactly once. Numbers are single precision, in the fewest digits that read back
/// as the same number.
pub const FORMAT: &str = "onefold-boosted-trees";

/// The version of the format that is written, and the only one that is read.
pub const VERSION: u32 = 1;

/// An ensemble as it is stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Artifact {
    format: Format,
    version: Version,
    features: Vec<String>,
    base: Number,
    gain: Vec<Number>,
    trees: Vec<StoredTree>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredTree {
    feature: Vec<u32>,
    threshold: Vec<Number>,
    left: Vec<i64>,
    right: Vec<i64>,
    missing_left: Vec<u8>,
    value: Vec<Number>,
    cover: Vec<Number>,
}

/// Stands for [`FORMAT`]; refuses any other name as soon as it is read.
#[derive(Debug, Clone)]
struct Format;

impl Serialize for Format {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(FORMAT)
    }
}

impl<'de> Deserialize<'de> for Format {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let found = String::deserialize(deserializer)?;
        if found == FORMAT {
            Ok(Self)
        } else {
            Err(de::Error::custom(format!(
                "the format is {found:?}, not {FORMAT:?}"
            )))
        }
    }
}

/// Stands for [`VERSION`]; refuses any other before the members that another version may have changed.
#[derive(Debug, Clone)]
struct Version;

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(VERSION)
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let found = u32::deserialize(deserializer)?;
        if found == VERSION {
            Ok(Self)
        } else {
            Err(de::Error::custom(format!(
                "version {found} of {FORMAT:?} is not known; this program reads version {VERSION}"
            )))
        }
    }
}

/// A single-precision number that reads back to the last bit.
#[derive(Debug, Clone, Copy)]
struct Number(f32);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(shortest(self.0))
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::deserialize(deserializer).map(|number| Self(number as f32))
    }
}

/// The double that is written with the fewest digits and rounds to the given single.
///
/// Readers go through a double, and some miss its last bit. A short number that comes so near to the
/// border between two singles that this could matter is written in full instead.
fn shortest(number: f32) -> f64 {
    /// More than the error of any reader.
    const MARGIN: f64 = 1e-15;
    let full = f64::from(number);
    let Ok(short) = number.to_string().parse::<f64>() else {
        return full;
    };
    let safe = [1.0 - MARGIN, 1.0 + MARGIN]
        .iter()
        .all(|nudge| ((short * nudge) as f32).to_bits() == number.to_bits());
    if safe { short } else { full }
}

/// Why a stored ensemble, or the names of its features, were refused.
#[derive(Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// More features than two bytes can number.
    #[error("there are {0} features; the format allows 65,535")]
    TooManyFeatures(usize),
    /// Two features have one name.
    #[error("feature {0:?} stands twice in the list of features")]
    RepeatedFeature(String),
    /// Not one name for each feature.
    #[error("there are {columns} features, but {found} names")]
    NameCount {
        /// How many features there are.
        columns: usize,
        /// How many names there are.
        found: usize,
    },
    /// The ensemble was fitted on another feature.
    #[error("feature {position} is {found:?} in the model, not {expected:?}")]
    OtherFeature {
        /// Where the feature stands in a row.
        position: usize,
        /// Its name in the ensemble.
        found: String,
        /// The name that was expected.
        expected: String,
    },
    /// The ensemble was fitted on more features, or on fewer.
    #[error("the model has {found} features, not {expected}")]
    FeatureCount {
        /// How many features the ensemble has.
        found: usize,
        /// How many were expected.
        expected: usize,
    },
    /// Not one gain for each feature.
    #[error("there are {columns} features, but {found} gains")]
    GainCount {
        /// How many features there are.
        columns: usize,
        /// How many gains there are.
        found: usize,
    },
    /// A number cannot be used.
    #[error("{member} is not a finite single-precision number")]
    NotFinite {
        /// What the number is.
        member: &'static str,
    },
    /// A gain cannot be below zero.
    #[error("a gain is negative")]
    NegativeGain,
    /// A tree is not sound.
    #[error("tree {tree}: {problem}")]
    Tree {
        /// The tree's position.
        tree: usize,
        /// What is wrong with it.
        problem: TreeDefect,
    },
}

/// What is wrong with a stored tree.
#[derive(Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each message names its values")]
pub enum TreeDefect {
    #[error("it has {found} leaves; the format allows {MAX_LEAVES}")]
    TooManyLeaves { found: usize },
    #[error("{member} has {found} entries where {expected} are needed")]
    Length {
        member: &'static str,
        found: usize,
        expected: usize,
    },
    #[error("{member} {position} is not a finite single-precision number")]
    NotFinite { member: &'static str, position: usize },
    #[error("cover {position} is not above 0")]
    Cover { position: usize },
    #[error("node {node} tests feature {feature}, but there are {columns}")]
    Feature {
        node: usize,
        feature: u32,
        columns: usize,
    },
    #[error("missing_left {node} is {found}, not 0 or 1")]
    MissingLeft { node: usize, found: u8 },
    #[error("node {node} leads to {child}, which does not exist")]
    NoChild { node: usize, child: i64 },
    #[error("node {node} leads back to node {child}")]
    Backwards { node: usize, child: i64 },
    #[error("{child} is reached from two nodes, the second one being node {node}")]
    Shared { node: usize, child: i64 },
    #[error("nothing leads to node {node}")]
    Unreached { node: usize },
    #[error("a leaf below node {node} is more than {MAX_DEPTH} steps from the root")]
    TooDeep { node: usize },
}

impl From<Ensemble> for Artifact {
    fn from(ensemble: Ensemble) -> Self {
        Self {
            format: Format,
            version: Version,
            features: ensemble.names,
            base: Number(ensemble.base),
            gain: ensemble.gain.into_iter().map(Number).collect(),
            trees: ensemble.trees.iter().map(StoredTree::from).collect(),
        }
    }
}

impl From<&Tree> for StoredTree {
    fn from(tree: &Tree) -> Self {
        let nodes = &tree.nodes;
        let numbers = |numbers: &[f32]| numbers.iter().map(|&number| Number(number)).collect();
        Self {
            feature: nodes.iter().map(|node| node.feature.into()).collect(),
            threshold: nodes.iter().map(|node| Number(node.threshold)).collect(),
            left: nodes.iter().map(|node| stored_child(node.left)).collect(),
            right: nodes.iter().map(|node| stored_child(node.right)).collect(),
            missing_left: nodes.iter().map(|node| node.missing_left.into()).collect(),
            value: numbers(&tree.values),
            cover: numbers(&tree.covers),
        }
    }
}

fn stored_child(child: Child) -> i64 {
    match child {
        Child::Node(node) => i64::from(node),
        Child::Leaf(leaf) => -1 - i64::from(leaf),
    }
}

impl TryFrom<Artifact> for Ensemble {
    type Error = Error;

    fn try_from(stored: Artifact) -> Result<Self, Error> {
        check_unique(&stored.features)?;
        let columns = stored.features.len();
        if stored.gain.len() != columns {
            let found = stored.gain.len();
            return Err(Error::GainCount { columns, found });
        }
        let base = finite(stored.base).ok_or(Error::NotFinite { member: "base" })?;
        let gain: Option<Vec<f32>> = stored.gain.into_iter().map(finite).collect();
        let gain = gain.ok_or(Error::NotFinite { member: "a gain" })?;
        if gain.iter().any(|&gain| gain < 0.0) {
            return Err(Error::NegativeGain);
        }
        let trees: Result<Vec<Tree>, Error> = stored
            .trees
            .into_iter()
            .enumerate()
            .map(|(tree, stored)| {
                stored
                    .check(columns)
                    .map_err(|problem| Error::Tree { tree, problem })
            })
            .collect();
        Ok(Self::assemble(stored.features, base, gain, trees?))
    }
}

fn finite(number: Number) -> Option<f32> {
    number.0.is_finite().then_some(number.0)
}

impl StoredTree {
    fn check(self, columns: usize) -> Result<Tree, TreeDefect> {
        let (nodes, leaves) = (self.feature.len(), self.value.len());
        if leaves > MAX_LEAVES {
            return Err(TreeDefect::TooManyLeaves { found: leaves });
        }
        for (member, found, expected) in [
            ("threshold", self.threshold.len(), nodes),
            ("left", self.left.len(), nodes),
            ("right", self.right.len(), nodes),
            ("missing_left", self.missing_left.len(), nodes),
            ("value", leaves, nodes + 1),
            ("cover", self.cover.len(), nodes + 1),
        ] {
            if found != expected {
                return Err(TreeDefect::Length {
                    member,
                    found,
                    expected,
                });
            }
        }
        let values = finite_numbers("value", &self.value)?;
        let covers = finite_numbers("cover", &self.cover)?;
        if let Some(position) = covers.iter().position(|&cover| cover <= 0.0) {
            return Err(TreeDefect::Cover { position });
        }
        let nodes = self.nodes(columns)?;
        Ok(Tree {
            nodes,
            values,
            covers,
        })
    }

    fn nodes(&self, columns: usize) -> Result<Vec<Node>, TreeDefect> {
        let thresholds = finite_numbers("threshold", &self.threshold)?;
        let mut reached = Reached::new(thresholds.len());
        let mut nodes = Vec::with_capacity(thresholds.len());
        for (node, threshold) in thresholds.into_iter().enumerate() {
            let feature = self.feature[node];
            if feature as usize >= columns {
                return Err(TreeDefect::Feature {
                    node,
                    feature,
                    columns,
                });
            }
            let found = self.missing_left[node];
            if found > 1 {
                return Err(TreeDefect::MissingLeft { node, found });
            }
            nodes.push(Node {
                threshold,
                feature: feature as u16,
                left: reached.child(node, self.left[node])?,
                right: reached.child(node, self.right[node])?,
                missing_left: found == 1,
            });
        }
        Ok(nodes)
    }
}

fn finite_numbers(member: &'static str, numbers: &[Number]) -> Result<Vec<f32>, TreeDefect> {
    let numbers = numbers.iter().enumerate();
    numbers
        .map(|(position, &number)| finite(number).ok_or(TreeDefect::NotFinite { member, position }))
        .collect()
}

/// Which nodes and leaves have been reached while the nodes are read in order.
///
/// `n` nodes have `2n` links. When all lead forward and no two to the same place, they reach all `n - 1`
/// nodes besides the root and all `n + 1` leaves: nothing can be left over.
struct Reached {
    /// Steps below the root, for each node that was reached.
    depths: Vec<Option<usize>>,
    leaves: Vec<bool>,
}

impl Reached {
    fn new(nodes: usize) -> Self {
        let mut depths = vec![None; nodes];
        depths.iter_mut().take(1).for_each(|depth| *depth = Some(0));
        Self {
            depths,
            leaves: vec![false; nodes + 1],
        }
    }

    fn child(&mut self, node: usize, child: i64) -> Result<Child, TreeDefect> {
        let above = self.depths[node].ok_or(TreeDefect::Unreached { node })?;
        let no_child = TreeDefect::NoChild { node, child };
        if child < 0 {
            let leaf = usize::try_from(-1 - child).ok();
            let Some(position) = leaf.filter(|&leaf| leaf < self.leaves.len()) else {
                return Err(no_child);
            };
            if std::mem::replace(&mut self.leaves[position], true) {
                return Err(TreeDefect::Shared { node, child });
            }
            return Ok(Child::Leaf(position as u16));
        }
        let position = child as usize;
        if position >= self.depths.len() {
            return Err(no_child);
        }
        if position <= node {
            return Err(TreeDefect::Backwards { node, child });
        }
        if self.depths[position].is_some() {
            return Err(TreeDefect::Shared { node, child });
        }
        if above + 1 >= MAX_DEPTH {
            return Err(TreeDefect::TooDeep { node: position });
        }
        self.depths[position] = Some(above + 1);
        Ok(Child::Node(position as u16))
    }
}

/// Refuses names that do not fit a model's columns.
pub(super) fn check_names(names: &[String], columns: usize) -> Result<(), Error> {
    let found = names.len();
    if found != columns {
        return Err(Error::NameCount { columns, found });
    }
    check_unique(names)
}

/// Refuses a model whose features are not the expected ones, in the expected order.
pub(super) fn check_same_names<S: AsRef<str>>(found: &[String], expected: &[S]) -> Result<(), Error> {
    if found.len() != expected.len() {
        return Err(Error::FeatureCount {
            found: found.len(),
            expected: expected.len(),
        });
    }
    for (position, (found, expected)) in found.iter().zip(expected).enumerate() {
        if found != expected.as_ref() {
            return Err(Error::OtherFeature {
                position,
                found: found.clone(),
                expected: expected.as_ref().to_owned(),
            });
        }
    }
    Ok(())
}

fn check_unique(names: &[String]) -> Result<(), Error> {
    if names.len() > usize::from(u16::MAX) {
        return Err(Error::TooManyFeatures(names.len()));
    }
    let mut seen = FxHashSet::default();
    match names.iter().find(|name| !seen.insert(name.as_str())) {
        Some(name) => Err(Error::RepeatedFeature(name.clone())),
        None => Ok(()),
    }
}
