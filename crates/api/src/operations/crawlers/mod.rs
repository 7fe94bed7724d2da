//! The operations on crawlers, a file for each.

mod batch_get_crawlers;
mod create_crawler;
mod delete_crawler;
mod get_crawler;
mod get_crawler_metrics;
mod get_crawlers;
mod list_crawlers;
mod start_crawler;
mod stop_crawler;
mod update_crawler;

use onefold_domain::RunStatus;
use onefold_protocol::shapes::{Crawler, LastCrawlInfo, Schedule};
use onefold_service::{CrawlerView, LogGroup};
use serde_json::json;

use crate::{
    convert::{members, shape},
    dispatch::Context,
    failure::Failure,
};

pub(crate) use self::{
    batch_get_crawlers::*, create_crawler::*, delete_crawler::*, get_crawler::*, get_crawler_metrics::*,
    get_crawlers::*, list_crawlers::*, start_crawler::*, stop_crawler::*, update_crawler::*,
};

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
