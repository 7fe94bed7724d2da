//! Opens an input, decompresses it, and detects the format: by magic bytes, then by name, then by content.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use tempfile::NamedTempFile;

use super::foreign::Foreign;
use super::locate::{InputFile, InputPlace, read_error};
use crate::format::by_name;
use crate::postgres;
use crate::{Compression, Error, Format, Frame};

/// Enough of a file to detect its format.
const HEAD_BYTES: u64 = 64 * 1024;

/// Extensions of formats that are not supported; without this list, they would give a misleading error about row 1.
const UNSUPPORTED: [&str; 15] = [
    "zip", "7z", "rar", "tar", "tgz", "bz2", "xz", "lz4", "docx", "doc", "rtf", "pptx", "mdb", "accdb", "dbf",
];

/// An opened input.
pub(super) struct Opened<'a> {
    pub content: Content<'a>,
    /// Bytes taken from the file so far, before decompression.
    pub bytes_read: Rc<Cell<u64>>,
}

/// The content of an input by format.
pub(super) enum Content<'a> {
    /// Parquet is read from its end, so it needs a file.
    Parquet(File),
    /// Arrow IPC; a stream has no table of contents at its end.
    Arrow {
        file: File,
        is_stream: bool,
    },
    Workbook(File),
    Sqlite(DatabaseFile),
    Postgres(&'a postgres::Address),
    Frame(&'a Frame),
    Text(TextFormat, Box<dyn Read>),
}

/// A database needs a path.
pub(super) enum DatabaseFile {
    Own(PathBuf),
    Copy(NamedTempFile),
}

impl DatabaseFile {
    pub fn path(&self) -> &Path {
        match self {
            Self::Own(path) => path,
            Self::Copy(file) => file.path(),
        }
    }
}

/// The text formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextFormat {
    Csv,
    Json,
}

