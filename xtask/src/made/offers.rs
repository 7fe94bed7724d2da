//! Product offers of shops with long descriptions, and which of them are of one product.
//!
//! A brand has lines of products, a line has models that differ in a number, and a model has variants: colors, sizes, volumes. Each variant
//! is a product of its own, with one to eight offers. Models of a line share most of their description, variants share all of it, and
//! shops put the same sentences below everything that they sell. A shop copies the maker's description, shortens it, puts its
//! sentences in another order, makes mistakes or writes its own.
//!
//! Which product an offer is of can be decided from its columns: the name with its number stands in every title, and the variant in the
//! title or in the article number.
//!
//! Each offer is made from the seed and its place alone, so offers can be made in any order, on all threads.

mod words;

use crate::train::tables::draw::Draw;
use words::{
    ABOUT, Axis, CATEGORIES, COLORS, CRIES, Category, ENDS, FACTS, MIDDLES, OWN, PIECES, SHOP, SIZES, STARTS,
    STORAGE_GB, VOLUMES_ML,
};

/// Columns of an offer besides its id.
pub(super) const COLUMNS: [&str; 6] = ["shop", "title", "brand", "sku", "price", "description"];
/// Fewest and most words of a description.
pub(super) const WORDS: std::ops::RangeInclusive<usize> = 50..=200;
const SHOPS: usize = 60;
const MOST_OFFERS: usize = 8;

/// Where an offer comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Origin {
    line: u32,
    model: u8,
    variant: u8,
    offer: u8,
}

impl Origin {
    /// The product, a number that no other product has.
    pub fn product(self) -> u64 {
        u64::from(self.line) << 16 | u64::from(self.model) << 8 | u64::from(self.variant)
    }
}

/// The origins of so many offers, in random order.
pub(super) fn origins(count: usize, seed: u64) -> Vec<Origin> {
    let mut origins = Vec::with_capacity(count + 256);
    let mut line = 0;
    while origins.len() < count {
        let made = Line::new(line, seed);
        for (model, variants) in (0..).zip(&made.models) {
            for (variant, product) in (0..).zip(&variants.variants) {
                origins.extend((0..product.offers).map(|offer| Origin {
                    line,
                    model,
                    variant,
                    offer,
                }));
            }
        }
        line += 1;
    }
    origins.truncate(count);
    draw(seed, &[1]).shuffle(&mut origins);
    origins
}

/// The cells of an offer, in the order of [`COLUMNS`].
pub(super) fn cells(origin: Origin, seed: u64) -> [String; 6] {
    let line = Line::new(origin.line, seed);
    let model = &line.models[usize::from(origin.model)];
    let variant = &model.variants[usize::from(origin.variant)];
    let d = &mut draw(seed, &[3, origin.product(), u64::from(origin.offer)]);
    let shop = Shop::new(d.skewed(SHOPS, 1), seed);
    let sku = if d.chance(0.65) {
        shop.written_sku(&variant.sku)
    } else {
        String::new()
    };
    let shows_variant = sku.is_empty() || d.chance(0.93);
    let written = variant.written(shop.style + usize::from(d.chance(0.2)));
    let title = shop.title(&line, model, if shows_variant { &written } else { "" }, &sku, d);
    let brand = match d.below(20) {
        0..3 => String::new(),
        _ if shop.style == 4 => line.brand.to_uppercase(),
        _ => line.brand.clone(),
    };
    let price = variant.cents * (880 + d.below(240) as i64) / 1_000;
    // Most prices end with 99 or 95.
    let price = price / 100 * 100 + d.of(&[99, 99, 95, price % 100]);
    let description = shop.description(&line, model, &written, d);
    let price = format!("{}.{:02}", price / 100, price % 100);
    [shop.name, title, brand, sku, price, description]
}

fn draw(seed: u64, numbers: &[u64]) -> Draw {
    let mut state = seed;
    for &number in numbers {
        state = (state ^ number)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(29);
    }
    Draw::new(state)
}

/// Products of one brand that differ in a number or a variant.
struct Line {
    category: &'static Category,
    brand: String,
    name: String,
    /// Sentences that all models share.
    shared: Vec<String>,
    models: Vec<Model>,
}

struct Model {
    /// The name with the number of the model.
    name: String,
    /// Sentences with its numbers.
    facts: Vec<String>,
    variants: Vec<Variant>,
}

struct Variant {
    axis: Axis,
    place: usize,
    sku: String,
    cents: i64,
    offers: u8,
}

