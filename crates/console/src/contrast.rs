//! What a comparison of values says: the same, written otherwise, nearly the same, in conflict, or missing. What the run
//! found counts; values that it did not compare are told apart by their letters. Decides too in which order columns are
//! shown.

use std::collections::{BTreeMap, HashMap};

use maud::{Markup, html};
use onefold_domain::{Agreement, ExplainedPair};
use onefold_report::text::shown;

/// Values of which so large a share of neighboring letters agree are nearly the same.
const CLOSE: f64 = 0.6;
/// So many letters of a value are compared with those of another one.
const MOST_CHARS: usize = 400;

/// How a value relates to those of the other records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Relation {
    /// The same value.
    Same,
    /// The same value, written in another way.
    OtherFormat,
    /// No value, where others have one.
    Missing,
    /// Nearly the same value, such as one with a typing error.
    Close,
    /// Another value.
    Conflict,
}

impl Relation {
    /// The class of the style sheet, and what it means in words.
    const fn told(self) -> (&'static str, &'static str) {
        match self {
            Self::Same => ("", "same"),
            Self::OtherFormat => ("format", "other format"),
            Self::Missing => ("missing", "missing"),
            Self::Close => ("close", "nearly the same"),
            Self::Conflict => ("conflict", "differs"),
        }
    }
}

/// A value, with the number of its cleaned form where the whole table was cleaned; 0 is the form of a missing value.
pub(crate) type Value<'a> = (&'a str, Option<u32>);

/// What the run found in one column of two records: how the values relate, and the words for it.
pub(crate) type Found<'a> = (Agreement, &'a str);

/// What the run found in pairs of records.
#[derive(Debug, Default)]
pub(crate) struct Comparisons(HashMap<(usize, usize), ExplainedPair>);

impl Comparisons {
    /// Those of some pairs.
    pub fn new(pairs: impl IntoIterator<Item = ExplainedPair>) -> Self {
        let pairs = pairs.into_iter();
        Self(
            pairs
                .map(|pair| ((pair.left.min(pair.right), pair.left.max(pair.right)), pair))
                .collect(),
        )
    }

    /// What was found in a column of two records, if they were compared there.
    pub fn found(&self, a: usize, b: usize, column: &str) -> Option<Found<'_>> {
        let pair = self.0.get(&(a.min(b), a.max(b)))?;
        let found = pair.columns.iter().find(|own| own.name == column)?;
        (found.agreement != Agreement::Unknown).then_some((found.agreement, found.outcome.as_str()))
    }
}

/// The relations of the values of one column.
pub(crate) struct Contrast {
    relations: Vec<Relation>,
    /// What the run found, for values that it compared.
    found: Vec<Option<String>>,
    is_empty: bool,
}

impl Contrast {
    /// Of records that are taken for one thing: each is compared with the most frequent value. `found` says what the run
    /// found in two of them, by their places.
    pub fn of_one<'a>(values: &[Value<'_>], found: impl Fn(usize, usize) -> Option<Found<'a>>) -> Self {
        let forms = forms(values);
        let Some(usual) = usual_of(&forms) else {
            return Self {
                relations: vec![Relation::Same; values.len()],
                found: Vec::new(),
                is_empty: true,
            };
        };
        // Of two values, none is the usual one, so both are marked.
        let has_two = values.len() == 2 && forms.iter().all(|&form| form != 0);
        let other = |at: usize| if has_two && at == usual { 1 - usual } else { usual };
        let relate = |at: usize| match relation(values, &forms, at, other(at)) {
            relation @ (Relation::Same | Relation::Missing) => (relation, None),
            relation => {
                let found = found(at, other(at));
                let words = found.map(|(_, words)| words.to_owned());
                (
                    found
                        .and_then(|found| said(values, at, other(at), found))
                        .unwrap_or(relation),
                    words,
                )
            }
        };
        let (relations, found) = (0..values.len()).map(relate).unzip();
        Self {
            relations,
            found,
            is_empty: false,
        }
    }

    /// Of records that may be several things: each is compared with the most similar other one. Where no two records
    /// agree, nothing sets like ones apart.
    pub fn of_several(values: &[Value<'_>]) -> Self {
        let forms = forms(values);
        let others =
            |at: usize| (0..values.len()).filter(move |&other| other != at && !values[other].0.is_empty());
        let relations: Vec<Relation> = (0..values.len())
            .map(|at| {
                let nearest = others(at).map(|other| relation(values, &forms, at, other)).min();
                nearest.unwrap_or(Relation::Same)
            })
            .collect();
        let agrees = |relation: &Relation| *relation != Relation::Conflict && *relation != Relation::Missing;
        let is_empty = forms.iter().all(|&form| form == 0);
        if relations.iter().any(agrees) || is_empty {
            return Self {
                relations,
                found: Vec::new(),
                is_empty,
            };
        }
        let plain = |relation: Relation| match relation {
            Relation::Conflict => Relation::Same,
            other => other,
        };
        Self {
            relations: relations.into_iter().map(plain).collect(),
            found: Vec::new(),
            is_empty,
        }
    }

    /// Whether no record has a value.
    pub const fn is_empty(&self) -> bool {
        self.is_empty
    }

    /// Whether all records have the same value.
    pub fn is_same(&self) -> bool {
        self.worst() == Relation::Same
    }

    /// The relation that says most against one thing.
    pub fn worst(&self) -> Relation {
        self.relations.iter().copied().max().unwrap_or(Relation::Same)
    }

    /// The value of a record, marked by what it is to the others.
    pub fn marked(&self, at: usize, value: &str) -> Markup {
        let relation = self.relations.get(at).copied().unwrap_or(Relation::Same);
        let (class, words) = relation.told();
        match relation {
            Relation::Same => html! { (shown(value)) },
            Relation::Missing if value.trim().is_empty() => html! { span.missing { "missing" } },
            _ => {
                let found = self.found.get(at).and_then(Option::as_deref);
                let title = found.map_or_else(|| words.to_owned(), |found| format!("{words}: {found}"));
                html! { mark class=(class) title=(title) { (shown(value)) } }
            }
        }
    }
}

