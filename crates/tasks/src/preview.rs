//! What stored scores say without matching again: the groups at another setting of the tradeoff, about.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap};

use onefold_data::{ReadOptions, Watch};
use onefold_domain::{PairScore, Regrouped};
use onefold_engine::{Records, ScoredPair, Trust, match_threshold};

use crate::Error;

/// What a pair without a score counts for when two groups are compared, as in a run.
const UNSCORED: f64 = 0.3;
/// It never counts for more than this share of the threshold.
const BELOW_THRESHOLD: f64 = 0.85;

/// The scored pairs of a file that a run kept; `ids` are those of its records.
pub(crate) fn read_scored(file: &str, ids: &[&str]) -> Result<Vec<PairScore>, Error> {
    let table = onefold_data::read(&[file.to_owned()], &ReadOptions::default(), Watch::SILENT)?;
    let pairs = Records::try_new(table.batches)?;
    let numbers: HashMap<&str, u32> = (0..).zip(ids).map(|(number, id)| (*id, number)).collect();
    let column = |name: &str| pairs.position(name);
    let (left, right, score) = (column("id_a")?, column("id_b")?, column("score")?);
    let number = |row: usize, column: usize| numbers.get(pairs.value(row, column)).copied();
    Ok((0..pairs.len())
        .filter_map(|row| {
            Some(PairScore {
                left: number(row, left)?,
                right: number(row, right)?,
                score: pairs.value(row, score).parse().ok()?,
            })
        })
        .collect())
}

/// The groups at a setting of the tradeoff.
pub(crate) fn regroup(
    records: usize,
    pairs: &[PairScore],
    precision_recall: f64,
    is_learned: bool,
) -> Regrouped {
    let trust = if is_learned {
        Trust::Calibrated
    } else {
        Trust::Taught
    };
    let scored = pairs.iter().map(|pair| ScoredPair {
        left: pair.left,
        right: pair.right,
        score: pair.score,
    });
    let threshold = f64::from(match_threshold(scored, false, precision_recall, trust));
    Regrouped {
        of: average_link(records, pairs, threshold),
        threshold,
    }
}

/// The scores between two groups: their sum, and how many there are.
type Between = (f64, usize);

/// Two groups become one while the mean score between them reaches the threshold, best first.
fn average_link(records: usize, pairs: &[PairScore], threshold: f64) -> Vec<u32> {
    let unscored = UNSCORED.min(BELOW_THRESHOLD * threshold);
    let mut near: Vec<BTreeMap<usize, Between>> = vec![BTreeMap::new(); records];
    for pair in pairs {
        let (left, right) = (pair.left as usize, pair.right as usize);
        for (own, other) in [(left, right), (right, left)] {
            near[own].insert(other, (pair.score.into(), 1));
        }
    }
    let mut sizes = vec![1_usize; records];
    let mut into: Vec<usize> = (0..records).collect();
    let mean = |sizes: &[usize], a: usize, b: usize, (sum, scored): Between| {
        let all = sizes[a] * sizes[b];
        (sum + all.saturating_sub(scored) as f64 * unscored) / all as f64
    };
    // Bits of numbers that are not negative sort as the numbers do.
    let entry = |score: f64, a: usize, b: usize| (score.to_bits(), Reverse((a.min(b), a.max(b))));
    let mut best: BinaryHeap<_> = pairs
        .iter()
        .filter(|pair| f64::from(pair.score) >= threshold)
        .map(|pair| entry(pair.score.into(), pair.left as usize, pair.right as usize))
        .collect();
    while let Some((bits, Reverse((a, b)))) = best.pop() {
        let Some(&between) = near[a].get(&b).filter(|_| into[a] == a && into[b] == b) else {
            continue;
        };
        if mean(&sizes, a, b, between).to_bits() != bits {
            // The groups have grown since; their pair is there with its present mean.
            continue;
        }
        into[b] = a;
        sizes[a] += sizes[b];
        let moved = std::mem::take(&mut near[b]);
        near[a].remove(&b);
        for (other, (sum, scored)) in moved.into_iter().filter(|(other, _)| *other != a) {
            near[other].remove(&b);
            let own = near[a].entry(other).or_default();
            *own = (own.0 + sum, own.1 + scored);
        }
        let changed: Vec<(usize, Between)> = near[a]
            .iter()
            .map(|(&other, &between)| (other, between))
            .collect();
        for (other, between) in changed {
            near[other].insert(a, between);
            let score = mean(&sizes, a, other, between);
            if score >= threshold {
                best.push(entry(score, a, other));
            }
        }
    }
    (0..records)
        .map(|record| {
            let mut group = record;
            while into[group] != group {
                group = into[group];
            }
            group as u32
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(left: u32, right: u32, score: f32) -> PairScore {
        PairScore { left, right, score }
    }

    #[test]
    fn a_weak_link_does_not_join_groups() {
        let pairs = [
            pair(0, 1, 0.95),
            pair(2, 3, 0.9),
            pair(1, 2, 0.6),
            pair(4, 5, 0.55),
        ];
        assert_eq!(average_link(7, &pairs, 0.5), [0, 0, 2, 2, 4, 4, 6]);
        assert_eq!(average_link(7, &pairs, 0.92), [0, 0, 2, 3, 4, 5, 6]);
        let strong = [pair(0, 1, 0.95), pair(1, 2, 0.9), pair(0, 2, 0.4)];
        assert_eq!(average_link(3, &strong, 0.6), [0, 0, 0]);
    }

    #[test]
    fn a_higher_setting_asks_for_higher_scores() {
        let pairs: Vec<PairScore> = (0..50)
            .map(|at| pair(2 * at, 2 * at + 1, 0.5 + 0.01 * at as f32))
            .collect();
        let at = |setting: f64| regroup(100, &pairs, setting, true);
        assert!(at(0.9).threshold > at(0.1).threshold);
        let groups = |regrouped: &Regrouped| {
            let mut of = regrouped.of.clone();
            of.sort_unstable();
            of.dedup();
            of.len()
        };
        assert!(groups(&at(0.95)) > groups(&at(0.05)));
    }
}
