//! Pair: [`Blocks`] in, [`CandidatePairs`] out, each pair once.
//!
//! Each record walks its own terms, rarest first, within a budget of postings, adds up the weight of the terms that it
//! shares with each other record, and keeps the best. The weight is the cosine of the records' term vectors under
//! squared inverse document frequency, so that the k best are the k most similar ones.

use std::ops::Range;

use rayon::prelude::*;

use crate::{
    Error, Observer,
    block::{BlockingPlan, Blocks},
    scratch::{Aside, Plain, Put},
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
pub(crate) const CHUNK: usize = 1_024;
/// Beyond the least number of candidates, those are kept whose weight is this share of the best one's.
const NEAR_BEST: f32 = 0.5;

/// Finds candidate pairs.
pub fn pair(
    records: &StandardRecords,
    blocks: Blocks,
    plan: &BlockingPlan,
    across_only: bool,
    aside: Aside<'_>,
    observer: &dyn Observer,
) -> Result<CandidatePairs, Error> {
    let rows = blocks.rows_together(records.len).into_iter();
    let found = walk_blocks(rows, records, &blocks, plan, across_only, aside, observer)?;
    drop(blocks);
    found.into_pairs(aside)
}

/// Finds the candidate pairs of some records with all others.
pub fn pair_of(
    rows: impl Iterator<Item = u32>,
    records: &StandardRecords,
    blocks: &Blocks,
    plan: &BlockingPlan,
    across_only: bool,
    observer: &dyn Observer,
) -> Result<CandidatePairs, Error> {
    let aside = Aside::default();
    walk_blocks(rows, records, blocks, plan, across_only, aside, observer)?.into_pairs(aside)
}

fn walk_blocks(
    rows: impl Iterator<Item = u32>,
    records: &StandardRecords,
    blocks: &Blocks,
    plan: &BlockingPlan,
    across_only: bool,
    aside: Aside<'_>,
    observer: &dyn Observer,
) -> Result<Found, Error> {
    let weights = TermWeights::new(records.len);
    let norms = norms(records, blocks, &weights);
    let walker = || Walker {
        records,
        blocks,
        plan,
        norms: &norms,
        weights: &weights,
        across_only,
        sums: Sums::new(),
        order: Vec::new(),
        best: Vec::new(),
    };
    let fetch = |rows: &[u32]| blocks.fetch(records, rows);
    walk(rows, walker, fetch, Walker::walk, aside, observer)
}

/// Records whose blocks are fetched before they are walked.
const AHEAD: usize = 16;

/// Walks records on all cores, each core with a state of its own, and puts together what was found. `fetch` is told a few
/// records ahead.
pub(crate) fn walk_all<W>(
    rows: impl Iterator<Item = u32>,
    state: impl Fn() -> W + Sync + Send,
    fetch: impl Fn(&[u32]) + Sync + Send,
    step: impl Fn(&mut W, u32, &mut Vec<Candidate>) + Sync + Send,
    observer: &dyn Observer,
) -> Result<CandidatePairs, Error> {
    let aside = Aside::default();
    walk(rows, state, fetch, step, aside, observer)?.into_pairs(aside)
}

fn walk<W>(
    rows: impl Iterator<Item = u32>,
    state: impl Fn() -> W + Sync + Send,
    fetch: impl Fn(&[u32]) + Sync + Send,
    step: impl Fn(&mut W, u32, &mut Vec<Candidate>) + Sync + Send,
    aside: Aside<'_>,
    observer: &dyn Observer,
) -> Result<Found, Error> {
    let rows: Vec<u32> = rows.collect();
    let records = rows.iter().max().map_or(0, |&row| row as usize + 1);
    let chunks = rows
        .par_chunks(CHUNK)
        .map_init(
            || (state(), Vec::new()),
            |(state, found), rows| {
                found.clear();
                if observer.is_cancelled() {
                    return Err(Error::Cancelled);
                }
                for rows in rows.chunks(AHEAD) {
                    fetch(rows);
                    for &row in rows {
                        step(state, row, found);
                    }
                }
                observer.advance(rows.len() as u64);
                // In a piece of memory of its size, which a list that grows is not.
                aside.put(found.clone())
            },
        )
        .collect::<Result<_, Error>>()?;
    if observer.is_cancelled() {
        return Err(Error::Cancelled);
    }
    Ok(Found { records, chunks })
}

impl Plain for Candidate {
    fn write(pairs: &[Self], bytes: &mut Vec<u8>) {
        for pair in pairs {
            bytes.extend_from_slice(&pair.left.to_le_bytes());
            bytes.extend_from_slice(&pair.right.to_le_bytes());
            bytes.extend_from_slice(&pair.weight.to_le_bytes());
        }
    }

    fn read(bytes: &[u8], pairs: &mut Vec<Self>) {
        let (numbers, _) = bytes.as_chunks::<4>();
        pairs.extend(
            numbers
                .as_chunks::<3>()
                .0
                .iter()
                .map(|[left, right, weight]| Self {
                    left: u32::from_le_bytes(*left),
                    right: u32::from_le_bytes(*right),
                    weight: f32::from_le_bytes(*weight),
                }),
        );
    }
}

/// Candidates as they were found: most pairs twice, once from each of their records.
struct Found {
    records: usize,
    chunks: Vec<Put<Candidate>>,
}

impl Found {
    /// Orders the pairs; of equal ones that with the greatest weight stays.
    fn into_pairs(self, aside: Aside<'_>) -> Result<CandidatePairs, Error> {
        // Where the pairs of each left record begin, and where the next one of them goes.
        let mut next = vec![0usize; self.records + 1];
        for chunk in &self.chunks {
            aside.read(chunk, |pairs| {
                for pair in pairs {
                    next[pair.left as usize + 1] += 1;
                }
            })?;
        }
        for row in 0..self.records {
            next[row + 1] += next[row];
        }
        // The right record and the weight of each pair, by left record.
        let mut by_left = vec![(0u32, 0.0f32); next[self.records]];
        for chunk in self.chunks {
            aside.read(&chunk, |pairs| {
                for pair in pairs {
                    let next = &mut next[pair.left as usize];
                    by_left[*next] = (pair.right, pair.weight);
                    *next += 1;
                }
            })?;
        }
        // `next` has become where the pairs of each left record end.
        let mut parts = Vec::new();
        let (mut rest, mut start) = (by_left.as_mut_slice(), 0);
        for (part, ends) in next[..self.records].chunks(CHUNK).enumerate() {
            let end = ends[ends.len() - 1];
            let own;
            (own, rest) = rest.split_at_mut(end - start);
            parts.push(LeftRecords {
                first: (part * CHUNK) as u32,
                ends,
                rights: own,
            });
            start = end;
        }
        let parts: Vec<Box<[Candidate]>> = parts.into_par_iter().map(LeftRecords::into_pairs).collect();
        drop(by_left);
        let mut pairs = Vec::with_capacity(parts.iter().map(|part| part.len()).sum());
        for part in parts {
            pairs.extend_from_slice(&part);
        }
        Ok(CandidatePairs { pairs })
    }
}

/// The pairs of some left records.
struct LeftRecords<'a> {
    first: u32,
    /// Where the pairs of each end among the pairs of all records.
    ends: &'a [usize],
    /// Right records with their weights, by left record.
    rights: &'a mut [(u32, f32)],
}

