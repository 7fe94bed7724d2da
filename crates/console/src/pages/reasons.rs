//! Why the records of a group are one: what holds them together, the path between two of them, and what would split them.

use std::sync::Arc;

use maud::{Markup, html};
use onefold_domain::{ExplainedPair, GroupQuestion, GroupReasons, GroupSplit, PairQuestion, ScorePart};
use onefold_report::group::{NOT_BY_SCORES, SplitView, part, split};
use onefold_report::text::{count, shown};
use onefold_service::Service;
use serde::Deserialize;

use super::pairs::knowledge;
use super::words::options;
use crate::results::{Group, Grouped, SCORED_AT_ONCE};
use crate::{Console, Failure, link};

/// Links that are not folded.
const SHOWN_LINKS: usize = 6;

/// What the address of a group asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// Numbers of the records between which a path is wanted.
    from: Option<usize>,
    to: Option<usize>,
    /// Whether matches are found again where the run kept nothing to explain the group with.
    again: bool,
}

impl Asked {
    /// The two records, if both are of the group.
    fn ends(&self, group: &Group) -> Option<(usize, usize)> {
        let (from, to) = (self.from?, self.to?);
        let is_own = |record| group.records.contains(&record);
        (from != to && is_own(from) && is_own(to)).then_some((from, to))
    }
}

/// Why a group is one; `None` if the run kept nothing, and finding it out again would take long and was not asked for.
pub(super) fn read(
    console: &Console,
    service: &Service,
    transform: &str,
    (result, group): (&Grouped, &Group),
    asked: &Asked,
) -> Result<Option<Arc<GroupReasons>>, Failure> {
    let is_quick = result.explanations.is_some() || result.table.records.len() <= SCORED_AT_ONCE;
    if !is_quick && !asked.again {
        return Ok(None);
    }
    let ends = asked.ends(group);
    // A group that people changed keeps its id, so its records are part of the name.
    let name = format!("{} {:?} {ends:?}", group.id, group.records);
    let reasons = console.results.reasons((&result.run, &name), || {
        let question = GroupQuestion {
            explanations: result.explanations.clone(),
            records: group.records.clone(),
            ends,
            again: PairQuestion {
                files: result.files.clone(),
                ..knowledge(service, transform)?
            },
        };
        let reasons = console.inspector.explain_group(&question);
        reasons.map_err(|text| Failure::invalid(service.without_paths(&text)))
    })?;
    Ok(Some(reasons))
}

/// The section of a group's page. The buttons belong to the form of decisions on the page.
pub(super) fn section(
    transform: &str,
    result: &Grouped,
    group: &Group,
    reasons: Option<&GroupReasons>,
    asked: &Asked,
) -> Markup {
    let own = link(&["transforms", transform, "groups", &group.id]);
    html! {
        section.card #why aria-label="Why these records are one group" {
            h2 { "Why these records are one group" }
            @match reasons {
                None => {
                    p { "The run of this result kept nothing to explain it with: a job of the API or an earlier version found it." }
                    form.actions method="get" action=(format!("{own}#why")) { button type="submit" name="again" value="true" { "Explain it now" } }
                    p.hint { "This takes about as long as finding matches." }
                },
                Some(reasons) => {
                    (explained(transform, result, group, reasons))
                    (path(transform, result, group, reasons, asked))
                },
            }
        }
    }
}

fn explained(transform: &str, result: &Grouped, group: &Group, reasons: &GroupReasons) -> Markup {
    let (first, rest) = reasons.links.split_at(reasons.links.len().min(SHOWN_LINKS));
    html! {
        @if group.is_decided { p.soft { "You decided about this group. Here is what the scores of the run say about it." } }
        @if let Some(weakest) = reasons.links.first() {
            p {
                "The weakest link: " (pair_link(transform, result, weakest)) ", score " strong { (score(weakest.score)) } ". "
                @if let Some(own) = weakest.most_for() { "Most for a match: " (in_words(own)) ". " }
                @if let Some(own) = weakest.most_against() { "Most against: " (in_words(own)) ". " }
                @else { "Nothing speaks against it. " }
                "Pairs scoring " (format!("{:.3}", reasons.threshold)) " or more count as matches."
            }
        }
        @if reasons.links.len() + 1 < group.records.len() { p { (NOT_BY_SCORES) } }
        @if !first.is_empty() { (links(transform, result, first, "What holds the group together")) }
        @if !rest.is_empty() {
            details { summary { (count(rest.len() as u64)) " stronger links" } (links(transform, result, rest, "Stronger links")) }
        }
        @if let Some(own) = &reasons.split { (apart(result, own)) }
    }
}

