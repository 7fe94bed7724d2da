//! The sign-in page: the token printed at startup opens a session.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::HeaderMap;
use http::header::{RETRY_AFTER, SET_COOKIE};
use maud::{Markup, html};
use serde::Deserialize;

use crate::access::Entry;
use crate::{Access, Failure, Page};

/// The token, from the link or the form.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Given {
    #[serde(default)]
    token: String,
}

/// What ends a session; the guard puts it into the request.
#[derive(Clone)]
pub(crate) struct Leaving {
    pub access: Arc<Access>,
    pub id: String,
}

/// The sign-in page. The link fills in the token and a form sends it, since a GET request must not change anything.
pub(crate) async fn show(Query(given): Query<Given>) -> Page {
    Page::alone("Sign in", view(&given.token))
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
    match access.enter(&given.token) {
        Entry::Open(id) => {
            let cookie = format!(
                "{}={id}; Path=/console; HttpOnly; SameSite=Strict; Max-Age=43200{}",
                access.cookie(),
                if is_secure { "; Secure" } else { "" }
            );
            ([(SET_COOKIE, cookie)], Redirect::to(access.home())).into_response()
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

/// Ends the session.
pub(crate) async fn leave(Extension(leaving): Extension<Leaving>) -> Redirect {
    leaving.access.leave(&leaving.id);
    Redirect::to("/console/enter")
}

fn view(token: &str) -> Markup {
    html! {
        section.card.door {
            h1 { "Welcome to Onefold" }
            p.lead { "Find records that refer to the same person, company or product." }
            form method="post" action="/console/enter" data-send-now[!token.is_empty()] {
                label for="token" { "Token" }
                input #token type="password" name="token" value=(token) required autocomplete="off" autofocus[token.is_empty()];
                p.hint { "The token is part of the link that the service prints at startup." }
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
        insta::assert_snapshot!(view("").into_string());
    }
}
