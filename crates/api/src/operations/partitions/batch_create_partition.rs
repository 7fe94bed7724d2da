//! `BatchCreatePartition`: adds several partitions; each succeeds or fails by itself.

use onefold_protocol::shapes::{BatchCreatePartitionRequest, BatchCreatePartitionResponse, PartitionError};

use crate::{
    convert::{error_detail, noun},
    dispatch::Context,
    failure::Failure,
};

pub(crate) fn batch_create_partition(
    context: &Context<'_>,
    request: BatchCreatePartitionRequest,
) -> Result<BatchCreatePartitionResponse, Failure> {
    context
        .service
        .table(&request.database_name, &request.table_name)?;
    let mut errors = Vec::new();
    for input in request.partition_input_list {
        let partition = noun(&input, &[])?;
        let made = context
            .service
            .create_partition(&request.database_name, &request.table_name, partition);
        if let Err(error) = made {
            errors.push(PartitionError {
                partition_values: input.values,
                error_detail: Some(error_detail(&error)),
            });
        }
    }
    Ok(BatchCreatePartitionResponse { errors: Some(errors) })
}
