//! `StartJobRun`: starts a run of a job.

use onefold_domain as domain;
use onefold_protocol::shapes::{StartJobRunRequest, StartJobRunResponse};

use crate::{convert::noun, dispatch::Context, failure::Failure};

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
