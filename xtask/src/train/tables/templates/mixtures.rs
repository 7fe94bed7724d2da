//! Tables of long texts, tables of one column, and random mixtures.

use super::{any_tail, list, names, show_address, show_person, text, title, title_words};
use crate::train::tables::{
    draw::Draw,
    facts::LADDERS,
    plan::{
        Level, Make, Part, Plan,
        Relation::{Fresh, Near, Next, Same},
        Tail, piece,
    },
    world::World,
};

/// Long texts, rephrased in copies.
pub(super) fn texts(p: &mut Plan, world: &mut World, d: &mut Draw) {
    let mut pools = title_words(world, d);
    pools.push(list(world, "say", 60, d));
    let title = p.slot(title(world, pools.clone(), (3, 8), 0.05, d));
    let body = p.slot(text(pools, (20, 70), Tail::Number, 0.0));
    let day = p.slot(Make::Day(2015, 2024));
    let author = p.slot(Make::Person);
    let sections = list(world, "kind", 8, d);
    let section = p.slot(Make::Among(sections));
    let has_title = d.chance(0.6);
    if has_title {
        p.show("title", title, Part::Whole, Level::Side);
    }
    p.show(
        d.of(&["text", "description", "abstract"]),
        body,
        Part::Whole,
        Level::Must,
    );
    p.may_show((0.3, d), "date", day, Part::Whole, Level::Side);
    p.may_show((0.3, d), "authors", author, Part::Full, Level::Side);
    p.may_show((0.3, d), "category", section, Part::Whole, Level::Side);
    p.bond(
        "one series",
        3,
        &[(title, Same), (author, Same), (section, Same), (body, Next)],
    );
    p.bond("shared passages", 3, &[(body, Next), (section, Same)]);
}

/// One column.
pub(super) fn single(p: &mut Plan, world: &mut World, d: &mut Draw) {
    match d.below(8) {
        0 | 1 => {
            let org = p.slot(Make::Org);
            p.show(d.of(&["company", "organization"]), org, Part::Whole, Level::Must);
            p.bond("departments", 2, &[(org, Next)]);
            p.bond("group", 2, &[(org, Near)]);
        }
        2 | 3 => {
            let person = p.slot(Make::Person);
            p.show("full_name", person, Part::Full, Level::Must);
            p.bond("family", 3, &[(person, Near)]);
            p.bond("with Jr", 1, &[(person, Next)]);
        }
        4 => {
            let pools = title_words(world, d);
            let title = p.slot(title(world, pools, (3, 9), 0.1, d));
            p.show("title", title, Part::Whole, Level::Must);
            p.bond("parts", 2, &[(title, Near)]);
            p.bond("similar", 2, &[(title, Next)]);
        }
        5 => {
            let towns = names(world, 600, d);
            let town = p.slot(text(
                vec![towns.clone(), towns, world.words.clone()],
                (1, 2),
                Tail::Number,
                0.0,
            ));
            p.show("city", town, Part::Whole, Level::Must);
        }
        6 => {
            let address = p.slot(Make::Address);
            p.show("address", address, Part::Address, Level::Must);
            p.bond("street", 2, &[(address, Next)]);
            p.bond("house", 2, &[(address, Near)]);
        }
        _ => {
            let goods = list(world, "goods", 60, d);
            let sort = p.slot(Make::Among(goods));
            let name = p.slot(text(
                vec![world.words.clone(), world.qualities.clone()],
                (1, 3),
                any_tail(d),
                0.1,
            ));
            let size = p.slot(Make::Measure(d.below(LADDERS.len())));
            p.join(
                "product",
                vec![
                    piece(name, Part::Whole, ""),
                    piece(sort, Part::Whole, " "),
                    piece(size, Part::Whole, " "),
                ],
                Level::Must,
            );
            p.bond("sizes", 2, &[(name, Same), (sort, Same), (size, Near)]);
        }
    }
}

/// Any facts together, shared in any way.
pub(super) fn random(p: &mut Plan, world: &mut World, d: &mut Draw) {
    let colors = list(world, "color", 12, d);
    let brands = names(world, 40, d);
    let pools = title_words(world, d);
    let person = p.slot(Make::Person);
    let org = p.slot(Make::Org);
    let address = p.slot(Make::Address);
    let host = p.slot(Make::Host(Some(org)));
    let slots = [
        ("birth_date", p.slot(Make::Day(1940, 2023))),
        ("phone", p.slot(Make::Phone(Some(address)))),
        ("email", p.slot(Make::Mail(person, host))),
        (
            "code",
            p.slot(Make::Code(d.of(&["AA9999", "999-999", "A9A9"]).to_owned())),
        ),
        ("category", p.slot(Make::Among(colors))),
        ("brand", p.slot(Make::Among(brands))),
        ("title", p.slot(text(pools.clone(), (1, 6), any_tail(d), 0.1))),
        ("description", p.slot(text(pools, (8, 25), Tail::Number, 0.0))),
        ("price", p.slot(Make::Amount(100, 90_000))),
        ("year", p.slot(Make::Number(1990, 2024))),
        ("size", p.slot(Make::Measure(d.below(LADDERS.len())))),
    ];
    match d.below(4) {
        0 => show_person(p, person, world, d),
        1 => p.show("company", org, Part::Whole, Level::Must),
        2 => p.show("title", slots[6].1, Part::Whole, Level::Must),
        _ => {
            p.show("full_name", person, Part::Full, Level::Must);
            p.show("company", org, Part::Whole, Level::Side);
        }
    }
    if d.chance(0.4) {
        show_address(p, address, Level::Anchor, d);
    }
    let share = d.of(&[0.2, 0.4, 0.7]);
    for (key, slot) in slots {
        let level = if d.chance(0.3) { Level::Anchor } else { Level::Side };
        p.may_show((share, d), key, slot, Part::Whole, level);
    }
    p.movable = vec![address, org];
    for name in ["one way", "another way", "a third way"] {
        let shared = d.of(&[0.2, 0.5, 0.8]);
        let relations: Vec<_> = (0..p.slots.len())
            .map(|slot| {
                (
                    slot,
                    if d.chance(shared) {
                        d.of(&[Same, Same, Same, Near, Next])
                    } else {
                        Fresh
                    },
                )
            })
            .collect();
        p.bond(name, 2, &relations);
    }
}
