//! Runs: task runs of transforms, runs of jobs, and crawls. One row each; a worker claims it, works, and completes it.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{FindMatchesSettings, GivenRun, LearnedModel, RoundWish, Timestamp, short_id};

/// One execution.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// `tsk-...` or `jr_...`
    pub id: String,
    /// Whose run it is: the id of a transform, or what [`RunDetails::job_owner`] and its like make of a name.
    pub owner: String,
    /// Where it stands.
    pub status: RunStatus,
    /// When it was accepted.
    pub started_on: Timestamp,
    /// When its status changed last.
    pub modified_on: Timestamp,
    /// When it ended.
    pub completed_on: Option<Timestamp>,
    /// How long it worked, so far or all in all.
    pub execution_millis: i64,
    /// Why it failed, or a reason for another end.
    pub error: Option<String>,
    /// What it is about.
    pub details: RunDetails,
    /// How often it was begun.
    pub attempt: u32,
    /// How often it may be begun again after an internal failure.
    pub max_retries: u32,
    /// How long it may work.
    pub timeout_millis: Option<i64>,
}

/// Kinds of runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RunKind {
    /// How good is what was learned?
    Evaluation,
    /// Records that people should label next.
    LabelingSetGeneration,
    /// Labels in.
    ImportLabels,
    /// Labels out.
    ExportLabels,
    /// A transform at work inside of a job run; that one does the work.
    FindMatches,
    /// A run of a job.
    Job,
    /// A crawl.
    Crawl,
}

impl RunKind {
    /// The kinds that are task runs of a transform, in the order of their names on the wire.
    pub const TASKS: [Self; 5] = [
        Self::Evaluation,
        Self::ExportLabels,
        Self::FindMatches,
        Self::ImportLabels,
        Self::LabelingSetGeneration,
    ];

    /// As on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Evaluation => "EVALUATION",
            Self::LabelingSetGeneration => "LABELING_SET_GENERATION",
            Self::ImportLabels => "IMPORT_LABELS",
            Self::ExportLabels => "EXPORT_LABELS",
            Self::FindMatches => "FIND_MATCHES",
            Self::Job => "JOB",
            Self::Crawl => "CRAWL",
        }
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Job, Self::Crawl]
            .into_iter()
            .chain(Self::TASKS)
            .find(|kind| kind.as_str() == name)
    }
}

/// Where a run stands. [`RunStatus::after`] is the one function that moves it, along these arrows and no others:
///
/// ```text
///          +-------- retry ---------+
///          v                        |
/// --> Starting ---- claim ----> Running --> claim (its worker was lost): Running
///          |                    |   |
///          | stop          stop |   +-- end --> Succeeded | Failed | Timeout | Stopped
///          v                    |                 ^
///      Stopping <---------------+                 |
///          |   \-> retry: Stopping                |
///          +------------- end --------------------+
/// ```
///
/// A run that is to stop is not tried again: a retry leaves it as it is, and it ends as soon as no worker has it. One that
/// succeeds before it sees the wish to stop has succeeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RunStatus {
    /// Accepted, and waiting for a worker.
    Starting,
    /// A worker is at it.
    Running,
    /// Somebody asked to stop it.
    Stopping,
    /// It was stopped.
    Stopped,
    /// It did what it should.
    Succeeded,
    /// It could not.
    Failed,
    /// It took too long.
    Timeout,
}

impl RunStatus {
    /// All, in the order of their names on the wire.
    pub const ALL: [Self; 7] = [
        Self::Failed,
        Self::Running,
        Self::Starting,
        Self::Stopped,
        Self::Stopping,
        Self::Succeeded,
        Self::Timeout,
    ];

    /// As on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Starting => "STARTING",
            Self::Running => "RUNNING",
            Self::Stopping => "STOPPING",
            Self::Stopped => "STOPPED",
            Self::Succeeded => "SUCCEEDED",
            Self::Failed => "FAILED",
            Self::Timeout => "TIMEOUT",
        }
    }

    /// The status of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }

    /// What a run says that ended because somebody asked to stop it.
    pub const STOPPED_ON_REQUEST: &str = "stopped on request";

    /// Whether nothing comes after it.
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            Self::Stopped | Self::Succeeded | Self::Failed | Self::Timeout
        )
    }

    /// Where a run stands after something happened to it. What the diagram of [`RunStatus`] does not have is refused.
    pub fn after(self, event: RunEvent) -> Result<Self, WrongMove> {
        match (self, event) {
            (Self::Starting | Self::Running, RunEvent::Claim) => Ok(Self::Running),
            (Self::Starting | Self::Running, RunEvent::Stop) | (Self::Stopping, RunEvent::Retry) => {
                Ok(Self::Stopping)
            }
            (Self::Running, RunEvent::Retry) => Ok(Self::Starting),
            (Self::Running | Self::Stopping, RunEvent::End(end)) if end.is_final() => Ok(end),
            (status, event) => Err(WrongMove { status, event }),
        }
    }
}

