//! What tables are about: one template for each kind of thing, and mixtures.

mod goods;
mod mixtures;
mod others;
mod owned;
mod people;
mod places;
mod works;

use super::{
    draw::Draw,
    latin::titled,
    plan::{Level, Make, Part, Plan, Tail, TextMake, piece},
    world::World,
};

/// Fills the plan of a table.
type Fill = fn(&mut Plan, &mut World, &mut Draw);

/// Name, weight and plan of each template.
pub(super) const TEMPLATES: &[(&str, u32, Fill)] = &[
    ("people", 14, people::people),
    ("contacts", 6, people::contacts),
    ("members", 6, people::members),
    ("mixed", 4, people::mixed),
    ("organizations", 7, places::organizations),
    ("shops", 5, places::shops),
    ("places", 4, places::places),
    ("addresses", 4, places::addresses),
    ("assets", 4, places::assets),
    ("estates", 2, places::estates),
    ("products", 7, goods::products),
    ("variants", 4, goods::variants),
    ("medicines", 3, goods::medicines),
    ("parts", 3, goods::parts),
    ("vehicles", 3, goods::vehicles),
    ("belongings", 3, owned::belongings),
    ("orders", 4, owned::orders),
    ("readings", 2, owned::readings),
    ("books", 3, works::books),
    ("papers", 5, works::papers),
    ("citations", 3, works::citations),
    ("music", 3, works::music),
    ("films", 3, works::films),
    ("meetings", 3, works::meetings),
    ("jobs", 2, works::jobs),
    ("software", 2, others::software),
    ("wines", 2, others::wines),
    ("artworks", 2, others::artworks),
    ("courses", 2, others::courses),
    ("species", 2, others::species),
    ("players", 2, others::players),
    ("texts", 3, mixtures::texts),
    ("single", 6, mixtures::single),
    ("lines", 5, places::lines),
    ("journals", 4, works::journals),
    ("random", 8, mixtures::random),
];

/// A list of the table's language, without spellings.
fn list(world: &World, name: &str, size: usize, d: &mut Draw) -> Vec<String> {
    world.language.known(name, size, d)
}

/// Invented names of brands, labels and publishers.
fn names(world: &World, size: usize, d: &mut Draw) -> Vec<String> {
    let list = d.of(&["word", "family", "city"]);
    world
        .language
        .pool(list, size, 0.8, d)
        .iter()
        .map(|word| titled(word))
        .collect()
}

/// How a text of words from some pools comes about.
fn text(pools: Vec<Vec<String>>, (least, most): (usize, usize), tail: Tail, tailed: f64) -> Make {
    Make::Text(TextMake {
        pools,
        small: Vec::new(),
        least,
        most,
        tail,
        tailed,
    })
}

/// A title: such a text, often with small words between the others.
fn title(
    world: &World,
    pools: Vec<Vec<String>>,
    (least, most): (usize, usize),
    tailed: f64,
    d: &mut Draw,
) -> Make {
    Make::Text(TextMake {
        pools,
        small: if d.chance(0.6) {
            list(world, "small", 16, d)
        } else {
            Vec::new()
        },
        least,
        most,
        tail: any_tail(d),
        tailed,
    })
}

/// Pools of words that titles are made of.
fn title_words(world: &World, d: &mut Draw) -> Vec<Vec<String>> {
    let topics = list(world, "topic", 90, d);
    match d.below(3) {
        0 => vec![topics.clone(), topics, world.words.clone()],
        1 => vec![world.words.clone(), world.qualities.clone()],
        _ => vec![topics, world.words.clone(), world.qualities.clone()],
    }
}

/// A random kind of tail.
fn any_tail(d: &mut Draw) -> Tail {
    d.of(&[Tail::Roman, Tail::Number, Tail::Part, Tail::Year, Tail::Volume])
}

/// Columns of a person's name; in links the sources may have other ones.
fn show_person(p: &mut Plan, person: usize, world: &World, d: &mut Draw) {
    let first = p.columns.len();
    let form = d.below(12);
    let differs = p.has_sources && d.chance(0.3);
    if form < 8 || differs {
        p.show("first_name", person, Part::Given, Level::Must);
        if world.has_middle && d.chance(0.5) {
            p.show("middle_name", person, Part::Middle, Level::Side);
        }
        p.show("last_name", person, Part::Family, Level::Must);
        if differs {
            for column in &mut p.columns[first..] {
                column.only = Some(0);
            }
        } else if d.chance(0.06) {
            p.show("full_name", person, Part::Full, Level::Side);
        }
    }
    if form >= 8 || differs {
        p.show("full_name", person, Part::Full, Level::Must);
        if differs && let Some(last) = p.columns.last_mut() {
            last.only = Some(1);
        }
    }
    if d.chance(0.05) {
        p.show("initials", person, Part::Initials, Level::Side);
    }
    if d.chance(0.15) {
        p.show("sex", person, Part::Sex, Level::Side);
    }
}

/// Columns of an address, of one to seven.
fn show_address(p: &mut Plan, address: usize, level: Level, d: &mut Draw) {
    match d.below(10) {
        0 => p.show("address", address, Part::Address, level),
        1 => {
            p.show("street", address, Part::Street, Level::Side);
            p.join(
                "house",
                vec![piece(address, Part::House, ""), piece(address, Part::Unit, " ")],
                level,
            );
            p.show("zip", address, Part::Zip, Level::Side);
            p.show("city", address, Part::City, Level::Side);
        }
        2 => p.show("city", address, Part::City, Level::Side),
        3 => {
            p.show("street", address, Part::Line, level);
            p.join(
                "city",
                vec![piece(address, Part::Zip, ""), piece(address, Part::City, " ")],
                Level::Side,
            );
        }
        4 => {
            p.show("city", address, Part::City, Level::Side);
            p.show("state", address, Part::State, Level::Side);
            p.may_show((0.5, d), "country", address, Part::Country, Level::Side);
        }
        5 if p.has_sources => {
            let first = p.columns.len();
            p.show("street", address, Part::Line, level);
            p.show("city", address, Part::City, Level::Side);
            p.show("zip", address, Part::Zip, Level::Side);
            for column in &mut p.columns[first..] {
                column.only = Some(0);
            }
            p.show("address", address, Part::Address, level);
            if let Some(last) = p.columns.last_mut() {
                last.only = Some(1);
            }
        }
        _ => {
            p.show("street", address, Part::Line, level);
            p.may_show((0.85, d), "city", address, Part::City, Level::Side);
            p.may_show((0.4, d), "state", address, Part::State, Level::Side);
            p.may_show((0.6, d), "zip", address, Part::Zip, Level::Side);
            p.may_show((0.2, d), "country", address, Part::Country, Level::Side);
        }
    }
}
