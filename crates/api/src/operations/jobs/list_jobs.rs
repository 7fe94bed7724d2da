//! `ListJobs`: gives the names of jobs, or of those with certain tags.

use onefold_protocol::shapes::{ListJobsRequest, ListJobsResponse};

use crate::{
    convert::{map_page, page},
    dispatch::Context,
    failure::Failure,
};

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
