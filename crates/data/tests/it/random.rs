//! Any bytes are read or refused, never a panic; any values survive being written and read.

use onefold_data::{Output, ReadOptions, Watch};
use proptest::prelude::*;

use crate::support::{Folder, read, values};

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z ,;|\t\"'\r\n]{0,8}",
        2 => "\\PC{0,6}",
        1 => Just(String::new()),
    ]
}

/// Values with quotes where they must be, and sometimes where they need not be.
fn field(value: &str, delimiter: char, is_quoted: bool) -> String {
    if is_quoted || value.contains(['"', '\n', '\r', delimiter]) {
        format!("\"{}\"", value.replace('"', "\"\""))
    } else {
        value.to_owned()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300), name in 0_usize..6) {
        let folder = Folder::new();
        let names = ["a.csv", "a.tsv", "a.jsonl", "a", "a.csv.gz", "a.parquet"];
        let _ = read(&folder.put(names[name], &bytes));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[ab,;|\t\"\r\n{}\\[\\]:1\u{e9}\\\\]{0,200}", name in 0_usize..4) {
        let folder = Folder::new();
        let names = ["a.csv", "a.tsv", "a.jsonl", "a"];
        let _ = read(&folder.put(names[name], text.as_bytes()));
    }

    #[test]
    fn any_magic_is_read_or_refused(magic in 0_usize..4, bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let folder = Folder::new();
        let magics: [&[u8]; 4] = [b"\x1f\x8b\x08\x00", b"\x28\xb5\x2f\xfd", b"PAR1\x15", b"\xff\xfe"];
        let bytes: Vec<u8> = magics[magic].iter().chain(&bytes).copied().collect();
        let _ = read(&folder.put("a", &bytes));
    }

    #[test]
    fn values_come_back_as_they_were(
        rows in proptest::collection::vec(proptest::collection::vec(value(), 3), 1..20),
        delimiter in prop_oneof![Just(','), Just('\t'), Just(';'), Just('|')],
        is_quoted in any::<bool>(),
        line_end in prop_oneof![Just("\n"), Just("\r\n"), Just("\r")],
    ) {
        let folder = Folder::new();
        let mut text = ["one", "two", "three"].join(&delimiter.to_string());
        text.push_str(line_end);
        for row in &rows {
            let fields: Vec<String> = row.iter().map(|value| field(value, delimiter, is_quoted)).collect();
            text.push_str(&fields.join(&delimiter.to_string()));
            text.push_str(line_end);
        }
        let path = folder.put("in.csv", text.as_bytes());
        let options = ReadOptions { delimiter: Some(delimiter as u8), ..ReadOptions::default() };
        let table = onefold_data::read(&[path], &options, Watch::SILENT).unwrap();
        prop_assert_eq!(values(&table), &rows[..]);
        for name in ["out.csv", "out.jsonl", "out.parquet"] {
            let path = folder.path(name);
            onefold_data::write(&table, &[], &Output::new(&path, false), Watch::SILENT).unwrap();
            let back = onefold_data::read(&[path], &options, Watch::SILENT).unwrap();
            prop_assert_eq!(values(&back), &rows[..], "{}", name);
        }
    }

    #[test]
    fn windows_1252_bytes_come_back_as_they_were(
        rows in proptest::collection::vec(proptest::collection::vec(0x80_u8..=0xff, 0..12), 1..20),
    ) {
        let folder = Folder::new();
        let mut text = b"id,name\n0,\xe9 is not UTF-8\n".to_vec();
        for row in &rows {
            text.extend_from_slice(b"1,");
            text.extend_from_slice(row);
            text.push(b'\n');
        }
        let table = read(&folder.put("in.csv", &text)).unwrap();
        onefold_data::write(&table, &[], &Output::new(&folder.path("out.csv"), false), Watch::SILENT).unwrap();
        prop_assert_eq!(folder.bytes("out.csv"), text);
    }
}
