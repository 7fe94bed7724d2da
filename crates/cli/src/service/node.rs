//! One node of the service: opens the data directory, connects all parts and listens.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use metrics_exporter_prometheus::PrometheusBuilder;
use onefold_api::{Endpoint, Settings};
use onefold_console::{Access, Closer, Console, lead_browsers};
use onefold_domain::{MetadataStore, Objects, SystemClock};
use onefold_objects::{EmbeddedS3, LocalObjects, RemoteObjects};
use onefold_service::Service;
use onefold_store::{Keyring, SqliteStore};
use onefold_tasks::{Inspector, Runner, ScriptSettings};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::config::Config;
use super::keys::{self, KeyPair, LiveKeys};
use crate::failure::Usage;

/// Bucket bounds of histograms in seconds, from a quick request to a long run.
const BUCKETS: [f64; 14] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0, 10.0, 60.0, 600.0, 3600.0,
];

/// A token of the console that stays must have so many characters.
const LEAST_TOKEN: usize = 20;

/// A node that is open but does not listen yet.
pub struct Node {
    config: Config,
    service: Arc<Service>,
    keys: Arc<LiveKeys>,
    /// Present if objects are stored in the data directory.
    s3: Option<EmbeddedS3>,
    /// Held while the node lives.
    lock: File,
    /// The page that the console opens first, if not the start page.
    home: Option<String>,
}

/// A running node.
pub struct Running {
    pub address: SocketAddr,
    /// The link that signs in to the console.
    pub console: String,
    runner: Runner,
    stop: oneshot::Sender<()>,
    closer: Closer,
    server: tokio::task::JoinHandle<std::io::Result<()>>,
}

impl Node {
    /// Opens the data directory. Creates it, with one access key, if it does not exist.
    pub fn open(config: Config) -> anyhow::Result<Self> {
        let dir = &config.data_dir;
        let (objects, staging) = (dir.join("objects"), dir.join("staging"));
        make_private(dir)?;
        let lock = lock_data_dir(dir)?;
        // Nothing can continue the unfinished output of an earlier process.
        match fs::remove_dir_all(&staging) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("cannot empty {}", staging.display()));
            }
            _ => {}
        }
        remove_unfinished(&dir.join("kept"));
        for folder in [&objects, &staging] {
            fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
        }
        if keys::read(&config.credentials())?.is_empty() {
            keys::write(&config.credentials(), vec![KeyPair::new(Vec::new())])?;
        }
        let keys = Arc::new(LiveKeys::open(&config.credentials())?);
        let store = SqliteStore::open(&config.metadata(), Keyring::open(&config.keyring())?)?;
        let released = store.release_leases()?;
        if released > 0 {
            tracing::info!(runs = released, "interrupted runs will resume");
        }
        let endpoint: Arc<LiveKeys> = Arc::clone(&keys);
        let (port, s3): (Arc<dyn Objects>, _) = match &config.objects {
            Some(settings) => {
                let remote = RemoteObjects::new(settings.clone(), &staging);
                (
                    Arc::new(remote.context("cannot start the object store client")?),
                    None,
                )
            }
            None => (
                Arc::new(LocalObjects::new(&objects, &staging)),
                Some(EmbeddedS3::open(&objects, endpoint)?),
            ),
        };
        let service = Arc::new(Service::new(
            Arc::new(store),
            port,
            Arc::new(SystemClock),
            config.limits.clone(),
        ));
        Ok(Self {
            config,
            service,
            keys,
            s3,
            lock,
            home: None,
        })
    }

    /// The operations.
    pub fn service(&self) -> &Arc<Service> {
        &self.service
    }

    /// Makes the console open this page first.
    pub fn lead_to(&mut self, address: String) {
        self.home = Some(address);
    }

    /// How scripts run that reach the service at this address.
    fn scripts(&self, address: SocketAddr) -> Option<ScriptSettings> {
        let jobs = self.config.jobs.as_ref()?;
        let mut reached = address;
        match address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => reached.set_ip(Ipv4Addr::LOCALHOST.into()),
            IpAddr::V6(ip) if ip.is_unspecified() => reached.set_ip(Ipv6Addr::LOCALHOST.into()),
            _ => {}
        }
        Some(ScriptSettings {
            python: jobs.python.clone(),
            endpoint: format!("http://{reached}"),
            region: self.config.region.clone(),
            keys: Arc::clone(self.keys.scripts()),
            allow: jobs.allow.clone(),
            environment: jobs.environment.clone(),
            log_bytes: jobs.log_bytes,
        })
    }

    /// Starts to listen and to work on runs.
    pub async fn start(self) -> anyhow::Result<Running> {
        let listener = TcpListener::bind(self.config.listen).await.map_err(|error| {
            anyhow::anyhow!(
                "cannot listen on {}: {error}; choose another address with --listen",
                self.config.listen
            )
        })?;
        let address = listener.local_addr()?;
        fs::write(self.config.endpoint(), format!("http://{address}\n"))
            .with_context(|| format!("cannot write {}", self.config.endpoint().display()))?;
        let metrics = PrometheusBuilder::new()
            .set_buckets(&BUCKETS)
            .context("cannot set the bucket bounds of histograms")?
            .install_recorder()
            .ok();
        let settings = Settings {
            account: self.config.account.clone(),
            region: self.config.region.clone(),
        };
        let runner = Runner::start_within(
            &self.config.memory,
            Arc::clone(&self.service),
            self.config.workers,
            self.scripts(address),
        );
        let keys: Arc<LiveKeys> = Arc::clone(&self.keys);
        let access = match &self.config.console_token_file {
            Some(file) => Access::new(&kept_token(file)?, &self.config.hosts).lasting(),
            None => Access::new(&Access::new_token(), &self.config.hosts),
        };
        let access = Arc::new(match self.home {
            Some(address) => access.with_home(address),
            None => access,
        });
        let console = access.link(&self.config.name_of(address));
        let pages = Console::new(
            Arc::clone(&self.service),
            access,
            Arc::new(Inspector),
            self.config.console.clone(),
        );
        let closer = pages.closer();
        let router = Endpoint::new(self.service, keys, settings, metrics)
            .router(self.s3.map(|s3| s3.router()))
            .merge(pages.router())
            .layer(axum::middleware::from_fn(lead_browsers));
        let (stop, stopped) = oneshot::channel();
        let lock = self.lock;
        let server = tokio::spawn(async move {
            let result = axum::serve(listener, router)
                .with_graceful_shutdown(async {
                    // A dropped sender also means stop.
                    let _ = stopped.await;
                })
                .await;
            drop(lock);
            result
        });
        Ok(Running {
            address,
            console,
            runner,
            stop,
            closer,
            server,
        })
    }
}

