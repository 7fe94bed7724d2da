//! `CreateJob`: makes a job.

use onefold_protocol::shapes::{CreateJobRequest, CreateJobResponse};

use crate::{convert::noun, dispatch::Context, failure::Failure};

pub(crate) fn create_job(
    context: &Context<'_>,
    mut request: CreateJobRequest,
) -> Result<CreateJobResponse, Failure> {
    let tags = request.tags.take().unwrap_or_default();
    let job = noun(&request, &["Name"])?;
    context.service.create_job(&request.name, job, &tags)?;
    Ok(CreateJobResponse {
        name: Some(request.name),
    })
}
