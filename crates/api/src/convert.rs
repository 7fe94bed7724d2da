//! Between wire shapes and the service's nouns.

use onefold_domain::{
    Capacity, Encryption, FindMatchesSettings, InputTable, Metrics, Run, RunDetails, Transform,
};
use onefold_protocol::shapes;
use onefold_protocol::wire_error::WireError;
use onefold_service::{LogGroup, Page, PageRequest};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::dispatch::Context;
use crate::failure::Failure;

pub(crate) const FIND_MATCHES: &str = "FIND_MATCHES";

/// Page size and token of a request.
pub(crate) fn page(max_results: Option<i64>, token: Option<String>) -> PageRequest {
    PageRequest {
        max_results: max_results.and_then(|size| usize::try_from(size).ok()),
        token,
    }
}

/// A page of something else.
pub(crate) fn map_page<A, B>(page: Page<A>, convert: impl Fn(A) -> B) -> (Vec<B>, Option<String>) {
    (page.items.into_iter().map(convert).collect(), page.next_token)
}

/// A noun of the catalog from the shape that defines it, without the members that are no part of the noun. Nouns have the
/// names of the API in their JSON, so members that the service only keeps pass through unseen.
pub(crate) fn noun<N: DeserializeOwned>(shape: &impl Serialize, without: &[&str]) -> Result<N, Failure> {
    let mut members = members(shape)?;
    members.retain(|name, _| !without.contains(&name.as_str()));
    serde_json::from_value(Value::Object(members)).map_err(|error| unlike(&error))
}

/// A noun of the catalog, and what else the service says about it, as a shape.
pub(crate) fn shape<S: DeserializeOwned>(
    noun: &impl Serialize,
    more: impl IntoIterator<Item = (&'static str, Value)>,
) -> Result<S, Failure> {
    let mut members = members(noun)?;
    members.extend(more.into_iter().map(|(name, value)| (name.to_owned(), value)));
    serde_json::from_value(Value::Object(members)).map_err(|error| unlike(&error))
}

/// The members of a shape or a noun, by their names in the API.
pub(crate) fn members(of: &impl Serialize) -> Result<Map<String, Value>, Failure> {
    match serde_json::to_value(of) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Ok(Map::new()),
        Err(error) => Err(unlike(&error)),
    }
}

fn unlike(error: &serde_json::Error) -> Failure {
    tracing::error!(%error, "a noun of the catalog is unlike its shape");
    WireError::client(
        "InternalServiceException",
        "Internal error; see the log of the service",
    )
    .into()
}

pub(crate) fn input_tables(tables: Vec<shapes::GlueTable>) -> Vec<InputTable> {
    tables
        .into_iter()
        .map(|table| InputTable {
            database: table.database_name,
            table: table.table_name,
            catalog_id: table.catalog_id,
            connection: table.connection_name,
            options: table.additional_options,
        })
        .collect()
}

pub(crate) fn settings(parameters: shapes::TransformParameters) -> Option<FindMatchesSettings> {
    parameters
        .find_matches_parameters
        .map(|parameters| FindMatchesSettings {
            primary_key: parameters.primary_key_column_name,
            precision_recall: parameters.precision_recall_tradeoff,
            accuracy_cost: parameters.accuracy_cost_tradeoff,
            enforce_labels: parameters.enforce_provided_labels,
        })
}

pub(crate) fn capacity(
    max_capacity: Option<f64>,
    worker_type: Option<String>,
    workers: Option<i64>,
) -> Capacity {
    Capacity {
        max_capacity,
        worker_type,
        workers,
    }
}

pub(crate) fn encryption(encryption: shapes::TransformEncryption) -> Encryption {
    let data = encryption.ml_user_data_encryption;
    Encryption {
        mode: data
            .as_ref()
            .map(|data| data.ml_user_data_encryption_mode.clone()),
        kms_key_id: data.and_then(|data| data.kms_key_id),
        security_configuration: encryption.task_run_security_configuration_name,
    }
}

