//! Detects how a CSV file is written, from its head: delimiter, quotes, and the lines that are no records.
//!
//! The head is split with every candidate; the one whose rows agree best wins. [`frame`] then tells titles and comments from
//! the column names. A row that disagrees later is a matter of the reader, not a reason to guess again.

pub(super) mod frame;

use self::frame::{Frame, HeadRow};
use super::csv::splitter::{Splitter, Stop};
use crate::Assumed;

/// Tried in this order; the earlier wins a tie. The character 1 is the default of Hive.
const DELIMITERS: [u8; 7] = [b',', b'\t', b';', b'|', 1, b'^', b'~'];
/// Number of rows used.
const MAX_ROWS: usize = 1000;
/// Least share of the values other than numbers that are in single quotes if these have a meaning.
const SINGLE_QUOTED: f64 = 0.9;

/// How fields are separated and quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    pub delimiter: u8,
    /// What encloses values; `None` if quotes are plain characters.
    pub quote: Option<u8>,
    /// A backslash makes a quote inside a quoted value plain.
    pub has_backslashes: bool,
    /// Blanks before an opening quote are not part of the value.
    pub has_blanks_before_quotes: bool,
}

impl Dialect {
    /// RFC 4180 with another delimiter.
    pub const fn standard(delimiter: u8) -> Self {
        Self {
            delimiter,
            quote: Some(b'"'),
            has_backslashes: false,
            has_blanks_before_quotes: false,
        }
    }
}

/// What the caller knows of a file.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Known {
    pub delimiter: Option<u8>,
    pub prefers_tab: bool,
    pub no_header: bool,
    /// Line of the column names.
    pub header_line: Option<u64>,
    /// Backslashes escape quotes, as an earlier attempt has shown.
    pub has_backslashes: bool,
}

/// What the head of a file shows.
#[derive(Debug)]
pub(super) struct Detected {
    pub dialect: Dialect,
    pub frame: Frame,
    /// Whether the first line names the delimiter.
    pub has_separator_line: bool,
    pub assumed: Vec<(u64, Assumed)>,
}

/// Detects the dialect of a file that begins with `head`; `is_whole` says that nothing follows.
pub(super) fn detect(head: &str, is_whole: bool, known: Known) -> Detected {
    let mut assumed = Vec::new();
    let separator = separator_line(head);
    let (start, line) = separator.map_or((0, 1), |(_, length)| (length, 2));
    if let Some((delimiter, _)) = separator {
        assumed.push((
            1,
            Assumed::SeparatorLine {
                delimiter: char::from(delimiter),
            },
        ));
    }
    let (start, line) = match known.header_line {
        Some(wanted) if wanted > line => (start + length_of_lines(&head[start..], wanted - line), wanted),
        _ => (start, line),
    };
    let body = Body {
        text: &head[start..],
        is_whole,
        has_backslashes: known.has_backslashes,
    };
    let delimiter = known.delimiter.or(separator.map(|(delimiter, _)| delimiter));
    let fit = match delimiter {
        Some(delimiter) => body.best_quotes(delimiter),
        None => body.best_delimiter(known.prefers_tab),
    };
    let dialect = fit.dialect;
    let first = fit.rows.first().map_or(1, |row| row.line);
    if dialect.has_backslashes {
        assumed.push((first + line - 1, Assumed::Backslashes));
    }
    if dialect.quote == Some(b'\'') {
        assumed.push((first + line - 1, Assumed::SingleQuotes));
    }
    if dialect.has_blanks_before_quotes {
        assumed.push((first + line - 1, Assumed::BlanksBeforeQuotes));
    }
    if delimiter.is_none()
        && fit.fields == 1
        && let Some(delimiter) = other_separator(body.text)
    {
        assumed.push((line, Assumed::OneColumn { delimiter }));
    }
    let is_split_by_other = |row: &HeadRow, fields: usize| {
        let text = &body.text[row.start..row.end];
        let others = DELIMITERS.iter().filter(|&&other| other != dialect.delimiter);
        others
            .map(|&other| text.bytes().filter(|&byte| byte == other).count() + 1)
            .any(|own| own == fields && own > 1)
    };
    let mut frame = frame::find(
        body.text,
        &fit.rows,
        known.no_header || known.header_line.is_some(),
        &is_split_by_other,
    );
    assumed.extend(frame.assumed().map(|(at, what)| (at + line - 1, what)));
    frame.start += start;
    frame.line += line - 1;
    Detected {
        dialect,
        frame,
        has_separator_line: separator.is_some(),
        assumed,
    }
}