impl LeftRecords<'_> {
    fn into_pairs(self) -> Box<[Candidate]> {
        let mut start = self.ends.last().map_or(0, |end| end - self.rights.len());
        let mut rest = self.rights;
        let mut pairs: Vec<Candidate> = Vec::with_capacity(rest.len());
        for (left, &end) in (self.first..).zip(self.ends) {
            let own;
            (own, rest) = rest.split_at_mut(end - start);
            start = end;
            own.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
            let distinct = own.chunk_by(|a, b| a.0 == b.0).map(|equal| equal[0]);
            pairs.extend(distinct.map(|(right, weight)| Candidate { left, right, weight }));
        }
        pairs.as_slice().into()
    }
}

impl CandidatePairs {
    /// With pairs of equal records, as far as they are not among the candidates.
    pub(crate) fn with_equal(mut self, pairs: impl Iterator<Item = (u32, u32)>) -> Self {
        let before = self.pairs.len();
        self.pairs.extend(pairs.map(|(left, right)| Candidate {
            left,
            right,
            weight: 1.0,
        }));
        if self.pairs.len() > before {
            // Those that were found come first among equal ones, since sorting leaves them in their order.
            self.pairs.sort_by_key(|pair| (pair.left, pair.right));
            self.pairs.dedup_by_key(|pair| (pair.left, pair.right));
        }
        self
    }
}

