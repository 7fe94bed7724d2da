//! The part of `CloudWatch` Logs that reads: `DescribeLogGroups`, `DescribeLogStreams`, `GetLogEvents`, `FilterLogEvents`.
//! Names and errors are those of that service.

use onefold_domain::{LogEvent, LogQuery, Timestamp};
use onefold_protocol::logs::{
    DescribeLogGroupsRequest, DescribeLogGroupsResponse, DescribeLogStreamsRequest,
    DescribeLogStreamsResponse, FilterLogEventsRequest, FilterLogEventsResponse, FilteredLogEvent,
    GetLogEventsRequest, GetLogEventsResponse, LogStream, OutputLogEvent,
};
use onefold_protocol::wire_error::WireError;
use onefold_service::LogGroup;

use crate::convert::page;
use crate::dispatch::Context;
use crate::failure::Failure;

const MOST_STREAMS: i64 = 50;
const MOST_EVENTS: i64 = 10_000;

pub(crate) fn describe_log_groups(
    context: &Context<'_>,
    request: DescribeLogGroupsRequest,
) -> Result<DescribeLogGroupsResponse, Failure> {
    let prefix = request.log_group_name_prefix.unwrap_or_default();
    let log_groups = LogGroup::ALL
        .into_iter()
        .filter(|group| group.name.starts_with(&prefix))
        .map(|group| shapes_group(context, group))
        .collect();
    Ok(DescribeLogGroupsResponse { log_groups })
}

fn shapes_group(context: &Context<'_>, group: LogGroup) -> onefold_protocol::logs::LogGroup {
    onefold_protocol::logs::LogGroup {
        log_group_name: group.name.to_owned(),
        arn: format!("{}:*", arn(context, group)),
    }
}

fn arn(context: &Context<'_>, group: LogGroup) -> String {
    format!(
        "arn:aws:logs:{}:{}:log-group:{}",
        context.region, context.account, group.name
    )
}

pub(crate) fn describe_log_streams(
    context: &Context<'_>,
    request: DescribeLogStreamsRequest,
) -> Result<DescribeLogStreamsResponse, Failure> {
    let group = LogGroup::parse(&request.log_group_name)?;
    let limit = checked("limit", request.limit, MOST_STREAMS)?;
    let found = context.service.log_streams(
        group,
        request.log_stream_name_prefix.as_deref(),
        &page(Some(limit), request.next_token),
    )?;
    let log_streams = found
        .items
        .into_iter()
        .map(|stream| LogStream {
            arn: format!("{}:log-stream:{}", arn(context, group), stream.name),
            log_stream_name: stream.name,
            creation_time: Some(stream.first.0),
            first_event_timestamp: Some(stream.first.0),
            last_event_timestamp: Some(stream.last.0),
        })
        .collect();
    Ok(DescribeLogStreamsResponse {
        log_streams,
        next_token: found.next_token,
    })
}

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

fn group_of(name: Option<&str>) -> Result<LogGroup, Failure> {
    let name = name.ok_or_else(|| {
        WireError::client(
            "InvalidParameterException",
            "logGroupName is missing; set it to the name of the log group",
        )
    })?;
    Ok(LogGroup::parse(name)?)
}

fn checked(member: &str, value: Option<i64>, most: i64) -> Result<i64, Failure> {
    match value.unwrap_or(most) {
        value if (1..=most).contains(&value) => Ok(value),
        value => Err(WireError::client(
            "InvalidParameterException",
            format!("{member} is {value}; it must be from 1 to {most}"),
        )
        .into()),
    }
}
