//! Cells of a text to columns: first collects their positions, then builds all columns at once with exactly the memory needed.
//!
//! Fresh memory costs more than the work on it. So positions are collected in memory that is reused from text to text,
//! and columns are built when their size is known.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::{ArrayRef, StringArray};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer};

use super::batches::{FileBatch, LineNumbers, is_long};
use crate::short_copy::{BLOCK, copy_short};
use crate::table::Original;

/// Longest text whose positions fit.
pub(super) const MAX_TEXT_BYTES: usize = i32::MAX as usize;
/// Number of records whose values are copied column by column, so their text stays in a core's cache.
const ROWS: usize = 512;

/// The cells of records, as positions in the text.
pub(super) struct Cells {
    /// Start of each cell, record by record; a position beyond the text is in `made`.
    starts: Vec<u32>,
    /// Cells that differ from the text, such as unescaped ones.
    made: String,
    /// For each column the start of its first value and the end of each value.
    offsets: Vec<Vec<i32>>,
    lines: LineNumbers,
}

impl Cells {
    pub fn new(columns: usize) -> Self {
        Self {
            starts: Vec::new(),
            made: String::new(),
            offsets: vec![vec![0]; columns],
            lines: LineNumbers::default(),
        }
    }

    pub fn width(&self) -> usize {
        self.offsets.len()
    }

    /// The next cell, a part of the text; empty is missing.
    #[inline]
    pub fn push(&mut self, column: usize, cell: Range<usize>) {
        let offsets = &mut self.offsets[column];
        let end = offsets.last().copied().unwrap_or_default() + cell.len() as i32;
        offsets.push(end);
        self.starts.push(cell.start as u32);
    }

    /// The next cell, built from a part of the text and no longer than that part.
    pub fn push_made(&mut self, column: usize, text: &str, make: impl FnOnce(&mut String)) {
        let start = text.len() + self.made.len();
        make(&mut self.made);
        self.push(column, start..text.len() + self.made.len());
    }

    /// Ends a record; every column has its cell.
    pub fn end_row(&mut self, line: u64) {
        self.lines.push(line);
    }

    /// Whether the batch is full.
    pub fn is_full(&self) -> bool {
        is_long(self.lines.len(), self.width())
    }

    /// Takes the batch so far, if it has records.
    pub fn take(&mut self, text: &str) -> Option<FileBatch> {
        let rows = self.lines.len();
        let values = self.values(text);
        let columns = self.offsets.iter().zip(values);
        let columns = columns.map(|(offsets, values)| column(offsets, values)).collect();
        let batch = FileBatch::new(columns, rows, self.lines.take(), Original::Text);
        self.clear();
        (rows > 0).then_some(batch)
    }

    /// Forgets all cells.
    pub fn clear(&mut self) {
        self.starts.clear();
        self.made.clear();
        self.offsets.iter_mut().for_each(|offsets| offsets.truncate(1));
        self.lines.take();
    }

    /// The values of each column, one after the other, followed by a spare block for block copies.
    fn values(&self, text: &str) -> Vec<Vec<u8>> {
        let len = |offsets: &Vec<i32>| offsets.last().map_or(0, |&end| end as usize);
        let mut values: Vec<Vec<u8>> = self
            .offsets
            .iter()
            .map(|offsets| vec![0; len(offsets) + BLOCK])
            .collect();
        let (rows, width) = (self.lines.len(), self.width());
        for first in (0..rows).step_by(ROWS) {
            let last = rows.min(first + ROWS);
            for (column, (offsets, values)) in self.offsets.iter().zip(&mut values).enumerate() {
                let starts = self.starts[first * width + column..].iter().step_by(width);
                for (&start, ends) in starts.zip(offsets[first..=last].windows(2)) {
                    let place = ends[0] as usize..ends[1] as usize;
                    copy_short(self.rest(text, start as usize), place, values);
                }
            }
        }
        values
    }

    /// The text from a position on.
    fn rest<'a>(&'a self, text: &'a str, start: usize) -> &'a [u8] {
        match start.checked_sub(text.len()) {
            None => &text.as_bytes()[start..],
            Some(start) => &self.made.as_bytes()[start..],
        }
    }
}

/// Builds a column from values one after the other; empty values are missing.
fn column(offsets: &[i32], values: Vec<u8>) -> ArrayRef {
    let len = values.len() - BLOCK;
    let values = Buffer::from_vec(values).slice_with_length(0, len);
    let is_there = BooleanBuffer::collect_bool(offsets.len() - 1, |row| offsets[row] < offsets[row + 1]);
    let nulls = Some(NullBuffer::new(is_there)).filter(|nulls| nulls.null_count() > 0);
    let offsets = OffsetBuffer::new(offsets.to_vec().into());
    let column = StringArray::try_new(offsets, values, nulls);
    Arc::new(column.expect("cells begin and end between the characters of a text"))
}
