//! Tables of books, papers, songs, films, events and offers.

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

/// Books and their editions.
pub(super) fn books(p: &mut Plan, world: &mut World, d: &mut Draw) {
    let pools = title_words(world, d);
    let title = p.slot(title(world, pools, (2, 7), 0.1, d));
    let authors = p.slot(Make::People(2));
    let publishers = names(world, 25, d);
    let publisher = p.slot(Make::Among(publishers));
    let year = p.slot(Make::Number(1950, 2023));
    let pages = p.slot(Make::Number(60, 900));
    let isbn = p.slot(Make::Code("978-9-99-999999-9".to_owned()));
    let edition = p.slot(Make::Number(1, 9));
    p.show("title", title, Part::Whole, Level::Must);
    p.may_show((0.9, d), "authors", authors, Part::Whole, Level::Anchor);
    let has_editions = d.chance(0.6);
    p.may_show(
        (0.7, d),
        "year",
        year,
        Part::Whole,
        if has_editions { Level::Must } else { Level::Side },
    );
    p.may_show((0.5, d), "publisher", publisher, Part::Whole, Level::Side);
    p.may_show(
        (0.35, d),
        "isbn",
        isbn,
        Part::Whole,
        if has_editions { Level::Must } else { Level::Side },
    );
    p.may_show((0.3, d), "pages", pages, Part::Whole, Level::Side);
    if has_editions {
        p.may_show((0.5, d), "edition", edition, Part::Whole, Level::Must);
        p.bond(
            "editions",
            4,
            &[
                (title, Same),
                (authors, Same),
                (publisher, Same),
                (year, Near),
                (edition, Near),
            ],
        );
    }
    p.bond("volumes", 3, &[(title, Near), (authors, Same), (publisher, Same)]);
    p.bond("one author", 3, &[(authors, Same), (publisher, Same)]);
    p.bond("one title, other authors", 1, &[(title, Same)]);
    p.bond("similar titles", 2, &[(title, Next), (publisher, Same)]);
}

/// Papers: title, authors, venue, year, pages.
pub(super) fn papers(p: &mut Plan, world: &mut World, d: &mut Draw) {
    let pools = title_words(world, d);
    let title = p.slot(title(world, pools.clone(), (4, 11), 0.05, d));
    let authors = p.slot(Make::People(d.of(&[3, 5])));
    let kinds = list(world, "venue", 12, d);
    let venues: Vec<String> = (0..d.of(&[6, 25, 80]))
        .map(|_| {
            titled(&world.join(&[
                d.pick(&kinds).clone(),
                d.pick(&pools[0]).clone(),
                d.pick(&pools[0]).clone(),
            ]))
        })
        .collect();
    let venue = p.slot(Make::Among(venues));
    let year = p.slot(Make::Number(1985, 2023));
    let volume = p.slot(Make::Number(1, 90));
    let pages = p.slot(Make::Number(1, 900));
    let doi = p.slot(Make::Code("10.9999/AAA.99999".to_owned()));
    let abstracts = p.slot(text(pools, (20, 60), Tail::Number, 0.0));
    p.show("title", title, Part::Whole, Level::Must);
    p.may_show((0.9, d), "authors", authors, Part::Whole, Level::Side);
    p.may_show((0.75, d), "venue", venue, Part::Whole, Level::Side);
    p.may_show((0.8, d), "year", year, Part::Whole, Level::Anchor);
    p.may_show((0.25, d), "volume", volume, Part::Whole, Level::Side);
    p.may_show((0.3, d), "pages", pages, Part::Whole, Level::Side);
    p.may_show((0.15, d), "doi", doi, Part::Whole, Level::Side);
    p.may_show((0.12, d), "abstract", abstracts, Part::Whole, Level::Side);
    p.bond(
        "parts",
        3,
        &[(title, Near), (authors, Same), (venue, Same), (volume, Same)],
    );
    p.bond(
        "one group of authors",
        3,
        &[(authors, Same), (title, Next), (venue, Same)],
    );
    p.bond("one issue", 3, &[(venue, Same), (year, Same), (volume, Same)]);
    p.bond("nearly the same authors", 1, &[(authors, Near), (title, Next)]);
}

