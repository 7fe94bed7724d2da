//! The pairs of a group with their scores, and why two records have theirs: those of a group, or any two.

use std::f64::consts::TAU;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use maud::{Markup, html};
use onefold_domain::{ExplainedPair, PairQuestion, Transform};
use onefold_report::charts::waterfall;
use onefold_report::text::{count, percent, shown};
use onefold_service::Service;
use serde::Deserialize;

use super::decisions::{form, last, waiting};
use super::labeling::left_out;
use super::matched::by_doubt;
use super::words::column as column_name;
use crate::contrast::{Comparisons, Contrast, Relation, legend, order};
use crate::results::{Group, Grouped, SCORED_AT_ONCE};
use crate::{Console, Failure, Page, Section, Visit, link};

/// Number of records whose pairs are shown.
const MOST_RECORDS: usize = 24;
/// Pairs in the list.
const MOST_PAIRS: usize = 60;
/// Number of contributions that the waterfall shows one by one.
const SHOWN_CONTRIBUTIONS: usize = 12;
/// From this score on, a pair is drawn as a direct match.
const LIKELY: f64 = 0.5;
/// Length of a record's name in the graph.
const NAME_CHARS: usize = 14;
/// Columns of a pair that are the same in both records and still shown when there are many columns.
const SHOWN_SAME: usize = 4;
/// With more columns than this, most of those that are the same are folded.
const MANY_COLUMNS: usize = 10;

/// Which pair a page explains.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    left: Option<usize>,
    right: Option<usize>,
    /// Whether the table is scored again where the run kept nothing.
    again: bool,
}

/// Which two records are compared: by their number in the result, or by their id.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AskedAny {
    left: Option<usize>,
    right: Option<usize>,
    a: String,
    b: String,
    /// Whether the table is scored again where the run kept nothing.
    again: bool,
}

/// What the page of a group shows.
struct View {
    transform: Transform,
    result: Arc<Grouped>,
    group: Group,
    /// Every pair of the first records that was explained, highest score first; `None` if that takes long.
    pairs: Option<Arc<Vec<ExplainedPair>>>,
    asked: Asked,
}

/// The page of a group.
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

