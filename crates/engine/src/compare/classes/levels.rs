//! Compares two records facet by facet: comparison levels from 0 (different) to 4 (equal).

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::ClassModel;
use super::facets::{Facet, FacetKind, FacetSpec, NO_SUFFIX, Part, PartCounts, find_facets, take_facets};
use super::variants::{VariantWords, find_variant_words};
use crate::{
    compare::{
        Remembered,
        attribute::{Outcome, compare_values, level_names},
        words::{FEW_WORDS, lonely_words},
    },
    random::Random,
    similarity::{jaro_winkler, osa_at_most},
    standardize::{Attribute, Head, MISSING, StandardRecords, Value, number_of},
};

/// Levels of every facet.
pub const LEVELS: usize = 5;
/// The level of equal values.
pub const EQUAL: u8 = 4;
/// Stands for the level where a value is missing.
pub const NOT_COMPARED: u8 = 7;

/// How the values of one facet compare.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Compared {
    /// Comparison level, or [`NOT_COMPARED`].
    pub level: u8,
    /// log2 of the chance that the values are equal, where they are.
    pub log_chance: f32,
}

impl Compared {
    const NOT: Self = Self {
        level: NOT_COMPARED,
        log_chance: 0.0,
    };
}

/// How far apart two numbers may be at each level, taken from the numbers themselves.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Distances {
    /// Whether logarithms are compared, since the numbers spread over magnitudes.
    pub is_log: bool,
    /// Greatest distance at level 3, 2 and 1.
    pub within: [f32; 3],
}

/// Shares of random pairs of numbers that are at most as far apart as a level allows.
const QUANTILES: [f64; 3] = [0.002, 0.02, 0.12];
/// Pairs of numbers that are drawn for the quantiles.
const DRAWN: usize = 20_000;
/// A 99th percentile of so many medians means magnitudes.
const MAGNITUDES: f32 = 20.0;

/// The facets of some records, ready to be compared.
#[derive(Debug)]
pub struct Facets {
    /// The facets.
    pub all: Vec<Facet>,
    /// Distances of the facets that hold numbers.
    pub distances: Vec<Option<Distances>>,
    /// Words that tell variants apart, sorted.
    pub variant_words: Vec<String>,
}

impl Facets {
    /// Finds the facets of records.
    pub fn find(records: &StandardRecords, seed: u64) -> Self {
        let variant_words = find_variant_words(records);
        let variants = VariantWords::among(&variant_words, &records.vocabulary);
        let specs: Vec<FacetSpec> = find_facets(records, &variants);
        let distances = specs
            .par_iter()
            .map(|spec| {
                let is_number = spec.kind == FacetKind::Number;
                is_number.then(|| distances(&records.attributes[spec.attribute], seed))
            })
            .collect();
        Self {
            all: take_facets(records, &specs, &variants, None),
            distances,
            variant_words,
        }
    }

    /// Takes facets that were found in other records; `counts` are those of a table of which these are some records.
    pub fn take(model: &ClassModel, records: &StandardRecords, counts: Option<&dyn PartCounts>) -> Self {
        let variants = VariantWords::among(&model.variant_words, &records.vocabulary);
        Self {
            all: take_facets(records, &model.facets, &variants, counts),
            distances: model.distances.clone(),
            variant_words: model.variant_words.clone(),
        }
    }

    /// Reads a little of what comparing some pairs reads of the values of the second records, so that it comes from memory
    /// together and not one after the other.
    pub fn fetch(&self, records: &StandardRecords, pairs: impl Iterator<Item = (u32, u32)>) {
        let mut read = 0;
        for (left, right) in pairs {
            let (left, right) = (records.heads(left), records.heads(right));
            for facet in &self.all {
                let of = |heads: &[Head]| number_of(heads[facet.spec.attribute]);
                read ^= facet.peek(of(left), of(right));
            }
        }
        std::hint::black_box(read);
    }

    /// Compares all facets of two records. `outcomes` are those of their attributes, as far as they are known.
    pub fn compare(
        &self,
        records: &StandardRecords,
        (left, right): (u32, u32),
        outcomes: &[Option<Outcome>],
        remembered: &mut Remembered,
        out: &mut Vec<Compared>,
    ) {
        out.clear();
        let mut attributes = records.attributes.iter().enumerate();
        let mut values = records.row(left).zip(records.row(right));
        let mut current: Option<(usize, (Value<'_>, Value<'_>))> = None;
        for (number, (facet, distances)) in self.all.iter().zip(&self.distances).enumerate() {
            while current.is_none_or(|(at, _)| at != facet.spec.attribute) {
                let (at, _) = attributes
                    .next()
                    .expect("facets are of attributes, in their order");
                let pair = values.next().expect("every record has every attribute");
                current = Some((at, pair));
            }
            let (at, (a, b)) = current.expect("it was just found");
            let whole = outcomes.get(at).copied().flatten();
            let attribute = (&records.attributes[at], whole);
            let facet = (facet, records.attributes.len() + number);
            out.push(compare(
                records,
                attribute,
                facet,
                distances.as_ref(),
                (a, b),
                remembered,
            ));
        }
    }
}

