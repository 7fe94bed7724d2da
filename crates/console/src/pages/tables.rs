//! Tables of the catalog: choose one and its id column to create a transform.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::Redirect;
use maud::{Markup, html};
use onefold_domain::{Column, Document, Table};
use onefold_report::text::shown;
use onefold_service::PageRequest;
use serde::Deserialize;

use super::words::{moment, options, pager, query};
use crate::{Console, Failure, Page, Posted, Section, Visit, link};

/// Tables on a page.
const PAGE: usize = 50;
/// Largest number of databases to choose from.
const DATABASES: usize = 500;

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    database: String,
    after: String,
}

/// What the list shows.
struct ListView {
    database: String,
    databases: Vec<String>,
    tables: Vec<Document<Table>>,
    is_first: bool,
    next: Option<String>,
}

/// What the page of one table shows.
struct View {
    database: String,
    table: String,
    columns: Vec<Column>,
    /// The proposed id column.
    key: String,
}

/// The list.
pub(crate) async fn list(
    State(console): State<Arc<Console>>,
    Query(asked): Query<Asked>,
) -> Result<Page, Failure> {
    let view = console
        .ask(move |service| {
            let all = PageRequest {
                max_results: Some(DATABASES),
                token: None,
            };
            let databases: Vec<String> = service
                .databases(&all)?
                .items
                .into_iter()
                .map(|database| database.name)
                .collect();
            let database = if asked.database.is_empty() {
                databases.first().cloned().unwrap_or_default()
            } else {
                asked.database
            };
            let is_first = asked.after.is_empty();
            let page = PageRequest {
                max_results: Some(PAGE),
                token: Some(asked.after).filter(|token| !token.is_empty()),
            };
            let found = if databases.is_empty() {
                None
            } else {
                Some(service.tables(&database, None, &page)?)
            };
            let (tables, next) = found.map_or((Vec::new(), None), |found| (found.items, found.next_token));
            Ok(ListView {
                database,
                databases,
                tables,
                is_first,
                next,
            })
        })
        .await?;
    Ok(Page::new(Section::Start, "Tables", render_list(&view)).below("Start", "/console"))
}

/// One table.
pub(crate) async fn show(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path((database, table)): Path<(String, String)>,
) -> Result<Page, Failure> {
    let view = console
        .ask(move |service| {
            let document = service.table(&database, &table)?;
            let columns = document.body.columns().in_order();
            let key = proposed_key(&columns);
            Ok(View {
                database: document.database().to_owned(),
                table: document.name,
                columns,
                key,
            })
        })
        .await?;
    let body = render(&view, &visit.csrf_field());
    Ok(Page::new(Section::Start, &view.table, body)
        .below("Start", "/console")
        .below(
            "Tables",
            &format!("/console/tables{}", query(&[("database", &view.database)])),
        ))
}

/// Creates a transform from a table.
pub(crate) async fn create(
    State(console): State<Arc<Console>>,
    visit: Visit,
    posted: Posted,
) -> Result<Redirect, Failure> {
    let id = console
        .ask(move |service| {
            Ok(service.transform_of_table(
                posted.text("database"),
                posted.text("table"),
                posted.text("key"),
            )?)
        })
        .await?;
    visit
        .session()
        .tell("the transform was created; find matches, or label some records first");
    Ok(Redirect::to(&link(&["transforms", &id])))
}

/// A column named like an id, or the first column.
fn proposed_key(columns: &[Column]) -> String {
    let is_id = |column: &&Column| {
        let name = column.name.to_lowercase();
        name == "id" || name.ends_with("_id") || name.ends_with("key")
    };
    let found = columns.iter().find(is_id).or(columns.first());
    found.map(|column| column.name.clone()).unwrap_or_default()
}

fn render_list(view: &ListView) -> Markup {
    let address = |after: &str| {
        format!(
            "/console/tables{}",
            query(&[("database", view.database.as_str()), ("after", after)])
        )
    };
    let first = (!view.is_first).then(|| address(""));
    let next = view.next.as_deref().map(address);
    let choices = view.databases.iter().map(|name| (name.as_str(), name.as_str()));
    html! {
        h1 { "Choose a table" }
        @if view.databases.is_empty() {
            section.card.empty { p { "The catalog is empty." } p { a.button.primary href="/console" { "Upload a file" } } }
        } @else {
            form.filters method="get" action="/console/tables" {
                div.field { label for="database" { "Database" } select #database name="database" { (options(choices, &view.database)) } }
                button type="submit" { "Show" }
            }
            @if view.tables.is_empty() { section.card.empty { p { "This database has no tables." } } }
            @else {
                div.scroll tabindex="0" role="region" aria-label="Tables" { table.list {
                    thead { tr { th scope="col" { "Table" } th.number scope="col" { "Columns" } th scope="col" { "Changed" } } }
                    tbody { @for table in &view.tables { tr {
                        th scope="row" { a href=(link(&["tables", table.database(), &table.name])) { (shown(&table.name)) } }
                        td.number { (table.body.columns().in_order().len()) }
                        td { (moment(table.modified_on)) }
                    } } }
                } }
                (pager(first.as_deref(), next.as_deref()))
            }
        }
    }
}

fn render(view: &View, csrf: &Markup) -> Markup {
    html! {
        h1 { (shown(&view.database)) "." (shown(&view.table)) }
        p.lead { "Which column holds the record ID? Its values must all be different. IDs are not compared." }
        form method="post" action="/console/transforms" {
            (csrf)
            input type="hidden" name="database" value=(view.database);
            input type="hidden" name="table" value=(view.table);
            div.scroll tabindex="0" role="region" aria-label="Columns" { table {
                thead { tr { th scope="col" { "Record ID" } th scope="col" { "Column" } th scope="col" { "Type" } } }
                tbody { @for (at, column) in view.columns.iter().enumerate() { tr {
                    td { input type="radio" name="key" id=(format!("key-{at}")) value=(column.name) checked[column.name == view.key] required; }
                    th scope="row" { label for=(format!("key-{at}")) { (shown(&column.name)) } }
                    td { (shown(&column.data_type)) }
                } } }
            } }
            div.actions { button.primary type="submit" { "Create transform" } }
        }
        p.actions { a.button.danger href=(link(&["tables", &view.database, &view.table, "delete"])) { "Delete this table" } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::words::samples;

    #[test]
    fn hostile_names_of_columns_are_text() {
        let view = View {
            database: "d".to_owned(),
            table: "t".to_owned(),
            columns: samples::transform().schema,
            key: "id".to_owned(),
        };
        insta::assert_snapshot!(render(&view, &html! { "csrf" }).into_string());
    }
}
