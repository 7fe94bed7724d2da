//! Errors of a job: those of data and engine, and those that only their combination reveals.

use onefold_data::Place;
use onefold_engine::Count;

/// Why a job failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Reading or writing failed.
    #[error(transparent)]
    Data(#[from] onefold_data::Error),
    /// The engine refused or stopped.
    #[error(transparent)]
    Engine(#[from] onefold_engine::Error),
    /// More records than fit into the memory that the run may take.
    #[error(
        "matching {} records needs about {needed_mib} MiB of memory, and this run may take {budget_mib} MiB; raise --memory, \
         or leave out columns with --kind COLUMN=ignore", Count(*records)
    )]
    TooLittleMemory {
        /// How many records there are.
        records: u64,
        /// Memory that would do.
        needed_mib: u64,
        /// Memory that there is.
        budget_mib: u64,
    },
    /// An index file that cannot be used, and that may not be an index at all.
    #[error("{file}: {reason}; name another file, or delete this one to rebuild the index")]
    UnreadableIndex {
        /// The file.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Tables of which no two columns mean the same.
    #[error(
        "no columns of {first} and {second} seem to mean the same; say which do with --map left=right, where {first} has the \
         left one. The columns are {}",
        columns.join(", ")
    )]
    NothingInCommon {
        /// The first source.
        first: String,
        /// The others.
        second: String,
        /// The columns of all.
        columns: Vec<String>,
    },
    /// A rule about columns that no source has.
    #[error("--map: no input has the columns {names:?}; the columns are {}", columns.join("; "))]
    UnknownMapColumns {
        /// The names as given.
        names: String,
        /// The columns of each source.
        columns: Vec<String>,
    },
    /// A source that does not exist.
    #[error("there is no source {source_name:?}; the sources are {}", sources.join(", "))]
    UnknownSource {
        /// The name as given.
        source_name: String,
        /// The sources.
        sources: Vec<String>,
    },
    /// Two records carry the same id.
    #[error(
        "{place}: id {id:?} already appears in {}; column {column:?} needs a different value for every record",
        beside(first, place)
    )]
    DuplicateId {
        /// The second record.
        place: Place,
        /// The first record.
        first: Box<Place>,
        /// The id of both.
        id: String,
        /// The id column.
        column: String,
    },
    /// A record has no id.
    #[error(
        "{place}: the id column {column:?} is empty; fill it in, or choose another column with --id-column"
    )]
    EmptyId {
        /// The record.
        place: Place,
        /// The id column.
        column: String,
    },
    /// One column with two roles: id column, source column or compared column.
    #[error("column {column:?} cannot be both {one} and {other}")]
    ColumnUsedTwice {
        /// The column.
        column: String,
        /// Its one use, in words.
        one: &'static str,
        /// Its other use, in words.
        other: &'static str,
    },
    /// A label file without a single labeled pair of these records.
    #[error(
        "{files}: the labels cover not one pair of records of {inputs} ({key}); within a labeling set, give records that \
         refer to the same thing the same label, and other records different labels"
    )]
    NothingJudged {
        /// The label files.
        files: String,
        /// The inputs.
        inputs: String,
        /// What identifies records, in words.
        key: String,
    },
    /// Files that lack columns of the catalog.
    #[error(
        "{files}: columns of the catalog table are missing: {}; the file has {}",
        missing.join(", "), columns.join(", ")
    )]
    ColumnsMissing {
        /// The files.
        files: String,
        /// What is missing.
        missing: Vec<String>,
        /// The existing columns.
        columns: Vec<String>,
    },
    /// Files without a header that have another number of columns than the catalog.
    #[error("{files}: the file has {found} columns, but the catalog table has {expected}")]
    OtherWidth {
        /// The files.
        files: String,
        /// Columns of the files.
        found: usize,
        /// Columns of the catalog.
        expected: usize,
    },
    /// A record of a matched table without a match id.
    #[error("{place}: {value:?} is not a match_id; every record of a matched table needs a whole number")]
    NoMatchId {
        /// The record.
        place: Place,
        /// The value found.
        value: String,
    },
    /// There is no pair that is worth a question.
    #[error("{inputs}: nothing left to label: no two unlabeled records could match")]
    NothingToAsk {
        /// The inputs.
        inputs: String,
    },
    /// Too few labels to hold any out.
    #[error(
        "{files}: too few labels to evaluate: {sets} labeling sets with {matches} matches and {others} non-matches; label at \
         least {least} sets, with both matches and non-matches"
    )]
    TooFewLabels {
        /// The label files.
        files: String,
        /// Labeling sets with a labeled pair.
        sets: usize,
        /// Matching pairs.
        matches: usize,
        /// Other pairs.
        others: usize,
        /// Sets that are needed.
        least: usize,
    },
    /// A label file without the id column.
    #[error(
        "{file}: the id column {column:?} of {inputs} is missing; the columns are {}",
        columns.join(", ")
    )]
    NoIdInLabels {
        /// The label file.
        file: String,
        /// The id column.
        column: String,
        /// The inputs.
        inputs: String,
        /// Its columns.
        columns: Vec<String>,
    },
    /// Enforced matches without a column that they need.
    #[error(
        "{file}: there is no column {column:?}; enforced matches have the primary key and match_id, and these are {}",
        columns.join(", ")
    )]
    NoColumnInMatches {
        /// The file.
        file: String,
        /// The column.
        column: String,
        /// Its columns.
        columns: Vec<String>,
    },
    /// Enforced matches of a record that does not exist.
    #[error("{file}: no record has the id {id:?}")]
    UnknownIdInMatches {
        /// The file.
        file: String,
        /// The id.
        id: String,
    },
    /// A model file that cannot be read.
    #[error("{file}: {reason}")]
    UnreadableModel {
        /// The file.
        file: String,
        /// Why, in a sentence.
        reason: String,
    },
    /// No record has that id.
    #[error("{inputs}: no record has the id {id:?} ({key})")]
    UnknownId {
        /// The inputs.
        inputs: String,
        /// The id asked for.
        id: String,
        /// What identifies records, in words.
        key: String,
    },
    /// A pair names a record that does not exist.
    #[error("{place}: no record of {inputs} has the id {id:?} ({key})")]
    UnknownIdInPair {
        /// The pair.
        place: Place,
        /// The inputs.
        inputs: String,
        /// The id.
        id: String,
        /// What identifies records, in words.
        key: String,
    },
    /// A record is to be compared with itself.
    #[error("id {id:?} is given twice; a pair needs two different records")]
    SameRecord {
        /// The id.
        id: String,
    },
    /// Two records of different groups, of which the links in one group were asked for.
    #[error("{:?} and {:?} are in different groups; --pair explains the score of the two", ids[0], ids[1])]
    OtherGroup {
        /// The ids.
        ids: [String; 2],
    },
    /// A pair of a record with itself.
    #[error("{place}: id {id:?} appears twice; a pair needs two different records")]
    SameRecordInPair {
        /// The pair.
        place: Place,
        /// The id.
        id: String,
    },
    /// A file of pairs without a pair.
    #[error("{file}: the file contains no pairs")]
    NoPairs {
        /// The file.
        file: String,
    },
    /// The truth is about other records.
    #[error("{truth} and {inputs} have no ids in common ({key}); name the right id column with --id-column")]
    NothingToJudge {
        /// The truth.
        truth: String,
        /// The inputs.
        inputs: String,
        /// What identifies records, in words.
        key: String,
    },
    /// A result without groups.
    #[error("{file}: column \"match_id\" is missing; the columns are {}", columns.join(", "))]
    NoMatchIds {
        /// The result.
        file: String,
        /// Its columns.
        columns: Vec<String>,
    },
    /// A result that misses a record.
    #[error("{result}: the record with the id {id:?} ({place}) is missing; match the same input again")]
    NotInResult {
        /// The result.
        result: String,
        /// The id.
        id: String,
        /// The record.
        place: Place,
    },
}

