//! Labeling: one set on the screen, its records as rows (two of them side by side, cards on a phone), labeled by keyboard,
//! with one click or one tap for each answer.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{Redirect, Response};
use maud::{Markup, html};
use onefold_domain::{Act, Judgement, Mark, RoundSet, Run, SetState, SetSummary, Transform};
use onefold_report::text::{count, percent, shown};
use onefold_service::{Error, RoundOutcome, RoundStage, RoundView, Service};

use super::words::{column as column_name, duration, figures, moment, run_badge};
use crate::contrast::{Contrast, key_column, order};
use crate::live::{OFTEN, Part, parts};
use crate::{Console, Failure, Page, Posted, Section, Visit, link};

/// Default number of sets in a round.
const SETS: u32 = 10;
/// Default number of records in a set.
const RECORDS: u32 = 6;
/// Number of groups in a set, one per digit key.
const MOST_GROUPS: u32 = 9;
/// Largest number of records in a set.
const MOST_RECORDS: usize = 1000;
/// Number of actions in the history.
const SHOWN_ACTS: usize = 12;

/// What the page shows.
struct View {
    transform: Transform,
    round: Option<RoundView>,
    /// The set assigned to this person.
    set: Option<RoundSet>,
    /// Number of open sets that are assigned to nobody.
    free: usize,
    outcome: Option<RoundOutcome>,
    /// The person viewing the page.
    person: String,
}

