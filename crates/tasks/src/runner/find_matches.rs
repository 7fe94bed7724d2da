//! The built-in job `findmatches`: applies a transform to a table and writes the result.

use std::collections::BTreeMap;
use std::path::Path;

use onefold_data::Output;
use onefold_domain::{
    JobRunDetails, ObjectError, ObjectUri, RunDetails, Transform, TransformStatus, short_id,
};
use onefold_engine::{AttributeProfile, MatchSettings};
use onefold_service::{Error as ServiceError, MANIFEST, MANIFEST_BYTES, SCORED_PAIRS};
use serde::{Deserialize, Serialize};

use super::{Failure, Outcome, Task};
use crate::{EnforcedMatches, IndexFile, Knowledge, MatchJob, MatchSinks, Source, Stored};

const MERGED: &str = "_merged_groups.csv";

#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    job_run: String,
    transform: String,
    records: usize,
    files: Vec<String>,
    /// What each column was taken for, and how much it said.
    #[serde(default)]
    columns: Vec<ColumnUse>,
}

impl Manifest {
    fn write(&self, folder: &Path) -> Result<(), Failure> {
        let text = serde_json::to_vec_pretty(self).map_err(|error| Failure::Internal(error.to_string()))?;
        std::fs::write(folder.join(MANIFEST), text)
            .map_err(|error| Failure::Internal(format!("the manifest cannot be written: {error}")))
    }
}

/// A column in a manifest.
#[derive(Debug, Serialize, Deserialize)]
struct ColumnUse {
    name: String,
    kind: String,
    /// Its share of the evidence in matching pairs.
    importance: f64,
}

impl ColumnUse {
    fn of(column: &AttributeProfile) -> Self {
        Self {
            name: column.name.clone(),
            kind: column.kind.as_str().to_owned(),
            importance: column.importance,
        }
    }
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
            "jobs with the command {:?} do not run here; set Command.Name to {:?} or {:?} to run a script in Python, or to {:?} to \
             apply a transform without a script",
            details.command,
            JobRunDetails::SPARK_SCRIPT,
            JobRunDetails::PYTHON_SCRIPT,
            JobRunDetails::FIND_MATCHES
        )));
    }
    let arguments = Arguments::read(&details.arguments)?;
    let transform = usable_transform(task, &arguments.transform, details.takes_unlabeled)?;
    let predecessor = Predecessor::find(task, &arguments)?;
    task.service
        .begin_task_of_job(task.run, &details.job, &transform.id)?;
    // Before the records are read: what changes meanwhile is newer than the result.
    let made_with = task.service.made_with(&transform)?;
    if let Some(model) = &made_with.model {
        task.log.line(&format!(
            "using the model that run {} learned from {} labels",
            model.run, model.labels
        ));
    }
    let unfinished = task
        .service
        .begin_output(&format!("{}-{}", task.run.id, task.run.attempt))?;
    let folder = unfinished.folder();
    let output = |name: &str| Output::new(&folder.join(name).display().to_string(), true);
    let part = format!("part-00000-{}.{}", short_id(&task.run.id, 12), arguments.format);
    let source = source(task, &arguments, &transform)?;
    let has_types = |_: &&_| arguments.format == "parquet";
    let types = source.catalog.as_ref().filter(has_types);
    let types = types.map(|catalog| catalog.types.clone()).unwrap_or_default();
    // Only where the console shows the result, record by record. Beside the output, unless the console asked for it.
    let is_shown = !arguments.removes_duplicates && !arguments.appends;
    let is_own = details.takes_unlabeled;
    let aside = (is_shown && !is_own)
        .then(|| {
            task.service
                .begin_output(&format!("{}-{}-pairs", task.run.id, task.run.attempt))
        })
        .transpose()?;
    let beside = aside.as_ref().unwrap_or(&unfinished).folder();
    let shown = |name: &str| is_shown.then(|| Output::new(&beside.join(name).display().to_string(), true));
    let job = MatchJob {
        source,
        knowledge: Knowledge::Stored(Box::new(stored(task, &transform)?)),
        enforced: enforced(task, &arguments)?,
        settings: settings(task, &arguments, &transform)?,
        sinks: MatchSinks {
            with_confidence: arguments.with_scores,
            without_duplicates: arguments.removes_duplicates,
            merged: Some(output(MERGED)),
            // The console shows why pairs have their scores, what another threshold would change, and pairs below the threshold.
            kept: shown(&JobRunDetails::kept_pairs(&task.run.id)),
            pairs: shown(SCORED_PAIRS),
            types,
            index: index_file(task, &arguments, &transform),
            ..MatchSinks::new(output(&part))
        },
    };
    let matched = job.run(task)?;
    if matched.index.is_some() {
        task.service.limit_indexes();
    }
    let mut files = predecessor.kept;
    files.push(part);
    if !matched.outcome.merged.is_empty() {
        files.push(MERGED.to_owned());
    }
    let is_kept = matched.outcome.kept.is_some();
    if is_own && is_kept {
        files.push(JobRunDetails::kept_pairs(&task.run.id));
    }
    if is_own && is_shown {
        files.push(SCORED_PAIRS.to_owned());
    }
    // An earlier attempt, or an earlier run, may have named the same file.
    files.sort_unstable();
    files.dedup();
    let manifest = Manifest {
        job_run: task.run.id.clone(),
        transform: transform.id.clone(),
        records: matched.written,
        files,
        columns: matched.outcome.attributes.iter().map(ColumnUse::of).collect(),
    };
    manifest.write(folder)?;
    task.confirm()?;
    if let Some(pairs) = aside.filter(|_| is_kept) {
        task.service.keep_pairs(&transform.id, pairs);
    }
    unfinished.publish(&arguments.output.join(""), &predecessor.replaced)?;
    task.log.line(&format!(
        "wrote {} records to {}",
        matched.written, arguments.output
    ));
    Ok(Outcome {
        details: Some(RunDetails::Job(Box::new(JobRunDetails {
            made_with: Some(made_with),
            ..details.clone()
        }))),
        ..Outcome::default()
    })
}

