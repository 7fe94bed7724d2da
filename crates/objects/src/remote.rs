//! The port of task runs to an object store elsewhere: S3, or what speaks its protocol. Objects are fetched to files before
//! they are read; outputs are written to files and sent when they are complete, what says which belong together last.

use std::collections::HashMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::time::{Duration, SystemTime};

use futures::{StreamExt, TryStreamExt};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::buffered::BufWriter;
use object_store::path::Path as Key;
use object_store::{Error, ObjectStore, ObjectStoreExt, RetryConfig};
use onefold_domain::{ObjectError, ObjectInfo, ObjectUri, Objects, random_hex};
use parking_lot::Mutex;
use tokio::fs::File;
use tokio::io::AsyncWriteExt;
use tokio::runtime::Runtime;

/// Fetched files that nobody asked for in so long are taken away.
const UNUSED: Duration = Duration::from_hours(1);
/// A store that does not answer for so long is reported rather than waited for.
const RETRY: Duration = Duration::from_secs(20);
const MAX_RETRIES: usize = 4;

/// Where the objects are. Keys that are not given come from the usual AWS variables, or from the machine's role.
#[derive(Clone, Default)]
pub struct RemoteSettings {
    /// `http://` or `https://`; that of AWS if absent.
    pub endpoint: Option<String>,
    /// The region.
    pub region: String,
    /// Access key id and secret.
    pub keys: Option<(String, String)>,
}

/// Objects in a store elsewhere.
pub struct RemoteObjects {
    settings: RemoteSettings,
    staging: PathBuf,
    fetched: PathBuf,
    buckets: Mutex<HashMap<String, Arc<AmazonS3>>>,
    /// Absent only while this is dropped.
    runtime: Option<Runtime>,
}

