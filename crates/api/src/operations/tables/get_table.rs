//! `GetTable`: gives one table.

use onefold_protocol::shapes::{GetTableRequest, GetTableResponse};

use super::table;
use crate::{dispatch::Context, failure::Failure};

pub(crate) fn get_table(
    context: &Context<'_>,
    request: GetTableRequest,
) -> Result<GetTableResponse, Failure> {
    let document = context.service.table(&request.database_name, &request.name)?;
    Ok(GetTableResponse {
        table: Some(table(&document, context)?),
    })
}
