//! Makes an output appear in one step, or removes every trace of it.
//!
//! A file is written under a temporary name in its own directory (a rename works only inside one file system), synced
//! to disk, and renamed. An object is uploaded in parts and completed. Dropping a publication instead of publishing it
//! removes what was written so far.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use flate2::write::GzEncoder;
use onefold_s3::Upload;
use tempfile::{NamedTempFile, TempPath};

use super::csv::Unencodable;
use super::output::{Output, check_target, directory_of, exists_error, is_special};
use super::postgres::NewTable;
use super::sqlite::{Existing, Moved};
use super::workbook::{MAX_ROWS, TooManyRows};
use crate::postgres;
use crate::s3::{self, Address};
use crate::{Compression, Error};

const BUFFER_BYTES: usize = 256 * 1024;
/// Four fifths of the saving of the default level in half its time.
const GZIP_LEVEL: u32 = 4;
/// The default level of zstd.
const ZSTD_LEVEL: i32 = 3;

/// An output in progress.
pub(super) struct Publication {
    stream: Stream,
    out: Output,
}

enum Stream {
    Plain(BufWriter<Destination>),
    Gzip(GzEncoder<BufWriter<Destination>>),
    Zstd(zstd::stream::write::Encoder<'static, BufWriter<Destination>>),
}

enum Destination {
    File {
        temporary: NamedTempFile,
        path: PathBuf,
    },
    Special(File),
    Stdout(io::Stdout),
    Object(Box<Upload>),
    Table(Box<NewTable>),
    /// A database with the new table only, and then that table in the existing database.
    Database {
        temporary: NamedTempFile,
        existing: Existing,
        moved: Option<Moved>,
    },
}

impl Publication {
    /// Opens the output, and repeats the checks of [`check_target`], since time has passed.
    pub fn begin(out: &Output) -> Result<Self, Error> {
        let destination = BufWriter::with_capacity(BUFFER_BYTES, destination(out)?);
        let stream = match out.compression() {
            Some(Compression::Gzip) if !out.is_stdout() => {
                Stream::Gzip(GzEncoder::new(destination, flate2::Compression::new(GZIP_LEVEL)))
            }
            Some(Compression::Zstd) if !out.is_stdout() => Stream::Zstd(
                zstd::stream::write::Encoder::new(destination, ZSTD_LEVEL)
                    .map_err(|error| explain(out.as_str(), error))?,
            ),
            _ => Stream::Plain(destination),
        };
        Ok(Self {
            stream,
            out: out.clone(),
        })
    }

    /// Begins a table. In a database of a server it has these columns; an existing file keeps its other tables.
    pub fn begin_table(out: &Output, columns: &[(String, String)]) -> Result<Self, Error> {
        if let Some(existing) = out.existing_database() {
            let temporary = NamedTempFile::new().map_err(|error| explain(out.as_str(), error))?;
            let destination = Destination::Database {
                temporary,
                existing,
                moved: None,
            };
            return Ok(Self {
                stream: Stream::Plain(BufWriter::with_capacity(BUFFER_BYTES, destination)),
                out: out.clone(),
            });
        }
        if !out.is_database() {
            return Self::begin(out);
        }
        let address = postgres::Address::parse(out.as_str())?;
        let table = NewTable::begin(&out.target(&address), columns)?;
        let destination = Destination::Table(Box::new(table));
        Ok(Self {
            stream: Stream::Plain(BufWriter::with_capacity(BUFFER_BYTES, destination)),
            out: out.clone(),
        })
    }

