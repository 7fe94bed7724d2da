//! The records of a file: its text in blocks, long texts in pieces on all threads.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use memchr::memchr;
use rayon::prelude::*;

use super::splitter::{Splitter, Stop, line_ends};
use super::widths::{Row, Widths};
use super::{MAX_COLUMNS, MAX_RECORD_BYTES, PIECE_BYTES};
use crate::source::batches::{BatchBuilder, FileBatch, Filling, MOST_MISSING};
use crate::source::cells::{Cells, MAX_TEXT_BYTES};
use crate::source::dialect::Dialect;
use crate::source::text::{BLOCK_BYTES, TextReader};
use crate::table::Original;
use crate::{Error, Place, Room};

/// Number of pieces split at once. It does not depend on the number of threads, since a batch ends with its piece.
const PIECES: usize = 8;
/// Smallest share of a piece at the end of a file.
const LAST_PIECES: usize = 16;

/// A piece that lacks more cells is split in order, which notices if there are too many.
const MOST_MISSING_OF_PIECE: u64 = MOST_MISSING / (2 * PIECES as u64);

/// A piece of text that was split on its own.
struct Piece {
    batches: Vec<FileBatch>,
    lines: u64,
    widths: Widths,
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
        let mut widths = Widths::default();
        while splitter.advance(text, true).ok()? {
            match widths.fit(&mut splitter, text, cells.width()) {
                Row::Record => {}
                Row::Nothing => continue,
                Row::TooWide => return None,
            }
            if widths.missing > MOST_MISSING_OF_PIECE {
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
            widths,
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
pub(super) struct Records<'r, 't> {
    text: &'r mut TextReader<'t>,
    pub file: &'r str,
    pub buffer: String,
    /// Bytes of text before the buffer.
    gone: usize,
    ahead: Ahead,
    pub splitter: Splitter,
    pub widths: Widths,
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
    /// The records from a position of the buffer on, which is the beginning of this line.
    pub fn new(
        text: &'r mut TextReader<'t>,
        file: &'r str,
        buffer: String,
        dialect: Dialect,
        (start, line): (usize, u64),
    ) -> Self {
        let mut splitter = Splitter::new(dialect);
        splitter.next = start;
        splitter.next_line = line;
        Self {
            text,
            file,
            buffer,
            gone: 0,
            ahead: Ahead::default(),
            splitter,
            widths: Widths::default(),
        }
    }

    /// Reads all remaining records.
    pub fn batches(
        &mut self,
        columns: usize,
        piece_bytes: usize,
        room: Option<&Room>,
    ) -> Result<Vec<FileBatch>, Error> {
        let mut batches = Vec::new();
        let mut filling = Filling::new(room);
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
                    self.widths.append(piece.widths, lines);
                }
            }
            self.store_until(end, &mut builder, &mut batches)?;
            filling.make_room(&mut batches)?;
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
            match self.widths.fit(&mut self.splitter, &self.buffer, builder.width()) {
                Row::Record => {}
                Row::Nothing => continue,
                Row::TooWide => return Err(self.too_wide(builder.width())),
            }
            if self.widths.missing > MOST_MISSING + self.position() as u64 {
                return Err(Error::TooSparse {
                    place: Place::line(self.file, self.splitter.line),
                    columns: builder.width(),
                });
            }
            self.splitter.store(&self.buffer, builder, batches);
        }
        Ok(())
    }

    /// Advances to the next record; `false` at the end.
    pub fn advance(&mut self) -> Result<bool, Error> {
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

    fn too_wide(&self, expected: usize) -> Error {
        Error::RaggedRow {
            place: Place::line(self.file, self.splitter.line),
            found: self.splitter.fields.len(),
            expected,
            delimiter: self.splitter.dialect.delimiter,
        }
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
