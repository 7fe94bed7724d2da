//! Objects: what `s3://bucket/key` names, wherever it is kept.

use std::fmt;

use crate::{Cause, Timestamp};

/// `s3://bucket/key`; the key may be empty or end with a slash where a prefix is meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectUri {
    bucket: String,
    key: String,
}

/// Why a text does not name an object.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AddressError {
    /// It is something else.
    #[error("{text:?} is not an address of the form s3://bucket/key")]
    NoAddress {
        /// The text.
        text: String,
    },
    /// No bucket can have that name.
    #[error("{text:?} does not have a valid bucket name")]
    BadBucket {
        /// The text.
        text: String,
    },
    /// The key leaves its bucket, or has characters that no key has.
    #[error("{text:?} does not have a valid key")]
    BadKey {
        /// The text.
        text: String,
    },
    /// The key is too long.
    #[error("the key of {text:?} is longer than 1,024 bytes")]
    LongKey {
        /// The text.
        text: String,
    },
}

impl ObjectUri {
    /// Reads an address.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let given = || text.to_owned();
        let rest = ["s3://", "s3a://", "s3n://"]
            .iter()
            .find_map(|scheme| text.strip_prefix(scheme))
            .ok_or_else(|| AddressError::NoAddress { text: given() })?;
        let (bucket, key) = rest.split_once('/').unwrap_or((rest, ""));
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-');
        if bucket.len() < 3 || bucket.len() > 63 || !bucket.chars().all(is_name) {
            return Err(AddressError::BadBucket { text: given() });
        }
        let is_climbing = key.split('/').any(|part| part == ".." || part == ".");
        if is_climbing || key.contains("//") || key.starts_with('/') || key.chars().any(char::is_control) {
            return Err(AddressError::BadKey { text: given() });
        }
        if key.len() > 1024 {
            return Err(AddressError::LongKey { text: given() });
        }
        Ok(Self {
            bucket: bucket.to_owned(),
            key: key.to_owned(),
        })
    }

    /// The bucket.
    pub fn bucket(&self) -> &str {
        &self.bucket
    }

    /// The key.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// An object below this prefix.
    #[must_use]
    pub fn join(&self, name: &str) -> Self {
        let key = match self.key.trim_end_matches('/') {
            "" => name.to_owned(),
            prefix => format!("{prefix}/{name}"),
        };
        Self {
            bucket: self.bucket.clone(),
            key,
        }
    }

    /// Whether it can only be a prefix.
    pub fn is_folder(&self) -> bool {
        self.key.is_empty() || self.key.ends_with('/')
    }
}

impl fmt::Display for ObjectUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3://{}/{}", self.bucket, self.key)
    }
}

/// An object that exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectInfo {
    /// Where.
    pub uri: ObjectUri,
    /// How large.
    pub size_bytes: u64,
    /// When it was written, in whole seconds since some stores keep no more, if that is known.
    pub modified_on: Option<Timestamp>,
}

/// Why an object cannot be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ObjectError {
    /// There is none.
    #[error("{uri} does not exist")]
    NotFound {
        /// What was asked for.
        uri: String,
    },
    /// It is larger than what is allowed.
    #[error("{uri} is larger than {limit_bytes} bytes")]
    TooLarge {
        /// What was asked for.
        uri: String,
        /// The limit.
        limit_bytes: u64,
    },
    /// A bucket cannot be used, and has to be made by whoever runs the object store.
    #[error("bucket {bucket} cannot be used; create it in the object store first")]
    NoBucket {
        /// Its name.
        bucket: String,
        /// Why.
        #[source]
        source: Cause,
    },
    /// The store cannot be read or written.
    #[error("{uri} cannot be {verb}")]
    Failed {
        /// What was asked for.
        uri: String,
        /// `read` or `written`.
        verb: &'static str,
        /// Why.
        #[source]
        source: Cause,
    },
}

/// Reaches objects. A written object appears complete or not at all.
pub trait Objects: Send + Sync {
    /// The object, or all objects below the prefix, in the order of their keys. Empty if there is neither. Names that
    /// begin with a dot or underscore are passed over below a prefix.
    fn find(&self, uri: &ObjectUri) -> Result<Vec<ObjectInfo>, ObjectError>;

    /// All objects below a prefix, hidden ones too.
    fn list(&self, prefix: &ObjectUri) -> Result<Vec<ObjectInfo>, ObjectError>;

    /// The content of an object.
    fn read(&self, uri: &ObjectUri, limit_bytes: u64) -> Result<Vec<u8>, ObjectError>;

    /// Writes an object.
    fn write(&self, uri: &ObjectUri, content: &[u8]) -> Result<(), ObjectError>;

    /// Creates a bucket, unless it exists.
    fn make_bucket(&self, bucket: &str) -> Result<(), ObjectError>;

    /// Deletes an object, if it exists.
    fn delete(&self, uri: &ObjectUri) -> Result<(), ObjectError>;

    /// A path of this machine where the object can be read; it is fetched first where it is kept elsewhere.
    fn path(&self, uri: &ObjectUri) -> Result<String, ObjectError>;

    /// The same text with the address of an object in place of each path that [`Objects::path`] gave, and without the folders of
    /// unfinished outputs: what a client may read.
    fn without_paths(&self, text: &str) -> String;

    /// A folder on this machine for the unfinished output of one attempt at a run; it is made empty.
    fn staging(&self, attempt: &str) -> Result<String, ObjectError>;

    /// Deletes a staging folder and its contents, if it exists.
    fn discard(&self, staging: &str) -> Result<(), ObjectError>;

    /// Where a file is kept on this machine from run to run, whether it exists or not. It is never published, and what makes it
    /// can make it again.
    fn kept(&self, name: &str) -> Result<String, ObjectError>;

    /// Deletes such a file, if it exists.
    fn discard_kept(&self, name: &str) -> Result<(), ObjectError>;

    /// Deletes such files, those first that were not written for longest, until all that are left have no more than so many bytes.
    fn limit_kept(&self, bytes: u64) -> Result<(), ObjectError>;

    /// Puts the files of a staging folder below a prefix in one step, in place of `replaced`, and takes the folder away.
    /// An error means that the files are not there.
    fn publish(&self, staging: &str, prefix: &ObjectUri, replaced: &[ObjectUri]) -> Result<(), ObjectError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_leave_their_bucket_are_refused() {
        for text in [
            "people.csv",
            "http://b/k",
            "s3://",
            "s3://B/k",
            "s3://ab/k",
            "s3://bucket/../other",
            "s3://bucket/a/../../b",
            "s3://bucket//etc/passwd",
            "s3://bucket/a/./b",
            "s3://bucket/a\nb",
            "s3://../k",
        ] {
            assert!(ObjectUri::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_prefix_is_joined_with_one_slash() {
        for text in ["s3://bucket/a", "s3://bucket/a/"] {
            let uri = ObjectUri::parse(text).expect("an address");
            assert_eq!(uri.join("b.csv").to_string(), "s3://bucket/a/b.csv");
        }
        let root = ObjectUri::parse("s3://bucket").expect("an address");
        assert_eq!(root.join("b.csv").to_string(), "s3://bucket/b.csv");
    }
}
