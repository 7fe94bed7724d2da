//! `GetCrawler`: gives one crawler.

use onefold_protocol::shapes::{GetCrawlerRequest, GetCrawlerResponse};

use super::crawler;
use crate::{dispatch::Context, failure::Failure};

pub(crate) fn get_crawler(
    context: &Context<'_>,
    request: GetCrawlerRequest,
) -> Result<GetCrawlerResponse, Failure> {
    let view = context.service.crawler(&request.name)?;
    Ok(GetCrawlerResponse {
        crawler: Some(crawler(view, context)?),
    })
}
