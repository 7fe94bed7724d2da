//! `UntagResource`: removes tags from a resource.

use std::collections::BTreeMap;

use onefold_protocol::shapes::{UntagResourceRequest, UntagResourceResponse};
use onefold_service::Resource;

use crate::{dispatch::Context, failure::Failure};

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
