//! The port to the metadata.

use crate::{
    Cause, Change, ChosenSets, Document, DocumentKind, Evaluation, Judgement, LabelingRound, NewSet,
    RoundSet, Run, RunDetails, RunKind, RunQuery, RunQuota, RunStatus, SetChange, SetSummary, Timestamp,
    Transform, WrongMove,
};

/// Why the store refused or failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The name is already taken.
    #[error("{what} already exists")]
    AlreadyExists {
        /// Its name.
        what: String,
    },
    /// It has changed since it was read, or no longer exists.
    #[error("{what} was changed by another request")]
    Conflict {
        /// Its name.
        what: String,
    },
    /// There are as many as there may be.
    #[error("the limit of {limit} is reached")]
    LimitReached {
        /// How many there may be.
        limit: usize,
        /// Whether it is the limit of one owner.
        is_of_owner: bool,
    },
    /// A run cannot go on like that from where it stands.
    #[error("run {run} cannot go on like that")]
    WrongMove {
        /// Its id.
        run: String,
        /// Where it stands, and what cannot happen to it there.
        #[source]
        wrong: WrongMove,
    },
    /// A later version of the program made the data directory.
    #[error(
        "cannot read the stored schema: it has version {found}, but this program supports versions up to {known}; use a \
         newer version of Onefold"
    )]
    LaterSchema {
        /// The version that is stored.
        found: usize,
        /// The newest version that is known.
        known: usize,
    },
    /// What is stored cannot be understood: the data directory was damaged.
    #[error("cannot read the stored {what}")]
    Unreadable {
        /// What it is.
        what: &'static str,
        /// Why.
        #[source]
        source: Cause,
    },
    /// The database failed.
    #[error("the database failed")]
    Failed {
        /// Why.
        #[source]
        source: Cause,
    },
}

/// What is stored for a transform, in versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlobKind {
    /// Its labels.
    Labels,
    /// Its model.
    Model,
}

impl BlobKind {
    /// As it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Labels => "labels",
            Self::Model => "model",
        }
    }
}

/// Bytes of a transform.
#[derive(Clone, PartialEq, Eq)]
pub struct Blob {
    /// What they are.
    pub kind: BlobKind,
    /// The bytes.
    pub body: Vec<u8>,
    /// Keyring entry that wraps the key that they are encrypted with, if they are.
    pub encrypt_with: Option<String>,
}

/// How a run ended, and its results. All of it is stored in one step, and only if the worker still holds the lease.
#[derive(Default)]
pub struct Completion {
    /// Final status.
    pub status: Option<RunStatus>,
    /// Why.
    pub error: Option<String>,
    /// What the run is about, with what is known at its end.
    pub details: Option<RunDetails>,
    /// A changed transform; refused unless the stored one has its revision.
    pub transform: Option<Transform>,
    /// What is kept for the transform.
    pub blobs: Vec<Blob>,
    /// Changes to documents.
    pub changes: Vec<Change>,
    /// What an evaluation found.
    pub evaluation: Option<Evaluation>,
    /// Sets that were chosen for a round of labeling.
    pub chosen: Option<ChosenSets>,
    /// Another run, which no worker claims, that ends in the same way: of a transform inside of a job.
    pub twin: Option<String>,
}

/// An evaluation that is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct EvaluationEntry {
    /// The run that made it.
    pub run: String,
    /// When it ended.
    pub time: Timestamp,
    /// What it found.
    pub evaluation: Evaluation,
}

/// What a worker hears when it extends its lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heartbeat {
    /// Go on.
    Held,
    /// Somebody asked to stop the run.
    StopRequested,
    /// Another worker has the run, or it is over.
    Lost,
}

/// One line of a run's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEvent {
    /// The run.
    pub stream: String,
    /// Its place in the log of all runs.
    pub sequence: i64,
    /// When.
    pub time: Timestamp,
    /// What.
    pub message: String,
}

/// A run's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogStream {
    /// The run.
    pub name: String,
    /// Time of its first line.
    pub first: Timestamp,
    /// Time of its last line.
    pub last: Timestamp,
}

/// Which lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogQuery {
    /// Of this run.
    pub stream: Option<String>,
    /// Of runs whose id begins so.
    pub prefix: Option<String>,
    /// Not before this.
    pub from: Option<Timestamp>,
    /// Before this.
    pub until: Option<Timestamp>,
    /// Behind this place.
    pub after: Option<i64>,
    /// Before this place.
    pub before: Option<i64>,
    /// The last ones rather than the first.
    pub is_from_end: bool,
    /// At most so many.
    pub limit: usize,
}

/// Keeps metadata. What a function has returned is durable. Functions may be called from any thread.
pub trait MetadataStore: Send + Sync {
    /// Adds a transform. [`StoreError::AlreadyExists`] if the name is taken, [`StoreError::LimitReached`] if there are
    /// `limit` of them.
    fn insert_transform(&self, transform: &Transform, limit: usize) -> Result<(), StoreError>;

    /// The transform of that id.
    fn transform(&self, id: &str) -> Result<Option<Transform>, StoreError>;

    /// All transforms, in no order.
    fn transforms(&self) -> Result<Vec<Transform>, StoreError>;

    /// Saves a change on top of the revision that the transform carries, and raises that. [`StoreError::Conflict`] if
    /// the stored revision is another one or the transform is gone, [`StoreError::AlreadyExists`] if the name is taken.
    fn save_transform(&self, transform: &Transform) -> Result<(), StoreError>;

