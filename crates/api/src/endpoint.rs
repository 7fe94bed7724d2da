//! The endpoint: one address for the Glue operations, the logs, the caller's identity, and objects.

use std::convert::Infallible;
use std::future::poll_fn;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::routing::get;
use http::header::{CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, EXPECT, HeaderValue};
use http::{HeaderMap, Method, Request, Response, StatusCode};
use http_body_util::BodyExt;
use metrics_exporter_prometheus::PrometheusHandle;
use onefold_domain::AccessKeys;
use onefold_protocol::wire_error::WireError;
use tower_service::Service;

use crate::authenticate::Authenticator;
use crate::dispatch::{self, Call};
use crate::{answer, operations};

/// A larger body is none of this API.
const MAX_BODY_BYTES: usize = 5 * 1024 * 1024;
/// So much of a body that is too large is read before the answer.
const MAX_DRAINED_BYTES: usize = 64 * 1024 * 1024;
const TARGET_HEADER: &str = "x-amz-target";

/// How the endpoint presents itself.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Twelve digits.
    pub account: String,
    /// The region in ARNs.
    pub region: String,
}

/// Answers requests about objects.
pub type ObjectEndpoint = Router;

/// All that requests need.
pub struct Endpoint {
    pub(crate) service: Arc<onefold_service::Service>,
    pub(crate) authenticator: Authenticator,
    pub(crate) settings: Settings,
    pub(crate) metrics: Option<PrometheusHandle>,
}

impl Endpoint {
    /// Puts the endpoint together.
    pub fn new(
        service: Arc<onefold_service::Service>,
        keys: Arc<dyn AccessKeys>,
        settings: Settings,
        metrics: Option<PrometheusHandle>,
    ) -> Self {
        Self {
            service,
            authenticator: Authenticator::new(keys),
            settings,
            metrics,
        }
    }

    /// The routes. Whatever is not for the operations here goes to `objects`, if there is one.
    pub fn router(self, objects: Option<ObjectEndpoint>) -> Router {
        let state = Arc::new(self);
        let root = Router::new()
            .route("/healthz", get(healthy))
            .route("/readyz", get(ready))
            .route("/metrics", get(metrics_text));
        let objects = objects.unwrap_or_else(|| Router::new().fallback(nothing_here));
        let state_of_root = Arc::clone(&state);
        root.fallback(move |request: Request<Body>| {
            let (state, objects) = (Arc::clone(&state_of_root), objects.clone());
            async move {
                let expectation = Expectation::of(request.headers());
                let mut response = route(state, objects, request).await;
                expectation.meet(&mut response);
                response
            }
        })
        .with_state(state)
    }
}

/// What a client that sent `Expect: 100-continue` goes by when it hears the last answer without the first.
struct Expectation {
    is_set: bool,
    is_empty: bool,
    /// Whether the body is so large that nobody reads it to its end if the request is refused.
    is_huge: bool,
}

impl Expectation {
    fn of(headers: &HeaderMap) -> Self {
        Self {
            is_set: text(headers, EXPECT.as_str()).eq_ignore_ascii_case("100-continue"),
            is_empty: text(headers, CONTENT_LENGTH.as_str()) == "0",
            is_huge: announced(headers).is_some_and(|bytes| bytes > MAX_DRAINED_BYTES as u64),
        }
    }

    /// Closes the connection where no `100 Continue` went out, since there is no body or nobody read it. A client may then
    /// leave the body unsent (RFC 9110, section 10.1.1), so the connection says no more where the next request begins;
    /// and boto3 takes the status line of this answer for that of the next one. The same holds if the rest of a huge body
    /// stays unread.
    fn meet(&self, response: &mut Response<Body>) {
        let is_refused = response.status().is_client_error() || response.status().is_server_error();
        if (self.is_set && (self.is_empty || is_refused)) || (self.is_huge && is_refused) {
            response
                .headers_mut()
                .insert(CONNECTION, HeaderValue::from_static("close"));
        }
    }
}

/// Operations come as `POST /`; all else is about objects.
async fn route(endpoint: Arc<Endpoint>, objects: Router, request: Request<Body>) -> Response<Body> {
    let is_root = request.uri().path() == "/" && request.method() == Method::POST;
    let has_target = request.headers().contains_key(TARGET_HEADER);
    let content_type = text(request.headers(), CONTENT_TYPE.as_str());
    let is_form = content_type.starts_with("application/x-www-form-urlencoded");
    let is_json = content_type.starts_with("application/x-amz-json");
    if has_target || (is_root && (is_form || is_json)) {
        return answer_operation(endpoint, request, is_form && !has_target).await;
    }
    call(objects.into_service(), request).await
}

