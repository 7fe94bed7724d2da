//! Access keys: key pairs with what they allow, in a file that only its owner may read.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use anyhow::Context;
use onefold_domain::{AccessKeys, action_matches, random_hex};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};

/// How often a running service looks whether the file has changed.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// One key pair. It has no `Debug`, so that no secret gets into a log.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyPair {
    pub access_key: String,
    pub secret: String,
    /// Patterns of actions.
    pub allow: Vec<String>,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    #[serde(default)]
    keys: Vec<KeyPair>,
}

impl KeyPair {
    /// A random one.
    pub fn new(allow: Vec<String>) -> Self {
        Self {
            access_key: format!("OF{}", random_hex(9).to_uppercase()),
            secret: random_hex(20),
            allow: if allow.is_empty() {
                vec!["*".to_owned()]
            } else {
                allow
            },
        }
    }
}

/// The key pairs of a file; none if there is no file.
pub fn read(path: &Path) -> anyhow::Result<Vec<KeyPair>> {
    let text = match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        text => text.with_context(|| format!("{} cannot be read", path.display()))?,
    };
    // The message of the parser would show the line, and with it a secret.
    let file: KeyFile = toml::from_str(&text)
        .map_err(|_| anyhow::anyhow!("{} is no valid file of access keys", path.display()))?;
    Ok(file.keys)
}

/// Replaces the file in one step.
pub fn write(path: &Path, keys: Vec<KeyPair>) -> anyhow::Result<()> {
    let text = toml::to_string(&KeyFile { keys }).context("the keys cannot be written")?;
    let beside = path.with_extension("new");
    match fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("{} cannot be replaced", beside.display()));
        }
        _ => {}
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(&beside)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&beside, path))
        .with_context(|| format!("{} cannot be written", path.display()))
}

/// The keys of a running service, which follow the file.
pub struct LiveKeys {
    path: PathBuf,
    state: Mutex<State>,
}

struct State {
    keys: HashMap<String, KeyPair>,
    changed: Option<SystemTime>,
    looked: Instant,
}

impl LiveKeys {
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        Ok(Self {
            path: path.to_owned(),
            state: Mutex::new(State {
                keys: by_name(read(path)?),
                changed: changed(path),
                looked: Instant::now(),
            }),
        })
    }

    fn with<T>(&self, access_key: &str, look: impl FnOnce(&KeyPair) -> T) -> Option<T> {
        let mut state = self.state.lock();
        if state.looked.elapsed() >= LOOK_EVERY {
            state.looked = Instant::now();
            let now = changed(&self.path);
            if now != state.changed {
                match read(&self.path) {
                    Ok(keys) => {
                        state.keys = by_name(keys);
                        state.changed = now;
                    }
                    Err(error) => tracing::error!(%error, "the access keys stay as they were"),
                }
            }
        }
        state.keys.get(access_key).map(look)
    }
}

fn by_name(keys: Vec<KeyPair>) -> HashMap<String, KeyPair> {
    keys.into_iter()
        .map(|key| (key.access_key.clone(), key))
        .collect()
}

fn changed(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|metadata| metadata.modified()).ok()
}

impl AccessKeys for LiveKeys {
    fn secret(&self, access_key: &str) -> Option<String> {
        self.with(access_key, |key| key.secret.clone())
    }

    fn allows(&self, access_key: &str, action: &str) -> bool {
        let is_allowed = |key: &KeyPair| key.allow.iter().any(|pattern| action_matches(pattern, action));
        self.with(access_key, is_allowed).unwrap_or(false)
    }
}
