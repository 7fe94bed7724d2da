//! Scoring rows: one at a time by walking the trees, or in blocks without a single data-dependent branch.
//!
//! Blocks follow the bit-vector traversal of Lucchese et al. (2016). The leaves of a tree are numbered
//! from left to right and each row keeps one bit for each leaf. A test that sends a row right rules out
//! the leaves to its left, so its mask clears their bits. After all tests of the tree, in any order, the
//! lowest bit that is left is the row's leaf. All tests run for all rows, but each is a comparison and
//! two bit operations on many rows at once, where a walk waits for one load after another.

use std::sync::LazyLock;

use fearless_simd::{Level, Simd, dispatch};

use super::Ensemble;
use super::tree::{Child, Tree};

/// The instructions of the machine. Each gives the same sums; wider ones give more of them at once.
static LEVEL: LazyLock<Level> = LazyLock::new(Level::new);

/// Rows scored by one run over a tree's tests: their bits fill four 128-bit registers, or one of 512 bits.
const LANES: usize = 16;

/// Tiles of [`LANES`] rows for which a tree's tests stay in the first-level cache.
const BLOCK_TILES: usize = 8;

/// The most leaves whose bits fit one word. Larger trees are walked.
const MASK_LEAVES: usize = 32;

/// Values of [`LANES`] rows, one array for each feature.
type Tile = [[f32; LANES]];

/// A comparison, and the leaves that remain possible for rows above the threshold.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Test {
    threshold: f32,
    feature: u32,
    keep: u32,
}

/// How one tree is scored in blocks.
#[derive(Debug, Clone, PartialEq)]
enum Plan {
    /// Tests from `start`, those that send missing values right, then from `missing_left` to `end` those
    /// that send them left; leaf values from `values` on.
    Masks {
        start: usize,
        missing_left: usize,
        end: usize,
        values: usize,
    },
    /// The tree has too many leaves for a mask.
    Walk,
}

/// The trees of an ensemble in one contiguous table, in the order of scoring.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Scorer {
    plans: Vec<Plan>,
    tests: Vec<Test>,
    values: Vec<f64>,
}

impl Scorer {
    pub fn new(trees: &[Tree]) -> Self {
        let mut scorer = Self::default();
        for tree in trees {
            scorer.add(tree);
        }
        scorer
    }

    fn add(&mut self, tree: &Tree) {
        if tree.values.len() > MASK_LEAVES {
            self.plans.push(Plan::Walk);
            return;
        }
        let (start, values) = (self.tests.len(), self.values.len());
        let mut missing_left = Vec::new();
        self.add_below(tree, tree.root(), values, &mut missing_left);
        let middle = self.tests.len();
        self.tests.append(&mut missing_left);
        self.plans.push(Plan::Masks {
            start,
            missing_left: middle,
            end: self.tests.len(),
            values,
        });
    }

    /// Appends leaves from left to right, and each node's test once its left leaves are known.
    fn add_below(&mut self, tree: &Tree, child: Child, first_value: usize, missing_left: &mut Vec<Test>) {
        let node = match child {
            Child::Leaf(leaf) => {
                self.values.push(f64::from(tree.values[usize::from(leaf)]));
                return;
            }
            Child::Node(node) => &tree.nodes[usize::from(node)],
        };
        let from = self.values.len() - first_value;
        self.add_below(tree, node.left, first_value, missing_left);
        let to = self.values.len() - first_value;
        self.add_below(tree, node.right, first_value, missing_left);
        let left_leaves = (from..to).fold(0_u32, |bits, leaf| bits | 1 << leaf);
        let test = Test {
            threshold: node.threshold,
            feature: u32::from(node.feature),
            keep: !left_leaves,
        };
        if node.missing_left {
            missing_left.push(test);
        } else {
            self.tests.push(test);
        }
    }

