//! Objects of S3 and its likes: addresses, listing, streaming reads, and uploads that appear at the end or not at all.
//!
//! The client is asynchronous and everything else here is not, so each client carries a small runtime of its own. One
//! worker thread is enough: it moves bytes while the calling thread parses or encodes.

use std::env;
use std::fmt;
use std::io::{self, Read, Write};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures::io::{AsyncRead, AsyncReadExt};
use futures::stream::{StreamExt, TryStreamExt};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt, RetryConfig};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use crate::Error;

/// Part size of uploads: S3 takes 10,000 parts, so this reaches 80 GiB.
const PART_BYTES: usize = 8 * 1024 * 1024;
/// Parts under way at a time.
const PARTS_AT_ONCE: usize = 4;
/// A service that does not answer for this long is reported rather than waited for.
const RETRY_SECS: u64 = 20;
const MAX_RETRIES: usize = 4;

/// `s3://bucket/key`
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    bucket: String,
    key: String,
}

/// Access to one bucket.
#[derive(Clone)]
pub(crate) struct Client {
    store: Arc<AmazonS3>,
    runtime: Arc<Runtime>,
    endpoint: String,
}

/// Whether an input or output names an object.
pub(crate) fn is_address(text: &str) -> bool {
    text.starts_with("s3://") || text.starts_with("s3a://")
}

impl Address {
    pub fn parse(text: &str) -> Result<Self, Error> {
        let bad = || Error::BadAddress {
            address: text.to_owned(),
        };
        let (_, rest) = text.split_once("://").ok_or_else(bad)?;
        let (bucket, key) = rest.split_once('/').ok_or_else(bad)?;
        if bucket.is_empty() || key.is_empty() || key.ends_with('/') || Path::parse(key).is_err() {
            return Err(bad());
        }
        Ok(Self {
            bucket: bucket.to_owned(),
            key: key.to_owned(),
        })
    }

    pub fn key(&self) -> &str {
        &self.key
    }

    pub fn with_key(&self, key: &str) -> Self {
        Self {
            bucket: self.bucket.clone(),
            key: key.to_owned(),
        }
    }

    fn path(&self) -> Path {
        Path::parse(&self.key).expect("an address holds only keys that were parsed before")
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3://{}/{}", self.bucket, self.key)
    }
}

impl Client {
    /// Takes endpoint, region and keys from the usual AWS variables.
    pub fn new(address: &Address) -> Result<Self, Error> {
        let endpoint = ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"]
            .iter()
            .find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()));
        let mut builder = AmazonS3Builder::from_env()
            .with_bucket_name(&address.bucket)
            .with_retry(RetryConfig {
                max_retries: MAX_RETRIES,
                retry_timeout: Duration::from_secs(RETRY_SECS),
                ..RetryConfig::default()
            });
        if let Some(endpoint) = &endpoint {
            builder = builder
                .with_endpoint(endpoint)
                .with_allow_http(endpoint.starts_with("http://"));
        }
        let store = builder.build().map_err(|error| explain(address, "AWS", error))?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("object-store")
            .enable_all()
            .build()
            .map_err(|source| Error::Read {
                file: address.to_string(),
                source,
            })?;
        Ok(Self {
            store: Arc::new(store),
            runtime: Arc::new(runtime),
            endpoint: endpoint.unwrap_or_else(|| "AWS".to_owned()),
        })
    }

    /// Keys and sizes of the objects under a folder (without its last slash), in the order of keys.
    pub fn list(&self, address: &Address, folder: &str) -> Result<Vec<(String, u64)>, Error> {
        let prefix = (!folder.is_empty()).then(|| Path::from(folder));
        let listing = self.store.list(prefix.as_ref()).try_collect::<Vec<_>>();
        let found = self
            .runtime
            .block_on(listing)
            .map_err(|error| explain(address, &self.endpoint, error))?;
        let mut keys: Vec<(String, u64)> = found
            .into_iter()
            .map(|object| (object.location.to_string(), object.size))
            .collect();
        keys.sort_unstable();
        Ok(keys)
    }

    /// Opens an object for reading.
    pub fn get(&self, address: &Address) -> Result<ObjectReader, Error> {
        let answer = self
            .runtime
            .block_on(self.store.get(&address.path()))
            .map_err(|error| explain(address, &self.endpoint, error))?;
        Ok(ObjectReader {
            client: self.clone(),
            address: address.clone(),
            bytes: Box::pin(answer.into_stream().map_err(io::Error::other).into_async_read()),
        })
    }

    /// Whether an object exists; a bucket that does not is an error.
    pub fn exists(&self, address: &Address) -> Result<bool, Error> {
        match self.runtime.block_on(self.store.head(&address.path())) {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => {
                // The answer to HEAD has no body that could tell a missing bucket from a missing object.
                let first = self
                    .runtime
                    .block_on(self.store.list(Some(&address.path())).next());
                match first {
                    Some(Err(error)) => Err(explain(address, &self.endpoint, error)),
                    _ => Ok(false),
                }
            }
            Err(error) => Err(explain(address, &self.endpoint, error)),
        }
    }

    /// Begins an upload.
    pub fn put(&self, address: &Address) -> Result<Upload, Error> {
        let upload = self
            .runtime
            .block_on(self.store.put_multipart(&address.path()))
            .map_err(|error| explain(address, &self.endpoint, error))?;
        Ok(Upload {
            client: self.clone(),
            address: address.clone(),
            parts: Some(upload),
            buffer: Vec::new(),
            tasks: JoinSet::new(),
        })
    }
}

