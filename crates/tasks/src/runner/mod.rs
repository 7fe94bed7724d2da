//! The task runner: workers that claim runs, execute them and complete them.
//!
//! ```text
//! claim (lease) -> work, with a heartbeat in parallel -> complete (result, labels, model and status in one step)
//! ```
//!
//! A worker that dies loses its lease, and another one starts the run again; outputs are published at the
//! end, so repeating is safe. To stop a run, its status is set; the heartbeat notices it and the work ends at the
//! next chunk. Each kind of run has its own file or folder.

mod crawl;
mod evaluation;
mod export;
mod find_matches;
mod import;
mod labeling;
mod run_log;
mod script;
mod table;

pub(crate) use self::table::read_options;

pub use self::export::label_file;
pub use self::script::ScriptSettings;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use onefold_domain::{
    AddressError, Completion, Heartbeat, MILLIS_PER_MINUTE, Run, RunDetails, RunKind, RunStatus, StoreError,
    chain, random_hex, task_run_of_job_run,
};
use onefold_engine::Stage;
use onefold_service::{RunProgress, Service};

use self::run_log::RunLog;
use crate::{Error, Memory, Observer, Step};

/// How long a worker may be silent before another one takes over its run.
const LEASE_MILLIS: i64 = 15_000;
const LEASE: Duration = Duration::from_millis(LEASE_MILLIS.unsigned_abs());
/// How often a worker extends its lease and checks whether it should stop.
const HEARTBEAT: Duration = Duration::from_millis(500);
/// How often runs without a worker and deleted transforms are cleaned up.
const SWEEP: Duration = Duration::from_millis(500);
/// A run during which this many workers died is not started again.
const MOST_ATTEMPTS: u32 = 10;
/// How often a result is stored again if the transform has changed in between.
const COMPLETE_ATTEMPTS: usize = 8;
/// Pauses before storing the end of a run again if the store fails; in total shorter than the lease.
const COMPLETE_PAUSES_MILLIS: [u64; 6] = [100, 200, 400, 800, 1_600, 3_200];
/// Niceness of work, which must not slow down requests.
const NICENESS: i32 = 10;

/// Running workers.
pub struct Runner {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

struct Shared {
    service: Arc<Service>,
    /// Present if scripts may run.
    scripts: Option<ScriptSettings>,
    /// Of each worker.
    memory: Memory,
    is_closing: AtomicBool,
}

impl Runner {
    /// Starts workers, and one thread that cleans up after lost workers. Without settings for scripts, jobs with a script fail.
    pub fn start(service: Arc<Service>, workers: usize, scripts: Option<ScriptSettings>) -> Self {
        Self::start_within(&Memory::default(), service, workers, scripts)
    }

    /// The same with memory that the workers share: each run may take an equal part.
    pub fn start_within(
        memory: &Memory,
        service: Arc<Service>,
        workers: usize,
        scripts: Option<ScriptSettings>,
    ) -> Self {
        if scripts.is_some() {
            hide_memory();
        }
        let shared = Arc::new(Shared {
            service,
            scripts,
            memory: memory.divided(workers),
            is_closing: AtomicBool::new(false),
        });
        let mut threads: Vec<JoinHandle<()>> = (0..workers.max(1))
            .map(|_| {
                let shared = Arc::clone(&shared);
                thread::spawn(move || Worker::new(shared).serve())
            })
            .collect();
        let sweeper = Arc::clone(&shared);
        threads.push(thread::spawn(move || sweeper.sweep()));
        Self { shared, threads }
    }

    /// Asks all work to stop and waits for it; unfinished runs start again in the next process.
    pub fn close(self) {
        self.shared.is_closing.store(true, Ordering::Relaxed);
        self.shared.service.bell().ring();
        for thread in self.threads {
            // A worker that panicked has already ended.
            let _ = thread.join();
        }
    }
}

/// Lowers the priority of the current thread.
pub fn yield_to_others() {
    let me = rustix::thread::gettid();
    // If this fails, requests are slower, but nothing is wrong.
    let _ = rustix::process::setpriority_process(Some(me), NICENESS);
}

/// Keeps other processes of the same user, such as scripts, from reading this one's memory and environment.
fn hide_memory() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)
    {
        tracing::warn!(%error, "scripts may be able to read the memory of the service");
    }
}

