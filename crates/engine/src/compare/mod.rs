//! Compare: candidate pairs in, feature vectors out; rows are pairs.
//!
//! Features do not name attributes of one data set. They say how much evidence the attributes give together and by
//! groups of kinds, what the records' words share, and how the pair stands among its records' other candidates. So one
//! model can score data that it has never seen.

pub mod attribute;
pub mod classes;
pub mod evidence;
mod features;
mod names;
mod prepared;
pub mod rank;
mod remembered;
pub mod wide;
mod words;

pub use features::Feature;
use features::PLAIN_FEATURES;
pub(crate) use features::{FeatureWriter, feature};
pub use prepared::{Prepared, possible_pairs};
pub(crate) use remembered::Remembered;

pub(crate) use words::word_cosine;

use std::ops::Range;

use crate::{
    AttributeKind,
    compare::{
        attribute::{Outcome, compare_different, compare_present, is_dear},
        classes::{CLASS_FEATURES, ClassEvidence, PairClasses, Room},
        evidence::AttributeEvidence,
        rank::{Standing, Standings},
        words::{FEW_WORDS, WordComparison, compare_words, lonely_words},
    },
    pair::Candidate,
    standardize::{MISSING, StandardRecords, Value},
};

/// Every evidence: nothing is decided by it alone.
pub const ANY_EVIDENCE: Range<f32> = f32::NEG_INFINITY..f32::INFINITY;

/// Numbers in a feature vector.
pub const WIDTH: usize = PLAIN_FEATURES.len() + CLASS_FEATURES.len();

/// All features of the pair model.
pub const FEATURES: [Feature; WIDTH] = {
    let mut all = [PLAIN_FEATURES[0]; WIDTH];
    let mut at = 0;
    while at < WIDTH {
        all[at] = if at < PLAIN_FEATURES.len() {
            PLAIN_FEATURES[at]
        } else {
            CLASS_FEATURES[at - PLAIN_FEATURES.len()]
        };
        at += 1;
    }
    all
};

/// Bits of class log-odds that a pair needs to be settled as a match by evidence alone: where related pairs share much,
/// evidence that adds up column by column is no proof.
const SETTLED: f32 = 10.0;

/// The same where there is less other evidence, by so many bits.
const SETTLED_BY_CLASSES: f32 = 14.0;
const LESS_EVIDENCE: f32 = 20.0;

/// Bits of class log-odds below which a pair of large data is ruled out without asking the trees.
const RULED_OUT: f32 = -10.0;

/// What a look at a pair gave.
#[derive(Debug, Clone, Copy)]
pub enum Look {
    /// Its evidence rules it out.
    RuledOut,
    /// Its evidence settles it as a match.
    Settled(ClassEvidence),
    /// Its features are written.
    Open(ClassEvidence),
}

/// What comparing needs to know beside the two records.
#[derive(Debug)]
pub struct Comparer<'a> {
    records: &'a StandardRecords,
    evidence: &'a [AttributeEvidence],
    classes: &'a PairClasses,
    lead: usize,
    is_link: bool,
    log_records: f32,
    scale: f32,
}

/// Evidence of one attribute for one pair.
#[derive(Debug, Clone, Copy)]
pub struct AttributeOutcome {
    /// How the values compare; `None` where one is missing.
    pub outcome: Option<Outcome>,
    /// Bits for a match.
    pub bits: f32,
}

impl<'a> Comparer<'a> {
    /// With the evidence of the attributes.
    pub fn new(
        records: &'a StandardRecords,
        evidence: &'a [AttributeEvidence],
        classes: &'a PairClasses,
        is_link: bool,
    ) -> Self {
        Self {
            records,
            evidence,
            classes,
            lead: lead_attribute(records),
            is_link,
            log_records: (records.corpus.max(2) as f32).log2(),
            scale: (records.corpus.max(2) as f32 + 1.0).ln(),
        }
    }

    /// With the attribute that names the thing in the whole table, of which some records are at hand.
    #[must_use]
    pub(crate) fn led_by(self, lead: usize) -> Self {
        Self { lead, ..self }
    }

    /// Compares one attribute of two records.
    pub fn attribute(&self, index: usize, left: u32, right: u32) -> AttributeOutcome {
        let value = |row| {
            self.records
                .row(row)
                .nth(index)
                .expect("every record has every attribute")
        };
        self.outcome(index, value(left), value(right), &mut Remembered::default())
    }

