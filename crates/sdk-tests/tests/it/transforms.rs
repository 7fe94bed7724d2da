//! A transform from its creation over labels and evaluation to its deletion, and its task runs.

use aws_sdk_glue::types::{
    DatabaseInput, FindMatchesParameters, GlueTable, SortDirectionType, StorageDescriptor, TableInput,
    TaskRunFilterCriteria, TaskRunSortColumnType, TaskRunSortCriteria, TaskStatusType, TaskType,
    TransformParameters, TransformSortColumnType, TransformSortCriteria, TransformStatusType, TransformType,
};

use crate::catalog::column;
use crate::node::{Node, bundled};

const COLUMNS: [(&str, &str); 6] = [
    ("id", "string"),
    ("source", "string"),
    ("title", "string"),
    ("authors", "string"),
    ("venue", "string"),
    ("year", "bigint"),
];
const ARN: &str = "arn:aws:glue:us-east-1:000000000000:mlTransform/";

fn parameters(precision_recall: f64) -> TransformParameters {
    TransformParameters::builder()
        .transform_type(TransformType::FindMatches)
        .find_matches_parameters(
            FindMatchesParameters::builder()
                .primary_key_column_name("id")
                .precision_recall_tradeoff(precision_recall)
                .build(),
        )
        .build()
        .unwrap()
}

/// Makes the transform `name` of the table of papers; gives its id.
pub async fn create(node: &Node, name: &str) -> String {
    let table = GlueTable::builder()
        .database_name("papers")
        .table_name("records")
        .build();
    let made = node
        .glue
        .create_ml_transform()
        .name(name)
        .role("role")
        .input_record_tables(table.unwrap())
        .parameters(parameters(0.5))
        .tags("team", name)
        .send()
        .await
        .unwrap();
    made.transform_id.unwrap()
}

/// Teaches the transform by the bundled labels.
pub async fn teach(node: &Node, transform: &str) {
    let run = node
        .glue
        .start_import_labels_task_run()
        .transform_id(transform)
        .input_s3_path("s3://papers/labels.csv")
        .replace_all_labels(true)
        .send()
        .await
        .unwrap();
    let run = run.task_run_id.unwrap();
    assert_eq!(node.end_of(transform, &run).await, TaskStatusType::Succeeded);
}

async fn fill(node: &Node) {
    node.put("papers", "records/records.csv", &bundled("dblp-acm/records.csv"));
    node.put("papers", "labels.csv", &bundled("dblp-acm/labels.csv"));
    let database = DatabaseInput::builder().name("papers").build().unwrap();
    node.glue
        .create_database()
        .database_input(database)
        .send()
        .await
        .unwrap();
    let columns = COLUMNS.iter().map(|(name, kind)| column(name, kind)).collect();
    let storage = StorageDescriptor::builder()
        .set_columns(Some(columns))
        .location("s3://papers/records/")
        .build();
    let table = TableInput::builder()
        .name("records")
        .storage_descriptor(storage)
        .parameters("classification", "csv")
        .parameters("skip.header.line.count", "1")
        .build();
    node.glue
        .create_table()
        .database_name("papers")
        .table_input(table.unwrap())
        .send()
        .await
        .unwrap();
}

