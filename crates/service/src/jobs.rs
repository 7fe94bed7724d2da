//! Jobs and their runs. A job is kept as it was given; a run of it is a row that a worker claims.

use std::collections::BTreeMap;

use onefold_domain::{
    Change, Document, DocumentKind, JobRunDetails, Run, RunDetails, RunKind, RunQuota, StoreError,
    new_job_run_id,
};
use serde_json::{Map, Value, json};

use crate::catalog::already;
use crate::runs::ListRuns;
use crate::tags::{tags_document, tags_scope};
use crate::{Error, Page, PageRequest, Service};

const DEFAULT_TIMEOUT_MINUTES: i64 = 2880;
const MILLIS_PER_MINUTE: i64 = 60_000;

/// A run to be started.
#[derive(Debug, Clone, Default)]
pub struct JobRunRequest {
    /// Over those of the job.
    pub arguments: BTreeMap<String, String>,
    /// A run whose arguments are used again.
    pub previous_run: Option<String>,
    /// Minutes; the job's otherwise.
    pub timeout_minutes: Option<i64>,
    /// Members as given, which are told again.
    pub given: Map<String, Value>,
}

/// What became of the wish to stop a run.
#[derive(Debug)]
pub enum StopOutcome {
    /// It will stop.
    Accepted,
    /// It will not, and why.
    Refused(Error),
}

impl Service {
    /// Makes a job.
    pub fn create_job(
        &self,
        name: &str,
        mut body: Map<String, Value>,
        tags: &BTreeMap<String, String>,
    ) -> Result<(), Error> {
        if name.trim().is_empty() {
            return Err(Error::invalid("Name is blank; give the job a name"));
        }
        check_job(&body)?;
        self.check_tags(tags)?;
        let there = self
            .store
            .documents(DocumentKind::Job, "", None, self.limits.jobs)?;
        if there.len() >= self.limits.jobs {
            return Err(Error::LimitExceeded(format!(
                "The limit of {} jobs is reached; delete one first",
                self.limits.jobs
            )));
        }
        let defaults = [
            ("ExecutionProperty", json!({ "MaxConcurrentRuns": 1 })),
            ("MaxRetries", 0.into()),
            ("Timeout", DEFAULT_TIMEOUT_MINUTES.into()),
        ];
        for (member, value) in defaults {
            body.entry(member).or_insert(value);
        }
        let now = self.now();
        let mut changes = vec![Change::Insert(Document::new(
            DocumentKind::Job,
            "",
            name,
            body,
            now,
        ))];
        if !tags.is_empty() {
            changes.push(Change::Insert(tags_document(DocumentKind::Job, name, tags, now)));
        }
        self.store
            .apply(&changes)
            .map_err(|error| already(error.into(), &format!("Job {name} already exists")))
    }

    /// The job of that name.
    pub fn job(&self, name: &str) -> Result<Document, Error> {
        self.store
            .document(DocumentKind::Job, "", name)?
            .ok_or_else(|| Error::not_found(format!("Job {name} does not exist")))
    }

    /// A page of jobs that have all of these tags, by name.
    pub fn jobs(&self, tags: &BTreeMap<String, String>, page: &PageRequest) -> Result<Page<Document>, Error> {
        self.tagged_documents(DocumentKind::Job, tags, page)
    }

    /// A page of documents that have all of these tags.
    pub(crate) fn tagged_documents(
        &self,
        kind: DocumentKind,
        tags: &BTreeMap<String, String>,
        page: &PageRequest,
    ) -> Result<Page<Document>, Error> {
        if tags.is_empty() {
            return self.documents(kind, "", page, |_| true);
        }
        let tagged: BTreeMap<String, Document> = self
            .all_documents(DocumentKind::Tags, &tags_scope(kind, ""))?
            .into_iter()
            .map(|document| (document.name.clone(), document))
            .collect();
        self.documents(kind, "", page, |document| {
            tagged
                .get(&document.name)
                .is_some_and(|own| tags.iter().all(|(key, value)| own.text(key) == Some(value)))
        })
    }

    /// Replaces a job's definition.
    pub fn update_job(&self, name: &str, mut body: Map<String, Value>) -> Result<(), Error> {
        let mut document = self.job(name)?;
        for member in ["Role", "Command"] {
            if !body.contains_key(member)
                && let Some(value) = document.body.get(member)
            {
                body.insert(member.to_owned(), value.clone());
            }
        }
        check_job(&body)?;
        let defaults = [
            ("ExecutionProperty", json!({ "MaxConcurrentRuns": 1 })),
            ("MaxRetries", 0.into()),
            ("Timeout", DEFAULT_TIMEOUT_MINUTES.into()),
        ];
        for (member, value) in defaults {
            body.entry(member).or_insert(value);
        }
        document.body = body;
        document.modified_on = self.now();
        Ok(self.store.apply(&[Change::Save(document)])?)
    }

    /// Deletes a job; one that is not there is no error.
    pub fn delete_job(&self, name: &str) -> Result<(), Error> {
        Ok(self.store.apply(&[
            Change::Delete(DocumentKind::Job, String::new(), name.to_owned()),
            Change::Delete(
                DocumentKind::Tags,
                tags_scope(DocumentKind::Job, ""),
                name.to_owned(),
            ),
        ])?)
    }

