//! Classes of pairs, estimated from the table itself: matches, related pairs and unrelated pairs, and what each
//! comparison level says among them.
//!
//! [`PairClasses::estimate`] finds the facets of the attributes, draws a weighted sample of pairs, and fits two mixtures:
//! one with classes of related pairs, and one of matches and all others alone. [`PairClasses::weigh`] then gives the
//! evidence of a pair: bits by facet, and the log-odds that it is a match and not related or unrelated.

mod equal;
mod events;
mod explain;
mod facets;
mod features;
mod halves;
mod levels;
mod mixture;
mod roles;
mod sample;
mod second_look;
mod table;
#[cfg(test)]
mod tests;
mod variants;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use self::{
    facets::{FacetKind, FacetSpec, Part},
    features::ClassConstants,
    levels::{Compared, Distances, Facets, NOT_COMPARED},
    mixture::Mixture,
    sample::code,
    table::{ClassTable, ClassWeights},
};
use crate::{
    AttributeRole,
    compare::{Remembered, attribute::Outcome, rank::Neighborhoods},
    pair::CandidatePairs,
    standardize::{Attribute, RowOrder, StandardRecords},
};

pub use equal::EqualRecords;
pub use events::event_attributes;
pub use explain::{ClassExplanation, FacetBits};
pub use facets::PartCounts;
pub use features::CLASS_FEATURES;
pub use roles::{COLLECTIVE_FIGURES, Figures};

/// What is known of the classes of pairs of a table, without the table: it is kept in an index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClassModel {
    /// Facets, in the order of their attributes.
    pub facets: Vec<FacetSpec>,
    /// How far apart numbers may be.
    pub distances: Vec<Option<Distances>>,
    /// Words that tell variants apart, sorted.
    #[serde(default)]
    pub variant_words: Vec<String>,
    /// With classes of related pairs.
    pub related: Mixture,
    /// Matches and all others.
    pub plain: Mixture,
    /// Bits that each facet says of a match, as assumed from its kind; 0 where it does not count.
    pub assumed_bits: Vec<f64>,
    /// Bits that each facet says of a match under the fitted shares.
    pub bits: Vec<f64>,
    /// Classes of related pairs that are matches all the same.
    pub also_matches: Vec<usize>,
    /// Whether a class of related pairs took the place of the matches.
    pub is_restarted: bool,
    /// Whether most records are there more than once, equal in every column, and hold too little to say whether they are one thing.
    #[serde(default)]
    pub is_ambiguous: bool,
    /// How much of each facet is shared by related things rather than by one thing, 0..=1.
    pub group_roles: Vec<f64>,
    /// Figures of the table.
    pub figures: Figures,
}

impl ClassModel {
    /// Columns that say more than a bit.
    pub fn telling_columns(&self) -> usize {
        self.columns_where(|facet| self.bits[facet] > 1.0).len()
    }

    /// Columns with such a facet.
    fn columns_where(&self, is_wanted: impl Fn(usize) -> bool) -> BTreeSet<usize> {
        let facets = (0..self.facets.len()).filter(|&facet| is_wanted(facet));
        facets.map(|facet| self.facets[facet].attribute).collect()
    }

    /// Whether what records share is too little to tell one thing from another: most are ambiguous, or the fit has no matches, and
    /// of the related pairs, which are many, even the class that shares most shares less than one thing would have to. So it is
    /// with readings of a few devices, or requests of a few people.
    pub fn holds_too_little(&self) -> bool {
        /// Related pairs for each record, at least.
        const MANY: f64 = 2.0;
        /// Pairs and shared bits from which a class of related pairs is looked at.
        const LEAST_PAIRS: f64 = 8.0;
        const LEAST_BITS: f64 = 4.0;
        /// Bits that may be missing to those that tell a pair from all others.
        const MISSING: f64 = 2.0;
        let pairs = self.figures.possible_pairs;
        let has_matches = self.related.match_share * pairs
            >= second_look::least_matches(self.figures.records)
            || self.is_restarted
            || !self.also_matches.is_empty();
        let shared = |related: &mixture::Related| {
            let bits = related.shares.iter().zip(&self.assumed_bits);
            bits.map(|(share, bits)| share * bits).sum::<f64>()
        };
        let classes = self
            .related
            .related
            .iter()
            .map(|class| (shared(class), class.share * pairs));
        let most = classes
            .filter(|&(bits, pairs)| pairs >= LEAST_PAIRS && bits >= LEAST_BITS)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        let is_too_little = |(bits, related): (f64, f64)| {
            bits < pairs.log2() - MISSING && related > MANY * self.figures.records
        };
        self.is_ambiguous || !has_matches && most.is_some_and(is_too_little)
    }

