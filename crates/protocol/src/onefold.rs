//! Requests and responses of what the service offers beyond AWS. The build script writes them out of `model/onefold.json`.

include!(concat!(env!("OUT_DIR"), "/onefold.rs"));