/// Weights of terms by the size of their block.
pub(crate) struct TermWeights {
    records: usize,
    /// Those of small blocks, which are nearly all.
    small: Vec<f32>,
}

impl TermWeights {
    pub fn new(records: usize) -> Self {
        let small = (0..1_024).map(|size| term_weight(records, size)).collect();
        Self { records, small }
    }

    pub fn of(&self, size: u32) -> f32 {
        match self.small.get(size as usize) {
            Some(&weight) => weight,
            None => term_weight(self.records, size),
        }
    }
}

fn term_weight(records: usize, block: u32) -> f32 {
    ((records as f32 + 1.0) / (block as f32 + 0.5)).ln().max(0.05)
}

/// Length of each record's term vector over all families.
pub(crate) fn norms(records: &StandardRecords, blocks: &Blocks, weights: &TermWeights) -> Vec<f32> {
    let mut sums = vec![0.0f32; records.len];
    for family in &blocks.families {
        family.add_sizes(records, &mut sums, |size| {
            let weight = weights.of(size);
            weight * weight
        });
    }
    sums.par_iter_mut().for_each(|sum| *sum = length(*sum));
    sums
}

/// The length of a vector by the sum of its squares; never 0, since it divides.
pub(crate) fn length(squares: f32) -> f32 {
    squares.sqrt().max(1e-6)
}

/// Sums by record: a hash table that stays as small as what one record touches, and so in the nearest cache however many
/// records there are.
pub(crate) struct Sums {
    slots: Vec<(u32, f32)>,
    touched: Vec<u32>,
}

/// No record.
const EMPTY: u32 = u32::MAX;

impl Sums {
    pub fn new() -> Self {
        Self {
            slots: vec![(EMPTY, 0.0); 1_024],
            touched: Vec::new(),
        }
    }

    #[inline]
    pub fn add(&mut self, row: u32, weight: f32) {
        let at = self.slot_of(row);
        let slot = &mut self.slots[at];
        if slot.0 == row {
            slot.1 += weight;
            return;
        }
        *slot = (row, weight);
        self.touched.push(at as u32);
        if self.touched.len() * 2 > self.slots.len() {
            self.grow();
        }
    }

    /// The slot that holds a row, or the one that it may take.
    #[inline]
    fn slot_of(&self, row: u32) -> usize {
        // Fibonacci hashing (Knuth, The Art of Computer Programming, volume 3, section 6.4).
        let bits = self.slots.len().trailing_zeros();
        let mut at = (row.wrapping_mul(0x9e37_79b1) >> (32 - bits)) as usize;
        while self.slots[at].0 != row && self.slots[at].0 != EMPTY {
            at = (at + 1) & (self.slots.len() - 1);
        }
        at
    }

    fn grow(&mut self) {
        let larger = vec![(EMPTY, 0.0); self.slots.len() * 2];
        let slots = std::mem::replace(&mut self.slots, larger);
        for at in std::mem::take(&mut self.touched) {
            let (row, sum) = slots[at as usize];
            let at = self.slot_of(row);
            self.slots[at] = (row, sum);
            self.touched.push(at as u32);
        }
    }

    /// Gives all sums, in the order in which their records were met first, and forgets them.
    fn drain(&mut self, mut with: impl FnMut(u32, f32)) {
        for at in self.touched.drain(..) {
            let (row, sum) = std::mem::replace(&mut self.slots[at as usize], (EMPTY, 0.0));
            with(row, sum);
        }
    }
}

struct Walker<'a> {
    records: &'a StandardRecords,
    blocks: &'a Blocks,
    plan: &'a BlockingPlan,
    norms: &'a [f32],
    weights: &'a TermWeights,
    across_only: bool,
    sums: Sums,
    order: Vec<(u32, u32)>,
    best: Vec<(f32, u32)>,
}

