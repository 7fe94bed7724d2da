//! Batches to delimited text. Values are quoted only if reading would fail without quotes.

use std::io::{self, Write};
use std::ops::Range;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, StringArray};
use encoding_rs::{Encoding, UTF_8, UTF_16LE};
use memchr::{memchr, memchr_iter, memchr3};
use rayon::prelude::*;

use super::encode::{Block, Encoder, Plan};
use crate::short_copy::{BLOCK, copy_short};
use crate::source::text::is_utf16;
use crate::table::CsvStyle;
use crate::value_text::text_column;

/// Largest number of rows that one task encodes, and number of tasks whose lines are in memory together.
const ROWS: usize = 4_096;
const PARTS: usize = 8;

/// Writes CSV and TSV.
pub(super) struct CsvEncoder<'w> {
    writer: &'w mut (dyn Write + Send),
    style: CsvStyle,
    /// Lines of the last block, written while the next block is encoded.
    ready: Vec<Lines>,
    /// Memory for the next block; reused, since fresh memory costs more than encoding.
    spare: Vec<Lines>,
}

impl<'w> CsvEncoder<'w> {
    /// Writes the byte order mark and the header.
    pub fn start(plan: &Plan, writer: &'w mut (dyn Write + Send)) -> io::Result<Self> {
        let mut lines = Lines::new(plan.style);
        if plan.style.byte_order_mark {
            lines.push_text("\u{feff}", false);
        }
        if plan.style.has_separator_line {
            lines.push_text(&format!("sep={}", char::from(plan.style.delimiter)), false);
            lines.end_line();
        }
        let names = plan
            .names
            .iter()
            .chain(plan.extra.iter().map(arrow_schema::Field::name));
        let count = plan.names.len() + plan.extra.len();
        for (column, name) in names.enumerate() {
            // A file whose first character is a byte order mark would lose it when read.
            let is_mark = column == 0 && name.starts_with('\u{feff}');
            lines.separate(column);
            lines.push_text(
                name,
                is_mark || plan.style.needs_quotes(name.as_bytes(), count == 1),
            );
        }
        // A table without columns has a header all the same.
        lines.make_room(plan.style.line_end.len());
        lines.end_line();
        write_encoded(writer, lines.text(), plan.style.encoding)?;
        Ok(Self {
            writer,
            style: plan.style,
            ready: Vec::new(),
            spare: Vec::new(),
        })
    }
}

impl Encoder for CsvEncoder<'_> {
    fn encode(&mut self, block: &Block<'_>) -> io::Result<()> {
        let rows = block.text.num_rows();
        for start in (0..rows).step_by(ROWS * PARTS) {
            self.encode_rows(block, start..rows.min(start + ROWS * PARTS))?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        write_lines(self.writer, &self.ready, self.style.encoding)
    }
}

impl CsvEncoder<'_> {
    /// Encodes some rows while writing the rows before them.
    fn encode_rows(&mut self, block: &Block<'_>, rows: Range<usize>) -> io::Result<()> {
        let (writer, style) = (&mut *self.writer, self.style);
        let rows_of_part = rows.len().div_ceil(PARTS).max(1);
        self.spare
            .resize_with(rows.len().div_ceil(rows_of_part), || Lines::new(style));
        let (encoded, written) = rayon::join(
            || {
                let parts = self.spare.par_iter_mut().enumerate();
                parts.try_for_each(|(part, lines)| {
                    let start = rows.start + part * rows_of_part;
                    lines.push_rows(block, start, rows_of_part.min(rows.end - start))
                })
            },
            || write_lines(writer, &self.ready, style.encoding),
        );
        written.and(encoded)?;
        std::mem::swap(&mut self.ready, &mut self.spare);
        Ok(())
    }
}

fn write_lines(
    writer: &mut (dyn Write + Send),
    parts: &[Lines],
    encoding: &'static Encoding,
) -> io::Result<()> {
    parts
        .iter()
        .try_for_each(|lines| write_encoded(writer, lines.text(), encoding))
}

/// Encoded lines. Memory is allocated once for many rows.
struct Lines {
    style: CsvStyle,
    /// The lines, followed by spare memory.
    room: Vec<u8>,
    /// Where the lines end.
    end: usize,
}

impl Lines {
    fn new(style: CsvStyle) -> Self {
        Self {
            style,
            room: Vec::new(),
            end: 0,
        }
    }

    /// The lines.
    fn text(&self) -> &[u8] {
        &self.room[..self.end]
    }

