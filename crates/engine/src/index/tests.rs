use proptest::prelude::*;

use super::*;
use crate::{KnownGroup, MatchRequest, Silent, block::block, find_matches, pair::pair};

type Row = (String, String, String);

fn rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec(
        ("[a-c]{3,5} [a-c]{3,5}", "[x-z]{4}", "19[0-9]{2}-0[1-9]-1[0-9]"),
        2..30,
    )
}

/// The rows with a key each.
fn records(rows: &[Row], batch: usize) -> Records {
    let keyed: Vec<[String; 4]> = rows
        .iter()
        .cloned()
        .enumerate()
        .map(|(number, (name, city, born))| [format!("r{number}"), name, city, born])
        .collect();
    crate::incremental::tests::records(&keyed, batch)
}

fn standardized(records: &Records) -> StandardRecords {
    standardize(records, &BTreeMap::new(), &Silent).unwrap()
}

/// A plan that keeps every candidate, so that only the blocks decide.
fn unlimited(standard: &StandardRecords, is_large: bool) -> BlockingPlan {
    let plan = if is_large {
        BlockingPlan::for_large_data(standard, 0.5, 1)
    } else {
        BlockingPlan::for_small_data(0.5)
    };
    BlockingPlan {
        budget: 1_000_000,
        largest_block: 3,
        least_candidates: 1_000,
        most_candidates: 1_000,
        ..plan
    }
}

fn index(records: &Records, is_large: bool) -> RecordIndex {
    let standard = standardized(records);
    let plan = unlimited(&standard, is_large);
    RecordIndex::of(records, &standard, &plan, &MatchSettings::default(), &Silent).unwrap()
}

fn everything() -> Vec<Row> {
    let row = |name: &str, city: &str, born: &str| (name.to_owned(), city.to_owned(), born.to_owned());
    vec![
        row("maria lopez", "springfield", "1980-02-11"),
        row("maria lopes", "springfield", "1980-02-11"),
        row("jonathan archer", "riverton", "1971-07-30"),
        row("aisha okafor", "lakeside", "1990-12-01"),
        row("peter wisniewski", "greenville", "1965-03-19"),
        row("chloe dubois", "fairview", "1988-08-08"),
        row("hiroshi tanaka", "centerville", "1959-11-23"),
        row("olga petrova", "ashland", "1977-05-05"),
        row("jonathon archer", "riverton", "1971-07-30"),
        row("hiroshi tanaka", "centerville", "1959-11-23"),
    ]
}

fn written(index: &RecordIndex) -> Vec<u8> {
    let mut bytes = Vec::new();
    index.write(&mut bytes).unwrap();
    bytes
}

fn fits(index: &RecordIndex, records: &Records) -> bool {
    index.fits(records, &MatchSettings::default(), &Model::cold_start())
}

/// Match ids of all records when those behind the first `known` are new.
fn grow(records: &Records, known: usize, index: &RecordIndex) -> Vec<i64> {
    let known: Vec<KnownGroup> = (0..known as i64)
        .map(|id| KnownGroup { id, confidence: None })
        .collect();
    let outcome = find_matches(&MatchRequest::new(records).joining(&known, index), &Silent).unwrap();
    outcome
        .groups
        .of
        .iter()
        .map(|&group| outcome.groups.ids[group as usize])
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_index_finds_the_candidates_that_blocks_hold(rows in rows(), is_large in any::<bool>()) {
        let records = records(&rows, 7);
        let standard = standardized(&records);
        let plan = unlimited(&standard, is_large);
        let wanted = pair(&standard, &block(&standard, &plan), &plan, false, &Silent).unwrap();
        let found = index(&records, is_large).candidates(&standard, Row(0), Row(0), &|_, _| true, &Silent).unwrap();
        prop_assert_eq!(found.pairs.len(), wanted.pairs.len());
        for (found, wanted) in found.pairs.iter().zip(&wanted.pairs) {
            prop_assert_eq!((found.left, found.right), (wanted.left, wanted.right));
            prop_assert!((found.weight - wanted.weight).abs() < 1e-4);
        }
    }

    #[test]
    fn records_behind_the_index_find_what_they_would_find_in_it(rows in rows(), percent in 10usize..90) {
        let records = records(&rows, 7);
        let count = (rows.len() * percent / 100).max(1);
        let first: Vec<u32> = (0..count as u32).collect();
        let part = index(&records.subset(&first), false);
        let behind: Vec<u32> = (count as u32..rows.len() as u32).collect();
        let behind = part.standardize(&records.subset(&behind), 0, &Silent).unwrap();
        let (from, first_new) = (count as u32, count as u32);
        let found = part.candidates(&behind, Row(from), Row(first_new), &|_, _| true, &Silent).unwrap();
        let whole = standardized(&records);
        let wanted = index(&records, false).candidates(&whole, Row(0), Row(first_new), &|_, _| true, &Silent).unwrap();
        let ends = |pairs: &CandidatePairs| -> Vec<(u32, u32)> {
            pairs.pairs.iter().map(|pair| (pair.left, pair.right)).collect()
        };
        prop_assert_eq!(ends(&found), ends(&wanted));
    }

    #[test]
    fn damage_is_refused_or_harmless(at in any::<prop::sample::Index>(), bit in 0u8..8, cut in any::<bool>()) {
        let records = records(&everything(), 4);
        let first: Vec<u32> = (0..8).collect();
        let mut bytes = written(&index(&records.subset(&first), true));
        let at = at.index(bytes.len());
        if cut {
            bytes.truncate(at);
        } else {
            bytes[at] ^= 1 << bit;
        }
        match RecordIndex::read(&mut bytes.as_slice()) {
            Ok(index) if fits(&index, &records) => prop_assert!(!cut && grow(&records, 8, &index).len() == 10),
            Ok(_) | Err(Error::OtherIndex { .. }) => prop_assert!(!cut),
            Err(error) => prop_assert!(matches!(error, Error::BadIndex { .. }), "{}", error),
        }
    }
}

