//! Index: records that were matched before in, candidates for new records out.
//!
//! An [`RecordIndex`] keeps of its records what new ones need to be compared with them as a whole run would: by which terms
//! they are found, how often values and words occur, and how much the comparison of each attribute says. It holds no text
//! and no record. So the work for new records is that of their own terms and of the few records that these find; the
//! index is built once, and may be kept in a file ([`RecordIndex::write`]).
//!
//! It serves as long as its records come first. Records behind them, new or matched since, are looked through as new ones.

mod artifact;
mod postings;
#[cfg(test)]
mod tests;

use arrow_array::cast::AsArray;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;

use crate::{
    AttributeKind, BlockingRule, Error, MatchSettings, Model, Observer, Records, Stage,
    block::{BlockingPlan, TermFamily, TermReader, block, word_term},
    clock::Clock,
    compare::{
        classes::{ClassModel, PairClasses, Pairs},
        evidence::{AttributeEvidence, estimate},
        possible_pairs,
        rank::Neighborhoods,
    },
    numbers::{LastRow, Row},
    pair::{CHUNK, CandidatePairs, Sums, TermWeights, keep_best, length, pair_of, walk_all},
    standardize::{
        Corpus, CorpusAttribute, RowOrder, StandardRecords, count_attributes, standardize, standardize_among,
    },
};
use postings::{Limits, Postings};

/// Records that new ones are to be matched with.
#[derive(Debug)]
pub struct RecordIndex {
    about: About,
    /// The records of each term, by family.
    postings: Vec<Postings>,
    /// Length of each record's term vector over all families.
    norms: Vec<f32>,
}

/// Rebuild the index once it holds fewer records than this per unindexed one, since its statistics are those of its records.
const MOST_BEHIND: usize = 4;

/// What the index was made of and by, and its statistics.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct About {
    records: usize,
    fingerprint: Vec<(u32, u32)>,
    chosen: Chosen,
    families: Vec<TermFamily>,
    rules: Vec<BlockingRule>,
    search: Search,
    attributes: Vec<CorpusAttribute>,
    evidence: Vec<AttributeEvidence>,
    classes: ClassModel,
}

/// The settings that an index depends on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Chosen {
    accuracy_cost: f64,
    seed: u64,
    kinds: BTreeMap<String, AttributeKind>,
    /// Columns that are not compared: the key, and the source of each record.
    key: Option<String>,
    source: Option<String>,
}

impl Chosen {
    fn of(settings: &MatchSettings, records: &Records) -> Self {
        let name = |column: usize| records.names()[column].clone();
        Self {
            key: records.key_column().map(name),
            source: records.sources().map(|sources| name(sources.column)),
            accuracy_cost: settings.accuracy_cost,
            seed: settings.seed,
            kinds: settings.kinds.clone(),
        }
    }
}

/// How far candidates are looked for.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Search {
    pub budget: usize,
    pub least_candidates: usize,
    pub most_candidates: usize,
    /// Least and greatest evidence at which a candidate is compared in full; absent where all are.
    pub undecided: Option<(f32, f32)>,
}

impl Search {
    fn of(plan: &BlockingPlan) -> Self {
        let is_bounded = plan.least_evidence.is_finite() && plan.most_evidence.is_finite();
        Self {
            budget: plan.budget,
            least_candidates: plan.least_candidates,
            most_candidates: plan.most_candidates,
            undecided: is_bounded.then_some((plan.least_evidence, plan.most_evidence)),
        }
    }

    pub(crate) fn undecided(&self) -> Range<f32> {
        let (least, most) = self.undecided.unwrap_or((f32::NEG_INFINITY, f32::INFINITY));
        least..most
    }
}

/// Records whose candidates are looked at to estimate the classes of pairs.
const LOOKED_AT: usize = 4_000;

/// The classes of pairs of the records of an index, as a run over them would estimate them.
fn estimate_classes(
    standard: &StandardRecords,
    order: &RowOrder,
    plan: &BlockingPlan,
    settings: &MatchSettings,
    records: &Records,
    observer: &dyn Observer,
) -> Result<ClassModel, Error> {
    let across_only = settings.is_across_only(records);
    let step = standard.len.div_ceil(LOOKED_AT).max(1);
    let rows = (0..standard.len as u32).step_by(step);
    let candidates = pair_of(
        rows,
        standard,
        &block(standard, plan),
        plan,
        across_only,
        observer,
    )?;
    let pairs = Pairs {
        around: &Neighborhoods::new(standard.len, &candidates),
        candidates: &candidates,
        order,
        across_only,
        possible: possible_pairs(standard.len, standard.sources.as_deref().filter(|_| across_only)),
    };
    Ok(PairClasses::estimate(standard, pairs, settings.seed).into_model())
}

