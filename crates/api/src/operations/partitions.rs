//! Partitions, one at a time and in batches. In a batch each item succeeds or fails by itself.

use onefold_domain::{self as domain, Document};
use onefold_protocol::shapes::{
    BatchCreatePartitionRequest, BatchCreatePartitionResponse, BatchDeletePartitionRequest,
    BatchDeletePartitionResponse, BatchGetPartitionRequest, BatchGetPartitionResponse,
    BatchUpdatePartitionFailureEntry, BatchUpdatePartitionRequest, BatchUpdatePartitionResponse,
    CreatePartitionRequest, CreatePartitionResponse, DeletePartitionRequest, DeletePartitionResponse,
    GetPartitionRequest, GetPartitionResponse, GetPartitionsRequest, GetPartitionsResponse, Partition,
    PartitionError, UpdatePartitionRequest, UpdatePartitionResponse,
};

use crate::convert::{error_detail, noun, page, shape};
use crate::dispatch::Context;
use crate::failure::Failure;

fn partition(document: &Document<domain::Partition>, context: &Context<'_>) -> Result<Partition, Failure> {
    let (database, table) = document.table();
    shape(
        &document.body,
        [
            ("DatabaseName", database.into()),
            ("TableName", table.into()),
            ("CreationTime", document.created_on.as_secs().into()),
            ("CatalogId", context.account.into()),
        ],
    )
}

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