pub async fn call_all(node: &Node) {
    let glue = &node.glue;
    fill(node).await;
    let transform = create(node, "first").await;
    let evaluate = || glue.start_ml_evaluation_task_run().transform_id(&transform);
    let error = evaluate().send().await.unwrap_err().into_service_error();
    assert!(error.is_ml_transform_not_ready_exception(), "{error}");

    glue.update_ml_transform()
        .transform_id(&transform)
        .description("papers")
        .parameters(parameters(0.6))
        .send()
        .await
        .unwrap();
    tags(node, &transform).await;
    let choose = glue
        .start_ml_labeling_set_generation_task_run()
        .transform_id(&transform)
        .output_s3_path("s3://papers/to-label/");
    let choose = choose.send().await.unwrap().task_run_id.unwrap();
    assert_eq!(node.end_of(&transform, &choose).await, TaskStatusType::Succeeded);
    assert_eq!(node.names("papers", "to-label").len(), 1);
    teach(node, &transform).await;
    let run = evaluate().send().await.unwrap().task_run_id.unwrap();
    assert_eq!(node.end_of(&transform, &run).await, TaskStatusType::Succeeded);
    let got = glue
        .get_ml_transform()
        .transform_id(&transform)
        .send()
        .await
        .unwrap();
    assert_eq!(got.status(), Some(&TransformStatusType::Ready));
    assert_eq!(got.description(), Some("papers"));
    assert_eq!(got.schema().len(), COLUMNS.len());
    let metrics = got.evaluation_metrics().unwrap().find_matches_metrics().unwrap();
    assert!(metrics.f1().unwrap() >= 0.95, "{metrics:?}");
    let importances = metrics.column_importances();
    assert!(
        importances
            .iter()
            .any(|column| column.column_name() == Some("title")),
        "{importances:?}"
    );

    let export = glue
        .start_export_labels_task_run()
        .transform_id(&transform)
        .output_s3_path("s3://papers/labels-out/");
    let export = export.send().await.unwrap().task_run_id.unwrap();
    assert_eq!(node.end_of(&transform, &export).await, TaskStatusType::Succeeded);
    let canceled = glue
        .cancel_ml_task_run()
        .transform_id(&transform)
        .task_run_id(&export)
        .send()
        .await
        .unwrap();
    assert_eq!(
        canceled.status(),
        Some(&TaskStatusType::Succeeded),
        "an ended run stays as it is"
    );
    runs(node, &transform).await;
    lists(node, &transform).await;

    glue.delete_ml_transform()
        .transform_id(&transform)
        .send()
        .await
        .unwrap();
    let gone = glue.get_ml_transform().transform_id(&transform).send().await;
    assert!(
        gone.unwrap_err()
            .into_service_error()
            .is_entity_not_found_exception()
    );
}

async fn tags(node: &Node, transform: &str) {
    let arn = format!("{ARN}{transform}");
    node.glue
        .tag_resource()
        .resource_arn(&arn)
        .tags_to_add("year", "2026")
        .send()
        .await
        .unwrap();
    node.glue
        .untag_resource()
        .resource_arn(&arn)
        .tags_to_remove("team")
        .send()
        .await
        .unwrap();
    let tags = node.glue.get_tags().resource_arn(&arn).send().await.unwrap();
    let tags: Vec<(&String, &String)> = tags.tags().unwrap().iter().collect();
    assert_eq!(tags, [(&"year".to_owned(), &"2026".to_owned())]);
}

async fn runs(node: &Node, transform: &str) {
    let sort = TaskRunSortCriteria::builder()
        .column(TaskRunSortColumnType::TaskRunType)
        .sort_direction(SortDirectionType::Ascending)
        .build()
        .unwrap();
    let mut pages = node
        .glue
        .get_ml_task_runs()
        .transform_id(transform)
        .sort(sort)
        .into_paginator()
        .page_size(1)
        .send();
    let mut kinds = Vec::new();
    while let Some(page) = pages.next().await {
        for run in page.unwrap().task_runs() {
            kinds.push(run.properties().unwrap().task_type().unwrap().clone());
        }
    }
    assert_eq!(
        kinds,
        [
            TaskType::Evaluation,
            TaskType::ExportLabels,
            TaskType::ImportLabels,
            TaskType::LabelingSetGeneration
        ]
    );
    let filter = TaskRunFilterCriteria::builder()
        .task_run_type(TaskType::ImportLabels)
        .status(TaskStatusType::Succeeded)
        .build();
    let found = node
        .glue
        .get_ml_task_runs()
        .transform_id(transform)
        .filter(filter);
    let found = found.send().await.unwrap();
    let properties = found.task_runs()[0].properties().unwrap();
    let import = properties.import_labels_task_run_properties().unwrap();
    assert!(import.replace());
    let none = node
        .glue
        .get_ml_task_run()
        .transform_id(transform)
        .task_run_id("tsk-none");
    let error = none.send().await.unwrap_err().into_service_error();
    assert!(error.is_entity_not_found_exception(), "{error}");
}

async fn lists(node: &Node, transform: &str) {
    let other = create(node, "second").await;
    let sort = TransformSortCriteria::builder()
        .column(TransformSortColumnType::Name)
        .sort_direction(SortDirectionType::Descending)
        .build()
        .unwrap();
    let found = node.glue.get_ml_transforms().sort(sort).send().await.unwrap();
    let ids: Vec<&str> = found
        .transforms()
        .iter()
        .filter_map(|found| found.transform_id())
        .collect();
    assert_eq!(ids, [other.as_str(), transform]);
    let listed = node
        .glue
        .list_ml_transforms()
        .tags("team", "second")
        .send()
        .await
        .unwrap();
    assert_eq!(listed.transform_ids(), std::slice::from_ref(&other));
    node.glue
        .delete_ml_transform()
        .transform_id(&other)
        .send()
        .await
        .unwrap();
}
