//! Addresses of objects, and the one client that reaches them.

use std::fmt;
use std::io;
use std::sync::OnceLock;

use onefold_s3::{Bucket, Client, Settings};

use crate::Error;

/// `s3://bucket/key`
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    bucket: String,
    key: String,
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
        if bucket.is_empty() || !onefold_s3::is_key(key) {
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

    /// The bucket, with endpoint, region and keys from the usual AWS variables.
    pub fn bucket(&self) -> Result<Bucket, Error> {
        static CLIENT: OnceLock<Client> = OnceLock::new();
        if let Some(client) = CLIENT.get() {
            return Ok(client.bucket(&self.bucket)?);
        }
        let client = Client::new(Settings::from_env()).map_err(|source| Error::Read {
            file: self.to_string(),
            source,
        })?;
        Ok(CLIENT.get_or_init(|| client).bucket(&self.bucket)?)
    }

    /// Whether the object exists; a bucket that does not is an error.
    pub fn exists(&self) -> Result<bool, Error> {
        let bucket = self.bucket()?;
        let is_there = bucket.find(&self.key)?.is_some();
        if !is_there {
            bucket.check(&self.key)?;
        }
        Ok(is_there)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3://{}/{}", self.bucket, self.key)
    }
}

/// Takes out the error that an object's reader or writer put into an `io::Error`.
pub(crate) fn unwrap(error: io::Error) -> Result<Error, io::Error> {
    onefold_s3::Error::of_io(error).map(Error::from)
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
