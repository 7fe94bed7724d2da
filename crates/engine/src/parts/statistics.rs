//! What every part has to know of the whole table: how its columns are read, how records meet, and what comparisons say.
//!
//! A sample of the records gives the first of it, in one place. The exact counts of values come later, from the parts
//! ([`TableStatistics::count`]), and so do the figures that depend on all pairs. A table that is no larger than the sample
//! gives the very statistics of a run in one place.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{tally::Tallied, terms::TermReader, wire::Reader};
use crate::{
    AttributeKind, Error, LinkCardinality, MatchSettings, Model, Records, Silent,
    block::{BlockingPlan, TermFamily, block},
    compare::{
        classes::{ClassModel, PairClasses, Pairs},
        evidence::{AttributeEvidence, estimate},
        lead_attribute, possible_pairs,
        rank::Neighborhoods,
    },
    hashing::{hash, short_hash},
    index::Search,
    pair::pair,
    score::{ContextSums, chance},
    scratch::Aside,
    standardize::{CorpusAttribute, Frequent, RowOrder, StandardRecords, count_attributes, standardize},
};

/// The format that [`TableStatistics::to_json`] writes: parts of other versions are refused.
const VERSION: u32 = 2;

/// Records of a block, over the whole table, from which it is refined before its records travel: a block travels to one place.
const SPLIT: f64 = 2_000.0;

/// What is known of the whole table.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TableStatistics {
    version: u32,
    /// First record of each part, and the number of all.
    pub(super) bases: Vec<u32>,
    /// The source column, and the sources in the order of their numbers; where sources are linked.
    pub(super) sources: Option<(String, Vec<String>)>,
    key: Option<String>,
    pub(super) kept: Vec<String>,
    pub(super) precision_recall: f64,
    cardinality: LinkCardinality,
    /// What the first scores say of it, where nobody asked for one.
    pub(super) found_cardinality: Option<LinkCardinality>,
    pub(super) possible_pairs: f64,
    /// Candidate pairs of all parts.
    pub(super) candidates: u64,
    pub(super) attributes: Vec<CorpusAttribute>,
    pub(super) families: Vec<TermFamily>,
    /// Terms of each family whose blocks are refined before their records travel, ascending.
    pub(super) split: Vec<Vec<u64>>,
    /// Words with how often they occur in the sample, ascending by hash; empty where no term depends on it.
    words: Vec<(u64, u32)>,
    pub(super) search: Search,
    pub(super) largest_block: usize,
    pub(super) evidence: Vec<AttributeEvidence>,
    pub(super) classes: ClassModel,
    /// The attribute that names the thing.
    pub(super) lead: usize,
    /// Records with a value, by facet.
    pub(super) filled: Vec<usize>,
    /// The greatest match weight by evidence; absent where scores are not limited.
    pub(super) limits: Option<Vec<Option<f32>>>,
    pub(super) context: ContextSums,
    /// The match threshold, where groups form in several places.
    pub(super) threshold: Option<f32>,
}

