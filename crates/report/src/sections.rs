//! The sections of the page, one function each, in the order in which they are read.

use maud::{Markup, html};

use crate::{
    GroupView, JudgedView, LearningView, PairView, QualityView, ReportView, TruthView, charts,
    text::{count, percent, seconds, shown},
};

/// Contributions that a waterfall shows one by one.
const SHOWN_CONTRIBUTIONS: usize = 12;

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
                (card("groups of two or more", &count(view.groups_of_two_or_more)))
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
            @if sizes.is_empty() { p { "No two records were found to be the same thing." } }
            @else { figure { figcaption { "Groups by their number of records" } (charts::bars("Groups by size", &sizes)) } }
            @for group in &view.sample_groups { (sample(group)) }
        }
    }
}

fn sample(group: &GroupView) -> Markup {
    let usual: Vec<&str> = (0..group.columns.len())
        .map(|column| most_common(group, column))
        .collect();
    html! {
        article {
            h3 { (shown(&group.reason)) ": " (count(group.size)) " records"
                @if let Some(confidence) = group.confidence { ", confidence " (percent(f64::from(confidence))) } }
            p.small { "match_id " (group.match_id) }
            div.scroll { table {
                thead { tr { @for column in &group.columns { th scope="col" { (shown(column)) } } } }
                tbody { @for row in &group.rows { tr {
                    @for (column, (value, usual)) in row.iter().zip(&usual).enumerate() {
                        td { @if group.unmarked.contains(&column) { (shown(value)) } @else { (marked(value, usual)) } }
                    }
                } } }
            } }
            @if (group.rows.len() as u64) < group.size {
                p.small { "The first " (group.rows.len()) " of them." }
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

/// A value with the words marked that the usual value of its column lacks.
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
                "Candidate pairs by match score. From " (format!("{threshold:.2}"))
                " on, a pair counts as a match. Heights go by square root."
            }
            (charts::histogram(histogram, threshold))
            details {
                summary { "As a table" }
                div.scroll { table {
                    thead { tr { th scope="col" { "score from" } th scope="col" { "pairs" } } }
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
        ("right", view.true_pairs_found),
        ("wrong", wrong),
        ("missed", missed),
    ]
    .map(|(name, pairs)| (name.to_owned(), pairs as f64, count(pairs)));
    html! {
        section {
            h2 { "Beside the truth" }
            p.lead {
                (count(view.true_pairs_found)) " of " (count(view.true_pairs)) " pairs of records that are the same thing"
                @if view.across_sources { " and of different sources" }
                " were found, with " (count(wrong)) " wrong ones."
            }
            div.scroll { table {
                thead { tr {
                    th scope="col" { "judged by" } th scope="col" { "precision" } th scope="col" { "recall" } th scope="col" { "F1" }
                } }
                tbody {
                    (quality("pairs of records", view.pairwise))
                    (quality("records (B-cubed)", view.bcubed))
                }
            } }
            figure { figcaption { "Pairs of records by how they came out" } (charts::bars("Pairs", &pairs)) }
            p.small {
                (count(view.records)) " records were judged."
                @if view.records_without_truth > 0 {
                    " " (count(view.records_without_truth)) " records are not in the truth and were left out."
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
            h2 { "How the labels judge it" }
            div.scroll { table {
                thead { tr { th scope="col" { "" } th scope="col" { "taken as match" } th scope="col" { "not taken" } } }
                tbody {
                    @for (name, (taken, not_taken)) in [("labeled match", view.matches), ("labeled non-match", view.non_matches)] {
                        tr { th scope="row" { (name) } td { (count(taken)) } td { (count(not_taken)) } }
                    }
                }
            } }
            dl.cards {
                (card("best F1 of all thresholds", &percent(view.best_f1)))
                (card("the same without labels", &percent(view.best_f1_without_labels)))
                @if let Some(recall) = view.candidate_recall { (card("matches among candidates", &percent(recall))) }
            }
            (candidates_by_score(&view.histogram, view.threshold))
            h3 { "Importance of columns" }
            figure { figcaption { "Share of the evidence in matching pairs" } (charts::bars("Importance of columns", &importances)) }
        }
    }
}

pub fn learning(view: &LearningView) -> Markup {
    html! {
        section {
            h2 { "What the labels taught" }
            p { (count(view.matches + view.non_matches)) " judged pairs in " (count(view.sets)) " labeling sets, "
                (count(view.matches)) " of them matches. Each set is judged by what the others teach." }
            dl.cards {
                (card("precision", &percent(view.precision)))
                (card("recall", &percent(view.recall)))
                (card("F1", &percent(view.f1)))
                @if let Some(area) = view.area { (card("area under the curve", &percent(area))) }
            }
            figure {
                figcaption { "Precision over recall for every threshold; the ring is the threshold in use." }
                (charts::curve("Precision over recall", ("recall", "precision"), &view.curve, Some((view.recall, view.precision)), false))
                (points_table(("recall", "precision"), &view.curve))
            }
            figure {
                figcaption { "Share of judged pairs that match over their mean score. On the diagonal a score means what it says." }
                (charts::curve("Calibration", ("score", "share of matches"), &view.calibration, None, true))
                (points_table(("score", "share of matches"), &view.calibration))
            }
            figure {
                figcaption { "Judged pairs by score: matches beside the others. Heights go by square root." }
                (charts::two_histograms(&view.by_score))
            }
        }
    }
}

fn points_table(names: (&str, &str), points: &[(f64, f64)]) -> Markup {
    html! {
        details {
            summary { "As a table" }
            div.scroll { table {
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
    html! {
        section {
            h2 { "Columns" }
            p { "The kind of a column was found from its values. Importance is its share of the evidence in matching pairs." }
            div.scroll { table {
                thead { tr {
                    th scope="col" { "column" } th scope="col" { "kind" } th scope="col" { "filled" }
                    th scope="col" { "distinct values" } th scope="col" { "importance" }
                } }
                tbody { @for attribute in &view.attributes { tr {
                    th scope="row" { (shown(&attribute.name)) } td { (attribute.kind) }
                    td { (charts::meter(share(attribute.filled))) } td { (count(attribute.distinct)) }
                    td { (charts::meter(attribute.importance)) }
                } } }
            } }
        }
    }
}

pub fn pairs(view: &ReportView) -> Markup {
    html! {
        section {
            h2 { "Pairs nearest to the threshold" }
            @if view.pairs.is_empty() { p { "No pair of records was compared." } }
            @for pair in &view.pairs { (self::pair(pair)) }
        }
    }
}

/// One pair: its columns side by side and the waterfall of its score.
pub fn pair(pair: &PairView) -> Markup {
    let (shown_ones, rest) = pair
        .contributions
        .split_at(pair.contributions.len().min(SHOWN_CONTRIBUTIONS));
    let mut contributions = shown_ones.to_vec();
    if !rest.is_empty() {
        contributions.push((
            format!("{} more features", rest.len()),
            rest.iter().map(|c| c.1).sum(),
        ));
    }
    html! {
        article {
            h3 { (shown(&pair.left_id)) " and " (shown(&pair.right_id)) ": score " (percent(pair.score)) }
            div.scroll { table {
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
                figcaption { "What each feature adds to the log-odds of a match" }
                (charts::waterfall(pair.base, &contributions, pair.match_weight))
            }
            details {
                summary { "All features as a table" }
                div.scroll { table {
                    thead { tr { th scope="col" { "feature" } th scope="col" { "adds" } } }
                    tbody { @for (name, share) in &pair.contributions { tr { td { (name) } td { (format!("{share:+.3}")) } } } }
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
            h2 { "How it was done" }
            figure { figcaption { "Time of each step" } (charts::bars("Time of each step", &steps)) }
            h3 { "How candidates came together" }
            div.scroll { table {
                thead { tr {
                    th scope="col" { "records that share" } th scope="col" { "blocks" }
                    th scope="col" { "pairs in them" } th scope="col" { "blocks split" }
                } }
                tbody { @for rule in &view.blocking { tr {
                    th scope="row" { (shown(&rule.name)) } td { (count(rule.blocks)) } td { (count(rule.pairs)) }
                    td { (count(rule.refined)) }
                } } }
            } }
        }
    }
}
