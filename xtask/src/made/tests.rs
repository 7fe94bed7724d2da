use std::collections::{BTreeMap, BTreeSet};

use super::*;

fn offers(records: usize, seed: u64) -> (String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().to_path_buf();
    make_offers(&OffersArgs { records, seed, out }).expect("made");
    let text = |name: &str| std::fs::read_to_string(folder.path().join(name)).expect("read");
    (text("records.csv"), text("truth.csv"))
}

#[test]
fn a_seed_makes_the_same_offers_on_any_number_of_threads() {
    let many = offers(5_000, 3);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .expect("a pool");
    assert_eq!(pool.install(|| offers(5_000, 3)), many);
    assert_ne!(offers(5_000, 4), many);
}

#[test]
fn offers_are_as_long_and_as_many_as_they_should_be() {
    let origins = offers::origins(20_000, 1);
    let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
    for origin in &origins {
        *counts.entry(origin.product()).or_default() += 1;
    }
    assert!(counts.values().all(|count| (1..=8).contains(count)));
    let mean = origins.len() as f64 / counts.len() as f64;
    assert!((1.8..2.6).contains(&mean), "{mean}");
    assert!(
        origins.windows(2).any(|pair| pair[0] > pair[1]),
        "the order is random"
    );
    let without_sku = origins.iter().take(2_000).filter(|&&origin| {
        let cells = offers::cells(origin, 1);
        let words = cells[5].split(' ').count();
        assert!(offers::WORDS.contains(&words), "{words} words: {}", cells[5]);
        cells[3].is_empty()
    });
    assert!((500..900).contains(&without_sku.count()));
}

/// Offers of two products never have the same title and article number, so truth can be decided.
#[test]
fn no_two_products_have_the_same_title_and_number() {
    let mut seen: BTreeMap<(String, String), u64> = BTreeMap::new();
    let (mut clashes, mut total) = (0, 0);
    for origin in offers::origins(30_000, 2) {
        let [_, title, _, sku, ..] = offers::cells(origin, 2);
        total += 1;
        let before = *seen
            .entry((title.to_lowercase(), sku))
            .or_insert(origin.product());
        clashes += usize::from(before != origin.product());
    }
    assert_eq!((clashes, total), (0, 30_000));
}

#[test]
fn truth_names_every_offer_once() {
    let (records, truth) = offers(3_000, 1);
    let ids = |text: &str| -> Vec<String> {
        text.lines()
            .skip(1)
            .map(|line| line.split(',').next().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(ids(&records), ids(&truth));
    assert_eq!(ids(&truth).into_iter().collect::<BTreeSet<_>>().len(), 3_000);
}

#[test]
fn a_wide_table_keeps_its_columns_and_gets_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let rows = (0..9_000).fold("id,name,city\n".to_owned(), |text, row| {
        text + &format!("{row},\"Ann, {row}\",Bonn\n")
    });
    std::fs::write(path("in.csv"), &rows).expect("written");
    let make = |name: &str, seed| {
        let args = WideArgs {
            input: path("in.csv"),
            columns: 40,
            seed,
            out: path(name),
        };
        make_wide(&args).expect("made");
        std::fs::read(path(name)).expect("read")
    };
    assert_eq!(make("a.csv", 1), make("b.csv", 1));
    assert_ne!(make("a.csv", 1), make("c.csv", 2));
    let out = path("a.csv").to_string_lossy().into_owned();
    let table = read(&[out], &ReadOptions::default(), Watch::SILENT).expect("read");
    let records = Records::try_new(table.batches).expect("records");
    assert_eq!((records.len(), records.names().len()), (9_000, 40));
    assert_eq!(
        (records.value(77, 1), records.value(8_999, 2)),
        ("Ann, 77", "Bonn")
    );
    let column = |name: &str| records.position(name).expect("there");
    assert!((0..9_000).all(|row| records.value(row, column("reserved_1")).is_empty()));
    assert!(
        (0..9_000).all(|row| records.value(row, column("tenant_1")) == records.value(0, column("tenant_1")))
    );
}
