//! Fills the report from a result: all figures, and the groups and pairs that [`crate::sample`] chooses.

use std::collections::BTreeMap;

use onefold_engine::evaluate::{LabelQuality, Quality, label_quality};
use onefold_engine::{Blank, Explanation, MatchOutcome};
use onefold_report::{
    AttributeView, BlockingView, ComparisonView, EvaluationView, GroupView, JudgedView, LearningView,
    PairView, QualityView, ReportView, TruthView, render, render_evaluation, render_explanation,
};
use onefold_tasks::{
    Evaluation, Explained, Input, LabelEvaluation, LabelReport, Matched, Taught, judged_by_score,
};

use crate::figures;
use crate::sample::{self, SampleGroup, Sort};
use crate::summary::mapping_notices;

/// Number of group sizes in the chart.
const SIZES: usize = 20;

/// The pairs that the page explains: those nearest the threshold.
pub fn chosen_pairs(outcome: &MatchOutcome) -> Vec<(u32, u32)> {
    sample::pairs_near(&outcome.pairs, outcome.threshold)
}

/// Notes about the input and the result.
pub fn input_notices(matched: &Matched) -> Vec<String> {
    let input = &matched.input;
    let empty = not_compared(&input.empty_columns(), "empty in all records");
    let other_ids: Vec<&str> = input.other_ids().iter().map(String::as_str).collect();
    let other_ids = not_compared(&other_ids, "different in each record, like an id");
    let of_table = input.table().notices.iter().map(ToString::to_string);
    let of_result = matched.outcome.notes.iter().map(ToString::to_string);
    of_table
        .chain(empty)
        .chain(other_ids)
        .chain(matched.input.mapping().into_iter().flat_map(mapping_notices))
        .chain(blank_notice(&matched.outcome))
        .chain(sparse_notices(matched))
        .chain(of_result)
        .collect()
}

/// A note on columns that are not compared.
fn not_compared(columns: &[&str], why: &str) -> Option<String> {
    let names: Vec<String> = columns.iter().map(|column| format!("{column:?}")).collect();
    match names.as_slice() {
        [] => None,
        [one] => Some(format!("column {one} is {why}, so it is not compared")),
        several => Some(format!(
            "columns {} are {why}, so they are not compared",
            several.join(", ")
        )),
    }
}

/// Which columns of linked inputs belong together, a line each.
fn mapping_lines(matched: &Matched) -> impl Iterator<Item = String> {
    let mapping = matched.input.mapping();
    mapping.into_iter().flat_map(|mapping| {
        mapping.columns.iter().map(move |column| {
            let parts = column.columns.iter().zip(&mapping.sources);
            let parts: Vec<String> = parts
                .filter(|(parts, _)| !parts.is_empty())
                .map(|(parts, source)| format!("{source}: {}", parts.join(" + ")))
                .collect();
            format!(
                "compared as {:?}: {} (fit {:.2})",
                column.name,
                parts.join(", "),
                column.score
            )
        })
    })
}

/// Number of values that are listed.
const MOST_BLANKS: usize = 6;

/// A note on the values that were taken for missing ones, the most frequent first.
fn blank_notice(outcome: &MatchOutcome) -> Option<String> {
    let mut blanks: Vec<(&str, &Blank)> = outcome
        .attributes
        .iter()
        .flat_map(|attribute| {
            attribute
                .blanks
                .iter()
                .map(|blank| (attribute.name.as_str(), blank))
        })
        .collect();
    blanks.sort_by_key(|(_, blank)| std::cmp::Reverse(blank.records));
    let listed: Vec<String> = blanks
        .iter()
        .take(MOST_BLANKS)
        .map(|(column, blank)| {
            let records = figures::counted(blank.records.into(), "record");
            format!("{column} {:?} ({records})", blank.value)
        })
        .collect();
    let more = match blanks.len().saturating_sub(MOST_BLANKS) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    (!listed.is_empty()).then(|| {
        format!(
            "taken for missing: {}{more}; --keep VALUE takes a value as it is",
            listed.join(", ")
        )
    })
}