    /// What a sum of evidence begins with: minus the logarithm of the number of records.
    pub fn offset(&self) -> f32 {
        -self.log_records
    }

    /// The classes of pairs.
    pub fn classes(&self) -> &'a PairClasses {
        self.classes
    }

    /// For each attribute that counts: the bits that two unrelated records show, with their probabilities.
    pub fn evidence_under_chance(&self) -> impl Iterator<Item = Vec<(f32, f64)>> {
        let attributes = self.records.attributes.iter().zip(self.evidence);
        attributes
            .filter(|(attribute, _)| !attribute.is_redundant)
            .map(|(_, evidence)| evidence.under_chance())
    }

    /// The features that are the same for every pair of these records.
    pub fn known(&self) -> [Option<f32>; WIDTH] {
        let mut known = [None; WIDTH];
        let is_link = PLAIN_FEATURES.len() - 1;
        known[is_link] = Some(f32::from(u8::from(self.is_link)));
        let figures = known
            .iter_mut()
            .rev()
            .zip(self.classes.model.figures.values().rev());
        for (known, figure) in figures {
            *known = Some(figure);
        }
        known
    }

    /// Compares every attribute of two records.
    pub fn attributes(&self, left: u32, right: u32) -> Vec<AttributeOutcome> {
        self.records
            .row(left)
            .zip(self.records.row(right))
            .enumerate()
            .map(|(index, (left, right))| self.outcome(index, left, right, &mut Remembered::default()))
            .collect()
    }

    #[inline]
    fn outcome(
        &self,
        index: usize,
        left: Value<'_>,
        right: Value<'_>,
        remembered: &mut Remembered,
    ) -> AttributeOutcome {
        let attribute = &self.records.attributes[index];
        let outcome = compare_present(left, right, || {
            let compare = || compare_different(attribute, &self.records.vocabulary, left, right);
            if is_dear(attribute.kind) {
                remembered.outcome(index, (left.number, right.number), compare)
            } else {
                compare()
            }
        });
        let frequency = left.frequency.max(right.frequency);
        let bits = outcome.map_or(0.0, |outcome| self.evidence[index].bits(outcome, frequency));
        AttributeOutcome { outcome, bits }
    }

    /// Cosine of the words of two records, weighted by rarity.
    pub fn word_cosine(&self, left: u32, right: u32) -> f32 {
        word_cosine(self.records, left, right)
    }

    /// Reads a little of some pairs, so that comparing them need not wait for the memory.
    pub fn fetch(&self, pairs: impl Iterator<Item = Candidate> + Clone) {
        self.records.fetch(pairs.clone().map(|pair| pair.right));
        let pairs = pairs.map(|pair| (pair.left, pair.right));
        self.classes.facets.fetch(self.records, pairs);
    }

    /// Reads a little of what [`Comparer::complete`] reads of some pairs, so that it need not wait for the memory.
    pub fn fetch_words(&self, pairs: impl Iterator<Item = Candidate>) {
        let mut read = 0;
        for pair in pairs {
            for row in [pair.left, pair.right] {
                read ^= self.records.words.get(row).first().copied().unwrap_or_default();
            }
        }
        std::hint::black_box(read);
    }

    /// Writes the feature vector of a pair, unless its evidence is outside `undecided` and so decides it; then only the first
    /// number, the evidence, is of use. `standings` are by block weight.
    pub fn features(
        &self,
        pair: Candidate,
        standings: &Standings<'_>,
        number: usize,
        undecided: &Range<f32>,
        room: &mut Room,
        out: &mut [f32],
    ) -> Look {
        let look = self.look(pair, undecided, room, out);
        if matches!(look, Look::Open(_)) {
            self.complete(pair, standings, number, out);
        }
        look
    }

    /// The same, where the pair is open, but for the features that [`Comparer::complete`] writes.
    pub fn look(&self, pair: Candidate, undecided: &Range<f32>, room: &mut Room, out: &mut [f32]) -> Look {
        let (plain, of_classes) = out.split_at_mut(PLAIN_FEATURES.len());
        let mut vector = FeatureWriter { out: plain, at: 0 };
        let lead_similarity = self.attribute_features(pair, room, &mut vector);
        debug_assert_eq!(vector.at, OF_ATTRIBUTES, "so many are written");
        if vector.out[0] < undecided.start {
            return Look::RuledOut;
        }
        let evidence = self
            .classes
            .weigh_compared(self.records, pair.left, pair.right, room);
        if undecided.start.is_finite() && evidence.log_odds < RULED_OUT {
            return Look::RuledOut;
        }
        if is_settled(vector.out[0], evidence.log_odds, undecided.end) {
            vector.out[0] = vector.out[0].max(undecided.end);
            return Look::Settled(evidence);
        }
        vector.push(lead_similarity);
        self.classes.features(&evidence, room, of_classes);
        Look::Open(evidence)
    }

    /// Writes the features of an open pair that [`Comparer::look`] has left out: those of its words and of its standings.
    pub fn complete(&self, pair: Candidate, standings: &Standings<'_>, number: usize, out: &mut [f32]) {
        // What stands in the place of the first of them.
        let lead_similarity = out[OF_ATTRIBUTES];
        let mut vector = FeatureWriter {
            out: &mut out[..PLAIN_FEATURES.len()],
            at: OF_ATTRIBUTES,
        };
        let words = compare_words(self.records, pair.left, pair.right);
        self.word_features(&words, &mut vector);
        self.lead_features(pair, &mut vector);
        vector.push(lead_similarity);
        rank_features(pair, &standings.of(number).1, &mut vector);
        vector.push(f32::from(u8::from(self.is_link)));
        debug_assert_eq!(
            vector.at,
            PLAIN_FEATURES.len(),
            "PLAIN_FEATURES lists what is written"
        );
    }

    /// Writes the features of the attributes and keeps how their values compare; gives the similarity of the lead attribute.
    fn attribute_features(&self, pair: Candidate, room: &mut Room, vector: &mut FeatureWriter<'_>) -> f32 {
        let outcomes = &mut room.outcomes;
        outcomes.clear();
        let mut lead_similarity = f32::NAN;
        let mut totals = Totals::default();
        let mut groups = [Group::NONE; GROUPS];
        let records = self.records;
        let values = records.row(pair.left).zip(records.row(pair.right));
        for ((index, attribute), (left, right)) in records.attributes.iter().enumerate().zip(values) {
            if attribute.is_redundant {
                outcomes.push(None);
                continue;
            }
            let compared = self.outcome(index, left, right, &mut room.remembered);
            outcomes.push(compared.outcome);
            if index == self.lead {
                lead_similarity = compared.outcome.map_or(f32::NAN, |outcome| outcome.similarity);
            }
            let Some(outcome) = compared.outcome else {
                let present = left.number != MISSING || right.number != MISSING;
                totals.one_missing += f32::from(u8::from(present));
                continue;
            };
            totals.add(compared.bits, outcome);
            let rarest = left.frequency.min(right.frequency);
            totals.possible += self.evidence[index].bits(
                Outcome {
                    level: 0,
                    similarity: 1.0,
                },
                rarest,
            );
            groups[group_of(attribute.kind)].add(compared.bits, outcome.similarity);
            if matches!(attribute.kind, AttributeKind::Name | AttributeKind::Organization) {
                totals.worst_name = totals.worst_name.min(compared.bits);
            }
            if tells_apart(attribute.kind) {
                totals.identity += compared.bits;
                totals.identity_against += f32::from(u8::from(compared.bits < -1.0));
            }
        }
        totals.write(self.log_records, vector);
        for group in groups {
            group.write(vector);
        }
        lead_similarity
    }

    fn word_features(&self, words: &WordComparison, vector: &mut FeatureWriter<'_>) {
        let (least, most) = (words.left.min(words.right), words.left.max(words.right));
        let share = |part: f32, whole: f32| {
            if whole > 0.0 {
                (part / whole).min(1.0)
            } else {
                f32::NAN
            }
        };
        vector.push(words.cosine);
        vector.push(share(words.shared, least));
        vector.push(share(words.shared, most));
        vector.push(words.rarest_shared / self.scale);
        vector.push(words.rarest_left.min(words.rarest_right) / self.scale);
        vector.push(words.rarest_left.max(words.rarest_right) / self.scale);
        vector.push((least - words.shared).max(0.0) / self.scale);
        vector.push((most - words.shared).max(0.0) / self.scale);
        vector.push(words.shared / self.scale);
        vector.push(least / most.max(1e-6));
        vector.push(words.numbers_shared);
        vector.push(words.numbers_left.min(words.numbers_right));
        vector.push(words.numbers_left.max(words.numbers_right));
        vector.push(words.code_shared / self.scale);
        vector.push(words.code_left.min(words.code_right) / self.scale);
        vector.push(words.code_left.max(words.code_right) / self.scale);
        vector.push(share(words.count_shared, words.count_least));
    }

    /// How much of the lead attribute of each record stands anywhere in the other record.
    fn lead_features(&self, pair: Candidate, vector: &mut FeatureWriter<'_>) {
        let share = |from: u32, to: u32| {
            let (mut found, mut all) = (0.0f32, 0.0f32);
            let target = self.records.words.get(to);
            for &word in self.records.words_of(from, self.lead) {
                let idf = self.records.vocabulary.idf(word);
                all += idf;
                found += if target.binary_search(&word).is_ok() {
                    idf
                } else {
                    0.0
                };
            }
            if all > 0.0 { found / all } else { f32::NAN }
        };
        let (a, b) = (share(pair.left, pair.right), share(pair.right, pair.left));
        vector.push(a.min(b));
        vector.push(a.max(b));
        let left = self.records.words_of(pair.left, self.lead);
        let right = self.records.words_of(pair.right, self.lead);
        if left.is_empty() || right.is_empty() || left.len().max(right.len()) > FEW_WORDS {
            vector.push(f32::NAN);
            vector.push(f32::NAN);
        } else {
            let lonely = |own, others| lonely_words(&self.records.vocabulary, own, others) as f32;
            let (a, b) = (lonely(left, right), lonely(right, left));
            vector.push(a.min(b));
            vector.push(a.max(b));
        }
    }
}

