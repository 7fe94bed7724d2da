//! `ListMLTransforms`: gives a page of ids of transforms.

use onefold_domain::Transform;
use onefold_protocol::shapes::{ListMLTransformsRequest, ListMLTransformsResponse};

use crate::{
    convert::{map_page, page},
    dispatch::Context,
    failure::Failure,
};

use super::transform_question::question;

pub(crate) fn list_ml_transforms(
    context: &Context<'_>,
    request: ListMLTransformsRequest,
) -> Result<ListMLTransformsResponse, Failure> {
    let list = question(request.filter, request.sort, request.tags.unwrap_or_default());
    let found = context
        .service
        .transforms(&list, &page(request.max_results, request.next_token))?;
    let (transform_ids, next_token) = map_page(found, |transform: Transform| transform.id);
    Ok(ListMLTransformsResponse {
        transform_ids,
        next_token,
    })
}
