//! `BatchGetCrawlers`: gives several crawlers by their names.

use onefold_protocol::shapes::{BatchGetCrawlersRequest, BatchGetCrawlersResponse};

use super::crawler;
use crate::{dispatch::Context, failure::Failure};

pub(crate) fn batch_get_crawlers(
    context: &Context<'_>,
    request: BatchGetCrawlersRequest,
) -> Result<BatchGetCrawlersResponse, Failure> {
    let (mut crawlers, mut missing) = (Vec::new(), Vec::new());
    for name in request.crawler_names {
        match context.service.crawler(&name) {
            Ok(view) => crawlers.push(crawler(view, context)?),
            Err(onefold_service::Error::NotFound(_)) => missing.push(name),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(BatchGetCrawlersResponse {
        crawlers: Some(crawlers),
        crawlers_not_found: Some(missing),
    })
}
