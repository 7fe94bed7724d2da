//! The content of a form. Only the guard creates one, after it has checked the form token.

use std::collections::BTreeMap;

use axum::extract::FromRequestParts;
use http::request::Parts;

use crate::Failure;

/// The fields of a form whose token was right.
#[derive(Debug, Clone, Default)]
pub struct Posted(BTreeMap<String, Vec<String>>);

impl Posted {
    /// Parses `a=1&b=2` as browsers send it.
    pub(crate) fn parse(body: &[u8]) -> Self {
        let mut members: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for pair in body.split(|&byte| byte == b'&').filter(|pair| !pair.is_empty()) {
            let at = pair.iter().position(|&byte| byte == b'=').unwrap_or(pair.len());
            let (name, value) = (&pair[..at], pair.get(at + 1..).unwrap_or_default());
            members.entry(decoded(name)).or_default().push(decoded(value));
        }
        Self(members)
    }

    /// A field; empty if it was not sent.
    pub fn text(&self, name: &str) -> &str {
        self.all(name).first().map_or("", String::as_str)
    }

    /// All values of a field.
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// A field that is not blank.
    pub fn given(&self, name: &str) -> Option<&str> {
        Some(self.text(name).trim()).filter(|text| !text.is_empty())
    }
}

fn decoded(text: &[u8]) -> String {
    let spaced: Vec<u8> = text
        .iter()
        .map(|&byte| if byte == b'+' { b' ' } else { byte })
        .collect();
    percent_encoding::percent_decode(&spaced)
        .decode_utf8_lossy()
        .into_owned()
}

impl<S: Sync> FromRequestParts<S> for Posted {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        parts.extensions.remove::<Self>().ok_or_else(Failure::no_form)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_read_as_browsers_send_them() {
        let posted = Posted::parse("a=1+%2B+2&b=%E4%B8%96&a=x&empty=&flag&&%zz=%".as_bytes());
        assert_eq!(posted.all("a"), ["1 + 2", "x"]);
        assert_eq!((posted.text("b"), posted.text("none")), ("世", ""));
        assert_eq!((posted.given("empty"), posted.given("flag")), (None, None));
        assert_eq!(posted.text("%zz"), "%");
    }
}
