//! The port of task runs to an object store elsewhere: S3, or what speaks its protocol. Objects are fetched to files before
//! they are read; outputs are written to files and sent when they are complete, what says which belong together last.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use onefold_domain::{ObjectError, ObjectInfo, ObjectUri, Objects, Timestamp, random_hex};
use onefold_s3::{Bucket, Client, Error, Settings};

/// Fetched files that nobody asked for in so long are taken away.
const UNUSED: Duration = Duration::from_hours(1);

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
    client: Client,
    staging: PathBuf,
    fetched: PathBuf,
    /// The addresses of fetched objects, by path.
    addresses: Mutex<BTreeMap<String, String>>,
}

impl RemoteObjects {
    /// Unfinished output and fetched objects go below `staging`.
    pub fn new(settings: RemoteSettings, staging: &Path) -> io::Result<Self> {
        // The variables may point other clients to this very service, so only keys are taken from them.
        let endpoint = settings
            .endpoint
            .unwrap_or_else(|| format!("https://s3.{}.amazonaws.com", settings.region));
        Ok(Self {
            client: Client::new(Settings {
                endpoint: Some(endpoint),
                region: Some(settings.region),
                keys: settings.keys,
            })?,
            staging: staging.to_owned(),
            fetched: staging.join("fetched"),
            addresses: Mutex::default(),
        })
    }

    fn bucket(&self, uri: &ObjectUri) -> Result<Bucket, ObjectError> {
        self.client
            .bucket(uri.bucket())
            .map_err(|error| failed(uri, "reached", error))
    }

    fn files(&self, uri: &ObjectUri, with_hidden: bool) -> Result<Vec<ObjectInfo>, ObjectError> {
        let bucket = self.bucket(uri)?;
        if !uri.is_folder() {
            let object = bucket
                .find(uri.key())
                .map_err(|error| failed(uri, "read", error))?;
            if let Some(object) = object {
                return Ok(vec![ObjectInfo {
                    uri: uri.clone(),
                    size_bytes: object.size_bytes,
                    modified_on: Some(in_seconds(object.modified_millis)),
                }]);
            }
        }
        // A prefix may end within a name; the store lists whole folders.
        let folder = uri.key().rsplit_once('/').map_or("", |(folder, _)| folder);
        let listed = match bucket.list(folder) {
            Err(Error::MissingObject { .. } | Error::MissingBucket { .. }) => Vec::new(),
            listed => listed.map_err(|error| failed(uri, "read", error))?,
        };
        let is_hidden = |key: &str| {
            let below = key.strip_prefix(folder).unwrap_or(key);
            below.split('/').any(|name| name.starts_with(['.', '_']))
        };
        // Of a folder and names that only begin as it does, the folder is meant.
        let own_folder = format!("{}/", uri.key());
        let is_own_folder =
            !uri.is_folder() && listed.iter().any(|object| object.key.starts_with(&own_folder));
        let begin = if is_own_folder {
            own_folder.as_str()
        } else {
            uri.key()
        };
        let mut found: Vec<ObjectInfo> = listed
            .iter()
            .filter_map(|object| {
                let key = object.key.as_str();
                let is_meant = key.starts_with(begin) && (with_hidden || !is_hidden(key));
                let own = ObjectUri::parse(&format!("s3://{}/{key}", uri.bucket())).ok();
                own.filter(|_| is_meant).map(|uri| ObjectInfo {
                    uri,
                    size_bytes: object.size_bytes,
                    modified_on: Some(in_seconds(object.modified_millis)),
                })
            })
            .collect();
        found.sort_by(|a, b| a.uri.cmp(&b.uri));
        Ok(found)
    }

    fn send(&self, file: &Path, uri: &ObjectUri) -> Result<(), ObjectError> {
        let bucket = self.bucket(uri)?;
        let send = || {
            let mut content = fs::File::open(file)?;
            let mut upload = bucket.upload(uri.key()).map_err(io::Error::other)?;
            io::copy(&mut content, &mut upload)?;
            upload.complete().map_err(io::Error::other)
        };
        send().map_err(|error| failed_copy(uri, "written", error))
    }

    /// Copies an object to a file, which appears complete or not at all.
    fn fetch(&self, uri: &ObjectUri, file: &Path) -> Result<(), ObjectError> {
        let mut content = self
            .bucket(uri)?
            .read(uri.key())
            .map_err(|error| failed(uri, "read", error))?;
        let beside = self.staging.join(random_hex(16));
        let mut copy = || {
            fs::create_dir_all(&self.fetched)?;
            io::copy(&mut content, &mut fs::File::create_new(&beside)?)?;
            fs::rename(&beside, file)
        };
        copy().map_err(|error| {
            // It may not have been made.
            let _ = fs::remove_file(&beside);
            failed_copy(uri, "read", error)
        })
    }

