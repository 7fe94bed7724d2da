//! Delimited text to batches: a streaming tokenizer that knows lines, so that errors can name them.
//!
//! A record is first split completely, then stored; a record that the block cuts off is split again once more text is
//! there. Values keep every character; blank lines are no records.

use memchr::{memchr, memchr_iter, memchr3};

use super::batches::{BatchBuilder, FileTable};
use super::dialect::{Dialect, detect};
use super::text::{TextReader, is_utf16};
use super::{ReadOptions, decoded_notice};
use crate::table::{CsvStyle, Layout, Original};
use crate::{Error, Format, Place};

/// How much of a file decides about its dialect.
const HEAD_BYTES: usize = 128 * 1024;
/// A record beyond this is a quote that never closes, or no table.
const MAX_RECORD_BYTES: usize = 128 * 1024 * 1024;
/// Wider than any table of records; far narrower than what a binary file can look like.
pub(super) const MAX_COLUMNS: usize = 10_000;

/// Reads a whole CSV file.
pub(super) fn read(text: &mut TextReader<'_>, file: &str, options: &ReadOptions) -> Result<FileTable, Error> {
    let mut buffer = String::new();
    text.fill(&mut buffer)?;
    let head = &buffer[..buffer.floor_char_boundary(HEAD_BYTES)];
    let is_whole = text.is_at_end() && head.len() == buffer.len();
    let prefers_tab = matches!(crate::format::by_name(file).0, Some(Format::Tsv));
    let dialect = detect(head, is_whole, options.delimiter, prefers_tab);
    let line_end = line_end(head);
    let mut records = Records::new(text, file, buffer, dialect);

    let names = header(&mut records, options.no_header)?;
    let mut builder = BatchBuilder::new(names.len());
    let mut batches = Vec::new();
    while records.advance()? {
        records.check_width(names.len())?;
        records.store(&mut builder);
        if builder.is_full() {
            batches.extend(builder.take(Original::Text));
        }
    }
    batches.extend(builder.take(Original::Text));

    let encoding = text.encoding();
    let notices = if encoding == encoding_rs::UTF_8 {
        Vec::new()
    } else {
        vec![decoded_notice(file, encoding)]
    };
    Ok(FileTable {
        file: file.to_owned(),
        names,
        batches,
        layout: Layout::Csv(CsvStyle {
            delimiter: dialect.delimiter,
            quoting: dialect.quoting,
            line_end,
            byte_order_mark: text.had_mark() && !is_utf16(encoding),
            encoding: if is_utf16(encoding) {
                encoding_rs::UTF_8
            } else {
                encoding
            },
            is_ascii: text.is_ascii(),
        }),
        notices,
        size_bytes: 0,
    })
}

/// Reads the header, or names the columns after the first record, which is then still to come.
fn header(records: &mut Records<'_, '_>, no_header: bool) -> Result<Vec<String>, Error> {
    let file = records.file.to_owned();
    if !records.advance()? {
        return Err(Error::EmptyFile { file });
    }
    if no_header {
        records.unread();
        return Ok((1..=records.fields.len())
            .map(|number| format!("column{number}"))
            .collect());
    }
    let names: Vec<String> = (0..records.fields.len())
        .map(|field| records.value(field).to_owned())
        .collect();
    if let Some(position) = names.iter().position(|name| name.trim().is_empty()) {
        return Err(Error::UnnamedColumn {
            file,
            position: position + 1,
        });
    }
    check_duplicates(&file, &names)?;
    Ok(names)
}

/// Refuses a name that two columns share.
pub(super) fn check_duplicates(file: &str, names: &[String]) -> Result<(), Error> {
    let mut seen = std::collections::HashMap::with_capacity(names.len());
    for (position, name) in names.iter().enumerate() {
        if let Some(first) = seen.insert(name, position) {
            return Err(Error::DuplicateColumn {
                file: file.to_owned(),
                column: name.clone(),
                first: first + 1,
                second: position + 1,
            });
        }
    }
    Ok(())
}

