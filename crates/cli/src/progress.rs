//! Shows the progress of a job: bars on a terminal, log lines elsewhere.

use std::io::IsTerminal;
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use indicatif::{HumanDuration, MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use onefold_engine::Stage;
use onefold_tasks::Step;

use crate::args::MessageArgs;
use crate::{figures, interrupt};

/// Often enough for a moving bar, at no measurable cost.
const REDRAWS_PER_SECOND: u8 = 10;

const DONE: &str = "  {prefix:<12} {msg}";

/// The observer of every job.
pub struct Progress {
    bars: MultiProgress,
    current: Mutex<Option<ProgressBar>>,
}

impl Progress {
    /// Draws bars if stderr is a terminal. `-v` turns them off because log lines would break them, and so does `-q`.
    pub fn new(messages: MessageArgs) -> Self {
        let is_wanted = !messages.no_progress && !messages.quiet && messages.verbose == 0;
        let target = if is_wanted && std::io::stderr().is_terminal() {
            ProgressDrawTarget::stderr_with_hz(REDRAWS_PER_SECOND)
        } else {
            ProgressDrawTarget::hidden()
        };
        Self {
            bars: MultiProgress::with_draw_target(target),
            current: Mutex::new(None),
        }
    }

    /// Removes the bars, so that the next output takes their place.
    pub fn clear(&self) {
        if let Some(bar) = self.current().take() {
            bar.finish_and_clear();
        }
        // If this fails, the bars stay on the screen, which does no harm.
        let _ = self.bars.clear();
    }

    fn current(&self) -> MutexGuard<'_, Option<ProgressBar>> {
        self.current
            .lock()
            .expect("no thread panics while it holds the bar")
    }

    fn begin_bar(&self, name: &'static str, unit: &'static str, total: Option<u64>) {
        tracing::info!(total, "{name} begins");
        let template = match (unit, total) {
            (_, None | Some(0)) => "  {prefix:<12} {spinner} {elapsed}",
            (BYTES, _) => "  {prefix:<12} {bar:30} {bytes} of {total_bytes}, {left}",
            _ => "  {prefix:<12} {bar:30} {human_pos} of {human_len} {msg}, {left}",
        };
        let bar = match total {
            Some(total) => ProgressBar::new(total),
            None => ProgressBar::new_spinner(),
        };
        let bar = self.bars.add(
            bar.with_style(style(template))
                .with_prefix(name)
                .with_message(unit),
        );
        bar.enable_steady_tick(Duration::from_millis(1000 / u64::from(REDRAWS_PER_SECOND)));
        *self.current() = Some(bar);
    }

    fn end_bar(&self, name: &'static str, elapsed: Duration) {
        tracing::info!(duration_ms = elapsed.as_millis() as u64, "{name} done");
        if let Some(bar) = self.current().take() {
            let counted = match (bar.length(), bar.message().as_str()) {
                (None | Some(0), _) | (_, BYTES) => String::new(),
                (Some(total), unit) => format!("{} {unit}, ", figures::count(total)),
            };
            bar.set_style(style(DONE));
            bar.finish_with_message(counted + &figures::duration(elapsed));
        }
    }
}

impl Drop for Progress {
    /// An error can end a job in the middle of a bar.
    fn drop(&mut self) {
        self.clear();
    }
}

impl onefold_engine::Observer for Progress {
    fn begin(&self, stage: Stage, total: u64) {
        let unit = match stage {
            Stage::Standardize | Stage::Index | Stage::Block | Stage::Pair | Stage::Cluster => "records",
            Stage::Fit => "trees",
            Stage::Weigh | Stage::Score | Stage::Rescore => "pairs",
        };
        self.begin_bar(stage.as_str(), unit, Some(total));
    }

    fn advance(&self, units: u64) {
        if let Some(bar) = &*self.current() {
            bar.inc(units);
        }
    }

    fn end(&self, stage: Stage, elapsed: Duration) {
        self.end_bar(stage.as_str(), elapsed);
    }

    fn is_cancelled(&self) -> bool {
        interrupt::is_interrupted()
    }
}

impl onefold_tasks::Observer for Progress {
    fn begin_step(&self, step: Step, total: Option<u64>) {
        let unit = match step {
            Step::Read => BYTES,
            Step::WritePairs => "pairs",
            Step::Learn | Step::WritePage => "",
            Step::Write => "rows",
        };
        self.begin_bar(step.as_str(), unit, total);
    }

    fn reach(&self, units: u64) {
        if let Some(bar) = &*self.current() {
            bar.set_position(units);
        }
    }

    fn end_step(&self, step: Step, elapsed: Duration) {
        self.end_bar(step.as_str(), elapsed);
    }
}

/// Shown as kB, MB and so on.
const BYTES: &str = "bytes";

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template)
        .expect("the templates of this file are well formed")
        .with_key("left", time_left)
        .progress_chars("=> ")
}

fn time_left(state: &indicatif::ProgressState, out: &mut dyn std::fmt::Write) {
    // Writing to a string cannot fail.
    let _ = if state.pos() == 0 {
        write!(out, "{:#} so far", HumanDuration(state.elapsed()))
    } else {
        write!(out, "{:#} left", HumanDuration(state.eta()))
    };
}
