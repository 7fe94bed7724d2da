//! Progress of the runs of this process. It is kept in memory while they work.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;

use crate::Service;

/// Progress of one run, reported by its worker.
#[derive(Debug, Default)]
pub struct RunProgress {
    steps: Mutex<Vec<&'static str>>,
    done: AtomicU64,
    total: AtomicU64,
}

/// How far a run was at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgressView {
    /// The steps so far; the last one is under way.
    pub steps: Vec<&'static str>,
    /// Units of the last step that are done.
    pub done: u64,
    /// How many there are; 0 if nobody knows.
    pub total: u64,
}

impl RunProgress {
    /// A step begins; it has so many units.
    pub fn begin(&self, step: &'static str, total: u64) {
        let mut steps = self.steps.lock();
        if steps.last() != Some(&step) {
            steps.push(step);
        }
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    /// Some more units are done.
    pub fn advance(&self, units: u64) {
        self.done.fetch_add(units, Ordering::Relaxed);
    }

    /// So many units are done, all in all.
    pub fn reach(&self, units: u64) {
        self.done.store(units, Ordering::Relaxed);
    }

    fn view(&self) -> ProgressView {
        let total = self.total.load(Ordering::Relaxed);
        let done = self.done.load(Ordering::Relaxed);
        ProgressView {
            steps: self.steps.lock().clone(),
            done: if total == 0 { done } else { done.min(total) },
            total,
        }
    }
}

/// The runs of this process.
#[derive(Debug, Default)]
pub(crate) struct Board(Mutex<HashMap<String, Arc<RunProgress>>>);

impl Service {
    /// Where the worker of a run reports progress.
    pub fn begin_progress(&self, run: &str) -> Arc<RunProgress> {
        let progress = Arc::new(RunProgress::default());
        self.board.0.lock().insert(run.to_owned(), Arc::clone(&progress));
        progress
    }

    /// The run is over.
    pub fn end_progress(&self, run: &str) {
        self.board.0.lock().remove(run);
    }

    /// How far a run is, if this process works on it.
    pub fn progress(&self, run: &str) -> Option<ProgressView> {
        self.board.0.lock().get(run).map(|progress| progress.view())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_told_in_their_order_and_never_beyond_their_total() {
        let progress = RunProgress::default();
        progress.begin("read", 10);
        progress.reach(4);
        progress.begin("score", 3);
        progress.advance(2);
        progress.advance(2);
        let told = progress.view();
        assert_eq!(told.steps, ["read", "score"]);
        assert_eq!((told.done, told.total), (3, 3));
    }
}