impl Shared {
    fn is_closing(&self) -> bool {
        self.is_closing.load(Ordering::Relaxed)
    }

    fn sweep(&self) {
        while !self.is_closing() {
            let seen = self.service.bell().count();
            if let Err(error) = self
                .service
                .sweep_stopped()
                .and_then(|_| self.service.sweep_deleted())
            {
                tracing::error!(error = %chain(&error), "sweep failed");
            }
            self.service.bell().wait(seen, SWEEP);
        }
    }
}

struct Worker {
    shared: Arc<Shared>,
    name: String,
}

impl Worker {
    fn new(shared: Arc<Shared>) -> Self {
        Self {
            shared,
            name: format!("worker-{}", random_hex(8)),
        }
    }

    fn serve(&self) {
        yield_to_others();
        while !self.shared.is_closing() {
            let seen = self.shared.service.bell().count();
            match self.shared.service.claim(&self.name, LEASE_MILLIS) {
                Ok(Some(run)) => self.take(&run),
                Ok(None) => self.shared.service.bell().wait(seen, SWEEP),
                Err(error) => {
                    tracing::error!(error = %chain(&error), "no run can be claimed");
                    self.shared.service.bell().wait(seen, SWEEP);
                }
            }
        }
    }

    /// Executes one run from claim to end.
    fn take(&self, run: &Run) {
        let begin = Instant::now();
        let (id, kind) = (run.id.as_str(), run.kind().as_str());
        tracing::info!(
            task_run.id = id,
            task_run.kind = kind,
            attempt = run.attempt,
            "run begins"
        );
        let signal = Signal::default();
        let log = RunLog::new(&self.shared.service, id);
        let result = thread::scope(|scope| {
            let heart = scope.spawn(|| self.beat(run, &signal, begin));
            let task = Task {
                service: &self.shared.service,
                memory: &self.shared.memory,
                scripts: self.shared.scripts.as_ref(),
                run,
                log: &log,
                signal: &signal,
                worker: &self.name,
                progress: self.shared.service.begin_progress(id),
            };
            let result = catch_unwind(AssertUnwindSafe(|| task.work())).unwrap_or_else(|panic| {
                Err(Failure::Internal(format!(
                    "internal error: {}; this is a bug in Onefold, not a problem with the data",
                    panic_text(panic.as_ref())
                )))
            });
            signal.is_done.store(true, Ordering::Relaxed);
            heart.thread().unpark();
            result
        });
        self.end(run, &log, &signal, result);
        self.shared.service.end_progress(id);
        metrics::histogram!("onefold_run_seconds", "kind" => kind).record(begin.elapsed().as_secs_f64());
    }

    /// Extends the lease and checks for stop requests until the work is done. A worker that cannot extend its lease gives the
    /// run up when the lease expires, since another worker may have it then.
    fn beat(&self, run: &Run, signal: &Signal, begin: Instant) {
        let allowed = run.timeout_millis.map(|millis| millis - run.execution_millis);
        let mut held_since = begin;
        while !signal.is_done.load(Ordering::Relaxed) {
            thread::park_timeout(HEARTBEAT);
            if signal.is_done.load(Ordering::Relaxed) {
                return;
            }
            if self.shared.is_closing() {
                signal.wish(Wish::Close);
            }
            let worked = i64::try_from(begin.elapsed().as_millis()).unwrap_or(i64::MAX);
            if allowed.is_some_and(|allowed| worked >= allowed) {
                signal.wish(Wish::Timeout);
            }
            let asked = Instant::now();
            match self
                .shared
                .service
                .extend_lease(&run.id, &self.name, LEASE_MILLIS)
            {
                Ok(heartbeat) => {
                    held_since = asked;
                    signal.hear(heartbeat);
                }
                // The next beat tries again.
                Err(error) => {
                    tracing::error!(task_run.id = run.id, error = %chain(&error), "heartbeat failed");
                }
            }
            if held_since.elapsed() >= LEASE {
                signal.wish(Wish::Close);
            }
        }
    }

