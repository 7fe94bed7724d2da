//! Index: records that were matched before in, candidates for new records out.
//!
//! A [`RecordIndex`] keeps of its records what new ones need to be compared with them as a whole run would: by which terms
//! they are found, how often values and words occur, and how much the comparison of each attribute says. It holds no text
//! and no record. So the work for new records is that of their own terms and of the few records that these find; the
//! index is made once, may be kept in a file ([`RecordIndex::write`]), and grows with its records ([`RecordIndex::extend`]).
//!
//! It is made of segments. The first one is of all records that there were when it was made, and with it come the joint keys, the
//! evidence and the classes of pairs; each extension adds one. It serves as long as the records of its first segments come
//! first; the later ones, new or matched since, are looked through as new ones.

mod file;
mod fingerprint;
mod packed;
mod scan;
mod search;
mod segment;
#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    io::Write,
    ops::Range,
    sync::{Arc, OnceLock},
};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    AttributeKind, BlockingRule, Error, MatchSettings, Model, Observer, Records, Stage,
    block::{BlockingPlan, Blocks, TermFamily, block, join, refine, short_keys},
    clock::Clock,
    compare::{
        classes::{ClassModel, PairClasses, Pairs},
        evidence::{AttributeEvidence, estimate},
        possible_pairs,
        rank::Neighborhoods,
    },
    numbers::Row,
    pair::{CandidatePairs, TermWeights, norms, pair_of},
    standardize::{
        Corpus, CorpusAttribute, Frequent, RowOrder, StandardRecords, count_attributes, standardize,
        standardize_among,
    },
};
pub use file::{IndexBytes, IndexSink};
use file::{Parts, State};
use fingerprint::Fingerprints;
use packed::{bad, contradiction};
use search::Finder;
pub(crate) use search::{Before, NormsBehind};
use segment::{Segment, Source};

/// Records that new ones are to be matched with.
#[derive(Debug)]
pub struct RecordIndex {
    about: About,
    /// Those that are used; the first one is always.
    segments: Vec<Segment>,
    /// Segments that are kept and not used.
    unused: usize,
    bytes: Arc<dyn IndexBytes>,
    state: State,
    statistics: OnceLock<Statistics>,
}

/// The index is made anew once there is a later record for every so many of its first segment, since keys and evidence come from
/// these.
const MOST_BEHIND: usize = 4;
/// Extensions from which the next one takes the place of all.
const MOST_SEGMENTS: usize = 16;

/// What the index was made of and by.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct About {
    chosen: Chosen,
    families: Vec<TermFamily>,
    /// For each family, the terms whose blocks were too large and are refined, ascending.
    refined: Vec<Vec<u64>>,
    rules: Vec<BlockingRule>,
    search: Search,
    attributes: Vec<CorpusAttribute>,
    evidence: Vec<AttributeEvidence>,
    classes: ClassModel,
}

/// All that is known of an index without its parts.
#[derive(Serialize, Deserialize)]
struct Manifest<'a> {
    about: std::borrow::Cow<'a, About>,
    segments: Vec<Segment>,
}

/// How often values and words occur, over all segments.
#[derive(Debug)]
struct Statistics {
    attributes: Vec<CorpusAttribute>,
    words: Frequent,
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
    pub(crate) fn of(plan: &BlockingPlan) -> Self {
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
    (plan, blocks): (&BlockingPlan, &Blocks),
    settings: &MatchSettings,
    records: &Records,
    observer: &dyn Observer,
) -> Result<ClassModel, Error> {
    let across_only = settings.is_across_only(records);
    let step = standard.len.div_ceil(LOOKED_AT).max(1);
    let rows = (0..standard.len as u32).step_by(step);
    let candidates = pair_of(rows, standard, blocks, plan, across_only, observer)?;
    let pairs = Pairs {
        around: &Neighborhoods::new(standard.len, &candidates),
        candidates: &candidates,
        order,
        across_only,
        possible: possible_pairs(standard.len, standard.sources.as_deref().filter(|_| across_only)),
    };
    let mut classes = PairClasses::estimate(standard, pairs, settings.seed);
    classes.learn_equal_records(standard, across_only);
    Ok(classes.into_model())
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
        let go_on = || {
            if observer.is_cancelled() {
                Err(Error::Cancelled)
            } else {
                Ok(())
            }
        };
        let families = plan.families();
        let blocks = block(standard, plan);
        go_on()?;
        let order = RowOrder::of(standard);
        let classes = estimate_classes(standard, &order, (plan, &blocks), settings, records, observer)?;
        let norms = norms(standard, &blocks, &TermWeights::new(standard.len));
        let rules = blocks.report();
        drop(blocks);
        let refined = families
            .par_iter()
            .zip(&rules)
            .map(|(family, rule)| {
                if rule.refined > 0 {
                    refined_terms(standard, family, plan.largest_block)
                } else {
                    Vec::new()
                }
            })
            .collect();
        go_on()?;
        let source = Source {
            standard,
            first: 0,
            norms: &norms,
            families: &families,
            budget: most_listed(&families, plan.budget),
            least_count: 2,
        };
        let mut parts = Parts::default();
        let mut segment = Segment::new(&source, &mut parts)?;
        let attributes = count_attributes(standard);
        segment.filled = attributes.iter().map(|attribute| attribute.filled).collect();
        segment.distinct = attributes.iter().map(|attribute| attribute.distinct).collect();
        segment.fingerprint = Fingerprints::of(records, &attributes, (0, &[]), &[standard.len])?.at(0);
        Ok(Self {
            about: About {
                chosen: Chosen::of(settings, records),
                families,
                refined,
                rules,
                search: Search::of(plan),
                evidence: estimate(standard, &order, settings.seed),
                classes,
                attributes,
            },
            segments: vec![segment],
            unused: 0,
            state: State {
                number: 0,
                end: parts.bytes.len() as u64,
            },
            bytes: Arc::new(parts.bytes),
            statistics: OnceLock::new(),
        })
    }

