//! Reads inputs: files, folders, patterns, objects and standard input, in any of the formats, as one table.
//!
//! [`read`] is the main path: find the files, read each one in its format, then combine their columns. What a file leaves
//! open is read in the most likely way, with an [`Assumption`] that says so.

mod arrow;
mod batches;
mod cells;
mod csv;
mod dialect;
mod encoding;
mod folders;
mod foreign;
mod json;
mod locate;
mod names;
mod open;
mod parquet;
mod postgres;
pub(crate) mod sqlite;
pub(crate) mod text;
mod typed;
mod unify;
mod workbook;

use std::path::PathBuf;

use encoding_rs::Encoding;

use self::batches::FileTable;
use self::locate::{InputFile, InputPlace, locate};
use self::open::{Content, Opened, TextFormat, open};
use self::text::TextReader;
use crate::{Assumed, Assumption, Error, Format, Frame, Notice, Place, Room, Table, Watch};

/// Options for reading.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The first row of a CSV file is data; columns are named `column1`, `column2`, ...
    pub no_header: bool,
    /// The delimiter of CSV files; detected if absent.
    pub delimiter: Option<u8>,
    /// The encoding of text files, by a name of the WHATWG Encoding Standard; detected if absent.
    pub encoding: Option<String>,
    /// The format; detected if absent.
    pub format: Option<Format>,
    /// Line of a CSV file, counted from 1, with the column names; what is above is skipped. Detected if absent.
    pub header_line: Option<u64>,
    /// The sheet of workbooks; the first with data if absent.
    pub sheet: Option<String>,
    /// The table of databases; the only one if absent.
    pub table: Option<String>,
    /// A query of databases, in place of a table.
    pub query: Option<String>,
    /// Refuse what would have to be assumed.
    pub strict: bool,
    /// A file with the password of databases.
    pub password_file: Option<PathBuf>,
    /// Folders such as `state=IL` give columns.
    pub folder_columns: bool,
    /// How much memory the values of CSV, Parquet and Arrow files may take; what is more goes to a temporary file while it is read.
    pub room: Option<Room>,
    /// Tables in memory: an input with the name of one is that table.
    pub frames: Vec<Frame>,
}

/// Reads all inputs as one table. An input is a path, a pattern (`data/*.csv`), `s3://bucket/key`, which may also contain
/// a pattern, or the name of one of the frames.
pub fn read(inputs: &[String], options: &ReadOptions, watch: Watch<'_>) -> Result<Table, Error> {
    let encoding = options.encoding.as_deref().map(encoding_by_name).transpose()?;
    let files = locate(inputs, &options.frames)?;
    let mut done_bytes = 0;
    let mut tables = Vec::with_capacity(files.len());
    let mut without_records = None;
    let mut notices = Vec::new();
    for file in &files {
        let reading = Reading {
            file,
            options,
            encoding,
            done_bytes,
            watch,
        };
        match reading.read().and_then(FileTable::with_records) {
            Ok(table) => {
                done_bytes += table.size_bytes;
                tables.push(table);
            }
            // Beside files with records, one without is nothing to stop for.
            Err(error) if error.is_about_no_record() => {
                let has_header = !matches!(error, Error::EmptyFile { .. });
                notices.push(Notice::Assumed(Assumption {
                    place: Place::line(file.name(), 1),
                    what: Assumed::Skipped { has_header },
                }));
                without_records = without_records.or(Some(error));
            }
            Err(error) => return Err(error),
        }
    }
    if tables.is_empty() {
        return Err(without_records.unwrap_or(Error::NoInput));
    }
    let mut table = unify::unify(tables, options.strict, options.room.as_ref())?;
    table.notices.extend(notices);
    match table.notices.iter().find_map(Notice::assumption) {
        Some(assumption) if options.strict => Err(Error::Assumed {
            assumption: assumption.clone(),
        }),
        _ => Ok(table),
    }
}

/// Size of all inputs together, if known before reading: the total for [`Watch::progress`]. Frames have no such size.
pub fn size_bytes(inputs: &[String]) -> Option<u64> {
    let files = locate(inputs, &[]).ok()?;
    files.iter().map(InputFile::size_bytes).sum()
}

/// An attempt to read one file.
struct Reading<'a> {
    file: &'a InputFile,
    options: &'a ReadOptions,
    /// Set by the caller.
    encoding: Option<&'static Encoding>,
    /// Bytes of the files before this one.
    done_bytes: u64,
    watch: Watch<'a>,
}

