//! `UpdateJob`: replaces the definition of a job.

use onefold_protocol::shapes::{UpdateJobRequest, UpdateJobResponse};

use crate::{convert::noun, dispatch::Context, failure::Failure};

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
