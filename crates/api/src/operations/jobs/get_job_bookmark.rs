//! `GetJobBookmark`: gives the bookmark of a job, which is always the first one.

use onefold_protocol::shapes::{GetJobBookmarkRequest, GetJobBookmarkResponse};

use super::first_bookmark;
use crate::{dispatch::Context, failure::Failure};

pub(crate) fn get_job_bookmark(
    context: &Context<'_>,
    request: GetJobBookmarkRequest,
) -> Result<GetJobBookmarkResponse, Failure> {
    Ok(GetJobBookmarkResponse {
        job_bookmark_entry: Some(first_bookmark(context, &request.job_name)?),
    })
}
