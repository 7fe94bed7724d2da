//! Logging to stderr, for `-v` and `-vv`. Logs tell of files, stages, counts and times, never of record values.

use tracing_subscriber::filter::LevelFilter;

/// Starts logging at the level that the number of `-v` asks for; without one, nothing is logged.
pub fn start(verbose: u8) {
    let level = match verbose {
        0 => return,
        1 => LevelFilter::INFO,
        2 => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    };
    tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(std::io::stderr)
        .with_target(level > LevelFilter::INFO)
        .with_ansi(false)
        .init();
}
