//! The four `Start...TaskRun`, `GetMLTaskRun(s)` and `CancelMLTaskRun`.

use onefold_domain::{RunKind, RunSort, RunStatus};
use onefold_protocol::shapes::{
    CancelMLTaskRunRequest, CancelMLTaskRunResponse, GetMLTaskRunRequest, GetMLTaskRunResponse,
    GetMLTaskRunsRequest, GetMLTaskRunsResponse, StartExportLabelsTaskRunRequest,
    StartExportLabelsTaskRunResponse, StartImportLabelsTaskRunRequest, StartImportLabelsTaskRunResponse,
    StartMLEvaluationTaskRunRequest, StartMLEvaluationTaskRunResponse,
    StartMLLabelingSetGenerationTaskRunRequest, StartMLLabelingSetGenerationTaskRunResponse,
};
use onefold_service::{ListRuns, RunFilter};

use crate::convert::{map_page, page, task_run};
use crate::dispatch::Context;
use crate::failure::Failure;

pub(crate) fn start_evaluation(
    context: &Context<'_>,
    request: StartMLEvaluationTaskRunRequest,
) -> Result<StartMLEvaluationTaskRunResponse, Failure> {
    let id = context.service.start_evaluation(&request.transform_id)?;
    Ok(StartMLEvaluationTaskRunResponse {
        task_run_id: Some(id),
    })
}

pub(crate) fn start_labeling_sets(
    context: &Context<'_>,
    request: StartMLLabelingSetGenerationTaskRunRequest,
) -> Result<StartMLLabelingSetGenerationTaskRunResponse, Failure> {
    let id = context
        .service
        .start_labeling_sets(&request.transform_id, &request.output_s3_path)?;
    Ok(StartMLLabelingSetGenerationTaskRunResponse {
        task_run_id: Some(id),
    })
}

pub(crate) fn start_import(
    context: &Context<'_>,
    request: StartImportLabelsTaskRunRequest,
) -> Result<StartImportLabelsTaskRunResponse, Failure> {
    let id = context.service.start_import(
        &request.transform_id,
        &request.input_s3_path,
        request.replace_all_labels.unwrap_or(false),
    )?;
    Ok(StartImportLabelsTaskRunResponse {
        task_run_id: Some(id),
    })
}

pub(crate) fn start_export(
    context: &Context<'_>,
    request: StartExportLabelsTaskRunRequest,
) -> Result<StartExportLabelsTaskRunResponse, Failure> {
    let id = context
        .service
        .start_export(&request.transform_id, &request.output_s3_path)?;
    Ok(StartExportLabelsTaskRunResponse {
        task_run_id: Some(id),
    })
}

pub(crate) fn get(
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

pub(crate) fn get_all(
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

pub(crate) fn cancel(
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
