//! Partitions of the table `sales`.

use aws_sdk_glue::Client;
use aws_sdk_glue::types::{BatchUpdatePartitionRequestEntry, PartitionInput, PartitionValueList};

fn partition(year: &str, land: &str) -> PartitionInput {
    PartitionInput::builder().values(year).values(land).build()
}

fn values(year: &str, land: &str) -> PartitionValueList {
    PartitionValueList::builder()
        .values(year)
        .values(land)
        .build()
        .unwrap()
}

pub async fn call_all(glue: &Client) {
    let (database, table) = ("shop", "sales");
    glue.create_partition()
        .database_name(database)
        .table_name(table)
        .partition_input(partition("2020", "de"))
        .send()
        .await
        .unwrap();
    let made = glue
        .batch_create_partition()
        .database_name(database)
        .table_name(table)
        .partition_input_list(partition("2020", "de"))
        .partition_input_list(partition("2021", "fr"))
        .send()
        .await
        .unwrap();
    assert_eq!(made.errors().len(), 1);
    let got = glue
        .get_partition()
        .database_name(database)
        .table_name(table)
        .partition_values("2021")
        .partition_values("fr")
        .send()
        .await
        .unwrap();
    assert_eq!(got.partition().unwrap().values(), ["2021", "fr"]);
    let chosen = glue
        .get_partitions()
        .database_name(database)
        .table_name(table)
        .expression("year >= 2021")
        .send()
        .await
        .unwrap();
    assert_eq!(chosen.partitions().len(), 1);
    let named = glue
        .batch_get_partition()
        .database_name(database)
        .table_name(table)
        .partitions_to_get(values("2020", "de"))
        .partitions_to_get(values("1", "x"))
        .send()
        .await
        .unwrap();
    assert_eq!(named.partitions().len(), 1);
    glue.update_partition()
        .database_name(database)
        .table_name(table)
        .partition_value_list("2021")
        .partition_value_list("fr")
        .partition_input(partition("2022", "fr"))
        .send()
        .await
        .unwrap();
    let entry = BatchUpdatePartitionRequestEntry::builder()
        .partition_value_list("2022")
        .partition_value_list("fr")
        .partition_input(partition("2023", "fr"))
        .build()
        .unwrap();
    let updated = glue
        .batch_update_partition()
        .database_name(database)
        .table_name(table)
        .entries(entry)
        .send()
        .await
        .unwrap();
    assert!(updated.errors().is_empty());
    glue.delete_partition()
        .database_name(database)
        .table_name(table)
        .partition_values("2020")
        .partition_values("de")
        .send()
        .await
        .unwrap();
    let deleted = glue
        .batch_delete_partition()
        .database_name(database)
        .table_name(table)
        .partitions_to_delete(values("2023", "fr"))
        .partitions_to_delete(values("2020", "de"))
        .send()
        .await
        .unwrap();
    assert_eq!(deleted.errors().len(), 1);
}
