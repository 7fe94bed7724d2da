//! One run: its progress, log, error and output files, and a button to cancel it.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use bytes::Bytes;
use futures::stream;
use http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use maud::{Markup, html};
use onefold_domain::{
    LogEvent, LogQuery, ObjectInfo, ObjectUri, Run, RunDetails, RunKind, RunStatus, Transform,
};
use onefold_report::text::{count, percent, shown};
use onefold_service::{LogGroup, ProgressView, Service};
use tokio::fs::File;
use tokio::io::AsyncReadExt;

use super::start::in_units;
use super::words::{clock, duration, kind_name, moment, run_badge};
use crate::failure::sentence;
use crate::live::{OFTEN, Part, parts};
use crate::{Console, Failure, Page, Posted, Section, Visit, link};

/// Number of log lines shown, from the end.
const TAIL: usize = 200;
/// Bytes read at a time.
const CHUNK_BYTES: usize = 256 * 1024;

/// What the page shows.
struct View {
    transform: Transform,
    run: Run,
    job_run: Option<Run>,
    log: Vec<LogEvent>,
    progress: Option<ProgressView>,
    files: Vec<ObjectInfo>,
}

/// The page.
pub(crate) async fn show(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path((transform, id)): Path<(String, String)>,
) -> Result<Page, Failure> {
    let view = console
        .ask({
            let (transform, id) = (transform.clone(), id.clone());
            move |service| read(service, &transform, &id)
        })
        .await?;
    let body = render(&view, &id, &visit.csrf_field());
    Ok(Page::new(Section::Transforms, title(&view.run), body)
        .below("Transforms", "/console/transforms")
        .below(&view.transform.name, &link(&["transforms", &transform]))
        .below("Task runs", &link(&["transforms", &transform, "runs"])))
}

/// The live part of a running run.
pub(crate) async fn live(
    State(console): State<Arc<Console>>,
    Path((transform, id)): Path<(String, String)>,
) -> Response {
    parts(&console, OFTEN, move |service| {
        let view = read(service, &transform, &id)?;
        let is_over = view.run.status.is_final();
        Ok(Part {
            markup: at_work(&view),
            is_last: is_over,
        })
    })
}

/// Asks the run to stop.
pub(crate) async fn cancel(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path((transform, id)): Path<(String, String)>,
    _posted: Posted,
) -> Result<Redirect, Failure> {
    let address = link(&["transforms", &transform, "runs", &id]);
    let status = console
        .ask(move |service| Ok(service.stop_run_of_transform(&transform, &id)?))
        .await?;
    visit.session().tell(if status == RunStatus::Stopping {
        "the run is stopping; earlier results are not changed"
    } else {
        "the run has already ended"
    });
    Ok(Redirect::to(&address))
}

/// A file that the run wrote.
pub(crate) async fn output(
    State(console): State<Arc<Console>>,
    Path((transform, id, number)): Path<(String, String, usize)>,
) -> Result<Response, Failure> {
    let (file, path) = console
        .ask(move |service| {
            let view = read(service, &transform, &id)?;
            let file = view.files.into_iter().nth(number);
            let file = file.ok_or_else(|| Failure::not_found("this output file no longer exists"))?;
            let path = service.object_path(&file.uri)?;
            Ok((file, path))
        })
        .await?;
    let open = File::open(&path).await;
    let content = open.map_err(|error| Failure::internal(&format!("an output cannot be read: {error}")))?;
    let chunks = stream::try_unfold(content, |mut content| async move {
        let mut chunk = vec![0; CHUNK_BYTES];
        let size = content.read(&mut chunk).await?;
        chunk.truncate(size);
        Ok::<_, std::io::Error>((size > 0).then(|| (Bytes::from(chunk), content)))
    });
    let name = name_of(&file.uri);
    let headers = [
        (CONTENT_TYPE, "application/octet-stream".to_owned()),
        (CONTENT_LENGTH, file.size_bytes.to_string()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}\"", plain(name)),
        ),
    ];
    Ok((headers, Body::from_stream(chunks)).into_response())
}

fn read(service: &Service, transform: &str, id: &str) -> Result<View, Failure> {
    let (run, job_run) = service.run_of_transform(transform, id)?;
    let worked_on = job_run.as_ref().unwrap_or(&run);
    let group = if worked_on.kind() == RunKind::Job {
        LogGroup::JOBS
    } else {
        LogGroup::TRANSFORMS
    };
    let query = LogQuery {
        stream: Some(worked_on.id.clone()),
        is_from_end: true,
        limit: TAIL,
        ..LogQuery::default()
    };
    let log = service.log_events(group, &query)?.events;
    let progress = service.progress(&worked_on.id);
    let files = files_of(service, &run)?;
    Ok(View {
        transform: service.transform(transform)?,
        run,
        job_run,
        log,
        progress,
        files,
    })
}

