//! `BeginFindMatches`: gives what a transform matches with, and shows it at work in the job run whose script asks.

use onefold_protocol::onefold::{BeginFindMatchesRequest, BeginFindMatchesResponse};

use crate::{dispatch::Context, failure, failure::Failure};

pub(crate) fn begin_find_matches(
    context: &Context<'_>,
    request: BeginFindMatchesRequest,
) -> Result<BeginFindMatchesResponse, Failure> {
    let begun = context
        .service
        .begin_find_matches(&request.transform_id, context.job_run.as_deref())?;
    let settings = begun.transform.settings;
    let columns = begun.transform.schema;
    Ok(BeginFindMatchesResponse {
        transform_id: begun.transform.id,
        task_run_id: begun.task_run,
        primary_key_column_name: settings.primary_key,
        source_column_name: begun.source_column,
        columns: columns.into_iter().map(|column| column.name).collect(),
        column_kinds: begun.kinds,
        precision_recall_tradeoff: settings.precision_recall,
        accuracy_cost_tradeoff: settings.accuracy_cost,
        enforce_provided_labels: settings.enforce_labels == Some(true),
        model: object(serde_json::from_slice(&begun.model))?,
        labels: begun
            .labels
            .map(|labels| object(serde_json::to_value(&labels)))
            .transpose()?,
    })
}

fn object(read: serde_json::Result<serde_json::Value>) -> Result<serde_json::Value, Failure> {
    read.map_err(|error| {
        tracing::error!(%error, "what a transform has learned cannot be read");
        failure::internal().into()
    })
}
