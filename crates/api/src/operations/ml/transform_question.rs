//! What `GetMLTransforms` and `ListMLTransforms` ask for.

use std::collections::BTreeMap;

use onefold_domain::{Column, TransformStatus};
use onefold_protocol::shapes::{TransformFilterCriteria, TransformSortCriteria};
use onefold_service::{ListTransforms, TransformFilter, TransformSort};

pub(super) fn question(
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
