//! Tables of organizations, places, addresses and what stands in buildings.

use super::{list, names, show_address, text};
use crate::train::tables::{
    draw::Draw,
    plan::{
        Level, Make, Part, Plan,
        Relation::{Near, Next, Same},
        Tail, maybe, piece,
    },
    world::{Units, World},
};

/// Companies, institutes, public bodies.
pub(super) fn organizations(p: &mut Plan, _: &mut World, d: &mut Draw) {
    let org = p.slot(Make::Org);
    let address = p.slot(Make::Address);
    let phone = p.slot(Make::Phone(Some(address)));
    let host = p.slot(Make::Host(Some(org)));
    let mail = p.slot(Make::Mail(org, host));
    let number = p.slot(Make::Code(
        d.of(&["999999", "AA999999999", "HRB 99999", "99.999.999"])
            .to_owned(),
    ));
    let person = p.slot(Make::Person);
    p.movable = vec![address, phone, person];

    if d.chance(0.15) {
        p.show("company", org, Part::Org, Level::Must);
        p.show("department", org, Part::Branch, Level::Must);
    } else {
        p.show(
            d.of(&["company", "organization", "supplier"]),
            org,
            Part::Whole,
            Level::Must,
        );
    }
    if d.chance(0.85) {
        show_address(p, address, Level::Anchor, d);
    }
    p.may_show((0.45, d), "phone", phone, Part::Whole, Level::Side);
    p.may_show((0.3, d), "website", host, Part::Whole, Level::Side);
    p.may_show((0.2, d), "email", mail, Part::Whole, Level::Side);
    p.may_show((0.3, d), "tax_no", number, Part::Whole, Level::Anchor);
    p.may_show((0.15, d), "contact", person, Part::Full, Level::Side);

    p.bond("departments", 3, &[(org, Next), (address, Same), (host, Same)]);
    p.bond("branches", 3, &[(org, Next), (host, Same)]);
    p.bond("branches of one name", 3, &[(org, Same), (host, Same)]);
    p.bond(
        "group of companies",
        3,
        &[(org, Near), (address, Same), (phone, Same), (host, Same)],
    );
    p.bond("tenants", 2, &[(address, Same)]);
    p.bond("namesakes elsewhere", 1, &[(org, Near)]);
}

/// Organizations as people write them in one line: a department before, a place behind, in any order.
pub(super) fn lines(p: &mut Plan, world: &mut World, d: &mut Draw) {
    let org = p.slot(Make::Org);
    let parts = world.parts.clone();
    let part = p.slot(Make::Among(parts));
    let address = p.slot(Make::Address);
    let person = p.slot(Make::Person);
    p.movable = vec![part];
    let often = d.of(&[0.0, 0.3, 0.6, 0.9]);
    let mut pieces = vec![
        maybe(part, Part::Whole, "", often),
        piece(org, Part::Org, ", "),
        maybe(address, Part::Line, ", ", d.of(&[0.0, 0.0, 0.1, 0.4])),
        maybe(address, Part::City, ", ", d.of(&[0.0, 0.3, 0.6, 0.9])),
        maybe(address, Part::Zip, " ", d.of(&[0.0, 0.0, 0.2])),
        maybe(address, Part::Country, ", ", d.of(&[0.0, 0.3, 0.7])),
    ];
    if d.chance(0.3) {
        pieces.swap(0, 1);
    }
    p.join("affiliation", pieces, Level::Must);
    if let Some(column) = p.columns.last_mut() {
        column.shuffled = d.of(&[0.0, 0.0, 0.1, 0.4]);
    }
    p.may_show((0.15, d), "contact", person, Part::Full, Level::Side);
    p.bond("one city", 2, &[(address, Same)]);
    p.bond("group", 2, &[(org, Near), (address, Same)]);
}

