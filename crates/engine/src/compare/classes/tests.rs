//! Tables whose classes of pairs are known.

use crate::standardize::RowOrder;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};

use super::{
    PairClasses, Pairs, Room,
    facets::Part,
    levels::NOT_COMPARED,
    mixture::{ALL_AGREE, Related},
    roles::Fit,
    sample::sample,
};
use crate::{
    AttributeRole, MatchSettings, Records, Silent, block::BlockingPlan, clock::Clock, compare::Prepared,
    pair::Candidate, pipeline::prepare, random::Random,
};

fn records(columns: &[(&str, Vec<String>)]) -> Records {
    let rows = columns[0].1.len();
    let ids: Vec<String> = (0..rows).map(|row| format!("r{row}")).collect();
    let all = std::iter::once(("id", &ids)).chain(columns.iter().map(|(name, values)| (*name, values)));
    let arrays = all.map(|(name, values)| {
        let array: StringArray = values
            .iter()
            .map(|value| (!value.is_empty()).then_some(value.as_str()))
            .collect();
        (name, Arc::new(array) as ArrayRef, true)
    });
    let batch = RecordBatch::try_from_iter_with_nullable(arrays).unwrap();
    Records::try_new(vec![batch]).unwrap().with_key("id").unwrap()
}

/// Columns without records.
fn empty<const N: usize>(names: [&str; N]) -> [(&str, Vec<String>); N] {
    names.map(|name| (name, Vec::new()))
}

/// Adds a record to columns.
fn add<const N: usize>(columns: &mut [(&str, Vec<String>); N], cells: [String; N]) {
    for ((_, column), cell) in columns.iter_mut().zip(cells) {
        column.push(cell);
    }
}

fn prepared(records: &Records) -> Prepared {
    let settings = MatchSettings::default();
    prepare(
        records,
        &settings,
        BlockingPlan::for_records,
        &mut Clock::new(&Silent),
    )
    .unwrap()
}

fn word(random: &mut Random) -> String {
    let letters = b"bcdfghklmnprstvz";
    let vowels = b"aeiou";
    (0..3)
        .flat_map(|_| {
            let letter = letters[random.below(letters.len() as u32) as usize];
            let vowel = vowels[random.below(vowels.len() as u32) as usize];
            [char::from(letter), char::from(vowel)]
        })
        .collect()
}

/// Companies of six colleagues each who share a phone number; one person in five is there twice, with a slip.
fn colleagues() -> (Records, Vec<u32>) {
    let mut random = Random::new(7);
    let mut columns = empty(["first", "last", "company", "phone"]);
    let mut entities = Vec::new();
    for company in 0..60u32 {
        let firm = format!("{} {}", word(&mut random), word(&mut random));
        let phone = format!("555{:07}", random.below(10_000_000));
        for person in 0..6 {
            let (first, last) = (word(&mut random), word(&mut random));
            for copy in 0..=u32::from(random.below(5) == 0) {
                let written = if copy == 1 {
                    format!("{}x", &last[..5])
                } else {
                    last.clone()
                };
                let values = [first.clone(), written, firm.clone(), phone.clone()];
                add(&mut columns, values);
                entities.push(company * 6 + person);
            }
        }
    }
    (records(&columns), entities)
}

#[test]
fn what_colleagues_share_does_not_make_them_one_person() {
    let (records, entities) = colleagues();
    let prepared = prepared(&records);
    let mut room = Room::default();
    let (mut right, mut wrong, mut missed) = (0, 0, 0);
    for pair in &prepared.candidates.pairs {
        let evidence = prepared
            .classes
            .weigh(&prepared.records, pair.left, pair.right, &mut room);
        let is_match = entities[pair.left as usize] == entities[pair.right as usize];
        match (evidence.log_odds > 0.0, is_match) {
            (true, true) => right += 1,
            (true, false) => wrong += 1,
            (false, true) => missed += 1,
            (false, false) => {}
        }
    }
    assert!(right >= 50, "{right} right");
    assert!(
        wrong * 20 <= right && missed * 10 <= right,
        "{right} right, {wrong} wrong, {missed} missed"
    );
    let model = &prepared.classes.model;
    let matches = model.related.match_share * model.figures.possible_pairs;
    assert!(
        (matches - f64::from(right + missed)).abs() < 0.3 * f64::from(right),
        "{matches} matches"
    );
}

