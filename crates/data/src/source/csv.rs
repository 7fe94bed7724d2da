//! Delimited text to batches: a streaming tokenizer that counts lines for error messages.
//!
//! A record is split completely before it is stored. A record cut off by the end of the buffer is split again once more text
//! is available. Values keep every character; blank lines are ignored.
//!
//! Long files are cut at line ends into pieces that all threads split at once, assuming that no value crosses a cut. A
//! piece is used only if it begins at a record and has no error; the rest is split in order, which also
//! finds the error to report. So the result is that of a single thread. The text after the pieces is read while
//! they are split.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use memchr::{memchr, memchr_iter};
use rayon::prelude::*;

use super::batches::{BatchBuilder, FileBatch, FileTable};
use super::cells::{Cells, MAX_TEXT_BYTES};
use super::dialect::{Dialect, detect};
use super::text::{BLOCK_BYTES, TextReader, is_utf16};
use super::{ReadOptions, decoded_notice};
use crate::table::{CsvStyle, Layout, Original};
use crate::{Error, Format, Place};

/// How much of a file is used to detect its dialect.
const HEAD_BYTES: usize = 128 * 1024;
/// A longer record means a quote that never closes, or not a table.
const MAX_RECORD_BYTES: usize = 128 * 1024 * 1024;
/// Number of pieces split at once, and the smallest size of each. They do not depend on the number of threads, since a batch ends
/// with its piece.
const PIECES: usize = 8;
const PIECE_BYTES: usize = 2 * 1024 * 1024;
/// Smallest share of a piece at the end of a file.
const LAST_PIECES: usize = 16;
/// More columns than any real table; far fewer than a binary file can seem to have.
pub(super) const MAX_COLUMNS: usize = 10_000;

/// Reads a whole CSV file.
pub(super) fn read(text: &mut TextReader<'_>, file: &str, options: &ReadOptions) -> Result<FileTable, Error> {
    read_in_pieces(text, file, options, PIECE_BYTES)
}

