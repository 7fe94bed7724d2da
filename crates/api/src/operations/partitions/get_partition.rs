//! `GetPartition`: gives one partition.

use onefold_protocol::shapes::{GetPartitionRequest, GetPartitionResponse};

use super::partition;
use crate::{dispatch::Context, failure::Failure};

pub(crate) fn get_partition(
    context: &Context<'_>,
    request: GetPartitionRequest,
) -> Result<GetPartitionResponse, Failure> {
    let document = context.service.partition(
        &request.database_name,
        &request.table_name,
        &request.partition_values,
    )?;
    Ok(GetPartitionResponse {
        partition: Some(partition(&document, context)?),
    })
}