fn compare(
    records: &StandardRecords,
    (attribute, outcome): (&Attribute, Option<Outcome>),
    (facet, column): (&Facet, usize),
    distances: Option<&Distances>,
    (a, b): (Value<'_>, Value<'_>),
    remembered: &mut Remembered,
) -> Compared {
    if a.number == MISSING || b.number == MISSING {
        return Compared::NOT;
    }
    let (x, y) = (facet.of(a.number), facet.of(b.number));
    if x == MISSING || y == MISSING {
        return Compared::NOT;
    }
    let is_none = |value: u32| facet.text(value) == NO_SUFFIX.as_bytes();
    if x == y {
        if facet.spec.kind == FacetKind::Suffix && is_none(x) {
            return Compared::NOT;
        }
        return Compared {
            level: EQUAL,
            log_chance: facet.log_chance[x as usize],
        };
    }
    let of_attribute = || match outcome {
        Some(outcome) => level_of(attribute, outcome),
        None => whole(attribute, records, a, b),
    };
    let different = || match facet.spec.kind {
        FacetKind::Numbers if facet.spec.part == Part::Variant => {
            variants(records, facet.words(x), facet.words(y))
        }
        FacetKind::Numbers => number_sets(records, facet.words(x), facet.words(y)),
        FacetKind::Email => local_parts(facet.text(x), facet.text(y)),
        FacetKind::Code if facet.own().is_some() => places(facet.text(x), facet.text(y)),
        FacetKind::Text => {
            let (level, words) = match facet.own() {
                None => (
                    of_attribute(),
                    (attribute.compared_words(x), attribute.compared_words(y)),
                ),
                Some(own) => (
                    whole(own, records, value_of(own, x), value_of(own, y)),
                    (own.words.get(x), own.words.get(y)),
                ),
            };
            by_substitution(level, records, words.0, words.1)
        }
        _ => match facet.own() {
            None => of_attribute(),
            Some(own) => whole(own, records, value_of(own, x), value_of(own, y)),
        },
    };
    let level = match facet.spec.kind {
        FacetKind::Number => {
            let value = |number: u32| attribute.parsed[number as usize];
            numbers(value(a.number), value(b.number), distances)
        }
        FacetKind::Suffix => {
            if is_none(x) || is_none(y) {
                2
            } else {
                0
            }
        }
        FacetKind::Category if facet.own().is_some() => 0,
        kind if facet.own().is_some() || kind == FacetKind::Text => {
            let remembered = remembered.outcome(column, (x, y), || Outcome::new(different(), 0.0));
            remembered.level
        }
        _ => different(),
    };
    let log_chance = if level == EQUAL {
        // Equal in part: one of several phone numbers, say.
        facet.log_chance[x as usize].max(facet.log_chance[y as usize])
    } else {
        0.0
    };
    Compared { level, log_chance }
}

fn value_of(own: &Attribute, number: u32) -> Value<'_> {
    Value {
        number,
        frequency: 0,
        text: own.texts.get(number),
    }
}

/// Tells a text in which words stand for others ("black" for "white") from one that only has more words.
fn by_substitution(level: u8, records: &StandardRecords, x: &[u32], y: &[u32]) -> u8 {
    if level == EQUAL || x.len().max(y.len()) > FEW_WORDS {
        return level;
    }
    let is_substituted = has_lonely(records, x, y) && has_lonely(records, y, x);
    match (level, is_substituted) {
        (2 | 3, false) => 3,
        (1, false) | (3, true) => 2,
        (0, false) | (1 | 2, true) => 1,
        _ => 0,
    }
}

/// Whether some of the words of one value have no counterpart in another.
fn has_lonely(records: &StandardRecords, own: &[u32], others: &[u32]) -> bool {
    lonely_words(&records.vocabulary, own, others) > 0
}

/// The level of values that are compared by the measure of their kind.
fn whole(attribute: &Attribute, records: &StandardRecords, a: Value<'_>, b: Value<'_>) -> u8 {
    let Some(outcome) = compare_values(attribute, &records.vocabulary, a, b) else {
        return 0;
    };
    level_of(attribute, outcome)
}

fn level_of(attribute: &Attribute, outcome: Outcome) -> u8 {
    let last = level_names(attribute.kind).len() as u8 - 1;
    match outcome.level {
        0 => EQUAL,
        level if level >= last => 0,
        // "Few words shared" is no more than chance gives.
        level => EQUAL.saturating_sub(level),
    }
}

fn numbers(x: u32, y: u32, distances: Option<&Distances>) -> u8 {
    let (Some(distances), true) = (distances, x != 0 && y != 0) else {
        return 0;
    };
    let apart = distances.between(f32::from_bits(x), f32::from_bits(y));
    let at = distances.within.iter().position(|&within| apart <= within);
    at.map_or(0, |at| 3 - at as u8)
}

impl Distances {
    fn between(&self, x: f32, y: f32) -> f32 {
        (self.scaled(x) - self.scaled(y)).abs()
    }

    fn scaled(&self, x: f32) -> f32 {
        if self.is_log { x.max(1e-9).ln() } else { x }
    }
}

