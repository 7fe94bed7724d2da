//! `TagResource`, `UntagResource`, `GetTags`.

use std::collections::BTreeMap;

use onefold_protocol::shapes::{
    GetTagsRequest, GetTagsResponse, TagResourceRequest, TagResourceResponse, UntagResourceRequest,
    UntagResourceResponse,
};
use onefold_service::Resource;

use crate::dispatch::Context;
use crate::failure::Failure;

pub(crate) fn tag_resource(
    context: &Context<'_>,
    request: TagResourceRequest,
) -> Result<TagResourceResponse, Failure> {
    let resource = Resource::parse(&request.resource_arn)?;
    context
        .service
        .change_tags(&resource, &request.tags_to_add, &[])?;
    Ok(TagResourceResponse {})
}

pub(crate) fn untag_resource(
    context: &Context<'_>,
    request: UntagResourceRequest,
) -> Result<UntagResourceResponse, Failure> {
    let resource = Resource::parse(&request.resource_arn)?;
    context
        .service
        .change_tags(&resource, &BTreeMap::new(), &request.tags_to_remove)?;
    Ok(UntagResourceResponse {})
}

pub(crate) fn get_tags(context: &Context<'_>, request: GetTagsRequest) -> Result<GetTagsResponse, Failure> {
    let resource = Resource::parse(&request.resource_arn)?;
    Ok(GetTagsResponse {
        tags: Some(context.service.tags(&resource)?),
    })
}