/// Journals and series, by their titles.
pub(super) fn journals(p: &mut Plan, world: &mut World, d: &mut Draw) {
    let kinds = list(world, "venue", 14, d);
    let topics = list(world, "topic", 90, d);
    let pools = match d.below(3) {
        0 => vec![kinds, topics.clone(), topics],
        1 => vec![
            kinds,
            topics.clone(),
            topics,
            world.words.clone(),
            world.qualities.clone(),
        ],
        _ => vec![topics, world.words.clone(), world.families.clone()],
    };
    let longest = d.of(&[3, 5, 8]);
    let title = p.slot(title(world, pools, (2, longest), 0.03, d));
    let publishers = names(world, 30, d);
    let publisher = p.slot(Make::Among(publishers));
    let address = p.slot(Make::Address);
    let year = p.slot(Make::Number(1900, 2020));
    p.show("journal", title, Part::Whole, Level::Must);
    p.may_show((0.2, d), "publisher", publisher, Part::Whole, Level::Side);
    p.may_show((0.1, d), "country", address, Part::Country, Level::Side);
    p.may_show((0.1, d), "year", year, Part::Whole, Level::Side);
    p.bond("sections", 2, &[(title, Near), (publisher, Same)]);
    p.bond("similar titles", 2, &[(title, Next), (publisher, Same)]);
}

/// References, each as one text.
pub(super) fn citations(p: &mut Plan, world: &mut World, d: &mut Draw) {
    let pools = title_words(world, d);
    let title = p.slot(title(world, pools, (4, 10), 0.03, d));
    let authors = p.slot(Make::People(4));
    let kinds = names(world, 30, d);
    let venue = p.slot(Make::Among(kinds));
    let year = p.slot(Make::Number(1985, 2023));
    let volume = p.slot(Make::Number(1, 90));
    let pages = p.slot(Make::Number(1, 900));
    let mut pieces = vec![
        maybe(authors, Part::Whole, "", 0.95),
        piece(title, Part::Whole, d.of(&[": ", ". ", ", "])),
        maybe(venue, Part::Whole, d.of(&[". ", ", ", ". In: "]), 0.8),
        maybe(volume, Part::Whole, ", vol. ", 0.4),
        maybe(pages, Part::Whole, ", p. ", 0.4),
    ];
    pieces.insert(
        if d.chance(0.5) { 1 } else { pieces.len() },
        piece(year, Part::Whole, d.of(&[", ", " - ", ". "])),
    );
    p.join(d.of(&["citation", "reference_text"]), pieces, Level::Must);
    if d.chance(0.3) {
        p.show("year", year, Part::Whole, Level::Side);
    }
    p.bond(
        "one group of authors",
        4,
        &[(authors, Same), (title, Next), (venue, Same)],
    );
    p.bond("parts", 2, &[(title, Near), (authors, Same), (venue, Same)]);
    p.bond(
        "yearly",
        2,
        &[(title, Same), (authors, Same), (venue, Same), (year, Near)],
    );
}

/// Songs and records.
pub(super) fn music(p: &mut Plan, world: &mut World, d: &mut Draw) {
    let pools = vec![world.words.clone(), world.qualities.clone()];
    let title = p.slot(title(world, pools, (1, 5), 0.05, d));
    let artists = names(world, 200, d);
    let by_person = d.chance(0.5);
    let artist = if by_person {
        p.slot(Make::Person)
    } else {
        p.slot(Make::Among(artists))
    };
    let album = p.slot(text(
        vec![world.words.clone(), world.qualities.clone()],
        (1, 3),
        Tail::Volume,
        0.1,
    ));
    let year = p.slot(Make::Number(1965, 2023));
    let seconds = p.slot(Make::Number(90, 480));
    let track = p.slot(Make::Number(1, 18));
    let versions = ["", "", "", "(live)", "(remix)", "(acoustic)", "(radio edit)"]
        .map(str::to_owned)
        .to_vec();
    let version = p.slot(Make::Among(versions));
    p.join(
        "title",
        vec![piece(title, Part::Whole, ""), piece(version, Part::Whole, " ")],
        Level::Must,
    );
    p.show("artist", artist, Part::Full, Level::Must);
    p.may_show((0.6, d), "album", album, Part::Whole, Level::Side);
    p.may_show((0.5, d), "year", year, Part::Whole, Level::Side);
    p.may_show((0.4, d), "seconds", seconds, Part::Whole, Level::Side);
    p.may_show((0.3, d), "track", track, Part::Whole, Level::Side);
    p.bond("one album", 5, &[(artist, Same), (album, Same), (year, Same)]);
    p.bond("versions", 3, &[(title, Same), (artist, Same), (album, Same)]);
    p.bond("covers", 2, &[(title, Same), (version, Same)]);
    p.bond(
        "parts",
        1,
        &[
            (title, Near),
            (artist, Same),
            (album, Same),
            (version, Same),
            (year, Same),
        ],
    );
}

