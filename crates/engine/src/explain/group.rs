//! Why records are one group: the links that hold it together, its weakest one, the path between two records, and what
//! would split it. It needs nothing but the scored pairs of the group, so a kept result can be explained as well.

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::{ScoredPair, cluster::not_proposed, forest::Forest, numbers::pairs_among};

/// Records of a group up to which its split is found by merging it anew, which takes the cube of their number.
const MOST_MERGED: usize = 300;

/// Why some records are one group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupExplanation {
    /// Its records, ascending.
    pub rows: Vec<u32>,
    /// Pairs of its records.
    pub pairs: u64,
    /// Those of them that were scored.
    pub scored: u64,
    /// The fewest links that join its records, each the strongest there is, the weakest first. There are fewer of them than
    /// records less one if scores alone do not join all records: earlier groups, labels or equal rows do.
    pub links: Vec<ScoredPair>,
    /// Where the group comes apart first; absent for a single record.
    pub split: Option<Split>,
}

/// Where a group comes apart first when matches get rarer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Split {
    /// Records of the two parts; the part with the first record comes first.
    pub parts: [Vec<u32>; 2],
    /// Mean score between the parts: a match threshold above it splits the group here.
    pub mean: f32,
    /// Pairs between the parts.
    pub pairs: u64,
    /// Those of them that were scored.
    pub scored: u64,
    /// The best-scoring pair between the parts; absent if none was scored.
    pub strongest: Option<ScoredPair>,
}

/// Explains a group from the scored pairs among its records; pairs of other records do not count. `threshold` is the match
/// threshold of the run.
pub fn explain_group(
    rows: &[u32],
    scored: impl IntoIterator<Item = ScoredPair>,
    threshold: f32,
) -> GroupExplanation {
    let mut rows = rows.to_vec();
    rows.sort_unstable();
    rows.dedup();
    let place = |row: u32| rows.binary_search(&row).ok();
    let mut pairs: Vec<ScoredPair> = scored
        .into_iter()
        .filter(|pair| place(pair.left).is_some() && place(pair.right).is_some() && pair.left != pair.right)
        .map(|pair| ScoredPair {
            left: pair.left.min(pair.right),
            right: pair.left.max(pair.right),
            ..pair
        })
        .collect();
    pairs.sort_by_key(|pair| (pair.left, pair.right));
    pairs.dedup_by_key(|pair| (pair.left, pair.right));
    let links = strongest_links(&rows, &pairs);
    let split = split(&rows, &pairs, &links, threshold);
    GroupExplanation {
        pairs: pairs_among(rows.len() as u64),
        scored: pairs.len() as u64,
        links,
        split,
        rows,
    }
}

impl GroupExplanation {
    /// The weakest of the links that hold the group together.
    pub fn weakest(&self) -> Option<ScoredPair> {
        self.links.first().copied()
    }

    /// The links from one record to another whose weakest link is as strong as possible, in their order. Empty if no
    /// scored pairs lead there.
    pub fn path(&self, from: u32, to: u32) -> Vec<ScoredPair> {
        let mut around: FxHashMap<u32, Vec<ScoredPair>> = FxHashMap::default();
        for link in &self.links {
            for row in [link.left, link.right] {
                around.entry(row).or_default().push(*link);
            }
        }
        let mut came_by: FxHashMap<u32, ScoredPair> = FxHashMap::default();
        let mut open = vec![from];
        while let Some(row) = open.pop() {
            for link in around.get(&row).into_iter().flatten() {
                let next = link.left + link.right - row;
                if next != from && !came_by.contains_key(&next) {
                    came_by.insert(next, *link);
                    open.push(next);
                }
            }
        }
        let mut path = Vec::new();
        let mut row = to;
        while row != from {
            let Some(link) = came_by.get(&row) else {
                return Vec::new();
            };
            path.push(*link);
            row = link.left + link.right - row;
        }
        path.reverse();
        path
    }
}

