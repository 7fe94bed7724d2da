//! A run in parts finds the groups of a run in one place.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use onefold_engine::{
    MatchRequest, MatchSettings, Records, Silent, find_matches,
    parts::{MOST_PAIRS, MatchedRows, TableStatistics, run_in_parts},
};

use super::sets::{load, load_with, records_of, settings};

/// A sample that holds every record.
const ALL: usize = usize::MAX;

/// For each record the records of its group.
fn groups_of<K: Hash + Eq + Copy>(ids: &[K]) -> Vec<Vec<usize>> {
    let mut groups: HashMap<K, Vec<usize>> = HashMap::new();
    for (row, id) in ids.iter().enumerate() {
        groups.entry(*id).or_default().push(row);
    }
    ids.iter().map(|id| groups[id].clone()).collect()
}

/// Share of records that have the same group in both.
fn agreement<K: Hash + Eq + Copy, L: Hash + Eq + Copy>(one: &[K], other: &[L]) -> f64 {
    let both = groups_of(one).into_iter().zip(groups_of(other));
    let same = both.filter(|(one, other)| one == other).count();
    same as f64 / one.len().max(1) as f64
}

fn in_parts(records: &Records, settings: &MatchSettings, parts: usize, sample: usize) -> MatchedRows {
    run_in_parts(records, settings, parts, sample, MOST_PAIRS as u64).unwrap()
}

/// Match ids of a run in one place.
fn whole(records: &Records, settings: &MatchSettings) -> Vec<i64> {
    let request = MatchRequest::new(records).with_settings(settings);
    let groups = find_matches(&request, &Silent).unwrap().groups;
    groups
        .of
        .iter()
        .map(|&group| groups.ids[group as usize])
        .collect()
}

#[test]
fn parts_find_the_groups_and_ids_of_a_run_in_one_place() {
    for name in ["febrl3", "dblp-acm", "fodors-zagats"] {
        let set = load(name).expect("the set is in testdata");
        let settings = settings(&set.records);
        let expected = whole(&set.records, &settings);
        for parts in [1, 4] {
            let found = in_parts(&set.records, &settings, parts, ALL);
            let share = agreement(&expected, &found.ids);
            assert!(share >= 0.998, "{name} in {parts} parts: {share}");
            let same = expected
                .iter()
                .zip(&found.ids)
                .filter(|(one, other)| one == other)
                .count();
            assert!(
                same as f64 >= 0.998 * expected.len() as f64,
                "{name}: {same} ids are the same"
            );
        }
    }
}

#[test]
fn groups_that_form_in_several_places_are_those_of_one_place() {
    for name in ["febrl3", "dblp-acm", "cora"] {
        let set = load(name).expect("the set is in testdata");
        let settings = settings(&set.records);
        let found = in_parts(&set.records, &settings, 5, ALL);
        let spread = run_in_parts(&set.records, &settings, 5, ALL, 0).unwrap();
        assert!(found.ids == spread.ids, "{name}: the ids are the same");
        assert!(
            found.confidence == spread.confidence,
            "{name}: the confidences are the same"
        );
    }
}

#[test]
fn a_sample_stands_for_the_table() {
    let set = load("febrl3").expect("the set is in testdata");
    let settings = settings(&set.records);
    let found = in_parts(&set.records, &settings, 3, 1_500);
    let share = agreement(&whole(&set.records, &settings), &found.ids);
    assert!(share >= 0.99, "{share}");
}

/// Records enough that joint keys find candidates.
#[test]
fn large_tables_are_matched_by_joint_keys() {
    // Other people with the same errors: the letters and digits of names, addresses and numbers are shifted.
    let shifted = |text: &str, by: usize| -> String {
        let shift = |c: char| match c {
            'a'..='z' => char::from(b'a' + ((c as usize - 'a' as usize + by) % 26) as u8),
            '0'..='9' => char::from(b'0' + ((c as usize - '0' as usize + by) % 10) as u8),
            other => other,
        };
        text.chars().map(shift).collect()
    };
    let further = |_: usize, row: &[String]| {
        let other = |number: usize| {
            let mut other: Vec<String> = row.to_vec();
            for column in [1, 2, 3, 4, 5, 6, 10] {
                other[column] = shifted(&row[column], number);
            }
            other[0] = format!("{}-{number}", row[0]);
            other
        };
        (1..=12).map(other).collect()
    };
    let set = load_with("febrl3", further).expect("the set is in testdata");
    assert!(set.records.len() > 60_000);
    let settings = settings(&set.records);
    let expected = whole(&set.records, &settings);
    let found = in_parts(&set.records, &settings, 3, ALL);
    let share = agreement(&expected, &found.ids);
    assert!(share >= 0.995, "{share}");
    let sampled = in_parts(&set.records, &settings, 3, 20_000);
    let share = agreement(&expected, &sampled.ids);
    assert!(share >= 0.98, "{share}");
}

