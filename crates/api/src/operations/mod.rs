//! The operations: convert, call the service, convert. Each is a function in a file, both with the name of its operation;
//! the dispatch finds it by that.
#![expect(
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    reason = "all operations have one signature, so that one list can call them"
)]

mod classifiers;
mod crawlers;
mod databases;
mod jobs;
mod logs;
mod ml;
mod onefold;
mod partitions;
pub(crate) mod sts;
mod tables;
mod tags;

pub(crate) use self::classifiers::*;
pub(crate) use self::crawlers::*;
pub(crate) use self::databases::*;
pub(crate) use self::jobs::*;
pub(crate) use self::logs::*;
pub(crate) use self::ml::*;
pub(crate) use self::onefold::*;
pub(crate) use self::partitions::*;
pub(crate) use self::tables::*;
pub(crate) use self::tags::*;
