//! `StartExportLabelsTaskRun`: starts to write labels out.

use onefold_protocol::shapes::{StartExportLabelsTaskRunRequest, StartExportLabelsTaskRunResponse};

use crate::{dispatch::Context, failure::Failure};

pub(crate) fn start_export_labels_task_run(
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
