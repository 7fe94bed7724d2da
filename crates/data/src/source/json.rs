//! JSON to batches: objects one per line, after one another, in an array, or in the list that a document holds. Members are
//! text, those of nested objects columns such as `address.city`; the objects are kept for the output.

mod documents;
mod shapes;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use self::documents::{Documents, has_lines, whole_document};
use self::shapes::{is_page, objects_of, reshape};
use super::batches::{BatchBuilder, FileBatch, FileTable, MOST_MISSING};
use super::csv::MAX_COLUMNS;
use super::encoding_notice;
use super::names::Named;
use super::text::TextReader;
use crate::json_text::compact;
use crate::table::{JsonObjects, Layout, Original};
use crate::{Assumed, Assumption, Error, Notice, Place};

/// A longer record is none.
const MAX_RECORD_BYTES: usize = 128 * 1024 * 1024;
/// From this depth on, nested lists and objects are shown as JSON.
const MAX_DEPTH: usize = 8;
/// From this number of columns on, nested objects are shown as JSON: their members are then keys rather than names.
const MAX_FLAT_COLUMNS: usize = 1_000;

/// Reads a whole JSON file.
pub(super) fn read(text: &mut TextReader<'_>, file: &str, is_demanded: bool) -> Result<FileTable, Error> {
    let mut buffer = String::new();
    text.fill(&mut buffer)?;
    let mut reader = ObjectReader::new(file);
    let mut shape = None;
    let reshaped = whole_document(text, &mut buffer)?.and_then(reshape);
    let (is_array, member) = if let Some(reshaped) = reshaped {
        for object in &reshaped.objects {
            reader.push_record(object, 1)?;
        }
        shape = Some(reshaped.shape);
        (false, None)
    } else if has_lines(&buffer, text.is_at_end()) {
        read_lines(text, buffer, &mut reader)?;
        (false, None)
    } else {
        let mut documents = Documents::new(text, file, buffer);
        while let Some((object, line)) = documents.next()? {
            reader.push(object, line)?;
        }
        (documents.has_array(), documents.member())
    };
    reader.finish_batch();
    if reader.batches.is_empty() {
        return Err(Error::NoRecords {
            file: file.to_owned(),
        });
    }
    let columns = reader.columns.names.len();
    let has_pages = reader.pages.is_some();
    let (names, assumed) = Named::of(reader.columns.names, columns, false).into_parts();
    let mut notices: Vec<Notice> = encoding_notice(file, text, is_demanded).into_iter().collect();
    let of_member = member.map(|member| Assumed::JsonMember { member });
    let of_pages = reader.pages.map(|member| Assumed::JsonPages { member });
    let of_shape = shape.map(|shape| Assumed::JsonTable { shape });
    let of_document = of_member.into_iter().chain(of_pages).chain(of_shape);
    notices.extend(of_document.chain(assumed).map(|what| {
        Notice::Assumed(Assumption {
            place: Place::line(file, 1),
            what,
        })
    }));
    Ok(FileTable {
        file: file.to_owned(),
        names,
        batches: reader.batches,
        layout: Layout::Json {
            is_array: is_array && !has_pages,
        },
        notices,
        size_bytes: 0,
    })
}

fn read_lines(
    text: &mut TextReader<'_>,
    mut buffer: String,
    reader: &mut ObjectReader<'_>,
) -> Result<(), Error> {
    let mut line = 0;
    loop {
        let mut start = 0;
        while let Some(end) = line_end(&buffer, start, text.is_at_end()) {
            line += 1;
            let object = buffer[start..end].trim_matches(is_json_space);
            start = end + 1;
            if !object.is_empty() {
                reader.push(object, line)?;
            }
        }
        buffer.drain(..start.min(buffer.len()));
        if text.is_at_end() && buffer.is_empty() {
            return Ok(());
        }
        if buffer.len() > MAX_RECORD_BYTES {
            return Err(Error::RecordTooLong {
                place: Place::line(reader.file, line + 1),
                limit_bytes: MAX_RECORD_BYTES,
            });
        }
        text.fill(&mut buffer)?;
    }
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

/// Collects objects into batches.
struct ObjectReader<'a> {
    file: &'a str,
    columns: Columns,
    builder: BatchBuilder,
    objects: JsonObjects,
    batches: Vec<FileBatch>,
    /// Memory for an object on one line.
    flat: String,
    is_first: bool,
    /// Bytes of all objects so far, and cells that they lack.
    bytes: u64,
    missing: u64,
    /// The member of each object that holds the records, if the objects are pages.
    pages: Option<String>,
}

