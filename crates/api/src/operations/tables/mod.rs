//! The operations on tables and their versions, a file for each.

mod batch_delete_table;
mod create_table;
mod delete_table;
mod get_partition_indexes;
mod get_table;
mod get_table_version;
mod get_table_versions;
mod get_tables;
mod search_tables;
mod update_table;

use onefold_domain::{self as domain, Document};
use onefold_protocol::shapes::{Table, TableInput, TableVersion};
use onefold_protocol::wire_error::WireError;

use crate::{convert::shape, dispatch::Context, failure::Failure};

pub(crate) use self::{
    batch_delete_table::*, create_table::*, delete_table::*, get_partition_indexes::*, get_table::*,
    get_table_version::*, get_table_versions::*, get_tables::*, search_tables::*, update_table::*,
};

fn table(document: &Document<domain::Table>, context: &Context<'_>) -> Result<Table, Failure> {
    shape(
        &document.body,
        [
            ("DatabaseName", document.database().into()),
            ("CreateTime", document.created_on.as_secs().into()),
            ("UpdateTime", document.modified_on.as_secs().into()),
            (
                "CreatedBy",
                format!("arn:aws:iam::{}:root", context.account).into(),
            ),
            ("IsRegisteredWithLakeFormation", false.into()),
            ("CatalogId", context.account.into()),
        ],
    )
}

fn input(input: Option<TableInput>) -> Result<TableInput, Failure> {
    input.ok_or_else(|| {
        WireError::client(
            "InvalidInputException",
            "TableInput is missing; it defines the table",
        )
        .into()
    })
}

fn all(documents: &[Document<domain::Table>], context: &Context<'_>) -> Result<Vec<Table>, Failure> {
    documents
        .iter()
        .map(|document| table(document, context))
        .collect()
}

fn table_version(document: &Document<domain::Table>, context: &Context<'_>) -> Result<TableVersion, Failure> {
    let table = table(document, context)?;
    Ok(TableVersion {
        version_id: table.version_id.clone(),
        table: Some(table),
    })
}
