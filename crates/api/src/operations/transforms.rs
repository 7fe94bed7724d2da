//! `CreateMLTransform`, `GetMLTransform(s)`, `ListMLTransforms`, `UpdateMLTransform`, `DeleteMLTransform`.

use std::collections::BTreeMap;

use onefold_domain::{Column, Transform, TransformStatus};
use onefold_protocol::shapes::{
    CreateMLTransformRequest, CreateMLTransformResponse, DeleteMLTransformRequest, DeleteMLTransformResponse,
    GetMLTransformRequest, GetMLTransformResponse, GetMLTransformsRequest, GetMLTransformsResponse,
    ListMLTransformsRequest, ListMLTransformsResponse, TransformFilterCriteria, TransformSortCriteria,
    UpdateMLTransformRequest, UpdateMLTransformResponse,
};
use onefold_service::{ListTransforms, NewTransform, TransformChange, TransformFilter, TransformSort};

use crate::convert::{self, map_page, page};
use crate::dispatch::Context;
use crate::failure::Failure;

pub(crate) fn create(
    context: &Context<'_>,
    request: CreateMLTransformRequest,
) -> Result<CreateMLTransformResponse, Failure> {
    let new = NewTransform {
        name: request.name,
        description: request.description,
        inputs: convert::input_tables(request.input_record_tables),
        settings: convert::settings(request.parameters),
        role: request.role,
        glue_version: request.glue_version,
        capacity: convert::capacity(
            request.max_capacity,
            request.worker_type,
            request.number_of_workers,
        ),
        timeout_minutes: request.timeout,
        max_retries: request.max_retries,
        encryption: request.transform_encryption.map(convert::encryption),
        tags: request.tags.unwrap_or_default(),
    };
    let id = context.service.create_transform(new, Some(&context.request))?;
    Ok(CreateMLTransformResponse {
        transform_id: Some(id),
    })
}

pub(crate) fn get(
    context: &Context<'_>,
    request: GetMLTransformRequest,
) -> Result<GetMLTransformResponse, Failure> {
    let transform = convert::ml_transform(context.service.transform(&request.transform_id)?);
    Ok(GetMLTransformResponse {
        transform_id: transform.transform_id,
        name: transform.name,
        description: transform.description,
        status: transform.status,
        created_on: transform.created_on,
        last_modified_on: transform.last_modified_on,
        input_record_tables: transform.input_record_tables,
        parameters: transform.parameters,
        evaluation_metrics: transform.evaluation_metrics,
        label_count: transform.label_count,
        schema: transform.schema,
        role: transform.role,
        glue_version: transform.glue_version,
        max_capacity: transform.max_capacity,
        worker_type: transform.worker_type,
        number_of_workers: transform.number_of_workers,
        timeout: transform.timeout,
        max_retries: transform.max_retries,
        transform_encryption: transform.transform_encryption,
    })
}

pub(crate) fn get_all(
    context: &Context<'_>,
    request: GetMLTransformsRequest,
) -> Result<GetMLTransformsResponse, Failure> {
    let list = question(request.filter, request.sort, BTreeMap::new());
    let found = context
        .service
        .transforms(&list, &page(request.max_results, request.next_token))?;
    let (transforms, next_token) = map_page(found, convert::ml_transform);
    Ok(GetMLTransformsResponse {
        transforms,
        next_token,
    })
}

pub(crate) fn list(
    context: &Context<'_>,
    request: ListMLTransformsRequest,
) -> Result<ListMLTransformsResponse, Failure> {
    let list = question(request.filter, request.sort, request.tags.unwrap_or_default());
    let found = context
        .service
        .transforms(&list, &page(request.max_results, request.next_token))?;
    let (transform_ids, next_token) = map_page(found, |transform: Transform| transform.id);
    Ok(ListMLTransformsResponse {
        transform_ids,
        next_token,
    })
}

fn question(
    filter: Option<TransformFilterCriteria>,
    sort: Option<TransformSortCriteria>,
    tags: BTreeMap<String, String>,
) -> ListTransforms {
    let filter = filter.unwrap_or_default();
    let default = ListTransforms::default();
    ListTransforms {
        filter: TransformFilter {
            name: filter.name,
            name_part: None,
            status: filter.status.map(|status| match status.as_str() {
                "READY" => TransformStatus::Ready,
                "DELETING" => TransformStatus::Deleting,
                _ => TransformStatus::NotReady,
            }),
            glue_version: filter.glue_version,
            created_before: filter.created_before,
            created_after: filter.created_after,
            modified_before: filter.last_modified_before,
            modified_after: filter.last_modified_after,
            schema: filter.schema.map(|schema| {
                schema
                    .into_iter()
                    .map(|column| Column {
                        name: column.name.unwrap_or_default(),
                        data_type: column.data_type.unwrap_or_default(),
                    })
                    .collect()
            }),
            tags,
        },
        sort: sort
            .as_ref()
            .map_or(default.sort, |sort| match sort.column.as_str() {
                "NAME" => TransformSort::Name,
                "TRANSFORM_TYPE" => TransformSort::Type,
                "STATUS" => TransformSort::Status,
                "LAST_MODIFIED" => TransformSort::Modified,
                _ => TransformSort::Created,
            }),
        is_descending: sort.map_or(default.is_descending, |sort| sort.sort_direction == "DESCENDING"),
    }
}

pub(crate) fn update(
    context: &Context<'_>,
    request: UpdateMLTransformRequest,
) -> Result<UpdateMLTransformResponse, Failure> {
    let settings = request
        .parameters
        .map(|parameters| convert::settings(parameters).unwrap_or_default());
    let change = TransformChange {
        name: request.name,
        description: request.description,
        settings,
        role: request.role,
        glue_version: request.glue_version,
        capacity: convert::capacity(
            request.max_capacity,
            request.worker_type,
            request.number_of_workers,
        ),
        timeout_minutes: request.timeout,
        max_retries: request.max_retries,
    };
    context.service.update_transform(&request.transform_id, &change)?;
    Ok(UpdateMLTransformResponse {
        transform_id: Some(request.transform_id),
    })
}

pub(crate) fn delete(
    context: &Context<'_>,
    request: DeleteMLTransformRequest,
) -> Result<DeleteMLTransformResponse, Failure> {
    context.service.delete_transform(&request.transform_id)?;
    Ok(DeleteMLTransformResponse {
        transform_id: Some(request.transform_id),
    })
}
