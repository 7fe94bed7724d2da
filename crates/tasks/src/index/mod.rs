//! The index file of a growing result: read as far as it fits, made anew if it does not, and extended with the result.

mod file;

use std::path::Path;

use onefold_data::{Output, Staged};
use onefold_engine::{Count, IndexExtension, MatchSettings, Model, RecordIndex};

use crate::{Error, Input, Observer};

/// A file with an index of the records of a job.
#[derive(Debug, Clone)]
pub struct IndexFile {
    /// Where it is, or will be.
    pub output: Output,
    /// Whether nobody but this program writes there, so that a file that cannot be read is replaced and not refused.
    pub is_own: bool,
}

/// How a job used the index file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndexUse {
    /// It was read and used, and holds all records.
    Kept,
    /// It was read and used, and extended by the records that it lacked.
    Extended,
    /// It was read and used, and could not be extended; the reason follows "the index could not be extended:".
    Behind(String),
    /// It did not exist and was made.
    Made,
    /// It was for other records or settings, or lacked too many of these records; it was made anew.
    Renewed,
    /// It was made by another version of the program; it was made anew.
    OtherVersion,
    /// It was damaged, and made anew.
    Healed,
}

/// The index of a job's records: read or absent at first, later ready for its records.
#[derive(Debug)]
pub(crate) enum Index {
    /// There is none to read, and how a new one will be used.
    Absent(IndexUse),
    /// As in its file, which may be for other records.
    Read(Box<RecordIndex>),
    /// It fits the records: as it was read, or a new one with how it is used.
    Ready(Box<RecordIndex>, Option<IndexUse>),
}

impl Index {
    /// Opens the file, if one is kept.
    pub fn read(kept: Option<&IndexFile>) -> Result<Self, Error> {
        let Some(kept) = kept else {
            return Ok(Self::Absent(IndexUse::Made));
        };
        match file::open(Path::new(kept.output.as_str())) {
            Ok(None) => Ok(Self::Absent(IndexUse::Made)),
            Ok(Some(Ok(index))) => Ok(Self::Read(Box::new(index))),
            Ok(Some(Err(onefold_engine::Error::OtherIndex { .. }))) => {
                Ok(Self::Absent(IndexUse::OtherVersion))
            }
            Ok(Some(Err(_))) | Err(_) if kept.is_own => Ok(Self::Absent(IndexUse::Healed)),
            Ok(Some(Err(error))) => Err(kept.unreadable(error.to_string())),
            Err(error) => Err(kept.unreadable(format!("the index cannot be read: {error}"))),
        }
    }

    /// Makes it ready: what was read as far as it fits the records, otherwise a new one.
    pub fn ready(
        self,
        input: &Input,
        settings: &MatchSettings,
        model: &Model,
        observer: &dyn Observer,
    ) -> Result<Self, Error> {
        let used = match self {
            Self::Ready(..) => return Ok(self),
            Self::Read(mut index) => {
                if index.fit(input.records(), settings, model) {
                    return Ok(Self::Ready(index, None));
                }
                IndexUse::Renewed
            }
            Self::Absent(used) => used,
        };
        let index = RecordIndex::build(input.records(), settings, model, observer)?;
        tracing::info!(records = index.len(), "index made");
        Ok(Self::Ready(Box::new(index), Some(used)))
    }

    /// The index, once it is ready.
    pub fn get(&self) -> Option<&RecordIndex> {
        match self {
            Self::Ready(index, _) => Some(index),
            Self::Absent(_) | Self::Read(_) => None,
        }
    }

    /// Whether it is one that was read.
    pub fn is_read(&self) -> bool {
        matches!(self, Self::Read(_) | Self::Ready(_, None))
    }

    /// What is to become of its file, with what a run has found on the way.
    pub fn change(
        self,
        found: Option<IndexExtension>,
        input: &Input,
        observer: &dyn Observer,
    ) -> Result<Option<Change>, Error> {
        let (index, used) = match self {
            Self::Ready(index, used) => (index, used),
            Self::Absent(_) | Self::Read(_) => return Ok(None),
        };
        if let Some(used) = used {
            return Ok(Some(Change::Whole(index, used)));
        }
        let extension = match found {
            Some(extension) => Some(extension),
            None => index.extension(input.records(), observer)?,
        };
        Ok(Some(match extension {
            None => Change::None(index),
            Some(extension) if index.is_all_used() => Change::Behind(index, extension),
            Some(extension) => Change::Whole(Box::new(index.extended(&extension)), IndexUse::Extended),
        }))
    }
}

impl IndexFile {
    /// An error of the engine that is about the file.
    pub(crate) fn located(&self, error: onefold_engine::Error) -> Error {
        match error {
            onefold_engine::Error::BadIndex { .. } => self.unreadable(error.to_string()),
            other => other.into(),
        }
    }

    fn unreadable(&self, reason: String) -> Error {
        Error::UnreadableIndex {
            file: self.output.as_str().to_owned(),
            reason,
        }
    }
}

/// What becomes of an index file.
#[derive(Debug)]
pub(crate) enum Change {
    /// Nothing.
    None(Box<RecordIndex>),
    /// It is written anew.
    Whole(Box<RecordIndex>, IndexUse),
    /// Something is written after what it has.
    Behind(Box<RecordIndex>, IndexExtension),
}

impl Change {
    /// Whether the file is written anew.
    pub fn is_whole(&self) -> bool {
        matches!(self, Self::Whole(..))
    }

    /// Writes a whole index to a temporary file. A run does not fail for want of room for a file that is the program's own.
    pub fn stage(&self, to: &IndexFile, observer: &dyn Observer) -> Result<Option<Staged>, Error> {
        let Self::Whole(index, _) = self else {
            return Ok(None);
        };
        match onefold_data::stage_file(&to.output, |file| index.write(file)) {
            Ok(staged) => Ok(Some(staged)),
            Err(error) if to.is_own => {
                tracing::warn!(%error, "index not kept");
                observer.tell("the index could not be written, so the next run makes it again");
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Extends the file, once all else that the run wrote has appeared: an index that lacks the last records serves, and one
    /// that is ahead of them does not. Says how the file was used, in the log too.
    pub fn finish(self, to: &IndexFile, observer: &dyn Observer) -> IndexUse {
        match self {
            Self::None(index) => {
                observer.tell(&format!(
                    "used the index of {} records",
                    Count(index.len() as u64)
                ));
                IndexUse::Kept
            }
            Self::Whole(index, IndexUse::Extended) => {
                observer.tell(&format!(
                    "used the index and wrote it again with all {} records",
                    Count(index.len() as u64)
                ));
                IndexUse::Extended
            }
            Self::Whole(index, used) => {
                observer.tell(&format!("made an index of {} records", Count(index.len() as u64)));
                used
            }
            Self::Behind(index, extension) => {
                let used = Count(index.len() as u64);
                match file::extend(Path::new(to.output.as_str()), &index, &extension) {
                    Ok(()) => {
                        let added = Count(extension.len() as u64);
                        observer.tell(&format!("used the index of {used} records and added {added}"));
                        IndexUse::Extended
                    }
                    Err(reason) => {
                        tracing::warn!(reason, "index not extended");
                        observer.tell(&format!(
                            "used the index of {used} records, which could not be extended: {reason}"
                        ));
                        IndexUse::Behind(reason)
                    }
                }
            }
        }
    }
}
