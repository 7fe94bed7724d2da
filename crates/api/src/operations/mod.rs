//! The operations: convert, call the service, convert. Those on transforms have a file each, the others one for each kind
//! of thing.
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
pub(crate) mod ml;
pub(crate) mod partitions;
pub(crate) mod sts;
pub(crate) mod tables;
pub(crate) mod tags;
