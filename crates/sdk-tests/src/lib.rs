//! For tests only: every operation through the AWS SDK for Rust, with the whole service in the same process. It is a crate
//! of its own because the SDK takes long to build and nothing else needs it.
