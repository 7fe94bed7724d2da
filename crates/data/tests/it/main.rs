//! The crate from outside: files in, files out.
#![allow(clippy::unwrap_used)]

mod columns;
mod corpus;
mod dialects;
mod errors;
mod formats;
mod labels;
mod objects;
mod outputs;
mod postgres;
mod random;
mod reference;
mod room;
mod sqlite;
mod support;
mod types;
