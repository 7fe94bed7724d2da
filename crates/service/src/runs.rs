//! Operations on task runs: start, get, list, cancel; and how workers bring them to their end.

use std::collections::BTreeMap;

use onefold_domain::{
    BlobKind, Completion, EvaluationEntry, Heartbeat, MILLIS_PER_MINUTE, ObjectUri, Run, RunCursor,
    RunDetails, RunKind, RunQuery, RunQuota, RunSort, RunStatus, StoreError, Timestamp, Transform, chain,
    new_task_run_id,
};
use serde::{Deserialize, Serialize};

use crate::{Error, Page, PageRequest, Service, token};

/// Kinds whose number is limited; imports and exports wait for their turn instead.
const LIMITED: [RunKind; 2] = [RunKind::Evaluation, RunKind::LabelingSetGeneration];

/// Which runs; all conditions hold.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RunFilter {
    /// Of this kind.
    pub kind: Option<RunKind>,
    /// In this status.
    pub status: Option<RunStatus>,
    /// Bounds, exclusive, in seconds.
    pub started_before: Option<f64>,
    /// See above.
    pub started_after: Option<f64>,
}

/// A question for runs.
#[derive(Debug, Clone, PartialEq)]
pub struct ListRuns {
    /// Which.
    pub filter: RunFilter,
    /// In which order; equal ones stand newest first, then by id.
    pub sort: RunSort,
    /// Whether the order is turned around.
    pub is_descending: bool,
}

