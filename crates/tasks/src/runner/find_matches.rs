//! The built-in job `findmatches`: applies a transform to a table and writes the result.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use arrow_array::{ArrayRef, Float32Array, Int64Array};
use onefold_data::{Output, Watch};
use onefold_domain::{JobRunDetails, ObjectError, ObjectUri, Transform, TransformStatus, short_id};
use onefold_engine::{LabelingSet, Labels, MatchOutcome, MatchRequest, MergedGroups, Model, RecordIndex};
use onefold_service::Error as ServiceError;
use serde::{Deserialize, Serialize};

use super::table::{settings_for, settings_of};
use super::{Failure, Outcome, Task};
use crate::matching::{CONFIDENCE, MATCH_ID};
use crate::{Input, Step};

/// Name of the file that lists which files of a folder are this job's output.
const MANIFEST: &str = "_onefold_manifest.json";
const MERGED: &str = "_merged_groups.csv";
const MANIFEST_BYTES: u64 = 16 * 1024 * 1024;

#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    job_run: String,
    transform: String,
    records: usize,
    files: Vec<String>,
}

/// What the job is asked to do.
#[derive(Debug)]
struct Arguments {
    transform: String,
    table: Option<(String, String)>,
    output: ObjectUri,
    format: &'static str,
    with_scores: bool,
    /// New records, where `table` holds matched ones.
    incremental: Option<(String, String)>,
    enforced: Option<ObjectUri>,
    removes_duplicates: bool,
    appends: bool,
}

pub(super) fn work(task: &Task<'_>, details: &JobRunDetails) -> Result<Outcome, Failure> {
    if details.command != JobRunDetails::FIND_MATCHES {
        return Err(Failure::User(format!(
            "jobs with the command {:?} need a Python script, which Onefold cannot run; \
             create the job with Command.Name = {:?} to apply a transform without a script",
            details.command,
            JobRunDetails::FIND_MATCHES
        )));
    }
    let arguments = Arguments::read(&details.arguments)?;
    let transform = task.service.transform(&arguments.transform)?;
    let is_ready = transform.status == TransformStatus::Ready;
    let is_taken = is_ready || (details.takes_unlabeled && transform.status == TransformStatus::NotReady);
    if !is_taken {
        return Err(Failure::User(format!(
            "transform {} is {}; import labels with both matches and non-matches to make it READY",
            transform.id,
            transform.status.as_str()
        )));
    }
    let predecessor = Predecessor::find(task, &arguments)?;
    task.service
        .begin_task_of_job(task.run, &details.job, &transform.id)?;
    let mut input = read(task, &arguments, &transform)?;
    input.table().check_new_columns(&[MATCH_ID, CONFIDENCE])?;
    let model = match task.stored_model(&transform.id)?.filter(|_| is_ready) {
        Some(model) => model,
        None if is_ready => {
            return Err(Failure::Internal(format!(
                "transform {} is READY and has no model",
                transform.id
            )));
        }
        None => {
            task.log.line("no labels yet; using the built-in model");
            Model::cold_start()
        }
    };
    let enforced = enforced(task, &arguments, &transform, &mut input)?;
    let settings = settings_for(&transform, &input);
    let mut request = MatchRequest::new(input.records())
        .with_settings(&settings)
        .with_model(&model);
    if let Some(labels) = &enforced {
        request = request.enforcing(labels);
    }
    let index;
    if !input.known().is_empty() {
        index = RecordIndex::build(input.records(), &settings, &model, task)?;
        request = request.joining(input.known(), &index);
    }
    let outcome = onefold_engine::find_matches(&request, task)?;
    let summary = &outcome.summary;
    task.log.line(&format!(
        "{} records in {} groups; {} groups with two or more records; {} duplicates",
        summary.records, summary.groups, summary.groups_of_two_or_more, summary.duplicates
    ));
    for note in &outcome.notes {
        task.log.line(&note.to_string());
    }
    for merged in &outcome.merged {
        task.log.line(&format!(
            "a new record merged group {} into group {}",
            merged.merged, merged.kept
        ));
    }
    write(task, &arguments, &transform, input, &outcome, predecessor)?;
    Ok(Outcome::default())
}

