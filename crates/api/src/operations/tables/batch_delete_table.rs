//! `BatchDeleteTable`: deletes several tables; each succeeds or fails by itself.

use onefold_protocol::shapes::{BatchDeleteTableRequest, BatchDeleteTableResponse, TableError};

use crate::{convert::error_detail, dispatch::Context, failure::Failure};

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
