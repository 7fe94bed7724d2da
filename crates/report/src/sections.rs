//! The sections of the page, one function each.

use maud::{Markup, html};

use crate::{
    AttributeView, GroupView, JudgedView, LearningView, PairView, QualityView, ReportView, TruthView, charts,
    text::{count, percent, seconds, shown},
};

/// Number of contributions that a waterfall shows one by one.
const SHOWN_CONTRIBUTIONS: usize = 12;
/// Columns that fit next to each other on paper.
const FITTING_COLUMNS: usize = 8;
/// Columns of the table that are listed without unfolding.
const SHOWN_COLUMNS: usize = 15;

pub fn summary(view: &ReportView) -> Markup {
    let share = if view.records > 0 {
        view.duplicates as f64 / view.records as f64
    } else {
        0.0
    };
    let time: f64 = view.steps.iter().map(|step| step.1).sum();
    html! {
        section {
            p.lead {
                (count(view.records)) " records describe " strong { (count(view.groups)) } " different things; "
                (count(view.duplicates)) " records (" (percent(share)) ") are duplicates."
            }
            dl.cards {
                (card("records", &count(view.records)))
                (card("groups with two or more records", &count(view.groups_of_two_or_more)))
                (card("duplicates", &count(view.duplicates)))
                (card("largest group", &count(view.largest_group)))
                (card("candidate pairs", &count(view.candidate_pairs)))
                (card("time", &seconds(time)))
            }
            @for notice in &view.notices { p.notice { (shown(notice)) } }
        }
    }
}

fn card(name: &str, value: &str) -> Markup {
    html! { div { dt { (name) } dd { (value) } } }
}

pub fn groups(view: &ReportView) -> Markup {
    let sizes: Vec<(String, f64, String)> = view
        .group_sizes
        .iter()
        .map(|&(size, groups)| (format!("{size} records"), groups as f64, count(groups)))
        .collect();
    html! {
        section {
            h2 { "Groups" }
            @if sizes.is_empty() { p { "No matches were found." } }
            @else { figure { figcaption { "Number of groups of each size" } (charts::bars("Groups by size", &sizes)) } }
            (folded(&view.sample_groups.iter().map(sample).collect::<Vec<_>>(), "more groups"))
        }
    }
}

/// The first part, and the others folded; on paper all of them are there.
fn folded(parts: &[Markup], name: &str) -> Markup {
    html! {
        @if let Some((first, rest)) = parts.split_first() {
            (first)
            @if !rest.is_empty() {
                details.part { summary { (rest.len()) " " (name) } @for part in rest { (part) } }
            }
        }
    }
}

fn sample(group: &GroupView) -> Markup {
    let usual: Vec<&str> = (0..group.columns.len())
        .map(|column| most_common(group, column))
        .collect();
    let columns: Vec<usize> = (0..group.columns.len())
        .filter(|&column| group.rows.iter().any(|row| !row[column].trim().is_empty()))
        .collect();
    let empty = group.columns.len() - columns.len();
    html! {
        article {
            h3 { (shown(&group.reason)) ": " (count(group.size)) " records"
                @if let Some(confidence) = group.confidence { ", confidence " (percent(f64::from(confidence))) } }
            p.small { "match_id " (group.match_id) }
            div.scroll tabindex="0" role="region" aria-label=(format!("Records of group {}", group.match_id)) { table.records .many[columns.len() > FITTING_COLUMNS] {
                thead { tr { @for &column in &columns { th scope="col" { (shown(&group.columns[column])) } } } }
                tbody { @for row in &group.rows { tr {
                    @for &column in &columns {
                        td data-name=(shown(&group.columns[column])) .blank[row[column].trim().is_empty()] {
                            span { @if group.unmarked.contains(&column) { (shown(&row[column])) } @else { (marked(&row[column], usual[column])) } }
                        }
                    }
                } } }
            } }
            @if empty == 1 { p.small { "One column is empty in all of these records." } }
            @else if empty > 1 { p.small { (empty) " columns are empty in all of these records." } }
            @if (group.rows.len() as u64) < group.size {
                p.small { "Only the first " (group.rows.len()) " records are shown." }
            }
        }
    }
}

