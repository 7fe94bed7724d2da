//! `UpdateDatabase`: replaces the definition of a database.

use onefold_protocol::shapes::{UpdateDatabaseRequest, UpdateDatabaseResponse};

use crate::{convert::noun, dispatch::Context, failure::Failure};

pub(crate) fn update_database(
    context: &Context<'_>,
    request: UpdateDatabaseRequest,
) -> Result<UpdateDatabaseResponse, Failure> {
    context
        .service
        .update_database(&request.name, noun(&request.database_input, &[])?)?;
    Ok(UpdateDatabaseResponse {})
}
