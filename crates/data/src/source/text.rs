//! Bytes to text: decodes an input block by block, and refuses binary data.

use std::io::Read;

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::open::text_failed;
use crate::{Error, Place};

/// Large enough that the work for a block outweighs the call, small enough to stay in a core's cache.
pub(super) const BLOCK_BYTES: usize = 256 * 1024;

/// Reads text in blocks.
pub(super) struct TextReader<'a> {
    input: Box<dyn Read>,
    file: &'a str,
    /// Set by the caller or by an earlier attempt.
    demanded: Option<&'static Encoding>,
    decoding: Decoding,
    block: Vec<u8>,
    /// Bytes at the start of `block` that the last fill could not decode yet.
    carried: usize,
    lines: u64,
    is_ascii: bool,
    had_mark: bool,
    /// Line of the first NUL character.
    nul_line: Option<u64>,
    is_at_end: bool,
    progress: &'a dyn Fn() -> Result<(), Error>,
}

enum Decoding {
    NotStarted,
    Utf8,
    Other(Box<Decoder>),
}

impl<'a> TextReader<'a> {
    pub fn new(
        input: Box<dyn Read>,
        file: &'a str,
        encoding: Option<&'static Encoding>,
        progress: &'a dyn Fn() -> Result<(), Error>,
    ) -> Self {
        Self {
            input,
            file,
            demanded: encoding,
            decoding: Decoding::NotStarted,
            block: vec![0; BLOCK_BYTES],
            carried: 0,
            lines: 0,
            is_ascii: true,
            had_mark: false,
            nul_line: None,
            is_at_end: false,
            progress,
        }
    }

    /// Whether the text so far contains UTF-8 characters beyond ASCII.
    pub fn speaks_for_utf8(&self) -> bool {
        self.had_mark || !self.is_ascii
    }

    /// Whether all text so far is ASCII.
    pub fn is_ascii(&self) -> bool {
        self.is_ascii
    }

    /// Whether the text began with a byte order mark, which is not part of it.
    pub fn had_mark(&self) -> bool {
        self.had_mark
    }

    /// Line of the first NUL character in a text that has some.
    pub fn nul_line(&self) -> Option<u64> {
        self.nul_line
    }

    /// The encoding in use.
    pub fn encoding(&self) -> &'static Encoding {
        match &self.decoding {
            Decoding::NotStarted | Decoding::Utf8 => UTF_8,
            Decoding::Other(decoder) => decoder.encoding(),
        }
    }

    /// Whether the input is used up.
    pub fn is_at_end(&self) -> bool {
        self.is_at_end
    }

    /// Appends about as much text as `text` already holds, at least a block, so that a record that does not end is
    /// scanned only a few times. Has no effect at the end.
    pub fn fill(&mut self, text: &mut String) -> Result<(), Error> {
        let goal = text.len() + text.len().max(1);
        while !self.is_at_end && text.len() < goal {
            self.fill_block(text)?;
        }
        Ok(())
    }

    /// Appends the next block.
    pub fn fill_block(&mut self, text: &mut String) -> Result<(), Error> {
        let mut filled = self.carried;
        while filled < self.block.len() {
            match self.input.read(&mut self.block[filled..]) {
                Ok(0) => {
                    self.is_at_end = true;
                    break;
                }
                Ok(read) => filled += read,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(text_failed(self.file, error)),
            }
        }
        let mut start = 0;
        if matches!(self.decoding, Decoding::NotStarted) {
            start = self.begin(filled);
        }
        let before = text.len();
        let used = self.decode(start, filled, text)?;
        self.check(&text[before..])?;
        self.block.copy_within(used..filled, 0);
        self.carried = filled - used;
        (self.progress)()
    }

    /// Detects the encoding; gives the length of the byte order mark.
    fn begin(&mut self, filled: usize) -> usize {
        let mark = Encoding::for_bom(&self.block[..filled]);
        let (encoding, mark_bytes) = match (self.demanded, mark) {
            // A mark is certain, while the named encoding may be a guess.
            (_, Some((marked, length))) => (marked, length),
            (Some(demanded), None) => (demanded, 0),
            (None, None) => (utf_16_without_mark(&self.block[..filled]).unwrap_or(UTF_8), 0),
        };
        self.had_mark = mark_bytes > 0;
        self.decoding = if encoding == UTF_8 {
            Decoding::Utf8
        } else {
            Decoding::Other(Box::new(encoding.new_decoder_without_bom_handling()))
        };
        mark_bytes
    }

    /// Decodes a part of the block; gives where it stopped: before an incomplete character.
    fn decode(&mut self, start: usize, filled: usize, text: &mut String) -> Result<usize, Error> {
        let bytes = &self.block[start..filled];
        let decoder = match &mut self.decoding {
            Decoding::Other(decoder) => decoder,
            Decoding::NotStarted | Decoding::Utf8 => {
                return match std::str::from_utf8(bytes) {
                    Ok(valid) => {
                        text.push_str(valid);
                        Ok(filled)
                    }
                    Err(error) => {
                        let end = start + error.valid_up_to();
                        let valid = String::from_utf8_lossy(&self.block[start..end]);
                        let is_cut = error.error_len().is_none() && !self.is_at_end;
                        if !is_cut {
                            self.is_ascii &= valid.is_ascii();
                            return Err(self.undecodable(newlines(&valid)));
                        }
                        text.push_str(&valid);
                        Ok(end)
                    }
                };
            }
        };
        let before = text.len();
        text.reserve(
            decoder
                .max_utf8_buffer_length_without_replacement(bytes.len())
                .unwrap_or(bytes.len() * 3 + 16),
        );
        match decoder.decode_to_string_without_replacement(bytes, text, self.is_at_end) {
            (DecoderResult::InputEmpty, _) => Ok(filled),
            (DecoderResult::Malformed(..) | DecoderResult::OutputFull, _) => {
                let lines = newlines(&text[before..]);
                Err(self.undecodable(lines))
            }
        }
    }

    fn undecodable(&self, lines_before: u64) -> Error {
        Error::Undecodable {
            place: Place::line(self.file, self.lines + lines_before + 1),
            encoding: self.encoding().name().to_owned(),
        }
    }

    fn check(&mut self, text: &str) -> Result<(), Error> {
        if self.lines == 0 && is_binary(text) {
            return Err(Error::Binary {
                file: self.file.to_owned(),
            });
        }
        if self.nul_line.is_none()
            && let Some(position) = memchr::memchr(0, text.as_bytes())
        {
            self.nul_line = Some(self.lines + newlines(&text[..position]) + 1);
        }
        self.is_ascii &= text.is_ascii();
        self.lines += newlines(text);
        Ok(())
    }
}

