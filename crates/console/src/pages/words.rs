//! Small pieces that many pages use: times, status badges, sorting heads, links to further pages.

use maud::{Markup, html};
use onefold_domain::{RunKind, RunStatus, Timestamp, TransformStatus};
use onefold_report::text::seconds;
use time::OffsetDateTime;
use time::macros::format_description;

/// A point in time, with the exact one behind it.
pub fn moment(at: Timestamp) -> Markup {
    let exact = OffsetDateTime::from_unix_timestamp_nanos(i128::from(at.0) * 1_000_000);
    let Ok(exact) = exact else {
        return html! { "at an unknown time" };
    };
    let machine = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");
    let person = format_description!("[year]-[month]-[day] [hour]:[minute]");
    let text = |format| exact.format(format).unwrap_or_default();
    html! { time datetime=(text(machine)) title=(text(machine)) { (text(person)) " UTC" } }
}

/// A duration in words.
pub fn duration(millis: i64) -> String {
    match millis / 1000 {
        0..60 => seconds(millis.max(0) as f64 / 1000.0),
        secs @ 60..3600 => format!("{} min {} s", secs / 60, secs % 60),
        secs => format!("{} h {} min", secs / 3600, secs % 3600 / 60),
    }
}

/// What a kind of run does, in words.
pub const fn kind_name(kind: RunKind) -> &'static str {
    match kind {
        RunKind::Evaluation => "Evaluation",
        RunKind::LabelingSetGeneration => "Labeling sets",
        RunKind::ImportLabels => "Labels in",
        RunKind::ExportLabels => "Labels out",
        RunKind::FindMatches => "Find matches",
        RunKind::Job => "Job",
        RunKind::Crawl => "Crawl",
    }
}

/// A status in words.
pub const fn status_name(status: RunStatus) -> &'static str {
    match status {
        RunStatus::Starting => "Waiting",
        RunStatus::Running => "Running",
        RunStatus::Stopping => "Stopping",
        RunStatus::Stopped => "Stopped",
        RunStatus::Succeeded => "Succeeded",
        RunStatus::Failed => "Failed",
        RunStatus::Timeout => "Timed out",
    }
}

/// A run's status as a badge.
pub fn run_badge(status: RunStatus) -> Markup {
    let tone = match status {
        RunStatus::Starting | RunStatus::Running | RunStatus::Stopping => "badge busy",
        RunStatus::Succeeded => "badge good",
        RunStatus::Failed | RunStatus::Timeout => "badge bad",
        RunStatus::Stopped => "badge",
    };
    html! { span class=(tone) { (status_name(status)) } }
}

/// A transform's status as a badge.
pub fn transform_badge(status: TransformStatus) -> Markup {
    match status {
        TransformStatus::Ready => html! { span.badge.good { "Ready" } },
        TransformStatus::NotReady => html! { span.badge title="It has no labels yet" { "Not taught yet" } },
        TransformStatus::Deleting => html! { span.badge.busy { "Deleting" } },
    }
}

/// The head of a column by which a list can be sorted.
pub fn sort_head(name: &str, address: &str, current: Option<bool>) -> Markup {
    let order = current.map(|is_descending| if is_descending { "descending" } else { "ascending" });
    html! {
        th scope="col" aria-sort=[order] {
            a.sort href=(address) {
                (name)
                @match current {
                    Some(true) => span aria-hidden="true" { " ↓" },
                    Some(false) => span aria-hidden="true" { " ↑" },
                    None => {},
                }
            }
        }
    }
}

/// Links to the first and the next page of a list.
pub fn pager(first: Option<&str>, next: Option<&str>) -> Markup {
    html! {
        @if first.is_some() || next.is_some() {
            nav.pager aria-label="Pages" {
                @if let Some(first) = first { a.button href=(first) { "To the beginning" } }
                @if let Some(next) = next { a.button href=(next) rel="next" { "Next page" } }
            }
        }
    }
}

/// The options of a choice, one of them chosen.
pub fn options<'a>(choices: impl IntoIterator<Item = (&'a str, &'a str)>, chosen: &str) -> Markup {
    html! {
        @for (value, name) in choices { option value=(value) selected[value == chosen] { (name) } }
    }
}

/// A query string: `?a=1&b=2`, without the members that are empty.
pub fn query(members: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, value) in members.iter().filter(|(_, value)| !value.is_empty()) {
        text.push(if text.is_empty() { '?' } else { '&' });
        text.push_str(name);
        text.push('=');
        text.extend(percent_encoding::utf8_percent_encode(
            value,
            percent_encoding::NON_ALPHANUMERIC,
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_leave_out_what_is_empty_and_escape_the_rest() {
        assert_eq!(
            query(&[("a", ""), ("b", "x y&z"), ("c", "1")]),
            "?b=x%20y%26z&c=1"
        );
        assert_eq!(query(&[]), "");
    }

    #[test]
    fn durations_are_told_in_the_unit_that_suits_them() {
        for (millis, text) in [
            (-5, "0 ms"),
            (250, "250 ms"),
            (59_900, "59.9 s"),
            (61_000, "1 min 1 s"),
            (7_260_000, "2 h 1 min"),
        ] {
            assert_eq!(duration(millis), text);
        }
    }
}
