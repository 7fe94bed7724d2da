//! `GetDatabases`: gives all databases.

use onefold_protocol::shapes::{GetDatabasesRequest, GetDatabasesResponse};

use super::database;
use crate::{convert::page, dispatch::Context, failure::Failure};

pub(crate) fn get_databases(
    context: &Context<'_>,
    request: GetDatabasesRequest,
) -> Result<GetDatabasesResponse, Failure> {
    let found = context
        .service
        .databases(&page(request.max_results, request.next_token))?;
    Ok(GetDatabasesResponse {
        database_list: found
            .items
            .iter()
            .map(|document| database(document, context))
            .collect::<Result<_, _>>()?,
        next_token: found.next_token,
    })
}