    /// The greatest match weight that a pair may have: where nothing tells one thing from another, none is more than doubtful.
    pub fn most_weight(&self) -> f32 {
        const DOUBTFUL: f32 = 0.0;
        if self.holds_too_little() {
            DOUBTFUL
        } else {
            f32::INFINITY
        }
    }

    /// What the collective step is told of each class of related pairs: the share of the evidence that it does not share, its
    /// pairs for each match (log2), and whether it leaves a facet that tells who is who.
    pub fn related_figures(&self) -> Vec<[f32; RELATED_FIGURES]> {
        let model = self;
        let pairs = model.figures.possible_pairs;
        let all: f64 = model.assumed_bits.iter().sum();
        let figures = |(class, related): (usize, &mixture::Related)| {
            let unshared: f64 = related
                .shares
                .iter()
                .zip(&model.assumed_bits)
                .map(|(share, bits)| (1.0 - share) * bits)
                .sum();
            let per_match = (related.share * pairs + 0.5) / (model.related.match_share * pairs + 0.5);
            [
                (unshared / all.max(1e-6)) as f32,
                per_match.log2() as f32,
                f32::from(u8::from(self.leaves_identity(class))),
            ]
        };
        model.related.related.iter().enumerate().map(figures).collect()
    }

    /// Whether a class of related pairs leaves a facet that tells who is who, in a table that has matches.
    fn leaves_identity(&self, class: usize) -> bool {
        let model = self;
        let shares = &model.related.related[class].shares;
        let matches = model.related.match_share * model.figures.possible_pairs;
        let leaves = (0..shares.len()).any(|facet| {
            let spec = model.facets[facet];
            shares[facet] < 0.3
                && model.assumed_bits[facet] >= 3.0
                && (matches!(
                    spec.kind,
                    FacetKind::Code
                        | FacetKind::Name
                        | FacetKind::Organization
                        | FacetKind::Email
                        | FacetKind::Date
                        | FacetKind::Numbers
                        | FacetKind::Suffix
                ) || matches!(spec.part, Part::HouseNumber | Part::Unit))
        });
        leaves && matches >= LEAST_MATCHES * model.figures.records
    }

    /// The model of a table of which these are the classes of a sample: the shares are the same, and the figures are of so many
    /// records, pairs and candidates.
    pub fn scale(&mut self, records: usize, possible_pairs: f64, candidates: u64) {
        let (matches, plain) = (self.related.match_share, self.plain.match_share);
        let related = self.related.related.iter().map(|class| class.share).sum();
        let bits = self.bits.iter().sum();
        let shares = roles::SampleShares {
            matches,
            related,
            plain,
            bits,
        };
        self.figures.scale(records, possible_pairs, candidates, &shares);
    }
}

/// The classes of pairs of some records.
#[derive(Debug)]
pub struct PairClasses {
    /// The parameters.
    pub model: ClassModel,
    /// The records' facets.
    pub facets: Facets,
    table: ClassTable,
    constants: ClassConstants,
    /// Related classes that count as related.
    apart: Vec<usize>,
}

/// Where the candidates of a table are found.
#[derive(Debug, Clone, Copy)]
pub struct Pairs<'a> {
    /// Candidate pairs.
    pub candidates: &'a CandidatePairs,
    /// The pairs of each record.
    pub around: &'a Neighborhoods,
    /// The order in which samples meet the records.
    pub order: &'a RowOrder,
    /// Whether only records of different sources may match.
    pub across_only: bool,
    /// Pairs that may match at all.
    pub possible: f64,
}

