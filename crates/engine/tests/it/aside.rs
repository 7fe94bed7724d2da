//! A run that puts what it does not need out of memory finds what any other run finds, or fails with a reason.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use arrow_array::{ArrayRef, RecordBatch};
use onefold_engine::{
    Error, LinkCardinality, MatchMode, MatchOutcome, MatchRequest, MatchSettings, Records, Scratch, Silent,
    TextColumns, find_matches,
};

use super::sets::records_of;

/// A place in memory that works for so many calls.
#[derive(Debug)]
struct Shelf {
    bytes: Mutex<Vec<u8>>,
    calls: AtomicUsize,
    most_calls: usize,
}

impl Shelf {
    fn new(most_calls: usize) -> Self {
        Self {
            bytes: Mutex::default(),
            calls: AtomicUsize::new(0),
            most_calls,
        }
    }

    fn call(&self) -> io::Result<()> {
        if self.calls.fetch_add(1, Ordering::SeqCst) < self.most_calls {
            Ok(())
        } else {
            Err(io::Error::other("the shelf is full"))
        }
    }
}

impl Scratch for Shelf {
    fn put(&self, bytes: &[u8]) -> io::Result<u64> {
        self.call()?;
        let mut all = self.bytes.lock().unwrap();
        all.extend_from_slice(bytes);
        Ok((all.len() - bytes.len()) as u64)
    }

    fn get(&self, place: u64, bytes: &mut [u8]) -> io::Result<()> {
        self.call()?;
        bytes.copy_from_slice(&self.bytes.lock().unwrap()[place as usize..][..bytes.len()]);
        Ok(())
    }
}

/// Texts whose reading the shelf counts.
#[derive(Debug)]
struct Texts(Vec<RecordBatch>, Arc<Shelf>);

impl TextColumns for Texts {
    fn column(&self, batch: usize, column: usize) -> io::Result<ArrayRef> {
        self.1.call()?;
        Ok(Arc::clone(self.0[batch].column(column)))
    }
}

/// People of whom one in two comes again with an error, and `copies` equal ones; so many that blocks are joint keys.
fn people(count: u32, copies: usize, is_linked: bool) -> Records {
    let mix = |number: u32, salt: u32| {
        let mixed = u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (u64::from(salt) << 40);
        (mixed.wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 33) as u32
    };
    let syllables = [
        "ba", "ko", "mi", "ren", "ta", "lo", "vi", "sha", "du", "nor", "pe", "gri",
    ];
    let word = |number: u32, salt: u32| -> String {
        let pick = |at: u32| syllables[mix(number, salt * 8 + at) as usize % syllables.len()];
        [pick(0), pick(1), pick(2)].concat()
    };
    let row = |id: String, person: u32, is_again: bool| {
        let mut last = word(person, 1);
        if is_again {
            last.push('s');
        }
        let born = format!(
            "19{:02}-{:02}-{:02}",
            20 + mix(person, 4) % 70,
            1 + mix(person, 5) % 12,
            1 + mix(person, 6) % 28
        );
        let street = format!("{} {} street", 1 + mix(person, 3) % 200, word(person, 2));
        let source = if is_again { "b" } else { "a" };
        vec![id, source.to_owned(), word(person, 0), last, street, born]
    };
    let mut rows = Vec::new();
    for person in 0..count {
        rows.push(row(format!("p{person}"), person, false));
        if person % 2 == 0 {
            rows.push(row(format!("q{person}"), person, true));
        }
    }
    rows.extend((0..copies).map(|copy| row(format!("r{copy}"), 7, false)));
    let name = if is_linked { "source" } else { "list" };
    records_of(
        &["id", name, "first_name", "last_name", "street", "birth_date"],
        &rows,
    )
}

fn matched(records: &Records, shelf: Option<&Shelf>) -> Result<MatchOutcome, Error> {
    let mode = if records.sources().is_some() {
        MatchMode::Link(LinkCardinality::Auto)
    } else {
        MatchMode::Dedupe
    };
    let settings = MatchSettings {
        mode,
        ..MatchSettings::default()
    };
    let mut request = MatchRequest::new(records).with_settings(&settings);
    if let Some(shelf) = shelf {
        request = request.putting_aside(shelf);
    }
    find_matches(&request, &Silent)
}

fn matched_aside(records: &Records, most_calls: usize) -> (Result<MatchOutcome, Error>, Arc<Shelf>) {
    let shelf = Arc::new(Shelf::new(most_calls));
    let texts = Texts(records.batches().to_vec(), Arc::clone(&shelf));
    let away = records.with_texts_in(Arc::new(texts));
    (matched(&away, Some(&shelf)), shelf)
}

#[test]
fn what_is_put_aside_does_not_change_the_result() {
    for (records, what) in [
        (people(45_000, 0, false), "plain"),
        (people(45_000, 40, false), "copies"),
        (people(45_000, 0, true), "linked"),
        (people(300, 0, false), "small"),
    ] {
        let here = matched(&records, None).unwrap();
        let (away, shelf) = matched_aside(&records, usize::MAX);
        let away = away.unwrap();
        assert!(here.groups == away.groups, "{what}: other groups");
        assert!(here.pairs == away.pairs, "{what}: other scores");
        assert_eq!(here.attributes, away.attributes, "{what}");
        assert_eq!(here.blocking, away.blocking, "{what}");
        assert_eq!(here.notes, away.notes, "{what}");
        let bytes = shelf.bytes.lock().unwrap().len();
        let is_large = records.len() > 60_000;
        assert!(
            !is_large || bytes > 100 * records.len(),
            "{what}: only {bytes} bytes were put aside"
        );
    }
}

#[test]
fn a_place_that_fails_ends_the_run_with_its_reason() {
    let records = people(45_000, 0, false);
    let (whole, shelf) = matched_aside(&records, usize::MAX);
    whole.unwrap();
    let calls = shelf.calls.load(Ordering::SeqCst);
    for most_calls in [0, 3, calls / 4, calls / 2, calls - 1] {
        let (failed, _) = matched_aside(&records, most_calls);
        let told = failed.map(|_| ()).unwrap_err().to_string();
        assert_eq!(told, "the shelf is full", "after {most_calls} of {calls} calls");
    }
}