impl TableStatistics {
    /// Takes statistics from a sample. `bases` has the number of the first record of each part, and that of all records. The
    /// settings are those of the run; the sample's key and sources say which columns these are.
    pub fn of_sample(
        sample: &Records,
        bases: Vec<u32>,
        settings: &MatchSettings,
        kept: &[String],
    ) -> Result<Self, Error> {
        settings.check()?;
        let all = bases.last().copied().unwrap_or_default() as usize;
        let standard = standardize(sample, &settings.kinds, &Silent)?;
        let plan = BlockingPlan::for_sample(&standard, all, settings.accuracy_cost, settings.seed);
        let across_only = settings.is_across_only(sample);
        let blocks = block(&standard, &plan);
        let candidates = pair(&standard, blocks, &plan, across_only, Aside::default(), &Silent)?;
        let order = RowOrder::of(&standard);
        let sources = standard.sources.as_deref().filter(|_| across_only);
        let possible = possible_pairs(standard.len, sources);
        let pairs = Pairs {
            around: &Neighborhoods::new(standard.len, &candidates),
            candidates: &candidates,
            order: &order,
            across_only,
            possible,
        };
        let mut classes = PairClasses::estimate(&standard, pairs, settings.seed);
        classes.learn_equal_records(&standard, across_only);
        let filled = classes.facets.all.iter().map(|facet| facet.filled).collect();
        let families = plan.families();
        let attributes = count_attributes(&standard);
        let scale = all as f64 / standard.len.max(1) as f64;
        let split = families
            .iter()
            .map(|family| split_terms(&standard, family, SPLIT / scale));
        let name = |column: usize| sample.names()[column].clone();
        let of_sources = sample.sources().filter(|_| across_only);
        Ok(Self {
            version: VERSION,
            sources: of_sources.map(|sources| (name(sources.column), sources.names.clone())),
            key: sample.key_column().map(name),
            kept: kept.to_vec(),
            precision_recall: settings.precision_recall,
            cardinality: settings.mode.cardinality(),
            found_cardinality: None,
            possible_pairs: possible * scale * scale,
            candidates: 0,
            split: split.collect(),
            words: if families.iter().any(|family| family.weighs_words(&attributes)) {
                frequent_words(&standard)
            } else {
                Vec::new()
            },
            search: Search::of(&plan),
            largest_block: plan.largest_block,
            evidence: estimate(&standard, &order, settings.seed),
            classes: classes.into_model(),
            lead: lead_attribute(&standard),
            filled,
            limits: None,
            context: ContextSums::default(),
            threshold: None,
            families,
            attributes,
            bases,
        })
    }

    /// Takes in the exact counts of all parts.
    pub fn count(&mut self, tallied: &[&[u8]]) -> Result<(), Error> {
        let mut sums: Option<Tallied> = None;
        for told in tallied {
            let own = Tallied::read(&mut Reader::new(told))?;
            match &mut sums {
                Some(sums) => sums.merge(&own)?,
                None => sums = Some(own),
            }
        }
        let (records, Some(sums)) = (self.records(), sums) else {
            return Ok(());
        };
        let (columns, facets) = sums.columns(self.attributes.len())?;
        for ((attribute, evidence), sum) in self.attributes.iter_mut().zip(&mut self.evidence).zip(columns) {
            (attribute.filled, attribute.distinct) = (sum.filled as usize, sum.distinct as usize);
            evidence.count(attribute.filled, records, sum.equal(records));
        }
        let parts = self.filled.iter_mut().zip(&self.classes.facets);
        let parts = parts.filter(|(_, facet)| facet.is_part());
        for ((filled, _), sum) in parts.zip(facets) {
            *filled = sum.filled as usize;
        }
        Ok(())
    }

    /// Takes in how many candidates all parts have.
    pub fn with_candidates(&mut self, candidates: u64) {
        let (records, possible) = (self.records(), self.possible_pairs);
        self.candidates = candidates;
        self.classes.scale(records, possible, candidates);
    }

    /// Takes in what the comparisons of all parts told.
    pub(super) fn limit(&mut self, expected: Option<&[f64]>, seen: &[f64]) {
        self.limits = expected.map(|expected| {
            let most = chance::limits(expected, seen).into_iter();
            most.map(|most| most.is_finite().then_some(most)).collect()
        });
    }

    /// Records of all parts.
    pub fn records(&self) -> usize {
        self.bases.last().copied().unwrap_or_default() as usize
    }

    /// How many parts there are.
    pub fn parts(&self) -> usize {
        self.bases.len().saturating_sub(1)
    }

    /// The column of ids, if there is one.
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// The part that a record is of.
    pub(super) fn part_of(&self, row: u32) -> u32 {
        (self.bases.partition_point(|&base| base <= row) - 1) as u32
    }

