//! `CancelMLTaskRun`: asks a task run to stop.

use onefold_protocol::shapes::{CancelMLTaskRunRequest, CancelMLTaskRunResponse};

use crate::{dispatch::Context, failure::Failure};

pub(crate) fn cancel_ml_task_run(
    context: &Context<'_>,
    request: CancelMLTaskRunRequest,
) -> Result<CancelMLTaskRunResponse, Failure> {
    let status = context
        .service
        .cancel_task_run(&request.transform_id, &request.task_run_id)?;
    Ok(CancelMLTaskRunResponse {
        transform_id: Some(request.transform_id),
        task_run_id: Some(request.task_run_id),
        status: Some(status.as_str().to_owned()),
    })
}
