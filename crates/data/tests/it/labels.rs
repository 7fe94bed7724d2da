//! Label files come back as they were written, whatever the spreadsheet in between made of them.

use onefold_data::{LabelFile, LabelingSets, label_file, read_labels};
use proptest::prelude::*;

use crate::support::Folder;

/// What people and spreadsheets put into cells. A cell of blanks alone would be no set and no label.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z ,;'\"\r\n]{0,8}",
        // Words with one letter that has its place in most encodings, so that Windows-1252 is the best guess.
        2 => "[a-z]{0,6}[\u{e9}\u{fc}]?[a-z]{2,6}",
        1 => Just(String::new()),
    ]
}

#[derive(Debug, Clone)]
struct Row {
    set: u8,
    label: Option<char>,
    values: [String; 2],
}

fn row() -> impl Strategy<Value = Row> {
    let label = prop_oneof![Just(None), Just(Some('A')), Just(Some('B'))];
    (0u8..4, label, [value(), value()]).prop_map(|(set, label, values)| Row { set, label, values })
}

/// How a spreadsheet saves a file.
#[derive(Debug, Clone, Copy)]
enum Encoding {
    Utf8,
    Utf8WithMark,
    Windows1252,
}

fn encoded(text: &str, encoding: Encoding) -> Vec<u8> {
    match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf8WithMark => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        Encoding::Windows1252 => encoding_rs::WINDOWS_1252.encode(text).0.into_owned(),
    }
}

fn quoted(cells: &[&str], delimiter: &str, end: &str) -> String {
    let cells: Vec<String> = cells
        .iter()
        .map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")))
        .collect();
    cells.join(delimiter) + end
}

fn sets(path: &str) -> LabelingSets {
    match read_labels(path).unwrap() {
        LabelFile::Sets(sets) => sets,
        LabelFile::Pairs(_) => panic!("the file holds sets"),
    }
}

/// A row as far as it says something: an empty value is a missing one.
fn told(sets: &LabelingSets, row: usize, columns: [&str; 2]) -> (String, Option<String>, Vec<String>) {
    let values = columns.map(|column| sets.value(row, column).unwrap().to_owned());
    let own = &sets.rows[row];
    (own.set.clone(), own.label.clone(), values.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn label_files_come_back_as_they_were(
        rows in prop::collection::vec(row(), 1..20),
        order in Just(vec!["labeling_set_id", "label", "name", "city of birth"]).prop_shuffle(),
        encoding in prop_oneof![Just(Encoding::Utf8), Just(Encoding::Utf8WithMark), Just(Encoding::Windows1252)],
        end in prop_oneof![Just("\n"), Just("\r\n")],
        delimiter in prop_oneof![Just(","), Just(";")],
    ) {
        let folder = Folder::new();
        let columns = ["name", "city of birth"];
        let asked = rows.iter().map(|row| {
            (format!("set {}", row.set), "", row.values.iter().map(String::as_str))
        });
        let names = columns.map(str::to_owned);
        let asked = sets(&folder.put("asked.csv", label_file(&names, asked)));
        prop_assert_eq!(asked.rows.len(), rows.len());
        for (number, row) in rows.iter().enumerate() {
            let wanted = (format!("set {}", row.set), None, row.values.to_vec());
            prop_assert_eq!(told(&asked, number, columns), wanted);
        }

        // A person fills in the labels, and a spreadsheet saves the file in its own way.
        let mut text = quoted(&order, delimiter, end);
        for row in &rows {
            let set = format!("set {}", row.set);
            let label = row.label.map(String::from).unwrap_or_default();
            let cells: Vec<&str> = order.iter().map(|&column| match column {
                "labeling_set_id" => set.as_str(),
                "label" => label.as_str(),
                "name" => row.values[0].as_str(),
                _ => row.values[1].as_str(),
            }).collect();
            text += &quoted(&cells, delimiter, end);
        }
        let judged = sets(&folder.put("judged.csv", encoded(&text, encoding)));
        prop_assert_eq!(judged.rows.len(), rows.len());
        let mut line = 2;
        for (number, row) in rows.iter().enumerate() {
            let wanted = (format!("set {}", row.set), row.label.map(String::from), row.values.to_vec());
            prop_assert_eq!(told(&judged, number, columns), wanted);
            prop_assert_eq!(judged.rows[number].line, line, "errors name the line where a record begins");
            line += 1 + row.values.iter().map(|value| line_ends(value)).sum::<u64>();
        }
    }

    #[test]
    fn judged_pairs_come_back_as_they_were(
        pairs in prop::collection::vec(("[a-z\u{e9}]{1,5}", "[a-z,\"]{1,5}", prop::option::of(any::<bool>())), 1..20),
        words in prop_oneof![Just(["0", "1"]), Just(["No", "YES"]), Just(["distinct", "match"]), Just(["FALSE", "True"])],
        swapped in any::<bool>(),
    ) {
        let folder = Folder::new();
        let header = if swapped { ["label", "id_b", "id_a"] } else { ["id_a", "id_b", "label"] };
        let mut text = quoted(&header, ",", "\n");
        for (left, right, label) in &pairs {
            let label = label.map_or("", |label| words[usize::from(label)]);
            let mut cells = [left.as_str(), right.as_str(), label];
            if swapped {
                cells.reverse();
            }
            text += &quoted(&cells, ",", "\n");
        }
        let LabelFile::Pairs(read) = read_labels(&folder.put("pairs.csv", text.as_bytes())).unwrap() else {
            panic!("the file holds pairs");
        };
        let read: Vec<_> = read.iter().map(|(pair, label)| (pair.id_a.clone(), pair.id_b.clone(), *label)).collect();
        let wanted: Vec<_> = pairs
            .iter()
            .filter_map(|(left, right, label)| Some((left.clone(), right.clone(), (*label)?)))
            .collect();
        prop_assert_eq!(read, wanted);
    }
}

/// Line ends inside a value, CRLF counted once.
fn line_ends(value: &str) -> u64 {
    let bare = value.replace("\r\n", "\n");
    bare.matches(['\n', '\r']).count() as u64
}
