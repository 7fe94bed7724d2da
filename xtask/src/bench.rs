//! `cargo xtask bench`: what the release binary does on whole data sets, measured from outside.
//!
//! `accuracy` runs `onefold match` with the same defaults on every set with known entities. `speed` runs it in turn
//! with Splink on synthetic people. Both print Markdown tables and write JSON, and both say which of the project's
//! targets held. `pairs` and `few` measure what labels teach, `quality` whether estimates hold. `doc` writes the tables of the documentation.
//!
//! The model that ships has learned from these sets, or from people of the same generator with other seeds. What to
//! expect on data of a new kind is measured by `cargo xtask train --leave-one-out`.

mod binary;
mod doc;
mod figures;
mod growth;
mod learning;
mod linking;
mod quality;
mod run;
mod scale;
mod service;
mod steady;
mod targets;
mod unseen;

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail, ensure};
use clap::Subcommand;
use serde::Serialize;

use crate::train::sets::{LabeledSet, generate, load};
use binary::release_binary;
use onefold_data::{ReadOptions, Watch, read};
use onefold_engine::evaluate::{GroupQuality, group_quality};
use run::{Usage, measure};
use targets::{Target, accuracy_targets, speed_targets};

/// The generated set of `bench accuracy`.
const PEOPLE: &str = "people-100k";

/// Which figures to take.
#[derive(Debug, Subcommand)]
pub enum BenchTask {
    /// F1 of `onefold match`, without labels or settings, on every set with known entities
    Accuracy(AccuracyArgs),
    /// F1 without labels on tables that the model has not met
    Unseen(unseen::UnseenArgs),
    /// Records that change group when rows, columns or names change that say nothing
    Steady(steady::SteadyArgs),
    /// CPU seconds, wall time and memory compared with Splink on synthetic people
    Speed(SpeedArgs),
    /// Test F1 of the pair benchmarks, learned from their training pairs
    Pairs(learning::LearningArgs),
    /// F1 after a few answers of an oracle, about chosen and about random records
    Few(learning::LearningArgs),
    /// Estimated quality and confidence of groups compared with the truth, over rounds of labels
    Quality(quality::QualityArgs),
    /// Time, memory and disk of growing tables, with and without a limit of memory
    Scale(scale::ScaleArgs),
    /// Learning from many labels, matching with a learned model and adding new records, compared with a run without labels
    Growth(growth::GrowthArgs),
    /// Columns found and F1 lost where the columns of two sources do not line up
    Linking(linking::LinkingArgs),
    /// Requests a second and latency of the service's list of task runs
    Service(service::ServiceArgs),
    /// Write the tables of docs/benchmarks.md from the figures in docs/figures
    Doc(doc::DocArgs),
}

/// Where things are.
#[derive(Debug, clap::Args)]
pub struct Places {
    /// The release binary [default: built first]
    #[arg(long)]
    binary: Option<PathBuf>,
    /// Generator of synthetic people
    #[arg(long, default_value = "../shared/bench/generate_people.py")]
    generator: PathBuf,
    /// Python with numpy and pyarrow, for the generator
    #[arg(long, default_value = "python3")]
    python: PathBuf,
    /// Where generated data and outputs are kept
    #[arg(long, default_value = "target/bench")]
    cache: PathBuf,
    /// Write the figures here [default: a file in the cache]
    #[arg(long)]
    json: Option<PathBuf>,
}

/// Arguments of `bench accuracy`.
#[derive(Debug, clap::Args)]
pub struct AccuracyArgs {
    #[command(flatten)]
    places: Places,
    /// Folder with one data set in each subfolder
    #[arg(long, default_value = "../shared/data")]
    data: PathBuf,
    /// Only these sets
    #[arg(long, value_delimiter = ',')]
    sets: Vec<String>,
}

