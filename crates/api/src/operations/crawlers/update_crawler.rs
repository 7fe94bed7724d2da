//! `UpdateCrawler`: changes a crawler.

use onefold_protocol::shapes::{UpdateCrawlerRequest, UpdateCrawlerResponse};

use crate::{convert::noun, dispatch::Context, failure::Failure};

pub(crate) fn update_crawler(
    context: &Context<'_>,
    request: UpdateCrawlerRequest,
) -> Result<UpdateCrawlerResponse, Failure> {
    let change = noun(&request, &["Name"])?;
    context.service.update_crawler(&request.name, change)?;
    Ok(UpdateCrawlerResponse {})
}
