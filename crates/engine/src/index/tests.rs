use proptest::prelude::*;

use super::*;
use crate::{KnownGroup, MatchRequest, Silent, block::block, find_matches, pair::pair, scratch::Aside};

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
        least_part: 1,
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

fn opened(bytes: Vec<u8>) -> Result<RecordIndex, Error> {
    RecordIndex::open(Arc::new(bytes))
}

fn fits(index: &mut RecordIndex, records: &Records) -> bool {
    index.fit(records, &MatchSettings::default(), &Model::cold_start())
}

/// A file in memory, of which only the first `room` bytes ever written arrive.
#[derive(Debug)]
struct Memory {
    bytes: Vec<u8>,
    room: usize,
}

impl Memory {
    fn of(bytes: Vec<u8>, room: usize) -> Self {
        Self { bytes, room }
    }
}

impl IndexSink for Memory {
    fn write_at(&mut self, at: u64, bytes: &[u8]) -> std::io::Result<()> {
        let arriving = bytes.len().min(self.room);
        let at = at as usize;
        if self.bytes.len() < at + arriving {
            self.bytes.resize(at + arriving, 0);
        }
        self.bytes[at..at + arriving].copy_from_slice(&bytes[..arriving]);
        self.room -= arriving;
        if arriving < bytes.len() {
            return Err(std::io::Error::other("the disk is full"));
        }
        Ok(())
    }

