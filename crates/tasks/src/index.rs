//! The index file of a result that grows: read if it fits, made anew if not, and written with the result.

use std::fs::File;
use std::io::{BufReader, ErrorKind};

use onefold_data::{Output, Staged};
use onefold_engine::{MatchSettings, Model, RecordIndex};

use crate::{Error, Input, Observer};

/// How an index served a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexUse {
    /// It was read and used as it is.
    Kept,
    /// There was none; it was made.
    Made,
    /// It was of other records or settings, or lacked too many of these; it was made anew.
    Renewed,
    /// Another version of the program had made it; it was made anew.
    OtherVersion,
}

/// An index, and whether its file has to be written.
#[derive(Debug)]
pub(crate) struct Index {
    pub records: RecordIndex,
    pub used: IndexUse,
}

impl Index {
    /// The index that was found where it fits; else a new one.
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

    /// Writes the index aside, unless its file holds it already.
    pub fn stage(&self, output: &Output) -> Result<Option<Staged>, Error> {
        if self.used == IndexUse::Kept {
            return Ok(None);
        }
        let staged = onefold_data::stage_file(output, |file| self.records.write(file))?;
        Ok(Some(staged))
    }
}

/// What stands in an index file.
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