/// Restaurants, shops, hotels.
pub(super) fn shops(p: &mut Plan, world: &mut World, d: &mut Draw) {
    let place = list(world, "place", 25, d);
    let pools = vec![names(world, 300, d), world.families.clone(), world.words.clone()];
    let name = p.slot(text(pools, (1, 2), Tail::Number, 0.03));
    let sort = p.slot(Make::Among(place));
    let address = p.slot(Make::Address);
    let phone = p.slot(Make::Phone(Some(address)));
    let point = p.slot(Make::Point(Some(address)));
    let kinds = list(world, "kind", 12, d);
    let kind = p.slot(Make::Among(kinds));
    let price = p.slot(Make::Among(["$", "$$", "$$$"].map(str::to_owned).to_vec()));

    let in_name = d.chance(0.7);
    let pieces = if in_name {
        vec![piece(name, Part::Whole, ""), maybe(sort, Part::Whole, " ", 0.8)]
    } else {
        vec![piece(name, Part::Whole, "")]
    };
    p.join("shop", pieces, Level::Must);
    show_address(p, address, Level::Must, d);
    p.may_show((0.6, d), "phone", phone, Part::Whole, Level::Side);
    p.may_show((0.5, d), "category", kind, Part::Whole, Level::Side);
    p.may_show((0.15, d), "price_class", price, Part::Whole, Level::Side);
    if d.chance(0.2) {
        p.show("latitude", point, Part::Latitude, Level::Side);
        p.show("longitude", point, Part::Longitude, Level::Side);
    }

    p.bond(
        "chain",
        5,
        &[(name, Same), (sort, Same), (kind, Same), (price, Same)],
    );
    p.bond(
        "chain with one phone",
        2,
        &[(name, Same), (sort, Same), (kind, Same), (phone, Same)],
    );
    p.bond("food court", 2, &[(address, Same)]);
    p.bond("street", 2, &[(address, Next)]);
    p.bond(
        "hotel and its restaurant",
        1,
        &[(name, Near), (address, Same), (phone, Same), (point, Same)],
    );
}

/// Places with coordinates.
pub(super) fn places(p: &mut Plan, world: &mut World, d: &mut Draw) {
    let sorts = list(world, "place", 25, d);
    let sort = p.slot(Make::Among(sorts));
    let pools = vec![names(world, 500, d), world.words.clone(), world.streets.clone()];
    let name = p.slot(text(pools, (1, 3), Tail::Number, 0.1));
    let address = p.slot(Make::Address);
    let point = p.slot(Make::Point(Some(address)));
    let elevation = p.slot(Make::Number(0, 3_000));

    p.join(
        "place",
        vec![piece(name, Part::Whole, ""), maybe(sort, Part::Whole, " ", 0.5)],
        Level::Must,
    );
    let level = if d.chance(0.6) { Level::Must } else { Level::Side };
    if d.chance(0.15) {
        p.show("coordinates", point, Part::Whole, level);
    } else {
        p.show("latitude", point, Part::Latitude, level);
        p.show("longitude", point, Part::Longitude, level);
    }
    p.may_show((0.5, d), "kind", sort, Part::Whole, Level::Side);
    p.may_show((0.4, d), "city", address, Part::City, Level::Side);
    p.may_show((0.3, d), "country", address, Part::Country, Level::Side);
    p.may_show((0.2, d), "elevation", elevation, Part::Whole, Level::Side);

    p.bond("same name elsewhere", 3, &[(name, Same), (sort, Same)]);
    p.bond("neighbours", 4, &[(address, Same), (point, Near)]);
    p.bond(
        "numbered",
        3,
        &[(name, Near), (sort, Same), (point, Near), (address, Same)],
    );
}

/// Addresses alone.
pub(super) fn addresses(p: &mut Plan, world: &mut World, d: &mut Draw) {
    if d.chance(0.6) {
        world.units = d.of(&[Units::Number, Units::Letter, Units::Hundreds]);
    }
    let address = p.slot(Make::Address);
    let owner = p.slot(Make::Person);
    let sorts = list(world, "kind", 6, d);
    let sort = p.slot(Make::Among(sorts));
    match d.below(4) {
        0 => p.show("address", address, Part::Address, Level::Must),
        1 => {
            p.show("house", address, Part::House, Level::Must);
            p.show("street", address, Part::Street, Level::Must);
            p.show("unit", address, Part::Unit, Level::Must);
            p.show("city", address, Part::City, Level::Must);
        }
        _ => {
            p.show("address", address, Part::Line, Level::Must);
            p.show("city", address, Part::City, Level::Must);
            p.may_show((0.6, d), "zip", address, Part::Zip, Level::Side);
            p.may_show((0.3, d), "state", address, Part::State, Level::Side);
            p.may_show((0.2, d), "country", address, Part::Country, Level::Side);
        }
    }
    p.may_show((0.2, d), "owner_name", owner, Part::Full, Level::Side);
    p.may_show((0.2, d), "kind", sort, Part::Whole, Level::Side);
    p.bond("house", 3, &[(address, Near), (sort, Same)]);
    p.bond("street", 3, &[(address, Next), (sort, Same)]);
    p.bond("houses of one owner", 1, &[(address, Next), (owner, Same)]);
}

