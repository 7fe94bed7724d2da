//! Everything that can go wrong with data, one variant per situation: which file, which line, what to do.
//!
//! The texts are sentences for the person at the command line. An error of another library is the `source`; the text
//! repeats it only if there is no other description.

use std::io;

use crate::{Assumption, Place};

/// Why data could not be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No input was named.
    #[error("no input; name a file, a pattern such as 'data/*.csv', or an s3:// address")]
    NoInput,
    /// The file does not exist.
    #[error("{file}: no such file; check the path")]
    MissingFile {
        /// The path as given.
        file: String,
    },
    /// The file may not be read.
    #[error("{file}: permission denied; you are not allowed to read this file")]
    ReadDenied {
        /// The path as given.
        file: String,
    },
    /// A folder without a table.
    #[error("{file}: no file in this folder is a table of a known format; {}", FORMATS)]
    EmptyFolder {
        /// The path as given.
        file: String,
    },
    /// Something was assumed of a file, and the caller wants it as its format says.
    #[error("{assumption}; without --strict it is read that way")]
    Assumed {
        /// The first assumption.
        assumption: Assumption,
    },
    /// A pattern without a match.
    #[error("{pattern}: no files match this pattern")]
    NothingMatches {
        /// The pattern as given.
        pattern: String,
    },
    /// The pattern itself is wrong.
    #[error("{pattern} is not a valid file name pattern: {reason}")]
    BadPattern {
        /// The pattern as given.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Any other failure while reading.
    #[error("{file}: cannot read: {source}")]
    Read {
        /// The file.
        file: String,
        /// What the operating system said.
        source: io::Error,
    },
    /// A file without a single byte.
    #[error("{file}: the file is empty")]
    EmptyFile {
        /// The file.
        file: String,
    },
    /// A header and no records, or a table without rows.
    #[error(
        "{file}: the file contains column names but no records; if the first line is data, add --no-header"
    )]
    HeaderOnly {
        /// The file.
        file: String,
    },
    /// Columns are known, but there is not one record.
    #[error("{file}: the file contains no records")]
    NoRecords {
        /// The file.
        file: String,
    },
    /// A row with another number of fields than the header.
    #[error(
        "{place}: the row has {found} {}, but the header has {expected}; quote fields that contain the delimiter ({}), or fix the row",
        if *found == 1 { "field" } else { "fields" }, delimiter_name(*delimiter)
    )]
    RaggedRow {
        /// The row.
        place: Place,
        /// Fields in the row.
        found: usize,
        /// Fields in the header.
        expected: usize,
        /// The delimiter in use.
        delimiter: u8,
    },
    /// Columns cannot be selected from JSON lines, because each object is written back unchanged.
    #[error("{file}: cannot select columns from JSON lines; convert this table to CSV or Parquet")]
    JsonColumns {
        /// The file.
        file: String,
    },
    /// A label of a pair that means neither match nor non-match.
    #[error(
        "{place}: the label {label:?} means neither match nor non-match; write 1 or 0, true or false, yes or no"
    )]
    UnknownLabel {
        /// The row.
        place: Place,
        /// The label.
        label: String,
    },
    /// A quote that never closes.
    #[error(
        "{place}, field {field}: the quote that opens here is never closed; close it, or double it if it is part of the value"
    )]
    UnclosedQuote {
        /// Where the quote opens.
        place: Place,
        /// Field number, counted from 1.
        field: usize,
    },
    /// Text between a closing quote and the next delimiter.
    #[error(
        "{place}, field {field}: there is text after the closing quote; double the quotes inside a quoted value"
    )]
    TextAfterQuote {
        /// Where.
        place: Place,
        /// Field number, counted from 1.
        field: usize,
    },
    /// A record that is too long to be real.
    #[error(
        "{place}: this record is longer than {limit_bytes} bytes; the file is probably not a table of this format"
    )]
    RecordTooLong {
        /// Where it begins.
        place: Place,
        /// The limit.
        limit_bytes: usize,
    },
    /// Bytes that are not valid in the encoding.
    #[error("{place}: invalid {encoding} bytes; fix them, or name the right encoding with --encoding")]
    Undecodable {
        /// Where.
        place: Place,
        /// The encoding in use.
        encoding: String,
    },
    /// No such encoding.
    #[error("unknown encoding {name:?}; use a name such as utf-8, windows-1252, iso-8859-2 or shift_jis")]
    UnknownEncoding {
        /// The name as given.
        name: String,
    },
    /// Bytes that are no text.
    #[error("{file}: this is a binary file of an unknown format; {}", FORMATS)]
    Binary {
        /// The file.
        file: String,
    },
    /// Two columns share a name.
    #[error("{file}: columns {first} and {second} are both named {column:?}; rename one of them")]
    DuplicateColumn {
        /// The file.
        file: String,
        /// The name.
        column: String,
        /// Position of the first, counted from 1.
        first: usize,
        /// Position of the second, counted from 1.
        second: usize,
    },
    /// A column without a name.
    #[error("{file}: column {position} has no name; name it")]
    UnnamedColumn {
        /// The file.
        file: String,
        /// Position, counted from 1.
        position: usize,
    },
    /// Too many columns for a real table.
    #[error("{place}: more than {limit} columns; the file is probably not a table of this format")]
    TooManyColumns {
        /// Where the limit was passed.
        place: Place,
        /// The limit.
        limit: usize,
    },
    /// Broken JSON.
    #[error("{place}: invalid JSON: {reason}")]
    BadJson {
        /// The line.
        place: Place,
        /// What is wrong, and in which column of the line.
        reason: String,
    },
    /// A JSON value that is not an object.
    #[error(
        "{place}: expected a JSON object, found {found}; every record is an object, such as {{\"name\":\"Ann\"}}"
    )]
    NotAnObject {
        /// The line.
        place: Place,
        /// What the line holds instead.
        found: &'static str,
    },
    /// Compressed data that does not decompress.
    #[error("{file}: the {compression} data is corrupt or truncated: {source}")]
    CorruptCompression {
        /// The file.
        file: String,
        /// `gzip` or `zstd`.
        compression: &'static str,
        /// What the decompressor said.
        source: io::Error,
    },
    /// A Parquet file that cannot be read.
    #[error("{file}: cannot read this Parquet file: {reason}")]
    CorruptParquet {
        /// The file.
        file: String,
        /// What the reader said.
        reason: String,
    },
    /// An Arrow file that cannot be read.
    #[error("{file}: cannot read this Arrow file: {reason}")]
    CorruptArrow {
        /// The file.
        file: String,
        /// What the reader said.
        reason: String,
    },
    /// A workbook that cannot be read.
    #[error("{file}: cannot read this workbook: {reason}")]
    CorruptWorkbook {
        /// The file.
        file: String,
        /// What the reader said.
        reason: String,
    },
    /// A database that cannot be read.
    #[error("{database}: the database says: {reason}")]
    Database {
        /// The database.
        database: String,
        /// What it said.
        reason: String,
    },
    /// A server of databases that does not answer.
    #[error(
        "{database}: cannot connect: {reason}; check the host and the port, and that the server is running"
    )]
    UnreachableDatabase {
        /// The database.
        database: String,
        /// What the network said.
        reason: String,
    },
    /// A database without the table, or with several to choose from.
    #[error(
        "{database}: {}; name a table with --table, or a query with --query. The tables are {}",
        table.as_ref().map_or_else(|| "there are several tables".to_owned(), |table| format!("there is no table {table:?}")),
        tables.join(", ")
    )]
    UnknownTable {
        /// The database.
        database: String,
        /// The name as given.
        table: Option<String>,
        /// The names that exist.
        tables: Vec<String>,
    },
    /// An address of a database that cannot be read.
    #[error("{address}: {reason}; the form is postgres://user@host:5432/database?table=people")]
    BadDatabaseAddress {
        /// The address as given.
        address: String,
        /// What is wrong with it.
        reason: String,
    },
    /// An address of a database with a password, which is not repeated.
    #[error(
        "the address of the database contains a password, which others could see; put it in PGPASSWORD, in ~/.pgpass, or in a file \
         that --password-file names"
    )]
    PasswordInAddress,
    /// A password file that others may read.
    #[error("{file}: other users may read this password file; run chmod 600 on it")]
    OpenPasswordFile {
        /// The file.
        file: String,
    },
    /// An output that is no table, in a database.
    #[error("{path}: only tables can be written to a database; name a file")]
    OnlyTables {
        /// The output.
        path: String,
    },
    /// A database that another program holds.
    #[error("{database}: another program is writing to this database; try again when it is done")]
    LockedDatabase {
        /// The database.
        database: String,
    },
    /// A workbook with a password.
    #[error("{file}: the workbook has a password; save it without one")]
    LockedWorkbook {
        /// The file.
        file: String,
    },
    /// A workbook without the sheet that was asked for.
    #[error("{file}: there is no sheet {sheet:?}; the sheets are {}", sheets.join(", "))]
    UnknownSheet {
        /// The file.
        file: String,
        /// The name as given.
        sheet: String,
        /// The names that exist.
        sheets: Vec<String>,
    },
    /// A Parquet column whose values have no text form.
    #[error("{file}: column {column:?} has the type {found}, which cannot be compared; remove the column")]
    UnsupportedType {
        /// The file.
        file: String,
        /// The column.
        column: String,
        /// Its Arrow type.
        found: String,
    },
    /// Rows that lack nearly all of many columns, which would fill the memory with nothing.
    #[error(
        "{place}: the file has {columns} columns, and its rows lack nearly all of them; leave columns out, or split the table by kind of row"
    )]
    TooSparse {
        /// Where the rows have lacked too many.
        place: Place,
        /// Number of columns.
        columns: usize,
    },
    /// A file name that promises a format that is not supported.
    #[error("{file}: files of type {extension:?} are not supported; {}", FORMATS)]
    UnsupportedExtension {
        /// The file.
        file: String,
        /// The part after the last dot.
        extension: String,
    },
    /// A file of another kind than a table.
    #[error("{file}: this is {what}, which Onefold does not read; {advice}")]
    NotATable {
        /// The file.
        file: String,
        /// What it is.
        what: &'static str,
        /// How to get a table that can be read.
        advice: &'static str,
    },
    /// A format other than the name says.
    #[error("{file}: the extension says {expected}, but the content is not {expected}; rename the file")]
    WrongContent {
        /// The file.
        file: String,
        /// The format that the extension names.
        expected: &'static str,
    },
    /// Input files whose columns differ from the first file.
    #[error(
        "{file} and {first} have different columns: {}; give the same columns the same names",
        difference(missing, unknown)
    )]
    DifferentColumns {
        /// The first file.
        first: String,
        /// The file that differs.
        file: String,
        /// Columns of the first that this one lacks.
        missing: Vec<String>,
        /// Columns of this one that the first lacks.
        unknown: Vec<String>,
    },
    /// A helper file without a needed column.
    #[error("{file}: no column is named {wanted}; the columns are {}", columns.join(", "))]
    MissingColumn {
        /// The file.
        file: String,
        /// The accepted names, in words.
        wanted: &'static str,
        /// The existing names.
        columns: Vec<String>,
    },
    /// A helper file with an empty cell where a value is needed.
    #[error("{place}: column {column:?} is empty; fill it in")]
    EmptyCell {
        /// The row.
        place: Place,
        /// The column.
        column: String,
    },
    /// A record listed twice in a file that lists each record once.
    #[error("{place}: {id:?} is already listed in line {first}; list every record once")]
    RepeatedId {
        /// The second row.
        place: Place,
        /// The id.
        id: String,
        /// Line of the first.
        first: u64,
    },

    /// An address that is not `s3://bucket/key`.
    #[error("{address}: invalid address; the form is s3://bucket/key")]
    BadAddress {
        /// The address as given.
        address: String,
    },
    /// A bucket or an object cannot be used.
    #[error(transparent)]
    Object(#[from] onefold_s3::Error),

    /// An output that must not be replaced.
    #[error("{path} already exists; choose another name, or replace it with --force")]
    OutputExists {
        /// The output.
        path: String,
    },
    /// An output in a directory that does not exist.
    #[error("{path}: the directory {directory:?} does not exist; create it first")]
    MissingDirectory {
        /// The output.
        path: String,
        /// The directory.
        directory: String,
    },
    /// An output that may not be created.
    #[error("{path}: permission denied; you are not allowed to write here")]
    WriteDenied {
        /// The output.
        path: String,
    },
    /// An output that names a directory.
    #[error("{path} is a directory; name a file")]
    OutputIsDirectory {
        /// The output.
        path: String,
    },
    /// An output name whose extension names no format.
    #[error("{path}: the extension does not name an output format; {}", FORMATS)]
    UnknownOutputFormat {
        /// The output.
        path: String,
    },
    /// A binary format inside gzip or zstd.
    #[error("{path}: only text is compressed with .gz or .zst; remove it from the name")]
    CompressedOutput {
        /// The output.
        path: String,
    },
    /// An input column has the name of an output column.
    #[error("{file} already has a column {column:?}, which the output adds; rename or remove it first")]
    ColumnExists {
        /// The name.
        column: String,
        /// A file that has it.
        file: String,
    },
    /// A new column of another length than the table.
    #[error("the new column {column:?} has {found} values for {expected} records")]
    WrongLength {
        /// The new column.
        column: String,
        /// Its length.
        found: usize,
        /// Records in the table.
        expected: usize,
    },
    /// More rows than a spreadsheet takes.
    #[error("{path}: a spreadsheet has at most {limit} rows; write .csv or .parquet")]
    TooManyRows {
        /// The output.
        path: String,
        /// The limit.
        limit: usize,
    },
    /// A character that the encoding of an output does not have.
    #[error(
        "{path}: the character {character:?} does not exist in {encoding}; choose another --output-encoding, such as utf-8"
    )]
    Unencodable {
        /// The output.
        path: String,
        /// The character.
        character: char,
        /// The encoding.
        encoding: String,
    },
    /// No space left.
    #[error("the disk is full while writing {}; no partial file was left", if path == "-" { "standard output" } else { path })]
    DiskFull {
        /// The output.
        path: String,
    },
    /// The reader of a pipe went away, as `head` does; not a failure.
    #[error("the reader of the output closed the pipe")]
    PipeClosed,
    /// Any other failure while writing.
    #[error("{path}: cannot write: {source}; no partial file was left")]
    Write {
        /// The output.
        path: String,
        /// What the operating system said.
        source: io::Error,
    },
    /// A temporary file that cannot be written or read.
    #[error("{reason}")]
    Scratch {
        /// What is wrong and what to do.
        reason: String,
    },
    /// The caller asked to stop.
    #[error("the run was cancelled")]
    Cancelled,
    /// A broken invariant of this crate.
    #[error("internal error: {reason}")]
    Internal {
        /// The invariant that does not hold.
        reason: String,
    },
}

