//! Rows with other widths than the header: short ones, delimiters at the end, comments.

use super::splitter::{Field, Splitter};

/// Number of short rows whose lines are remembered, to find lines below the records.
const LAST_SHORT: usize = 32;

/// What rows of other widths than the header were taken for.
#[derive(Debug, Clone, Default)]
pub(super) struct Widths {
    /// Records.
    pub rows: u64,
    pub short: Tally,
    /// Short rows that hold one value only.
    pub lone: u64,
    pub trailing: Tally,
    pub comments: Tally,
    /// Cells that short rows lack.
    pub missing: u64,
    /// Fields of the first short row.
    pub first_short: usize,
    /// Lines of the last short rows.
    pub last_short: Vec<u64>,
}

/// What some programs write as the last character.
const END_OF_FILE: &str = "\u{1a}";

/// How often something was seen, and where first.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    pub count: u64,
    pub first_line: u64,
}

impl Tally {
    fn add(&mut self, line: u64) {
        if self.count == 0 {
            self.first_line = line;
        }
        self.count += 1;
    }

    fn append(&mut self, later: Self, lines: u64) {
        if self.count == 0 {
            self.first_line = later.first_line + lines;
        }
        self.count += later.count;
    }
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Row {
    /// A record, now with one field for each column.
    Record,
    /// A comment or blanks.
    Nothing,
    /// More values than columns.
    TooWide,
}

impl Widths {
    /// Fits the current row to the columns.
    #[inline]
    pub fn fit(&mut self, splitter: &mut Splitter, text: &str, columns: usize) -> Row {
        if splitter.fields.len() == columns {
            self.rows += 1;
            return Row::Record;
        }
        self.fit_other(splitter, text, columns)
    }

    #[cold]
    fn fit_other(&mut self, splitter: &mut Splitter, text: &str, columns: usize) -> Row {
        let line = splitter.line;
        let raw = &text[splitter.start..splitter.next];
        if raw.starts_with('#') {
            self.comments.add(line);
            return Row::Nothing;
        }
        if raw.trim_ascii().is_empty() || raw.trim_ascii() == END_OF_FILE {
            return Row::Nothing;
        }
        let found = splitter.fields.len();
        if found > columns {
            if splitter.fields[columns..]
                .iter()
                .any(|field| field.start < field.end)
            {
                return Row::TooWide;
            }
            splitter.fields.truncate(columns);
            self.trailing.add(line);
        } else {
            if self.short.count == 0 {
                self.first_short = found;
            }
            self.short.add(line);
            self.missing += (columns - found) as u64;
            self.lone += u64::from(found == 1);
            self.remember(line);
            splitter.fields.resize(columns, Field::empty(splitter.start));
        }
        self.rows += 1;
        Row::Record
    }

    /// Forgets the short rows from a line on, which are no records; only the last ones can be so.
    pub fn forget_from(&mut self, line: u64) {
        let before = self.last_short.len();
        self.last_short.retain(|own| *own < line);
        let gone = (before - self.last_short.len()) as u64;
        self.short.count -= gone;
        self.rows -= gone;
        // Remarks hold one value each.
        self.lone = self.lone.saturating_sub(gone);
    }

    fn remember(&mut self, line: u64) {
        if self.last_short.len() >= 2 * LAST_SHORT {
            self.last_short.drain(..LAST_SHORT);
        }
        self.last_short.push(line);
    }

    /// Adds what was seen after this many lines.
    pub fn append(&mut self, later: Self, lines: u64) {
        if self.short.count == 0 {
            self.first_short = later.first_short;
        }
        self.rows += later.rows;
        self.lone += later.lone;
        self.missing += later.missing;
        self.short.append(later.short, lines);
        self.trailing.append(later.trailing, lines);
        self.comments.append(later.comments, lines);
        for line in later.last_short {
            self.remember(line + lines);
        }
    }
}
