//! Corrections in place: split records out of a group, merge groups, say that records are the same or not. A decision shows
//! at once, can be undone, and all of them can be reviewed and exported as labels.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{Redirect, Response};
use maud::{Markup, html};
use onefold_domain::{Mark, SetContent, Transform};
use onefold_report::text::{count, shown};
use onefold_service::{Decision, Service};

use super::download::{Sheet, respond, stem, table_of};
use super::words::{figures, moment};
use crate::contrast::key_column;
use crate::results::Grouped;
use crate::{Console, Failure, Page, Posted, Section, Visit, link};

/// Of a group that records are split out of, so many of the others are kept in the decision.
const KEPT_OTHERS: usize = 30;
/// Records that one decision may name.
const MOST_RECORDS: usize = 200;
/// Records of a decision whose ids are listed.
const LISTED: usize = 8;

/// Takes a decision about ticked records, or about a whole group.
pub(crate) async fn decide(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Redirect, Failure> {
    let back = own_address(posted.text("back"), &link(&["transforms", &id, "groups"]));
    let compare = link(&["transforms", &id, "compare"]);
    let who = visit.session().person().to_owned();
    let own = Arc::clone(&console);
    let done = console
        .ask(move |service| {
            let result = own.results.latest(service, own.inspector.as_ref(), &id)?;
            let result = result.ok_or_else(|| Failure::not_found("this transform has no result any more"))?;
            if posted.text("run") != result.run {
                return Err(Failure::invalid(
                    "a newer result was found meanwhile, so nothing was changed; go back, reload the page and tick again",
                ));
            }
            match wish(&result, &posted)? {
                Wish::Compare(pair) => Ok(Done::Go(format!("{compare}?left={}&right={}", pair[0], pair[1]))),
                Wish::Refused(why) => Ok(Done::Told(why)),
                Wish::Decide(marks) => {
                    let content = SetContent {
                        columns: result.table.columns.clone(),
                        records: marks
                            .iter()
                            .map(|(record, _)| result.table.records[*record].values.clone())
                            .collect(),
                    };
                    let marks = marks.into_iter().map(|(_, mark)| mark).collect();
                    service.decide(&id, &who, content, marks)?;
                    Ok(Done::Decided)
                }
            }
        })
        .await?;
    match done {
        Done::Go(address) => return Ok(Redirect::to(&address)),
        Done::Told(text) => visit.session().tell(text),
        Done::Decided => {}
    }
    Ok(Redirect::to(&back))
}

/// Takes a decision back.
pub(crate) async fn take_back(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Redirect, Failure> {
    let back = own_address(posted.text("back"), &link(&["transforms", &id, "decisions"]));
    let who = visit.session().person().to_owned();
    let number = posted
        .text("number")
        .parse()
        .map_err(|_| Failure::invalid("the form does not name a decision; reload the page and try again"))?;
    console
        .ask(move |service| Ok(service.undecide(&id, &who, (posted.text("round"), number))?))
        .await?;
    visit.session().tell("undone");
    Ok(Redirect::to(&back))
}

/// Retrains the transform with the decisions.
pub(crate) async fn learn(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path(id): Path<String>,
    _posted: Posted,
) -> Result<Redirect, Failure> {
    let transform = id.clone();
    let run = console
        .ask(move |service| Ok(service.take_pairs_in(&transform)?))
        .await?;
    let Some(run) = run else {
        visit.session().tell("there are no new answers to apply");
        return Ok(Redirect::to(&link(&["transforms", &id, "groups"])));
    };
    Ok(Redirect::to(&link(&["transforms", &id, "runs", &run])))
}

/// All decisions.
pub(crate) async fn list(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Page, Failure> {
    let (transform, decisions, forgotten) = read(&console, &id).await?;
    let body = render(&transform, &decisions, forgotten, &visit.csrf_field());
    Ok(Page::new(Section::Transforms, "Your decisions", body)
        .wide()
        .below("Transforms", "/console/transforms")
        .below(&transform.name, &link(&["transforms", &id]))
        .below("Groups", &link(&["transforms", &id, "groups"])))
}

/// The decisions as a label file.
pub(crate) async fn export(
    State(console): State<Arc<Console>>,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let (transform, decisions, _) = read(&console, &id).await?;
    let stem = console
        .ask({
            let transform = transform.clone();
            move |service| Ok(stem(&transform, table_of(service, &transform).as_ref()))
        })
        .await?;
    respond(&console, labels(&decisions), &stem, "labels", "csv").await
}

async fn read(console: &Console, id: &str) -> Result<(Transform, Vec<Decision>, usize), Failure> {
    let id = id.to_owned();
    console
        .ask(move |service: &Service| {
            let forgotten = service.sets_to_forget(&id)?.len();
            Ok((service.transform(&id)?, service.decisions(&id)?, forgotten))
        })
        .await
}

/// What became of a form.
enum Done {
    Decided,
    Told(String),
    Go(String),
}

/// What a form asks for.
enum Wish {
    /// Keep what is said of these records.
    Decide(Vec<(usize, Mark)>),
    /// Show why two records have their score.
    Compare([usize; 2]),
    /// Nothing, for this reason.
    Refused(String),
}

fn wish(result: &Grouped, posted: &Posted) -> Result<Wish, Failure> {
    let refused = |text: &str| Ok(Wish::Refused(text.to_owned()));
    let group = |id: &str| {
        let found = result.groups.iter().find(|group| group.id == id);
        found.ok_or_else(|| {
            Failure::not_found(format!("the result has no group {id} any more; reload the page"))
        })
    };
    let all = |records: &[usize], mark: Mark| {
        let records = records.iter().take(MOST_RECORDS);
        Ok(Wish::Decide(records.map(|&record| (record, mark)).collect()))
    };
    if let Some(id) = posted.given("right") {
        return all(&group(id)?.records, Mark::Group(1));
    }
    if let Some(id) = posted.given("apart") {
        return all(&group(id)?.records, Mark::Alone);
    }
    for (name, mark) in [("same", Mark::Group(1)), ("other", Mark::Alone)] {
        if let Some(records) = posted.given(name) {
            return all(&numbers(result, records.split(' '))?, mark);
        }
    }
    if let Some(records) = posted.given("cut") {
        return Ok(split(result, &numbers(result, records.split(' '))?));
    }
    let ticked = numbers(result, posted.all("record").iter().map(String::as_str))?;
    match (posted.text("do"), ticked.len()) {
        ("split", 0) => refused("tick the records that do not belong to their group first"),
        ("split", _) => Ok(split(result, &ticked)),
        ("merge" | "same", 0 | 1) => refused("tick at least two records that are the same thing first"),
        ("merge" | "same", _) => all(&ticked, Mark::Group(1)),
        ("other", 0 | 1) => refused("tick at least two records that are not the same thing first"),
        ("other", _) => all(&ticked, Mark::Alone),
        ("compare", 2) => Ok(Wish::Compare([ticked[0], ticked[1]])),
        ("compare", _) => refused("tick exactly two records to compare them"),
        _ => Err(Failure::invalid(
            "the form does not say what to do; reload the page and try again",
        )),
    }
}

/// Numbers of records, each once, in their order.
fn numbers<'a>(result: &Grouped, texts: impl Iterator<Item = &'a str>) -> Result<Vec<usize>, Failure> {
    let mut ticked: Vec<usize> = Vec::new();
    for text in texts {
        let number = text
            .parse()
            .ok()
            .filter(|&number| number < result.table.records.len());
        let number =
            number.ok_or_else(|| Failure::invalid(format!("the result has no record number {text:?}")))?;
        if !ticked.contains(&number) {
            ticked.push(number);
        }
    }
    if ticked.len() > MOST_RECORDS {
        return Err(Failure::invalid(format!(
            "{} records are ticked, but one decision is about at most {MOST_RECORDS}",
            ticked.len()
        )));
    }
    Ok(ticked)
}

/// Ticked records leave their groups: those of one group stay together, as a group of their own.
fn split(result: &Grouped, ticked: &[usize]) -> Wish {
    let mut by_group: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for &record in ticked {
        if let Some(group) = result.group_of(record) {
            by_group.entry(&group.id).or_default().push(record);
        }
    }
    let mut marks = Vec::new();
    let mut class = 0;
    for (id, leaving) in by_group {
        let group = result.groups.iter().find(|group| group.id == id);
        let others: Vec<usize> = group
            .iter()
            .flat_map(|group| group.records.iter().copied())
            .filter(|record| !leaving.contains(record))
            .take(KEPT_OTHERS.max(leaving.len() + 1))
            .collect();
        if others.is_empty() {
            continue;
        }
        for part in [others, leaving] {
            class += 1;
            marks.extend(part.into_iter().map(|record| (record, Mark::Group(class))));
        }
    }
    if marks.is_empty() {
        return Wish::Refused(
            "all records of the group are ticked; untick those that stay, or press “All different”"
                .to_owned(),
        );
    }
    Wish::Decide(marks)
}

/// The address to return to: one of the console's own, or else `otherwise`.
fn own_address(asked: &str, otherwise: &str) -> String {
    let is_own = asked.starts_with("/console/") && asked.chars().all(|c| c.is_ascii_graphic());
    (if is_own { asked } else { otherwise }).to_owned()
}

/// The form that ticked records and the buttons on a page belong to.
pub(super) fn form(transform: &str, result: &Grouped, back: &str, csrf: &Markup) -> Markup {
    html! {
        form #decide method="post" action=(link(&["transforms", transform, "decide"])) {
            (csrf)
            input type="hidden" name="run" value=(result.run);
            input type="hidden" name="back" value=(back);
        }
    }
}

/// The last decision, with a button that takes it back; nothing if there is none that can be taken back.
pub(super) fn last(transform: &str, result: &Grouped, back: &str, csrf: &Markup) -> Markup {
    let open = result
        .decisions
        .iter()
        .rev()
        .find(|decision| decision.learned_on.is_none());
    html! {
        @if let Some(decision) = open {
            div.done role="status" {
                span { strong { "Done: " } (told(decision, result.key_name())) }
                (undo(transform, decision, back, csrf, "Undo"))
            }
        }
    }
}

fn undo(transform: &str, decision: &Decision, back: &str, csrf: &Markup, text: &str) -> Markup {
    html! {
        form.inline method="post" action=(link(&["transforms", transform, "undecide"])) {
            (csrf)
            input type="hidden" name="round" value=(decision.id.0);
            input type="hidden" name="number" value=(decision.id.1);
            input type="hidden" name="back" value=(back);
            button type="submit" { (text) }
        }
    }
}

/// A hint that decisions are not learned yet; nothing if there are none.
pub(super) fn waiting(transform: &str, result: &Grouped, csrf: &Markup) -> Markup {
    let open = result
        .decisions
        .iter()
        .filter(|decision| decision.learned_on.is_none())
        .count();
    html! {
        @if open > 0 || result.forgotten > 0 {
            section.card.next {
                @if open > 0 {
                    p { (count(open as u64)) @if open == 1 { " answer" } @else { " answers" } " not applied yet: this result follows "
                        @if open == 1 { "it" } @else { "them" } ", but the transform has not learned from " @if open == 1 { "it." } @else { "them." } }
                }
                (to_forget(result.forgotten))
                div.actions {
                    form method="post" action=(link(&["transforms", transform, "pairs", "learn"])) {
                        (csrf)
                        button.primary type="submit" { "Retrain now" }
                    }
                    a.button href=(link(&["transforms", transform, "decisions"])) { "Review" }
                }
            }
        }
    }
}

/// Says that undone decisions are not forgotten yet; nothing if there are none.
fn to_forget(undone: usize) -> Markup {
    html! {
        @if undone == 1 { p { "1 undone decision is not forgotten yet: the transform has learned from it, and forgets it when you retrain." } }
        @else if undone > 1 { p { (count(undone as u64)) " undone decisions are not forgotten yet: the transform has learned from them, and forgets them when you retrain." } }
    }
}

/// A decision in words.
fn told(decision: &Decision, key: Option<&str>) -> String {
    let key = key_column(&decision.content.columns, key);
    let name = |at: usize| {
        let values = &decision.content.records[at];
        shown(
            key.and_then(|key| values.get(key))
                .or(values.first())
                .map_or("", String::as_str),
        )
    };
    let names = |rows: &[usize]| {
        let mut names: Vec<String> = rows.iter().take(LISTED).map(|&at| name(at)).collect();
        if rows.len() > LISTED {
            names.push(format!("{} more", rows.len() - LISTED));
        }
        names.join(", ")
    };
    let mut classes: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    let mut alone = Vec::new();
    for (at, mark) in decision.marks.iter().enumerate() {
        match mark {
            Mark::Group(class) => classes.entry(*class).or_default().push(at),
            Mark::Alone => alone.push(at),
            Mark::Unknown => {}
        }
    }
    let classes: Vec<Vec<usize>> = classes.into_values().collect();
    match classes.as_slice() {
        [] => format!("{} are all different", names(&alone)),
        [one] => format!("{} are the same", names(one)),
        // In pairs: those that stay, and those that leave.
        parts => {
            let leaving: Vec<usize> = parts.iter().skip(1).step_by(2).flatten().copied().collect();
            let staying: Vec<usize> = parts.iter().step_by(2).flatten().copied().collect();
            format!("{} split out from {}", names(&leaving), names(&staying))
        }
    }
}

fn render(transform: &Transform, decisions: &[Decision], forgotten: usize, csrf: &Markup) -> Markup {
    let key = transform.settings.primary_key.as_deref();
    let open = decisions
        .iter()
        .filter(|decision| decision.learned_on.is_none())
        .count();
    let own = link(&["transforms", &transform.id, "decisions"]);
    html! {
        h1 { "Your decisions" }
        p.lead { "What you said about records and groups. Every result on these pages follows it, and so do downloads; later decisions count more. The transform learns from it when you retrain." }
        @if forgotten > 0 {
            section.card.next {
                (to_forget(forgotten))
                @if open == 0 { form.actions method="post" action=(link(&["transforms", &transform.id, "pairs", "learn"])) { (csrf) button.primary type="submit" { "Retrain now" } } }
            }
        }
        @if decisions.is_empty() {
            section.card.empty {
                p { "You have not decided anything yet. Tick records of a group to split it or to merge it with another one." }
                p { a.button.primary href=(link(&["transforms", &transform.id, "groups"])) { "Review groups" } }
            }
        } @else {
            (figures(&[
                ("decisions", count(decisions.len() as u64)),
                ("not learned yet", count(open as u64)),
            ]))
            div.actions {
                @if open > 0 {
                    form method="post" action=(link(&["transforms", &transform.id, "pairs", "learn"])) { (csrf) button.primary type="submit" { "Retrain now" } }
                }
                a.button href=(format!("{own}/labels.csv")) download { "Export as labels" }
            }
            div.scroll tabindex="0" role="region" aria-label="Decisions" { table.list {
                thead { tr { th scope="col" { "Decision" } th scope="col" { "When" } th scope="col" { "Learned" } th scope="col" { "Undo" } } }
                tbody { @for decision in decisions.iter().rev() { tr {
                    td.wraps { (told(decision, key)) }
                    td { (moment(decision.time)) }
                    td { @match decision.learned_on { Some(time) => (moment(time)), None => "not yet" } }
                    td { (undo(&transform.id, decision, &own, csrf, "Undo")) }
                } } }
            } }
            p.hint { "An undone decision counts no more on these pages. If the transform has learned from it, retrain and find matches again: scores follow it until then." }
        }
    }
}

/// Decisions as a label file.
fn labels(decisions: &[Decision]) -> Sheet {
    let mut columns: Vec<String> = Vec::new();
    for column in decisions.iter().flat_map(|decision| &decision.content.columns) {
        if !columns.contains(column) {
            columns.push(column.clone());
        }
    }
    let mut rows = Vec::new();
    for decision in decisions {
        let set = format!("{}-{}", decision.id.0, decision.id.1);
        let own = &decision.content.columns;
        let places: Vec<Option<usize>> = columns
            .iter()
            .map(|column| own.iter().position(|name| name == column))
            .collect();
        for (at, (values, mark)) in decision.content.records.iter().zip(&decision.marks).enumerate() {
            let label = match mark {
                Mark::Group(class) => class.to_string(),
                Mark::Alone => format!("alone-{}", at + 1),
                Mark::Unknown => String::new(),
            };
            let values = places.iter().map(|place| {
                place
                    .and_then(|place| values.get(place))
                    .cloned()
                    .unwrap_or_default()
            });
            rows.push([set.clone(), label].into_iter().chain(values).collect());
        }
    }
    columns.splice(0..0, ["labeling_set_id".to_owned(), "label".to_owned()]);
    Sheet { columns, rows }
}

#[cfg(test)]
mod tests {
    use onefold_domain::{MatchedRecord, MatchedTable, Timestamp};

    use super::*;
    use crate::pages::words::samples;

    fn result() -> Grouped {
        let record = |number: usize, group: &str| MatchedRecord {
            group: group.to_owned(),
            values: vec![format!("r{number}"), "Ann, \"Lee\"".to_owned()],
            ..MatchedRecord::default()
        };
        let groups = ["7", "7", "7", "8", "8", "9"];
        let table = MatchedTable {
            columns: vec!["id".to_owned(), "name".to_owned()],
            records: (0..)
                .zip(groups)
                .map(|(number, group)| record(number, group))
                .collect(),
            ..MatchedTable::default()
        };
        Grouped::new("tsk-1".to_owned(), &Arc::new(table), Some(0))
    }

    fn asked(body: &str) -> Result<Vec<(usize, Mark)>, String> {
        match wish(&result(), &Posted::parse(body.as_bytes())) {
            Ok(Wish::Decide(marks)) => Ok(marks),
            Ok(Wish::Refused(text)) => Err(text),
            Ok(Wish::Compare(pair)) => Err(format!("compare {pair:?}")),
            Err(failure) => Err(failure.text().to_owned()),
        }
    }

    #[test]
    fn forms_say_what_is_decided() {
        let (one, two) = (Mark::Group(1), Mark::Group(2));
        assert_eq!(
            asked("do=split&record=2").unwrap(),
            [(0, one), (1, one), (2, two)]
        );
        assert_eq!(asked("do=merge&record=5&record=3").unwrap(), [(5, one), (3, one)]);
        assert_eq!(asked("apart=8").unwrap(), [(3, Mark::Alone), (4, Mark::Alone)]);
        assert_eq!(asked("same=5+0").unwrap(), [(5, one), (0, one)]);
        assert_eq!(asked("cut=4").unwrap(), [(3, one), (4, two)]);
        assert_eq!(asked("right=8").unwrap(), [(3, one), (4, one)]);
        assert_eq!(
            asked("do=compare&record=0&record=5").unwrap_err(),
            "compare [0, 5]"
        );
    }

    #[test]
    fn forms_that_make_no_sense_change_nothing_and_say_why() {
        for (body, why) in [
            ("do=split", "tick the records"),
            (
                "do=split&record=3&record=4",
                "all records of the group are ticked",
            ),
            ("do=merge&record=1&record=1", "at least two"),
            ("do=compare&record=1", "exactly two"),
            ("do=split&record=99", "no record number"),
            ("do=split&record=-1", "no record number"),
            ("right=77", "no group 77"),
            ("record=1", "what to do"),
            ("same=1+x", "no record number"),
        ] {
            let told = asked(body).unwrap_err();
            assert!(told.contains(why), "{body}: {told}");
        }
    }

    #[test]
    fn only_addresses_of_the_console_are_returned_to() {
        for bad in [
            "",
            "https://evil.example",
            "//evil.example",
            "/elsewhere",
            "/console/a b",
            "/console/\r\nx: y",
        ] {
            assert_eq!(own_address(bad, "/console/x"), "/console/x", "{bad}");
        }
        assert_eq!(own_address("/console/y?a=1#b", "/console/x"), "/console/y?a=1#b");
    }

    #[test]
    fn decisions_are_listed_and_exported_as_labels() {
        let marks = vec![Mark::Group(1), Mark::Group(2), Mark::Alone];
        let decision = Decision {
            id: ("lr-1".to_owned(), 2),
            version: 1,
            content: SetContent {
                columns: vec!["id".to_owned(), "name".to_owned()],
                records: ["a", "<b>", "c"]
                    .map(|id| vec![id.to_owned(), "Ann, \"Lee\"".to_owned()])
                    .into(),
            },
            marks,
            time: Timestamp(1_700_000_000_000),
            learned_on: None,
        };
        let file = labels(std::slice::from_ref(&decision));
        assert_eq!(file.columns, ["labeling_set_id", "label", "id", "name"]);
        let labels: Vec<&str> = file.rows.iter().map(|row| row[1].as_str()).collect();
        assert_eq!(labels, ["1", "2", "alone-3"]);
        assert_eq!(file.rows[1], ["lr-1-2", "2", "<b>", "Ann, \"Lee\""]);
        let text = render(&samples::transform(), &[decision], 0, &html! { "csrf" }).into_string();
        assert!(text.contains("&lt;b&gt; split out from a"), "{text}");
    }
}
