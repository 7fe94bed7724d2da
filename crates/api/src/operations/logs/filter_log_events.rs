//! `FilterLogEvents`: finds lines in the logs of a group.

use onefold_domain::{LogEvent, LogQuery, Timestamp};
use onefold_protocol::logs::{FilterLogEventsRequest, FilterLogEventsResponse, FilteredLogEvent};

use super::{MOST_EVENTS, checked, group_of};
use crate::{convert::page, dispatch::Context, failure::Failure};

pub(crate) fn filter_log_events(
    context: &Context<'_>,
    request: FilterLogEventsRequest,
) -> Result<FilterLogEventsResponse, Failure> {
    let group = group_of(request.log_group_name.as_deref())?;
    let limit = checked("limit", request.limit, MOST_EVENTS)?;
    let range = LogQuery {
        from: request.start_time.map(Timestamp),
        until: request.end_time.map(|time| Timestamp(time).plus_millis(1)),
        ..LogQuery::default()
    };
    let found = context.service.filter_log_events(
        group,
        &request.log_stream_names.unwrap_or_default(),
        request.log_stream_name_prefix.as_deref(),
        request.filter_pattern.as_deref(),
        &range,
        &page(Some(limit), request.next_token),
    )?;
    Ok(FilterLogEventsResponse {
        events: found
            .items
            .into_iter()
            .map(|event: LogEvent| FilteredLogEvent {
                log_stream_name: event.stream,
                timestamp: event.time.0,
                message: event.message,
                ingestion_time: event.time.0,
                event_id: format!("{:056}", event.sequence),
            })
            .collect(),
        next_token: found.next_token,
    })
}