impl RecordIndex {
    /// Makes an index of some records, for runs with these settings and this model.
    pub fn build(
        records: &Records,
        settings: &MatchSettings,
        model: &Model,
        observer: &dyn Observer,
    ) -> Result<Self, Error> {
        let settings = &model.settings_for(settings, records);
        settings.check()?;
        let mut clock = Clock::new(observer);
        let standard = clock.time(Stage::Standardize, records.len(), || {
            standardize(records, &settings.kinds, observer)
        })?;
        clock.time(Stage::Index, records.len(), || {
            let plan = BlockingPlan::for_records(&standard, settings.accuracy_cost, settings.seed);
            Self::of(records, &standard, &plan, settings, observer)
        })
    }

    fn of(
        records: &Records,
        standard: &StandardRecords,
        plan: &BlockingPlan,
        settings: &MatchSettings,
        observer: &dyn Observer,
    ) -> Result<Self, Error> {
        let weights = TermWeights::new(standard.len);
        let mut squares = vec![0.0f32; standard.len];
        let families = plan.families();
        let (mut postings, mut rules) = (Vec::new(), Vec::new());
        for family in &families {
            if observer.is_cancelled() {
                return Err(Error::Cancelled);
            }
            let reader = TermReader::new(standard, family);
            let is_key = matches!(family, TermFamily::Key { .. });
            let limits = Limits {
                refined: plan.largest_block,
                listed: if is_key { usize::MAX } else { plan.budget },
            };
            let (mut blocks, mut pairs) = (0, 0);
            let own = Postings::of(&reader, standard.len, limits, |size, rows| {
                if size > 1 {
                    blocks += 1;
                    pairs += u64::from(size) * u64::from(size - 1) / 2;
                }
                // A joint key that no other record has makes no block.
                if size > 1 || !is_key {
                    let weight = weights.of(size);
                    rows.for_each(|row| squares[row as usize] += weight * weight);
                }
            });
            rules.push(BlockingRule {
                name: reader.name(),
                blocks,
                pairs,
                refined: own.lists().refined.len() as u64,
            });
            postings.push(own);
        }
        let attributes = count_attributes(standard);
        let order = RowOrder::of(standard);
        let classes = estimate_classes(standard, &order, plan, settings, records, observer)?;
        Ok(Self {
            about: About {
                records: standard.len,
                fingerprint: fingerprint(records, standard.len, &attributes)?,
                chosen: Chosen::of(settings, records),
                families,
                rules,
                search: Search::of(plan),
                evidence: estimate(standard, &order, settings.seed),
                classes,
                attributes,
            },
            postings,
            norms: squares.into_iter().map(length).collect(),
        })
    }

    /// Records in the index.
    pub fn len(&self) -> usize {
        self.about.records
    }

    /// Whether no record is in it.
    pub fn is_empty(&self) -> bool {
        self.about.records == 0
    }

    /// Whether a run with these settings and this model over these records can use the index: they begin with those of
    /// the index, few are behind them, and the columns are read the same way.
    pub fn fits(&self, records: &Records, settings: &MatchSettings, model: &Model) -> bool {
        let about = &self.about;
        let settings = &model.settings_for(settings, records);
        let kind_of = |name: &str| {
            let found = about.attributes.iter().find(|attribute| attribute.name == name);
            found.map_or(AttributeKind::Ignore, |attribute| attribute.kind)
        };
        let (made, now) = (&about.chosen, Chosen::of(settings, records));
        let behind = records.len().checked_sub(about.records);
        behind.is_some_and(|behind| behind <= about.records / MOST_BEHIND)
            && made.accuracy_cost.total_cmp(&now.accuracy_cost).is_eq()
            && (made.seed, &made.key, &made.source) == (now.seed, &now.key, &now.source)
            && now.kinds.iter().all(|(name, kind)| kind_of(name) == *kind)
            && made.kinds.keys().all(|name| now.kinds.contains_key(name))
            && fingerprint(records, about.records, &about.attributes)
                .is_ok_and(|found| found == about.fingerprint)
    }

    pub(crate) fn search(&self) -> &Search {
        &self.about.search
    }

    pub(crate) fn rules(&self) -> &[BlockingRule] {
        &self.about.rules
    }

    pub(crate) fn classes(&self) -> &ClassModel {
        &self.about.classes
    }

