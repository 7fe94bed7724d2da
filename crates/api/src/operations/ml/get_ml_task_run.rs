//! `GetMLTaskRun`: gives one task run.

use onefold_protocol::shapes::{GetMLTaskRunRequest, GetMLTaskRunResponse};

use crate::{convert::task_run, dispatch::Context, failure::Failure};

pub(crate) fn get_ml_task_run(
    context: &Context<'_>,
    request: GetMLTaskRunRequest,
) -> Result<GetMLTaskRunResponse, Failure> {
    let run = context
        .service
        .task_run(&request.transform_id, &request.task_run_id)?;
    let run = task_run(run, context);
    Ok(GetMLTaskRunResponse {
        transform_id: run.transform_id,
        task_run_id: run.task_run_id,
        status: run.status,
        log_group_name: run.log_group_name,
        properties: run.properties,
        error_string: run.error_string,
        started_on: run.started_on,
        last_modified_on: run.last_modified_on,
        completed_on: run.completed_on,
        execution_time: run.execution_time,
    })
}
