//! `UpdateClassifier`: changes a classifier.

use onefold_protocol::shapes::{UpdateClassifierRequest, UpdateClassifierResponse};

use super::defined;
use crate::{dispatch::Context, failure::Failure};

pub(crate) fn update_classifier(
    context: &Context<'_>,
    request: UpdateClassifierRequest,
) -> Result<UpdateClassifierResponse, Failure> {
    context.service.update_classifier(defined(&request)?)?;
    Ok(UpdateClassifierResponse {})
}