/// Arguments of `bench speed`.
#[derive(Debug, clap::Args)]
pub struct SpeedArgs {
    #[command(flatten)]
    places: Places,
    /// Numbers of records
    #[arg(long, value_delimiter = ',', default_values_t = [100_000, 1_000_000])]
    records: Vec<usize>,
    /// Runs of each program; the one with the median CPU time is shown
    #[arg(long, default_value_t = 3)]
    repeat: usize,
    /// Runner of the peer; without it only Onefold is measured
    #[arg(long, requires = "peer_environment")]
    peer_runner: Option<PathBuf>,
    /// Environment of the peer: a folder made by `python3 -m venv` with splink, pandas, pyarrow and psutil
    #[arg(long, requires = "peer_runner")]
    peer_environment: Option<PathBuf>,
}

#[derive(Debug, Serialize)]
struct Row {
    set: String,
    program: &'static str,
    records: usize,
    precision: f64,
    recall: f64,
    f1: f64,
    bcubed_f1: f64,
    #[serde(flatten)]
    usage: Usage,
    #[serde(skip_serializing_if = "Option::is_none")]
    cpu_secs_until_result: Option<f64>,
}

/// Runs a benchmark.
pub fn run(task: &BenchTask) -> Result<()> {
    match task {
        BenchTask::Unseen(args) => unseen::unseen(args),
        BenchTask::Steady(args) => steady::steady(args),
        BenchTask::Accuracy(args) => accuracy(args),
        BenchTask::Speed(args) => speed(args),
        BenchTask::Pairs(args) => learning::pairs(args),
        BenchTask::Few(args) => learning::few(args),
        BenchTask::Quality(args) => quality::run(args),
        BenchTask::Scale(args) => scale::run(args),
        BenchTask::Growth(args) => growth::run(args),
        BenchTask::Linking(args) => linking::run(args),
        BenchTask::Service(args) => service::run(args),
        BenchTask::Doc(args) => doc::run(args),
    }
}

fn accuracy(args: &AccuracyArgs) -> Result<()> {
    let binary = args.places.binary()?;
    let mut rows = Vec::new();
    for folder in accuracy_folders(args)? {
        rows.push(measure_onefold(&binary, &args.places, &folder)?);
    }
    let targets = accuracy_targets(&rows);
    finish("accuracy", &args.places, &rows, &targets)
}

/// The sets to measure, by name. Generated people are left out where the generator cannot run, unless asked for.
fn accuracy_folders(args: &AccuracyArgs) -> Result<Vec<PathBuf>> {
    let is_wanted = |name: &str| args.sets.is_empty() || args.sets.iter().any(|set| set == name);
    let mut folders: Vec<PathBuf> = std::fs::read_dir(&args.data)
        .with_context(|| format!("reading the folder {}", args.data.display()))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.join("records.csv").is_file() && path.join("truth.csv").is_file())
        .filter(|path| is_wanted(&name_of(path)))
        .collect();
    if is_wanted(PEOPLE) {
        match people(&args.places, 100_000) {
            Ok(folder) => folders.push(folder),
            Err(error) if args.sets.is_empty() => eprintln!("skipped: {PEOPLE}: {error:#}"),
            Err(error) => return Err(error),
        }
    }
    for set in &args.sets {
        ensure!(
            folders.iter().any(|folder| name_of(folder) == *set),
            "{} holds no set {set} with records.csv and truth.csv",
            args.data.display()
        );
    }
    folders.sort_by_key(|folder| name_of(folder));
    Ok(folders)
}

