//! Delimited text to batches: a streaming tokenizer that counts lines for error messages.
//!
//! A record is split completely before it is stored. A record cut off by the end of the buffer is split again once more text
//! is available. Values keep every character; blank lines are ignored. What a file leaves open is an assumption, which
//! the caller reports: titles, comments and totals around the records, rows that are too short, delimiters at the end.
//!
//! Long files are cut at line ends into pieces that all threads split at once, assuming that no value crosses a cut. A
//! piece is used only if it begins at a record and has no error; the rest is split in order, which also
//! finds the error to report. So the result is that of a single thread. The text after the pieces is read while
//! they are split.

mod drawn;
mod records;
pub(super) mod splitter;
mod widths;

use self::records::Records;
use self::widths::Widths;
use super::batches::{FileBatch, FileTable};
use super::dialect::frame::{self, LastRow, MAX_FOOTERS};
use super::dialect::{Detected, Known, detect};
use super::names::Named;
use super::text::TextReader;
use super::{ReadOptions, encoding_notice};
use crate::table::{CsvStyle, Layout};
use crate::{Assumed, Assumption, Error, Format, Notice, Place};

/// How much of a file is used to detect its dialect.
const HEAD_BYTES: usize = 128 * 1024;
/// A longer record means a quote that never closes, or not a table.
const MAX_RECORD_BYTES: usize = 128 * 1024 * 1024;
/// Smallest size of a piece that is split at once with others.
const PIECE_BYTES: usize = 2 * 1024 * 1024;
/// More columns than any real table; far fewer than a binary file can seem to have.
pub(super) const MAX_COLUMNS: usize = 10_000;

/// Reads a whole CSV file. `has_backslashes` is what an earlier attempt has shown.
pub(super) fn read(
    text: &mut TextReader<'_>,
    file: &str,
    options: &ReadOptions,
    has_backslashes: bool,
) -> Result<FileTable, Error> {
    read_in_pieces(text, file, options, has_backslashes, PIECE_BYTES)
}

fn read_in_pieces(
    text: &mut TextReader<'_>,
    file: &str,
    options: &ReadOptions,
    has_backslashes: bool,
    piece_bytes: usize,
) -> Result<FileTable, Error> {
    let mut buffer = String::new();
    text.fill(&mut buffer)?;
    let may_be_drawn = options.delimiter.is_none() && !options.no_header && options.header_line.is_none();
    if may_be_drawn && drawn::is_drawn(&buffer[..buffer.floor_char_boundary(HEAD_BYTES)]) {
        return read_drawn(text, file, options, buffer);
    }
    let head = &buffer[..buffer.floor_char_boundary(HEAD_BYTES)];
    let is_whole = text.is_at_end() && head.len() == buffer.len();
    let known = Known {
        delimiter: options.delimiter,
        prefers_tab: matches!(crate::format::by_name(file).0, Some(Format::Tsv)),
        no_header: options.no_header,
        header_line: options.header_line,
        has_backslashes,
    };
    let detected = detect(head, is_whole, known);
    let line_end = line_end(head);
    let dialect = detected.dialect;
    let start = (detected.frame.start, detected.frame.line);
    let mut records = Records::new(text, file, buffer, dialect, start);

    let mut named = header(&mut records, options.no_header, &detected)?;
    let width = named.len();
    let batches = records.batches(width, piece_bytes, options.room.as_ref())?;
    let mut widths = std::mem::take(&mut records.widths);
    let mut table = FileTable {
        file: file.to_owned(),
        names: std::mem::take(&mut named.names),
        batches,
        layout: Layout::Csv(CsvStyle {
            delimiter: dialect.delimiter,
            quoting: dialect.quote.is_some(),
            has_separator_line: detected.has_separator_line,
            line_end,
            byte_order_mark: text.had_mark(),
            encoding: text.encoding(),
            is_ascii: text.is_ascii(),
        }),
        notices: Vec::new(),
        size_bytes: 0,
    };
    let header_line = detected.frame.line;
    let footer = drop_footers(&mut table, &|line, _| widths.last_short.contains(&line));
    if let Some((line, _)) = footer {
        widths.forget_from(line);
    }
    check_widths(file, &widths, width, dialect.delimiter)?;
    let mut assumed = detected.assumed;
    assumed.extend(assumed_of(&widths, width));
    assumed.extend(footer);
    let of_names = named.finish(&mut table);
    assumed.extend(of_names.into_iter().map(|what| (header_line, what)));
    if let Some(line) = text.nul_line() {
        assumed.push((line, Assumed::NulCharacters));
    }
    table.notices = notices(text, file, options, assumed);
    Ok(table)
}

/// Reads a table that is drawn with lines. It is written as plain CSV.
fn read_drawn(
    text: &mut TextReader<'_>,
    file: &str,
    options: &ReadOptions,
    mut buffer: String,
) -> Result<FileTable, Error> {
    while !text.is_at_end() {
        if buffer.len() > MAX_RECORD_BYTES {
            return Err(Error::RecordTooLong {
                place: Place::line(file, 1),
                limit_bytes: MAX_RECORD_BYTES,
            });
        }
        text.fill(&mut buffer)?;
    }
    let drawn = drawn::read(&buffer, file)?;
    let mut named = Named::of(drawn.names, 0, false);
    let mut table = FileTable {
        file: file.to_owned(),
        names: std::mem::take(&mut named.names),
        batches: drawn.batches,
        layout: Layout::Csv(CsvStyle {
            delimiter: b',',
            quoting: true,
            has_separator_line: false,
            line_end: line_end(&buffer),
            byte_order_mark: text.had_mark(),
            encoding: text.encoding(),
            is_ascii: text.is_ascii(),
        }),
        notices: Vec::new(),
        size_bytes: 0,
    };
    let mut assumed = drawn.assumed;
    let of_names = named.finish(&mut table);
    assumed.extend(of_names.into_iter().map(|what| (drawn.header_line, what)));
    table.notices = notices(text, file, options, assumed);
    Ok(table)
}

