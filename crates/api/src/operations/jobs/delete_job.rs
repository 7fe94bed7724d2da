//! `DeleteJob`: deletes a job.

use onefold_protocol::shapes::{DeleteJobRequest, DeleteJobResponse};

use crate::{dispatch::Context, failure::Failure};

pub(crate) fn delete_job(
    context: &Context<'_>,
    request: DeleteJobRequest,
) -> Result<DeleteJobResponse, Failure> {
    context.service.delete_job(&request.job_name)?;
    Ok(DeleteJobResponse {
        job_name: Some(request.job_name),
    })
}
