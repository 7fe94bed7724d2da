//! The groups of the newest result: the most doubtful first, searchable, with differences marked, and corrected in place.

use std::collections::HashSet;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use maud::{Markup, html};
use onefold_domain::Transform;
use onefold_report::text::{count, percent, shown};
use onefold_service::Newer;
use serde::Deserialize;

use super::decisions::{form, last, waiting};
use super::labeling::left_out;
use super::reasons;
use super::transform::{newer, stale};
use super::words::{column as column_name, figures, options, pager, query};
use crate::contrast::{Comparisons, Contrast, legend, order};
use crate::results::{Group, Grouped};
use crate::{Console, Failure, Page, Section, Visit, link};

/// Groups on a page.
const PAGE: usize = 20;
/// Number of records shown of a group in the list.
const SHOWN_RECORDS: usize = 12;
/// Number of records shown on the page of one group.
const MOST_RECORDS: usize = 500;
/// With more columns than this, those that are the same in all records are folded.
const MANY_COLUMNS: usize = 10;

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    search: String,
    order: String,
    show: String,
    page: usize,
}

/// What the list shows.
struct View {
    transform: Transform,
    asked: Asked,
    result: Option<Arc<Grouped>>,
    /// What has changed since the result was made.
    newer: Option<Newer>,
    /// What the run found in the records of the page.
    comparisons: Comparisons,
}

/// The list.
pub(crate) async fn list(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Page, Failure> {
    let (own, wanted) = (Arc::clone(&console), id.clone());
    let view = console
        .ask(move |service| {
            let transform = service.transform(&wanted)?;
            let newest = service.latest_match_result(&wanted)?;
            let inspector = own.inspector.as_ref();
            let view = View {
                newer: newer(service, &transform, newest.as_ref())?,
                transform,
                asked,
                result: own.results.latest(service, inspector, &wanted)?,
                comparisons: Comparisons::default(),
            };
            let comparisons = view.result.as_deref().map(|result| {
                let shown = view.shown(result);
                result.comparisons(inspector, shown.iter().map(|(_, rows)| rows.as_slice()))
            });
            Ok(View {
                comparisons: comparisons.unwrap_or_default(),
                ..view
            })
        })
        .await?;
    let body = render(&view, &visit.csrf_field());
    Ok(Page::new(Section::Transforms, "Groups", body)
        .wide()
        .below("Transforms", "/console/transforms")
        .below(&view.transform.name, &link(&["transforms", &id])))
}

/// One group.
pub(crate) async fn one(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path((id, group)): Path<(String, String)>,
    Query(asked): Query<reasons::Asked>,
) -> Result<Page, Failure> {
    let (own, wanted, given) = (Arc::clone(&console), id.clone(), asked.clone());
    let (transform, result, found, comparisons, why) = console
        .ask(move |service| {
            let inspector = own.inspector.as_ref();
            let transform = service.transform(&wanted)?;
            let (result, found) = own.results.group(service, inspector, &wanted, &group)?;
            let rows = rows(&result, &found, MOST_RECORDS, None);
            let comparisons = result.comparisons(inspector, [rows.as_slice()]);
            let why = reasons::read(&own, service, &wanted, (&result, &found), &given)?;
            Ok((transform, result, found, comparisons, why))
        })
        .await?;
    let rows = rows(&result, &found, MOST_RECORDS, None);
    let base = link(&["transforms", &id, "groups"]);
    let next = next_doubtful(&result, &found.id);
    let csrf = visit.csrf_field();
    let body = html! {
        div.head {
            h1 { "Group " (shown(&found.id)) }
            @if let Some(next) = next { a.button rel="next" data-key="n" href=(format!("{base}/{}", next.id)) { "Next doubtful group " kbd { "n" } } }
        }
        (last(&id, &result, &base, &csrf))
        (form(&id, &result, &format!("{base}#group-{}", found.id), &csrf))
        (legend())
        (card(&result, &found, &rows, &base, &comparisons))
        (reasons::section(&id, &result, &found, why.as_deref(), &asked))
        (dock())
    };
    Ok(Page::new(Section::Transforms, &found.id, body)
        .wide()
        .below("Transforms", "/console/transforms")
        .below(&transform.name, &link(&["transforms", &id]))
        .below("Groups", &base))
}

/// The groups that nobody has decided about, the least certain first, and then the others.
pub(super) fn by_doubt(result: &Grouped) -> Vec<&Group> {
    let mut groups: Vec<&Group> = result.groups.iter().collect();
    let doubt = |group: &Group| group.confidence.unwrap_or(1.0);
    groups.sort_by(|a, b| {
        a.is_decided
            .cmp(&b.is_decided)
            .then_with(|| doubt(a).total_cmp(&doubt(b)))
    });
    groups
}

/// The group that comes after one in the order of doubt.
fn next_doubtful<'a>(result: &'a Grouped, id: &str) -> Option<&'a Group> {
    let groups = by_doubt(result);
    let at = groups.iter().position(|group| group.id == id);
    let rest = &groups[at.map_or(0, |at| at + 1)..];
    rest.iter().copied().find(|group| !group.is_decided)
}