    fn addresses(&self) -> MutexGuard<'_, BTreeMap<String, String>> {
        // A map of names is whole even if another thread panicked with it.
        self.addresses.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn forget_unused(&self) {
        self.addresses().retain(|path, _| Path::new(path).exists());
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

/// A time of the store, without what not all of its answers say.
fn in_seconds(millis: i64) -> Timestamp {
    Timestamp(millis - millis.rem_euclid(1_000))
}

impl Objects for RemoteObjects {
    fn find(&self, uri: &ObjectUri) -> Result<Vec<ObjectInfo>, ObjectError> {
        self.files(uri, false)
    }

    fn list(&self, prefix: &ObjectUri) -> Result<Vec<ObjectInfo>, ObjectError> {
        self.files(prefix, true)
    }

    fn read(&self, uri: &ObjectUri, limit_bytes: u64) -> Result<Vec<u8>, ObjectError> {
        let reader = self.bucket(uri)?.read(uri.key());
        let mut reader = reader.map_err(|error| failed(uri, "read", error))?;
        if reader.size_bytes() > limit_bytes {
            return Err(ObjectError::TooLarge {
                uri: uri.to_string(),
                limit_bytes,
            });
        }
        let mut content = Vec::new();
        reader
            .read_to_end(&mut content)
            .map_err(|error| failed_copy(uri, "read", error))?;
        Ok(content)
    }

    fn write(&self, uri: &ObjectUri, content: &[u8]) -> Result<(), ObjectError> {
        self.bucket(uri)?
            .write(uri.key(), content.to_vec())
            .map_err(|error| failed(uri, "written", error))
    }

    fn make_bucket(&self, bucket: &str) -> Result<(), ObjectError> {
        let checked = self.client.bucket(bucket).and_then(|own| own.check(""));
        checked.map_err(|error| ObjectError::NoBucket {
            bucket: bucket.to_owned(),
            source: error.into(),
        })
    }

    fn delete(&self, uri: &ObjectUri) -> Result<(), ObjectError> {
        self.bucket(uri)?
            .delete(uri.key())
            .map_err(|error| failed(uri, "written", error))
    }

    fn path(&self, uri: &ObjectUri) -> Result<String, ObjectError> {
        let object = self.bucket(uri)?.find(uri.key());
        let object = object.map_err(|error| failed(uri, "read", error))?;
        let object = object.ok_or_else(|| ObjectError::NotFound { uri: uri.to_string() })?;
        let mut version = DefaultHasher::new();
        (
            uri.to_string(),
            object.size_bytes,
            object.e_tag,
            object.modified_millis,
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
            self.fetch(uri, &file)?;
        }
        let path = file.display().to_string();
        self.addresses().insert(path.clone(), uri.to_string());
        Ok(path)
    }

    fn without_paths(&self, text: &str) -> String {
        let mut plain = text.to_owned();
        if text.contains(&self.fetched.display().to_string()) {
            for (path, address) in self.addresses().iter() {
                plain = plain.replace(path, address);
            }
        }
        crate::local::without_staging(&self.staging, &plain)
    }

    fn staging(&self, attempt: &str) -> Result<String, ObjectError> {
        crate::local::make_staging(&self.staging, attempt)
    }

    fn discard(&self, staging: &str) -> Result<(), ObjectError> {
        crate::local::discard_staging(staging)
    }

    fn kept(&self, name: &str) -> Result<String, ObjectError> {
        crate::local::kept_file(&self.staging, name)
    }

    fn discard_kept(&self, name: &str) -> Result<(), ObjectError> {
        crate::local::discard_kept(&self.staging, name)
    }

    fn limit_kept(&self, bytes: u64) -> Result<(), ObjectError> {
        crate::local::limit_kept(&self.staging, bytes)
    }

    fn publish(&self, staging: &str, prefix: &ObjectUri, replaced: &[ObjectUri]) -> Result<(), ObjectError> {
        let failed = |error: io::Error| ObjectError::Failed {
            uri: prefix.to_string(),
            verb: "written",
            source: error.into(),
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

fn failed(uri: &ObjectUri, verb: &'static str, error: Error) -> ObjectError {
    match error {
        Error::MissingObject { .. } if verb == "read" => ObjectError::NotFound { uri: uri.to_string() },
        error => ObjectError::Failed {
            uri: uri.to_string(),
            verb,
            source: error.into(),
        },
    }
}

/// A failed copy: the object store's own error, or the file's.
fn failed_copy(uri: &ObjectUri, verb: &'static str, error: io::Error) -> ObjectError {
    match Error::of_io(error) {
        Ok(error) => failed(uri, verb, error),
        Err(error) => ObjectError::Failed {
            uri: uri.to_string(),
            verb,
            source: error.into(),
        },
    }
}