fn links(transform: &str, result: &Grouped, links: &[ExplainedPair], title: &str) -> Markup {
    let cell = |part: Option<&ScorePart>| part.map_or_else(String::new, in_words);
    html! {
        div.scroll.cards tabindex="0" role="region" aria-label=(title) { table.list {
            thead { tr { th scope="col" { "held together by" } th.number scope="col" { "score" } th scope="col" { "most for" } th scope="col" { "most against" } } }
            tbody { @for own in links { @let (good, bad) = (cell(own.most_for()), cell(own.most_against())); tr {
                td data-name="held together by" { (pair_link(transform, result, own)) }
                td.number data-name="score" { (score(own.score)) }
                td.wraps data-name="most for" .blank[good.is_empty()] { (good) }
                td.wraps data-name="most against" .blank[bad.is_empty()] { (bad) }
            } } }
        } }
    }
}

/// What would split the group, and the button that does.
fn apart(result: &Grouped, own: &GroupSplit) -> Markup {
    let names = |records: &Vec<usize>| {
        records
            .iter()
            .map(|&record| shown(&result.name(record)))
            .collect()
    };
    let smaller = own.parts.iter().min_by_key(|part| part.len());
    let smaller = smaller.map_or_else(String::new, |part| {
        part.iter().map(usize::to_string).collect::<Vec<_>>().join(" ")
    });
    html! {
        h3 { "What would split it" }
        p { (split(&SplitView {
            parts: own.parts.each_ref().map(names),
            mean: own.mean,
            pairs: own.pairs,
            scored: own.scored,
            strongest: own.strongest.map(|best| {
                ([best.left, best.right].map(|record| shown(&result.name(record as usize))), best.score.into())
            }),
        })) }
        div.actions { button.small form="decide" type="submit" name="cut" value=(smaller) { "Split there" } }
    }
}

