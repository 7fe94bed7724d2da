//! The operations, a file for each kind of thing: convert, call the service, convert.
#![expect(
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    reason = "all operations have one signature, so that one table can name them"
)]

pub(crate) mod classifiers;
pub(crate) mod crawlers;
pub(crate) mod databases;
pub(crate) mod jobs;
pub(crate) mod logs;
pub(crate) mod partitions;
pub(crate) mod sts;
pub(crate) mod tables;
pub(crate) mod tags;
pub(crate) mod task_runs;
pub(crate) mod transforms;
