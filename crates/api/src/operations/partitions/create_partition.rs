//! `CreatePartition`: adds a partition to a table.

use onefold_protocol::shapes::{CreatePartitionRequest, CreatePartitionResponse};

use crate::{convert::noun, dispatch::Context, failure::Failure};

pub(crate) fn create_partition(
    context: &Context<'_>,
    request: CreatePartitionRequest,
) -> Result<CreatePartitionResponse, Failure> {
    context.service.create_partition(
        &request.database_name,
        &request.table_name,
        noun(&request.partition_input, &[])?,
    )?;
    Ok(CreatePartitionResponse {})
}