/// Whether the beginning of a text shows that it is none: text hardly has control characters, and files with fields
/// of fixed length may have some NUL characters.
fn is_binary(text: &str) -> bool {
    const LOOKED_AT: usize = 4096;
    let head = &text.as_bytes()[..text.len().min(LOOKED_AT)];
    let nuls = memchr::memchr_iter(0, head).count();
    let controls = head
        .iter()
        .filter(|&&byte| byte < b' ' && !matches!(byte, 0 | 1 | b'\t' | b'\n' | 0x0b | 0x0c | b'\r' | 0x1b))
        .count();
    controls * 20 > head.len() || nuls * 2 > head.len()
}

/// UTF-16 whose byte order mark is missing. Delimiters and line ends have a zero byte, always on the same side.
fn utf_16_without_mark(block: &[u8]) -> Option<&'static Encoding> {
    const LOOKED_AT: usize = 8192;
    /// Least share of the characters that have a zero byte; text without blanks has one at each delimiter.
    const LEAST: f64 = 0.05;
    let head = &block[..block.len().min(LOOKED_AT) / 2 * 2];
    let zeros = |side: usize| head.chunks_exact(2).filter(|pair| pair[side] == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let (encoding, many, few) = if odd > even {
        (UTF_16LE, odd, even)
    } else {
        (UTF_16BE, even, odd)
    };
    let is_one_sided = many > 1 && few * 10 < many && many as f64 >= LEAST * (head.len() / 2) as f64;
    (is_one_sided && has_only_letters(encoding, head)).then_some(encoding)
}

/// Whether these bytes are characters without controls in an encoding of two bytes.
fn has_only_letters(encoding: &'static Encoding, head: &[u8]) -> bool {
    let (text, _) = encoding.decode_without_bom_handling(head);
    // The last character may be cut in half.
    let broken = text
        .chars()
        .filter(|&c| c == '\u{fffd}' || (c.is_control() && !c.is_whitespace()));
    broken.count() <= 1 && text.contains(['\n', '\r'])
}

/// Whether an encoding stores characters in pairs of bytes.
pub(crate) fn is_utf16(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

fn newlines(text: &str) -> u64 {
    memchr::memchr_iter(b'\n', text.as_bytes()).count() as u64
}
