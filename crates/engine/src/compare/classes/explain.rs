//! What each facet of a pair adds to the odds of a match, so that the bits add up.

use super::{
    PairClasses, Room,
    facets::{FacetKind, FacetSpec, Part},
    levels::{EQUAL, NOT_COMPARED},
    log_sum,
};
use crate::numbers::Count;
use crate::standardize::StandardRecords;

/// What one facet says of a pair.
#[derive(Debug, Clone, Copy)]
pub struct FacetBits {
    /// The facet.
    pub spec: FacetSpec,
    /// Comparison level; `None` where a value is missing.
    pub level: Option<u8>,
    /// Whether it counts in this table.
    pub counts: bool,
    /// Bits for a match: against unrelated pairs, and against related ones as far as this pair may be one.
    pub bits: f32,
    /// Share of matches that show the level.
    pub in_matches: f32,
    /// log2 of the chance that the values are equal, where they are.
    pub log_chance: f32,
    /// Whether the values are equal, and most of what that says is lost since related records share them too.
    pub is_shared: bool,
}

/// What the table alone says of a pair.
#[derive(Debug, Clone)]
pub struct ClassExplanation {
    /// log2 odds of a match before any facet: how rare matches are among all pairs.
    pub prior: f32,
    /// What each facet adds.
    pub facets: Vec<FacetBits>,
}

impl ClassExplanation {
    /// log2 odds of a match.
    pub fn log_odds(&self) -> f32 {
        self.prior + self.facets.iter().map(|facet| facet.bits).sum::<f32>()
    }
}

/// Bits against unrelated pairs from which equal values are expected to tell something.
const TELLING: f64 = 2.0;

impl PairClasses {
    /// Explains the class log-odds of a pair. A facet's bits are the logarithm of how much likelier matches show what it
    /// shows than the pair's alternatives do, each alternative by its probability; what is left is the prior.
    pub fn explain(&self, records: &StandardRecords, left: u32, right: u32) -> ClassExplanation {
        let mut room = Room::default();
        self.weigh(records, left, right, &mut room);
        let weights = &room.weights;
        let also = &self.model.also_matches;
        let same = Parts::new(
            weights.matches(),
            also.iter().map(|&class| (class, weights.related(class))),
        );
        let others = Parts::new(
            self.table.unrelated(),
            self.apart.iter().map(|&class| (class, weights.related(class))),
        );
        let dropped = &self.model.related.dropped;
        let facets: Vec<FacetBits> = (0..room.codes.len())
            .map(|facet| {
                let (code, compared) = (room.codes[facet], room.compared[facet]);
                let counts = !dropped[facet];
                let is_compared = code != NOT_COMPARED;
                let match_bits = f64::from(self.table.bits(facet, code));
                let bits = if counts && is_compared {
                    let said = |parts: &Parts, own: f64| {
                        parts.mean(own, |class| self.table.related_bits(facet, code, class))
                    };
                    said(&same, match_bits) - said(&others, 0.0)
                } else {
                    0.0
                };
                FacetBits {
                    spec: self.model.facets[facet],
                    level: is_compared.then_some(compared.level),
                    counts,
                    bits: bits as f32,
                    in_matches: if is_compared {
                        self.model.related.matches[facet][usize::from(compared.level)] as f32
                    } else {
                        0.0
                    },
                    log_chance: compared.log_chance,
                    is_shared: counts
                        && is_compared
                        && compared.level == EQUAL
                        && match_bits > TELLING
                        && bits < match_bits / 2.0,
                }
            })
            .collect();
        let sum: f64 = facets.iter().map(|facet| f64::from(facet.bits)).sum();
        ClassExplanation {
            prior: (same.total - others.total - sum) as f32,
            facets,
        }
    }
}

/// Classes that one side of the odds is made of, with the probability of each.
struct Parts {
    total: f64,
    own: f64,
    classes: Vec<(usize, f64)>,
}

impl Parts {
    fn new(own: f64, classes: impl Iterator<Item = (usize, f64)> + Clone) -> Self {
        let total = log_sum(own, classes.clone().map(|(_, weight)| weight));
        let share = |weight: f64| (weight - total).exp2();
        Self {
            total,
            own: share(own),
            classes: classes.map(|(class, weight)| (class, share(weight))).collect(),
        }
    }

    fn mean(&self, own: f64, of_class: impl Fn(usize) -> f64) -> f64 {
        let classes = self.classes.iter();
        self.own * own
            + classes
                .map(|&(class, share)| share * of_class(class))
                .sum::<f64>()
    }
}

impl FacetBits {
    /// What was found, in words.
    pub fn in_words(&self, level_name: &str) -> String {
        let name = match self.spec.part {
            Part::Whole => "",
            Part::Words if self.spec.kind == FacetKind::Address => "street ",
            Part::Words => "words ",
            Part::HouseNumber => "house number ",
            Part::Unit => "flat or unit ",
            Part::Numbers => "numbers ",
            Part::Variant => "words of variants ",
            Part::Suffix => "Jr or Sr ",
            Part::Mailbox => "name before the @ ",
            Part::Domain => "domain ",
        };
        let Some(level) = self.level else {
            return format!("{name}missing");
        };
        let found = match (level, self.spec.part) {
            (EQUAL, _) => "equal",
            (_, Part::Whole) => level_name,
            (3, _) => "nearly equal",
            (2, _) => "partly equal",
            (1, _) => "hardly alike",
            _ => "different",
        };
        if level == EQUAL {
            let one_in = (-self.log_chance).exp2().round();
            let shared = if self.is_shared {
                ", but related records share it too"
            } else {
                ""
            };
            return if one_in >= 2.0 {
                format!(
                    "{name}{found}, as 1 in {} are by chance{shared}",
                    Count(one_in as u64)
                )
            } else {
                format!("{name}{found}, as most are")
            };
        }
        let percent = 100.0 * self.in_matches;
        if percent < 1.0 {
            format!("{name}{found}, as in under 1 % of matches")
        } else {
            format!("{name}{found}, as in {percent:.0} % of matches")
        }
    }
}
