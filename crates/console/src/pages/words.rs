//! Small pieces that many pages use: times, status badges, sortable column headers, links to the next page.

use maud::{Markup, html};
use onefold_domain::{Estimate, EstimatedFigure, RunKind, RunStatus, Timestamp, Transform, TransformStatus};
use onefold_report::text::{percent, seconds, shown};
use time::OffsetDateTime;
use time::macros::format_description;

/// A point in time to the minute, with the exact time as its title.
pub fn moment(at: Timestamp) -> Markup {
    let exact = OffsetDateTime::from_unix_timestamp_nanos(i128::from(at.0) * 1_000_000);
    let Ok(exact) = exact else {
        return html! { "unknown time" };
    };
    let machine = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");
    let person = format_description!("[year]-[month]-[day] [hour]:[minute]");
    let text = |format| exact.format(format).unwrap_or_default();
    html! { time datetime=(text(machine)) title=(text(machine)) { (text(person)) " UTC" } }
}

/// A point in time for a log, to the second.
pub fn clock(at: Timestamp) -> Markup {
    let exact = OffsetDateTime::from_unix_timestamp_nanos(i128::from(at.0) * 1_000_000);
    let format = format_description!("[hour]:[minute]:[second]");
    let machine = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");
    let text = |format| {
        exact
            .ok()
            .and_then(|exact| exact.format(format).ok())
            .unwrap_or_default()
    };
    html! { time.clock datetime=(text(machine)) { (text(format)) } }
}

/// The name of a column, which breaks between its words and not inside them.
pub fn column(name: &str) -> Markup {
    let name = shown(name);
    html! {
        @for part in name.split_inclusive(['_', '-', '.', '/', ':']) { (part) wbr; }
    }
}

/// A duration in words.
pub fn duration(millis: i64) -> String {
    match millis / 1000 {
        0..60 => seconds(millis.max(0) as f64 / 1000.0),
        secs @ 60..3600 => format!("{} min {} s", secs / 60, secs % 60),
        secs => format!("{} h {} min", secs / 3600, secs % 3600 / 60),
    }
}

/// The name of a kind of run.
pub const fn kind_name(kind: RunKind) -> &'static str {
    match kind {
        RunKind::Evaluation => "Evaluation",
        RunKind::LabelingSetGeneration => "Labeling sets",
        RunKind::ImportLabels => "Import labels",
        RunKind::ExportLabels => "Export labels",
        RunKind::FindMatches => "Find matches",
        RunKind::Job => "Job",
        RunKind::Crawl => "Crawl",
    }
}

/// The name of a status.
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
        TransformStatus::NotReady => {
            html! { span.badge title="It uses the built-in model until you label records" { "No labels yet" } }
        }
        TransformStatus::Deleting => html! { span.badge.busy { "Deleting" } },
    }
}

/// Figures side by side.
pub fn figures(cells: &[(&str, String)]) -> Markup {
    html! { dl.figures { @for (name, value) in cells { div { dt { (name) } dd { (value) } } } } }
}

/// A share as a percentage; a dash if it cannot be computed.
pub fn share(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), percent)
}

/// The header of a sortable column.
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

/// An estimated figure with its 90 % interval.
pub fn estimated(figure: EstimatedFigure) -> String {
    format!(
        "{} ({} to {})",
        percent(figure.value),
        percent(figure.low),
        percent(figure.high)
    )
}

/// The estimate for the model that a transform has now; `None` if it was not measured since it learned last.
pub fn current_estimate(transform: &Transform) -> Option<Estimate> {
    let metrics = transform.metrics.as_ref()?;
    metrics
        .estimate
        .filter(|_| metrics.labels == transform.label_count)
}

/// Links to the first and the next page of a list.
pub fn pager(first: Option<&str>, next: Option<&str>) -> Markup {
    html! {
        @if first.is_some() || next.is_some() {
            nav.pager aria-label="Pages" {
                @if let Some(first) = first { a.button href=(first) { "First page" } }
                @if let Some(next) = next { a.button href=(next) rel="next" { "Next page" } }
            }
        }
    }
}

/// The options of a select field, one of them selected.
pub fn options<'a>(choices: impl IntoIterator<Item = (&'a str, &'a str)>, chosen: &str) -> Markup {
    html! {
        @for (value, name) in choices { option value=(value) selected[value == chosen] { (name) } }
    }
}

/// A query string such as `?a=1&b=2`, without empty members.
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

