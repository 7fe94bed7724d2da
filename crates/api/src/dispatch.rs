//! From the target header to a function of [`operations`], which takes the request and gives the response. All that is
//! common is done here, once: verify, authorize, parse, validate, write. The list of operations comes from the service
//! models, so an operation that has no function does not compile.

use std::sync::Arc;

use axum::body::Body;
use http::{HeaderMap, Response};
use onefold_domain::Timestamp;
use onefold_protocol::model::{Operation, OperationName, Service};
use onefold_protocol::validate;
use onefold_protocol::wire_error::WireError;
use onefold_service::RequestKey;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::authenticate::Caller;
use crate::failure::{self, Failure};
use crate::{Endpoint, answer, operations};

/// A request with its body read.
pub(crate) struct Call {
    pub headers: HeaderMap,
    pub query: String,
    pub body: Vec<u8>,
    pub request_id: String,
}

/// A response and what it is of.
pub(crate) struct Done {
    pub operation: &'static str,
    pub response: Response<Body>,
}

/// What operations work with.
pub(crate) struct Context<'a> {
    pub service: &'a onefold_service::Service,
    pub account: &'a str,
    pub region: &'a str,
    /// Who asked for what.
    pub request: RequestKey,
    /// The job run whose script asked, if one did.
    pub job_run: Option<String>,
}

impl Context<'_> {
    pub fn now(&self) -> Timestamp {
        self.service.now()
    }
}

/// Answers an operation of one of the services that have a model.
pub(crate) async fn answer(endpoint: &Arc<Endpoint>, target: &str, call: Call) -> Result<Done, WireError> {
    let found = Service::ALL.into_iter().find_map(|service| {
        let name = target.strip_prefix(service.target_prefix())?;
        Some((service, service.operation(name), name))
    });
    let (service, operation, name) = found.unwrap_or((Service::Glue, None, target));
    let caller = verified(endpoint, &call, service.signing_name())?;
    let operation = operation.ok_or_else(|| unknown(name))?;
    endpoint
        .authenticator
        .authorize(&caller, &format!("{}:{name}", service.signing_name()))?;
    let body = checked(operation, parse(&call.body)?)?;
    let written = if is_quick(operation) {
        run(operation, &context(endpoint, &caller, &call), body)
    } else {
        run_apart(endpoint, operation, &caller, &call, body).await
    };
    let written = written.map_err(|failure| failure.wire(operation))?;
    Ok(Done {
        operation: operation.name.as_str(),
        response: answer::json(written, &call.request_id),
    })
}

/// Holds a body against the constraints of the model. The model of the logs has none: their operations check what they
/// use.
fn checked(operation: &Operation, body: Value) -> Result<Value, WireError> {
    match operation.service {
        Service::Glue | Service::Onefold => {
            validate::check(operation, &body).map_err(|refused| failure::refused(&refused))?;
            Ok(without_nulls(body))
        }
        Service::Logs => Ok(body),
    }
}

/// Reading what is stored takes less time than to hand it to another thread; writing waits for the disk.
fn is_quick(operation: &Operation) -> bool {
    let name = operation.name.as_str();
    let reading = ["Get", "List", "BatchGet", "Describe", "Filter"];
    reading.iter().any(|verb| name.starts_with(verb))
}

async fn run_apart(
    endpoint: &Arc<Endpoint>,
    operation: &'static Operation,
    caller: &Caller,
    call: &Call,
    body: Value,
) -> Result<Vec<u8>, Failure> {
    let (endpoint, caller) = (Arc::clone(endpoint), caller.clone());
    let request = request_key(&caller, call);
    let job_run = endpoint.authenticator.job_run(&caller);
    let work = move || {
        let context = Context {
            service: &endpoint.service,
            account: &endpoint.settings.account,
            region: &endpoint.settings.region,
            request,
            job_run,
        };
        run(operation, &context, body)
    };
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| {
        tracing::error!(operation = operation.name.as_str(), %error, "operation panicked");
        Err(failure::internal().into())
    })
}

fn verified(endpoint: &Endpoint, call: &Call, service: &str) -> Result<Caller, WireError> {
    endpoint.authenticator.authenticate(
        &call.headers,
        "/",
        &call.query,
        &call.body,
        service,
        &["host", "x-amz-target"],
    )
}

fn context<'a>(endpoint: &'a Endpoint, caller: &Caller, call: &Call) -> Context<'a> {
    Context {
        service: &endpoint.service,
        account: &endpoint.settings.account,
        region: &endpoint.settings.region,
        request: request_key(caller, call),
        job_run: endpoint.authenticator.job_run(caller),
    }
}

fn request_key(caller: &Caller, call: &Call) -> RequestKey {
    RequestKey {
        access_key: caller.access_key.clone(),
        body: onefold_protocol::sigv4::body_hash(&call.body),
    }
}

fn unknown(name: &str) -> WireError {
    let name: String = name.chars().take(100).collect();
    WireError::client(
        "UnknownOperationException",
        if name.is_empty() {
            "The X-Amz-Target header is missing; set it to the name of the operation".to_owned()
        } else {
            format!("Operation {name} is not supported")
        },
    )
}

fn parse(body: &[u8]) -> Result<Value, WireError> {
    let is_blank = body.iter().all(u8::is_ascii_whitespace);
    if is_blank {
        return Ok(Value::Object(serde_json::Map::new()));
    }
    serde_json::from_slice(body).map_err(|error| {
        WireError::client(
            "SerializationException",
            format!("The request body is not valid JSON: {error}"),
        )
    })
}

/// `null` says the same as nothing.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => members
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name, without_nulls(value)))
            .collect(),
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        other => other,
    }
}

/// Reads the request, runs the operation, and writes the response.
fn with<I: DeserializeOwned, O: Serialize>(
    operation: impl Fn(&Context<'_>, I) -> Result<O, Failure>,
    context: &Context<'_>,
    body: Value,
) -> Result<Vec<u8>, Failure> {
    let request = serde_json::from_value(body)
        .map_err(|error| WireError::client("SerializationException", error.to_string()))?;
    let response = operation(context, request)?;
    serde_json::to_vec(&response).map_err(|error| {
        tracing::error!(%error, "a response cannot be written");
        failure::internal().into()
    })
}

macro_rules! run {
    ($($name:ident, $function:ident, $request:ty, $response:ty;)*) => {
        /// Runs the function of `operations` that has the operation's name.
        fn run(operation: &Operation, context: &Context<'_>, body: Value) -> Result<Vec<u8>, Failure> {
            match operation.name {
                $(OperationName::$name => with::<$request, $response>(operations::$function, context, body),)*
            }
        }
    };
}

onefold_protocol::for_each_operation!(run);
