//! `GetPartitions`: gives the partitions of a table, or those that satisfy an expression.

use onefold_protocol::shapes::{GetPartitionsRequest, GetPartitionsResponse, Partition};

use super::partition;
use crate::{convert::page, dispatch::Context, failure::Failure};

pub(crate) fn get_partitions(
    context: &Context<'_>,
    request: GetPartitionsRequest,
) -> Result<GetPartitionsResponse, Failure> {
    let segment = request
        .segment
        .map(|segment| (segment.segment_number as u64, segment.total_segments as u64));
    let found = context.service.partitions(
        &request.database_name,
        &request.table_name,
        request.expression.as_deref(),
        segment,
        &page(request.max_results, request.next_token),
    )?;
    let mut partitions: Vec<Partition> = found
        .items
        .iter()
        .map(|document| partition(document, context))
        .collect::<Result<_, _>>()?;
    if request.exclude_column_schema == Some(true) {
        for partition in &mut partitions {
            if let Some(storage) = &mut partition.storage_descriptor {
                storage.columns = None;
            }
        }
    }
    Ok(GetPartitionsResponse {
        partitions: Some(partitions),
        next_token: found.next_token,
    })
}
