//! Charts: numbers in, SVG out, with a title and a description for screen readers, and the numbers as a table below.
//! Charts that the report has too come from there.

use maud::{Markup, html};
use onefold_domain::{CalibrationPoint, CurvePoint, Evaluation};
use onefold_report::charts::{self, SQUARE, at_x, at_y, line_points, square_axes};
use onefold_report::text::{count, percent};

/// Number of points of a curve that the table lists.
const LISTED: usize = 25;

/// A chart with its caption, and its numbers in a table that can be opened.
pub fn figure(caption: &str, chart: &Markup, table: &Markup) -> Markup {
    html! {
        figure {
            figcaption { (caption) }
            (chart)
            details { summary { "Show as a table" } div.scroll tabindex="0" role="region" aria-label=(caption) { (table) } }
        }
    }
}

/// What the precision-recall chart marks.
#[derive(Debug, Clone, Copy, Default)]
pub struct Marks {
    /// The point of the saved tradeoff.
    pub saved: Option<CurvePoint>,
    /// The point of an unsaved tradeoff.
    pub tried: Option<CurvePoint>,
}

/// The precision-recall curve.
pub fn precision_recall(curve: &[CurvePoint], marks: Marks) -> Markup {
    let told = marks.tried.or(marks.saved).map_or_else(
        || "Precision and recall at every threshold.".to_owned(),
        |point| {
            format!(
                "The selected point has a precision of {} and a recall of {}.",
                percent(point.precision),
                percent(point.recall)
            )
        },
    );
    let line: Vec<(f64, f64)> = curve
        .iter()
        .map(|point| (point.recall, point.precision))
        .collect();
    let chart = html! {
        svg.square viewBox=(SQUARE) role="img" aria-label=(format!("Precision over recall. {told}")) {
            title { "Precision over recall" }
            desc { (told) }
            (square_axes("recall", "precision"))
            @if let (Some(first), Some(last)) = (line.first(), line.last()) {
                polygon.area points=(format!("{},{} {} {},{}", at_x(first.0), at_y(0.0), line_points(&line), at_x(last.0), at_y(0.0))) {}
            }
            polyline.curve points=(line_points(&line)) {}
            @if let Some(saved) = marks.saved { (ring(saved, "ring saved", "saved")) }
            @if let Some(tried) = marks.tried { (ring(tried, "ring", "selected")) }
        }
    };
    // Thresholds that read alike are one row, the highest of them.
    let mut rows: Vec<(String, &CurvePoint)> = curve
        .iter()
        .map(|point| (format!("{:.3}", point.threshold), point))
        .collect();
    rows.dedup_by(|(next, _), (before, _)| next == before);
    let table = html! { table {
        thead { tr { th.number scope="col" { "threshold" } th.number scope="col" { "precision" } th.number scope="col" { "recall" } } }
        tbody { @for (threshold, point) in rows.iter().step_by(rows.len().div_ceil(LISTED).max(1)) { tr {
            td.number { (threshold) }
            td.number { (percent(point.precision)) } td.number { (percent(point.recall)) }
        } } }
    } };
    figure("Precision and recall at every threshold", &chart, &table)
}

/// Mean scores against the share of pairs that match. On the diagonal, scores are right.
pub fn calibration(bins: &[CalibrationPoint]) -> Markup {
    let most = bins.iter().map(|bin| bin.pairs).max().unwrap_or(0).max(1) as f64;
    let line: Vec<(f64, f64)> = bins.iter().map(|bin| (bin.score, bin.matches)).collect();
    let told = "Each point is a group of labeled pairs with similar scores. Below the diagonal scores are too high, above it too low.";
    let chart = html! {
        svg.square viewBox=(SQUARE) role="img" aria-label=(format!("Calibration. {told}")) {
            title { "Calibration" }
            desc { (told) }
            (square_axes("score", "share of matches"))
            line.limit x1=(at_x(0.0)) y1=(at_y(0.0)) x2=(at_x(1.0)) y2=(at_y(1.0)) {}
            polyline.curve points=(line_points(&line)) {}
            @for bin in bins {
                circle.dot cx=(at_x(bin.score)) cy=(at_y(bin.matches)) r=(format!("{:.1}", 3.0 + 7.0 * (bin.pairs as f64 / most).sqrt())) {
                    title { "score " (format!("{:.2}", bin.score)) ": " (percent(bin.matches)) " of " (count(bin.pairs)) " pairs are matches" }
                }
            }
        }
    };
    let table = html! { table {
        thead { tr { th.number scope="col" { "mean score" } th.number scope="col" { "share of matches" } th.number scope="col" { "pairs" } } }
        tbody { @for bin in bins { tr {
            td.number { (format!("{:.3}", bin.score)) } td.number { (percent(bin.matches)) } td.number { (count(bin.pairs)) }
        } } }
    } };
    figure("Do scores match reality?", &chart, &table)
}

/// Labeled pairs by score.
pub fn judged_scores(bins: &[(u64, u64)]) -> Markup {
    let chart = html! {
        ul.legend { li.match { i {} "labeled match" } li.against { i {} "labeled non-match" } }
        (charts::two_histograms(bins))
    };
    let table = score_table(
        bins.len(),
        |bin| vec![count(bins[bin].0), count(bins[bin].1)],
        &["matches", "non-matches"],
    );
    figure(
        "Labeled pairs by score; each set is scored by a model that has not seen it",
        &chart,
        &table,
    )
}

/// All candidate pairs by score.
pub fn candidate_scores(bins: &[u64], threshold: f64) -> Markup {
    let table = score_table(bins.len(), |bin| vec![count(bins[bin])], &["pairs"]);
    figure(
        "All candidate pairs by score; pairs to the right of the line count as matches",
        &charts::histogram(bins, threshold),
        &table,
    )
}

