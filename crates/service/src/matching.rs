//! Applying a transform without creating a job first, even a transform without labels; and finding earlier results.

use std::collections::BTreeMap;

use onefold_domain::{
    JOB_RUN_PREFIX, JobRunDetails, MILLIS_PER_MINUTE, ObjectInfo, ObjectUri, Run, RunDetails, RunEvent,
    RunKind, RunQuery, RunQuota, RunStatus, SOURCE_PARAMETER, StoreError, StoredLabels, Transform,
    TransformStatus, new_job_run_id, short_id, task_run_of_job_run,
};

use crate::objects::UnfinishedOutput;
use crate::{Error, Service};

/// Where files that people bring through the console, and results that they ask for there, are kept.
pub(crate) const BUCKET: &str = "onefold-console";
/// How the names of such jobs begin; the id of the transform follows.
const JOB: &str = "onefold-console-";
/// Name of the file with the scored pairs of a result that the console asked for.
pub const SCORED_PAIRS: &str = "_onefold_scored_pairs.parquet";
/// Name of the file that says what the output of a run is.
pub const MANIFEST: &str = "_onefold_manifest.json";
/// Largest size of that file.
pub const MANIFEST_BYTES: u64 = 16 * 1024 * 1024;
/// Results that are looked through for one that is still there.
const LOOKED_AT: usize = 20;

/// What applying a transform gave.
#[derive(Debug, Clone, PartialEq)]
pub struct MatchResult {
    /// The task run of the transform.
    pub run: Run,
    /// Where it was written.
    pub output: ObjectUri,
    /// The records with their groups: part files.
    pub files: Vec<ObjectInfo>,
    /// Why its pairs have their scores, if the run kept that.
    pub explanations: Option<ObjectUri>,
    /// The scored pairs of the run, if it kept them.
    pub pairs: Option<ObjectInfo>,
}

/// What a run that applies a transform matches with.
#[derive(Clone)]
pub struct BegunMatching {
    /// The transform.
    pub transform: Transform,
    /// The task run that shows the transform at work inside of a job run.
    pub task_run: Option<String>,
    /// The model, as it is stored.
    pub model: Vec<u8>,
    /// The labels that it was learned from.
    pub labels: Option<StoredLabels>,
    /// What people chose to take columns of the transform's table for.
    pub kinds: BTreeMap<String, String>,
    /// The column of the transform's table that says which source a record comes from.
    pub source_column: Option<String>,
}

impl Service {
    /// Gives what a transform matches with. If the script of a job run asks, the transform is shown at work inside of it.
    pub fn begin_find_matches(&self, transform: &str, job_run: Option<&str>) -> Result<BegunMatching, Error> {
        let transform = self.transform(transform)?;
        let model = match transform.status {
            TransformStatus::Ready => self.stored_model(&transform.id)?,
            _ => None,
        };
        let model = model.ok_or_else(|| {
            Error::TransformNotReady(format!(
                "transform {} is {}; import labels with both matches and non-matches to make it READY",
                transform.id,
                transform.status.as_str()
            ))
        })?;
        let table = self
            .table(&transform.input.database, &transform.input.table)?
            .body;
        let kinds = table
            .chosen_kinds()
            .into_iter()
            .map(|(column, kind)| (column.to_owned(), kind.to_owned()));
        let run = job_run.map(|id| self.store.run(id)).transpose()?.flatten();
        let task_run = match run.as_ref().map(|run| (run, &run.details)) {
            Some((run, RunDetails::Job(details))) => {
                self.begin_task_of_job(run, &details.job, &transform.id)?;
                Some(task_run_of_job_run(&run.id))
            }
            _ => None,
        };
        Ok(BegunMatching {
            task_run,
            model,
            labels: self.stored_labels(&transform.id)?,
            kinds: kinds.collect(),
            source_column: table.parameter(SOURCE_PARAMETER).map(str::to_owned),
            transform,
        })
    }

