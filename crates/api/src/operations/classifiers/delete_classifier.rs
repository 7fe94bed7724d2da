//! `DeleteClassifier`: deletes a classifier.

use onefold_protocol::shapes::{DeleteClassifierRequest, DeleteClassifierResponse};

use crate::{dispatch::Context, failure::Failure};

pub(crate) fn delete_classifier(
    context: &Context<'_>,
    request: DeleteClassifierRequest,
) -> Result<DeleteClassifierResponse, Failure> {
    context.service.delete_classifier(&request.name)?;
    Ok(DeleteClassifierResponse {})
}
