//! What a page says when it cannot do what was asked: a heading, one sentence, a way on.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use maud::{Markup, html};
use onefold_service::Error;

/// Why a page cannot be shown or a wish cannot be met.
#[derive(Debug, Clone)]
pub struct Failure {
    pub(crate) status: StatusCode,
    heading: &'static str,
    text: String,
}

impl Failure {
    fn new(status: StatusCode, heading: &'static str, text: impl Into<String>) -> Self {
        Self {
            status,
            heading,
            text: text.into(),
        }
    }

    /// What it is about does not exist.
    pub fn not_found(text: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "There is nothing here", text)
    }

    /// What was sent is not right.
    pub fn invalid(text: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "That does not work", text)
    }

    /// What was sent is larger than what is allowed.
    pub fn too_large(text: impl Into<String>) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "That is too large", text)
    }

    /// A fault of the program; the text is for people, the log has the reason.
    pub fn internal(reason: &str) -> Self {
        tracing::error!(reason, "a page of the console failed");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Something went wrong",
            "This is a fault of the service, not of what you did; its log has the reason.",
        )
    }

    pub(crate) fn forbidden(text: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "Not allowed", text)
    }

    pub(crate) fn waiting(text: impl Into<String>) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "Not now", text)
    }

    pub(crate) fn no_form() -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "That does not work",
            "This address takes a form of the console.",
        )
    }

    /// One sentence about what is wrong.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn body(&self) -> Markup {
        html! {
            section.card {
                h1 { (self.heading) }
                p.lead { (sentence(&self.text)) }
                p { a.button href="/console" { "To the start page" } }
            }
        }
    }
}

/// The texts of the service are fragments; here they stand alone.
pub(crate) fn sentence(text: &str) -> String {
    // A name of a file stays as it is.
    let first = text.split_whitespace().next().unwrap_or_default();
    let is_word = first
        .trim_end_matches([',', ';', ':'])
        .chars()
        .all(char::is_alphabetic);
    let mut letters = text.chars();
    let mut sentence: String = match letters.next() {
        Some(letter) if is_word => letter.to_uppercase().collect(),
        letter => letter.into_iter().collect(),
    };
    sentence.push_str(letters.as_str());
    if !sentence.ends_with(['.', '!', '?']) {
        sentence.push('.');
    }
    sentence
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound(text) => Self::not_found(text),
            Error::Store(error) => Self::internal(&error.to_string()),
            Error::Objects(error) => Self::internal(&error.to_string()),
            Error::ConcurrentModification(text) | Error::AlreadyExists(text) => {
                Self::new(StatusCode::CONFLICT, "That does not work", text)
            }
            other => Self::invalid(other.to_string()),
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_become_sentences() {
        assert_eq!(
            sentence("transform tfm-1 has no labels"),
            "Transform tfm-1 has no labels."
        );
        assert_eq!(sentence("people.csv is empty"), "people.csv is empty.");
        assert_eq!(
            sentence("saved; the next run uses it"),
            "Saved; the next run uses it."
        );
        assert_eq!(sentence("Done!"), "Done!");
        assert_eq!(sentence(""), ".");
    }
}
