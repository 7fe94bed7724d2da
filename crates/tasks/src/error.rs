//! What can go wrong in a job: data's and the engine's errors, and those that only both together can tell.

use onefold_data::Place;

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
    /// An index file that cannot be used, and must not be replaced unasked.
    #[error("{file}: {reason}; name another file, or delete this one and have it made anew")]
    UnreadableIndex {
        /// The file.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Two records carry the same id.
    #[error(
        "{place}: id {id:?} already stands in {}; give every record its own value in column {column:?}",
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
        "{place}: column {column:?} is to identify records, but it is empty here; fill it or choose another"
    )]
    EmptyId {
        /// The record.
        place: Place,
        /// The id column.
        column: String,
    },
    /// The same column is to identify records and to name their source, or has its kind set besides.
    #[error("column {column:?} cannot be {one} and {other} at once")]
    ColumnUsedTwice {
        /// The column.
        column: String,
        /// Its one use, in words.
        one: &'static str,
        /// Its other use, in words.
        other: &'static str,
    },
    /// A label file without a single judgement about these records.
    #[error(
        "{files}: not one pair of records of {inputs} is judged; give records of one labeling set the same label where \
         they are the same thing, and different labels where they are not ({key})"
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
        "{files}: the columns {} of the catalog's table are missing; the file has {}",
        missing.join(", "), columns.join(", ")
    )]
    ColumnsMissing {
        /// The files.
        files: String,
        /// What is missing.
        missing: Vec<String>,
        /// What is there.
        columns: Vec<String>,
    },
    /// Files without a header that have another number of columns than the catalog.
    #[error("{files}: there are {found} columns, and the catalog's table has {expected}")]
    OtherWidth {
        /// The files.
        files: String,
        /// Columns of the files.
        found: usize,
        /// Columns of the catalog.
        expected: usize,
    },
    /// A record of a matched table without a match id.
    #[error("{place}: {value:?} is no match_id; every record of a matched table has one, a whole number")]
    NoMatchId {
        /// The record.
        place: Place,
        /// What stands there.
        value: String,
    },
    /// There is no pair that is worth a question.
    #[error(
        "{inputs}: there is nothing left to ask: no two records that were not judged yet could be one thing"
    )]
    NothingToAsk {
        /// The inputs.
        inputs: String,
    },
    /// Too few labels to hold any out.
    #[error(
        "{files}: {sets} labeling sets with {matches} matching and {others} other pairs are too few to be judged; it takes at least \
         {least} sets with both kinds of pairs"
    )]
    TooFewLabels {
        /// The label files.
        files: String,
        /// Labeling sets with a judged pair.
        sets: usize,
        /// Matching pairs.
        matches: usize,
        /// Other pairs.
        others: usize,
        /// Sets that are needed.
        least: usize,
    },
    /// A label file that lacks the columns that tell which record is meant.
    #[error(
        "{file}: it has no column {column:?}, which identifies the records of {inputs}; its columns are {}",
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
    /// A pair of a record with itself.
    #[error("{place}: id {id:?} stands on both sides; a pair needs two different records")]
    SameRecordInPair {
        /// The pair.
        place: Place,
        /// The id.
        id: String,
    },
    /// A file of pairs without a pair.
    #[error("{file}: there are no pairs")]
    NoPairs {
        /// The file.
        file: String,
    },
    /// The truth tells of other records.
    #[error("{truth}: none of its ids is an id of {inputs} ({key}); name the right column with --id-column")]
    NothingToJudge {
        /// The truth.
        truth: String,
        /// The inputs.
        inputs: String,
        /// What identifies records, in words.
        key: String,
    },
    /// A result that says nothing of groups.
    #[error("{file}: a column \"match_id\" is needed; the columns are {}", columns.join(", "))]
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

    /// Whether the machine, the network or the program is at fault rather than what was asked for: the same call may go
    /// well another time.
    pub fn is_of_machine(&self) -> bool {
        matches!(self, Self::Data(error) if error.is_of_machine())
    }

    /// Whether nobody reads the output any more, as after `| head`.
    pub fn is_pipe_closed(&self) -> bool {
        matches!(self, Self::Data(onefold_data::Error::PipeClosed))
    }

    /// Whether the call was wrong rather than the data: another call on the same data would go well.
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
                        | Data::CompressedParquet { .. }
                )
                | Self::ColumnUsedTwice { .. }
                | Self::UnknownId { .. }
                | Self::SameRecord { .. }
        )
    }
}

/// A place as seen from another: without the file where it is the same.
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