    /// The records of a part.
    pub(super) fn rows_of(&self, part: u32) -> std::ops::Range<u32> {
        self.bases[part as usize]..self.bases[part as usize + 1]
    }

    /// How often words occur in the sample.
    pub(super) fn sample_words(&self) -> Frequent {
        let (hashes, counts) = self.words.iter().copied().unzip();
        Frequent { hashes, counts }
    }

    /// How many records of another source one record may match.
    pub(super) fn cardinality(&self) -> LinkCardinality {
        match (self.cardinality, self.found_cardinality) {
            (LinkCardinality::Auto, Some(found)) if self.is_across_only() => found,
            (asked, _) => asked,
        }
    }

    /// Whether only records of different sources may match.
    pub(super) fn is_across_only(&self) -> bool {
        self.sources.is_some()
    }

    /// The number of a source. One that the sample did not have takes a number by its name.
    pub(super) fn source(&self, name: &str) -> u16 {
        /// Numbers from here on are of sources outside the sample.
        const OTHERS: u16 = 1 << 15;
        let sources = self.sources.iter().flat_map(|(_, names)| names);
        let known = sources.into_iter().position(|own| own == name);
        known.map_or(OTHERS | hash(name.as_bytes()) as u16, |at| at as u16)
    }

    /// Writes the statistics.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("statistics hold finite numbers and text only")
    }

    /// Reads what [`TableStatistics::to_json`] wrote.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let read: Self = serde_json::from_str(text).map_err(|_| Error::DamagedPart)?;
        let fits = read.version == VERSION
            && read.evidence.len() == read.attributes.len()
            && read.split.len() == read.families.len()
            && read.families.iter().all(|family| family.is_of(&read.attributes));
        fits.then_some(read).ok_or(Error::DamagedPart)
    }
}

/// The terms of a joint key that more records than `most` have, and of their parts; ascending.
fn split_terms(records: &StandardRecords, family: &TermFamily, most: f64) -> Vec<u64> {
    /// What is seen a few times only may be chance.
    const LEAST: f64 = 8.0;
    if !matches!(family, TermFamily::Key { .. }) {
        return Vec::new();
    }
    let reader = TermReader::new(records, family);
    let mut level: Vec<(u64, u32)> = Vec::new();
    let mut terms = Vec::new();
    for row in 0..records.len as u32 {
        terms.clear();
        reader.read(row, &mut terms);
        level.extend(terms.iter().map(|&term| (term, row)));
    }
    let mut split = Vec::new();
    for depth in 0..reader.refinements() {
        level.sort_unstable();
        let mut next = Vec::new();
        for block in level.chunk_by(|a, b| a.0 == b.0) {
            if block.len() as f64 > most.max(LEAST) {
                split.push(block[0].0);
                next.extend(
                    block
                        .iter()
                        .map(|&(term, row)| (reader.refine(term, depth, row), row)),
                );
            }
        }
        level = next;
    }
    split.sort_unstable();
    split.dedup();
    split
}

/// Words that occur twice or more, by hash, ascending.
fn frequent_words(records: &StandardRecords) -> Vec<(u64, u32)> {
    let vocabulary = &records.vocabulary;
    let words = (0u32..).zip(&vocabulary.counts).filter(|(_, count)| **count > 1);
    let mut found: Vec<(u64, u32)> = words
        .map(|(word, &count)| (short_hash(vocabulary.texts.get(word)), count))
        .collect();
    found.sort_unstable();
    found
}

/// The kinds of the columns, as chosen or found.
pub(super) type Kinds = BTreeMap<String, AttributeKind>;

/// Counts by hash.
pub(super) type Counts = FxHashMap<u64, u32>;

/// The model that scores: the one that ships with the engine, or one without labels that was read.
pub(super) fn model_of(json: Option<&str>) -> Result<Model, Error> {
    json.map_or_else(|| Ok(Model::cold_start()), Model::from_json)
}
