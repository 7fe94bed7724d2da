//! Splits attributes into facets: what a value hides and tells things apart. The house number and the unit of an address,
//! the numbers and codes of a name or text, Jr and Sr, the name and the domain of an e-mail address.

use serde::{Deserialize, Serialize};

use super::variants::VariantWords;
use crate::{
    AttributeKind,
    standardize::{Attribute, Dictionary, Lists, MISSING, Reading, StandardRecords, Vocabulary, WordClass},
};

/// What a facet holds, which decides how its values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FacetKind {
    /// Names of persons and things.
    Name,
    /// Names of organizations.
    Organization,
    /// Streets and places, without their numbers where these are facets of their own.
    Address,
    /// Dates.
    Date,
    /// Phone numbers.
    Phone,
    /// E-mail addresses, without the domain.
    Email,
    /// Quantities.
    Number,
    /// Identifiers.
    Code,
    /// The numbers and codes in a name or text, as a set.
    Numbers,
    /// Jr, Sr, II and the like.
    Suffix,
    /// Longer texts.
    Text,
    /// Few values.
    Category,
}

/// Which part of an attribute's values a facet takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Part {
    /// The whole value.
    Whole,
    /// The words without digits.
    Words,
    /// The first number of an address.
    HouseNumber,
    /// The other numbers of an address: the unit, the floor.
    Unit,
    /// All words with digits.
    Numbers,
    /// The words that tell variants apart.
    Variant,
    /// The generational suffix of a name.
    Suffix,
    /// What stands before the @.
    Mailbox,
    /// What stands after the @.
    Domain,
}

/// A facet by what it is of: all that must be kept to take it again of other records.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FacetSpec {
    /// Index of the attribute.
    pub attribute: usize,
    /// Part of its values.
    pub part: Part,
    /// How values compare.
    pub kind: FacetKind,
}

impl Part {
    /// Whether it tells apart what is otherwise the same: flats of a house, sizes and colors of a product.
    pub fn tells_apart(self) -> bool {
        matches!(
            self,
            Self::HouseNumber | Self::Unit | Self::Numbers | Self::Variant
        )
    }
}

impl FacetSpec {
    /// Whether it is a part of its attribute's values.
    pub(crate) fn is_part(&self) -> bool {
        self.part != Part::Whole
    }
}

/// A facet of some records.
#[derive(Debug)]
pub struct Facet {
    /// What it is of.
    pub spec: FacetSpec,
    /// Facet value number by value number of the attribute; absent where they are the same.
    own: Option<Own>,
    /// log2 of the chance that another record has the value, by facet value number.
    pub log_chance: Vec<f32>,
    /// Records with each value.
    pub counts: Vec<u32>,
    /// Records with a value.
    pub filled: usize,
    /// Distinct values.
    pub distinct: usize,
}

/// The values of a part.
#[derive(Debug)]
struct Own {
    of_value: Vec<u32>,
    values: Attribute,
}

/// Chance of an equal value that occurs in no more than two records: a rare value, but not an impossible one.
const RARE: f64 = 0.7;
/// The same of phone numbers, addresses and codes of [`LONG_CODE`] characters and more, which repeat by chance less often.
const RARE_CODE: f64 = 0.2;
const LONG_CODE: usize = 7;
/// Bounds of the same for several words, by how often their words occur.
const RARE_WORDS: (f64, f64) = (0.02, RARE);

impl Facet {
    /// The facet's value number of an attribute's value number.
    #[inline]
    pub fn of(&self, value: u32) -> u32 {
        self.own
            .as_ref()
            .map_or(value, |own| own.of_value[value as usize])
    }

    /// Anything that needs what comparing the second of two values reads of it: only of equal ones the chance is asked for.
    #[inline]
    pub fn peek(&self, first: u32, second: u32) -> u32 {
        let own = self.of(second);
        if first == second {
            self.log_chance[own as usize].to_bits()
        } else {
            own
        }
    }

    /// The values as an attribute, where they are not those of the whole attribute.
    #[inline]
    pub fn own(&self) -> Option<&Attribute> {
        self.own.as_ref().map(|own| &own.values)
    }

    /// The text of a value of a facet that has values of its own.
    #[inline]
    pub fn text(&self, value: u32) -> &[u8] {
        self.own.as_ref().map_or(&[], |own| own.values.texts.get(value))
    }

    /// The words of a value of a facet that has values of its own.
    #[inline]
    pub fn words(&self, value: u32) -> &[u32] {
        self.own
            .as_ref()
            .map_or(&[], |own| own.values.compared_words(value))
    }
}

/// Share of an attribute's values with digits from which numbers are facets of their own.
const WITH_NUMBERS: f64 = 0.08;
/// Share of a text's values with words of variants from which these are a facet of their own.
const WITH_VARIANT: f64 = 0.08;
/// Share of an address's values with a second number from which that is a facet of its own.
const WITH_UNIT: f64 = 0.04;
/// Share of names with a generational suffix from which that is a facet of its own.
const WITH_SUFFIX: f64 = 0.01;