/// Opens an input and detects what it is, unless the caller knows. `watch` learns the number of bytes copied from a
/// pipe, and can stop that.
pub(super) fn open<'a>(
    input: &'a InputFile,
    known: Option<Format>,
    watch: &dyn Fn(u64) -> Result<(), Error>,
) -> Result<Opened<'a>, Error> {
    let name = input.name();
    let ready = match input.place() {
        InputPlace::Database(address) => Some(Content::Postgres(address)),
        InputPlace::Memory(frame) => Some(Content::Frame(frame)),
        _ => None,
    };
    if let Some(content) = ready {
        return Ok(Opened {
            content,
            bytes_read: Rc::default(),
        });
    }
    let promised = known.or(by_name(name).0);
    refuse_unsupported(name, promised)?;
    let bytes_read = Rc::new(Cell::new(0));
    let raw: Box<dyn Read> = match input.place() {
        _ if input.is_read_once() => Box::new(copy_of(input, watch)?),
        InputPlace::Stdin => Box::new(io::stdin()),
        InputPlace::Local(path) => Box::new(File::open(path).map_err(|source| read_error(name, source))?),
        InputPlace::Object(bucket, address) => Box::new(bucket.read(address.key())?),
        InputPlace::Database(_) | InputPlace::Memory(_) => Box::new(io::empty()),
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
    let content = if let Some(format) = binary_format(&head) {
        if format == Format::Sqlite {
            let database = database_of(input, compression, head, plain)?;
            return Ok(Opened {
                content: Content::Sqlite(database),
                bytes_read,
            });
        }
        let is_stream = !head.starts_with(ARROW);
        let file = file_of(input, compression, head, plain)?;
        match format {
            Format::Parquet => Content::Parquet(file),
            Format::Arrow => Content::Arrow { file, is_stream },
            _ => Content::Workbook(file),
        }
    } else {
        if let Some(foreign) = Foreign::of_content(&head).filter(|_| known.is_none()) {
            return Err(foreign.refused(name));
        }
        let format = text_format(name, promised, known.is_some(), &head)?;
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
    let Some((_, extension)) = base.rsplit_once('.').filter(|_| promised.is_none()) else {
        return Ok(());
    };
    let lower = extension.to_ascii_lowercase();
    if UNSUPPORTED.contains(&lower.as_str()) {
        return Err(Error::UnsupportedExtension {
            file: name.to_owned(),
            extension: extension.to_owned(),
        });
    }
    Foreign::of_extension(&lower).map_or(Ok(()), |foreign| Err(foreign.refused(name)))
}

fn compression_of(magic: &[u8]) -> Option<Compression> {
    match magic {
        [0x1f, 0x8b, ..] => Some(Compression::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd] => Some(Compression::Zstd),
        _ => None,
    }
}

/// How Arrow files begin.
const ARROW: &[u8] = b"ARROW1\0\0";
/// How an Arrow stream begins: a mark, then the length of the first message, which is short.
const ARROW_STREAM: &[u8] = b"\xff\xff\xff\xff";
/// How Excel's older workbooks begin, and the archives of the newer ones.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
const ZIP: &[u8] = b"PK\x03\x04";

/// How `SQLite` databases begin.
const SQLITE: &[u8] = b"SQLite format 3\0";

fn binary_format(head: &[u8]) -> Option<Format> {
    if head.starts_with(SQLITE) {
        return Some(Format::Sqlite);
    }
    let is_stream = head.starts_with(ARROW_STREAM) && head.get(7) == Some(&0);
    if is_parquet(head) {
        Some(Format::Parquet)
    } else if head.starts_with(ARROW) || is_stream {
        Some(Format::Arrow)
    } else if head.starts_with(OLE) || head.starts_with(ZIP) {
        Some(Format::Workbook)
    } else {
        None
    }
}

/// A CSV file may begin with a column named PAR1...; in Parquet a binary header follows.
fn is_parquet(head: &[u8]) -> bool {
    match head.strip_prefix(b"PAR1") {
        Some([next, ..]) => *next < b' ' && !matches!(next, b'\t' | b'\n' | b'\r'),
        Some([]) | None => false,
    }
}

fn text_format(
    name: &str,
    promised: Option<Format>,
    is_known: bool,
    head: &[u8],
) -> Result<TextFormat, Error> {
    let is_other = |promised: Format| Error::WrongContent {
        file: name.to_owned(),
        expected: promised.as_str(),
    };
    match promised {
        Some(format @ (Format::Parquet | Format::Arrow | Format::Sqlite | Format::Postgres)) => {
            Err(is_other(format))
        }
        // Many programs save text under the name of a workbook.
        Some(Format::Workbook) if is_known || first_letter(head) == Some(b'<') => {
            Err(is_other(Format::Workbook))
        }
        Some(Format::JsonLines | Format::Json) => Ok(TextFormat::Json),
        Some(Format::Csv | Format::Tsv) => Ok(TextFormat::Csv),
        Some(Format::Workbook) | None => Ok(match first_letter(head) {
            Some(b'{') => TextFormat::Json,
            Some(b'[') if is_json_array(head) => TextFormat::Json,
            _ => TextFormat::Csv,
        }),
    }
}

/// The first byte that is neither blank nor part of a byte order mark or of a character of two bytes.
fn first_letter(head: &[u8]) -> Option<u8> {
    let is_mark = |byte: &u8| matches!(byte, 0xef | 0xbb | 0xbf | 0xfe | 0xff | 0);
    head.iter()
        .copied()
        .find(|byte| !byte.is_ascii_whitespace() && !is_mark(byte))
}

/// Whether a text that begins with `[` goes on as an array of objects.
fn is_json_array(head: &[u8]) -> bool {
    let mut letters = head
        .iter()
        .filter(|byte| !byte.is_ascii_whitespace() && **byte != 0)
        .skip_while(|byte| **byte != b'[');
    letters.next();
    matches!(letters.next(), Some(b'{' | b']'))
}

/// The whole input as a file.
fn file_of(
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

/// The database itself, or a copy of one that is no plain file.
fn database_of(
    input: &InputFile,
    compression: Option<Compression>,
    head: Vec<u8>,
    rest: Box<dyn Read>,
) -> Result<DatabaseFile, Error> {
    let name = input.name();
    if let (InputPlace::Local(path), None, Some(_)) = (input.place(), compression, input.size_bytes()) {
        return Ok(DatabaseFile::Own(path.clone()));
    }
    let mut copy = NamedTempFile::new().map_err(|source| read_error(name, source))?;
    io::copy(&mut Cursor::new(head).chain(rest), &mut copy)
        .map_err(|source| failed(name, compression, source))?;
    Ok(DatabaseFile::Copy(copy))
}

/// A pipe is copied to disk, since its text may have to be read again.
fn copy_of(input: &InputFile, watch: &dyn Fn(u64) -> Result<(), Error>) -> Result<File, Error> {
    let name = input.name();
    let failed = |source| read_error(name, source);
    if input.copy().get().is_none() {
        let mut from: Box<dyn Read> = match input.place() {
            InputPlace::Local(path) => Box::new(File::open(path).map_err(failed)?),
            _ => Box::new(io::stdin()),
        };
        let mut copy = tempfile::tempfile().map_err(failed)?;
        let mut bytes = 0;
        loop {
            let block = take(&mut from, HEAD_BYTES).map_err(failed)?;
            if block.is_empty() {
                break;
            }
            copy.write_all(&block).map_err(failed)?;
            bytes += block.len() as u64;
            watch(bytes)?;
        }
        let _ = input.copy().set(copy);
    }
    let copy = input.copy().get().ok_or_else(|| Error::Internal {
        reason: "the copy of a pipe was made".to_owned(),
    })?;
    let mut copy = copy.try_clone().map_err(failed)?;
    copy.seek(SeekFrom::Start(0)).map_err(failed)?;
    Ok(copy)
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