/// A character that is in every line of a text of one column equally often, or a blank for columns of fixed width.
fn other_separator(text: &str) -> Option<char> {
    /// Fewer lines agree by chance.
    const LEAST_LINES: usize = 3;
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .take(MAX_ROWS)
        .collect();
    if lines.len() < LEAST_LINES {
        return None;
    }
    let is_even = |separator: &char| {
        let count = |line: &str| line.matches(*separator).count();
        let first = count(lines[0]);
        first > 0 && lines.iter().all(|line| count(line) == first)
    };
    if let Some(found) = [':', '#', '/', '*', '!', '\u{1f}'].into_iter().find(is_even) {
        return Some(found);
    }
    // Columns of fixed width begin below one another, after blanks in every line.
    let starts = |line: &str| -> Vec<usize> {
        let letters: Vec<char> = line.chars().collect();
        (2..letters.len())
            .filter(|&at| letters[at] != ' ' && letters[at - 1] == ' ' && letters[at - 2] == ' ')
            .collect()
    };
    let mut common = starts(lines[0]);
    for line in &lines[1..] {
        let own: Vec<char> = line.chars().collect();
        common.retain(|&at| own.get(at - 1) == Some(&' ') && own.get(at).is_some_and(|c| *c != ' '));
    }
    (!common.is_empty()).then_some(' ')
}

/// The delimiter that a first line such as `sep=;` names, and the length of that line.
fn separator_line(head: &str) -> Option<(u8, usize)> {
    let end = head.find(['\r', '\n'])?;
    let line = head[..end].trim_matches('"');
    let name = line.get(..4)?;
    if !name.eq_ignore_ascii_case("sep=") {
        return None;
    }
    let &[delimiter] = line.as_bytes()[4..].first_chunk::<1>()?;
    if line.len() != 5 || !delimiter.is_ascii() {
        return None;
    }
    Some((delimiter, length_of_lines(head, 1)))
}

/// Length of the first lines with their line ends.
fn length_of_lines(text: &str, lines: u64) -> usize {
    let bytes = text.as_bytes();
    let mut position = 0;
    for _ in 0..lines {
        let Some(found) = memchr::memchr2(b'\n', b'\r', &bytes[position..]) else {
            return bytes.len();
        };
        position += found + 1;
        if bytes[position - 1] == b'\r' && bytes.get(position) == Some(&b'\n') {
            position += 1;
        }
    }
    position
}

/// The head of a file below a line that names the delimiter.
struct Body<'a> {
    text: &'a str,
    is_whole: bool,
    has_backslashes: bool,
}

/// How well the head fits a dialect.
struct Fit {
    dialect: Dialect,
    rows: Vec<HeadRow>,
    /// Share of rows with the usual number of fields.
    agreement: f64,
    /// The usual number of fields.
    fields: usize,
    /// Quotes that do not close, or text after a closing quote.
    has_broken_quotes: bool,
    /// Values in quotes, and those that need them, which proves that quotes have a meaning.
    quoted: usize,
    needed: usize,
    /// Values without quotes that are no numbers.
    unquoted: usize,
}

impl Fit {
    /// More fields are stronger evidence, but agreement counts most: (1 - 1/k) grows from a half towards one.
    fn score(&self) -> f64 {
        if self.fields < 2 {
            return 0.0;
        }
        self.agreement * (1.0 - 1.0 / self.fields as f64)
    }
}

