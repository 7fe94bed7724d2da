//! The start page: create a transform from a file or an existing table, or open a recent one.

use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};
use onefold_domain::{Run, Transform};
use onefold_report::text::{count, shown};
use onefold_service::{ListRuns, ListTransforms, PageRequest, TransformSort};

use super::runs::{Names, names_of, run_rows};
use super::words::{moment, transform_badge};
use crate::{Console, Failure, Page, Section, Visit, link};

/// Number of transforms shown.
const RECENT: usize = 5;
/// Number of runs shown.
const RECENT_RUNS: usize = 5;

/// What the page shows.
struct View {
    transforms: Vec<Transform>,
    runs: Vec<Run>,
    names: Names,
    upload_bytes: u64,
    has_tables: bool,
}

/// The page.
pub(crate) async fn show(State(console): State<Arc<Console>>, visit: Visit) -> Result<Page, Failure> {
    let upload_bytes = console.settings.upload_bytes;
    let page = |size| PageRequest {
        max_results: Some(size),
        token: None,
    };
    let view = console
        .ask(move |service| {
            let list = ListTransforms {
                sort: TransformSort::Modified,
                ..ListTransforms::default()
            };
            let runs = service
                .all_task_runs(&ListRuns::default(), &page(RECENT_RUNS))?
                .items;
            Ok(View {
                transforms: service.transforms(&list, &page(RECENT))?.items,
                names: names_of(service, &runs)?,
                runs,
                upload_bytes,
                has_tables: !service.databases(&page(1))?.items.is_empty(),
            })
        })
        .await?;
    Ok(Page::new(
        Section::Start,
        "Start",
        render(&view, &visit.csrf_field()),
    ))
}

fn render(view: &View, csrf: &Markup) -> Markup {
    html! {
        h1 { "Which records refer to the same thing?" }
        p.lead { "Upload a table and Onefold groups records that describe the same person, company or product. You need no settings and no labels; a few labels make it better." }
        div.grid.even {
            section.card {
                h2 { "Upload a file" }
                (upload_form(view.upload_bytes, csrf))
            }
            section.card {
                h2 { "How it works" }
                ol.way {
                    li { strong { "Upload a file" } span { "CSV and other text, JSON, Excel (.xlsx, .xlsm, .xlsb, .xls), OpenDocument (.ods), Parquet, Arrow or SQLite. Text and JSON may be compressed with gzip or zstd." } }
                    li { strong { "Find matches" } span { "No labels needed. Review the groups." } }
                    li { strong { "Label" } span { "Mark some records as same or different." } }
                    li { strong { "Measure quality" } span { "Precision and recall on held-out labels." } }
                }
                @if view.has_tables {
                    p { a href="/console/tables" { "Or start from a catalog table" } }
                }
            }
        }
        @if !view.transforms.is_empty() {
            section.card {
                div.head { h2 { "Your transforms" } a href="/console/transforms" { "All transforms" } }
                (recent(&view.transforms))
            }
        }
        @if !view.runs.is_empty() {
            section.card {
                div.head { h2 { "Recent task runs" } a href="/console/runs" { "All task runs" } }
                (run_rows(&view.runs, &view.names))
            }
        }
    }
}

/// A drop zone around a plain file input.
fn upload_form(upload_bytes: u64, csrf: &Markup) -> Markup {
    html! {
        form method="post" action="/console/upload" enctype="multipart/form-data" data-busy="Reading the file …" {
            (csrf)
            div.drop data-drop {
                svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" {
                    path d="M12 16V4m0 0L7.5 8.5M12 4l4.5 4.5" {}
                    path d="M4 15v3.5A1.5 1.5 0 0 0 5.5 20h13a1.5 1.5 0 0 0 1.5-1.5V15" {}
                }
                label for="file" { "Drop a file here or choose one" }
                span.hint data-file-name { "up to " (in_units(upload_bytes)) }
                input #file type="file" name="file" required accept=".csv,.tsv,.tab,.txt,.json,.jsonl,.ndjson,.xlsx,.xlsm,.xlsb,.xls,.ods,.parquet,.arrow,.feather,.ipc,.sqlite,.db,.gz,.zst";
            }
            div.actions { button.primary type="submit" { "Upload" } }
        }
    }
}

fn recent(transforms: &[Transform]) -> Markup {
    html! { div.scroll tabindex="0" role="region" aria-label="Your transforms" { table.list {
        thead { tr { th scope="col" { "Name" } th scope="col" { "Status" } th.number scope="col" { "Labels" } th scope="col" { "Changed" } } }
        tbody { @for transform in transforms { tr {
            th scope="row" { a href=(link(&["transforms", &transform.id])) { (shown(&transform.name)) } }
            td { (transform_badge(transform.status)) }
            td.number { (count(transform.label_count)) }
            td { (moment(transform.modified_on)) }
        } } }
    } } }
}

/// Bytes in a fitting unit.
pub(crate) fn in_units(bytes: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    match UNITS.iter().find(|(unit, _)| bytes >= *unit) {
        Some((unit, name)) => {
            let text = format!("{:.1}", bytes as f64 / *unit as f64);
            format!("{} {name}", text.trim_end_matches(".0"))
        }
        None => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::words::samples;

    #[test]
    fn the_first_visit_asks_for_a_file() {
        let view = View {
            transforms: Vec::new(),
            runs: Vec::new(),
            names: Names::new(),
            upload_bytes: 1 << 30,
            has_tables: false,
        };
        insta::assert_snapshot!(render(&view, &html! { "csrf" }).into_string());
    }

    #[test]
    fn a_later_visit_shows_what_is_there() {
        let view = View {
            transforms: vec![samples::transform()],
            runs: vec![samples::run()],
            names: Names::from([("tfm-0001".to_owned(), "people <b>".to_owned())]),
            upload_bytes: 5000,
            has_tables: true,
        };
        insta::assert_snapshot!(render(&view, &html! { "csrf" }).into_string());
    }

    #[test]
    fn sizes_are_told_in_the_unit_that_suits_them() {
        for (bytes, text) in [(7, "7 bytes"), (1536, "1.5 KiB"), (1 << 30, "1 GiB")] {
            assert_eq!(in_units(bytes), text);
        }
    }
}
