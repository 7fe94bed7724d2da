//! The list of task runs, of all transforms or of one: filtered, sorted, paged, with live updates.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use maud::{Markup, html};
use onefold_domain::{Run, RunKind, RunSort, RunStatus};
use onefold_report::text::shown;
use onefold_service::{ListRuns, PageRequest, RunFilter, Service};
use serde::Deserialize;
use time::macros::format_description;
use time::{Date, PrimitiveDateTime, Time};

use super::words::{duration, kind_name, moment, options, pager, query, run_badge, status_name};
use crate::live::{Part, SELDOM, parts};
use crate::{Console, Failure, Page, Section, link};

/// Runs on a page.
const PAGE: usize = 50;

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    kind: String,
    status: String,
    /// Local date and time as a browser writes it, in UTC.
    after_time: String,
    before_time: String,
    sort: String,
    order: String,
    after: String,
}

/// What the page shows.
struct View {
    asked: Asked,
    /// Id and name of the transform; absent for runs of all transforms.
    owner: Option<(String, String)>,
    rows: Vec<Run>,
    /// Names of the transforms, in a list of all transforms.
    names: Names,
    next: Option<String>,
}

/// Names of transforms by id; empty in the list of one transform.
pub(super) type Names = BTreeMap<String, String>;

/// The names of the transforms of some runs.
pub(super) fn names_of(service: &Service, runs: &[Run]) -> Result<Names, Failure> {
    let mut names = Names::new();
    for run in runs {
        if !names.contains_key(&run.owner) {
            // A deleted transform is shown by its id.
            let name = match service.transform(&run.owner) {
                Ok(transform) => transform.name,
                Err(onefold_service::Error::NotFound(_)) => run.owner.clone(),
                Err(error) => return Err(error.into()),
            };
            names.insert(run.owner.clone(), name);
        }
    }
    Ok(names)
}

/// Runs of all transforms.
pub(crate) async fn all(
    State(console): State<Arc<Console>>,
    Query(asked): Query<Asked>,
) -> Result<Page, Failure> {
    let view = console.ask(move |service| read(service, None, asked)).await?;
    Ok(Page::new(Section::Runs, "Task runs", render(&view)))
}

/// Runs of one transform.
pub(crate) async fn of_transform(
    State(console): State<Arc<Console>>,
    Path(transform): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Page, Failure> {
    let view = console
        .ask(move |service| read(service, Some(&transform), asked))
        .await?;
    let (id, name) = view.owner.clone().unwrap_or_default();
    Ok(Page::new(Section::Transforms, "Task runs", render(&view))
        .below("Transforms", "/console/transforms")
        .below(&name, &link(&["transforms", &id])))
}

/// The live rows of all transforms.
pub(crate) async fn all_live(State(console): State<Arc<Console>>, Query(asked): Query<Asked>) -> Response {
    parts(&console, SELDOM, move |service| live(service, None, &asked))
}

/// The live rows of one transform.
pub(crate) async fn live_of_transform(
    State(console): State<Arc<Console>>,
    Path(transform): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    parts(&console, SELDOM, move |service| {
        live(service, Some(&transform), &asked)
    })
}

fn live(service: &Service, transform: Option<&str>, asked: &Asked) -> Result<Part, Failure> {
    let view = read(service, transform, asked.clone())?;
    Ok(Part {
        markup: run_rows(&view.rows, &view.names),
        is_last: false,
    })
}

fn read(service: &Service, transform: Option<&str>, asked: Asked) -> Result<View, Failure> {
    let list = asked.list()?;
    let page = PageRequest {
        max_results: Some(PAGE),
        token: Some(asked.after.clone()).filter(|token| !token.is_empty()),
    };
    let owner = match transform {
        None => None,
        Some(id) => Some((id.to_owned(), service.transform(id)?.name)),
    };
    let found = match transform {
        None => service.all_task_runs(&list, &page)?,
        Some(id) => service.task_runs(id, &list, &page)?,
    };
    Ok(View {
        asked,
        owner,
        names: match transform {
            None => names_of(service, &found.items)?,
            Some(_) => Names::new(),
        },
        rows: found.items,
        next: found.next_token,
    })
}

impl Asked {
    fn list(&self) -> Result<ListRuns, Failure> {
        Ok(ListRuns {
            filter: RunFilter {
                kind: RunKind::parse(&self.kind),
                status: RunStatus::parse(&self.status),
                started_after: seconds("from", &self.after_time)?,
                started_before: seconds("until", &self.before_time)?,
            },
            sort: self.sort().0,
            is_descending: self.is_descending(),
        })
    }

    fn sort(&self) -> (RunSort, &'static str) {
        match self.sort.as_str() {
            "kind" => (RunSort::Kind, "kind"),
            "status" => (RunSort::Status, "status"),
            _ => (RunSort::Started, "started"),
        }
    }

    fn is_descending(&self) -> bool {
        match self.order.as_str() {
            "up" => false,
            "down" => true,
            _ => self.sort().1 == "started",
        }
    }

    fn query(&self, sort: &str, order: &str, after: &str) -> String {
        query(&[
            ("kind", &self.kind),
            ("status", &self.status),
            ("after_time", &self.after_time),
            ("before_time", &self.before_time),
            ("sort", sort),
            ("order", order),
            ("after", after),
        ])
    }

    fn order(&self) -> &'static str {
        if self.is_descending() { "down" } else { "up" }
    }

    fn is_filtered(&self) -> bool {
        [&self.kind, &self.status, &self.after_time, &self.before_time]
            .iter()
            .any(|text| !text.is_empty())
    }
}