    /// Stores how the run ended.
    fn end(&self, run: &Run, log: &RunLog<'_>, signal: &Signal, result: Result<Outcome, Failure>) {
        let twin = (run.kind() == RunKind::Job).then(|| task_run_of_job_run(&run.id));
        let ended = |status, error: Option<String>| Completion {
            status: Some(status),
            error: error.map(|text| self.shared.service.without_paths(&text)),
            twin: twin.clone(),
            ..Completion::default()
        };
        let (completion, outcome) = match (result, signal.wished()) {
            (Ok(outcome), _) => (ended(RunStatus::Succeeded, None), Some(outcome)),
            (Err(Failure::Cancelled), Some(Wish::Close)) => return,
            (Err(Failure::Cancelled), Some(Wish::Timeout)) => {
                let minutes = run.timeout_millis.unwrap_or_default() / MILLIS_PER_MINUTE;
                let text = format!("the run took longer than its timeout of {minutes} minutes");
                (ended(RunStatus::Timeout, Some(text)), None)
            }
            (Err(Failure::Cancelled), _) => (
                ended(RunStatus::Stopped, Some(RunStatus::STOPPED_ON_REQUEST.to_owned())),
                None,
            ),
            (Err(Failure::Internal(text) | Failure::Script(text)), _)
                if run.attempt <= run.max_retries && signal.wished() != Some(Wish::Stop) =>
            {
                log.line(&format!(
                    "attempt {} failed: {text}; the run will be retried",
                    run.attempt
                ));
                let again = Completion {
                    error: Some(self.shared.service.without_paths(&text)),
                    ..Completion::default()
                };
                (again, None)
            }
            (Err(Failure::Internal(text) | Failure::Script(text) | Failure::User(text)), _) => {
                log.line(&format!("failed: {text}"));
                (ended(RunStatus::Failed, Some(text)), None)
            }
        };
        let status = completion.status.map_or("STARTING", RunStatus::as_str);
        let (completion, change) = completed(completion, outcome);
        match self.complete_patiently(run, completion, change.as_ref()) {
            Ok(true) => {
                tracing::info!(task_run.id = run.id, status, "run ended");
                if RunStatus::parse(status).is_some_and(RunStatus::is_final) {
                    log.line(&format!("run ended: {status}"));
                }
            }
            Ok(false) => tracing::warn!(task_run.id = run.id, "the run has passed to another worker"),
            // The run may have published output, so it must not fail; it starts again when its lease expires.
            Err(error) if is_of_store(&error) => {
                tracing::error!(
                    task_run.id = run.id,
                    error = %chain(&error),
                    "the end of a run cannot be stored; it will be done again"
                );
            }
            Err(error) => {
                let text = chain(&error);
                tracing::error!(task_run.id = run.id, error = text, "a run's result is refused");
                log.line(&format!("failed: {text}"));
                let failed = ended(RunStatus::Failed, Some(text));
                if let Err(error) = self.complete_patiently(run, failed, None) {
                    tracing::error!(task_run.id = run.id, error = %chain(&error), "nor can its failure be stored");
                }
            }
        }
    }

    /// Stores an end, and retries while the store fails and the lease lasts.
    fn complete_patiently(
        &self,
        run: &Run,
        mut completion: Completion,
        change: Option<&TransformChange>,
    ) -> Result<bool, onefold_service::Error> {
        let mut pauses = COMPLETE_PAUSES_MILLIS.into_iter().map(Duration::from_millis);
        loop {
            let stored = self.complete(run, &mut completion, change);
            match (&stored, pauses.next()) {
                (Err(error), Some(pause)) if is_of_store(error) => {
                    tracing::warn!(task_run.id = run.id, error = %chain(error), "the end of a run is stored again");
                    thread::sleep(pause);
                }
                _ => return stored,
            }
        }
    }

