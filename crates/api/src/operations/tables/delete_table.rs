//! `DeleteTable`: deletes a table and its partitions.

use onefold_protocol::shapes::{DeleteTableRequest, DeleteTableResponse};

use crate::{dispatch::Context, failure::Failure};

pub(crate) fn delete_table(
    context: &Context<'_>,
    request: DeleteTableRequest,
) -> Result<DeleteTableResponse, Failure> {
    context
        .service
        .delete_table(&request.database_name, &request.name)?;
    Ok(DeleteTableResponse {})
}
