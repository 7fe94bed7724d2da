//! `cargo xtask bench scale`: what growing tables take, with and without a limit of memory.
//!
//! It matches generated people of each size under each limit, and keeps CPU and wall time, the peak of memory, the size of the
//! temporary file, the time of each stage and F1. The result has to be the same bytes under every limit.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use nix::sys::statvfs::statvfs;
use serde::Serialize;
use serde_json::Value;

use super::run::{Usage, measure_into};
use super::{Places, people, quality, read_groups};
use crate::train::sets::load;

/// Bytes of disk that a generated record, its result and a temporary file take.
const DISK_FOR_RECORD: u64 = 1_000;
/// The limit that is none.
const UNLIMITED: &str = "none";

/// Arguments of `bench scale`.
#[derive(Debug, clap::Args)]
pub struct ScaleArgs {
    #[command(flatten)]
    places: Places,
    /// Numbers of records; those that the disk cannot hold are left out
    #[arg(long, value_delimiter = ',', default_values_t = [100_000, 1_000_000, 3_000_000, 10_000_000])]
    records: Vec<usize>,
    /// Limits of memory, such as 1GiB; none is no limit. A limit that is too small for a size is reported and left out
    #[arg(long, value_delimiter = ',', default_values_t = [UNLIMITED.to_owned()])]
    memory: Vec<String>,
    /// Runs of each; the one with the median CPU time is shown
    #[arg(long, default_value_t = 1)]
    repeat: usize,
}

#[derive(Debug, Serialize)]
struct Row {
    records: usize,
    input_bytes: u64,
    memory: String,
    f1: f64,
    #[serde(flatten)]
    usage: Usage,
    spilled_bytes: u64,
    /// Wall seconds of each stage, as the summary of the run tells them.
    stages: Value,
}

/// Runs the benchmark.
pub fn run(args: &ScaleArgs) -> Result<()> {
    let binary = args.places.binary()?;
    std::fs::create_dir_all(&args.places.cache)?;
    let mut rows: Vec<Row> = Vec::new();
    for &records in &args.records {
        let free = statvfs(&args.places.cache)?;
        let free = free.blocks_available() as u64 * free.fragment_size() as u64;
        if (records as u64) * DISK_FOR_RECORD > free {
            eprintln!("{records} records are left out: the disk has {free} bytes left");
            continue;
        }
        let folder = people(&args.places, records)?;
        let mut first: Option<PathBuf> = None;
        for memory in &args.memory {
            match one(args, &binary, &folder, memory, first.as_deref()) {
                Ok((row, out)) => {
                    print(&row, rows.is_empty());
                    rows.push(Row { records, ..row });
                    first.get_or_insert(out);
                }
                Err(error) if memory != UNLIMITED => eprintln!("{records} records in {memory}: {error:#}"),
                Err(error) => return Err(error),
            }
        }
    }
    args.places.write("scale", serde_json::json!({ "rows": rows }))
}

/// The run with the median CPU time of one size under one limit, and its result.
fn one(
    args: &ScaleArgs,
    binary: &Path,
    folder: &Path,
    memory: &str,
    first: Option<&Path>,
) -> Result<(Row, PathBuf)> {
    let input = folder.join("records.csv");
    let out = folder.join(format!("matched-{memory}.csv"));
    let said = out.with_extension("json");
    let mut runs = Vec::new();
    for _ in 0..args.repeat.max(1) {
        // Otherwise this run would wait for data that the run before still writes to the disk.
        Command::new("sync").status()?;
        let mut command = Command::new(binary);
        command.arg("match").arg(&input);
        command
            .args(["--id-column", "id", "--force", "-q", "--json", "-o"])
            .arg(&out);
        if memory != UNLIMITED {
            command.args(["--memory", memory]);
        }
        let usage = measure_into(&mut command, File::create(&said)?.into())?;
        let summary: Value = serde_json::from_str(&std::fs::read_to_string(&said)?)?;
        runs.push((usage, summary));
    }
    runs.sort_by(|a, b| a.0.cpu_secs.total_cmp(&b.0.cpu_secs));
    let (usage, summary) = runs.swap_remove(runs.len() / 2);
    if let Some(first) = first {
        let is_same = std::fs::read(first)? == std::fs::read(&out)?;
        ensure!(is_same, "the result differs from that in {}", first.display());
    }
    let set = load(folder)?;
    let row = Row {
        records: set.records.len(),
        input_bytes: std::fs::metadata(&input)?.len(),
        memory: memory.to_owned(),
        f1: quality(&set, &read_groups(&out, "match_id")?).pairwise.f1,
        usage,
        spilled_bytes: summary["spilled_bytes"].as_u64().unwrap_or(0),
        stages: summary
            .get("seconds")
            .cloned()
            .context("a summary tells its stages")?,
    };
    Ok((row, out))
}

fn print(row: &Row, is_first: bool) {
    if is_first {
        println!("| records | limit | F1 | CPU s | wall s | peak MiB | temporary file, MiB |");
        println!("|---:|---:|---:|---:|---:|---:|---:|");
    }
    println!(
        "| {} | {} | {:.4} | {:.1} | {:.1} | {:.0} | {} |",
        row.records,
        row.memory,
        row.f1,
        row.usage.cpu_secs,
        row.usage.wall_secs,
        row.usage.peak_mib,
        row.spilled_bytes >> 20
    );
}