pub(crate) fn ml_transform(transform: Transform) -> shapes::MLTransform {
    let settings = transform.settings;
    shapes::MLTransform {
        transform_id: Some(transform.id),
        name: Some(transform.name),
        description: transform.description,
        status: Some(transform.status.as_str().to_owned()),
        created_on: Some(transform.created_on.as_secs()),
        last_modified_on: Some(transform.modified_on.as_secs()),
        input_record_tables: Some(vec![shapes::GlueTable {
            database_name: transform.input.database,
            table_name: transform.input.table,
            catalog_id: transform.input.catalog_id,
            connection_name: transform.input.connection,
            additional_options: transform.input.options,
        }]),
        parameters: Some(shapes::TransformParameters {
            transform_type: FIND_MATCHES.to_owned(),
            find_matches_parameters: Some(shapes::FindMatchesParameters {
                primary_key_column_name: settings.primary_key,
                precision_recall_tradeoff: settings.precision_recall,
                accuracy_cost_tradeoff: settings.accuracy_cost,
                enforce_provided_labels: settings.enforce_labels,
            }),
        }),
        evaluation_metrics: transform.metrics.map(evaluation_metrics),
        label_count: Some(i64::try_from(transform.label_count).unwrap_or(i64::MAX)),
        schema: Some(
            transform
                .schema
                .into_iter()
                .map(|column| shapes::SchemaColumn {
                    name: Some(column.name),
                    data_type: Some(column.data_type),
                })
                .collect(),
        ),
        role: Some(transform.role),
        glue_version: Some(transform.glue_version),
        max_capacity: transform.capacity.max_capacity,
        worker_type: transform.capacity.worker_type,
        number_of_workers: transform.capacity.workers,
        timeout: Some(transform.timeout_minutes),
        max_retries: Some(transform.max_retries),
        transform_encryption: transform
            .encryption
            .map(|encryption| shapes::TransformEncryption {
                ml_user_data_encryption: encryption.mode.map(|mode| shapes::MLUserDataEncryption {
                    ml_user_data_encryption_mode: mode,
                    kms_key_id: encryption.kms_key_id,
                }),
                task_run_security_configuration_name: encryption.security_configuration,
            }),
    }
}

fn evaluation_metrics(metrics: Metrics) -> shapes::EvaluationMetrics {
    let count = |pairs: u64| Some(i64::try_from(pairs).unwrap_or(i64::MAX));
    shapes::EvaluationMetrics {
        transform_type: FIND_MATCHES.to_owned(),
        find_matches_metrics: Some(shapes::FindMatchesMetrics {
            area_under_pr_curve: metrics.area_under_pr_curve,
            precision: metrics.precision,
            recall: metrics.recall,
            f1: metrics.f1,
            confusion_matrix: Some(shapes::ConfusionMatrix {
                num_true_positives: count(metrics.confusion.true_positives),
                num_false_positives: count(metrics.confusion.false_positives),
                num_true_negatives: count(metrics.confusion.true_negatives),
                num_false_negatives: count(metrics.confusion.false_negatives),
            }),
            column_importances: Some(
                metrics
                    .importances
                    .into_iter()
                    .map(|column| shapes::ColumnImportance {
                        column_name: Some(column.column),
                        importance: Some(column.importance),
                    })
                    .collect(),
            ),
        }),
    }
}

/// Whole seconds that a run has worked, so far or all in all.
pub(crate) fn execution_secs(run: &Run, context: &Context<'_>) -> i64 {
    let millis = if run.status.is_final() {
        run.execution_millis
    } else {
        run.execution_millis
            + match run.attempt {
                0 => 0,
                _ => context.now().millis_since(run.modified_on),
            }
    };
    (millis + 500) / 1000
}

pub(crate) fn task_run(run: Run, context: &Context<'_>) -> shapes::TaskRun {
    let execution_time = execution_secs(&run, context);
    let task_type = run.kind().as_str().to_owned();
    let mut properties = shapes::TaskRunProperties {
        task_type: Some(task_type),
        ..shapes::TaskRunProperties::default()
    };
    match run.details {
        RunDetails::LabelingSetGeneration { output, .. } => {
            properties.labeling_set_generation_task_run_properties =
                Some(shapes::LabelingSetGenerationTaskRunProperties {
                    output_s3_path: Some(output),
                });
        }
        RunDetails::ImportLabels { input, replace, .. } => {
            properties.import_labels_task_run_properties = Some(shapes::ImportLabelsTaskRunProperties {
                input_s3_path: Some(input),
                replace: Some(replace),
            });
        }
        RunDetails::ExportLabels { output } => {
            properties.export_labels_task_run_properties = Some(shapes::ExportLabelsTaskRunProperties {
                output_s3_path: Some(output),
            });
        }
        RunDetails::FindMatches { job, job_run } => {
            properties.find_matches_task_run_properties = Some(shapes::FindMatchesTaskRunProperties {
                job_id: Some(job.clone()),
                job_name: Some(job),
                job_run_id: Some(job_run),
            });
        }
        RunDetails::Evaluation | RunDetails::Job(_) | RunDetails::Crawl { .. } => {}
    }
    shapes::TaskRun {
        transform_id: Some(run.owner),
        task_run_id: Some(run.id),
        status: Some(run.status.as_str().to_owned()),
        log_group_name: Some(LogGroup::TRANSFORMS.name.to_owned()),
        properties: Some(properties),
        error_string: run.error.filter(|_| run.status.is_final()),
        started_on: Some(run.started_on.as_secs()),
        last_modified_on: Some(run.modified_on.as_secs()),
        completed_on: run.completed_on.map(onefold_domain::Timestamp::as_secs),
        execution_time: Some(execution_time),
    }
}

/// An error of one item of a batch.
pub(crate) fn error_detail(error: &onefold_service::Error) -> shapes::ErrorDetail {
    shapes::ErrorDetail {
        error_code: Some(crate::failure::code(error).to_owned()),
        error_message: Some(error.to_string()),
    }
}
