//! A service on a data directory of its own, whose stores fail and whose clock moves when a test says so.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use arrow_array::{Array, StringArray};
use onefold_domain::{
    BlobKind, Change, Clock, Completion, Document, DocumentKind, EvaluationEntry, FindMatchesSettings,
    GivenRun, Heartbeat, InputTable, Judgement, LabelingRound, LogEvent, LogQuery, LogStream, MetadataStore,
    NewSet, ObjectError, ObjectInfo, ObjectUri, Objects, RoundSet, Run, RunKind, RunQuery, RunQuota,
    RunStatus, SetChange, SetSummary, StoreError, SystemClock, Timestamp, Transform,
};
use onefold_objects::LocalObjects;
use onefold_service::{Limits, NewTransform, Service};
use onefold_store::{Keyring, SqliteStore};
use onefold_tasks::Runner;
use onefold_testkit::people;
use serde_json::{Value, json};

/// Records of the table that the site matches.
pub const RECORDS: usize = 300;
const PATIENCE: Duration = Duration::from_mins(1);

/// Decides which call of the stores fails.
#[derive(Default)]
pub struct Fault(Mutex<Option<Plan>>);

struct Plan {
    /// Calls whose names begin so are counted.
    of: String,
    /// The call that fails, counted from 1.
    at: usize,
    /// Whether all later ones fail too.
    is_lasting: bool,
    /// Whether it fails as if somebody else had changed the same thing meanwhile.
    is_conflict: bool,
    passed: usize,
    struck: Option<&'static str>,
}

impl Fault {
    /// Makes the call number `at` fail, of those whose names begin with `of`.
    pub fn arm(&self, of: &str, at: usize, is_lasting: bool) {
        *self.0.lock().unwrap() = Some(Plan {
            of: of.to_owned(),
            at,
            is_lasting,
            is_conflict: false,
            passed: 0,
            struck: None,
        });
    }

    /// Makes the next call of the store whose name begins so find that somebody else changed the same thing meanwhile.
    pub fn arm_conflict(&self, of: &str) {
        self.arm(of, 1, false);
        if let Some(plan) = self.0.lock().unwrap().as_mut() {
            plan.is_conflict = true;
        }
    }

    /// Lets all calls through; gives the last call that failed.
    pub fn disarm(&self) -> Option<&'static str> {
        self.0.lock().unwrap().take().and_then(|plan| plan.struck)
    }

    fn strike(&self, call: &'static str) -> Result<(), String> {
        let mut state = self.0.lock().unwrap();
        let Some(plan) = state.as_mut().filter(|plan| call.starts_with(&plan.of)) else {
            return Ok(());
        };
        plan.passed += 1;
        let is_struck = plan.passed == plan.at || (plan.is_lasting && plan.passed > plan.at);
        if !is_struck {
            return Ok(());
        }
        plan.struck = Some(call);
        Err(format!("injected fault in {call}"))
    }

    fn strike_store(&self, call: &'static str) -> Result<(), StoreError> {
        self.strike(call).map_err(|reason| {
            let is_conflict = self
                .0
                .lock()
                .unwrap()
                .as_ref()
                .is_some_and(|plan| plan.is_conflict);
            let what = call.to_owned();
            if is_conflict {
                StoreError::Conflict { what }
            } else {
                StoreError::Failed {
                    source: reason.into(),
                }
            }
        })
    }
}

/// A metadata store some of whose calls fail.
pub struct FaultyStore {
    inner: Arc<SqliteStore>,
    fault: Arc<Fault>,
}

impl FaultyStore {
    /// The store with these faults.
    pub fn new(inner: Arc<SqliteStore>, fault: Arc<Fault>) -> Self {
        Self { inner, fault }
    }
}

macro_rules! faulty_store {
    ($($name:ident($($argument:ident: $kind:ty),*) -> $out:ty;)*) => {
        impl MetadataStore for FaultyStore {
            $(fn $name(&self, $($argument: $kind),*) -> Result<$out, StoreError> {
                self.fault.strike_store(concat!("store.", stringify!($name)))?;
                self.inner.$name($($argument),*)
            })*
        }
    };
}