impl Body<'_> {
    fn best_delimiter(&self, prefers_tab: bool) -> Fit {
        if prefers_tab {
            let fit = self.best_quotes(b'\t');
            if fit.fields > 1 {
                return fit;
            }
        }
        let mut best = self.best_quotes(DELIMITERS[0]);
        for &delimiter in &DELIMITERS[1..] {
            if memchr::memchr(delimiter, self.text.as_bytes()).is_none() {
                continue;
            }
            let fit = self.best_quotes(delimiter);
            if fit.score() > best.score() {
                best = fit;
            }
        }
        best
    }

    /// The dialect with this delimiter that fits best.
    fn best_quotes(&self, delimiter: u8) -> Fit {
        let standard = Dialect {
            has_backslashes: self.has_backslashes,
            ..Dialect::standard(delimiter)
        };
        let mut best = self.fit(standard);
        // `", "`: a blank belongs to the value unless it comes before a quote.
        if self.text.contains(&format!("{} \"", char::from(delimiter))) && delimiter != b' ' {
            let with_blanks = self.fit(Dialect {
                has_blanks_before_quotes: true,
                ..standard
            });
            if with_blanks.quoted > best.quoted
                && with_blanks.agreement >= best.agreement
                && (!with_blanks.has_broken_quotes || best.has_broken_quotes)
            {
                best = with_blanks;
            }
        }
        if best.has_broken_quotes && self.text.contains("\\\"") {
            let escaped = self.fit(Dialect {
                has_backslashes: true,
                ..best.dialect
            });
            if !escaped.has_broken_quotes {
                return escaped;
            }
        }
        // Quotes are plain characters only with delimiters where that is common, and only if reading them as quotes
        // fails while reading them as characters makes every row agree.
        if best.has_broken_quotes && best.needed == 0 && matches!(delimiter, b'\t' | b'|' | 1) {
            let plain = self.fit(Dialect {
                quote: None,
                ..standard
            });
            if plain.agreement >= 1.0 {
                return plain;
            }
        }
        if best.quoted == 0 && self.text.contains('\'') {
            let single = self.fit(Dialect {
                quote: Some(b'\''),
                ..standard
            });
            let share = single.quoted as f64 / (single.quoted + single.unquoted).max(1) as f64;
            let is_usual = single.quoted > 1 && share >= SINGLE_QUOTED;
            let is_needed = single.needed > 0 && single.agreement >= 1.0 && best.agreement < 1.0;
            if !single.has_broken_quotes && (is_usual || is_needed) {
                return single;
            }
        }
        best
    }

    /// Splits the head with a dialect.
    fn fit(&self, dialect: Dialect) -> Fit {
        let mut fit = Fit {
            dialect,
            rows: Vec::new(),
            agreement: 0.0,
            fields: 0,
            has_broken_quotes: false,
            quoted: 0,
            needed: 0,
            unquoted: 0,
        };
        let bytes = self.text.as_bytes();
        let mut splitter = Splitter::new(dialect);
        while fit.rows.len() < MAX_ROWS {
            match splitter.advance(self.text, true) {
                Ok(true) => {}
                Ok(false) => break,
                Err(stop) => {
                    fit.has_broken_quotes = true;
                    if matches!(stop, Stop::TooManyColumns) || !splitter.skip_line(self.text) {
                        break;
                    }
                }
            }
            // The last row of a head may be cut off, unless the head is the whole file.
            if splitter.next >= bytes.len() && !self.is_whole && !fit.rows.is_empty() {
                break;
            }
            for (number, field) in splitter.fields.iter().enumerate() {
                let value = &bytes[field.start..field.end];
                if splitter.is_quoted(bytes, number) {
                    fit.quoted += 1;
                    let is_special = |byte: &u8| *byte == dialect.delimiter || matches!(byte, b'\n' | b'\r');
                    fit.needed += usize::from(value.iter().any(is_special));
                } else if !value.is_empty() && !value.iter().all(|byte| b"0123456789.,+-eE".contains(byte)) {
                    fit.unquoted += 1;
                }
            }
            fit.rows.push(HeadRow::of(&splitter));
        }
        let widths = fit.rows.iter().map(HeadRow::width);
        fit.fields = frame::most_frequent(widths.clone());
        let usual = widths.filter(|&width| width == fit.fields).count();
        fit.agreement = usual as f64 / fit.rows.len().max(1) as f64;
        fit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dialect(head: &str, prefers_tab: bool) -> Dialect {
        let known = Known {
            prefers_tab,
            ..Known::default()
        };
        detect(head, true, known).dialect
    }

    #[test]
    fn delimiters_are_found() {
        for (head, expected) in [
            ("a,b\n1,2\n", b','),
            ("a;b\n1,5;2,5\n", b';'),
            ("a\tb\nx, y\tz\n", b'\t'),
            ("a|b|c\n1|2|3\n", b'|'),
            ("a\u{1}b\n1\u{1}2\n", 1),
            ("id,name,lat|lon\n1,x,2|3\n", b','),
            ("\"a;b\",c\n\"1;2;3\",4\n", b','),
            ("name\nann\nbob\n", b','),
            ("a,b,c\n1,2,3\n1,2\n4,5,6\n", b','),
            ("a;b\r\n\"x\r\ny\";2\r\n", b';'),
            ("sep=|\na,b|c\n1,5|2\n", b'|'),
            ("\"sep=;\"\r\na;b\r\n1;2\r\n", b';'),
            ("", b','),
        ] {
            assert_eq!(dialect(head, false).delimiter, expected, "{head:?}");
        }
    }

    #[test]
    fn a_row_that_is_cut_off_does_not_count() {
        let head = "a;b;c\n1;2;3\n4;5";
        let detected = detect(head, false, Known::default());
        assert_eq!(detected.dialect.delimiter, b';');
    }

    #[test]
    fn a_name_that_promises_tabs_settles_doubt() {
        let head = "a,b\tc,d\n1,2\t3,4\n";
        assert_eq!(dialect(head, true).delimiter, b'\t');
    }

    #[test]
    fn quotes_are_plain_characters_where_they_break_a_tab_separated_file() {
        for (head, quote) in [
            ("a\tb\n\"big\" deal\t1\n", None),
            ("a\tb\n\"open\t1\n", None),
            ("a\tb\n5\" pipe\t1\n", Some(b'"')),
            ("a\tb\n\"x\ty\"\t1\n\"big\" deal\t1\n", Some(b'"')),
            ("a,b\n\"open,1\n", Some(b'"')),
        ] {
            assert_eq!(dialect(head, false).quote, quote, "{head:?}");
        }
    }

    #[test]
    fn other_quotes_and_escapes_are_found() {
        let standard = Dialect::standard(b',');
        for (head, expected) in [
            (
                "a,b\n\"say \\\"hi\\\", you\",2\n",
                Dialect {
                    has_backslashes: true,
                    ..standard
                },
            ),
            ("a,b\n\"C:\\\",2\n", standard),
            (
                "\"a\", \"b\"\n\"1\", \"x, y\"\n",
                Dialect {
                    has_blanks_before_quotes: true,
                    ..standard
                },
            ),
            ("a, b\n1, x\n", standard),
            (
                "'a','b'\n'1','O''Brien, Ann'\n",
                Dialect {
                    quote: Some(b'\''),
                    ..standard
                },
            ),
            (
                "a,b\n1,'Brien, Ann'\n2,Bob\n3,Cy\n",
                Dialect {
                    quote: Some(b'\''),
                    ..standard
                },
            ),
            ("a,b\n1,'s Hertogenbosch\n2,d'Arc\n", standard),
            ("a,b\n1,'tis'\n2,Bob\n", standard),
        ] {
            assert_eq!(dialect(head, false), expected, "{head:?}");
        }
    }
}
