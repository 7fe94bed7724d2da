//! Errors as clients of the JSON 1.1 protocol read them.

use serde_json::json;

use crate::model;

/// Header that names the error code, which several SDKs read before the body.
pub const ERROR_TYPE_HEADER: &str = "x-amzn-errortype";

/// An error on its way to a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WireError {
    /// The code, as SDKs know it.
    pub code: &'static str,
    /// The text.
    pub message: String,
    /// The HTTP status.
    pub status: u16,
}

impl WireError {
    /// An error that the client made.
    pub fn client(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            status: model::error_status(code).unwrap_or(400),
        }
    }

    /// The same with another status.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// The body. Errors of the service model call their text `Message`, those of the framework below it `message`.
    pub fn body(&self) -> String {
        if model::error_status(self.code).is_some() {
            json!({ "__type": self.code, "Message": self.message }).to_string()
        } else {
            json!({ "__type": self.code, "message": self.message }).to_string()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modeled_errors_say_message_with_a_capital() {
        let modeled = WireError::client("EntityNotFoundException", "gone");
        assert_eq!(
            modeled.body(),
            r#"{"Message":"gone","__type":"EntityNotFoundException"}"#
        );
        assert_eq!(modeled.status, 400);
        let framework = WireError::client("InvalidSignatureException", "no");
        assert_eq!(
            framework.body(),
            r#"{"__type":"InvalidSignatureException","message":"no"}"#
        );
        assert_eq!(WireError::client("InternalServiceException", "").status, 500);
    }
}
