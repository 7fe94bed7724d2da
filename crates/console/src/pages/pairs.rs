//! The pairs of a group: their scores as a graph, the explanation of one score, and buttons to label that pair.

use std::collections::HashMap;
use std::f64::consts::TAU;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::Redirect;
use maud::{Markup, html};
use onefold_domain::{ExplainedPair, Mark, PairQuestion, Transform};
use onefold_report::charts::waterfall;
use onefold_report::text::{count, percent, shown};
use onefold_service::{PairJudgement, Service};
use serde::Deserialize;

use super::words::figures;
use crate::differences::Differences;
use crate::results::{Group, Grouped};
use crate::{Console, Failure, Page, Posted, Section, Visit, link};

/// Number of records whose pairs are shown.
const MOST_RECORDS: usize = 12;
/// Number of contributions that the waterfall shows one by one.
const SHOWN_CONTRIBUTIONS: usize = 12;
/// From this score on, a pair is drawn as a direct match.
const LIKELY: f64 = 0.5;
/// Length of a record's name in the graph.
const NAME_CHARS: usize = 14;

/// Which pair the page explains.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    left: Option<usize>,
    right: Option<usize>,
}

/// What the page shows.
struct View {
    transform: Transform,
    result: Arc<Grouped>,
    group: Group,
    /// Every pair of the first records, highest score first.
    pairs: Arc<Vec<ExplainedPair>>,
    /// Labels of pairs given since the transform last learned, by their records.
    judged: HashMap<(usize, usize), bool>,
    asked: Asked,
}

