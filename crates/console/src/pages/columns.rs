//! The columns of a transform's table: what each was taken for, what it holds, and a choice; with the first rows.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Redirect;
use maud::{Markup, html};
use onefold_domain::{COLUMN_KINDS, ColumnProfile, TableProfile, TableQuestion, Transform};
use onefold_report::text::{count, percent, shown};

use super::words::column as column_name;
use crate::{Console, Failure, Page, Posted, Section, Visit, link};

/// Rows of the preview.
const ROWS: usize = 8;
/// The choice of the column that identifies records.
const KEY: &str = "id";

/// What the page shows.
struct View {
    transform: Transform,
    profile: TableProfile,
    /// What people chose, by the names of columns.
    chosen: Vec<(String, String)>,
    /// Each column's share of the evidence in the newest result.
    importances: Vec<(String, f64)>,
    has_result: bool,
}

/// The page.
pub(crate) async fn show(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Page, Failure> {
    let own = Arc::clone(&console);
    let view = console
        .ask(move |service| {
            let transform = service.transform(&id)?;
            let (table, files) = service.table_files(&id)?;
            let chosen = table.chosen_kinds().into_iter();
            let chosen = chosen
                .map(|(name, kind)| (name.to_owned(), kind.to_owned()))
                .collect();
            let question = TableQuestion {
                table,
                files,
                key: transform.settings.primary_key.clone(),
                rows: ROWS,
            };
            let profile = own.inspector.profile(&question).map_err(Failure::invalid)?;
            let result = service.latest_match_result(&id)?;
            Ok(View {
                importances: result
                    .as_ref()
                    .map_or_else(Vec::new, |result| service.column_importances(result)),
                has_result: result.is_some(),
                transform,
                profile,
                chosen,
            })
        })
        .await?;
    let body = render(&view, &visit.csrf_field());
    Ok(Page::new(Section::Transforms, "Columns", body)
        .wide()
        .below("Transforms", "/console/transforms")
        .below(&view.transform.name, &link(&["transforms", &view.transform.id])))
}

/// Saves the choices.
pub(crate) async fn save(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Redirect, Failure> {
    let address = link(&["transforms", &id, "columns"]);
    let (names, kinds) = (posted.all("column"), posted.all("kind"));
    if names.len() != kinds.len() {
        return Err(Failure::invalid(
            "the form does not say what each column is; reload the page and try again",
        ));
    }
    let mut keys = names
        .iter()
        .zip(kinds)
        .filter(|(_, kind)| *kind == KEY)
        .map(|(name, _)| name);
    let key = match (keys.next(), keys.next()) {
        (Some(key), None) => key.clone(),
        (None, _) => {
            return Err(Failure::invalid(
                "no column is the record ID; choose one, so that records can be told apart",
            ));
        }
        (Some(one), Some(other)) => {
            return Err(Failure::invalid(format!(
                "both {one} and {other} are chosen as the record ID; choose one of them"
            )));
        }
    };
    let chosen: Vec<(String, Option<String>)> = names
        .iter()
        .zip(kinds)
        .map(|(name, kind)| {
            (
                name.clone(),
                Some(kind.clone()).filter(|kind| !kind.is_empty() && kind != KEY),
            )
        })
        .collect();
    let transform = id.clone();
    let run = console
        .ask(move |service| Ok(service.choose_columns(&transform, &key, &chosen)?))
        .await?;
    let Some(run) = run else {
        visit.session().tell("saved; the next run uses it");
        return Ok(Redirect::to(&address));
    };
    visit
        .session()
        .tell("saved; the transform learns again from its labels, because the columns changed");
    Ok(Redirect::to(&link(&["transforms", &id, "runs", &run])))
}

impl View {
    fn is_key(&self, column: &ColumnProfile) -> bool {
        let key = self.transform.settings.primary_key.as_deref();
        key.is_some_and(|key| key.eq_ignore_ascii_case(&column.name))
    }

    fn chosen(&self, column: &ColumnProfile) -> &str {
        if self.is_key(column) {
            return KEY;
        }
        let own = self.chosen.iter().find(|(name, _)| *name == column.name);
        own.map_or("", |(_, kind)| kind)
    }

    fn importance(&self, column: &ColumnProfile) -> Option<f64> {
        let own = self
            .importances
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(&column.name));
        own.map(|(_, share)| *share)
    }
}

/// A kind in words.
fn told(kind: &str) -> &str {
    match kind {
        "ignore" => "ignored",
        "" => "not compared",
        other => other,
    }
}

fn render(view: &View, csrf: &Markup) -> Markup {
    let id = &view.transform.id;
    let profile = &view.profile;
    let records = profile.records;
    html! {
        div.head {
            h1 { "Columns of " (shown(&view.transform.name)) }
            form method="post" action=(link(&["transforms", id, "matches"])) {
                (csrf)
                button.primary[!view.has_result] type="submit" { @if view.has_result { "Find matches again" } @else { "Find matches" } }
            }
        }
        p.lead { (count(records)) " records. This is what Onefold takes each column for. Change what is wrong, or find matches right away." }
        form method="post" action=(link(&["transforms", id, "columns"])) {
            (csrf)
            div.scroll.cards.columns-table tabindex="0" role="region" aria-label="Columns" { table {
                thead { tr {
                    th scope="col" { "Column" } th scope="col" { "Taken for" } th.number scope="col" { "With a value" } th.number scope="col" { "Different values" }
                    @if !view.importances.is_empty() { th scope="col" { "Importance" } }
                    th scope="col" { "Examples" }
                } }
                tbody { @for (at, column) in profile.columns.iter().enumerate() { tr {
                    th scope="row" { label for=(format!("kind-{at}")) { (column_name(&column.name)) } }
                    td data-name="Taken for" {
                        div {
                            input type="hidden" name="column" value=(column.name);
                            select id=(format!("kind-{at}")) name="kind" autocomplete="off" { (kinds(view, column)) }
                            @if column.is_idle && !view.is_key(column) { p.hint { "not used: it cannot tell records apart" } }
                        }
                    }
                    td.number data-name="With a value" { span { (count(column.filled)) @if records > 0 && column.filled < records { " " span.soft { "(" (100 * column.filled / records) " %)" } } } }
                    td.number data-name="Different values" { span { (count(column.distinct)) } }
                    @if !view.importances.is_empty() { td data-name="Importance" { @match view.importance(column) { Some(share) => (share_bar(share)), None => span.soft { "–" } } } }
                    td.examples data-name="Examples" { div { @if column.examples.is_empty() { span.missing { "no values" } } @for (at, value) in column.examples.iter().enumerate() { @if at > 0 { span.soft { " · " } } (shown(value)) } } }
                } } }
            } }
            div.dock.page-dock { button.primary[view.has_result] type="submit" { "Save columns" } a.button href=(link(&["transforms", id])) { "Settings and next steps" } }
        }
        section.card {
            h2 { "First rows" }
            div.scroll tabindex="0" role="region" aria-label="First rows" { table {
                thead { tr { @for column in &profile.columns { th scope="col" { (column_name(&column.name)) } } } }
                tbody { @for row in &profile.rows { tr { @for value in row { td { @if value.trim().is_empty() { span.missing { "missing" } } @else { (shown(value)) } } } } } }
            } }
        }
    }
}

/// A share as a bar without a style of its own, which the policy of the pages forbids.
fn share_bar(share: f64) -> Markup {
    html! { span.share { meter min="0" max="1" value=(format!("{:.3}", share.clamp(0.0, 1.0))) aria-hidden="true" {} " " (percent(share)) } }
}

fn kinds(view: &View, column: &ColumnProfile) -> Markup {
    let chosen = view.chosen(column);
    let found = if chosen.is_empty() {
        told(&column.kind)
    } else {
        "as found"
    };
    html! {
        option value="" selected[chosen.is_empty()] { (found) @if chosen.is_empty() { " (found)" } }
        option value=(KEY) selected[chosen == KEY] { "record ID" }
        @for kind in COLUMN_KINDS { option value=(kind) selected[chosen == kind] { (told(kind)) } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::words::samples;

    #[test]
    fn columns_say_what_they_were_taken_for_and_can_be_changed() {
        let column = |name: &str, kind: &str, examples: &[&str]| ColumnProfile {
            name: name.to_owned(),
            kind: kind.to_owned(),
            filled: 90,
            distinct: 80,
            examples: examples.iter().map(|&value| value.to_owned()).collect(),
            ..ColumnProfile::default()
        };
        let view = View {
            transform: samples::transform(),
            profile: TableProfile {
                records: 120,
                columns: vec![
                    column("id", "", &["1"]),
                    column("full_name<b>", "name", &["<script>", "Ann"]),
                    column("phone", "code", &[]),
                ],
                rows: vec![vec!["1".to_owned(), "<script>".to_owned(), String::new()]],
            },
            chosen: vec![("phone".to_owned(), "code".to_owned())],
            importances: vec![("Full_Name<b>".to_owned(), 0.75)],
            has_result: true,
        };
        let text = render(&view, &html! { "csrf" }).into_string();
        assert!(
            !text.contains("<script>") && text.contains("name (found)"),
            "{text}"
        );
        insta::assert_snapshot!(text);
    }
}