/// What happens to a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunEvent {
    /// A worker takes it.
    Claim,
    /// Somebody asks to stop it.
    Stop,
    /// It failed through no fault of its own, and may be tried again.
    Retry,
    /// It is over, with this status.
    End(RunStatus),
}

impl fmt::Display for RunEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Claim => f.write_str("claimed"),
            Self::Stop => f.write_str("stopped"),
            Self::Retry => f.write_str("tried again"),
            Self::End(status) => write!(f, "ended as {}", status.as_str()),
        }
    }
}

/// Something cannot happen to a run where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a run that is {} cannot be {event}", status.as_str())]
pub struct WrongMove {
    /// Where the run stands.
    pub status: RunStatus,
    /// What cannot happen to it there.
    pub event: RunEvent,
}

/// What a run is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum RunDetails {
    /// How good is what was learned?
    Evaluation,
    /// Records that people should label next.
    LabelingSetGeneration {
        /// Where they go; after success the file.
        output: String,
        /// The round of labeling that they are for; they are then kept with it, and no file is written.
        #[serde(default)]
        round: Option<RoundWish>,
    },
    /// Labels in.
    ImportLabels {
        /// The file, or a prefix.
        input: String,
        /// Whether they replace what is stored.
        replace: bool,
        /// The round of labeling whose judgements they are; no file is read then.
        #[serde(default)]
        round: Option<String>,
    },
    /// Labels out.
    ExportLabels {
        /// Where they go; after success the file.
        output: String,
    },
    /// A transform at work inside of a job run.
    FindMatches {
        /// The job.
        job: String,
        /// The job run.
        job_run: String,
    },
    /// A run of a job.
    Job(Box<JobRunDetails>),
    /// A crawl.
    Crawl {
        /// The crawler.
        crawler: String,
    },
}

/// A run of a job.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JobRunDetails {
    /// The job.
    pub job: String,
    /// Name of its command.
    pub command: String,
    /// Where its script is.
    pub script: Option<String>,
    /// The job's arguments with those of the run over them.
    pub arguments: BTreeMap<String, String>,
    /// What the client said about the run.
    pub given: GivenRun,
    /// Whether a transform that has not learned anything may be applied: what is known without labels then decides.
    #[serde(default)]
    pub takes_unlabeled: bool,
    /// What the matches were found with; absent before its end, and for runs of earlier versions.
    #[serde(default)]
    pub made_with: Option<MadeWith>,
}

/// What matches were found with: enough to say later what has changed since.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MadeWith {
    /// Stored labels of the transform when the run began.
    pub labels: u64,
    /// The model; absent for the built-in one, and for one that an earlier version learned.
    pub model: Option<LearnedModel>,
    /// How the transform matched.
    pub settings: FindMatchesSettings,
    /// A mark of the files of the transform's table, which changes with them.
    pub data: Option<String>,
    /// What people had chosen to take columns for; absent for runs of earlier versions.
    #[serde(default)]
    pub kinds: Option<BTreeMap<String, String>>,
}

impl JobRunDetails {
    /// The command of the built-in job, which applies a transform.
    pub const FIND_MATCHES: &str = "findmatches";
    /// The command of a job with a script for Spark.
    pub const SPARK_SCRIPT: &str = "glueetl";
    /// The command of a job with a script for Python alone.
    pub const PYTHON_SCRIPT: &str = "pythonshell";
    /// The argument of the built-in job that names the transform.
    pub const TRANSFORM_ID: &str = "--transform-id";
    /// The argument of the built-in job that says where its output goes.
    pub const OUTPUT_PATH: &str = "--output-path";
    /// The argument of the built-in job that asks for scores.
    pub const WITH_SCORES: &str = "--compute-match-confidence-scores";
    /// All arguments of the built-in job.
    pub const ARGUMENTS: [&str; 11] = [
        Self::TRANSFORM_ID,
        Self::OUTPUT_PATH,
        Self::WITH_SCORES,
        "--database",
        "--table",
        "--output-format",
        "--output-mode",
        "--incremental-database",
        "--incremental-table",
        "--enforced-matches-path",
        "--remove-duplicates",
    ];

    /// Whether the run executes a script.
    pub fn has_script(&self) -> bool {
        matches!(self.command.as_str(), Self::SPARK_SCRIPT | Self::PYTHON_SCRIPT)
    }

    /// Name of the file in the output of a run that says why pairs have their scores, if the run keeps it.
    pub fn kept_pairs(job_run: &str) -> String {
        format!("_pairs-{}.bin", short_id(job_run, 12))
    }
}

