//! Fits the classes of pairs of a table, and finds which facets say nothing about identity.

use serde::{Deserialize, Serialize};

use super::{
    ClassModel, PairClasses, Pairs, Room,
    events::tells_of_events,
    facets::{FacetKind, Part},
    levels::{Facets, LEVELS, NOT_COMPARED, is_derived},
    mixture::{FacetFacts, FitSettings, Mixture, Related, Shares, agreement, divergence},
    sample::{Pattern, level_of},
    second_look::SecondLook,
};
use crate::{
    AttributeKind,
    pair::Candidate,
    standardize::{Attribute, StandardRecords},
};

/// Added to each assumed share, so that no level is impossible.
const SMOOTHING: f64 = 0.005;

/// Levels of matches by kind, from different to equal: what is assumed before the table is looked at.
fn assumed_levels(kind: FacetKind) -> Shares {
    let shares: Shares = match kind {
        FacetKind::Name => [0.08, 0.02, 0.04, 0.10, 0.76],
        FacetKind::Organization => [0.10, 0.05, 0.08, 0.12, 0.65],
        FacetKind::Address => [0.10, 0.04, 0.06, 0.12, 0.68],
        FacetKind::Date => [0.08, 0.02, 0.03, 0.07, 0.80],
        FacetKind::Phone => [0.18, 0.00, 0.03, 0.04, 0.75],
        FacetKind::Email => [0.15, 0.04, 0.04, 0.05, 0.72],
        FacetKind::Number => [0.20, 0.05, 0.07, 0.08, 0.60],
        FacetKind::Code => [0.13, 0.02, 0.03, 0.07, 0.75],
        FacetKind::Numbers => [0.10, 0.03, 0.09, 0.13, 0.65],
        FacetKind::Suffix => [0.04, 0.01, 0.35, 0.00, 0.60],
        FacetKind::Text => [0.10, 0.20, 0.25, 0.15, 0.30],
        FacetKind::Category => [0.15, 0.01, 0.02, 0.02, 0.80],
    };
    shares.map(|share| (share + SMOOTHING) / (1.0 + LEVELS as f64 * SMOOTHING))
}

/// Most of the matches that may show a level of a facet that speaks against a match.
fn most_against(kind: FacetKind, part: Part) -> f64 {
    match (kind, part) {
        (_, Part::Variant) => 0.03,
        (_, Part::HouseNumber | Part::Unit) => 0.2,
        (FacetKind::Name | FacetKind::Organization | FacetKind::Numbers | FacetKind::Suffix, _) => 0.4,
        (FacetKind::Email | FacetKind::Address, _) => 0.5,
        (FacetKind::Phone, _) => 0.6,
        _ => 0.85,
    }
}

/// Figures of a table that every pair is told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Pairs that may match at all.
    pub possible_pairs: f64,
    /// Records.
    pub records: f64,
    values: Vec<f32>,
}

/// What figures that depend on the size of the table are made of.
pub(super) struct SampleShares {
    pub matches: f64,
    pub related: f64,
    /// Matches in two classes.
    pub plain: f64,
    /// Bits of all facets.
    pub bits: f64,
}

/// Figures that the collective step is told.
pub const COLLECTIVE_FIGURES: usize = 9;
/// Figures of a table.
pub const TABLE_FIGURES: usize = 20;

impl Figures {
    /// The figures that the collective step is told: matches and related pairs for each record, evidence, and what is left
    /// of it beyond the number of pairs, columns that say something, and whether all that counts is equal in matches.
    pub fn collective(&self) -> [f32; COLLECTIVE_FIGURES] {
        [2, 3, 4, 5, 6, 7, 13, 17, 19].map(|at| self.values[at])
    }

