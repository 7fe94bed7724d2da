//! Objects: the embedded S3 endpoint over plain files, and the port through which task runs reach objects.
//!
//! An object `s3://bucket/key` is the file `bucket/key` of one folder. [`EmbeddedS3`] speaks the protocol (the crates
//! `s3s` and `s3s-fs` do that), with the service's own keys; [`LocalObjects`] is the [`Objects`](onefold_domain::Objects)
//! of the same folder. [`RemoteObjects`] is that of a store elsewhere (the crate `s3` reaches it).

mod local;
mod protocol;
mod remote;

pub use self::local::LocalObjects;
pub use self::protocol::{EmbeddedS3, OpenError};
pub use self::remote::{RemoteObjects, RemoteSettings};
