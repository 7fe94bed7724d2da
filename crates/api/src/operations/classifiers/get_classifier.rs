//! `GetClassifier`: gives one classifier.

use onefold_protocol::shapes::{GetClassifierRequest, GetClassifierResponse};

use super::classifier;
use crate::{dispatch::Context, failure::Failure};

pub(crate) fn get_classifier(
    context: &Context<'_>,
    request: GetClassifierRequest,
) -> Result<GetClassifierResponse, Failure> {
    let document = context.service.classifier(&request.name)?;
    Ok(GetClassifierResponse {
        classifier: Some(classifier(&document)?),
    })
}