impl RemoteObjects {
    /// Unfinished output and fetched objects go below `staging`.
    pub fn new(settings: RemoteSettings, staging: &Path) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("objects")
            .enable_all()
            .build()?;
        Ok(Self {
            settings,
            staging: staging.to_owned(),
            fetched: staging.join("fetched"),
            buckets: Mutex::default(),
            runtime: Some(runtime),
        })
    }

    fn bucket(&self, uri: &ObjectUri) -> Result<Arc<AmazonS3>, ObjectError> {
        let mut buckets = self.buckets.lock();
        if let Some(bucket) = buckets.get(uri.bucket()) {
            return Ok(Arc::clone(bucket));
        }
        let settings = &self.settings;
        let endpoint = settings
            .endpoint
            .clone()
            .unwrap_or_else(|| format!("https://s3.{}.amazonaws.com", settings.region));
        // The variables may point other clients to this very service, so only keys are taken from them.
        let mut builder = AmazonS3Builder::from_env()
            .with_bucket_name(uri.bucket())
            .with_region(&settings.region)
            .with_allow_http(endpoint.starts_with("http://"))
            .with_endpoint(endpoint)
            .with_retry(RetryConfig {
                max_retries: MAX_RETRIES,
                retry_timeout: RETRY,
                ..RetryConfig::default()
            });
        if let Some((id, secret)) = &settings.keys {
            builder = builder.with_access_key_id(id).with_secret_access_key(secret);
        }
        let bucket = Arc::new(builder.build().map_err(|error| failed(uri, "reached", &error))?);
        buckets.insert(uri.bucket().to_owned(), Arc::clone(&bucket));
        Ok(bucket)
    }

    /// Waits for work that goes on elsewhere: callers may stand inside of another runtime, which must not be entered.
    fn wait<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, Error>> + Send + 'static,
    ) -> Result<T, Error> {
        let (sender, receiver) = mpsc::channel();
        let runtime = self.runtime.as_ref().expect("it is there until the end");
        runtime.spawn(async move {
            // Whoever asked waits for it.
            let _ = sender.send(work.await);
        });
        receiver
            .recv()
            .unwrap_or_else(|_| Err(other("the object store client stopped without a response")))
    }

    fn files(&self, uri: &ObjectUri, with_hidden: bool) -> Result<Vec<ObjectInfo>, ObjectError> {
        let bucket = self.bucket(uri)?;
        if !uri.is_folder() {
            let (store, key) = (Arc::clone(&bucket), key_of(uri)?);
            match self.wait(async move { store.head(&key).await }) {
                Ok(object) => {
                    return Ok(vec![ObjectInfo {
                        uri: uri.clone(),
                        size_bytes: object.size,
                    }]);
                }
                Err(Error::NotFound { .. }) => {}
                Err(error) => return Err(failed(uri, "read", &error)),
            }
        }
        // A prefix may end within a name; the store lists whole folders.
        let folder = uri
            .key()
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder)
            .to_owned();
        let prefix = if folder.is_empty() {
            None
        } else {
            Some(Key::parse(&folder).map_err(|error| failed(uri, "read", &error.into()))?)
        };
        let listed = self.wait(async move { bucket.list(prefix.as_ref()).try_collect::<Vec<_>>().await });
        let listed = match listed {
            Err(Error::NotFound { .. }) => Vec::new(),
            // The client tells a missing bucket in words only.
            Err(error) if error.to_string().contains("NoSuchBucket") => Vec::new(),
            listed => listed.map_err(|error| failed(uri, "read", &error))?,
        };
        let is_hidden = |key: &str| {
            let below = key.strip_prefix(&folder).unwrap_or(key);
            below.split('/').any(|name| name.starts_with(['.', '_']))
        };
        // Of a folder and names that only begin as it does, the folder is meant.
        let own_folder = format!("{}/", uri.key());
        let is_own_folder = !uri.is_folder()
            && listed
                .iter()
                .any(|object| object.location.as_ref().starts_with(&own_folder));
        let begin = if is_own_folder {
            own_folder.as_str()
        } else {
            uri.key()
        };
        let mut found: Vec<ObjectInfo> = listed
            .iter()
            .filter_map(|object| {
                let key = object.location.as_ref();
                let is_meant = key.starts_with(begin) && (with_hidden || !is_hidden(key));
                let own = ObjectUri::parse(&format!("s3://{}/{key}", uri.bucket())).ok();
                own.filter(|_| is_meant).map(|uri| ObjectInfo {
                    uri,
                    size_bytes: object.size,
                })
            })
            .collect();
        found.sort_by(|a, b| a.uri.cmp(&b.uri));
        Ok(found)
    }

    fn send(&self, file: &Path, uri: &ObjectUri) -> Result<(), ObjectError> {
        let (store, key, file) = (self.bucket(uri)?, key_of(uri)?, file.to_owned());
        self.wait(async move {
            let mut content = File::open(&file).await.map_err(other)?;
            let mut writer = BufWriter::new(store, key);
            let sent = tokio::io::copy(&mut content, &mut writer).await;
            if sent.is_err() {
                writer.abort().await?;
            }
            sent.map_err(other)?;
            writer.shutdown().await.map_err(other)
        })
        .map_err(|error| failed(uri, "written", &error))
    }

    fn forget_unused(&self) {
        let now = SystemTime::now();
        for entry in fs::read_dir(&self.fetched).into_iter().flatten().flatten() {
            let used = entry.metadata().and_then(|metadata| metadata.modified());
            let is_unused = used.is_ok_and(|used| now.duration_since(used).is_ok_and(|since| since > UNUSED));
            if is_unused {
                // Another worker may have done it.
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

impl Drop for RemoteObjects {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Objects for RemoteObjects {
    fn find(&self, uri: &ObjectUri) -> Result<Vec<ObjectInfo>, ObjectError> {
        self.files(uri, false)
    }

    fn list(&self, prefix: &ObjectUri) -> Result<Vec<ObjectInfo>, ObjectError> {
        self.files(prefix, true)
    }

    fn read(&self, uri: &ObjectUri, limit_bytes: u64) -> Result<Vec<u8>, ObjectError> {
        let (store, key) = (self.bucket(uri)?, key_of(uri)?);
        let content = self.wait(async move {
            let object = store.get(&key).await?;
            if object.meta.size > limit_bytes {
                return Ok(None);
            }
            object.bytes().await.map(Some)
        });
        match content {
            Ok(Some(content)) => Ok(content.to_vec()),
            Ok(None) => Err(ObjectError::TooLarge {
                uri: uri.to_string(),
                limit_bytes,
            }),
            Err(error) => Err(failed(uri, "read", &error)),
        }
    }

    fn write(&self, uri: &ObjectUri, content: &[u8]) -> Result<(), ObjectError> {
        let (store, key, content) = (self.bucket(uri)?, key_of(uri)?, content.to_vec());
        self.wait(async move { store.put(&key, content.into()).await })
            .map(|_| ())
            .map_err(|error| failed(uri, "written", &error))
    }

    fn make_bucket(&self, bucket: &str) -> Result<(), ObjectError> {
        let root = ObjectUri::parse(&format!("s3://{bucket}")).map_err(|reason| ObjectError::Failed {
            uri: format!("s3://{bucket}"),
            verb: "written",
            reason,
        })?;
        let store = self.bucket(&root)?;
        let first = self.wait(async move { store.list(None).next().await.transpose() });
        match first {
            Ok(_) => Ok(()),
            Err(error) => Err(ObjectError::Failed {
                uri: root.to_string(),
                verb: "written",
                reason: format!("create the bucket in the object store first ({})", brief(&error)),
            }),
        }
    }

    fn delete(&self, uri: &ObjectUri) -> Result<(), ObjectError> {
        let (store, key) = (self.bucket(uri)?, key_of(uri)?);
        match self.wait(async move { store.delete(&key).await }) {
            Err(error) if !matches!(error, Error::NotFound { .. }) => Err(failed(uri, "written", &error)),
            _ => Ok(()),
        }
    }

    fn path(&self, uri: &ObjectUri) -> Result<String, ObjectError> {
        let (store, key) = (self.bucket(uri)?, key_of(uri)?);
        let head = (Arc::clone(&store), key.clone());
        let meta = self
            .wait(async move { head.0.head(&head.1).await })
            .map_err(|error| failed(uri, "read", &error))?;
        let mut version = DefaultHasher::new();
        (
            uri.to_string(),
            meta.size,
            meta.e_tag,
            meta.last_modified.timestamp_millis(),
        )
            .hash(&mut version);
        // The name tells the format.
        let name = uri.key().rsplit('/').next().unwrap_or_default();
        let file = self.fetched.join(format!("{:016x}-{name}", version.finish()));
        let touched = fs::File::options()
            .append(true)
            .open(&file)
            .and_then(|file| file.set_modified(SystemTime::now()));
        if touched.is_err() {
            self.forget_unused();
            let beside = self.staging.join(random_hex(16));
            let target = (self.fetched.clone(), file.clone(), beside.clone());
            let fetched = self.wait(async move {
                let (folder, file, beside) = target;
                tokio::fs::create_dir_all(&folder).await.map_err(other)?;
                let mut chunks = store.get(&key).await?.into_stream();
                let mut content = File::create_new(&beside).await.map_err(other)?;
                while let Some(chunk) = chunks.next().await {
                    content.write_all(&chunk?).await.map_err(other)?;
                }
                content.flush().await.map_err(other)?;
                tokio::fs::rename(&beside, &file).await.map_err(other)
            });
            if let Err(error) = fetched {
                // It may not have been made.
                let _ = fs::remove_file(&beside);
                return Err(failed(uri, "read", &error));
            }
        }
        Ok(file.display().to_string())
    }

    fn staging(&self, attempt: &str) -> Result<String, ObjectError> {
        crate::local::make_staging(&self.staging, attempt)
    }

    fn discard(&self, staging: &str) -> Result<(), ObjectError> {
        crate::local::discard_staging(staging)
    }

    fn publish(&self, staging: &str, prefix: &ObjectUri, replaced: &[ObjectUri]) -> Result<(), ObjectError> {
        let failed = |error: io::Error| ObjectError::Failed {
            uri: prefix.to_string(),
            verb: "written",
            reason: error.to_string(),
        };
        let mut names: Vec<String> = fs::read_dir(staging)
            .and_then(|entries| {
                entries
                    .map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()))
                    .collect()
            })
            .map_err(failed)?;
        names.sort_by_key(|name| (name.starts_with('_'), name.clone()));
        let mut sent: Vec<ObjectUri> = Vec::new();
        for name in &names {
            let uri = prefix.join(name);
            if let Err(error) = self.send(&Path::new(staging).join(name), &uri) {
                for uri in sent.iter().filter(|uri| !replaced.contains(uri)) {
                    // What cannot be taken back stands in no manifest.
                    let _ = self.delete(uri);
                }
                return Err(error);
            }
            sent.push(uri);
        }
        for old in replaced.iter().filter(|old| !sent.contains(old)) {
            if let Err(error) = self.delete(old) {
                // The new output is complete and says what belongs to it.
                tracing::warn!(%error, "cannot remove a file of an earlier output");
            }
        }
        // The files are where they belong.
        let _ = fs::remove_dir_all(staging);
        Ok(())
    }
}

fn key_of(uri: &ObjectUri) -> Result<Key, ObjectError> {
    Key::parse(uri.key()).map_err(|error| ObjectError::Failed {
        uri: uri.to_string(),
        verb: "reached",
        reason: error.to_string(),
    })
}

fn failed(uri: &ObjectUri, verb: &'static str, error: &Error) -> ObjectError {
    match error {
        Error::NotFound { .. } if verb == "read" => ObjectError::NotFound { uri: uri.to_string() },
        error => ObjectError::Failed {
            uri: uri.to_string(),
            verb,
            reason: brief(error),
        },
    }
}

/// The first line; the rest repeats the request.
fn brief(error: &Error) -> String {
    let text = error.to_string();
    text.lines().next().unwrap_or_default().to_owned()
}

fn other(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::Generic {
        store: "S3",
        source: error.into(),
    }
}
