//! `BatchGetJobs`: gives several jobs by their names.

use onefold_protocol::shapes::{BatchGetJobsRequest, BatchGetJobsResponse};

use super::job;
use crate::{dispatch::Context, failure::Failure};

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
