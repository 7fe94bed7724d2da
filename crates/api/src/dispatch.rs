//! The table of operations: from the target header to a function. Each takes the request's shape and gives the
//! response's; all that is common is done here, once: verify, authorize, parse, validate, write.

use std::sync::Arc;

use axum::body::Body;
use http::{HeaderMap, Response};
use onefold_domain::Timestamp;
use onefold_protocol::model::{self, Operation};
use onefold_protocol::validate;
use onefold_protocol::wire_error::WireError;
use onefold_service::{RequestKey, Service};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::authenticate::Caller;
use crate::failure::Failure;
use crate::operations::{classifiers, crawlers, databases, jobs, logs, ml, partitions, tables, tags};
use crate::{Endpoint, answer};

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
    pub service: &'a Service,
    pub account: &'a str,
    pub region: &'a str,
    /// Who asked for what.
    pub request: RequestKey,
}

impl Context<'_> {
    pub fn now(&self) -> Timestamp {
        self.service.now()
    }
}

const GLUE: &str = "AWSGlue.";
const LOGS: &str = "Logs_20140328.";

/// Answers an operation of Glue or of the logs.
pub(crate) async fn answer(endpoint: &Arc<Endpoint>, target: &str, call: Call) -> Result<Done, WireError> {
    if let Some(name) = target.strip_prefix(LOGS) {
        let caller = verified(endpoint, &call, "logs")?;
        let name = logs::NAMES
            .iter()
            .find(|own| **own == name)
            .ok_or_else(|| unknown(name))?;
        endpoint
            .authenticator
            .authorize(&caller, &format!("logs:{name}"))?;
        let body = parse(&call.body)?;
        let context = context(endpoint, &caller, &call);
        let written = logs::run(name, &context, body).map_err(|failure| failure.wire(name, &[]))?;
        return Ok(Done {
            operation: name,
            response: answer::json(written, &call.request_id),
        });
    }
    let caller = verified(endpoint, &call, "glue")?;
    let name = target.strip_prefix(GLUE).unwrap_or(target);
    let operation = target
        .strip_prefix(GLUE)
        .and_then(model::operation)
        .ok_or_else(|| unknown(name))?;
    endpoint
        .authenticator
        .authorize(&caller, &format!("glue:{}", operation.name))?;
    let body = parse(&call.body)?;
    validate::check(operation, &body).map_err(|refused| Failure::from(refused).wire(name, &[]))?;
    let body = without_nulls(body);
    let written = if is_quick(operation) {
        run(operation, &context(endpoint, &caller, &call), body)
    } else {
        run_apart(endpoint, operation, &caller, &call, body).await
    };
    let written = written.map_err(|failure| failure.wire(name, &operation.errors))?;
    Ok(Done {
        operation: &operation.name,
        response: answer::json(written, &call.request_id),
    })
}