async fn call<S>(mut service: S, request: Request<Body>) -> Response<Body>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
{
    match poll_fn(|context| service.poll_ready(context)).await {
        Ok(()) => {}
        Err(never) => match never {},
    }
    match service.call(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

async fn answer_operation(endpoint: Arc<Endpoint>, request: Request<Body>, is_form: bool) -> Response<Body> {
    let begin = Instant::now();
    let request_id = answer::new_request_id();
    let (parts, body) = request.into_parts();
    let target = text(&parts.headers, TARGET_HEADER).to_owned();
    let result = match read_body(&parts.headers, body).await {
        Err(error) => Err(error),
        Ok(_) if parts.method != Method::POST || parts.uri.path() != "/" => Err(WireError::client(
            "UnknownOperationException",
            "Call operations with POST on the path /",
        )
        .with_status(if parts.uri.path() == "/" { 405 } else { 404 })),
        Ok(body) => {
            let call = Call {
                headers: parts.headers,
                query: parts.uri.query().unwrap_or_default().to_owned(),
                body,
                request_id: request_id.clone(),
            };
            if is_form {
                operations::sts::answer(&endpoint, &call)
            } else {
                dispatch::answer(&endpoint, &target, call).await
            }
        }
    };
    let (operation, code, response) = match result {
        Ok(done) => (done.operation, "", done.response),
        Err(error) => (
            operation_label(&target),
            error.code,
            answer::error(&error, &request_id),
        ),
    };
    let elapsed = begin.elapsed();
    metrics::counter!("onefold_requests_total", "operation" => operation, "code" => code).increment(1);
    metrics::histogram!("onefold_request_seconds", "operation" => operation).record(elapsed.as_secs_f64());
    let status = response.status().as_u16();
    let duration_ms = elapsed.as_secs_f64() * 1000.0;
    if code.is_empty() {
        tracing::debug!(request.id = request_id, operation, status, duration_ms, "request");
    } else {
        tracing::info!(
            request.id = request_id,
            operation,
            status,
            code,
            duration_ms,
            "request refused"
        );
    }
    response
}

/// Only names of the model become labels: a stranger must not be able to create new time series.
fn operation_label(target: &str) -> &'static str {
    let name = target.rsplit('.').next().unwrap_or_default();
    onefold_protocol::model::Service::Glue
        .operation(name)
        .map_or("other", |operation| operation.name.as_str())
}

/// The body as sent, if it is of a size and encoding that is taken.
async fn read_body(headers: &HeaderMap, body: Body) -> Result<Vec<u8>, WireError> {
    let too_large = || {
        WireError::client(
            "RequestEntityTooLargeException",
            format!("The request body is larger than {MAX_BODY_BYTES} bytes"),
        )
        .with_status(413)
    };
    let encoding = text(headers, CONTENT_ENCODING.as_str());
    if !encoding.is_empty() && !encoding.eq_ignore_ascii_case("identity") {
        return Err(WireError::client(
            "SerializationException",
            format!("Content-Encoding {encoding:?} is not supported; send the body unencoded"),
        )
        .with_status(415));
    }
    match announced(headers) {
        // Nobody should have to send so much to hear that it is too much.
        Some(bytes) if bytes > MAX_DRAINED_BYTES as u64 => return Err(too_large()),
        Some(bytes) if bytes > MAX_BODY_BYTES as u64 => {
            drain(body).await;
            return Err(too_large());
        }
        _ => {}
    }
    match to_bytes(body, MAX_BODY_BYTES).await {
        Ok(bytes) => Ok(bytes.into()),
        Err(error) if is_length_limit(&error) => Err(too_large()),
        Err(_) => Err(WireError::client(
            "SerializationException",
            "The request body ended early",
        )),
    }
}

/// The size of the body, if the request tells it.
fn announced(headers: &HeaderMap) -> Option<u64> {
    text(headers, CONTENT_LENGTH.as_str()).parse().ok()
}

/// Reads on without keeping anything: a client that is still sending would not hear the answer.
async fn drain(mut body: Body) {
    let mut bytes = 0;
    while let Some(Ok(frame)) = body.frame().await {
        bytes += frame.data_ref().map_or(0, axum::body::Bytes::len);
        if bytes > MAX_DRAINED_BYTES {
            return;
        }
    }
}

fn is_length_limit(error: &axum::Error) -> bool {
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        if error.is::<http_body_util::LengthLimitError>() {
            return true;
        }
        cause = error.source();
    }
    false
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

async fn nothing_here() -> Response<Body> {
    let error = WireError::client(
        "UnknownOperationException",
        "Nothing is served at this path; objects are in another object store",
    )
    .with_status(404);
    answer::error(&error, &answer::new_request_id())
}

async fn healthy() -> &'static str {
    "ok\n"
}

async fn ready(State(endpoint): State<Arc<Endpoint>>) -> (StatusCode, &'static str) {
    match endpoint.service.check_store() {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::error!(%error, "the metadata store does not respond");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the metadata store does not respond\n",
            )
        }
    }
}

async fn metrics_text(State(endpoint): State<Arc<Endpoint>>) -> (StatusCode, String) {
    let Some(handle) = &endpoint.metrics else {
        return (StatusCode::NOT_FOUND, "metrics are not collected\n".to_owned());
    };
    if let Ok(counts) = endpoint.service.run_counts() {
        for kind in [onefold_domain::RunKind::Job, onefold_domain::RunKind::Crawl]
            .into_iter()
            .chain(onefold_domain::RunKind::TASKS)
        {
            for status in onefold_domain::RunStatus::ALL
                .into_iter()
                .filter(|status| !status.is_final())
            {
                let count = counts.get(&(kind, status)).copied().unwrap_or_default();
                metrics::gauge!("onefold_runs", "kind" => kind.as_str(), "status" => status.as_str())
                    .set(count as f64);
            }
        }
    }
    if let Ok(millis) = endpoint.service.queue_age_millis() {
        metrics::gauge!("onefold_queue_age_seconds").set(millis as f64 / 1000.0);
    }
    (StatusCode::OK, handle.render())
}
