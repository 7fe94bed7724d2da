//! The guard around every page: it checks host, session and form token, sets headers, and adds the shell around a page.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{any, get, post};
use http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_TYPE, COOKIE, HOST, HeaderMap, HeaderName, HeaderValue, REFERER,
};
use http::request::Parts;
use http::{Method, StatusCode};
use maud::{Markup, html};

use crate::{Access, Failure, Page, Posted, Session, assets, page, pages};

/// Forms are small; files go through the upload page.
const MAX_FORM_BYTES: usize = 1024 * 1024;
const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// Headers of every response.
const HEADERS: [(&str, &str); 6] = [
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// A request of a person who is signed in.
#[derive(Clone)]
pub struct Visit {
    session: Arc<Session>,
}

impl Visit {
    /// The session.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The hidden field that every form needs.
    pub fn csrf_field(&self) -> Markup {
        html! { input type="hidden" name="csrf" value=(self.session.csrf()); }
    }
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let visit = parts.extensions.get::<Self>().cloned();
        visit.ok_or_else(|| Failure::internal("a page is outside of the guard"))
    }
}

/// Adds the guard, the sign-in page and the embedded files to the pages under `/console`.
pub fn protect(routes: Router, access: Arc<Access>) -> Router {
    let guarded = routes
        .route("/console/leave", post(pages::entry::leave))
        .route("/console/{*rest}", any(nothing))
        .with_state(())
        .layer(from_fn_with_state(Arc::clone(&access), require_session));
    let open = Router::new()
        .route(
            "/console/enter",
            get(pages::entry::show).post(pages::entry::enter),
        )
        .route("/console/assets/{name}", get(assets::serve))
        .with_state(Arc::clone(&access));
    guarded.merge(open).layer(from_fn_with_state(access, dress))
}

async fn nothing() -> Failure {
    Failure::not_found("the console has no page at this address")
}

/// The outermost layer: refuses unknown hosts, adds the shell around pages, and sets headers.
async fn dress(State(access): State<Arc<Access>>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let session = session(&access, request.headers());
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    let mut response = if host.is_some_and(|host| access.knows_host(host)) {
        next.run(request).await
    } else {
        Failure::forbidden(
            "the console does not answer under this host name; to allow it, add it to `hosts` in the configuration",
        )
        .into_response()
    };
    let visit = session.map(|(_, session)| Visit { session });
    if let Some(page) = response.extensions_mut().remove::<Page>() {
        response = page::dressed(&page, StatusCode::OK, &path, visit.as_ref());
    } else if let Some(failure) = response.extensions_mut().remove::<Failure>() {
        let page = Page::failure(&failure);
        response = page::dressed(&page, failure.status, &path, visit.as_ref());
    }
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Requires a session; reads forms, and refuses those of another session.
async fn require_session(
    State(access): State<Arc<Access>>,
    mut request: Request,
    next: Next,
) -> Result<Response, Failure> {
    let is_reading = matches!(*request.method(), Method::GET | Method::HEAD);
    let Some((id, session)) = session(&access, request.headers()) else {
        if is_reading {
            let wanted = request
                .uri()
                .path_and_query()
                .map_or("", |wanted| wanted.as_str());
            // Live parts are no pages, and nobody wants to return to them.
            let wanted = if request.uri().path().ends_with("/live") {
                ""
            } else {
                wanted
            };
            return Ok(Redirect::to(&pages::entry::address(wanted, "")).into_response());
        }
        let from = page_of_form(request.headers());
        return Ok(Redirect::to(&pages::entry::address(&from, "late")).into_response());
    };
    if !is_reading {
        request = checked(request, &session).await?;
    }
    let extensions = request.extensions_mut();
    extensions.insert(Visit { session });
    extensions.insert(pages::entry::Leaving { access, id });
    Ok(next.run(request).await)
}

/// Checks a request that changes something: it must come from a page of this session.
async fn checked(request: Request, session: &Session) -> Result<Request, Failure> {
    let headers = request.headers();
    let text = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    };
    let is_strange =
        || Failure::forbidden("this form belongs to another session; go back, reload the page and try again");
    if !matches!(text("sec-fetch-site"), "" | "same-origin" | "none") {
        return Err(is_strange());
    }
    let content_type = text(CONTENT_TYPE.as_str());
    if content_type.starts_with(MULTIPART) {
        // The upload page reads the form token from the first part, before any file.
        return Ok(request);
    }
    if !content_type.starts_with(FORM) {
        return Err(Failure::no_form());
    }
    let (mut parts, body) = request.into_parts();
    let body = to_bytes(body, MAX_FORM_BYTES)
        .await
        .map_err(|_| Failure::too_large(format!("a form can have at most {MAX_FORM_BYTES} bytes")))?;
    let posted = Posted::parse(&body);
    if !session.owns(posted.text("csrf")) {
        return Err(is_strange());
    }
    parts.extensions.insert(posted);
    Ok(Request::from_parts(parts, Body::empty()))
}

/// The page that a form was sent from, as the browser says it; empty if it does not say.
fn page_of_form(headers: &HeaderMap) -> String {
    let from = headers
        .get(REFERER)
        .and_then(|from| from.to_str().ok())
        .unwrap_or_default();
    from.parse::<http::Uri>()
        .ok()
        .and_then(|from| from.path_and_query().map(ToString::to_string))
        .unwrap_or_default()
}

/// Leads a browser that opens the address of the service to the console; programs get what they ask for.
pub async fn lead_browsers(request: Request, next: Next) -> Response {
    let accepts = request
        .headers()
        .get(ACCEPT)
        .and_then(|accepts| accepts.to_str().ok());
    let is_browser = accepts.is_some_and(|accepts| accepts.contains("text/html"));
    if is_browser && request.method() == Method::GET && request.uri() == "/" {
        return Redirect::to("/console").into_response();
    }
    next.run(request).await
}

fn session(access: &Access, headers: &HeaderMap) -> Option<(String, Arc<Session>)> {
    let cookies = headers.get_all(COOKIE);
    let mut ids = cookies
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .filter(|(name, _)| *name == access.cookie())
        .map(|(_, id)| id);
    ids.find_map(|id| Some((id.to_owned(), access.session(id)?)))
}
