//! The sign-in page: the token printed at startup opens a session.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::HeaderMap;
use http::header::{RETRY_AFTER, SET_COOKIE};
use maud::{Markup, html};
use serde::Deserialize;

use super::words::query;
use crate::access::Entry;
use crate::{Access, Failure, Page};

/// The token, from the link or the form.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Given {
    #[serde(default)]
    token: String,
    /// The page to show after signing in.
    #[serde(default)]
    next: String,
    /// What the page was left for: the connection was lost, or a form came too late.
    #[serde(default)]
    why: String,
}

/// What ends a session; the guard puts it into the request.
#[derive(Clone)]
pub(crate) struct Leaving {
    pub access: Arc<Access>,
    pub id: String,
}

/// The sign-in page. The link fills in the token and a form sends it, since a GET request must not change anything.
pub(crate) async fn show(Query(given): Query<Given>) -> Page {
    Page::alone("Sign in", view(&given))
}

/// Opens a session.
pub(crate) async fn enter(
    State(access): State<Arc<Access>>,
    headers: HeaderMap,
    Form(given): Form<Given>,
) -> Response {
    // A TLS proxy sets this header; the cookie is then sent over TLS only.
    let is_secure = headers
        .get("x-forwarded-proto")
        .is_some_and(|scheme| scheme.as_bytes() == b"https");
    match access.enter(token_of(&given.token)) {
        Entry::Open(id) => {
            let cookie = format!(
                "{}={id}; Path=/console; HttpOnly; SameSite=Strict; Max-Age=43200{}",
                access.cookie(),
                if is_secure { "; Secure" } else { "" }
            );
            let home = own_page(&given.next).unwrap_or_else(|| access.home());
            ([(SET_COOKIE, cookie)], Redirect::to(home)).into_response()
        }
        Entry::WrongToken => {
            Failure::forbidden("that token is not valid; copy it from the link printed at startup")
                .into_response()
        }
        Entry::Wait(secs) => {
            let text = format!("too many wrong tokens; try again in {secs} seconds");
            let mut response = Failure::waiting(text).into_response();
            response.headers_mut().insert(RETRY_AFTER, secs.into());
            response
        }
    }
}

/// The token, also out of the whole link.
fn token_of(text: &str) -> &str {
    let text = text.trim();
    text.split_once("token=").map_or(text, |(_, token)| token)
}

/// Ends the session.
pub(crate) async fn leave(Extension(leaving): Extension<Leaving>) -> Redirect {
    leaving.access.leave(&leaving.id);
    Redirect::to("/console/enter")
}

/// The address, if it is a page of the console.
fn own_page(address: &str) -> Option<&str> {
    let is_page =
        address == "/console" || address.starts_with("/console/") || address.starts_with("/console?");
    let is_plain = address.chars().all(|c| c.is_ascii_graphic() && c != '\\');
    (is_page && is_plain && !address.starts_with("/console/enter")).then_some(address)
}

/// The sign-in page, leading back to an address.
pub(crate) fn address(next: &str, why: &str) -> String {
    let next = own_page(next)
        .filter(|next| *next != "/console")
        .unwrap_or_default();
    format!("/console/enter{}", query(&[("next", next), ("why", why)]))
}

fn view(given: &Given) -> Markup {
    let token = &given.token;
    let next = own_page(&given.next);
    html! {
        section.card.door {
            h1 { "Welcome to Onefold" }
            @match given.why.as_str() {
                "lost" => p.ask { "The connection was lost or the service restarted. Sign in again; you then return to where you were." },
                "late" => p.ask { "Your session has ended, so what you sent was not saved. Sign in again; you then return to where you were." },
                _ => p.lead { "Find records that refer to the same person, company or product." },
            }
            form method="post" action="/console/enter" data-send-now[!token.is_empty()] {
                @if let Some(next) = next { input type="hidden" name="next" value=(next); }
                label for="token" { "Token" }
                input #token type="password" name="token" value=(token) required autocomplete="off" autofocus[token.is_empty()];
                p.hint { "The token is part of the link that " code { "onefold serve" } " prints in its first line. Paste the token or the whole link." }
                button.primary type="submit" { "Sign in" }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sign_in_page_asks_for_the_token() {
        insta::assert_snapshot!(view(&Given::default()).into_string());
    }

    #[test]
    fn signing_in_leads_back_to_pages_of_the_console_only() {
        for good in [
            "/console",
            "/console/runs?after=x",
            "/console/transforms/tfm-1/groups",
        ] {
            assert_eq!(own_page(good), Some(good));
        }
        for bad in [
            "",
            "//evil.example",
            "https://evil.example",
            "/console.evil",
            "/console/\\evil",
            "/console/a b",
            "/console/enter?next=/x",
        ] {
            assert_eq!(own_page(bad), None, "{bad}");
        }
        assert_eq!(
            address("/console/runs", ""),
            "/console/enter?next=%2Fconsole%2Fruns"
        );
        assert_eq!(address("//evil.example", ""), "/console/enter");
    }
}