faulty_store! {
    insert_transform(transform: &Transform, limit: usize) -> ();
    transform(id: &str) -> Option<Transform>;
    transforms() -> Vec<Transform>;
    save_transform(transform: &Transform) -> ();
    delete_transform(id: &str) -> ();
    document(kind: DocumentKind, scope: &str, name: &str) -> Option<Document>;
    documents(kind: DocumentKind, scope: &str, after: Option<&str>, limit: usize) -> Vec<Document>;
    apply(changes: &[Change]) -> ();
    insert_run(run: &Run, quota: Option<RunQuota<'_>>) -> ();
    run(id: &str) -> Option<Run>;
    runs(query: &RunQuery) -> Vec<Run>;
    active_runs() -> Vec<(RunKind, RunStatus, usize)>;
    oldest_waiting() -> Option<Timestamp>;
    stop_run(id: &str, now: Timestamp) -> Option<Run>;
    claim_run(worker: &str, now: Timestamp, lease_millis: i64) -> Option<Run>;
    extend_lease(id: &str, worker: &str, now: Timestamp, lease_millis: i64) -> Heartbeat;
    complete_run(id: &str, worker: &str, completion: &Completion, now: Timestamp) -> bool;
    stop_unleased(now: Timestamp) -> Vec<String>;
    release_leases() -> usize;
    blob(transform: &str, kind: BlobKind) -> Option<Vec<u8>>;
    evaluations(transform: &str, limit: usize) -> Vec<EvaluationEntry>;
    insert_round(round: &LabelingRound) -> ();
    save_round(round: &LabelingRound) -> ();
    rounds(transform: &str, limit: usize) -> Vec<LabelingRound>;
    set_summaries(round: &str) -> Vec<SetSummary>;
    labeling_set(round: &str, number: u32) -> Option<RoundSet>;
    claim_set(round: &str, who: &str, now: Timestamp, lease_millis: i64) -> Option<RoundSet>;
    change_set(change: &SetChange) -> u64;
    add_judged_set(round: &str, set: &NewSet, judgement: &SetChange) -> u32;
    judgements(round: &str, limit: usize) -> Vec<Judgement>;
    append_log(stream: &str, lines: &[(Timestamp, String)]) -> ();
    log_events(query: &LogQuery) -> Vec<LogEvent>;
    log_streams(prefix: &str, after: Option<&str>, limit: usize) -> Vec<LogStream>;
    ping() -> ();
}

type Hook = Arc<dyn Fn() + Send + Sync>;

/// An object store some of whose calls fail, and that tells tests of others.
pub struct FaultyObjects {
    inner: LocalObjects,
    fault: Arc<Fault>,
    hooks: Mutex<HashMap<&'static str, Hook>>,
}

impl FaultyObjects {
    /// Has `hook` called from now on at `objects.staging` (before it) or `objects.published` (after it).
    pub fn hook(&self, at: &'static str, hook: impl Fn() + Send + Sync + 'static) {
        self.hooks.lock().unwrap().insert(at, Arc::new(hook));
    }

    fn reach(&self, at: &'static str) {
        let hook = self.hooks.lock().unwrap().get(at).cloned();
        if let Some(hook) = hook {
            hook();
        }
    }

    fn strike(&self, call: &'static str) -> Result<(), ObjectError> {
        self.fault.strike(call).map_err(|reason| ObjectError::Failed {
            uri: "an object".to_owned(),
            verb: "reached",
            source: reason.into(),
        })
    }
}

impl Objects for FaultyObjects {
    fn find(&self, uri: &ObjectUri) -> Result<Vec<ObjectInfo>, ObjectError> {
        self.strike("objects.find")?;
        self.inner.find(uri)
    }

    fn list(&self, prefix: &ObjectUri) -> Result<Vec<ObjectInfo>, ObjectError> {
        self.strike("objects.list")?;
        self.inner.list(prefix)
    }

    fn read(&self, uri: &ObjectUri, limit_bytes: u64) -> Result<Vec<u8>, ObjectError> {
        self.strike("objects.read")?;
        self.inner.read(uri, limit_bytes)
    }

    fn write(&self, uri: &ObjectUri, content: &[u8]) -> Result<(), ObjectError> {
        self.strike("objects.write")?;
        self.inner.write(uri, content)
    }

    fn make_bucket(&self, bucket: &str) -> Result<(), ObjectError> {
        self.strike("objects.make_bucket")?;
        self.inner.make_bucket(bucket)
    }

    fn delete(&self, uri: &ObjectUri) -> Result<(), ObjectError> {
        self.strike("objects.delete")?;
        self.inner.delete(uri)
    }

    fn path(&self, uri: &ObjectUri) -> Result<String, ObjectError> {
        self.strike("objects.path")?;
        self.inner.path(uri)
    }

    fn staging(&self, attempt: &str) -> Result<String, ObjectError> {
        self.reach("objects.staging");
        self.strike("objects.staging")?;
        self.inner.staging(attempt)
    }

    fn without_paths(&self, text: &str) -> String {
        self.inner.without_paths(text)
    }

    fn discard(&self, staging: &str) -> Result<(), ObjectError> {
        self.inner.discard(staging)
    }

    fn kept(&self, name: &str) -> Result<String, ObjectError> {
        self.strike("objects.kept")?;
        self.inner.kept(name)
    }

    fn discard_kept(&self, name: &str) -> Result<(), ObjectError> {
        self.strike("objects.discard_kept")?;
        self.inner.discard_kept(name)
    }

    fn limit_kept(&self, bytes: u64) -> Result<(), ObjectError> {
        self.strike("objects.limit_kept")?;
        self.inner.limit_kept(bytes)
    }

    fn publish(&self, staging: &str, prefix: &ObjectUri, replaced: &[ObjectUri]) -> Result<(), ObjectError> {
        self.strike("objects.publish")?;
        self.inner.publish(staging, prefix, replaced)?;
        self.reach("objects.published");
        Ok(())
    }
}

/// The clock of the machine, set forward by hand.
#[derive(Default)]
pub struct ShiftedClock(AtomicI64);

impl ShiftedClock {
    /// Sets the clock forward.
    pub fn pass(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }
}

impl Clock for ShiftedClock {
    fn now(&self) -> Timestamp {
        SystemClock.now().plus_millis(self.0.load(Ordering::SeqCst))
    }
}

/// A service with a table of people, a transform that has learned from labels, and a job that applies it.
pub struct Site {
    /// The metadata, without faults.
    pub store: Arc<SqliteStore>,
    pub fault: Arc<Fault>,
    pub clock: Arc<ShiftedClock>,
    pub objects: Arc<FaultyObjects>,
    pub service: Arc<Service>,
    pub transform: String,
    dir: tempfile::TempDir,
}

impl Site {
    /// `s3://bucket/labels-1.csv` holds all labels and is taken in; `labels-0.csv` holds half of them.
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let keyring = Keyring::open(&dir.path().join("keyring.json")).unwrap();
        let store = Arc::new(SqliteStore::open(&dir.path().join("metadata.sqlite"), keyring).unwrap());
        let fault = Arc::new(Fault::default());
        let clock = Arc::new(ShiftedClock::default());
        let objects = Arc::new(FaultyObjects {
            inner: LocalObjects::new(&dir.path().join("objects"), &dir.path().join("staging")),
            fault: Arc::clone(&fault),
            hooks: Mutex::default(),
        });
        let faulty = Arc::new(FaultyStore::new(Arc::clone(&store), Arc::clone(&fault)));
        let mut site = Self {
            service: service_of(faulty, &objects, &clock),
            store,
            fault,
            clock,
            objects,
            transform: String::new(),
            dir,
        };
        site.fill();
        site
    }

    /// Another process on the same data, whose calls never fail.
    pub fn other_service(&self) -> Arc<Service> {
        let store: Arc<SqliteStore> = Arc::clone(&self.store);
        service_of(store, &self.objects, &self.clock)
    }

    fn fill(&mut self) {
        let (table, labels) = (table(), labels());
        self.objects.make_bucket("bucket").unwrap();
        self.put("people/people.csv", &table);
        self.put("labels-1.csv", &labels[1]);
        self.put("labels-0.csv", &labels[0]);
        let columns: Vec<Value> = table
            .lines()
            .next()
            .unwrap()
            .split(',')
            .map(|name| json!({ "Name": name, "Type": "string" }))
            .collect();
        let service = &self.service;
        let database = serde_json::from_value(json!({ "Name": "town" })).unwrap();
        service.create_database(database).unwrap();
        let people = serde_json::from_value(json!({
            "Name": "people",
            "Parameters": { "classification": "csv", "skip.header.line.count": "1" },
            "StorageDescriptor": { "Columns": columns, "Location": "s3://bucket/people/" },
        }));
        service.create_table("town", people.unwrap()).unwrap();
        self.transform = service.create_transform(Self::new_transform(), None).unwrap();
        let job = serde_json::from_value(json!({
            "Role": "role",
            "Command": { "Name": "findmatches" },
            "DefaultArguments": { "--transform-id": self.transform },
        }));
        service
            .create_job("match", job.unwrap(), &BTreeMap::new())
            .unwrap();
        let run = service
            .start_import(&self.transform, "s3://bucket/labels-1.csv", true)
            .unwrap();
        let runner = self.runner(1);
        assert_eq!(self.wait(&run).status, RunStatus::Succeeded);
        runner.close();
    }

    /// What the site's transform was made of.
    pub fn new_transform() -> NewTransform {
        NewTransform {
            name: "people".to_owned(),
            inputs: vec![InputTable {
                database: "town".to_owned(),
                table: "people".to_owned(),
                catalog_id: None,
                connection: None,
                options: None,
            }],
            settings: Some(FindMatchesSettings {
                primary_key: Some("id".to_owned()),
                ..FindMatchesSettings::default()
            }),
            role: "role".to_owned(),
            ..NewTransform::default()
        }
    }

    pub fn put(&self, key: &str, text: &str) {
        self.objects.write(&uri(key), text.as_bytes()).unwrap();
    }

    /// Workers of the site.
    pub fn runner(&self, workers: usize) -> Runner {
        Runner::start(Arc::clone(&self.service), workers, None)
    }

    /// Starts the job with its output below `s3://bucket/<key>`.
    pub fn start_job(&self, key: &str, more: &[(&str, &str)]) -> Result<String, onefold_service::Error> {
        let output = uri(key).to_string();
        let arguments = [("--output-path", output.as_str())]
            .iter()
            .chain(more)
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        self.service.start_job_run(
            "match",
            GivenRun {
                arguments: Some(arguments),
                ..GivenRun::default()
            },
        )
    }

    /// The run, when it is over.
    pub fn wait(&self, run: &str) -> Run {
        let begin = Instant::now();
        loop {
            let found = self.store.run(run).unwrap().expect("the run is there");
            if found.status.is_final() {
                return found;
            }
            assert!(begin.elapsed() < PATIENCE, "{found:?} does not end");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Keys of all objects below a key.
    pub fn keys(&self, key: &str) -> Vec<String> {
        let there = self.objects.inner.list(&uri(key)).unwrap();
        there
            .into_iter()
            .map(|object| object.uri.key().to_owned())
            .collect()
    }

    /// The text of an object.
    pub fn text(&self, key: &str) -> String {
        let bytes = self.objects.inner.read(&uri(key), 1 << 30).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    pub fn labels(&self) -> Option<Vec<u8>> {
        self.store.blob(&self.transform, BlobKind::Labels).unwrap()
    }

    /// The lines of a run's log.
    pub fn log(&self, run: &str) -> Vec<String> {
        let query = LogQuery {
            stream: Some(run.to_owned()),
            limit: 1000,
            ..LogQuery::default()
        };
        let events = self.store.log_events(&query).unwrap();
        events.into_iter().map(|event| event.message).collect()
    }

    /// Where the index of the transform's results is kept.
    pub fn index(&self) -> PathBuf {
        self.dir
            .path()
            .join("kept")
            .join(format!("{}.index", self.transform))
    }

    /// A table of one CSV object or folder, with the columns of its first line.
    pub fn new_table(&self, name: &str, location: &str, header: &str) {
        let columns: Vec<Value> = header
            .split(',')
            .map(|name| json!({ "Name": name, "Type": "string" }))
            .collect();
        let table = serde_json::from_value(json!({
            "Name": name,
            "Parameters": { "classification": "csv", "skip.header.line.count": "1" },
            "StorageDescriptor": { "Columns": columns, "Location": location },
        }));
        self.service.create_table("town", table.unwrap()).unwrap();
    }

    /// Where unfinished output is.
    pub fn staging(&self) -> PathBuf {
        self.dir.path().join("staging")
    }

    /// Fails if unfinished output is left over.
    pub fn assert_nothing_unfinished(&self) {
        let left: Vec<_> = fs::read_dir(self.staging()).unwrap().collect();
        assert!(left.is_empty(), "{left:?}");
    }

    /// Fails unless the output of the job is there, whole and once.
    pub fn assert_output(&self, key: &str) {
        let keys = self.keys(key);
        assert_eq!(keys.len(), 2, "{keys:?}");
        assert!(keys[0].ends_with("/_onefold_manifest.json"), "{keys:?}");
        let part = self.text(&keys[1]);
        assert_eq!(part.lines().count(), RECORDS + 1);
        assert!(part.lines().next().unwrap().ends_with(",match_id"), "{part:.200}");
        let manifest: Value = serde_json::from_str(&self.text(&keys[0])).unwrap();
        let name = Path::new(&keys[1]).file_name().unwrap().to_str().unwrap();
        assert_eq!(manifest["files"], json!([name]));
    }
}

fn service_of(
    store: Arc<dyn MetadataStore>,
    objects: &Arc<FaultyObjects>,
    clock: &Arc<ShiftedClock>,
) -> Arc<Service> {
    let objects: Arc<FaultyObjects> = Arc::clone(objects);
    let clock: Arc<ShiftedClock> = Arc::clone(clock);
    Arc::new(Service::new(store, objects, clock, Limits::default()))
}

/// An address in the site's bucket.
pub fn uri(key: &str) -> ObjectUri {
    ObjectUri::parse(&format!("s3://bucket/{key}")).unwrap()
}

/// Rows of the site's people, their names first, and who each is.
fn rows() -> (Vec<String>, Vec<u32>) {
    let (batches, entities) = people(RECORDS, 11);
    let schema = batches[0].schema();
    let names: Vec<&str> = schema
        .fields()
        .iter()
        .map(|field| field.name().as_str())
        .collect();
    let mut rows = vec![names.join(",")];
    for batch in &batches {
        for row in 0..batch.num_rows() {
            let values: Vec<&str> = batch
                .columns()
                .iter()
                .map(|column| {
                    let column = column.as_any().downcast_ref::<StringArray>().unwrap();
                    if column.is_null(row) {
                        ""
                    } else {
                        column.value(row)
                    }
                })
                .collect();
            rows.push(values.join(","));
        }
    }
    (rows, entities)
}

fn table() -> String {
    let mut text = rows().0.join("\n");
    text.push('\n');
    text
}

/// Half of the labels, and all: sets of three people each.
fn labels() -> [String; 2] {
    let (rows, entities) = rows();
    let mut of_entity: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (row, &entity) in entities.iter().enumerate() {
        of_entity.entry(entity).or_default().push(row + 1);
    }
    let groups: Vec<(u32, Vec<usize>)> = of_entity.into_iter().filter(|(_, rows)| rows.len() > 1).collect();
    let sets: Vec<&[(u32, Vec<usize>)]> = groups.chunks(3).take(16).collect();
    let file = |sets: &[&[(u32, Vec<usize>)]]| {
        let mut text = format!("labeling_set_id,label,{}\n", rows[0]);
        for (number, set) in sets.iter().enumerate() {
            for (entity, members) in *set {
                for &row in members {
                    writeln!(text, "s{number},e{entity},{}", rows[row]).unwrap();
                }
            }
        }
        text
    };
    [file(&sets[..sets.len() / 2]), file(&sets)]
}
