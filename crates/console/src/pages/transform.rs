//! One transform: the next step, its figures, its settings with their effect, and deleting it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::{Html, Redirect};
use maud::{Markup, html};
use onefold_domain::{
    Estimate, EstimatedFigure, EvaluationEntry, Run, StoredLabels, Transform, TransformStatus,
};
use onefold_report::text::{count, percent, shown};
use onefold_service::{ListRuns, MatchResult, Newer, PageRequest, Service, TransformChange};
use serde::Deserialize;

use super::preview::{Preview, shown_preview};
use super::runs::{Names, run_rows};
use super::words::{current_estimate, estimated, figures, moment, query, share, transform_badge};
use crate::charts::{Marks, precision_recall};
use crate::results::Grouped;
use crate::{Console, Failure, Page, Posted, Section, Visit, link};

/// Number of runs shown.
const RECENT_RUNS: usize = 5;
/// The tradeoff of a transform that does not set one.
const DEFAULT_TRADEOFF: f64 = 0.5;

/// Unsaved tradeoffs from the sliders.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Tried {
    precision_recall: String,
    accuracy_cost: String,
}

/// What the page shows.
struct View {
    transform: Transform,
    runs: Vec<Run>,
    result: Option<MatchResult>,
    /// What has changed since the result was made.
    newer: Option<Newer>,
    evaluation: Option<EvaluationEntry>,
    tried: Tried,
    /// What labels must still come until quality can be measured.
    need: Option<String>,
    /// What unsaved tradeoffs would change in the newest result.
    preview: Option<(Preview, Arc<Grouped>)>,
}

/// The page.
pub(crate) async fn show(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path(id): Path<String>,
    Query(tried): Query<Tried>,
) -> Result<Page, Failure> {
    let own = Arc::clone(&console);
    let view = console
        .ask(move |service| {
            let page = PageRequest {
                max_results: Some(RECENT_RUNS),
                token: None,
            };
            let transform = service.transform(&id)?;
            let result = service.latest_match_result(&id)?;
            Ok(View {
                newer: newer(service, &transform, result.as_ref())?,
                preview: preview(&own, service, &transform, &tried),
                need: needed(&service.stored_labels(&id)?.unwrap_or_default()),
                transform,
                runs: service.task_runs(&id, &ListRuns::default(), &page)?.items,
                result,
                evaluation: service.evaluations(&id, 1)?.pop(),
                tried,
            })
        })
        .await?;
    let body = render(&view, &visit.csrf_field());
    Ok(Page::new(Section::Transforms, &view.transform.name, body).below("Transforms", "/console/transforms"))
}

/// The effect of unsaved tradeoffs, for the sliders.
pub(crate) async fn effect(
    State(console): State<Arc<Console>>,
    Path(id): Path<String>,
    Query(tried): Query<Tried>,
) -> Result<Html<String>, Failure> {
    let own = Arc::clone(&console);
    let effect = console
        .ask(move |service| {
            let transform = service.transform(&id)?;
            let evaluation = service.evaluations(&id, 1)?.pop();
            let preview = preview(&own, service, &transform, &tried);
            Ok(shown_effect(
                &transform,
                evaluation.as_ref(),
                preview.as_ref(),
                &tried,
            ))
        })
        .await?;
    Ok(Html(effect.into_string()))
}

/// What has changed since a result was made, if anything has.
pub(super) fn newer(
    service: &Service,
    transform: &Transform,
    result: Option<&MatchResult>,
) -> Result<Option<Newer>, Failure> {
    let newer = result.map(|result| service.newer_than(transform, result));
    Ok(newer.transpose()?.flatten().filter(Newer::is_something))
}

/// Says what is newer than a result, with the button that brings it up to date; nothing if another run would give the same.
pub(super) fn stale(id: &str, newer: Option<&Newer>, csrf: &Markup) -> Markup {
    html! {
        @if let Some(newer) = newer.filter(|newer| newer.changes_matches()) {
            section.card.next aria-label="Newer than the result" {
                p { "Newer than this result: " (newer.to_string()) "." }
                form.actions method="post" action=(link(&["transforms", id, "matches"])) { (csrf) button.primary type="submit" { "Find matches again" } }
            }
        }
    }
}