fn notices(
    text: &TextReader<'_>,
    file: &str,
    options: &ReadOptions,
    assumed: Vec<(u64, Assumed)>,
) -> Vec<Notice> {
    let of_encoding = encoding_notice(file, text, options.encoding.is_some());
    let of_lines = assumed.into_iter().map(|(line, what)| {
        Notice::Assumed(Assumption {
            place: Place::line(file, line),
            what,
        })
    });
    of_encoding.into_iter().chain(of_lines).collect()
}

/// Reads the header, or names as many columns as the first record has and leaves that record to be read.
fn header(records: &mut Records<'_, '_>, no_header: bool, detected: &Detected) -> Result<Named, Error> {
    let file = records.file.to_owned();
    let frame = &detected.frame;
    if !records.advance()? {
        return Err(Error::EmptyFile { file });
    }
    if no_header {
        records.splitter.unread();
        let columns = records.splitter.fields.len().max(frame.fields);
        return Ok(Named::numbered(columns));
    }
    let names: Vec<String> = (0..records.splitter.fields.len())
        .map(|field| records.splitter.value(&records.buffer, field).to_owned())
        .collect();
    if frame.rule.is_some() {
        records.advance()?;
    }
    Ok(Named::of(names, frame.fields, frame.has_index))
}

/// Refuses a file in which hardly any row has the width of the header: then its delimiter is another one.
fn check_widths(file: &str, widths: &Widths, expected: usize, delimiter: u8) -> Result<(), Error> {
    let is_other = widths.short.count == widths.rows || (expected > 2 && 2 * widths.lone > widths.rows);
    if widths.short.count == 0 || !is_other {
        return Ok(());
    }
    Err(Error::RaggedRow {
        place: Place::line(file, widths.short.first_line),
        found: widths.first_short,
        expected,
        delimiter,
    })
}

fn assumed_of(widths: &Widths, expected: usize) -> impl Iterator<Item = (u64, Assumed)> {
    let short = (widths.short.count > 0).then(|| {
        let what = Assumed::ShortRows {
            rows: widths.short.count,
            found: widths.first_short,
            expected,
        };
        (widths.short.first_line, what)
    });
    let trailing = (widths.trailing.count > 0).then(|| {
        let what = Assumed::TrailingDelimiterInRows {
            rows: widths.trailing.count,
        };
        (widths.trailing.first_line, what)
    });
    let comments = (widths.comments.count > 0).then(|| {
        let what = Assumed::Comments {
            lines: widths.comments.count,
        };
        (widths.comments.first_line, what)
    });
    short.into_iter().chain(trailing).chain(comments)
}

/// Takes rows at the end away that are no records, such as totals.
/// `is_short` tells by line and cells whether a row had fewer cells than there are columns.
pub(super) fn drop_footers(
    table: &mut FileTable,
    is_short: &dyn Fn(u64, &[&str]) -> bool,
) -> Option<(u64, Assumed)> {
    // The last rows, from the last on; they may be in several batches.
    let places = table
        .batches
        .iter()
        .rev()
        .flat_map(|batch| (0..batch.rows).rev().map(move |row| (batch, row)));
    let last: Vec<(&FileBatch, usize)> = places.take(MAX_FOOTERS + 1).collect();
    let rows: Vec<LastRow<'_>> = last
        .windows(2)
        .map(|pair| {
            let [(batch, row), (above, above_row)] = [pair[0], pair[1]];
            let line = batch.lines.of(row);
            let below_above = above.lines.of(above_row) + 1 + line_ends_in(above, above_row);
            let cells: Vec<&str> = batch.values(row).collect();
            LastRow {
                is_short: is_short(line, &cells),
                cells,
                is_apart: line > below_above,
            }
        })
        .collect();
    let footers = frame::footers(&rows);
    let (batch, row) = *last.get(footers.checked_sub(1)?)?;
    let line = batch.lines.of(row);
    drop_last_rows(&mut table.batches, footers);
    let what = Assumed::Footer {
        lines: footers as u64,
    };
    Some((line, what))
}

fn line_ends_in(batch: &FileBatch, row: usize) -> u64 {
    batch
        .values(row)
        .map(|value| splitter::line_ends(value.as_bytes()))
        .sum()
}

fn drop_last_rows(batches: &mut Vec<FileBatch>, rows: usize) {
    let mut left = rows;
    while left > 0
        && let Some(last) = batches.last_mut()
    {
        let here = left.min(last.rows);
        left -= here;
        last.truncate(last.rows - here);
        if last.rows == 0 {
            batches.pop();
        }
    }
}

/// The line end of the first line; outputs use the same.
fn line_end(head: &str) -> &'static str {
    match head.find(['\r', '\n']) {
        Some(position) if head[position..].starts_with("\r\n") => "\r\n",
        Some(position) if head[position..].starts_with('\r') => "\r",
        _ => "\n",
    }
}

#[cfg(test)]
mod tests;
