//! Pieces, text that is read ahead, and faults in it.

use std::fmt::Write;

use arrow_array::{Array, StringArray};
use proptest::prelude::*;

use super::*;
use crate::table::Lines;

/// Every record with its line, or what is wrong with the text.
fn read_all(text: impl AsRef<[u8]>, piece_bytes: usize) -> Result<Vec<(u64, Vec<String>)>, String> {
    let input = Box::new(std::io::Cursor::new(text.as_ref().to_vec()));
    let mut reader = TextReader::new(input, "people.csv", None, &|| Ok(()));
    let options = ReadOptions::default();
    let table = read_in_pieces(&mut reader, "people.csv", &options, false, piece_bytes)
        .map_err(|error| error.to_string())?;
    let mut records = Vec::new();
    for batch in &table.batches {
        let value = |column: &dyn Array, row: usize| {
            let texts = column.as_any().downcast_ref::<StringArray>().unwrap();
            texts.value(row).to_owned()
        };
        for row in 0..batch.rows {
            let line = match &batch.lines {
                Lines::From(first) => first + row as u64,
                Lines::Each(each) => each[row],
            };
            let values = batch.columns.iter().map(|column| value(column, row));
            records.push((line, values.collect()));
        }
    }
    Ok(records)
}

/// What a CSV file may hold, and now and then what it may not.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => "[a-z]{0,6}",
        2 => "[a-zé]{20,50}",
        2 => "[a-z]{0,3}\"[a-z]{1,3}",
        3 => "\"[a-z,]{0,4}((\r\n|\n|\"\"|\r)[a-z,]{0,4}){0,3}\"",
        1 => "\"[a-z]{0,4}\n[a-z,]{0,3}\" ",
    ]
}

fn rows() -> impl Strategy<Value = String> {
    let row = (
        cell(),
        cell(),
        prop_oneof![8 => Just("\n"), 2 => Just("\r\n"), 1 => Just("\r"), 2 => Just("\n\n")],
    );
    let fault =
        prop_oneof![40 => Just(""), 1 => Just("a,b,c\n"), 1 => Just("\"a\" b,c\n"), 1 => Just("a,\"b\n")];
    (
        proptest::collection::vec(row, 0..60),
        fault,
        proptest::collection::vec((cell(), cell()), 0..20),
    )
        .prop_map(|(rows, fault, more)| {
            let rows = rows.iter().map(|(a, b, end)| format!("{a},{b}{end}"));
            let more = more.iter().map(|(a, b)| format!("{a},{b}\n"));
            format!(
                "x,y\n{}{fault}{}",
                rows.collect::<String>(),
                more.collect::<String>()
            )
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    /// Cuts fall into quoted values, between CR and LF, before blank lines: what is read must not show it. Pieces gather
    /// cells as places in their text, the whole copies values one by one.
    #[test]
    fn pieces_give_what_the_whole_gives(text in rows(), piece_bytes in 1_usize..80) {
        prop_assert_eq!(read_all(&text, piece_bytes), read_all(&text, usize::MAX));
    }
}

/// Records of about 60 bytes; every so many, a long one that reaches over line ends and cuts.
fn long_text(records: usize) -> String {
    let mut text = "id,name\n".to_owned();
    for number in 0..records {
        let name = match number {
            9_000 => format!("\"{}\"", "a line\n".repeat(120_000)),
            _ if number % 700 == 0 => format!("\"{}\"", "two \"\"lines\"\"\n,".repeat(900)),
            _ => "héloïse ".repeat(5),
        };
        writeln!(text, "{number},{name}").unwrap();
    }
    text
}

/// Some blocks of text are read ahead, and records reach over where they begin and end.
const AHEAD: usize = 40_000;

#[test]
fn text_that_is_read_ahead_is_read_once() {
    let text = long_text(20_000);
    let whole = read_all(&text, usize::MAX).unwrap();
    assert_eq!(whole.len(), 20_000);
    assert!(read_all(&text, AHEAD).unwrap() == whole);
    assert!(read_all(text.strip_suffix('\n').unwrap(), AHEAD).unwrap() == whole);
}

#[test]
fn a_fault_is_told_before_one_in_text_that_was_read_ahead() {
    let damaged = |text: &str| {
        let mut bytes = text.to_owned().into_bytes();
        let last = bytes.len() - 100;
        bytes[last] = 0xff;
        bytes
    };
    let text = long_text(8_000);
    let found = read_all(damaged(&text), AHEAD).unwrap_err();
    assert!(found.contains("UTF-8"), "{found}");
    assert_eq!(read_all(damaged(&text), usize::MAX), Err(found));
    let ragged = text.replacen("\n2001,", "\na,b,c\n2001,", 1);
    let fault = read_all(&ragged, usize::MAX).unwrap_err();
    assert_eq!(read_all(damaged(&ragged), AHEAD), Err(fault));
}

#[test]
fn a_fault_in_a_late_piece_is_told_by_its_line() {
    let mut text = "id,name\n".to_owned();
    for number in 0..1_000 {
        text.push_str(if number == 900 { "1,a,b\n" } else { "1,\"a\n\"\n" });
    }
    let found = read_all(&text, 64).unwrap_err();
    assert!(found.contains("line 1802"), "{found}");
    assert_eq!(Err(found), read_all(&text, usize::MAX));
}
