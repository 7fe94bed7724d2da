//! Uploads a file: streams it to disk, reads it, and creates a table and a transform, or refuses it with one sentence.

use std::sync::Arc;

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{Multipart, State};
use axum::response::Redirect;
use onefold_report::text::count;
use onefold_service::Upload;
use tokio::fs::File;
use tokio::io::AsyncWriteExt;

use super::start::in_units;
use crate::{Console, Failure, Visit, link};

/// Largest size of a form token.
const MAX_CSRF_BYTES: usize = 200;
/// How much of a file that is too large is read before the response.
const MAX_DRAINED_BYTES: usize = 256 * 1024 * 1024;

/// Handles the upload form of the start page.
pub(crate) async fn take(
    State(console): State<Arc<Console>>,
    visit: Visit,
    form: Multipart,
) -> Result<Redirect, Failure> {
    let uploaded = upload(&console, &visit, form).await;
    uploaded.map_err(|failure| failure.titled("Upload failed"))
}

async fn upload(console: &Console, visit: &Visit, mut form: Multipart) -> Result<Redirect, Failure> {
    check_csrf(visit, &mut form).await?;
    let file = form.next_field().await.map_err(|error| broken(&error))?;
    let file = file
        .filter(|field| field.name() == Some("file"))
        .ok_or_else(|| Failure::invalid("no file was uploaded; choose one first"))?;
    let name = file.file_name().unwrap_or_default().to_owned();
    if name.is_empty() {
        return Err(Failure::invalid("no file was uploaded; choose one first"));
    }
    let upload = console
        .ask({
            let name = name.clone();
            move |service| Ok(service.begin_upload(&name)?)
        })
        .await?;
    receive(
        file,
        &upload,
        &name,
        (console.settings.upload_bytes, "console.upload_bytes"),
    )
    .await?;
    let inspector = Arc::clone(&console.inspector);
    let made = console
        .ask(move |service| Ok(service.finish_upload(&upload, &name, inspector.as_ref())?))
        .await?;
    let records = count(made.table.records);
    let mut told = if made.table.is_key_added {
        format!(
            "{records} records uploaded; no column holds record IDs, so the column {} was added",
            made.table.key
        )
    } else {
        format!("{records} records uploaded; record ID: column {}", made.table.key)
    };
    if !made.table.left_out.is_empty() {
        told.push_str("; left out, as an earlier match added it: ");
        told.push_str(&made.table.left_out.join(", "));
    }
    visit.session().tell(told);
    Ok(Redirect::to(&link(&["transforms", &made.transform, "columns"])))
}

/// Checks the form token, which is the first part of the form, before anything is stored.
pub(super) async fn check_csrf(visit: &Visit, form: &mut Multipart) -> Result<(), Failure> {
    let refused =
        || Failure::forbidden("this form belongs to another session; go back, reload the page and try again");
    let mut first = form
        .next_field()
        .await
        .map_err(|error| broken(&error))?
        .filter(|field| field.name() == Some("csrf"))
        .ok_or_else(refused)?;
    let mut token = Vec::new();
    while let Some(chunk) = first.chunk().await.map_err(|error| broken(&error))? {
        token.extend_from_slice(&chunk);
        if token.len() > MAX_CSRF_BYTES {
            return Err(refused());
        }
    }
    if visit.session().owns(&String::from_utf8_lossy(&token)) {
        Ok(())
    } else {
        Err(refused())
    }
}

/// Streams a file to disk; `limit` is the largest size in bytes and the name of its setting.
pub(super) async fn receive(
    mut field: Field<'_>,
    upload: &Upload,
    name: &str,
    limit: (u64, &str),
) -> Result<(), Failure> {
    let (limit, setting) = limit;
    let failed = |error: std::io::Error| Failure::internal(&format!("an upload cannot be kept: {error}"));
    let mut file = File::create(upload.path()).await.map_err(failed)?;
    let mut size = 0;
    while let Some(chunk) = field.chunk().await.map_err(|error| broken(&error))? {
        size += chunk.len() as u64;
        if size > limit {
            drain(field).await;
            return Err(Failure::too_large(format!(
                "{name} is larger than the limit of {}; split it, compress it, or raise {setting} in the configuration",
                in_units(limit)
            )));
        }
        file.write_all(&chunk).await.map_err(failed)?;
    }
    if size == 0 {
        return Err(Failure::invalid(format!("{name} is empty")));
    }
    file.sync_all().await.map_err(failed)
}

/// Reads and discards the rest, because a browser that is still sending would not see the response.
async fn drain(mut field: Field<'_>) {
    let mut bytes = 0;
    while let Ok(Some(chunk)) = field.chunk().await {
        bytes += chunk.len();
        if bytes > MAX_DRAINED_BYTES {
            return;
        }
    }
}

pub(super) fn broken(error: &MultipartError) -> Failure {
    tracing::debug!(%error, "an upload was interrupted");
    Failure::invalid("the upload was interrupted; try again")
}
