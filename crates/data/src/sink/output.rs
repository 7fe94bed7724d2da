//! The target of a result, and the checks before any work.

use std::fs;
use std::path::{Path, PathBuf};

use arrow_schema::DataType;
use encoding_rs::Encoding;

use super::postgres::Target;
use super::sqlite::Existing;
use crate::format::by_name;
use crate::postgres;
use crate::s3::{self, Address};
use crate::source::encoding_by_name;
use crate::{Compression, Error, Format, Table};

/// The target of a result and its format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    target: String,
    force: bool,
    format: Option<Format>,
    compression: Option<Compression>,
    encoding: Option<&'static Encoding>,
    table: Option<String>,
    types: Vec<(String, DataType)>,
    password_file: Option<PathBuf>,
}

impl Output {
    /// Accepts `-` (stdout), a path or `s3://bucket/key`. `force` allows replacing an existing output.
    /// Tables need an extension that names a format; [`write_atomically`](crate::write_atomically) takes any name.
    pub fn new(target: &str, force: bool) -> Self {
        let (format, compression) = if postgres::is_address(target) {
            (Some(Format::Postgres), None)
        } else {
            by_name(target)
        };
        Self {
            target: target.to_owned(),
            force,
            format,
            compression,
            encoding: None,
            table: None,
            types: Vec::new(),
            password_file: None,
        }
    }

    /// The same output; the password of a database is in this file.
    #[must_use]
    pub fn with_password_file(mut self, file: Option<PathBuf>) -> Self {
        self.password_file = file;
        self
    }

    /// Whether it is a file with a `SQLite` database.
    pub fn is_sqlite(&self) -> bool {
        self.format == Some(Format::Sqlite) && !s3::is_address(&self.target) && !self.is_stdout()
    }

    /// Whether it is a table of a server.
    pub(super) fn is_database(&self) -> bool {
        postgres::is_address(&self.target)
    }

    /// The table of a server at this address.
    pub(super) fn target<'a>(&'a self, address: &'a postgres::Address) -> Target<'a> {
        Target {
            address,
            password_file: self.password_file.as_deref(),
            table: self.table.as_deref(),
            force: self.force,
        }
    }

    /// The same output; in typed formats, columns with these names have these types. All their values must have them, see
    /// [`Table::misfit`](crate::Table::misfit).
    #[must_use]
    pub fn with_types(mut self, types: Vec<(String, DataType)>) -> Self {
        self.types = types;
        self
    }

    /// The positions of columns with declared types, if the format has types.
    pub(super) fn declared(&self, format: Format, table: &Table) -> Vec<(usize, DataType)> {
        if !matches!(format, Format::Parquet | Format::Arrow | Format::Postgres) {
            return Vec::new();
        }
        let position = |name: &String| table.names.iter().position(|own| own == name);
        let types = self.types.iter();
        types
            .filter_map(|(name, kind)| Some((position(name)?, kind.clone())))
            .filter(|(position, kind)| !table.keeps(*position, kind))
            .collect()
    }

    /// The same output; in a database, the table has this name.
    #[must_use]
    pub fn with_table(mut self, table: Option<String>) -> Self {
        self.table = table;
        self
    }

    /// Name of the table in a database.
    pub(super) fn table(&self) -> Option<&str> {
        self.table.as_deref()
    }

    /// The `SQLite` database that exists at this path, and keeps its other tables.
    pub(super) fn existing_database(&self) -> Option<Existing> {
        let path = Path::new(&self.target);
        let is_there = self.is_sqlite() && path.is_file();
        is_there.then(|| Existing::new(path, self.table.as_deref(), self.force))
    }

    /// The same output in this format, whatever its name.
    #[must_use]
    pub fn with_format(mut self, format: Option<Format>) -> Self {
        self.format = format.or(self.format);
        self
    }

    /// The same output in this encoding, by a name of the WHATWG Encoding Standard. It counts for CSV only.
    pub fn with_encoding(mut self, name: Option<&str>) -> Result<Self, Error> {
        self.encoding = name.map(encoding_by_name).transpose()?;
        Ok(self)
    }

    /// Whether results go to stdout.
    pub fn is_stdout(&self) -> bool {
        self.target == "-"
    }

    /// The output as named.
    pub fn as_str(&self) -> &str {
        &self.target
    }

    pub(super) fn is_forced(&self) -> bool {
        self.force
    }

    pub(super) fn encoding(&self) -> Option<&'static Encoding> {
        self.encoding
    }

    pub(super) fn compression(&self) -> Option<Compression> {
        self.compression
    }

    /// The format of a table that is written here.
    pub(super) fn table_format(&self, stdout: Format) -> Result<Format, Error> {
        let path = || self.target.clone();
        match (self.format, self.compression) {
            _ if self.is_database() => Ok(Format::Postgres),
            (format, _) if self.is_stdout() => Ok(format.unwrap_or(stdout)),
            (Some(format), Some(_)) if !format.is_text() => Err(Error::CompressedOutput { path: path() }),
            (Some(format), _) => Ok(format),
            // Devices and pipes have no extension.
            (None, _) if is_special(Path::new(&self.target)) => Ok(stdout),
            (None, _) => Err(Error::UnknownOutputFormat { path: path() }),
        }
    }
}

/// Checks, before any work, that a table can be written there: the format is known, nothing would be replaced without `force`,
/// and the directory exists and is writable.
pub fn check_output(out: &Output) -> Result<(), Error> {
    out.table_format(Format::Csv)?;
    if out.is_database() {
        let address = postgres::Address::parse(&out.target)?;
        return out.target(&address).check();
    }
    if let Some(existing) = out.existing_database() {
        return existing.check();
    }
    check_file_output(out)
}

/// The same for [`write_atomically`](crate::write_atomically), where the extension does not matter.
pub fn check_file_output(out: &Output) -> Result<(), Error> {
    if out.is_stdout() {
        return Ok(());
    }
    if out.is_database() {
        return Err(Error::OnlyTables {
            path: out.target.clone(),
        });
    }
    if s3::is_address(&out.target) {
        let address = Address::parse(&out.target)?;
        let exists = address.exists()?;
        return if exists && !out.force {
            Err(exists_error(out))
        } else {
            Ok(())
        };
    }
    let path = Path::new(&out.target);
    if is_special(path) {
        return Ok(());
    }
    check_target(out, path)?;
    let directory = directory_of(path);
    // Only creating a file tests permissions, read-only mounts and full quotas alike.
    match tempfile::Builder::new()
        .prefix(".onefold-")
        .tempfile_in(directory)
    {
        Ok(_) => Ok(()),
        Err(error) => Err(super::publish::explain(&out.target, error)),
    }
}

/// Refuses a target that a regular file must not replace.
pub(super) fn check_target(out: &Output, path: &Path) -> Result<(), Error> {
    if path.is_dir() || out.target.ends_with('/') {
        return Err(Error::OutputIsDirectory {
            path: out.target.clone(),
        });
    }
    let directory = directory_of(path);
    if !directory.is_dir() {
        return Err(Error::MissingDirectory {
            path: out.target.clone(),
            directory: directory.display().to_string(),
        });
    }
    if !out.force && fs::symlink_metadata(path).is_ok() {
        return Err(exists_error(out));
    }
    Ok(())
}

pub(super) fn exists_error(out: &Output) -> Error {
    Error::OutputExists {
        path: out.target.clone(),
    }
}

/// The directory that holds a file, `.` for a bare name.
pub(super) fn directory_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Devices, pipes and sockets are written directly, since no file can replace them.
pub(super) fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}
