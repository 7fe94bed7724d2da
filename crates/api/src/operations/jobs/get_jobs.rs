//! `GetJobs`: gives all jobs.

use std::collections::BTreeMap;

use onefold_protocol::shapes::{GetJobsRequest, GetJobsResponse};

use super::job;
use crate::{convert::page, dispatch::Context, failure::Failure};

pub(crate) fn get_jobs(context: &Context<'_>, request: GetJobsRequest) -> Result<GetJobsResponse, Failure> {
    let wanted = page(request.max_results, request.next_token);
    let found = context.service.jobs(&BTreeMap::new(), &wanted)?;
    Ok(GetJobsResponse {
        jobs: Some(found.items.iter().map(job).collect::<Result<_, _>>()?),
        next_token: found.next_token,
    })
}