/// The facets that the values of these records have.
pub fn find_facets(records: &StandardRecords, variants: &VariantWords) -> Vec<FacetSpec> {
    let mut specs = Vec::new();
    for (index, attribute) in records.attributes.iter().enumerate() {
        if attribute.distinct < 2 || attribute.is_redundant {
            continue;
        }
        let mut add = |part, kind| {
            specs.push(FacetSpec {
                attribute: index,
                part,
                kind,
            });
        };
        let share = |count: u64| count as f64 / attribute.filled.max(1) as f64;
        let seen = Seen::of(attribute, &records.vocabulary, variants);
        match attribute.kind {
            AttributeKind::Organization => {
                if share(seen.with_numbers) >= WITH_NUMBERS {
                    add(Part::Words, FacetKind::Organization);
                    add(Part::Numbers, FacetKind::Numbers);
                } else {
                    add(Part::Whole, FacetKind::Organization);
                }
            }
            AttributeKind::Name => {
                if share(seen.with_suffix) >= WITH_SUFFIX {
                    add(Part::Suffix, FacetKind::Suffix);
                }
                if share(seen.with_numbers) >= WITH_NUMBERS {
                    add(Part::Words, FacetKind::Name);
                    add(Part::Numbers, FacetKind::Numbers);
                } else if share(seen.with_suffix) >= WITH_SUFFIX {
                    add(Part::Words, FacetKind::Name);
                } else {
                    add(Part::Whole, FacetKind::Name);
                }
            }
            AttributeKind::Address => {
                if share(seen.with_numbers) >= WITH_NUMBERS {
                    add(Part::Words, FacetKind::Address);
                    add(Part::HouseNumber, FacetKind::Code);
                    if share(seen.with_second) >= WITH_UNIT {
                        add(Part::Unit, FacetKind::Code);
                    }
                } else {
                    add(Part::Whole, FacetKind::Address);
                }
            }
            AttributeKind::Text => {
                if share(seen.with_numbers) >= WITH_NUMBERS {
                    add(Part::Words, FacetKind::Text);
                    add(Part::Numbers, FacetKind::Numbers);
                } else {
                    add(Part::Whole, FacetKind::Text);
                }
                if share(seen.with_variant) >= WITH_VARIANT {
                    add(Part::Variant, FacetKind::Numbers);
                }
            }
            AttributeKind::Email => {
                add(Part::Mailbox, FacetKind::Email);
                if seen.domains > 2 {
                    add(Part::Domain, FacetKind::Category);
                }
            }
            AttributeKind::Date => add(Part::Whole, FacetKind::Date),
            AttributeKind::Phone => add(Part::Whole, FacetKind::Phone),
            AttributeKind::Code => add(Part::Whole, FacetKind::Code),
            AttributeKind::Number => add(Part::Whole, FacetKind::Number),
            AttributeKind::Category | AttributeKind::Ignore => add(Part::Whole, FacetKind::Category),
        }
    }
    specs
}

/// How often the values of a facet occur in a table of which some records are at hand.
pub trait PartCounts: Sync {
    /// Records with a value, by the text of the facet's value.
    fn of(&self, facet: usize, text: &[u8]) -> u32;
    /// Records with any value.
    fn filled(&self, facet: usize) -> usize;
}

/// Takes facets of records.
pub fn take_facets(
    records: &StandardRecords,
    specs: &[FacetSpec],
    variants: &VariantWords,
    among: Option<&dyn PartCounts>,
) -> Vec<Facet> {
    use rayon::prelude::*;
    let take = |(number, spec): (usize, &FacetSpec)| {
        take(records, *spec, variants, among.map(|counts| (number, counts)))
    };
    specs.par_iter().enumerate().map(take).collect()
}

fn take(
    records: &StandardRecords,
    spec: FacetSpec,
    variants: &VariantWords,
    among: Option<(usize, &dyn PartCounts)>,
) -> Facet {
    let attribute = &records.attributes[spec.attribute];
    let mut own = (spec.part != Part::Whole).then(|| split(attribute, spec, &records.vocabulary, variants));
    let mut filled_among = None;
    if let (Some(own), Some((number, counts))) = (&mut own, among) {
        let values = &mut own.values;
        for (value, count) in (0u32..).zip(&mut values.counts).skip(1) {
            *count = counts.of(number, values.texts.get(value));
        }
        filled_among = Some(counts.filled(number));
    }
    let counts = match &own {
        Some(own) => own.values.counts.clone(),
        None => attribute.counts.clone(),
    };
    let values = own.as_ref().map_or(attribute, |own| &own.values);
    let filled = match &own {
        Some(_) if let Some(filled) = filled_among => filled,
        Some(_) => counts[1..].iter().map(|&count| count as usize).sum(),
        None => attribute.filled,
    };
    let log_chance = chances(values, spec.kind, &counts, filled, &records.vocabulary);
    Facet {
        spec,
        log_chance,
        distinct: counts.len() - 1,
        counts,
        filled,
        own,
    }
}

