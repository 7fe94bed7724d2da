//! What the service refuses, by what the caller can do about it. The texts are for people and are shown to clients.

use onefold_domain::{AddressError, ObjectError, StoreError};

/// Why an operation was refused or failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What it is about does not exist.
    #[error("{0}")]
    NotFound(String),
    /// Something of that name exists.
    #[error("{0}")]
    AlreadyExists(String),
    /// A semantic mistake: values that do not go together, a bad path, a bad token, a wrong state.
    #[error("{0}")]
    InvalidInput(String),
    /// There are as many as there may be, or it is too large.
    #[error("{0}")]
    LimitExceeded(String),
    /// Too many runs are under way.
    #[error("{0}")]
    ConcurrentRunsExceeded(String),
    /// The transform has not learned enough.
    #[error("{0}")]
    TransformNotReady(String),
    /// The crawler is at work.
    #[error("{0}")]
    CrawlerRunning(String),
    /// The crawler is not at work.
    #[error("{0}")]
    CrawlerNotRunning(String),
    /// The crawler is about to stop.
    #[error("{0}")]
    CrawlerStopping(String),
    /// Somebody else changed it at the same time.
    #[error("{0}")]
    ConcurrentModification(String),
    /// The metadata store failed.
    #[error("the metadata store failed")]
    Store(#[source] StoreError),
    /// The object store failed.
    #[error("the object store failed")]
    Objects(#[source] ObjectError),
}

impl Error {
    pub(crate) fn invalid(text: impl Into<String>) -> Self {
        Self::InvalidInput(text.into())
    }

    pub(crate) fn not_found(text: impl Into<String>) -> Self {
        Self::NotFound(text.into())
    }
}

impl From<AddressError> for Error {
    fn from(error: AddressError) -> Self {
        Self::InvalidInput(error.to_string())
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::AlreadyExists { .. } => Self::AlreadyExists(error.to_string()),
            StoreError::Conflict { .. } => Self::ConcurrentModification(format!("{error}; try again")),
            other => Self::Store(other),
        }
    }
}