impl Line {
    fn new(number: u32, seed: u64) -> Self {
        let d = &mut draw(seed, &[2, u64::from(number)]);
        let category = d.pick(&CATEGORIES);
        // Some brands have many lines, most have few.
        let brand = name(&mut draw(seed, &[5, d.skewed(6_000, 1) as u64]));
        let mut line = Self {
            category,
            brand,
            name: name(d),
            shared: Vec::new(),
            models: Vec::new(),
        };
        let mut sentences: Vec<usize> = (0..ABOUT.len()).collect();
        d.shuffle(&mut sentences);
        let count = 4 + d.below(5);
        let filled = |&at: &usize, d: &mut Draw| line.filled(ABOUT[at], &line.name, d);
        line.shared = sentences[..count].iter().map(|at| filled(at, d)).collect();
        let base = d.between(category.price.0 * 100, category.price.1 * 100);
        let first = d.between(1, 90) * d.of(&[1, 10, 10, 100]);
        let step = d.of(&[1, 5, 10, 50]);
        let models = 1 + d.repeats(0.35, 3) as i64;
        line.models = (0..models)
            .map(|at| Model::new(&line, first + at * step, base * (100 + at * 12) / 100, d))
            .collect();
        line
    }

    /// A sentence with its gaps filled for a product of this name.
    fn filled(&self, sentence: &str, name: &str, d: &mut Draw) -> String {
        let category = self.category;
        let feature = d.below(category.features.len());
        let other = (feature + 1 + d.below(category.features.len() - 1)) % category.features.len();
        let text = sentence
            .replace("{b}", &self.brand)
            .replace("{s}", name)
            .replace("{c}", category.nouns[0])
            .replace("{f}", category.features[feature])
            .replace("{g}", category.features[other])
            .replace("{u}", d.of(&category.uses))
            .replace("{m}", d.of(&category.materials));
        capitalized(&text)
    }
}

impl Model {
    fn new(line: &Line, number: i64, cents: i64, d: &mut Draw) -> Self {
        let category = line.category;
        let facts = category.facts.iter().map(|&(property, unit, least, most)| {
            let sentence = d
                .pick(&FACTS)
                .replace("{q}", property)
                .replace("{e}", unit)
                .replace("{n}", &d.between(least, most).to_string());
            capitalized(&sentence)
        });
        let facts = facts.collect();
        let code = d.code_of(&["AA-9999", "A999", "AAA-99-99", "99999", "AA99A9"]);
        let mut places: Vec<usize> = (0..choices(category.axis)).collect();
        d.shuffle(&mut places);
        let variants = 1 + d.repeats(0.55, 5);
        let has_suffix = d.chance(0.6);
        let variants = places[..variants].iter().map(|&place| Variant {
            axis: category.axis,
            place,
            sku: if has_suffix {
                format!("{code}-{}", suffix(category.axis, place))
            } else {
                format!("{code}{}", d.code("999"))
            },
            cents: match category.axis {
                Axis::Color | Axis::Size => cents,
                Axis::Volume | Axis::Storage | Axis::Pieces => cents * (60 + 30 * place as i64) / 100,
            },
            offers: 1 + d.repeats(0.55, MOST_OFFERS - 1) as u8,
        });
        Self {
            name: format!("{} {number}", line.name),
            facts,
            variants: variants.collect(),
        }
    }
}

fn choices(axis: Axis) -> usize {
    match axis {
        Axis::Color => COLORS.len(),
        Axis::Size => SIZES.len(),
        Axis::Volume => VOLUMES_ML.len(),
        Axis::Storage => STORAGE_GB.len(),
        Axis::Pieces => PIECES.len(),
    }
}

fn suffix(axis: Axis, place: usize) -> String {
    match axis {
        Axis::Color => COLORS[place].1.to_owned(),
        Axis::Size => SIZES[place].to_owned(),
        Axis::Volume => VOLUMES_ML[place].to_string(),
        Axis::Storage => STORAGE_GB[place].to_string(),
        Axis::Pieces => format!("P{}", PIECES[place]),
    }
}

impl Variant {
    /// What it is, in one of several ways of writing.
    fn written(&self, style: usize) -> String {
        let place = self.place;
        match self.axis {
            Axis::Color if style % 3 == 1 => capitalized(COLORS[place].0),
            Axis::Color if style % 3 == 2 => format!("color {}", COLORS[place].0),
            Axis::Color => COLORS[place].0.to_owned(),
            Axis::Size if style.is_multiple_of(2) => format!("size {}", SIZES[place]),
            Axis::Size => SIZES[place].to_owned(),
            Axis::Volume => match (VOLUMES_ML[place], style % 3) {
                (ml, 0) => format!("{ml} ml"),
                (ml, 1) => format!("{ml}ml"),
                (ml, _) if ml % 100 == 0 => format!("{}.{} l", ml / 1_000, ml % 1_000 / 100),
                (ml, _) => format!("{ml} ml"),
            },
            Axis::Storage => match (STORAGE_GB[place], style % 3) {
                (gb, 0) => format!("{gb} GB"),
                (gb, 1) if gb >= 1_000 => format!("{} TB", gb / 1_000),
                (gb, _) => format!("{gb}GB"),
            },
            Axis::Pieces if style.is_multiple_of(2) => format!("{} pieces", PIECES[place]),
            Axis::Pieces => format!("pack of {}", PIECES[place]),
        }
    }
}

/// A shop and its habits.
struct Shop {
    number: usize,
    name: String,
    style: usize,
    /// What stands below its descriptions.
    below: Vec<String>,
}

