//! `GetJob`: gives one job.

use onefold_protocol::shapes::{GetJobRequest, GetJobResponse};

use super::job;
use crate::{dispatch::Context, failure::Failure};

pub(crate) fn get_job(context: &Context<'_>, request: GetJobRequest) -> Result<GetJobResponse, Failure> {
    let document = context.service.job(&request.job_name)?;
    Ok(GetJobResponse {
        job: Some(job(&document)?),
    })
}
