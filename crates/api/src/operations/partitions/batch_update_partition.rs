//! `BatchUpdatePartition`: replaces several partitions; each succeeds or fails by itself.

use onefold_protocol::shapes::{
    BatchUpdatePartitionFailureEntry, BatchUpdatePartitionRequest, BatchUpdatePartitionResponse,
};

use crate::{
    convert::{error_detail, noun},
    dispatch::Context,
    failure::Failure,
};

pub(crate) fn batch_update_partition(
    context: &Context<'_>,
    request: BatchUpdatePartitionRequest,
) -> Result<BatchUpdatePartitionResponse, Failure> {
    context
        .service
        .table(&request.database_name, &request.table_name)?;
    let mut errors = Vec::new();
    for entry in request.entries {
        let partition = noun(&entry.partition_input, &[])?;
        let changed = context.service.update_partition(
            &request.database_name,
            &request.table_name,
            &entry.partition_value_list,
            partition,
        );
        if let Err(error) = changed {
            errors.push(BatchUpdatePartitionFailureEntry {
                partition_value_list: Some(entry.partition_value_list),
                error_detail: Some(error_detail(&error)),
            });
        }
    }
    Ok(BatchUpdatePartitionResponse { errors: Some(errors) })
}
