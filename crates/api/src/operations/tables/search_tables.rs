//! `SearchTables`: finds tables in all databases.

use onefold_protocol::shapes::{SearchTablesRequest, SearchTablesResponse};
use onefold_service::{SearchFilter, SearchQuery};

use super::all;
use crate::{convert::page, dispatch::Context, failure::Failure};

pub(crate) fn search_tables(
    context: &Context<'_>,
    request: SearchTablesRequest,
) -> Result<SearchTablesResponse, Failure> {
    let query = SearchQuery {
        text: request.search_text.filter(|text| !text.is_empty()),
        filters: request
            .filters
            .unwrap_or_default()
            .into_iter()
            .map(|filter| SearchFilter {
                key: filter.key.unwrap_or_default(),
                value: filter.value.unwrap_or_default(),
                comparator: filter.comparator,
            })
            .collect(),
        sort: request
            .sort_criteria
            .unwrap_or_default()
            .into_iter()
            .map(|sort| {
                (
                    sort.field_name.unwrap_or_default(),
                    sort.sort.as_deref() == Some("DESC"),
                )
            })
            .collect(),
    };
    let found = context
        .service
        .search_tables(&query, &page(request.max_results, request.next_token))?;
    Ok(SearchTablesResponse {
        table_list: Some(all(&found.items, context)?),
        next_token: found.next_token,
    })
}
