//! Builds batches of text columns record by record, and defines what a reader returns for one file.

use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Fields, Schema};

use rayon::prelude::*;

use super::dialect::frame::MAX_FOOTERS;
use super::folders;
use crate::scratch::PutBatch;
use crate::table::{Layout, Lines, Origin, Original};
use crate::{Error, Notice, Room, Scratch};

/// Largest number of records in a batch.
const MAX_ROWS: usize = 65_536;
/// A batch ends early here, far below the 2 GiB that 32-bit offsets reach.
const MAX_BATCH_BYTES: usize = 256 * 1024 * 1024;
/// And here, which keeps tables of thousands of columns from holding millions of empty cells at a time.
const MAX_CELLS: usize = 16 * 1024 * 1024;

/// Cells that rows lack take memory though they take no bytes in the file. A file may lack so many, and one for each of its
/// bytes.
pub(super) const MOST_MISSING: u64 = 32 * 1024 * 1024;

/// Everything read from one file.
pub(super) struct FileTable {
    pub file: String,
    pub names: Vec<String>,
    pub batches: Vec<FileBatch>,
    pub layout: Layout,
    pub notices: Vec<Notice>,
    pub size_bytes: u64,
}

impl FileTable {
    /// The same table if it has records.
    pub fn with_records(self) -> Result<Self, Error> {
        if !self.batches.is_empty() {
            return Ok(self);
        }
        Err(match self.layout {
            Layout::Csv(_) | Layout::Workbook => Error::HeaderOnly { file: self.file },
            Layout::Json { .. } | Layout::Parquet | Layout::Arrow | Layout::Sqlite | Layout::Postgres(_) => {
                Error::NoRecords { file: self.file }
            }
        })
    }

    /// Adds the columns that the folders of the file give, except those that the file has itself.
    pub fn add_folder_columns(&mut self, room: Option<&Room>) -> Result<(), Error> {
        let mut columns = folders::columns(&self.file);
        columns.retain(|(name, _)| !self.names.contains(name));
        if columns.is_empty() {
            return Ok(());
        }
        for batch in &mut self.batches {
            let put = match (batch.put.take(), room) {
                (Some(put), Some(room)) => Some((put, room.scratch()?)),
                _ => None,
            };
            if let Some((put, scratch)) = &put {
                batch.take_back(put, scratch)?;
            }
            batch.add_constants(&columns)?;
            if let Some((_, scratch)) = put {
                batch.put_aside(scratch)?;
            }
        }
        let names: Vec<String> = columns.into_iter().map(|(name, _)| name).collect();
        self.names.extend(names.iter().cloned());
        self.notices.push(Notice::FolderColumns { columns: names });
        Ok(())
    }
}

/// A batch with the columns known so far; columns found later are all null in it.
pub(super) struct FileBatch {
    pub columns: Vec<ArrayRef>,
    pub rows: usize,
    pub lines: Lines,
    pub original: Original,
    /// The columns, if they are in a temporary file; there are none here then.
    pub put: Option<PutBatch>,
}

impl FileBatch {
    /// A batch in memory.
    pub fn new(columns: Vec<ArrayRef>, rows: usize, lines: Lines, original: Original) -> Self {
        Self {
            columns,
            rows,
            lines,
            original,
            put: None,
        }
    }

    /// Memory that the values take.
    fn bytes(&self) -> usize {
        let text: usize = self.columns.iter().map(Array::get_buffer_memory_size).sum();
        let typed = match &self.original {
            Original::Columns(typed) => typed.columns().iter().enumerate(),
            Original::Text | Original::Json(_) => return text,
        };
        let own = typed.filter(|(at, values)| {
            !self
                .columns
                .get(*at)
                .is_some_and(|text| Arc::ptr_eq(text, values))
        });
        text + own
            .map(|(_, values)| values.get_buffer_memory_size())
            .sum::<usize>()
    }

    fn put_aside(&mut self, scratch: &Scratch) -> Result<(), Error> {
        let columns = std::mem::take(&mut self.columns);
        self.put = Some(PutBatch::put(&columns, self.rows, &mut self.original, scratch)?);
        Ok(())
    }

