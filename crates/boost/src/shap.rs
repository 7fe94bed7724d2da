//! How much each feature moved one row's margin: exact Shapley values in polynomial time.
//!
//! This is Algorithm 2 of Lundberg, Erion and Lee (2018). The game it solves: when a feature is not known,
//! a test of it sends the row both ways, in proportion to the training weight on each side.

use super::Ensemble;
use super::tree::{Child, Tree};

/// One feature on the path from the root.
#[derive(Clone, Copy)]
struct Step {
    /// `None` for the root, which stands for no feature.
    feature: Option<u16>,
    /// Which part of the rows gets through when the feature is not known.
    unknown: f64,
    /// 1 when the row itself gets through, else 0.
    known: f64,
    /// Weight of the subsets of each size that contain this many steps.
    weight: f64,
}

impl Ensemble {
    /// The mean margin over the training rows, and what each feature of this row adds to it.
    ///
    /// The mean and the parts together give [`Ensemble::margin`], up to rounding (Lundberg et al. 2018,
    /// local accuracy). `NaN` is a missing value and is explained like any other.
    ///
    /// # Panics
    /// When the row has another number of values than the ensemble has features.
    pub fn contributions(&self, row: &[f32]) -> (f32, Vec<f32>) {
        assert_eq!(row.len(), self.columns(), "a row has one value for each feature");
        let mut expectation = f64::from(self.base);
        let mut parts = vec![0.0; row.len()];
        for tree in &self.trees {
            expectation += tree.expectation();
            let mut walk = Walk {
                tree,
                covers: tree.node_covers(),
                row,
                parts: &mut parts,
            };
            let root = Step {
                feature: None,
                unknown: 1.0,
                known: 1.0,
                weight: 1.0,
            };
            walk.descend(tree.root(), vec![root]);
        }
        let parts = parts.into_iter().map(|part| part as f32).collect();
        (expectation as f32, parts)
    }
}

/// What stays the same while one tree is explained.
struct Walk<'a> {
    tree: &'a Tree,
    covers: Vec<f64>,
    row: &'a [f32],
    parts: &'a mut [f64],
}

impl Walk<'_> {
    fn descend(&mut self, at: Child, path: Vec<Step>) {
        let node = match at {
            Child::Leaf(leaf) => return self.credit(f64::from(self.tree.values[usize::from(leaf)]), &path),
            Child::Node(node) => node,
        };
        let cover = self.covers[usize::from(node)];
        let node = &self.tree.nodes[usize::from(node)];
        let taken = node.next(self.row[usize::from(node.feature)]);
        // A feature that was tested before on this path becomes one step with both tests.
        let mut path = path;
        let before = path.iter().position(|step| step.feature == Some(node.feature));
        let (unknown, known) = before.map_or((1.0, 1.0), |position| {
            let step = path[position];
            unwind(&mut path, position);
            (step.unknown, step.known)
        });
        for child in [node.left, node.right] {
            let share = self.tree.cover(child, &self.covers) / cover;
            let mut longer = path.clone();
            let known = if child == taken { known } else { 0.0 };
            extend(&mut longer, node.feature, unknown * share, known);
            self.descend(child, longer);
        }
    }

    /// Shares a leaf's value among the features on its path.
    fn credit(&mut self, value: f64, path: &[Step]) {
        for (position, step) in path.iter().enumerate() {
            if let Some(feature) = step.feature {
                let weight = unwound_sum(path, position);
                self.parts[usize::from(feature)] += weight * (step.known - step.unknown) * value;
            }
        }
    }
}

/// Adds a step and updates the weights of all subset sizes.
fn extend(path: &mut Vec<Step>, feature: u16, unknown: f64, known: f64) {
    let length = path.len();
    path.push(Step {
        feature: Some(feature),
        unknown,
        known,
        weight: 0.0,
    });
    let total = (length + 1) as f64;
    for i in (0..length).rev() {
        let weight = path[i].weight;
        path[i + 1].weight += known * weight * (i + 1) as f64 / total;
        path[i].weight = unknown * weight * (length - i) as f64 / total;
    }
}

/// Takes a step out again: the inverse of [`extend`], whichever step was added last.
fn unwind(path: &mut Vec<Step>, position: usize) {
    let last = path.len() - 1;
    let total = path.len() as f64;
    let Step { unknown, known, .. } = path[position];
    let mut next = path[last].weight;
    for i in (0..last).rev() {
        if known == 0.0 {
            path[i].weight *= total / (unknown * (last - i) as f64);
        } else {
            let weight = path[i].weight;
            path[i].weight = next * total / ((i + 1) as f64 * known);
            next = weight - path[i].weight * unknown * (last - i) as f64 / total;
        }
    }
    for i in position..last {
        path[i] = Step {
            weight: path[i].weight,
            ..path[i + 1]
        };
    }
    path.pop();
}

/// The sum of the weights that would be left after [`unwind`], without changing the path.
fn unwound_sum(path: &[Step], position: usize) -> f64 {
    let last = path.len() - 1;
    let total = path.len() as f64;
    let Step { unknown, known, .. } = path[position];
    let mut next = path[last].weight;
    let mut sum = 0.0;
    for i in (0..last).rev() {
        if known == 0.0 {
            sum += path[i].weight * total / (unknown * (last - i) as f64);
        } else {
            let weight = next * total / ((i + 1) as f64 * known);
            sum += weight;
            next = path[i].weight - weight * unknown * (last - i) as f64 / total;
        }
    }
    sum
}
