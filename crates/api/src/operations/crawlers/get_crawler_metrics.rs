//! `GetCrawlerMetrics`: gives what crawlers have done so far.

use std::collections::BTreeMap;

use onefold_protocol::shapes::{CrawlerMetrics, GetCrawlerMetricsRequest, GetCrawlerMetricsResponse};
use onefold_service::{CrawlerView, PageRequest};

use crate::{
    convert::{map_page, page},
    dispatch::Context,
    failure::Failure,
};

pub(crate) fn get_crawler_metrics(
    context: &Context<'_>,
    request: GetCrawlerMetricsRequest,
) -> Result<GetCrawlerMetricsResponse, Failure> {
    let (names, next_token) = if let Some(names) = request.crawler_name_list.filter(|names| !names.is_empty())
    {
        (names, None)
    } else {
        let wanted: PageRequest = page(request.max_results, request.next_token);
        let found = context.service.crawlers(&BTreeMap::new(), &wanted)?;
        map_page(found, |view| view.document.name)
    };
    let mut list = Vec::with_capacity(names.len());
    for name in names {
        // As in AWS, a crawler that is not there is left out.
        match context.service.crawler(&name) {
            Ok(view) => list.push(crawler_metrics(&view, context)?),
            Err(onefold_service::Error::NotFound(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(GetCrawlerMetricsResponse {
        crawler_metrics_list: Some(list),
        next_token,
    })
}

fn crawler_metrics(view: &CrawlerView, context: &Context<'_>) -> Result<CrawlerMetrics, Failure> {
    let name = &view.document.name;
    let totals = context.service.crawl_totals(name)?;
    let totals = totals.map(|totals| totals.body).unwrap_or_default();
    let mut runtimes = totals.runtime_secs;
    let last = runtimes.last().copied().unwrap_or(0.0);
    runtimes.sort_by(f64::total_cmp);
    let is_running = view.last.as_ref().is_some_and(|run| !run.status.is_final());
    Ok(CrawlerMetrics {
        crawler_name: Some(name.clone()),
        time_left_seconds: Some(0.0),
        still_estimating: Some(is_running && runtimes.is_empty()),
        last_runtime_seconds: Some(last),
        median_runtime_seconds: Some(runtimes.get(runtimes.len() / 2).copied().unwrap_or(0.0)),
        tables_created: Some(totals.tables_created),
        tables_updated: Some(totals.tables_updated),
        tables_deleted: Some(totals.tables_deleted),
    })
}
