//! `StartMLEvaluationTaskRun`: starts to measure how good is what was learned.

use onefold_protocol::shapes::{StartMLEvaluationTaskRunRequest, StartMLEvaluationTaskRunResponse};

use crate::{dispatch::Context, failure::Failure};

pub(crate) fn start_ml_evaluation_task_run(
    context: &Context<'_>,
    request: StartMLEvaluationTaskRunRequest,
) -> Result<StartMLEvaluationTaskRunResponse, Failure> {
    let id = context.service.start_evaluation(&request.transform_id)?;
    Ok(StartMLEvaluationTaskRunResponse {
        task_run_id: Some(id),
    })
}
