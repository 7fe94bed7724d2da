//! Tables of things of many other kinds: programs, wines, works of art, courses, species, players.

use super::{list, names, text, title, title_words};
use crate::train::tables::{
    draw::Draw,
    latin::titled,
    plan::{
        Level, Make, Part, Plan,
        Relation::{Near, Next, Same},
        Tail, maybe, piece,
    },
    world::World,
};

/// Programs and their versions.
pub(super) fn software(p: &mut Plan, world: &mut World, d: &mut Draw) {
    let makers = names(world, 30, d);
    let maker = p.slot(Make::Among(makers));
    let name = p.slot(text(
        vec![names(world, 300, d), world.words.clone(), world.qualities.clone()],
        (1, 3),
        Tail::Number,
        0.1,
    ));
    let version = p.slot(Make::Code(d.of(&["9.9", "9.9.9", "99", "2099"]).to_owned()));
    let editions = [
        "",
        "Home",
        "Professional",
        "Standard",
        "Enterprise",
        "Student",
        "Upgrade",
    ]
    .map(str::to_owned)
    .to_vec();
    let edition = p.slot(Make::Among(editions));
    let price = p.slot(Make::Amount(900, 120_000));
    let said = list(world, "say", 60, d);
    let description = p.slot(text(vec![said, world.words.clone()], (6, 20), Tail::Number, 0.0));
    if d.chance(0.6) {
        let pieces = vec![
            maybe(maker, Part::Whole, "", d.of(&[0.4, 1.0])),
            piece(name, Part::Whole, " "),
            piece(version, Part::Whole, " "),
            piece(edition, Part::Whole, " "),
        ];
        p.join("software", pieces, Level::Must);
    } else {
        p.show("software", name, Part::Whole, Level::Must);
        p.show("version", version, Part::Whole, Level::Must);
        p.show("license", edition, Part::Whole, Level::Must);
    }
    p.may_show((0.6, d), "maker", maker, Part::Whole, Level::Side);
    p.may_show((0.5, d), "price", price, Part::Whole, Level::Side);
    p.may_show((0.3, d), "description", description, Part::Whole, Level::Side);
    p.bond(
        "versions",
        4,
        &[
            (maker, Same),
            (name, Same),
            (edition, Same),
            (version, Near),
            (description, Same),
        ],
    );
    p.bond(
        "editions",
        3,
        &[
            (maker, Same),
            (name, Same),
            (version, Same),
            (description, Next),
            (price, Near),
        ],
    );
    p.bond("one maker", 2, &[(maker, Same), (name, Next)]);
}

/// Wines and the like: who made it, what it is called, which year.
pub(super) fn wines(p: &mut Plan, world: &mut World, d: &mut Draw) {
    let estates = if d.chance(0.5) {
        names(world, 80, d)
    } else {
        world.families.clone()
    };
    let estate = p.slot(Make::Among(estates));
    let name = p.slot(text(
        vec![world.words.clone(), world.streets.clone()],
        (1, 2),
        Tail::Number,
        0.0,
    ));
    let sorts = list(world, "color", 8, d);
    let sort = p.slot(Make::Among(sorts));
    let vintage = p.slot(Make::Number(1995, 2023));
    let size = p.slot(Make::Measure(1));
    let regions = names(world, 12, d);
    let region = p.slot(Make::Follows(estate, regions));
    let price = p.slot(Make::Amount(400, 20_000));
    let rating = p.slot(Make::Number(78, 99));
    if d.chance(0.5) {
        let pieces = vec![
            piece(estate, Part::Whole, ""),
            piece(name, Part::Whole, " "),
            maybe(sort, Part::Whole, " ", 0.8),
            piece(vintage, Part::Whole, " "),
        ];
        p.join("wine", pieces, Level::Must);
    } else {
        p.show("winery", estate, Part::Whole, Level::Must);
        p.show("wine", name, Part::Whole, Level::Must);
        p.show("vintage", vintage, Part::Whole, Level::Must);
    }
    p.may_show((0.4, d), "size", size, Part::Whole, Level::Must);
    p.may_show((0.5, d), "region", region, Part::Whole, Level::Side);
    p.may_show((0.5, d), "price", price, Part::Whole, Level::Side);
    p.may_show((0.3, d), "rating", rating, Part::Whole, Level::Side);
    p.bond(
        "vintages",
        5,
        &[
            (estate, Same),
            (name, Same),
            (sort, Same),
            (size, Same),
            (vintage, Near),
            (price, Near),
        ],
    );
    p.bond("one estate", 3, &[(estate, Same), (vintage, Same)]);
}

