//! The list of transforms: filtered, sorted, paged.

use std::sync::Arc;

use axum::extract::{Query, State};
use maud::{Markup, html};
use onefold_domain::{Transform, TransformStatus};
use onefold_report::text::{count, percent, shown};
use onefold_service::{ListTransforms, PageRequest, TransformFilter, TransformSort};
use serde::Deserialize;

use super::words::{current_estimate, moment, options, pager, query, sort_head, transform_badge};
use crate::{Console, Failure, Page, Section, link};

/// Transforms on a page.
const PAGE: usize = 50;

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    name: String,
    status: String,
    sort: String,
    order: String,
    after: String,
}

/// What the page shows.
struct View {
    asked: Asked,
    rows: Vec<Transform>,
    next: Option<String>,
}

/// The page.
pub(crate) async fn show(
    State(console): State<Arc<Console>>,
    Query(asked): Query<Asked>,
) -> Result<Page, Failure> {
    let list = asked.list();
    let page = PageRequest {
        max_results: Some(PAGE),
        token: Some(asked.after.clone()).filter(|token| !token.is_empty()),
    };
    let found = console
        .ask(move |service| Ok(service.transforms(&list, &page)?))
        .await?;
    let view = View {
        asked,
        rows: found.items,
        next: found.next_token,
    };
    Ok(Page::new(Section::Transforms, "Transforms", render(&view)))
}

impl Asked {
    fn list(&self) -> ListTransforms {
        let name = self.name.trim();
        ListTransforms {
            filter: TransformFilter {
                name_part: (!name.is_empty()).then(|| name.to_owned()),
                status: [TransformStatus::Ready, TransformStatus::NotReady]
                    .into_iter()
                    .find(|status| status.as_str() == self.status),
                ..TransformFilter::default()
            },
            sort: self.sort().0,
            is_descending: self.is_descending(),
        }
    }

    fn sort(&self) -> (TransformSort, &'static str) {
        match self.sort.as_str() {
            "name" => (TransformSort::Name, "name"),
            "status" => (TransformSort::Status, "status"),
            "modified" => (TransformSort::Modified, "modified"),
            _ => (TransformSort::Created, "created"),
        }
    }

    fn is_descending(&self) -> bool {
        match self.order.as_str() {
            "up" => false,
            "down" => true,
            _ => self.sort().1 == "created",
        }
    }

    fn address(&self, sort: &str, order: &str, after: &str) -> String {
        let members = [
            ("name", self.name.as_str()),
            ("status", &self.status),
            ("sort", sort),
            ("order", order),
            ("after", after),
        ];
        format!("/console/transforms{}", query(&members))
    }

    fn head(&self, name: &str, key: &str) -> Markup {
        let current = (self.sort().1 == key).then(|| self.is_descending());
        let order = if current == Some(false) { "down" } else { "up" };
        sort_head(name, &self.address(key, order, ""), current)
    }
}

fn render(view: &View) -> Markup {
    let asked = &view.asked;
    let order = if asked.is_descending() { "down" } else { "up" };
    let next = view
        .next
        .as_deref()
        .map(|token| asked.address(asked.sort().1, order, token));
    let first = (!asked.after.is_empty()).then(|| asked.address(asked.sort().1, order, ""));
    let is_filtered = !asked.name.trim().is_empty() || !asked.status.is_empty();
    html! {
        div.head { h1 { "Transforms" } a.button.primary href="/console" { "New transform" } }
        p.lead { "A transform matches the records of one table and learns from your labels." }
        form.filters method="get" action="/console/transforms" {
            div.field { label for="name" { "Name" } input #name name="name" value=(asked.name); }
            div.field { label for="status" { "Status" } select #status name="status" {
                (options([("", "any"), ("READY", "ready"), ("NOT_READY", "no labels yet")], &asked.status))
            } }
            input type="hidden" name="sort" value=(asked.sort().1);
            input type="hidden" name="order" value=(order);
            button type="submit" { "Filter" }
        }
        @if view.rows.is_empty() {
            section.card.empty {
                @if is_filtered { p { "No transforms match your filter." } p { a href="/console/transforms" { "Show all" } } }
                @else { p { "No transforms yet." } p { a.button.primary href="/console" { "Upload a file" } } }
            }
        } @else {
            div.scroll tabindex="0" role="region" aria-label="Transforms" { table.list {
                thead { tr {
                    (asked.head("Name", "name")) (asked.head("Status", "status")) th scope="col" { "Table" }
                    th.number scope="col" { "Labels" } th.number scope="col" title="Estimated for all matches of the current model" { "F1" }
                    (asked.head("Created", "created")) (asked.head("Changed", "modified"))
                } }
                tbody { @for transform in &view.rows { (row(transform)) } }
            } }
            (pager(first.as_deref(), next.as_deref()))
        }
    }
}

fn row(transform: &Transform) -> Markup {
    let f1 = current_estimate(transform).map(|estimate| estimate.f1.value);
    html! { tr {
        th scope="row" { a href=(link(&["transforms", &transform.id])) { (shown(&transform.name)) } }
        td { (transform_badge(transform.status)) }
        td.wraps { (shown(&transform.input.database)) "." (shown(&transform.input.table)) }
        td.number { (count(transform.label_count)) }
        td.number { (f1.map_or_else(|| "–".to_owned(), percent)) }
        td { (moment(transform.created_on)) }
        td { (moment(transform.modified_on)) }
    } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::words::samples;

    #[test]
    fn a_list_keeps_its_filter_while_it_is_sorted_and_paged() {
        let view = View {
            asked: Asked {
                name: "a&b".to_owned(),
                sort: "name".to_owned(),
                ..Asked::default()
            },
            rows: vec![samples::transform()],
            next: Some("token".to_owned()),
        };
        let text = render(&view).into_string();
        assert!(text.contains("?name=a%26b&amp;sort=name&amp;order=up&amp;after=token"));
        insta::assert_snapshot!(text);
    }
}