/// The strongest way from one record to another one, and the form that asks for it.
fn path(transform: &str, result: &Grouped, group: &Group, reasons: &GroupReasons, asked: &Asked) -> Markup {
    if group.records.len() < 3 {
        return html! {};
    }
    let own = link(&["transforms", transform, "groups", &group.id]);
    let choices: Vec<(String, String)> = group
        .records
        .iter()
        .map(|&record| (record.to_string(), shown(&result.name(record))))
        .collect();
    let choice = |name: &str, label: &str, chosen: Option<usize>, otherwise: usize| {
        let chosen = chosen.unwrap_or(otherwise).to_string();
        let choices = choices
            .iter()
            .map(|(value, text)| (value.as_str(), text.as_str()));
        html! { div.field { label for=(name) { (label) } select #(name) name=(name) { (options(choices, &chosen)) } } }
    };
    let (first, last) = (group.records[0], group.records[group.records.len() - 1]);
    html! {
        h3 { "How one record leads to another" }
        form.filters method="get" action=(format!("{own}#why")) {
            (choice("from", "From", asked.from, first))
            (choice("to", "To", asked.to, last))
            @if asked.again { input type="hidden" name="again" value="true"; }
            button type="submit" { "Show the path" }
        }
        @match asked.ends(group) {
            Some(_) if reasons.path.is_empty() => p role="status" { "No scores lead from one to the other. " (NOT_BY_SCORES) },
            Some((from, _)) => {
                p { "The strongest way between the two records:" }
                ol.path { @for (step, own) in steps(from, reasons) { li {
                    (named(transform, result, step, [own.left as usize, own.right as usize])) ": score " (score(own.score.into()))
                } } }
            },
            None if asked.from.is_some() => p role="status" { "Choose two different records of the group." },
            None => {},
        }
    }
}

/// The links of the path, each with its records in the order of the way.
fn steps(from: usize, reasons: &GroupReasons) -> Vec<([usize; 2], onefold_domain::PairScore)> {
    let mut at = from;
    let mut steps = Vec::new();
    for own in &reasons.path {
        let next = (own.left + own.right) as usize - at;
        steps.push(([at, next], *own));
        at = next;
    }
    steps
}

fn pair_link(transform: &str, result: &Grouped, pair: &ExplainedPair) -> Markup {
    let both = [pair.left, pair.right];
    named(transform, result, both, both)
}

/// The names of two records, with a link to why they have their score.
fn named(transform: &str, result: &Grouped, shown_as: [usize; 2], pair: [usize; 2]) -> Markup {
    let compare = link(&["transforms", transform, "compare"]);
    let [left, right] = shown_as.map(|record| shown(&result.name(record)));
    html! { a href=(format!("{compare}?left={}&right={}", pair[0], pair[1])) { (left) " and " (right) } }
}

fn in_words(own: &ScorePart) -> String {
    part(&shown(&own.name), &own.meaning, own.bits)
}

/// As `onefold explain --group` prints it.
fn score(score: f64) -> String {
    format!("{score:.4}")
}

#[cfg(test)]
mod tests {
    use onefold_domain::{MatchedRecord, MatchedTable, PairScore};

    use super::*;

    fn result() -> Grouped {
        let record = |id: &str| MatchedRecord {
            group: "7".to_owned(),
            confidence: Some(0.9),
            values: vec![id.to_owned(), format!("<b>{id}")],
            forms: Vec::new(),
        };
        let table = MatchedTable {
            columns: vec!["id".to_owned(), "name".to_owned()],
            records: ["a1", "<i>b2", "c3"].map(record).into(),
            ..MatchedTable::default()
        };
        Grouped::new("tsk-1".to_owned(), &Arc::new(table), Some(0))
    }

    fn reasons() -> GroupReasons {
        let link = |left, right, score: f64, against: f64| ExplainedPair {
            left,
            right,
            score,
            contributions: vec![
                ScorePart {
                    name: "name".to_owned(),
                    meaning: "equal, as 1 in 9 are by chance".to_owned(),
                    bits: 3.17,
                },
                ScorePart {
                    name: "born".to_owned(),
                    meaning: "different, as in 3 % of matches".to_owned(),
                    bits: against,
                },
            ],
            ..ExplainedPair::default()
        };
        let pair = |left, right, score| PairScore { left, right, score };
        GroupReasons {
            threshold: 0.5,
            links: vec![link(1, 2, 0.6123, -4.5), link(0, 1, 0.99, 0.5)],
            split: Some(GroupSplit {
                parts: [vec![0, 1], vec![2]],
                mean: 0.45,
                pairs: 2,
                scored: 1,
                strongest: Some(pair(1, 2, 0.6123)),
            }),
            path: vec![pair(1, 2, 0.6123), pair(0, 1, 0.99)],
        }
    }

    fn page(asked: &Asked, reasons: Option<&GroupReasons>) -> String {
        let result = result();
        section("tfm-1", &result, &result.groups[0], reasons, asked).into_string()
    }

    #[test]
    fn a_group_says_what_holds_it_together_and_what_would_split_it() {
        let text = page(&Asked::default(), Some(&reasons()));
        assert!(text.contains("would split it into two groups: a1, &lt;i&gt;b2; and c3."));
        assert!(
            text.contains("born: different, as in 3 % of matches (-4.50 bits)"),
            "{text}"
        );
        assert!(
            text.contains(r#"name="cut" value="2""#),
            "the smaller part leaves: {text}"
        );
        assert!(!text.contains("<i>"), "{text}");
        assert!(!text.contains(NOT_BY_SCORES));
        insta::assert_snapshot!(text);
    }

    #[test]
    fn the_path_follows_the_way_between_the_records_asked_for() {
        let asked = |from, to| Asked {
            from: Some(from),
            to: Some(to),
            again: false,
        };
        let text = page(&asked(2, 0), Some(&reasons()));
        let first = text.find("c3 and &lt;i&gt;b2").expect("the first step");
        let second = text.find("&lt;i&gt;b2 and a1").expect("the second step");
        assert!(first < second);
        assert!(page(&asked(2, 2), Some(&reasons())).contains("two different records"));
        assert!(page(&asked(2, 9), Some(&reasons())).contains("two different records"));
        let none = GroupReasons {
            path: Vec::new(),
            links: Vec::new(),
            ..reasons()
        };
        assert!(page(&asked(2, 0), Some(&none)).contains("No scores lead"));
    }

    #[test]
    fn a_result_without_explanations_offers_to_make_one() {
        let text = page(&Asked::default(), None);
        assert!(text.contains("Explain it now"), "{text}");
    }
}
