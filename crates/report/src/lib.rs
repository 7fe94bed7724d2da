//! Renders a match result as one self-contained HTML page: plain figures in, HTML text out.
//!
//! The page loads nothing and runs no script, and its content security policy enforces that. Values of records are
//! escaped and shortened, and control and direction marks are made visible ([`text`]). The crate knows neither the
//! engine nor files; the caller fills [`ReportView`].
//!
//! ```
//! let page = onefold_report::render(&onefold_report::ReportView::default());
//! assert!(page.starts_with("<!DOCTYPE html>"));
//! ```

pub mod charts;
pub mod group;
mod sections;
pub mod text;

use maud::{DOCTYPE, Markup, PreEscaped, html};

/// What the page about a match shows.
#[derive(Debug, Clone, Default)]
pub struct ReportView {
    /// Heading, such as the input's name.
    pub title: String,
    /// Records read.
    pub records: u64,
    /// Candidate pairs scored.
    pub candidate_pairs: u64,
    /// Match groups, groups of one included.
    pub groups: u64,
    /// Groups of two or more records.
    pub groups_of_two_or_more: u64,
    /// Records beyond the first of their group.
    pub duplicates: u64,
    /// Records in the largest group.
    pub largest_group: u64,
    /// Notes about the input.
    pub notices: Vec<String>,
    /// Steps with their wall time in seconds.
    pub steps: Vec<(String, f64)>,
    /// Columns.
    pub attributes: Vec<AttributeView>,
    /// Candidate pairs by score, in equal bins from 0 to 1.
    pub histogram: Vec<u64>,
    /// Score at which a pair counts as a match.
    pub threshold: f64,
    /// Group sizes with the number of groups of that size.
    pub group_sizes: Vec<(u64, u64)>,
    /// Groups to look at.
    pub sample_groups: Vec<GroupView>,
    /// Pairs to look at, nearest to the threshold.
    pub pairs: Vec<PairView>,
    /// Blocking rules and the candidate pairs they gave.
    pub blocking: Vec<BlockingView>,
    /// Quality of the model learned from labels, if there are labels.
    pub learning: Option<LearningView>,
    /// Version of the program.
    pub version: String,
}

/// Quality of a model learned from labels, measured on held-out labels.
#[derive(Debug, Clone, Default)]
pub struct LearningView {
    /// Labeled matches.
    pub matches: u64,
    /// Labeled non-matches.
    pub non_matches: u64,
    /// Labeling sets.
    pub sets: u64,
    /// Precision at the threshold.
    pub precision: f64,
    /// Recall at the threshold.
    pub recall: f64,
    /// F1 at the threshold.
    pub f1: f64,
    /// Area under the precision-recall curve, if there is a match.
    pub area: Option<f64>,
    /// Points of the curve: recall and precision.
    pub curve: Vec<(f64, f64)>,
    /// Mean score of the pairs in a bin, and the share of them that match.
    pub calibration: Vec<(f64, f64)>,
    /// Labeled pairs by score in equal bins from 0 to 1: matches and non-matches.
    pub by_score: Vec<(u64, u64)>,
}

/// What the page about an evaluation shows.
#[derive(Debug, Clone, Default)]
pub struct EvaluationView {
    /// Heading, such as the input's name.
    pub title: String,
    /// Notes about the input.
    pub notices: Vec<String>,
    /// Comparison of the groups with known entities, if these are known.
    pub truth: Option<TruthView>,
    /// Quality of the model learned from labels, if there are labels.
    pub learning: Option<LearningView>,
    /// Details of that measurement.
    pub judged: Option<JudgedView>,
    /// Version of the program.
    pub version: String,
}

