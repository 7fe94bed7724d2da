//! `IMPORT_LABELS`: imports label files and learns from all labels. Labels, model and status are stored in one step with
//! the run's end, so an import that fails changes nothing.

use onefold_data::{LABEL, LABELING_SET_ID, LabelFile, LabelingSets, read_labels};
use onefold_domain::{
    Blob, BlobKind, LearnedModel, Metrics, ObjectUri, StoredLabel, StoredLabels, Transform, TransformStatus,
};
use onefold_engine::Model;

use super::{Failure, Outcome, Task, TransformChange, evaluation};
use crate::{Input, Judged};

/// Number of contradictions that are listed.
const MOST_CONTRADICTIONS: usize = 20;

pub(super) fn work(task: &Task<'_>, input: &str, replace: bool) -> Result<Outcome, Failure> {
    let transform = task.service.transform(&task.run.owner)?;
    let key = transform.settings.primary_key.as_deref();
    let settings = task.settings_of(&transform)?;
    let mut table = task.read_input(&transform, &settings)?;
    let mut labels = if replace {
        StoredLabels::default()
    } else {
        task.service.stored_labels(&transform.id)?.unwrap_or_default()
    };
    let input = ObjectUri::parse(input)?;
    let mut labeled = 0;
    for file in task.service.find_objects(&input)? {
        task.check()?;
        let name = file.uri.to_string();
        let read = read_labels(&task.service.object_path(&file.uri)?)?;
        let new = stored(read, &name, &transform, &table)?;
        task.log.line(&format!(
            "{name}: {} rows in label files of this import",
            new.rows.len()
        ));
        labeled += new.rows.iter().filter(|row| row.label.is_some()).count();
        let changed = labels.add(&new, key);
        for change in changed.iter().take(MOST_CONTRADICTIONS) {
            task.log.line(&format!(
                "{name}: in labeling set {:?}, record {:?} has another label than before; the later label counts",
                change.set, change.record
            ));
        }
        if changed.len() > MOST_CONTRADICTIONS {
            task.log.line(&format!(
                "{name}: {} more records have another label than before",
                changed.len() - MOST_CONTRADICTIONS
            ));
        }
    }
    if labeled == 0 {
        task.log.line(
            "nothing was learned from this import: no row has a label; fill in the column label and import the file again",
        );
    }
    taught(task, &transform, &mut table, &labels)
}

/// Learns from the labels of a round, and measures the quality if there are enough labels.
pub(super) fn work_round(task: &Task<'_>, round: &str) -> Result<Outcome, Failure> {
    let transform = task.service.transform(&task.run.owner)?;
    let new = task.service.round_labels(&transform.id, round)?;
    let mut table = task.read_input(&transform, &task.settings_of(&transform)?)?;
    let mut labels = task.service.stored_labels(&transform.id)?.unwrap_or_default();
    task.log
        .line(&format!("{} records were labeled in this round", new.rows.len()));
    let forgotten = task.service.sets_to_forget(&transform.id)?;
    if !forgotten.is_empty() {
        labels.rows.retain(|row| !forgotten.contains(&row.set));
        task.log.line(&format!(
            "forgetting what was learned from decisions that were undone since: {}",
            forgotten.len()
        ));
    }
    labels.add(&new, transform.settings.primary_key.as_deref());
    let outcome = taught(task, &transform, &mut table, &labels)?;
    let Some(judged) = Judged::settle(&labels, &transform.id, &mut table, task)? else {
        return Ok(outcome);
    };
    match evaluation::measured(task, &transform, &table, judged) {
        Ok((evaluation, metrics)) => Ok(Outcome {
            evaluation: Some(evaluation),
            transform: outcome.transform.map(|change| {
                Box::new(move |transform: &mut Transform| {
                    change(transform);
                    let labels = transform.label_count;
                    transform.metrics = Some(Metrics {
                        labels,
                        ..metrics.clone()
                    });
                }) as TransformChange
            }),
            ..outcome
        }),
        Err(Failure::User(text)) => {
            task.log.line(&format!("quality cannot be measured yet: {text}"));
            Ok(outcome)
        }
        Err(other) => Err(other),
    }
}

/// Learns from all labels, and gives what to store.
fn taught(
    task: &Task<'_>,
    transform: &Transform,
    table: &mut Input,
    labels: &StoredLabels,
) -> Result<Outcome, Failure> {
    let count = labels.count(transform.settings.primary_key.as_deref());
    let learned = learn(task, transform, table, labels)?;
    let status = if learned.is_some() {
        TransformStatus::Ready
    } else {
        task.log.line(
            "nothing to learn: the labels do not cover a single pair of records; within a labeling set, give records \
             that refer to the same thing the same label, and other records different labels",
        );
        TransformStatus::NotReady
    };
    task.log.line(&format!(
        "{count} labels are stored; the transform is {}",
        status.as_str()
    ));
    let encrypt_with = transform.encryption_key().map(str::to_owned);
    let blob = |kind, body| Blob {
        kind,
        body,
        encrypt_with: encrypt_with.clone(),
    };
    let bytes = serde_json::to_vec(labels).map_err(|error| Failure::Internal(error.to_string()))?;
    let mut blobs = vec![blob(BlobKind::Labels, bytes)];
    let model = learned.is_some().then(|| LearnedModel {
        run: task.run.id.clone(),
        learned_on: task.service.now(),
        labels: count,
    });
    blobs.extend(learned.map(|model| blob(BlobKind::Model, model.to_json().into_bytes())));
    Ok(Outcome {
        transform: Some(Box::new(move |transform| {
            transform.label_count = count;
            transform.model.clone_from(&model);
            if transform.status != TransformStatus::Deleting {
                transform.status = status;
            }
        })),
        blobs,
        ..Outcome::default()
    })
}