/// Paintings, prints, objects of collections.
pub(super) fn artworks(p: &mut Plan, world: &mut World, d: &mut Draw) {
    let artist = p.slot(Make::Person);
    let pools = vec![world.words.clone(), world.qualities.clone(), world.women.clone()];
    let name = p.slot(title(world, pools, (1, 4), 0.15, d));
    let year = p.slot(Make::Number(1650, 1995));
    let stuffs = list(world, "color", 8, d);
    let technique = p.slot(Make::Among(stuffs));
    let (height, width) = (p.slot(Make::Measure(4)), p.slot(Make::Measure(4)));
    let museums = names(world, 25, d);
    let museum = p.slot(Make::Among(museums));
    let inventory = p.slot(Make::Code(d.of(&["9999.99", "A 9999", "99/999"]).to_owned()));
    p.show("artwork", name, Part::Whole, Level::Must);
    p.show("artist", artist, Part::Full, Level::Must);
    p.may_show((0.6, d), "year", year, Part::Whole, Level::Anchor);
    if d.chance(0.5) {
        p.join(
            "size",
            vec![piece(height, Part::Whole, ""), piece(width, Part::Whole, " x ")],
            Level::Anchor,
        );
    }
    p.may_show((0.4, d), "technique", technique, Part::Whole, Level::Side);
    p.may_show((0.5, d), "museum", museum, Part::Whole, Level::Side);
    p.may_show((0.2, d), "inventory", inventory, Part::Whole, Level::Side);
    p.bond(
        "one artist",
        4,
        &[(artist, Same), (technique, Same), (museum, Same)],
    );
    p.bond("one title, another artist", 2, &[(name, Same)]);
    p.bond(
        "series",
        4,
        &[
            (artist, Same),
            (name, Near),
            (year, Same),
            (technique, Same),
            (height, Same),
            (width, Same),
            (museum, Same),
        ],
    );
}

/// Courses of schools and universities, term by term.
pub(super) fn courses(p: &mut Plan, world: &mut World, d: &mut Draw) {
    let pools = title_words(world, d);
    let name = p.slot(title(world, pools, (2, 5), 0.3, d));
    let code = p.slot(Make::Code(d.of(&["AAA 999", "9999", "AA-99"]).to_owned()));
    let terms: Vec<String> = (2015..2025)
        .flat_map(|year| [format!("{year}/1"), format!("{year}/2")])
        .collect();
    let term = p.slot(Make::Among(terms));
    let lecturer = p.slot(Make::Person);
    let parts = world.parts.clone();
    let part = p.slot(Make::Among(parts));
    let points = p.slot(Make::Number(1, 12));
    p.show("course", name, Part::Whole, Level::Must);
    let has_terms = d.chance(0.5);
    if has_terms {
        p.show("semester", term, Part::Whole, Level::Must);
    }
    p.may_show((0.5, d), "course_no", code, Part::Whole, Level::Side);
    p.may_show((0.7, d), "lecturer", lecturer, Part::Full, Level::Side);
    p.may_show((0.5, d), "department", part, Part::Whole, Level::Side);
    p.may_show((0.3, d), "score", points, Part::Whole, Level::Side);
    p.bond(
        "every term",
        if has_terms { 5 } else { 1 },
        &[
            (name, Same),
            (code, Same),
            (lecturer, Same),
            (part, Same),
            (points, Same),
        ],
    );
    p.bond(
        "first and second part",
        3,
        &[
            (name, Near),
            (code, Near),
            (lecturer, Same),
            (part, Same),
            (points, Same),
        ],
    );
    p.bond("one lecturer", 2, &[(lecturer, Same), (part, Same)]);
}

