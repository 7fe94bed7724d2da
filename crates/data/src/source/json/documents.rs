//! Finds the objects of a JSON text that is not one object per line: an array of them, objects over several lines, or a document
//! that holds them in a list.

use super::{MAX_RECORD_BYTES, bad_json, is_json_space, kind};
use crate::source::text::TextReader;
use crate::{Error, Place};

/// Whether the first line is a whole object, and not the only one.
pub(super) fn has_lines(head: &str, is_whole: bool) -> bool {
    let start = head.len() - head.trim_start_matches(is_json_space).len();
    let bytes = head.as_bytes();
    if bytes.get(start) != Some(&b'{') {
        return bytes.get(start) != Some(&b'[') || !is_list_of_objects(head, start);
    }
    let line = memchr::memchr2(b'\n', b'\r', &bytes[start..]).map_or(head.len(), |end| start + end);
    let is_only_object = |end: usize| is_whole && head[end..].trim_matches(is_json_space).is_empty();
    match value_end(bytes, start) {
        Some(end) => end <= line && !(is_only_object(end) && list_in(head, start, true).is_some()),
        // A line that is cut off is reported as a line.
        None => is_whole && line == head.len(),
    }
}

fn is_list_of_objects(text: &str, start: usize) -> bool {
    let inner = text[start + 1..].trim_start_matches(is_json_space);
    inner.is_empty() || inner.starts_with(['{', ']'])
}

/// The text of a file that is one object, or a list of lists: such a document is held in memory as a whole. None if it is
/// something else, such as objects after one another, or if it holds a list of objects, which is read bit by bit.
pub(super) fn whole_document<'b>(
    text: &mut TextReader<'_>,
    buffer: &'b mut String,
) -> Result<Option<&'b str>, Error> {
    let start = buffer.len() - buffer.trim_start_matches(is_json_space).len();
    let second = buffer
        .get(start + 1..)
        .map(|rest| rest.trim_start_matches(is_json_space).as_bytes().first().copied());
    let may_be = match buffer.as_bytes().get(start) {
        Some(b'{') => {
            let has_list = || !text.is_at_end() && list_in(buffer, start, false).is_some();
            !has_list()
        }
        Some(b'[') => second == Some(Some(b'[')),
        _ => false,
    };
    if !may_be {
        return Ok(None);
    }
    let end = loop {
        if let Some(end) = value_end(buffer.as_bytes(), start) {
            break end;
        }
        if text.is_at_end() || buffer.len() > MAX_RECORD_BYTES {
            return Ok(None);
        }
        text.fill(buffer)?;
    };
    let is_blank = |buffer: &str| buffer[end..].trim_matches(is_json_space).is_empty();
    while is_blank(buffer) && !text.is_at_end() {
        text.fill(buffer)?;
    }
    Ok(Some(&buffer[start..end]).filter(|_| is_blank(buffer)))
}

/// The end of the object or list that begins at `start`; `None` if the text ends before.
fn value_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut position = start;
    loop {
        match bytes.get(position)? {
            b'"' => position = string_end(bytes, position)?,
            b'{' | b'[' => {
                depth += 1;
                position += 1;
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                position += 1;
                if depth == 0 {
                    return Some(position);
                }
            }
            _ => position += 1,
        }
    }
}

/// The position after a string.
fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut position = start + 1;
    loop {
        position += memchr::memchr2(b'"', b'\\', bytes.get(position..)?)?;
        if bytes[position] == b'"' {
            return Some(position + 1);
        }
        position += 2;
    }
}

/// The member of the object at `start` that is a list of objects, and the position of that list. None if a whole
/// object has several.
pub(super) fn list_in(text: &str, start: usize, is_whole: bool) -> Option<(String, usize)> {
    let bytes = text.as_bytes();
    let skip = |mut position: usize| {
        while bytes.get(position).is_some_and(u8::is_ascii_whitespace) {
            position += 1;
        }
        position
    };
    let mut found: Option<(String, usize)> = None;
    let mut position = skip(start + 1);
    while bytes.get(position) == Some(&b'"') {
        let end = string_end(bytes, position)?;
        let name = serde_json::from_str::<String>(&text[position..end]).ok()?;
        position = skip(end);
        if bytes.get(position) != Some(&b':') {
            return None;
        }
        position = skip(position + 1);
        if bytes.get(position) == Some(&b'[') && bytes.get(skip(position + 1)) == Some(&b'{') {
            if found.is_some() {
                return None;
            }
            found = Some((name, position));
            if !is_whole {
                return found;
            }
        }
        position = match bytes.get(position)? {
            b'{' | b'[' => value_end(bytes, position)?,
            b'"' => string_end(bytes, position)?,
            _ => {
                position
                    + bytes[position..]
                        .iter()
                        .position(|byte| matches!(byte, b',' | b'}'))?
            }
        };
        position = skip(position);
        if bytes.get(position) != Some(&b',') {
            break;
        }
        position = skip(position + 1);
    }
    found
}

/// Objects after one another, or in an array.
#[expect(
    clippy::struct_excessive_bools,
    reason = "the state of a scanner, each part of it independent"
)]
pub(super) struct Documents<'r, 't> {
    text: &'r mut TextReader<'t>,
    file: &'r str,
    buffer: String,
    position: usize,
    /// Line at the position.
    line: u64,
    has_array: bool,
    is_in_array: bool,
    /// Whether a value came last, so that a comma or the end must follow in an array.
    is_after_value: bool,
    is_first: bool,
    /// The member that holds the objects.
    member: Option<String>,
    is_done: bool,
}

