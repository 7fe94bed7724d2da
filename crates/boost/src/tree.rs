//! One binary tree: inner nodes that test a feature, and leaves that hold a value.

/// The most splits between a root and a leaf. It bounds recursion over trees that come from a file.
pub(super) const MAX_DEPTH: usize = 64;

/// The most leaves of one tree, so that positions fit the format's small integers.
pub(super) const MAX_LEAVES: usize = 4096;

/// Where a node leads: to another node, or to a leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Child {
    Node(u16),
    Leaf(u16),
}

/// A test of one feature. Values up to the threshold go left, larger ones right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Node {
    pub threshold: f32,
    pub feature: u16,
    pub left: Child,
    pub right: Child,
    pub missing_left: bool,
}

impl Node {
    pub fn next(&self, value: f32) -> Child {
        if value <= self.threshold || (self.missing_left && value.is_nan()) {
            self.left
        } else {
            self.right
        }
    }
}

/// Nodes come before their children, the root first; there is one leaf more than there are nodes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tree {
    pub nodes: Vec<Node>,
    /// What each leaf adds to the margin.
    pub values: Vec<f32>,
    /// The weight of the training rows in each leaf.
    pub covers: Vec<f32>,
}

impl Tree {
    pub fn root(&self) -> Child {
        if self.nodes.is_empty() {
            Child::Leaf(0)
        } else {
            Child::Node(0)
        }
    }

    /// The leaf of a row whose values are looked up by feature.
    pub fn leaf(&self, value_of: impl Fn(usize) -> f32) -> usize {
        let mut at = self.root();
        loop {
            match at {
                Child::Leaf(leaf) => return usize::from(leaf),
                Child::Node(node) => {
                    let node = &self.nodes[usize::from(node)];
                    at = node.next(value_of(usize::from(node.feature)));
                }
            }
        }
    }

    /// The same tree for rows of which some values are known: without the tests of those.
    pub fn given(&self, known: &[Option<f32>]) -> Self {
        let mut given = Self {
            nodes: Vec::new(),
            values: Vec::new(),
            covers: Vec::new(),
        };
        given.copy_below(self, self.root(), known);
        given
    }

    fn copy_below(&mut self, from: &Self, child: Child, known: &[Option<f32>]) -> Child {
        let node = match child {
            Child::Leaf(leaf) => {
                self.values.push(from.values[usize::from(leaf)]);
                self.covers.push(from.covers[usize::from(leaf)]);
                return Child::Leaf((self.values.len() - 1) as u16);
            }
            Child::Node(node) => from.nodes[usize::from(node)],
        };
        if let Some(value) = known[usize::from(node.feature)] {
            return self.copy_below(from, node.next(value), known);
        }
        let at = self.nodes.len();
        self.nodes.push(node);
        let left = self.copy_below(from, node.left, known);
        let right = self.copy_below(from, node.right, known);
        (self.nodes[at].left, self.nodes[at].right) = (left, right);
        Child::Node(at as u16)
    }

    /// The weight of the training rows below each node: the sum over its leaves.
    pub fn node_covers(&self) -> Vec<f64> {
        let mut covers = vec![0.0; self.nodes.len()];
        for (position, node) in self.nodes.iter().enumerate().rev() {
            covers[position] = self.cover(node.left, &covers) + self.cover(node.right, &covers);
        }
        covers
    }

    /// The weight below a child, given that of the nodes.
    pub fn cover(&self, child: Child, node_covers: &[f64]) -> f64 {
        match child {
            Child::Node(node) => node_covers[usize::from(node)],
            Child::Leaf(leaf) => f64::from(self.covers[usize::from(leaf)]),
        }
    }

    /// The mean leaf value over the training rows.
    pub fn expectation(&self) -> f64 {
        let (mut sum, mut weight) = (0.0, 0.0);
        for (&value, &cover) in self.values.iter().zip(&self.covers) {
            sum += f64::from(value) * f64::from(cover);
            weight += f64::from(cover);
        }
        sum / weight
    }
}