fn most_common(group: &GroupView, column: usize) -> &str {
    let mut best = ("", 0);
    for row in &group.rows {
        let value = row[column].as_str();
        let times = group.rows.iter().filter(|other| other[column] == value).count();
        if !value.is_empty() && times > best.1 {
            best = (value, times);
        }
    }
    best.0
}

/// A value with those words marked that the most common value of its column does not contain.
fn marked(value: &str, usual: &str) -> Markup {
    let known: Vec<String> = usual.split_whitespace().map(str::to_lowercase).collect();
    let value = shown(value);
    html! {
        @for (at, word) in value.split_whitespace().enumerate() {
            @if at > 0 { " " }
            @if known.is_empty() || known.contains(&word.to_lowercase()) { (word) } @else { mark { (word) } }
        }
    }
}

pub fn scores(view: &ReportView) -> Markup {
    html! {
        section {
            h2 { "Match scores" }
            (candidates_by_score(&view.histogram, view.threshold))
        }
    }
}

fn candidates_by_score(histogram: &[u64], threshold: f64) -> Markup {
    html! {
        figure {
            figcaption {
                "Candidate pairs by score. Pairs scoring " (format!("{threshold:.2}"))
                " or more count as matches. Bar heights are square roots of counts."
            }
            (charts::histogram(histogram, threshold))
            details {
                summary { "As a table" }
                div.scroll tabindex="0" role="region" aria-label="Candidate pairs by score" { table {
                    thead { tr { th scope="col" { "lowest score" } th scope="col" { "pairs" } } }
                    tbody { @for (at, &bin) in histogram.iter().enumerate() { tr {
                        td { (format!("{:.2}", at as f64 / histogram.len() as f64)) } td { (count(bin)) }
                    } } }
                } }
            }
        }
    }
}

pub fn truth(view: &TruthView) -> Markup {
    let missed = view.true_pairs - view.true_pairs_found;
    let wrong = view.pairs_found - view.true_pairs_found;
    let pairs = [
        ("true matches", view.true_pairs_found),
        ("false matches", wrong),
        ("missed matches", missed),
    ]
    .map(|(name, pairs)| (name.to_owned(), pairs as f64, count(pairs)));
    html! {
        section {
            h2 { "Compared with the truth" }
            p.lead {
                (count(view.true_pairs_found)) " of " (count(view.true_pairs)) " true matches"
                @if view.across_sources { " across sources" }
                " were found, with " (count(wrong)) " false matches."
            }
            div.scroll tabindex="0" role="region" aria-label="Quality" { table {
                thead { tr {
                    th scope="col" { "measured over" } th scope="col" { "precision" } th scope="col" { "recall" } th scope="col" { "F1" }
                } }
                tbody {
                    (quality("pairs of records", view.pairwise))
                    (quality("records (B-cubed)", view.bcubed))
                }
            } }
            figure { figcaption { "Pairs of records by outcome" } (charts::bars("Pairs by outcome", &pairs)) }
            p.small {
                (count(view.records)) " records were evaluated."
                @if view.records_without_truth > 0 {
                    " " (count(view.records_without_truth)) " records are not in the truth and were not evaluated."
                }
            }
        }
    }
}

fn quality(name: &str, quality: QualityView) -> Markup {
    let QualityView {
        precision,
        recall,
        f1,
    } = quality;
    html! { tr { th scope="row" { (name) } @for share in [precision, recall, f1] { td { (format!("{share:.4}")) } } } }
}