impl<'r, 't> Documents<'r, 't> {
    pub fn new(text: &'r mut TextReader<'t>, file: &'r str, buffer: String) -> Self {
        Self {
            text,
            file,
            buffer,
            position: 0,
            line: 1,
            has_array: false,
            is_in_array: false,
            is_after_value: false,
            is_first: true,
            member: None,
            is_done: false,
        }
    }

    /// Whether the objects are in one array.
    pub fn has_array(&self) -> bool {
        self.has_array && self.member.is_none()
    }

    /// The member of a document that holds the objects.
    pub fn member(&self) -> Option<String> {
        self.member.clone()
    }

    /// The next object and its line.
    pub fn next(&mut self) -> Result<Option<(&str, u64)>, Error> {
        loop {
            let Some(byte) = self.next_letter()? else {
                return self.end().map(|()| None);
            };
            match byte {
                b'[' if !self.is_in_array => {
                    self.has_array = true;
                    self.is_in_array = true;
                    self.is_after_value = false;
                    self.pass(1);
                }
                b']' if self.is_in_array => {
                    self.is_in_array = false;
                    self.is_done = self.member.is_some();
                    self.pass(1);
                }
                b',' if self.is_in_array && self.is_after_value => {
                    self.is_after_value = false;
                    self.pass(1);
                }
                b'{' if !(self.is_in_array && self.is_after_value) => {
                    if self.is_first && !self.is_in_array && self.enter_list() {
                        continue;
                    }
                    self.is_first = false;
                    let end = self.value_end()?;
                    let (start, line) = (self.position, self.line);
                    self.pass(end - start);
                    self.is_after_value = true;
                    return Ok(Some((&self.buffer[start..end], line)));
                }
                _ => return Err(self.unexpected()),
            }
        }
    }

    /// Goes to the list that a document holds, if it does.
    fn enter_list(&mut self) -> bool {
        let end = value_end(self.buffer.as_bytes(), self.position);
        let is_whole = match end {
            Some(end) if self.text.is_at_end() => {
                if !self.buffer[end..].trim_matches(is_json_space).is_empty() {
                    return false;
                }
                true
            }
            Some(_) => return false,
            None => false,
        };
        let Some((member, list)) = list_in(&self.buffer, self.position, is_whole) else {
            return false;
        };
        self.member = Some(member);
        self.is_first = false;
        self.pass(list - self.position);
        true
    }

    /// The end of the object at the position.
    fn value_end(&mut self) -> Result<usize, Error> {
        loop {
            if let Some(end) = value_end(self.buffer.as_bytes(), self.position) {
                return Ok(end);
            }
            let rest = self.buffer.len() - self.position;
            if self.text.is_at_end() {
                return Err(self.invalid());
            }
            if rest > MAX_RECORD_BYTES {
                return Err(Error::RecordTooLong {
                    place: Place::line(self.file, self.line),
                    limit_bytes: MAX_RECORD_BYTES,
                });
            }
            self.fill()?;
        }
    }

    /// The next byte that is no white space; `None` at the end.
    fn next_letter(&mut self) -> Result<Option<u8>, Error> {
        loop {
            let rest = &self.buffer[self.position..];
            let blanks = rest.len() - rest.trim_start_matches(is_json_space).len();
            self.pass(blanks);
            if self.is_done {
                // What a document holds besides its list is passed over.
                self.position = self.buffer.len();
            }
            if let Some(&byte) = self.buffer.as_bytes().get(self.position) {
                return Ok(Some(byte));
            }
            if self.text.is_at_end() {
                return Ok(None);
            }
            self.fill()?;
        }
    }

    fn fill(&mut self) -> Result<(), Error> {
        self.buffer.drain(..self.position);
        self.position = 0;
        self.text.fill(&mut self.buffer)
    }

    /// Passes over some bytes.
    fn pass(&mut self, bytes: usize) {
        let passed = &self.buffer.as_bytes()[self.position..self.position + bytes];
        self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
        self.position += bytes;
    }

    fn end(&self) -> Result<(), Error> {
        if self.is_in_array {
            return Err(Error::BadJson {
                place: Place::line(self.file, self.line),
                reason: "the file ends inside the array; is it cut off?".to_owned(),
            });
        }
        Ok(())
    }

    /// The error for the value at the position, which has no end.
    fn invalid(&self) -> Error {
        let place = Place::line(self.file, self.line);
        match serde_json::from_str::<&serde_json::value::RawValue>(&self.buffer[self.position..]) {
            Err(error) => bad_json(place, &error),
            Ok(_) => Error::Internal {
                reason: "a JSON value without an end is invalid".to_owned(),
            },
        }
    }

    fn unexpected(&self) -> Error {
        let place = Place::line(self.file, self.line);
        let rest = &self.buffer[self.position..];
        let needs_comma = self.is_in_array && self.is_after_value;
        let is_value = !needs_comma && !rest.starts_with([',', ']', '}', ':']);
        if is_value {
            return Error::NotAnObject {
                place,
                found: kind(rest),
            };
        }
        let found: String = rest.chars().take(1).collect();
        Error::BadJson {
            place,
            reason: format!("unexpected {found:?} between records"),
        }
    }
}
