//! A client for S3 and services that speak its protocol: buckets, objects, listings, streaming reads, and uploads that
//! appear complete or not at all.
//!
//! The underlying client (the crate `object_store`) is asynchronous, and everything here waits for it. One worker thread
//! moves bytes while the calling thread parses or encodes. Callers may be inside another runtime.
//!
//! ```no_run
//! use std::io::Read;
//! use onefold_s3::{Client, Settings};
//!
//! let bucket = Client::new(Settings::from_env())?.bucket("papers")?;
//! let mut text = String::new();
//! bucket.read("2024/people.csv")?.read_to_string(&mut text)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod credentials;
mod error;
mod transfer;
mod worker;

use std::collections::HashMap;
use std::env;
use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use futures::stream::{StreamExt, TryStreamExt};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt, RetryConfig};
use parking_lot::Mutex;

pub use self::error::Error;
pub use self::transfer::{Reader, Upload};
use self::worker::Worker;

/// A service that does not answer for this long is reported rather than waited for.
const RETRY: Duration = Duration::from_secs(20);
const MAX_RETRIES: usize = 4;

/// Where the objects are. Keys that are absent come from the usual AWS variables, from the file that AWS clients share, or from
/// the machine's role, in this order.
#[derive(Clone, Default)]
pub struct Settings {
    /// `http://` or `https://`; that of AWS if absent.
    pub endpoint: Option<String>,
    /// The region; from the usual AWS variables if absent.
    pub region: Option<String>,
    /// Access key id and secret.
    pub keys: Option<(String, String)>,
}

impl Settings {
    /// All from the usual AWS variables.
    pub fn from_env() -> Self {
        Self {
            endpoint: ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"]
                .iter()
                .find_map(|name| env::var(name).ok().filter(|value| !value.is_empty())),
            region: None,
            keys: None,
        }
    }
}

/// Whether a text can be the key of an object.
pub fn is_key(text: &str) -> bool {
    !text.is_empty() && !text.ends_with('/') && Path::parse(text).is_ok()
}

/// Gives access to buckets.
pub struct Client {
    settings: Settings,
    worker: Arc<Worker>,
    buckets: Mutex<HashMap<String, Bucket>>,
}

impl Client {
    /// Starts the worker thread. Nothing is sent yet.
    pub fn new(settings: Settings) -> io::Result<Self> {
        Ok(Self {
            settings,
            worker: Arc::new(Worker::start()?),
            buckets: Mutex::default(),
        })
    }

    /// The bucket of that name, whether it exists or not.
    pub fn bucket(&self, name: &str) -> Result<Bucket, Error> {
        let mut buckets = self.buckets.lock();
        if let Some(bucket) = buckets.get(name) {
            return Ok(bucket.clone());
        }
        let settings = &self.settings;
        let mut builder = AmazonS3Builder::from_env()
            .with_bucket_name(name)
            .with_retry(RetryConfig {
                max_retries: MAX_RETRIES,
                retry_timeout: RETRY,
                ..RetryConfig::default()
            });
        if let Some(region) = &settings.region {
            builder = builder.with_region(region);
        }
        if let Some(endpoint) = &settings.endpoint {
            builder = builder
                .with_endpoint(endpoint)
                .with_allow_http(endpoint.starts_with("http://"));
        }
        let shared = settings.keys.is_none().then(credentials::from_file).flatten();
        if let Some((id, secret)) = &settings.keys {
            builder = builder.with_access_key_id(id).with_secret_access_key(secret);
        } else if let Some(keys) = &shared {
            builder = builder
                .with_access_key_id(&keys.id)
                .with_secret_access_key(&keys.secret);
            if let Some(token) = &keys.token {
                builder = builder.with_token(token);
            }
        }
        let place = Place {
            bucket: name.to_owned(),
            endpoint: settings.endpoint.clone().unwrap_or_else(|| "AWS".to_owned()),
            has_keys: settings.keys.is_some()
                || shared.is_some()
                || env::var_os("AWS_ACCESS_KEY_ID").is_some(),
        };
        let store = builder.build().map_err(|error| place.explain("", error))?;
        let bucket = Bucket {
            store: Arc::new(store),
            worker: Arc::clone(&self.worker),
            place: Arc::new(place),
        };
        buckets.insert(name.to_owned(), bucket.clone());
        Ok(bucket)
    }
}

