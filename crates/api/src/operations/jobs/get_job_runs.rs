//! `GetJobRuns`: gives the runs of a job.

use onefold_protocol::shapes::{GetJobRunsRequest, GetJobRunsResponse};

use super::job_run;
use crate::{convert::page, dispatch::Context, failure::Failure};

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
