//! `GetLogEvents`: gives lines of one log, forward or backward.

use onefold_domain::{LogQuery, Timestamp};
use onefold_protocol::logs::{GetLogEventsRequest, GetLogEventsResponse, OutputLogEvent};
use onefold_protocol::wire_error::WireError;

use super::{MOST_EVENTS, checked, group_of};
use crate::{dispatch::Context, failure::Failure};

/// Tokens are `f/` or `b/` and a place in the log, and lead on or back from it.
pub(crate) fn get_log_events(
    context: &Context<'_>,
    request: GetLogEventsRequest,
) -> Result<GetLogEventsResponse, Failure> {
    let group = group_of(request.log_group_name.as_deref())?;
    let limit = checked("limit", request.limit, MOST_EVENTS)?;
    let token = request.next_token.as_deref().map(place).transpose()?;
    let query = LogQuery {
        stream: Some(request.log_stream_name),
        from: request.start_time.map(Timestamp),
        until: request.end_time.map(Timestamp),
        after: token
            .filter(|(is_forward, _)| *is_forward)
            .map(|(_, place)| place),
        before: token
            .filter(|(is_forward, _)| !is_forward)
            .map(|(_, place)| place),
        is_from_end: match token {
            Some((is_forward, _)) => !is_forward,
            None => !request.start_from_head.unwrap_or(false),
        },
        limit: limit as usize,
        ..LogQuery::default()
    };
    let found = context.service.log_events(group, &query)?;
    Ok(GetLogEventsResponse {
        next_forward_token: format!("f/{:020}", found.forward),
        next_backward_token: format!("b/{:020}", found.backward),
        events: found
            .events
            .into_iter()
            .map(|event| OutputLogEvent {
                timestamp: event.time.0,
                message: event.message,
                ingestion_time: event.time.0,
            })
            .collect(),
    })
}

fn place(token: &str) -> Result<(bool, i64), Failure> {
    let read = || {
        let (side, place) = token.split_once('/')?;
        let place: i64 = place.parse().ok()?;
        matches!(side, "f" | "b").then_some((side == "f", place))
    };
    read().ok_or_else(|| {
        WireError::client("InvalidParameterException", "The specified nextToken is invalid.").into()
    })
}