#[test]
fn columns_get_the_role_that_they_have_in_the_table() {
    let role = |prepared: &Prepared, name: &str| {
        let attributes = &prepared.records.attributes;
        let at = attributes.iter().position(|own| own.name == name).unwrap();
        prepared.classes.roles(attributes)[at]
    };
    let firms = prepared(&colleagues().0);
    assert_eq!(role(&firms, "phone"), AttributeRole::Group);
    assert_eq!(role(&firms, "company"), AttributeRole::Group);
    assert_eq!(role(&firms, "first"), AttributeRole::Identity);
    let export = prepared(&export());
    assert_eq!(role(&export, "phone"), AttributeRole::Identity);
    assert_eq!(role(&export, "created"), AttributeRole::Nothing);
    assert_eq!(role(&export, "status"), AttributeRole::Nothing);
}

/// People with a phone number of their own; two in five are there twice, created and in a status of their own each time.
fn export() -> Records {
    let mut random = Random::new(5);
    let mut columns = empty(["first", "last", "phone", "created", "status"]);
    for _ in 0..500 {
        let (first, last) = (word(&mut random), word(&mut random));
        let phone = format!("555{:07}", random.below(10_000_000));
        for _ in 0..=u32::from(random.below(5) < 2) {
            let month = 1 + random.below(12);
            let created = format!(
                "20{:02}-{month:02}-{:02}",
                10 + random.below(14),
                1 + random.below(28)
            );
            let status = ["new", "open", "won", "lost"][random.below(4) as usize];
            let values = [
                first.clone(),
                last.clone(),
                phone.clone(),
                created,
                status.to_owned(),
            ];
            add(&mut columns, values);
        }
    }
    records(&columns)
}

#[test]
fn an_address_is_compared_by_street_house_and_flat() {
    let mut random = Random::new(3);
    let streets: Vec<String> = (0..20).map(|_| word(&mut random)).collect();
    let addresses = (0..200u32)
        .map(|row| {
            format!(
                "{} {} Street Apt {}",
                10 + row % 50,
                streets[row as usize % 20],
                1 + row % 9
            )
        })
        .collect();
    let records = records(&[("address", addresses)]);
    let prepared = prepared(&records);
    let parts: Vec<Part> = prepared
        .classes
        .model
        .facets
        .iter()
        .map(|facet| facet.part)
        .collect();
    assert_eq!(parts, [Part::Words, Part::HouseNumber, Part::Unit]);
    let mut room = Room::default();
    prepared.classes.weigh(&prepared.records, 0, 100, &mut room);
    let levels: Vec<u8> = room.compared.iter().map(|own| own.level).collect();
    assert_eq!(levels[..2], [4, 4], "the same street and house");
    assert_ne!(levels[2], 4, "another flat");
    assert!(!levels.contains(&NOT_COMPARED));
}

#[test]
fn equal_records_are_one_thing_where_they_hold_enough() {
    let mut random = Random::new(11);
    let (mut first, mut last, mut phone) = (Vec::new(), Vec::new(), Vec::new());
    for row in 0..400 {
        let a = if row < 300 {
            word(&mut random)
        } else {
            "maria".to_owned()
        };
        let b = word(&mut random);
        let number = random.below(10_000_000);
        for _ in 0..if row < 20 { 15 } else { 1 } {
            first.push(a.clone());
            last.push(b.clone());
            phone.push(format!("555{number:07}"));
        }
    }
    // Ten records that hold nothing but one common name.
    for _ in 0..10 {
        first.push("maria".to_owned());
        last.push(String::new());
        phone.push(String::new());
    }
    let records = records(&[("first", first), ("last", last), ("phone", phone)]);
    let prepared = prepared(&records);
    let classes = &prepared.classes;
    let equal = classes.equal_records(&prepared.records, true, false);
    assert_eq!(equal.identified.len(), 20 * 14);
    assert_eq!(equal.ambiguous, 10);
    let counted = classes.equal_records(&prepared.records, false, false);
    assert_eq!(counted.identified, equal.identified);
    assert_eq!(counted.ambiguous, equal.ambiguous);
    assert!(!equal.are_most_ambiguous && !classes.model.is_ambiguous);
}