    /// Finishes writing; only making the output appear remains.
    pub fn finish(self) -> Result<Staged, Error> {
        let out = self.out;
        let failed = |error| explain(out.as_str(), error);
        let buffered = match self.stream {
            Stream::Plain(writer) => writer,
            Stream::Gzip(encoder) => encoder.finish().map_err(failed)?,
            Stream::Zstd(encoder) => encoder.finish().map_err(failed)?,
        };
        let mut destination = buffered
            .into_inner()
            .map_err(|error| failed(error.into_error()))?;
        match &mut destination {
            Destination::File { temporary, .. } => temporary.as_file().sync_all(),
            Destination::Special(file) => file.flush(),
            Destination::Stdout(stdout) => stdout.flush(),
            Destination::Object(_) => Ok(()),
            Destination::Table(table) => {
                table.finish()?;
                Ok(())
            }
            Destination::Database {
                temporary,
                existing,
                moved,
            } => {
                *moved = Some(existing.take(temporary.path())?);
                Ok(())
            }
        }
        .map_err(failed)?;
        Ok(Staged { destination, out })
    }
}

/// An output that is complete but has not appeared; dropping it leaves no trace. So several outputs of one run can
/// appear together, after the last of them fit on its disk. Output to stdout or a device has appeared already.
#[must_use = "a staged output appears when it is published"]
pub struct Staged {
    destination: Destination,
    out: Output,
}

impl std::fmt::Debug for Staged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Staged")
            .field("out", &self.out)
            .finish_non_exhaustive()
    }
}

impl Staged {
    /// Makes the output appear.
    pub fn publish(self) -> Result<(), Error> {
        let out = self.out;
        match self.destination {
            Destination::File { temporary, path } => publish_file(temporary, &path, &out),
            Destination::Special(_) | Destination::Stdout(_) => Ok(()),
            Destination::Object(upload) => {
                if !out.is_forced() {
                    refuse_existing_object(&out)?;
                }
                Ok(upload.complete()?)
            }
            Destination::Table(table) => table.publish(),
            Destination::Database { moved, .. } => moved.map_or(Ok(()), Moved::publish),
        }
    }
}

/// Makes all outputs appear in order, or none: if one fails, files that have appeared are removed, and files
/// that they replaced come back. Objects that are complete by then remain.
pub fn publish_together(outputs: Vec<Staged>) -> Result<(), Error> {
    let mut before: Vec<Before> = Vec::with_capacity(outputs.len());
    for staged in outputs {
        // An output that has not appeared has replaced nothing.
        let published = Before::of(&staged).and_then(|own| staged.publish().map(|()| own));
        match published {
            Ok(own) => before.extend(own),
            Err(error) => {
                before.into_iter().rev().for_each(Before::restore);
                return Err(error);
            }
        }
    }
    Ok(())
}

/// What an output replaces.
struct Before {
    path: PathBuf,
    /// A second name of the earlier file, removed on drop.
    earlier: Option<TempPath>,
}

impl Before {
    /// `None` if nothing can be restored.
    fn of(staged: &Staged) -> Result<Option<Self>, Error> {
        let Destination::File { path, .. } = &staged.destination else {
            return Ok(None);
        };
        let earlier = path
            .exists()
            .then(|| second_name(path))
            .transpose()
            .map_err(|error| explain(staged.out.as_str(), error))?;
        Ok(Some(Self {
            path: path.clone(),
            earlier,
        }))
    }

    fn restore(self) {
        match self.earlier {
            Some(earlier) => {
                if let Err(error) = earlier.persist(&self.path) {
                    // The earlier file keeps its second name, so a person can find it.
                    let kept = error.path.keep();
                    tracing::error!(path = %self.path.display(), kept = ?kept.ok(), "the earlier file could not be put back");
                }
            }
            None => {
                if let Err(error) = fs::remove_file(&self.path) {
                    tracing::error!(path = %self.path.display(), %error, "a new file could not be taken away again");
                }
            }
        }
    }
}

/// A hard link next to a file, or a copy if the file system has no links.
fn second_name(path: &Path) -> io::Result<TempPath> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let prefix = format!(".{name}.");
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(".before");
    let folder = directory_of(path);
    if let Ok(linked) = builder.make_in(folder, |second| fs::hard_link(path, second)) {
        return Ok(linked.into_temp_path());
    }
    let copy = builder.tempfile_in(folder)?.into_temp_path();
    fs::copy(path, &copy)?;
    Ok(copy)
}