/// The bytes of an object, in order.
pub(crate) struct ObjectReader {
    client: Client,
    address: Address,
    bytes: Pin<Box<dyn AsyncRead + Send>>,
}

impl Read for ObjectReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.client
            .runtime
            .block_on(self.bytes.read(buffer))
            .map_err(|error| match error.downcast::<object_store::Error>() {
                Ok(error) => {
                    io::Error::other(Explained(explain(&self.address, &self.client.endpoint, error)))
                }
                Err(error) => error,
            })
    }
}

/// An upload in parts. The object appears when [`Upload::complete`] returns; dropping the upload takes it back.
pub(crate) struct Upload {
    client: Client,
    address: Address,
    /// Absent once it is completed.
    parts: Option<Box<dyn MultipartUpload>>,
    buffer: Vec<u8>,
    tasks: JoinSet<object_store::Result<()>>,
}

impl Upload {
    /// Sends the rest and makes the object appear.
    pub fn complete(mut self) -> Result<(), Error> {
        self.complete_parts()
            .map_err(|error| explain(&self.address, &self.client.endpoint, error))
    }

    fn complete_parts(&mut self) -> object_store::Result<()> {
        self.send_part(0)?;
        let Some(mut upload) = self.parts.take() else {
            return Ok(());
        };
        let result = self.client.runtime.block_on(upload.complete());
        if let Err(error) = result {
            self.parts = Some(upload);
            return Err(error);
        }
        Ok(())
    }

    /// Begins to send what is buffered, and waits until at most `limit` parts are under way.
    fn send_part(&mut self, limit: usize) -> object_store::Result<()> {
        let part = std::mem::replace(&mut self.buffer, Vec::with_capacity(PART_BYTES));
        let runtime = Arc::clone(&self.client.runtime);
        if let (Some(upload), false) = (&mut self.parts, part.is_empty()) {
            self.tasks
                .spawn_on(upload.put_part(part.into()), runtime.handle());
        }
        while self.tasks.len() > limit {
            match runtime.block_on(self.tasks.join_next()) {
                Some(Ok(result)) => result?,
                Some(Err(source)) => return Err(object_store::Error::JoinError { source }),
                None => break,
            }
        }
        Ok(())
    }
}

impl Write for Upload {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = PART_BYTES - self.buffer.len();
        let taken = bytes.len().min(room);
        self.buffer.extend_from_slice(&bytes[..taken]);
        if taken == room {
            self.send_part(PARTS_AT_ONCE - 1).map_err(|error| {
                io::Error::other(Explained(explain(&self.address, &self.client.endpoint, error)))
            })?;
        }
        Ok(taken)
    }

    /// Parts have a minimum size, so that nothing can be sent early.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        let Some(mut upload) = self.parts.take() else {
            return;
        };
        let runtime = Arc::clone(&self.client.runtime);
        runtime.block_on(self.tasks.shutdown());
        if let Err(error) = runtime.block_on(upload.abort()) {
            tracing::warn!(output = %self.address, %error, "the parts of an unfinished upload could not be deleted");
        }
    }
}

/// Our own error on its way through `io::Error`.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
struct Explained(Error);

/// Takes out the error that an object's reader or writer put into an `io::Error`.
pub(crate) fn unwrap(error: io::Error) -> Result<Error, io::Error> {
    error.downcast::<Explained>().map(|explained| explained.0)
}

fn explain(address: &Address, endpoint: &str, error: object_store::Error) -> Error {
    let text = one_line(&error);
    let lower = text.to_lowercase();
    let has_keys = env::var_os("AWS_ACCESS_KEY_ID").is_some();
    let name = address.to_string();
    match error {
        _ if lower.contains("nosuchbucket") || lower.contains("bucket does not exist") => {
            Error::MissingBucket {
                address: name,
                bucket: address.bucket.clone(),
                endpoint: endpoint.to_owned(),
            }
        }
        object_store::Error::NotFound { .. } => Error::MissingObject { address: name },
        // Without keys the client asks the machine's metadata service for some, and that is what fails.
        error
            if !has_keys
                && (lower.contains("credential")
                    || lower.contains("metadata")
                    || lower.contains("169.254")) =>
        {
            Error::NoCredentials {
                address: name,
                source: Some(Box::new(error)),
            }
        }
        error @ (object_store::Error::PermissionDenied { .. }
        | object_store::Error::Unauthenticated { .. }) => Error::AccessDenied {
            address: name,
            source: Box::new(error),
        },
        error if lower.contains("error sending request") => Error::StoreUnreachable {
            address: name,
            endpoint: endpoint.to_owned(),
            source: Box::new(error),
        },
        error => Error::ObjectStore {
            address: name,
            reason: text,
            source: Box::new(error),
        },
    }
}

/// The message with its causes, without the line breaks of XML answers.
fn one_line(error: &object_store::Error) -> String {
    error.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_name_bucket_and_key() {
        let address = Address::parse("s3://data/2024/people 1.csv").unwrap();
        assert_eq!(
            (address.bucket.as_str(), address.key()),
            ("data", "2024/people 1.csv")
        );
        assert_eq!(address.to_string(), "s3://data/2024/people 1.csv");
        for bad in [
            "s3://",
            "s3://data",
            "s3://data/",
            "s3:///key",
            "s3://data/folder/",
        ] {
            assert!(
                matches!(Address::parse(bad), Err(Error::BadAddress { .. })),
                "{bad}"
            );
        }
    }
}
