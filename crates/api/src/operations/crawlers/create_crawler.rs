//! `CreateCrawler`: makes a crawler.

use onefold_protocol::shapes::{CreateCrawlerRequest, CreateCrawlerResponse};

use crate::{convert::noun, dispatch::Context, failure::Failure};

pub(crate) fn create_crawler(
    context: &Context<'_>,
    mut request: CreateCrawlerRequest,
) -> Result<CreateCrawlerResponse, Failure> {
    let tags = request.tags.take().unwrap_or_default();
    context
        .service
        .create_crawler(&request.name, noun(&request, &["Name"])?, &tags)?;
    Ok(CreateCrawlerResponse {})
}