#[test]
fn equal_records_are_one_group_however_many_there_are() {
    let row = |id: usize, name: &str, city: &str, born: &str| {
        [id.to_string(), name.into(), city.into(), born.into()].to_vec()
    };
    let mut rows: Vec<Vec<String>> = (0..400)
        .map(|id| {
            row(
                id,
                &format!("person{id} number{id}"),
                &format!("town{}", id % 20),
                &format!("19{:02}-0{}-1{}", id % 70, 1 + id % 9, id % 8),
            )
        })
        .collect();
    rows.extend((400..900).map(|id| row(id, "maria gonzalez", "springfield", "1960-12-24")));
    let records = records_of(&["id", "name", "city", "born"], &rows);
    let found = in_parts(&records, &MatchSettings::default(), 3, ALL);
    assert!(
        found.ids[400..].iter().all(|id| *id == found.ids[400]),
        "all copies are one thing"
    );
    assert!(found.confidence[400..].iter().all(Option::is_some));
    let alone: HashSet<i64> = found.ids[..400].iter().copied().collect();
    assert!(
        alone.len() >= 390 && !alone.contains(&found.ids[400]),
        "{}",
        alone.len()
    );
}

#[test]
fn tiny_tables_are_matched_in_more_parts_than_they_have_records() {
    let twins: Vec<Vec<String>> = (0..3)
        .map(|id| vec![id.to_string(), "ann smith".into()])
        .collect();
    let records = records_of(&["id", "name"], &twins);
    let found = in_parts(&records, &MatchSettings::default(), 5, ALL);
    assert_eq!(found.ids.len(), 3);
    assert_eq!(
        found.ids,
        in_parts(&records, &MatchSettings::default(), 5, ALL).ids
    );
}

/// Figures of a table without a pair were not numbers, so that no step could read them.
#[test]
fn a_single_record_is_a_group_of_its_own_and_statistics_of_it_can_be_read() {
    let records = records_of(&["id", "name"], &[vec!["1".into(), "ann".into()]]);
    let settings = MatchSettings::default();
    assert_eq!(
        in_parts(&records, &settings, 2, ALL).ids,
        whole(&records, &settings)
    );
    let mut statistics = TableStatistics::of_sample(&records, vec![0, 1], &settings, &[]).unwrap();
    statistics.with_candidates(0);
    assert!(TableStatistics::from_json(&statistics.to_json()).is_ok());
}

#[test]
fn damaged_messages_are_refused() {
    let set = load("fodors-zagats").expect("the set is in testdata");
    let bases = vec![0, set.records.len() as u32];
    let statistics = TableStatistics::of_sample(&set.records, bases, &settings(&set.records), &[]).unwrap();
    let read = TableStatistics::from_json(&statistics.to_json()).unwrap();
    assert_eq!(read.to_json(), statistics.to_json());
    assert!(TableStatistics::from_json("{}").is_err());
    let described = statistics.describe(0, &set.records).unwrap();
    let (_, asked) = &described.asked[0];
    for end in [0, 3, 4, 5, asked.len() / 2, asked.len() - 1] {
        assert!(
            statistics.tally(0, &[&asked[..end]]).is_err(),
            "cut after {end} bytes"
        );
    }
    assert!(
        statistics
            .place(0, &described.kept[..described.kept.len() / 2], &[])
            .is_err()
    );
    assert!(
        statistics.place(0, &described.kept, &[]).is_err(),
        "an answer is missing"
    );
}