    fn sync(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The records in the index and those of an extension by all others.
fn extended(index: &[u8], records: &Records) -> Vec<u8> {
    let mut of_part = opened(index.to_vec()).unwrap();
    assert!(fits(&mut of_part, records));
    let extension = of_part.extension(records, &Silent).unwrap().unwrap();
    let mut file = Memory::of(index.to_vec(), usize::MAX);
    of_part.extend(&extension, &mut file).unwrap();
    file.bytes
}

/// What comes before last records of which the first so many are in the index.
fn before(from: usize, in_index: usize) -> Before {
    let row = |row: usize| Row(row as u32);
    Before {
        from: row(from),
        end: row(from + in_index),
    }
}

fn ends(pairs: &CandidatePairs) -> Vec<(u32, u32)> {
    pairs.pairs.iter().map(|pair| (pair.left, pair.right)).collect()
}

/// Match ids of all records when those behind the first `known` are new.
fn grow(records: &Records, known: usize, index: &RecordIndex) -> Vec<i64> {
    try_grow(records, known, index).unwrap()
}

fn try_grow(records: &Records, known: usize, index: &RecordIndex) -> Result<Vec<i64>, Error> {
    let known: Vec<KnownGroup> = (0..known as i64)
        .map(|id| KnownGroup { id, confidence: None })
        .collect();
    let outcome = find_matches(&MatchRequest::new(records).joining(&known, index), &Silent)?;
    let of = outcome.groups.of.iter();
    Ok(of.map(|&group| outcome.groups.ids[group as usize]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_index_finds_the_candidates_that_blocks_hold(rows in rows(), is_large in any::<bool>()) {
        let records = records(&rows, 7);
        let standard = standardized(&records);
        let plan = unlimited(&standard, is_large);
        let wanted = pair(&standard, block(&standard, &plan), &plan, false, Aside::default(), &Silent).unwrap();
        let found = index(&records, is_large).candidates(&standard, before(0, rows.len()), Row(0), &|_, _| true, &Silent).unwrap().0;
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
        let first_new = count as u32;
        let found = part.candidates(&behind, before(count, 0), Row(first_new), &|_, _| true, &Silent).unwrap().0;
        let whole = standardized(&records);
        let wanted = index(&records, false).candidates(&whole, before(0, rows.len()), Row(first_new), &|_, _| true, &Silent).unwrap().0;
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
        let found = opened(bytes).and_then(|mut index| {
            let fits = fits(&mut index, &records);
            fits.then(|| try_grow(&records, 8, &index)).transpose()
        });
        match found {
            Ok(Some(ids)) => prop_assert!(!cut && ids.len() == 10),
            Ok(None) | Err(Error::OtherIndex { .. }) => prop_assert!(!cut),
            Err(error) => prop_assert!(matches!(error, Error::BadIndex { .. }), "{}", error),
        }
    }

    #[test]
    fn an_extended_index_finds_what_one_made_anew_finds(rows in rows(), percent in 50usize..95, parts in 1usize..4, is_large in any::<bool>()) {
        let all = records(&rows, 7);
        let end = |part: usize| {
            let first = (rows.len() * percent / 100).max(1);
            first + (rows.len() - first) * part / parts
        };
        let up_to = |end: usize| all.subset(&(0..end as u32).collect::<Vec<_>>());
        let mut made = index(&up_to(end(0)), is_large);
        for part in 1..=parts {
            if let Some(extension) = made.extension(&up_to(end(part)), &Silent).unwrap() {
                made = opened(written(&made.extended(&extension))).unwrap();
            }
        }
        prop_assert_eq!(made.len(), rows.len());
        let whole = standardized(&all);
        // Keys are chosen when an index is made, so one with keys is compared with one that is extended once.
        let anew = if is_large {
            let first = index(&up_to(end(0)), true);
            let at_once = first.extension(&all, &Silent).unwrap();
            at_once.map_or_else(|| index(&all, true), |extension| first.extended(&extension))
        } else {
            index(&all, false)
        };
        let both = [&made, &anew].map(|index| {
            ends(&index.candidates(&whole, before(0, rows.len()), Row(0), &|_, _| true, &Silent).unwrap().0)
        });
        prop_assert_eq!(&both[0], &both[1]);
    }
}

#[test]
fn an_extension_that_ends_at_any_byte_leaves_the_index_as_it_was_or_is_complete() {
    let all = everything();
    let (few, records) = (records(&all[..8], 4), records(&all, 4));
    let before = written(&index(&few, true));
    let of_few = opened(before.clone()).unwrap();
    let extension = of_few.extension(&records, &Silent).unwrap().unwrap();
    let mut whole = Memory::of(before.clone(), usize::MAX);
    of_few.extend(&extension, &mut whole).unwrap();
    let needed = usize::MAX - whole.room;
    for room in 0..needed {
        let mut file = Memory::of(before.clone(), room);
        assert!(of_few.extend(&extension, &mut file).is_err());
        let found = opened(file.bytes).unwrap();
        assert_eq!(
            (found.len(), found.state),
            (8, of_few.state),
            "after {room} of {needed} bytes"
        );
        assert_eq!(written(&found), before, "after {room} of {needed} bytes");
    }
    assert_eq!(opened(whole.bytes).unwrap().len(), 10);
}

#[test]
fn an_index_that_was_opened_before_an_extension_stays_what_it_was() {
    #[derive(Debug)]
    struct Shared(std::sync::Mutex<Memory>);
    impl IndexBytes for Shared {
        fn size(&self) -> std::io::Result<u64> {
            self.0.lock().unwrap().bytes.size()
        }
        fn read_at(&self, at: u64, into: &mut [u8]) -> std::io::Result<()> {
            self.0.lock().unwrap().bytes.read_at(at, into)
        }
    }
    let all = everything();
    let (few, records) = (records(&all[..8], 4), records(&all, 4));
    let file = Arc::new(Shared(std::sync::Mutex::new(Memory::of(
        written(&index(&few, true)),
        usize::MAX,
    ))));
    let reader = RecordIndex::open(file.clone()).unwrap();
    let before = written(&reader);
    let writer = RecordIndex::open(file.clone()).unwrap();
    let extension = writer.extension(&records, &Silent).unwrap().unwrap();
    writer.extend(&extension, &mut *file.0.lock().unwrap()).unwrap();
    assert_eq!(written(&reader), before);
    let late = RecordIndex::open(file).unwrap();
    assert_eq!((reader.len(), late.len()), (8, 10));
    assert!(!reader.is_same_state(&late));
    assert!(reader.is_same_state(&writer));
}

#[test]
fn segments_of_other_records_are_left_out() {
    let all = everything();
    let first = written(&index(&records(&all[..8], 3), false));
    let mut file = extended(&extended(&first, &records(&all[..9], 3)), &records(&all, 3));
    let mut of_all = opened(file.clone()).unwrap();
    assert_eq!((of_all.segments(), of_all.len()), (3, 10));
    assert!(fits(&mut of_all, &records(&all, 2)) && of_all.is_all_used());
    let mut other = all.clone();
    other[9] = all[4].clone();
    assert!(fits(&mut of_all, &records(&other, 3)));
    assert_eq!((of_all.len(), of_all.is_all_used()), (9, false));
    let grown = of_all.extension(&records(&other, 3), &Silent).unwrap().unwrap();
    file = written(&of_all.extended(&grown));
    let mut anew = opened(file).unwrap();
    assert!(fits(&mut anew, &records(&other, 3)) && anew.len() == 10);
    assert_eq!(
        grow(&records(&other, 3), 9, &anew),
        grow(&records(&other, 3), 9, &of_all)
    );
}

#[test]
fn after_many_extensions_the_next_one_takes_the_place_of_all() {
    let rows: Vec<Row> = (0..120)
        .map(|n| {
            (
                format!("person {}", n % 50),
                format!("city{}", n % 7),
                format!("19{}-01-02", 10 + n % 80),
            )
        })
        .collect();
    let mut file = written(&index(&records(&rows[..100], 30), false));
    for end in 101..=117 {
        let mut now = opened(file.clone()).unwrap();
        let up_to = records(&rows[..end], 30);
        assert!(fits(&mut now, &up_to));
        let extension = now.extension(&up_to, &Silent).unwrap().unwrap();
        file = written(&now.extended(&extension));
    }
    let now = opened(file).unwrap();
    assert_eq!((now.len(), now.segments()), (117, 3));
}

#[test]
fn counts_are_those_of_all_records_after_an_extension() {
    let all = everything();
    let rows = [&all[..], &all[..2]].concat();
    let anew = index(&records(&rows, 5), false);
    let file = extended(&written(&index(&records(&all, 5), false)), &records(&rows, 5));
    let grown = opened(file).unwrap();
    let of = |index: &RecordIndex| {
        let standard = index.standardize(&records(&rows, 5), 12, &Silent).unwrap();
        let attributes: Vec<_> = standard
            .attributes
            .iter()
            .map(|own| (own.filled, own.distinct))
            .collect();
        (standard.corpus, attributes)
    };
    assert_eq!(of(&grown).0, 12);
    let (grown, anew) = (of(&grown).1, of(&anew).1);
    for (attribute, (grown, anew)) in grown.iter().zip(&anew).enumerate() {
        assert_eq!(grown.0, anew.0, "attribute {attribute}");
        // A value that occurred once before counts as a new one.
        assert!((anew.1..=anew.1 + 2).contains(&grown.1), "attribute {attribute}");
    }
}

#[test]
fn an_index_that_was_read_is_the_one_that_was_written() {
    let records = records(&everything(), 3);
    for is_large in [false, true] {
        let bytes = written(&index(&records, is_large));
        let mut again = opened(bytes.clone()).unwrap();
        assert_eq!(written(&again), bytes);
        assert!(fits(&mut again, &records));
    }
}

#[test]
fn an_index_fits_records_that_begin_with_its_own() {
    let all = everything();
    let mut of_eight = index(&records(&all[..8], 3), false);
    assert!(fits(&mut of_eight, &records(&all, 5)), "batches do not matter");
    let mut other = all.clone();
    other[3].1 = "lakeville".to_owned();
    assert!(!fits(&mut of_eight, &records(&other, 3)), "a value was changed");
    other = all.clone();
    other.swap(0, 1);
    assert!(
        !fits(&mut of_eight, &records(&other, 3)),
        "records have another order"
    );
    assert!(
        !fits(&mut of_eight, &records(&all[..7], 3)),
        "records are missing"
    );
    other = all.clone();
    other.extend(all.clone());
    assert!(
        !fits(&mut of_eight, &records(&other, 3)),
        "most records are behind it"
    );
    let model = Model::cold_start();
    let differ = MatchSettings {
        accuracy_cost: 0.9,
        ..MatchSettings::default()
    };
    assert!(!of_eight.fit(&records(&all, 3), &differ, &model));
    let mut differ = MatchSettings::default();
    differ.kinds.insert("city".to_owned(), AttributeKind::Text);
    assert!(!of_eight.fit(&records(&all, 3), &differ, &model));
    let other_key = records(&all[..8], 3).with_key("name").unwrap();
    assert!(
        !fits(&mut of_eight, &other_key),
        "another column identifies records"
    );
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
