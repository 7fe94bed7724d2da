//! Times the stages of a run, and stops between them when the observer wants to.

use std::time::{Duration, Instant};

use crate::{
    Error, Observer, Stage,
    scratch::{Aside, Scratch},
};

/// Times stages and tells the observer of them.
pub struct Clock<'a> {
    /// Who hears of progress.
    pub observer: &'a dyn Observer,
    /// Where stages put what they do not need.
    pub aside: Aside<'a>,
    stages: Vec<(Stage, Duration)>,
}

impl std::fmt::Debug for Clock<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Clock")
            .field("stages", &self.stages)
            .finish_non_exhaustive()
    }
}

impl<'a> Clock<'a> {
    /// Starts with no stage timed.
    pub fn new(observer: &'a dyn Observer) -> Self {
        Self {
            observer,
            aside: Aside::default(),
            stages: Vec::new(),
        }
    }

    /// The same for a run that puts what it does not need into a place outside memory, if there is one.
    #[must_use]
    pub fn putting_aside(self, scratch: Option<&'a dyn Scratch>) -> Self {
        Self {
            aside: Aside::at(scratch),
            ..self
        }
    }

    /// Runs a stage; refuses to start or to go on when the observer wants to stop.
    pub fn time<T>(
        &mut self,
        stage: Stage,
        units: usize,
        run: impl FnOnce() -> Result<T, Error>,
    ) -> Result<T, Error> {
        if self.observer.is_cancelled() {
            return Err(Error::Cancelled);
        }
        self.observer.begin(stage, units as u64);
        let start = Instant::now();
        let result = run()?;
        let elapsed = start.elapsed();
        self.observer.end(stage, elapsed);
        tracing::debug!(
            stage = stage.as_str(),
            units,
            duration_ms = elapsed.as_millis() as u64,
            "stage done"
        );
        match self.stages.iter_mut().find(|(earlier, _)| *earlier == stage) {
            Some((_, sum)) => *sum += elapsed,
            None => self.stages.push((stage, elapsed)),
        }
        if self.observer.is_cancelled() {
            Err(Error::Cancelled)
        } else {
            Ok(result)
        }
    }

    /// The time of each stage, in the order in which they began first.
    pub fn into_stages(self) -> Vec<(Stage, Duration)> {
        self.stages
    }
}
