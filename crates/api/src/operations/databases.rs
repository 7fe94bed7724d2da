//! `CreateDatabase`, `GetDatabase(s)`, `UpdateDatabase`, `DeleteDatabase`.

use onefold_domain::{self as domain, Document};
use onefold_protocol::shapes::{
    CreateDatabaseRequest, CreateDatabaseResponse, Database, DeleteDatabaseRequest, DeleteDatabaseResponse,
    GetDatabaseRequest, GetDatabaseResponse, GetDatabasesRequest, GetDatabasesResponse,
    UpdateDatabaseRequest, UpdateDatabaseResponse,
};
use onefold_service::Resource;

use crate::convert::{noun, page, shape};
use crate::dispatch::Context;
use crate::failure::Failure;

fn database(document: &Document<domain::Database>, context: &Context<'_>) -> Result<Database, Failure> {
    shape(
        &document.body,
        [
            ("CreateTime", document.created_on.as_secs().into()),
            ("CatalogId", context.account.into()),
        ],
    )
}

pub(crate) fn create_database(
    context: &Context<'_>,
    request: CreateDatabaseRequest,
) -> Result<CreateDatabaseResponse, Failure> {
    let name = request.database_input.name.to_lowercase();
    context
        .service
        .create_database(noun(&request.database_input, &[])?)?;
    if let Some(tags) = request.tags.filter(|tags| !tags.is_empty()) {
        let resource = Resource::Document {
            kind: domain::DocumentKind::Database,
            scope: String::new(),
            name,
        };
        context.service.change_tags(&resource, &tags, &[])?;
    }
    Ok(CreateDatabaseResponse {})
}

pub(crate) fn get_database(
    context: &Context<'_>,
    request: GetDatabaseRequest,
) -> Result<GetDatabaseResponse, Failure> {
    let document = context.service.database(&request.name)?;
    Ok(GetDatabaseResponse {
        database: Some(database(&document, context)?),
    })
}

pub(crate) fn get_databases(
    context: &Context<'_>,
    request: GetDatabasesRequest,
) -> Result<GetDatabasesResponse, Failure> {
    let found = context
        .service
        .databases(&page(request.max_results, request.next_token))?;
    Ok(GetDatabasesResponse {
        database_list: found
            .items
            .iter()
            .map(|document| database(document, context))
            .collect::<Result<_, _>>()?,
        next_token: found.next_token,
    })
}

pub(crate) fn update_database(
    context: &Context<'_>,
    request: UpdateDatabaseRequest,
) -> Result<UpdateDatabaseResponse, Failure> {
    context
        .service
        .update_database(&request.name, noun(&request.database_input, &[])?)?;
    Ok(UpdateDatabaseResponse {})
}

pub(crate) fn delete_database(
    context: &Context<'_>,
    request: DeleteDatabaseRequest,
) -> Result<DeleteDatabaseResponse, Failure> {
    context.service.delete_database(&request.name)?;
    Ok(DeleteDatabaseResponse {})
}