    fn complete(
        &self,
        run: &Run,
        completion: &mut Completion,
        change: Option<&TransformChange>,
    ) -> Result<bool, onefold_service::Error> {
        let service = &self.shared.service;
        let mut attempt = 0;
        loop {
            attempt += 1;
            if let Some(change) = change {
                let mut transform = service.transform(&run.owner)?;
                change(&mut transform);
                transform.modified_on = service.now();
                completion.transform = Some(transform);
            }
            match service.complete(&run.id, &self.name, completion) {
                Err(onefold_service::Error::ConcurrentModification(_)) if attempt < COMPLETE_ATTEMPTS => {}
                other => return other,
            }
        }
    }
}

/// The end of a run with its results and the change of its transform.
fn completed(end: Completion, outcome: Option<Outcome>) -> (Completion, Option<TransformChange>) {
    let Some(outcome) = outcome else {
        return (end, None);
    };
    let completion = Completion {
        details: outcome.details,
        blobs: outcome.blobs,
        evaluation: outcome.evaluation,
        chosen: outcome.chosen,
        changes: outcome.changes,
        ..end
    };
    (completion, outcome.transform)
}

/// Whether the store failed in a way that may pass.
fn is_of_store(error: &onefold_service::Error) -> bool {
    matches!(
        error,
        onefold_service::Error::Store(StoreError::Failed { .. })
            | onefold_service::Error::ConcurrentModification(_)
    )
}

/// Why the work should end early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    /// A person asked.
    Stop,
    /// It takes too long.
    Timeout,
    /// The process ends, or another worker took over the run.
    Close,
}

/// Shared between a run's work and its heartbeat.
#[derive(Debug, Default)]
struct Signal {
    wish: AtomicU8,
    is_done: AtomicBool,
}

impl Signal {
    /// The first reason counts.
    fn wish(&self, wish: Wish) {
        let code = match wish {
            Wish::Stop => 1,
            Wish::Timeout => 2,
            Wish::Close => 3,
        };
        // An earlier reason was set before.
        let _ = self
            .wish
            .compare_exchange(0, code, Ordering::Relaxed, Ordering::Relaxed);
    }

    fn hear(&self, heartbeat: Heartbeat) {
        match heartbeat {
            Heartbeat::Held => {}
            Heartbeat::StopRequested => self.wish(Wish::Stop),
            Heartbeat::Lost => self.wish(Wish::Close),
        }
    }

    fn wished(&self) -> Option<Wish> {
        match self.wish.load(Ordering::Relaxed) {
            1 => Some(Wish::Stop),
            2 => Some(Wish::Timeout),
            3 => Some(Wish::Close),
            _ => None,
        }
    }
}

/// The results of a run, stored with its end.
#[derive(Default)]
struct Outcome {
    details: Option<RunDetails>,
    transform: Option<TransformChange>,
    blobs: Vec<onefold_domain::Blob>,
    evaluation: Option<onefold_domain::Evaluation>,
    chosen: Option<onefold_domain::ChosenSets>,
    changes: Vec<onefold_domain::Change>,
}

type TransformChange = Box<dyn Fn(&mut onefold_domain::Transform)>;

/// Why a run has no result.
#[derive(Debug)]
enum Failure {
    /// The data or the request is at fault; a retry would not help.
    User(String),
    /// The machine or the program is at fault.
    Internal(String),
    /// A script failed. Only its author knows whether a retry helps, and says so in `MaxRetries`.
    Script(String),
    /// It was asked to stop.
    Cancelled,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        if error.is_cancelled() {
            Self::Cancelled
        } else if error.is_of_machine() {
            Self::Internal(chain(&error))
        } else {
            Self::User(error.to_string())
        }
    }
}

impl From<onefold_data::Error> for Failure {
    fn from(error: onefold_data::Error) -> Self {
        Error::from(error).into()
    }
}

impl From<onefold_engine::Error> for Failure {
    fn from(error: onefold_engine::Error) -> Self {
        Error::from(error).into()
    }
}