fn read(task: &Task<'_>, arguments: &Arguments, transform: &Transform) -> Result<Input, Failure> {
    let settings = settings_of(transform);
    let own = (transform.input.database.clone(), transform.input.table.clone());
    let (database, table) = arguments.table.as_ref().unwrap_or(&own);
    let source = task.source_of(database, table, transform)?;
    let Some((database, table)) = &arguments.incremental else {
        return task.read(&source, &settings);
    };
    let new = task.source_of(database, table, transform)?;
    let incremental = crate::Source {
        matched: source.inputs,
        ..new
    };
    task.read(&incremental, &settings)
}

/// Labels that groups must follow: those of the transform if it asks for that, and the enforced matches.
fn enforced(
    task: &Task<'_>,
    arguments: &Arguments,
    transform: &Transform,
    input: &mut Input,
) -> Result<Option<Labels>, Failure> {
    let judged = task.judged(transform, input)?;
    let mut enforced = Labels::default();
    if transform.settings.enforce_labels == Some(true)
        && let Some(judged) = judged
    {
        enforced = judged.about_input(input);
    }
    if let Some(uri) = &arguments.enforced {
        let given = given_matches(task, uri, input)?;
        let known: Vec<(u32, u32, bool)> = enforced
            .pairs
            .iter()
            .chain(&given.pairs)
            .map(|pair| (pair.left, pair.right, pair.is_match))
            .collect();
        // Later labels win, so enforced matches of this run override labels.
        enforced = Labels::from_pairs(&known);
    }
    Ok((!enforced.is_empty()).then_some(enforced))
}

/// Rows of primary key and `match_id`: records that share a value belong together.
fn given_matches(task: &Task<'_>, uri: &ObjectUri, input: &Input) -> Result<Labels, Failure> {
    let file = task.service.object_path(uri)?;
    let table = onefold_data::read(&[file], &onefold_data::ReadOptions::default(), Watch::SILENT)?;
    let records = onefold_engine::Records::try_new(table.batches.clone())?;
    let column = |name: &str| {
        records.names().iter().position(|own| own == name).ok_or_else(|| {
            Failure::User(format!(
                "{uri}: there is no column {name:?}; enforced matches have the primary key and match_id, and these are {}",
                records.names().join(", ")
            ))
        })
    };
    let (key, group) = (column(input.key_column().unwrap_or("id"))?, column(MATCH_ID)?);
    let rows = input.rows_of((0..records.len()).map(|row| records.value(row, key)));
    let mut sets: BTreeMap<&str, LabelingSet> = BTreeMap::new();
    for row in 0..records.len() {
        let id = records.value(row, key);
        let Some(&record) = rows.get(id) else {
            return Err(Failure::User(format!("{uri}: no record has the id {id:?}")));
        };
        let name = records.value(row, group);
        if !name.is_empty() {
            let set = sets.entry(name).or_default();
            set.marks.push((record, "same".to_owned()));
        }
    }
    Ok(Labels::from_sets(&sets.into_values().collect::<Vec<_>>()))
}

/// What earlier runs left where the output goes.
#[derive(Debug, Default)]
struct Predecessor {
    /// Objects that the output replaces.
    replaced: Vec<ObjectUri>,
    /// Files that the output is added to.
    kept: Vec<String>,
}

