//! Databases and tables.

use aws_sdk_glue::Client;
use aws_sdk_glue::types::{Column, DatabaseInput, PropertyPredicate, StorageDescriptor, TableInput};

/// A column of a table.
pub fn column(name: &str, kind: &str) -> Column {
    Column::builder().name(name).r#type(kind).build().unwrap()
}

/// A table of two columns and two partition keys.
fn table(name: &str) -> TableInput {
    TableInput::builder()
        .name(name)
        .storage_descriptor(
            StorageDescriptor::builder()
                .columns(column("id", "string"))
                .columns(column("name", "string"))
                .location("s3://shop/sales/")
                .build(),
        )
        .partition_keys(column("year", "int"))
        .partition_keys(column("land", "string"))
        .build()
        .unwrap()
}

fn database(name: &str, description: &str) -> DatabaseInput {
    DatabaseInput::builder()
        .name(name)
        .description(description)
        .build()
        .unwrap()
}

/// Leaves the database `shop` with the table `sales`.
pub async fn call_all(glue: &Client) {
    let input = database("shop", "first");
    glue.create_database().database_input(input).send().await.unwrap();
    let twice = glue.create_database().database_input(database("shop", "again"));
    let error = twice.send().await.unwrap_err().into_service_error();
    assert!(error.is_already_exists_exception(), "{error}");
    let input = database("shop", "second");
    glue.update_database()
        .name("shop")
        .database_input(input)
        .send()
        .await
        .unwrap();
    let got = glue.get_database().name("shop").send().await.unwrap();
    assert_eq!(got.database().unwrap().description(), Some("second"));

    for name in ["sales", "extra1", "extra2"] {
        let create = glue.create_table().database_name("shop").table_input(table(name));
        create.send().await.unwrap();
    }
    let mut pages = glue
        .get_tables()
        .database_name("shop")
        .into_paginator()
        .page_size(2)
        .send();
    let mut names = Vec::new();
    while let Some(page) = pages.next().await {
        names.extend(page.unwrap().table_list().iter().map(|table| table.name.clone()));
    }
    assert_eq!(names, ["extra1", "extra2", "sales"]);
    let changed = TableInput::builder().name("sales").description("changed").build();
    glue.update_table()
        .database_name("shop")
        .table_input(changed.unwrap())
        .send()
        .await
        .unwrap();
    glue.update_table()
        .database_name("shop")
        .table_input(table("sales"))
        .send()
        .await
        .unwrap();
    let got = glue.get_table().database_name("shop").name("sales");
    let got = got.send().await.unwrap().table.unwrap();
    assert_eq!(got.version_id(), Some("2"));
    assert_eq!(got.partition_keys().len(), 2);
    let versions = glue
        .get_table_versions()
        .database_name("shop")
        .table_name("sales");
    assert_eq!(versions.send().await.unwrap().table_versions().len(), 3);
    let version = glue.get_table_version().database_name("shop").table_name("sales");
    let version = version
        .version_id("1")
        .send()
        .await
        .unwrap()
        .table_version
        .unwrap();
    assert_eq!(version.table().unwrap().description(), Some("changed"));
    let filter = PropertyPredicate::builder()
        .key("DatabaseName")
        .value("shop")
        .build();
    let found = glue.search_tables().search_text("sales").filters(filter);
    assert_eq!(found.send().await.unwrap().table_list().len(), 1);
    let indexes = glue
        .get_partition_indexes()
        .database_name("shop")
        .table_name("sales");
    let indexes = indexes.send().await.unwrap();
    assert!(indexes.partition_index_descriptor_list().is_empty());
    glue.delete_table()
        .database_name("shop")
        .name("extra1")
        .send()
        .await
        .unwrap();
    let deleted = glue.batch_delete_table().database_name("shop");
    let deleted = deleted.tables_to_delete("extra2").tables_to_delete("none");
    assert_eq!(deleted.send().await.unwrap().errors().len(), 1);

    let input = database("empty", "to go");
    glue.create_database().database_input(input).send().await.unwrap();
    assert_eq!(
        glue.get_databases().send().await.unwrap().database_list().len(),
        2
    );
    glue.delete_database().name("empty").send().await.unwrap();
    let gone = glue.get_database().name("empty").send().await;
    assert!(
        gone.unwrap_err()
            .into_service_error()
            .is_entity_not_found_exception()
    );
}
