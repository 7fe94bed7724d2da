//! The page for a failed request: a heading, one sentence, and a link.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use maud::{Markup, html};
use onefold_service::Error;

/// Why a request failed.
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

    /// The thing asked for does not exist.
    pub fn not_found(text: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "Page not found", text)
    }

    /// The request is not valid.
    pub fn invalid(text: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "Cannot do that", text)
    }

    /// The request is larger than allowed.
    pub fn too_large(text: impl Into<String>) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "Too large", text)
    }

    /// An internal error. The reason goes to the log, not to the page.
    pub fn internal(reason: &str) -> Self {
        tracing::error!(reason, "a page of the console failed");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Something went wrong",
            "This is an error in Onefold, not something you did. The log of the service has the details.",
        )
    }

    pub(crate) fn forbidden(text: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "Access denied", text)
    }

    pub(crate) fn waiting(text: impl Into<String>) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "Too many attempts", text)
    }

    pub(crate) fn no_form() -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Cannot do that",
            "This address only accepts forms from the console.",
        )
    }

    /// The same failure under a heading that names what failed.
    pub(crate) fn titled(self, heading: &'static str) -> Self {
        Self { heading, ..self }
    }

    pub(crate) fn heading(&self) -> &'static str {
        self.heading
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
                p { a.button href="/console" { "Go to the start page" } }
            }
        }
    }
}

/// Turns a message of the service, which is a fragment, into a sentence.
pub(crate) fn sentence(text: &str) -> String {
    // A file name at the start keeps its case.
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
            Error::Store(error) => Self::internal(&onefold_domain::chain(&error)),
            Error::Objects(error) => Self::internal(&onefold_domain::chain(&error)),
            Error::ConcurrentModification(text) | Error::AlreadyExists(text) => {
                Self::new(StatusCode::CONFLICT, "Cannot do that", text)
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
