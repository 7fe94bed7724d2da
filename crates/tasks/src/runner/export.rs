//! `EXPORT_LABELS`: all labels of a transform as a label file, which can be edited and imported again.

use onefold_domain::{ObjectUri, Run, RunDetails, StoredLabels, Timestamp};
use time::OffsetDateTime;
use time::macros::format_description;

use super::{Failure, Outcome, Task};

pub(super) fn work(task: &Task<'_>, output: &str) -> Result<Outcome, Failure> {
    let transform = &task.run.owner;
    let labels = task
        .service
        .stored_labels(transform)?
        .ok_or_else(|| Failure::User(format!("transform {transform} has no labels")))?;
    let uri = file_uri(task.run, output, "labels")?;
    let content = label_file(&labels);
    task.confirm()?;
    task.service.write_object(&uri, &content)?;
    task.log
        .line(&format!("wrote {} rows to {uri}", labels.rows.len()));
    Ok(Outcome {
        details: Some(RunDetails::ExportLabels {
            output: uri.to_string(),
        }),
        ..Outcome::default()
    })
}

/// The file that a run writes: the path itself if it names a CSV file, otherwise a new name in that folder. The name is the
/// same if the run is repeated.
pub(super) fn file_uri(run: &Run, output: &str, what: &str) -> Result<ObjectUri, Failure> {
    let uri = ObjectUri::parse(output)?;
    if uri.key().to_ascii_lowercase().ends_with(".csv") {
        return Ok(uri);
    }
    let digits: String = run.id.chars().filter(char::is_ascii_hexdigit).collect();
    let unique = format!(
        "{}-{}-{}-{}-{}",
        &digits[..8],
        &digits[8..12],
        &digits[12..16],
        &digits[16..20],
        &digits[20..32]
    );
    Ok(uri.join(&format!(
        "{}_{what}_{}_{unique}.csv",
        run.owner,
        file_time(run.started_on)
    )))
}

fn file_time(time: Timestamp) -> String {
    let time = OffsetDateTime::from_unix_timestamp(time.0 / 1000).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    time.format(format_description!(
        "[year]-[month]-[day]_[hour]_[minute]_[second]"
    ))
    .expect("a time has all parts of the format")
}

/// Labels as a label file.
pub fn label_file(labels: &StoredLabels) -> Vec<u8> {
    let rows = labels.rows.iter().map(|row| {
        let label = row.label.as_deref().unwrap_or_default();
        (&row.set, label, row.values.iter().map(String::as_str))
    });
    onefold_data::label_file(&labels.columns, rows)
}