/// The page.
pub(crate) async fn show(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path((id, group)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Page, Failure> {
    let own = Arc::clone(&console);
    let view = console
        .ask(move |service| read(&own, service, &id, &group, asked))
        .await?;
    let base = link(&["transforms", &view.transform.id]);
    let groups = format!("{base}/groups");
    let body = render(&view, &visit.csrf_field());
    Ok(Page::new(Section::Transforms, "Pairs", body)
        .wide()
        .below("Transforms", "/console/transforms")
        .below(&view.transform.name, &base)
        .below("Groups", &groups)
        .below(&view.group.id, &format!("{groups}/{}", view.group.id)))
}

/// Saves a label for a pair.
pub(crate) async fn judge(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path((id, group)): Path<(String, String)>,
    posted: Posted,
) -> Result<Redirect, Failure> {
    let number = |name: &str| {
        posted
            .text(name)
            .parse::<usize>()
            .map_err(|_| Failure::invalid(format!("{name} must be the number of a record")))
    };
    let (left, right) = (number("left")?, number("right")?);
    let is_same = match posted.text("verdict") {
        "same" => true,
        "other" => false,
        _ => return Err(Failure::invalid("verdict must be same or other")),
    };
    let who = visit.session().person().to_owned();
    let address = format!(
        "{}/pairs?left={left}&right={right}",
        link(&["transforms", &id, "groups", &group])
    );
    let own = Arc::clone(&console);
    console
        .ask(move |service| {
            let (result, group) = found(&own, service, &id, &group)?;
            if left == right || ![left, right].iter().all(|number| group.records.contains(number)) {
                return Err(Failure::invalid(
                    "the two records must be different records of this group",
                ));
            }
            let values = |number: usize| result.table.records[number].values.clone();
            let judgement = PairJudgement {
                columns: result.table.columns.clone(),
                left: values(left),
                right: values(right),
                is_same,
            };
            Ok(service.judge_pair(&id, &who, &judgement)?)
        })
        .await?;
    visit.session().tell(if is_same {
        "saved: these records match"
    } else {
        "saved: these records do not match"
    });
    Ok(Redirect::to(&address))
}

/// Retrains the transform with the labeled pairs.
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

/// A hint that labeled pairs are not applied yet; nothing if there are none.
pub(super) fn waiting(transform: &str, judged: usize, csrf: &Markup) -> Markup {
    html! {
        @if judged > 0 {
            section.card.next {
                p { (count(judged as u64)) @if judged == 1 { " answer" } @else { " answers" } " not applied yet." }
                form method="post" action=(format!("{}/pairs/learn", link(&["transforms", transform]))) {
                    (csrf)
                    button.primary type="submit" { "Retrain now" }
                }
            }
        }
    }
}

/// Number of pairs labeled since the transform last learned.
pub(super) fn judged_count(service: &Service, transform: &str) -> Result<usize, Failure> {
    let round = service.pair_round(transform)?;
    Ok(round.map_or(0, |round| round.sets.len()))
}

fn found(
    console: &Console,
    service: &Service,
    id: &str,
    group: &str,
) -> Result<(Arc<Grouped>, Group), Failure> {
    console
        .results
        .group(service, console.inspector.as_ref(), id, group)
}

fn read(console: &Console, service: &Service, id: &str, group: &str, asked: Asked) -> Result<View, Failure> {
    let transform = service.transform(id)?;
    let (result, group) = found(console, service, id, group)?;
    let shown: Vec<usize> = group.records.iter().copied().take(MOST_RECORDS).collect();
    let pairs = console.results.pairs(&result.run, &group.id, || {
        let question = PairQuestion {
            files: result.files.clone(),
            explanations: result.explanations.clone(),
            key: transform.settings.primary_key.clone(),
            labels: service.stored_labels(id)?,
            model: service.stored_model(id)?,
            pairs: shown
                .iter()
                .enumerate()
                .flat_map(|(at, &left)| shown[at + 1..].iter().map(move |&right| (left, right)))
                .collect(),
        };
        let invalid = |text: String| Failure::invalid(service.without_paths(&text));
        let mut pairs = console.inspector.explain(&question).map_err(invalid)?;
        pairs.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        Ok(pairs)
    })?;
    let judged = judged(service, id, &result, &shown)?;
    Ok(View {
        transform,
        result,
        group,
        pairs,
        judged,
        asked,
    })
}

/// Labels of pairs of these records given since the transform last learned.
fn judged(
    service: &Service,
    id: &str,
    result: &Grouped,
    records: &[usize],
) -> Result<HashMap<(usize, usize), bool>, Failure> {
    let mut judged = HashMap::new();
    let Some(round) = service.pair_round(id)? else {
        return Ok(judged);
    };
    let numbers: HashMap<&[String], usize> = records
        .iter()
        .map(|&number| (result.table.records[number].values.as_slice(), number))
        .collect();
    for summary in &round.sets {
        let set = service.labeling_set(&round.round, summary.number)?;
        let pair: Vec<usize> = set
            .content
            .records
            .iter()
            .filter_map(|values| numbers.get(values.as_slice()).copied())
            .collect();
        if let [left, right] = pair[..] {
            let is_same = set.marks.iter().all(|mark| matches!(mark, Mark::Group(_)));
            judged.insert((left.min(right), left.max(right)), is_same);
        }
    }
    Ok(judged)
}

impl View {
    /// The id of a record.
    fn name(&self, number: usize) -> &str {
        let table = &self.result.table;
        let key = self.transform.settings.primary_key.as_deref();
        let column = table.columns.iter().position(|own| Some(own.as_str()) == key);
        table.records[number]
            .values
            .get(column.unwrap_or(0))
            .map_or("", String::as_str)
    }

    /// The pair asked for, or the least certain one.
    fn chosen(&self) -> Option<&ExplainedPair> {
        let asked = (self.asked.left, self.asked.right);
        let is_asked = |pair: &&ExplainedPair| {
            asked == (Some(pair.left), Some(pair.right)) || asked == (Some(pair.right), Some(pair.left))
        };
        self.pairs.iter().find(is_asked).or_else(|| {
            self.pairs
                .iter()
                .min_by(|a, b| (a.score - LIKELY).abs().total_cmp(&(b.score - LIKELY).abs()))
        })
    }

    fn verdict(&self, pair: &ExplainedPair) -> Option<bool> {
        let pair = (pair.left.min(pair.right), pair.left.max(pair.right));
        self.judged.get(&pair).copied()
    }
}

fn render(view: &View, csrf: &Markup) -> Markup {
    let base = link(&["transforms", &view.transform.id, "groups", &view.group.id]);
    let size = view.group.records.len();
    let likely = view.pairs.iter().filter(|pair| pair.score >= LIKELY).count();
    html! {
        h1 { "Pairs of group " (shown(&view.group.id)) }
        (waiting(&view.transform.id, view.judged.len(), csrf))
        (figures(&[
            ("records", count(size as u64)),
            ("pairs shown", count(view.pairs.len() as u64)),
            ("direct matches", count(likely as u64)),
        ]))
        @if size > MOST_RECORDS { p.hint { "Only pairs of the first " (MOST_RECORDS) " records are shown." } }
        div.columns {
            section.card aria-label="Scores" {
                h2 { "Scores" }
                (graph(view, &base))
                (list(view, &base))
            }
            @if let Some(pair) = view.chosen() { (explained(view, pair, &base, csrf)) }
        }
    }
}

/// Records on a circle, with a line for each pair: thicker for a higher score, dashed below the threshold.
fn graph(view: &View, base: &str) -> Markup {
    const SIDE: f64 = 420.0;
    const RADIUS: f64 = 140.0;
    let records: Vec<usize> = view.group.records.iter().copied().take(MOST_RECORDS).collect();
    let place = |number: usize| {
        let at = records.iter().position(|&own| own == number).unwrap_or(0) as f64;
        let angle = TAU * at / records.len() as f64 - TAU / 4.0;
        (
            SIDE / 2.0 + RADIUS * angle.cos(),
            SIDE / 2.0 + RADIUS * angle.sin(),
        )
    };
    let chosen = view.chosen().map(|pair| (pair.left, pair.right));
    html! {
        figure {
            figcaption { "Each dot is a record. A thicker line is a higher score; a dashed line is below the threshold. The list shows the same pairs." }
            svg.graph viewBox=(format!("0 0 {SIDE} {SIDE}")) role="group" aria-label=(format!("The scores of {} pairs", view.pairs.len())) {
                @for pair in view.pairs.iter().rev() {
                    @let ((x1, y1), (x2, y2)) = (place(pair.left), place(pair.right));
                    @let class = match (chosen == Some((pair.left, pair.right)), pair.score >= LIKELY) {
                        (true, _) => "edge chosen",
                        (false, true) => "edge",
                        (false, false) => "edge weak",
                    };
                    a href=(address(base, pair)) aria-label=(format!("{} and {}: score {}", shown(view.name(pair.left)), shown(view.name(pair.right)), percent(pair.score))) {
                        line class=(class) x1=(px(x1)) y1=(px(y1)) x2=(px(x2)) y2=(px(y2)) stroke-width=(px(1.0 + 5.0 * pair.score)) {
                            title { (shown(view.name(pair.left))) " and " (shown(view.name(pair.right))) ": " (percent(pair.score)) }
                        }
                    }
                }
                @for &number in &records {
                    @let (x, y) = place(number);
                    circle.dot cx=(px(x)) cy=(px(y)) r="7" {}
                    text x=(px(x + (x - SIDE / 2.0) * 0.13)) y=(px(y + (y - SIDE / 2.0) * 0.13 + 4.0)) text-anchor=(anchor(x - SIDE / 2.0)) { (short(view.name(number))) }
                }
            }
        }
    }
}

fn list(view: &View, base: &str) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Pairs by score" { table.list {
            thead { tr { th scope="col" { "records" } th.number scope="col" { "score" } th scope="col" { "label" } } }
            tbody { @for pair in view.pairs.iter() { tr {
                td { a href=(address(base, pair)) { (shown(view.name(pair.left))) " and " (shown(view.name(pair.right))) } }
                td.number { (percent(pair.score)) }
                td { (said(view.verdict(pair))) }
            } } }
        } }
    }
}

