//! `onefold serve`.

use tokio::signal::unix::{SignalKind, signal};

use super::config::Config;
use super::node::{Node, runtime};
use crate::args::ServeArgs;

/// Runs the service until a signal stops it.
pub fn run(args: &ServeArgs) -> anyhow::Result<()> {
    let config = Config::resolve(&args.service)?;
    let data_dir = config.data_dir.clone();
    runtime()?.block_on(async {
        let running = Node::open(config)?.start().await?;
        tracing::info!(address = %running.address, data_dir = %data_dir.display(), "listening");
        eprintln!(
            "Open in a browser: {}\nOnefold listens on http://{}\nData directory: {}\nIn another shell: eval \"$(onefold env{})\" \
             && aws glue get-ml-transforms",
            running.console,
            running.address,
            data_dir.display(),
            flag(&data_dir)
        );
        asked_to_end().await?;
        tracing::info!("shutting down");
        running.close().await
    })
}

/// The flag that names a data directory other than the default.
pub fn flag(data_dir: &std::path::Path) -> String {
    if data_dir == std::path::Path::new("onefold-data") {
        String::new()
    } else {
        format!(" --data-dir {}", data_dir.display())
    }
}

/// Waits for Ctrl-C or SIGTERM.
pub async fn asked_to_end() -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        result = tokio::signal::ctrl_c() => Ok(result?),
        _ = terminate.recv() => Ok(()),
    }
}
