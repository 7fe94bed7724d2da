//! Crawlers and what they did.

use std::collections::BTreeMap;

use onefold_domain::RunStatus;
use onefold_protocol::shapes::{
    BatchGetCrawlersRequest, BatchGetCrawlersResponse, Crawler, CrawlerMetrics, CreateCrawlerRequest,
    CreateCrawlerResponse, DeleteCrawlerRequest, DeleteCrawlerResponse, GetCrawlerMetricsRequest,
    GetCrawlerMetricsResponse, GetCrawlerRequest, GetCrawlerResponse, GetCrawlersRequest,
    GetCrawlersResponse, LastCrawlInfo, ListCrawlersRequest, ListCrawlersResponse, Schedule,
    StartCrawlerRequest, StartCrawlerResponse, StopCrawlerRequest, StopCrawlerResponse, UpdateCrawlerRequest,
    UpdateCrawlerResponse,
};
use onefold_service::{CrawlerView, LogGroup, PageRequest};
use serde_json::json;

use crate::convert::{map_page, members, noun, page, shape};
use crate::dispatch::Context;
use crate::failure::Failure;

fn crawler(view: CrawlerView, context: &Context<'_>) -> Result<Crawler, Failure> {
    let mut document = view.document;
    // Given as an expression, told with a state.
    let schedule = document.body.schedule.take().map(|expression| Schedule {
        schedule_expression: Some(expression),
        state: Some("NOT_SCHEDULED".to_owned()),
    });
    let mut told = members(&document.body)?;
    let elapsed = match &view.last {
        Some(run) if !run.status.is_final() => context.now().millis_since(run.started_on),
        _ => 0,
    };
    let last = view
        .last
        .filter(|run| run.status.is_final())
        .map(|run| LastCrawlInfo {
            status: Some(
                match run.status {
                    RunStatus::Succeeded => "SUCCEEDED",
                    RunStatus::Stopped => "CANCELLED",
                    _ => "FAILED",
                }
                .to_owned(),
            ),
            error_message: run.error,
            log_group: Some(LogGroup::CRAWLERS.name.to_owned()),
            log_stream: Some(run.id.clone()),
            message_prefix: Some(run.id),
            start_time: Some(run.started_on.as_secs()),
        });
    let defaults = [
        ("Classifiers", json!([])),
        ("RecrawlPolicy", json!({ "RecrawlBehavior": "CRAWL_EVERYTHING" })),
        (
            "SchemaChangePolicy",
            json!({ "UpdateBehavior": "UPDATE_IN_DATABASE", "DeleteBehavior": "DEPRECATE_IN_DATABASE" }),
        ),
    ];
    for (member, value) in defaults {
        told.entry(member).or_insert(value);
    }
    let crawler: Crawler = shape(
        &told,
        [
            ("Name", document.name.clone().into()),
            ("State", view.state.as_str().into()),
            ("CrawlElapsedTime", elapsed.into()),
            ("CreationTime", document.created_on.as_secs().into()),
            ("LastUpdated", document.modified_on.as_secs().into()),
            ("Version", (document.revision + 1).into()),
        ],
    )?;
    Ok(Crawler {
        schedule,
        last_crawl: last,
        ..crawler
    })
}

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

pub(crate) fn get_crawler(
    context: &Context<'_>,
    request: GetCrawlerRequest,
) -> Result<GetCrawlerResponse, Failure> {
    let view = context.service.crawler(&request.name)?;
    Ok(GetCrawlerResponse {
        crawler: Some(crawler(view, context)?),
    })
}

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

pub(crate) fn update_crawler(
    context: &Context<'_>,
    request: UpdateCrawlerRequest,
) -> Result<UpdateCrawlerResponse, Failure> {
    let change = noun(&request, &["Name"])?;
    context.service.update_crawler(&request.name, change)?;
    Ok(UpdateCrawlerResponse {})
}

pub(crate) fn delete_crawler(
    context: &Context<'_>,
    request: DeleteCrawlerRequest,
) -> Result<DeleteCrawlerResponse, Failure> {
    context.service.delete_crawler(&request.name)?;
    Ok(DeleteCrawlerResponse {})
}

pub(crate) fn start_crawler(
    context: &Context<'_>,
    request: StartCrawlerRequest,
) -> Result<StartCrawlerResponse, Failure> {
    context.service.start_crawler(&request.name)?;
    Ok(StartCrawlerResponse {})
}

pub(crate) fn stop_crawler(
    context: &Context<'_>,
    request: StopCrawlerRequest,
) -> Result<StopCrawlerResponse, Failure> {
    context.service.stop_crawler(&request.name)?;
    Ok(StopCrawlerResponse {})
}

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
