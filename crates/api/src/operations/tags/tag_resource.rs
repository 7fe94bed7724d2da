//! `TagResource`: adds tags to a resource, or replaces their values.

use onefold_protocol::shapes::{TagResourceRequest, TagResourceResponse};
use onefold_service::Resource;

use crate::{dispatch::Context, failure::Failure};

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