fn name_of(folder: &Path) -> String {
    folder
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn speed(args: &SpeedArgs) -> Result<()> {
    let binary = args.places.binary()?;
    let mut rows = Vec::new();
    for &records in &args.records {
        let folder = people(&args.places, records)?;
        let (mut own, mut peer) = (Vec::new(), Vec::new());
        for _ in 0..args.repeat.max(1) {
            own.push(measure_onefold(&binary, &args.places, &folder)?);
            if let (Some(runner), Some(environment)) = (&args.peer_runner, &args.peer_environment) {
                peer.push(measure_peer(&args.places, runner, environment, &folder)?);
            }
        }
        rows.push(median(own)?);
        if !peer.is_empty() {
            rows.push(median(peer)?);
        }
    }
    let targets = speed_targets(&rows);
    finish("speed", &args.places, &rows, &targets)
}

impl Places {
    fn binary(&self) -> Result<PathBuf> {
        self.binary.clone().map_or_else(release_binary, Ok)
    }

    fn write(&self, name: &str, figures: serde_json::Value) -> Result<()> {
        let in_cache = || self.cache.join(format!("{name}.json"));
        figures::write(&self.json.clone().unwrap_or_else(in_cache), figures)
    }
}

/// Folder of generated people with the default seed.
fn people(places: &Places, records: usize) -> Result<PathBuf> {
    let name = people_name(records);
    let folder = places.cache.join(&name);
    if !folder.join("meta.json").is_file() {
        let count = records.to_string();
        generate(
            &folder,
            &places.generator,
            &places.python,
            &["--records", count.as_str()],
        )?;
        // Written last: the mark of a set that is complete.
        std::fs::write(
            folder.join("meta.json"),
            format!("{{\"name\": \"{name}\", \"kind\": \"dedupe\"}}\n"),
        )?;
    }
    Ok(folder)
}

/// Short for round numbers; two numbers never share a name, since a set that is there is used again.
fn people_name(records: usize) -> String {
    match records {
        n if n > 0 && n % 1_000_000 == 0 => format!("people-{}m", n / 1_000_000),
        n if n > 0 && n % 1_000 == 0 => format!("people-{}k", n / 1_000),
        n => format!("people-{n}"),
    }
}

fn measure_onefold(binary: &Path, places: &Places, folder: &Path) -> Result<Row> {
    let set = load(folder)?;
    std::fs::create_dir_all(&places.cache)?;
    let out = places.cache.join(format!("{}.matched.csv", set.name));
    let mut command = Command::new(binary);
    command
        .arg("match")
        .arg(folder.join("records.csv"))
        .args(["--id-column", "id", "--force", "-q", "-o"])
        .arg(&out);
    if set.is_link {
        command.args(["--source-column", "source"]);
    }
    let usage = measure(&mut command)?;
    let groups = read_groups(&out, "match_id")?;
    Ok(row(&set, "Onefold", &groups, usage))
}

fn measure_peer(places: &Places, runner: &Path, environment: &Path, folder: &Path) -> Result<Row> {
    let set = load(folder)?;
    let out = places.cache.join(format!("{}.splink.csv", set.name));
    let result = Command::new(&places.python)
        .arg(runner)
        .args(["--peer", "splink5", "--dataset"])
        .arg(folder)
        .arg("--out")
        .arg(&out)
        .env("PEER_VENV", environment)
        .output()
        .with_context(|| format!("starting {}", runner.display()))?;
    ensure!(
        result.status.success(),
        "the peer failed: {}",
        String::from_utf8_lossy(&result.stderr)
    );
    let figures: serde_json::Value =
        serde_json::from_slice(&result.stdout).context("reading the peer's figures")?;
    ensure!(
        figures["rc"] == 0,
        "the peer failed on {}: {}",
        set.name,
        figures["error"].as_str().unwrap_or("no reason given")
    );
    let number = |name: &str| {
        figures[name]
            .as_f64()
            .with_context(|| format!("the peer gave no {name}: {figures}"))
    };
    let usage = Usage {
        wall_secs: number("wall_s")?,
        cpu_secs: number("cpu_s")?,
        peak_mib: number("peak_rss_mb")?,
    };
    let groups = read_groups(&out, "cluster")?;
    Ok(Row {
        cpu_secs_until_result: cpu_until_result(&figures),
        ..row(&set, "Splink 5", &groups, usage)
    })
}

/// CPU seconds of the peer until its result was written. The runner then counts candidates in the same process, for
/// its own statistics, which no user of the peer pays for; the figures of the whole process hold that, too.
fn cpu_until_result(figures: &serde_json::Value) -> Option<f64> {
    let phases = figures["phases_cpu_s"].as_object()?;
    phases.values().map(serde_json::Value::as_f64).sum()
}

fn row(set: &LabeledSet, program: &'static str, groups: &HashMap<String, u32>, usage: Usage) -> Row {
    let quality = quality(set, groups);
    Row {
        set: set.name.clone(),
        program,
        records: set.records.len(),
        precision: quality.pairwise.precision,
        recall: quality.pairwise.recall,
        f1: quality.pairwise.f1,
        bcubed_f1: quality.bcubed.f1,
        usage,
        cpu_secs_until_result: None,
    }
}

/// Group of each record by id; a record that the result lacks is a group of its own.
fn quality(set: &LabeledSet, groups: &HashMap<String, u32>) -> GroupQuality {
    let mut next = groups.values().max().map_or(0, |most| most + 1);
    let of: Vec<u32> = (0..set.records.len())
        .map(|row| {
            groups.get(&set.records.key(row)).copied().unwrap_or_else(|| {
                next += 1;
                next
            })
        })
        .collect();
    group_quality(
        &of,
        &set.entities,
        set.records.sources().map(|sources| sources.of.as_slice()),
    )
}

fn read_groups(path: &Path, column: &str) -> Result<HashMap<String, u32>> {
    let table = read(
        &[path.to_string_lossy().into_owned()],
        &ReadOptions::default(),
        Watch::SILENT,
    )?;
    let records = onefold_engine::Records::try_new(table.batches)?;
    let (id, group) = (records.position("id")?, records.position(column)?);
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut groups = HashMap::with_capacity(records.len());
    for row in 0..records.len() {
        let next = numbers.len() as u32;
        let number = *numbers
            .entry(records.value(row, group).to_owned())
            .or_insert(next);
        groups.insert(records.value(row, id).to_owned(), number);
    }
    Ok(groups)
}

/// The row with the median CPU time.
fn median(mut rows: Vec<Row>) -> Result<Row> {
    rows.sort_by(|a, b| a.usage.cpu_secs.total_cmp(&b.usage.cpu_secs));
    let middle = rows.len() / 2;
    rows.into_iter().nth(middle).context("no run was measured")
}

fn finish(name: &str, places: &Places, rows: &[Row], targets: &[Target]) -> Result<()> {
    if rows.is_empty() {
        bail!("no data set was found");
    }
    println!(
        "| set | program | records | F1 | precision | recall | B-cubed F1 | CPU s | wall s | peak MiB |"
    );
    println!("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    for row in rows {
        println!(
            "| {} | {} | {} | {:.4} | {:.4} | {:.4} | {:.4} | {:.2} | {:.2} | {:.0} |",
            row.set,
            row.program,
            row.records,
            row.f1,
            row.precision,
            row.recall,
            row.bcubed_f1,
            row.usage.cpu_secs,
            row.usage.wall_secs,
            row.usage.peak_mib
        );
    }
    targets::print(targets);
    places.write(name, serde_json::json!({ "rows": rows, "targets": targets }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_of_different_size_have_different_names() {
        let names = [0, 500, 1_000, 1_500, 100_000, 1_000_000, 1_500_000].map(people_name);
        let expected = [
            "people-0",
            "people-500",
            "people-1k",
            "people-1500",
            "people-100k",
            "people-1m",
            "people-1500k",
        ];
        assert_eq!(names, expected);
    }

    #[test]
    fn work_of_the_runner_after_the_peers_result_is_told_apart() {
        let figures = serde_json::json!({"cpu_s": 92.0, "phases_cpu_s": {"load": 2.5, "predict": 80.0}});
        assert_eq!(cpu_until_result(&figures), Some(82.5));
        assert_eq!(cpu_until_result(&serde_json::json!({"cpu_s": 92.0})), None);
    }
}