/// The line end of the first line; outputs use the same.
fn line_end(head: &str) -> &'static str {
    match head.find(['\r', '\n']) {
        Some(position) if head[position..].starts_with("\r\n") => "\r\n",
        Some(position) if head[position..].starts_with('\r') => "\r",
        _ => "\n",
    }
}

/// A field of the current record: its text in the buffer, without enclosing quotes.
#[derive(Clone, Copy)]
struct Field {
    start: usize,
    end: usize,
    has_doubled_quotes: bool,
}

/// Splits text into records, one at a time.
struct Records<'r, 't> {
    text: &'r mut TextReader<'t>,
    file: &'r str,
    buffer: String,
    dialect: Dialect,
    /// Where the current record begins, and where the next one does.
    start: usize,
    next: usize,
    /// Line where the current record begins, and where the next one does.
    line: u64,
    next_line: u64,
    fields: Vec<Field>,
    has_quotes: bool,
    unescaped: String,
}

/// Why a record could not be split.
enum Stop {
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

impl<'r, 't> Records<'r, 't> {
    fn new(text: &'r mut TextReader<'t>, file: &'r str, buffer: String, dialect: Dialect) -> Self {
        Self {
            text,
            file,
            buffer,
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

    /// Goes to the next record; `false` at the end.
    fn advance(&mut self) -> Result<bool, Error> {
        loop {
            self.skip_blank_lines();
            self.start = self.next;
            self.line = self.next_line;
            let is_last = self.text.is_at_end();
            if is_last && self.start >= self.buffer.len() {
                return Ok(false);
            }
            match self.split(is_last) {
                Ok(end) => {
                    self.next = end;
                    self.next_line = self.line + self.line_ends(end);
                    return Ok(true);
                }
                Err(Stop::NeedsMore) if is_last => {
                    return Err(Error::Internal {
                        reason: "a record at the end of a file is complete".to_owned(),
                    });
                }
                Err(Stop::NeedsMore | Stop::Unclosed { .. })
                    if !is_last && self.buffer.len() - self.start <= MAX_RECORD_BYTES =>
                {
                    self.buffer.drain(..self.start);
                    self.next = 0;
                    self.text.fill(&mut self.buffer)?;
                }
                Err(stop) => return Err(self.explain(&stop)),
            }
        }
    }

    /// Lets the next [`Self::advance`] give the current record again.
    fn unread(&mut self) {
        self.next = self.start;
        self.next_line = self.line;
    }

    fn skip_blank_lines(&mut self) {
        let bytes = self.buffer.as_bytes();
        loop {
            match bytes.get(self.next) {
                Some(b'\n') => self.next += 1,
                // At the end of the buffer the second half of a CRLF may be still to come.
                Some(b'\r') => match bytes.get(self.next + 1) {
                    Some(b'\n') => self.next += 2,
                    Some(_) => self.next += 1,
                    None if self.text.is_at_end() => self.next += 1,
                    None => return,
                },
                _ => return,
            }
            self.next_line += 1;
        }
    }

    /// Splits the record at `start` into fields; gives where the next one begins.
    fn split(&mut self, is_last: bool) -> Result<usize, Stop> {
        let bytes = self.buffer.as_bytes();
        let delimiter = self.dialect.delimiter;
        self.fields.clear();
        self.has_quotes = false;
        let mut position = self.start;
        loop {
            if self.fields.len() > MAX_COLUMNS {
                return Err(Stop::TooManyColumns);
            }
            if self.dialect.quoting && bytes.get(position) == Some(&b'"') {
                let number = self.fields.len() + 1;
                let (field, after) = quoted(bytes, position, number, is_last)?;
                self.has_quotes = true;
                self.fields.push(field);
                // Blanks between the closing quote and the delimiter belong to nothing.
                let blanks = bytes[after..]
                    .iter()
                    .take_while(|&&byte| byte == b' ' && delimiter != b' ')
                    .count();
                position = after + blanks;
            } else {
                let end = memchr3(delimiter, b'\n', b'\r', &bytes[position..])
                    .map_or(bytes.len(), |found| position + found);
                self.fields.push(Field {
                    start: position,
                    end,
                    has_doubled_quotes: false,
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

    /// How many lines the current record takes, its own line end included.
    fn line_ends(&self, end: usize) -> u64 {
        if self.has_quotes {
            line_ends(&self.buffer.as_bytes()[self.start..end])
        } else {
            1
        }
    }

    fn check_width(&self, expected: usize) -> Result<(), Error> {
        if self.fields.len() == expected {
            return Ok(());
        }
        Err(Error::RaggedRow {
            place: Place::line(self.file, self.line),
            found: self.fields.len(),
            expected,
            delimiter: self.dialect.delimiter,
        })
    }

    fn store(&mut self, builder: &mut BatchBuilder) {
        for (column, field) in self.fields.iter().enumerate() {
            let text = &self.buffer[field.start..field.end];
            if field.has_doubled_quotes {
                undouble(text, &mut self.unescaped);
                builder.push(column, &self.unescaped);
            } else {
                builder.push(column, text);
            }
        }
        builder.end_row(self.line);
    }

    fn value(&mut self, field: usize) -> &str {
        let field = self.fields[field];
        undouble(&self.buffer[field.start..field.end], &mut self.unescaped);
        if field.has_doubled_quotes {
            &self.unescaped
        } else {
            &self.buffer[field.start..field.end]
        }
    }

    fn explain(&self, stop: &Stop) -> Error {
        let at = |position: usize| {
            let lines = line_ends(&self.buffer.as_bytes()[self.start..position]);
            Place::line(self.file, self.line + lines)
        };
        match *stop {
            Stop::NeedsMore => Error::RecordTooLong {
                place: at(self.start),
                limit_bytes: MAX_RECORD_BYTES,
            },
            Stop::Unclosed { position, field } => Error::UnclosedQuote {
                place: at(position),
                field,
            },
            Stop::TextAfterQuote { position, field } => Error::TextAfterQuote {
                place: at(position),
                field,
            },
            Stop::TooManyColumns => Error::TooManyColumns {
                place: at(self.start),
                limit: MAX_COLUMNS,
            },
        }
    }
}

/// A quoted field whose opening quote stands at `open`, and the position after its closing quote.
#[inline]
fn quoted(bytes: &[u8], open: usize, number: usize, is_last: bool) -> Result<(Field, usize), Stop> {
    let mut position = open + 1;
    let mut has_doubled_quotes = false;
    loop {
        let Some(found) = memchr(b'"', &bytes[position..]) else {
            return Err(Stop::Unclosed {
                position: open,
                field: number,
            });
        };
        let quote = position + found;
        match bytes.get(quote + 1) {
            Some(b'"') => {
                has_doubled_quotes = true;
                position = quote + 2;
            }
            None if !is_last => return Err(Stop::NeedsMore),
            _ => {
                let field = Field {
                    start: open + 1,
                    end: quote,
                    has_doubled_quotes,
                };
                return Ok((field, quote + 1));
            }
        }
    }
}

fn undouble(text: &str, into: &mut String) {
    into.clear();
    let mut rest = text;
    while let Some(position) = rest.find('"') {
        into.push_str(&rest[..=position]);
        rest = rest.get(position + 2..).unwrap_or_default();
    }
    into.push_str(rest);
}

/// Line ends of any kind; CRLF is one.
fn line_ends(bytes: &[u8]) -> u64 {
    let feeds = memchr_iter(b'\n', bytes).count();
    let lone_returns = memchr_iter(b'\r', bytes)
        .filter(|&position| bytes.get(position + 1) != Some(&b'\n'))
        .count();
    (feeds + lone_returns) as u64
}
