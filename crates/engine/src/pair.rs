//! Pair: [`Blocks`] in, [`CandidatePairs`] out, each pair once.
//!
//! Each record walks its own terms, rarest first, within a budget of postings, adds up the weight of the terms that it
//! shares with each other record, and keeps the best. The weight is the cosine of the records' term vectors under
//! squared inverse document frequency, so that the k best are the k most similar ones.

use rayon::prelude::*;

use crate::{
    Error, Observer,
    block::{BlockingPlan, Blocks, Family},
    standardize::StandardRecords,
};

/// Two records that may match.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Lower row number.
    pub left: u32,
    /// Higher row number.
    pub right: u32,
    /// Similarity of the blocked terms, 0..=1.
    pub weight: f32,
}

impl Candidate {
    /// The record that is not `row`.
    pub fn other(self, row: u32) -> u32 {
        if self.left == row { self.right } else { self.left }
    }
}

/// Candidate pairs, ordered by (left, right).
#[derive(Debug, Default)]
pub struct CandidatePairs {
    /// The pairs.
    pub pairs: Vec<Candidate>,
}

/// Records that one task walks; progress and cancellation are looked at between tasks.
const CHUNK: usize = 1_024;
/// Beyond the least number of candidates, those are kept whose weight is this share of the best one's.
const NEAR_BEST: f32 = 0.5;

/// Finds candidate pairs.
pub fn pair(
    records: &StandardRecords,
    blocks: &Blocks,
    plan: &BlockingPlan,
    across_only: bool,
    observer: &dyn Observer,
) -> Result<CandidatePairs, Error> {
    pair_from(0, records, blocks, plan, across_only, observer)
}

/// Finds candidate pairs of which at least one record is `first` or a later one; the work is that of these records.
pub fn pair_from(
    first: u32,
    records: &StandardRecords,
    blocks: &Blocks,
    plan: &BlockingPlan,
    across_only: bool,
    observer: &dyn Observer,
) -> Result<CandidatePairs, Error> {
    let norms = norms(records, blocks);
    let rows: Vec<u32> = (first..records.len as u32).collect();
    let chunks: Vec<Vec<Candidate>> = rows
        .par_chunks(CHUNK)
        .map_init(
            || Walker::new(records, blocks, plan, &norms, across_only),
            |walker, rows| {
                if observer.is_cancelled() {
                    return Vec::new();
                }
                let mut found = Vec::new();
                for &row in rows {
                    walker.walk(row, &mut found);
                }
                observer.advance(rows.len() as u64);
                found
            },
        )
        .collect();
    if observer.is_cancelled() {
        return Err(Error::Cancelled);
    }
    let mut pairs: Vec<Candidate> = Vec::with_capacity(chunks.iter().map(Vec::len).sum());
    for chunk in chunks {
        pairs.extend(chunk);
    }
    pairs.par_sort_unstable_by(|a, b| {
        (a.left, a.right)
            .cmp(&(b.left, b.right))
            .then(b.weight.total_cmp(&a.weight))
    });
    pairs.dedup_by_key(|pair| (pair.left, pair.right));
    Ok(CandidatePairs { pairs })
}

fn term_weight(records: usize, block: usize) -> f32 {
    ((records as f32 + 1.0) / (block as f32 + 0.5)).ln().max(0.05)
}

/// Length of each record's term vector over all families.
fn norms(records: &StandardRecords, blocks: &Blocks) -> Vec<f32> {
    (0..records.len as u32)
        .into_par_iter()
        .map(|row| {
            let mut sum = 0.0f32;
            for family in &blocks.families {
                for &term in family.terms(records, row) {
                    let weight = term_weight(records.len, family.block(term).len());
                    sum += weight * weight;
                }
            }
            sum.sqrt().max(1e-6)
        })
        .collect()
}

struct Walker<'a> {
    records: &'a StandardRecords,
    blocks: &'a Blocks,
    plan: &'a BlockingPlan,
    norms: &'a [f32],
    across_only: bool,
    sums: Vec<f32>,
    touched: Vec<u32>,
    order: Vec<(u32, u32)>,
}

impl<'a> Walker<'a> {
    fn new(
        records: &'a StandardRecords,
        blocks: &'a Blocks,
        plan: &'a BlockingPlan,
        norms: &'a [f32],
        across_only: bool,
    ) -> Self {
        let sums = vec![0.0; records.len];
        Self {
            records,
            blocks,
            plan,
            norms,
            across_only,
            sums,
            touched: Vec::new(),
            order: Vec::new(),
        }
    }

    fn walk(&mut self, row: u32, found: &mut Vec<Candidate>) {
        for family in &self.blocks.families {
            self.walk_family(family, row);
        }
        self.keep_best(row, found);
    }