#[test]
fn an_index_that_was_read_is_the_one_that_was_written() {
    let records = records(&everything(), 3);
    for is_large in [false, true] {
        let bytes = written(&index(&records, is_large));
        let again = RecordIndex::read(&mut bytes.as_slice()).unwrap();
        assert_eq!(written(&again), bytes);
        assert!(fits(&again, &records));
    }
}

#[test]
fn an_index_fits_records_that_begin_with_its_own() {
    let all = everything();
    let of_eight = index(&records(&all[..8], 3), false);
    assert!(fits(&of_eight, &records(&all, 5)), "batches do not matter");
    let mut other = all.clone();
    other[3].1 = "lakeville".to_owned();
    assert!(!fits(&of_eight, &records(&other, 3)), "a value was changed");
    other = all.clone();
    other.swap(0, 1);
    assert!(
        !fits(&of_eight, &records(&other, 3)),
        "records have another order"
    );
    assert!(!fits(&of_eight, &records(&all[..7], 3)), "records are missing");
    other = all.clone();
    other.extend(all.clone());
    assert!(
        !fits(&of_eight, &records(&other, 3)),
        "most records are behind it"
    );
    let model = Model::cold_start();
    let differ = MatchSettings {
        accuracy_cost: 0.9,
        ..MatchSettings::default()
    };
    assert!(!of_eight.fits(&records(&all, 3), &differ, &model));
    let mut differ = MatchSettings::default();
    differ.kinds.insert("city".to_owned(), AttributeKind::Text);
    assert!(!of_eight.fits(&records(&all, 3), &differ, &model));
    let other_key = records(&all[..8], 3).with_key("name").unwrap();
    assert!(!fits(&of_eight, &other_key), "another column identifies records");
}

#[test]
fn new_records_join_the_same_groups_whether_the_index_knows_them_or_not() {
    let records = records(&everything(), 3);
    let first: Vec<u32> = (0..8).collect();
    let (settings, model) = (MatchSettings::default(), Model::cold_start());
    let before = RecordIndex::build(&records.subset(&first), &settings, &model, &Silent).unwrap();
    let all = RecordIndex::build(&records, &settings, &model, &Silent).unwrap();
    let ids = grow(&records, 8, &before);
    assert_eq!(ids[..8], [0, 1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(
        ids[8..],
        [2, 6],
        "the second Archer and the second Tanaka join the first ones"
    );
    assert_eq!(grow(&records, 8, &all), ids);
}

#[test]
fn a_record_that_nothing_is_like_gets_the_id_that_a_whole_run_gives_it() {
    let mut rows = everything();
    rows.push((
        "zebulon quartermaine".to_owned(),
        "xanadu".to_owned(),
        "1801-01-02".to_owned(),
    ));
    let records = records(&rows, 3);
    let index =
        RecordIndex::build(&records, &MatchSettings::default(), &Model::cold_start(), &Silent).unwrap();
    let whole = find_matches(&MatchRequest::new(&records), &Silent).unwrap();
    let last = *whole.groups.of.last().unwrap() as usize;
    assert_eq!(grow(&records, 10, &index).last(), Some(&whole.groups.ids[last]));
}
