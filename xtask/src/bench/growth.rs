//! `cargo xtask bench growth`: the cost of learning, of a learned model and of new records, relative to a run without labels.
//!
//! It learns from labeled pairs of generated people, matches more people with that model, and adds new people to a result.
//! All programs run in turn and equally often, so ratios hold on a noisy machine.

use std::fmt::Write as _;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use onefold_engine::workbench::{BlockingPlan, Clock, Random, prepare};
use onefold_engine::{MatchSettings, Silent};
use serde::Serialize;

use super::run::{Usage, measure_into};
use super::targets::{self, Target};
use super::{Places, people, quality, read_groups};
use crate::train::sets::{LabeledSet, load};

/// Records of the set with the labeled pairs.
const TAUGHT: usize = 100_000;
/// Most wall seconds of learning from the labeled pairs.
const FIT_SECS: f64 = 10.0;
/// Most CPU time with a learned model, in units of the run without labels.
const LEARNED_RATIO: f64 = 3.0;
/// Most time of adding new records, in units of matching all.
const ADDED_RATIO: f64 = 0.1;

/// Name of the index.
const INDEX: &str = "earlier.index";

/// Arguments of `bench growth`.
#[derive(Debug, clap::Args)]
pub struct GrowthArgs {
    #[command(flatten)]
    places: Places,
    /// Records of the large set
    #[arg(long, default_value_t = 1_000_000)]
    records: usize,
    /// Share of the large set that is new
    #[arg(long, default_value_t = 0.01)]
    new: f64,
    /// Labeled pairs, half of them matches
    #[arg(long, default_value_t = 10_000)]
    labels: usize,
    /// Runs of each program; the one with the median CPU time is shown
    #[arg(long, default_value_t = 3)]
    repeat: usize,
}

#[derive(Debug, Serialize)]
struct Row {
    what: &'static str,
    f1: f64,
    #[serde(flatten)]
    usage: Usage,
    /// Wall seconds of learning, where there was any.
    learn_secs: Option<f64>,
}

/// Runs the benchmark.
pub fn run(args: &GrowthArgs) -> Result<()> {
    let binary = args.places.binary()?;
    let taught = load(&people(&args.places, TAUGHT)?)?;
    let large = load(&people(&args.places, args.records)?)?;
    let files = Files::write(args, &taught, &large)?;
    let mut runs: Vec<Vec<Row>> = Vec::new();
    for _ in 0..args.repeat.max(1) {
        let steps = files.commands(&binary);
        files.forget_results(&steps)?;
        let mut rows = Vec::new();
        for (what, out, mut command) in steps {
            // Otherwise this run would wait for data that the run before still writes to the disk.
            Command::new("sync").status()?;
            let said = out.with_extension("json");
            let usage = measure_into(command.arg("--json"), File::create(&said)?.into())?;
            let set = if rows.len() < 2 { &taught } else { &large };
            let f1 = quality(set, &read_groups(&out, "match_id")?).pairwise.f1;
            let learn_secs = stage_secs(&said, "learn")?;
            rows.push(Row {
                what,
                f1,
                usage,
                learn_secs,
            });
        }
        runs.push(rows);
    }
    let rows = medians(runs)?;
    let targets = targets(&rows);
    print(&rows);
    targets::print(&targets);
    args.places
        .write("growth", serde_json::json!({ "rows": rows, "targets": targets }))
}

