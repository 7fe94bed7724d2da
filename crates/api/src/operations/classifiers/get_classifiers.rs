//! `GetClassifiers`: gives all classifiers.

use onefold_protocol::shapes::{GetClassifiersRequest, GetClassifiersResponse};

use super::classifier;
use crate::{convert::page, dispatch::Context, failure::Failure};

pub(crate) fn get_classifiers(
    context: &Context<'_>,
    request: GetClassifiersRequest,
) -> Result<GetClassifiersResponse, Failure> {
    let found = context
        .service
        .classifiers(&page(request.max_results, request.next_token))?;
    Ok(GetClassifiersResponse {
        classifiers: Some(found.items.iter().map(classifier).collect::<Result<_, _>>()?),
        next_token: found.next_token,
    })
}
