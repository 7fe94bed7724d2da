//! The start page: a file becomes a transform, or a table that is there already does.

use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};
use onefold_domain::Transform;
use onefold_report::text::shown;
use onefold_service::{ListTransforms, PageRequest};

use super::words::{moment, transform_badge};
use crate::{Console, Failure, Page, Section, link};

/// Transforms that are shown.
const RECENT: usize = 5;

/// What the page shows.
struct View {
    recent: Vec<Transform>,
}

/// The page.
pub(crate) async fn show(State(console): State<Arc<Console>>) -> Result<Page, Failure> {
    let page = PageRequest {
        max_results: Some(RECENT),
        token: None,
    };
    let view = console
        .ask(move |service| {
            Ok(View {
                recent: service.transforms(&ListTransforms::default(), &page)?.items,
            })
        })
        .await?;
    Ok(Page::new(Section::Start, "Start", render(&view)))
}

fn render(view: &View) -> Markup {
    html! {
        h1 { "Which records mean the same thing?" }
        section.card {
            h2 { "Your transforms" }
            @if view.recent.is_empty() { p { "There is none yet." } }
            @else { (recent(&view.recent)) }
        }
    }
}

fn recent(transforms: &[Transform]) -> Markup {
    html! { div.scroll { table.list {
        thead { tr { th scope="col" { "Name" } th scope="col" { "Status" } th scope="col" { "Made" } } }
        tbody { @for transform in transforms { tr {
            th scope="row" { a href=(link(&["transforms", &transform.id])) { (shown(&transform.name)) } }
            td { (transform_badge(transform.status)) }
            td { (moment(transform.created_on)) }
        } } }
    } } }
}