#[test]
fn a_table_of_equal_records_that_hold_too_little_is_known() {
    let value = |from: &'static [&'static str; 4], of: fn(usize) -> usize| {
        (0..32).map(move |row| from[of(row) % 4].to_owned())
    };
    let names = value(&["maria", "john", "aisha", "peter"], |row| row);
    let cities = value(&["riverton", "lakeside", "greenville", "fairview"], |row| row / 4);
    let records = records(&[("name", names.collect()), ("city", cities.collect())]);
    let prepared = prepared(&records);
    assert_eq!(prepared.equal.ambiguous, 32);
    assert!(prepared.equal.are_most_ambiguous && prepared.classes.model.holds_too_little());
}

#[test]
fn what_facets_say_of_a_pair_adds_up_to_its_odds() {
    let (records, _) = colleagues();
    let prepared = prepared(&records);
    let classes = &prepared.classes;
    let mixture = &classes.model.related;
    assert!(!mixture.related.is_empty());
    let mut room = Room::default();
    for pair in &prepared.candidates.pairs {
        let evidence = classes.weigh(&prepared.records, pair.left, pair.right, &mut room);
        let counted = (0..room.codes.len())
            .filter(|&facet| room.codes[facet] != NOT_COMPARED && !mixture.dropped[facet]);
        let agrees = counted.clone().count() >= 2
            && counted
                .clone()
                .all(|facet| !mixture.disagrees(facet, room.codes[facet]));
        let matches: f64 = counted
            .clone()
            .map(|facet| f64::from(classes.table.bits(facet, room.codes[facet])))
            .sum();
        let wanted = mixture.match_share.log2() + matches;
        assert!((room.weights.matches() - wanted).abs() < 1e-3);
        for (class, related) in mixture.related.iter().enumerate() {
            let said: f64 = counted
                .clone()
                .map(|facet| classes.table.related_bits(facet, room.codes[facet], class))
                .sum();
            let all_agree = if agrees { ALL_AGREE.log2() } else { 0.0 };
            let wanted = related.share.log2() + said + all_agree;
            assert!((room.weights.related(class) - wanted).abs() < 1e-6);
        }
        assert!(evidence.log_odds.is_finite());
        let bits: f32 = room.bits().iter().sum();
        assert!((f64::from(bits) - matches).abs() < 1e-3);
    }
}

#[test]
fn the_estimate_depends_on_the_table_and_the_seed_alone() {
    let (records, _) = colleagues();
    let one = prepared(&records).classes.model;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let other = pool.install(|| prepared(&records).classes.model);
    assert_eq!(one, other);
}

#[test]
fn a_table_without_pairs_has_classes_too() {
    for rows in [0usize, 1, 2] {
        let names: Vec<String> = (0..rows).map(|row| format!("name {row}")).collect();
        let records = records(&[("name", names)]);
        let prepared = prepared(&records);
        let order = RowOrder::of(&prepared.records);
        let pairs = Pairs {
            order: &order,
            candidates: &prepared.candidates,
            around: &prepared.around,
            across_only: false,
            possible: prepared.possible_pairs,
        };
        let classes = PairClasses::estimate(&prepared.records, pairs, 1);
        assert!(classes.model.bits.iter().all(|bits| bits.is_finite()));
    }
}

