//! Batches to delimited text. Quotes stand only where reading would go wrong without them.

use std::io::{self, Write};

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, StringArray};
use encoding_rs::{Encoding, UTF_8};
use memchr::{memchr, memchr3};
use rayon::prelude::*;

use super::encode::{Block, Encoder, Plan};
use crate::table::CsvStyle;
use crate::value_text::text_column;

/// Rows that one task encodes.
const ROWS: usize = 8_192;

/// Writes CSV and TSV.
pub(super) struct CsvEncoder<'w> {
    writer: &'w mut (dyn Write + Send),
    style: CsvStyle,
    /// What the tasks encode; kept, since fresh memory costs more than encoding.
    parts: Vec<Lines>,
}

impl<'w> CsvEncoder<'w> {
    /// Writes the byte order mark and the header.
    pub fn start(plan: &Plan, writer: &'w mut (dyn Write + Send)) -> io::Result<Self> {
        let mut lines = Lines::new(plan.style);
        if plan.style.byte_order_mark {
            lines.text.extend_from_slice("\u{feff}".as_bytes());
        }
        let names = plan
            .names
            .iter()
            .chain(plan.extra.iter().map(arrow_schema::Field::name));
        let count = plan.names.len() + plan.extra.len();
        for (column, name) in names.enumerate() {
            lines.separate(column);
            // A file whose first character is a byte order mark would lose it in reading.
            if column == 0 && name.starts_with('\u{feff}') {
                push_quoted(&mut lines.text, name);
            } else {
                lines.push(name, count == 1, true);
            }
        }
        lines.end();
        write_encoded(writer, &lines.text, plan.style.encoding)?;
        Ok(Self {
            writer,
            style: plan.style,
            parts: Vec::new(),
        })
    }
}

impl Encoder for CsvEncoder<'_> {
    fn encode(&mut self, block: &Block<'_>) -> io::Result<()> {
        let rows = block.text.num_rows();
        let style = self.style;
        self.parts.resize_with(rows.div_ceil(ROWS), || Lines::new(style));
        let parts = self.parts.par_iter_mut().enumerate();
        parts.try_for_each(|(part, lines)| {
            let start = part * ROWS;
            lines.push_rows(block, start, ROWS.min(rows - start))
        })?;
        let mut parts = self.parts.iter();
        parts.try_for_each(|lines| write_encoded(self.writer, &lines.text, style.encoding))
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        Ok(())
    }
}

/// Encoded lines.
struct Lines {
    style: CsvStyle,
    text: Vec<u8>,
}

impl Lines {
    fn new(style: CsvStyle) -> Self {
        Self {
            style,
            text: Vec::new(),
        }
    }

    /// Starts anew with some rows of a block.
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
            .map(|values| Column::new(values.as_string(), self.style.delimiter))
            .collect();
        self.text.clear();
        for row in 0..rows {
            self.push_row(&columns, row);
        }
        Ok(())
    }

    fn push_row(&mut self, columns: &[Column<'_>], row: usize) {
        let is_alone = columns.len() == 1;
        for (position, column) in columns.iter().enumerate() {
            self.separate(position);
            if !column.has_nulls || column.values.is_valid(row) {
                self.push(column.values.value(row), is_alone, column.may_need_quotes);
            } else {
                self.push("", is_alone, false);
            }
        }
        self.end();
    }

    fn separate(&mut self, column: usize) {
        if column > 0 {
            self.text.push(self.style.delimiter);
        }
    }

    #[inline]
    fn push(&mut self, value: &str, is_alone: bool, may_need_quotes: bool) {
        // A line without any character is no record, so that a lone empty value needs its quotes.
        if (is_alone && value.is_empty())
            || (may_need_quotes && self.style.quoting && needs_quotes(value.as_bytes(), self.style.delimiter))
        {
            push_quoted(&mut self.text, value);
        } else {
            self.text.extend_from_slice(value.as_bytes());
        }
    }

    fn end(&mut self) {
        self.text.extend_from_slice(self.style.line_end.as_bytes());
    }
}

/// A column of a block. Most columns hold no special character at all, which one look at all their bytes tells.
struct Column<'a> {
    values: &'a StringArray,
    may_need_quotes: bool,
    has_nulls: bool,
}

impl<'a> Column<'a> {
    fn new(values: &'a StringArray, delimiter: u8) -> Self {
        Self {
            values,
            may_need_quotes: needs_quotes(bytes_of(values), delimiter),
            has_nulls: values.null_count() > 0,
        }
    }
}

/// The bytes of all values; an array may be a part of another, whose bytes it shares.
fn bytes_of(values: &StringArray) -> &[u8] {
    let offsets = values.value_offsets();
    let (start, end) = (offsets[0] as usize, offsets[values.len()] as usize);
    &values.value_data()[start..end]
}

fn needs_quotes(value: &[u8], delimiter: u8) -> bool {
    memchr3(delimiter, b'"', b'\n', value).is_some() || memchr(b'\r', value).is_some()
}

fn push_quoted(text: &mut Vec<u8>, value: &str) {
    text.push(b'"');
    let mut rest = value.as_bytes();
    while let Some(position) = memchr(b'"', rest) {
        text.extend_from_slice(&rest[..=position]);
        text.push(b'"');
        rest = &rest[position + 1..];
    }
    text.extend_from_slice(rest);
    text.push(b'"');
}

/// Writes UTF-8 in another encoding; the text came from that encoding, so that it has every character.
fn write_encoded(
    writer: &mut (dyn Write + Send),
    text: &[u8],
    encoding: &'static Encoding,
) -> io::Result<()> {
    if encoding == UTF_8 {
        return writer.write_all(text);
    }
    let text = std::str::from_utf8(text).map_err(io::Error::other)?;
    writer.write_all(&encoding.encode(text).0)
}
