//! Every shape of a request or response has exactly the members of the service model: a value with all of them, made
//! from the model, is read into the shape and written again, and nothing is lost or changed.

use std::collections::BTreeSet;

use onefold_protocol::model::{Kind, Member, operation, operations, shape};
use onefold_protocol::shapes::*;
use onefold_protocol::validate;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// A structure inside of itself is left out from here on.
const DEEPEST: usize = 12;

/// A value with all members, of the shortest text and smallest numbers that are allowed.
pub(crate) fn full(members: &[Member], inside: &mut Vec<String>) -> Value {
    let mut object = Map::new();
    for member in members {
        if !inside.contains(&member.shape) {
            object.insert(member.name.clone(), value(&member.shape, inside));
        }
    }
    Value::Object(object)
}

fn value(name: &str, inside: &mut Vec<String>) -> Value {
    let own = shape(name);
    match &own.kind {
        Kind::String => match &own.values {
            Some(values) => values[0].clone().into(),
            None => text(own.min.unwrap_or(1.0), name).into(),
        },
        Kind::Integer | Kind::Long => (own.min.unwrap_or(1.0) as i64).into(),
        Kind::Double | Kind::Timestamp => own.min.unwrap_or(0.5).into(),
        Kind::Boolean => true.into(),
        Kind::List(of) => {
            let item = value(of, inside);
            vec![item; (own.min.unwrap_or(1.0) as usize).max(1)].into()
        }
        Kind::Map(key, of) => {
            let mut entries = Map::new();
            entries.insert(
                value(key, inside).as_str().unwrap_or("k").to_owned(),
                value(of, inside),
            );
            Value::Object(entries)
        }
        Kind::Structure(members) => {
            assert!(inside.len() < DEEPEST, "{inside:?}");
            inside.push(name.to_owned());
            let made = full(members, inside);
            inside.pop();
            made
        }
        Kind::Opaque => json!({ "Anything": [1, { "x": null }] }),
    }
}

fn text(min: f64, name: &str) -> String {
    match name {
        "ArnString" | "GlueResourceArn" => "arn:aws:glue:us-east-1:1:job/j".to_owned(),
        "GlueVersionString" => "2.0".to_owned(),
        _ => {
            let length = (min as usize).max(1);
            let candidates = ["a", "2", "Sun:1", "00000000-0000-0000-0000-000000000000"];
            let fits = |text: &&str| {
                shape(name)
                    .pattern
                    .as_ref()
                    .is_none_or(|pattern| pattern.matches(text))
            };
            candidates
                .iter()
                .find(|text| text.len() >= length && fits(text))
                .map_or_else(|| "a".repeat(length), |text| (*text).to_owned())
        }
    }
}

fn round_trip<T: DeserializeOwned + Serialize>(name: &str, members: &[Member]) {
    let made = full(members, &mut Vec::new());
    let read: T = serde_json::from_value(made.clone()).unwrap_or_else(|error| panic!("{name}: {error}"));
    let written = serde_json::to_value(&read).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(written, made, "{name}");
}

macro_rules! shapes {
    ($($name:ident: $request:ident, $response:ident;)*) => {
        const NAMES: &[&str] = &[$(stringify!($name)),*];

        #[test]
        fn every_shape_has_the_members_of_the_model() {
            $(
                let model = operation(stringify!($name)).expect("an operation of the model");
                round_trip::<$request>(stringify!($request), &model.input);
                round_trip::<$response>(stringify!($response), &model.output);
            )*
        }
    };
}