fn files_of(service: &Service, run: &Run) -> Result<Vec<ObjectInfo>, Failure> {
    if run.status != RunStatus::Succeeded {
        return Ok(Vec::new());
    }
    match &run.details {
        RunDetails::LabelingSetGeneration { output, round: None } | RunDetails::ExportLabels { output } => {
            let uri = ObjectUri::parse(output).map_err(|error| Failure::not_found(error.to_string()))?;
            Ok(service.find_objects(&uri)?)
        }
        RunDetails::FindMatches { .. } => Ok(service
            .match_result(run)?
            .map_or_else(Vec::new, |result| result.files)),
        _ => Ok(Vec::new()),
    }
}

fn name_of(uri: &ObjectUri) -> &str {
    uri.key().rsplit('/').next().unwrap_or_default()
}

/// A name with characters that are not safe in a header replaced.
fn plain(name: &str) -> String {
    name.chars()
        .map(|c| {
            if c.is_ascii_graphic() && !matches!(c, '"' | '\\') {
                c
            } else {
                '_'
            }
        })
        .collect()
}

fn render(view: &View, id: &str, csrf: &Markup) -> Markup {
    let run = &view.run;
    let of = |part: &str| link(&["transforms", &view.transform.id, "runs", id, part]);
    let is_over = run.status.is_final();
    html! {
        @if is_over { (heading(run)) }
        @if let Some(error) = run.error.as_deref().filter(|_| run.status != RunStatus::Stopped) {
            p.trouble { strong { @if is_over { "This run failed. " } @else { "An attempt failed and will be retried. " } } (sentence(&shown(error))) }
        }
        @if run.status == RunStatus::Succeeded { (outcome(view, &of("output"))) }
        @if is_over { (log(view)) }
        @else {
            div data-live=(of("live")) { (at_work(view)) }
            @if run.status != RunStatus::Stopping {
                form.actions method="post" action=(of("cancel")) { (csrf) button.danger type="submit" { "Cancel this run" } }
            }
            noscript { p.hint { "Reload the page to update the progress." } }
        }
        (facts(view))
    }
}

/// The result of a successful run and the next step.
fn outcome(view: &View, output: &str) -> Markup {
    let transform = &view.transform.id;
    let of = |part: &str| link(&["transforms", transform, part]);
    html! {
        section.card.next aria-label="Result" {
            @match view.run.kind() {
                RunKind::FindMatches => {
                    p { strong { "Matches found." } }
                    div.actions { a.button.primary href=(of("groups")) { "Review groups" } a.button href=(of("labels")) { "Label some records" } }
                }
                RunKind::Evaluation => { p { strong { "Quality measured." } } div.actions { a.button.primary href=(of("quality")) { "Show quality" } } }
                RunKind::LabelingSetGeneration => { p { strong { "Records to label are ready." } } div.actions { a.button.primary href=(of("labels")) { "Label them" } } }
                RunKind::ImportLabels => { p { strong { "Labels imported and transform retrained." } } div.actions { a.button.primary href=(link(&["transforms", transform])) { "Go to the transform" } } }
                _ => { p { strong { "Done." } } }
            }
        }
        @if !view.files.is_empty() {
            section.card {
                h2 { "Files" }
                ul { @for (number, file) in view.files.iter().enumerate() {
                    li { a href=(format!("{output}/{number}")) download { (shown(name_of(&file.uri))) } " (" (in_units(file.size_bytes)) ")" }
                } }
                p.hint { "Also at " code { (shown(&folder_of(&view.files))) } }
            }
        } @else if matches!(view.run.kind(), RunKind::FindMatches | RunKind::ExportLabels | RunKind::LabelingSetGeneration) {
            p.soft { "The output files no longer exist: a later run replaced them, or they were deleted." }
        }
    }
}

fn folder_of(files: &[ObjectInfo]) -> String {
    let first = files.first().map(|file| file.uri.to_string()).unwrap_or_default();
    first
        .rsplit_once('/')
        .map_or(first.clone(), |(folder, _)| format!("{folder}/"))
}

fn heading(run: &Run) -> Markup {
    html! { div.head { h1 { (title(run)) } (run_badge(run.status)) } }
}

/// The title of a run; a job that applies a transform is titled by what it does.
const fn title(run: &Run) -> &'static str {
    match run.kind() {
        RunKind::Job => kind_name(RunKind::FindMatches),
        kind => kind_name(kind),
    }
}

