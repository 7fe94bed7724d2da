//! Missed matches: pairs in different groups whose score is just below the threshold, the highest first.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use maud::{Markup, html};
use onefold_domain::{PairScore, Transform};
use onefold_report::text::{count, percent, shown};
use serde::Deserialize;

use super::decisions::{form, last};
use super::labeling::left_out;
use super::words::{column as column_name, pager, query};
use crate::contrast::{Comparisons, Contrast, legend, order};
use crate::results::Grouped;
use crate::{Console, Failure, Page, Section, Visit, link};

/// Pairs on a page.
const PAGE: usize = 20;
/// Pairs with a lower score are no candidates for a match.
const LEAST_SCORE: f32 = 0.05;

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    page: usize,
}

/// What the page shows.
struct View {
    transform: Transform,
    result: Option<Arc<Grouped>>,
    page: usize,
    /// All missed pairs.
    pairs: Vec<PairScore>,
    /// What the run found in those of the page.
    comparisons: Comparisons,
}

/// The page.
pub(crate) async fn list(
    State(console): State<Arc<Console>>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Page, Failure> {
    let (own, wanted) = (Arc::clone(&console), id.clone());
    let view = console
        .ask(move |service| {
            let inspector = own.inspector.as_ref();
            let result = own.results.latest(service, inspector, &wanted)?;
            let view = View::new(service.transform(&wanted)?, result, asked.page);
            let shown: Vec<[usize; 2]> = view.shown().iter().map(both).collect();
            let comparisons = view
                .result
                .as_ref()
                .map(|result| result.comparisons(inspector, shown.iter().map(<[usize; 2]>::as_slice)));
            Ok(View {
                comparisons: comparisons.unwrap_or_default(),
                ..view
            })
        })
        .await?;
    let body = render(&view, &visit.csrf_field());
    Ok(Page::new(Section::Transforms, "Missed matches", body)
        .wide()
        .below("Transforms", "/console/transforms")
        .below(&view.transform.name, &link(&["transforms", &id]))
        .below("Groups", &link(&["transforms", &id, "groups"])))
}

impl View {
    fn new(transform: Transform, result: Option<Arc<Grouped>>, page: usize) -> Self {
        Self {
            transform,
            page,
            pairs: result.as_deref().map_or_else(Vec::new, missed),
            comparisons: Comparisons::default(),
            result,
        }
    }

    /// The pairs of the page.
    fn shown(&self) -> &[PairScore] {
        let begin = self.page.saturating_mul(PAGE).min(self.pairs.len());
        &self.pairs[begin..(begin + PAGE).min(self.pairs.len())]
    }
}

/// The numbers of the records of a pair.
fn both(pair: &PairScore) -> [usize; 2] {
    [pair.left as usize, pair.right as usize]
}

/// The pairs in different groups that nobody has decided about, the highest score first, and of two groups only the best.
fn missed(result: &Grouped) -> Vec<PairScore> {
    let mut of: HashMap<usize, usize> = HashMap::new();
    let groups = result.groups.iter().chain(&result.singles).enumerate();
    for (place, group) in groups {
        of.extend(group.records.iter().map(|&record| (record, place)));
    }
    let kept_apart = result.kept_apart();
    let mut pairs: Vec<PairScore> = result
        .pairs
        .iter()
        .copied()
        .filter(|pair| pair.score >= LEAST_SCORE)
        .filter(|pair| of.get(&(pair.left as usize)) != of.get(&(pair.right as usize)))
        .filter(|pair| !kept_apart.contains(&(pair.left.min(pair.right), pair.left.max(pair.right))))
        .collect();
    pairs.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| (a.left, a.right).cmp(&(b.left, b.right)))
    });
    let mut seen: HashSet<(usize, usize)> = HashSet::new();
    let place = |record: u32| of.get(&(record as usize)).copied().unwrap_or_default();
    pairs.retain(|pair| {
        let (a, b) = (place(pair.left), place(pair.right));
        seen.insert((a.min(b), a.max(b)))
    });
    pairs
}

fn render(view: &View, csrf: &Markup) -> Markup {
    let id = &view.transform.id;
    let compare = link(&["transforms", id, "compare"]);
    html! {
        div.head {
            h1 { "Missed matches" }
            nav.links aria-label="Other pages" { a href=(compare) { "Compare any two records" } }
        }
        @match view.result.as_deref() {
            None => section.card.empty {
                p { "No results yet. Find matches first." }
                p { a.button.primary href=(link(&["transforms", id])) { "Go to the transform" } }
            },
            Some(result) if result.pairs.is_empty() => section.card.empty {
                p { "The newest result kept no scores of pairs. Find matches again to see the pairs below the threshold." }
                p { a.button.primary href=(link(&["transforms", id])) { "Go to the transform" } }
            },
            Some(result) => (found(view, result, csrf)),
        }
    }
}

