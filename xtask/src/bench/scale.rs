//! `cargo xtask bench scale`: what growing tables take, with and without a limit of memory.
//!
//! It matches generated tables of each size under each limit, and keeps CPU and wall time, the peak of memory, the size of the
//! temporary file, the time of each stage and F1. The result has to be the same bytes under every limit. The tables are people, product
//! offers with long descriptions, or people with many columns that say nothing. What reading and writing alone take is measured too: a
//! column that is ignored should cost no more.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use nix::sys::statvfs::statvfs;
use onefold_data::{Output, ReadOptions, Watch};
use serde::Serialize;
use serde_json::Value;

use super::run::{Usage, measure_into, own_cpu_secs};
use super::{Places, people, people_name, quality, read_groups};
use crate::made::{OffersArgs, WideArgs, make_offers, make_wide};
use crate::train::sets::load;

/// Columns of people: the id and ten that are compared.
const PEOPLE_COLUMNS: usize = 11;
/// The limit that is none.
const UNLIMITED: &str = "none";

/// What is matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Kind {
    /// People: ten short columns
    People,
    /// Product offers with descriptions
    Offers,
    /// People with many more columns, all of which are compared
    Wide,
    /// The same table; the added columns are ignored
    Ignored,
}

/// The format of the input and of the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    Csv,
    Parquet,
}

/// Arguments of `bench scale`.
#[derive(Debug, clap::Args)]
pub struct ScaleArgs {
    #[command(flatten)]
    places: Places,
    /// What is matched
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Kind::People])]
    tables: Vec<Kind>,
    /// Columns of wide tables
    #[arg(long, default_value_t = 200)]
    columns: usize,
    /// Formats of the input, which the result has too
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Form::Csv])]
    formats: Vec<Form>,
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
    table: String,
    format: String,
    records: usize,
    columns: usize,
    input_bytes: u64,
    memory: String,
    f1: f64,
    #[serde(flatten)]
    usage: Usage,
    /// User and system time of reading the table and writing it again, without matching it.
    copy_cpu_secs: f64,
    spilled_bytes: u64,
    /// Wall seconds of each stage, as the summary of the run tells them.
    stages: Value,
}

/// A table on the disk.
struct Made {
    table: String,
    format: String,
    input: PathBuf,
    /// A folder with the same ids and their truth.
    truth: PathBuf,
    columns: usize,
    /// Columns to leave out.
    ignored: Vec<String>,
    copy_cpu_secs: f64,
}

/// Runs the benchmark.
pub fn run(args: &ScaleArgs) -> Result<()> {
    let binary = args.places.binary()?;
    std::fs::create_dir_all(&args.places.cache)?;
    let mut rows: Vec<Row> = Vec::new();
    for &kind in &args.tables {
        for &form in &args.formats {
            for &records in &args.records {
                if !fits(args, kind, records)? {
                    continue;
                }
                let made = make(args, kind, form, records)?;
                let mut first: Option<PathBuf> = None;
                for memory in &args.memory {
                    match one(args, &binary, &made, memory, first.as_deref()) {
                        Ok((row, out)) => {
                            print(&row, rows.is_empty());
                            rows.push(row);
                            first.get_or_insert(out);
                        }
                        Err(error) if memory != UNLIMITED => {
                            eprintln!("{records} records in {memory}: {error:#}");
                        }
                        Err(error) => return Err(error),
                    }
                }
            }
        }
    }
    args.places.write("scale", serde_json::json!({ "rows": rows }))
}

/// Whether the disk can hold a table, its results and a temporary file.
fn fits(args: &ScaleArgs, kind: Kind, records: usize) -> Result<bool> {
    let of_record = match kind {
        Kind::People => 1_000,
        Kind::Offers => 4_000,
        Kind::Wide | Kind::Ignored => 30 * args.columns,
    };
    let free = statvfs(&args.places.cache)?;
    let free = free.blocks_available() as u64 * free.fragment_size() as u64;
    let is_enough = (records * of_record) as u64 <= free;
    if !is_enough {
        eprintln!("{records} records are left out: the disk has {free} bytes left");
    }
    Ok(is_enough)
}