fn explained(view: &View, pair: &ExplainedPair, base: &str, csrf: &Markup) -> Markup {
    let records = &view.result.table.records;
    let (left, right) = (&records[pair.left].values, &records[pair.right].values);
    let (first, rest) = pair
        .contributions
        .split_at(pair.contributions.len().min(SHOWN_CONTRIBUTIONS));
    let mut contributions = first.to_vec();
    if !rest.is_empty() {
        let sum = rest.iter().map(|share| share.1).sum();
        contributions.push((format!("{} more columns", rest.len()), sum));
    }
    let outcome = |name: &str| pair.columns.iter().find(|column| column.name == name);
    let names = format!(
        "{} and {}",
        shown(view.name(pair.left)),
        shown(view.name(pair.right))
    );
    html! {
        section.card aria-label=(names) {
            div.head { h2 { (names) } span.soft { "score " (percent(pair.score)) } }
            div.scroll tabindex="0" role="region" aria-label=(format!("Columns of {names}")) { table.pair {
                thead { tr {
                    th scope="col" { "column" } th scope="col" { (shown(view.name(pair.left))) }
                    th scope="col" { (shown(view.name(pair.right))) } th scope="col" { "outcome" } th.number scope="col" { "bits" }
                } }
                tbody { @for ((name, left), right) in view.result.table.columns.iter().zip(left).zip(right) {
                    @let differences = Differences::of([left.as_str(), right.as_str()].into_iter());
                    tr {
                        th scope="row" { (shown(name)) }
                        td { (differences.marked(left)) } td { (differences.marked(right)) }
                        @match outcome(name) {
                            Some(column) => { td { (column.outcome) } td.number { (format!("{:+.1}", column.bits)) } },
                            None => { td.soft { "not compared" } td {} },
                        }
                    }
                } }
            } }
            form.actions method="post" action=(format!("{base}/judge")) {
                (csrf)
                input type="hidden" name="left" value=(pair.left);
                input type="hidden" name="right" value=(pair.right);
                button.primary type="submit" name="verdict" value="same" { "Match" }
                button type="submit" name="verdict" value="other" { "No match" }
                span.soft { (said(view.verdict(pair))) }
            }
            figure {
                figcaption { "What each column adds, in bits: +1 doubles the odds of a match, -1 halves them. Together they give the score." }
                (waterfall(pair.prior, &contributions, pair.weight))
            }
            details { summary { "All parts as a table" } div.scroll tabindex="0" role="region" aria-label="All parts" { table {
                thead { tr { th scope="col" { "part" } th.number scope="col" { "adds" } } }
                tbody { @for (name, share) in &pair.contributions { tr { td { (name) } td.number { (format!("{share:+.1}")) } } } }
            } } }
        }
    }
}

