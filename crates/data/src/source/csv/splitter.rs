//! Splits text into records, one at a time.

use memchr::{memchr, memchr_iter, memchr2};

use super::MAX_COLUMNS;
use crate::source::batches::{BatchBuilder, FileBatch};
use crate::source::cells::Cells;
use crate::source::dialect::Dialect;
use crate::table::Original;

/// A field of the current record: its text in the buffer, without enclosing quotes.
#[derive(Debug, Clone, Copy)]
pub(in crate::source) struct Field {
    pub start: usize,
    pub end: usize,
    has_escapes: bool,
}

impl Field {
    /// A field without a value, at this position.
    pub fn empty(position: usize) -> Self {
        Self {
            start: position,
            end: position,
            has_escapes: false,
        }
    }
}

/// Splits text into records, one at a time.
pub(in crate::source) struct Splitter {
    pub dialect: Dialect,
    /// Where the current record begins, and where the next one does.
    pub start: usize,
    pub next: usize,
    /// Line where the current record begins, and where the next one does.
    pub line: u64,
    pub next_line: u64,
    pub fields: Vec<Field>,
    has_quotes: bool,
    unescaped: String,
}

/// Why a record could not be split.
pub(in crate::source) enum Stop {
    /// The buffer ends inside the record.
    NeedsMore,
    /// A quote opens here, in this field, and does not close.
    Unclosed {
        position: usize,
        field: usize,
    },
    TextAfterQuote {
        position: usize,
        field: usize,
    },
    TooManyColumns,
}