    /// Takes the values of `put` into memory.
    pub fn take_back(&mut self, put: &PutBatch, scratch: &Scratch) -> Result<(), Error> {
        (self.columns, self.original) = put.read(&self.original, scratch)?;
        Ok(())
    }

    /// Where the batch comes from, a file with this number.
    pub fn origin(self, file: usize) -> Origin {
        Origin {
            file,
            lines: self.lines,
            original: self.original,
        }
    }

    /// Whether no record has a value in a column.
    pub fn is_column_empty(&self, column: usize) -> bool {
        match &self.put {
            Some(put) => put.columns.get(column).is_none_or(|own| own.is_empty),
            None => self
                .columns
                .get(column)
                .is_none_or(|values| values.null_count() == self.rows),
        }
    }

    /// Leaves the first columns.
    pub fn keep_columns(&mut self, count: usize) {
        self.columns.truncate(count);
        if let Some(put) = &mut self.put {
            put.columns.truncate(count);
        }
    }

    fn add_constants(&mut self, columns: &[(String, Option<String>)]) -> Result<(), Error> {
        let before = self.columns.len();
        for (_, value) in columns {
            let column: StringArray = std::iter::repeat_n(value.as_deref(), self.rows).collect();
            self.columns.push(Arc::new(column));
        }
        match &mut self.original {
            Original::Text => {}
            Original::Json(objects) => *objects = objects.with_members(columns),
            Original::Columns(typed) => {
                let schema = typed.schema();
                let new = columns
                    .iter()
                    .map(|(name, _)| Field::new(name, DataType::Utf8, true));
                let fields: Fields = schema
                    .fields()
                    .iter()
                    .map(|field| field.as_ref().clone())
                    .chain(new)
                    .collect();
                let schema = Schema::new_with_metadata(fields, schema.metadata().clone());
                let values = typed.columns().iter().chain(&self.columns[before..]);
                *typed =
                    RecordBatch::try_new(Arc::new(schema), values.cloned().collect()).map_err(|error| {
                        Error::Internal {
                            reason: error.to_string(),
                        }
                    })?;
            }
        }
        Ok(())
    }

    /// The values of a record; missing is the empty string.
    pub fn values(&self, row: usize) -> impl Iterator<Item = &str> {
        self.columns.iter().map(move |column| {
            let texts = column.as_string_opt::<i32>().filter(|texts| texts.is_valid(row));
            texts.map_or("", |texts| texts.value(row))
        })
    }

    /// Keeps the first records of a batch of text.
    pub fn truncate(&mut self, rows: usize) {
        for column in &mut self.columns {
            *column = column.slice(0, rows);
        }
        if let Lines::Each(lines) = &mut self.lines {
            lines.truncate(rows);
        }
        self.rows = rows;
    }

    /// The same batch, this many lines further down in its file.
    #[must_use]
    pub fn after_lines(mut self, lines: u64) -> Self {
        match &mut self.lines {
            Lines::From(first) => *first += lines,
            Lines::Each(each) => each.iter_mut().for_each(|line| *line += lines),
        }
        self
    }
}

/// Puts the batches of a file aside while it is read, where there is not enough room for them.
pub(super) struct Filling<'a> {
    room: Option<&'a Room>,
    /// Batches that were counted, and how many of these are put aside.
    counted: usize,
    put: usize,
}

impl<'a> Filling<'a> {
    pub fn new(room: Option<&'a Room>) -> Self {
        Self {
            room,
            counted: 0,
            put: 0,
        }
    }

    /// Looks at the batches so far.
    pub fn make_room(&mut self, batches: &mut [FileBatch]) -> Result<(), Error> {
        let Some(room) = self.room else {
            return Ok(());
        };
        let is_over = room.add(batches[self.counted..].iter().map(FileBatch::bytes).sum());
        self.counted = batches.len();
        if !is_over {
            return Ok(());
        }
        // The last rows may turn out to be notes below the table.
        let (mut end, mut rows) = (batches.len(), 0);
        while end > self.put && rows <= MAX_FOOTERS {
            end -= 1;
            rows += batches[end].rows;
        }
        let full = &mut batches[self.put..end];
        let bytes = full.iter().map(FileBatch::bytes).sum();
        let scratch = room.scratch()?;
        full.par_iter_mut()
            .try_for_each(|batch| batch.put_aside(scratch))?;
        room.give_back(bytes);
        self.put = end;
        Ok(())
    }
}

