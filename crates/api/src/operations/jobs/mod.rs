//! The operations on jobs, their runs and their bookmarks, a file for each.

mod batch_get_jobs;
mod batch_stop_job_run;
mod create_job;
mod delete_job;
mod get_job;
mod get_job_bookmark;
mod get_job_run;
mod get_job_runs;
mod get_jobs;
mod list_jobs;
mod reset_job_bookmark;
mod start_job_run;
mod update_job;

use onefold_domain::{self as domain, Document, Run, RunDetails, Timestamp};
use onefold_protocol::shapes::{Job, JobBookmarkEntry, JobRun};
use onefold_protocol::wire_error::WireError;
use onefold_service::LogGroup;

use crate::{
    convert::{execution_secs, shape},
    dispatch::Context,
    failure::Failure,
};

pub(crate) use self::{
    batch_get_jobs::*, batch_stop_job_run::*, create_job::*, delete_job::*, get_job::*, get_job_bookmark::*,
    get_job_run::*, get_job_runs::*, get_jobs::*, list_jobs::*, reset_job_bookmark::*, start_job_run::*,
    update_job::*,
};

fn job(document: &Document<domain::Job>) -> Result<Job, Failure> {
    shape(
        &document.body,
        [
            ("Name", document.name.clone().into()),
            ("CreatedOn", document.created_on.as_secs().into()),
            ("LastModifiedOn", document.modified_on.as_secs().into()),
        ],
    )
}

fn job_run(run: Run, context: &Context<'_>) -> Result<JobRun, Failure> {
    let execution_time = execution_secs(&run, context);
    let RunDetails::Job(details) = run.details else {
        return Err(WireError::client("InternalServiceException", "The run does not belong to a job").into());
    };
    let given: JobRun = shape(&details.given, [])?;
    Ok(JobRun {
        id: Some(run.id),
        attempt: Some(i64::from(run.attempt.saturating_sub(1))),
        job_name: Some(details.job),
        started_on: Some(run.started_on.as_secs()),
        last_modified_on: Some(run.modified_on.as_secs()),
        completed_on: run.completed_on.map(Timestamp::as_secs),
        job_run_state: Some(run.status.as_str().to_owned()),
        error_message: run.error.filter(|_| run.status.is_final()),
        predecessor_runs: Some(Vec::new()),
        execution_time: Some(execution_time),
        log_group_name: Some(LogGroup::JOBS.name.to_owned()),
        ..given
    })
}

/// Jobs here keep no bookmarks: each run reads all of its input. So the bookmark of a job is always the first one.
fn first_bookmark(context: &Context<'_>, name: &str) -> Result<JobBookmarkEntry, Failure> {
    context.service.job(name)?;
    Ok(JobBookmarkEntry {
        job_name: Some(name.to_owned()),
        version: Some(0),
        run: Some(0),
        attempt: Some(0),
        ..JobBookmarkEntry::default()
    })
}
