//! Batches to delimited text. Quotes stand only where reading would go wrong without them.

use std::io::{self, Write};

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, StringArray};
use encoding_rs::{Encoding, UTF_8};
use memchr::{memchr, memchr3};

use super::encode::{Block, Encoder, Plan};
use crate::table::CsvStyle;
use crate::value_text::text_column;

/// Encoded text is handed on in pieces of this size.
const PIECE_BYTES: usize = 256 * 1024;

/// Writes CSV and TSV.
pub(super) struct CsvEncoder<'w> {
    writer: &'w mut (dyn Write + Send),
    style: CsvStyle,
    text: Vec<u8>,
}

impl<'w> CsvEncoder<'w> {
    /// Writes the byte order mark and the header.
    pub fn start(plan: &Plan, writer: &'w mut (dyn Write + Send)) -> Self {
        let mut encoder = Self {
            writer,
            style: plan.style,
            text: Vec::with_capacity(PIECE_BYTES + PIECE_BYTES / 8),
        };
        if plan.style.byte_order_mark {
            encoder.text.extend_from_slice("\u{feff}".as_bytes());
        }
        let names = plan
            .names
            .iter()
            .chain(plan.extra.iter().map(arrow_schema::Field::name));
        let count = plan.names.len() + plan.extra.len();
        for (column, name) in names.enumerate() {
            encoder.separate(column);
            // A file whose first character is a byte order mark would lose it in reading.
            if column == 0 && name.starts_with('\u{feff}') {
                push_quoted(&mut encoder.text, name);
            } else {
                encoder.push(name, count == 1, true);
            }
        }
        encoder.text.extend_from_slice(encoder.style.line_end.as_bytes());
        encoder
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

    fn flush(&mut self) -> io::Result<()> {
        write_encoded(self.writer, &self.text, self.style.encoding)?;
        self.text.clear();
        Ok(())
    }
}

impl Encoder for CsvEncoder<'_> {
    fn encode(&mut self, block: &Block<'_>) -> io::Result<()> {
        let extra: Vec<ArrayRef> = block
            .extra
            .iter()
            .map(text_column)
            .collect::<Result<_, _>>()
            .map_err(io::Error::other)?;
        let columns: Vec<Column<'_>> = block
            .text
            .columns()
            .iter()
            .chain(&extra)
            .map(|values| Column::new(values.as_string(), self.style.delimiter))
            .collect();
        let is_alone = columns.len() == 1;
        for row in 0..block.text.num_rows() {
            for (position, column) in columns.iter().enumerate() {
                self.separate(position);
                if !column.has_nulls || column.values.is_valid(row) {
                    self.push(column.values.value(row), is_alone, column.may_need_quotes);
                } else {
                    self.push("", is_alone, false);
                }
            }
            self.text.extend_from_slice(self.style.line_end.as_bytes());
            if self.text.len() >= PIECE_BYTES {
                self.flush()?;
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.flush()
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
            may_need_quotes: needs_quotes(values.value_data(), delimiter),
            has_nulls: values.null_count() > 0,
        }
    }
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
