//! Guesses the encoding of a text that is not UTF-8, from the lines that are not ASCII.

use std::io::Read;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    Encoding, ISO_8859_2, ISO_8859_4, ISO_8859_10, ISO_8859_13, WINDOWS_1250, WINDOWS_1252, WINDOWS_1254,
    WINDOWS_1257, WINDOWS_1258,
};

use super::open::text_failed;
use super::text::BLOCK_BYTES;
use crate::Error;

/// So much text with other characters than ASCII settles the matter.
const EVIDENCE_BYTES: usize = 1024 * 1024;
/// Bytes around a character that belong to its words.
const AROUND: usize = 64;

/// The most likely encoding of a text. Reads on until there is evidence enough.
pub(super) fn guess(mut input: Box<dyn Read>, file: &str) -> Result<&'static Encoding, Error> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut block = vec![0; BLOCK_BYTES];
    let mut seen = 0;
    let mut letters = 0;
    // Whether the end of a line is still to come.
    let mut is_open = false;
    while seen < EVIDENCE_BYTES {
        let filled = fill(&mut input, &mut block).map_err(|error| text_failed(file, error))?;
        if filled == 0 {
            break;
        }
        let mut rest = &block[..filled];
        while !rest.is_empty() {
            let first = if is_open {
                Some(0)
            } else {
                rest.iter().position(|byte| !byte.is_ascii())
            };
            let Some(found) = first else { break };
            let start = found.saturating_sub(AROUND);
            // The rest of the line, so that no character is cut off.
            let end = memchr::memchr(b'\n', &rest[found..]).map_or(rest.len(), |end| found + end + 1);
            is_open = rest[end - 1] != b'\n';
            detector.feed(&rest[start..end], false);
            letters += rest[start..end].iter().filter(|byte| !byte.is_ascii()).count();
            seen += end - start;
            rest = &rest[end..];
            if seen >= EVIDENCE_BYTES {
                break;
            }
        }
    }
    detector.feed(b"\n", true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    Ok(if letters < FEW_LETTERS && LATIN.contains(&guess) {
        WINDOWS_1252
    } else {
        guess
    })
}

/// Encodings of Latin letters differ in few of them; a handful of letters does not tell them apart, and then the most frequent
/// encoding is the best guess.
const FEW_LETTERS: usize = 10;
const LATIN: [&Encoding; 8] = [
    WINDOWS_1250,
    WINDOWS_1254,
    WINDOWS_1257,
    WINDOWS_1258,
    ISO_8859_2,
    ISO_8859_4,
    ISO_8859_10,
    ISO_8859_13,
];

/// Fills the block, unless the input ends.
fn fill(input: &mut impl Read, block: &mut [u8]) -> std::io::Result<usize> {
    let mut filled = 0;
    while filled < block.len() {
        match input.read(&mut block[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