/// A time as a browser's input field sends it.
fn seconds(which: &str, text: &str) -> Result<Option<f64>, Failure> {
    if text.is_empty() {
        return Ok(None);
    }
    let minutes = format_description!("[year]-[month]-[day]T[hour]:[minute]");
    let day = format_description!("[year]-[month]-[day]");
    let at = PrimitiveDateTime::parse(text.get(..16).unwrap_or(text), minutes)
        .or_else(|_| Date::parse(text, day).map(|date| PrimitiveDateTime::new(date, Time::MIDNIGHT)))
        .map_err(|_| {
            Failure::invalid(format!(
                "{which} {text:?} is not a time; write it as 2026-01-31T14:05"
            ))
        })?;
    Ok(Some(at.assume_utc().unix_timestamp() as f64))
}

fn render(view: &View) -> Markup {
    let asked = &view.asked;
    let base = match &view.owner {
        Some((id, _)) => link(&["transforms", id, "runs"]),
        None => "/console/runs".to_owned(),
    };
    let here = asked.query(asked.sort().1, asked.order(), &asked.after);
    let next = view
        .next
        .as_deref()
        .map(|token| format!("{base}{}", asked.query(asked.sort().1, asked.order(), token)));
    let first = (!asked.after.is_empty())
        .then(|| format!("{base}{}", asked.query(asked.sort().1, asked.order(), "")));
    html! {
        h1 { "Task runs" @if let Some((_, name)) = &view.owner { " of " (shown(name)) } }
        (filters(asked, &base))
        @if view.rows.is_empty() {
            section.card.empty {
                @if asked.is_filtered() { p { "No task runs match your filter." } p { a href=(base) { "Show all" } } }
                @else { p { "No task runs yet." } }
            }
        } @else {
            nav.sorts aria-label="Sort" {
                "Sort by " (sort_link(asked, &base, "time", "started")) (sort_link(asked, &base, "task", "kind"))
                (sort_link(asked, &base, "status", "status"))
            }
            div data-live=(format!("{base}/live{here}")) { (run_rows(&view.rows, &view.names)) }
            (pager(first.as_deref(), next.as_deref()))
        }
    }
}

fn sort_link(asked: &Asked, base: &str, name: &str, key: &str) -> Markup {
    let is_current = asked.sort().1 == key;
    let order = if is_current && asked.is_descending() || !is_current && key != "started" {
        "up"
    } else {
        "down"
    };
    let arrow = match (is_current, asked.is_descending()) {
        (false, _) => "",
        (true, true) => " ↓",
        (true, false) => " ↑",
    };
    html! {
        a href=(format!("{base}{}", asked.query(key, order, ""))) aria-current=[is_current.then_some("true")] { (name) (arrow) }
    }
}

fn filters(asked: &Asked, base: &str) -> Markup {
    let kinds = RunKind::TASKS.map(|kind| (kind.as_str(), kind_name(kind)));
    let statuses = RunStatus::ALL.map(|status| (status.as_str(), status_name(status)));
    let any = [("", "any")];
    html! {
        form.filters method="get" action=(base) {
            div.field { label for="kind" { "Task" } select #kind name="kind" { (options(any.into_iter().chain(kinds), &asked.kind)) } }
            div.field { label for="status" { "Status" } select #status name="status" {
                (options(any.into_iter().chain(statuses), &asked.status))
            } }
            div.field { label for="after_time" { "From (UTC)" } input #after_time type="datetime-local" name="after_time" value=(asked.after_time); }
            div.field { label for="before_time" { "Until (UTC)" } input #before_time type="datetime-local" name="before_time" value=(asked.before_time); }
            input type="hidden" name="sort" value=(asked.sort().1);
            input type="hidden" name="order" value=(asked.order());
            button type="submit" { "Filter" }
        }
    }
}

/// Runs as rows, with their transform in a list of all transforms.
pub(super) fn run_rows(runs: &[Run], names: &Names) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Task runs" { table.list {
            thead { tr {
                th scope="col" { "Task" } th scope="col" { "Status" } th scope="col" { "Started" } th.number scope="col" { "Duration" }
                @if !names.is_empty() { th scope="col" { "Transform" } }
            } }
            tbody { @for run in runs { tr {
                th scope="row" { a href=(link(&["transforms", &run.owner, "runs", &run.id])) { (kind_name(run.kind())) } }
                td { (run_badge(run.status)) }
                td { (moment(run.started_on)) }
                td.number { @if run.status.is_final() { (duration(run.execution_millis)) } @else { "–" } }
                @if let Some(name) = names.get(&run.owner) { td { a href=(link(&["transforms", &run.owner])) { (shown(name)) } } }
            } } }
        } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::words::samples;

    #[test]
    fn a_list_has_filters_rows_and_a_next_page() {
        let view = View {
            asked: Asked {
                kind: "EVALUATION".to_owned(),
                ..Asked::default()
            },
            owner: Some(("tfm-1".to_owned(), "people <b>".to_owned())),
            rows: vec![samples::run()],
            names: Names::new(),
            next: Some("token".to_owned()),
        };
        insta::assert_snapshot!(render(&view).into_string());
    }

    #[test]
    fn times_are_read_as_browsers_write_them() {
        let read = |text| seconds("from", text).ok();
        assert_eq!(read(""), Some(None));
        assert_eq!(read("1970-01-02T00:01"), Some(Some(86_460.0)));
        assert_eq!(read("1970-01-02T00:01:30"), Some(Some(86_460.0)));
        assert_eq!(read("1970-01-02"), Some(Some(86_400.0)));
        assert_eq!(read("yesterday"), None);
    }
}
