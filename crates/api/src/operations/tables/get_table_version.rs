//! `GetTableVersion`: gives one version of a table.

use onefold_protocol::shapes::{GetTableVersionRequest, GetTableVersionResponse};

use super::table_version;
use crate::{dispatch::Context, failure::Failure};

pub(crate) fn get_table_version(
    context: &Context<'_>,
    request: GetTableVersionRequest,
) -> Result<GetTableVersionResponse, Failure> {
    let document = context.service.table_version(
        &request.database_name,
        &request.table_name,
        request.version_id.as_deref(),
    )?;
    Ok(GetTableVersionResponse {
        table_version: Some(table_version(&document, context)?),
    })
}
