//! `CreateTable`, `GetTable(s)`, `UpdateTable`, `DeleteTable`, `BatchDeleteTable`, `GetTableVersion(s)`, `SearchTables`,
//! `GetPartitionIndexes`.

use onefold_domain::{self as domain, Document};
use onefold_protocol::shapes::{
    BatchDeleteTableRequest, BatchDeleteTableResponse, CreateTableRequest, CreateTableResponse,
    DeleteTableRequest, DeleteTableResponse, GetPartitionIndexesRequest, GetPartitionIndexesResponse,
    GetTableRequest, GetTableResponse, GetTableVersionRequest, GetTableVersionResponse,
    GetTableVersionsRequest, GetTableVersionsResponse, GetTablesRequest, GetTablesResponse,
    SearchTablesRequest, SearchTablesResponse, Table, TableError, TableInput, TableVersion,
    UpdateTableRequest, UpdateTableResponse,
};
use onefold_protocol::wire_error::WireError;
use onefold_service::{SearchFilter, SearchQuery};

use crate::convert::{error_detail, noun, page, shape};
use crate::dispatch::Context;
use crate::failure::Failure;

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

pub(crate) fn create_table(
    context: &Context<'_>,
    request: CreateTableRequest,
) -> Result<CreateTableResponse, Failure> {
    let input = input(request.table_input)?;
    if let Some(name) = request
        .name
        .filter(|name| !name.eq_ignore_ascii_case(&input.name))
    {
        return Err(WireError::client(
            "InvalidInputException",
            format!(
                "Name {name:?} differs from the name in TableInput, {:?}",
                input.name
            ),
        )
        .into());
    }
    context
        .service
        .create_table(&request.database_name, noun(&input, &[])?)?;
    Ok(CreateTableResponse {})
}

pub(crate) fn get_table(
    context: &Context<'_>,
    request: GetTableRequest,
) -> Result<GetTableResponse, Failure> {
    let document = context.service.table(&request.database_name, &request.name)?;
    Ok(GetTableResponse {
        table: Some(table(&document, context)?),
    })
}

pub(crate) fn get_tables(
    context: &Context<'_>,
    request: GetTablesRequest,
) -> Result<GetTablesResponse, Failure> {
    let found = context.service.tables(
        &request.database_name,
        request.expression.as_deref(),
        &page(request.max_results, request.next_token),
    )?;
    Ok(GetTablesResponse {
        table_list: Some(all(&found.items, context)?),
        next_token: found.next_token,
    })
}

fn all(documents: &[Document<domain::Table>], context: &Context<'_>) -> Result<Vec<Table>, Failure> {
    documents
        .iter()
        .map(|document| table(document, context))
        .collect()
}

pub(crate) fn update_table(
    context: &Context<'_>,
    request: UpdateTableRequest,
) -> Result<UpdateTableResponse, Failure> {
    let input = input(request.table_input)?;
    context.service.update_table(
        &request.database_name,
        noun(&input, &[])?,
        request.skip_archive.unwrap_or(false),
    )?;
    Ok(UpdateTableResponse {})
}

pub(crate) fn delete_table(
    context: &Context<'_>,
    request: DeleteTableRequest,
) -> Result<DeleteTableResponse, Failure> {
    context
        .service
        .delete_table(&request.database_name, &request.name)?;
    Ok(DeleteTableResponse {})
}

pub(crate) fn batch_delete_table(
    context: &Context<'_>,
    request: BatchDeleteTableRequest,
) -> Result<BatchDeleteTableResponse, Failure> {
    context.service.database(&request.database_name)?;
    let errors = request
        .tables_to_delete
        .into_iter()
        .filter_map(|name| {
            let error = context
                .service
                .delete_table(&request.database_name, &name)
                .err()?;
            Some(TableError {
                table_name: Some(name),
                error_detail: Some(error_detail(&error)),
            })
        })
        .collect();
    Ok(BatchDeleteTableResponse { errors: Some(errors) })
}

fn table_version(document: &Document<domain::Table>, context: &Context<'_>) -> Result<TableVersion, Failure> {
    let table = table(document, context)?;
    Ok(TableVersion {
        version_id: table.version_id.clone(),
        table: Some(table),
    })
}

pub(crate) fn get_table_version(
    context: &Context<'_>,
    request: GetTableVersionRequest,
) -> Result<GetTableVersionResponse, Failure> {
    let document = context.service.table_version(
        &request.database_name,
        &request.table_name,
        request.version_id.as_deref(),
    )?;
    Ok(GetTableVersionResponse {
        table_version: Some(table_version(&document, context)?),
    })
}

pub(crate) fn get_table_versions(
    context: &Context<'_>,
    request: GetTableVersionsRequest,
) -> Result<GetTableVersionsResponse, Failure> {
    let found = context.service.table_versions(
        &request.database_name,
        &request.table_name,
        &page(request.max_results, request.next_token),
    )?;
    let versions = found
        .items
        .iter()
        .map(|document| table_version(document, context))
        .collect::<Result<_, _>>()?;
    Ok(GetTableVersionsResponse {
        table_versions: Some(versions),
        next_token: found.next_token,
    })
}

pub(crate) fn search_tables(
    context: &Context<'_>,
    request: SearchTablesRequest,
) -> Result<SearchTablesResponse, Failure> {
    let query = SearchQuery {
        text: request.search_text.filter(|text| !text.is_empty()),
        filters: request
            .filters
            .unwrap_or_default()
            .into_iter()
            .map(|filter| SearchFilter {
                key: filter.key.unwrap_or_default(),
                value: filter.value.unwrap_or_default(),
                comparator: filter.comparator,
            })
            .collect(),
        sort: request
            .sort_criteria
            .unwrap_or_default()
            .into_iter()
            .map(|sort| {
                (
                    sort.field_name.unwrap_or_default(),
                    sort.sort.as_deref() == Some("DESC"),
                )
            })
            .collect(),
    };
    let found = context
        .service
        .search_tables(&query, &page(request.max_results, request.next_token))?;
    Ok(SearchTablesResponse {
        table_list: Some(all(&found.items, context)?),
        next_token: found.next_token,
    })
}

/// There are no partition indexes here, and an empty list says so; Terraform asks with every read of a table.
pub(crate) fn get_partition_indexes(
    context: &Context<'_>,
    request: GetPartitionIndexesRequest,
) -> Result<GetPartitionIndexesResponse, Failure> {
    context
        .service
        .table(&request.database_name, &request.table_name)?;
    Ok(GetPartitionIndexesResponse {
        partition_index_descriptor_list: Some(Vec::new()),
        next_token: None,
    })
}