/// Collects records into batches.
pub(super) struct BatchBuilder {
    columns: Vec<StringBuilder>,
    /// Bytes in each column of the last batch, as an estimate for the next one.
    expected_bytes: Vec<usize>,
    bytes: usize,
    lines: LineNumbers,
}

impl BatchBuilder {
    pub fn new(columns: usize) -> Self {
        Self {
            columns: (0..columns)
                .map(|_| StringBuilder::with_capacity(1024, 0))
                .collect(),
            expected_bytes: vec![0; columns],
            bytes: 0,
            lines: LineNumbers::default(),
        }
    }

    pub fn width(&self) -> usize {
        self.columns.len()
    }

    /// Adds a column that no record so far has; it is null in all of them.
    pub fn add_column(&mut self) {
        let mut column = StringBuilder::with_capacity(self.lines.len() + 1024, 0);
        for _ in 0..self.lines.len() {
            column.append_null();
        }
        self.columns.push(column);
        self.expected_bytes.push(0);
    }

    /// The next cell of a column; empty is missing.
    #[inline]
    pub fn push(&mut self, column: usize, value: &str) {
        if value.is_empty() {
            self.columns[column].append_null();
        } else {
            self.bytes += value.len();
            self.columns[column].append_value(value);
        }
    }

    /// Ends a record; every column has its cell.
    pub fn end_row(&mut self, line: u64) {
        self.lines.push(line);
    }

    /// Whether the batch is full.
    pub fn is_full(&self) -> bool {
        self.bytes >= MAX_BATCH_BYTES || is_long(self.lines.len(), self.columns.len())
    }

    /// The batch so far, if it has records; the builder starts the next one.
    pub fn take(&mut self, original: Original) -> Option<FileBatch> {
        let rows = self.lines.len();
        if rows == 0 {
            return None;
        }
        self.bytes = 0;
        let mut columns: Vec<ArrayRef> = Vec::with_capacity(self.columns.len());
        for (builder, expected) in self.columns.iter_mut().zip(&mut self.expected_bytes) {
            let mut array = builder.finish();
            if is_wasteful(&array) {
                array.shrink_to_fit();
            }
            *expected = array.value_data().len();
            // A sixteenth more than last time: growing past it doubles the memory, and should be rare.
            *builder = StringBuilder::with_capacity(rows.min(MAX_ROWS), *expected + *expected / 16);
            columns.push(Arc::new(array));
        }
        Some(FileBatch::new(columns, rows, self.lines.take(), original))
    }
}

/// Whether this many records with this many columns fill a batch.
pub(super) fn is_long(rows: usize, columns: usize) -> bool {
    rows >= MAX_ROWS || rows * columns >= MAX_CELLS
}

/// Collects the line numbers of records.
#[derive(Default)]
pub(super) struct LineNumbers {
    count: usize,
    first: u64,
    each: Vec<u64>,
}

impl LineNumbers {
    /// Number of records.
    pub fn len(&self) -> usize {
        self.count
    }

    pub fn push(&mut self, line: u64) {
        if self.count == 0 {
            self.first = line;
        } else if !self.each.is_empty() {
            self.each.push(line);
        } else if line != self.first + self.count as u64 {
            self.each
                .extend((0..self.count as u64).map(|row| self.first + row));
            self.each.push(line);
        }
        self.count += 1;
    }

    /// Takes the line numbers so far.
    pub fn take(&mut self) -> Lines {
        let numbers = std::mem::take(self);
        if numbers.each.is_empty() {
            Lines::From(numbers.first)
        } else {
            Lines::Each(numbers.each)
        }
    }
}

/// Whether more than an eighth of an array's memory is unused. Returning less costs more than it saves.
fn is_wasteful(array: &StringArray) -> bool {
    let needed = array.value_data().len() + size_of_val(array.value_offsets());
    let bits = array.nulls().map_or(0, |nulls| nulls.len() / 8);
    array.get_buffer_memory_size() > (needed + bits) / 8 * 9
}