impl Splitter {
    pub fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            start: 0,
            next: 0,
            line: 1,
            next_line: 1,
            fields: Vec::new(),
            has_quotes: false,
            unescaped: String::new(),
        }
    }

    /// Advances to the next record; `false` at the end. If it stops inside a record, it stays before that record.
    pub fn advance(&mut self, text: &str, is_last: bool) -> Result<bool, Stop> {
        let bytes = text.as_bytes();
        self.skip_blank_lines(bytes, is_last);
        self.start = self.next;
        self.line = self.next_line;
        if is_last && self.start >= bytes.len() {
            return Ok(false);
        }
        self.next = self.split(bytes, is_last)?;
        self.next_line = self.line + self.line_ends(bytes);
        Ok(true)
    }

    /// Lets the next [`Self::advance`] give the current record again.
    pub fn unread(&mut self) {
        self.next = self.start;
        self.next_line = self.line;
    }

    /// Passes over the line at which the splitter stopped; its fields are what delimiters alone separate. `false` at
    /// the end.
    pub fn skip_line(&mut self, text: &str) -> bool {
        let bytes = text.as_bytes();
        if self.start >= bytes.len() {
            return false;
        }
        let dialect = self.dialect;
        self.dialect.quote = None;
        let end = self.split(bytes, true);
        self.dialect = dialect;
        self.next = end.unwrap_or(bytes.len());
        self.next_line = self.line + 1;
        true
    }

    fn skip_blank_lines(&mut self, bytes: &[u8], is_last: bool) {
        loop {
            match bytes.get(self.next) {
                Some(b'\n') => self.next += 1,
                // At the end of the text, the LF of a CRLF may still follow.
                Some(b'\r') => match bytes.get(self.next + 1) {
                    Some(b'\n') => self.next += 2,
                    Some(_) => self.next += 1,
                    None if is_last => self.next += 1,
                    None => return,
                },
                _ => return,
            }
            self.next_line += 1;
        }
    }

    /// Splits the record at `start` into fields; gives the start of the next one.
    fn split(&mut self, bytes: &[u8], is_last: bool) -> Result<usize, Stop> {
        const NO_QUOTE: u16 = 256;
        let delimiter = self.dialect.delimiter;
        let quote = self.dialect.quote.map_or(NO_QUOTE, u16::from);
        self.fields.clear();
        self.has_quotes = false;
        let mut position = self.start;
        let mut ends = FieldEnds::new(bytes, delimiter, position);
        loop {
            if self.fields.len() > MAX_COLUMNS {
                return Err(Stop::TooManyColumns);
            }
            let open = if self.dialect.has_blanks_before_quotes {
                position + blanks(&bytes[position.min(bytes.len())..])
            } else {
                position
            };
            if bytes.get(open).is_some_and(|&byte| u16::from(byte) == quote) {
                let number = self.fields.len() + 1;
                let (field, after) = quoted(bytes, open, number, self.dialect, is_last)?;
                self.has_quotes = true;
                self.fields.push(field);
                // Blanks between the closing quote and the delimiter are ignored.
                position = if delimiter == b' ' {
                    after
                } else {
                    after + blanks(&bytes[after..])
                };
                ends = FieldEnds::new(bytes, delimiter, position + 1);
            } else {
                let end = ends.next();
                self.fields.push(Field {
                    start: position,
                    end,
                    has_escapes: false,
                });
                position = end;
            }
            match bytes.get(position) {
                Some(&byte) if byte == delimiter => position += 1,
                Some(b'\n') => return Ok(position + 1),
                Some(b'\r') => match bytes.get(position + 1) {
                    Some(b'\n') => return Ok(position + 2),
                    None if !is_last => return Err(Stop::NeedsMore),
                    _ => return Ok(position + 1),
                },
                None if is_last => return Ok(position),
                None => return Err(Stop::NeedsMore),
                Some(_) => {
                    return Err(Stop::TextAfterQuote {
                        position,
                        field: self.fields.len(),
                    });
                }
            }
        }
    }

    /// Whether a field was enclosed in quotes.
    pub fn is_quoted(&self, bytes: &[u8], field: usize) -> bool {
        let field = self.fields[field];
        self.dialect.quote.is_some()
            && field.start.checked_sub(1).and_then(|at| bytes.get(at)).copied() == self.dialect.quote
            && bytes.get(field.end).copied() == self.dialect.quote
    }

    /// Number of lines of the current record, including its line end.
    fn line_ends(&self, bytes: &[u8]) -> u64 {
        if self.has_quotes {
            line_ends(&bytes[self.start..self.next])
        } else {
            1
        }
    }

    /// Stores the record, and takes the batch if it is full.
    pub fn store(&mut self, text: &str, builder: &mut BatchBuilder, batches: &mut Vec<FileBatch>) {
        for (column, field) in self.fields.iter().enumerate() {
            if field.has_escapes {
                self.unescaped.clear();
                unescape(self.dialect, &text[field.start..field.end], &mut self.unescaped);
                builder.push(column, &self.unescaped);
            } else {
                builder.push(column, &text[field.start..field.end]);
            }
        }
        builder.end_row(self.line);
        if builder.is_full() {
            batches.extend(builder.take(Original::Text));
        }
    }

    /// The same, as positions in the text.
    pub fn store_places(&self, text: &str, cells: &mut Cells) {
        for (column, field) in self.fields.iter().enumerate() {
            if field.has_escapes {
                let value = &text[field.start..field.end];
                cells.push_made(column, text, |made| unescape(self.dialect, value, made));
            } else {
                cells.push(column, field.start..field.end);
            }
        }
        cells.end_row(self.line);
    }

    pub fn value<'a>(&'a mut self, text: &'a str, field: usize) -> &'a str {
        let field = self.fields[field];
        let value = &text[field.start..field.end];
        if field.has_escapes {
            self.unescaped.clear();
            unescape(self.dialect, value, &mut self.unescaped);
            &self.unescaped
        } else {
            value
        }
    }
}

/// Finds the ends of fields without quotes: delimiters and line ends. Fields are short, and a search by eight bytes
/// continues from one to the next, while a separate search for each would start over.
struct FieldEnds<'a> {
    bytes: &'a [u8],
    /// The delimiter in each of eight bytes.
    delimiters: u64,
    /// Position of the last eight bytes, and a mask with the highest bit of each byte that ends a field.
    at: usize,
    found: u64,
    /// Position of the next eight bytes.
    next: usize,
}