/// What the marks mean.
pub(crate) fn legend() -> Markup {
    html! {
        ul.legend.marks aria-label="What the marks mean" {
            @for relation in [Relation::Conflict, Relation::Close, Relation::OtherFormat] {
                @let (class, words) = relation.told();
                li { mark class=(class) { (words) } }
            }
            li { span.missing { "missing" } }
        }
    }
}

/// The order in which columns are shown: those in conflict first, the id column last. Columns without any value are not
/// among them.
pub(crate) fn order(contrasts: &[Contrast], key: Option<usize>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..contrasts.len())
        .filter(|&column| !contrasts[column].is_empty() && Some(column) != key)
        .collect();
    order.sort_by_key(|&column| std::cmp::Reverse(contrasts[column].worst()));
    order.extend(key);
    order
}

/// The number of the id column among these.
pub(crate) fn key_column(columns: &[String], key: Option<&str>) -> Option<usize> {
    let key = key?;
    columns.iter().position(|own| own.eq_ignore_ascii_case(key))
}

/// Numbers of equal forms; 0 for a missing value.
fn forms(values: &[Value<'_>]) -> Vec<u32> {
    let mut numbers: HashMap<String, u32> = HashMap::new();
    values
        .iter()
        .map(|&(value, form)| match form {
            Some(form) => form,
            None if value.trim().is_empty() => 0,
            None => {
                let next = numbers.len() as u32 + 1;
                *numbers.entry(folded(value)).or_insert(next)
            }
        })
        .collect()
}

/// The place of the most frequent value; of values that are equally frequent, of the first one. `None` if none has one.
pub(crate) fn usual(values: &[Value<'_>]) -> Option<usize> {
    usual_of(&forms(values))
}

fn usual_of(forms: &[u32]) -> Option<usize> {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for &form in forms.iter().filter(|&&form| form != 0) {
        *counts.entry(form).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    (0..forms.len()).find(|&at| counts.get(&forms[at]) == Some(&most))
}

/// What a comparison says of two values that are there and not the same.
fn said(values: &[Value<'_>], at: usize, other: usize, (agreement, _): Found<'_>) -> Option<Relation> {
    let lower = |at: usize| values[at].0.trim().to_lowercase();
    match agreement {
        Agreement::Equal if lower(at) == lower(other) => Some(Relation::Same),
        Agreement::Equal => Some(Relation::OtherFormat),
        Agreement::Close => Some(Relation::Close),
        Agreement::Different => Some(Relation::Conflict),
        Agreement::Missing | Agreement::Unknown => None,
    }
}

fn relation(values: &[Value<'_>], forms: &[u32], at: usize, usual: usize) -> Relation {
    let (own, other) = (values[at].0.trim(), values[usual].0.trim());
    match (forms[at], forms[usual]) {
        (0, 0) => Relation::Same,
        (0, _) => Relation::Missing,
        _ if own == other => Relation::Same,
        (own_form, form) if own_form == form => {
            let is_case = own.to_lowercase() == other.to_lowercase();
            if is_case {
                Relation::Same
            } else {
                Relation::OtherFormat
            }
        }
        _ if folded(own) == folded(other) => Relation::OtherFormat,
        _ if likeness(&folded(own), &folded(other)) >= CLOSE => Relation::Close,
        _ => Relation::Conflict,
    }
}

/// Letters and digits in lower case, without what is between them; a value of other characters alone stays as it is.
fn folded(value: &str) -> String {
    let plain: String = value
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    if plain.is_empty() {
        value.trim().to_owned()
    } else {
        plain
    }
}

/// The share of pairs of neighboring letters that two values have in common.
fn likeness(a: &str, b: &str) -> f64 {
    let pairs = |text: &str| {
        let letters: Vec<char> = text.chars().take(MOST_CHARS).collect();
        let mut counts: HashMap<(char, char), usize> = HashMap::new();
        for pair in letters.windows(2) {
            *counts.entry((pair[0], pair[1])).or_default() += 1;
        }
        counts
    };
    let (a, b) = (pairs(a), pairs(b));
    let all = a.values().sum::<usize>() + b.values().sum::<usize>();
    let shared: usize = a
        .iter()
        .map(|(pair, &count)| count.min(b.get(pair).copied().unwrap_or(0)))
        .sum();
    if all == 0 {
        0.0
    } else {
        (2 * shared) as f64 / all as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain<'a>(values: &[&'a str]) -> Vec<Value<'a>> {
        values.iter().map(|&value| (value, None)).collect()
    }

    fn of_one(values: &[Value<'_>]) -> Contrast {
        Contrast::of_one(values, |_, _| None)
    }

    #[test]
    fn what_the_run_found_counts_more_than_the_letters() {
        let values = plain(&["12 main street", "12 main st", "112 main street", "fax"]);
        let found = |_: usize, usual: usize| {
            assert_eq!(usual, 0);
            None
        };
        assert_eq!(
            Contrast::of_one(&values, found).relations,
            [
                Relation::Same,
                Relation::Close,
                Relation::Close,
                Relation::Conflict
            ]
        );
        let found = |at: usize, _: usize| match at {
            1 => Some((Agreement::Equal, "equal, as 1 in 9 are by chance")),
            2 => Some((
                Agreement::Different,
                "house number different, as in 3 % of matches",
            )),
            _ => Some((Agreement::Close, "a known other name")),
        };
        let contrast = Contrast::of_one(&values, found);
        assert_eq!(
            contrast.relations,
            [
                Relation::Same,
                Relation::OtherFormat,
                Relation::Conflict,
                Relation::Close
            ]
        );
        let marked = contrast.marked(2, values[2].0).into_string();
        assert!(
            marked.contains(r#"title="differs: house number different, as in 3 % of matches""#),
            "{marked}"
        );
        let pair = |left, right| ExplainedPair {
            left,
            right,
            columns: vec![onefold_domain::ComparedColumn {
                name: "street".to_owned(),
                agreement: Agreement::Different,
                ..Default::default()
            }],
            ..ExplainedPair::default()
        };
        let kept = Comparisons::new([pair(3, 8)]);
        assert!(kept.found(8, 3, "street").is_some());
        assert!(kept.found(3, 8, "city").is_none() && kept.found(3, 9, "street").is_none());
    }

    #[test]
    fn values_of_one_thing_are_compared_with_the_usual_one() {
        let contrast = of_one(&plain(&[
            "212/961-0574",
            "212 961 0574",
            "",
            "212/961-0575",
            "555",
        ]));
        assert_eq!(
            contrast.relations,
            [
                Relation::Same,
                Relation::OtherFormat,
                Relation::Missing,
                Relation::Close,
                Relation::Conflict
            ]
        );
        assert!(of_one(&plain(&["", " "])).is_empty());
        assert!(of_one(&plain(&["Rome", "ROME"])).is_same());
    }

    #[test]
    fn the_form_that_cleaning_found_counts_more_than_the_letters() {
        let contrast = of_one(&[("1980-12-14", Some(7)), ("14/12/1980", Some(7)), ("n/a", Some(0))]);
        assert_eq!(
            contrast.relations,
            [Relation::Same, Relation::OtherFormat, Relation::Missing]
        );
    }

    #[test]
    fn among_several_things_only_what_has_no_equal_is_marked() {
        let contrast = Contrast::of_several(&plain(&["rome", "rome", "paris"]));
        assert_eq!(
            contrast.relations,
            [Relation::Same, Relation::Same, Relation::Conflict]
        );
        let ids = Contrast::of_several(&plain(&["a17", "b93", "c55"]));
        assert!(ids.is_same(), "ids differ everywhere, which says nothing");
    }

    #[test]
    fn columns_in_conflict_come_first_and_the_id_last() {
        let columns = [
            vec!["1", "2"],
            vec!["rome", "rome"],
            vec!["", ""],
            vec!["Ann", "Bob"],
            vec!["x", ""],
        ];
        let contrasts: Vec<Contrast> = columns.iter().map(|values| of_one(&plain(values))).collect();
        assert_eq!(order(&contrasts, Some(0)), [3, 4, 1, 0]);
        assert_eq!(
            key_column(&["Name".to_owned(), "ID".to_owned()], Some("id")),
            Some(1)
        );
    }

    #[test]
    fn hostile_text_stays_text_whatever_is_marked() {
        let values = ["<script>alert(1)</script>", "İstanbul", "", "\u{202e}x"];
        let contrast = of_one(&plain(&values));
        for (at, value) in values.iter().enumerate() {
            assert!(!contrast.marked(at, value).into_string().contains("<script"));
        }
    }
}
