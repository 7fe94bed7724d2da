//! `GetTables`: gives the tables of a database.

use onefold_protocol::shapes::{GetTablesRequest, GetTablesResponse};

use super::all;
use crate::{convert::page, dispatch::Context, failure::Failure};

pub(crate) fn get_tables(
    context: &Context<'_>,
    request: GetTablesRequest,
) -> Result<GetTablesResponse, Failure> {
    let found = context.service.tables(
        &request.database_name,
        request.expression.as_deref(),
        &page(request.max_results, request.next_token),
    )?;
    Ok(GetTablesResponse {
        table_list: Some(all(&found.items, context)?),
        next_token: found.next_token,
    })
}
