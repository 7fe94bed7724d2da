//! Opens an input, decompresses it, and detects the format: by magic bytes, then by name, then by content.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::rc::Rc;

use super::locate::{InputFile, InputPlace, read_error};
use crate::format::by_name;
use crate::{Compression, Error, Format};

/// Enough of a file to detect its format.
const HEAD_BYTES: u64 = 64 * 1024;

/// Extensions of formats that are not supported; without this list, they would give a misleading error about row 1.
const UNSUPPORTED: [&str; 24] = [
    "xlsx", "xls", "xlsm", "ods", "zip", "7z", "rar", "tar", "tgz", "bz2", "xz", "lz4", "avro", "orc",
    "feather", "arrow", "db", "sqlite", "sqlite3", "pdf", "docx", "xml", "html", "sav",
];

/// An opened input.
pub(super) struct Opened {
    pub content: Content,
    /// Bytes taken from the file so far, before decompression.
    pub bytes_read: Rc<Cell<u64>>,
}

/// The content of an input by format.
pub(super) enum Content {
    /// Parquet is read from its end, so it needs a file.
    Parquet(File),
    Text(TextFormat, Box<dyn Read>),
}

/// The text formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextFormat {
    Csv,
    JsonLines,
}

/// Opens an input and detects what it is.
pub(super) fn open(input: &InputFile) -> Result<Opened, Error> {
    let name = input.name();
    let (promised, _) = by_name(name);
    refuse_unsupported(name, promised)?;
    let bytes_read = Rc::new(Cell::new(0));
    let raw: Box<dyn Read> = match input.place() {
        InputPlace::Local(path) => Box::new(File::open(path).map_err(|source| read_error(name, source))?),
        InputPlace::Object(bucket, address) => Box::new(bucket.read(address.key())?),
    };
    let mut raw = Counted {
        inner: raw,
        bytes: Rc::clone(&bytes_read),
    };
    let magic = take(&mut raw, 4).map_err(|source| failed(name, None, source))?;
    if magic.is_empty() {
        return Err(Error::EmptyFile {
            file: name.to_owned(),
        });
    }
    let compression = compression_of(&magic);
    let whole = Cursor::new(magic).chain(raw);
    let mut plain: Box<dyn Read> = match compression {
        None => Box::new(whole),
        Some(Compression::Gzip) => Box::new(flate2::read::MultiGzDecoder::new(io::BufReader::with_capacity(
            HEAD_BYTES as usize,
            whole,
        ))),
        Some(Compression::Zstd) => Box::new(
            zstd::stream::read::Decoder::new(whole).map_err(|source| failed(name, compression, source))?,
        ),
    };
    let head = take(&mut plain, HEAD_BYTES).map_err(|source| failed(name, compression, source))?;
    if head.is_empty() {
        return Err(Error::EmptyFile {
            file: name.to_owned(),
        });
    }
    let content = if is_parquet(&head) {
        Content::Parquet(parquet_file(input, compression, head, plain)?)
    } else {
        let format = text_format(name, promised, &head)?;
        let rest: Box<dyn Read> = Box::new(Explained {
            inner: Cursor::new(head).chain(plain),
            compression,
        });
        Content::Text(format, rest)
    };
    Ok(Opened { content, bytes_read })
}

fn refuse_unsupported(name: &str, promised: Option<Format>) -> Result<(), Error> {
    let base = name.rsplit('/').next().unwrap_or(name);
    match base.rsplit_once('.') {
        Some((_, extension))
            if promised.is_none() && UNSUPPORTED.contains(&extension.to_ascii_lowercase().as_str()) =>
        {
            Err(Error::UnsupportedExtension {
                file: name.to_owned(),
                extension: extension.to_owned(),
            })
        }
        _ => Ok(()),
    }
}

fn compression_of(magic: &[u8]) -> Option<Compression> {
    match magic {
        [0x1f, 0x8b, ..] => Some(Compression::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd] => Some(Compression::Zstd),
        _ => None,
    }
}

