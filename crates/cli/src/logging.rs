//! Logging to stderr: with `-v` and `-vv`, and always for the service. Logs name files, stages, runs, counts and times,
//! never record values, labels or secrets.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

use crate::args::LogFormat;

/// Starts logging at the level set by the number of `-v`. Without `-v` only the service logs; it passes a format.
pub fn start(verbose: u8, service: Option<LogFormat>) {
    let level = match (verbose, service) {
        (0, None) => return,
        (0, Some(_)) | (1, None) => LevelFilter::INFO,
        (1, Some(_)) | (2, _) => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    };
    // At lower levels some libraries log whole requests, signatures included.
    let filter = EnvFilter::new(format!("warn,s3s=off,onefold={level}"));
    let filter = ["api", "service", "store", "tasks", "engine", "data", "objects"]
        .into_iter()
        .filter_map(|name| format!("onefold_{name}={level}").parse().ok())
        .fold(filter, EnvFilter::add_directive);
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(level > LevelFilter::INFO)
        .with_ansi(false);
    match service {
        Some(LogFormat::Json) => log.json().flatten_event(true).init(),
        _ => log.init(),
    }
}
