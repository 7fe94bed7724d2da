//! The index file of a growing result: read if it fits, rebuilt if not, and written with the result.

use std::fs::File;
use std::io::{BufReader, ErrorKind};

use onefold_data::{Output, Staged};
use onefold_engine::{MatchSettings, Model, RecordIndex};

use crate::{Error, Input, Observer};

/// How a job used the index file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexUse {
    /// It was read and used.
    Kept,
    /// It did not exist and was built.
    Made,
    /// It was for other records or settings, or lacked too many of these records; it was rebuilt.
    Renewed,
    /// It was made by another version of the program; it was rebuilt.
    OtherVersion,
}

/// An index, and whether its file must be written.
#[derive(Debug)]
pub(crate) struct Index {
    pub records: RecordIndex,
    pub used: IndexUse,
}

impl Index {
    /// The index from the file if it fits, otherwise a new one.
    pub fn open(
        found: FoundIndex,
        input: &Input,
        settings: &MatchSettings,
        model: &Model,
        observer: &dyn Observer,
    ) -> Result<Self, Error> {
        let used = match found {
            FoundIndex::Some(records) if records.fits(input.records(), settings, model) => {
                return Ok(Self {
                    records: *records,
                    used: IndexUse::Kept,
                });
            }
            FoundIndex::Some(_) => IndexUse::Renewed,
            FoundIndex::OtherVersion => IndexUse::OtherVersion,
            FoundIndex::None => IndexUse::Made,
        };
        let records = RecordIndex::build(input.records(), settings, model, observer)?;
        tracing::info!(records = records.len(), "index made");
        Ok(Self { records, used })
    }

    /// Writes the index to a temporary file, unless its file already holds it.
    pub fn stage(&self, output: &Output) -> Result<Option<Staged>, Error> {
        if self.used == IndexUse::Kept {
            return Ok(None);
        }
        let staged = onefold_data::stage_file(output, |file| self.records.write(file))?;
        Ok(Some(staged))
    }
}

/// The content of an index file.
pub(crate) enum FoundIndex {
    Some(Box<RecordIndex>),
    OtherVersion,
    None,
}

/// Reads an index file.
pub(crate) fn read_index(file: &Output) -> Result<FoundIndex, Error> {
    let unreadable = |reason: String| Error::UnreadableIndex {
        file: file.as_str().to_owned(),
        reason,
    };
    let opened = match File::open(file.as_str()) {
        Ok(opened) => opened,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(FoundIndex::None),
        Err(error) => return Err(unreadable(format!("the index cannot be read: {error}"))),
    };
    match RecordIndex::read(&mut BufReader::new(opened)) {
        Ok(index) => Ok(FoundIndex::Some(Box::new(index))),
        Err(onefold_engine::Error::OtherIndex { .. }) => Ok(FoundIndex::OtherVersion),
        Err(error) => Err(unreadable(error.to_string())),
    }
}
