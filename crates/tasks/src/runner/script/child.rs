//! The process of a script: started below its keeper, listened to, and ended when the run is to end.

use std::io::Read;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use onefold_domain::chain;
use onefold_service::LogGroup;
use rustix::process::{Pid, Signal, kill_process_group};

use super::super::{Failure, Task};
use super::ScriptSettings;
use super::capture::Capture;

/// How long a script that is asked to end may take for it.
pub(super) const GRACE_SECS: u64 = 5;
/// A keeper that has not ended its script by then, from the time it was asked, is ended itself.
const PATIENCE: Duration = Duration::from_secs(GRACE_SECS + 7);
/// How often the run looks for a stop request and the end of the script.
const LOOK: Duration = Duration::from_millis(50);
/// How often lines are stored.
const STORE: Duration = Duration::from_millis(500);
/// How long output is waited for that a process outside of the keeper's reach holds open.
const LINGER: Duration = Duration::from_secs(1);
/// Pieces of output that wait to be taken; a script that prints faster waits.
const WAITING: usize = 64;
const PIECE_BYTES: usize = 64 * 1024;

/// A script that ended by itself.
pub(super) struct Printed {
    pub status: ExitStatus,
    /// What it printed to its standard error.
    pub error: Capture,
}

/// One of the two outputs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stream {
    Output,
    Error,
}

/// Runs the command of a keeper until its script ends, or ends it if the run is to end.
pub(super) fn run(
    task: &Task<'_>,
    mut command: Command,
    settings: &ScriptSettings,
) -> Result<Printed, Failure> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .spawn()
        .map_err(|error| {
            Failure::User(format!(
                "the Python interpreter {} cannot be started: {error}; correct [jobs] python in the configuration of the service",
                settings.python.display()
            ))
        })?;
    let (sender, receiver) = sync_channel(WAITING);
    listen(child.stdout.take(), Stream::Output, sender.clone());
    listen(child.stderr.take(), Stream::Error, sender);
    let mut outputs = Outputs {
        task,
        output: Capture::new(settings.log_bytes),
        error: Capture::new(settings.log_bytes),
        stored: Instant::now(),
    };
    let status = outputs.follow(&mut child, &receiver)?;
    outputs.finish(&receiver);
    task.check()?;
    Ok(Printed {
        status,
        error: outputs.error,
    })
}

/// Reads an output on a thread of its own, which ends with the output.
fn listen(source: Option<impl Read + Send + 'static>, stream: Stream, sender: SyncSender<(Stream, Vec<u8>)>) {
    let Some(mut source) = source else {
        return;
    };
    thread::spawn(move || {
        let mut piece = vec![0; PIECE_BYTES];
        while let Ok(size @ 1..) = source.read(&mut piece) {
            // Nobody listens any more.
            if sender.send((stream, piece[..size].to_vec())).is_err() {
                return;
            }
        }
    });
}

/// What a running script prints, on its way to the logs.
struct Outputs<'a> {
    task: &'a Task<'a>,
    output: Capture,
    error: Capture,
    stored: Instant,
}

impl Outputs<'_> {
    /// Takes output until the keeper ends. The keeper ends the script when its standard input closes.
    fn follow(
        &mut self,
        child: &mut Child,
        receiver: &Receiver<(Stream, Vec<u8>)>,
    ) -> Result<ExitStatus, Failure> {
        let mut pipe = child.stdin.take();
        let mut asked = None;
        loop {
            match receiver.recv_timeout(LOOK) {
                Ok((stream, bytes)) => self.take(stream, &bytes),
                Err(RecvTimeoutError::Timeout) => {}
                // Both outputs are closed, so nothing else makes this loop wait.
                Err(RecvTimeoutError::Disconnected) => thread::sleep(LOOK),
            }
            if self.stored.elapsed() >= STORE {
                self.store();
            }
            if asked.is_none() && self.task.check().is_err() {
                drop(pipe.take());
                asked = Some(Instant::now());
            }
            let ended = child
                .try_wait()
                .map_err(|error| Failure::Internal(format!("the script cannot be watched: {error}")))?;
            if let Some(status) = ended {
                return Ok(status);
            }
            if asked.is_some_and(|asked| asked.elapsed() >= PATIENCE) {
                tracing::error!(task_run.id = self.task.run.id, "the keeper of a script hangs");
                kill(child);
            }
        }
    }

    fn take(&mut self, stream: Stream, bytes: &[u8]) {
        let now = self.task.service.now();
        match stream {
            Stream::Output => self.output.take(bytes, now),
            Stream::Error => self.error.take(bytes, now),
        }
    }

    /// Takes what was printed last, and stores the end of both logs.
    fn finish(&mut self, receiver: &Receiver<(Stream, Vec<u8>)>) {
        let begin = Instant::now();
        while begin.elapsed() < LINGER {
            match receiver.recv_timeout(LINGER) {
                Ok((stream, bytes)) => self.take(stream, &bytes),
                Err(_) => break,
            }
        }
        let now = self.task.service.now();
        let rest = [
            (LogGroup::OUTPUT, self.output.rest(now)),
            (LogGroup::ERROR, self.error.rest(now)),
        ];
        self.append(rest);
    }

    fn store(&mut self) {
        self.stored = Instant::now();
        let ready = [
            (LogGroup::OUTPUT, self.output.ready()),
            (LogGroup::ERROR, self.error.ready()),
        ];
        self.append(ready);
    }

    /// A script continues even if its log cannot be written.
    fn append(&self, logs: [(LogGroup, Vec<(onefold_domain::Timestamp, String)>); 2]) {
        let service = self.task.service;
        for (group, mut lines) in logs {
            if lines.is_empty() {
                continue;
            }
            for (_, line) in &mut lines {
                *line = service.without_paths(line);
            }
            if let Err(error) = service.log_printed(group, &self.task.run.id, &lines) {
                tracing::error!(
                    task_run.id = self.task.run.id,
                    error = %chain(&error),
                    "lines that a script printed cannot be stored"
                );
            }
        }
    }
}

/// Ends a keeper that does not end.
fn kill(child: &Child) {
    let id = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    if let Some(id) = id {
        // This fails only if it has ended.
        let _ = kill_process_group(id, Signal::KILL);
    }
}
