//! Resolves input names to files and objects, in a fixed order.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use onefold_s3::Bucket;

use crate::Error;
use crate::s3::{self, Address};

/// One input to be read.
pub(super) struct InputFile {
    name: String,
    place: InputPlace,
    size_bytes: Option<u64>,
}

/// Location of an input.
pub(super) enum InputPlace {
    Local(PathBuf),
    Object(Bucket, Address),
}

impl InputFile {
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
pub(super) fn locate(inputs: &[String]) -> Result<Vec<InputFile>, Error> {
    if inputs.is_empty() {
        return Err(Error::NoInput);
    }
    let mut files = Vec::new();
    for input in inputs {
        if s3::is_address(input) {
            objects(input, &mut files)?;
        } else if is_pattern(input) && fs::symlink_metadata(input).is_err() {
            matching(input, &mut files)?;
        } else {
            files.push(local(input)?);
        }
    }
    Ok(files)
}

fn is_pattern(input: &str) -> bool {
    input.contains(['*', '?', '['])
}

fn local(path: &str) -> Result<InputFile, Error> {
    let file = || path.to_owned();
    let metadata = fs::metadata(path).map_err(|source| read_error(path, source))?;
    if metadata.is_dir() {
        return Err(Error::IsDirectory { file: file() });
    }
    Ok(InputFile {
        name: file(),
        size_bytes: metadata.is_file().then_some(metadata.len()),
        place: InputPlace::Local(Path::new(path).to_owned()),
    })
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
        if !path.is_dir() {
            files.push(local(&path.to_string_lossy())?);
        }
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
        files.push(InputFile {
            name: input.to_owned(),
            size_bytes: None,
            place: InputPlace::Object(bucket, address),
        });
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
            files.push(InputFile {
                name: address.to_string(),
                size_bytes: Some(object.size_bytes),
                place: InputPlace::Object(bucket.clone(), address),
            });
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
        io::ErrorKind::IsADirectory => Error::IsDirectory { file },
        _ => Error::Read { file, source },
    }
}