/// The page of any two records.
pub(crate) async fn compare(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<AskedAny>,
) -> Result<Page, Failure> {
    let own = Arc::clone(&console);
    let (wanted, given) = (id.clone(), asked.clone());
    let (transform, result, pair) = console
        .ask(move |service| {
            let transform = service.transform(&wanted)?;
            let result = own.results.latest(service, own.inspector.as_ref(), &wanted)?;
            let result = result.ok_or_else(|| {
                Failure::invalid("this transform has no result yet; find matches first, then compare records")
            })?;
            let pair = match pair_of(&result, &given)? {
                Some((left, right)) => {
                    let name = format!("{left} {right}");
                    let asked = (result.as_ref(), name.as_str(), given.again);
                    let pairs = explain(&own, service, &wanted, asked, vec![(left, right)])?;
                    let pair = pairs.and_then(|pairs| pairs.first().cloned());
                    Some(([left, right], pair))
                }
                None => None,
            };
            Ok((transform, result, pair))
        })
        .await?;
    let csrf = visit.csrf_field();
    let own = link(&["transforms", &id, "compare"]);
    let back = match &pair {
        Some(([left, right], _)) => format!("{own}?left={left}&right={right}"),
        None => own.clone(),
    };
    let names = pair
        .as_ref()
        .map(|(both, _)| both.map(|record| result.name(record)));
    let [a, b] = names.unwrap_or([asked.a, asked.b]);
    let body = html! {
        h1 { "Compare two records" }
        (last(&id, &result, &back, &csrf))
        (form(&id, &result, &back, &csrf))
        @if let Some((both, pair)) = &pair { (explained(&result, *both, pair.as_ref())) }
        form.filters method="get" action=(own) {
            div.field { label for="a" { "Record ID" } input #a name="a" value=(a) required; }
            div.field { label for="b" { "Other record ID" } input #b name="b" value=(b) required; }
            button type="submit" { "Compare" }
        }
        @if result.key.is_none() { p.hint { "Records without an ID have their number in the result, from 1." } }
    };
    Ok(Page::new(Section::Transforms, "Compare", body)
        .wide()
        .below("Transforms", "/console/transforms")
        .below(&transform.name, &link(&["transforms", &id]))
        .below("Groups", &link(&["transforms", &id, "groups"])))
}

/// The numbers of the records asked for; `None` if none are.
fn pair_of(result: &Grouped, asked: &AskedAny) -> Result<Option<(usize, usize)>, Failure> {
    let records = result.table.records.len();
    let by_id = |id: &str| {
        let id = id.trim();
        let found = match result.key {
            Some(_) => (0..records).find(|&record| result.name(record) == id),
            None => id.parse().ok().and_then(|number: usize| number.checked_sub(1)),
        };
        found
            .filter(|&record| record < records)
            .ok_or_else(|| Failure::not_found(format!("the result has no record with the ID {id:?}")))
    };
    let (left, right) = match (asked.left, asked.right) {
        (Some(left), Some(right)) if left < records && right < records => (left, right),
        (Some(_), _) | (_, Some(_)) => {
            return Err(Failure::not_found("the result has no record of that number"));
        }
        (None, None) if asked.a.trim().is_empty() && asked.b.trim().is_empty() => return Ok(None),
        (None, None) => (by_id(&asked.a)?, by_id(&asked.b)?),
    };
    if left == right {
        return Err(Failure::invalid(
            "both are the same record; name two different ones",
        ));
    }
    Ok(Some((left, right)))
}

/// Why pairs of records have their scores, highest score first: from what the run kept, or else scored again. `None` if that
/// takes long and was not asked for.
fn explain(
    console: &Console,
    service: &Service,
    id: &str,
    (result, name, again): (&Grouped, &str, bool),
    pairs: Vec<(usize, usize)>,
) -> Result<Option<Arc<Vec<ExplainedPair>>>, Failure> {
    let sorted = |mut pairs: Vec<ExplainedPair>| {
        pairs.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        pairs
    };
    if let Some(file) = &result.explanations {
        let kept = console.results.pairs((&result.run, name), || {
            Ok(sorted(console.inspector.kept(file, &pairs)))
        })?;
        if !kept.is_empty() {
            return Ok(Some(kept));
        }
    }
    if !again && result.table.records.len() > SCORED_AT_ONCE {
        return Ok(None);
    }
    let name = format!("{name} again");
    let scored = console.results.pairs((&result.run, &name), || {
        let question = PairQuestion {
            files: result.files.clone(),
            pairs,
            ..knowledge(service, id)?
        };
        let invalid = |text: String| Failure::invalid(service.without_paths(&text));
        Ok(sorted(console.inspector.explain(&question).map_err(invalid)?))
    })?;
    Ok(Some(scored))
}

/// What a transform knows, to score a result with.
pub(super) fn knowledge(service: &Service, id: &str) -> Result<PairQuestion, Failure> {
    Ok(PairQuestion {
        key: service.transform(id)?.settings.primary_key,
        labels: service.stored_labels(id)?,
        model: service.stored_model(id)?,
        kinds: service
            .table_files(id)
            .map(|(table, _)| {
                let chosen = table.chosen_kinds().into_iter();
                chosen
                    .map(|(name, kind)| (name.to_owned(), kind.to_owned()))
                    .collect()
            })
            .unwrap_or_default(),
        ..PairQuestion::default()
    })
}

fn read(console: &Console, service: &Service, id: &str, group: &str, asked: Asked) -> Result<View, Failure> {
    let transform = service.transform(id)?;
    let (result, group) = console
        .results
        .group(service, console.inspector.as_ref(), id, group)?;
    let shown: Vec<usize> = group.records.iter().copied().take(MOST_RECORDS).collect();
    // A group that people changed keeps its id, so its records are part of the name.
    let name = format!("{} {shown:?}", group.id);
    let all = shown
        .iter()
        .enumerate()
        .flat_map(|(at, &left)| shown[at + 1..].iter().map(move |&right| (left, right)))
        .collect();
    let pairs = explain(console, service, id, (&result, &name, asked.again), all)?;
    Ok(View {
        transform,
        result,
        group,
        pairs,
        asked,
    })
}

impl View {
    /// The pairs, highest score first.
    fn pairs(&self) -> &[ExplainedPair] {
        self.pairs.as_deref().map_or(&[], Vec::as_slice)
    }

    /// The pairs, the least certain first.
    fn by_doubt(&self) -> Vec<&ExplainedPair> {
        let mut pairs: Vec<&ExplainedPair> = self.pairs().iter().collect();
        let doubt = |pair: &ExplainedPair| (pair.score - LIKELY).abs();
        pairs.sort_by(|a, b| doubt(a).total_cmp(&doubt(b)));
        pairs
    }

    /// The pair asked for, or the least certain one.
    fn chosen(&self) -> Option<&ExplainedPair> {
        let asked = (self.asked.left, self.asked.right);
        let is_asked = |pair: &&ExplainedPair| {
            asked == (Some(pair.left), Some(pair.right)) || asked == (Some(pair.right), Some(pair.left))
        };
        self.pairs()
            .iter()
            .find(is_asked)
            .or_else(|| self.by_doubt().first().copied())
    }

    /// Where the next doubtful pair is: of this group, or of the next group.
    fn next(&self) -> Option<String> {
        let base = link(&["transforms", &self.transform.id, "groups"]);
        let pairs = self.by_doubt();
        let chosen = self.chosen();
        let at = pairs.iter().position(|pair| Some(*pair) == chosen)?;
        if let Some(pair) = pairs.get(at + 1) {
            return Some(address(&format!("{base}/{}", self.group.id), pair));
        }
        let groups = by_doubt(&self.result);
        let own = groups.iter().position(|group| group.id == self.group.id)?;
        groups
            .get(own + 1)
            .map(|group| format!("{base}/{}/pairs", group.id))
    }
}

fn render(view: &View, csrf: &Markup) -> Markup {
    let id = &view.transform.id;
    let base = link(&["transforms", id, "groups", &view.group.id]);
    let size = view.group.records.len();
    let likely = view.pairs().iter().filter(|pair| pair.score >= LIKELY).count();
    let compare = link(&["transforms", id, "compare"]);
    // After a decision the group may be another one, but the two records can still be compared.
    let back = match view.chosen() {
        Some(pair) => format!("{compare}?left={}&right={}", pair.left, pair.right),
        None => base.clone(),
    };
    html! {
        div.head {
            h1 { "Pairs of group " (shown(&view.group.id)) }
            @if let Some(next) = view.next() { a.button rel="next" data-key="n" href=(next) { "Next doubtful pair " kbd { "n" } } }
        }
        (last(id, &view.result, &back, csrf))
        (form(id, &view.result, &back, csrf))
        @match view.chosen() {
            Some(pair) => (explained(&view.result, [pair.left, pair.right], Some(pair))),
            None => section.card { (score_now(&view.result, &[])) },
        }
        (waiting(id, &view.result, csrf))
        @if size > 2 && !view.pairs().is_empty() { section.card aria-label="Scores" {
            h2 { "All pairs of the group" }
            p.soft {
                (count(size as u64)) " records, " (count(view.pairs().len() as u64)) " pairs, " (count(likely as u64)) " of them direct matches."
                @if size > MOST_RECORDS { " Only pairs of the first " (MOST_RECORDS) " records are shown." }
            }
            div.columns { (graph(view, &base)) (list(view, &base)) }
        } }
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
            figcaption { "Each dot is a record. A thicker line is a higher score; a dashed line is no direct match. The list shows the same pairs." }
            svg.graph viewBox=(format!("0 0 {SIDE} {SIDE}")) role="group" aria-label=(format!("The scores of {} pairs", view.pairs().len())) {
                @for pair in view.pairs().iter().rev() {
                    @let ((x1, y1), (x2, y2)) = (place(pair.left), place(pair.right));
                    @let class = match (chosen == Some((pair.left, pair.right)), pair.score >= LIKELY) {
                        (true, _) => "edge chosen",
                        (false, true) => "edge",
                        (false, false) => "edge weak",
                    };
                    a href=(address(base, pair)) aria-label=(format!("{} and {}: score {}", shown(&view.result.name(pair.left)), shown(&view.result.name(pair.right)), percent(pair.score))) {
                        line class=(class) x1=(px(x1)) y1=(px(y1)) x2=(px(x2)) y2=(px(y2)) stroke-width=(px(1.0 + 5.0 * pair.score)) {
                            title { (shown(&view.result.name(pair.left))) " and " (shown(&view.result.name(pair.right))) ": " (percent(pair.score)) }
                        }
                    }
                }
                @for &number in &records {
                    @let (x, y) = place(number);
                    circle.dot cx=(px(x)) cy=(px(y)) r="7" {}
                    text x=(px(x + (x - SIDE / 2.0) * 0.13)) y=(px(y + (y - SIDE / 2.0) * 0.13 + 4.0)) text-anchor=(anchor(x - SIDE / 2.0)) { (short(&view.result.name(number))) }
                }
            }
        }
    }
}

fn list(view: &View, base: &str) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Pairs by score" { table.list {
            thead { tr { th scope="col" { "records" } th.number scope="col" { "score" } } }
            tbody { @for pair in view.pairs().iter().rev().take(MOST_PAIRS) { tr {
                td { a href=(address(base, pair)) { (shown(&view.result.name(pair.left))) " and " (shown(&view.result.name(pair.right))) } }
                td.number { (percent(pair.score)) }
            } } }
        } }
        @if view.pairs().len() > MOST_PAIRS { p.hint { "The " (MOST_PAIRS) " pairs with the lowest scores are listed." } }
    }
}