/// Made-up nouns for golden snapshots, with names that try to break out.
#[cfg(test)]
pub(crate) mod samples {
    use std::collections::BTreeMap;

    use onefold_domain::{
        CalibrationPoint, Capacity, Column, ColumnImportance, ConfusionMatrix, CurvePoint, Estimate,
        EstimatedFigure, Evaluation, EvaluationEntry, FindMatchesSettings, InputTable, Metrics, Run,
        RunDetails, RunStatus, Timestamp, Transform, TransformStatus,
    };

    pub fn transform() -> Transform {
        let column = |name: &str, data_type: &str| Column {
            name: name.to_owned(),
            data_type: data_type.to_owned(),
        };
        Transform {
            id: "tfm-0001".to_owned(),
            revision: 3,
            name: "people <script>alert(1)</script>".to_owned(),
            description: Some("\"quoted\" & 'more'".to_owned()),
            status: TransformStatus::Ready,
            created_on: Timestamp(1_700_000_000_000),
            modified_on: Timestamp(1_700_000_100_000),
            input: InputTable {
                database: "d".to_owned(),
                table: "t".to_owned(),
                catalog_id: None,
                connection: None,
                options: None,
            },
            settings: FindMatchesSettings {
                primary_key: Some("id".to_owned()),
                precision_recall: Some(0.7),
                accuracy_cost: None,
                enforce_labels: Some(true),
            },
            role: "role".to_owned(),
            glue_version: "2.0".to_owned(),
            capacity: Capacity::default(),
            timeout_minutes: 60,
            max_retries: 1,
            encryption: None,
            schema: vec![
                column("id", "string"),
                column("\"><img src=x onerror=1>", "string"),
            ],
            label_count: 1234,
            model: None,
            metrics: Some(Metrics {
                estimate: Some(estimate()),
                labels: 1234,
                f1: Some(0.95),
                ..Metrics::default()
            }),
            tags: BTreeMap::new(),
        }
    }

    fn estimate() -> Estimate {
        let figure = |value: f64| EstimatedFigure {
            value,
            low: value - 0.02,
            high: value + 0.01,
        };
        Estimate {
            precision: figure(0.98),
            recall: figure(0.93),
            f1: figure(0.954),
        }
    }

    pub fn run() -> Run {
        let mut run = Run::accepted(
            "tsk-0001".to_owned(),
            "tfm-0001".to_owned(),
            RunDetails::Evaluation,
            Timestamp(1_700_000_000_000),
        );
        run.status = RunStatus::Failed;
        run.completed_on = Some(Timestamp(1_700_000_002_000));
        run.execution_millis = 1500;
        run.error = Some("line 3: <b>wrong</b>; fix it".to_owned());
        run
    }

    pub fn evaluation() -> EvaluationEntry {
        let point = |threshold, precision, recall| CurvePoint {
            threshold,
            precision,
            recall,
        };
        EvaluationEntry {
            run: "tsk-0001".to_owned(),
            time: Timestamp(1_700_000_000_000),
            evaluation: Evaluation {
                sets: 20,
                matches: 40,
                non_matches: 60,
                precision_recall: 0.5,
                accuracy_cost: 0.5,
                threshold: 0.5,
                tradeoffs: vec![point(0.1, 0.5, 1.0), point(0.5, 0.9, 0.8), point(0.9, 1.0, 0.4)],
                precision: 0.9,
                recall: 0.8,
                f1: 0.847,
                best_f1: 0.86,
                best_f1_without_labels: 0.7,
                estimate: Some(estimate()),
                area_under_pr_curve: Some(0.93),
                candidate_recall: Some(0.99),
                confusion: ConfusionMatrix {
                    true_positives: 32,
                    false_positives: 4,
                    true_negatives: 56,
                    false_negatives: 8,
                },
                curve: vec![point(0.95, 1.0, 0.3), point(0.5, 0.9, 0.8), point(0.1, 0.5, 1.0)],
                calibration: vec![CalibrationPoint {
                    score: 0.9,
                    matches: 0.95,
                    pairs: 40,
                }],
                judged_scores: vec![(1, 40), (30, 2)],
                candidate_scores: vec![1000, 10, 200],
                importances: vec![ColumnImportance {
                    column: "name <i>".to_owned(),
                    importance: 1.0,
                }],
            },
        }
    }
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
    fn names_of_columns_break_between_their_words() {
        assert_eq!(
            column("given_name<b>").into_string(),
            "given_<wbr>name&lt;b&gt;<wbr>"
        );
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