    /// Adds the values of all trees for the rows of some tiles, in the order of the trees.
    #[expect(
        clippy::inline_always,
        reason = "only inlined code is compiled for the instructions that are dispatched to"
    )]
    #[inline(always)]
    fn score_all<S: Simd>(
        &self,
        _: S,
        trees: &[Tree],
        tiles: &[[f32; LANES]],
        columns: usize,
        sums: &mut [[f64; LANES]],
    ) {
        for (plan, tree) in self.plans.iter().zip(trees) {
            for (tile, sums) in tiles.chunks(columns).zip(sums.iter_mut()) {
                self.score(plan, tree, tile, sums);
            }
        }
    }

    /// Adds a tree's values for the rows of a tile.
    #[expect(
        clippy::inline_always,
        reason = "only inlined code is compiled for the instructions that are dispatched to"
    )]
    #[inline(always)]
    fn score(&self, plan: &Plan, tree: &Tree, tile: &Tile, sums: &mut [f64; LANES]) {
        let &Plan::Masks {
            start,
            missing_left,
            end,
            values,
        } = plan
        else {
            for (lane, sum) in sums.iter_mut().enumerate() {
                let leaf = tree.leaf(|feature| tile[feature][lane]);
                *sum += f64::from(tree.values[leaf]);
            }
            return;
        };
        let mut leaves = [u32::MAX; LANES];
        for test in &self.tests[start..missing_left] {
            let column = &tile[test.feature as usize];
            for (bits, &value) in leaves.iter_mut().zip(column) {
                *bits &= test.keep | all_if(value <= test.threshold);
            }
        }
        for test in &self.tests[missing_left..end] {
            let column = &tile[test.feature as usize];
            for (bits, &value) in leaves.iter_mut().zip(column) {
                *bits &= test.keep | !all_if(value > test.threshold);
            }
        }
        let values = &self.values[values..];
        for (sum, bits) in sums.iter_mut().zip(leaves) {
            *sum += values[bits.trailing_zeros() as usize];
        }
    }
}

/// All bits or none. Written with arithmetic: as a choice of two words it compiles to one branch for each
/// row, which is guessed wrong half the time and made scoring twenty times slower.
#[expect(
    clippy::inline_always,
    reason = "only inlined code is compiled for the instructions that are dispatched to"
)]
#[inline(always)]
fn all_if(condition: bool) -> u32 {
    u32::from(condition).wrapping_neg()
}

impl Ensemble {
    /// The same ensemble for rows of which some values are known, such as those that are the same in all rows of a table.
    /// It gives the same margins for such rows, to the last bit, and asks for less.
    ///
    /// # Panics
    /// When there is not one entry for each feature.
    #[must_use]
    pub fn given(&self, known: &[Option<f32>]) -> Self {
        assert_eq!(known.len(), self.columns(), "each feature is known or not");
        let trees = self.trees.iter().map(|tree| tree.given(known)).collect();
        Self::assemble(self.names.clone(), self.base, self.gain.clone(), trees)
    }

    /// The log-odds of one row; `NaN` is a missing value.
    ///
    /// # Panics
    /// When the row has another number of values than the ensemble has features.
    pub fn margin(&self, row: &[f32]) -> f32 {
        assert_eq!(row.len(), self.columns(), "a row has one value for each feature");
        let sum = self.trees.iter().fold(f64::from(self.base), |sum, tree| {
            sum + f64::from(tree.values[tree.leaf(|feature| row[feature])])
        });
        sum as f32
    }

    /// The log-odds of many rows, stored one after the other, into `out`, whose content is replaced.
    ///
    /// Each is the same to the last bit as [`Ensemble::margin`] of its row. The work is done on the
    /// calling thread.
    ///
    /// # Panics
    /// When the values do not fill whole rows.
    pub fn margins(&self, rows: &[f32], out: &mut Vec<f32>) {
        out.clear();
        let columns = self.columns();
        if columns == 0 {
            assert!(rows.is_empty(), "an ensemble without features takes no values");
            return;
        }
        assert_eq!(rows.len() % columns, 0, "rows have one value for each feature");
        out.reserve(rows.len() / columns);
        let mut block = vec![[0.0; LANES]; columns * BLOCK_TILES];
        for rows in rows.chunks(columns * LANES * BLOCK_TILES) {
            self.score_block(rows, &mut block, out);
        }
    }

    fn score_block(&self, rows: &[f32], block: &mut [[f32; LANES]], out: &mut Vec<f32>) {
        let columns = self.columns();
        let tiles = rows.len().div_ceil(columns * LANES);
        for (tile, rows) in block.chunks_mut(columns).zip(rows.chunks(columns * LANES)) {
            // Lanes past the last row keep values of an earlier block; their sums are not read.
            for (lane, row) in rows.chunks_exact(columns).enumerate() {
                for (column, &value) in tile.iter_mut().zip(row) {
                    column[lane] = value;
                }
            }
        }
        let mut sums = [[f64::from(self.base); LANES]; BLOCK_TILES];
        let (scorer, trees, own) = (&self.scorer, &self.trees, &mut sums[..tiles]);
        dispatch!(*LEVEL, simd => scorer.score_all(simd, trees, block, columns, own));
        let sums = sums.as_flattened().iter().take(rows.len() / columns);
        out.extend(sums.map(|&sum| sum as f32));
    }
}