impl From<onefold_service::Error> for Failure {
    fn from(error: onefold_service::Error) -> Self {
        use onefold_service::Error as Service;
        match error {
            Service::Objects(error) => error.into(),
            Service::Store(_) => Self::Internal(chain(&error)),
            other => Self::User(other.to_string()),
        }
    }
}

impl From<onefold_domain::ObjectError> for Failure {
    fn from(error: onefold_domain::ObjectError) -> Self {
        use onefold_domain::ObjectError as Object;
        match error {
            Object::NotFound { .. } | Object::TooLarge { .. } => Self::User(error.to_string()),
            other => Self::Internal(chain(&other)),
        }
    }
}

impl From<AddressError> for Failure {
    fn from(error: AddressError) -> Self {
        Self::User(error.to_string())
    }
}

/// One run in progress.
struct Task<'a> {
    service: &'a Service,
    memory: &'a Memory,
    scripts: Option<&'a ScriptSettings>,
    run: &'a Run,
    log: &'a RunLog<'a>,
    signal: &'a Signal,
    /// The worker with the lease.
    worker: &'a str,
    progress: Arc<RunProgress>,
}

impl Task<'_> {
    fn work(&self) -> Result<Outcome, Failure> {
        if self.run.attempt > self.run.max_retries + MOST_ATTEMPTS {
            return Err(Failure::User(format!(
                "the service could not complete this run in {MOST_ATTEMPTS} attempts; see its log"
            )));
        }
        self.log.line(&format!(
            "run started: {}, attempt {}",
            self.run.kind().as_str(),
            self.run.attempt
        ));
        match &self.run.details {
            RunDetails::Evaluation => evaluation::work(self),
            RunDetails::LabelingSetGeneration { output, round } => {
                labeling::work(self, output, round.as_ref())
            }
            RunDetails::ImportLabels {
                round: Some(round), ..
            } => import::work_round(self, round),
            RunDetails::ImportLabels { input, replace, .. } => import::work(self, input, *replace),
            RunDetails::ExportLabels { output } => export::work(self, output),
            RunDetails::Job(details) if details.has_script() => script::work(self, details),
            RunDetails::Job(details) => find_matches::work(self, details),
            RunDetails::Crawl { crawler } => crawl::work(self, crawler),
            RunDetails::FindMatches { .. } => Err(Failure::Internal(
                "a run of this kind is never claimed".to_owned(),
            )),
        }
    }

    fn check(&self) -> Result<(), Failure> {
        match self.signal.wished() {
            Some(_) => Err(Failure::Cancelled),
            None => Ok(()),
        }
    }

    /// Checks, before anything visible to others is written, that this worker still has the run and that nobody wants
    /// it stopped.
    fn confirm(&self) -> Result<(), Failure> {
        let heartbeat = self
            .service
            .extend_lease(&self.run.id, self.worker, LEASE_MILLIS)?;
        self.signal.hear(heartbeat);
        self.check()
    }
}

impl onefold_engine::Observer for Task<'_> {
    fn begin(&self, stage: Stage, total: u64) {
        tracing::debug!(
            task_run.id = self.run.id,
            stage = stage.as_str(),
            total,
            "stage begins"
        );
        self.progress.begin(stage.as_str(), total);
    }

    fn advance(&self, units: u64) {
        self.progress.advance(units);
    }

    fn end(&self, stage: Stage, elapsed: Duration) {
        metrics::histogram!("onefold_stage_seconds", "stage" => stage.as_str()).record(elapsed.as_secs_f64());
        self.log
            .line(&format!("{}: {:.2} s", stage.as_str(), elapsed.as_secs_f64()));
    }

    fn is_cancelled(&self) -> bool {
        self.signal.wished().is_some()
    }
}

impl Observer for Task<'_> {
    fn begin_step(&self, step: Step, total: Option<u64>) {
        self.progress.begin(step.as_str(), total.unwrap_or_default());
    }

    fn reach(&self, units: u64) {
        self.progress.reach(units);
    }

    fn tell(&self, line: &str) {
        self.log.line(line);
    }
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no reason is known")
}
