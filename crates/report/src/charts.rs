//! Charts as SVG: numbers in, markup out, with labels for screen readers.

use maud::{Markup, html};

use crate::text::{count, percent};

/// View box of bars over scores, with room for the titles of its axes, and where the bars are in it.
const BARS_BOX: &str = "0 0 640 244";
const BARS_LEFT: f64 = 92.0;
const BARS_WIDTH: f64 = 542.0;
const BARS_TOP: f64 = 16.0;
const BARS_FLOOR: f64 = 190.0;
/// View box of a square plot, with room for the titles of its axes.
pub const SQUARE: &str = "0 0 404 380";
/// Side of a square plot, and where it begins.
const SIDE: f64 = 320.0;
const LEFT: f64 = 66.0;
const TOP: f64 = 14.0;
/// Letters of a label that fit next to a bar, also where the chart is small and its letters are larger.
const BAR_LABEL: usize = 17;
/// The same next to a step of a waterfall.
const STEP_LABEL: usize = 27;

/// A histogram over 0 to 1 with a line at the threshold. Bar heights are square roots of counts, which keeps small bars visible.
pub fn histogram(bins: &[u64], threshold: f64) -> Markup {
    let most = bins.iter().copied().max().unwrap_or(0);
    let step = BARS_WIDTH / bins.len().max(1) as f64;
    let at_threshold = px(BARS_LEFT + threshold.clamp(0.0, 1.0) * BARS_WIDTH);
    html! {
        svg.wide viewBox=(BARS_BOX) role="img" aria-label="Candidate pairs by match score" {
            (bar_axes(most, "candidate pairs"))
            @for (at, &bin) in bins.iter().enumerate() {
                @let score = (at as f64 + 0.5) / bins.len() as f64;
                rect class=(if score >= threshold { "bar match" } else { "bar" }) x=(px(BARS_LEFT + at as f64 * step + 1.0))
                    y=(px(bar_top(bin, most))) width=(px((step - 2.0).max(1.0))) height=(px(BARS_FLOOR - bar_top(bin, most))) {
                    title { "score " (format!("{score:.2}")) ": " (count(bin)) " pairs" }
                }
            }
            line class="mark" x1=(at_threshold) x2=(at_threshold) y1=(px(BARS_TOP)) y2=(px(BARS_FLOOR)) {}
        }
    }
}

/// Grid, figures and titles of the axes of bars over scores from 0 to 1, whose heights are square roots.
fn bar_axes(most: u64, up: &str) -> Markup {
    html! {
        @for tick in 0..=2_u32 {
            @let pairs = most * u64::from(tick * tick) / 4;
            @let y = BARS_FLOOR - f64::from(tick) / 2.0 * (BARS_FLOOR - BARS_TOP);
            line.axis x1=(px(BARS_LEFT)) x2=(px(BARS_LEFT + BARS_WIDTH)) y1=(px(y)) y2=(px(y)) {}
            text.faint x=(px(BARS_LEFT - 8.0)) y=(px(y + 5.0)) text-anchor="end" { (short_count(pairs)) }
        }
        @for tick in 0..=4 {
            text.faint x=(px(BARS_LEFT + f64::from(tick) * BARS_WIDTH / 4.0)) y=(px(BARS_FLOOR + 21.0))
                text-anchor=(match tick { 0 => "start", 4 => "end", _ => "middle" }) {
                (format!("{:.2}", f64::from(tick) / 4.0))
            }
        }
        text x=(px(BARS_LEFT + BARS_WIDTH / 2.0)) y=(px(BARS_FLOOR + 44.0)) text-anchor="middle" { "match score" }
        text transform=(format!("translate(22 {}) rotate(-90)", px(f64::midpoint(BARS_TOP, BARS_FLOOR)))) text-anchor="middle" { (up) }
    }
}

/// Where the bar for so many pairs begins.
fn bar_top(pairs: u64, most: u64) -> f64 {
    BARS_FLOOR - (pairs as f64 / most.max(1) as f64).sqrt() * (BARS_FLOOR - BARS_TOP)
}

/// A number in at most five characters: `8,123`, `54 k`, `1.2 M`.
fn short_count(number: u64) -> String {
    match number {
        0..10_000 => count(number),
        10_000..1_000_000 => format!("{} k", number / 1_000),
        1_000_000..10_000_000 => format!("{:.1} M", number as f64 / 1e6),
        _ => format!("{} M", number / 1_000_000),
    }
}

