//! The service as a process: configuration, keys, start and end; and the commands around it.

pub mod admin;
mod client;
mod config;
pub mod demo;
pub mod env;
mod keys;
pub mod label;
mod node;
pub mod serve;