impl Write for Publication {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.stream {
            Stream::Plain(writer) => writer.write(bytes),
            Stream::Gzip(encoder) => encoder.write(bytes),
            Stream::Zstd(encoder) => encoder.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.stream {
            Stream::Plain(writer) => writer.flush(),
            Stream::Gzip(encoder) => encoder.flush(),
            Stream::Zstd(encoder) => encoder.flush(),
        }
    }
}

impl Write for Destination {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::File { temporary, .. } | Self::Database { temporary, .. } => temporary.write(bytes),
            Self::Special(file) => file.write(bytes),
            Self::Stdout(stdout) => stdout.write(bytes),
            Self::Object(upload) => upload.write(bytes),
            Self::Table(table) => table.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::File { temporary, .. } | Self::Database { temporary, .. } => temporary.flush(),
            Self::Special(file) => file.flush(),
            Self::Stdout(stdout) => stdout.flush(),
            Self::Object(upload) => upload.flush(),
            Self::Table(table) => table.flush(),
        }
    }
}

fn destination(out: &Output) -> Result<Destination, Error> {
    let target = out.as_str();
    if out.is_stdout() {
        return Ok(Destination::Stdout(io::stdout()));
    }
    if out.is_database() {
        return Err(Error::OnlyTables {
            path: target.to_owned(),
        });
    }
    if s3::is_address(target) {
        let address = Address::parse(target)?;
        let upload = address.bucket()?.upload(address.key())?;
        return Ok(Destination::Object(Box::new(upload)));
    }
    let path = Path::new(target);
    let failed = |error| explain(target, error);
    if is_special(path) {
        let file = OpenOptions::new().write(true).open(path).map_err(failed)?;
        return Ok(Destination::Special(file));
    }
    check_target(out, path)?;
    // A symbolic link stays; its target is replaced.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut builder = tempfile::Builder::new();
    let prefix = format!(".{name}.");
    builder.prefix(&prefix).suffix(".part");
    #[cfg(unix)]
    builder.permissions(permissions(&path));
    let temporary = builder.tempfile_in(directory_of(&path)).map_err(failed)?;
    Ok(Destination::File { temporary, path })
}

/// Temporary files are private by default; an output gets the permissions of any new file, or those of the file that
/// it replaces.
#[cfg(unix)]
fn permissions(path: &Path) -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).map_or_else(
        |_| fs::Permissions::from_mode(0o666),
        |existing| existing.permissions(),
    )
}

fn publish_file(temporary: NamedTempFile, path: &Path, out: &Output) -> Result<(), Error> {
    let failed = |error| explain(out.as_str(), error);
    let result = if out.is_forced() {
        temporary.persist(path)
    } else {
        temporary.persist_noclobber(path)
    };
    match result {
        Ok(_) => {}
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => return Err(exists_error(out)),
        Err(error) => return Err(failed(error.error)),
    }
    // The rename survives a power failure only once the directory is synced; not every file system supports that.
    if let Ok(directory) = File::open(directory_of(path)) {
        let _ = directory.sync_all();
    }
    Ok(())
}

fn refuse_existing_object(out: &Output) -> Result<(), Error> {
    let address = Address::parse(out.as_str())?;
    if address.exists()? {
        return Err(exists_error(out));
    }
    Ok(())
}

/// The error for a write that the operating system refused.
pub(super) fn explain(path: &str, error: io::Error) -> Error {
    let error = match s3::unwrap(error) {
        Ok(error) => return error,
        Err(error) => error,
    };
    let path = path.to_owned();
    let error = match error.downcast::<Error>() {
        Ok(error) => return error,
        Err(error) => error,
    };
    let error = match error.downcast::<Unencodable>() {
        Ok(Unencodable { character, encoding }) => {
            return Error::Unencodable {
                path,
                character,
                encoding: encoding.name().to_owned(),
            };
        }
        Err(error) => error,
    };
    let error = match error.downcast::<TooManyRows>() {
        Ok(TooManyRows) => {
            return Error::TooManyRows {
                path,
                limit: MAX_ROWS,
            };
        }
        Err(error) => error,
    };
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Error::DiskFull { path },
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Error::WriteDenied { path },
        io::ErrorKind::BrokenPipe => Error::PipeClosed,
        _ => Error::Write { path, source: error },
    }
}
