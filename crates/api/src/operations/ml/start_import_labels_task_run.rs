//! `StartImportLabelsTaskRun`: starts to take labels in.

use onefold_protocol::shapes::{StartImportLabelsTaskRunRequest, StartImportLabelsTaskRunResponse};

use crate::{dispatch::Context, failure::Failure};

pub(crate) fn start_import_labels_task_run(
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