shapes! {
    CreateMLTransform: CreateMLTransformRequest, CreateMLTransformResponse;
    GetMLTransform: GetMLTransformRequest, GetMLTransformResponse;
    GetMLTransforms: GetMLTransformsRequest, GetMLTransformsResponse;
    ListMLTransforms: ListMLTransformsRequest, ListMLTransformsResponse;
    UpdateMLTransform: UpdateMLTransformRequest, UpdateMLTransformResponse;
    DeleteMLTransform: DeleteMLTransformRequest, DeleteMLTransformResponse;
    StartMLEvaluationTaskRun: StartMLEvaluationTaskRunRequest, StartMLEvaluationTaskRunResponse;
    StartMLLabelingSetGenerationTaskRun: StartMLLabelingSetGenerationTaskRunRequest, StartMLLabelingSetGenerationTaskRunResponse;
    StartImportLabelsTaskRun: StartImportLabelsTaskRunRequest, StartImportLabelsTaskRunResponse;
    StartExportLabelsTaskRun: StartExportLabelsTaskRunRequest, StartExportLabelsTaskRunResponse;
    GetMLTaskRun: GetMLTaskRunRequest, GetMLTaskRunResponse;
    GetMLTaskRuns: GetMLTaskRunsRequest, GetMLTaskRunsResponse;
    CancelMLTaskRun: CancelMLTaskRunRequest, CancelMLTaskRunResponse;
    TagResource: TagResourceRequest, TagResourceResponse;
    UntagResource: UntagResourceRequest, UntagResourceResponse;
    GetTags: GetTagsRequest, GetTagsResponse;
    CreateDatabase: CreateDatabaseRequest, CreateDatabaseResponse;
    GetDatabase: GetDatabaseRequest, GetDatabaseResponse;
    GetDatabases: GetDatabasesRequest, GetDatabasesResponse;
    UpdateDatabase: UpdateDatabaseRequest, UpdateDatabaseResponse;
    DeleteDatabase: DeleteDatabaseRequest, DeleteDatabaseResponse;
    CreateTable: CreateTableRequest, CreateTableResponse;
    GetTable: GetTableRequest, GetTableResponse;
    GetTables: GetTablesRequest, GetTablesResponse;
    UpdateTable: UpdateTableRequest, UpdateTableResponse;
    DeleteTable: DeleteTableRequest, DeleteTableResponse;
    GetPartitionIndexes: GetPartitionIndexesRequest, GetPartitionIndexesResponse;
    CreateJob: CreateJobRequest, CreateJobResponse;
    GetJob: GetJobRequest, GetJobResponse;
    GetJobs: GetJobsRequest, GetJobsResponse;
    ListJobs: ListJobsRequest, ListJobsResponse;
    UpdateJob: UpdateJobRequest, UpdateJobResponse;
    DeleteJob: DeleteJobRequest, DeleteJobResponse;
    StartJobRun: StartJobRunRequest, StartJobRunResponse;
    GetJobRun: GetJobRunRequest, GetJobRunResponse;
    GetJobRuns: GetJobRunsRequest, GetJobRunsResponse;
    BatchStopJobRun: BatchStopJobRunRequest, BatchStopJobRunResponse;
    CreateCrawler: CreateCrawlerRequest, CreateCrawlerResponse;
    GetCrawler: GetCrawlerRequest, GetCrawlerResponse;
    GetCrawlers: GetCrawlersRequest, GetCrawlersResponse;
    ListCrawlers: ListCrawlersRequest, ListCrawlersResponse;
    BatchGetCrawlers: BatchGetCrawlersRequest, BatchGetCrawlersResponse;
    UpdateCrawler: UpdateCrawlerRequest, UpdateCrawlerResponse;
    DeleteCrawler: DeleteCrawlerRequest, DeleteCrawlerResponse;
    StartCrawler: StartCrawlerRequest, StartCrawlerResponse;
    StopCrawler: StopCrawlerRequest, StopCrawlerResponse;
    GetCrawlerMetrics: GetCrawlerMetricsRequest, GetCrawlerMetricsResponse;
    CreateClassifier: CreateClassifierRequest, CreateClassifierResponse;
    GetClassifier: GetClassifierRequest, GetClassifierResponse;
    GetClassifiers: GetClassifiersRequest, GetClassifiersResponse;
    UpdateClassifier: UpdateClassifierRequest, UpdateClassifierResponse;
    DeleteClassifier: DeleteClassifierRequest, DeleteClassifierResponse;
    BatchDeleteTable: BatchDeleteTableRequest, BatchDeleteTableResponse;
    GetTableVersion: GetTableVersionRequest, GetTableVersionResponse;
    GetTableVersions: GetTableVersionsRequest, GetTableVersionsResponse;
    SearchTables: SearchTablesRequest, SearchTablesResponse;
    CreatePartition: CreatePartitionRequest, CreatePartitionResponse;
    BatchCreatePartition: BatchCreatePartitionRequest, BatchCreatePartitionResponse;
    GetPartition: GetPartitionRequest, GetPartitionResponse;
    GetPartitions: GetPartitionsRequest, GetPartitionsResponse;
    BatchGetPartition: BatchGetPartitionRequest, BatchGetPartitionResponse;
    UpdatePartition: UpdatePartitionRequest, UpdatePartitionResponse;
    BatchUpdatePartition: BatchUpdatePartitionRequest, BatchUpdatePartitionResponse;
    DeletePartition: DeletePartitionRequest, DeletePartitionResponse;
    BatchDeletePartition: BatchDeletePartitionRequest, BatchDeletePartitionResponse;
    BatchGetJobs: BatchGetJobsRequest, BatchGetJobsResponse;
    GetJobBookmark: GetJobBookmarkRequest, GetJobBookmarkResponse;
    ResetJobBookmark: ResetJobBookmarkRequest, ResetJobBookmarkResponse;
}

#[test]
fn the_list_above_is_complete() {
    let here: BTreeSet<&str> = NAMES.iter().copied().collect();
    let known: BTreeSet<&str> = operations().map(|operation| operation.name.as_str()).collect();
    assert_eq!(here, known);
}

#[test]
fn full_requests_pass_the_validation() {
    for operation in operations() {
        let made = full(&operation.input, &mut Vec::new());
        validate::check(operation, &made).unwrap_or_else(|refused| panic!("{}: {refused}", operation.name));
    }
}
