//! Labels as files: choose records to label, import a label file, export all labels.

use std::sync::Arc;

use axum::extract::{Multipart, Path, State};
use axum::response::Redirect;
use maud::{Markup, html};
use onefold_domain::Transform;
use onefold_report::text::{count, shown};

use super::start::in_units;
use super::upload::{broken, check_csrf, receive};
use super::words::transform_badge;
use crate::{Console, Failure, Page, Posted, Section, Visit, link};

/// What the page shows.
struct View {
    transform: Transform,
    file_bytes: u64,
}

/// The page.
pub(crate) async fn show(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Page, Failure> {
    let view = console
        .ask(move |service| {
            Ok(View {
                transform: service.transform(&id)?,
                file_bytes: service.limits().label_file_bytes,
            })
        })
        .await?;
    let body = render(&view, &visit.csrf_field());
    Ok(Page::new(Section::Transforms, "Labels", body)
        .below("Transforms", "/console/transforms")
        .below(&view.transform.name, &link(&["transforms", &view.transform.id])))
}

/// Starts a run that chooses records to label.
pub(crate) async fn propose(
    State(console): State<Arc<Console>>,
    Path(id): Path<String>,
    _posted: Posted,
) -> Result<Redirect, Failure> {
    let run = console
        .ask({
            let id = id.clone();
            move |service| {
                let folder = service.label_folder(&id)?;
                Ok(service.start_labeling_sets(&id, &folder)?)
            }
        })
        .await?;
    Ok(Redirect::to(&link(&["transforms", &id, "runs", &run])))
}

/// Starts a run that exports all labels.
pub(crate) async fn export(
    State(console): State<Arc<Console>>,
    Path(id): Path<String>,
    _posted: Posted,
) -> Result<Redirect, Failure> {
    let run = console
        .ask({
            let id = id.clone();
            move |service| {
                let folder = service.label_folder(&id)?;
                Ok(service.start_export(&id, &folder)?)
            }
        })
        .await?;
    Ok(Redirect::to(&link(&["transforms", &id, "runs", &run])))
}

/// Imports a label file.
pub(crate) async fn import(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path(id): Path<String>,
    form: Multipart,
) -> Result<Redirect, Failure> {
    let imported = import_file(&console, &visit, id, form).await;
    imported.map_err(|failure| failure.titled("Import failed"))
}

async fn import_file(
    console: &Console,
    visit: &Visit,
    id: String,
    mut form: Multipart,
) -> Result<Redirect, Failure> {
    check_csrf(visit, &mut form).await?;
    let mut replace = false;
    let run = loop {
        let field = form.next_field().await.map_err(|error| broken(&error))?;
        let field = field.ok_or_else(|| Failure::invalid("no file was uploaded; choose one first"))?;
        if field.name() == Some("replace") {
            replace = true;
            continue;
        }
        let name = field.file_name().unwrap_or_default().to_owned();
        if name.is_empty() {
            return Err(Failure::invalid("no file was uploaded; choose one first"));
        }
        let (upload, limit) = console
            .ask({
                let name = name.clone();
                move |service| Ok((service.begin_upload(&name)?, service.limits().label_file_bytes))
            })
            .await?;
        receive(field, &upload, &name, (limit, "limits.label_file_bytes")).await?;
        let id = id.clone();
        break console
            .ask(move |service| Ok(service.finish_label_upload(&upload, &id, replace)?))
            .await?;
    };
    Ok(Redirect::to(&link(&["transforms", &id, "runs", &run])))
}

fn render(view: &View, csrf: &Markup) -> Markup {
    let transform = &view.transform;
    let of = |part: &str| link(&["transforms", &transform.id, "labels", part]);
    html! {
        div.head { h1 { "Labels of " (shown(&transform.name)) } (transform_badge(transform.status)) }
        p.lead { "Labels say which records of a small set refer to the same thing. You have " (count(transform.label_count)) " labels so far." }
        div.grid {
            section.card {
                h2 { "1. Choose records to label" }
                p { "Onefold chooses the most useful records and writes them to a file. Fill in the column " code { "label" } ": within a labeling set, give records that refer to the same thing the same label, and other records different labels." }
                form.actions method="post" action=(of("sets")) { (csrf) button.primary type="submit" { "Choose records" } }
            }
            section.card {
                h2 { "2. Import labels" }
                form method="post" action=(of("import")) enctype="multipart/form-data" data-busy="Reading the file …" {
                    (csrf)
                    div.choice { label for="replace" { input #replace type="checkbox" name="replace" value="yes"; "Replace all existing labels" } }
                    div.drop data-drop {
                        label for="file" { "Drop a label file here or choose one" }
                        span.hint data-file-name { "CSV, up to " (in_units(view.file_bytes)) }
                        input #file type="file" name="file" required accept=".csv";
                    }
                    div.actions { button.primary type="submit" { "Import" } }
                }
            }
            @if transform.label_count > 0 {
                section.card {
                    h2 { "Export all labels" }
                    p { "Keep a copy, or change some labels and import them again." }
                    form.actions method="post" action=(of("export")) { (csrf) button type="submit" { "Export" } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::words::samples;

    #[test]
    fn labels_go_in_and_out_as_files() {
        let view = View {
            transform: samples::transform(),
            file_bytes: 10 * 1024 * 1024,
        };
        insta::assert_snapshot!(render(&view, &html! { "csrf" }).into_string());
    }
}
