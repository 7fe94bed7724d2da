//! `CreateTable`: adds a table to a database.

use onefold_protocol::shapes::{CreateTableRequest, CreateTableResponse};
use onefold_protocol::wire_error::WireError;

use super::input;
use crate::{convert::noun, dispatch::Context, failure::Failure};

pub(crate) fn create_table(
    context: &Context<'_>,
    request: CreateTableRequest,
) -> Result<CreateTableResponse, Failure> {
    let input = input(request.table_input)?;
    if let Some(name) = request
        .name
        .filter(|name| !name.eq_ignore_ascii_case(&input.name))
    {
        return Err(WireError::client(
            "InvalidInputException",
            format!(
                "Name {name:?} differs from the name in TableInput, {:?}",
                input.name
            ),
        )
        .into());
    }
    context
        .service
        .create_table(&request.database_name, noun(&input, &[])?)?;
    Ok(CreateTableResponse {})
}
