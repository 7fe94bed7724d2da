//! Resolves input names to files, folders, objects and standard input, in a fixed order.

use std::cell::OnceCell;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use onefold_s3::Bucket;

use crate::format::by_name;
use crate::postgres;
use crate::s3::{self, Address};
use crate::{Error, Frame};

/// One input to be read.
pub(super) struct InputFile {
    name: String,
    place: InputPlace,
    size_bytes: Option<u64>,
    /// A copy of what can be read only once.
    copy: OnceCell<File>,
}

/// Location of an input.
pub(super) enum InputPlace {
    Stdin,
    Local(PathBuf),
    Object(Bucket, Address),
    Database(Box<postgres::Address>),
    Memory(Frame),
}

/// How the command line calls standard input.
const STDIN: &str = "-";
/// Folders in folders are followed so far.
const MAX_DEPTH: usize = 32;

impl InputFile {
    fn new(name: String, place: InputPlace, size_bytes: Option<u64>) -> Self {
        Self {
            name,
            place,
            size_bytes,
            copy: OnceCell::new(),
        }
    }

    /// Whether it is a pipe or the like, which can be read only once.
    pub fn is_read_once(&self) -> bool {
        match self.place {
            InputPlace::Stdin => true,
            InputPlace::Local(_) => self.size_bytes.is_none(),
            InputPlace::Object(..) | InputPlace::Database(_) | InputPlace::Memory(_) => false,
        }
    }

    /// Where a copy of such an input is kept.
    pub fn copy(&self) -> &OnceCell<File> {
        &self.copy
    }

    /// Name for messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn place(&self) -> &InputPlace {
        &self.place
    }

    /// Unknown for pipes.
    pub fn size_bytes(&self) -> Option<u64> {
        self.size_bytes
    }
}

/// Resolves every input; the files of a pattern are sorted by name.
pub(super) fn locate(inputs: &[String], frames: &[Frame]) -> Result<Vec<InputFile>, Error> {
    if inputs.is_empty() {
        return Err(Error::NoInput);
    }
    let mut files = Vec::new();
    for input in inputs {
        if let Some(frame) = frames.iter().find(|frame| frame.name() == input) {
            let place = InputPlace::Memory(frame.clone());
            files.push(InputFile::new(input.clone(), place, None));
        } else if postgres::is_address(input) {
            let address = postgres::Address::parse(input)?;
            let place = InputPlace::Database(Box::new(address));
            files.push(InputFile::new(input.clone(), place, None));
        } else if s3::is_address(input) {
            objects(input, &mut files)?;
        } else if input == STDIN {
            files.push(InputFile::new(
                "standard input".to_owned(),
                InputPlace::Stdin,
                None,
            ));
        } else if is_pattern(input) && fs::symlink_metadata(input).is_err() {
            matching(input, &mut files)?;
        } else {
            local(input, 0, &mut files)?;
        }
    }
    Ok(files)
}

fn is_pattern(input: &str) -> bool {
    input.contains(['*', '?', '['])
}

/// Adds a file, or all tables in a folder.
fn local(path: &str, depth: usize, files: &mut Vec<InputFile>) -> Result<(), Error> {
    let metadata = fs::metadata(path).map_err(|source| read_error(path, source))?;
    if metadata.is_dir() {
        let before = files.len();
        folder(path, depth, files)?;
        return if files.len() == before && depth == 0 {
            Err(Error::EmptyFolder {
                file: path.to_owned(),
            })
        } else {
            Ok(())
        };
    }
    let size_bytes = metadata.is_file().then_some(metadata.len());
    let place = InputPlace::Local(Path::new(path).to_owned());
    files.push(InputFile::new(path.to_owned(), place, size_bytes));
    Ok(())
}

/// Adds the tables in a folder by name; hidden files and the notes of other tools, such as `_SUCCESS`, are none.
fn folder(path: &str, depth: usize, files: &mut Vec<InputFile>) -> Result<(), Error> {
    if depth > MAX_DEPTH {
        return Ok(());
    }
    let failed = |source| read_error(path, source);
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(path).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        names.extend(name.to_str().map(str::to_owned));
    }
    names.sort();
    for name in names {
        let is_other = name.starts_with(['.', '_']);
        let inner = format!("{}/{name}", path.trim_end_matches('/'));
        let is_table = by_name(&name).0.is_some() || !name.contains('.') || by_name(&name).1.is_some();
        if !is_other && (Path::new(&inner).is_dir() || is_table) {
            local(&inner, depth + 1, files)?;
        }
    }
    Ok(())
}

fn matching(pattern: &str, files: &mut Vec<InputFile>) -> Result<(), Error> {
    let options = glob::MatchOptions {
        require_literal_separator: true,
        require_literal_leading_dot: true,
        ..glob::MatchOptions::default()
    };
    let paths = glob::glob_with(pattern, options).map_err(|error| bad_pattern(pattern, &error))?;
    let before = files.len();
    for path in paths {
        let path = path.map_err(|error| {
            let file = error.path().display().to_string();
            read_error(&file, error.into())
        })?;
        local(&path.to_string_lossy(), 1, files)?;
    }
    if files.len() == before {
        return Err(Error::NothingMatches {
            pattern: pattern.to_owned(),
        });
    }
    Ok(())
}

fn objects(input: &str, files: &mut Vec<InputFile>) -> Result<(), Error> {
    let address = Address::parse(input)?;
    let bucket = address.bucket()?;
    if !is_pattern(address.key()) {
        files.push(InputFile::new(
            input.to_owned(),
            InputPlace::Object(bucket, address),
            None,
        ));
        return Ok(());
    }
    let pattern = glob::Pattern::new(address.key()).map_err(|error| bad_pattern(input, &error))?;
    let options = glob::MatchOptions {
        require_literal_separator: true,
        ..glob::MatchOptions::default()
    };
    let fixed = address.key().split(['*', '?', '[']).next().unwrap_or_default();
    let folder = fixed.rsplit_once('/').map_or("", |(folder, _)| folder);
    let before = files.len();
    for object in bucket.list(folder)? {
        if pattern.matches_with(&object.key, options) {
            let address = address.with_key(&object.key);
            files.push(InputFile::new(
                address.to_string(),
                InputPlace::Object(bucket.clone(), address),
                Some(object.size_bytes),
            ));
        }
    }
    if files.len() == before {
        return Err(Error::NothingMatches {
            pattern: input.to_owned(),
        });
    }
    Ok(())
}

fn bad_pattern(pattern: &str, error: &glob::PatternError) -> Error {
    Error::BadPattern {
        pattern: pattern.to_owned(),
        reason: error.msg.to_owned(),
    }
}

/// The error for a read that the operating system refused.
pub(super) fn read_error(file: &str, source: io::Error) -> Error {
    let file = file.to_owned();
    match source.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Error::MissingFile { file },
        io::ErrorKind::PermissionDenied => Error::ReadDenied { file },
        _ => Error::Read { file, source },
    }
}