fn read_in_pieces(
    text: &mut TextReader<'_>,
    file: &str,
    options: &ReadOptions,
    piece_bytes: usize,
) -> Result<FileTable, Error> {
    let mut buffer = String::new();
    text.fill(&mut buffer)?;
    let head = &buffer[..buffer.floor_char_boundary(HEAD_BYTES)];
    let is_whole = text.is_at_end() && head.len() == buffer.len();
    let prefers_tab = matches!(crate::format::by_name(file).0, Some(Format::Tsv));
    let dialect = detect(head, is_whole, options.delimiter, prefers_tab);
    let line_end = line_end(head);
    let mut records = Records::new(text, file, buffer, dialect);

    let names = header(&mut records, options.no_header)?;
    let batches = records.batches(names.len(), piece_bytes)?;

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

/// Reads the header, or names as many columns as the first record has and leaves that record to be read.
fn header(records: &mut Records<'_, '_>, no_header: bool) -> Result<Vec<String>, Error> {
    let file = records.file.to_owned();
    if !records.advance()? {
        return Err(Error::EmptyFile { file });
    }
    if no_header {
        records.splitter.unread();
        return Ok((1..=records.splitter.fields.len())
            .map(|number| format!("column{number}"))
            .collect());
    }
    let names: Vec<String> = (0..records.splitter.fields.len())
        .map(|field| records.splitter.value(&records.buffer, field).to_owned())
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

/// Refuses two columns with the same name.
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
struct Splitter {
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

impl Splitter {
    fn new(dialect: Dialect) -> Self {
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
    fn advance(&mut self, text: &str, is_last: bool) -> Result<bool, Stop> {
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
    fn unread(&mut self) {
        self.next = self.start;
        self.next_line = self.line;
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
        let delimiter = self.dialect.delimiter;
        self.fields.clear();
        self.has_quotes = false;
        let mut position = self.start;
        let mut ends = FieldEnds::new(bytes, delimiter, position);
        loop {
            if self.fields.len() > MAX_COLUMNS {
                return Err(Stop::TooManyColumns);
            }
            if self.dialect.quoting && bytes.get(position) == Some(&b'"') {
                let number = self.fields.len() + 1;
                let (field, after) = quoted(bytes, position, number, is_last)?;
                self.has_quotes = true;
                self.fields.push(field);
                // Blanks between the closing quote and the delimiter are ignored.
                let blanks = bytes[after..]
                    .iter()
                    .take_while(|&&byte| byte == b' ' && delimiter != b' ')
                    .count();
                position = after + blanks;
                ends = FieldEnds::new(bytes, delimiter, position + 1);
            } else {
                let end = ends.next();
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

    /// Number of lines of the current record, including its line end.
    fn line_ends(&self, bytes: &[u8]) -> u64 {
        if self.has_quotes {
            line_ends(&bytes[self.start..self.next])
        } else {
            1
        }
    }

    /// Stores the record, and takes the batch if it is full.
    fn store(&mut self, text: &str, builder: &mut BatchBuilder, batches: &mut Vec<FileBatch>) {
        for (column, field) in self.fields.iter().enumerate() {
            if field.has_doubled_quotes {
                self.unescaped.clear();
                undouble(&text[field.start..field.end], &mut self.unescaped);
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
    fn store_places(&self, text: &str, cells: &mut Cells) {
        for (column, field) in self.fields.iter().enumerate() {
            if field.has_doubled_quotes {
                let value = &text[field.start..field.end];
                cells.push_made(column, text, |made| undouble(value, made));
            } else {
                cells.push(column, field.start..field.end);
            }
        }
        cells.end_row(self.line);
    }

    fn value<'a>(&'a mut self, text: &'a str, field: usize) -> &'a str {
        let field = self.fields[field];
        let value = &text[field.start..field.end];
        if field.has_doubled_quotes {
            self.unescaped.clear();
            undouble(value, &mut self.unescaped);
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

/// A piece of text that was split on its own.
struct Piece {
    batches: Vec<FileBatch>,
    lines: u64,
}

impl Piece {
    /// Splits a text that begins at a record and ends with a line; `None` if it has an error.
    fn split(text: &str, dialect: Dialect, cells: &mut Cells) -> Option<Self> {
        if text.len() > MAX_TEXT_BYTES {
            return None;
        }
        cells.clear();
        let mut splitter = Splitter::new(dialect);
        let mut batches = Vec::new();
        while splitter.advance(text, true).ok()? {
            if splitter.fields.len() != cells.width() {
                return None;
            }
            splitter.store_places(text, cells);
            if cells.is_full() {
                batches.extend(cells.take(text));
            }
        }
        batches.extend(cells.take(text));
        Some(Self {
            batches,
            lines: splitter.next_line - 1,
        })
    }
}

/// Reusable memory for the cells of pieces, since fresh memory costs more than the work on it.
struct Rooms {
    width: usize,
    free: Mutex<Vec<Cells>>,
}

impl Rooms {
    fn new(width: usize) -> Self {
        Self {
            width,
            free: Mutex::default(),
        }
    }

    fn lend<T>(&self, work: impl FnOnce(&mut Cells) -> T) -> T {
        let free = || self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = free().pop();
        let mut cells = kept.unwrap_or_else(|| Cells::new(self.width));
        let done = work(&mut cells);
        free().push(cells);
        done
    }
}

/// The records of a file whose text arrives in blocks.
struct Records<'r, 't> {
    text: &'r mut TextReader<'t>,
    file: &'r str,
    buffer: String,
    /// Bytes of text before the buffer.
    gone: usize,
    ahead: Ahead,
    splitter: Splitter,
}

/// Text read ahead while the pieces before it were split.
#[derive(Default)]
struct Ahead {
    /// The end of the buffer and the text after it; this text replaces the buffer.
    text: String,
    /// Bytes of the buffer's end.
    copied: usize,
    /// Why reading stopped.
    failure: Option<Error>,
}

impl<'r, 't> Records<'r, 't> {
    fn new(text: &'r mut TextReader<'t>, file: &'r str, buffer: String, dialect: Dialect) -> Self {
        Self {
            text,
            file,
            buffer,
            gone: 0,
            ahead: Ahead::default(),
            splitter: Splitter::new(dialect),
        }
    }

    /// Reads all remaining records.
    fn batches(&mut self, columns: usize, piece_bytes: usize) -> Result<Vec<FileBatch>, Error> {
        let mut batches = Vec::new();
        let mut builder = BatchBuilder::new(columns);
        let rooms = Rooms::new(columns);
        loop {
            let ranges = self.next_pieces(piece_bytes)?;
            let Some(end) = ranges.last().map(|range| range.end) else {
                break;
            };
            let pieces = self.split_pieces(&ranges, &rooms, piece_bytes);
            for (range, piece) in ranges.into_iter().zip(pieces) {
                self.store_until(range.start, &mut builder, &mut batches)?;
                if let Some(piece) = piece
                    && self.position() == range.start
                {
                    batches.extend(builder.take(Original::Text));
                    let lines = self.splitter.next_line - 1;
                    batches.extend(piece.batches.into_iter().map(|batch| batch.after_lines(lines)));
                    self.splitter.next = range.end - self.gone;
                    self.splitter.next_line += piece.lines;
                }
            }
            self.store_until(end, &mut builder, &mut batches)?;
        }
        self.store_until(usize::MAX, &mut builder, &mut batches)?;
        batches.extend(builder.take(Original::Text));
        Ok(batches)
    }

    /// Position of the next record in the text of the file.
    fn position(&self) -> usize {
        self.gone + self.splitter.next
    }

    /// Start and end of the next pieces in the text of the file; none if little is left.
    fn next_pieces(&mut self, piece_bytes: usize) -> Result<Vec<Range<usize>>, Error> {
        self.forget_before(self.splitter.next);
        self.splitter.next = 0;
        let goal = PIECES.saturating_mul(piece_bytes);
        if !self.is_at_end() {
            let room = room_for(goal);
            self.buffer.reserve(room.saturating_sub(self.buffer.len()));
        }
        while !self.is_at_end() && !self.ahead.has_failed() && self.buffer.len() < goal {
            self.read_on()?;
        }
        let bytes = self.buffer.as_bytes();
        // The rest of the file is split by all threads too.
        let piece_bytes = if self.is_at_end() {
            piece_bytes
                .min(bytes.len() / PIECES)
                .max(piece_bytes / LAST_PIECES)
        } else {
            piece_bytes
        };
        let mut pieces = Vec::with_capacity(PIECES);
        let mut start = 0;
        while pieces.len() < PIECES && bytes.len() - start > piece_bytes {
            let Some(line) = memchr(b'\n', &bytes[start + piece_bytes..]) else {
                break;
            };
            let end = start + piece_bytes + line + 1;
            pieces.push(self.gone + start..self.gone + end);
            start = end;
        }
        Ok(pieces)
    }

    /// Splits pieces on all threads, and reads the text after them at the same time.
    fn split_pieces(
        &mut self,
        ranges: &[Range<usize>],
        rooms: &Rooms,
        piece_bytes: usize,
    ) -> Vec<Option<Piece>> {
        let (buffer, gone, dialect) = (self.buffer.as_str(), self.gone, self.splitter.dialect);
        let mut pieces = Vec::new();
        let into = &mut pieces;
        rayon::in_place_scope(|scope| {
            scope.spawn(move |_| {
                ranges
                    .par_iter()
                    .map(|range| {
                        let text = &buffer[range.start - gone..range.end - gone];
                        rooms.lend(|cells| Piece::split(text, dialect, cells))
                    })
                    .collect_into_vec(into);
            });
            let rest = ranges.last().map_or(0, |range| range.end - gone);
            self.ahead
                .read(&buffer[rest..], self.text, PIECES.saturating_mul(piece_bytes));
        });
        pieces
    }

    /// Whether all text is in the buffer.
    fn is_at_end(&self) -> bool {
        self.text.is_at_end() && self.ahead.is_empty()
    }

    /// Takes more text into the buffer. A read error is held back until the records before it are parsed, since an error in
    /// an earlier record comes first.
    fn read_on(&mut self) -> Result<(), Error> {
        if self.ahead.has_failed() {
            return self.ahead.failure.take().map_or(Ok(()), Err);
        }
        if self.ahead.is_empty() {
            self.ahead.failure = self.text.fill_block(&mut self.buffer).err();
            return Ok(());
        }
        let copied = std::mem::take(&mut self.ahead.copied);
        if self.buffer.len() == copied {
            std::mem::swap(&mut self.buffer, &mut self.ahead.text);
        } else {
            self.buffer.push_str(&self.ahead.text[copied..]);
        }
        self.ahead.text.clear();
        Ok(())
    }

    /// Stores records up to the first that begins at or after a position in the text of the file.
    fn store_until(
        &mut self,
        position: usize,
        builder: &mut BatchBuilder,
        batches: &mut Vec<FileBatch>,
    ) -> Result<(), Error> {
        while self.position() < position && self.advance()? {
            self.check_width(builder.width())?;
            self.splitter.store(&self.buffer, builder, batches);
        }
        Ok(())
    }

    /// Advances to the next record; `false` at the end.
    fn advance(&mut self) -> Result<bool, Error> {
        loop {
            let is_last = self.is_at_end();
            match self.splitter.advance(&self.buffer, is_last) {
                Ok(found) => return Ok(found),
                Err(Stop::NeedsMore) if is_last => {
                    return Err(Error::Internal {
                        reason: "a record at the end of a file is complete".to_owned(),
                    });
                }
                Err(Stop::NeedsMore | Stop::Unclosed { .. })
                    if !is_last && self.buffer.len() - self.splitter.start <= MAX_RECORD_BYTES =>
                {
                    self.forget_before(self.splitter.start);
                    self.splitter.unread();
                    self.splitter.next = 0;
                    self.fill()?;
                }
                Err(stop) => return Err(self.explain(&stop)),
            }
        }
    }

    /// Reads about as much text as the buffer holds, at least a block, so that a record that does not end is scanned only a
    /// few times only.
    fn fill(&mut self) -> Result<(), Error> {
        let goal = self.buffer.len() + self.buffer.len().max(1);
        self.read_on()?;
        while !self.is_at_end() && !self.ahead.has_failed() && self.buffer.len() < goal {
            self.read_on()?;
        }
        Ok(())
    }

    fn forget_before(&mut self, position: usize) {
        self.buffer.drain(..position);
        self.gone += position;
    }

    fn check_width(&self, expected: usize) -> Result<(), Error> {
        let found = self.splitter.fields.len();
        if found == expected {
            return Ok(());
        }
        Err(Error::RaggedRow {
            place: Place::line(self.file, self.splitter.line),
            found,
            expected,
            delimiter: self.splitter.dialect.delimiter,
        })
    }

    fn explain(&self, stop: &Stop) -> Error {
        let start = self.splitter.start;
        let at = |position: usize| {
            let lines = line_ends(&self.buffer.as_bytes()[start..position]);
            Place::line(self.file, self.splitter.line + lines)
        };
        match *stop {
            Stop::NeedsMore => Error::RecordTooLong {
                place: at(start),
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
                place: at(start),
                limit: MAX_COLUMNS,
            },
        }
    }
}

/// Memory for this much text, and the block that goes beyond it.
fn room_for(bytes: usize) -> usize {
    bytes.min(PIECES * PIECE_BYTES) + BLOCK_BYTES
}

impl Ahead {
    fn is_empty(&self) -> bool {
        self.text.len() == self.copied && self.failure.is_none()
    }

    /// Whether nothing is left but an error.
    fn has_failed(&self) -> bool {
        self.text.len() == self.copied && self.failure.is_some()
    }

    /// Reads ahead until this many bytes are available, including the end of the buffer. Does nothing if earlier text was not taken yet.
    fn read(&mut self, rest: &str, text: &mut TextReader<'_>, bytes: usize) {
        if !self.is_empty() || text.is_at_end() {
            return;
        }
        self.text.clear();
        self.text.reserve(room_for(bytes));
        self.text.push_str(rest);
        self.copied = rest.len();
        while self.failure.is_none() && !text.is_at_end() && self.text.len() < bytes {
            self.failure = text.fill_block(&mut self.text).err();
        }
    }
}

/// The quoted field whose opening quote is at `open`, and the position after its closing quote.
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

/// Appends a text with its doubled quotes undoubled.
fn undouble(text: &str, into: &mut String) {
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

#[cfg(test)]
mod tests {
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
        let table = read_in_pieces(&mut reader, "people.csv", &options, piece_bytes)
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
}
