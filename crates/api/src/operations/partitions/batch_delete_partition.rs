//! `BatchDeletePartition`: deletes several partitions; each succeeds or fails by itself.

use onefold_protocol::shapes::{BatchDeletePartitionRequest, BatchDeletePartitionResponse, PartitionError};

use crate::{convert::error_detail, dispatch::Context, failure::Failure};

pub(crate) fn batch_delete_partition(
    context: &Context<'_>,
    request: BatchDeletePartitionRequest,
) -> Result<BatchDeletePartitionResponse, Failure> {
    context
        .service
        .table(&request.database_name, &request.table_name)?;
    let errors = request
        .partitions_to_delete
        .into_iter()
        .filter_map(|wanted| {
            let error = context
                .service
                .delete_partition(&request.database_name, &request.table_name, &wanted.values)
                .err()?;
            Some(PartitionError {
                partition_values: Some(wanted.values),
                error_detail: Some(error_detail(&error)),
            })
        })
        .collect();
    Ok(BatchDeletePartitionResponse { errors: Some(errors) })
}