fn found(view: &View, result: &Grouped, csrf: &Markup) -> Markup {
    let id = &view.transform.id;
    let pairs = &view.pairs;
    let address = |page: usize| {
        let number = if page == 0 {
            String::new()
        } else {
            page.to_string()
        };
        format!(
            "{}{}",
            link(&["transforms", id, "missed"]),
            query(&[("page", &number)])
        )
    };
    let begin = view.page.saturating_mul(PAGE);
    let next = (begin.saturating_add(PAGE) < pairs.len()).then(|| address(view.page + 1));
    let first = (view.page > 0).then(|| address(0));
    html! {
        p.lead { (count(pairs.len() as u64)) " pairs of different groups have a score, the highest first. Merge what belongs together." }
        (last(id, result, &address(view.page), csrf))
        (form(id, result, &address(view.page), csrf))
        @if pairs.is_empty() { section.card.empty { p { "Nothing was nearly matched." } } } @else { (legend()) }
        @for (at, pair) in view.shown().iter().enumerate() { (card(view, result, *pair, at == 0)) }
        (pager(first.as_deref(), next.as_deref()))
    }
}

fn card(view: &View, result: &Grouped, pair: PairScore, is_first: bool) -> Markup {
    let id = &view.transform.id;
    let both = both(&pair);
    let columns = &result.table.columns;
    let contrasts: Vec<Contrast> = (0..columns.len())
        .map(|column| result.contrast(&both, column, &view.comparisons))
        .collect();
    let order = order(&contrasts, result.key);
    let names = both.map(|record| shown(&result.name(record)));
    let title = format!("{} and {}", names[0], names[1]);
    let records = format!("{} {}", both[0], both[1]);
    // The keys answer for the first pair of the page.
    let key = |key: &'static str| is_first.then_some(key);
    html! {
        section.card aria-label=(title) data-group tabindex="-1" {
            div.head {
                h2 { (title) }
                span.soft { "score " strong { (percent(pair.score.into())) } }
                div.actions.answers-now {
                    button.primary form="decide" type="submit" name="same" value=(records) data-key=[key("1")] { "Same thing" }
                    button form="decide" type="submit" name="other" value=(records) data-key=[key("0")] { "Not the same" }
                    a.button href=(format!("{}?left={}&right={}", link(&["transforms", id, "compare"]), both[0], both[1])) { "Why" }
                }
            }
            div.scroll.cards tabindex="0" role="region" aria-label=(format!("Records {title}")) { table {
                thead { tr { @for &column in &order { th scope="col" { (column_name(&columns[column])) } } } }
                tbody { @for (at, &record) in both.iter().enumerate() { tr {
                    @for &column in &order {
                        @let value = result.value(record, column);
                        td data-name=(shown(&columns[column])) .blank[value.trim().is_empty()] {
                            @if Some(column) == result.key { (shown(value)) } @else { (contrasts[column].marked(at, value)) }
                        }
                    }
                } } }
            } }
            (left_out(columns.len() - order.len()))
        }
    }
}

#[cfg(test)]
mod tests {
    use onefold_domain::{Mark, MatchedRecord, MatchedTable, SetContent, Timestamp};
    use onefold_service::Decision;

    use super::*;
    use crate::pages::words::samples;

    fn result() -> Grouped {
        let record = |group: &str, id: &str| MatchedRecord {
            group: group.to_owned(),
            values: vec![id.to_owned(), format!("<b>{id}")],
            ..MatchedRecord::default()
        };
        let table = MatchedTable {
            columns: vec!["id".to_owned(), "name".to_owned()],
            records: vec![
                record("7", "a"),
                record("7", "b"),
                record("8", "c"),
                record("9", "d"),
            ],
            ..MatchedTable::default()
        };
        let pair = |left, right, score| PairScore { left, right, score };
        Grouped {
            pairs: Arc::new(vec![
                pair(0, 1, 0.9),
                pair(0, 2, 0.3),
                pair(1, 2, 0.4),
                pair(2, 3, 0.35),
                pair(0, 3, 0.01),
            ]),
            ..Grouped::new("tsk-1".to_owned(), &Arc::new(table), Some(0))
        }
    }

    #[test]
    fn the_best_pair_of_two_groups_is_shown_once_unless_people_keep_it_apart() {
        let pairs = |result: &Grouped| -> Vec<(u32, u32)> {
            missed(result)
                .iter()
                .map(|pair| (pair.left, pair.right))
                .collect()
        };
        assert_eq!(pairs(&result()), [(1, 2), (2, 3)]);
        let decided = result().following(vec![Decision {
            id: ("lr-1".to_owned(), 1),
            version: 1,
            content: SetContent {
                columns: vec!["id".to_owned()],
                records: vec![vec!["c".to_owned()], vec!["d".to_owned()]],
            },
            marks: vec![Mark::Alone; 2],
            time: Timestamp(0),
            learned_on: None,
        }]);
        assert_eq!(pairs(&decided), [(1, 2)]);
    }

    #[test]
    fn missed_matches_are_merged_with_one_click() {
        let view = View::new(samples::transform(), Some(Arc::new(result())), 0);
        let text = render(&view, &html! { "csrf" }).into_string();
        assert!(
            text.contains(r#"name="same" value="1 2""#) && !text.contains("<b>a"),
            "{text}"
        );
    }
}