/// Room for the evidence of a pair, used again for the next one.
#[derive(Debug, Default)]
pub struct Room {
    compared: Vec<Compared>,
    codes: Vec<u8>,
    weights: ClassWeights,
    /// How the attributes' values compare, where that is known already.
    pub outcomes: Vec<Option<Outcome>>,
    /// Comparisons of the same records that were made before.
    pub(crate) remembered: Remembered,
    bits: Vec<f32>,
}

impl Room {
    /// Room for many pairs of the same records, whose comparisons are remembered.
    pub(crate) fn with_memory() -> Self {
        Self {
            remembered: Remembered::new(),
            ..Self::default()
        }
    }

    /// Bits of each facet of the pair that was weighed last.
    pub fn bits(&self) -> &[f32] {
        &self.bits
    }
}

/// Evidence of one pair over all facets.
#[derive(Debug, Clone, Copy, Default)]
pub struct ClassEvidence {
    /// log2 odds of a match against related and unrelated pairs.
    pub log_odds: f32,
    /// The same against all others in two classes.
    pub plain_log_odds: f32,
    /// log2 of the weight of the match class.
    pub matches: f32,
    /// Bits by which the match class leads the best class of related pairs.
    pub lead: f32,
    /// The best class of related pairs.
    pub best_related: Option<usize>,
}

impl PairClasses {
    /// Estimates the classes of a table.
    pub fn estimate(records: &StandardRecords, pairs: Pairs<'_>, seed: u64) -> Self {
        let facets = Facets::find(records, seed);
        let patterns = sample::sample(records, &facets, pairs, seed);
        let model = roles::fit(records, &facets, &patterns, pairs.possible.max(1.0));
        let mut classes = Self::with(model, facets);
        classes.model.figures = roles::figures(&classes, records, pairs);
        classes
    }

    /// The classes of a model for records of the table that it was estimated on.
    pub fn of_model(model: ClassModel, records: &StandardRecords) -> Self {
        let facets = Facets::take(&model, records, None);
        Self::with(model, facets)
    }

    /// The same with the counts of the table, for records that are only a part of it.
    pub fn of_model_among(model: ClassModel, records: &StandardRecords, counts: &dyn PartCounts) -> Self {
        let facets = Facets::take(&model, records, Some(counts));
        Self::with(model, facets)
    }

    /// The classes of a model alone, for what needs no record.
    pub fn without_records(model: ClassModel) -> Self {
        let facets = Facets {
            all: Vec::new(),
            distances: Vec::new(),
            variant_words: Vec::new(),
        };
        Self::with(model, facets)
    }

    fn with(model: ClassModel, facets: Facets) -> Self {
        let apart = (0..model.related.related.len())
            .filter(|class| !model.also_matches.contains(class))
            .collect();
        Self {
            table: ClassTable::new(&model.related, &model.plain),
            constants: ClassConstants::new(&model),
            apart,
            model,
            facets,
        }
    }

    /// What each of the attributes is for: by the facets that it has, the one that says most first.
    pub fn roles(&self, attributes: &[Attribute]) -> Vec<AttributeRole> {
        /// Bits from which a facet tells who is who.
        const TELLING: f64 = 4.0;
        /// Bits below which it makes no difference whether a facet counts.
        const NEXT_TO_NOTHING: f64 = 0.2;
        /// Share of related pairs among those that agree from which a facet is of a group.
        const SHARED: f64 = 0.6;
        let model = &self.model;
        let role = |attribute: usize| {
            let own = |facet: &usize| model.facets[*facet].attribute == attribute;
            let counted = |facet: &usize| !model.related.dropped[*facet];
            let best = (0..model.facets.len())
                .filter(own)
                .filter(counted)
                .max_by(|a, b| model.bits[*a].total_cmp(&model.bits[*b]));
            match best {
                None if attributes[attribute].is_redundant && !attributes[attribute].is_idle => {
                    AttributeRole::Repetition
                }
                None => AttributeRole::Nothing,
                Some(facet) if model.bits[facet] < NEXT_TO_NOTHING => AttributeRole::Nothing,
                Some(facet) if model.group_roles[facet] > SHARED => AttributeRole::Group,
                Some(facet) if model.bits[facet] >= TELLING => AttributeRole::Identity,
                Some(_) => AttributeRole::Description,
            }
        };
        (0..attributes.len()).map(role).collect()
    }

