//! The part of `CloudWatch` Logs that reads, a file for each operation. Names and errors are those of that service.

mod describe_log_groups;
mod describe_log_streams;
mod filter_log_events;
mod get_log_events;

use onefold_protocol::wire_error::WireError;
use onefold_service::LogGroup;

use crate::{dispatch::Context, failure::Failure};

pub(crate) use self::{
    describe_log_groups::*, describe_log_streams::*, filter_log_events::*, get_log_events::*,
};

const MOST_EVENTS: i64 = 10_000;

fn arn(context: &Context<'_>, group: LogGroup) -> String {
    format!(
        "arn:aws:logs:{}:{}:log-group:{}",
        context.region, context.account, group.name
    )
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