impl<'a> FieldEnds<'a> {
    fn new(bytes: &'a [u8], delimiter: u8, start: usize) -> Self {
        Self {
            bytes,
            delimiters: repeat(delimiter),
            at: start,
            found: 0,
            next: start,
        }
    }

    /// The next end, or the end of the text.
    #[inline]
    fn next(&mut self) -> usize {
        while self.found == 0 {
            let Some(rest) = self.bytes.get(self.next..).filter(|rest| !rest.is_empty()) else {
                return self.bytes.len();
            };
            let eight = rest.first_chunk::<8>().copied().unwrap_or_else(|| {
                let mut last = [b'\n'; 8];
                last[..rest.len()].copy_from_slice(rest);
                last
            });
            let eight = u64::from_le_bytes(eight);
            let is_other = differing(eight, self.delimiters)
                & differing(eight, const { repeat(b'\n') })
                & differing(eight, const { repeat(b'\r') });
            self.found = !is_other & HIGHEST_BITS;
            self.at = self.next;
            self.next += 8;
        }
        let end = self.at + (self.found.trailing_zeros() / 8) as usize;
        self.found &= self.found - 1;
        end
    }
}

const HIGHEST_BITS: u64 = repeat(0x80);

/// A byte repeated eight times.
const fn repeat(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Sets the highest bit of each byte in which two numbers differ; their other bits mean nothing.
fn differing(left: u64, right: u64) -> u64 {
    let bits = left ^ right;
    ((bits & !HIGHEST_BITS) + !HIGHEST_BITS) | bits
}

/// Number of blanks at the beginning.
fn blanks(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|&&byte| byte == b' ').count()
}

/// The quoted field whose opening quote is at `open`, and the position after its closing quote.
#[inline]
fn quoted(
    bytes: &[u8],
    open: usize,
    number: usize,
    dialect: Dialect,
    is_last: bool,
) -> Result<(Field, usize), Stop> {
    let mark = bytes[open];
    let mut position = open + 1;
    let mut has_escapes = false;
    loop {
        let rest = &bytes[position.min(bytes.len())..];
        let found = if dialect.has_backslashes {
            memchr2(mark, b'\\', rest)
        } else {
            memchr(mark, rest)
        };
        let Some(found) = found else {
            return Err(Stop::Unclosed {
                position: open,
                field: number,
            });
        };
        let quote = position + found;
        if bytes[quote] != mark {
            has_escapes = true;
            position = quote + 2;
            continue;
        }
        match bytes.get(quote + 1) {
            Some(&next) if next == mark => {
                has_escapes = true;
                position = quote + 2;
            }
            None if !is_last => return Err(Stop::NeedsMore),
            _ => {
                let field = Field {
                    start: open + 1,
                    end: quote,
                    has_escapes,
                };
                return Ok((field, quote + 1));
            }
        }
    }
}

/// Appends the text of a quoted field: doubled quotes are one quote, and so is an escaped one.
fn unescape(dialect: Dialect, text: &str, into: &mut String) {
    let quote = dialect.quote.unwrap_or(b'"');
    let bytes = text.as_bytes();
    let mut rest = 0;
    let mut position = 0;
    while let Some(found) = bytes
        .get(position..)
        .and_then(|later| memchr2(quote, b'\\', later))
    {
        let at = position + found;
        let next = bytes.get(at + 1).copied();
        let is_pair = if bytes[at] == quote {
            next == Some(quote)
        } else {
            dialect.has_backslashes && (next == Some(quote) || next == Some(b'\\'))
        };
        if is_pair {
            into.push_str(&text[rest..at]);
            rest = at + 1;
        }
        // The second character of a pair is plain.
        position = at + 1 + usize::from(is_pair);
    }
    into.push_str(&text[rest..]);
}

/// Line ends of any kind; CRLF is one.
pub(super) fn line_ends(bytes: &[u8]) -> u64 {
    let feeds = memchr_iter(b'\n', bytes).count();
    let lone_returns = memchr_iter(b'\r', bytes)
        .filter(|&position| bytes.get(position + 1) != Some(&b'\n'))
        .count();
    (feeds + lone_returns) as u64
}