    /// Starts to find matches in a transform's own table; gives the id of the job run. A transform without labels
    /// is applied with what is known without them, which clients of the API cannot ask for.
    pub fn start_matching(&self, transform: &str) -> Result<String, Error> {
        let transform = self.runnable(transform, RunKind::FindMatches)?;
        self.objects.make_bucket(BUCKET).map_err(Error::Objects)?;
        let id = new_job_run_id();
        let output = format!("s3://{BUCKET}/matches/{}/{}/", transform.id, short_id(&id, 12));
        let job = format!("{JOB}{}", transform.id);
        let arguments = [
            (JobRunDetails::TRANSFORM_ID, transform.id.as_str()),
            (JobRunDetails::OUTPUT_PATH, &output),
            (JobRunDetails::WITH_SCORES, "true"),
        ];
        let details = RunDetails::Job(Box::new(JobRunDetails {
            job: job.clone(),
            command: JobRunDetails::FIND_MATCHES.to_owned(),
            arguments: arguments
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
            takes_unlabeled: true,
            ..JobRunDetails::default()
        }));
        let mut run = Run::accepted(id, RunDetails::job_owner(&job), details, self.now());
        run.timeout_millis = Some(transform.timeout_minutes.saturating_mul(MILLIS_PER_MINUTE));
        let quota = RunQuota {
            kinds: &[RunKind::Job],
            per_owner: 1,
            total: usize::MAX,
        };
        match self.store.insert_run(&run, Some(quota)) {
            Err(StoreError::LimitReached { .. }) => {
                return Err(Error::ConcurrentRunsExceeded(format!(
                    "a match run of transform {} is already running; wait for it to end, or cancel it",
                    transform.id
                )));
            }
            other => other?,
        }
        self.bell.ring();
        Ok(run.id)
    }

    /// Shows a transform at work inside of a job run that a worker has, as a task run that ends as the job run does.
    pub fn begin_task_of_job(&self, job_run: &Run, job: &str, transform: &str) -> Result<(), Error> {
        let details = RunDetails::FindMatches {
            job: job.to_owned(),
            job_run: job_run.id.clone(),
        };
        let id = task_run_of_job_run(&job_run.id);
        let task = Run::accepted(id, transform.to_owned(), details, self.now());
        let task = Run {
            status: RunStatus::Starting
                .after(RunEvent::Claim)
                .map_err(|wrong| StoreError::WrongMove {
                    run: task.id.clone(),
                    wrong,
                })?,
            ..task
        };
        match self.store.insert_run(&task, None) {
            // An earlier attempt made it.
            Err(StoreError::AlreadyExists { .. }) => Ok(()),
            other => Ok(other?),
        }
    }

    /// A run of a transform: a task run, or a job run that applies it, which has no task run before its work begins. The
    /// second one is the job run, where there is one.
    pub fn run_of_transform(&self, transform: &str, id: &str) -> Result<(Run, Option<Run>), Error> {
        if !id.starts_with(JOB_RUN_PREFIX) {
            let run = self.task_run(transform, id)?;
            let job_run = self.job_run_behind(&run)?;
            return Ok((run, job_run));
        }
        self.transform(transform)?;
        let applies = |run: &Run| match &run.details {
            RunDetails::Job(details) => {
                details.arguments.get("--transform-id").map(String::as_str) == Some(transform)
            }
            _ => false,
        };
        let job_run = self.store.run(id)?.filter(applies).ok_or_else(|| {
            Error::not_found(format!("Job run {id} of transform {transform} does not exist"))
        })?;
        let twin = self.store.run(&task_run_of_job_run(id))?;
        Ok((twin.unwrap_or_else(|| job_run.clone()), Some(job_run)))
    }

    /// Asks such a run to stop.
    pub fn stop_run_of_transform(&self, transform: &str, id: &str) -> Result<RunStatus, Error> {
        let (run, job_run) = self.run_of_transform(transform, id)?;
        if let Some(job_run) = job_run {
            self.store.stop_run(&job_run.id, self.now())?;
        }
        self.stop_with_job(&run)
    }

    /// The job run that a task run belongs to, if a job applies the transform.
    pub fn job_run_behind(&self, run: &Run) -> Result<Option<Run>, Error> {
        match &run.details {
            RunDetails::FindMatches { job_run, .. } => Ok(self.store.run(job_run)?),
            _ => Ok(None),
        }
    }

