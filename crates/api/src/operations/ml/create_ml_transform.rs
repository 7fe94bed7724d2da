//! `CreateMLTransform`: creates a transform.

use onefold_protocol::shapes::{CreateMLTransformRequest, CreateMLTransformResponse};
use onefold_service::NewTransform;

use crate::{convert, dispatch::Context, failure::Failure};

pub(crate) fn create_ml_transform(
    context: &Context<'_>,
    request: CreateMLTransformRequest,
) -> Result<CreateMLTransformResponse, Failure> {
    let new = NewTransform {
        name: request.name,
        description: request.description,
        inputs: convert::input_tables(request.input_record_tables),
        settings: convert::settings(request.parameters),
        role: request.role,
        glue_version: request.glue_version,
        capacity: convert::capacity(
            request.max_capacity,
            request.worker_type,
            request.number_of_workers,
        ),
        timeout_minutes: request.timeout,
        max_retries: request.max_retries,
        encryption: request.transform_encryption.map(convert::encryption),
        tags: request.tags.unwrap_or_default(),
    };
    let id = context.service.create_transform(new, Some(&context.request))?;
    Ok(CreateMLTransformResponse {
        transform_id: Some(id),
    })
}
