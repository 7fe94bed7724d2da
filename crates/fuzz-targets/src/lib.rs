//! What fuzzers throw at Onefold: six functions that take any bytes and panic if a promise is broken. The fuzzers of
//! `fuzz/` call them with bytes that coverage guides; a test of this crate calls them with mutations of good input.
#![expect(
    clippy::missing_panics_doc,
    reason = "a panic is how a target says that it found something"
)]

mod endpoint;
mod inputs;

pub use self::endpoint::{authorization_header, paging_token, request_body};
pub use self::inputs::{TABLE_NAMES, label_file, model_artifact, table};
