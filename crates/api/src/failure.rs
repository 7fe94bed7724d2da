//! The service's errors as error codes of the protocol. What clients hear and what the log keeps are two things: an
//! internal failure is told in one general sentence, and logged with its causes.

use onefold_domain::chain;
use onefold_protocol::validate::Refused;
use onefold_protocol::wire_error::WireError;
use onefold_service::Error;

/// Why an operation gives no response.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The service refused or failed.
    Service(Error),
    /// The request was refused before it got there.
    Wire(WireError),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Service(error)
    }
}

impl From<WireError> for Failure {
    fn from(error: WireError) -> Self {
        Self::Wire(error)
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        let code = match &refused {
            Refused::Type { .. } => "SerializationException",
            Refused::Constraints(_) => "ValidationException",
        };
        Self::Wire(WireError::client(code, refused.to_string()))
    }
}

/// The code of an error; names are those of the service model.
pub(crate) fn code(error: &Error) -> &'static str {
    match error {
        Error::NotFound(_) => "EntityNotFoundException",
        Error::AlreadyExists(_) => "AlreadyExistsException",
        Error::InvalidInput(_) => "InvalidInputException",
        Error::LimitExceeded(_) => "ResourceNumberLimitExceededException",
        Error::ConcurrentRunsExceeded(_) => "ConcurrentRunsExceededException",
        Error::TransformNotReady(_) => "MLTransformNotReadyException",
        Error::CrawlerRunning(_) => "CrawlerRunningException",
        Error::CrawlerNotRunning(_) => "CrawlerNotRunningException",
        Error::CrawlerStopping(_) => "CrawlerStoppingException",
        Error::ConcurrentModification(_) => "ConcurrentModificationException",
        Error::Store(_) | Error::Objects(_) => "InternalServiceException",
    }
}

impl Failure {
    /// As the client hears it; `errors` are the codes that the operation knows.
    pub fn wire(self, operation: &str, errors: &[String]) -> WireError {
        let error = match self {
            Self::Wire(wire) => return wire,
            Self::Service(error) => error,
        };
        let mut code = code(&error);
        if code == "InternalServiceException" {
            tracing::error!(operation, error = %chain(&error), "operation failed");
            return WireError::client(code, "Internal error; see the log of the service");
        }
        if !errors.is_empty() && !errors.iter().any(|known| known == code) {
            // Clients type errors by operation. What an operation does not know, it tells as a mistake in the input.
            let instead = if code == "AlreadyExistsException" || code == "ConcurrentModificationException" {
                [
                    "ConcurrentModificationException",
                    "InvalidInputException",
                    "OperationTimeoutException",
                ]
            } else {
                [
                    "InvalidInputException",
                    "EntityNotFoundException",
                    "OperationTimeoutException",
                ]
            };
            code = instead
                .into_iter()
                .find(|instead| errors.iter().any(|known| known == instead))
                .unwrap_or("ValidationException");
        }
        WireError::client(code, error.to_string())
    }
}