    /// The parameters alone.
    pub fn into_model(self) -> ClassModel {
        self.model
    }

    /// Whether two records are likelier one thing than two, from the table alone.
    pub fn are_likely_one(&self, records: &StandardRecords, left: u32, right: u32) -> bool {
        self.weigh(records, left, right, &mut Room::default()).log_odds > 0.0
    }

    /// The evidence of a pair; what it compared stays in `room`.
    pub fn weigh(&self, records: &StandardRecords, left: u32, right: u32, room: &mut Room) -> ClassEvidence {
        room.outcomes.clear();
        let evidence = self.weigh_compared(records, left, right, room);
        self.weigh_facets(room);
        evidence
    }

    /// The evidence of a pair of which the outcomes of all attributes stand in `room`; not what each facet says.
    pub fn weigh_compared(
        &self,
        records: &StandardRecords,
        left: u32,
        right: u32,
        room: &mut Room,
    ) -> ClassEvidence {
        self.facets.compare(
            records,
            (left, right),
            &room.outcomes,
            &mut room.remembered,
            &mut room.compared,
        );
        room.codes.clear();
        room.codes.extend(room.compared.iter().map(|own| code(*own)));
        self.weigh_codes(room)
    }

    /// What the collective step is told of each class of related pairs.
    pub fn related_figures(&self) -> Vec<[f32; RELATED_FIGURES]> {
        self.model.related_figures()
    }

    /// What each facet says of the pair that was weighed last.
    fn weigh_facets(&self, room: &mut Room) {
        let dropped = &self.model.related.dropped;
        let bits = |(facet, &code): (usize, &u8)| {
            if code == NOT_COMPARED || dropped[facet] {
                0.0
            } else {
                self.table.bits(facet, code)
            }
        };
        room.bits.clear();
        room.bits.extend(room.codes.iter().enumerate().map(bits));
    }

    fn weigh_codes(&self, room: &mut Room) -> ClassEvidence {
        let dropped = &self.model.related.dropped;
        self.table.weigh(&room.codes, dropped, &mut room.weights);
        let weights = &room.weights;
        let also = self
            .model
            .also_matches
            .iter()
            .map(|&class| weights.related(class));
        let matches = log_sum(weights.matches(), also);
        let apart = self.apart.iter().map(|&class| weights.related(class));
        let others = log_sum(self.table.unrelated(), apart.clone());
        let mut best: Option<(usize, f64)> = None;
        for (&class, weight) in self.apart.iter().zip(apart) {
            if best.is_none_or(|(_, most)| weight > most) {
                best = Some((class, weight));
            }
        }
        ClassEvidence {
            log_odds: (matches - others).clamp(-40.0, 40.0) as f32,
            plain_log_odds: (weights.plain() - self.table.plain_unrelated()).clamp(-40.0, 60.0) as f32,
            matches: matches.clamp(-60.0, 60.0) as f32,
            lead: best.map_or(40.0, |(_, weight)| (matches - weight).clamp(-40.0, 40.0) as f32),
            best_related: best.map(|(class, _)| class),
        }
    }
}

/// log2 of the sum of numbers of which the logarithms are given.
fn log_sum(first: f64, others: impl Iterator<Item = f64> + Clone) -> f64 {
    /// Bits below the greatest from which a number adds nothing.
    const NOTHING: f64 = -50.0;
    let most = others.clone().fold(first, f64::max);
    let parts = std::iter::once(first).chain(others).map(|part| part - most);
    let sum: f64 = parts.filter(|&part| part > NOTHING).map(f64::exp2).sum();
    most + sum.log2()
}

/// Matches for each record below which nothing is sure of the classes.
const LEAST_MATCHES: f64 = 0.005;

/// Figures of a class of related pairs.
pub const RELATED_FIGURES: usize = 3;
/// Stands for no class of related pairs.
pub const NO_CLASS: u8 = u8::MAX;