/// The maximum spanning forest, its weakest link first (Kruskal 1956).
fn strongest_links(rows: &[u32], pairs: &[ScoredPair]) -> Vec<ScoredPair> {
    let mut sorted: Vec<&ScoredPair> = pairs.iter().collect();
    sorted.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then((a.left, a.right).cmp(&(b.left, b.right)))
    });
    let mut parts = Parts::new(rows);
    let mut links: Vec<ScoredPair> = sorted
        .into_iter()
        .filter(|pair| parts.join(pair.left, pair.right))
        .copied()
        .collect();
    links.reverse();
    links
}

/// Which records are joined so far.
struct Parts<'a> {
    rows: &'a [u32],
    forest: Forest,
}

impl<'a> Parts<'a> {
    fn new(rows: &'a [u32]) -> Self {
        Self {
            rows,
            forest: Forest::new(rows.len()),
        }
    }

    fn number(&self, row: u32) -> u32 {
        self.rows.binary_search(&row).unwrap_or_default() as u32
    }

    fn root(&mut self, row: u32) -> u32 {
        self.forest.root(self.number(row))
    }

    /// Joins two records; says whether they were apart.
    fn join(&mut self, left: u32, right: u32) -> bool {
        self.forest.join(self.number(left), self.number(right))
    }
}

fn split(rows: &[u32], pairs: &[ScoredPair], links: &[ScoredPair], threshold: f32) -> Option<Split> {
    if rows.len() < 2 {
        return None;
    }
    let first = if rows.len() <= MOST_MERGED {
        last_merge(rows, pairs, threshold)
    } else {
        without_weakest(rows, links)
    };
    let is_in_first = |row: u32| first.contains(&row);
    let second: Vec<u32> = rows.iter().copied().filter(|&row| !is_in_first(row)).collect();
    let between: Vec<&ScoredPair> = pairs
        .iter()
        .filter(|pair| is_in_first(pair.left) != is_in_first(pair.right))
        .collect();
    let all = (first.len() * second.len()) as u64;
    let sum: f32 = between.iter().map(|pair| pair.score).sum();
    let missing = (all - between.len() as u64) as f32;
    Some(Split {
        mean: (sum + missing * not_proposed(threshold)) / all as f32,
        pairs: all,
        scored: between.len() as u64,
        strongest: between
            .into_iter()
            .max_by(|a, b| {
                a.score
                    .total_cmp(&b.score)
                    .then((b.left, b.right).cmp(&(a.left, a.right)))
            })
            .copied(),
        parts: [first, second],
    })
}

/// One of the two parts that merge last by average link: the one with the first record, ascending.
fn last_merge(rows: &[u32], pairs: &[ScoredPair], threshold: f32) -> Vec<u32> {
    let len = rows.len();
    // Sums of scores between parts; a part stands at the place of its first record.
    let mut sums = vec![not_proposed(threshold); len * len];
    for pair in pairs {
        if let (Ok(a), Ok(b)) = (rows.binary_search(&pair.left), rows.binary_search(&pair.right)) {
            sums[a * len + b] = pair.score;
            sums[b * len + a] = pair.score;
        }
    }
    let mut parts: Vec<Option<Vec<u32>>> = rows.iter().map(|&row| Some(vec![row])).collect();
    for _ in 2..len {
        let mut best: Option<(f32, usize, usize)> = None;
        let there = || {
            let places = parts.iter().enumerate();
            places.filter_map(|(place, part)| Some((place, part.as_ref()?)))
        };
        for (a, first) in there() {
            for (b, second) in there().filter(|&(b, _)| b > a) {
                let mean = sums[a * len + b] / (first.len() * second.len()) as f32;
                if best.is_none_or(|(most, ..)| mean > most) {
                    best = Some((mean, a, b));
                }
            }
        }
        let Some((_, a, b)) = best else { break };
        let moved = parts[b].take().unwrap_or_default();
        if let Some(kept) = &mut parts[a] {
            kept.extend(moved);
        }
        for other in 0..len {
            sums[a * len + other] += sums[b * len + other];
            sums[other * len + a] = sums[a * len + other];
        }
    }
    let mut first = parts.into_iter().flatten().next().unwrap_or_default();
    first.sort_unstable();
    first
}