pub fn judged(view: &JudgedView) -> Markup {
    let importances: Vec<(String, f64, String)> = view
        .importances
        .iter()
        .map(|(name, share)| (shown(name), *share, percent(*share)))
        .collect();
    html! {
        section {
            h2 { "Quality of all matches, estimated" }
            dl.cards {
                @for (name, (value, low, high)) in ["precision", "recall", "F1"].into_iter().zip(view.estimate) {
                    (card(name, &format!("{} ({} to {})", percent(value), percent(low), percent(high))))
                }
            }
            p { "With a 90 % interval, from all scores and the labels. Most labeled pairs are hard ones, so figures on these alone are lower." }
            h2 { "Right and wrong predictions" }
            div.scroll tabindex="0" role="region" aria-label="Right and wrong predictions" { table {
                thead { tr { th scope="col" { "" } th scope="col" { "predicted match" } th scope="col" { "predicted non-match" } } }
                tbody {
                    @for (name, (taken, not_taken)) in [("labeled match", view.matches), ("labeled non-match", view.non_matches)] {
                        tr { th scope="row" { (name) } td { (count(taken)) } td { (count(not_taken)) } }
                    }
                }
            } }
            dl.cards {
                (card("best F1 on labeled pairs", &percent(view.best_f1)))
                (card("the same without labels", &percent(view.best_f1_without_labels)))
                @if let Some(recall) = view.candidate_recall { (card("recall of candidate pairs", &percent(recall))) }
            }
            (candidates_by_score(&view.histogram, view.threshold))
            h3 { "Importance of columns" }
            figure { figcaption { "How much each column contributes to matches" } (charts::bars("Importance of columns", &importances)) }
        }
    }
}

pub fn learning(view: &LearningView) -> Markup {
    html! {
        section {
            h2 { "Quality of the model learned from labels" }
            p { "Based on " (count(view.matches + view.non_matches)) " labeled pairs in " (count(view.sets)) " labeling sets: "
                (count(view.matches)) " matches and " (count(view.non_matches)) " non-matches. Each set is scored by a model that has not seen it." }
            dl.cards {
                (card("precision", &percent(view.precision)))
                (card("recall", &percent(view.recall)))
                (card("F1", &percent(view.f1)))
                @if let Some(area) = view.area { (card("area under the PR curve", &percent(area))) }
            }
            figure {
                figcaption { "Precision and recall at every threshold. The ring marks the threshold in use." }
                (charts::curve("Precision over recall", ("recall", "precision"), &view.curve, Some((view.recall, view.precision)), false))
                (points_table(("recall", "precision"), &view.curve))
            }
            figure {
                figcaption { "Do scores match reality? For pairs of similar score, the share that are matches. On the diagonal both are equal." }
                (charts::curve("Calibration", ("score", "share of matches"), &view.calibration, None, true))
                (points_table(("score", "share of matches"), &view.calibration))
            }
            figure {
                figcaption { "Labeled pairs by score. Bar heights are square roots of counts." }
                ul.legend { li.match { i {} "matches" } li.against { i {} "non-matches" } }
                (charts::two_histograms(&view.by_score))
            }
        }
    }
}

fn points_table(names: (&str, &str), points: &[(f64, f64)]) -> Markup {
    html! {
        details {
            summary { "As a table" }
            div.scroll tabindex="0" role="region" aria-label=(format!("{} and {}", names.0, names.1)) { table {
                thead { tr { th scope="col" { (names.0) } th scope="col" { (names.1) } } }
                tbody { @for point in points { tr { td { (format!("{:.3}", point.0)) } td { (format!("{:.3}", point.1)) } } } }
            } }
        }
    }
}

pub fn attributes(view: &ReportView) -> Markup {
    let share = |part: u64| {
        if view.records > 0 {
            part as f64 / view.records as f64
        } else {
            0.0
        }
    };
    let (first, rest) = view.attributes.split_at(view.attributes.len().min(SHOWN_COLUMNS));
    html! {
        section {
            h2 { "Columns" }
            p { "Onefold detects the kind of each column from its values. Importance shows how much a column contributes to matches. The role follows from what its values do in this table: identity columns tell one thing from another, related things share group columns, and unused columns agree in matches no more often than elsewhere." }
            (columns(first, &share))
            @if !rest.is_empty() { details.part { summary { (rest.len()) " more columns" } (columns(rest, &share)) } }
        }
    }
}

