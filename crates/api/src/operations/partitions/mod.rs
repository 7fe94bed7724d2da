//! The operations on partitions, a file for each.

mod batch_create_partition;
mod batch_delete_partition;
mod batch_get_partition;
mod batch_update_partition;
mod create_partition;
mod delete_partition;
mod get_partition;
mod get_partitions;
mod update_partition;

use onefold_domain::{self as domain, Document};
use onefold_protocol::shapes::Partition;

use crate::{convert::shape, dispatch::Context, failure::Failure};

pub(crate) use self::{
    batch_create_partition::*, batch_delete_partition::*, batch_get_partition::*, batch_update_partition::*,
    create_partition::*, delete_partition::*, get_partition::*, get_partitions::*, update_partition::*,
};

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
