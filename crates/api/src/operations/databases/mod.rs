//! The operations on databases, a file for each.

mod create_database;
mod delete_database;
mod get_database;
mod get_databases;
mod update_database;

use onefold_domain::{self as domain, Document};
use onefold_protocol::shapes::Database;

use crate::{convert::shape, dispatch::Context, failure::Failure};

pub(crate) use self::{
    create_database::*, delete_database::*, get_database::*, get_databases::*, update_database::*,
};

fn database(document: &Document<domain::Database>, context: &Context<'_>) -> Result<Database, Failure> {
    shape(
        &document.body,
        [
            ("CreateTime", document.created_on.as_secs().into()),
            ("CatalogId", context.account.into()),
        ],
    )
}
