//! Requests and responses of Glue. The build script writes them out of `model/operations.json`, so adding an operation to the
//! model adds its shapes.
//!
//! Required members are plain, all others `Option`; absent members are left out of what is written. Enumerations are
//! strings: [`crate::validate`] refuses unknown values before a request is read.

use std::fmt;

/// A text that `Debug` does not show, such as a token.
#[derive(Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(hidden)")
    }
}

include!(concat!(env!("OUT_DIR"), "/shapes.rs"));
