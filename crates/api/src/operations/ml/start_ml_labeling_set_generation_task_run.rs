//! `StartMLLabelingSetGenerationTaskRun`: starts to choose records that people should label.

use onefold_protocol::shapes::{
    StartMLLabelingSetGenerationTaskRunRequest, StartMLLabelingSetGenerationTaskRunResponse,
};

use crate::{dispatch::Context, failure::Failure};

pub(crate) fn start_ml_labeling_set_generation_task_run(
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