    /// The same figures for a table of which they are those of a sample.
    pub(super) fn scale(&mut self, records: usize, possible: f64, candidates: u64, shares: &SampleShares) {
        // As for the fit: a single record has no pair.
        let (records, possible) = (records.max(1) as f64, possible.max(1.0));
        let per_record = |share: f64| ((share * possible / records + 1e-3).log2()) as f32;
        self.possible_pairs = possible;
        self.records = records;
        self.values[0] = records.log2() as f32;
        self.values[1] = ((candidates as f64 / records + 0.01).log2()) as f32;
        self.values[2] = per_record(shares.matches);
        self.values[3] = per_record(shares.related);
        self.values[5] = (shares.bits - possible.log2()) as f32;
        self.values[13] = per_record(shares.plain);
    }

    /// The figures in the order of the features.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = f32> {
        self.values.iter().copied()
    }
}

/// Classes of related pairs, at most.
const CLASSES: usize = 12;
pub(super) const ROUNDS: usize = 25;
const PLAIN_ROUNDS: usize = 15;
/// Bits that at least one facet must tell a class of related pairs from matches by.
const LEAST_UNSHARED_BITS: f64 = 0.5;

/// What a fit knows of the table.
pub(super) struct Fit<'a> {
    pub records: &'a StandardRecords,
    pub facets: &'a Facets,
    pub patterns: &'a [Pattern],
    pub pairs: f64,
    pub unrelated: Vec<Shares>,
    pub assumed: Vec<Shares>,
    /// Bits of each facet as assumed; 0 where it does not count.
    pub bits: Vec<f64>,
    pub facts: Vec<FacetFacts>,
    first_share: f64,
}

/// Fits the classes to the patterns of a sample.
pub fn fit(records: &StandardRecords, facets: &Facets, patterns: &[Pattern], pairs: f64) -> ClassModel {
    let mut fit = Fit::new(records, facets, patterns, pairs);
    let plain_all = fit.plain(&vec![false; facets.all.len()], true);
    let dropped = fit.says_nothing(&plain_all);
    for (facet, &is_dropped) in dropped.iter().enumerate() {
        if is_dropped {
            fit.bits[facet] = 0.0;
            fit.facts[facet].bits = 0.0;
        }
    }
    let mut related = fit.mixture(&dropped, fit.classes(&dropped));
    fit.run(&mut related, &fit.facts, ROUNDS);
    let SecondLook {
        mixture: related,
        also_matches,
        is_restarted,
    } = fit.second_look(related, &dropped);
    let plain = fit.plain(&dropped, false);
    let bits = related.information();
    let group_roles = fit.group_roles(&related);
    ClassModel {
        facets: facets.all.iter().map(|facet| facet.spec).collect(),
        distances: facets.distances.clone(),
        variant_words: facets.variant_words.clone(),
        assumed_bits: fit.bits.clone(),
        bits,
        related,
        plain,
        also_matches,
        is_restarted,
        is_ambiguous: false,
        group_roles,
        figures: Figures {
            possible_pairs: pairs,
            records: records.corpus.max(1) as f64,
            values: vec![0.0; TABLE_FIGURES],
        },
    }
}

