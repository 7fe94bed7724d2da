//! `GetJobRun`: gives one run of a job.

use onefold_protocol::shapes::{GetJobRunRequest, GetJobRunResponse};

use super::job_run;
use crate::{dispatch::Context, failure::Failure};

pub(crate) fn get_job_run(
    context: &Context<'_>,
    request: GetJobRunRequest,
) -> Result<GetJobRunResponse, Failure> {
    let run = context.service.job_run(&request.job_name, &request.run_id)?;
    Ok(GetJobRunResponse {
        job_run: Some(job_run(run, context)?),
    })
}