/// Kinds of animals and plants: two words, who described it, when.
pub(super) fn species(p: &mut Plan, world: &mut World, d: &mut Draw) {
    let stems = world.language.pool("word", 120, 1.0, d);
    let stems: Vec<String> = stems.iter().map(|stem| world.language.in_latin(stem)).collect();
    let genera: Vec<String> = stems
        .iter()
        .map(|stem| titled(&format!("{stem}{}", d.of(&["us", "a", "um", "ia", "is"]))))
        .collect();
    let epithets: Vec<String> = stems
        .iter()
        .map(|stem| {
            format!(
                "{stem}{}",
                d.of(&["ensis", "atus", "ii", "oides", "alba", "inum"])
            )
        })
        .collect();
    let genus = p.slot(Make::Among(genera));
    let epithet = p.slot(text(vec![epithets], (1, 1), Tail::Number, 0.0));
    let person = p.slot(Make::Person);
    let year = p.slot(Make::Number(1758, 2015));
    let common = p.slot(text(
        vec![world.words.clone(), world.qualities.clone()],
        (1, 2),
        Tail::Number,
        0.0,
    ));
    let regions = names(world, 20, d);
    let region = p.slot(Make::Among(regions));
    p.join(
        "species",
        vec![piece(genus, Part::Whole, ""), piece(epithet, Part::Whole, " ")],
        Level::Must,
    );
    if d.chance(0.6) {
        p.join(
            "author_year",
            vec![piece(person, Part::Family, ""), piece(year, Part::Whole, ", ")],
            Level::Side,
        );
    }
    p.may_show((0.5, d), "title", common, Part::Whole, Level::Side);
    p.may_show((0.5, d), "habitat", region, Part::Whole, Level::Side);
    p.bond("one genus", 6, &[(genus, Same), (person, Same), (region, Same)]);
    p.bond("one epithet", 2, &[(epithet, Same)]);
    p.bond(
        "described together",
        2,
        &[(person, Same), (year, Same), (genus, Same), (common, Next)],
    );
}

/// Players of teams, season by season.
pub(super) fn players(p: &mut Plan, world: &mut World, d: &mut Draw) {
    let player = p.slot(Make::Person);
    let towns = names(world, 40, d);
    let team = p.slot(Make::Among(towns));
    let birth = p.slot(Make::Day(1975, 2006));
    let shirt = p.slot(Make::Number(1, 40));
    let positions = list(world, "job", 6, d);
    let position = p.slot(Make::Among(positions));
    let height = p.slot(Make::Number(160, 210));
    let countries = names(world, 20, d);
    let country = p.slot(Make::Among(countries));
    p.movable = vec![team, shirt];
    p.show("player", player, Part::Full, Level::Must);
    p.may_show((0.8, d), "team", team, Part::Whole, Level::Side);
    let part = d.of(&[Part::Whole, Part::Year]);
    p.may_show((0.6, d), "birth_date", birth, part, Level::Anchor);
    p.may_show((0.4, d), "shirt", shirt, Part::Whole, Level::Side);
    p.may_show((0.5, d), "position", position, Part::Whole, Level::Side);
    p.may_show((0.3, d), "size", height, Part::Whole, Level::Side);
    p.may_show((0.4, d), "country", country, Part::Whole, Level::Side);
    p.bond("one team", 5, &[(team, Same), (country, Same)]);
    p.bond("brothers", 2, &[(player, Near), (team, Same), (country, Same)]);
    p.bond("namesakes", 2, &[(player, Same), (country, Same)]);
    p.bond(
        "father and son",
        1,
        &[(player, Next), (birth, Next), (country, Same)],
    );
}