/// The part with the first record when the weakest link is cut.
fn without_weakest(rows: &[u32], links: &[ScoredPair]) -> Vec<u32> {
    let mut parts = Parts::new(rows);
    let is_joined = links.len() + 1 == rows.len();
    for link in links.iter().skip(usize::from(is_joined)) {
        parts.join(link.left, link.right);
    }
    let first = parts.root(rows[0]);
    rows.iter()
        .copied()
        .filter(|&row| parts.root(row) == first)
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn scored(pairs: &[(u32, u32, f32)]) -> Vec<ScoredPair> {
        pairs
            .iter()
            .map(|&(left, right, score)| ScoredPair { left, right, score })
            .collect()
    }

    #[test]
    fn a_group_of_two_halves_splits_between_them() {
        let pairs = scored(&[
            (1, 2, 0.9),
            (1, 3, 0.95),
            (2, 3, 0.99),
            (7, 8, 0.97),
            (3, 7, 0.8),
            (2, 8, 0.4),
            (1, 50, 1.0),
        ]);
        let why = explain_group(&[8, 3, 2, 1, 7], pairs, 0.5);
        assert_eq!((why.pairs, why.scored), (10, 6));
        let weakest = why.weakest().expect("a link");
        assert_eq!((weakest.left, weakest.right), (3, 7));
        let split = why.split.clone().expect("two parts");
        assert_eq!(split.parts, [vec![1, 2, 3], vec![7, 8]]);
        assert_eq!((split.pairs, split.scored), (6, 2));
        // Four pairs between the parts were never scored.
        assert!((split.mean - (0.8 + 0.4 + 4.0 * 0.3) / 6.0).abs() < 1e-6);
        let strongest = split.strongest.expect("a scored pair");
        assert_eq!((strongest.left, strongest.right), (3, 7));
        let path: Vec<(u32, u32)> = why
            .path(1, 8)
            .iter()
            .map(|link| (link.left, link.right))
            .collect();
        assert_eq!(path, [(1, 3), (3, 7), (7, 8)]);
        let back = why.path(8, 1);
        assert_eq!((back[0].left, back[0].right), (7, 8));
    }

    #[test]
    fn records_that_no_score_joins_are_told_as_such() {
        let why = explain_group(&[4, 5, 6], scored(&[(4, 5, 0.9)]), 0.5);
        assert_eq!(why.links.len(), 1);
        assert!(why.path(4, 6).is_empty());
        let split = why.split.expect("two parts");
        assert_eq!((split.parts[1].as_slice(), split.strongest), (&[6][..], None));
        assert_eq!(explain_group(&[9], Vec::new(), 0.5).split, None);
    }

    proptest! {
        #[test]
        fn links_join_the_group_and_the_weakest_is_the_least_on_every_path(
            scores in prop::collection::vec(0.0f32..1.0, 45),
            len in 2u32..10,
        ) {
            let mut all = Vec::new();
            let mut next = scores.iter();
            for left in 0..len {
                for right in left + 1..len {
                    all.push(ScoredPair { left, right, score: *next.next().unwrap() });
                }
            }
            let rows: Vec<u32> = (0..len).collect();
            let why = explain_group(&rows, all.clone(), 0.5);
            prop_assert_eq!(why.links.len() as u32, len - 1);
            for pair in &all {
                // No direct link is stronger than the weakest of the path.
                let path = why.path(pair.left, pair.right);
                let least = path.iter().map(|link| link.score).fold(1.0, f32::min);
                prop_assert!(least >= pair.score - 1e-6);
            }
            let split = why.split.unwrap();
            prop_assert_eq!(split.parts[0].len() + split.parts[1].len(), rows.len());
            prop_assert_eq!(split.parts[0][0], 0);
            prop_assert_eq!(split.pairs, split.scored);
        }
    }
}
