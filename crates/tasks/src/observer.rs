//! Progress of a job: the engine's stages, and the steps around them.

use std::time::{Duration, Instant};

use onefold_data::Watch;

use crate::Error;

/// What a job does besides the engine's stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// Read the input; counted in bytes.
    Read,
    /// Learn from labels; each stage of it reports its own progress.
    Learn,
    /// Write the scored pairs; counted in pairs.
    WritePairs,
    /// Render and write the report; not counted.
    WritePage,
    /// Write the result; counted in records (or scored pairs).
    Write,
}

impl Step {
    /// The name of the step.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Learn => "learn",
            Self::WritePairs => "write pairs",
            Self::WritePage => "write report",
            Self::Write => "write",
        }
    }
}

/// Receives the progress of a whole job and may ask it to stop.
pub trait Observer: onefold_engine::Observer {
    /// A step begins; `total` is its number of units, if known.
    fn begin_step(&self, _step: Step, _total: Option<u64>) {}
    /// This many units of the current step are done in total.
    fn reach(&self, _units: u64) {}
    /// A line for the log of the run: files, counts and times, never values of records.
    fn tell(&self, _line: &str) {}
    /// A step ended.
    fn end_step(&self, _step: Step, _elapsed: Duration) {}
}

/// Ignores progress and never stops a job.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl onefold_engine::Observer for Silent {}
impl Observer for Silent {}

/// The steps of a job so far, with their times, and who hears of them.
pub(crate) struct Steps<'a> {
    pub observer: &'a dyn Observer,
    pub done: Vec<(Step, Duration)>,
}

impl<'a> Steps<'a> {
    pub fn new(observer: &'a dyn Observer) -> Self {
        let done = Vec::new();
        Self { observer, done }
    }

    /// Runs one step and reports it.
    pub fn run<T, E: Into<Error>>(
        &mut self,
        step: Step,
        total: Option<u64>,
        work: impl FnOnce(Watch<'_>) -> Result<T, E>,
    ) -> Result<T, Error> {
        let observer = self.observer;
        observer.begin_step(step, total);
        let begin = Instant::now();
        let watch = Watch {
            progress: &|units| observer.reach(units),
            is_cancelled: &|| observer.is_cancelled(),
        };
        let result = work(watch).map_err(Into::into)?;
        let elapsed = begin.elapsed();
        observer.end_step(step, elapsed);
        self.done.push((step, elapsed));
        Ok(result)
    }
}
