//! Requests and responses of the part of `CloudWatch` Logs that reads: the logs of task runs. The build script writes them
//! out of `model/logs.json`.

include!(concat!(env!("OUT_DIR"), "/logs.rs"));
