//! The groups of the newest result: sorted by size or certainty, searchable, with differences marked.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use maud::{Markup, html};
use onefold_domain::Transform;
use onefold_report::text::{count, percent, shown};
use serde::Deserialize;

use super::pairs::{judged_count, waiting};
use super::words::{figures, options, pager, query};
use crate::differences::Differences;
use crate::results::{Group, Grouped};
use crate::{Console, Failure, Page, Section, Visit, link};

/// Groups on a page.
const PAGE: usize = 20;
/// Number of records shown of a group in the list.
const SHOWN_RECORDS: usize = 6;
/// Number of records shown on the page of one group.
const MOST_RECORDS: usize = 500;

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    search: String,
    order: String,
    page: usize,
}

/// What the list shows.
struct View {
    transform: Transform,
    asked: Asked,
    result: Option<Arc<Grouped>>,
    /// Number of pairs labeled since the transform last learned.
    judged: usize,
}

/// The list.
pub(crate) async fn list(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Page, Failure> {
    let view = read(&console, &id, asked).await?;
    let body = render(&view, &visit.csrf_field());
    Ok(Page::new(Section::Transforms, "Groups", body)
        .wide()
        .below("Transforms", "/console/transforms")
        .below(&view.transform.name, &link(&["transforms", &id])))
}

/// One group.
pub(crate) async fn one(
    State(console): State<Arc<Console>>,
    Path((id, group)): Path<(String, String)>,
) -> Result<Page, Failure> {
    let (own, wanted) = (Arc::clone(&console), id.clone());
    let (transform, (result, found)) = console
        .ask(move |service| {
            let inspector = own.inspector.as_ref();
            Ok((
                service.transform(&wanted)?,
                own.results.group(service, inspector, &wanted, &group)?,
            ))
        })
        .await?;
    let body = html! {
        h1 { "Group " (shown(&found.id)) }
        p.actions { a.button.primary href=(format!("{}/pairs", link(&["transforms", &id, "groups", &found.id]))) { "Why these records match" } }
        (card(&result, &found, MOST_RECORDS, None))
    };
    Ok(Page::new(Section::Transforms, &found.id, body)
        .wide()
        .below("Transforms", "/console/transforms")
        .below(&transform.name, &link(&["transforms", &id]))
        .below("Groups", &link(&["transforms", &id, "groups"])))
}

async fn read(console: &Arc<Console>, id: &str, asked: Asked) -> Result<View, Failure> {
    let (own, id) = (Arc::clone(console), id.to_owned());
    console
        .ask(move |service| {
            Ok(View {
                transform: service.transform(&id)?,
                asked,
                result: own.results.latest(service, own.inspector.as_ref(), &id)?,
                judged: judged_count(service, &id)?,
            })
        })
        .await
}

impl View {
    /// The groups asked for, in the order asked for.
    fn groups<'a>(&self, result: &'a Grouped) -> Vec<&'a Group> {
        let wanted = self.asked.search.trim().to_lowercase();
        let mut groups: Vec<&Group> = result
            .groups
            .iter()
            .filter(|group| wanted.is_empty() || result.holds(group, &wanted))
            .collect();
        if self.asked.order == "doubt" {
            let doubt = |group: &Group| group.confidence.unwrap_or(1.0);
            groups.sort_by(|a, b| doubt(a).total_cmp(&doubt(b)));
        }
        groups
    }
}

fn render(view: &View, csrf: &Markup) -> Markup {
    let base = link(&["transforms", &view.transform.id, "groups"]);
    html! {
        h1 { "Groups of " (shown(&view.transform.name)) }
        (waiting(&view.transform.id, view.judged, csrf))
        @match view.result.as_deref() {
            None => section.card.empty {
                p { "No results yet. Find matches first." }
                p { a.button.primary href=(link(&["transforms", &view.transform.id])) { "Go to the transform" } }
            },
            Some(result) => { (found(view, result, &base)) }
        }
    }
}

