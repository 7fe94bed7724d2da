//! `GetTags`: gives the tags of a resource.

use onefold_protocol::shapes::{GetTagsRequest, GetTagsResponse};
use onefold_service::Resource;

use crate::{dispatch::Context, failure::Failure};

pub(crate) fn get_tags(context: &Context<'_>, request: GetTagsRequest) -> Result<GetTagsResponse, Failure> {
    let resource = Resource::parse(&request.resource_arn)?;
    Ok(GetTagsResponse {
        tags: Some(context.service.tags(&resource)?),
    })
}