    /// What a task run that found matches has written; `None` if it has not, or it is not there any more.
    pub fn match_result(&self, run: &Run) -> Result<Option<MatchResult>, Error> {
        let Some(job_run) = self.job_run_behind(run)? else {
            return Ok(None);
        };
        let RunDetails::Job(details) = &job_run.details else {
            return Ok(None);
        };
        if run.status != RunStatus::Succeeded {
            return Ok(None);
        }
        let Some(output) = output_of(&details.arguments) else {
            return Ok(None);
        };
        // Part files carry the job run's name, so that those of another run in the same folder are not taken for these.
        let mark = job_run.id.get(3..15).unwrap_or(&job_run.id).to_owned();
        let mut files = self.objects.find(&output.join("")).map_err(Error::Objects)?;
        files.retain(|file| file.uri.key().contains(&mark));
        if files.is_empty() {
            return Ok(None);
        }
        let (beside, all) = if details.takes_unlabeled {
            (output.join(""), self.list_objects(&output.join(""))?)
        } else {
            (explained_folder(&run.owner)?, self.explained_objects(&run.owner)?)
        };
        let kept = beside.join(&JobRunDetails::kept_pairs(&job_run.id));
        let explanations = all.iter().any(|file| file.uri == kept).then_some(kept);
        // In a separate folder, the name of the explanations alone says of which run it is.
        let is_of_run = details.takes_unlabeled || explanations.is_some();
        let pairs = beside.join(SCORED_PAIRS);
        let pairs = all.into_iter().find(|object| is_of_run && object.uri == pairs);
        Ok(Some(MatchResult {
            run: run.clone(),
            explanations,
            files,
            pairs,
            output,
        }))
    }

    /// Keeps the pairs of a run that the API asked for, in place of those of an earlier run. The result is complete without
    /// them, so that a failure is only noted.
    pub fn keep_pairs(&self, transform: &str, pairs: UnfinishedOutput<'_>) {
        let keep = || {
            self.objects.make_bucket(BUCKET).map_err(Error::Objects)?;
            let folder = explained_folder(transform)?;
            let earlier = self.explained_objects(transform)?.into_iter();
            let earlier: Vec<ObjectUri> = earlier.map(|object| object.uri).collect();
            pairs.publish(&folder, &earlier)
        };
        if let Err(error) = keep() {
            tracing::warn!(%error, transform, "the pairs of a run are not kept; its pages score them again");
        }
    }

    /// Forgets such pairs of a transform.
    pub(crate) fn forget_pairs(&self, transform: &str) -> Result<(), Error> {
        for object in self.explained_objects(transform)? {
            self.objects.delete(&object.uri).map_err(Error::Objects)?;
        }
        Ok(())
    }

    /// What is kept of them; nothing where the bucket of the console cannot be listed, since a result is complete without.
    fn explained_objects(&self, transform: &str) -> Result<Vec<ObjectInfo>, Error> {
        let found = self.list_objects(&explained_folder(transform)?);
        let found = found.inspect_err(|error| tracing::debug!(%error, "no bucket of the console is there"));
        Ok(found.unwrap_or_default())
    }

    /// How much each column said in a result: its name, and its share of the evidence in matching pairs. Nothing for results
    /// of earlier versions.
    pub fn column_importances(&self, result: &MatchResult) -> Vec<(String, f64)> {
        #[derive(serde::Deserialize)]
        struct Manifest {
            #[serde(default)]
            columns: Vec<Column>,
        }
        #[derive(serde::Deserialize)]
        struct Column {
            name: String,
            importance: f64,
        }
        let manifest = self
            .objects
            .read(&result.output.join("").join(MANIFEST), MANIFEST_BYTES);
        let manifest = manifest
            .ok()
            .and_then(|bytes| serde_json::from_slice::<Manifest>(&bytes).ok());
        let columns = manifest.map_or_else(Vec::new, |manifest| manifest.columns);
        columns
            .into_iter()
            .map(|column| (column.name, column.importance))
            .collect()
    }

    /// The newest result of a transform that is still there.
    pub fn latest_match_result(&self, transform: &str) -> Result<Option<MatchResult>, Error> {
        let query = RunQuery {
            kind: Some(RunKind::FindMatches),
            status: Some(RunStatus::Succeeded),
            ..RunQuery::of(transform, LOOKED_AT)
        };
        for run in self.store.runs(&query)? {
            if let Some(result) = self.match_result(&run)? {
                return Ok(Some(result));
            }
        }
        Ok(None)
    }
}

/// Where the pairs of the newest result that the API asked for are kept, for the pages of the console: programs take every
/// file of an output for records.
fn explained_folder(transform: &str) -> Result<ObjectUri, Error> {
    Ok(ObjectUri::parse(&format!(
        "s3://{BUCKET}/explained/{transform}/"
    ))?)
}

fn output_of(arguments: &BTreeMap<String, String>) -> Option<ObjectUri> {
    ObjectUri::parse(arguments.get("--output-path")?).ok()
}
