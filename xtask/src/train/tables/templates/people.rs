//! Tables of people: customers, contacts, patients, and of people and companies together.

use super::{list, show_address, show_person};
use crate::train::tables::{
    draw::Draw,
    plan::{
        Level, Make, Part, Plan,
        Relation::{Fresh, Near, Next, Same},
    },
    world::World,
};

/// People with what a register, a shop or a practice knows of them.
pub(super) fn people(p: &mut Plan, world: &mut World, d: &mut Draw) {
    let person = p.slot(Make::Person);
    let birth = p.slot(Make::Day(1930, 2008));
    let address = p.slot(Make::Address);
    let landline = p.slot(Make::Phone(Some(address)));
    let mobile = p.slot(Make::Phone(None));
    let host = p.slot(Make::Host(None));
    let mail = p.slot(Make::Mail(person, host));
    let number = p.slot(Make::Code(
        d.of(&["999999999", "999-99-9999", "AA999999A", "9999 9999 9999"])
            .to_owned(),
    ));
    let org = p.slot(Make::Org);
    p.movable = vec![address, landline, org];
    p.can_marry = true;

    show_person(p, person, world, d);
    // Few columns are as common as many.
    let fullness = d.of(&[0.25, 0.5, 0.75, 1.0]);
    if d.chance(0.75 * fullness) {
        let part = d.of(&[Part::Whole, Part::Whole, Part::Whole, Part::Year]);
        p.show("birth_date", birth, part, Level::Anchor);
        p.may_show((0.08, d), "age", birth, Part::Age, Level::Side);
    }
    if d.chance(0.9 * fullness.max(0.5)) {
        show_address(p, address, Level::Anchor, d);
    }
    p.may_show((0.5 * fullness, d), "phone", landline, Part::Whole, Level::Side);
    p.may_show((0.4 * fullness, d), "mobile", mobile, Part::Whole, Level::Anchor);
    p.may_show((0.6 * fullness, d), "email", mail, Part::Whole, Level::Anchor);
    p.may_show(
        (0.12 * fullness, d),
        "national_id",
        number,
        Part::Whole,
        Level::Anchor,
    );
    p.may_show((0.2 * fullness, d), "company", org, Part::Whole, Level::Side);

    p.bond(
        "household",
        5,
        &[(person, Near), (address, Same), (landline, Same)],
    );
    p.bond("couple", 3, &[(address, Same), (landline, Same)]);
    p.bond(
        "family mailbox",
        1,
        &[
            (person, Near),
            (address, Same),
            (landline, Same),
            (mobile, Same),
            (mail, Same),
        ],
    );
    p.bond(
        "twins",
        2,
        &[(person, Near), (birth, Same), (address, Same), (landline, Same)],
    );
    p.bond(
        "father and son",
        2,
        &[(person, Next), (birth, Next), (address, Same), (landline, Same)],
    );
    p.bond("namesakes", 2, &[(person, Same)]);
    p.bond("namesakes of one city", 1, &[(person, Same), (address, Next)]);
    p.bond(
        "colleagues",
        3,
        &[(org, Same), (address, Same), (landline, Same), (host, Same)],
    );
    p.bond("house", 2, &[(address, Near)]);
    p.bond("street", 2, &[(address, Next)]);
}

/// People as contacts of companies.
pub(super) fn contacts(p: &mut Plan, world: &mut World, d: &mut Draw) {
    let org = p.slot(Make::Org);
    let address = p.slot(Make::Address);
    let person = p.slot(Make::Person);
    let switchboard = p.slot(Make::Phone(Some(address)));
    let mobile = p.slot(Make::Phone(None));
    let host = p.slot(Make::Host(Some(org)));
    let mail = p.slot(Make::Mail(person, host));
    let jobs = list(world, "job", 20, d);
    let job = p.slot(Make::Among(jobs));
    let parts = world.parts.clone();
    let part = p.slot(Make::Among(parts));
    p.movable = vec![org, address, switchboard, host];
    p.can_marry = true;

    show_person(p, person, world, d);
    p.may_show((0.9, d), "company", org, Part::Whole, Level::Anchor);
    p.may_show((0.4, d), "job", job, Part::Whole, Level::Side);
    p.may_show((0.25, d), "department", part, Part::Whole, Level::Side);
    p.may_show((0.65, d), "email", mail, Part::Whole, Level::Anchor);
    p.may_show((0.7, d), "phone", switchboard, Part::Whole, Level::Side);
    p.may_show((0.3, d), "mobile", mobile, Part::Whole, Level::Side);
    p.may_show((0.3, d), "website", host, Part::Whole, Level::Side);
    if d.chance(0.6) {
        show_address(p, address, Level::Side, d);
    }

    let firm = [(org, Same), (address, Same), (switchboard, Same), (host, Same)];
    p.bond("colleagues", 6, &firm);
    p.bond(
        "colleagues of several places",
        2,
        &[(org, Same), (host, Same), (address, Fresh)],
    );
    p.bond("tenants of one building", 1, &[(address, Near)]);
    p.bond(
        "family firm",
        2,
        &[
            (org, Same),
            (address, Same),
            (switchboard, Same),
            (host, Same),
            (person, Near),
        ],
    );
    p.bond("namesakes", 1, &[(person, Same)]);
    p.bond(
        "daughter companies",
        1,
        &[(org, Near), (address, Same), (switchboard, Same)],
    );
}

