//! `UpdateTable`: replaces the definition of a table; the earlier one is kept as a version.

use onefold_protocol::shapes::{UpdateTableRequest, UpdateTableResponse};

use super::input;
use crate::{convert::noun, dispatch::Context, failure::Failure};

pub(crate) fn update_table(
    context: &Context<'_>,
    request: UpdateTableRequest,
) -> Result<UpdateTableResponse, Failure> {
    let input = input(request.table_input)?;
    context.service.update_table(
        &request.database_name,
        noun(&input, &[])?,
        request.skip_archive.unwrap_or(false),
    )?;
    Ok(UpdateTableResponse {})
}