/// Shirts of a shop in a few colors each; one in six is offered a second time, in other words.
fn shirts() -> (Records, Vec<u32>) {
    const COLORS: [(&str, &str); 5] = [
        ("black", "blk"),
        ("silver", "slv"),
        ("white", "wht"),
        ("green", "grn"),
        ("red", "red"),
    ];
    let mut random = Random::new(11);
    let (mut titles, mut prices, mut entities) = (Vec::new(), Vec::new(), Vec::new());
    for shirt in 0..120u32 {
        let (make, line) = (word(&mut random), word(&mut random));
        let price = format!("{}.{:02}", 10 + random.below(90), random.below(100));
        let first = random.below(5);
        for color in first..first + 1 + random.below(3) {
            let (long, short) = COLORS[(color % 5) as usize];
            for copy in 0..=u32::from(random.below(6) == 0) {
                titles.push(match copy {
                    0 => format!("{make} {line} cotton shirt {long}"),
                    _ => format!("{line} cotton shirt by {make} ({short})"),
                });
                prices.push(price.clone());
                entities.push(shirt * 5 + color % 5);
            }
        }
    }
    (records(&[("title", titles), ("price", prices)]), entities)
}

#[test]
fn a_shirt_of_another_color_is_another_shirt() {
    let (records, entities) = shirts();
    let prepared = prepared(&records);
    let facets = &prepared.classes.model.facets;
    assert!(facets.iter().any(|spec| spec.part == Part::Variant));
    let mut room = Room::default();
    let mut odds: [Vec<f32>; 2] = [Vec::new(), Vec::new()];
    for pair in &prepared.candidates.pairs {
        let (left, right) = (entities[pair.left as usize], entities[pair.right as usize]);
        if left / 5 == right / 5 {
            let evidence = prepared
                .classes
                .weigh(&prepared.records, pair.left, pair.right, &mut room);
            odds[usize::from(left == right)].push(evidence.log_odds);
        }
    }
    let [variants, copies] = odds;
    let least = copies.iter().copied().fold(f32::INFINITY, f32::min);
    let above = variants.iter().filter(|&&odds| odds >= least).count();
    assert!(
        copies.len() >= 30 && variants.len() >= 150,
        "{} {}",
        copies.len(),
        variants.len()
    );
    assert!(
        above * 50 <= variants.len(),
        "{above} of {} variants look more alike",
        variants.len()
    );
}

/// Invoices that 60 suppliers send every month over the same amount; one in five is entered twice.
fn invoices() -> (Records, Vec<u32>) {
    let mut random = Random::new(5);
    let mut columns = empty(["supplier", "invoice_no", "day", "amount"]);
    let mut entities = Vec::new();
    let mut entity = 0;
    for _ in 0..60 {
        let supplier = format!("{} {} Ltd", word(&mut random), word(&mut random));
        let amount = format!("{}.{:02}", 100 + random.below(9_000), random.below(100));
        for month in 1..=10 {
            let number = format!("RE-{}", 10_000 + random.below(89_999));
            let day = format!("2023-{month:02}-{:02}", 1 + random.below(27));
            for _ in 0..=u32::from(random.below(5) == 0) {
                let cells = [supplier.clone(), number.clone(), day.clone(), amount.clone()];
                add(&mut columns, cells);
                entities.push(entity);
            }
            entity += 1;
        }
    }
    (records(&columns), entities)
}

#[test]
fn an_invoice_with_another_number_is_another_invoice() {
    let (records, entities) = invoices();
    let prepared = prepared(&records);
    let (mut right, mut wrong, mut copies) = (0, 0, 0);
    for pair in &prepared.candidates.pairs {
        let (left, right_row) = (pair.left, pair.right);
        let is_copy = entities[left as usize] == entities[right_row as usize];
        let says_so = prepared
            .classes
            .are_likely_one(&prepared.records, left, right_row);
        copies += usize::from(is_copy);
        right += usize::from(is_copy && says_so);
        wrong += usize::from(!is_copy && says_so);
    }
    assert!(copies > 80, "{copies}");
    assert!(right * 100 >= copies * 95, "{right} of {copies}");
    assert!(wrong * 100 <= copies * 5, "{wrong} wrong, {copies} copies");
}

