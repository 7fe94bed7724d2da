//! The service's errors as error codes of the protocol. Clients and the log get
//! different texts: an internal failure is one general sentence for clients, and is logged with its causes.

use onefold_domain::chain;
use onefold_protocol::model::{Operation, Service};
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

/// A body that the service model does not allow.
pub(crate) fn refused(refused: &Refused) -> WireError {
    let code = match refused {
        Refused::Type { .. } => "SerializationException",
        Refused::Constraints(_) => "ValidationException",
    };
    WireError::client(code, refused.to_string())
}

/// An internal failure as clients hear it; whoever gives it has logged the causes.
pub(crate) fn internal() -> WireError {
    WireError::client(
        "InternalServiceException",
        "Internal error; see the log of the service",
    )
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
    /// As the client of an operation hears it.
    pub fn wire(self, operation: &Operation) -> WireError {
        let error = match self {
            Self::Wire(wire) => return wire,
            Self::Service(error) => error,
        };
        let code = match operation.service {
            Service::Glue => known_code(operation, code(&error)),
            Service::Logs => logs_code(&error),
            Service::Onefold => code(&error),
        };
        if code == "InternalServiceException" {
            tracing::error!(operation = operation.name.as_str(), error = %chain(&error), "operation failed");
            return internal();
        }
        WireError::client(code, error.to_string())
    }
}

/// SDKs know only the codes that the model lists for the operation. Any other one becomes a code that says the input is wrong.
fn known_code(operation: &Operation, code: &'static str) -> &'static str {
    let is_known = |code: &&str| operation.errors.contains(code);
    if code == "InternalServiceException" || is_known(&code) {
        return code;
    }
    let first = match code {
        "AlreadyExistsException" | "ConcurrentModificationException" => {
            ["ConcurrentModificationException", "InvalidInputException"]
        }
        _ => ["InvalidInputException", "EntityNotFoundException"],
    };
    first
        .into_iter()
        .chain(["OperationTimeoutException"])
        .find(is_known)
        .unwrap_or("ValidationException")
}

/// The codes of `CloudWatch` Logs.
fn logs_code(error: &Error) -> &'static str {
    match error {
        Error::NotFound(_) => "ResourceNotFoundException",
        Error::InvalidInput(_) => "InvalidParameterException",
        other => code(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clients_hear_codes_that_they_know_for_the_operation() {
        let cases = [
            (
                "CreateMLTransform",
                "AlreadyExistsException",
                "AlreadyExistsException",
            ),
            (
                "UpdateMLTransform",
                "AlreadyExistsException",
                "InvalidInputException",
            ),
            (
                "UpdateCrawler",
                "ConcurrentModificationException",
                "InvalidInputException",
            ),
            ("DeleteJob", "EntityNotFoundException", "InvalidInputException"),
            ("StartCrawler", "InvalidInputException", "EntityNotFoundException"),
            (
                "GetCrawlers",
                "InvalidInputException",
                "OperationTimeoutException",
            ),
            (
                "GetCrawlers",
                "InternalServiceException",
                "InternalServiceException",
            ),
        ];
        for (name, code, heard) in cases {
            let operation = Service::Glue.operation(name).expect(name);
            assert_eq!(known_code(operation, code), heard, "{name}: {code}");
        }
    }
}