impl Shop {
    fn new(number: usize, seed: u64) -> Self {
        let d = &mut draw(seed, &[4, number as u64]);
        let name = format!(
            "{} {}",
            name(d),
            d.of(&["Market", "Store", "Shop", "Direct", "24"])
        );
        let mut sentences: Vec<usize> = (0..SHOP.len()).collect();
        d.shuffle(&mut sentences);
        let below = sentences[..6].iter().map(|&at| {
            let filled = SHOP[at]
                .replace("{h}", &name)
                .replace("{n}", &d.between(3, 60).to_string());
            capitalized(&filled)
        });
        Self {
            number,
            below: below.collect(),
            style: d.below(5),
            name,
        }
    }

    fn written_sku(&self, sku: &str) -> String {
        match self.number % 4 {
            0 => sku.replace('-', ""),
            1 => sku.to_lowercase(),
            2 => sku.replace('-', " "),
            _ => sku.to_owned(),
        }
    }

    fn title(&self, line: &Line, model: &Model, variant: &str, sku: &str, d: &mut Draw) -> String {
        let noun = if d.chance(0.9) {
            *d.pick(&line.category.nouns)
        } else {
            ""
        };
        let noun = if noun.is_empty() || d.chance(0.05) {
            typed_wrongly(noun, d)
        } else {
            noun.to_owned()
        };
        let brand = if d.chance(0.04) {
            typed_wrongly(&line.brand, d)
        } else {
            line.brand.clone()
        };
        let (brand, name) = (brand.as_str(), model.name.as_str());
        let mut parts: Vec<String> = match self.style {
            0 => vec![brand.into(), name.into(), noun, variant.into()],
            1 => vec![capitalized(&noun), brand.into(), name.into(), variant.into()],
            2 => vec![brand.into(), name.into(), variant.into(), sku.into()],
            3 => vec![name.into(), noun, bracketed(variant), format!("by {brand}")],
            _ => vec![
                brand.to_uppercase(),
                noun,
                name.into(),
                format!("with {}", d.pick(&line.category.features)),
                variant.into(),
            ],
        };
        if d.chance(0.1) {
            parts.push((*d.pick(&CRIES)).to_owned());
        }
        parts.retain(|part| !part.is_empty());
        parts.join(if self.style == 1 { " - " } else { " " })
    }

    fn description(&self, line: &Line, model: &Model, variant: &str, d: &mut Draw) -> String {
        let mut sentences: Vec<String> = line.shared.iter().chain(&model.facts).cloned().collect();
        if d.chance(0.5) {
            sentences.push(format!("Here you get it as {variant}."));
        }
        match d.below(20) {
            0..9 => {}
            9..13 => sentences.truncate(3 + d.below(4)),
            13..16 => d.shuffle(&mut sentences),
            16..18 => {
                for sentence in &mut sentences {
                    *sentence = with_slips(sentence, d);
                }
            }
            _ => {
                let mut own: Vec<usize> = (0..OWN.len()).collect();
                // A shop uses the same sentences for all things of a kind.
                draw(line.category.price.0 as u64, &[self.number as u64]).shuffle(&mut own);
                let mut filled: Vec<String> = own[..6]
                    .iter()
                    .map(|&at| line.filled(OWN[at], &model.name, d))
                    .collect();
                filled.extend(model.facts.iter().take(2).cloned());
                sentences = filled;
            }
        }
        let first = d.below(3);
        let below = if d.chance(0.6) {
            &self.below[first..first + 3]
        } else {
            &[]
        };
        sentences.extend_from_slice(below);
        let words = |sentences: &[String]| -> usize {
            sentences.iter().map(|sentence| sentence.split(' ').count()).sum()
        };
        while words(&sentences) > *WORDS.end() {
            sentences.pop();
        }
        for more in line.shared.iter().chain(&self.below).cycle() {
            if words(&sentences) >= *WORDS.start() {
                break;
            }
            sentences.push(more.clone());
        }
        sentences.join(" ")
    }
}

/// A name that nobody has used for anything.
fn name(d: &mut Draw) -> String {
    let middle = if d.chance(0.6) { d.of(&MIDDLES) } else { "" };
    capitalized(&format!("{}{middle}{}", d.of(&STARTS), d.of(&ENDS)))
}

fn bracketed(text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("({text})")
    }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A word with two letters swapped; digits stay.
fn typed_wrongly(word: &str, d: &mut Draw) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() > 3 && letters.iter().all(|letter| !letter.is_numeric()) {
        let at = 1 + d.below(letters.len() - 2);
        letters.swap(at, at + 1);
    }
    letters.into_iter().collect()
}

/// A sentence with some words lost and some typed wrongly.
fn with_slips(sentence: &str, d: &mut Draw) -> String {
    let words = sentence.split(' ').filter_map(|word| match d.below(25) {
        0 => None,
        1 => Some(typed_wrongly(word, d)),
        _ => Some(word.to_owned()),
    });
    words.collect::<Vec<_>>().join(" ")
}