/// A table of this kind and size, made unless it is there.
fn make(args: &ScaleArgs, kind: Kind, form: Form, records: usize) -> Result<Made> {
    let size = people_name(records);
    let size = size.trim_start_matches("people-");
    let (folder, truth) = match kind {
        Kind::People => {
            let folder = people(&args.places, records)?;
            (folder.clone(), folder)
        }
        Kind::Offers => {
            let out = args.places.cache.join(format!("offers-{size}"));
            if !out.join("meta.json").is_file() {
                make_offers(&OffersArgs {
                    records,
                    seed: 1,
                    out: out.clone(),
                })?;
                std::fs::write(out.join("meta.json"), "{\"kind\": \"dedupe\"}\n")?;
            }
            (out.clone(), out)
        }
        Kind::Wide | Kind::Ignored => {
            let truth = people(&args.places, records)?;
            let folder = args.places.cache.join(format!("wide-{}-{size}", args.columns));
            let out = folder.join("records.csv");
            if !folder.join("meta.json").is_file() {
                std::fs::create_dir_all(&folder)?;
                let (input, columns) = (truth.join("records.csv"), args.columns);
                make_wide(&WideArgs {
                    input,
                    columns,
                    seed: 1,
                    out,
                })?;
                std::fs::write(folder.join("meta.json"), "{\"kind\": \"dedupe\"}\n")?;
            }
            (folder, truth)
        }
    };
    let csv = folder.join("records.csv");
    let parquet = folder.join("records.parquet");
    if form == Form::Parquet && !parquet.is_file() {
        copy(&csv, &parquet)?;
    }
    let input = if form == Form::Parquet { parquet } else { csv };
    let copied = input.with_file_name(format!("copy.{}", extension(&input)));
    let before = own_cpu_secs()?;
    let names = copy(&input, &copied)?;
    let copy_cpu_secs = own_cpu_secs()? - before;
    std::fs::remove_file(&copied)?;
    let own = match kind {
        Kind::Ignored => PEOPLE_COLUMNS,
        Kind::People | Kind::Offers | Kind::Wide => names.len(),
    };
    Ok(Made {
        table: format!("{kind:?}").to_lowercase(),
        format: extension(&input),
        truth,
        columns: names.len(),
        ignored: names.into_iter().skip(own).collect(),
        input,
        copy_cpu_secs,
    })
}

fn extension(path: &Path) -> String {
    path.extension()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// Reads a table and writes it; gives its columns.
fn copy(from: &Path, to: &Path) -> Result<Vec<String>> {
    let table = onefold_data::read(
        &[from.to_string_lossy().into_owned()],
        &ReadOptions::default(),
        Watch::SILENT,
    )?;
    let out = Output::new(&to.to_string_lossy(), true);
    onefold_data::write(&table, &[], &out, Watch::SILENT)?;
    Ok(table.names)
}

/// The run with the median CPU time of one table under one limit, and its result.
fn one(
    args: &ScaleArgs,
    binary: &Path,
    made: &Made,
    memory: &str,
    first: Option<&Path>,
) -> Result<(Row, PathBuf)> {
    let out = made
        .input
        .with_file_name(format!("matched-{}-{memory}.{}", made.table, made.format));
    let said = out.with_extension("json");
    let mut runs = Vec::new();
    for _ in 0..args.repeat.max(1) {
        // Otherwise this run would wait for data that the run before still writes to the disk.
        Command::new("sync").status()?;
        let mut command = Command::new(binary);
        command.arg("match").arg(&made.input);
        command
            .args(["--id-column", "id", "--force", "-q", "--json", "-o"])
            .arg(&out);
        for column in &made.ignored {
            command.arg("--kind").arg(format!("{column}=ignore"));
        }
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
        ensure!(
            is_same(first, &out)?,
            "the result differs from that in {}",
            first.display()
        );
    }
    let set = load(&made.truth)?;
    let row = Row {
        table: made.table.clone(),
        format: made.format.clone(),
        records: set.records.len(),
        columns: made.columns,
        input_bytes: std::fs::metadata(&made.input)?.len(),
        memory: memory.to_owned(),
        f1: quality(&set, &read_groups(&out, "match_id")?).pairwise.f1,
        usage,
        copy_cpu_secs: made.copy_cpu_secs,
        spilled_bytes: summary["spilled_bytes"].as_u64().unwrap_or(0),
        stages: summary
            .get("seconds")
            .cloned()
            .context("a summary tells its stages")?,
    };
    if first.is_some() {
        std::fs::remove_file(&out)?;
    }
    Ok((row, out))
}

/// Whether two files have the same bytes; they may be larger than what fits into memory twice.
fn is_same(left: &Path, right: &Path) -> Result<bool> {
    let (mut left, mut right) = (
        BufReader::new(File::open(left)?),
        BufReader::new(File::open(right)?),
    );
    loop {
        let (own, other) = (left.fill_buf()?, right.fill_buf()?);
        let len = own.len().min(other.len());
        if own[..len] != other[..len] {
            return Ok(false);
        }
        if len == 0 {
            return Ok(own.is_empty() && other.is_empty());
        }
        left.consume(len);
        right.consume(len);
    }
}

fn print(row: &Row, is_first: bool) {
    if is_first {
        println!(
            "| table | format | records | limit | F1 | CPU s | reading and writing, CPU s | wall s | peak MiB | temporary file, MiB |"
        );
        println!("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    }
    println!(
        "| {} | {} | {} | {} | {:.4} | {:.1} | {:.1} | {:.1} | {:.0} | {} |",
        row.table,
        row.format,
        row.records,
        row.memory,
        row.f1,
        row.usage.cpu_secs,
        row.copy_cpu_secs,
        row.usage.wall_secs,
        row.usage.peak_mib,
        row.spilled_bytes >> 20
    );
}