fn address(base: &str, pair: &ExplainedPair) -> String {
    format!("{base}/pairs?left={}&right={}", pair.left, pair.right)
}

const fn said(verdict: Option<bool>) -> &'static str {
    match verdict {
        Some(true) => "labeled: match",
        Some(false) => "labeled: no match",
        None => "",
    }
}

fn anchor(right_of_middle: f64) -> &'static str {
    if right_of_middle > 10.0 {
        "start"
    } else if right_of_middle < -10.0 {
        "end"
    } else {
        "middle"
    }
}

fn px(value: f64) -> String {
    format!("{value:.1}")
}

fn short(name: &str) -> String {
    let name = shown(name);
    if name.chars().count() <= NAME_CHARS {
        return name;
    }
    let mut short: String = name.chars().take(NAME_CHARS - 1).collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use onefold_domain::{ComparedColumn, MatchedRecord, MatchedTable};

    use super::*;
    use crate::pages::words::samples;

    fn view(asked: Asked) -> View {
        let record = |id: &str, name: &str| MatchedRecord {
            group: "7".to_owned(),
            confidence: Some(0.9),
            values: vec![id.to_owned(), name.to_owned()],
        };
        let table = MatchedTable {
            columns: vec!["id".to_owned(), "name <b>".to_owned()],
            records: vec![
                record("1", "Maria Lopez"),
                record("2", "Maria <script>"),
                record("3", "MARIA Lopez"),
            ],
        };
        let pair = |left, right, score: f64| ExplainedPair {
            left,
            right,
            score,
            prior: -2.0,
            weight: 1.5,
            columns: vec![ComparedColumn {
                name: "name <b>".to_owned(),
                outcome: "similar".to_owned(),
                bits: 4.0,
            }],
            contributions: vec![("evidence".to_owned(), 4.0), ("rank".to_owned(), -0.5)],
        };
        let mut result = Grouped::new("tsk-1".to_owned(), table);
        result.files = Vec::new();
        View {
            transform: samples::transform(),
            group: result.groups[0].clone(),
            result: Arc::new(result),
            pairs: Arc::new(vec![pair(0, 2, 0.99), pair(0, 1, 0.7), pair(1, 2, 0.2)]),
            judged: HashMap::from([((0, 2), true)]),
            asked,
        }
    }

    #[test]
    fn a_group_shows_its_pairs_and_explains_the_least_certain() {
        let text = render(&view(Asked::default()), &html! {}).into_string();
        assert!(
            text.contains("labeled: match") && text.contains("edge weak"),
            "{text}"
        );
        assert!(!text.contains("<script>"), "{text}");
        insta::assert_snapshot!(text);
    }

    #[test]
    fn a_pair_is_explained_in_either_order() {
        let asked = |left, right| {
            let asked = Asked {
                left: Some(left),
                right: Some(right),
            };
            view(asked).chosen().map(|pair| (pair.left, pair.right))
        };
        assert_eq!(asked(1, 2), Some((1, 2)));
        assert_eq!(asked(2, 1), Some((1, 2)));
        assert_eq!(asked(5, 9), Some((0, 1)), "the least certain one");
    }
}
