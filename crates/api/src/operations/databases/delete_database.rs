//! `DeleteDatabase`: deletes a database and its tables.

use onefold_protocol::shapes::{DeleteDatabaseRequest, DeleteDatabaseResponse};

use crate::{dispatch::Context, failure::Failure};

pub(crate) fn delete_database(
    context: &Context<'_>,
    request: DeleteDatabaseRequest,
) -> Result<DeleteDatabaseResponse, Failure> {
    context.service.delete_database(&request.name)?;
    Ok(DeleteDatabaseResponse {})
}