    /// Opens an index that [`RecordIndex::write`] wrote; refuses what is no index, or one of another version. What the records
    /// were is read later, as far as it is needed.
    pub fn open(bytes: Arc<dyn IndexBytes>) -> Result<Self, Error> {
        let (state, manifest) = file::open(bytes.as_ref())?;
        let Manifest { about, segments } = serde_json::from_slice(&manifest)
            .map_err(|_| bad("it is damaged: its list of parts cannot be read"))?;
        let about = about.into_owned();
        let attributes = about.attributes.len();
        let records: usize = segments.iter().map(|segment: &Segment| segment.records).sum();
        let is_sound = !segments.is_empty()
            && u32::try_from(records).is_ok()
            && segments.iter().all(|segment| segment.is_sound(attributes))
            && about.evidence.len() == attributes
            && about.refined.len() == about.families.len()
            && (1..=1 << 24).contains(&about.search.most_candidates)
            && about.families.first() == Some(&TermFamily::Words)
            && about
                .families
                .iter()
                .all(|family| family.is_of(&about.attributes));
        if !is_sound {
            return Err(contradiction());
        }
        Ok(Self {
            about,
            segments,
            unused: 0,
            bytes,
            state,
            statistics: OnceLock::new(),
        })
    }

    /// Writes the segments that are used as a separate index.
    pub fn write(&self, out: &mut dyn Write) -> std::io::Result<()> {
        let mut at = file::first_part();
        let parts: Vec<_> = self.segments.iter().flat_map(Segment::parts).collect();
        let segments = self.segments.iter().cloned();
        let segments = segments.map(|segment| segment.placed(|part| part.moved_to(&mut at)));
        let manifest = self.manifest(segments.collect())?;
        file::write(out, &self.bytes, &parts, &manifest)
    }

    fn manifest(&self, segments: Vec<Segment>) -> std::io::Result<Vec<u8>> {
        Ok(serde_json::to_vec(&Manifest {
            about: std::borrow::Cow::Borrowed(&self.about),
            segments,
        })?)
    }

    /// Writes an extension after the index that this one was opened from, which stays whole whatever happens meanwhile. Not
    /// possible where it leaves segments out that are kept there ([`RecordIndex::is_all_used`]).
    pub fn extend(&self, extension: &IndexExtension, into: &mut dyn IndexSink) -> std::io::Result<()> {
        let behind = self.state.end;
        let added = extension.segment.clone().placed(|part| part.moved(behind));
        let manifest = self.manifest(self.segments.iter().cloned().chain([added]).collect())?;
        file::extend(into, self.state, &extension.bytes, &manifest)
    }

    /// The index with an extension, for writing it anew.
    #[must_use]
    pub fn extended(&self, extension: &IndexExtension) -> Self {
        let behind = self.state.end;
        let added = extension.segment.clone().placed(|part| part.moved(behind));
        Self {
            about: self.about.clone(),
            segments: self.segments.iter().cloned().chain([added]).collect(),
            unused: 0,
            bytes: Arc::new(Joined {
                first: self.bytes.clone(),
                end: behind,
                behind: extension.bytes.clone(),
            }),
            state: self.state,
            statistics: OnceLock::new(),
        }
    }