    /// Starts a run of a job; gives its id.
    pub fn start_job_run(&self, name: &str, request: JobRunRequest) -> Result<String, Error> {
        let job = self.job(name)?;
        let mut arguments = texts(job.body.get("DefaultArguments"));
        if let Some(previous) = &request.previous_run {
            let previous = self.job_run(name, previous)?;
            if let RunDetails::Job(details) = previous.details {
                arguments.extend(details.arguments);
            }
        }
        arguments.extend(request.arguments.clone());
        let command = job.body.get("Command");
        let of_command = |member: &str| {
            command
                .and_then(|command| command.get(member))
                .and_then(Value::as_str)
                .map(str::to_owned)
        };
        let number = |member: &str| job.body.get(member).and_then(Value::as_i64);
        let timeout = request
            .timeout_minutes
            .or_else(|| number("Timeout"))
            .unwrap_or(DEFAULT_TIMEOUT_MINUTES);
        let mut given = request.given;
        for member in [
            "MaxCapacity",
            "WorkerType",
            "NumberOfWorkers",
            "GlueVersion",
            "AllocatedCapacity",
        ] {
            if let Some(value) = job.body.get(member) {
                given.entry(member).or_insert_with(|| value.clone());
            }
        }
        given.insert("Timeout".to_owned(), timeout.into());
        if !request.arguments.is_empty() {
            given.insert("Arguments".to_owned(), json!(request.arguments));
        }
        if let Some(previous) = request.previous_run {
            given.insert("PreviousRunId".to_owned(), previous.into());
        }
        let details = RunDetails::Job(Box::new(JobRunDetails {
            job: name.to_owned(),
            command: of_command("Name").unwrap_or_default(),
            script: of_command("ScriptLocation"),
            arguments,
            given,
            takes_unlabeled: false,
        }));
        let mut run = Run::accepted(new_job_run_id(), RunDetails::job_owner(name), details, self.now());
        run.max_retries = number("MaxRetries")
            .and_then(|retries| u32::try_from(retries).ok())
            .unwrap_or_default();
        run.timeout_millis = Some(timeout.saturating_mul(MILLIS_PER_MINUTE));
        let at_once = job
            .body
            .get("ExecutionProperty")
            .and_then(|property| property.get("MaxConcurrentRuns"))
            .and_then(Value::as_u64)
            .unwrap_or(1);
        let quota = RunQuota {
            kinds: &[RunKind::Job],
            per_owner: at_once as usize,
            total: usize::MAX,
        };
        match self.store.insert_run(&run, Some(quota)) {
            Err(StoreError::LimitReached { limit, .. }) => {
                return Err(Error::ConcurrentRunsExceeded(format!(
                    "Concurrent runs exceeded for {name}: at most {limit} can run at a time (MaxConcurrentRuns)"
                )));
            }
            other => other?,
        }
        self.bell.ring();
        Ok(run.id)
    }

    /// A run of a job.
    pub fn job_run(&self, job: &str, id: &str) -> Result<Run, Error> {
        self.store
            .run(id)?
            .filter(|run| run.owner == RunDetails::job_owner(job))
            .ok_or_else(|| Error::not_found(format!("Job run {id} of job {job} does not exist")))
    }

    /// A page of a job's runs, the newest first.
    pub fn job_runs(&self, job: &str, page: &PageRequest) -> Result<Page<Run>, Error> {
        self.job(job)?;
        self.runs_of(Some(&RunDetails::job_owner(job)), &ListRuns::default(), page)
    }

    /// Asks a run of a job to stop.
    pub fn stop_job_run(&self, job: &str, id: &str) -> StopOutcome {
        let stop = || {
            let run = self.job_run(job, id)?;
            if run.status.is_final() {
                return Err(Error::invalid(format!(
                    "Job run {id} has already ended; its state is {}",
                    run.status.as_str()
                )));
            }
            self.store.stop_run(id, self.now())?;
            self.store
                .stop_run(&RunDetails::twin_of_job_run(id), self.now())?;
            self.bell.ring();
            Ok(())
        };
        match stop() {
            Ok(()) => StopOutcome::Accepted,
            Err(error) => StopOutcome::Refused(error),
        }
    }
}

fn check_job(body: &Map<String, Value>) -> Result<(), Error> {
    let has = |member: &str| body.contains_key(member);
    if has("MaxCapacity") && (has("WorkerType") || has("NumberOfWorkers")) {
        return Err(Error::invalid(
            "MaxCapacity cannot be set together with WorkerType or NumberOfWorkers; choose one",
        ));
    }
    let name = body
        .get("Command")
        .and_then(|command| command.get("Name"))
        .and_then(Value::as_str)
        .unwrap_or_default();
    if name.trim().is_empty() {
        return Err(Error::invalid(
            "Command.Name is missing; set it to \"findmatches\", the built-in job",
        ));
    }
    for member in ["DefaultArguments", "NonOverridableArguments"] {
        if let Some(key) = texts(body.get(member)).keys().find(|key| !key.starts_with("--")) {
            return Err(Error::invalid(format!(
                "{member} contains the key {key:?}; keys must begin with --"
            )));
        }
    }
    Ok(())
}

fn texts(map: Option<&Value>) -> BTreeMap<String, String> {
    let entries = map.and_then(Value::as_object).into_iter().flatten();
    entries
        .filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned())))
        .collect()
}
