//! Tables of goods, of what belongs to somebody, and of what is bought.

use super::{any_tail, list, names, text};
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

/// Goods of many brands, with or without a model number.
pub(super) fn products(p: &mut Plan, world: &mut World, d: &mut Draw) {
    let count = d.of(&[8, 30, 80]);
    let brands = names(world, count, d);
    let goods = list(world, "goods", 60, d);
    let brand = p.slot(Make::Among(brands));
    let sort = p.slot(Make::Among(goods.clone()));
    let line = p.slot(text(
        vec![world.words.clone(), world.qualities.clone()],
        (1, 3),
        any_tail(d),
        0.1,
    ));
    let model = p.slot(Make::Code(
        d.of(&["AA-999", "A999", "AAA-9999", "999A", "AA99-A9", "99999"])
            .to_owned(),
    ));
    let colors = list(world, "color", 12, d);
    let color = p.slot(Make::Among(colors));
    let size = p.slot(Make::Measure(d.of(&[1, 3, 4, 5, 9])));
    let price = p.slot(Make::Amount(300, 90_000));
    let said = list(world, "say", 60, d);
    let description = p.slot(text(
        vec![said, world.words.clone(), world.qualities.clone(), goods],
        (8, 30),
        Tail::Number,
        0.0,
    ));
    let sku = p.slot(Make::Code("9999999".to_owned()));
    let categories = list(world, "kind", 10, d);
    let category = p.slot(Make::Follows(sort, categories));

    let has_model = d.chance(0.6);
    let has_size = d.chance(0.4);
    let mut pieces = vec![
        maybe(brand, Part::Whole, "", d.of(&[0.6, 0.9, 1.0])),
        piece(line, Part::Whole, " "),
        maybe(sort, Part::Whole, " ", d.of(&[0.6, 1.0])),
    ];
    let model_inside = has_model && d.chance(0.7);
    if model_inside {
        pieces.push(piece(model, Part::Whole, " "));
    }
    if has_size {
        pieces.push(piece(size, Part::Whole, " "));
    }
    if d.chance(0.4) {
        pieces.push(maybe(
            color,
            Part::Whole,
            d.of(&[" ", ", ", " - "]),
            d.of(&[0.5, 1.0]),
        ));
    }
    p.join(d.of(&["title", "product"]), pieces, Level::Must);
    if let Some(column) = p.columns.last_mut() {
        column.shuffled = d.of(&[0.0, 0.0, 0.1, 0.4]);
    }
    p.may_show((0.5, d), "brand", brand, Part::Whole, Level::Side);
    p.may_show(
        (if has_model { 0.4 } else { 0.0 }, d),
        "model",
        model,
        Part::Whole,
        Level::Side,
    );
    p.may_show((0.65, d), "price", price, Part::Whole, Level::Side);
    p.may_show((0.4, d), "description", description, Part::Whole, Level::Side);
    p.may_show((0.3, d), "category", category, Part::Whole, Level::Side);
    p.may_show((0.15, d), "sku", sku, Part::Whole, Level::Anchor);

    relate_products(p, [brand, sort, line, model, color, size, price, description]);
}

/// What goods of one brand share.
fn relate_products(p: &mut Plan, slots: [usize; 8]) {
    let [brand, sort, line, model, color, size, price, description] = slots;
    let line_of = [
        (brand, Same),
        (sort, Same),
        (line, Same),
        (color, Same),
        (size, Same),
        (description, Same),
    ];
    p.bond("models of a line", 4, &[&line_of[..], &[(model, Near)]].concat());
    p.bond(
        "sizes",
        3,
        &[
            (brand, Same),
            (sort, Same),
            (line, Same),
            (color, Same),
            (size, Near),
            (description, Same),
            (model, Same),
            (price, Near),
        ],
    );
    p.bond(
        "colors",
        2,
        &[
            (brand, Same),
            (sort, Same),
            (line, Same),
            (size, Same),
            (model, Same),
            (description, Same),
            (price, Same),
        ],
    );
    p.bond(
        "versions",
        3,
        &[
            (brand, Same),
            (sort, Same),
            (line, Near),
            (description, Next),
            (price, Near),
        ],
    );
    p.bond("one brand", 2, &[(brand, Same), (line, Next), (sort, Same)]);
}

