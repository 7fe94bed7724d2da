//! JSON lines to batches: one object per line, its members as text, and the line itself kept for the output.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::batches::{BatchBuilder, FileBatch, FileTable};
use super::csv::MAX_COLUMNS;
use super::decoded_notice;
use super::text::TextReader;
use crate::json_text::compact;
use crate::table::{JsonObjects, Layout, Original};
use crate::{Error, Place};

/// A longer line is not a record.
const MAX_LINE_BYTES: usize = 128 * 1024 * 1024;
/// From this depth on, nested lists are shown as JSON.
const MAX_DEPTH: usize = 8;

/// Reads a whole JSON lines file.
pub(super) fn read(text: &mut TextReader<'_>, file: &str) -> Result<FileTable, Error> {
    let mut columns = Columns::default();
    let mut builder = BatchBuilder::new(0);
    let mut objects = JsonObjects::default();
    let mut batches: Vec<FileBatch> = Vec::new();
    let mut buffer = String::new();
    let mut line = 0;
    loop {
        text.fill(&mut buffer)?;
        let mut start = 0;
        while let Some(end) = line_end(&buffer, start, text.is_at_end()) {
            line += 1;
            let object = buffer[start..end].trim_matches(is_json_space);
            start = end + 1;
            if object.is_empty() {
                continue;
            }
            read_object(object, file, line, &mut columns)?;
            columns.store(&mut builder);
            builder.end_row(line);
            objects.push(object);
            if builder.is_full() {
                objects.shrink();
                batches.extend(builder.take(Original::Json(std::mem::take(&mut objects))));
            }
        }
        buffer.drain(..start.min(buffer.len()));
        if text.is_at_end() && buffer.is_empty() {
            break;
        }
        if buffer.len() > MAX_LINE_BYTES {
            return Err(Error::RecordTooLong {
                place: Place::line(file, line + 1),
                limit_bytes: MAX_LINE_BYTES,
            });
        }
    }
    objects.shrink();
    batches.extend(builder.take(Original::Json(objects)));
    if batches.is_empty() {
        return Err(Error::NoRecords {
            file: file.to_owned(),
        });
    }
    if let Some(position) = columns.names.iter().position(|name| name.trim().is_empty()) {
        return Err(Error::UnnamedColumn {
            file: file.to_owned(),
            position: position + 1,
        });
    }
    let encoding = text.encoding();
    Ok(FileTable {
        file: file.to_owned(),
        names: columns.names,
        batches,
        layout: Layout::JsonLines,
        notices: if encoding == encoding_rs::UTF_8 {
            Vec::new()
        } else {
            vec![decoded_notice(file, encoding)]
        },
        size_bytes: 0,
    })
}

/// The end of the line at `start`; the last line may have no line end.
fn line_end(buffer: &str, start: usize, is_last: bool) -> Option<usize> {
    let rest = buffer.as_bytes().get(start..)?;
    match memchr::memchr(b'\n', rest) {
        Some(position) => Some(start + position),
        None if is_last && !rest.is_empty() => Some(buffer.len()),
        None => None,
    }
}

fn is_json_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

/// The columns found so far, and the cells of the current record.
#[derive(Default)]
struct Columns {
    names: Vec<String>,
    positions: HashMap<String, usize>,
    cells: Vec<String>,
    /// Where the next member is, if this record has the order of the last one.
    guess: usize,
}

impl Columns {
    fn position(&mut self, name: &str) -> usize {
        let guess = self.guess;
        if self.names.get(guess).is_some_and(|expected| expected == name) {
            self.guess = guess + 1;
            return guess;
        }
        let position = if let Some(&position) = self.positions.get(name) {
            position
        } else {
            let position = self.names.len();
            self.names.push(name.to_owned());
            self.positions.insert(name.to_owned(), position);
            self.cells.push(String::new());
            position
        };
        self.guess = position + 1;
        position
    }

    fn store(&mut self, builder: &mut BatchBuilder) {
        while builder.width() < self.names.len() {
            builder.add_column();
        }
        for (column, cell) in self.cells.iter_mut().enumerate() {
            builder.push(column, cell);
            cell.clear();
        }
        self.guess = 0;
    }
}

fn read_object(object: &str, file: &str, line: u64, columns: &mut Columns) -> Result<(), Error> {
    let place = || Place::line(file, line);
    if !object.starts_with('{') {
        // For broken JSON, the parse error is the better message; the first character says little then.
        return Err(match serde_json::from_str::<&RawValue>(object) {
            Ok(_) => Error::NotAnObject {
                place: place(),
                found: kind(object),
            },
            Err(error) => bad_json(place(), &error),
        });
    }
    let mut deserializer = serde_json::Deserializer::from_str(object);
    (&mut deserializer)
        .deserialize_map(Members(columns))
        .and_then(|()| deserializer.end())
        .map_err(|error| bad_json(place(), &error))?;
    if columns.names.len() > MAX_COLUMNS {
        return Err(Error::TooManyColumns {
            place: place(),
            limit: MAX_COLUMNS,
        });
    }
    Ok(())
}

fn kind(value: &str) -> &'static str {
    match value.as_bytes().first() {
        Some(b'[') => "an array",
        Some(b'"') => "a string",
        Some(b't' | b'f') => "true or false",
        Some(b'n') => "null",
        _ => "a number",
    }
}

fn bad_json(place: Place, error: &serde_json::Error) -> Error {
    let text = error.to_string();
    let what = text.split(" at line ").next().unwrap_or(&text);
    Error::BadJson {
        place,
        reason: format!("{what} in column {}", error.column()),
    }
}

/// Takes the members of an object into cells.
struct Members<'a>(&'a mut Columns);

impl<'de> Visitor<'de> for Members<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some(position) = map.next_key_seed(Name(self.0))? {
            let value: &RawValue = map.next_value()?;
            let cell = &mut self.0.cells[position];
            // The last of two equal members counts, as in most JSON parsers.
            cell.clear();
            push_text(value.get(), cell, 0).map_err(serde::de::Error::custom)?;
        }
        Ok(())
    }
}

/// Finds the column of a member name without copying the name.
struct Name<'a>(&'a mut Columns);

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member name")
    }

    fn visit_str<E>(self, name: &str) -> Result<usize, E> {
        Ok(self.0.position(name))
    }
}

/// Appends a value as text: strings as they are, numbers as written, lists joined by blanks, objects as JSON.
fn push_text(raw: &str, cell: &mut String, depth: usize) -> Result<(), serde_json::Error> {
    match raw.as_bytes().first() {
        Some(b'"') => {
            let inner = &raw[1..raw.len() - 1];
            if inner.contains('\\') {
                cell.push_str(&serde_json::from_str::<Cow<'_, str>>(raw)?);
            } else {
                cell.push_str(inner);
            }
        }
        Some(b'n') => {}
        Some(b'[') if depth < MAX_DEPTH => {
            let items: Vec<&RawValue> = serde_json::from_str(raw)?;
            for item in items {
                let before = cell.len();
                if before > 0 {
                    cell.push(' ');
                }
                let start = cell.len();
                push_text(item.get(), cell, depth + 1)?;
                if cell.len() == start {
                    cell.truncate(before);
                }
            }
        }
        Some(b'[' | b'{') => compact(raw, cell),
        _ => cell.push_str(raw),
    }
    Ok(())
}