    /// Whether no segment that is kept is left out.
    pub fn is_all_used(&self) -> bool {
        self.unused == 0
    }

    /// Whether another index is in the same state of the same file, so that what was found with one holds for the other.
    pub fn is_same_state(&self, other: &Self) -> bool {
        let last = |index: &Self| index.segments.last().map(|segment| segment.fingerprint.clone());
        self.state == other.state && (self.unused > 0 || last(self) == last(other))
    }

    /// Segments that are used.
    pub fn segments(&self) -> usize {
        self.segments.len()
    }

    /// Records in the index.
    pub fn len(&self) -> usize {
        self.segments.iter().map(|segment| segment.records).sum()
    }

    /// Whether no record is in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Leaves out what is of no use to a run with these settings and this model over these records, and says whether the rest is:
    /// the records begin with those of its first segments, few come after them, and the columns are read the same way.
    pub fn fit(&mut self, records: &Records, settings: &MatchSettings, model: &Model) -> bool {
        let about = &self.about;
        let settings = &model.settings_for(settings, records);
        let kind_of = |name: &str| {
            let found = about.attributes.iter().find(|attribute| attribute.name == name);
            found.map_or(AttributeKind::Ignore, |attribute| attribute.kind)
        };
        let (made, now) = (&about.chosen, Chosen::of(settings, records));
        let first = self.segments[0].records;
        let behind = records.len().checked_sub(first);
        let is_usable = behind.is_some_and(|behind| behind <= first / MOST_BEHIND)
            && made.accuracy_cost.total_cmp(&now.accuracy_cost).is_eq()
            && (made.seed, &made.key, &made.source) == (now.seed, &now.key, &now.source)
            && now.kinds.iter().all(|(name, kind)| kind_of(name) == *kind)
            && made.kinds.keys().all(|name| now.kinds.contains_key(name));
        if !is_usable {
            return false;
        }
        let mut ends = Vec::new();
        let mut end = 0;
        for segment in &self.segments {
            end += segment.records;
            if end > records.len() {
                break;
            }
            ends.push(end);
        }
        let Ok(found) = Fingerprints::of(records, &about.attributes, (0, &[]), &ends) else {
            return false;
        };
        let same = |at: &usize| self.segments[*at].fingerprint == found.at(*at);
        let mut used = (0..ends.len()).rev().find(same).map_or(0, |last| last + 1);
        if used >= MOST_SEGMENTS && used == self.segments.len() && self.len() < records.len() {
            used = 1;
        }
        if used == 0 {
            return false;
        }
        self.unused += self.segments.len() - used;
        self.segments.truncate(used);
        self.statistics = OnceLock::new();
        true
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
        let statistics = self.statistics()?;
        let corpus = Corpus {
            records: self.len(),
            attributes: &statistics.attributes,
            words: &statistics.words,
            first_new,
        };
        standardize_among(records, &BTreeMap::new(), Some(&corpus), observer)
    }

    /// Reads the statistics once.
    fn statistics(&self) -> Result<&Statistics, Error> {
        if let Some(statistics) = self.statistics.get() {
            return Ok(statistics);
        }
        let mut counts = self.segments[0].counts(self.bytes.as_ref())?;
        for segment in &self.segments[1..] {
            for (counts, more) in counts.iter_mut().zip(segment.counts(self.bytes.as_ref())?) {
                *counts = counts.with(&more);
            }
        }
        let words = counts.pop().unwrap_or_default();
        let mut attributes = self.about.attributes.clone();
        let last = &self.segments[self.segments.len() - 1];
        let counts = counts.into_iter().zip(last.filled.iter().zip(&last.distinct));
        for (attribute, (frequent, (&filled, &distinct))) in attributes.iter_mut().zip(counts) {
            attribute.frequent = frequent;
            attribute.filled = filled;
            attribute.distinct = distinct;
        }
        Ok(self.statistics.get_or_init(|| Statistics { attributes, words }))
    }

    /// Candidate pairs of which at least one record is `first` or a later one. `last` are the standardized records that follow
    /// `before`: those, and the ones after the index. Row numbers are those of all records.
    pub(crate) fn candidates(
        &self,
        last: &StandardRecords,
        before: Before,
        first: Row,
        may_match: &(dyn Fn(Row, Row) -> bool + Sync),
        observer: &dyn Observer,
    ) -> Result<(CandidatePairs, NormsBehind), Error> {
        let finder = Finder::new(self, last, before, may_match, observer)?;
        let found = finder.find(first.0..before.from.0 + last.len as u32, observer)?;
        Ok((found, finder.behind))
    }