fn columns(attributes: &[AttributeView], share: &impl Fn(u64) -> f64) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Columns" { table.records {
            thead { tr {
                th scope="col" { "column" } th scope="col" { "kind" } th scope="col" { "filled" }
                th scope="col" { "distinct values" } th scope="col" { "importance" } th scope="col" { "role" }
            } }
            tbody { @for attribute in attributes { tr {
                th scope="row" { (shown(&attribute.name)) } td data-name="kind" { (attribute.kind) }
                td data-name="filled" { span { (charts::meter(share(attribute.filled))) } } td data-name="distinct values" { (count(attribute.distinct)) }
                td data-name="importance" { span { (charts::meter(attribute.importance)) } } td data-name="role" { (attribute.role) }
            } } }
        } }
    }
}

pub fn pairs(view: &ReportView) -> Markup {
    html! {
        section {
            h2 { "Pairs closest to the threshold" }
            @if view.pairs.is_empty() { p { "There were no candidate pairs." } }
            (folded(&view.pairs.iter().map(pair).collect::<Vec<_>>(), "more pairs"))
        }
    }
}

/// One pair: its columns side by side and a waterfall of its score.
pub fn pair(pair: &PairView) -> Markup {
    let (shown_ones, rest) = pair
        .contributions
        .split_at(pair.contributions.len().min(SHOWN_CONTRIBUTIONS));
    let mut contributions = shown_ones.to_vec();
    if !rest.is_empty() {
        contributions.push((
            format!("{} more columns", rest.len()),
            rest.iter().map(|c| c.1).sum(),
        ));
    }
    html! {
        article {
            h3 { (shown(&pair.left_id)) " and " (shown(&pair.right_id)) ": score " (percent(pair.score)) }
            div.scroll tabindex="0" role="region" aria-label=(format!("Columns of {} and {}", shown(&pair.left_id), shown(&pair.right_id))) { table.pair {
                thead { tr {
                    th scope="col" { "column" } th scope="col" { (shown(&pair.left_id)) }
                    th scope="col" { (shown(&pair.right_id)) } th scope="col" { "outcome" } th scope="col" { "bits" }
                } }
                tbody { @for attribute in &pair.attributes { tr {
                    th scope="row" { (shown(&attribute.name)) }
                    td { (marked(&attribute.left, &attribute.right)) } td { (marked(&attribute.right, &attribute.left)) }
                    td { (attribute.outcome) } td { (format!("{:+.1}", attribute.bits)) }
                } } }
            } }
            figure {
                figcaption { "What each column adds, in bits: +1 doubles the odds of a match, -1 halves them. Together they give the score." }
                (charts::waterfall(pair.prior, &contributions, pair.match_weight))
            }
            details {
                summary { "All parts as a table" }
                div.scroll tabindex="0" role="region" aria-label=(format!("Parts of the score of {} and {}", shown(&pair.left_id), shown(&pair.right_id))) { table {
                    thead { tr { th scope="col" { "part" } th scope="col" { "adds" } } }
                    tbody { @for (name, share) in &pair.contributions { tr { td { (name) } td { (format!("{share:+.1}")) } } } }
                } }
            }
        }
    }
}

pub fn work(view: &ReportView) -> Markup {
    let steps: Vec<(String, f64, String)> = view
        .steps
        .iter()
        .map(|(name, secs)| (name.clone(), *secs, seconds(*secs)))
        .collect();
    html! {
        section {
            h2 { "The run" }
            figure { figcaption { "Time of each step" } (charts::bars("Time of each step", &steps)) }
            details.part { summary { "Where candidate pairs came from" }
            p { "A pair of records is compared if both share one of these values. Blocks that were too large were split." }
            div.scroll tabindex="0" role="region" aria-label="Where candidate pairs came from" { table {
                thead { tr {
                    th scope="col" { "shared value" } th scope="col" { "blocks" }
                    th scope="col" { "pairs" } th scope="col" { "blocks split" }
                } }
                tbody { @for rule in &view.blocking { tr {
                    th scope="row" { (shown(&rule.name)) } td { (count(rule.blocks)) } td { (count(rule.pairs)) }
                    td { (count(rule.refined)) }
                } } }
            } } }
        }
    }
}