/// Films, series, games.
pub(super) fn films(p: &mut Plan, world: &mut World, d: &mut Draw) {
    let pools = vec![world.words.clone(), world.qualities.clone()];
    let title = p.slot(title(world, pools, (1, 4), 0.1, d));
    let year = p.slot(Make::Number(1940, 2024));
    let director = p.slot(Make::Person);
    let cast = p.slot(Make::People(4));
    let minutes = p.slot(Make::Number(60, 190));
    let genres = list(world, "kind", 10, d);
    let genre = p.slot(Make::Among(genres));
    let said = list(world, "say", 60, d);
    let plot = p.slot(text(vec![said, world.words.clone()], (8, 25), Tail::Number, 0.0));
    if d.chance(0.2) {
        p.join(
            "title",
            vec![
                piece(title, Part::Whole, ""),
                piece(year, Part::Whole, d.of(&[" - ", " ", ", "])),
            ],
            Level::Must,
        );
    } else {
        p.show("title", title, Part::Whole, Level::Must);
        p.show("year", year, Part::Whole, Level::Must);
    }
    p.may_show((0.7, d), "director", director, Part::Full, Level::Side);
    p.may_show((0.3, d), "cast", cast, Part::Whole, Level::Side);
    p.may_show((0.4, d), "minutes", minutes, Part::Whole, Level::Side);
    p.may_show((0.4, d), "genre", genre, Part::Whole, Level::Side);
    p.may_show((0.2, d), "description", plot, Part::Whole, Level::Side);
    p.bond(
        "sequels",
        4,
        &[
            (title, Near),
            (director, Same),
            (cast, Same),
            (genre, Same),
            (year, Near),
        ],
    );
    p.bond("remakes", 2, &[(title, Same), (genre, Same)]);
    p.bond(
        "one director",
        2,
        &[(director, Same), (cast, Near), (genre, Same)],
    );
}

/// Conferences, fairs, courses that come every year.
pub(super) fn meetings(p: &mut Plan, world: &mut World, d: &mut Draw) {
    let pools = title_words(world, d);
    let title = p.slot(title(world, pools, (2, 5), 0.2, d));
    let year = p.slot(Make::Number(1998, 2024));
    let day = p.slot(Make::DayOf(year));
    let address = p.slot(Make::Address);
    let halls = names(world, 30, d);
    let hall = p.slot(Make::Among(halls));
    let host = p.slot(Make::Org);
    let in_title = d.chance(0.5);
    if in_title {
        p.join(
            "event",
            vec![piece(title, Part::Whole, ""), piece(year, Part::Whole, " ")],
            Level::Must,
        );
        p.may_show((0.5, d), "date", day, Part::Whole, Level::Side);
    } else {
        p.show("event", title, Part::Whole, Level::Must);
        p.show("date", day, Part::Whole, Level::Must);
    }
    p.may_show((0.7, d), "city", address, Part::City, Level::Side);
    p.may_show((0.4, d), "country", address, Part::Country, Level::Side);
    p.may_show((0.5, d), "venue", hall, Part::Whole, Level::Side);
    p.may_show((0.4, d), "organizer", host, Part::Whole, Level::Side);
    p.bond(
        "every year",
        5,
        &[
            (title, Same),
            (hall, Same),
            (host, Same),
            (address, Same),
            (year, Near),
            (day, Near),
        ],
    );
    p.bond(
        "every year elsewhere",
        2,
        &[(title, Same), (host, Same), (year, Near), (day, Near)],
    );
    p.bond(
        "one day, one hall",
        2,
        &[(hall, Same), (address, Same), (day, Same), (year, Same)],
    );
}

/// Offers of work.
pub(super) fn jobs(p: &mut Plan, world: &mut World, d: &mut Draw) {
    let kinds = list(world, "job", 30, d);
    let job = p.slot(Make::Among(kinds));
    let part = {
        let parts = world.parts.clone();
        p.slot(Make::Among(parts))
    };
    let org = p.slot(Make::Org);
    let address = p.slot(Make::Address);
    let pay = p.slot(Make::Amount(150_000, 900_000));
    let said = list(world, "say", 60, d);
    let description = p.slot(text(
        vec![said, world.words.clone(), world.qualities.clone()],
        (12, 40),
        Tail::Number,
        0.0,
    ));
    let day = p.slot(Make::Day(2022, 2024));
    p.join(
        "job",
        vec![piece(job, Part::Whole, ""), piece(part, Part::Whole, " ")],
        Level::Must,
    );
    p.show("company", org, Part::Whole, Level::Must);
    p.show("city", address, Part::City, Level::Must);
    p.may_show((0.4, d), "pay", pay, Part::Whole, Level::Side);
    p.may_show((0.6, d), "description", description, Part::Whole, Level::Side);
    p.may_show((0.4, d), "date", day, Part::Whole, Level::Side);
    p.bond(
        "one employer",
        5,
        &[(org, Same), (address, Same), (description, Next)],
    );
    p.bond(
        "one job in several cities",
        3,
        &[
            (org, Same),
            (job, Same),
            (part, Same),
            (description, Same),
            (pay, Same),
        ],
    );
}
