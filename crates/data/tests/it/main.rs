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
mod random;
mod reference;
mod support;
mod types;