fn distances(attribute: &Attribute, seed: u64) -> Distances {
    let mut all: Vec<f32> = Vec::new();
    let step = (attribute.parsed.len() / DRAWN).max(1);
    for value in (1..attribute.parsed.len()).step_by(step) {
        if attribute.parsed[value] != 0 {
            let number = f32::from_bits(attribute.parsed[value]);
            if number.is_finite() {
                all.push(number);
            }
        }
    }
    let mut distances = Distances {
        is_log: false,
        within: [0.0; 3],
    };
    if all.len() < 3 {
        return distances;
    }
    all.sort_by(f32::total_cmp);
    let (median, high) = (all[all.len() / 2], all[(all.len() - 1) * 99 / 100]);
    distances.is_log = all[0] > 0.0 && high > MAGNITUDES * median;
    let mut random = Random::new(seed ^ 0x6e75_6d62);
    let mut apart: Vec<f32> = (0..DRAWN)
        .map(|_| {
            let mut draw = || all[random.below(all.len() as u32) as usize];
            let (x, y) = (draw(), draw());
            distances.between(x, y)
        })
        .collect();
    apart.sort_by(f32::total_cmp);
    distances.within = QUANTILES.map(|quantile| apart[(quantile * DRAWN as f64) as usize]);
    distances
}

/// Sets of numbers and codes: one within the other, some shared, one written nearly like the other, or neither.
fn number_sets(records: &StandardRecords, x: &[u32], y: &[u32]) -> u8 {
    let shared = x.iter().filter(|word| y.contains(word)).count();
    if shared == x.len().min(y.len()) {
        return 3;
    }
    if shared > 0 {
        return 2;
    }
    let text = |word: u32| records.vocabulary.texts.get(word);
    let is_near = x.iter().any(|&word| {
        y.iter().any(|&other| {
            let (a, b) = (text(word), text(other));
            let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
            short.len() >= 4 && (long.starts_with(short) || long.ends_with(short))
                || short.len() >= 5 && osa_at_most(a, b, 1).is_some()
        })
    });
    u8::from(is_near)
}

/// Words of variants: another spelling of the same, more of them, or others.
fn variants(records: &StandardRecords, x: &[u32], y: &[u32]) -> u8 {
    let alone = |own: &[u32], others: &[u32]| -> Vec<u32> {
        own.iter()
            .copied()
            .filter(|word| !others.contains(word))
            .collect()
    };
    let (own, others) = (alone(x, y), alone(y, x));
    match (
        has_lonely(records, &own, &others),
        has_lonely(records, &others, &own),
    ) {
        (true, true) => 0,
        (false, false) => EQUAL,
        _ => 3,
    }
}

fn local_parts(x: &[u8], y: &[u8]) -> u8 {
    let similarity = jaro_winkler(x, y);
    if osa_at_most(x, y, 2).is_some() && x.len().min(y.len()) >= 4 {
        3
    } else if similarity >= 0.86 {
        2
    } else {
        u8::from(similarity >= 0.75)
    }
}

/// Numbers of houses, flats and rooms: the next number is another place, and only long ones are slips of each other.
fn places(x: &[u8], y: &[u8]) -> u8 {
    let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    if short.len() >= 5 && osa_at_most(x, y, 1).is_some() {
        3
    } else if long.starts_with(short) && !long[short.len()..].first().is_some_and(u8::is_ascii_digit) {
        2
    } else {
        u8::from(long.len() >= 3 && osa_at_most(x, y, 1).is_some())
    }
}

/// Whether a facet holds the part of an attribute that a level without its parent says nothing of.
pub fn is_derived(spec: &FacetSpec) -> bool {
    spec.part.tells_apart() || matches!(spec.part, Part::Suffix | Part::Domain)
}

/// Compares the facets of many pairs.
pub fn compare_all(facets: &Facets, records: &StandardRecords, pairs: &[(u32, u32)]) -> Vec<Vec<Compared>> {
    pairs
        .par_iter()
        .map(|&(left, right)| {
            let mut out = Vec::with_capacity(facets.all.len());
            facets.compare(records, (left, right), &[], &mut Remembered::default(), &mut out);
            out
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_number_is_another_place() {
        for (x, y, level) in [
            ("12345", "12346", 3),
            ("1234", "1243", 1),
            ("101", "102", 1),
            ("12", "12b", 2),
            ("1", "12", 0),
            ("4", "7", 0),
        ] {
            assert_eq!(places(x.as_bytes(), y.as_bytes()), level, "{x} {y}");
        }
    }

    #[test]
    fn distances_follow_the_spread_of_the_numbers() {
        let distances = Distances {
            is_log: false,
            within: [0.1, 1.0, 10.0],
        };
        let level = |x: f32, y: f32| numbers(x.to_bits(), y.to_bits(), Some(&distances));
        assert_eq!(
            [
                level(1.0, 1.05),
                level(1.0, 1.5),
                level(1.0, 8.0),
                level(1.0, 80.0)
            ],
            [3, 2, 1, 0]
        );
    }
}