/// log2 of the chance that a random other record has the value, for each value.
fn chances(
    values: &Attribute,
    kind: FacetKind,
    counts: &[u32],
    filled: usize,
    vocabulary: &Vocabulary,
) -> Vec<f32> {
    let filled = filled.max(2) as f64;
    (0..counts.len() as u32)
        .map(|value| {
            if value == MISSING {
                return 0.0;
            }
            let rare = match kind {
                FacetKind::Name | FacetKind::Organization | FacetKind::Address | FacetKind::Text => {
                    let words = values.compared_words(value);
                    if words.len() > 1 {
                        let together: f64 = words
                            .iter()
                            .map(|&word| {
                                let count = f64::from(vocabulary.counts[word as usize]).min(filled);
                                ((count - 1.0).max(RARE) / filled).ln()
                            })
                            .sum();
                        (4.0 * filled * together.exp()).clamp(RARE_WORDS.0, RARE_WORDS.1)
                    } else {
                        RARE
                    }
                }
                FacetKind::Phone | FacetKind::Email | FacetKind::Code
                    if values.texts.get(value).len() >= LONG_CODE =>
                {
                    RARE_CODE
                }
                _ => RARE,
            };
            let others = (f64::from(counts[value as usize]) - 2.0).max(0.0);
            (((others + rare) / filled).log2() as f32).min(0.0)
        })
        .collect()
}

/// What the values of an attribute hold, counted over records.
#[derive(Debug, Default)]
struct Seen {
    with_numbers: u64,
    with_second: u64,
    with_suffix: u64,
    with_variant: u64,
    domains: usize,
}

impl Seen {
    fn of(attribute: &Attribute, vocabulary: &Vocabulary, variants: &VariantWords) -> Self {
        let mut seen = Self::default();
        let mut domains = rustc_hash::FxHashSet::default();
        for value in 1..attribute.counts.len() as u32 {
            let count = u64::from(attribute.counts[value as usize]);
            let words = attribute.compared_words(value);
            let numbers = words.iter().filter(|&&word| is_number(vocabulary, word)).count();
            seen.with_numbers += count * u64::from(numbers > 0);
            match attribute.kind {
                AttributeKind::Address => {
                    let mut parts = address_parts(words, vocabulary);
                    let has_unit = parts.any(|(part, _)| part == Part::Unit);
                    seen.with_second += count * u64::from(has_unit);
                }
                AttributeKind::Text => {
                    let has_variant = words.iter().any(|&word| variants.has(word));
                    seen.with_variant += count * u64::from(has_variant);
                }
                AttributeKind::Name => {
                    seen.with_suffix += count * u64::from(suffix_of(words, vocabulary).is_some());
                }
                AttributeKind::Email if domains.len() <= 2 => {
                    domains.extend(domain_of(attribute.texts.get(value)));
                }
                _ => {}
            }
        }
        seen.domains = domains.len();
        seen
    }
}

/// Whether a word has digits.
pub fn is_number(vocabulary: &Vocabulary, word: u32) -> bool {
    matches!(
        vocabulary.words[word as usize].class,
        WordClass::Digits | WordClass::Mixed
    )
}

fn domain_of(address: &[u8]) -> Option<&[u8]> {
    let at = address.iter().position(|&byte| byte == b'@')?;
    (at + 1 < address.len()).then(|| &address[at + 1..])
}

/// The words of an address with the part that each belongs to. The first number is the house's; the others, and a last
/// single letter, belong to the unit. Cleaning leaves out words that introduce units and writes a unit that stands first at
/// the end.
fn address_parts<'a>(words: &'a [u32], vocabulary: &'a Vocabulary) -> impl Iterator<Item = (Part, u32)> + 'a {
    let mut has_house = false;
    words.iter().enumerate().map(move |(at, &word)| {
        let text = vocabulary.texts.get(word);
        let is_letter = text.len() == 1 && text[0].is_ascii_alphabetic();
        let part = if is_number(vocabulary, word) || (is_letter && at + 1 == words.len()) {
            if has_house || is_letter {
                Part::Unit
            } else {
                has_house = true;
                Part::HouseNumber
            }
        } else {
            Part::Words
        };
        (part, word)
    })
}

/// What tells generations of a name apart, which cleaning puts at its end.
fn suffix_of<'a>(words: &[u32], vocabulary: &'a Vocabulary) -> Option<(usize, &'a str)> {
    let text = vocabulary.texts.text(*words.last()?);
    text.starts_with(GENERATION).then_some((words.len() - 1, text))
}