impl<'a> ObjectReader<'a> {
    fn new(file: &'a str) -> Self {
        Self {
            file,
            columns: Columns::default(),
            builder: BatchBuilder::new(0),
            objects: JsonObjects::default(),
            batches: Vec::new(),
            flat: String::new(),
            is_first: true,
            bytes: 0,
            missing: 0,
            pages: None,
        }
    }

    /// Adds the object that begins in this line, or the records of a page.
    fn push(&mut self, object: &str, line: u64) -> Result<(), Error> {
        if std::mem::take(&mut self.is_first) {
            let list = documents::list_in(object, 0, true);
            self.pages = list
                .map(|(member, _)| member)
                .filter(|member| is_page(object, member));
        }
        if let Some(member) = self.pages.clone() {
            for record in objects_of(object, &member) {
                self.push_record(record, line)?;
            }
            return Ok(());
        }
        self.push_record(object, line)
    }

    fn push_record(&mut self, object: &str, line: u64) -> Result<(), Error> {
        read_object(object, self.file, line, &mut self.columns)?;
        self.bytes += object.len() as u64;
        self.missing += self.columns.store(&mut self.builder);
        if self.missing > MOST_MISSING + self.bytes {
            return Err(Error::TooSparse {
                place: Place::line(self.file, line),
                columns: self.columns.names.len(),
            });
        }
        self.builder.end_row(line);
        if object.contains(['\n', '\r']) {
            self.flat.clear();
            compact(object, &mut self.flat);
            self.objects.push(&self.flat);
        } else {
            self.objects.push(object);
        }
        if self.builder.is_full() {
            self.finish_batch();
        }
        Ok(())
    }

    fn finish_batch(&mut self) {
        self.objects.shrink();
        let objects = std::mem::take(&mut self.objects);
        self.batches.extend(self.builder.take(Original::Json(objects)));
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

    /// Stores the cells of a record; gives how many are empty.
    fn store(&mut self, builder: &mut BatchBuilder) -> u64 {
        let mut missing = 0;
        while builder.width() < self.names.len() {
            builder.add_column();
        }
        for (column, cell) in self.cells.iter_mut().enumerate() {
            builder.push(column, cell);
            missing += u64::from(cell.is_empty());
            cell.clear();
        }
        self.guess = 0;
        missing
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
        .deserialize_map(Members {
            columns: &mut *columns,
            prefix: "",
            depth: 0,
        })
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
    let what = what.replace("EOF while parsing", "the line ends inside");
    Error::BadJson {
        place,
        reason: format!("{what}, at byte {}", error.column()),
    }
}

/// Takes the members of an object into cells.
struct Members<'a> {
    columns: &'a mut Columns,
    /// Names of the objects around it, each with a dot.
    prefix: &'a str,
    depth: usize,
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some(name) = map.next_key_seed(Name)? {
            let value: &RawValue = map.next_value()?;
            let full: Cow<'_, str> = if self.prefix.is_empty() {
                name
            } else {
                Cow::Owned(format!("{}{name}", self.prefix))
            };
            let is_flat = self.depth < MAX_DEPTH && self.columns.names.len() < MAX_FLAT_COLUMNS;
            if is_flat && value.get().starts_with('{') {
                let members = Members {
                    columns: &mut *self.columns,
                    prefix: &format!("{full}."),
                    depth: self.depth + 1,
                };
                serde_json::Deserializer::from_str(value.get())
                    .deserialize_map(members)
                    .map_err(serde::de::Error::custom)?;
                continue;
            }
            let position = self.columns.position(&full);
            let cell = &mut self.columns.cells[position];
            // The last of two equal members counts, as in most JSON parsers.
            cell.clear();
            push_text(value.get(), cell, 0).map_err(serde::de::Error::custom)?;
        }
        Ok(())
    }
}

/// Takes the name of a member, without a copy if it has no escapes.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
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