/// What a program does, its result, and how it is called.
type Step = (&'static str, PathBuf, Command);

/// What the programs read and write.
struct Files {
    taught: PathBuf,
    labels: PathBuf,
    large: PathBuf,
    earlier: PathBuf,
    new: PathBuf,
    cache: PathBuf,
}

impl Files {
    fn write(args: &GrowthArgs, taught: &LabeledSet, large: &LabeledSet) -> Result<Self> {
        let cache = args.places.cache.join("growth");
        std::fs::create_dir_all(&cache)?;
        let folder = |set: &LabeledSet| args.places.cache.join(&set.name).join("records.csv");
        let files = Self {
            taught: folder(taught),
            labels: cache.join("labels.csv"),
            large: folder(large),
            earlier: cache.join("earlier.csv"),
            new: cache.join("new.csv"),
            cache,
        };
        std::fs::write(&files.labels, judged_pairs(taught, args.labels)?)?;
        files.split((large.records.len() as f64 * args.new).round() as usize)?;
        Ok(files)
    }

    /// Each round makes the index and all results anew: the deletion of a large result that is replaced can take a third of
    /// a second, whatever made it.
    fn forget_results(&self, steps: &[Step]) -> Result<()> {
        let index = self.cache.join(INDEX);
        for path in steps.iter().map(|(_, out, _)| out).chain([&index]) {
            match std::fs::remove_file(path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        Ok(())
    }

    /// The last rows of the large set are the new ones.
    fn split(&self, new: usize) -> Result<()> {
        let text = std::fs::read_to_string(&self.large)?;
        let lines: Vec<&str> = text.lines().collect();
        let (header, rows) = lines.split_first().context("the generated file has a header")?;
        ensure!(new < rows.len(), "all records would be new");
        let (earlier, new) = rows.split_at(rows.len() - new);
        for (path, rows) in [(&self.earlier, earlier), (&self.new, new)] {
            std::fs::write(path, format!("{header}\n{}\n", rows.join("\n")))?;
        }
        Ok(())
    }

    fn commands(&self, binary: &Path) -> Vec<Step> {
        let at = |name: &str| self.cache.join(name);
        let (model, earlier) = (at("model.json"), at("earlier.matched.csv"));
        let index = at(INDEX);
        let step = |what: &'static str, input: &Path, out: &str, more: &[(&str, &Path)]| {
            let out = at(out);
            let mut command = Command::new(binary);
            command
                .arg("match")
                .arg(input)
                .args(["--id-column", "id", "--force", "-q", "-o"])
                .arg(&out);
            for (flag, value) in more {
                command.arg(flag).arg(value);
            }
            (what, out, command)
        };
        vec![
            step("people-100k without labels", &self.taught, "taught.csv", &[]),
            step(
                "people-100k, learning from labeled pairs",
                &self.taught,
                "learned.csv",
                &[("--labels", &self.labels), ("--save-model", &model)],
            ),
            step("all records without labels", &self.large, "large.csv", &[]),
            step(
                "all records with the learned model",
                &self.large,
                "large-learned.csv",
                &[("--model", &model)],
            ),
            step(
                "earlier records, writing the index",
                &self.earlier,
                "earlier.matched.csv",
                &[("--index", &index)],
            ),
            step(
                "adding new records, without the index",
                &self.new,
                "all-unaided.csv",
                &[("--into", &earlier)],
            ),
            step(
                "adding new records, with the index",
                &self.new,
                "all.csv",
                &[("--into", &earlier), ("--index", &index)],
            ),
        ]
    }
}

/// Candidate pairs with labels from the truth, half of them matches, as a label file.
fn judged_pairs(set: &LabeledSet, wanted: usize) -> Result<String> {
    let prepared = prepare(
        &set.records,
        &MatchSettings::default(),
        BlockingPlan::for_records,
        &mut Clock::new(&Silent),
    )?;
    let mut random = Random::new(1);
    let mut shuffled: Vec<(f64, u32, u32)> = prepared
        .candidates
        .pairs
        .iter()
        .map(|pair| (random.unit(), pair.left, pair.right))
        .collect();
    shuffled.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut text = "id_a,id_b,label\n".to_owned();
    for is_match in [true, false] {
        let pairs = shuffled.iter().filter(|(_, left, right)| {
            (set.entities[*left as usize] == set.entities[*right as usize]) == is_match
        });
        for (_, left, right) in pairs.take(wanted / 2) {
            let key = |row: &u32| set.records.key(*row as usize);
            writeln!(text, "{},{},{}", key(left), key(right), u8::from(is_match))?;
        }
    }
    Ok(text)
}

/// Wall seconds of a stage, as the summary of a run tells them.
fn stage_secs(summary: &Path, stage: &str) -> Result<Option<f64>> {
    let summary: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(summary)?)?;
    let stages = summary["seconds"]
        .as_array()
        .context("a summary tells its stages")?;
    let found = stages.iter().find(|own| own["stage"] == stage);
    Ok(found.and_then(|own| own["seconds"].as_f64()))
}

/// For each step the run with the median CPU time.
fn medians(mut runs: Vec<Vec<Row>>) -> Result<Vec<Row>> {
    let steps = runs.first().map_or(0, Vec::len);
    let mut rows = Vec::with_capacity(steps);
    for _ in 0..steps {
        let mut same: Vec<Row> = runs.iter_mut().map(|run| run.remove(0)).collect();
        same.sort_by(|a, b| a.usage.cpu_secs.total_cmp(&b.usage.cpu_secs));
        let middle = same.len() / 2;
        rows.push(same.into_iter().nth(middle).context("no run was measured")?);
    }
    Ok(rows)
}

fn targets(rows: &[Row]) -> Vec<Target> {
    let [_, taught, large, learned, _, _, added] = rows else {
        return Vec::new();
    };
    vec![
        Target::at_most(
            "learning, including candidates and scoring, wall s".to_owned(),
            taught.learn_secs.unwrap_or(f64::INFINITY),
            FIT_SECS,
        ),
        Target::at_most(
            "learned model, CPU time relative to the run without labels".to_owned(),
            learned.usage.cpu_secs / large.usage.cpu_secs,
            LEARNED_RATIO,
        ),
        Target::at_most(
            "new records, CPU time relative to a full run".to_owned(),
            added.usage.cpu_secs / large.usage.cpu_secs,
            ADDED_RATIO,
        ),
        Target::at_most(
            "new records, wall time relative to a full run".to_owned(),
            added.usage.wall_secs / large.usage.wall_secs,
            ADDED_RATIO,
        ),
    ]
}

fn print(rows: &[Row]) {
    println!("| run | F1 | CPU s | wall s | peak MiB |\n|---|---:|---:|---:|---:|");
    for row in rows {
        println!(
            "| {} | {:.4} | {:.2} | {:.2} | {:.0} |",
            row.what, row.f1, row.usage.cpu_secs, row.usage.wall_secs, row.usage.peak_mib
        );
    }
}