/// The token in a file; a missing file is made, readable by its owner only.
fn kept_token(file: &Path) -> anyhow::Result<String> {
    let shown = file.display();
    match fs::read_to_string(file) {
        Ok(text) => {
            let token = text.trim();
            let is_plain = token
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
            if token.len() < LEAST_TOKEN || !is_plain {
                return Err(Usage(format!(
                    "the console token file {shown} must hold at least {LEAST_TOKEN} letters and digits; delete it, and a new \
                     one is made"
                ))
                .into());
            }
            Ok(token.to_owned())
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let token = Access::new_token();
            let mut made = OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(file)
                .map_err(|error| {
                    Usage(format!(
                        "cannot create the console token file {shown}: {error}; name a file in a folder that exists and is yours"
                    ))
                })?;
            writeln!(made, "{token}")
                .with_context(|| format!("cannot write the console token file {shown}"))?;
            Ok(token)
        }
        Err(error) => Err(error).with_context(|| format!("cannot read the console token file {shown}")),
    }
}

impl Running {
    /// Answers open requests, stops running work, and shuts down.
    pub async fn close(self) -> anyhow::Result<()> {
        const GRACE: std::time::Duration = std::time::Duration::from_secs(10);
        // This fails only if the server has already ended.
        let _ = self.stop.send(());
        self.closer.close();
        tokio::task::spawn_blocking(move || self.runner.close()).await?;
        match tokio::time::timeout(GRACE, self.server).await {
            Ok(ended) => Ok(ended??),
            // Clients with open connections must not delay the end.
            Err(_) => Ok(()),
        }
    }
}

/// The runtime of the service. Matching has its own threads, with lower priority than those that answer requests.
pub fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    // In a test another pool may exist already; that one works as well.
    let _ = rayon::ThreadPoolBuilder::new()
        .start_handler(|_| onefold_tasks::yield_to_others())
        .build_global();
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start the threads that answer requests")
}

fn make_private(dir: &Path) -> anyhow::Result<()> {
    if dir.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(dir)
        .with_context(|| format!("cannot create {}", dir.display()))
}

/// Removes what an earlier process did not finish writing among the files that are kept from run to run.
fn remove_unfinished(kept: &Path) {
    for entry in fs::read_dir(kept).into_iter().flatten().flatten() {
        if entry.file_name().as_encoded_bytes().starts_with(b".")
            && let Err(error) = fs::remove_file(entry.path())
        {
            tracing::warn!(%error, "an unfinished file is left over");
        }
    }
}

/// Fails if a running service uses the data directory.
pub fn lock_data_dir(dir: &Path) -> anyhow::Result<File> {
    let path = dir.join("lock");
    let file = File::create(&path).with_context(|| format!("cannot create {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(_) => Err(Usage(format!(
            "another service uses {}; stop it, or choose another --data-dir",
            dir.display()
        ))
        .into()),
    }
}