/// A CSV file may begin with a column named PAR1...; in Parquet a binary header follows.
fn is_parquet(head: &[u8]) -> bool {
    match head.strip_prefix(b"PAR1") {
        Some([next, ..]) => *next < b' ' && !matches!(next, b'\t' | b'\n' | b'\r'),
        Some([]) | None => false,
    }
}

fn text_format(name: &str, promised: Option<Format>, head: &[u8]) -> Result<TextFormat, Error> {
    let first = head
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(head)
        .iter()
        .find(|byte| !byte.is_ascii_whitespace());
    match promised {
        Some(Format::Parquet) => Err(Error::WrongContent {
            file: name.to_owned(),
            expected: Format::Parquet.as_str(),
        }),
        Some(Format::JsonLines) if first == Some(&b'[') => Err(Error::JsonArray {
            file: name.to_owned(),
        }),
        Some(Format::JsonLines) => Ok(TextFormat::JsonLines),
        None if first == Some(&b'{') => Ok(TextFormat::JsonLines),
        Some(Format::Csv | Format::Tsv) | None => Ok(TextFormat::Csv),
    }
}

fn parquet_file(
    input: &InputFile,
    compression: Option<Compression>,
    head: Vec<u8>,
    rest: Box<dyn Read>,
) -> Result<File, Error> {
    let name = input.name();
    if let (InputPlace::Local(path), None, Some(_)) = (input.place(), compression, input.size_bytes()) {
        return File::open(path).map_err(|source| read_error(name, source));
    }
    // Objects, pipes and compressed files are copied to disk, which saves the memory of a second copy.
    let mut spool = tempfile::tempfile().map_err(|source| read_error(name, source))?;
    io::copy(&mut Cursor::new(head).chain(rest), &mut spool)
        .and_then(|_| spool.seek(SeekFrom::Start(0)))
        .map_err(|source| failed(name, compression, source))?;
    Ok(spool)
}

/// Up to `limit` bytes; fewer only at the end.
fn take(reader: &mut impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The error for a failed read: that of the object store, corrupt compression, or a refusal of the operating system.
pub(super) fn failed(name: &str, compression: Option<Compression>, source: io::Error) -> Error {
    let source = match crate::s3::unwrap(source) {
        Ok(error) => return error,
        Err(source) => source,
    };
    let is_data = matches!(
        source.kind(),
        io::ErrorKind::InvalidData
            | io::ErrorKind::InvalidInput
            | io::ErrorKind::UnexpectedEof
            | io::ErrorKind::Other
    );
    match compression {
        Some(compression) if is_data => Error::CorruptCompression {
            file: name.to_owned(),
            compression: compression.as_str(),
            source,
        },
        _ => read_error(name, source),
    }
}

/// Counts the bytes read.
struct Counted<R> {
    inner: R,
    bytes: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.bytes.set(self.bytes.get() + read as u64);
        Ok(read)
    }
}

/// Adds the compression in use to errors.
struct Explained<R> {
    inner: R,
    compression: Option<Compression>,
}

/// An I/O error with the compression in use.
#[derive(Debug, thiserror::Error)]
#[error("{source}")]
struct WhileDecompressing {
    compression: Compression,
    source: io::Error,
}

impl<R: Read> Read for Explained<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer).map_err(|source| match self.compression {
            Some(compression) if source.kind() != io::ErrorKind::Interrupted => {
                io::Error::other(WhileDecompressing { compression, source })
            }
            _ => source,
        })
    }
}

/// The error for a failed read of an open text.
pub(super) fn text_failed(name: &str, error: io::Error) -> Error {
    match error.downcast::<WhileDecompressing>() {
        Ok(WhileDecompressing { compression, source }) => failed(name, Some(compression), source),
        Err(source) => failed(name, None, source),
    }
}
