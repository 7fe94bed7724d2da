//! `StopCrawler`: stops a crawl.

use onefold_protocol::shapes::{StopCrawlerRequest, StopCrawlerResponse};

use crate::{dispatch::Context, failure::Failure};

pub(crate) fn stop_crawler(
    context: &Context<'_>,
    request: StopCrawlerRequest,
) -> Result<StopCrawlerResponse, Failure> {
    context.service.stop_crawler(&request.name)?;
    Ok(StopCrawlerResponse {})
}