/// Goods that come in sizes, colors and packs, one column for each.
pub(super) fn variants(p: &mut Plan, world: &mut World, d: &mut Draw) {
    let brands = names(world, 15, d);
    let brand = p.slot(Make::Among(brands));
    let goods = list(world, "goods", 40, d);
    let sort = p.slot(Make::Among(goods));
    let name = p.slot(text(
        vec![world.words.clone(), names(world, 200, d)],
        (1, 3),
        Tail::Number,
        0.0,
    ));
    let colors = list(world, "color", 12, d);
    let color = p.slot(Make::Among(colors));
    let size = p.slot(Make::Measure(d.of(&[1, 2, 4, 6])));
    let pack = p.slot(Make::Measure(8));
    let price = p.slot(Make::Amount(100, 30_000));
    let ean = p.slot(Make::Code("4009999999999".to_owned()));
    p.may_show((0.7, d), "brand", brand, Part::Whole, Level::Side);
    p.join(
        "product",
        vec![piece(name, Part::Whole, ""), piece(sort, Part::Whole, " ")],
        Level::Must,
    );
    p.show("size", size, Part::Whole, Level::Must);
    p.may_show((0.6, d), "color", color, Part::Whole, Level::Must);
    p.may_show((0.3, d), "pack", pack, Part::Whole, Level::Must);
    p.may_show((0.5, d), "price", price, Part::Whole, Level::Side);
    p.may_show((0.25, d), "ean", ean, Part::Whole, Level::Side);
    p.bond(
        "sizes",
        4,
        &[
            (brand, Same),
            (sort, Same),
            (name, Same),
            (color, Same),
            (pack, Same),
            (size, Near),
            (price, Near),
        ],
    );
    p.bond(
        "all variants",
        4,
        &[
            (brand, Same),
            (sort, Same),
            (name, Same),
            (size, Near),
            (price, Near),
        ],
    );
    p.bond("one brand", 1, &[(brand, Same), (sort, Same), (name, Next)]);
}

/// Medicines and the like: substance, strength, form, pack.
pub(super) fn medicines(p: &mut Plan, world: &mut World, d: &mut Draw) {
    let stems = world.language.pool("word", 60, 1.0, d);
    let endings = ["in", "ol", "ax", "en", "on", "yl", "an", "ix", "um", "ast"];
    let substances: Vec<String> = stems
        .iter()
        .map(|stem| titled(&format!("{stem}{}", d.of(&endings))))
        .collect();
    let substance = p.slot(Make::Among(substances));
    let forms = [
        "tablets",
        "capsules",
        "syrup",
        "cream",
        "drops",
        "injection",
        "patch",
        "spray",
    ]
    .map(str::to_owned)
    .to_vec();
    let form = p.slot(Make::Among(forms));
    let strength = p.slot(Make::Measure(0));
    let pack = p.slot(Make::Measure(8));
    let makers = names(world, 12, d);
    let maker = p.slot(Make::Among(makers));
    let code = p.slot(Make::Code("A99AA99".to_owned()));
    let price = p.slot(Make::Amount(150, 20_000));
    if d.chance(0.6) {
        let mut pieces = vec![
            piece(substance, Part::Whole, ""),
            piece(strength, Part::Whole, " "),
            piece(form, Part::Whole, " "),
        ];
        if d.chance(0.5) {
            pieces.push(piece(pack, Part::Whole, d.of(&[" ", ", "])));
        }
        p.join("medicine", pieces, Level::Must);
    } else {
        p.show("substance", substance, Part::Whole, Level::Must);
        p.show("strength", strength, Part::Whole, Level::Must);
        p.show("form", form, Part::Whole, Level::Must);
        p.may_show((0.6, d), "pack", pack, Part::Whole, Level::Must);
    }
    p.show("maker", maker, Part::Whole, Level::Must);
    p.may_show((0.3, d), "code", code, Part::Whole, Level::Side);
    p.may_show((0.3, d), "price", price, Part::Whole, Level::Side);
    p.bond(
        "strengths",
        5,
        &[
            (substance, Same),
            (form, Same),
            (maker, Same),
            (pack, Same),
            (strength, Near),
            (code, Near),
        ],
    );
    p.bond(
        "packs",
        2,
        &[
            (substance, Same),
            (form, Same),
            (maker, Same),
            (strength, Same),
            (pack, Near),
            (code, Near),
        ],
    );
    p.bond(
        "makers",
        3,
        &[(substance, Same), (form, Same), (pack, Same), (strength, Same)],
    );
}

