//! One tree, grown leaf by leaf: the leaf whose split gains most is split next (Ke et al. 2017).

use rayon::prelude::*;

use super::super::bins::{Binned, Column};
use super::super::tree::{Child, MAX_DEPTH, MAX_LEAVES, Node, Tree};
use super::histogram::{Histogram, Sum, fill, subtract};
use super::split::{Bounds, Judge, Split};
use super::{Boosting, Draw};

/// Columns for which one thread sums a leaf's rows: they share each read of the gradients.
const COLUMN_GROUP: usize = 6;

/// A tree, with what training needs to know of it.
pub(super) struct Grown {
    pub tree: Tree,
    /// The gain of all splits by each feature.
    pub gain: Vec<f64>,
    /// The last bin that goes left, for each node.
    bins: Vec<u8>,
}

impl Grown {
    /// The leaf of a training row, found by bins.
    pub fn leaf(&self, binned: &Binned, row: usize) -> usize {
        let mut at = self.tree.root();
        loop {
            let position = match at {
                Child::Leaf(leaf) => return usize::from(leaf),
                Child::Node(node) => usize::from(node),
            };
            let node = &self.tree.nodes[position];
            let column = binned.column(usize::from(node.feature));
            let bin = column.bins[row];
            let missing = usize::from(bin) == column.value_bins();
            let left = if missing {
                node.missing_left
            } else {
                bin <= self.bins[position]
            };
            at = if left { node.left } else { node.right };
        }
    }
}

/// A leaf that may still be split.
struct Leaf {
    start: usize,
    end: usize,
    depth: usize,
    sum: Sum,
    bounds: Bounds,
    /// The node above and whether this leaf is on its left.
    parent: Option<(usize, bool)>,
    best: Option<Split>,
    histograms: Vec<Histogram>,
}

/// Fits a tree to the gradients of the drawn rows, with the drawn features. Histograms are taken from `spare` and left there
/// for the next tree, which draws as many features.
pub(super) fn grow(
    boosting: &Boosting<'_>,
    features: &[usize],
    gradients: &[Sum],
    rows: Vec<u32>,
    draw: Draw,
    spare: &mut Vec<Vec<Histogram>>,
) -> Grown {
    let mut grower = Grower::new(boosting, features, gradients, rows, draw, spare);
    while grower.leaves.len() < grower.max_leaves {
        let Some(leaf) = grower.most_gainful() else { break };
        grower.split(leaf);
    }
    grower.finish()
}

struct Grower<'a> {
    boosting: &'a Boosting<'a>,
    features: &'a [usize],
    columns: Vec<&'a Column>,
    gradients: &'a [Sum],
    draw: Draw,
    max_leaves: usize,
    max_depth: usize,
    /// The drawn rows; each leaf's are together and in rising order.
    rows: Vec<u32>,
    scratch: Vec<u32>,
    leaves: Vec<Leaf>,
    nodes: Vec<Node>,
    bins: Vec<u8>,
    gain: Vec<f64>,
    /// Histograms of leaves that need them no more.
    spare: &'a mut Vec<Vec<Histogram>>,
}

impl<'a> Grower<'a> {
    fn new(
        boosting: &'a Boosting<'a>,
        features: &'a [usize],
        gradients: &'a [Sum],
        rows: Vec<u32>,
        draw: Draw,
        spare: &'a mut Vec<Vec<Histogram>>,
    ) -> Self {
        let settings = boosting.settings;
        let mut sum = Sum::default();
        for &row in &rows {
            sum += gradients[row as usize];
        }
        let columns = features.iter().map(|&feature| boosting.binned.column(feature));
        let mut grower = Self {
            boosting,
            features,
            columns: columns.collect(),
            gradients,
            draw,
            max_leaves: settings.max_leaves.clamp(1, MAX_LEAVES),
            max_depth: match settings.max_depth {
                0 => MAX_DEPTH,
                depth => depth.min(MAX_DEPTH),
            },
            scratch: vec![0; rows.len()],
            leaves: Vec::new(),
            nodes: Vec::new(),
            bins: Vec::new(),
            gain: vec![0.0; boosting.monotone.len()],
            spare,
            rows,
        };
        let mut root = Leaf {
            start: 0,
            end: grower.rows.len(),
            depth: 0,
            sum,
            bounds: Bounds::WIDEST,
            parent: None,
            best: None,
            histograms: grower.blank(),
        };
        grower.study(&mut root, None);
        grower.leaves.push(root);
        grower
    }