impl Error {
    /// Whether the file is fine but has no record.
    pub fn is_about_no_record(&self) -> bool {
        matches!(
            self,
            Self::EmptyFile { .. } | Self::HeaderOnly { .. } | Self::NoRecords { .. }
        )
    }

    /// Whether the first row cannot be column names.
    pub fn is_about_names(&self) -> bool {
        matches!(
            self,
            Self::DuplicateColumn { .. }
                | Self::UnnamedColumn { .. }
                | Self::RaggedRow { .. }
                | Self::HeaderOnly { .. }
        )
    }

    /// Whether the machine, the network or the program is at fault rather than the request: the same call may succeed
    /// later.
    pub fn is_of_machine(&self) -> bool {
        match self {
            Self::Object(error) => error.is_of_machine(),
            Self::Read { .. }
            | Self::DiskFull { .. }
            | Self::Write { .. }
            | Self::Scratch { .. }
            | Self::Internal { .. } => true,
            _ => false,
        }
    }
}

const FORMATS: &str =
    "use .csv, .tsv, .jsonl, .json, .parquet, .arrow or .xlsx (text formats also with .gz or .zst)";

fn difference(missing: &[String], unknown: &[String]) -> String {
    let list = |columns: &[String]| {
        columns
            .iter()
            .map(|column| format!("{column:?}"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    match (missing.is_empty(), unknown.is_empty()) {
        (false, false) => format!("{} missing, {} added", list(missing), list(unknown)),
        (false, true) => format!("{} missing", list(missing)),
        _ => format!("{} added", list(unknown)),
    }
}

fn delimiter_name(delimiter: u8) -> String {
    match delimiter {
        b',' => "comma".to_owned(),
        b';' => "semicolon".to_owned(),
        b'\t' => "tab".to_owned(),
        b'|' => "pipe".to_owned(),
        b' ' => "space".to_owned(),
        1 => "character 1".to_owned(),
        other => char::from(other).to_string(),
    }
}