impl Error {
    /// Whether the caller asked to stop.
    pub fn is_cancelled(&self) -> bool {
        matches!(
            self,
            Self::Data(onefold_data::Error::Cancelled) | Self::Engine(onefold_engine::Error::Cancelled)
        )
    }

    /// Whether the machine, the network or the program is at fault rather than the request: the same call may succeed
    /// later.
    pub fn is_of_machine(&self) -> bool {
        match self {
            Self::Data(error) => error.is_of_machine(),
            Self::Engine(error) => matches!(error, onefold_engine::Error::Scratch { .. }),
            _ => false,
        }
    }

    /// Whether nobody reads the output any more, as after `| head`.
    pub fn is_pipe_closed(&self) -> bool {
        matches!(self, Self::Data(onefold_data::Error::PipeClosed))
    }

    /// Whether a file that was named is not there.
    pub fn is_about_missing_file(&self) -> bool {
        use onefold_data::Error as Data;
        matches!(
            self,
            Self::Data(Data::MissingFile { .. } | Data::NothingMatches { .. })
        )
    }

    /// Whether the call was wrong rather than the data: another call on the same data can succeed.
    pub fn is_misuse(&self) -> bool {
        use onefold_data::Error as Data;
        use onefold_engine::Error as Engine;
        matches!(
            self,
            Self::Engine(Engine::UnknownColumn { .. } | Engine::OutOfRange { .. })
                | Self::Data(
                    Data::NoInput
                        | Data::BadPattern { .. }
                        | Data::BadAddress { .. }
                        | Data::UnknownEncoding { .. }
                        | Data::OutputExists { .. }
                        | Data::OutputIsDirectory { .. }
                        | Data::UnknownOutputFormat { .. }
                        | Data::CompressedOutput { .. }
                )
                | Self::ColumnUsedTwice { .. }
                | Self::UnknownMapColumns { .. }
                | Self::UnknownSource { .. }
                | Self::UnknownId { .. }
                | Self::SameRecord { .. }
                | Self::OtherGroup { .. }
        )
    }
}

/// A place relative to another: without the file if it is the same.
fn beside(place: &Place, from: &Place) -> String {
    let whole = place.to_string();
    if place.file != from.file {
        return whole;
    }
    whole
        .strip_prefix(&format!("{}, ", place.file))
        .unwrap_or(&whole)
        .to_owned()
}