/// Two records side by side, with what each column says, and what adds up to their score if that is known.
fn explained(result: &Grouped, both: [usize; 2], pair: Option<&ExplainedPair>) -> Markup {
    let columns = &result.table.columns;
    let comparisons = Comparisons::new(pair.cloned());
    let contrasts: Vec<Contrast> = (0..columns.len())
        .map(|column| result.contrast(&both, column, &comparisons))
        .collect();
    let mut order = order(&contrasts, result.key);
    let empty = columns.len() - order.len();
    let mut folded = Vec::new();
    if order.len() > MANY_COLUMNS {
        let same = order
            .iter()
            .copied()
            .filter(|&column| contrasts[column].is_same() && Some(column) != result.key);
        folded = same.skip(SHOWN_SAME).collect();
        order.retain(|column| !folded.contains(column));
    }
    let row = |column: usize| {
        let compared = pair.and_then(|pair| pair.columns.iter().find(|own| own.name == columns[column]));
        html! { tr {
            th scope="row" { (column_name(&columns[column])) }
            @for (at, &record) in both.iter().enumerate() {
                @let value = result.value(record, column);
                td { @if Some(column) == result.key { (shown(value)) } @else { (contrasts[column].marked(at, value)) } }
            }
            @match compared {
                Some(own) => { td { (own.outcome) } td.number { (format!("{:+.1}", own.bits)) } },
                None if pair.is_some() => { td.soft { "not compared" } td {} },
                None => {},
            }
        } }
    };
    let names = both.map(|record| shown(&result.name(record)));
    let title = format!("{} and {}", names[0], names[1]);
    let groups = both.map(|record| result.group_of(record));
    let is_one = groups[0].is_some() && groups[0].map(|group| &group.id) == groups[1].map(|group| &group.id);
    let conflicts = (0..columns.len())
        .filter(|&column| Some(column) != result.key && contrasts[column].worst() == Relation::Conflict)
        .count();
    html! {
        section.card.explained aria-label=(title) {
            div.head {
                h2 { (title) " " span.badge .good[is_one] { @if is_one { "in one group" } @else { "in different groups" } } }
                span.soft {
                    @match pair { Some(pair) => { "score " strong { (percent(pair.score)) } }, None => "no score" }
                    @if conflicts > 0 { " · " (conflicts) @if conflicts == 1 { " column differs" } @else { " columns differ" } }
                }
                // The answers stay in view however many columns there are.
                div.actions.answers-now {
                    input type="hidden" form="decide" name="record" value=(both[0]);
                    input type="hidden" form="decide" name="record" value=(both[1]);
                    button.primary form="decide" type="submit" name="do" value="same" data-key="1" { "Match" }
                    button form="decide" type="submit" name="do" value="other" data-key="0" { "No match" }
                }
            }
            div.why {
                div {
                    div.scroll tabindex="0" role="region" aria-label=(format!("Columns of {title}")) { table.pair {
                        thead { tr {
                            th scope="col" { "column" } @for name in &names { th scope="col" { (name) } }
                            @if pair.is_some() { th scope="col" { "outcome" } th.number scope="col" { "bits" } }
                        } }
                        tbody { @for &column in &order { (row(column)) } }
                    } }
                    @if !folded.is_empty() {
                        details { summary { (folded.len()) " more columns are the same" }
                            div.scroll tabindex="0" role="region" aria-label="Columns that are the same" { table.pair { tbody { @for &column in &folded { (row(column)) } } } } }
                    }
                    (left_out(empty))
                    (legend())
                }
                @match pair { Some(pair) => (adding_up(pair)), None => div { (score_now(result, &both)) } }
            }
        }
    }
}