    pub(crate) fn evidence(&self) -> &[AttributeEvidence] {
        &self.about.evidence
    }

    /// Standardizes records as those of the index were; from the row `first_new` on they are not among them.
    pub(crate) fn standardize(
        &self,
        records: &Records,
        first_new: usize,
        observer: &dyn Observer,
    ) -> Result<StandardRecords, Error> {
        let corpus = Corpus {
            records: self.about.records,
            attributes: &self.about.attributes,
            words: &|hash| self.postings[0].find(word_term(hash)).size,
            first_new,
        };
        standardize_among(records, &BTreeMap::new(), Some(&corpus), observer)
    }

    /// Candidate pairs of which at least one record is `first` or a later one. `last` are the standardized records from the
    /// row `from` on: those, and the ones behind the index. Row numbers are those of all records.
    pub(crate) fn candidates(
        &self,
        last: &StandardRecords,
        from: Row,
        first: Row,
        may_match: &(dyn Fn(Row, Row) -> bool + Sync),
        observer: &dyn Observer,
    ) -> Result<CandidatePairs, Error> {
        let families: Vec<FamilyAround<'_>> = self
            .about
            .families
            .par_iter()
            .zip(&self.postings)
            .map(|(family, postings)| {
                let in_index = LastRow((self.len() as u32).saturating_sub(from.0));
                FamilyAround::new(family, postings, last, in_index)
            })
            .collect();
        let end = Row(from.0 + last.len as u32);
        let mut finder = Finder {
            index: self,
            families,
            from,
            weights: TermWeights::new(self.len().max(end.index())),
            norms: Vec::new(),
            may_match,
        };
        finder.norms = finder.norms_behind(end);
        finder.find(first.0..end.0, observer)
    }
}

/// The blocks of one family that the last records are in.
struct FamilyAround<'a> {
    postings: &'a Postings,
    is_key: bool,
    /// Terms of the last records with their numbers, ascending.
    sorted: Vec<(u64, LastRow)>,
    /// Different terms, ascending.
    blocks: Vec<BlockAround>,
    /// Where the blocks of each of the last records start in `own`, smallest first.
    starts: Vec<u32>,
    own: Vec<BlockNumber>,
}

/// Number of a block among those of a family that the last records are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct BlockNumber(u32);

/// The records of a term, in the index and behind it.
struct BlockAround {
    size: u32,
    in_index: Range<usize>,
    /// Places in the sorted terms.
    behind: Range<usize>,
}

impl<'a> FamilyAround<'a> {
    /// The first `in_index` of the last records are in the index.
    fn new(
        family: &TermFamily,
        postings: &'a Postings,
        last: &'a StandardRecords,
        in_index: LastRow,
    ) -> Self {
        let reader = TermReader::new(last, family);
        let mut sorted: Vec<(u64, LastRow)> = (0..last.len as u32)
            .into_par_iter()
            .flat_map_iter(|row| {
                let mut terms = Vec::new();
                postings.terms_of(&reader, row, &mut terms);
                terms.into_iter().map(move |term| (term, LastRow(row)))
            })
            .collect();
        sorted.par_sort_unstable();
        let is_key = matches!(family, TermFamily::Key { .. });
        let mut blocks = Vec::new();
        let mut of_rows: Vec<(LastRow, u32, BlockNumber)> = Vec::with_capacity(sorted.len());
        let mut start = 0;
        for same in sorted.chunk_by(|a, b| a.0 == b.0) {
            let end = start + same.len();
            let block = postings.find(same[0].0);
            let behind = start + same.partition_point(|(_, row)| *row < in_index)..end;
            let size = block.size + behind.len() as u32;
            // A joint key that no other record has makes no block.
            if !is_key || size > 1 {
                let number = BlockNumber(blocks.len() as u32);
                of_rows.extend(same.iter().map(|&(_, row)| (row, size, number)));
                blocks.push(BlockAround {
                    size,
                    in_index: block.place,
                    behind,
                });
            }
            start = end;
        }
        of_rows.par_sort_unstable();
        let starts = (0..=last.len as u32)
            .map(|row| of_rows.partition_point(|(own, ..)| *own < LastRow(row)) as u32)
            .collect();
        Self {
            postings,
            is_key,
            sorted,
            blocks,
            starts,
            own: of_rows.into_iter().map(|(_, _, number)| number).collect(),
        }
    }

    /// The blocks of one of the last records, smallest first.
    fn blocks(&self, row: LastRow) -> impl Iterator<Item = &BlockAround> {
        let place = row.index();
        let own = &self.own[self.starts[place] as usize..self.starts[place + 1] as usize];
        own.iter().map(|block| &self.blocks[block.0 as usize])
    }