/// Whether evidence settles a pair as a match, where `most` bits of it do.
fn is_settled(evidence: f32, class_log_odds: f32, most: f32) -> bool {
    evidence >= most && class_log_odds >= SETTLED
        || evidence >= most - LESS_EVIDENCE && class_log_odds >= SETTLED_BY_CLASSES
}

/// The attribute that names the thing: of the wordy ones that nearly every record has, one of the most distinct, and of these
/// the one with the fewest words.
pub(crate) fn lead_attribute(records: &StandardRecords) -> usize {
    let wordy = |kind| {
        matches!(
            kind,
            AttributeKind::Name | AttributeKind::Organization | AttributeKind::Text | AttributeKind::Address
        )
    };
    let attributes = &records.attributes;
    let counted = || (0..attributes.len()).filter(|&index| !attributes[index].is_redundant);
    let most = counted().map(|index| attributes[index].filled).max().unwrap_or(0);
    let wordy: Vec<usize> = counted()
        .filter(|&index| wordy(attributes[index].kind) && attributes[index].filled * 10 >= most * 9)
        .collect();
    let distinct = wordy.iter().map(|&index| attributes[index].distinct).max();
    let of_values =
        |index: usize| attributes[index].words.total() as f64 / attributes[index].distinct.max(1) as f64;
    let leading = wordy
        .into_iter()
        .filter(|&index| attributes[index].distinct * 10 >= distinct.unwrap_or(0) * 9)
        .min_by(|&a, &b| of_values(a).total_cmp(&of_values(b)));
    let fullest = |index: &usize| (attributes[*index].filled, attributes[*index].distinct);
    leading.or_else(|| counted().max_by_key(fullest)).unwrap_or(0)
}