/// What the words begin with that tell generations of a name apart.
const GENERATION: &str = "g:";

/// Text of the suffix of a name that has none: it is something to compare, unlike a missing name.
pub const NO_SUFFIX: &str = "0";

/// Makes values of the parts of an attribute's values.
fn split(attribute: &Attribute, spec: FacetSpec, vocabulary: &Vocabulary, variants: &VariantWords) -> Own {
    let mut builder = Builder::new();
    let mut of_value = vec![MISSING; attribute.counts.len()];
    let (mut text, mut words) = (String::new(), Vec::new());
    for value in 1..attribute.counts.len() as u32 {
        let all = attribute.compared_words(value);
        let address = || attribute.texts.text(value);
        text.clear();
        words.clear();
        match spec.part {
            Part::Suffix => {
                let suffix = suffix_of(all, vocabulary).map_or(NO_SUFFIX, |(_, suffix)| suffix);
                text.push_str(suffix);
            }
            Part::Mailbox => text.push_str(address().split('@').next().unwrap_or_default()),
            Part::Domain => text.push_str(address().split_once('@').map_or("", |(_, domain)| domain)),
            part => {
                take_words(part, attribute.kind, all, (vocabulary, variants), &mut words);
                join(&words, vocabulary, &mut text);
            }
        }
        of_value[value as usize] = builder.number(&text, &words, attribute.counts[value as usize]);
    }
    Own {
        of_value,
        values: builder.into_attribute(attribute, spec),
    }
}

/// The words of a value that belong to a part.
fn take_words(
    part: Part,
    kind: AttributeKind,
    words: &[u32],
    (vocabulary, variants): (&Vocabulary, &VariantWords),
    taken: &mut Vec<u32>,
) {
    let is_number = |word: &u32| is_number(vocabulary, *word);
    let without_suffix = match kind {
        AttributeKind::Name => &words[..suffix_of(words, vocabulary).map_or(words.len(), |(at, _)| at)],
        _ => words,
    };
    match (part, kind) {
        (Part::Words | Part::HouseNumber | Part::Unit, AttributeKind::Address) => {
            let of_part = address_parts(words, vocabulary).filter(|(own, _)| *own == part);
            taken.extend(of_part.map(|(_, word)| word));
        }
        (Part::Numbers, _) => taken.extend(without_suffix.iter().filter(|word| is_number(word))),
        (Part::Variant, _) => taken.extend(words.iter().filter(|&&word| variants.has(word))),
        _ => taken.extend(without_suffix.iter().filter(|word| !is_number(word))),
    }
    // Compared as sets, whatever their order.
    if matches!(part, Part::Numbers | Part::Variant) {
        taken.sort_unstable();
        taken.dedup();
    }
}

fn join(words: &[u32], vocabulary: &Vocabulary, text: &mut String) {
    for &word in words {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(vocabulary.texts.text(word));
    }
}

/// Numbers the values of a facet.
struct Builder {
    dictionary: Dictionary,
    words: Lists,
    counts: Vec<u32>,
}

impl Builder {
    /// Knows the missing value only.
    fn new() -> Self {
        let mut builder = Self {
            dictionary: Dictionary::new(),
            words: Lists::default(),
            counts: Vec::new(),
        };
        builder.number("", &[], 0);
        builder
    }

    /// The number of a value; an empty text is a missing value, which is not counted.
    fn number(&mut self, text: &str, words: &[u32], count: u32) -> u32 {
        let (number, is_new) = self.dictionary.number(text);
        if is_new {
            self.words.push(words.iter().copied());
            self.counts.push(0);
        }
        if number != MISSING {
            self.counts[number as usize] += count;
        }
        number
    }

    fn into_attribute(self, attribute: &Attribute, spec: FacetSpec) -> Attribute {
        let (texts, words, counts) = (self.dictionary.texts, self.words, self.counts);
        Attribute {
            name: attribute.name.clone(),
            column: attribute.column,
            kind: match spec.kind {
                FacetKind::Name => AttributeKind::Name,
                FacetKind::Organization => AttributeKind::Organization,
                FacetKind::Address => AttributeKind::Address,
                FacetKind::Text => AttributeKind::Text,
                FacetKind::Email => AttributeKind::Email,
                _ => AttributeKind::Code,
            },
            compared: (0..words.len() as u32)
                .map(|value| words.get(value).len().min(usize::from(u8::MAX)) as u8)
                .collect(),
            parsed: Vec::new(),
            is_redundant: false,
            is_idle: false,
            reading: Reading::default(),
            filled: counts[1..].iter().map(|&count| count as usize).sum(),
            distinct: counts.len() - 1,
            texts,
            counts,
            words,
        }
    }
}
