//! What holds for every generated table, and for their mix.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    build::{Draft, build},
    table,
    templates::TEMPLATES,
};

const SEEDS: std::ops::Range<u64> = 0..300;

fn drafts() -> Vec<Draft> {
    SEEDS.map(build).collect()
}

#[test]
fn the_same_seed_gives_the_same_table() {
    for seed in 0..20 {
        let (one, two) = (build(seed), build(seed));
        assert_eq!(one.header, two.header);
        let rows = |draft: &Draft| -> Vec<_> {
            draft
                .rows
                .iter()
                .map(|row| (row.entity, row.source, row.cells.clone()))
                .collect()
        };
        assert_eq!(rows(&one), rows(&two), "seed {seed}");
    }
}

#[test]
fn a_table_becomes_a_labeled_set() {
    for seed in 0..40 {
        let set = table(seed).expect("a table");
        assert_eq!(set.records.len(), set.entities.len());
        assert_eq!(set.is_link, set.records.sources().is_some(), "seed {seed}");
        assert!(set.family.starts_with("tables-"));
    }
}

#[test]
fn no_two_things_have_equal_rows() {
    for (seed, draft) in SEEDS.zip(drafts()) {
        assert!(draft.rows.len() >= 2, "seed {seed}");
        let mut owners: BTreeMap<&[String], u32> = BTreeMap::new();
        for row in &draft.rows {
            let owner = *owners.entry(&row.cells).or_insert(row.entity);
            assert_eq!(owner, row.entity, "seed {seed}: {:?}", row.cells);
        }
    }
}

#[test]
fn the_mix_is_wide() {
    let mut families = BTreeSet::new();
    let (mut without_copies, mut links, mut useless) = (0, 0, 0);
    for draft in drafts() {
        families.insert(draft.template);
        links += usize::from(draft.is_link);
        useless += usize::from(draft.header.len() > 12);
        let things: BTreeSet<u32> = draft.rows.iter().map(|row| row.entity).collect();
        without_copies += usize::from(things.len() == draft.rows.len());
    }
    assert_eq!(families.len(), TEMPLATES.len(), "{families:?}");
    assert!(
        (45..=100).contains(&without_copies),
        "{without_copies} tables have no copies"
    );
    assert!((60..=120).contains(&links), "{links} tables are linked");
    assert!(useless > 10, "{useless} tables have many columns");
}