/// The index of the records of a transform's results, which an incremental run makes, uses and extends. It is kept for the
/// next one; a run over all records has no use for it.
fn index_file(task: &Task<'_>, arguments: &Arguments, transform: &Transform) -> Option<IndexFile> {
    arguments.incremental.as_ref()?;
    match task.service.index_file(&transform.id) {
        Ok(path) => path.map(|path| IndexFile {
            output: Output::new(&path, true),
            is_own: true,
        }),
        Err(error) => {
            tracing::warn!(%error, "no index is kept");
            None
        }
    }
}

/// The transform, if it is ready, or may be used without labels.
fn usable_transform(task: &Task<'_>, id: &str, takes_unlabeled: bool) -> Result<Transform, Failure> {
    let transform = task.service.transform(id)?;
    let is_ready = transform.status == TransformStatus::Ready;
    if is_ready || (takes_unlabeled && transform.status == TransformStatus::NotReady) {
        return Ok(transform);
    }
    Err(Failure::User(format!(
        "transform {} is {}; import labels with both matches and non-matches to make it READY",
        transform.id,
        transform.status.as_str()
    )))
}

/// The records: those of the transform's table or of another one, or new ones after matched ones.
fn source(task: &Task<'_>, arguments: &Arguments, transform: &Transform) -> Result<Source, Failure> {
    let own = (transform.input.database.clone(), transform.input.table.clone());
    let (database, table) = arguments.table.as_ref().unwrap_or(&own);
    let source = task.source_of(database, table, transform)?;
    let Some((database, table)) = &arguments.incremental else {
        return Ok(source);
    };
    Ok(Source {
        matched: source.inputs,
        ..task.source_of(database, table, transform)?
    })
}

/// The settings of the transform. What people chose of the columns of its table says nothing of another table.
fn settings(task: &Task<'_>, arguments: &Arguments, transform: &Transform) -> Result<MatchSettings, Failure> {
    let mut settings = task.settings_of(transform)?;
    let is_own = |(database, table): &(String, String)| {
        let input = &transform.input;
        database.eq_ignore_ascii_case(&input.database) && table.eq_ignore_ascii_case(&input.table)
    };
    if !arguments.table.as_ref().is_none_or(is_own) {
        settings.kinds.clear();
    }
    Ok(settings)
}

/// The matches that the groups must follow.
fn enforced(task: &Task<'_>, arguments: &Arguments) -> Result<Option<EnforcedMatches>, Failure> {
    let Some(uri) = &arguments.enforced else {
        return Ok(None);
    };
    Ok(Some(EnforcedMatches {
        name: uri.to_string(),
        path: task.service.object_path(uri)?,
    }))
}

/// Model and labels of a transform; only a READY one has a model.
fn stored(task: &Task<'_>, transform: &Transform) -> Result<Stored, Failure> {
    let is_ready = transform.status == TransformStatus::Ready;
    let model = task.stored_model(&transform.id)?.filter(|_| is_ready);
    if is_ready && model.is_none() {
        return Err(Failure::Internal(format!(
            "transform {} is READY and has no model",
            transform.id
        )));
    }
    Ok(Stored {
        id: transform.id.clone(),
        model,
        labels: task.service.stored_labels(&transform.id)?,
        enforce: transform.settings.enforce_labels == Some(true),
    })
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
        let yes_or_no = |name: &str| {
            let word = text(name).unwrap_or("false").to_ascii_lowercase();
            choice(name, &word, [("true", true), ("false", false)])
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
            format: choice(
                "--output-format",
                text("--output-format").unwrap_or("csv"),
                [("csv", "csv"), ("json", "jsonl"), ("parquet", "parquet")],
            )?,
            with_scores: yes_or_no(JobRunDetails::WITH_SCORES)?,
            incremental,
            enforced: text("--enforced-matches-path")
                .map(|path| uri("--enforced-matches-path", path))
                .transpose()?,
            removes_duplicates: yes_or_no("--remove-duplicates")?,
            appends: choice(
                "--output-mode",
                text("--output-mode").unwrap_or("replace"),
                [("replace", false), ("append", true)],
            )?,
        })
    }
}

/// What a word stands for.
fn choice<T, const N: usize>(name: &str, word: &str, choices: [(&str, T); N]) -> Result<T, Failure> {
    let words = choices.each_ref().map(|(own, _)| *own);
    let found = choices.into_iter().find(|(own, _)| *own == word);
    found.map(|(_, value)| value).ok_or_else(|| {
        let (others, last) = (words[..N - 1].join(", "), words[N - 1]);
        Failure::User(format!(
            "the argument {name} is {word:?}; it is {others} or {last}"
        ))
    })
}