impl<'a> Fit<'a> {
    pub(super) fn new(
        records: &'a StandardRecords,
        facets: &'a Facets,
        patterns: &'a [Pattern],
        pairs: f64,
    ) -> Self {
        let count = facets.all.len();
        let mut unrelated = vec![[0.0; LEVELS]; count];
        for pattern in patterns {
            for (shares, &code) in unrelated.iter_mut().zip(&pattern.codes) {
                if code != NOT_COMPARED {
                    shares[level_of(code) as usize] += pattern.weight;
                }
            }
        }
        let assumed: Vec<Shares> = facets
            .all
            .iter()
            .map(|facet| assumed_levels(facet.spec.kind))
            .collect();
        let mut agreeing = vec![0.0; count];
        for (facet, shares) in unrelated.iter_mut().enumerate() {
            let total: f64 = shares.iter().sum();
            if total > 0.0 {
                agreeing[facet] = shares[4];
                let smooth = |share: &f64| ((share + total * 1e-6) / (total * (1.0 + 5e-6))).max(1e-6);
                let raw = *shares;
                *shares = std::array::from_fn(|level| smooth(&raw[level]));
                let sum: f64 = shares.iter().sum();
                for share in shares.iter_mut() {
                    *share /= sum;
                }
                if assumed[facet][3] > shares[3] {
                    agreeing[facet] += raw[3];
                }
            } else {
                *shares = assumed[facet];
            }
        }
        let most_bits = (records.corpus.max(4) as f64).log2();
        let bits: Vec<f64> = (0..count)
            .map(|facet| {
                let filled = facets.all[facet].filled as f64 / records.corpus.max(1) as f64;
                let seen = (agreeing[facet] / (0.02 * records.corpus.max(1) as f64)).min(1.0);
                divergence(&assumed[facet], &unrelated[facet]).clamp(0.0, most_bits) * filled.min(1.0) * seen
            })
            .collect();
        let facts = facets
            .all
            .iter()
            .zip(&bits)
            .map(|(facet, &bits)| FacetFacts {
                bits,
                most_against: most_against(facet.spec.kind, facet.spec.part),
                is_date: facet.spec.kind == FacetKind::Date,
            })
            .collect();
        Self {
            records,
            facets,
            patterns,
            pairs,
            unrelated,
            assumed,
            bits,
            facts,
            first_share: (0.1 * records.len as f64).max(1.0) / pairs,
        }
    }

    pub(super) fn mixture(&self, dropped: &[bool], related: Vec<Related>) -> Mixture {
        Mixture {
            matches: self.assumed.clone(),
            unrelated: self.unrelated.clone(),
            assumed: self.assumed.clone(),
            match_share: self.first_share,
            related,
            dropped: dropped.to_vec(),
        }
    }

    pub(super) fn run(&self, mixture: &mut Mixture, facts: &[FacetFacts], rounds: usize) {
        let settings = FitSettings {
            rounds,
            least_unshared: LEAST_UNSHARED_BITS,
        };
        mixture.fit(self.patterns, self.pairs, facts, settings);
    }

    /// Two classes. `is_free` lets matches show any level.
    fn plain(&self, dropped: &[bool], is_free: bool) -> Mixture {
        let mut mixture = self.mixture(dropped, Vec::new());
        let mut facts = self.facts.clone();
        if is_free {
            for facet in &mut facts {
                facet.most_against = 1.0;
            }
        }
        self.run(&mut mixture, &facts, if is_free { PLAIN_ROUNDS } else { ROUNDS });
        mixture
    }

    /// Facets that agree among likely matches no more than among all pairs.
    fn says_nothing(&self, plain: &Mixture) -> Vec<bool> {
        let count = self.facets.all.len();
        let ratios = plain.ratios();
        let mut compared = vec![0.0f64; count];
        let mut agree = vec![0.0f64; count];
        for pattern in self.patterns {
            let mut matching = plain.match_share;
            for (table, &code) in ratios.iter().zip(&pattern.codes) {
                matching *= table[code as usize];
            }
            let weight = pattern.weight * matching / (matching + plain.unrelated_share());
            for (facet, &code) in pattern.codes.iter().enumerate() {
                if code != NOT_COMPARED {
                    compared[facet] += weight;
                    if level_of(code) >= 3 {
                        agree[facet] += weight;
                    }
                }
            }
        }
        let mut dropped = vec![false; count];
        let mut left = 0.0;
        for facet in 0..count {
            let chance = agreement(&self.unrelated[facet]);
            let expected = agreement(&self.assumed[facet]);
            let excess = (agree[facet] / compared[facet].max(1e-9) - chance) / (expected - chance).max(0.05);
            let is_idle = compared[facet] >= 8.0 && (excess < 0.04 || excess * compared[facet] < 3.0);
            if is_idle && self.may_say_nothing(facet) {
                dropped[facet] = true;
            } else {
                left += (1.2 * excess).clamp(0.0, 1.0) * self.bits[facet];
            }
        }
        if left < self.pairs.log2() - 2.0 {
            dropped.fill(false);
        }
        for facet in 0..count {
            let spec = self.facets.all[facet].spec;
            if dropped[facet] && !is_derived(&spec) {
                for (other, facets) in self.facets.all.iter().enumerate() {
                    if facets.spec.attribute == spec.attribute && is_derived(&facets.spec) {
                        dropped[other] = true;
                    }
                }
            }
        }
        let is_compared = |facet: usize| {
            self.patterns
                .iter()
                .any(|pattern| pattern.codes[facet] != NOT_COMPARED)
        };
        for (facet, is_dropped) in dropped.iter_mut().enumerate() {
            *is_dropped |= !is_compared(facet);
        }
        dropped
    }

