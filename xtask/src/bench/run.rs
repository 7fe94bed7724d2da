//! Runs a command and reads from the operating system what it used.

use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use nix::sys::resource::{UsageWho, getrusage};
use serde::Serialize;

/// What a process used, start to end.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Usage {
    /// Wall time.
    pub wall_secs: f64,
    /// User and system time.
    pub cpu_secs: f64,
    /// Peak resident size.
    pub peak_mib: f64,
}

/// How often the peak is looked at; the kernel keeps the peak itself, so only growth in the last moments is missed.
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// Runs a command to its end; fails when the command does.
pub fn measure(command: &mut Command) -> Result<Usage> {
    measure_into(command, Stdio::null())
}

/// The same, and keeps what it prints.
pub fn measure_into(command: &mut Command, stdout: Stdio) -> Result<Usage> {
    let before = children_cpu_secs()?;
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(stdout)
        .spawn()
        .with_context(|| format!("starting {}", command.get_program().to_string_lossy()))?;
    let mut peak_kib = 0u64;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        peak_kib = peak_kib.max(peak_of(child.id()).unwrap_or(0));
        std::thread::sleep(LOOK_EVERY);
    };
    let wall_secs = start.elapsed().as_secs_f64();
    ensure!(
        status.success(),
        "{} ended with {status}",
        command.get_program().to_string_lossy()
    );
    Ok(Usage {
        wall_secs,
        cpu_secs: children_cpu_secs()? - before,
        peak_mib: peak_kib as f64 / 1024.0,
    })
}

/// User and system time of this process so far.
pub fn own_cpu_secs() -> Result<f64> {
    cpu_secs(UsageWho::RUSAGE_SELF)
}

fn children_cpu_secs() -> Result<f64> {
    cpu_secs(UsageWho::RUSAGE_CHILDREN)
}

fn cpu_secs(who: UsageWho) -> Result<f64> {
    let usage = getrusage(who)?;
    let secs = |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    Ok(secs(usage.user_time()) + secs(usage.system_time()))
}

fn peak_of(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
