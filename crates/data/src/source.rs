//! Reads inputs: files, patterns and objects, in any of the formats, as one table.
//!
//! [`read`] is the main path: find the files, read each one in its format, then combine their columns.

mod batches;
mod cells;
mod csv;
mod dialect;
mod json;
mod locate;
mod open;
mod parquet;
mod text;
mod unify;

use encoding_rs::{Encoding, WINDOWS_1252};

use self::batches::FileTable;
use self::locate::{InputFile, locate};
use self::open::{Content, Opened, TextFormat, open};
use self::text::TextReader;
use crate::{Error, Notice, Table, Watch};

/// Options for reading.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The first row of a CSV file is data; columns are named `column1`, `column2`, ...
    pub no_header: bool,
    /// The delimiter of CSV files; detected if absent.
    pub delimiter: Option<u8>,
    /// The encoding of text files, by a name of the WHATWG Encoding Standard; detected if absent.
    pub encoding: Option<String>,
}

/// Reads all inputs as one table. An input is a path, a pattern (`data/*.csv`) or `s3://bucket/key`, which may also contain
/// a pattern.
pub fn read(inputs: &[String], options: &ReadOptions, watch: Watch<'_>) -> Result<Table, Error> {
    let encoding = options.encoding.as_deref().map(encoding_by_name).transpose()?;
    let files = locate(inputs)?;
    let mut done_bytes = 0;
    let mut tables = Vec::with_capacity(files.len());
    for file in &files {
        let reading = Reading {
            file,
            options,
            encoding,
            done_bytes,
            watch,
        };
        let table = reading.read()?;
        unify::check_columns(tables.first(), &table)?;
        done_bytes += table.size_bytes;
        tables.push(table);
    }
    unify::unify(tables)
}

/// Size of all inputs together, if known before reading: the total for [`Watch::progress`].
pub fn size_bytes(inputs: &[String]) -> Option<u64> {
    let files = locate(inputs).ok()?;
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

impl Reading<'_> {
    fn read(&self) -> Result<FileTable, Error> {
        match self.attempt(self.encoding) {
            Err(Failure {
                error: Error::Undecodable { .. },
                may_be_windows_1252: true,
            }) => self.attempt(Some(WINDOWS_1252)).map_err(|failure| failure.error),
            result => result.map_err(|failure| failure.error),
        }
    }

    fn attempt(&self, encoding: Option<&'static Encoding>) -> Result<FileTable, Failure> {
        let name = self.file.name();
        let Opened { content, bytes_read } = open(self.file)?;
        let mut table = match content {
            Content::Parquet(source) => {
                let progress = |rows_share: f64| {
                    let bytes = self.file.size_bytes().unwrap_or_default() as f64 * rows_share;
                    self.watch.advance(self.done_bytes + bytes as u64)
                };
                parquet::read(source, name, &progress)?
            }
            Content::Text(format, input) => {
                let progress = || self.watch.advance(self.done_bytes + bytes_read.get());
                let mut text = TextReader::new(input, name, encoding, &progress);
                let result = match format {
                    TextFormat::Csv => csv::read(&mut text, name, self.options),
                    TextFormat::JsonLines => json::read(&mut text, name),
                };
                result.map_err(|error| Failure {
                    error,
                    may_be_windows_1252: encoding.is_none() && !text.speaks_for_utf8(),
                })?
            }
        };
        table.size_bytes = self.file.size_bytes().unwrap_or_else(|| bytes_read.get());
        Ok(table)
    }
}

/// Why an attempt failed, and whether another encoding may work.
///
/// Every byte is valid Windows-1252, so it is assumed only if nothing before the first bad byte speaks for
/// UTF-8. A single bad byte in a UTF-8 file is damage, which the person should see.
struct Failure {
    error: Error,
    may_be_windows_1252: bool,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self {
            error,
            may_be_windows_1252: false,
        }
    }
}

fn encoding_by_name(name: &str) -> Result<&'static Encoding, Error> {
    Encoding::for_label(name.trim().as_bytes()).ok_or_else(|| Error::UnknownEncoding {
        name: name.to_owned(),
    })
}

fn decoded_notice(file: &str, encoding: &'static Encoding) -> Notice {
    Notice::Decoded {
        file: file.to_owned(),
        encoding: encoding.name().to_owned(),
    }
}