/// The part that changes while the run is running.
fn at_work(view: &View) -> Markup {
    html! {
        (heading(&view.run))
        section.card aria-label="Progress" {
            @match (&view.progress, view.run.status) {
                (_, RunStatus::Stopping) => p { "Stopping …" },
                (Some(progress), _) => (progress_bar(progress)),
                (None, RunStatus::Starting) => p { "Waiting for a worker …" },
                (None, _) => p { "Running …" },
            }
        }
        (log(view))
    }
}

fn progress_bar(progress: &ProgressView) -> Markup {
    let Some((now, before)) = progress.steps.split_last() else {
        return html! { p { "Starting …" } };
    };
    let done = progress.done as f64 / progress.total.max(1) as f64;
    html! {
        ol.steps { @for step in before { li.done { (step) } } li.now aria-current="step" { (now) } }
        @if progress.total > 0 {
            progress aria-label=(now) max="1" value=(format!("{done:.3}")) { (percent(done)) }
            p.hint { (count(progress.done)) " of " (count(progress.total)) }
        } @else {
            progress aria-label=(now) {}
        }
    }
}

fn log(view: &View) -> Markup {
    html! {
        section.card {
            h2 { "Log" }
            @if view.log.is_empty() { p.soft { "The log is empty." } }
            @else {
                div.log data-tail tabindex="0" role="log" aria-label="Log" {
                    @for event in &view.log { div { (clock(event.time)) "  " (shown(&event.message)) } }
                }
                @if view.log.len() == TAIL { p.hint { "Only the last " (TAIL) " lines are shown." } }
            }
        }
    }
}

fn facts(view: &View) -> Markup {
    let run = &view.run;
    html! {
        section.card {
            h2 { "About this run" }
            dl.facts {
                dt { "Id" } dd { code { (run.id) } }
                @if let Some(job_run) = view.job_run.as_ref().filter(|job_run| job_run.id != run.id) { dt { "Job run" } dd { code { (job_run.id) } } }
                dt { "Started" } dd { (moment(run.started_on)) }
                @if let Some(end) = run.completed_on { dt { "Ended" } dd { (moment(end)) } }
                @if run.status.is_final() { dt { "Duration" } dd { (duration(run.execution_millis)) } }
                @if run.attempt > 1 { dt { "Attempts" } dd { (run.attempt) } }
                @match &run.details {
                    RunDetails::ImportLabels { round: Some(_), .. } => { dt { "Labels from" } dd { "a labeling round" } }
                    RunDetails::LabelingSetGeneration { round: Some(_), .. } => { dt { "Chosen for" } dd { "a labeling round" } }
                    RunDetails::ImportLabels { input, replace, .. } => { dt { "Labels from" } dd { (shown(input)) @if *replace { " (replaced all existing labels)" } } }
                    RunDetails::ExportLabels { output } | RunDetails::LabelingSetGeneration { output, .. } => { dt { "Written to" } dd { (shown(output)) } }
                    RunDetails::FindMatches { job, .. } => { dt { "Job" } dd { (shown(job)) } }
                    RunDetails::Job(details) => { dt { "Job" } dd { (shown(&details.job)) } }
                    RunDetails::Evaluation | RunDetails::Crawl { .. } => {}
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use onefold_domain::Timestamp;

    use super::*;
    use crate::pages::words::samples;

    fn view(status: RunStatus) -> View {
        View {
            transform: samples::transform(),
            run: Run {
                status,
                ..samples::run()
            },
            job_run: None,
            log: vec![LogEvent {
                stream: "tsk-0001".to_owned(),
                sequence: 1,
                time: Timestamp(1_700_000_001_000),
                message: "read <script> records \u{202e}".to_owned(),
            }],
            progress: Some(ProgressView {
                steps: vec!["read", "compare"],
                done: 1200,
                total: 5000,
            }),
            files: Vec::new(),
        }
    }

    #[test]
    fn a_failed_run_says_what_is_wrong_as_text() {
        insta::assert_snapshot!(
            render(&view(RunStatus::Failed), "tsk-0001", &html! { "csrf" }).into_string()
        );
    }

    #[test]
    fn a_run_at_work_shows_its_progress_and_can_be_cancelled() {
        insta::assert_snapshot!(
            render(&view(RunStatus::Running), "tsk-0001", &html! { "csrf" }).into_string()
        );
    }

    #[test]
    fn names_of_files_cannot_break_out_of_a_header() {
        assert_eq!(plain("a\"; x=\"b\r\nc 名.csv"), "a_;_x=_b__c__.csv");
    }
}