/// Patients, students, members, staff: few columns, and numbers.
pub(super) fn members(p: &mut Plan, world: &mut World, d: &mut Draw) {
    let person = p.slot(Make::Person);
    let birth = p.slot(Make::Day(1935, 2015));
    let address = p.slot(Make::Address);
    let phone = p.slot(Make::Phone(Some(address)));
    let guardian = p.slot(Make::Person);
    let number = p.slot(Make::Code(
        d.of(&["999999", "A99999", "99-9999", "AAA9999999"]).to_owned(),
    ));
    let units = world.parts.clone();
    let unit = p.slot(Make::Among(units));
    let rooms = (1..=d.between(2, 30))
        .map(|room| format!("{}{room}", d.code("A")))
        .collect();
    let room = p.slot(Make::Among(rooms));
    p.movable = vec![address, phone, unit, room];
    p.can_marry = true;

    show_person(p, person, world, d);
    p.may_show((0.7, d), "birth_date", birth, Part::Whole, Level::Anchor);
    let number_key = d.of(&["member_no", "patient_no", "student_no"]);
    p.may_show((0.4, d), number_key, number, Part::Whole, Level::Anchor);
    p.may_show((0.4, d), "department", unit, Part::Whole, Level::Side);
    p.may_show((0.4, d), "room", room, Part::Whole, Level::Side);
    p.may_show((0.35, d), "phone", phone, Part::Whole, Level::Side);
    p.may_show((0.2, d), "guardian", guardian, Part::Full, Level::Side);
    p.may_show((0.4, d), "city", address, Part::City, Level::Side);
    p.may_show((0.3, d), "zip", address, Part::Zip, Level::Side);
    p.may_show((0.3, d), "street", address, Part::Line, Level::Side);

    p.bond("ward or class", 4, &[(unit, Same), (room, Same)]);
    p.bond(
        "brothers and sisters",
        3,
        &[(person, Near), (address, Same), (phone, Same), (guardian, Same)],
    );
    p.bond(
        "twins",
        2,
        &[
            (person, Near),
            (address, Same),
            (phone, Same),
            (guardian, Same),
            (birth, Same),
            (unit, Same),
        ],
    );
    p.bond("namesakes", 2, &[(person, Same)]);
    p.bond("born on one day", 1, &[(birth, Same), (unit, Same)]);
    p.bond(
        "parent and child",
        1,
        &[(person, Next), (birth, Next), (address, Same), (phone, Same)],
    );
}

/// People and companies in one table.
pub(super) fn mixed(p: &mut Plan, _: &mut World, d: &mut Draw) {
    let party = p.slot(Make::PersonOrOrg(d.of(&[0.2, 0.5, 0.7])));
    let birth = p.slot(Make::OfPerson(party, Box::new(Make::Day(1930, 2005))));
    let address = p.slot(Make::Address);
    let phone = p.slot(Make::Phone(Some(address)));
    let host = p.slot(Make::Host(Some(party)));
    let mail = p.slot(Make::Mail(party, host));
    let number = p.slot(Make::Code(
        d.of(&["99999999", "AA999999999", "99-9999999"]).to_owned(),
    ));
    p.movable = vec![address, phone];

    p.show(
        d.of(&["full_name", "party", "customer"]),
        party,
        Part::Full,
        Level::Must,
    );
    p.may_show((0.4, d), "birth_date", birth, Part::Whole, Level::Side);
    if d.chance(0.8) {
        show_address(p, address, Level::Anchor, d);
    }
    p.may_show((0.5, d), "phone", phone, Part::Whole, Level::Side);
    p.may_show((0.4, d), "email", mail, Part::Whole, Level::Anchor);
    p.may_show((0.3, d), "tax_no", number, Part::Whole, Level::Anchor);

    p.bond("one address", 4, &[(address, Same), (phone, Same)]);
    p.bond(
        "family or group of companies",
        4,
        &[(party, Near), (address, Same)],
    );
    p.bond("namesakes or branches", 2, &[(party, Next)]);
    p.bond("building", 2, &[(address, Near)]);
}