    /// The last records that are in a block and not in the index.
    fn behind(&self, block: &BlockAround) -> impl Iterator<Item = LastRow> {
        self.sorted[block.behind.clone()].iter().map(|(_, row)| *row)
    }
}

struct Finder<'a> {
    index: &'a RecordIndex,
    families: Vec<FamilyAround<'a>>,
    /// The first of the last records.
    from: Row,
    weights: TermWeights,
    /// Length of the term vector of each record behind the index.
    norms: Vec<f32>,
    may_match: &'a (dyn Fn(Row, Row) -> bool + Sync),
}

impl Finder<'_> {
    /// The number of one of the last records among these.
    fn last(&self, row: Row) -> LastRow {
        LastRow(row.0 - self.from.0)
    }

    fn norms_behind(&self, end: Row) -> Vec<f32> {
        (self.index.len() as u32..end.0)
            .into_par_iter()
            .with_min_len(CHUNK)
            .map(|row| {
                let mut sum = 0.0f32;
                for family in &self.families {
                    for block in family.blocks(self.last(Row(row))) {
                        let weight = self.weights.of(block.size);
                        sum += weight * weight;
                    }
                }
                length(sum)
            })
            .collect()
    }

    fn find(&self, rows: Range<u32>, observer: &dyn Observer) -> Result<CandidatePairs, Error> {
        let search = &self.index.about.search;
        let bounds = search.least_candidates..search.most_candidates;
        walk_all(
            rows,
            || (Sums::new(), Vec::new()),
            |_| (),
            |(sums, best), row, found| {
                self.walk(Row(row), sums);
                let may_match = |other| (self.may_match)(Row(row), Row(other));
                keep_best(
                    row,
                    sums,
                    bounds.clone(),
                    may_match,
                    |other| self.norm(Row(other)),
                    best,
                    found,
                );
            },
            observer,
        )
    }

    /// Adds up the weights of the terms that a record shares with others, rarest first within the budget.
    fn walk(&self, row: Row, sums: &mut Sums) {
        let norm = self.norm(row);
        for family in &self.families {
            let mut left = if family.is_key {
                usize::MAX
            } else {
                self.index.about.search.budget
            };
            for block in family.blocks(self.last(row)) {
                let Some(rest) = left.checked_sub(block.size as usize) else {
                    break;
                };
                left = rest;
                let weight = self.weights.of(block.size);
                let weight = weight * weight / norm;
                let behind = family.behind(block).map(|last| self.from.0 + last.0);
                for other in family.postings.rows(block.in_index.clone()).chain(behind) {
                    sums.add(other, weight);
                }
            }
        }
    }

    fn norm(&self, row: Row) -> f32 {
        let indexed = self.index.norms.len();
        let place = row.index();
        if place < indexed {
            self.index.norms[place]
        } else {
            self.norms[place - indexed]
        }
    }
}

/// Tells the values of the first `count` records apart from others, by the columns that are compared and the source of each
/// record.
fn fingerprint(
    records: &Records,
    count: usize,
    attributes: &[CorpusAttribute],
) -> Result<Vec<(u32, u32)>, Error> {
    let mut columns: Vec<usize> = attributes
        .iter()
        .map(|attribute| records.position(&attribute.name))
        .collect::<Result<_, _>>()?;
    columns.extend(records.sources().map(|sources| sources.column));
    let sums = columns
        .par_iter()
        .map(|&column| checksums(records, column, count));
    Ok(sums.collect())
}

/// Checksums of the values of a column, written one after the other, and of their lengths: the same however the records are
/// parted into batches.
fn checksums(records: &Records, column: usize, count: usize) -> (u32, u32) {
    let (mut texts, mut lengths) = (crc32fast::Hasher::new(), crc32fast::Hasher::new());
    let mut of_batch = Vec::new();
    let mut left = count;
    for batch in records.batches() {
        let rows = left.min(batch.num_rows());
        let values = batch.column(column).as_string::<i32>();
        let offsets = &values.value_offsets()[..=rows];
        texts.update(&values.value_data()[offsets[0] as usize..offsets[rows] as usize]);
        of_batch.clear();
        for pair in offsets.windows(2) {
            of_batch.extend_from_slice(&(pair[1] - pair[0]).to_le_bytes());
        }
        lengths.update(&of_batch);
        left -= rows;
    }
    (texts.finalize(), lengths.finalize())
}