/// What labels must still come until quality can be measured: two sets, a match and a non-match.
fn needed(labels: &StoredLabels) -> Option<String> {
    const LEAST_SETS: usize = 2;
    let mut sets: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in &labels.rows {
        if let Some(label) = &row.label {
            sets.entry(&row.set).or_default().push(label);
        }
    }
    sets.retain(|_, labels| labels.len() > 1);
    let distinct = |labels: &Vec<&str>| labels.iter().collect::<BTreeSet<_>>().len();
    let has_match = sets.values().any(|labels| distinct(labels) < labels.len());
    let has_other = sets.values().any(|labels| distinct(labels) > 1);
    let until = "until quality can be measured";
    match LEAST_SETS.saturating_sub(sets.len()) {
        0 if !has_match => Some(format!(
            "Label records that match {until}; so far all labels say that records differ."
        )),
        0 if !has_other => Some(format!(
            "Label records that do not match {until}; so far all labels say that records match."
        )),
        0 => None,
        1 => Some(format!("1 more labeled set {until}.")),
        more => Some(format!("{more} more labeled sets {until}.")),
    }
}

/// What an unsaved tradeoff would change in the newest result, if it kept its scores; nothing for the saved one.
fn preview(
    console: &Console,
    service: &Service,
    transform: &Transform,
    tried: &Tried,
) -> Option<(Preview, Arc<Grouped>)> {
    let saved = value_of("", transform.settings.precision_recall);
    let wanted = value_of(&tried.precision_recall, transform.settings.precision_recall);
    if (wanted - saved).abs() < 1e-9 {
        return None;
    }
    let inspector = console.inspector.as_ref();
    // A result that is too large for the console has no preview.
    let result = console.results.latest(service, inspector, &transform.id).ok()??;
    let is_learned = transform.status == TransformStatus::Ready;
    let preview = Preview::of(&result, inspector, saved, wanted, is_learned)?;
    Some((preview, result))
}

/// The same without JavaScript: redirects to the page with the unsaved values in its address.
pub(crate) async fn try_out(Path(id): Path<String>, posted: Posted) -> Redirect {
    let tried = query(&[
        ("precision_recall", posted.text("precision_recall")),
        ("accuracy_cost", posted.text("accuracy_cost")),
    ]);
    Redirect::to(&format!("{}{tried}#tradeoffs", link(&["transforms", &id])))
}

