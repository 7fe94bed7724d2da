//! `BatchStopJobRun`: stops several runs of a job; each is accepted or refused by itself.

use onefold_protocol::shapes::{
    BatchStopJobRunError, BatchStopJobRunRequest, BatchStopJobRunResponse,
    BatchStopJobRunSuccessfulSubmission,
};
use onefold_service::StopOutcome;

use crate::{convert::error_detail, dispatch::Context, failure::Failure};

pub(crate) fn batch_stop_job_run(
    context: &Context<'_>,
    request: BatchStopJobRunRequest,
) -> Result<BatchStopJobRunResponse, Failure> {
    let (mut successful_submissions, mut errors) = (Vec::new(), Vec::new());
    for id in request.job_run_ids {
        let job_name = Some(request.job_name.clone());
        match context.service.stop_job_run(&request.job_name, &id) {
            StopOutcome::Accepted => successful_submissions.push(BatchStopJobRunSuccessfulSubmission {
                job_name,
                job_run_id: Some(id),
            }),
            StopOutcome::Refused(error) => errors.push(BatchStopJobRunError {
                job_name,
                job_run_id: Some(id),
                error_detail: Some(error_detail(&error)),
            }),
        }
    }
    Ok(BatchStopJobRunResponse {
        successful_submissions: Some(successful_submissions),
        errors: Some(errors),
    })
}
