//! HTTP for machines: authenticates requests, finds the operation by its target, turns wire shapes into calls of the
//! service, and its errors into error codes. No rules of the service are here.
//!
//! [`Endpoint::router`] is the whole endpoint; `dispatch` leads from a request to its file in
//! `operations`.

mod answer;
mod authenticate;
mod convert;
mod dispatch;
mod endpoint;
mod failure;
mod operations;

pub use self::endpoint::{Endpoint, ObjectEndpoint, Settings};