    fn blank(&mut self) -> Vec<Histogram> {
        self.spare
            .pop()
            .unwrap_or_else(|| vec![[Sum::default(); 256]; self.features.len()])
    }

    /// The leaf to split next; among equals the one that came first.
    fn most_gainful(&self) -> Option<usize> {
        let mut best: Option<(usize, f64)> = None;
        for (position, leaf) in self.leaves.iter().enumerate() {
            if let Some(split) = leaf.best
                && best.is_none_or(|(_, gain)| split.gain > gain)
            {
                best = Some((position, split.gain));
            }
        }
        best.map(|(position, _)| position)
    }

    /// Turns a leaf into a node: its left part keeps the position, its right part becomes the last leaf.
    fn split(&mut self, position: usize) {
        let split = self.leaves[position]
            .best
            .take()
            .expect("only a leaf with a split is split");
        let node = self.nodes.len();
        let histograms = std::mem::take(&mut self.leaves[position].histograms);
        let above = &self.leaves[position];
        let (start, end, depth, sum) = (above.start, above.end, above.depth + 1, above.sum);
        if let Some((parent, is_left)) = above.parent {
            let link = Child::Node(node as u16);
            if is_left {
                self.nodes[parent].left = link;
            } else {
                self.nodes[parent].right = link;
            }
        }
        let column = self.boosting.binned.column(split.feature);
        self.nodes.push(Node {
            threshold: column.threshold(split.bin),
            feature: split.feature as u16,
            left: Child::Leaf(position as u16),
            right: Child::Leaf(self.leaves.len() as u16),
            missing_left: split.missing_left,
        });
        self.bins.push(split.bin);
        self.gain[split.feature] += split.gain;
        let middle = self.partition(start, end, &split);
        let part = |start, end, sum, bounds, is_left| Leaf {
            start,
            end,
            depth,
            sum,
            bounds,
            parent: Some((node, is_left)),
            best: None,
            histograms: Vec::new(),
        };
        let mut left = part(start, middle, split.left, split.left_bounds, true);
        let mut right = part(middle, end, sum - split.left, split.right_bounds, false);
        let worthwhile = self.leaves.len() + 1 < self.max_leaves;
        if worthwhile && (self.may_split(&left) || self.may_split(&right)) {
            let (small, large) = if middle - start <= end - middle {
                (&mut left, &mut right)
            } else {
                (&mut right, &mut left)
            };
            small.histograms = self.blank();
            large.histograms = histograms;
            self.study(small, Some(large));
        } else {
            self.spare.push(histograms);
        }
        self.leaves[position] = left;
        self.leaves.push(right);
    }

    fn may_split(&self, leaf: &Leaf) -> bool {
        let min_rows = self.boosting.settings.min_leaf_rows.max(1);
        leaf.depth < self.max_depth && (leaf.end - leaf.start) / 2 >= min_rows
    }

    /// Moves the rows that go left before those that go right, keeping the order within both.
    fn partition(&mut self, start: usize, end: usize, split: &Split) -> usize {
        let column = self.boosting.binned.column(split.feature);
        let missing = column.value_bins();
        let rows = &mut self.rows[start..end];
        let (mut left, mut right) = (0, 0);
        for position in 0..rows.len() {
            let row = rows[position];
            let bin = column.bins[row as usize];
            let goes_left = (bin <= split.bin) | (split.missing_left & (usize::from(bin) == missing));
            // Both places are written, so that the processor need not guess the side.
            rows[left] = row;
            self.scratch[right] = row;
            left += usize::from(goes_left);
            right += usize::from(!goes_left);
        }
        rows[left..].copy_from_slice(&self.scratch[..right]);
        start + left
    }

