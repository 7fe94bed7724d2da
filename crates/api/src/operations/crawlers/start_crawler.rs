//! `StartCrawler`: starts a crawl.

use onefold_protocol::shapes::{StartCrawlerRequest, StartCrawlerResponse};

use crate::{dispatch::Context, failure::Failure};

pub(crate) fn start_crawler(
    context: &Context<'_>,
    request: StartCrawlerRequest,
) -> Result<StartCrawlerResponse, Failure> {
    context.service.start_crawler(&request.name)?;
    Ok(StartCrawlerResponse {})
}
