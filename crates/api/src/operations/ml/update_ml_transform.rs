//! `UpdateMLTransform`: changes a transform; absent members stay as they are.

use onefold_protocol::shapes::{UpdateMLTransformRequest, UpdateMLTransformResponse};
use onefold_service::TransformChange;

use crate::{convert, dispatch::Context, failure::Failure};

pub(crate) fn update_ml_transform(
    context: &Context<'_>,
    request: UpdateMLTransformRequest,
) -> Result<UpdateMLTransformResponse, Failure> {
    let settings = request
        .parameters
        .map(|parameters| convert::settings(parameters).unwrap_or_default());
    let change = TransformChange {
        name: request.name,
        description: request.description,
        settings,
        role: request.role,
        glue_version: request.glue_version,
        capacity: convert::capacity(
            request.max_capacity,
            request.worker_type,
            request.number_of_workers,
        ),
        timeout_minutes: request.timeout,
        max_retries: request.max_retries,
    };
    context.service.update_transform(&request.transform_id, &change)?;
    Ok(UpdateMLTransformResponse {
        transform_id: Some(request.transform_id),
    })
}