impl View {
    /// The groups asked for, in the order asked for. Single records are among them if the search finds them.
    fn groups<'a>(&self, result: &'a Grouped) -> Vec<&'a Group> {
        let search = self.asked.search.trim();
        let mut groups = match self.asked.order.as_str() {
            "largest" => result.groups.iter().collect(),
            _ => by_doubt(result),
        };
        match self.asked.show.as_str() {
            "single" => groups = result.singles.iter().collect(),
            "decided" => {
                let all = result.groups.iter().chain(&result.singles);
                groups = all.filter(|group| group.is_decided).collect();
            }
            _ if !search.is_empty() => groups.extend(&result.singles),
            _ => {}
        }
        if !search.is_empty() {
            let found = result.found(search);
            let holds = |group: &Group| {
                group.id == search || group.records.iter().any(|record| found.contains(record))
            };
            groups.retain(|group| holds(group));
        }
        groups
    }

    /// The groups of the page, with the records that are shown of them.
    fn shown<'a>(&self, result: &'a Grouped) -> Vec<(&'a Group, Vec<usize>)> {
        let begin = self.asked.page.saturating_mul(PAGE);
        let groups = self.groups(result).into_iter().skip(begin).take(PAGE);
        let search = self.asked.search.trim();
        groups
            .map(|group| (group, rows(result, group, SHOWN_RECORDS, Some(search))))
            .collect()
    }
}

fn render(view: &View, csrf: &Markup) -> Markup {
    let id = &view.transform.id;
    let base = link(&["transforms", id, "groups"]);
    html! {
        div.head {
            h1 { "Groups of " (shown(&view.transform.name)) }
            @if view.result.is_some() {
                nav.links aria-label="About these groups" {
                    a href=(link(&["transforms", id, "missed"])) { "Missed matches" }
                    a href=(link(&["transforms", id, "decisions"])) { "Your decisions" }
                    a href=(link(&["transforms", id, "download"])) { "Download" }
                }
            }
        }
        @match view.result.as_deref() {
            None => section.card.empty {
                p { "No results yet. Find matches first." }
                p { a.button.primary href=(link(&["transforms", id])) { "Go to the transform" } }
            },
            Some(result) => {
                (stale(id, view.newer.as_ref(), csrf))
                (waiting(id, result, csrf))
                (found(view, result, &base, csrf))
            }
        }
    }
}