/// The page.
pub(crate) async fn show(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Page, Failure> {
    let person = visit.session().person().to_owned();
    let view = console.ask(move |service| read(service, &id, person)).await?;
    let body = render(&view, &visit.csrf_field());
    Ok(Page::new(Section::Transforms, "Labeling", body)
        .wide()
        .below("Transforms", "/console/transforms")
        .below(&view.transform.name, &link(&["transforms", &view.transform.id])))
}

/// The live part: progress while sets are chosen and while the transform learns.
pub(crate) async fn live(State(console): State<Arc<Console>>, Path(id): Path<String>) -> Response {
    parts(&console, OFTEN, move |service| {
        let stage = service.latest_round(&id)?.map(|round| round.stage);
        let waiting = match &stage {
            Some(RoundStage::Choosing(run) | RoundStage::Learning(run)) => Some(waiting(&id, run)),
            _ => None,
        };
        Ok(Part {
            is_last: waiting.is_none(),
            markup: waiting.unwrap_or_default(),
        })
    })
}

/// Starts a round.
pub(crate) async fn start(
    State(console): State<Arc<Console>>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Redirect, Failure> {
    let sets = number(&posted, "sets", SETS)?;
    let records = number(&posted, "records", RECORDS)?;
    let address = address(&id);
    console
        .ask(move |service| Ok(service.start_round(&id, sets, records)?))
        .await?;
    Ok(Redirect::to(&address))
}

/// Assigns the next set to this person.
pub(crate) async fn next(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path(id): Path<String>,
    _posted: Posted,
) -> Result<Redirect, Failure> {
    act(&console, &visit, id, |_, _, _| Ok(())).await
}

/// Saves the answer for a set.
pub(crate) async fn judge(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Redirect, Failure> {
    let seen = seen(&posted)?;
    let Some(marks) = marks(&posted)? else {
        visit
            .session()
            .tell("nothing was saved: answer for at least one record, or press “All different”");
        return Ok(Redirect::to(&address(&id)));
    };
    act(&console, &visit, id, move |service, id, who| {
        service.judge_set(id, who, seen, marks)
    })
    .await
}

/// Skips a set.
pub(crate) async fn skip(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Redirect, Failure> {
    let seen = seen(&posted)?;
    act(&console, &visit, id, move |service, id, who| {
        service.skip_set(id, who, seen)
    })
    .await
}

/// Undoes the last action of this person.
pub(crate) async fn undo(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path(id): Path<String>,
    _posted: Posted,
) -> Result<Redirect, Failure> {
    act(&console, &visit, id, |service, id, who| {
        service.undo(id, who).map(drop)
    })
    .await
}

/// Finishes the round: the transform learns from it.
pub(crate) async fn finish(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path(id): Path<String>,
    _posted: Posted,
) -> Result<Redirect, Failure> {
    let address = address(&id);
    let run = console.ask(move |service| Ok(service.finish_round(&id)?)).await?;
    if run.is_none() {
        visit
            .session()
            .tell("you labeled nothing in this round, so there is nothing to learn");
    }
    Ok(Redirect::to(&address))
}

/// Changes a set and assigns the next one. If somebody else was faster, a message says so.
async fn act(
    console: &Console,
    visit: &Visit,
    id: String,
    what: impl FnOnce(&Service, &str, &str) -> Result<(), Error> + Send + 'static,
) -> Result<Redirect, Failure> {
    let address = address(&id);
    let who = visit.session().person().to_owned();
    let conflict = console
        .ask(move |service| match what(service, &id, &who) {
            // The page then shows the next set.
            Ok(()) => Ok(service.next_set(&id, &who).map(|_| None)?),
            Err(Error::ConcurrentModification(text)) => Ok(Some(text)),
            Err(other) => Err(other.into()),
        })
        .await?;
    if let Some(text) = conflict {
        visit.session().tell(text);
    }
    Ok(Redirect::to(&address))
}

fn read(service: &Service, id: &str, person: String) -> Result<View, Failure> {
    let transform = service.transform(id)?;
    let round = service.latest_round(id)?;
    let stage = round.as_ref().map(|round| &round.stage);
    let set = match stage {
        Some(RoundStage::Labeling) => service.held_set(id, &person)?,
        _ => None,
    };
    let now = service.now();
    let is_free =
        |set: &&SetSummary| set.state == SetState::Open && set.held_until.is_none_or(|until| until <= now);
    let free = round
        .as_ref()
        .map_or(0, |round| round.sets.iter().filter(is_free).count());
    let outcome = match (&round, stage) {
        (Some(round), Some(RoundStage::Finished)) => Some(service.round_outcome(&round.round)?),
        _ => None,
    };
    Ok(View {
        transform,
        round,
        set,
        free,
        outcome,
        person,
    })
}

fn address(id: &str) -> String {
    link(&["transforms", id, "labeling"])
}

fn number(posted: &Posted, name: &str, default: u32) -> Result<u32, Failure> {
    posted.given(name).map_or(Ok(default), |text| {
        text.parse()
            .map_err(|_| Failure::invalid(format!("{name} must be a whole number, not {text:?}")))
    })
}

/// The number and version of the set that a form belongs to.
fn seen(posted: &Posted) -> Result<(u32, u64), Failure> {
    let broken = || Failure::invalid("the form does not name its set; reload the page and try again");
    let number = posted.text("number").parse().map_err(|_| broken())?;
    let version = posted.text("version").parse().map_err(|_| broken())?;
    Ok((number, version))
}

/// The answer for each record; `None` if there is none at all. A record without an answer matches none of the others.
fn marks(posted: &Posted) -> Result<Option<Vec<Mark>>, Failure> {
    let records = posted
        .text("records")
        .parse::<usize>()
        .ok()
        .filter(|records| (2..=MOST_RECORDS).contains(records))
        .ok_or_else(|| {
            Failure::invalid("the form does not say how many records the set has; reload the page")
        })?;
    match posted.text("verdict") {
        "same" => return Ok(Some(vec![Mark::Group(1); records])),
        "different" => return Ok(Some(vec![Mark::Alone; records])),
        "unknown" => return Ok(Some(vec![Mark::Unknown; records])),
        _ => {}
    }
    let mark = |at: usize| match posted.text(&format!("mark-{at}")) {
        "" => Ok(None),
        "alone" => Ok(Some(Mark::Alone)),
        "unknown" => Ok(Some(Mark::Unknown)),
        text => match text.parse() {
            Ok(group) if (1..=MOST_GROUPS).contains(&group) => Ok(Some(Mark::Group(group))),
            _ => Err(Failure::invalid(format!(
                "{text:?} is not a valid answer; use a number from 1 to {MOST_GROUPS}, alone or unknown"
            ))),
        },
    };
    let marks: Vec<Option<Mark>> = (0..records).map(mark).collect::<Result<_, _>>()?;
    let is_answered = marks.iter().any(Option::is_some);
    Ok(is_answered.then(|| {
        marks
            .into_iter()
            .map(|mark| mark.unwrap_or(Mark::Alone))
            .collect()
    }))
}

fn render(view: &View, csrf: &Markup) -> Markup {
    html! {
        div.head {
            h1 { "Labeling " (shown(&view.transform.name)) }
            a href=(link(&["transforms", &view.transform.id, "labels"])) { "Import and export labels" }
        }
        @match &view.round {
            None => (begin(view, csrf)),
            Some(round) => @match &round.stage {
                RoundStage::Choosing(run) | RoundStage::Learning(run) => {
                    div data-live=(format!("{}/live", address(&view.transform.id))) { (waiting(&view.transform.id, run)) }
                },
                RoundStage::Labeling => (labeling(view, round, csrf)),
                RoundStage::Finished => { (finished(view, round)) (begin(view, csrf)) },
                RoundStage::Failed(run, reason) => (failed(view, round, run, reason, csrf)),
            },
        }
    }
}

fn begin(view: &View, csrf: &Markup) -> Markup {
    html! {
        section.card {
            h2 { @if view.round.is_some() { "Another round" } @else { "How it works" } }
            p { "Onefold shows you small sets of records that it is unsure about. You mark which of them refer to the same thing. Every answer is saved at once. After each round the transform learns from all answers." }
            form.filters method="post" action=(address(&view.transform.id)) data-busy="Choosing records …" {
                (csrf)
                div.field { label for="sets" { "Sets" } input #sets type="number" name="sets" min="1" max="200" value=(SETS); }
                div.field { label for="records" { "Records per set" } input #records type="number" name="records" min="2" max="20" value=(RECORDS); }
                button.primary type="submit" { "Start a round" }
            }
        }
    }
}

/// Shown while a run is in progress.
fn waiting(id: &str, run: &Run) -> Markup {
    let is_learning = matches!(run.details, onefold_domain::RunDetails::ImportLabels { .. });
    html! {
        section.card aria-label="Progress" {
            p.lead {
                @if is_learning { "Learning from your answers …" } @else { "Choosing the most useful records to label …" }
            }
            p { (run_badge(run.status)) " started " (moment(run.started_on)) }
            p.hint { "Without JavaScript, reload this page after a moment. " a href=(link(&["transforms", id, "runs", &run.id])) { "Show progress" } }
        }
    }
}

fn labeling(view: &View, round: &RoundView, csrf: &Markup) -> Markup {
    html! {
        (bar(round))
        @match &view.set {
            Some(set) => (one_set(view, round, set, csrf)),
            None if view.free > 0 => section.card {
                // JavaScript sends this form at once. A GET request must not assign a set.
                form method="post" action=(format!("{}/next", address(&view.transform.id))) data-send-now {
                    (csrf)
                    p.lead { (count(view.free as u64)) " sets are left to label." }
                    button.primary type="submit" { "Show the next set" }
                }
            },
            None => section.card {
                @let open = round.count(SetState::Open);
                @if open == 0 { p.lead { "All sets of this round are done." } }
                @else { p.lead { "Other people are labeling the last " (count(open as u64)) " sets. You get them if nobody answers within ten minutes." } }
            },
        }
        div.actions.after {
            (button_form(view, "finish", if round.count(SetState::Open) == 0 { "primary" } else { "" }, "Finish and retrain", csrf, None))
            @if view.set.is_none() && has_acts(view, round) { (button_form(view, "undo", "", "Undo the last answer", csrf, Some("undo"))) }
        }
        (progress(round))
        (history(view, round))
    }
}

/// How far the round is, in one line.
fn bar(round: &RoundView) -> Markup {
    let all = round.sets.len();
    let done = all - round.count(SetState::Open);
    html! {
        div.bar-line {
            progress.round aria-label="Sets done" max=(all) value=(done) { (done) " of " (all) }
            span.soft { (done) " of " (all) " sets done" }
        }
    }
}

fn progress(round: &RoundView) -> Markup {
    let all = round.sets.len();
    let done = all - round.count(SetState::Open);
    // A sum of nothing is -0.0.
    let mended = round.expected_errors(SetState::Judged) + 0.0;
    let open = round.expected_errors(SetState::Open) + 0.0;
    html! {
        (figures(&[
            ("round", count(round.ordinal.into())),
            ("sets done", format!("{done} of {all}")),
            ("median time per set", round.median_millis.map_or_else(|| "–".to_owned(), duration)),
            ("expected corrections so far", format!("{mended:.1}")),
            ("left in this round", format!("{open:.1}")),
        ]))
    }
}

fn one_set(view: &View, round: &RoundView, set: &RoundSet, csrf: &Markup) -> Markup {
    let summary = &set.summary;
    let records = set.content.records.len();
    let key = key_column(
        &set.content.columns,
        view.transform.settings.primary_key.as_deref(),
    );
    let chosen =
        |mark: Mark| (!set.marks.is_empty() && set.marks.iter().all(|own| *own == mark)).then_some("true");
    html! {
        section.card.labeling aria-label=(format!("Set {}", summary.number)) {
            div.head {
                h2 { "Set " (summary.number) }
                span.soft { @if records == 2 { "Do these two refer to the same thing?" } @else { "Give records of the same thing the same number." } }
            }
            form method="post" action=(format!("{}/judge", address(&view.transform.id))) data-labeling[records != 2] data-pair[records == 2] {
                (csrf)
                input type="hidden" name="number" value=(summary.number);
                input type="hidden" name="version" value=(summary.version);
                input type="hidden" name="records" value=(records);
                @if records == 2 { (side_by_side(set, key)) } @else { (as_rows(set, key)) }
                p.ask data-ask hidden role="alert" {
                    @if records == 2 { "Choose an answer first: match, no match or not sure." }
                    @else { "You have not answered yet. If none of these records match, press “All different”." }
                }
                div.dock {
                    @if records == 2 {
                        button.primary type="submit" name="verdict" value="same" data-key="1" aria-pressed=[chosen(Mark::Group(1))] { "Match" }
                        button.primary type="submit" name="verdict" value="different" data-key="0" aria-pressed=[chosen(Mark::Alone)] { "No match" }
                        button type="submit" name="verdict" value="unknown" data-key="x" aria-pressed=[chosen(Mark::Unknown)] { "Not sure" }
                    } @else {
                        button.primary type="submit" data-confirm { "Save" span.only-wide { " and continue" } }
                        button type="submit" name="verdict" value="different" data-key="d" { "All different" }
                    }
                    button.quiet type="submit" form="skip" { "Skip" }
                    @if has_acts(view, round) { button.quiet type="submit" form="undo" { "Undo" } }
                }
            }
            (button_form(view, "skip", "", "", csrf, Some("skip")).seen(set))
            @if has_acts(view, round) { (button_form(view, "undo", "", "", csrf, Some("undo"))) }
            p.hint.keys {
                @if records == 2 { "Keys: " kbd { "1" } " match · " kbd { "0" } " no match · " kbd { "x" } " not sure · " kbd { "u" } " undo · " kbd { "s" } " skip" }
                @else { "Keys: " kbd { "1" } "–" kbd { "9" } " same number, same thing · " kbd { "0" } " no match here · " kbd { "x" } " not sure · "
                    kbd { "d" } " all different · arrows move · " kbd { "Enter" } " save · " kbd { "u" } " undo · " kbd { "s" } " skip" }
            }
        }
    }
}

/// A form with one button.
struct ButtonForm<'a> {
    action: String,
    class: &'a str,
    text: &'a str,
    csrf: &'a Markup,
    key: Option<&'a str>,
    seen: Option<(u32, u64)>,
}

fn button_form<'a>(
    view: &View,
    action: &str,
    class: &'a str,
    text: &'a str,
    csrf: &'a Markup,
    key: Option<&'a str>,
) -> ButtonForm<'a> {
    ButtonForm {
        action: format!("{}/{action}", address(&view.transform.id)),
        class,
        text,
        csrf,
        key,
        seen: None,
    }
}

impl ButtonForm<'_> {
    /// Adds the set that the form belongs to.
    fn seen(mut self, set: &RoundSet) -> Self {
        self.seen = Some((set.summary.number, set.summary.version));
        self
    }
}

impl maud::Render for ButtonForm<'_> {
    fn render(&self) -> Markup {
        html! {
            form.inline method="post" action=(self.action) id=[self.key] data-key=[self.key.and_then(|key| key.get(..1))] {
                (self.csrf)
                @if let Some((number, version)) = self.seen {
                    input type="hidden" name="number" value=(number);
                    input type="hidden" name="version" value=(version);
                }
                // Without text, the button is elsewhere on the page.
                @if !self.text.is_empty() { button class=(self.class) type="submit" { (self.text) } }
            }
        }
    }
}

fn as_rows(set: &RoundSet, key: Option<usize>) -> Markup {
    let content = &set.content;
    let contrasts = contrasts(set, Contrast::of_several);
    let order = order(&contrasts, key);
    html! {
        div.scroll.cards tabindex="0" role="region" aria-label="Records of the set" { table {
            thead { tr { th.answer scope="col" { "Your answer" } @for &column in &order { th scope="col" { (column_name(&content.columns[column])) } } } }
            tbody { @for (at, values) in content.records.iter().enumerate() { tr data-record {
                td.answer { (answers(set, at)) }
                @for &column in &order {
                    @let value = values.get(column).map_or("", String::as_str);
                    td data-name=(shown(&content.columns[column])) .blank[value.trim().is_empty()] { (contrasts[column].marked(at, value)) }
                }
            } } }
        } }
        (left_out(content.columns.len() - order.len()))
    }
}

fn side_by_side(set: &RoundSet, key: Option<usize>) -> Markup {
    let content = &set.content;
    let contrasts = contrasts(set, |values| Contrast::of_one(values, |_, _| None));
    let order = order(&contrasts, key);
    html! {
        div.scroll.sides tabindex="0" role="region" aria-label="The two records" { table.pair {
            thead { tr { th scope="col" { "Column" } @for at in 1..=2 { th scope="col" { "Record " (at) } } } }
            tbody { @for &column in &order { tr {
                th scope="row" { (column_name(&content.columns[column])) }
                @for (at, values) in content.records.iter().enumerate() {
                    @let value = values.get(column).map_or("", String::as_str);
                    td { @if Some(column) == key { (shown(value)) } @else { (contrasts[column].marked(at, value)) } }
                }
            } } }
        } }
        (left_out(content.columns.len() - order.len()))
    }
}

/// Says that columns without any value are not shown; nothing if there are none.
pub(super) fn left_out(columns: usize) -> Markup {
    html! {
        @if columns == 1 { p.hint { "One column is empty in all of these records and not shown." } }
        @else if columns > 1 { p.hint { (columns) " columns are empty in all of these records and not shown." } }
    }
}

fn contrasts(set: &RoundSet, of: impl Fn(&[(&str, Option<u32>)]) -> Contrast) -> Vec<Contrast> {
    let content = &set.content;
    let values_of = |column: usize| -> Vec<(&str, Option<u32>)> {
        let records = content.records.iter();
        records
            .map(|values| (values.get(column).map_or("", String::as_str), None))
            .collect()
    };
    (0..content.columns.len())
        .map(|column| of(&values_of(column)))
        .collect()
}

/// The answers for one record, one of which can be chosen.
fn answers(set: &RoundSet, at: usize) -> Markup {
    let records = set.content.records.len() as u32;
    let said = set.marks.get(at).copied();
    let used = set.marks.iter().filter_map(|mark| match mark {
        Mark::Group(group) => Some(*group),
        Mark::Alone | Mark::Unknown => None,
    });
    // A group has two records or more, so there cannot be more groups than this.
    let groups = used.max().unwrap_or(0).max(records / 2).clamp(1, MOST_GROUPS);
    let answer = |value: &str, text: &str, name: &str, mark: Mark| {
        html! {
            label.chip title=(name) {
                input type="radio" name=(format!("mark-{at}")) value=(value) checked[said == Some(mark)] aria-label=(name) autocomplete="off";
                span aria-hidden="true" { (text) }
            }
        }
    };
    html! {
        fieldset.answers {
            legend { "Record " (at + 1) }
            @for group in 1..=groups { (answer(&group.to_string(), &group.to_string(), &format!("group {group}"), Mark::Group(group))) }
            (answer("alone", "none", "no match here", Mark::Alone))
            (answer("unknown", "?", "not sure", Mark::Unknown))
        }
    }
}

fn has_acts(view: &View, round: &RoundView) -> bool {
    round
        .acts
        .iter()
        .any(|act| act.who == view.person && act.is_current && act.act != Act::Undo)
}

fn history(view: &View, round: &RoundView) -> Markup {
    let told = |act: &Judgement| match act.act {
        Act::Judge => "labeled",
        Act::Skip => "skipped",
        Act::Undo => "reopened",
    };
    html! {
        @if !round.acts.is_empty() {
            details id="history" {
                summary { "History" }
                ol { @for act in round.acts.iter().take(SHOWN_ACTS) { li {
                    "Set " (act.number) " " (told(act)) " by " @if act.who == view.person { "you" } @else { "someone else" } ", " (moment(act.time))
                    @if act.millis > 0 { ", in " (duration(act.millis)) }
                } } }
            }
        }
    }
}

fn finished(view: &View, round: &RoundView) -> Markup {
    let transform = ["transforms", &view.transform.id];
    let quality = ["transforms", &view.transform.id, "quality"];
    let after = view.outcome.as_ref().and_then(|outcome| outcome.after.as_ref());
    let before = view.outcome.as_ref().and_then(|outcome| outcome.before.as_ref());
    html! {
        section.card.next aria-label="Result of the round" {
            h2 { "Round " (round.ordinal) " is done" }
            @match after {
                Some(after) => {
                    @if let Some(estimate) = &after.estimate {
                        p { "Estimated for all matches, F1 is " strong { (percent(estimate.f1.value)) }
                            " (between " (percent(estimate.f1.low)) " and " (percent(estimate.f1.high)) ")"
                            @if let Some(before) = before.and_then(|before| before.estimate) {
                                ", and was " (percent(before.f1.value)) " before this round"
                            }
                            ". The precision is " (percent(estimate.precision.value)) " and the recall " (percent(estimate.recall.value)) "." }
                    }
                    p.hint { "On the labeled pairs alone, the best F1 is " (percent(after.best_f1)) " with your labels and "
                        (percent(after.best_f1_without_labels)) " without. Each round asks about the most uncertain pairs, so these figures describe hard pairs." }
                },
                None => p { "Quality cannot be measured yet. Label more records, with both matches and non-matches." },
            }
            div.actions { a.button.primary href=(link(&transform)) { "Find matches" } a.button href=(link(&quality)) { "Show quality" } }
        }
    }
}

fn failed(view: &View, round: &RoundView, run: &Run, reason: &str, csrf: &Markup) -> Markup {
    html! {
        section.card {
            h2 { @if round.round.import_run.is_some() { "Learning failed" } @else { "Choosing records failed" } }
            p.lead { (shown(reason)) }
            p { a href=(link(&["transforms", &view.transform.id, "runs", &run.id])) { "Show the run and its log" } }
            @if round.round.import_run.is_some() {
                p { "Your answers are saved." }
                div.actions { (button_form(view, "finish", "primary", "Try again", csrf, None)) }
            }
        }
        @if round.round.import_run.is_none() { (begin(view, csrf)) }
    }
}

#[cfg(test)]
mod tests {
    use onefold_domain::{LabelingRound, RoundOrigin, SetContent, SetSummary, Timestamp};

    use super::*;
    use crate::pages::words::samples;

    fn set(names: &[&str]) -> RoundSet {
        RoundSet {
            summary: SetSummary {
                number: 2,
                state: SetState::Open,
                version: 3,
                holder: Some("me".to_owned()),
                held_until: None,
                expected_errors: 1.25,
            },
            held_since: None,
            content: SetContent {
                columns: vec!["id".to_owned(), "name".to_owned()],
                records: (0..)
                    .zip(names)
                    .map(|(at, name)| vec![format!("r{at}"), (*name).to_owned()])
                    .collect(),
            },
            marks: Vec::new(),
        }
    }

    fn view(set: RoundSet) -> View {
        View {
            transform: samples::transform(),
            round: Some(RoundView {
                ordinal: 1,
                round: LabelingRound {
                    id: "lr-1".to_owned(),
                    transform: "tfm-1".to_owned(),
                    number: 1,
                    revision: 0,
                    origin: RoundOrigin::Proposed {
                        run: "tsk-1".to_owned(),
                    },
                    started_on: Timestamp(0),
                    closed_on: None,
                    import_run: None,
                    encrypt_with: None,
                },
                stage: RoundStage::Labeling,
                sets: vec![set.summary.clone()],
                median_millis: Some(4_000),
                acts: Vec::new(),
            }),
            set: Some(set),
            free: 0,
            outcome: None,
            person: "me".to_owned(),
        }
    }

    #[test]
    fn a_set_is_shown_as_rows_and_two_records_side_by_side() {
        let csrf = html! { "csrf" };
        let rows = render(
            &view(set(&["Maria Lopez", "Maria Lopes", "<script>Jon</script>"])),
            &csrf,
        );
        insta::assert_snapshot!("rows", rows.into_string());
        let pair = render(&view(set(&["Maria Lopez", "Maria Lopes"])), &csrf);
        insta::assert_snapshot!("pair", pair.into_string());
    }

    #[test]
    fn marks_are_read_as_the_form_sends_them() {
        let read = |body: &str| marks(&Posted::parse(body.as_bytes()));
        assert_eq!(
            read("records=5&mark-0=1&mark-1=alone&mark-2=unknown&mark-3=9")
                .unwrap()
                .unwrap(),
            [
                Mark::Group(1),
                Mark::Alone,
                Mark::Unknown,
                Mark::Group(9),
                Mark::Alone
            ]
        );
        assert_eq!(
            read("records=2&verdict=same&mark-0=alone").unwrap().unwrap(),
            [Mark::Group(1); 2]
        );
        assert_eq!(
            read("records=3&verdict=different").unwrap().unwrap(),
            [Mark::Alone; 3]
        );
        assert_eq!(read("records=3").unwrap(), None, "no answer is not an answer");
        assert!(read("records=2&mark-0=10").is_err() && read("records=2&mark-1=-1").is_err());
        assert!(read("mark-0=1").is_err() && read("records=99999&verdict=same").is_err());
    }
}
