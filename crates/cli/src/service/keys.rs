//! Access keys: key pairs and the actions they allow, in a file that only its owner can read.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use anyhow::Context;
use onefold_domain::{AccessKeys, ScriptKeys, action_matches, random_hex};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};

/// How often a running service checks whether the file has changed.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// One key pair. It has no `Debug`, which keeps secrets out of logs.
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
    /// A random key pair.
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
        text => text.with_context(|| format!("cannot read {}", path.display()))?,
    };
    // The parser's message quotes the line, which can contain a secret.
    let file: KeyFile = toml::from_str(&text)
        .map_err(|_| anyhow::anyhow!("{} is not a valid file of access keys", path.display()))?;
    Ok(file.keys)
}

/// Replaces the file in one step.
pub fn write(path: &Path, keys: Vec<KeyPair>) -> anyhow::Result<()> {
    let text = toml::to_string(&KeyFile { keys }).context("cannot write the access keys")?;
    let beside = path.with_extension("new");
    match fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("cannot replace {}", beside.display()));
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
        .with_context(|| format!("cannot write {}", path.display()))
}

/// The keys of a running service: those of the file, which they follow, and those of running scripts.
pub struct LiveKeys {
    path: PathBuf,
    state: Mutex<State>,
    scripts: Arc<ScriptKeys>,
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
            scripts: Arc::default(),
        })
    }

    /// The keys of running scripts.
    pub fn scripts(&self) -> &Arc<ScriptKeys> {
        &self.scripts
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
                    Err(error) => {
                        tracing::error!(%error, "cannot reload the access keys; keeping the previous ones");
                    }
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
            .or_else(|| self.scripts.secret(access_key))
    }

    fn allows(&self, access_key: &str, action: &str) -> bool {
        let is_allowed = |key: &KeyPair| key.allow.iter().any(|pattern| action_matches(pattern, action));
        self.with(access_key, is_allowed)
            .unwrap_or_else(|| self.scripts.allows(access_key, action))
    }

    fn job_run(&self, access_key: &str) -> Option<String> {
        self.scripts.job_run(access_key)
    }
}