/// What adds up to a score: a picture, and the same as a table.
fn adding_up(pair: &ExplainedPair) -> Markup {
    let parts: Vec<(String, f64)> = pair
        .contributions
        .iter()
        .map(|part| (part.name.clone(), part.bits))
        .collect();
    let (first, rest) = parts.split_at(parts.len().min(SHOWN_CONTRIBUTIONS));
    let mut bars = first.to_vec();
    if !rest.is_empty() {
        let sum = rest.iter().map(|share| share.1).sum();
        bars.push((format!("{} more columns", rest.len()), sum));
    }
    html! {
        figure {
            figcaption { "What each column adds, in bits: +1 doubles the odds of a match, −1 halves them. Together they give the score." }
            (waterfall(pair.prior, &bars, pair.weight))
            details { summary { "All parts as a table" } div.scroll tabindex="0" role="region" aria-label="All parts" { table {
                thead { tr { th scope="col" { "part" } th scope="col" { "what was found" } th.number scope="col" { "adds" } } }
                tbody {
                    tr { td { "before any column" } td {} td.number { (format!("{:+.2}", pair.prior)) } }
                    @for part in &pair.contributions { tr { td { (part.name) } td.wraps { (part.meaning) } td.number { (format!("{:+.2}", part.bits)) } } }
                    tr { td { "together" } td { "score " (format!("{:.4}", pair.score)) } td.number { (format!("{:+.2}", pair.weight)) } }
                }
            } } }
        }
    }
}