/// The model learned from the labels; `None` if they cover no pair.
fn learn(
    task: &Task<'_>,
    transform: &Transform,
    input: &mut Input,
    labels: &StoredLabels,
) -> Result<Option<Model>, Failure> {
    let Some(judged) = Judged::settle(labels, &transform.id, input, task)? else {
        return Ok(None);
    };
    let report = &judged.report;
    task.log.line(&format!(
        "{} labeling sets, {} matches and {} non-matches, {} rows without a label",
        report.sets, report.matches, report.non_matches, report.rows_without_label
    ));
    if report.records_not_in_input > 0 {
        task.log.line(&format!(
            "{} labeled records are not in the table; values from the label file are used for them",
            report.records_not_in_input
        ));
    }
    if report.matches == 0 || report.non_matches == 0 {
        task.log
            .line("all labels are of one kind; label both matches and non-matches for a better model");
    }
    for [a, b] in report.contradictions.iter().take(MOST_CONTRADICTIONS) {
        task.log.line(&format!(
            "records {a:?} and {b:?} are labeled both match and non-match; the later label counts"
        ));
    }
    let more = report.contradictions.len().saturating_sub(MOST_CONTRADICTIONS);
    if more > 0 {
        task.log
            .line(&format!("{more} more pairs are labeled both match and non-match"));
    }
    if let [first, ..] = report.sets_with_respelled_labels.as_slice() {
        task.log.line(&format!(
            "{} labeling sets have labels that differ in blanks or capitals only, such as set {first:?}; they count as the same",
            report.sets_with_respelled_labels.len()
        ));
    }
    if let [[given, own], ..] = report.respelled_ids.as_slice() {
        task.log.line(&format!(
            "{} ids differ from the table's in blanks or capitals only, such as {given:?} for {own:?}; they count as the same",
            report.respelled_ids.len()
        ));
    }
    let settings = input.settings(&task.settings_of(transform)?);
    let fitted = judged.fit(&settings, task)?;
    Ok(Some(fitted.model))
}

/// A label file in stored form.
fn stored(
    file: LabelFile,
    name: &str,
    transform: &Transform,
    table: &Input,
) -> Result<StoredLabels, Failure> {
    match file {
        LabelFile::Sets(sets) => stored_sets(&sets, name, transform),
        LabelFile::Pairs(pairs) => {
            let ids = pairs
                .iter()
                .flat_map(|(pair, _)| [pair.id_a.as_str(), &pair.id_b]);
            let found = table.rows_of_alike(ids);
            let row_of = |id: &str| found.get(id).copied();
            let mut rows = Vec::new();
            for (pair, is_match) in &pairs {
                let (Some(left), Some(right)) = (row_of(&pair.id_a), row_of(&pair.id_b)) else {
                    continue;
                };
                let second = if *is_match { "same" } else { "different" };
                rows.extend([(left, "same"), (right, second)].map(|(row, label)| StoredLabel {
                    set: format!("{} and {}", pair.id_a, pair.id_b),
                    label: Some(label.to_owned()),
                    values: table.values(row as usize),
                }));
            }
            Ok(StoredLabels {
                columns: table.records().names().to_vec(),
                rows,
            })
        }
    }
}

fn stored_sets(sets: &LabelingSets, name: &str, transform: &Transform) -> Result<StoredLabels, Failure> {
    for notice in &sets.notices {
        if let Some(encoding) = notice.encoding() {
            return Err(Failure::User(format!(
                "{name} is encoded in {encoding}; save it as UTF-8 (in a spreadsheet: \"CSV UTF-8\")"
            )));
        }
    }
    let names = sets.columns();
    let schema: Vec<&str> = transform
        .schema
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    let find = |wanted: &str| names.iter().find(|own| own.eq_ignore_ascii_case(wanted));
    let missing: Vec<&str> = schema
        .iter()
        .copied()
        .filter(|column| find(column).is_none())
        .collect();
    if !missing.is_empty() {
        return Err(Failure::User(format!(
            "{name}: the columns {} are missing; a label file has {LABELING_SET_ID}, {LABEL} and all columns of the table; \
             this one has {}",
            missing.join(", "),
            names.join(", ")
        )));
    }
    let files: Vec<&String> = schema.iter().filter_map(|column| find(column)).collect();
    let rows = sets
        .rows
        .iter()
        .enumerate()
        .map(|(at, row)| StoredLabel {
            set: row.set.clone(),
            label: row.label.clone(),
            values: files
                .iter()
                .map(|column| sets.value(at, column).unwrap_or_default().to_owned())
                .collect(),
        })
        .collect();
    Ok(StoredLabels {
        columns: schema.iter().map(|&column| column.to_owned()).collect(),
        rows,
    })
}