/// Associations, some of them in several cities, of which one in three is listed again, mostly by another contact and always on
/// another day.
fn associations() -> (Records, Vec<u32>) {
    let mut random = Random::new(3);
    let names = [
        "name",
        "short",
        "city",
        "country",
        "area",
        "contact",
        "registered",
        "list",
    ];
    let mut columns = empty(names);
    let mut entities = Vec::new();
    let mut entity = 0;
    let cities: Vec<String> = (0..36).map(|_| word(&mut random)).collect();
    let person = |random: &mut Random| format!("{} {}", word(random), word(random));
    for _ in 0..480 {
        let words = [word(&mut random), word(&mut random), word(&mut random)];
        let name = format!("association {} of {} and {}", words[0], words[1], words[2]);
        let short: String = words.iter().map(|word| word[..1].to_uppercase()).collect();
        for _ in 0..=random.below(5) / 3 {
            let city = random.below(36);
            let (contact, area) = (person(&mut random), random.below(7));
            for copy in 0..[1, 1, 2, 3][random.below(4) as usize] {
                let is_same = |random: &mut Random, of_ten| copy == 0 || random.below(10) < of_ten;
                let area = if is_same(&mut random, 7) {
                    area
                } else {
                    random.below(7)
                };
                let contact = if is_same(&mut random, 5) {
                    contact.clone()
                } else {
                    person(&mut random)
                };
                let year = 1985 + random.below(38);
                let cells = [
                    name.clone(),
                    short.clone(),
                    cities[city as usize].clone(),
                    format!("land{}", city % 16),
                    format!("field {area}"),
                    contact,
                    format!("{:02}/{:02}/{year}", 1 + random.below(28), 1 + random.below(12)),
                    format!("list {}", random.below(4)),
                ];
                add(&mut columns, cells);
                entities.push(entity);
            }
            entity += 1;
        }
    }
    (records(&columns), entities)
}

#[test]
fn an_association_with_another_contact_and_day_is_the_same_where_no_match_is_left() {
    let (records, entities) = associations();
    let prepared = prepared(&records);
    let pairs = &prepared.candidates.pairs;
    let is_copy = |pair: &&Candidate| entities[pair.left as usize] == entities[pair.right as usize];
    let copies = pairs.iter().filter(is_copy).count() as f64;
    let order = RowOrder::of(&prepared.records);
    let drawn = Pairs {
        candidates: &prepared.candidates,
        around: &prepared.around,
        order: &order,
        across_only: false,
        possible: prepared.possible_pairs,
    };
    let facets = &prepared.classes.facets;
    let patterns = sample(&prepared.records, facets, drawn, 1);
    let fit = Fit::new(&prepared.records, facets, &patterns, prepared.possible_pairs);
    let dropped = [false; 8];
    // The copies are one of the classes of related pairs.
    let with_matches = |matches: f64| {
        let mut mixture = fit.mixture(&dropped, fit.classes(&dropped));
        mixture.match_share = matches / fit.pairs;
        mixture.related[0] = Related {
            share: copies / fit.pairs,
            shares: vec![0.98, 0.98, 0.98, 0.98, 0.6, 0.4, 0.01, 0.01],
        };
        fit.second_look(mixture, &dropped)
    };
    assert!(with_matches(0.5).is_restarted);
    assert!(
        !with_matches(0.05 * copies).is_restarted,
        "as long as there are matches, another day is another thing"
    );
}

/// Readings of thirty devices, each of one place and version, as often as not equal by chance.
fn readings() -> Records {
    let mut random = Random::new(17);
    let mut columns = empty(["device", "place", "version", "day", "value", "battery"]);
    let places: Vec<String> = (0..6).map(|_| word(&mut random)).collect();
    for row in 0..900u32 {
        let device = row % 30;
        let cells = [
            format!("TH-{:03}", 100 + device * 7),
            places[(device % 6) as usize].clone(),
            format!("1.{}.{}", device % 4, device % 9),
            format!("2023-03-{:02}", 1 + random.below(16)),
            format!("{}.{:02}", 5 + random.below(20), random.below(100)),
            format!("{}", 1 + random.below(3)),
        ];
        add(&mut columns, cells);
    }
    records(&columns)
}

#[test]
fn readings_of_one_device_hold_too_little() {
    assert!(prepared(&readings()).classes.model.holds_too_little());
    for (records, _) in [colleagues(), invoices(), associations(), shirts()] {
        assert!(!prepared(&records).classes.model.holds_too_little());
    }
}
