//! Deletes a table with what belongs to it, after one page that says what that is.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Redirect;
use maud::{Markup, html};
use onefold_domain::ObjectInfo;
use onefold_report::text::{count, shown};
use onefold_service::Belongings;

use super::start::in_units;
use super::words::query;
use crate::{Console, Failure, Page, Posted, Section, Visit, link};

/// Transforms that are named one by one.
const MOST_NAMES: usize = 20;

/// Asks for confirmation.
pub(crate) async fn confirm(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path((database, table)): Path<(String, String)>,
) -> Result<Page, Failure> {
    let all = console
        .ask(move |service| Ok(service.belongings(&database, &table)?))
        .await?;
    let body = render(&all, &visit.csrf_field());
    Ok(Page::new(Section::Start, "Delete", body)
        .below("Start", "/console")
        .below("Tables", &tables(&all.database))
        .below(&all.table, &link(&["tables", &all.database, &all.table])))
}

/// Deletes it.
pub(crate) async fn delete(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path((database, table)): Path<(String, String)>,
    _posted: Posted,
) -> Result<Redirect, Failure> {
    let all = console
        .ask(move |service| Ok(service.delete_with_belongings(&database, &table)?))
        .await?;
    visit.session().tell(match all.transforms.len() {
        0 => format!("the table {} was deleted", all.table),
        1 => format!("the table {} was deleted, with its transform", all.table),
        several => format!(
            "the table {} was deleted, with its {several} transforms",
            all.table
        ),
    });
    Ok(Redirect::to(&tables(&all.database)))
}

fn tables(database: &str) -> String {
    format!("/console/tables{}", query(&[("database", database)]))
}

fn files(files: &[ObjectInfo]) -> String {
    let bytes = files.iter().map(|file| file.size_bytes).sum();
    let noun = if files.len() == 1 { "file" } else { "files" };
    format!("{} {noun} ({})", count(files.len() as u64), in_units(bytes))
}

fn render(all: &Belongings, csrf: &Markup) -> Markup {
    html! {
        section.card {
            h1 { "Delete " (shown(&all.database)) "." (shown(&all.table)) "?" }
            p { "This will be permanently deleted:" }
            ul {
                li { "the table, with its earlier versions and partitions" }
                @if !all.files.is_empty() { li { "the uploaded data: " (files(&all.files)) } }
                @for transform in all.transforms.iter().take(MOST_NAMES) {
                    li {
                        "the transform " a href=(link(&["transforms", &transform.id])) { (shown(&transform.name)) } ", with its "
                        (count(transform.label_count)) " labels, its model, its runs and their logs"
                    }
                }
                @if all.transforms.len() > MOST_NAMES {
                    li { (count((all.transforms.len() - MOST_NAMES) as u64)) " more transforms that read the table" }
                }
                @if !all.results.is_empty() { li { "results and label files of the console: " (files(&all.results)) } }
            }
            @if let Some(location) = all.location.as_deref().filter(|_| !all.is_upload()) {
                p { "The files at " (shown(location)) " are kept, since they were not uploaded in the console." }
            }
            form.actions method="post" action=(link(&["tables", &all.database, &all.table, "delete"])) {
                (csrf)
                button.danger type="submit" { "Delete" }
                a.button href=(link(&["tables", &all.database, &all.table])) { "Cancel" }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use onefold_domain::ObjectUri;

    use super::*;
    use crate::pages::words::samples;

    fn object(uri: &str, size_bytes: u64) -> ObjectInfo {
        ObjectInfo {
            uri: ObjectUri::parse(uri).unwrap(),
            size_bytes,
            modified_on: None,
        }
    }

    #[test]
    fn one_page_says_all_that_goes_and_what_stays() {
        let upload = Belongings {
            database: "console".to_owned(),
            table: "people".to_owned(),
            location: Some("s3://onefold-console/uploads/people-1a2b/".to_owned()),
            transforms: vec![samples::transform()],
            files: vec![object(
                "s3://onefold-console/uploads/people-1a2b/people.csv",
                2_500_000,
            )],
            results: vec![
                object("s3://onefold-console/matches/tfm-1/1/part-0.csv", 1),
                object("s3://onefold-console/labels/tfm-1/x.csv", 2),
            ],
        };
        insta::assert_snapshot!(
            "table_deletion_upload",
            render(&upload, &html! { "csrf" }).into_string()
        );
        let elsewhere = Belongings {
            location: Some("s3://lake/people/".to_owned()),
            transforms: Vec::new(),
            files: Vec::new(),
            results: Vec::new(),
            ..upload
        };
        insta::assert_snapshot!(
            "table_deletion_elsewhere",
            render(&elsewhere, &html! { "csrf" }).into_string()
        );
    }
}
