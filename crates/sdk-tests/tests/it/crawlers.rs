//! Crawlers and classifiers: a crawl finds the columns of a file.

use std::time::Duration;

use aws_sdk_glue::types::{
    CrawlerState, CrawlerTargets, CreateCsvClassifierRequest, S3Target, UpdateCsvClassifierRequest,
};

use crate::node::Node;

pub async fn call_all(node: &Node) {
    let glue = &node.glue;
    node.put(
        "shop",
        "people/people.csv",
        b"id;name;born\n1;Ann;1990\n2;Bob;1985\n",
    );
    let classifier = CreateCsvClassifierRequest::builder()
        .name("semicolons")
        .delimiter(",")
        .build();
    glue.create_classifier()
        .csv_classifier(classifier.unwrap())
        .send()
        .await
        .unwrap();
    let changed = UpdateCsvClassifierRequest::builder()
        .name("semicolons")
        .delimiter(";")
        .build();
    glue.update_classifier()
        .csv_classifier(changed.unwrap())
        .send()
        .await
        .unwrap();
    let got = glue.get_classifier().name("semicolons").send().await.unwrap();
    let got = got.classifier().unwrap().csv_classifier().unwrap();
    assert_eq!(got.delimiter(), Some(";"));
    assert_eq!(
        glue.get_classifiers().send().await.unwrap().classifiers().len(),
        1
    );

    let target = S3Target::builder().path("s3://shop/people/").build();
    glue.create_crawler()
        .name("people")
        .role("role")
        .database_name("shop")
        .targets(CrawlerTargets::builder().s3_targets(target).build())
        .tags("team", "a")
        .send()
        .await
        .unwrap();
    glue.update_crawler()
        .name("people")
        .classifiers("semicolons")
        .send()
        .await
        .unwrap();
    glue.start_crawler().name("people").send().await.unwrap();
    for _ in 0..600 {
        let got = glue.get_crawler().name("people").send().await.unwrap();
        if got.crawler().unwrap().state() == Some(&CrawlerState::Ready) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let table = glue.get_table().database_name("shop").name("people");
    let table = table.send().await.unwrap().table.unwrap();
    let columns: Vec<(&str, Option<&str>)> = table
        .storage_descriptor()
        .unwrap()
        .columns()
        .iter()
        .map(|column| (column.name(), column.r#type()))
        .collect();
    assert_eq!(
        columns,
        [
            ("id", Some("bigint")),
            ("name", Some("string")),
            ("born", Some("bigint"))
        ]
    );
    let metrics = glue.get_crawler_metrics().send().await.unwrap();
    assert_eq!(metrics.crawler_metrics_list()[0].tables_created(), 1);
    assert_eq!(glue.get_crawlers().send().await.unwrap().crawlers().len(), 1);
    let listed = glue.list_crawlers().tags("team", "a").send().await.unwrap();
    assert_eq!(listed.crawler_names(), ["people"]);
    let named = glue
        .batch_get_crawlers()
        .crawler_names("people")
        .crawler_names("none");
    assert_eq!(named.send().await.unwrap().crawlers_not_found(), ["none"]);
    let error = glue.stop_crawler().name("people").send().await.unwrap_err();
    assert!(error.into_service_error().is_crawler_not_running_exception());
    glue.delete_crawler().name("people").send().await.unwrap();
    glue.delete_classifier().name("semicolons").send().await.unwrap();
    let gone = glue.get_classifier().name("semicolons").send().await;
    assert!(
        gone.unwrap_err()
            .into_service_error()
            .is_entity_not_found_exception()
    );
}