/// Features of the attributes, which stand before all others: totals, and those of the groups of kinds.
const OF_ATTRIBUTES: usize = 15 + 2 * GROUPS;

#[derive(Default)]
struct Totals {
    sum: f32,
    positive: f32,
    negative: f32,
    possible: f32,
    best: [f32; 2],
    worst: [f32; 2],
    compared: f32,
    equal: f32,
    different: f32,
    one_missing: f32,
    worst_name: f32,
    identity: f32,
    identity_against: f32,
}

impl Totals {
    fn add(&mut self, bits: f32, outcome: Outcome) {
        self.sum += bits;
        self.positive += bits.max(0.0);
        self.negative += bits.min(0.0);
        self.compared += 1.0;
        self.equal += f32::from(u8::from(outcome.level == 0));
        self.different += f32::from(u8::from(outcome.similarity < 0.5));
        // Without branches, which nothing could foretell.
        self.best = [self.best[0].max(bits), self.best[1].max(self.best[0].min(bits))];
        self.worst = [
            self.worst[0].min(bits),
            self.worst[1].min(self.worst[0].max(bits)),
        ];
    }

    fn write(&self, log_records: f32, vector: &mut FeatureWriter<'_>) {
        vector.push(self.sum - log_records);
        vector.push(if self.possible > 0.0 {
            self.sum / self.possible
        } else {
            f32::NAN
        });
        vector.push(self.positive - log_records);
        vector.push(self.negative);
        vector.push(self.best[0]);
        vector.push(self.best[1]);
        vector.push(self.worst[0]);
        vector.push(self.worst[1]);
        vector.push(self.compared);
        let share = |n: f32| {
            if self.compared > 0.0 {
                n / self.compared
            } else {
                f32::NAN
            }
        };
        vector.push(share(self.equal));
        vector.push(share(self.different));
        vector.push(self.one_missing / (self.one_missing + self.compared).max(1.0));
        vector.push(self.worst_name);
        vector.push(self.identity);
        vector.push(self.identity_against);
    }
}

