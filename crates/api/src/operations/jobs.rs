//! Jobs, their runs and their bookmarks.

use std::collections::BTreeMap;

use onefold_domain::{self as domain, Document, Run, RunDetails, Timestamp};
use onefold_protocol::shapes::{
    BatchGetJobsRequest, BatchGetJobsResponse, BatchStopJobRunError, BatchStopJobRunRequest,
    BatchStopJobRunResponse, BatchStopJobRunSuccessfulSubmission, CreateJobRequest, CreateJobResponse,
    DeleteJobRequest, DeleteJobResponse, GetJobBookmarkRequest, GetJobBookmarkResponse, GetJobRequest,
    GetJobResponse, GetJobRunRequest, GetJobRunResponse, GetJobRunsRequest, GetJobRunsResponse,
    GetJobsRequest, GetJobsResponse, Job, JobBookmarkEntry, JobRun, ListJobsRequest, ListJobsResponse,
    ResetJobBookmarkRequest, ResetJobBookmarkResponse, StartJobRunRequest, StartJobRunResponse,
    UpdateJobRequest, UpdateJobResponse,
};
use onefold_protocol::wire_error::WireError;
use onefold_service::{LogGroup, StopOutcome};

use crate::convert::{error_detail, execution_secs, map_page, noun, page, shape};
use crate::dispatch::Context;
use crate::failure::Failure;

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

pub(crate) fn create_job(
    context: &Context<'_>,
    mut request: CreateJobRequest,
) -> Result<CreateJobResponse, Failure> {
    let tags = request.tags.take().unwrap_or_default();
    let job = noun(&request, &["Name"])?;
    context.service.create_job(&request.name, job, &tags)?;
    Ok(CreateJobResponse {
        name: Some(request.name),
    })
}

pub(crate) fn get_job(context: &Context<'_>, request: GetJobRequest) -> Result<GetJobResponse, Failure> {
    let document = context.service.job(&request.job_name)?;
    Ok(GetJobResponse {
        job: Some(job(&document)?),
    })
}

pub(crate) fn get_jobs(context: &Context<'_>, request: GetJobsRequest) -> Result<GetJobsResponse, Failure> {
    let wanted = page(request.max_results, request.next_token);
    let found = context.service.jobs(&BTreeMap::new(), &wanted)?;
    Ok(GetJobsResponse {
        jobs: Some(found.items.iter().map(job).collect::<Result<_, _>>()?),
        next_token: found.next_token,
    })
}

pub(crate) fn list_jobs(
    context: &Context<'_>,
    request: ListJobsRequest,
) -> Result<ListJobsResponse, Failure> {
    let wanted = page(request.max_results, request.next_token);
    let found = context.service.jobs(&request.tags.unwrap_or_default(), &wanted)?;
    let (names, next_token) = map_page(found, |document| document.name);
    Ok(ListJobsResponse {
        job_names: Some(names),
        next_token,
    })
}

pub(crate) fn batch_get_jobs(
    context: &Context<'_>,
    request: BatchGetJobsRequest,
) -> Result<BatchGetJobsResponse, Failure> {
    let (mut jobs, mut missing) = (Vec::new(), Vec::new());
    for name in request.job_names {
        match context.service.job(&name) {
            Ok(document) => jobs.push(job(&document)?),
            Err(onefold_service::Error::NotFound(_)) => missing.push(name),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(BatchGetJobsResponse {
        jobs: Some(jobs),
        jobs_not_found: Some(missing),
    })
}

pub(crate) fn update_job(
    context: &Context<'_>,
    request: UpdateJobRequest,
) -> Result<UpdateJobResponse, Failure> {
    context
        .service
        .update_job(&request.job_name, noun(&request.job_update, &[])?)?;
    Ok(UpdateJobResponse {
        job_name: Some(request.job_name),
    })
}

pub(crate) fn delete_job(
    context: &Context<'_>,
    request: DeleteJobRequest,
) -> Result<DeleteJobResponse, Failure> {
    context.service.delete_job(&request.job_name)?;
    Ok(DeleteJobResponse {
        job_name: Some(request.job_name),
    })
}

pub(crate) fn start_job_run(
    context: &Context<'_>,
    request: StartJobRunRequest,
) -> Result<StartJobRunResponse, Failure> {
    let given = noun(&request, &["JobName", "JobRunId"])?;
    let given = domain::GivenRun {
        previous_run: request.job_run_id,
        ..given
    };
    let id = context.service.start_job_run(&request.job_name, given)?;
    Ok(StartJobRunResponse { job_run_id: Some(id) })
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

pub(crate) fn get_job_run(
    context: &Context<'_>,
    request: GetJobRunRequest,
) -> Result<GetJobRunResponse, Failure> {
    let run = context.service.job_run(&request.job_name, &request.run_id)?;
    Ok(GetJobRunResponse {
        job_run: Some(job_run(run, context)?),
    })
}

pub(crate) fn get_job_runs(
    context: &Context<'_>,
    request: GetJobRunsRequest,
) -> Result<GetJobRunsResponse, Failure> {
    let wanted = page(request.max_results, request.next_token);
    let found = context.service.job_runs(&request.job_name, &wanted)?;
    Ok(GetJobRunsResponse {
        job_runs: Some(
            found
                .items
                .into_iter()
                .map(|run| job_run(run, context))
                .collect::<Result<_, _>>()?,
        ),
        next_token: found.next_token,
    })
}

pub(crate) fn batch_stop_job_run(
    context: &Context<'_>,
    request: BatchStopJobRunRequest,
) -> Result<BatchStopJobRunResponse, Failure> {
    let (mut successful_submissions, mut errors) = (Vec::new(), Vec::new());
    for id in request.job_run_ids {
        let job_name = Some(request.job_name.clone());
        match context.service.stop_job_run(&request.job_name, &id) {
            StopOutcome::Accepted => successful_submissions.push(BatchStopJobRunSuccessfulSubmission {
                job_name,
                job_run_id: Some(id),
            }),
            StopOutcome::Refused(error) => errors.push(BatchStopJobRunError {
                job_name,
                job_run_id: Some(id),
                error_detail: Some(error_detail(&error)),
            }),
        }
    }
    Ok(BatchStopJobRunResponse {
        successful_submissions: Some(successful_submissions),
        errors: Some(errors),
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

pub(crate) fn get_job_bookmark(
    context: &Context<'_>,
    request: GetJobBookmarkRequest,
) -> Result<GetJobBookmarkResponse, Failure> {
    Ok(GetJobBookmarkResponse {
        job_bookmark_entry: Some(first_bookmark(context, &request.job_name)?),
    })
}

pub(crate) fn reset_job_bookmark(
    context: &Context<'_>,
    request: ResetJobBookmarkRequest,
) -> Result<ResetJobBookmarkResponse, Failure> {
    Ok(ResetJobBookmarkResponse {
        job_bookmark_entry: Some(first_bookmark(context, &request.job_name)?),
    })
}
