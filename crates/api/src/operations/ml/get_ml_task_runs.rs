//! `GetMLTaskRuns`: gives a page of the task runs of a transform.

use onefold_domain::{RunKind, RunSort, RunStatus};
use onefold_protocol::shapes::{GetMLTaskRunsRequest, GetMLTaskRunsResponse};
use onefold_service::{ListRuns, RunFilter};

use crate::{
    convert::{map_page, page, task_run},
    dispatch::Context,
    failure::Failure,
};

pub(crate) fn get_ml_task_runs(
    context: &Context<'_>,
    request: GetMLTaskRunsRequest,
) -> Result<GetMLTaskRunsResponse, Failure> {
    let filter = request.filter.unwrap_or_default();
    let default = ListRuns::default();
    let list = ListRuns {
        filter: RunFilter {
            kind: filter.task_run_type.and_then(|kind| RunKind::parse(&kind)),
            status: filter.status.and_then(|status| RunStatus::parse(&status)),
            started_before: filter.started_before,
            started_after: filter.started_after,
        },
        sort: request
            .sort
            .as_ref()
            .map_or(default.sort, |sort| match sort.column.as_str() {
                "TASK_RUN_TYPE" => RunSort::Kind,
                "STATUS" => RunSort::Status,
                _ => RunSort::Started,
            }),
        is_descending: request
            .sort
            .map_or(default.is_descending, |sort| sort.sort_direction == "DESCENDING"),
    };
    let found = context.service.task_runs(
        &request.transform_id,
        &list,
        &page(request.max_results, request.next_token),
    )?;
    let (task_runs, next_token) = map_page(found, |run| task_run(run, context));
    Ok(GetMLTaskRunsResponse {
        task_runs: Some(task_runs),
        next_token,
    })
}