impl Predecessor {
    /// Checks, before any work, that the output may go there.
    fn find(task: &Task<'_>, arguments: &Arguments) -> Result<Self, Failure> {
        let folder = arguments.output.join("");
        let there = task.service.list_objects(&folder)?;
        let manifest = folder.join(MANIFEST);
        let files = match task.service.read_object(&manifest, MANIFEST_BYTES) {
            // A file of that name that says nothing makes all others foreign.
            Ok(bytes) => serde_json::from_slice::<Manifest>(&bytes)
                .map(|manifest| manifest.files)
                .unwrap_or_default(),
            Err(ServiceError::Objects(ObjectError::NotFound { .. } | ObjectError::TooLarge { .. })) => {
                Vec::new()
            }
            Err(error) => return Err(error.into()),
        };
        if arguments.appends {
            return Ok(Self {
                kept: files,
                ..Self::default()
            });
        }
        let known: Vec<ObjectUri> = files.iter().map(|name| folder.join(name)).collect();
        let foreign = there
            .iter()
            .find(|object| object.uri != manifest && !known.contains(&object.uri));
        match foreign {
            Some(object) => Err(Failure::User(format!(
                "--output-path {} holds {}, which no earlier run of this job wrote; choose an empty path, or \
                 --output-mode append",
                arguments.output, object.uri
            ))),
            None => Ok(Self {
                replaced: there.into_iter().map(|object| object.uri).collect(),
                ..Self::default()
            }),
        }
    }
}

fn write(
    task: &Task<'_>,
    arguments: &Arguments,
    transform: &Transform,
    input: Input,
    outcome: &MatchOutcome,
    predecessor: Predecessor,
) -> Result<(), Failure> {
    let kept = arguments
        .removes_duplicates
        .then(|| lowest_keys(&input, &outcome.groups.of));
    let is_kept = |row: usize| kept.as_ref().is_none_or(|kept| kept[row]);
    let rows: Vec<usize> = (0..outcome.groups.of.len()).filter(|&row| is_kept(row)).collect();
    let groups = &outcome.groups;
    let group_of = |row: usize| groups.of[row] as usize;
    let ids = Int64Array::from_iter_values(rows.iter().map(|&row| groups.ids[group_of(row)]));
    let mut columns: Vec<(&str, ArrayRef)> = vec![(MATCH_ID, Arc::new(ids))];
    if arguments.with_scores {
        let scores: Float32Array = rows.iter().map(|&row| groups.confidence[group_of(row)]).collect();
        columns.push((CONFIDENCE, Arc::new(scores)));
    }
    let table = input.into_table();
    let table = match &kept {
        Some(kept) => table.filtered(kept)?,
        None => table,
    };
    let unfinished = task
        .service
        .begin_output(&format!("{}-{}", task.run.id, task.run.attempt))?;
    let folder = unfinished.folder();
    let name = format!("part-00000-{}.{}", short_id(&task.run.id, 12), arguments.format);
    let path = folder.join(&name).display().to_string();
    task.progress.begin(Step::Write.as_str(), rows.len() as u64);
    let watch = Watch {
        progress: &|written| task.progress.reach(written),
        is_cancelled: &|| task.signal.wished().is_some(),
    };
    onefold_data::write(&table, &columns, &Output::new(&path, true), watch)?;
    let mut files = predecessor.kept;
    files.push(name);
    if !outcome.merged.is_empty() {
        write_merged(&outcome.merged, &folder.join(MERGED))?;
        files.push(MERGED.to_owned());
    }
    // An earlier attempt, or an earlier run, may have named the same file.
    files.sort_unstable();
    files.dedup();
    let manifest = Manifest {
        job_run: task.run.id.clone(),
        transform: transform.id.clone(),
        records: rows.len(),
        files,
    };
    let manifest =
        serde_json::to_vec_pretty(&manifest).map_err(|error| Failure::Internal(error.to_string()))?;
    std::fs::write(folder.join(MANIFEST), manifest)
        .map_err(|error| Failure::Internal(format!("the manifest cannot be written: {error}")))?;
    task.confirm()?;
    unfinished.publish(&arguments.output.join(""), &predecessor.replaced)?;
    task.log
        .line(&format!("wrote {} records to {}", rows.len(), arguments.output));
    Ok(())
}