    fn walk_family(&mut self, family: &Family, row: u32) {
        self.order.clear();
        self.order.extend(
            family
                .terms(self.records, row)
                .iter()
                .map(|&term| (family.block(term).len() as u32, term)),
        );
        self.order.sort_unstable();
        let mut left = if family.is_joint_key() {
            usize::MAX
        } else {
            self.plan.budget
        };
        for &(size, term) in &self.order {
            let size = size as usize;
            if size > left {
                break;
            }
            left -= size;
            let weight = term_weight(self.records.len, size);
            let weight = weight * weight / self.norms[row as usize];
            for &other in family.block(term) {
                let sum = &mut self.sums[other as usize];
                if *sum == 0.0 {
                    self.touched.push(other);
                }
                *sum += weight;
            }
        }
    }

    fn keep_best(&mut self, row: u32, found: &mut Vec<Candidate>) {
        let mut best: Vec<(f32, u32)> = Vec::with_capacity(self.touched.len());
        for &other in &self.touched {
            let weight = std::mem::take(&mut self.sums[other as usize]) / self.norms[other as usize];
            if other != row && self.records.may_match(row, other, self.across_only) {
                best.push((weight, other));
            }
        }
        self.touched.clear();
        let by_weight = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        let most = self.plan.most_candidates;
        if best.len() > most {
            best.select_nth_unstable_by(most - 1, by_weight);
            best.truncate(most);
        }
        best.sort_unstable_by(by_weight);
        let near = best.first().map_or(0.0, |top| top.0 * NEAR_BEST);
        for (rank, &(weight, other)) in best.iter().enumerate() {
            if rank >= self.plan.least_candidates && weight < near {
                break;
            }
            found.push(Candidate {
                left: row.min(other),
                right: row.max(other),
                weight,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{ArrayRef, RecordBatch, StringArray};
    use proptest::prelude::*;

    use super::*;
    use crate::{Records, Silent, block::block, standardize::standardize};

    fn records(names: &[String], cities: &[String], source: &[u8]) -> StandardRecords {
        let column = |values: Vec<&str>| Arc::new(StringArray::from(values)) as ArrayRef;
        let batch = RecordBatch::try_from_iter([
            ("name", column(names.iter().map(String::as_str).collect())),
            ("city", column(cities.iter().map(String::as_str).collect())),
            (
                "source",
                column(
                    source
                        .iter()
                        .map(|s| if s % 2 == 0 { "a" } else { "b" })
                        .collect(),
                ),
            ),
        ])
        .unwrap();
        let records = Records::try_new(vec![batch]).unwrap();
        let records = records.clone().with_sources("source").unwrap_or(records);
        standardize(&records, &std::collections::BTreeMap::new()).unwrap()
    }

    proptest! {
        #[test]
        fn pairs_are_ordered_distinct_and_across_sources_where_asked(
            rows in prop::collection::vec(("[a-c]{3,5} [a-c]{3,5}", "[x-z]{4}", 0u8..2), 2..40),
            is_large in any::<bool>(),
        ) {
            let names: Vec<String> = rows.iter().map(|row| row.0.clone()).collect();
            let cities: Vec<String> = rows.iter().map(|row| row.1.clone()).collect();
            let source: Vec<u8> = rows.iter().map(|row| row.2).collect();
            let records = records(&names, &cities, &source);
            let plan = if is_large {
                BlockingPlan::for_large_data(&records, 0.5, 1)
            } else {
                BlockingPlan::for_small_data(0.5)
            };
            let blocks = block(&records, &plan);
            for across_only in [false, true] {
                let found = pair(&records, &blocks, &plan, across_only, &Silent).unwrap();
                for window in found.pairs.windows(2) {
                    prop_assert!((window[0].left, window[0].right) < (window[1].left, window[1].right));
                }
                for pair in &found.pairs {
                    prop_assert!(pair.left < pair.right && pair.weight > 0.0);
                    prop_assert!(records.may_match(pair.left, pair.right, across_only));
                }
            }
        }

        #[test]
        fn equal_records_are_always_candidates(
            rows in prop::collection::vec(("[a-f]{4,7} [a-f]{4,7}", "[x-z]{4}"), 2..12),
        ) {
            let mut names: Vec<String> = rows.iter().map(|row| row.0.clone()).collect();
            let mut cities: Vec<String> = rows.iter().map(|row| row.1.clone()).collect();
            names.push(names[0].clone());
            cities.push(cities[0].clone());
            let records = records(&names, &cities, &vec![0; names.len()]);
            let plan = BlockingPlan::for_small_data(0.5);
            let found = pair(&records, &block(&records, &plan), &plan, false, &Silent).unwrap();
            let last = names.len() as u32 - 1;
            prop_assert!(found.pairs.iter().any(|pair| (pair.left, pair.right) == (0, last)));
        }
    }
}