/// A line through points with both coordinates from 0 to 1, with an optional ring at one point and an optional diagonal.
pub fn curve(
    name: &str,
    axes: (&str, &str),
    points: &[(f64, f64)],
    ring: Option<(f64, f64)>,
    has_diagonal: bool,
) -> Markup {
    html! {
        svg.square viewBox=(SQUARE) role="img" aria-label=(name) {
            (square_axes(axes.0, axes.1))
            @if has_diagonal { line class="mark" x1=(at_x(0.0)) x2=(at_x(1.0)) y1=(at_y(0.0)) y2=(at_y(1.0)) {} }
            polyline class="curve" points=(line_points(points)) {}
            @for &(across, up) in points {
                circle class="dot" cx=(at_x(across)) cy=(at_y(up)) r="2.5" {
                    title { (axes.0) " " (format!("{across:.3}")) ", " (axes.1) " " (format!("{up:.3}")) }
                }
            }
            @if let Some((across, up)) = ring { circle class="ring" cx=(at_x(across)) cy=(at_y(up)) r="8" {} }
        }
    }
}

/// Grid, figures and titles of the axes of a square plot from 0 to 1.
pub fn square_axes(across: &str, up: &str) -> Markup {
    html! {
        @for tick in 0..=4 {
            @let value = f64::from(tick) / 4.0;
            line.axis x1=(at_x(0.0)) x2=(at_x(1.0)) y1=(at_y(value)) y2=(at_y(value)) {}
            line.axis x1=(at_x(value)) x2=(at_x(value)) y1=(at_y(0.0)) y2=(at_y(1.0)) {}
            text.faint x=(px(LEFT - 8.0)) y=(px(TOP + (1.0 - value) * SIDE + 4.0)) text-anchor="end" { (format!("{value:.2}")) }
            @if tick > 0 {
                text.faint x=(at_x(value)) y=(px(TOP + SIDE + 19.0)) text-anchor=(if tick == 4 { "end" } else { "middle" }) { (format!("{value:.2}")) }
            }
        }
        text x=(px(LEFT + SIDE / 2.0)) y=(px(TOP + SIDE + 40.0)) text-anchor="middle" { (across) }
        text transform=(format!("translate(13 {}) rotate(-90)", px(TOP + SIDE / 2.0))) text-anchor="middle" { (up) }
    }
}

/// The points of a line in a square plot.
pub fn line_points(line: &[(f64, f64)]) -> String {
    let texts: Vec<String> = line
        .iter()
        .map(|&(across, up)| format!("{},{}", at_x(across), at_y(up)))
        .collect();
    texts.join(" ")
}

/// Where a share lies across a square plot.
pub fn at_x(share: f64) -> String {
    px(LEFT + share.clamp(0.0, 1.0) * SIDE)
}

/// Where a share lies upwards in a square plot.
pub fn at_y(share: f64) -> String {
    px(TOP + (1.0 - share.clamp(0.0, 1.0)) * SIDE)
}

/// Two bars per bin from 0 to 1: matches and non-matches. Bar heights are square roots of counts.
pub fn two_histograms(bins: &[(u64, u64)]) -> Markup {
    let most = bins.iter().map(|bin| bin.0.max(bin.1)).max().unwrap_or(0);
    let step = BARS_WIDTH / bins.len().max(1) as f64;
    html! {
        svg.wide viewBox=(BARS_BOX) role="img" aria-label="Labeled pairs by score" {
            (bar_axes(most, "labeled pairs"))
            @for (at, &(matches, others)) in bins.iter().enumerate() {
                @let left = BARS_LEFT + at as f64 * step;
                @for (class, pairs, place, what) in [("bar match", matches, 2.0, "matches"), ("bar against", others, step / 2.0, "non-matches")] {
                    @let top = bar_top(pairs, most);
                    rect class=(class) x=(px(left + place)) y=(px(top)) width=(px((step / 2.0 - 3.0).max(1.0))) height=(px(BARS_FLOOR - top)) {
                        title { "score from " (format!("{:.2}", at as f64 / bins.len() as f64)) ": " (count(pairs)) " " (what) }
                    }
                }
            }
        }
    }
}

