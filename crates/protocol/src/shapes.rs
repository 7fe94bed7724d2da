//! Requests and responses of Glue. The build script writes them out of `model/operations.json`, so adding an operation to the
//! model adds its shapes.
//!
//! Required members are plain, all others `Option`; absent members are left out of what is written. Enumerations are
//! strings: [`crate::validate`] refuses unknown values before a request is read.

include!(concat!(env!("OUT_DIR"), "/shapes.rs"));