    /// What makes the index one of all these records, which it fits; `None` where it is.
    pub fn extension(
        &self,
        records: &Records,
        observer: &dyn Observer,
    ) -> Result<Option<IndexExtension>, Error> {
        if self.len() >= records.len() {
            return Ok(None);
        }
        let mut clock = Clock::new(observer);
        clock.time(Stage::Index, records.len() - self.len(), || {
            let end = Row(self.len() as u32);
            let rows: Vec<u32> = (end.0..records.len() as u32).collect();
            let last = self.standardize(&records.subset(&rows), 0, observer)?;
            let before = Before { from: end, end };
            let finder = Finder::new(self, &last, before, &|_, _| true, observer)?;
            self.extension_by(records, &last, &finder.behind).map(Some)
        })
    }

    /// The same, if the records after the index are the last ones of `last`, and the lengths of their term vectors are known.
    pub(crate) fn extension_by(
        &self,
        records: &Records,
        last: &StandardRecords,
        norms: &NormsBehind,
    ) -> Result<IndexExtension, Error> {
        let added = records.len() - self.len();
        let first = (last.len - added) as u32;
        let source = Source {
            standard: last,
            first,
            norms: &norms.0,
            families: &self.about.families,
            budget: most_listed(&self.about.families, self.about.search.budget),
            least_count: 1,
        };
        let mut parts = Parts::default();
        let mut segment = Segment::new(&source, &mut parts)?;
        let before = &self.statistics()?.attributes;
        // An attribute counts all records at hand that come after the index.
        segment.filled = last.attributes.iter().map(|attribute| attribute.filled).collect();
        segment.distinct = before
            .iter()
            .zip(segment.counts(&parts.bytes)?)
            .map(|(before, own)| {
                let is_new = |hash: &&u64| before.frequent.of_hash(**hash).is_none();
                before.distinct + own.hashes.iter().filter(is_new).count()
            })
            .collect();
        let known = &self.segments[self.segments.len() - 1].fingerprint;
        segment.fingerprint = Fingerprints::of(records, before, (self.len(), known), &[records.len()])?.at(0);
        Ok(IndexExtension {
            segment,
            bytes: parts.bytes,
        })
    }
}

/// What makes an index one of more records.
#[derive(Debug, Clone)]
pub struct IndexExtension {
    segment: Segment,
    bytes: Vec<u8>,
}

impl IndexExtension {
    /// Records that it adds.
    pub fn len(&self) -> usize {
        self.segment.records
    }

    /// Whether it adds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Bytes of an index with others after them.
#[derive(Debug)]
struct Joined {
    first: Arc<dyn IndexBytes>,
    end: u64,
    behind: Vec<u8>,
}

impl IndexBytes for Joined {
    fn size(&self) -> std::io::Result<u64> {
        Ok(self.end + self.behind.len() as u64)
    }

    fn read_at(&self, at: u64, into: &mut [u8]) -> std::io::Result<()> {
        match at.checked_sub(self.end) {
            Some(at) => self.behind.read_at(at, into),
            None => self.first.read_at(at, into),
        }
    }
}

/// Words that more records have are not listed: no search looks at the records of a larger block. Grams are counted by the words
/// that hold them, so there all are listed.
fn most_listed(families: &[TermFamily], budget: usize) -> usize {
    if families.contains(&TermFamily::Grams) {
        usize::MAX
    } else {
        budget
    }
}

/// The terms of a joint key whose blocks have more than `largest` records and are refined, ascending.
fn refined_terms(records: &StandardRecords, family: &TermFamily, largest: usize) -> Vec<u64> {
    let TermFamily::Key { parts, refinements } = family else {
        return Vec::new();
    };
    let part_keys: Vec<_> = parts
        .iter()
        .map(|&of| (of.attribute, short_keys(records, of)))
        .collect();
    let key = |(attribute, keys): &(usize, Vec<u64>), row: u32| keys[records.value(row, *attribute) as usize];
    let mut level: Vec<(u64, u32)> = (0..records.len as u32)
        .filter_map(|row| Some((join(part_keys.iter().map(|part| key(part, row)))?, row)))
        .collect();
    let mut refined = Vec::new();
    for &by in refinements {
        level.par_sort_unstable();
        let by = (by.attribute, short_keys(records, by));
        let mut next = Vec::new();
        for large in level
            .chunk_by(|a, b| a.0 == b.0)
            .filter(|block| block.len() > largest)
        {
            refined.push(large[0].0);
            next.extend(
                large
                    .iter()
                    .map(|&(term, row)| (refine(term, key(&by, row)), row)),
            );
        }
        level = next;
    }
    refined.sort_unstable();
    refined
}
