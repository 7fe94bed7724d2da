//! `DeleteCrawler`: deletes a crawler.

use onefold_protocol::shapes::{DeleteCrawlerRequest, DeleteCrawlerResponse};

use crate::{dispatch::Context, failure::Failure};

pub(crate) fn delete_crawler(
    context: &Context<'_>,
    request: DeleteCrawlerRequest,
) -> Result<DeleteCrawlerResponse, Failure> {
    context.service.delete_crawler(&request.name)?;
    Ok(DeleteCrawlerResponse {})
}
