//! Jobs and their runs. A job is kept as it was given; a run of it is a row that a worker claims.

use std::collections::BTreeMap;

use onefold_domain::{
    Document, DocumentKind, ExecutionProperty, GivenRun, Job, JobRunDetails, MILLIS_PER_MINUTE, Noun, Run,
    RunDetails, RunKind, RunQuota, StoreError, Tags, new_job_run_id, task_run_of_job_run,
};

use crate::catalog::already;
use crate::limits::DEFAULT_TIMEOUT_MINUTES;
use crate::runs::ListRuns;
use crate::tags::{tags_document, tags_scope};
use crate::{Error, Page, PageRequest, Service, arguments};

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
    pub fn create_job(&self, name: &str, job: Job, tags: &BTreeMap<String, String>) -> Result<(), Error> {
        if name.trim().is_empty() {
            return Err(Error::invalid("Name is blank; give the job a name"));
        }
        check_job(&job)?;
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
        let now = self.now();
        let mut changes = vec![Document::new("", name, with_defaults(job), now).insert()];
        if !tags.is_empty() {
            changes.push(tags_document(DocumentKind::Job, name, tags, now).insert());
        }
        self.store
            .apply(&changes)
            .map_err(|error| already(error.into(), &format!("Job {name} already exists")))
    }

    /// The job of that name.
    pub fn job(&self, name: &str) -> Result<Document<Job>, Error> {
        self.document("", name)?
            .ok_or_else(|| Error::not_found(format!("Job {name} does not exist")))
    }

    /// A page of jobs that have all of these tags, by name.
    pub fn jobs(
        &self,
        tags: &BTreeMap<String, String>,
        page: &PageRequest,
    ) -> Result<Page<Document<Job>>, Error> {
        self.tagged_documents(tags, page)
    }

    /// A page of documents that have all of these tags.
    pub(crate) fn tagged_documents<N: Noun>(
        &self,
        tags: &BTreeMap<String, String>,
        page: &PageRequest,
    ) -> Result<Page<Document<N>>, Error> {
        if tags.is_empty() {
            return self.documents("", page, |_| true);
        }
        let tagged: BTreeMap<String, Tags> = self
            .all_documents(&tags_scope(N::KIND, ""))?
            .into_iter()
            .map(|document| (document.name, document.body))
            .collect();
        self.documents("", page, |document: &Document<N>| {
            tagged
                .get(&document.name)
                .is_some_and(|own| tags.iter().all(|(key, value)| own.get(key) == Some(value)))
        })
    }

    /// Replaces a job's definition.
    pub fn update_job(&self, name: &str, mut job: Job) -> Result<(), Error> {
        let mut document = self.job(name)?;
        job.role = job.role.or(document.body.role.take());
        job.command = job.command.or(document.body.command.take());
        check_job(&job)?;
        document.body = with_defaults(job);
        document.modified_on = self.now();
        Ok(self.store.apply(&[document.save()])?)
    }

    /// Deletes a job; one that is not there is no error.
    pub fn delete_job(&self, name: &str) -> Result<(), Error> {
        Ok(self.store.apply(&[
            Document::<Job>::delete("", name),
            Document::<Tags>::delete(&tags_scope(DocumentKind::Job, ""), name),
        ])?)
    }

    /// Starts a run of a job; gives its id. Arguments override those of the previous run, if one is named, and these override
    /// those of the job, except for those that the job keeps. All else that is not given is as the job says.
    pub fn start_job_run(&self, name: &str, mut given: GivenRun) -> Result<String, Error> {
        let job = self.job(name)?.body;
        let mut arguments = job.default_arguments.unwrap_or_default();
        if let Some(previous) = &given.previous_run {
            let previous = self.job_run(name, previous)?;
            if let RunDetails::Job(details) = previous.details {
                arguments.extend(details.arguments);
            }
        }
        given.arguments = given.arguments.filter(|own| !own.is_empty());
        arguments.extend(given.arguments.clone().unwrap_or_default());
        arguments.extend(job.non_overridable_arguments.unwrap_or_default());
        let timeout_minutes = given
            .timeout_minutes
            .or(job.timeout_minutes)
            .unwrap_or(DEFAULT_TIMEOUT_MINUTES);
        given.timeout_minutes = Some(timeout_minutes);
        given.capacity = given.capacity.or(&job.capacity);
        let command = job.command.unwrap_or_default();
        if command.name.as_deref() == Some(JobRunDetails::FIND_MATCHES) {
            arguments::check(&arguments)?;
        }
        let details = RunDetails::Job(Box::new(JobRunDetails {
            job: name.to_owned(),
            command: command.name.unwrap_or_default(),
            script: command.script_location,
            arguments,
            given,
            takes_unlabeled: false,
            made_with: None,
        }));
        let mut run = Run::accepted(new_job_run_id(), RunDetails::job_owner(name), details, self.now());
        run.max_retries = job
            .max_retries
            .and_then(|retries| u32::try_from(retries).ok())
            .unwrap_or_default();
        run.timeout_millis = Some(timeout_minutes.saturating_mul(MILLIS_PER_MINUTE));
        let at_once = job
            .execution_property
            .and_then(|property| property.max_concurrent_runs)
            .and_then(|runs| usize::try_from(runs).ok());
        let quota = RunQuota {
            kinds: &[RunKind::Job],
            per_owner: at_once.unwrap_or(1),
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
            self.store.stop_run(&task_run_of_job_run(id), self.now())?;
            self.bell.ring();
            Ok(())
        };
        match stop() {
            Ok(()) => StopOutcome::Accepted,
            Err(error) => StopOutcome::Refused(error),
        }
    }
}

/// A job with what a client may leave out.
fn with_defaults(mut job: Job) -> Job {
    job.execution_property.get_or_insert(ExecutionProperty {
        max_concurrent_runs: Some(1),
    });
    job.max_retries.get_or_insert(0);
    job.timeout_minutes.get_or_insert(DEFAULT_TIMEOUT_MINUTES);
    job
}

fn check_job(job: &Job) -> Result<(), Error> {
    let capacity = &job.capacity;
    let has_workers = capacity.worker_type.is_some() || capacity.number_of_workers.is_some();
    if capacity.max_capacity.is_some() && has_workers {
        return Err(Error::invalid(
            "MaxCapacity cannot be set together with WorkerType or NumberOfWorkers; choose one",
        ));
    }
    let name = job.command.as_ref().and_then(|command| command.name.as_deref());
    if name.unwrap_or_default().trim().is_empty() {
        return Err(Error::invalid(format!(
            "Command.Name is missing; set it to {:?}, the built-in job",
            JobRunDetails::FIND_MATCHES
        )));
    }
    for (member, arguments) in [
        ("DefaultArguments", &job.default_arguments),
        ("NonOverridableArguments", &job.non_overridable_arguments),
    ] {
        let keys = arguments.iter().flat_map(BTreeMap::keys);
        if let Some(key) = keys.into_iter().find(|key| !key.starts_with("--")) {
            return Err(Error::invalid(format!(
                "{member} contains the key {key:?}; keys must begin with --"
            )));
        }
        if let Some(arguments) = arguments
            .as_ref()
            .filter(|_| name == Some(JobRunDetails::FIND_MATCHES))
        {
            arguments::check(arguments)?;
        }
    }
    Ok(())
}