/// Saves the tradeoffs.
pub(crate) async fn save(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Redirect, Failure> {
    let precision_recall = tradeoff("precision or recall", posted.text("precision_recall"))?;
    let accuracy_cost = tradeoff("accuracy or cost", posted.text("accuracy_cost"))?;
    let enforce_labels = !posted.text("enforce_labels").is_empty();
    let address = link(&["transforms", &id]);
    console
        .ask(move |service| {
            let mut settings = service.transform(&id)?.settings;
            settings.precision_recall = Some(precision_recall);
            settings.accuracy_cost = Some(accuracy_cost);
            if enforce_labels || settings.enforce_labels.is_some() {
                settings.enforce_labels = Some(enforce_labels);
            }
            let change = TransformChange {
                settings: Some(settings),
                ..TransformChange::default()
            };
            Ok(service.update_transform(&id, &change)?)
        })
        .await?;
    visit.session().tell("saved; the next run uses it");
    Ok(Redirect::to(&address))
}

/// Starts a match run, with or without labels.
pub(crate) async fn find_matches(
    State(console): State<Arc<Console>>,
    Path(id): Path<String>,
    _posted: Posted,
) -> Result<Redirect, Failure> {
    let run = console
        .ask({
            let id = id.clone();
            move |service| Ok(service.start_matching(&id)?)
        })
        .await?;
    Ok(Redirect::to(&link(&["transforms", &id, "runs", &run])))
}

/// Starts an evaluation.
pub(crate) async fn evaluate(
    State(console): State<Arc<Console>>,
    Path(id): Path<String>,
    _posted: Posted,
) -> Result<Redirect, Failure> {
    let run = console
        .ask({
            let id = id.clone();
            move |service| Ok(service.start_evaluation(&id)?)
        })
        .await?;
    Ok(Redirect::to(&link(&["transforms", &id, "runs", &run])))
}

/// Asks for confirmation before deleting.
pub(crate) async fn confirm_delete(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Page, Failure> {
    let transform = console.ask(move |service| Ok(service.transform(&id)?)).await?;
    let body = render_delete(&transform, &visit.csrf_field());
    Ok(Page::new(Section::Transforms, "Delete", body)
        .below("Transforms", "/console/transforms")
        .below(&transform.name, &link(&["transforms", &transform.id])))
}

/// Deletes it.
pub(crate) async fn delete(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path(id): Path<String>,
    _posted: Posted,
) -> Result<Redirect, Failure> {
    console
        .ask(move |service| Ok(service.delete_transform(&id)?))
        .await?;
    visit
        .session()
        .tell("the transform was deleted, with its labels, model and runs");
    Ok(Redirect::to("/console/transforms"))
}

fn tradeoff(name: &str, text: &str) -> Result<f64, Failure> {
    let value = text.parse().ok().filter(|value| (0.0..=1.0).contains(value));
    value.ok_or_else(|| {
        Failure::invalid(format!(
            "the setting {name} must be a number from 0 to 1, not {text:?}"
        ))
    })
}

fn render(view: &View, csrf: &Markup) -> Markup {
    let transform = &view.transform;
    let of = |part: &str| link(&["transforms", &transform.id, part]);
    let is_stale = view.newer.as_ref().is_some_and(Newer::changes_matches);
    let estimate = current_estimate(transform);
    let estimated = |figure: fn(&Estimate) -> EstimatedFigure| {
        let own = estimate.as_ref();
        own.map_or_else(|| "–".to_owned(), |own| estimated(figure(own)))
    };
    html! {
        div.head {
            h1 { (shown(&transform.name)) }
            (transform_badge(transform.status))
        }
        @if let Some(description) = &transform.description { p.lead { (shown(description)) } }
        @if transform.status == TransformStatus::Deleting {
            p.trouble { "This transform will be deleted once its runs have stopped." }
        } @else if is_stale { (stale(&transform.id, view.newer.as_ref(), csrf)) }
        @else { (next_step(view, csrf)) }
        (figures(&[
            ("labels", count(transform.label_count)),
            ("estimated precision", estimated(|estimate| estimate.precision)),
            ("estimated recall", estimated(|estimate| estimate.recall)),
            ("estimated F1", estimated(|estimate| estimate.f1)),
        ]))
        @if let Some(newer) = view.newer.as_ref().filter(|_| !is_stale) {
            p.hint { "Newer than the last result: " (newer.to_string()) "." }
        }
        nav.actions aria-label="Actions" {
            @if view.result.is_some() {
                a.button href=(of("groups")) { "Review groups" }
                @if transform.status != TransformStatus::Deleting {
                    form method="post" action=(of("matches")) { (csrf) button type="submit" { "Find matches again" } }
                }
            }
            a.button href=(of("labeling")) { "Label" }
            @if transform.status == TransformStatus::Ready && view.need.is_none() {
                form method="post" action=(of("evaluations")) { (csrf) button type="submit" { "Measure quality" } }
            }
            @if view.evaluation.is_some() { a.button href=(of("quality")) { "View quality" } }
        }
        section.card #tradeoffs { h2 { "Settings" } div.grid {
            (settings_form(view, csrf))
            div #effect aria-live="polite" { (shown_effect(transform, view.evaluation.as_ref(), view.preview.as_ref(), &view.tried)) }
        } }
        section.card {
            div.head { h2 { "Task runs" } a href=(of("runs")) { "All task runs" } }
            @if view.runs.is_empty() { p.soft { "No task runs yet." } } @else { (run_rows(&view.runs, &Names::new())) }
        }
        div.grid { (facts(transform)) (schema(transform)) }
        p.actions { a.button.danger href=(of("delete")) { "Delete this transform" } }
    }
}

/// The most useful next step.
fn next_step(view: &View, csrf: &Markup) -> Markup {
    let transform = &view.transform;
    let of = |part: &str| link(&["transforms", &transform.id, part]);
    let send = |address: String, name: &str| {
        html! { form method="post" action=(address) { (csrf) button.primary type="submit" { (name) } } }
    };
    let (text, action) = match (&view.result, transform.status) {
        (None, TransformStatus::NotReady) => (
            "Find matches. You need no labels for this. Then review the groups and correct mistakes.",
            send(of("matches"), "Find matches"),
        ),
        (None, _) => (
            "Find matches with the model learned from your labels.",
            send(of("matches"), "Find matches"),
        ),
        (Some(_), TransformStatus::NotReady) => (
            "Review the groups, and label some records to improve them.",
            html! { a.button.primary href=(of("groups")) { "Review groups" } a.button href=(of("labeling")) { "Label some records" } },
        ),
        (Some(_), _) if view.evaluation.is_none() && view.need.is_some() => (
            view.need.as_deref().unwrap_or_default(),
            html! { a.button.primary href=(of("labeling")) { "Label some records" } a.button href=(of("groups")) { "Review groups" } },
        ),
        (Some(_), _) if view.evaluation.is_none() => (
            "Measure how good the model learned from your labels is.",
            send(of("evaluations"), "Measure quality"),
        ),
        (Some(_), _) => (
            "Review the most doubtful groups, or label another round.",
            html! { a.button.primary href=(of("groups")) { "Review groups" } a.button href=(of("labeling")) { "Label some records" } },
        ),
    };
    html! { section.card.next aria-label="Next step" { p { strong { "Next: " } (text) } div.actions { (action) } } }
}