fn write_merged(merged: &[MergedGroups], path: &Path) -> Result<(), Failure> {
    let mut text = String::from("kept_match_id,merged_match_id\n");
    for pair in merged {
        // Writing to a text does not fail.
        let _ = writeln!(text, "{},{}", pair.kept, pair.merged);
    }
    std::fs::write(path, text)
        .map_err(|error| Failure::Internal(format!("{} cannot be written: {error}", path.display())))
}

/// Of each group the record with the lowest key: by number where both are numbers, else by text.
fn lowest_keys(input: &Input, groups: &[u32]) -> Vec<bool> {
    let mut lowest: HashMap<u32, usize> = HashMap::new();
    for (row, &group) in groups.iter().enumerate() {
        let best = lowest.entry(group).or_insert(row);
        if key_order(&input.id(row), &input.id(*best)).is_lt() {
            *best = row;
        }
    }
    groups
        .iter()
        .enumerate()
        .map(|(row, group)| lowest[group] == row)
        .collect()
}

fn key_order(a: &str, b: &str) -> Ordering {
    match (a.parse::<f64>(), b.parse::<f64>()) {
        (Ok(a), Ok(b)) => a.total_cmp(&b),
        _ => a.cmp(b),
    }
}

impl Arguments {
    fn read(arguments: &BTreeMap<String, String>) -> Result<Self, Failure> {
        let text = |name: &str| {
            arguments
                .get(name)
                .map(|value| value.trim())
                .filter(|value| !value.is_empty())
        };
        let required = |name: &str| {
            text(name).ok_or_else(|| {
                Failure::User(format!(
                    "the argument {name} is missing; give it in DefaultArguments of the job or in Arguments of the run"
                ))
            })
        };
        let yes_or_no = |name: &str| match text(name).map(str::to_ascii_lowercase).as_deref() {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(other) => Err(Failure::User(format!(
                "the argument {name} is {other:?}; it is true or false"
            ))),
        };
        let uri = |name: &str, text: &str| {
            ObjectUri::parse(text).map_err(|wrong| Failure::User(format!("the argument {name}: {wrong}")))
        };
        let table = |database: &str, table: &str| match (text(database), text(table)) {
            (Some(database), Some(table)) => Ok(Some((database.to_owned(), table.to_owned()))),
            (None, None) => Ok(None),
            _ => Err(Failure::User(format!(
                "set both {database} and {table}, or neither"
            ))),
        };
        let incremental = table("--incremental-database", "--incremental-table")?;
        let matched = table("--database", "--table")?;
        if incremental.is_some() && matched.is_none() {
            return Err(Failure::User(
                "an incremental run also needs the matched table; set --database and --table".to_owned(),
            ));
        }
        Ok(Self {
            transform: required(JobRunDetails::TRANSFORM_ID)?.to_owned(),
            table: matched,
            output: uri(JobRunDetails::OUTPUT_PATH, required(JobRunDetails::OUTPUT_PATH)?)?,
            format: match text("--output-format").unwrap_or("csv") {
                "csv" => "csv",
                "json" => "jsonl",
                "parquet" => "parquet",
                other => {
                    return Err(Failure::User(format!(
                        "the argument --output-format is {other:?}; it is csv, json or parquet"
                    )));
                }
            },
            with_scores: yes_or_no(JobRunDetails::WITH_SCORES)?,
            incremental,
            enforced: text("--enforced-matches-path")
                .map(|path| uri("--enforced-matches-path", path))
                .transpose()?,
            removes_duplicates: yes_or_no("--remove-duplicates")?,
            appends: match text("--output-mode") {
                None | Some("replace") => false,
                Some("append") => true,
                Some(other) => {
                    return Err(Failure::User(format!(
                        "the argument --output-mode is {other:?}; it is replace or append"
                    )));
                }
            },
        })
    }
}
