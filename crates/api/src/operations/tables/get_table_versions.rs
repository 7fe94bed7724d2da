//! `GetTableVersions`: gives the versions of a table.

use onefold_protocol::shapes::{GetTableVersionsRequest, GetTableVersionsResponse};

use super::table_version;
use crate::{convert::page, dispatch::Context, failure::Failure};

pub(crate) fn get_table_versions(
    context: &Context<'_>,
    request: GetTableVersionsRequest,
) -> Result<GetTableVersionsResponse, Failure> {
    let found = context.service.table_versions(
        &request.database_name,
        &request.table_name,
        &page(request.max_results, request.next_token),
    )?;
    let versions = found
        .items
        .iter()
        .map(|document| table_version(document, context))
        .collect::<Result<_, _>>()?;
    Ok(GetTableVersionsResponse {
        table_versions: Some(versions),
        next_token: found.next_token,
    })
}
