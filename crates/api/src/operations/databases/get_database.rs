//! `GetDatabase`: gives one database.

use onefold_protocol::shapes::{GetDatabaseRequest, GetDatabaseResponse};

use super::database;
use crate::{dispatch::Context, failure::Failure};

pub(crate) fn get_database(
    context: &Context<'_>,
    request: GetDatabaseRequest,
) -> Result<GetDatabaseResponse, Failure> {
    let document = context.service.database(&request.name)?;
    Ok(GetDatabaseResponse {
        database: Some(database(&document, context)?),
    })
}
