//! `BatchGetPartition`: gives several partitions by their values.

use onefold_protocol::shapes::{BatchGetPartitionRequest, BatchGetPartitionResponse};

use super::partition;
use crate::{dispatch::Context, failure::Failure};

pub(crate) fn batch_get_partition(
    context: &Context<'_>,
    request: BatchGetPartitionRequest,
) -> Result<BatchGetPartitionResponse, Failure> {
    context
        .service
        .table(&request.database_name, &request.table_name)?;
    let mut partitions = Vec::new();
    for wanted in request.partitions_to_get {
        match context
            .service
            .partition(&request.database_name, &request.table_name, &wanted.values)
        {
            Ok(document) => partitions.push(partition(&document, context)?),
            // As in AWS, a partition that is not there is left out.
            Err(onefold_service::Error::NotFound(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(BatchGetPartitionResponse {
        partitions: Some(partitions),
        unprocessed_keys: Some(Vec::new()),
    })
}