impl Walker<'_> {
    fn walk(&mut self, row: u32, found: &mut Vec<Candidate>) {
        let norm = self.norms[row as usize];
        for family in &self.blocks.families {
            let (sums, weights) = (&mut self.sums, self.weights);
            family.for_each_block(self.records, row, self.plan.budget, &mut self.order, |block| {
                let weight = weights.of(block.len() as u32);
                let weight = weight * weight / norm;
                for &other in block.iter().filter(|&&other| other != row) {
                    sums.add(other, weight);
                }
            });
        }
        let (records, norms, across_only) = (self.records, self.norms, self.across_only);
        keep_best(
            row,
            &mut self.sums,
            self.plan.least_candidates..self.plan.most_candidates,
            |other| records.may_match(row, other, across_only),
            |other| norms[other as usize],
            &mut self.best,
            found,
        );
    }
}

/// Keeps the candidates of a record that share most with it: `bounds.start` of them, and more up to `bounds.end` as long as
/// they are near the best one. Empties the sums.
pub(crate) fn keep_best(
    row: u32,
    sums: &mut Sums,
    bounds: Range<usize>,
    may_match: impl Fn(u32) -> bool,
    norm: impl Fn(u32) -> f32,
    best: &mut Vec<(f32, u32)>,
    found: &mut Vec<Candidate>,
) {
    best.clear();
    sums.drain(|other, sum| {
        if other != row && may_match(other) {
            best.push((sum / norm(other), other));
        }
    });
    let by_weight = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    if best.len() > bounds.end {
        best.select_nth_unstable_by(bounds.end - 1, by_weight);
        best.truncate(bounds.end);
    }
    best.sort_unstable_by(by_weight);
    let near = best.first().map_or(0.0, |top| top.0 * NEAR_BEST);
    for (rank, &(weight, other)) in best.iter().enumerate() {
        if rank >= bounds.start && weight < near {
            break;
        }
        found.push(Candidate {
            left: row.min(other),
            right: row.max(other),
            weight,
        });
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
        standardize(&records, &std::collections::BTreeMap::new(), &Silent).unwrap()
    }

    proptest! {
        #[test]
        fn sums_agree_with_a_map_and_are_forgotten_once_given(
            rounds in prop::collection::vec(prop::collection::vec((0u32..4_000, 100u16..1_000), 0..3_000), 1..3),
        ) {
            let mut sums = Sums::new();
            for additions in rounds {
                let mut wanted = std::collections::BTreeMap::new();
                for (row, thousandths) in additions {
                    let weight = f32::from(thousandths) / 1_000.0;
                    sums.add(row, weight);
                    *wanted.entry(row).or_insert(0.0f32) += weight;
                }
                let mut given = std::collections::BTreeMap::new();
                sums.drain(|row, sum| assert_eq!(given.insert(row, sum), None));
                prop_assert_eq!(given, wanted);
            }
        }

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
            for across_only in [false, true] {
                let found = pair(&records, block(&records, &plan), &plan, across_only, Aside::default(), &Silent).unwrap();
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
        fn the_order_in_which_records_are_walked_makes_no_difference(
            rows in prop::collection::vec(("[a-c]{3,5} [a-c]{3,5}", "[x-z]{4}"), 2..60),
        ) {
            let names: Vec<String> = rows.iter().map(|row| row.0.clone()).collect();
            let cities: Vec<String> = rows.iter().map(|row| row.1.clone()).collect();
            let records = records(&names, &cities, &vec![0; rows.len()]);
            let plan = BlockingPlan::for_large_data(&records, 0.5, 1);
            let blocks = block(&records, &plan);
            let together = blocks.rows_together(records.len);
            let mut all = together.clone();
            all.sort_unstable();
            prop_assert!(all.into_iter().eq(0..records.len as u32), "each record once");
            let find = |rows: Vec<u32>| {
                let found = pair_of(rows.into_iter(), &records, &blocks, &plan, false, &Silent);
                found.unwrap().pairs
            };
            prop_assert_eq!(find(together), find((0..records.len as u32).collect()));
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
            let found = pair(&records, block(&records, &plan), &plan, false, Aside::default(), &Silent).unwrap();
            let last = names.len() as u32 - 1;
            prop_assert!(found.pairs.iter().any(|pair| (pair.left, pair.right) == (0, last)));
        }
    }
}