/// What errors say about a bucket.
#[derive(Debug)]
struct Place {
    bucket: String,
    endpoint: String,
    /// Whether keys are given, rather than asked from the machine.
    has_keys: bool,
}

/// An object that exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Its key.
    pub key: String,
    /// How large it is.
    pub size_bytes: u64,
    /// Differs between contents of one key, where the service says so.
    pub e_tag: Option<String>,
    /// When it was written, in milliseconds since 1970.
    pub modified_millis: i64,
}

impl From<ObjectMeta> for Object {
    fn from(meta: ObjectMeta) -> Self {
        Self {
            key: meta.location.to_string(),
            size_bytes: meta.size,
            e_tag: meta.e_tag,
            modified_millis: meta.last_modified.timestamp_millis(),
        }
    }
}

/// Access to one bucket.
#[derive(Clone)]
pub struct Bucket {
    store: Arc<AmazonS3>,
    worker: Arc<Worker>,
    place: Arc<Place>,
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bucket")
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}

impl Bucket {
    /// The object of that key, if there is one. A missing bucket is told from a missing object by [`Bucket::check`] only.
    pub fn find(&self, key: &str) -> Result<Option<Object>, Error> {
        let path = self.path(key)?;
        match self.worker.wait(self.store.head(&path)) {
            Ok(meta) => Ok(Some(meta.into())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(self.place.explain(key, error)),
        }
    }

    /// Fails if the bucket does not exist or cannot be listed from `prefix` on. Answers to [`Bucket::find`] have no body
    /// that could tell.
    pub fn check(&self, prefix: &str) -> Result<(), Error> {
        let path = self.folder(prefix)?;
        match self.worker.wait(self.store.list(path.as_ref()).next()) {
            Some(Err(error)) => Err(self.place.explain(prefix, error)),
            _ => Ok(()),
        }
    }

    /// The objects below a folder, which is empty for all, in the order of their keys.
    pub fn list(&self, folder: &str) -> Result<Vec<Object>, Error> {
        let path = self.folder(folder)?;
        let listed = self
            .worker
            .wait(self.store.list(path.as_ref()).try_collect::<Vec<_>>());
        let listed = listed.map_err(|error| self.place.explain(folder, error))?;
        let mut objects: Vec<Object> = listed.into_iter().map(Object::from).collect();
        objects.sort_unstable_by(|a, b| a.key.cmp(&b.key));
        Ok(objects)
    }

    /// Opens an object for reading.
    pub fn read(&self, key: &str) -> Result<Reader, Error> {
        let path = self.path(key)?;
        let answer = self.worker.wait(self.store.get(&path));
        let answer = answer.map_err(|error| self.place.explain(key, error))?;
        Ok(Reader::new(self.clone(), key, answer))
    }

    /// Writes an object in one request.
    pub fn write(&self, key: &str, content: Vec<u8>) -> Result<(), Error> {
        let path = self.path(key)?;
        let sent = self.worker.wait(self.store.put(&path, content.into()));
        sent.map(drop).map_err(|error| self.place.explain(key, error))
    }

    /// Begins to write an object in parts.
    pub fn upload(&self, key: &str) -> Result<Upload, Error> {
        let path = self.path(key)?;
        let parts = self.worker.wait(self.store.put_multipart(&path));
        let parts = parts.map_err(|error| self.place.explain(key, error))?;
        Ok(Upload::new(self.clone(), key, parts))
    }

    /// Deletes an object, if there is one.
    pub fn delete(&self, key: &str) -> Result<(), Error> {
        let path = self.path(key)?;
        match self.worker.wait(self.store.delete(&path)) {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(self.place.explain(key, error)),
        }
    }

    fn path(&self, key: &str) -> Result<Path, Error> {
        Path::parse(key).map_err(|error| self.place.explain(key, error.into()))
    }

    fn folder(&self, prefix: &str) -> Result<Option<Path>, Error> {
        (!prefix.is_empty()).then(|| self.path(prefix)).transpose()
    }
}