/// What earlier attempts to read a text have shown.
#[derive(Debug, Clone, Copy, Default)]
struct Attempt {
    encoding: Option<&'static Encoding>,
    has_backslashes: bool,
}

impl Reading<'_> {
    fn read(&self) -> Result<FileTable, Error> {
        let mut attempt = Attempt {
            encoding: self.encoding,
            has_backslashes: false,
        };
        let mut table = loop {
            let failure = match self.attempt(attempt) {
                Ok(table) => break table,
                Err(failure) => failure,
            };
            match failure.error {
                Error::Undecodable { .. } if failure.may_have_other_encoding => {
                    let Content::Text(_, input) = self.open()?.content else {
                        return Err(failure.error);
                    };
                    attempt.encoding = Some(encoding::guess(input, self.file.name())?);
                }
                Error::TextAfterQuote { .. } | Error::UnclosedQuote { .. } if !attempt.has_backslashes => {
                    attempt.has_backslashes = true;
                    break self.attempt(attempt).map_err(|_| failure.error)?;
                }
                error => return Err(error),
            }
        };
        if self.options.folder_columns
            && matches!(self.file.place(), InputPlace::Local(_) | InputPlace::Object(..))
        {
            table.add_folder_columns(self.options.room.as_ref())?;
        }
        Ok(table)
    }

    fn open(&self) -> Result<Opened<'_>, Error> {
        let watch = |bytes| self.watch.advance(self.done_bytes + bytes);
        open(self.file, self.options.format, &watch)
    }

    fn attempt(&self, attempt: Attempt) -> Result<FileTable, Failure> {
        let name = self.file.name();
        let Opened { content, bytes_read } = self.open()?;
        let by_share = |share: f64| {
            let bytes = self.file.size_bytes().unwrap_or_default() as f64 * share;
            self.watch.advance(self.done_bytes + bytes as u64)
        };
        let room = self.options.room.as_ref();
        let mut table = match content {
            Content::Parquet(source) => parquet::read(source, name, room, &by_share)?,
            Content::Arrow { file, is_stream } => arrow::read(file, is_stream, name, room, &by_share)?,
            Content::Frame(frame) => arrow::read_frame(frame, &by_share)?,
            Content::Workbook(source) => workbook::read(source, name, self.options, &by_share)?,
            Content::Sqlite(database) => sqlite::read(database.path(), name, self.options, &by_share)?,
            Content::Postgres(address) => postgres::read(address, name, self.options, self.watch.silent())?,
            Content::Text(format, input) => {
                let progress = || self.watch.advance(self.done_bytes + bytes_read.get());
                let mut text = TextReader::new(input, name, attempt.encoding, &progress);
                let result = match format {
                    TextFormat::Csv => csv::read(&mut text, name, self.options, attempt.has_backslashes),
                    TextFormat::Json => json::read(&mut text, name, self.options.encoding.is_some()),
                };
                result.map_err(|error| Failure {
                    error,
                    may_have_other_encoding: attempt.encoding.is_none() && !text.speaks_for_utf8(),
                })?
            }
        };
        table.size_bytes = self.file.size_bytes().unwrap_or_else(|| bytes_read.get());
        Ok(table)
    }
}

/// Why an attempt failed, and whether another encoding may work.
///
/// Another encoding is guessed only if nothing before the first bad byte speaks for UTF-8. A single bad byte in a UTF-8
/// file is damage, which the person should see.
struct Failure {
    error: Error,
    may_have_other_encoding: bool,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self {
            error,
            may_have_other_encoding: false,
        }
    }
}

/// The encoding with a name of the WHATWG Encoding Standard.
pub(crate) fn encoding_by_name(name: &str) -> Result<&'static Encoding, Error> {
    Encoding::for_label(name.trim().as_bytes()).ok_or_else(|| Error::UnknownEncoding {
        name: name.to_owned(),
    })
}

/// A note if a text is in another encoding than UTF-8: a fact if a mark or the caller says so, else an assumption.
fn encoding_notice(file: &str, text: &TextReader<'_>, is_demanded: bool) -> Option<Notice> {
    let encoding = text.encoding();
    if encoding == encoding_rs::UTF_8 {
        return None;
    }
    let name = encoding.name().to_owned();
    Some(if is_demanded || text.had_mark() {
        Notice::Decoded {
            file: file.to_owned(),
            encoding: name,
        }
    } else {
        Notice::Assumed(Assumption {
            place: Place::line(file, 1),
            what: Assumed::Encoding { name },
        })
    })
}