fn found(view: &View, result: &Grouped, base: &str, csrf: &Markup) -> Markup {
    let asked = &view.asked;
    let groups = view.groups(result);
    let begin = asked.page.saturating_mul(PAGE);
    let address = |page: usize| {
        let number = if page == 0 {
            String::new()
        } else {
            page.to_string()
        };
        format!(
            "{base}{}",
            query(&[
                ("search", asked.search.trim()),
                ("order", &asked.order),
                ("show", &asked.show),
                ("page", &number)
            ])
        )
    };
    let next = (begin.saturating_add(PAGE) < groups.len()).then(|| address(asked.page + 1));
    let first = (asked.page > 0).then(|| address(0));
    let records = result.table.records.len();
    let all = result.all_groups();
    html! {
        (figures(&[
            ("records", count(records as u64)),
            ("different things", count(all as u64)),
            ("groups with two or more records", count(result.groups.len() as u64)),
            ("duplicates", count((records - all.min(records)) as u64)),
        ]))
        (last(&view.transform.id, result, &address(asked.page), csrf))
        form.filters method="get" action=(base) {
            div.field.wide { label for="search" { "Search records" } input #search type="search" name="search" value=(asked.search) placeholder="words from any columns"; }
            div.field { label for="order" { "Sort" } select #order name="order" {
                (options([("", "least certain"), ("largest", "largest")], &asked.order))
            } }
            div.field { label for="show" { "Show" } select #show name="show" {
                (options([("", "groups"), ("single", "single records"), ("decided", "what you decided")], &asked.show))
            } }
            button type="submit" { "Search" }
        }
        @if groups.is_empty() { section.card.empty { p { "Nothing matches your search." } p { a href=(base) { "Show all groups" } } } }
        @else {
            p.hint { (count(groups.len() as u64)) @if groups.len() == 1 { " result. " } @else { " results. " }
                "Tick records to correct groups; the change shows at once and can be undone. "
                span data-with-script hidden { "Keys: " kbd { "n" } " next group, " kbd { "p" } " previous." } }
            (legend())
        }
        (form(&view.transform.id, result, &address(asked.page), csrf))
        @for (group, rows) in view.shown(result) { (card(result, group, &rows, base, &view.comparisons)) }
        (pager(first.as_deref(), next.as_deref()))
        @if !groups.is_empty() { (dock()) }
    }
}

/// What can be done with ticked records. It stays in view while the page scrolls.
pub(super) fn dock() -> Markup {
    html! {
        div.dock.page-dock role="group" aria-label="Ticked records" {
            span.ticked data-ticked { "Ticked records:" }
            button form="decide" type="submit" name="do" value="split" data-needs="1" { "Split out" }
            button form="decide" type="submit" name="do" value="merge" data-needs="2" { "Merge" }
            button form="decide" type="submit" name="do" value="other" data-needs="2" { "Not the same" }
            button form="decide" type="submit" name="do" value="compare" data-needs="2" data-most="2" { "Compare" }
        }
    }
}

/// The records on the page of a group, those that the search found first.
fn rows(result: &Grouped, group: &Group, most: usize, search: Option<&str>) -> Vec<usize> {
    let mut rows = group.records.clone();
    if let Some(search) = search.filter(|search| !search.is_empty() && group.records.len() > most) {
        let found: HashSet<usize> = result.found(search);
        rows.sort_by_key(|record| !found.contains(record));
    }
    rows.truncate(most);
    rows
}

