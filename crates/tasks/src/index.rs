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

/// The index of a job's records: read or absent at first, later ready for its records.
#[derive(Debug)]
pub(crate) enum Index {
    /// There is none to read, and how a new one will be used.
    Absent(IndexUse),
    /// As in its file, which may be for other records.
    Read(Box<RecordIndex>),
    /// It fits the records.
    Ready(Box<RecordIndex>, IndexUse),
}

impl Index {
    /// Reads the file, if one is kept.
    pub fn read(file: Option<&Output>) -> Result<Self, Error> {
        let Some(file) = file else {
            return Ok(Self::Absent(IndexUse::Made));
        };
        let unreadable = |reason: String| Error::UnreadableIndex {
            file: file.as_str().to_owned(),
            reason,
        };
        let opened = match File::open(file.as_str()) {
            Ok(opened) => opened,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::Absent(IndexUse::Made)),
            Err(error) => return Err(unreadable(format!("the index cannot be read: {error}"))),
        };
        match RecordIndex::read(&mut BufReader::new(opened)) {
            Ok(index) => Ok(Self::Read(Box::new(index))),
            Err(onefold_engine::Error::OtherIndex { .. }) => Ok(Self::Absent(IndexUse::OtherVersion)),
            Err(error) => Err(unreadable(error.to_string())),
        }
    }

    /// Makes it ready: what was read if it fits the records, otherwise a new one.
    pub fn ready(
        self,
        input: &Input,
        settings: &MatchSettings,
        model: &Model,
        observer: &dyn Observer,
    ) -> Result<Self, Error> {
        let used = match self {
            Self::Ready(..) => return Ok(self),
            Self::Read(index) if index.fits(input.records(), settings, model) => {
                return Ok(Self::Ready(index, IndexUse::Kept));
            }
            Self::Read(_) => IndexUse::Renewed,
            Self::Absent(used) => used,
        };
        let index = RecordIndex::build(input.records(), settings, model, observer)?;
        tracing::info!(records = index.len(), "index made");
        Ok(Self::Ready(Box::new(index), used))
    }

    /// The index and its use, once it is ready.
    pub fn get(&self) -> Option<(&RecordIndex, IndexUse)> {
        match self {
            Self::Ready(index, used) => Some((index, *used)),
            Self::Absent(_) | Self::Read(_) => None,
        }
    }

    /// Writes it to a temporary file, unless it is not ready or its file already holds it.
    pub fn stage(&self, output: &Output) -> Result<Option<Staged>, Error> {
        self.get()
            .filter(|(_, used)| *used != IndexUse::Kept)
            .map(|(index, _)| Ok(onefold_data::stage_file(output, |file| index.write(file))?))
            .transpose()
    }
}
