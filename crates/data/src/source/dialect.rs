//! Detects the delimiter and the meaning of quotes from the head of a CSV file.
//!
//! The head is split with every candidate; the one whose rows agree best with the first row wins. A row
//! that disagrees later is an error of the reader, not a reason to guess again.

use memchr::memchr3;

/// Tried in this order; the earlier wins a tie.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];
/// Number of rows used.
const MAX_ROWS: usize = 1000;

/// How fields are separated and quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    pub delimiter: u8,
    pub quoting: bool,
}

/// How well the head fits a dialect.
struct Fit {
    /// Share of rows with as many fields as the first.
    agreement: f64,
    fields: usize,
    /// Quotes that do not close, or text after a closing quote.
    broken_quotes: bool,
    /// Whether a value needs its quotes, which proves that quotes have a meaning.
    has_needed_quotes: bool,
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

/// Detects the dialect of a file that begins with `head`; `is_whole` says that nothing follows.
pub(super) fn detect(head: &str, is_whole: bool, demanded: Option<u8>, prefers_tab: bool) -> Dialect {
    let delimiter = demanded.unwrap_or_else(|| find_delimiter(head, is_whole, prefers_tab));
    Dialect {
        delimiter,
        quoting: has_quoting(head, is_whole, delimiter),
    }
}

fn find_delimiter(head: &str, is_whole: bool, prefers_tab: bool) -> u8 {
    if prefers_tab && fit(head, is_whole, b'\t', true).fields > 1 {
        return b'\t';
    }
    let mut best = (b',', 0.0);
    for delimiter in DELIMITERS {
        let score = fit(head, is_whole, delimiter, true)
            .score()
            .max(if takes_plain_quotes(delimiter) {
                fit(head, is_whole, delimiter, false).score()
            } else {
                0.0
            });
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    best.0
}

/// Quotes are plain characters only with delimiters where that is common, and only if reading them as quotes fails while
/// reading them as characters makes every row agree.
fn has_quoting(head: &str, is_whole: bool, delimiter: u8) -> bool {
    if !takes_plain_quotes(delimiter) {
        return true;
    }
    let quoted = fit(head, is_whole, delimiter, true);
    if !quoted.broken_quotes || quoted.has_needed_quotes {
        return true;
    }
    let plain = fit(head, is_whole, delimiter, false);
    plain.agreement < 1.0
}

fn takes_plain_quotes(delimiter: u8) -> bool {
    matches!(delimiter, b'\t' | b'|')
}

fn fit(head: &str, is_whole: bool, delimiter: u8, quoting: bool) -> Fit {
    let bytes = head.as_bytes();
    let mut counts: Vec<usize> = Vec::new();
    let mut fit = Fit {
        agreement: 0.0,
        fields: 0,
        broken_quotes: false,
        has_needed_quotes: false,
    };
    let mut position = 0;
    while position < bytes.len() && counts.len() < MAX_ROWS {
        let (end, fields, is_complete) = row(bytes, position, delimiter, quoting, &mut fit);
        let is_blank = end - position <= 1 && fields == 1 && matches!(bytes[position], b'\r' | b'\n');
        // The last row of a head may be cut off, unless the head is the whole file.
        if !is_blank && (is_complete || is_whole || counts.is_empty()) {
            counts.push(fields);
        }
        position = end;
    }
    if let Some(&first) = counts.first() {
        fit.fields = first;
        fit.agreement = counts.iter().filter(|&&count| count == first).count() as f64 / counts.len() as f64;
    }
    fit
}

/// Scans one row: the start of the next row, the number of fields, and whether its end was found.
fn row(bytes: &[u8], start: usize, delimiter: u8, quoting: bool, fit: &mut Fit) -> (usize, usize, bool) {
    let mut position = start;
    let mut fields = 1;
    loop {
        if quoting && bytes.get(position) == Some(&b'"') {
            let Some(after) = closing_quote(bytes, position + 1) else {
                fit.broken_quotes = true;
                return (bytes.len(), fields, false);
            };
            fit.has_needed_quotes |=
                memchr3(delimiter, b'\n', b'\r', &bytes[position + 1..after - 1]).is_some();
            let mut rest = after;
            while bytes.get(rest) == Some(&b' ') {
                rest += 1;
            }
            fit.broken_quotes |= bytes
                .get(rest)
                .is_some_and(|&byte| byte != delimiter && byte != b'\n' && byte != b'\r');
            position = after;
        }
        match memchr3(delimiter, b'\n', b'\r', &bytes[position..]) {
            None => return (bytes.len(), fields, false),
            Some(found) if bytes[position + found] == delimiter => {
                fields += 1;
                position += found + 1;
            }
            Some(found) => return (position + found + 1, fields, true),
        }
    }
}

/// The position after the quote that closes a value; doubled quotes are part of the value.
fn closing_quote(bytes: &[u8], start: usize) -> Option<usize> {
    let mut position = start;
    loop {
        position += memchr::memchr(b'"', bytes.get(position..)?)? + 1;
        if bytes.get(position) != Some(&b'"') {
            return Some(position);
        }
        position += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters_are_found() {
        for (head, expected) in [
            ("a,b\n1,2\n", b','),
            ("a;b\n1,5;2,5\n", b';'),
            ("a\tb\nx, y\tz\n", b'\t'),
            ("a|b|c\n1|2|3\n", b'|'),
            ("id,name,lat|lon\n1,x,2|3\n", b','),
            ("\"a;b\",c\n\"1;2;3\",4\n", b','),
            ("name\nann\nbob\n", b','),
            ("a,b,c\n1,2,3\n1,2\n4,5,6\n", b','),
            ("a;b\r\n\"x\r\ny\";2\r\n", b';'),
            ("", b','),
        ] {
            assert_eq!(detect(head, true, None, false).delimiter, expected, "{head:?}");
        }
    }

    #[test]
    fn a_row_that_is_cut_off_does_not_count() {
        let head = "a;b;c\n1;2;3\n4;5";
        assert_eq!(detect(head, false, None, false).delimiter, b';');
    }

    #[test]
    fn a_name_that_promises_tabs_settles_doubt() {
        let head = "a,b\tc,d\n1,2\t3,4\n";
        assert_eq!(detect(head, true, None, true).delimiter, b'\t');
    }

    #[test]
    fn quotes_are_plain_characters_where_they_break_a_tab_separated_file() {
        for (head, quoting) in [
            ("a\tb\n\"big\" deal\t1\n", false),
            ("a\tb\n\"open\t1\n", false),
            ("a\tb\n5\" pipe\t1\n", true),
            ("a\tb\n\"x\ty\"\t1\n\"big\" deal\t1\n", true),
            ("a,b\n\"open,1\n", true),
        ] {
            assert_eq!(detect(head, true, None, false).quoting, quoting, "{head:?}");
        }
    }
}
