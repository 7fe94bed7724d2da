//! Batches to JSON lines, or to one JSON array. Input objects are written unchanged, with the new members at their end.

use std::io::{self, Write};

use arrow_array::ArrayRef;

use super::encode::{Block, Encoder, Plan};
use crate::json_text::{push_string, push_value};
use crate::table::Original;

/// Encoded text is written in pieces of this size.
const PIECE_BYTES: usize = 256 * 1024;

/// Writes JSON lines.
pub(super) struct JsonEncoder<'w> {
    writer: &'w mut (dyn Write + Send),
    /// Member names with quotes and colon.
    names: Vec<Vec<u8>>,
    extra: Vec<Vec<u8>>,
    text: Vec<u8>,
    /// Whether the objects are in an array rather than lines, and whether one was written.
    is_array: bool,
    has_objects: bool,
}

impl<'w> JsonEncoder<'w> {
    pub fn start(plan: &Plan, writer: &'w mut (dyn Write + Send), is_array: bool) -> Self {
        Self {
            writer,
            names: plan.names.iter().map(|name| member(name)).collect(),
            extra: plan.extra.iter().map(|field| member(field.name())).collect(),
            text: Vec::with_capacity(PIECE_BYTES + PIECE_BYTES / 8),
            is_array,
            has_objects: false,
        }
    }

    fn push_members(&mut self, columns: &[ArrayRef], row: usize) -> io::Result<()> {
        for (position, column) in columns.iter().enumerate() {
            if position > 0 {
                self.text.push(b',');
            }
            self.text.extend_from_slice(&self.names[position]);
            push_value(column, row, &mut self.text).map_err(io::Error::other)?;
        }
        Ok(())
    }

    fn push_extra(&mut self, columns: &[ArrayRef], row: usize) -> io::Result<()> {
        for (position, column) in columns.iter().enumerate() {
            if self.text.last() != Some(&b'{') {
                self.text.push(b',');
            }
            self.text.extend_from_slice(&self.extra[position]);
            push_value(column, row, &mut self.text).map_err(io::Error::other)?;
        }
        Ok(())
    }
}

impl Encoder for JsonEncoder<'_> {
    fn encode(&mut self, block: &Block<'_>) -> io::Result<()> {
        for row in 0..block.text.num_rows() {
            if self.is_array {
                let before: &[u8] = if self.has_objects { b",\n" } else { b"[\n" };
                self.text.extend_from_slice(before);
                self.has_objects = true;
            }
            match block.original {
                Original::Json(objects) => {
                    let object = objects.get(row);
                    let members = object.strip_suffix('}').unwrap_or(object).trim_end();
                    self.text.extend_from_slice(members.as_bytes());
                }
                Original::Columns(columns) => {
                    self.text.push(b'{');
                    self.push_members(columns.columns(), row)?;
                }
                Original::Text => {
                    self.text.push(b'{');
                    self.push_members(block.text.columns(), row)?;
                }
            }
            self.push_extra(&block.extra, row)?;
            self.text
                .extend_from_slice(if self.is_array { b"}" } else { b"}\n" });
            if self.text.len() >= PIECE_BYTES {
                self.writer.write_all(&self.text)?;
                self.text.clear();
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        if self.is_array {
            let end: &[u8] = if self.has_objects { b"\n]\n" } else { b"[]\n" };
            self.text.extend_from_slice(end);
        }
        self.writer.write_all(&self.text)
    }
}

fn member(name: &str) -> Vec<u8> {
    let mut text = Vec::new();
    push_string(name, &mut text);
    text.push(b':');
    text
}
