//! What holds for every generated table, and for their mix.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    build::{Draft, build},
    table,
    templates::TEMPLATES,
};

fn rows(draft: &Draft) -> Vec<(u32, u8, &[String])> {
    let rows = draft.rows.iter();
    rows.map(|row| (row.entity, row.source, row.cells.as_slice()))
        .collect()
}

#[test]
fn the_same_seed_gives_the_same_table() {
    for seed in 0..12 {
        let (one, two) = (build(seed), build(seed));
        assert_eq!(one.header, two.header);
        assert_eq!(rows(&one), rows(&two), "seed {seed}");
    }
    assert_ne!(rows(&build(1)), rows(&build(2)));
}

/// Training depends on every byte: whoever changes a table on purpose changes this number, and trains again.
#[test]
fn tables_are_the_same_on_every_machine() {
    let mut sum = 0u64;
    for draft in (0..8).map(build) {
        for cell in draft
            .header
            .iter()
            .chain(draft.rows.iter().flat_map(|row| &row.cells))
        {
            for byte in cell.bytes().chain([0]) {
                sum = (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
    }
    assert_eq!(sum, 9_634_333_289_379_840_308);
}

#[test]
fn a_table_becomes_a_labeled_set() {
    for seed in 0..12 {
        let set = table(seed).expect("a table");
        assert_eq!(set.records.len(), set.entities.len());
        assert_eq!(set.is_link, set.records.sources().is_some(), "seed {seed}");
        assert!(set.family.starts_with("tables-"));
    }
}

fn assert_things_differ(draft: &Draft, seed: u64) {
    assert!(draft.rows.len() >= 2, "seed {seed} has next to no rows");
    let mut owners: BTreeMap<&[String], u32> = BTreeMap::new();
    for row in &draft.rows {
        assert!(
            row.cells.iter().any(|cell| !cell.is_empty()),
            "seed {seed} has an empty row"
        );
        let owner = *owners.entry(&row.cells).or_insert(row.entity);
        assert_eq!(
            owner, row.entity,
            "seed {seed}: two things have the row {:?}",
            row.cells
        );
    }
}

#[test]
fn the_mix_is_wide_and_things_differ() {
    let mut families = BTreeSet::new();
    let (mut without_copies, mut large, mut links, mut wide, mut single, mut related) = (0, 0, 0, 0, 0, 0);
    for seed in 0..300 {
        let draft = build(seed);
        assert_things_differ(&draft, seed);
        families.insert(draft.template);
        links += usize::from(draft.is_link);
        wide += usize::from(draft.header.len() > 12);
        single += usize::from(draft.header.len() == 1);
        related += usize::from(draft.groups != "none");
        let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
        for row in &draft.rows {
            *sizes.entry(row.entity).or_default() += 1;
        }
        let largest = sizes.values().max().copied().unwrap_or(0);
        without_copies += usize::from(largest == 1);
        large += usize::from(largest >= 12);
    }
    assert_eq!(families.len(), TEMPLATES.len(), "{families:?}");
    assert!(
        (40..=100).contains(&without_copies),
        "{without_copies} tables have no copies"
    );
    assert!(large >= 20, "{large} tables have a thing with 12 records or more");
    assert!((60..=120).contains(&links), "{links} tables are linked");
    assert!(wide >= 20, "{wide} tables have more than 12 columns");
    assert!(single >= 5, "{single} tables have one column");
    assert!(
        (150..=260).contains(&related),
        "{related} tables hold related things"
    );
}