fn score_table(bins: usize, cells: impl Fn(usize) -> Vec<String>, heads: &[&str]) -> Markup {
    let edge = |bin: usize| format!("{:.2}", bin as f64 / bins as f64);
    html! { table {
        thead { tr { th scope="col" { "score" } @for head in heads { th.number scope="col" { (head) } } } }
        tbody { @for bin in 0..bins { tr {
            td { (edge(bin)) " to " (edge(bin + 1)) } @for cell in cells(bin) { td.number { (cell) } }
        } } }
    } }
}

/// How much each column contributes to matches.
pub fn importances(columns: &[(String, f64)]) -> Markup {
    let rows: Vec<(String, f64, String)> = columns
        .iter()
        .map(|(name, share)| (name.clone(), *share, percent(*share)))
        .collect();
    let table = html! { table {
        thead { tr { th scope="col" { "column" } th.number scope="col" { "contribution" } } }
        tbody { @for (name, share) in columns { tr { th scope="row" { (name) } td.number { (percent(*share)) } } } }
    } };
    figure(
        "How much each column contributes to matches",
        &charts::bars("Importance of columns", &rows),
        &table,
    )
}

/// One figure of an evaluation.
type Figure = fn(&Evaluation) -> f64;

/// Best F1 with and without labels over time, oldest evaluation first.
pub fn history(evaluations: &[&Evaluation]) -> Markup {
    const WIDTH: f64 = 640.0;
    const HEIGHT: f64 = 220.0;
    const LEFT: f64 = 108.0;
    let low = evaluations
        .iter()
        .flat_map(|one| [one.best_f1, one.best_f1_without_labels])
        .fold(1.0, f64::min);
    let floor = (low * 10.0 - 0.5).floor().max(0.0) / 10.0;
    let across = |at: usize| {
        let steps = evaluations.len().saturating_sub(1).max(1) as f64;
        LEFT + (at as f64 / steps) * (WIDTH - 28.0 - LEFT)
    };
    let up = |value: f64| 14.0 + (1.0 - (value - floor) / (1.0 - floor).max(1e-9)) * HEIGHT;
    let line = |value: Figure| -> String {
        let places = evaluations.iter().enumerate();
        let texts: Vec<String> = places
            .map(|(at, one)| format!("{:.1},{:.1}", across(at), up(value(one))))
            .collect();
        texts.join(" ")
    };
    let series: [(&str, Figure); 2] = [
        ("", |one| one.best_f1),
        ("second", |one| one.best_f1_without_labels),
    ];
    let told = match (evaluations.first(), evaluations.last()) {
        (Some(first), Some(last)) => format!(
            "From {} to {} over {} evaluations.",
            percent(first.best_f1),
            percent(last.best_f1),
            evaluations.len()
        ),
        _ => "There are no evaluations yet.".to_owned(),
    };
    html! {
        figure {
            figcaption { "Best F1 on the labeled pairs of each evaluation, newest on the right" }
            ul.legend { li.match { i {} "with your labels" } li.second { i {} "without labels" } }
            svg.wide viewBox="0 0 640 286" role="img" aria-label=(format!("Best F1 over time. {told}")) {
                title { "Best F1 over time" }
                desc { (told) }
                @for tick in 0..=4 {
                    @let value = floor + (1.0 - floor) * f64::from(tick) / 4.0;
                    line.axis x1=(LEFT) x2="612" y1=(format!("{:.1}", up(value))) y2=(format!("{:.1}", up(value))) {}
                    text.faint x=(LEFT - 8.0) y=(format!("{:.1}", up(value) + 4.0)) text-anchor="end" { (format!("{:.1} %", value * 100.0)) }
                }
                @for (class, value) in series {
                    polyline class=(format!("curve {class}")) points=(line(value)) {}
                    @for (at, one) in evaluations.iter().enumerate() {
                        circle class=(format!("dot {class}")) cx=(format!("{:.1}", across(at))) cy=(format!("{:.1}", up(value(one)))) r="4" {
                            title { (percent(value(one))) }
                        }
                    }
                }
                text.faint x=(LEFT) y="258" { "oldest" }
                text.faint x="612" y="258" text-anchor="end" { "newest" }
                text x=(f64::midpoint(LEFT, 612.0)) y="280" text-anchor="middle" { "evaluation" }
                text transform=(format!("translate(22 {:.1}) rotate(-90)", 14.0 + HEIGHT / 2.0)) text-anchor="middle" { "best F1" }
            }
        }
    }
}

fn ring(point: CurvePoint, class: &str, name: &str) -> Markup {
    html! {
        circle class=(class) cx=(at_x(point.recall)) cy=(at_y(point.precision)) r="8" {
            title { (name) ": precision " (percent(point.precision)) ", recall " (percent(point.recall)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(threshold: f64, precision: f64, recall: f64) -> CurvePoint {
        CurvePoint {
            threshold,
            precision,
            recall,
        }
    }

    #[test]
    fn a_curve_has_words_a_picture_and_a_table() {
        let curve = [point(0.9, 1.0, 0.4), point(0.5, 0.9, 0.8), point(0.1, 0.5, 1.0)];
        let marks = Marks {
            saved: Some(curve[1]),
            tried: Some(curve[0]),
        };
        insta::assert_snapshot!(precision_recall(&curve, marks).into_string());
    }

    #[test]
    fn charts_of_nothing_are_charts() {
        for chart in [
            precision_recall(&[], Marks::default()),
            calibration(&[]),
            judged_scores(&[]),
            candidate_scores(&[], 0.5),
            importances(&[]),
            history(&[]),
        ] {
            let text = chart.into_string();
            assert!(text.contains("<svg") && !text.contains("NaN"), "{text}");
        }
    }
}
