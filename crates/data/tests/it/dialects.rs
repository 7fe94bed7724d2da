//! A random table, written as some program might write it, is read as the table that it was.

use encoding_rs::{Encoding, GBK, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251, WINDOWS_1252};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::support::{Folder, read, values};

/// How a program writes its files.
#[derive(Debug, Clone)]
struct Writer {
    delimiter: char,
    quotes: Quotes,
    line_end: &'static str,
    trailing: Trailing,
    /// Above the column names: nothing, or titles and a blank line.
    titles: usize,
    has_separator_line: bool,
    footer: Footer,
    encoding: &'static Encoding,
    has_mark: bool,
    has_last_line_end: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Quotes {
    WhereNeeded,
    Always,
    /// `\"` inside.
    Backslashes,
    /// `", "` between values.
    BlankBefore,
    Single,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Trailing {
    None,
    Everywhere,
    InRows,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Footer {
    None,
    Count,
    Remark,
}

/// A cell before it has words in the script of the file.
#[derive(Debug, Clone)]
enum Cell {
    Word(Index),
    Words(Index, Index),
    Number(u32),
    WithDelimiter(Index, Index),
    WithQuotes(Index, Index),
    WithLineEnd(Index, Index),
    Empty,
}

fn writer() -> impl Strategy<Value = Writer> {
    let encodings: Vec<(&'static Encoding, bool)> = vec![
        (UTF_8, false),
        (UTF_8, true),
        (UTF_16LE, true),
        (UTF_16BE, true),
        (UTF_16LE, false),
        (WINDOWS_1252, false),
        (WINDOWS_1251, false),
        (GBK, false),
        (SHIFT_JIS, false),
    ];
    let quotes = [
        Quotes::WhereNeeded,
        Quotes::Always,
        Quotes::Backslashes,
        Quotes::BlankBefore,
        Quotes::Single,
    ];
    let around = (
        select(vec![Trailing::None, Trailing::Everywhere, Trailing::InRows]),
        0_usize..3,
        any::<bool>(),
        select(vec![Footer::None, Footer::Count, Footer::Remark]),
        any::<bool>(),
    );
    (
        select(vec![',', ';', '\t', '|']),
        select(quotes.to_vec()),
        select(vec!["\n", "\r\n"]),
        around,
        select(encodings),
    )
        .prop_map(
            |(
                delimiter,
                quotes,
                line_end,
                (trailing, titles, has_separator_line, footer, ends),
                (encoding, has_mark),
            )| Writer {
                delimiter,
                quotes,
                line_end,
                trailing,
                titles: if has_separator_line { 0 } else { titles },
                has_separator_line: has_separator_line && titles > 0,
                footer,
                encoding,
                has_mark,
                has_last_line_end: ends,
            },
        )
}

fn cell() -> impl Strategy<Value = Cell> {
    let index = any::<Index>;
    prop_oneof![
        6 => index().prop_map(Cell::Word),
        4 => (index(), index()).prop_map(|(one, two)| Cell::Words(one, two)),
        3 => (0_u32..100_000).prop_map(Cell::Number),
        2 => (index(), index()).prop_map(|(one, two)| Cell::WithDelimiter(one, two)),
        1 => (index(), index()).prop_map(|(one, two)| Cell::WithQuotes(one, two)),
        1 => (index(), index()).prop_map(|(one, two)| Cell::WithLineEnd(one, two)),
        1 => Just(Cell::Empty),
    ]
}

/// Words that the encoding has.
fn words(encoding: &'static Encoding) -> &'static [&'static str] {
    if encoding == WINDOWS_1251 {
        &[
            "Анна",
            "Иванова",
            "Москва",
            "Сергей",
            "Петров",
            "Казань",
            "Ольга",
            "улица",
            "Мира",
            "Дмитрий",
            "Тверь",
            "Наталья",
        ]
    } else if encoding == GBK {
        &[
            "王伟",
            "李娜",
            "北京市朝阳区",
            "上海市",
            "张敏",
            "广州",
            "刘洋的公司",
            "陈静",
            "南京路",
            "杨勇",
            "成都",
        ]
    } else if encoding == SHIFT_JIS {
        &[
            "田中太郎",
            "東京都",
            "さくら",
            "大阪市中央区",
            "カタカナ",
            "鈴木花子",
            "京都",
            "株式会社みどり",
            "北海道",
        ]
    } else {
        &[
            "Zoë",
            "Müller",
            "Café",
            "Ångström",
            "François",
            "Señor",
            "Straße",
            "Ann",
            "Bob",
            "Lyon",
            "O'Neil",
            "Oslo",
        ]
    }
}

impl Cell {
    fn text(&self, writer: &Writer) -> String {
        let words = words(writer.encoding);
        let word = |index: &Index| words[index.index(words.len())];
        let joined = |one: &Index, between: &str, two: &Index| format!("{}{between}{}", word(one), word(two));
        match self {
            Self::Word(one) => word(one).to_owned(),
            Self::Words(one, two) => joined(one, " ", two),
            Self::Number(number) => number.to_string(),
            Self::WithDelimiter(one, two) => joined(one, &format!("{} ", writer.delimiter), two),
            Self::WithQuotes(one, two) => format!("{} \"{}\" x", word(one), word(two)),
            Self::WithLineEnd(one, two) => joined(one, "\n", two),
            Self::Empty => String::new(),
        }
    }
}

impl Writer {
    fn field(&self, value: &str) -> String {
        let is_needed = value.contains([self.delimiter, '"', '\n', '\r']);
        match self.quotes {
            Quotes::WhereNeeded if !is_needed => value.to_owned(),
            Quotes::WhereNeeded | Quotes::Always | Quotes::BlankBefore => {
                format!("\"{}\"", value.replace('"', "\"\""))
            }
            Quotes::Backslashes => format!("\"{}\"", value.replace('"', "\\\"")),
            Quotes::Single => format!("'{}'", value.replace('\'', "''")),
        }
    }

    fn row(&self, values: &[String], is_header: bool) -> String {
        let fields: Vec<String> = values.iter().map(|value| self.field(value)).collect();
        let between = match self.quotes {
            Quotes::BlankBefore => format!("{} ", self.delimiter),
            _ => self.delimiter.to_string(),
        };
        let mut row = fields.join(&between);
        if self.trailing == Trailing::Everywhere || (self.trailing == Trailing::InRows && !is_header) {
            row.push(self.delimiter);
        }
        row
    }

    fn bytes(&self, names: &[String], rows: &[Vec<String>]) -> Vec<u8> {
        let mut lines = Vec::new();
        if self.has_separator_line {
            lines.push(format!("sep={}", self.delimiter));
        }
        for title in ["Customers of 2024", "Exported by Ann"].iter().take(self.titles) {
            lines.push((*title).to_owned());
        }
        if self.titles > 0 {
            lines.push(String::new());
        }
        lines.push(self.row(names, true));
        lines.extend(rows.iter().map(|row| self.row(row, false)));
        match self.footer {
            Footer::None => {}
            Footer::Count => lines.push(format!("({} rows)", rows.len())),
            Footer::Remark => lines.extend([String::new(), "Confidential".to_owned()]),
        }
        let mut text = lines.join(self.line_end);
        if self.has_last_line_end {
            text.push_str(self.line_end);
        }
        self.encoded(&text)
    }

    fn encoded(&self, text: &str) -> Vec<u8> {
        let text = if self.has_mark {
            format!("\u{feff}{text}")
        } else {
            text.to_owned()
        };
        if self.encoding == UTF_16LE {
            return text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        }
        if self.encoding == UTF_16BE {
            return text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        }
        let (bytes, _, had_errors) = self.encoding.encode(&text);
        assert!(!had_errors, "the words of {} are in it", self.encoding.name());
        bytes.into_owned()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_table_in_any_dialect_is_read_as_it_was(
        writer in writer(),
        cells in (2_usize..5).prop_flat_map(|columns| {
            proptest::collection::vec(proptest::collection::vec(cell(), columns), 15..40)
        }),
    ) {
        let names: Vec<String> = ["id", "name", "city", "note", "street"][..=cells[0].len()]
            .iter()
            .map(|&name| name.to_owned())
            .collect();
        let rows: Vec<Vec<String>> = cells
            .iter()
            .enumerate()
            .map(|(number, cells)| {
                let texts = cells.iter().map(|cell| cell.text(&writer));
                std::iter::once((number + 1).to_string()).chain(texts).collect()
            })
            .collect();
        let folder = Folder::new();
        let name = if writer.delimiter == '\t' { "table.tsv" } else { "table.csv" };
        let path = folder.put(name, writer.bytes(&names, &rows));
        let table = read(&path);
        prop_assert!(table.is_ok(), "{}", table.err().map(|error| error.to_string()).unwrap_or_default());
        let table = table.unwrap();
        prop_assert_eq!(&table.names, &names);
        prop_assert_eq!(values(&table), rows);
    }
}
