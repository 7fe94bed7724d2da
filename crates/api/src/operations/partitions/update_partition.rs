//! `UpdatePartition`: replaces the definition of a partition.

use onefold_protocol::shapes::{UpdatePartitionRequest, UpdatePartitionResponse};

use crate::{convert::noun, dispatch::Context, failure::Failure};

pub(crate) fn update_partition(
    context: &Context<'_>,
    request: UpdatePartitionRequest,
) -> Result<UpdatePartitionResponse, Failure> {
    context.service.update_partition(
        &request.database_name,
        &request.table_name,
        &request.partition_value_list,
        noun(&request.partition_input, &[])?,
    )?;
    Ok(UpdatePartitionResponse {})
}