/// Horizontal bars, each with a label and a value.
pub fn bars(name: &str, rows: &[(String, f64, String)]) -> Markup {
    const ROW: f64 = 26.0;
    let most = rows.iter().map(|row| row.1).fold(0.0, f64::max).max(1e-12);
    html! {
        svg.wide viewBox=(format!("0 0 640 {}", px(rows.len() as f64 * ROW + 4.0))) role="img" aria-label=(name) {
            @for (at, (label, value, told)) in rows.iter().enumerate() {
                @let y = at as f64 * ROW;
                text x="170" y=(px(y + 17.0)) text-anchor="end" { (cut(label, BAR_LABEL)) title { (label) } }
                rect class="bar match" x="180" y=(px(y + 4.0)) width=(px((value / most * 360.0).max(1.0))) height="17" rx="3" {}
                text x=(px(188.0 + value / most * 360.0)) y=(px(y + 17.0)) { (told) }
            }
        }
    }
}

/// A waterfall: how the contributions add up from the prior to the match weight, in bits.
pub fn waterfall(prior: f64, contributions: &[(String, f64)], total: f64) -> Markup {
    const ROW: f64 = 24.0;
    let mut steps: Vec<(String, f64, f64)> = vec![("before any column".to_owned(), 0.0, prior)];
    let mut at = prior;
    for (name, share) in contributions {
        steps.push((name.clone(), at, at + share));
        at += share;
    }
    steps.push(("together".to_owned(), 0.0, total));
    let low = steps.iter().map(|step| step.1.min(step.2)).fold(0.0, f64::min);
    let high = steps.iter().map(|step| step.1.max(step.2)).fold(0.0, f64::max);
    let scale = 290.0 / (high - low).max(1e-9);
    let x = |value: f64| 262.0 + (value - low) * scale;
    let last = steps.len() - 1;
    html! {
        svg.wide viewBox=(format!("0 0 640 {}", px(steps.len() as f64 * ROW + 4.0))) role="img" aria-label="What adds up to the score" {
            line class="axis" x1=(px(x(0.0))) x2=(px(x(0.0))) y1="0" y2=(px(steps.len() as f64 * ROW)) {}
            @for (row, (name, from, to)) in steps.iter().enumerate() {
                @let y = row as f64 * ROW;
                @let is_sum = row == 0 || row == last;
                text x="254" y=(px(y + 16.0)) text-anchor="end" { (cut(name, STEP_LABEL)) title { (name) } }
                rect class=(if is_sum { "bar" } else if to >= from { "bar match" } else { "bar against" })
                    x=(px(x(from.min(*to)))) y=(px(y + 4.0)) width=(px((to - from).abs() * scale + 1.0)) height="15" rx="2" {}
                text x=(px(x(from.max(*to)) + 6.0)) y=(px(y + 16.0)) { (format!("{:+.2}", to - from)) }
            }
        }
    }
}

/// A share as a small bar with its figure.
pub fn meter(share: f64) -> Markup {
    html! {
        span.meter { span.fill style=(format!("width:{:.1}%", share.clamp(0.0, 1.0) * 100.0)) {} }
        " " (percent(share))
    }
}

/// Shortens a label to the space that it has.
fn cut(label: &str, letters: usize) -> String {
    if label.chars().count() <= letters {
        return label.to_owned();
    }
    label.chars().take(letters - 1).chain(['…']).collect()
}

fn px(value: f64) -> String {
    format!("{value:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_on_an_axis_are_short() {
        for (number, text) in [
            (0, "0"),
            (9_999, "9,999"),
            (54_321, "54 k"),
            (1_250_000, "1.2 M"),
            (987_654_321, "987 M"),
        ] {
            assert_eq!(short_count(number), text);
        }
    }

    #[test]
    fn bars_stay_between_their_axes() {
        assert!((bar_top(0, 0) - BARS_FLOOR).abs() < 1e-9);
        assert!((bar_top(7, 7) - BARS_TOP).abs() < 1e-9);
        let chart = histogram(&[3, 12, 0], 1.2).into_string();
        assert!(
            chart.contains(">12<") && chart.contains(">3<") && chart.contains("candidate pairs"),
            "{chart}"
        );
    }
}