/// Spare parts and materials: a noun, measures, a norm.
pub(super) fn parts(p: &mut Plan, world: &mut World, d: &mut Draw) {
    let goods = list(world, "goods", 30, d);
    let sort = p.slot(Make::Among(goods));
    let first = p.slot(Make::Measure(7));
    let second = p.slot(Make::Measure(d.of(&[4, 7])));
    let stuffs = ["steel", "brass", "A2", "A4", "PVC", "alu", "zinc", "nylon"]
        .map(str::to_owned)
        .to_vec();
    let stuff = p.slot(Make::Among(stuffs));
    let norm = p.slot(Make::Code(d.of(&["N 9999", "E-999", "999.99"]).to_owned()));
    let part_no = p.slot(Make::Code(
        d.of(&["99-999-99", "AAA99999", "9999999999"]).to_owned(),
    ));
    let makers = names(world, 10, d);
    let maker = p.slot(Make::Among(makers));
    let for_words = p.slot(text(vec![world.words.clone()], (1, 2), Tail::Number, 0.2));
    p.join(
        d.of(&["part", "material", "description"]),
        vec![
            piece(sort, Part::Whole, ""),
            piece(first, Part::Whole, " "),
            piece(second, Part::Whole, " x "),
            piece(stuff, Part::Whole, " "),
            maybe(for_words, Part::Whole, " ", 0.6),
        ],
        Level::Must,
    );
    p.may_show((0.7, d), "part_no", part_no, Part::Whole, Level::Anchor);
    p.may_show((0.5, d), "maker", maker, Part::Whole, Level::Must);
    p.may_show((0.3, d), "norm", norm, Part::Whole, Level::Must);
    p.bond(
        "sizes",
        5,
        &[
            (sort, Same),
            (first, Near),
            (second, Same),
            (stuff, Same),
            (norm, Same),
            (maker, Same),
            (for_words, Same),
            (part_no, Near),
        ],
    );
    p.bond(
        "materials",
        3,
        &[
            (sort, Same),
            (first, Same),
            (second, Same),
            (norm, Same),
            (maker, Same),
            (for_words, Same),
            (part_no, Near),
        ],
    );
}

/// Cars, trucks, ships.
pub(super) fn vehicles(p: &mut Plan, world: &mut World, d: &mut Draw) {
    let brands = names(world, 20, d);
    let brand = p.slot(Make::Among(brands));
    let models: Vec<String> = (0..60)
        .map(|_| {
            if d.chance(0.5) {
                titled(&world.word(d))
            } else {
                d.code_of(&["A9", "999", "AA9"])
            }
        })
        .collect();
    let model = p.slot(Make::Among(models));
    let year = p.slot(Make::Number(1992, 2023));
    let colors = list(world, "color", 12, d);
    let color = p.slot(Make::Among(colors));
    let plate = p.slot(Make::Code(
        d.of(&["AA-999-AA", "AAA 9999", "A-AA 999", "99 AAA 99"])
            .to_owned(),
    ));
    let chassis = p.slot(Make::Code("AAAA99A99A9999999".to_owned()));
    let mileage = p.slot(Make::Number(500, 240_000));
    let owner = p.slot(Make::Person);
    if d.chance(0.4) {
        p.join(
            "vehicle",
            vec![
                piece(brand, Part::Whole, ""),
                piece(model, Part::Whole, " "),
                maybe(year, Part::Whole, " ", 0.6),
            ],
            Level::Side,
        );
    } else {
        p.show("brand", brand, Part::Whole, Level::Side);
        p.show("model", model, Part::Whole, Level::Side);
    }
    p.may_show((0.7, d), "year", year, Part::Whole, Level::Side);
    p.may_show((0.5, d), "color", color, Part::Whole, Level::Side);
    let (has_plate, has_chassis) = (d.chance(0.7), d.chance(0.6));
    if has_plate || !has_chassis {
        p.show(
            "plate",
            plate,
            Part::Whole,
            if has_chassis { Level::Anchor } else { Level::Must },
        );
    }
    if has_chassis {
        p.show(
            "chassis_no",
            chassis,
            Part::Whole,
            if has_plate { Level::Anchor } else { Level::Must },
        );
    }
    p.may_show((0.4, d), "mileage", mileage, Part::Whole, Level::Side);
    p.may_show((0.4, d), "owner_name", owner, Part::Full, Level::Side);
    p.bond(
        "fleet",
        4,
        &[
            (brand, Same),
            (model, Same),
            (year, Same),
            (color, Same),
            (owner, Same),
            (plate, Near),
            (chassis, Near),
        ],
    );
    p.bond("one model", 3, &[(brand, Same), (model, Same), (year, Same)]);
    p.bond("one owner", 2, &[(owner, Same)]);
}
