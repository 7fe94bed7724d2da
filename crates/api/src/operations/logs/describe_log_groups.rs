//! `DescribeLogGroups`: gives the groups of logs.

use onefold_protocol::logs::{DescribeLogGroupsRequest, DescribeLogGroupsResponse};
use onefold_service::LogGroup;

use super::arn;
use crate::{dispatch::Context, failure::Failure};

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
