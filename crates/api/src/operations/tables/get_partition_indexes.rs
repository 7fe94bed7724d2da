//! `GetPartitionIndexes`: gives the indexes of a table, of which there are none.

use onefold_protocol::shapes::{GetPartitionIndexesRequest, GetPartitionIndexesResponse};

use crate::{dispatch::Context, failure::Failure};

/// There are no partition indexes here, and an empty list says so; Terraform asks with every read of a table.
pub(crate) fn get_partition_indexes(
    context: &Context<'_>,
    request: GetPartitionIndexesRequest,
) -> Result<GetPartitionIndexesResponse, Failure> {
    context
        .service
        .table(&request.database_name, &request.table_name)?;
    Ok(GetPartitionIndexesResponse {
        partition_index_descriptor_list: Some(Vec::new()),
        next_token: None,
    })
}
