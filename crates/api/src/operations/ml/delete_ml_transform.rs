//! `DeleteMLTransform`: deletes a transform with all that belongs to it.

use onefold_protocol::shapes::{DeleteMLTransformRequest, DeleteMLTransformResponse};

use crate::{dispatch::Context, failure::Failure};

pub(crate) fn delete_ml_transform(
    context: &Context<'_>,
    request: DeleteMLTransformRequest,
) -> Result<DeleteMLTransformResponse, Failure> {
    context.service.delete_transform(&request.transform_id)?;
    Ok(DeleteMLTransformResponse {
        transform_id: Some(request.transform_id),
    })
}
