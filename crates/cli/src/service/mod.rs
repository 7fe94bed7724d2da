//! The service as a process: configuration, access keys, start and stop, and the commands that manage it.

pub mod admin;
mod client;
mod config;
pub mod demo;
pub mod env;
mod keys;
pub mod label;
mod node;
pub mod serve;