/// A group with its records.
fn card(result: &Grouped, group: &Group, rows: &[usize], base: &str, comparisons: &Comparisons) -> Markup {
    let size = group.records.len();
    let columns = &result.table.columns;
    let contrasts: Vec<Contrast> = (0..columns.len())
        .map(|column| result.contrast(rows, column, comparisons))
        .collect();
    let mut order = order(&contrasts, result.key);
    let empty = columns.len() - order.len();
    let mut same = Vec::new();
    if order.len() > MANY_COLUMNS && size > 1 {
        let is_kept = |column: usize| !contrasts[column].is_same() || Some(column) == result.key;
        same = order.iter().copied().filter(|&column| !is_kept(column)).collect();
        order.retain(|&column| is_kept(column));
    }
    let name = if size == 1 {
        format!("Single record {}", shown(&result.name(group.records[0])))
    } else {
        format!("Group {}", shown(&group.id))
    };
    html! {
        section.card.group #(format!("group-{}", group.id)) aria-label=(name) data-group tabindex="-1" {
            div.head {
                h2 { @if size > 1 { a href=(format!("{base}/{}", group.id)) { (name) } } @else { (name) } }
                span.soft {
                    @if size > 1 { (count(size as u64)) " records" }
                    @if group.is_decided { " · " span.badge.good { "decided by you" } }
                    @else if let Some(confidence) = group.confidence.filter(|_| size > 1) { " · confidence " (percent(confidence)) }
                }
            }
            @if let Some((part, between)) = result.suggestion(group) {
                p.ask { "This may be two things: "
                    @for (at, &record) in part.iter().enumerate() { @if at > 0 { ", " } strong { (shown(&result.name(record))) } }
                    @if part.len() == 1 { " fits" } @else { " fit" } " the others with a mean score of " (percent(between)) ". "
                    button.small form="decide" type="submit" name="cut" value=(part.iter().map(usize::to_string).collect::<Vec<_>>().join(" ")) { "Split there" }
                }
            }
            div.scroll.cards tabindex="0" role="region" aria-label=(format!("Records of {name}")) { table {
                thead { tr { th.answer scope="col" { "Tick" } @for &column in &order { th scope="col" { (column_name(&columns[column])) } } } }
                tbody { @for (at, &record) in rows.iter().enumerate() { tr {
                    td.answer { label.tick { input type="checkbox" form="decide" name="record" value=(record) autocomplete="off" aria-label=(format!("Record {}", shown(&result.name(record)))); } }
                    @for &column in &order {
                        @let value = result.value(record, column);
                        td data-name=(shown(&columns[column])) .blank[value.trim().is_empty()] {
                            @if Some(column) == result.key || size == 1 { (shown(value)) } @else { (contrasts[column].marked(at, value)) }
                        }
                    }
                } } }
            } }
            @if !same.is_empty() {
                details { summary { (same.len()) " columns are the same in all records" }
                    dl.facts { @for column in same { dt { (column_name(&columns[column])) } dd { (shown(result.value(rows[0], column))) } } } }
            }
            (left_out(empty))
            @if size > rows.len() { p.hint { "and " a href=(format!("{base}/{}", group.id)) { (count((size - rows.len()) as u64)) " more records" } } }
            @if size > 1 {
                div.actions.own {
                    @if !group.is_decided { button form="decide" type="submit" name="right" value=(group.id) { "All the same" } }
                    button form="decide" type="submit" name="apart" value=(group.id) { "All different" }
                    a.button href=(format!("{base}/{}/pairs", group.id)) { "Why these records match" }
                }
            }
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
            values: vec![id.to_owned(), name.to_owned(), String::new()],
            forms: Vec::new(),
        };
        let table = MatchedTable {
            columns: vec!["id".to_owned(), "name <b>".to_owned(), "note".to_owned()],
            records: vec![
                record("7", "1", "Maria Lopez", 0.9),
                record("7", "2", "Maria <script>", 0.9),
                record("7", "3", "MARIA Lopez,", 0.9),
                record("9", "4", "Jon", 0.6),
                record("9", "5", "Jon", 0.6),
                record("8", "6", "Cid Lopez", 0.6),
            ],
            ..MatchedTable::default()
        };
        View {
            transform: samples::transform(),
            asked,
            newer: None,
            comparisons: Comparisons::default(),
            result: Some(Arc::new(Grouped::new(
                "tsk-1".to_owned(),
                &Arc::new(table),
                Some(0),
            ))),
        }
    }

    fn first(view: &View) -> Option<String> {
        let result = view.result.as_deref()?;
        view.groups(result).first().map(|group| group.id.clone())
    }

    #[test]
    fn groups_show_their_records_with_what_differs() {
        let text = render(&view(Asked::default()), &html! {}).into_string();
        assert!(
            text.contains(r#"title="differs">Maria &lt;script&gt;</mark>"#),
            "{text}"
        );
        assert!(
            text.contains(r#"title="other format">MARIA Lopez,</mark>"#),
            "{text}"
        );
        insta::assert_snapshot!(text);
    }

    #[test]
    fn the_least_certain_group_comes_first_and_the_search_finds_single_records() {
        assert_eq!(first(&view(Asked::default())).as_deref(), Some("9"));
        let largest = Asked {
            order: "largest".to_owned(),
            ..Asked::default()
        };
        assert_eq!(first(&view(largest)).as_deref(), Some("7"));
        let search = |text: &str| {
            view(Asked {
                search: text.to_owned(),
                ..Asked::default()
            })
        };
        let text = render(&search("LOPEZ"), &html! {}).into_string();
        assert!(text.contains("Group 7") && text.contains("Single record 6") && !text.contains("Group 9"));
        assert_eq!(first(&search("lopez cid")).as_deref(), Some("8"));
        assert_eq!(first(&search("lopez jon")), None);
    }
}
