//! What a script prints, as lines of a log: cut, counted and limited.

use std::collections::VecDeque;

use onefold_domain::Timestamp;

/// A longer line becomes several.
const LINE_BYTES: usize = 16 * 1024;
/// The last lines are kept even beyond the limit: they say how the script ended.
const LAST_LINES: usize = 200;

/// Collects one output of a script.
#[derive(Debug)]
pub(super) struct Capture {
    /// Bytes that are kept.
    limit: u64,
    kept: u64,
    /// A line that has not ended.
    open: Vec<u8>,
    /// Lines for the log.
    ready: Vec<(Timestamp, String)>,
    /// Lines beyond the limit; the newest ones.
    beyond: VecDeque<(Timestamp, String)>,
    left_out: u64,
    /// The newest lines, kept or not.
    last: VecDeque<String>,
}

impl Capture {
    pub fn new(limit: u64) -> Self {
        Self {
            limit,
            kept: 0,
            open: Vec::new(),
            ready: Vec::new(),
            beyond: VecDeque::new(),
            left_out: 0,
            last: VecDeque::new(),
        }
    }

    /// Takes bytes that were printed now.
    pub fn take(&mut self, bytes: &[u8], now: Timestamp) {
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            let (text, is_ended) = match part.strip_suffix(b"\n") {
                Some(text) => (text, true),
                None => (part, false),
            };
            self.open.extend_from_slice(text);
            while self.open.len() > LINE_BYTES {
                let rest = self.open.split_off(whole_letters(&self.open, LINE_BYTES));
                let cut = std::mem::replace(&mut self.open, rest);
                self.line(&cut, now);
            }
            if is_ended {
                let line = std::mem::take(&mut self.open);
                self.line(&line, now);
            }
        }
    }

    fn line(&mut self, bytes: &[u8], now: Timestamp) {
        let text = String::from_utf8_lossy(bytes);
        let text = text.trim_end_matches('\r');
        // What a terminal shows of a line that was written over: the last version.
        let text = text.rsplit('\r').next().unwrap_or_default().to_owned();
        if self.last.len() == LAST_LINES {
            self.last.pop_front();
        }
        self.last.push_back(text.clone());
        let size = text.len() as u64 + 1;
        if self.left_out == 0 && self.beyond.is_empty() && self.kept + size <= self.limit {
            self.kept += size;
            self.ready.push((now, text));
            return;
        }
        if self.beyond.len() == LAST_LINES {
            self.beyond.pop_front();
            self.left_out += 1;
        }
        self.beyond.push_back((now, text));
    }

    /// Lines that can be logged now.
    pub fn ready(&mut self) -> Vec<(Timestamp, String)> {
        std::mem::take(&mut self.ready)
    }

    /// All other lines, when no more bytes come.
    pub fn rest(&mut self, now: Timestamp) -> Vec<(Timestamp, String)> {
        if !self.open.is_empty() {
            let line = std::mem::take(&mut self.open);
            self.line(&line, now);
        }
        let mut lines = self.ready();
        if self.left_out > 0 {
            let first = self.beyond.front().map_or(now, |(time, _)| *time);
            let notice = format!(
                "[{} lines are left out here: a run keeps {} bytes of each log, and its last {LAST_LINES} lines]",
                self.left_out, self.limit
            );
            lines.push((first, notice));
        }
        lines.extend(self.beyond.drain(..));
        lines
    }

    /// The newest lines, the oldest of them first.
    pub fn last(&self) -> impl DoubleEndedIterator<Item = &str> + Clone {
        self.last.iter().map(String::as_str)
    }
}

/// The largest number of bytes up to `most` that cuts no letter apart.
fn whole_letters(bytes: &[u8], most: usize) -> usize {
    let begins_letter = |at: &usize| bytes[*at] & 0b1100_0000 != 0b1000_0000;
    // A letter has at most four bytes; anything else is no UTF-8 and may be cut anywhere.
    (most - 3..=most).rev().find(begins_letter).unwrap_or(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(7);

    fn texts(lines: Vec<(Timestamp, String)>) -> Vec<String> {
        lines.into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn lines_are_put_together_from_pieces() {
        let mut capture = Capture::new(1000);
        for piece in ["on", "e\ntw", "o\r\n", "10 %\r20 %\r", "30 %\nlast"] {
            capture.take(piece.as_bytes(), NOW);
        }
        assert_eq!(texts(capture.ready()), ["one", "two", "30 %"]);
        assert_eq!(texts(capture.rest(NOW)), ["last"]);
        assert!(capture.rest(NOW).is_empty());
    }

    #[test]
    fn a_long_line_is_cut_between_letters() {
        let mut capture = Capture::new(1 << 20);
        let long = "ä".repeat(LINE_BYTES);
        capture.take(b"x", NOW);
        capture.take(long.as_bytes(), NOW);
        let lines = texts(capture.rest(NOW));
        assert_eq!(lines.len(), 3);
        assert!(lines.iter().all(|line| line.len() <= LINE_BYTES));
        assert_eq!(lines.concat(), format!("x{long}"));
    }

    #[test]
    fn bytes_that_are_no_text_are_shown_as_such() {
        let mut capture = Capture::new(1000);
        capture.take(b"a\xffb\n", NOW);
        capture.take(&vec![0x80; 2 * LINE_BYTES + 1], NOW);
        assert_eq!(texts(capture.rest(NOW))[0], "a\u{fffd}b");
    }

    #[test]
    fn beyond_the_limit_only_the_last_lines_are_kept() {
        let mut capture = Capture::new(40);
        for number in 0..1000 {
            capture.take(format!("line {number:04}\n").as_bytes(), NOW);
        }
        assert_eq!(capture.ready().len(), 4);
        let rest = texts(capture.rest(NOW));
        assert_eq!(rest.len(), 1 + LAST_LINES);
        assert!(rest[0].starts_with("[796 lines are left out"), "{}", rest[0]);
        assert_eq!(rest[1], "line 0800");
        assert_eq!(capture.last().last(), Some("line 0999"));
    }
}
