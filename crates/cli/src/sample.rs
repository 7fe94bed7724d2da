//! Chooses what a report shows of a large result: some groups of each sort, and the pairs closest to the threshold.

use std::cmp::Reverse;
use std::collections::HashMap;

use onefold_engine::{MatchGroups, ScoredPair};

/// Groups of each sort in a report.
const GROUPS_OF_EACH_SORT: usize = 4;
/// Records shown of one group.
const MAX_RECORDS: usize = 12;
/// Pairs on each side of the threshold.
const PAIRS_ON_EACH_SIDE: usize = 5;

/// Why a group was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// One of the largest.
    Large,
    /// One of those with the lowest confidence.
    Doubtful,
    /// One of the many others.
    Typical,
}

/// A group to show.
#[derive(Debug, PartialEq, Eq)]
pub struct SampleGroup {
    /// Group number.
    pub group: usize,
    /// Why it was chosen.
    pub sort: Sort,
    /// Its first records.
    pub rows: Vec<usize>,
}

/// Chooses groups of two or more records: the largest, the least certain, and some spread over the result. Each group
/// appears once.
pub fn groups(groups: &MatchGroups) -> Vec<SampleGroup> {
    let mut left: Vec<usize> = (0..groups.sizes.len())
        .filter(|&group| groups.sizes[group] > 1)
        .collect();
    let mut chosen: Vec<(usize, Sort)> = Vec::new();
    left.sort_by_key(|&group| (Reverse(groups.sizes[group]), group));
    chosen.extend(take_first(&mut left).map(|group| (group, Sort::Large)));
    let confidence = |group: usize| groups.confidence[group].unwrap_or(1.0);
    left.sort_by(|&a, &b| confidence(a).total_cmp(&confidence(b)).then(a.cmp(&b)));
    chosen.extend(take_first(&mut left).map(|group| (group, Sort::Doubtful)));
    left.sort_unstable();
    let stride = left.len().div_ceil(GROUPS_OF_EACH_SORT).max(1);
    chosen.extend(left.iter().step_by(stride).map(|&group| (group, Sort::Typical)));

    let mut rows = first_rows(groups, chosen.iter().map(|&(group, _)| group));
    chosen
        .into_iter()
        .map(|(group, sort)| SampleGroup {
            group,
            sort,
            rows: rows.remove(&group).unwrap_or_default(),
        })
        .collect()
}

fn take_first(left: &mut Vec<usize>) -> impl Iterator<Item = usize> {
    let count = left.len().min(GROUPS_OF_EACH_SORT);
    left.drain(..count)
}

fn first_rows(groups: &MatchGroups, wanted: impl Iterator<Item = usize>) -> HashMap<usize, Vec<usize>> {
    let mut rows: HashMap<usize, Vec<usize>> = wanted.map(|group| (group, Vec::new())).collect();
    for (row, &group) in groups.of.iter().enumerate() {
        if let Some(rows) = rows.get_mut(&(group as usize))
            && rows.len() < MAX_RECORDS
        {
            rows.push(row);
        }
    }
    rows
}

/// The pairs nearest to the threshold on both sides, the highest score first.
pub fn pairs_near(pairs: &[ScoredPair], threshold: f32) -> Vec<(u32, u32)> {
    let (mut above, mut below) = (Vec::new(), Vec::new());
    for pair in pairs {
        let side = if pair.score >= threshold {
            &mut above
        } else {
            &mut below
        };
        keep_nearest(side, pair, threshold);
    }
    above
        .into_iter()
        .rev()
        .chain(below)
        .map(|pair| (pair.left, pair.right))
        .collect()
}

/// Adds a pair to the nearest of its side, the nearest first; among equals the earlier pair stays.
fn keep_nearest<'a>(side: &mut Vec<&'a ScoredPair>, pair: &'a ScoredPair, threshold: f32) {
    let away = |pair: &ScoredPair| (pair.score - threshold).abs();
    let at = side.partition_point(|other| away(other) <= away(pair));
    if at < PAIRS_ON_EACH_SIDE {
        side.insert(at, pair);
        side.truncate(PAIRS_ON_EACH_SIDE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Groups of given sizes and confidences, their records in a row.
    fn of(sizes: &[u32], confidence: &[f32]) -> MatchGroups {
        MatchGroups {
            of: (0..sizes.len() as u32)
                .flat_map(|group| vec![group; sizes[group as usize] as usize])
                .collect(),
            sizes: sizes.to_vec(),
            ids: (0..sizes.len() as i64).collect(),
            confidence: confidence.iter().map(|&c| Some(c)).collect(),
        }
    }

    #[test]
    fn each_sort_is_there_and_no_group_twice() {
        let sizes: Vec<u32> = (0..40).map(|i| 1 + i % 5).collect();
        let confidence: Vec<f32> = (0..40_u16).map(|i| 1.0 - f32::from(i) / 100.0).collect();
        let chosen = groups(&of(&sizes, &confidence));
        for sort in [Sort::Large, Sort::Doubtful, Sort::Typical] {
            assert_eq!(
                chosen.iter().filter(|sample| sample.sort == sort).count(),
                GROUPS_OF_EACH_SORT
            );
        }
        let mut numbers: Vec<_> = chosen.iter().map(|sample| sample.group).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), chosen.len());
        assert!(chosen.iter().all(|sample| sample.rows.len() > 1));
        assert!(chosen[..4].iter().all(|sample| sample.rows.len() == 5));
    }

    #[test]
    fn large_groups_show_their_first_records() {
        let chosen = groups(&of(&[1, 30], &[1.0, 0.9]));
        assert_eq!(chosen.len(), 1);
        assert_eq!(chosen[0].rows, (1..=MAX_RECORDS).collect::<Vec<_>>());
    }

    #[test]
    fn pairs_come_from_both_sides_in_order_of_their_score() {
        let pairs: Vec<ScoredPair> = (0..20_u8)
            .map(|i| ScoredPair {
                left: u32::from(i),
                right: 100,
                score: f32::from(i) / 20.0,
            })
            .collect();
        let rows: Vec<u32> = pairs_near(&pairs, 0.5)
            .into_iter()
            .map(|(left, _)| left)
            .collect();
        assert_eq!(rows, [14, 13, 12, 11, 10, 9, 8, 7, 6, 5]);
    }

    #[test]
    fn a_result_without_groups_or_pairs_gives_nothing() {
        assert!(groups(&MatchGroups::default()).is_empty());
        assert!(pairs_near(&[], 0.5).is_empty());
    }
}
