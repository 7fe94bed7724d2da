//! `DeletePartition`: deletes a partition.

use onefold_protocol::shapes::{DeletePartitionRequest, DeletePartitionResponse};

use crate::{dispatch::Context, failure::Failure};

pub(crate) fn delete_partition(
    context: &Context<'_>,
    request: DeletePartitionRequest,
) -> Result<DeletePartitionResponse, Failure> {
    context.service.delete_partition(
        &request.database_name,
        &request.table_name,
        &request.partition_values,
    )?;
    Ok(DeletePartitionResponse {})
}
