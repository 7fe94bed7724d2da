//! `ResetJobBookmark`: resets the bookmark of a job, which is always the first one.

use onefold_protocol::shapes::{ResetJobBookmarkRequest, ResetJobBookmarkResponse};

use super::first_bookmark;
use crate::{dispatch::Context, failure::Failure};

pub(crate) fn reset_job_bookmark(
    context: &Context<'_>,
    request: ResetJobBookmarkRequest,
) -> Result<ResetJobBookmarkResponse, Failure> {
    Ok(ResetJobBookmarkResponse {
        job_bookmark_entry: Some(first_bookmark(context, &request.job_name)?),
    })
}