    /// Takes a transform away with its runs, their logs, labels and models.
    fn delete_transform(&self, id: &str) -> Result<(), StoreError>;

    /// One document.
    fn document(&self, kind: DocumentKind, scope: &str, name: &str) -> Result<Option<Document>, StoreError>;

    /// Documents of one scope by name, after `after`; at most `limit`.
    fn documents(
        &self,
        kind: DocumentKind,
        scope: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Document>, StoreError>;

    /// Makes all changes or none.
    fn apply(&self, changes: &[Change]) -> Result<(), StoreError>;

    /// Adds a run unless the quota is used up.
    fn insert_run(&self, run: &Run, quota: Option<RunQuota<'_>>) -> Result<(), StoreError>;

    /// The run of that id.
    fn run(&self, id: &str) -> Result<Option<Run>, StoreError>;

    /// Runs of an owner, or task runs of all transforms: a page of them.
    fn runs(&self, query: &RunQuery) -> Result<Vec<Run>, StoreError>;

    /// How many runs are in each status that is not final.
    fn active_runs(&self) -> Result<Vec<(RunKind, RunStatus, usize)>, StoreError>;

    /// When the oldest run that nobody has begun was accepted.
    fn oldest_waiting(&self) -> Result<Option<Timestamp>, StoreError>;

    /// Sets a run that is not over to STOPPING; gives it as it is then.
    fn stop_run(&self, id: &str, now: Timestamp) -> Result<Option<Run>, StoreError>;

    /// Leases the oldest run that waits, or whose lease has run out, to a worker, and sets it to RUNNING. Runs of one
    /// owner and kind that change what is stored (imports) are leased one at a time.
    fn claim_run(&self, worker: &str, now: Timestamp, lease_millis: i64) -> Result<Option<Run>, StoreError>;

    /// Extends the lease of a run.
    fn extend_lease(
        &self,
        id: &str,
        worker: &str,
        now: Timestamp,
        lease_millis: i64,
    ) -> Result<Heartbeat, StoreError>;

    /// Ends a run, or, without a status, gives it back to wait for another attempt. Gives `false`, and changes nothing,
    /// if the worker does not have the lease. [`StoreError::WrongMove`], and nothing is changed, for an end that is none.
    fn complete_run(
        &self,
        id: &str,
        worker: &str,
        completion: &Completion,
        now: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Ends the runs that are to stop and that no worker has, and their twins; gives their ids.
    fn stop_unleased(&self, now: Timestamp) -> Result<Vec<String>, StoreError>;

    /// Gives up all leases, of runs and of sets: of a process that is gone.
    fn release_leases(&self) -> Result<usize, StoreError>;

    /// The newest bytes of a kind.
    fn blob(&self, transform: &str, kind: BlobKind) -> Result<Option<Vec<u8>>, StoreError>;

    /// The newest evaluations of a transform, the newest first.
    fn evaluations(&self, transform: &str, limit: usize) -> Result<Vec<EvaluationEntry>, StoreError>;

    /// Adds a round of labeling. [`StoreError::AlreadyExists`] if the transform has one of that number.
    fn insert_round(&self, round: &LabelingRound) -> Result<(), StoreError>;

    /// Saves a change on top of the revision that the round carries, and raises that. [`StoreError::Conflict`] if the
    /// stored revision is another one or the round is gone.
    fn save_round(&self, round: &LabelingRound) -> Result<(), StoreError>;

    /// The newest rounds of a transform, the newest first.
    fn rounds(&self, transform: &str, limit: usize) -> Result<Vec<LabelingRound>, StoreError>;

    /// The sets of a round in their order, without their records.
    fn set_summaries(&self, round: &str) -> Result<Vec<SetSummary>, StoreError>;

    /// One set.
    fn labeling_set(&self, round: &str, number: u32) -> Result<Option<RoundSet>, StoreError>;

    /// The open set that this person holds, or else the first one that nobody holds, which is then theirs for so long.
    /// No set is given to two people at once; one whose time is over goes to whoever asks next.
    fn claim_set(
        &self,
        round: &str,
        who: &str,
        now: Timestamp,
        lease_millis: i64,
    ) -> Result<Option<RoundSet>, StoreError>;

    /// Changes a set and keeps the act; gives the new version. [`StoreError::Conflict`], and nothing is changed, if the
    /// set has another version, somebody else holds it, or its round is closed. A closed round takes no answers any more, but
    /// those that are there can be taken back.
    fn change_set(&self, change: &SetChange) -> Result<u64, StoreError>;

    /// Adds a set that comes with its judgement to an open round; gives its number. [`StoreError::Conflict`] if the
    /// round is closed.
    fn add_judged_set(&self, round: &str, set: &NewSet, judgement: &SetChange) -> Result<u32, StoreError>;

    /// The newest acts of a round, the newest first.
    fn judgements(&self, round: &str, limit: usize) -> Result<Vec<Judgement>, StoreError>;

    /// Adds lines to the log of a run.
    fn append_log(&self, stream: &str, lines: &[(Timestamp, String)]) -> Result<(), StoreError>;

    /// Lines of logs.
    fn log_events(&self, query: &LogQuery) -> Result<Vec<LogEvent>, StoreError>;

    /// Logs of runs whose id begins so, by name, after `after`.
    fn log_streams(
        &self,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<LogStream>, StoreError>;

    /// Answers if the store can be used.
    fn ping(&self) -> Result<(), StoreError>;
}
