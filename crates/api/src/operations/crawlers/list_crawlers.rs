//! `ListCrawlers`: gives the names of crawlers, or of those with certain tags.

use onefold_protocol::shapes::{ListCrawlersRequest, ListCrawlersResponse};

use crate::{
    convert::{map_page, page},
    dispatch::Context,
    failure::Failure,
};

pub(crate) fn list_crawlers(
    context: &Context<'_>,
    request: ListCrawlersRequest,
) -> Result<ListCrawlersResponse, Failure> {
    let wanted = page(request.max_results, request.next_token);
    let found = context
        .service
        .crawlers(&request.tags.unwrap_or_default(), &wanted)?;
    let (names, next_token) = map_page(found, |view| view.document.name);
    Ok(ListCrawlersResponse {
        crawler_names: Some(names),
        next_token,
    })
}