    fn may_say_nothing(&self, facet: usize) -> bool {
        let own = &self.facets.all[facet];
        let is_unique = own.distinct as f64 >= 0.99 * own.filled as f64;
        match own.spec.kind {
            _ if own.spec.part.tells_apart() => false,
            FacetKind::Email | FacetKind::Phone => false,
            FacetKind::Code | FacetKind::Category | FacetKind::Number | FacetKind::Date | FacetKind::Text => {
                true
            }
            FacetKind::Name | FacetKind::Organization | FacetKind::Address => {
                is_unique || own.distinct as f64 <= (0.02 * self.records.corpus as f64).max(30.0)
            }
            FacetKind::Numbers | FacetKind::Suffix => is_unique,
        }
    }

    /// One class of related pairs for each of the fullest facets: pairs that are equal there.
    pub(super) fn classes(&self, dropped: &[bool]) -> Vec<Related> {
        let count = self.facets.all.len();
        let mut order: Vec<usize> = (0..count)
            .filter(|&facet| !dropped[facet] && self.bits[facet] >= 0.3)
            .collect();
        // What a facet holds decides, so that the order of columns does not.
        order.sort_by(|&a, &b| {
            let of = |facet: usize| {
                let own = &self.facets.all[facet];
                (own.filled, own.distinct, own.spec.kind, own.spec.part)
            };
            of(b).cmp(&of(a)).then(self.bits[b].total_cmp(&self.bits[a]))
        });
        order.truncate(CLASSES);
        order
            .into_iter()
            .map(|facet| {
                let mut equal = vec![0.0f64; count];
                let mut compared = vec![0.0f64; count];
                for pattern in self.patterns {
                    if level_of(pattern.codes[facet]) == 4 && pattern.codes[facet] != NOT_COMPARED {
                        for (other, &code) in pattern.codes.iter().enumerate() {
                            if code != NOT_COMPARED {
                                compared[other] += pattern.weight;
                                if level_of(code) == 4 {
                                    equal[other] += pattern.weight;
                                }
                            }
                        }
                    }
                }
                let mut shares: Vec<f64> = (0..count)
                    .map(|other| {
                        let share = if compared[other] > 0.0 {
                            equal[other] / compared[other]
                        } else {
                            0.0
                        };
                        let chance = self.unrelated[other][4];
                        ((share - chance) / (1.0 - chance).max(1e-9)).clamp(0.02, 0.9)
                    })
                    .collect();
                shares[facet] = 0.98;
                Related {
                    share: (equal[facet] / self.pairs).clamp(1e-12, 0.3),
                    shares,
                }
            })
            .collect()
    }

    fn group_roles(&self, mixture: &Mixture) -> Vec<f64> {
        let matches = mixture.match_share * self.pairs;
        (0..self.facets.all.len())
            .map(|facet| {
                let shared: f64 = mixture
                    .related
                    .iter()
                    .filter(|class| class.shares.iter().filter(|share| **share > 0.5).count() > 1)
                    .map(|class| class.shares[facet] * class.share * self.pairs)
                    .sum();
                shared / (shared + matches + 1.0)
            })
            .collect()
    }
}

/// Candidates that the figures of a table are taken from.
const FIGURE_PAIRS: usize = 10_000;