/// Precision, recall and F1.
#[derive(Debug, Clone, Copy, Default)]
pub struct QualityView {
    /// Share of predicted matches that are right.
    pub precision: f64,
    /// Share of true matches that are found.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

/// Comparison of groups with known entities.
#[derive(Debug, Clone, Default)]
pub struct TruthView {
    /// Quality over pairs of records.
    pub pairwise: QualityView,
    /// Mean quality over records, each comparing its group with its entity.
    pub bcubed: QualityView,
    /// Evaluated records.
    pub records: u64,
    /// Whether only pairs across sources count.
    pub across_sources: bool,
    /// Pairs in one group.
    pub pairs_found: u64,
    /// Pairs in one group that are of one entity.
    pub true_pairs_found: u64,
    /// Pairs of one entity.
    pub true_pairs: u64,
    /// Records that the truth does not list.
    pub records_without_truth: u64,
}

/// Cross-validation over labeling sets, in detail.
#[derive(Debug, Clone, Default)]
pub struct JudgedView {
    /// Score at which a pair counts as a match.
    pub threshold: f64,
    /// Labeled matches: predicted as matches, and as non-matches.
    pub matches: (u64, u64),
    /// Labeled non-matches: predicted as matches, and as non-matches.
    pub non_matches: (u64, u64),
    /// Precision, recall and F1 of all matches as estimated, each with its 90 % interval.
    pub estimate: [(f64, f64, f64); 3],
    /// The best F1 of any threshold.
    pub best_f1: f64,
    /// The same of the model without labels.
    pub best_f1_without_labels: f64,
    /// Share of the labeled matches that are candidate pairs.
    pub candidate_recall: Option<f64>,
    /// Columns with their share of the evidence, the largest first.
    pub importances: Vec<(String, f64)>,
    /// All candidate pairs by score, in equal bins from 0 to 1.
    pub histogram: Vec<u64>,
}

/// One column.
#[derive(Debug, Clone, Default)]
pub struct AttributeView {
    /// Column name.
    pub name: String,
    /// Its kind.
    pub kind: String,
    /// Records with a value.
    pub filled: u64,
    /// Distinct values.
    pub distinct: u64,
    /// Share of the evidence in matching pairs, 0 to 1.
    pub importance: f64,
    /// What it is for, in words.
    pub role: String,
}

/// One match group.
#[derive(Debug, Clone, Default)]
pub struct GroupView {
    /// Why it is shown.
    pub reason: String,
    /// Its match id.
    pub match_id: i64,
    /// Its confidence.
    pub confidence: Option<f32>,
    /// Records in the group.
    pub size: u64,
    /// Column names.
    pub columns: Vec<String>,
    /// Values of the records shown, by column.
    pub rows: Vec<Vec<String>>,
    /// Columns that always differ, such as ids; their differences are not marked.
    pub unmarked: Vec<usize>,
}

/// One pair and the reasons for its score.
#[derive(Debug, Clone, Default)]
pub struct PairView {
    /// Id of the first record.
    pub left_id: String,
    /// Id of the second record.
    pub right_id: String,
    /// Match score, 0 to 1.
    pub score: f64,
    /// log2 odds before any column.
    pub prior: f64,
    /// log2 odds of the score.
    pub match_weight: f64,
    /// Columns side by side.
    pub attributes: Vec<ComparisonView>,
    /// What each column adds in bits, and what is no column, the largest effect first.
    pub contributions: Vec<(String, f64)>,
}

/// One column of a pair.
#[derive(Debug, Clone, Default)]
pub struct ComparisonView {
    /// Column name.
    pub name: String,
    /// Value of the first record.
    pub left: String,
    /// Value of the second record.
    pub right: String,
    /// How they compare, in words.
    pub outcome: String,
    /// Evidence in bits.
    pub bits: f64,
}

/// One blocking rule.
#[derive(Debug, Clone, Default)]
pub struct BlockingView {
    /// What the records of a block share.
    pub name: String,
    /// Blocks of two or more records.
    pub blocks: u64,
    /// Pairs inside them.
    pub pairs: u64,
    /// Blocks that were too large and were split.
    pub refined: u64,
}

const STYLE: &str = include_str!("style.css");

/// The page about a match.
pub fn render(view: &ReportView) -> String {
    page(
        &view.title,
        &view.version,
        &html! {
            (sections::summary(view))
            (sections::groups(view))
            (sections::scores(view))
            @if let Some(learning) = &view.learning { (sections::learning(learning)) }
            (sections::attributes(view))
            (sections::pairs(view))
            (sections::work(view))
        },
    )
}

/// The page about an evaluation.
pub fn render_evaluation(view: &EvaluationView) -> String {
    page(
        &view.title,
        &view.version,
        &html! {
            @for notice in &view.notices { p.notice { (text::shown(notice)) } }
            @if let Some(truth) = &view.truth { (sections::truth(truth)) }
            @if let Some(learning) = &view.learning { (sections::learning(learning)) }
            @if let Some(judged) = &view.judged { (sections::judged(judged)) }
        },
    )
}

/// The page about one pair.
pub fn render_explanation(pair: &PairView, version: &str) -> String {
    let title = format!(
        "{} and {}",
        text::shown(&pair.left_id),
        text::shown(&pair.right_id)
    );
    page(&title, version, &sections::pair(pair))
}

fn page(title: &str, version: &str, body: &Markup) -> String {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { (text::shown(title)) " – Onefold" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header { p.brand { "Onefold" } h1 { (text::shown(title)) } }
                main { (body) }
                footer { "Made by Onefold " (version) ". This page loads nothing and sends nothing." }
            }
        }
    }
    .into_string()
}

#[cfg(test)]
mod tests;