    /// Fills a leaf's histograms, takes them away from its sibling's, and finds the best split of both.
    fn study(&self, small: &mut Leaf, large: Option<&mut Leaf>) {
        let rows = &self.rows[small.start..small.end];
        let gradients: Vec<Sum> = rows.iter().map(|&row| self.gradients[row as usize]).collect();
        let small_judge = self.may_split(small).then(|| self.judge(small));
        let large_judge = large
            .as_ref()
            .and_then(|large| self.may_split(large).then(|| self.judge(large)));
        let mut none = Vec::new();
        let (large_best, large_histograms) = match large.map(|leaf| (&mut leaf.best, &mut leaf.histograms)) {
            Some((best, histograms)) => (Some(best), histograms),
            None => (None, &mut none),
        };
        let mut large_groups: Vec<&mut [Histogram]> = large_histograms.chunks_mut(COLUMN_GROUP).collect();
        large_groups.resize_with(self.features.len().div_ceil(COLUMN_GROUP), Default::default);
        let found: Vec<(Option<Split>, Option<Split>)> = small
            .histograms
            .par_chunks_mut(COLUMN_GROUP)
            .zip(large_groups)
            .zip(self.columns.par_chunks(COLUMN_GROUP))
            .zip(self.features.par_chunks(COLUMN_GROUP))
            .map(|(((small, large), columns), features)| {
                fill(columns, rows, &gradients, small);
                subtract(columns, large, small);
                let best = |judge: Option<&Judge<'_>>, histograms: &[Histogram]| {
                    judge.and_then(|judge| self.best_of(judge, features, histograms))
                };
                (
                    best(small_judge.as_ref(), small),
                    best(large_judge.as_ref(), large),
                )
            })
            .collect();
        small.best = found.iter().filter_map(|found| found.0).reduce(better);
        if let Some(best) = large_best {
            *best = found.iter().filter_map(|found| found.1).reduce(better);
        }
    }

    fn judge(&self, leaf: &Leaf) -> Judge<'a> {
        Judge {
            settings: self.boosting.settings,
            scale: self.boosting.scale,
            total: leaf.sum,
            bounds: leaf.bounds,
            rows: (leaf.start, leaf.end),
            draw: self.draw,
        }
    }

    fn best_of(&self, judge: &Judge<'_>, features: &[usize], histograms: &[Histogram]) -> Option<Split> {
        let splits = features
            .iter()
            .zip(histograms)
            .filter_map(|(&feature, histogram)| {
                let column = self.boosting.binned.column(feature);
                judge.best(feature, column, self.boosting.monotone[feature], histogram)
            });
        splits.reduce(better)
    }

    fn finish(self) -> Grown {
        let rate = self.boosting.settings.learning_rate.clamp(0.0, 1.0);
        let value = |leaf: &Leaf| (self.judge(leaf).step() * rate) as f32;
        let cover = |leaf: &Leaf| {
            let rows = self.rows[leaf.start..leaf.end].iter();
            let weight: f64 = rows.map(|&row| self.boosting.examples[row as usize].weight).sum();
            (weight as f32).clamp(f32::MIN_POSITIVE, f32::MAX)
        };
        let (values, covers) = (
            self.leaves.iter().map(value).collect(),
            self.leaves.iter().map(cover).collect(),
        );
        let histograms = self.leaves.into_iter().map(|leaf| leaf.histograms);
        self.spare
            .extend(histograms.filter(|histograms| !histograms.is_empty()));
        Grown {
            tree: Tree {
                values,
                covers,
                nodes: self.nodes,
            },
            gain: self.gain,
            bins: self.bins,
        }
    }
}

/// The split that gains more; the first of two equals.
fn better(first: Split, second: Split) -> Split {
    if second.gain > first.gain { second } else { first }
}
