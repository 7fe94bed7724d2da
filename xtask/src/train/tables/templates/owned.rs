//! Tables of what belongs to somebody, and of what somebody bought or booked.

use super::{list, show_address};
use crate::train::tables::{
    draw::Draw,
    latin::titled,
    plan::{
        Level, Make, Part, Plan,
        Relation::{Near, Same},
    },
    world::World,
};

/// Animals and things that belong to somebody.
pub(super) fn belongings(p: &mut Plan, world: &mut World, d: &mut Draw) {
    let owner = p.slot(Make::Person);
    let address = p.slot(Make::Address);
    let phone = p.slot(Make::Phone(Some(address)));
    let (kinds, breeds) = if d.chance(0.6) {
        (list(world, "animal", 8, d), list(world, "breed", 12, d))
    } else {
        (list(world, "goods", 30, d), list(world, "color", 10, d))
    };
    let kind = p.slot(Make::Among(kinds));
    let breed = p.slot(Make::Among(breeds));
    let names = d.of(&[true, false]);
    let pool: Vec<String> = if names {
        world.women.clone()
    } else {
        world.words.iter().map(|word| titled(word)).collect()
    };
    let name = p.slot(Make::Among(pool));
    let born = p.slot(Make::Day(2005, 2023));
    let chip = p.slot(Make::Code("999099999999999".to_owned()));
    p.movable = vec![address, phone];
    p.show(d.of(&["item", "pet"]), name, Part::Whole, Level::Must);
    p.show("kind", kind, Part::Whole, Level::Side);
    p.may_show((0.6, d), "breed", breed, Part::Whole, Level::Side);
    p.show("owner_name", owner, Part::Full, Level::Must);
    p.may_show((0.6, d), "phone", phone, Part::Whole, Level::Side);
    p.may_show((0.4, d), "born", born, Part::Whole, Level::Side);
    p.may_show((0.2, d), "chip_no", chip, Part::Whole, Level::Side);
    if d.chance(0.4) {
        show_address(p, address, Level::Side, d);
    }
    p.bond("one owner", 6, &[(owner, Same), (address, Same), (phone, Same)]);
    p.bond(
        "a litter or a set",
        3,
        &[
            (owner, Same),
            (address, Same),
            (phone, Same),
            (kind, Same),
            (breed, Same),
            (born, Same),
        ],
    );
    p.bond(
        "same name and kind",
        2,
        &[(name, Same), (kind, Same), (breed, Same)],
    );
}

/// Orders, bookings, visits, payments: many of one customer, and hardly any is there twice.
pub(super) fn orders(p: &mut Plan, world: &mut World, d: &mut Draw) {
    p.most_copied = d.of(&[0.0, 0.0, 0.0, 0.02, 0.1, 0.3]);
    let customer = p.slot(Make::PersonOrOrg(d.of(&[0.0, 0.3, 1.0])));
    let address = p.slot(Make::Address);
    let phone = p.slot(Make::Phone(Some(address)));
    let host = p.slot(Make::Host(None));
    let mail = p.slot(Make::Mail(customer, host));
    let day = p.slot(Make::Day(2019, 2024));
    let amount = p.slot(Make::Amount(500, 200_000));
    let code = p.slot(Make::Code(
        d.of(&["999999", "AA-99999", "A9A9A9A9", "2024-99999"]).to_owned(),
    ));
    let goods = list(world, "goods", 60, d);
    let good = p.slot(Make::Among(goods));
    let count = p.slot(Make::Number(1, 12));
    let has_code = d.chance(0.8);
    p.show("customer", customer, Part::Full, Level::Must);
    if has_code {
        p.show(
            d.of(&["order_no", "booking_no", "invoice_no", "ticket_no"]),
            code,
            Part::Whole,
            Level::Must,
        );
    }
    let level = if has_code { Level::Anchor } else { Level::Must };
    if !has_code || d.chance(0.8) {
        p.show(
            d.of(&["order_date", "visit_date", "date"]),
            day,
            Part::Whole,
            level,
        );
    }
    p.may_show((0.6, d), "amount", amount, Part::Whole, Level::Side);
    if !has_code || d.chance(0.4) {
        p.show("product", good, Part::Whole, level);
    }
    p.may_show((0.3, d), "quantity", count, Part::Whole, Level::Side);
    p.may_show((0.4, d), "email", mail, Part::Whole, Level::Side);
    p.may_show((0.3, d), "phone", phone, Part::Whole, Level::Side);
    if d.chance(0.4) {
        show_address(p, address, Level::Side, d);
    }
    let of_one = [(customer, Same), (address, Same), (phone, Same), (mail, Same)];
    p.bond("one customer", 6, &of_one);
    p.bond(
        "one customer, one day",
        2,
        &[&of_one[..], &[(day, Same), (code, Near)]].concat(),
    );
    p.bond(
        "the same again",
        2,
        &[
            &of_one[..],
            &[(good, Same), (amount, Same), (count, Same), (day, Near)],
        ]
        .concat(),
    );
}

/// Readings, calls, entries of a log: hardly anything is there twice.
pub(super) fn readings(p: &mut Plan, world: &mut World, d: &mut Draw) {
    p.most_copied = d.of(&[0.0, 0.0, 0.05]);
    let pattern = d.of(&["A-99", "999", "AA99"]);
    let devices = (0..d.of(&[4, 20, 100])).map(|_| d.code(pattern)).collect();
    let device = p.slot(Make::Among(devices));
    let day = p.slot(Make::Day(2021, 2024));
    let hour = p.slot(Make::Code(d.of(&["99:99", "99:99:99"]).to_owned()));
    let value = p.slot(Make::Amount(0, 90_000));
    let kinds = list(world, "kind", 6, d);
    let kind = p.slot(Make::Among(kinds));
    let person = p.slot(Make::Person);
    p.show(
        d.of(&["meter_no", "asset_no", "room"]),
        device,
        Part::Whole,
        Level::Must,
    );
    p.show("date", day, Part::Whole, Level::Must);
    p.may_show((0.7, d), "hour", hour, Part::Whole, Level::Must);
    p.may_show((0.8, d), "amount", value, Part::Whole, Level::Side);
    p.may_show((0.5, d), "kind", kind, Part::Whole, Level::Side);
    p.may_show((0.3, d), "contact", person, Part::Full, Level::Side);
    p.bond("one device", 4, &[(device, Same), (kind, Same), (person, Same)]);
    p.bond("one day", 2, &[(day, Same), (kind, Same)]);
    p.bond(
        "one device and day",
        2,
        &[(device, Same), (day, Same), (kind, Same), (person, Same)],
    );
}