/// Reading what is stored takes less time than to hand it to another thread; writing waits for the disk.
fn is_quick(operation: &Operation) -> bool {
    let name = operation.name.as_str();
    name.starts_with("Get") || name.starts_with("List") || name.starts_with("BatchGet")
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
    let work = move || {
        let context = Context {
            service: &endpoint.service,
            account: &endpoint.settings.account,
            region: &endpoint.settings.region,
            request,
        };
        run(operation, &context, body)
    };
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| {
        tracing::error!(operation = operation.name, %error, "operation panicked");
        Err(Failure::Wire(WireError::client(
            "InternalServiceException",
            "Internal error; see the log of the service",
        )))
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

/// Reads the request's shape, runs the operation, and writes the response's.
pub(crate) fn with<I: DeserializeOwned, O: Serialize>(
    operation: impl Fn(&Context<'_>, I) -> Result<O, Failure>,
    context: &Context<'_>,
    body: Value,
) -> Result<Vec<u8>, Failure> {
    let request = serde_json::from_value(body)
        .map_err(|error| WireError::client("SerializationException", error.to_string()))?;
    let response = operation(context, request)?;
    serde_json::to_vec(&response).map_err(|error| {
        tracing::error!(%error, "a response cannot be written");
        WireError::client(
            "InternalServiceException",
            "Internal error; see the log of the service",
        )
        .into()
    })
}

macro_rules! operations {
    ($($name:literal => $function:path,)*) => {
        fn run(operation: &Operation, context: &Context<'_>, body: Value) -> Result<Vec<u8>, Failure> {
            match operation.name.as_str() {
                $($name => with($function, context, body),)*
                other => Err(unknown(other).into()),
            }
        }

        #[cfg(test)]
        const NAMES: &[&str] = &[$($name),*];
    };
}

operations! {
    "CreateMLTransform" => ml::create_ml_transform::run,
    "GetMLTransform" => ml::get_ml_transform::run,
    "GetMLTransforms" => ml::get_ml_transforms::run,
    "ListMLTransforms" => ml::list_ml_transforms::run,
    "UpdateMLTransform" => ml::update_ml_transform::run,
    "DeleteMLTransform" => ml::delete_ml_transform::run,
    "StartMLEvaluationTaskRun" => ml::start_ml_evaluation_task_run::run,
    "StartMLLabelingSetGenerationTaskRun" => ml::start_ml_labeling_set_generation_task_run::run,
    "StartImportLabelsTaskRun" => ml::start_import_labels_task_run::run,
    "StartExportLabelsTaskRun" => ml::start_export_labels_task_run::run,
    "GetMLTaskRun" => ml::get_ml_task_run::run,
    "GetMLTaskRuns" => ml::get_ml_task_runs::run,
    "CancelMLTaskRun" => ml::cancel_ml_task_run::run,
    "TagResource" => tags::add,
    "UntagResource" => tags::remove,
    "GetTags" => tags::get,
    "CreateDatabase" => databases::create,
    "GetDatabase" => databases::get,
    "GetDatabases" => databases::get_all,
    "UpdateDatabase" => databases::update,
    "DeleteDatabase" => databases::delete,
    "CreateTable" => tables::create,
    "GetTable" => tables::get,
    "GetTables" => tables::get_all,
    "UpdateTable" => tables::update,
    "DeleteTable" => tables::delete,
    "BatchDeleteTable" => tables::delete_all,
    "GetTableVersion" => tables::version,
    "GetTableVersions" => tables::versions,
    "SearchTables" => tables::search,
    "GetPartitionIndexes" => tables::partition_indexes,
    "CreatePartition" => partitions::create,
    "BatchCreatePartition" => partitions::create_all,
    "GetPartition" => partitions::get,
    "GetPartitions" => partitions::get_all,
    "BatchGetPartition" => partitions::get_named,
    "UpdatePartition" => partitions::update,
    "BatchUpdatePartition" => partitions::update_all,
    "DeletePartition" => partitions::delete,
    "BatchDeletePartition" => partitions::delete_all,
    "CreateJob" => jobs::create,
    "GetJob" => jobs::get,
    "GetJobs" => jobs::get_all,
    "ListJobs" => jobs::list,
    "BatchGetJobs" => jobs::get_named,
    "UpdateJob" => jobs::update,
    "DeleteJob" => jobs::delete,
    "StartJobRun" => jobs::start_run,
    "GetJobRun" => jobs::get_run,
    "GetJobRuns" => jobs::get_runs,
    "BatchStopJobRun" => jobs::stop_runs,
    "GetJobBookmark" => jobs::bookmark,
    "ResetJobBookmark" => jobs::reset_bookmark,
    "CreateCrawler" => crawlers::create,
    "GetCrawler" => crawlers::get,
    "GetCrawlers" => crawlers::get_all,
    "ListCrawlers" => crawlers::list,
    "BatchGetCrawlers" => crawlers::get_named,
    "UpdateCrawler" => crawlers::update,
    "DeleteCrawler" => crawlers::delete,
    "StartCrawler" => crawlers::start,
    "StopCrawler" => crawlers::stop,
    "GetCrawlerMetrics" => crawlers::metrics,
    "CreateClassifier" => classifiers::create,
    "GetClassifier" => classifiers::get,
    "GetClassifiers" => classifiers::get_all,
    "UpdateClassifier" => classifiers::update,
    "DeleteClassifier" => classifiers::delete,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_operation_of_the_model_has_a_function() {
        let known: BTreeSet<&str> = model::operations()
            .map(|operation| operation.name.as_str())
            .collect();
        let here: BTreeSet<&str> = NAMES.iter().copied().collect();
        assert_eq!(known, here);
    }
}
