//! `CreateClassifier`: makes a classifier.

use onefold_protocol::shapes::{CreateClassifierRequest, CreateClassifierResponse};

use super::defined;
use crate::{dispatch::Context, failure::Failure};

pub(crate) fn create_classifier(
    context: &Context<'_>,
    request: CreateClassifierRequest,
) -> Result<CreateClassifierResponse, Failure> {
    context.service.create_classifier(defined(&request)?)?;
    Ok(CreateClassifierResponse {})
}
