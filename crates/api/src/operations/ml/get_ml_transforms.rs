//! `GetMLTransforms`: gives a page of transforms.

use std::collections::BTreeMap;

use onefold_protocol::shapes::{GetMLTransformsRequest, GetMLTransformsResponse};

use crate::{
    convert::{self, map_page, page},
    dispatch::Context,
    failure::Failure,
};

use super::transform_question::question;

pub(crate) fn get_ml_transforms(
    context: &Context<'_>,
    request: GetMLTransformsRequest,
) -> Result<GetMLTransformsResponse, Failure> {
    let list = question(request.filter, request.sort, BTreeMap::new());
    let found = context
        .service
        .transforms(&list, &page(request.max_results, request.next_token))?;
    let (transforms, next_token) = map_page(found, convert::ml_transform);
    Ok(GetMLTransformsResponse {
        transforms,
        next_token,
    })
}
