//! `onefold env`: shell settings that point AWS clients to the local service.

use std::fs;

use super::config::Config;
use super::keys;
use crate::args::EnvArgs;

/// Prints `export` lines.
pub fn run(args: &EnvArgs) -> anyhow::Result<()> {
    let config = Config::resolve(&args.service)?;
    let path = config.credentials();
    let keys = keys::read(&path)?;
    let Some(key) = keys.first() else {
        anyhow::bail!(
            "{} contains no access keys; start `onefold serve` once to create one, or name the data directory with --data-dir",
            path.display()
        );
    };
    let endpoint =
        fs::read_to_string(config.endpoint()).unwrap_or_else(|_| format!("http://{}", config.listen));
    let lines = [
        ("AWS_ENDPOINT_URL", endpoint.trim()),
        ("AWS_ACCESS_KEY_ID", &key.access_key),
        ("AWS_SECRET_ACCESS_KEY", &key.secret),
        ("AWS_DEFAULT_REGION", &config.region),
        ("AWS_REGION", &config.region),
    ];
    let text = lines
        .map(|(name, value)| format!("export {name}={value}\n"))
        .concat();
    // A session token or profile of another account would take precedence.
    crate::command::print(&format!("{text}unset AWS_SESSION_TOKEN AWS_PROFILE\n"))
}