fn settings_form(view: &View, csrf: &Markup) -> Markup {
    let transform = &view.transform;
    let of = |part: &str| link(&["transforms", &transform.id, part]);
    let settings = &transform.settings;
    let precision = value_of(&view.tried.precision_recall, settings.precision_recall);
    let accuracy = value_of(&view.tried.accuracy_cost, settings.accuracy_cost);
    html! {
        form method="post" action=(of("settings")) data-preview="effect" data-preview-from=(of("effect")) {
            (csrf)
            (slider("precision_recall", "Precision or recall", precision, ("find more matches", "fewer false matches")))
            (slider("accuracy_cost", "Accuracy or cost", accuracy, ("faster", "more accurate: compares more pairs")))
            div.choice {
                label for="enforce_labels" {
                    input #enforce_labels type="checkbox" name="enforce_labels" value="yes" checked[settings.enforce_labels == Some(true)];
                    "Always follow my labels"
                }
            }
            div.actions {
                button.primary type="submit" { "Save" }
                button type="submit" formaction=(of("effect")) data-without-script { "Preview" }
            }
        }
    }
}

fn slider(name: &str, label: &str, value: f64, ends: (&str, &str)) -> Markup {
    html! {
        div.slider {
            label for=(name) { (label) }
            output for=(name) { (format!("{value:.2}")) }
            input id=(name) type="range" name=(name) min="0" max="1" step="0.01" value=(format!("{value:.2}"))
                aria-describedby=(format!("{name}-ends"));
            span.ends id=(format!("{name}-ends")) { span { (ends.0) } span { (ends.1) } }
        }
    }
}

/// The unsaved value, or the saved one, or the default.
fn value_of(tried: &str, saved: Option<f64>) -> f64 {
    let tried = tried.parse().ok().filter(|value| (0.0..=1.0).contains(value));
    tried.or(saved).unwrap_or(DEFAULT_TRADEOFF)
}

fn shown_effect(
    transform: &Transform,
    evaluation: Option<&EvaluationEntry>,
    preview: Option<&(Preview, Arc<Grouped>)>,
    tried: &Tried,
) -> Markup {
    html! {
        @if let Some((preview, result)) = preview { (shown_preview(preview, result)) }
        @match evaluation {
            Some(entry) => (measured_effect(transform, entry, tried)),
            None if preview.is_none() => p.soft { "Move the upper slider to see which groups would change. After you measure quality, a chart shows precision and recall too." },
            None => {}
        }
    }
}

fn measured_effect(transform: &Transform, entry: &EvaluationEntry, tried: &Tried) -> Markup {
    let evaluation = &entry.evaluation;
    let saved = value_of("", transform.settings.precision_recall);
    let wanted = value_of(&tried.precision_recall, transform.settings.precision_recall);
    let is_tried = (wanted - saved).abs() > 1e-9;
    let point = evaluation.at_tradeoff(wanted);
    let marks = Marks {
        saved: Some(evaluation.at_tradeoff(saved)),
        tried: Some(point).filter(|_| is_tried),
    };
    html! {
        p {
            @if is_tried { strong { "If you save: " } } @else { strong { "Saved settings: " } }
            b { (percent(point.precision)) } " of predicted matches are right; "
            b { (percent(point.recall)) } " of true matches are found. Pairs scoring "
            (format!("{:.3}", point.threshold)) " or more count as matches."
        }
        (precision_recall(&evaluation.curve, marks))
        @if is_tried { p.hint { "The gray ring is the saved setting, the other ring is the new one." } }
        p.hint { "Based on labels from " (moment(entry.time)) "; each set is scored by a model that has not seen it. "
            (share(evaluation.candidate_recall)) " of the labeled matches are candidate pairs; “Accuracy or cost” sets how many pairs are compared." }
    }
}