/// Kinds that belong to one person or thing rather than to a household, a shop or a place.
const fn tells_apart(kind: AttributeKind) -> bool {
    matches!(
        kind,
        AttributeKind::Name
            | AttributeKind::Organization
            | AttributeKind::Date
            | AttributeKind::Email
            | AttributeKind::Code
    )
}

/// Groups of kinds whose evidence is looked at together.
const GROUPS: usize = 8;

const fn group_of(kind: AttributeKind) -> usize {
    match kind {
        AttributeKind::Name | AttributeKind::Organization => 0,
        AttributeKind::Address => 1,
        AttributeKind::Date => 2,
        AttributeKind::Phone | AttributeKind::Email => 3,
        AttributeKind::Code => 4,
        AttributeKind::Number => 5,
        AttributeKind::Text => 6,
        AttributeKind::Category | AttributeKind::Ignore => 7,
    }
}

#[derive(Clone, Copy)]
struct Group {
    compared: bool,
    bits: f32,
    least_similarity: f32,
}

impl Group {
    /// Nothing is compared yet.
    const NONE: Self = Self {
        compared: false,
        bits: 0.0,
        least_similarity: f32::INFINITY,
    };

    fn add(&mut self, bits: f32, similarity: f32) {
        self.least_similarity = self.least_similarity.min(similarity);
        self.bits += bits;
        self.compared = true;
    }

    fn write(self, vector: &mut FeatureWriter<'_>) {
        vector.push(if self.compared { self.bits } else { f32::NAN });
        vector.push(if self.compared {
            self.least_similarity
        } else {
            f32::NAN
        });
    }
}

fn rank_features(pair: Candidate, standings: &[Standing; 2], vector: &mut FeatureWriter<'_>) {
    let [a, b] = standings;
    vector.push(pair.weight);
    vector.push(a.rank.min(b.rank) as f32);
    vector.push(a.rank.max(b.rank) as f32);
    let gap = |s: &Standing| pair.weight - s.best_other.max(0.0);
    vector.push(gap(a).min(gap(b)));
    vector.push(gap(a).max(gap(b)));
    let ratio = |s: &Standing| pair.weight / s.best_other.max(pair.weight).max(1e-6);
    vector.push(ratio(a).min(ratio(b)));
    vector.push(ratio(a).max(ratio(b)));
    vector.push(a.near.min(b.near) as f32);
    vector.push(a.near.max(b.near) as f32);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Totals, attribute::Outcome, is_settled};

    proptest! {
        #[test]
        fn the_two_strongest_and_the_two_weakest_are_kept(all in prop::collection::vec(-20.0f32..20.0, 0..12)) {
            let mut totals = Totals::default();
            for &bits in &all {
                totals.add(bits, Outcome::new(0, 1.0));
            }
            // Nothing that is compared counts as 0 bits.
            let mut sorted = all;
            sorted.extend([0.0, 0.0]);
            sorted.sort_by(f32::total_cmp);
            let last = sorted.len() - 1;
            prop_assert_eq!(totals.worst, [sorted[0].min(0.0), sorted[1].min(0.0)]);
            prop_assert_eq!(totals.best, [sorted[last].max(0.0), sorted[last - 1].max(0.0)]);
        }
    }

    #[test]
    fn less_evidence_settles_a_pair_only_where_the_classes_are_surer() {
        for (evidence, class_log_odds, settled) in [
            (45.0, 10.0, true),
            (45.0, 9.9, false),
            (44.9, 13.9, false),
            (25.0, 14.0, true),
            (24.9, 40.0, false),
        ] {
            assert_eq!(
                is_settled(evidence, class_log_odds, 45.0),
                settled,
                "{evidence} {class_log_odds}"
            );
        }
        assert!(
            !is_settled(1e9, 40.0, f32::INFINITY),
            "small data is always scored"
        );
    }
}