/// The figures of a table whose classes are known.
pub fn figures(classes: &PairClasses, records: &StandardRecords, pairs: Pairs<'_>) -> Figures {
    let (model, facets) = (&classes.model, &classes.facets);
    let ends = |pair: &Candidate| (pair.left, pair.right);
    let chosen = pairs.order.choose(&pairs.candidates.pairs, FIGURE_PAIRS, ends);
    let mut room = Room::default();
    let (mut sum, mut likely, mut equal, mut compared) = (0.0f64, 0usize, 0usize, 0usize);
    let mut rows = rustc_hash::FxHashSet::default();
    let mut exact = 0usize;
    for pair in chosen {
        let evidence = classes.weigh(records, pair.left, pair.right, &mut room);
        if evidence.log_odds > 0.0 {
            sum += 1.0 / (1.0 + f64::from(-evidence.log_odds).exp2());
            likely += 1;
            rows.insert(pair.left);
            rows.insert(pair.right);
            exact += usize::from(
                room.compared
                    .iter()
                    .zip(&model.related.dropped)
                    .all(|(own, dropped)| *dropped || own.level == NOT_COMPARED || own.level == 4),
            );
            for own in &room.compared {
                compared += usize::from(own.level != NOT_COMPARED);
                equal += usize::from(own.level == 4);
            }
        }
    }
    let records_count = records.corpus.max(1) as f64;
    let possible = pairs.possible.max(1.0);
    let per_record = |share: f64| ((share * possible / records_count + 1e-3).log2()) as f32;
    let related: f64 = model.related.related.iter().map(|class| class.share).sum();
    let bits: f64 = model.bits.iter().sum();
    let count = facets.all.len().max(1) as f32;
    let filled: f32 = facets
        .all
        .iter()
        .map(|facet| facet.filled as f32 / records.corpus.max(1) as f32)
        .sum();
    let dropped = model.related.dropped.iter().filter(|dropped| **dropped).count();
    let values = vec![
        records_count.log2() as f32,
        ((pairs.candidates.pairs.len() as f64 / records_count + 0.01).log2()) as f32,
        per_record(model.related.match_share),
        per_record(related),
        bits as f32,
        (bits - possible.log2()) as f32,
        model.bits.iter().filter(|bits| **bits > 1.0).count() as f32,
        dropped as f32,
        f32::from(u8::from(model.is_restarted)),
        filled / count,
        model.bits.iter().fold(0.0, |most: f64, &bits| most.max(bits)) as f32,
        if likely > 0 {
            (sum / likely as f64) as f32
        } else {
            0.0
        },
        records.words_total as f32 / records.len.max(1) as f32,
        per_record(model.plain.match_share),
        model.also_matches.len() as f32,
        if compared > 0 {
            equal as f32 / compared as f32
        } else {
            0.0
        },
        if rows.is_empty() {
            0.0
        } else {
            likely as f32 * 2.0 / rows.len() as f32
        },
        if likely > 0 {
            exact as f32 / likely as f32
        } else {
            0.0
        },
        unique_codes(model, facets, records),
        event_columns(records),
    ];
    debug_assert_eq!(values.len(), TABLE_FIGURES);
    Figures {
        possible_pairs: possible,
        records: records_count,
        values,
    }
}

/// Columns of codes that differ in every record, idle ones among them.
fn unique_codes(model: &ClassModel, facets: &Facets, records: &StandardRecords) -> f32 {
    let is_idle = |attribute: &&Attribute| attribute.is_idle && attribute.kind == AttributeKind::Code;
    let idle = records.attributes.iter().filter(is_idle).count();
    let dropped = facets
        .all
        .iter()
        .zip(&model.related.dropped)
        .filter(|(facet, dropped)| {
            **dropped
                && facet.spec.kind == FacetKind::Code
                && facet.distinct as f64 >= 0.99 * facet.filled as f64
        })
        .count();
    (idle + dropped) as f32
}

fn event_columns(records: &StandardRecords) -> f32 {
    let attributes = records.attributes.iter();
    attributes.filter(|attribute| tells_of_events(attribute)).count() as f32
}
