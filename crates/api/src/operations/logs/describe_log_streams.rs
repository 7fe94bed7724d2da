//! `DescribeLogStreams`: gives the logs of a group.

use onefold_protocol::logs::{DescribeLogStreamsRequest, DescribeLogStreamsResponse, LogStream};
use onefold_service::LogGroup;

use super::{arn, checked};
use crate::{convert::page, dispatch::Context, failure::Failure};

const MOST_STREAMS: i64 = 50;

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
