//! `GetMLTransform`: gives one transform.

use onefold_protocol::shapes::{GetMLTransformRequest, GetMLTransformResponse};

use crate::{convert, dispatch::Context, failure::Failure};

pub(crate) fn get_ml_transform(
    context: &Context<'_>,
    request: GetMLTransformRequest,
) -> Result<GetMLTransformResponse, Failure> {
    let transform = convert::ml_transform(context.service.transform(&request.transform_id)?);
    Ok(GetMLTransformResponse {
        transform_id: transform.transform_id,
        name: transform.name,
        description: transform.description,
        status: transform.status,
        created_on: transform.created_on,
        last_modified_on: transform.last_modified_on,
        input_record_tables: transform.input_record_tables,
        parameters: transform.parameters,
        evaluation_metrics: transform.evaluation_metrics,
        label_count: transform.label_count,
        schema: transform.schema,
        role: transform.role,
        glue_version: transform.glue_version,
        max_capacity: transform.max_capacity,
        worker_type: transform.worker_type,
        number_of_workers: transform.number_of_workers,
        timeout: transform.timeout,
        max_retries: transform.max_retries,
        transform_encryption: transform.transform_encryption,
    })
}
