//! `GetCrawlers`: gives all crawlers.

use std::collections::BTreeMap;

use onefold_protocol::shapes::{GetCrawlersRequest, GetCrawlersResponse};

use super::crawler;
use crate::{convert::page, dispatch::Context, failure::Failure};

pub(crate) fn get_crawlers(
    context: &Context<'_>,
    request: GetCrawlersRequest,
) -> Result<GetCrawlersResponse, Failure> {
    let wanted = page(request.max_results, request.next_token);
    let found = context.service.crawlers(&BTreeMap::new(), &wanted)?;
    Ok(GetCrawlersResponse {
        crawlers: Some(
            found
                .items
                .into_iter()
                .map(|view| crawler(view, context))
                .collect::<Result<_, _>>()?,
        ),
        next_token: found.next_token,
    })
}