fn facts(transform: &Transform) -> Markup {
    let settings = &transform.settings;
    let capacity = &transform.capacity;
    html! {
        section.card {
            h2 { "Parameters" }
            dl.facts {
                dt { "Id" } dd { code { (transform.id) } }
                dt { "Table" } dd { (shown(&transform.input.database)) "." (shown(&transform.input.table)) }
                dt { "Record ID" } dd { (settings.primary_key.as_deref().map(shown).unwrap_or_default()) }
                dt { "Created" } dd { (moment(transform.created_on)) }
                dt { "Changed" } dd { (moment(transform.modified_on)) }
                dt { "Role" } dd { (shown(&transform.role)) }
                dt { "Glue version" } dd { (shown(&transform.glue_version)) }
                dt { "Capacity" } dd {
                    @if let Some(units) = capacity.max_capacity { (units) " units" }
                    @if let (Some(kind), Some(workers)) = (&capacity.worker_type, capacity.workers) { (workers) " × " (shown(kind)) }
                }
                dt { "Timeout" } dd { (transform.timeout_minutes) " minutes" }
                dt { "Retries" } dd { (transform.max_retries) }
                dt { "Encryption" } dd { (transform.encryption_key().map_or_else(|| "none".to_owned(), |key| format!("with {}", shown(key)))) }
            }
        }
    }
}

fn schema(transform: &Transform) -> Markup {
    html! {
        section.card {
            div.head { h2 { "Columns" } a href=(link(&["transforms", &transform.id, "columns"])) { "What they are taken for" } }
            div.scroll tabindex="0" role="region" aria-label="Columns" { table {
                thead { tr { th scope="col" { "Column" } th scope="col" { "Type" } } }
                tbody { @for column in &transform.schema { tr {
                    th scope="row" { (shown(&column.name)) } td { (shown(&column.data_type)) }
                } } }
            } }
        }
    }
}

fn render_delete(transform: &Transform, csrf: &Markup) -> Markup {
    html! {
        section.card {
            h1 { "Delete " (shown(&transform.name)) "?" }
            p { "The transform, its " (count(transform.label_count)) " labels, its model, its task runs and their logs will be permanently deleted. "
                "The table and the results are kept." }
            form.actions method="post" action=(link(&["transforms", &transform.id, "delete"])) {
                (csrf)
                button.danger type="submit" { "Delete" }
                a.button href=(link(&["transforms", &transform.id])) { "Cancel" }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::words::samples;

    fn view() -> View {
        View {
            transform: samples::transform(),
            runs: vec![samples::run()],
            newer: None,
            result: None,
            evaluation: Some(samples::evaluation()),
            tried: Tried {
                precision_recall: "0.95".to_owned(),
                accuracy_cost: "\"><script>".to_owned(),
            },
            need: None,
            preview: None,
        }
    }

    #[test]
    fn a_transform_shows_what_tried_tradeoffs_would_do() {
        let text = render(&view(), &html! { "csrf" }).into_string();
        assert!(text.contains("If you save") && !text.contains("<script>"));
        insta::assert_snapshot!(text);
    }

    #[test]
    fn a_transform_that_was_not_measured_says_what_comes_next() {
        let mut view = view();
        view.evaluation = None;
        view.transform.status = TransformStatus::NotReady;
        let text = render(&view, &html! { "csrf" }).into_string();
        assert!(text.contains("You need no labels for this") && !text.contains("Measure quality"));
    }

    #[test]
    fn the_next_step_says_what_is_needed() {
        let labels = |rows: &[(&str, &str)]| StoredLabels {
            columns: vec!["id".to_owned()],
            rows: rows
                .iter()
                .map(|(set, label)| onefold_domain::StoredLabel {
                    set: (*set).to_owned(),
                    label: Some((*label).to_owned()),
                    values: Vec::new(),
                })
                .collect(),
        };
        let told = |rows| needed(&labels(rows)).unwrap_or_default();
        assert!(told(&[]).starts_with("2 more labeled sets"));
        assert!(told(&[("1", "a"), ("1", "a"), ("2", "b")]).starts_with("1 more labeled set "));
        assert!(told(&[("1", "a"), ("1", "a"), ("2", "b"), ("2", "b")]).contains("do not match"));
        assert!(told(&[("1", "a"), ("1", "c"), ("2", "b"), ("2", "d")]).contains("records that match"));
        assert_eq!(told(&[("1", "a"), ("1", "a"), ("2", "b"), ("2", "c")]), "");
    }

    #[test]
    fn deleting_asks_first() {
        insta::assert_snapshot!(render_delete(&samples::transform(), &html! { "csrf" }).into_string());
    }

    #[test]
    fn tradeoffs_outside_of_their_range_are_refused() {
        for text in ["", "x", "-0.1", "1.01", "NaN", "inf"] {
            assert!(tradeoff("precision or recall", text).is_err(), "{text}");
        }
        assert!(tradeoff("precision or recall", "0.35").is_ok());
    }
}
