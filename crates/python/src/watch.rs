//! Runs work beside Python: the interpreter stays free for others, hears of progress, and can stop the work with Ctrl-C.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use onefold_engine::{Observer as _, Stage};
use onefold_tasks::{Observer, Step};
use pyo3::prelude::*;

use crate::failure::exception;

/// How often Python is asked about Ctrl-C and told of progress.
const BEAT: Duration = Duration::from_millis(100);

/// What a run does at the moment, and whether it is to stop.
#[derive(Default)]
pub struct Watch {
    name: Mutex<&'static str>,
    done: AtomicU64,
    /// 0 if it is not known.
    total: AtomicU64,
    is_cancelled: AtomicBool,
}

impl Watch {
    fn begin_part(&self, name: &'static str, total: Option<u64>) {
        *self.name.lock().unwrap_or_else(PoisonError::into_inner) = name;
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total.unwrap_or_default(), Ordering::Relaxed);
    }

    fn state(&self) -> (&'static str, u64, u64) {
        let name = *self.name.lock().unwrap_or_else(PoisonError::into_inner);
        let count = |number: &AtomicU64| number.load(Ordering::Relaxed);
        (name, count(&self.done), count(&self.total))
    }
}

impl onefold_engine::Observer for Watch {
    fn begin(&self, stage: Stage, total: u64) {
        self.begin_part(stage.as_str(), Some(total));
    }

    fn advance(&self, units: u64) {
        self.done.fetch_add(units, Ordering::Relaxed);
    }

    fn is_cancelled(&self) -> bool {
        self.is_cancelled.load(Ordering::Relaxed)
    }
}

impl Observer for Watch {
    fn begin_step(&self, step: Step, total: Option<u64>) {
        self.begin_part(step.as_str(), total);
    }

    fn reach(&self, units: u64) {
        self.done.store(units, Ordering::Relaxed);
    }
}

/// Does the work on a thread of its own. `progress` is called with the name of the stage, the units done, and their total or 0.
pub fn run<T: Send>(
    py: Python<'_>,
    progress: Option<Py<PyAny>>,
    work: impl FnOnce(&Watch) -> anyhow::Result<T> + Send,
) -> PyResult<T> {
    let watch = Watch::default();
    let outcome = py.detach(|| {
        thread::scope(|scope| {
            let (end, ended) = sync_channel::<()>(1);
            let watch = &watch;
            let worker = scope.spawn(move || {
                let result = work(watch);
                // If nobody listens, the work was cancelled.
                let _ = end.send(());
                result
            });
            let mut raised = None;
            while ended.recv_timeout(BEAT) == Err(RecvTimeoutError::Timeout) {
                if raised.is_some() {
                    continue;
                }
                if let Err(error) = beat(watch, progress.as_ref()) {
                    watch.is_cancelled.store(true, Ordering::Relaxed);
                    raised = Some(error);
                }
            }
            let result = worker.join().unwrap_or_else(|panic| resume_unwind(panic));
            match raised {
                Some(error) => Err(Ended::Raised(error)),
                None => result.map_err(Ended::Failed),
            }
        })
    });
    outcome.map_err(|ended| match ended {
        Ended::Raised(error) => error,
        Ended::Failed(error) => exception(py, &error),
    })
}

enum Ended {
    Raised(PyErr),
    Failed(anyhow::Error),
}

fn beat(watch: &Watch, progress: Option<&Py<PyAny>>) -> PyResult<()> {
    Python::attach(|py| {
        py.check_signals()?;
        if let Some(progress) = progress.filter(|_| !watch.is_cancelled()) {
            progress.call1(py, watch.state())?;
        }
        Ok(())
    })
}