    /// Starts over with some rows of a block.
    fn push_rows(&mut self, block: &Block<'_>, start: usize, rows: usize) -> io::Result<()> {
        let own = block
            .text
            .columns()
            .iter()
            .map(|column| column.slice(start, rows));
        let extra = block
            .extra
            .iter()
            .map(|column| text_column(&column.slice(start, rows)).map_err(io::Error::other));
        let columns: Vec<ArrayRef> = own.map(Ok).chain(extra).collect::<io::Result<_>>()?;
        let columns: Vec<Column<'_>> = columns
            .iter()
            .map(|values| Column::new(values.as_string(), self.style))
            .collect();
        self.end = 0;
        self.make_room(columns.iter().map(Column::room).sum::<usize>() + rows * self.style.line_end.len());
        for row in 0..rows {
            self.push_row(&columns, row);
        }
        Ok(())
    }

    fn push_row(&mut self, columns: &[Column<'_>], row: usize) {
        let is_alone = columns.len() == 1;
        for (position, column) in columns.iter().enumerate() {
            self.separate(position);
            let place = column.place(row);
            let value = &column.bytes[place.clone()];
            if (is_alone || column.may_need_quotes) && self.style.needs_quotes(value, is_alone) {
                self.push_quoted(value);
            } else {
                let end = self.end + value.len();
                copy_short(&column.bytes[place.start..], self.end..end, &mut self.room);
                self.end = end;
            }
        }
        self.end_line();
    }

    /// Adds a text of the header.
    fn push_text(&mut self, text: &str, needs_quotes: bool) {
        let text = text.as_bytes();
        self.make_room(room_of(1, text.len() + count_quotes(text)) + self.style.line_end.len());
        if needs_quotes {
            self.push_quoted(text);
        } else {
            self.push(text);
        }
    }

    fn separate(&mut self, column: usize) {
        if column > 0 {
            self.push(&[self.style.delimiter]);
        }
    }

    fn push_quoted(&mut self, value: &[u8]) {
        self.push(b"\"");
        let mut rest = value;
        while let Some(position) = memchr(b'"', rest) {
            self.push(&rest[..=position]);
            self.push(b"\"");
            rest = &rest[position + 1..];
        }
        self.push(rest);
        self.push(b"\"");
    }

    fn end_line(&mut self) {
        self.push(self.style.line_end.as_bytes());
    }

    /// Adds bytes for which memory is reserved.
    #[inline]
    fn push(&mut self, bytes: &[u8]) {
        let end = self.end + bytes.len();
        self.room[self.end..end].copy_from_slice(bytes);
        self.end = end;
    }

    /// Reserves memory for this many bytes, and for a block that goes beyond their end.
    fn make_room(&mut self, more: usize) {
        let wanted = self.end + more + BLOCK;
        if self.room.len() < wanted {
            self.room.resize(wanted, 0);
        }
    }
}

/// A column of a block. Most columns contain no special character at all, which one scan of their bytes shows.
struct Column<'a> {
    values: &'a StringArray,
    bytes: &'a [u8],
    offsets: &'a [i32],
    may_need_quotes: bool,
    /// Quotes in the values, which are doubled.
    quotes: usize,
    has_nulls: bool,
}

impl<'a> Column<'a> {
    fn new(values: &'a StringArray, style: CsvStyle) -> Self {
        let own = bytes_of(values);
        let may_need_quotes = is_special(own, style.delimiter);
        Self {
            values,
            bytes: values.value_data(),
            offsets: values.value_offsets(),
            may_need_quotes,
            quotes: if may_need_quotes { count_quotes(own) } else { 0 },
            has_nulls: values.null_count() > 0,
        }
    }

    /// Positions of the bytes of a value; empty if the value is missing.
    fn place(&self, row: usize) -> Range<usize> {
        let (start, end) = (self.offsets[row] as usize, self.offsets[row + 1] as usize);
        if self.has_nulls && self.values.is_null(row) {
            start..start
        } else {
            start..end
        }
    }

    /// Largest number of bytes of the values with their delimiters.
    fn room(&self) -> usize {
        room_of(self.values.len(), bytes_of(self.values).len() + self.quotes)
    }
}

/// Largest number of bytes of the values, with two quotes and a delimiter each.
fn room_of(values: usize, bytes: usize) -> usize {
    bytes + 3 * values
}

impl CsvStyle {
    /// Whether reading would fail without quotes. An empty line is not a record, so a lone empty value
    /// needs its quotes.
    fn needs_quotes(self, value: &[u8], is_alone: bool) -> bool {
        (is_alone && value.is_empty()) || (self.quoting && is_special(value, self.delimiter))
    }
}