impl RunDetails {
    /// The kind of the run.
    pub const fn kind(&self) -> RunKind {
        match self {
            Self::Evaluation => RunKind::Evaluation,
            Self::LabelingSetGeneration { .. } => RunKind::LabelingSetGeneration,
            Self::ImportLabels { .. } => RunKind::ImportLabels,
            Self::ExportLabels { .. } => RunKind::ExportLabels,
            Self::FindMatches { .. } => RunKind::FindMatches,
            Self::Job(_) => RunKind::Job,
            Self::Crawl { .. } => RunKind::Crawl,
        }
    }

    /// Owner of the runs of a job.
    pub fn job_owner(job: &str) -> String {
        format!("job:{job}")
    }

    /// Owner of the crawls of a crawler.
    pub fn crawler_owner(crawler: &str) -> String {
        format!("crawler:{crawler}")
    }
}

impl Run {
    /// A run that is accepted now.
    pub fn accepted(id: String, owner: String, details: RunDetails, now: Timestamp) -> Self {
        Self {
            id,
            owner,
            status: RunStatus::Starting,
            started_on: now,
            modified_on: now,
            completed_on: None,
            execution_millis: 0,
            error: None,
            details,
            attempt: 0,
            max_retries: 0,
            timeout_millis: None,
        }
    }

    /// Its kind.
    pub const fn kind(&self) -> RunKind {
        self.details.kind()
    }
}

/// Which runs of an owner, in which order, and from where on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunQuery {
    /// Whose; task runs of all transforms if absent.
    pub owner: Option<String>,
    /// Of this kind only.
    pub kind: Option<RunKind>,
    /// In this status only.
    pub status: Option<RunStatus>,
    /// Accepted before this.
    pub started_before: Option<Timestamp>,
    /// Accepted after this.
    pub started_after: Option<Timestamp>,
    /// The order; equal runs stand newest first, then by id.
    pub sort: RunSort,
    /// Whether the order is turned around.
    pub is_descending: bool,
    /// The last run that was seen.
    pub after: Option<RunCursor>,
    /// At most so many.
    pub limit: usize,
}

/// What runs are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunSort {
    /// By the name of their kind.
    Kind,
    /// By the name of their status.
    Status,
    /// By the time they were accepted.
    Started,
}

/// Where a run stands in an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunCursor {
    /// Its kind or status, by name; empty when sorted by time.
    pub value: String,
    /// When it was accepted.
    pub started_on: Timestamp,
    /// Its id.
    pub id: String,
}

impl RunQuery {
    /// All runs of an owner, newest first.
    pub fn of(owner: &str, limit: usize) -> Self {
        Self {
            owner: Some(owner.to_owned()),
            kind: None,
            status: None,
            started_before: None,
            started_after: None,
            sort: RunSort::Started,
            is_descending: true,
            after: None,
            limit,
        }
    }

    /// Where a run stands in this order.
    pub fn cursor(&self, run: &Run) -> RunCursor {
        RunCursor {
            value: match self.sort {
                RunSort::Kind => run.kind().as_str().to_owned(),
                RunSort::Status => run.status.as_str().to_owned(),
                RunSort::Started => String::new(),
            },
            started_on: run.started_on,
            id: run.id.clone(),
        }
    }
}

/// How many runs of some kinds may be under way when another one is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunQuota<'a> {
    /// The kinds that count.
    pub kinds: &'a [RunKind],
    /// For one owner.
    pub per_owner: usize,
    /// All in all.
    pub total: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_move_along_the_diagram_and_nowhere_else() {
        use RunStatus::{Running, Starting, Stopping};
        const FINAL: [RunStatus; 4] = [
            RunStatus::Succeeded,
            RunStatus::Failed,
            RunStatus::Timeout,
            RunStatus::Stopped,
        ];
        let mut arrows = vec![
            (Starting, RunEvent::Claim, Running),
            (Running, RunEvent::Claim, Running),
            (Starting, RunEvent::Stop, Stopping),
            (Running, RunEvent::Stop, Stopping),
            (Running, RunEvent::Retry, Starting),
            (Stopping, RunEvent::Retry, Stopping),
        ];
        for end in FINAL {
            arrows.push((Running, RunEvent::End(end), end));
            arrows.push((Stopping, RunEvent::End(end), end));
        }
        let events = [RunEvent::Claim, RunEvent::Stop, RunEvent::Retry]
            .into_iter()
            .chain(RunStatus::ALL.map(RunEvent::End));
        for event in events {
            for status in RunStatus::ALL {
                let drawn = arrows
                    .iter()
                    .find(|(from, by, _)| (*from, *by) == (status, event));
                let next = drawn.map(|(_, _, to)| *to).ok_or(WrongMove { status, event });
                assert_eq!(status.after(event), next, "{status:?} {event:?}");
            }
        }
        let over = RunStatus::Succeeded
            .after(RunEvent::Stop)
            .map_err(|wrong| wrong.to_string());
        assert_eq!(over, Err("a run that is SUCCEEDED cannot be stopped".to_owned()));
    }
}