/// Why there is no score, and the button that scores the table again.
fn score_now(result: &Grouped, both: &[usize]) -> Markup {
    html! {
        @if result.explanations.is_some() {
            p { "The run kept no score of these records: it did not compare them, or their score is far below the threshold." }
        } @else {
            p { "The run of this result kept nothing to explain it with: a job of the API or an earlier version found it." }
        }
        form method="get" {
            @for (name, record) in ["left", "right"].iter().zip(both) { input type="hidden" name=(name) value=(record); }
            button type="submit" name="again" value="true" { "Score them now" }
        }
        p.hint { "This scores all " (count(result.table.records.len() as u64)) " records again, which takes about as long as finding matches." }
    }
}

fn address(base: &str, pair: &ExplainedPair) -> String {
    format!("{base}/pairs?left={}&right={}", pair.left, pair.right)
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
    use onefold_domain::{Agreement, ComparedColumn, MatchedRecord, MatchedTable, ScorePart};

    use super::*;
    use crate::pages::words::samples;

    fn view(asked: Asked) -> View {
        let record = |id: &str, name: &str| MatchedRecord {
            group: "7".to_owned(),
            confidence: Some(0.9),
            values: vec![id.to_owned(), name.to_owned()],
            forms: Vec::new(),
        };
        let table = MatchedTable {
            columns: vec!["id".to_owned(), "name <b>".to_owned()],
            records: vec![
                record("1", "Maria Lopez"),
                record("2", "Maria <script>"),
                record("3", "MARIA Lopez"),
            ],
            ..MatchedTable::default()
        };
        let part = |name: &str, bits| ScorePart {
            name: name.to_owned(),
            meaning: "as found".to_owned(),
            bits,
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
                agreement: Agreement::Close,
                bits: 4.0,
            }],
            contributions: vec![part("evidence", 4.0), part("rank", -0.5)],
        };
        let result = Grouped::new("tsk-1".to_owned(), &Arc::new(table), Some(0));
        View {
            transform: samples::transform(),
            group: result.groups[0].clone(),
            result: Arc::new(result),
            pairs: Some(Arc::new(vec![pair(0, 2, 0.99), pair(0, 1, 0.7), pair(1, 2, 0.2)])),
            asked,
        }
    }

    #[test]
    fn a_group_shows_its_pairs_and_explains_the_least_certain() {
        let text = render(&view(Asked::default()), &html! {}).into_string();
        assert!(text.contains("edge weak"), "{text}");
        assert!(!text.contains("<script>"), "{text}");
        insta::assert_snapshot!(text);
    }

    #[test]
    fn a_pair_is_explained_in_either_order() {
        let asked = |left, right| {
            let asked = Asked {
                left: Some(left),
                right: Some(right),
                again: false,
            };
            view(asked).chosen().map(|pair| (pair.left, pair.right))
        };
        assert_eq!(asked(1, 2), Some((1, 2)));
        assert_eq!(asked(2, 1), Some((1, 2)));
        assert_eq!(asked(5, 9), Some((0, 1)), "the least certain one");
    }

    #[test]
    fn any_two_records_are_found_by_id_or_number() {
        let view = view(Asked::default());
        let of = |a: &str, b: &str| {
            let asked = AskedAny {
                a: a.to_owned(),
                b: b.to_owned(),
                ..AskedAny::default()
            };
            pair_of(&view.result, &asked)
        };
        assert_eq!(of("1", " 3 ").unwrap(), Some((0, 2)));
        assert_eq!(of("", "").unwrap(), None);
        assert!(of("1", "1").is_err() && of("1", "nobody").is_err());
        let beyond = AskedAny {
            left: Some(0),
            right: Some(9),
            ..AskedAny::default()
        };
        assert!(pair_of(&view.result, &beyond).is_err());
    }
}