fn count_quotes(bytes: &[u8]) -> usize {
    memchr_iter(b'"', bytes).count()
}

/// Whether some bytes contain a character with a meaning in CSV.
fn is_special(value: &[u8], delimiter: u8) -> bool {
    memchr3(delimiter, b'"', b'\n', value).is_some() || memchr(b'\r', value).is_some()
}

/// The bytes of all values; an array can be a slice that shares the bytes of a larger one.
fn bytes_of(values: &StringArray) -> &[u8] {
    let offsets = values.value_offsets();
    let (start, end) = (offsets[0] as usize, offsets[values.len()] as usize);
    &values.value_data()[start..end]
}

/// Writes UTF-8 in another encoding.
fn write_encoded(
    writer: &mut (dyn Write + Send),
    text: &[u8],
    encoding: &'static Encoding,
) -> io::Result<()> {
    if encoding == UTF_8 {
        return writer.write_all(text);
    }
    let text = std::str::from_utf8(text).map_err(io::Error::other)?;
    if is_utf16(encoding) {
        let to_bytes = if encoding == UTF_16LE {
            u16::to_le_bytes
        } else {
            u16::to_be_bytes
        };
        let bytes: Vec<u8> = text.encode_utf16().flat_map(to_bytes).collect();
        return writer.write_all(&bytes);
    }
    let (bytes, _, has_unknown) = encoding.encode(text);
    if has_unknown {
        return Err(io::Error::other(Unencodable {
            character: unknown_character(text, encoding).unwrap_or('\u{fffd}'),
            encoding,
        }));
    }
    writer.write_all(&bytes)
}

/// The first character that an encoding does not have.
fn unknown_character(text: &str, encoding: &'static Encoding) -> Option<char> {
    let mut buffer = [0; 4];
    text.chars()
        .find(|character| encoding.encode(character.encode_utf8(&mut buffer)).2)
}

/// A character that does not exist in the encoding of the output.
#[derive(Debug, thiserror::Error)]
#[error("{character:?} does not exist in {}", encoding.name())]
pub(super) struct Unencodable {
    pub character: char,
    pub encoding: &'static Encoding,
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::RecordBatch;
    use proptest::prelude::*;

    use super::*;
    use crate::Format;
    use crate::table::Original;

    /// What RFC 4180 asks for, value by value.
    fn plainly(rows: &[[Option<String>; 2]]) -> String {
        let value = |value: &Option<String>| {
            let text = value.as_deref().unwrap_or_default();
            if text.contains([',', '"', '\n', '\r']) {
                format!("\"{}\"", text.replace('"', "\"\""))
            } else {
                text.to_owned()
            }
        };
        let rows = rows.iter().map(|[a, b]| format!("{},{}\n", value(a), value(b)));
        format!("a,b\n{}", rows.collect::<String>())
    }

    fn values() -> impl Strategy<Value = Option<String>> {
        prop_oneof![
            1 => Just(None),
            4 => "[a-zé]{1,40}".prop_map(Some),
            2 => "[a-z\",\r\n]{1,40}".prop_map(Some),
            1 => "\"{1,20}".prop_map(Some),
        ]
    }

    proptest! {
        /// Short values are copied as blocks that reach over their end, also at the end of all values.
        #[test]
        fn lines_are_what_they_are_value_by_value(
            blocks in proptest::collection::vec(proptest::collection::vec([values(), values()], 1..40), 1..4),
            skipped in 0_usize..3,
        ) {
            let mut written = Vec::new();
            let plan = Plan::new(Format::Csv, vec!["a".to_owned(), "b".to_owned()], Vec::new());
            let mut encoder = Box::new(CsvEncoder::start(&plan, &mut written).unwrap());
            for rows in &blocks {
                let column = |at: usize| -> ArrayRef {
                    let before = std::iter::repeat_n(Some("before"), skipped);
                    let values: StringArray = before.chain(rows.iter().map(|row| row[at].as_deref())).collect();
                    Arc::new(values.slice(skipped, rows.len()))
                };
                let text = RecordBatch::try_from_iter_with_nullable([("a", column(0), true), ("b", column(1), true)]).unwrap();
                let block = Block { text: &text, original: &Original::Text, extra: Vec::new() };
                encoder.encode(&block).unwrap();
            }
            encoder.finish().unwrap();
            prop_assert_eq!(String::from_utf8(written).unwrap(), plainly(&blocks.concat()));
        }
    }
}
