//! What fails, by what the caller can do about it.

use std::io;

use crate::Place;

type Cause = Box<object_store::Error>;

/// Why a bucket or an object cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No such bucket.
    #[error("{address}: bucket {bucket:?} does not exist at {endpoint}; check its name")]
    MissingBucket {
        /// What was asked for.
        address: String,
        /// The bucket.
        bucket: String,
        /// Where it was looked for.
        endpoint: String,
    },
    /// No such object.
    #[error("{address}: no such object; check the bucket and the key")]
    MissingObject {
        /// What was asked for.
        address: String,
    },
    /// No credentials for the object store.
    #[error("{address}: no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_REGION)")]
    NoCredentials {
        /// What was asked for.
        address: String,
        /// What the client said.
        #[source]
        source: Cause,
    },
    /// The service refuses the keys, or the keys do not allow this.
    #[error("{address}: access denied; check the access key and its permissions")]
    AccessDenied {
        /// What was asked for.
        address: String,
        /// What the service said.
        #[source]
        source: Cause,
    },
    /// Nothing answers where the service should be.
    #[error("{address}: no response from {endpoint}; check AWS_ENDPOINT_URL and the network")]
    Unreachable {
        /// What was asked for.
        address: String,
        /// Where an answer was expected.
        endpoint: String,
        /// What the client said.
        #[source]
        source: Cause,
    },
    /// Any other failure.
    #[error("{address}: the object store failed: {reason}")]
    Failed {
        /// What was asked for.
        address: String,
        /// What the client said, in one line.
        reason: String,
        /// The whole story.
        #[source]
        source: Cause,
    },
}

impl Error {
    /// Takes out the error that a reader or writer put into an `io::Error`.
    pub fn of_io(error: io::Error) -> Result<Self, io::Error> {
        error.downcast()
    }

    /// Whether the machine or the network is at fault: the same call may go well another time.
    pub fn is_of_machine(&self) -> bool {
        matches!(self, Self::Unreachable { .. } | Self::Failed { .. })
    }
}

impl Place {
    pub(crate) fn address(&self, key: &str) -> String {
        format!("s3://{}/{key}", self.bucket)
    }

    /// What a failure of the client means.
    pub(crate) fn explain(&self, key: &str, error: object_store::Error) -> Error {
        let text = one_line(&error);
        let lower = text.to_lowercase();
        let is_without_keys =
            lower.contains("credential") || lower.contains("metadata") || lower.contains("169.254");
        let address = self.address(key);
        match error {
            // The client tells a missing bucket in words only.
            _ if lower.contains("nosuchbucket") || lower.contains("bucket does not exist") => {
                Error::MissingBucket {
                    address,
                    bucket: self.bucket.clone(),
                    endpoint: self.endpoint.clone(),
                }
            }
            object_store::Error::NotFound { .. } => Error::MissingObject { address },
            // Without keys the client asks the machine's metadata service for some, and that is what fails.
            error if !self.has_keys && is_without_keys => Error::NoCredentials {
                address,
                source: Box::new(error),
            },
            error @ (object_store::Error::PermissionDenied { .. }
            | object_store::Error::Unauthenticated { .. }) => Error::AccessDenied {
                address,
                source: Box::new(error),
            },
            error if lower.contains("error sending request") => Error::Unreachable {
                address,
                endpoint: self.endpoint.clone(),
                source: Box::new(error),
            },
            error => Error::Failed {
                address,
                reason: text,
                source: Box::new(error),
            },
        }
    }
}

/// The message with its causes, without the line breaks of XML answers.
fn one_line(error: &object_store::Error) -> String {
    error.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}