fn found(view: &View, result: &Grouped, base: &str) -> Markup {
    let asked = &view.asked;
    let groups = view.groups(result);
    let begin = asked.page.saturating_mul(PAGE);
    let address = |page: usize| {
        let number = page.to_string();
        format!(
            "{base}{}",
            query(&[
                ("search", asked.search.trim()),
                ("order", &asked.order),
                ("page", &number)
            ])
        )
    };
    let next = (begin.saturating_add(PAGE) < groups.len()).then(|| address(asked.page + 1));
    let first = (asked.page > 0).then(|| address(0));
    let records = result.table.records.len();
    html! {
        (figures(&[
            ("records", count(records as u64)),
            ("different things", count(result.all_groups as u64)),
            ("groups with two or more records", count(result.groups.len() as u64)),
            ("duplicates", count((records - result.all_groups.min(records)) as u64)),
        ]))
        p { a href=(link(&["transforms", &view.transform.id, "runs", &result.run])) { "Show the run and its output file" } }
        form.filters method="get" action=(base) {
            div.field { label for="search" { "Search records" } input #search type="search" name="search" value=(asked.search); }
            div.field { label for="order" { "Sort" } select #order name="order" {
                (options([("", "largest"), ("doubt", "least certain")], &asked.order))
            } }
            button type="submit" { "Search" }
        }
        @if groups.is_empty() { section.card.empty { p { "No groups match your search." } p { a href=(base) { "Show all" } } } }
        @for group in groups.iter().skip(begin).take(PAGE) { (card(result, group, SHOWN_RECORDS, Some(base))) }
        (pager(first.as_deref(), next.as_deref()))
    }
}

/// A group with its records; with `base`, its name links to its own page.
fn card(result: &Grouped, group: &Group, most: usize, base: Option<&str>) -> Markup {
    let size = group.records.len();
    let rows = &group.records[..size.min(most)];
    let columns = &result.table.columns;
    let value_of = |number: usize, column: usize| {
        let values = &result.table.records[number].values;
        values.get(column).map_or("", String::as_str)
    };
    let differences: Vec<Differences> = (0..columns.len())
        .map(|column| Differences::of(rows.iter().map(|&number| value_of(number, column))))
        .collect();
    let name = format!("Group {}", shown(&group.id));
    html! {
        section.card aria-label=(name) {
            div.head {
                h2 {
                    @match base { Some(base) => a href=(format!("{base}/{}", group.id)) { (name) }, None => (name) }
                }
                span.soft { (count(size as u64)) " records" @if let Some(confidence) = group.confidence { " · confidence " (percent(confidence)) } }
            }
            div.scroll tabindex="0" role="region" aria-label=(format!("Records of {name}")) { table {
                thead { tr { @for column in columns { th scope="col" { (shown(column)) } } } }
                tbody { @for &number in rows { tr {
                    @for (value, differences) in result.table.records[number].values.iter().zip(&differences) { td { (differences.marked(value)) } }
                } } }
            } }
            @if size > rows.len() { p.hint { "and " (count((size - rows.len()) as u64)) " more records" } }
        }
    }
}

#[cfg(test)]
mod tests {
    use onefold_domain::{MatchedRecord, MatchedTable};

    use super::*;
    use crate::pages::words::samples;

    fn view(asked: Asked) -> View {
        let record = |group: &str, id: &str, name: &str, confidence: f64| MatchedRecord {
            group: group.to_owned(),
            confidence: Some(confidence),
            values: vec![id.to_owned(), name.to_owned()],
        };
        let table = MatchedTable {
            columns: vec!["id".to_owned(), "name <b>".to_owned()],
            records: vec![
                record("7", "1", "Maria Lopez", 0.9),
                record("7", "2", "Maria <script>", 0.9),
                record("7", "3", "MARIA Lopez,", 0.9),
                record("9", "4", "Jon", 0.6),
                record("9", "5", "Jon", 0.6),
            ],
        };
        View {
            transform: samples::transform(),
            asked,
            result: Some(Arc::new(Grouped::new("tsk-1".to_owned(), table))),
            judged: 0,
        }
    }

    #[test]
    fn groups_show_their_records_with_what_differs() {
        let text = render(&view(Asked::default()), &html! {}).into_string();
        assert!(
            text.contains("<mark>Lopez</mark>")
                && !text.contains("<mark>Maria")
                && !text.contains("<mark>1<")
        );
        insta::assert_snapshot!(text);
    }

    #[test]
    fn groups_are_searched_and_ordered_by_doubt() {
        let doubtful = view(Asked {
            order: "doubt".to_owned(),
            ..Asked::default()
        });
        let first = doubtful
            .result
            .as_deref()
            .map(|result| doubtful.groups(result)[0].id.clone());
        assert_eq!(first.as_deref(), Some("9"));
        let found = view(Asked {
            search: "LOPEZ".to_owned(),
            ..Asked::default()
        });
        let text = render(&found, &html! {}).into_string();
        assert!(text.contains("Group 7") && !text.contains("Group 9"));
    }
}