/// Notes on records that hold too little to be identified by.
fn sparse_notices(matched: &Matched) -> Vec<String> {
    let columns: Vec<&str> = matched
        .outcome
        .attributes
        .iter()
        .map(|attribute| attribute.name.as_str())
        .collect();
    let input = &matched.input;
    let sparse = input.sparse_records(&columns);
    let told = |number: u64, first: usize, what: &str| {
        (number > 0).then(|| {
            let records = figures::counted(number, "record");
            let verb = if number == 1 { "has" } else { "have" };
            format!(
                "{records} {verb} {what}, so nothing can match them for sure: see {}",
                input.place(first)
            )
        })
    };
    let empty = told(
        sparse.empty,
        sparse.first_empty,
        "no value in the compared columns",
    );
    let single = told(
        sparse.single,
        sparse.first_single,
        "a single value in the compared columns",
    );
    empty.into_iter().chain(single).collect()
}

/// The page about a match.
pub fn match_page(matched: &Matched) -> String {
    let outcome = &matched.outcome;
    let summary = &outcome.summary;
    let view = ReportView {
        title: matched.input.name().to_owned(),
        records: summary.records,
        candidate_pairs: summary.candidate_pairs,
        groups: summary.groups,
        groups_of_two_or_more: summary.groups_of_two_or_more,
        duplicates: summary.duplicates,
        largest_group: summary.largest_groups.first().copied().unwrap_or_default().into(),
        notices: mapping_lines(matched).chain(input_notices(matched)).collect(),
        steps: steps(matched),
        attributes: attributes(matched),
        histogram: outcome.histogram.clone(),
        threshold: outcome.threshold.into(),
        group_sizes: group_sizes(&outcome.groups.sizes),
        sample_groups: sample::groups(&outcome.groups)
            .iter()
            .map(|group| group_view(matched, group))
            .collect(),
        pairs: outcome
            .explanations
            .iter()
            .map(|explanation| pair_view(&matched.input, explanation))
            .collect(),
        blocking: blocking(matched),
        learning: matched
            .learned
            .taught
            .as_ref()
            .map(|taught| learning(taught, outcome.threshold)),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    render(&view)
}

/// The page about one pair.
pub fn explain_page(explained: &Explained) -> String {
    let pair = pair_view(&explained.input, &explained.explanation);
    render_explanation(&pair, env!("CARGO_PKG_VERSION"))
}

/// The page about an evaluation.
pub fn evaluation_page(
    title: &str,
    evaluation: Option<&Evaluation>,
    held_out: Option<&LabelEvaluation>,
) -> String {
    let of_tables = evaluation
        .map(|own| &own.notices)
        .or(held_out.map(|own| &own.notices));
    render_evaluation(&EvaluationView {
        title: title.to_owned(),
        notices: of_tables.into_iter().flatten().map(ToString::to_string).collect(),
        truth: evaluation.map(truth),
        learning: held_out.map(|own| {
            let labels = &own.labels;
            learning_view(labels, &own.quality, own.judged_scores.clone())
        }),
        judged: held_out.map(judged),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

fn truth(evaluation: &Evaluation) -> TruthView {
    let quality = &evaluation.quality;
    let shares = |quality: Quality| QualityView {
        precision: quality.precision,
        recall: quality.recall,
        f1: quality.f1,
    };
    TruthView {
        pairwise: shares(quality.pairwise),
        bcubed: shares(quality.bcubed),
        records: evaluation.records,
        across_sources: evaluation.across_sources,
        pairs_found: quality.pairs_found,
        true_pairs_found: quality.true_pairs_found,
        true_pairs: quality.true_pairs,
        records_without_truth: evaluation.records_without_truth,
    }
}

fn judged(evaluation: &LabelEvaluation) -> JudgedView {
    let quality = &evaluation.quality;
    let (confusion, estimate) = (&quality.confusion, &evaluation.estimate);
    let importances = evaluation.column_importances.iter();
    JudgedView {
        threshold: quality.threshold.into(),
        matches: (confusion.true_positives, confusion.false_negatives),
        non_matches: (confusion.false_positives, confusion.true_negatives),
        estimate: [estimate.precision, estimate.recall, estimate.f1]
            .map(|figure| (figure.value, figure.low, figure.high)),
        best_f1: quality.best_f1,
        best_f1_without_labels: evaluation.best_f1_without_labels,
        candidate_recall: quality.candidate_recall,
        importances: importances
            .map(|own| (own.column.clone(), own.importance))
            .collect(),
        histogram: evaluation.candidate_scores.clone(),
    }
}

fn learning(taught: &Taught, threshold: f32) -> LearningView {
    let held_out = &taught.fitted.held_out;
    let quality = label_quality(held_out, threshold);
    learning_view(&taught.report, &quality, judged_by_score(held_out))
}

fn learning_view(labels: &LabelReport, quality: &LabelQuality, by_score: Vec<(u64, u64)>) -> LearningView {
    LearningView {
        matches: labels.matches as u64,
        non_matches: labels.non_matches as u64,
        sets: labels.sets as u64,
        precision: quality.at_threshold.precision,
        recall: quality.at_threshold.recall,
        f1: quality.at_threshold.f1,
        area: quality.area_under_pr_curve,
        curve: quality
            .curve
            .iter()
            .map(|point| (point.recall, point.precision))
            .collect(),
        calibration: quality
            .calibration
            .iter()
            .map(|bin| (bin.score, bin.matches))
            .collect(),
        by_score,
    }
}

fn steps(matched: &Matched) -> Vec<(String, f64)> {
    let around = matched
        .steps
        .iter()
        .map(|(step, time)| (step.as_str().to_owned(), time.as_secs_f64()));
    let stages = &matched.outcome.summary.stages;
    around
        .chain(
            stages
                .iter()
                .map(|(stage, time)| (stage.as_str().to_owned(), time.as_secs_f64())),
        )
        .collect()
}

fn attributes(matched: &Matched) -> Vec<AttributeView> {
    matched
        .outcome
        .attributes
        .iter()
        .map(|attribute| AttributeView {
            name: attribute.name.clone(),
            kind: attribute.kind.as_str().to_owned(),
            filled: attribute.filled as u64,
            distinct: attribute.distinct as u64,
            importance: attribute.importance,
            role: attribute.role.in_words().to_owned(),
        })
        .collect()
}

fn blocking(matched: &Matched) -> Vec<BlockingView> {
    matched
        .outcome
        .blocking
        .iter()
        .map(|rule| BlockingView {
            name: rule.name.clone(),
            blocks: rule.blocks,
            pairs: rule.pairs,
            refined: rule.refined,
        })
        .collect()
}

/// Group sizes of two and more with the number of groups of each size, smallest first.
fn group_sizes(sizes: &[u32]) -> Vec<(u64, u64)> {
    let mut counts: BTreeMap<u64, u64> = BTreeMap::new();
    for &size in sizes.iter().filter(|&&size| size > 1) {
        *counts.entry(size.into()).or_default() += 1;
    }
    counts.into_iter().take(SIZES).collect()
}

fn group_view(matched: &Matched, sample: &SampleGroup) -> GroupView {
    let groups = &matched.outcome.groups;
    let records = matched.input.records();
    let reason = match sample.sort {
        Sort::Large if groups.sizes[sample.group] > 2 => "Large group",
        Sort::Doubtful => "Uncertain group",
        Sort::Large | Sort::Typical => "Group",
    };
    GroupView {
        reason: reason.to_owned(),
        match_id: groups.ids[sample.group],
        confidence: groups.confidence[sample.group],
        size: groups.sizes[sample.group].into(),
        columns: records.names().to_vec(),
        rows: sample.rows.iter().map(|&row| matched.input.values(row)).collect(),
        unmarked: records
            .key_column()
            .into_iter()
            .chain(records.sources().map(|sources| sources.column))
            .collect(),
    }
}

fn pair_view(input: &Input, explanation: &Explanation) -> PairView {
    PairView {
        left_id: input.id(explanation.left as usize).into_owned(),
        right_id: input.id(explanation.right as usize).into_owned(),
        score: explanation.score.into(),
        prior: explanation.prior.into(),
        match_weight: explanation.match_weight.into(),
        attributes: explanation
            .attributes
            .iter()
            .map(|attribute| ComparisonView {
                name: attribute.name.clone(),
                left: attribute.left.clone(),
                right: attribute.right.clone(),
                outcome: attribute.outcome.clone(),
                bits: attribute.bits.into(),
            })
            .collect(),
        contributions: explanation
            .contributions
            .iter()
            .map(|part| (part.name.clone(), part.bits.into()))
            .collect(),
    }
}
