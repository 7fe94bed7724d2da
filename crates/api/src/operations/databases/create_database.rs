//! `CreateDatabase`: makes a database.

use onefold_domain as domain;
use onefold_protocol::shapes::{CreateDatabaseRequest, CreateDatabaseResponse};
use onefold_service::Resource;

use crate::{convert::noun, dispatch::Context, failure::Failure};

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