/// Rooms, devices, meters, machines.
pub(super) fn assets(p: &mut Plan, world: &mut World, d: &mut Draw) {
    let goods = list(world, "goods", 10, d);
    let sort = p.slot(Make::Among(goods));
    let pattern = d.of(&["999", "9999", "A-999", "99.99", "AA99", "9-99"]);
    let number = p.slot(Make::Code(pattern.to_owned()));
    let serial = p.slot(Make::Code(
        d.of(&["AA9999999", "99999999", "A9A9A9A9A9"]).to_owned(),
    ));
    let buildings: Vec<String> = (0..d.of(&[2, 6, 20]))
        .map(|at| format!("{} {}", d.pick(&world.words), at + 1))
        .collect();
    let building = p.slot(Make::Among(buildings));
    let floor = p.slot(Make::Number(0, 9));
    let brands = names(world, 12, d);
    let brand = p.slot(Make::Among(brands));
    let day = p.slot(Make::Day(2008, 2023));
    let parts = world.parts.clone();
    let part = p.slot(Make::Among(parts));

    if d.chance(0.5) {
        p.join(
            "asset",
            vec![piece(sort, Part::Whole, ""), piece(number, Part::Whole, " ")],
            Level::Must,
        );
    } else {
        p.show(
            d.of(&["room", "asset_no", "meter_no"]),
            number,
            Part::Whole,
            Level::Must,
        );
        p.may_show((0.7, d), "kind", sort, Part::Whole, Level::Must);
    }
    p.may_show((0.8, d), "building", building, Part::Whole, Level::Must);
    p.may_show((0.5, d), "floor", floor, Part::Whole, Level::Side);
    p.may_show((0.4, d), "brand", brand, Part::Whole, Level::Side);
    p.may_show((0.3, d), "serial_no", serial, Part::Whole, Level::Anchor);
    p.may_show((0.3, d), "installed", day, Part::Whole, Level::Side);
    p.may_show((0.3, d), "department", part, Part::Whole, Level::Side);

    p.bond(
        "one floor",
        4,
        &[(building, Same), (floor, Same), (sort, Same), (part, Same)],
    );
    p.bond(
        "numbered in a row",
        4,
        &[
            (building, Same),
            (floor, Same),
            (sort, Same),
            (number, Near),
            (brand, Same),
            (day, Same),
        ],
    );
    p.bond(
        "bought together",
        2,
        &[(sort, Same), (brand, Same), (day, Same), (part, Same)],
    );
}

/// Flats and houses for sale.
pub(super) fn estates(p: &mut Plan, world: &mut World, d: &mut Draw) {
    world.units = d.of(&[Units::None, Units::Number, Units::Hundreds]);
    let address = p.slot(Make::Address);
    let area = p.slot(Make::Number(28, 280));
    let rooms = p.slot(Make::Number(1, 7));
    let price = p.slot(Make::Amount(4_000_000, 90_000_000));
    let words = list(world, "quality", 40, d);
    let said = p.slot(text(vec![words, world.words.clone()], (6, 20), Tail::Number, 0.0));
    let agents = names(world, 15, d);
    let agent = p.slot(Make::Among(agents));
    p.show("address", address, Part::Line, Level::Must);
    p.show("city", address, Part::City, Level::Must);
    p.may_show((0.7, d), "area", area, Part::Whole, Level::Anchor);
    p.may_show((0.7, d), "rooms", rooms, Part::Whole, Level::Side);
    p.may_show((0.8, d), "price", price, Part::Whole, Level::Side);
    p.may_show((0.5, d), "description", said, Part::Whole, Level::Side);
    p.may_show((0.4, d), "agent", agent, Part::Whole, Level::Side);
    p.bond(
        "flats of a house",
        4,
        &[(address, Near), (agent, Same), (rooms, Same), (said, Same)],
    );
    p.bond(
        "houses of a street",
        3,
        &[(address, Next), (agent, Same), (said, Next)],
    );
}