impl Default for ListRuns {
    fn default() -> Self {
        Self {
            filter: RunFilter::default(),
            sort: RunSort::Started,
            is_descending: true,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Cursor(String, i64, String);

impl Service {
    /// Starts to measure how good is what was learned.
    pub fn start_evaluation(&self, transform: &str) -> Result<String, Error> {
        let transform = self.runnable(transform, RunKind::Evaluation)?;
        self.start(&transform, RunDetails::Evaluation)
    }

    /// Starts to choose records that people should label.
    pub fn start_labeling_sets(&self, transform: &str, output: &str) -> Result<String, Error> {
        let transform = self.runnable(transform, RunKind::LabelingSetGeneration)?;
        let output = folder_or_file("OutputS3Path", output)?;
        self.start(
            &transform,
            RunDetails::LabelingSetGeneration { output, round: None },
        )
    }

    /// Starts to take labels in. What can be seen of the file without reading it is checked now.
    pub fn start_import(&self, transform: &str, input: &str, replace: bool) -> Result<String, Error> {
        let transform = self.runnable(transform, RunKind::ImportLabels)?;
        let uri = uri("InputS3Path", input)?;
        let files = self
            .objects
            .find(&uri)
            .map_err(|error| Error::invalid(format!("InputS3Path cannot be read: {}", chain(&error))))?;
        if files.is_empty() {
            return Err(Error::invalid(format!(
                "InputS3Path cannot be read: {input} does not exist"
            )));
        }
        let limit = self.limits.label_file_bytes;
        if let Some(file) = files.iter().find(|file| file.size_bytes > limit) {
            return Err(Error::LimitExceeded(format!(
                "Label file {} has {} bytes, but at most {limit} are allowed; split it",
                file.uri, file.size_bytes
            )));
        }
        if let Some(file) = files.iter().find(|file| file.size_bytes == 0) {
            return Err(Error::invalid(format!("Label file {} is empty", file.uri)));
        }
        let input = input.to_owned();
        self.start(
            &transform,
            RunDetails::ImportLabels {
                input,
                replace,
                round: None,
            },
        )
    }

    /// Starts to write labels out.
    pub fn start_export(&self, transform: &str, output: &str) -> Result<String, Error> {
        let transform = self.runnable(transform, RunKind::ExportLabels)?;
        let output = folder_or_file("OutputS3Path", output)?;
        if self.store.blob(&transform.id, BlobKind::Labels)?.is_none() {
            return Err(Error::not_found(format!(
                "Transform {} has no labels to export",
                transform.id
            )));
        }
        self.start(&transform, RunDetails::ExportLabels { output })
    }

    pub(crate) fn start(&self, transform: &Transform, details: RunDetails) -> Result<String, Error> {
        let kind = details.kind();
        let mut run = Run::accepted(new_task_run_id(), transform.id.clone(), details, self.now());
        run.max_retries = u32::try_from(transform.max_retries).unwrap_or_default();
        run.timeout_millis = Some(transform.timeout_minutes.saturating_mul(MILLIS_PER_MINUTE));
        let quota = LIMITED.contains(&kind).then_some(RunQuota {
            kinds: &LIMITED,
            per_owner: self.limits.runs_per_transform,
            total: self.limits.runs,
        });
        match self.store.insert_run(&run, quota) {
            Err(StoreError::LimitReached { limit, is_of_owner }) => {
                let whose = if is_of_owner {
                    format!("of transform {}", transform.id)
                } else {
                    "of this account".to_owned()
                };
                return Err(Error::ConcurrentRunsExceeded(format!(
                    "The limit of {limit} running task runs {whose} is reached; wait for one to end, or cancel it"
                )));
            }
            other => other?,
        }
        self.bell.ring();
        Ok(run.id)
    }

    /// A task run of a transform.
    pub fn task_run(&self, transform: &str, id: &str) -> Result<Run, Error> {
        self.transform(transform)?;
        self.store
            .run(id)?
            .filter(|run| run.owner == transform && RunKind::TASKS.contains(&run.kind()))
            .ok_or_else(|| Error::not_found(format!("Task run {id} of transform {transform} does not exist")))
    }

    /// A page of a transform's task runs.
    pub fn task_runs(
        &self,
        transform: &str,
        list: &ListRuns,
        page: &PageRequest,
    ) -> Result<Page<Run>, Error> {
        self.transform(transform)?;
        self.runs_of(Some(transform), list, page)
    }

    /// A page of the task runs of all transforms.
    pub fn all_task_runs(&self, list: &ListRuns, page: &PageRequest) -> Result<Page<Run>, Error> {
        self.runs_of(None, list, page)
    }

    pub(crate) fn runs_of(
        &self,
        owner: Option<&str>,
        list: &ListRuns,
        page: &PageRequest,
    ) -> Result<Page<Run>, Error> {
        let question = (
            owner,
            list.filter.kind.map(RunKind::as_str),
            list.filter.status.map(RunStatus::as_str),
            list.filter.started_before,
            list.filter.started_after,
            list.sort as u8,
            list.is_descending,
        );
        let after: Option<Cursor> = token::open(page.token.as_deref(), &question)?;
        let size = page.max_results.unwrap_or(self.limits.page);
        let query = RunQuery {
            kind: list.filter.kind,
            status: list.filter.status,
            started_before: list.filter.started_before.map(first_not_before),
            started_after: list.filter.started_after.map(last_not_after),
            sort: list.sort,
            is_descending: list.is_descending,
            after: after.map(|Cursor(value, started_on, id)| RunCursor {
                value,
                started_on: Timestamp(started_on),
                id,
            }),
            // One more tells whether there is another page.
            owner: owner.map(str::to_owned),
            ..RunQuery::of("", size.saturating_add(1))
        };
        let mut runs = self.store.runs(&query)?;
        let has_more = runs.len() > size;
        runs.truncate(size);
        let next_token = runs.last().filter(|_| has_more).map(|last| {
            let cursor = query.cursor(last);
            token::seal(&question, &Cursor(cursor.value, cursor.started_on.0, cursor.id))
        });
        Ok(Page {
            items: runs,
            next_token,
        })
    }

    /// The newest evaluations of a transform, the newest first.
    pub fn evaluations(&self, transform: &str, limit: usize) -> Result<Vec<EvaluationEntry>, Error> {
        Ok(self.store.evaluations(transform, limit)?)
    }

    /// Asks a task run to stop; gives its status then. A run that is over stays as it is.
    pub fn cancel_task_run(&self, transform: &str, id: &str) -> Result<RunStatus, Error> {
        let run = self.task_run(transform, id)?;
        self.stop_with_job(&run)
    }

    /// Stops a run, and the job run that it belongs to, if any.
    pub(crate) fn stop_with_job(&self, run: &Run) -> Result<RunStatus, Error> {
        if let RunDetails::FindMatches { job_run, .. } = &run.details {
            self.store.stop_run(job_run, self.now())?;
        }
        let stopped = self.store.stop_run(&run.id, self.now())?;
        self.bell.ring();
        Ok(stopped.map_or(run.status, |run| run.status))
    }

    /// The next run for a worker.
    pub fn claim(&self, worker: &str, lease_millis: i64) -> Result<Option<Run>, Error> {
        Ok(self.store.claim_run(worker, self.now(), lease_millis)?)
    }

    /// Extends a worker's lease.
    pub fn extend_lease(&self, run: &str, worker: &str, lease_millis: i64) -> Result<Heartbeat, Error> {
        Ok(self.store.extend_lease(run, worker, self.now(), lease_millis)?)
    }

    /// Ends a run and stores its results; `false` if the worker no longer holds it.
    pub fn complete(&self, run: &str, worker: &str, completion: &Completion) -> Result<bool, Error> {
        let is_done = self.store.complete_run(run, worker, completion, self.now())?;
        self.bell.ring();
        Ok(is_done)
    }

    /// Ends runs that are to stop and that no worker has.
    pub fn sweep_stopped(&self) -> Result<Vec<String>, Error> {
        Ok(self.store.stop_unleased(self.now())?)
    }

    /// How many runs are in each status, for those that are not over.
    pub fn run_counts(&self) -> Result<BTreeMap<(RunKind, RunStatus), usize>, Error> {
        let counts = self.store.active_runs()?;
        Ok(counts
            .into_iter()
            .map(|(kind, status, count)| ((kind, status), count))
            .collect())
    }

    /// How long the oldest run has been waiting for a worker.
    pub fn queue_age_millis(&self) -> Result<i64, Error> {
        let oldest = self.store.oldest_waiting()?;
        Ok(oldest.map_or(0, |oldest| self.now().millis_since(oldest)))
    }
}

/// Times are whole milliseconds: before 10.0005 s means before 10.001 s.
fn first_not_before(secs: f64) -> Timestamp {
    Timestamp((secs * 1000.0).ceil() as i64)
}

/// And after 10.0005 s means after 10.000 s.
fn last_not_after(secs: f64) -> Timestamp {
    Timestamp((secs * 1000.0).floor() as i64)
}

fn uri(member: &str, text: &str) -> Result<ObjectUri, Error> {
    ObjectUri::parse(text).map_err(|wrong| Error::invalid(format!("{member}: {wrong}")))
}

fn folder_or_file(member: &str, text: &str) -> Result<String, Error> {
    uri(member, text)?;
    Ok(text.to_owned())
}
