//! `cargo xtask bench quality`: whether estimated quality and the confidence of groups hold.
//!
//! On each set, with each seed, an oracle answers three rounds of labeling sets that `propose` chooses. After each round the
//! model is learned and the table matched. The estimate for all matches is then compared with the truth, and groups with
//! a confidence of 0.9 or more are counted.

use std::path::PathBuf;

use anyhow::{Context, Result};
use onefold_engine::evaluate::{EstimatedFigure, group_quality};
use onefold_engine::{
    HeldOut, LabelingSet, Labels, MatchOutcome, MatchRequest, MatchSettings, Model, ProposeSettings, Silent,
    find_matches, fit_model, propose_sets,
};
use serde::Serialize;

use super::figures;
use crate::train::sets::{LabeledSet, generate, load};
use crate::train::settings_of;

/// Sets with a folder of data.
const SETS: [&str; 4] = ["historical-50k", "dedupe-csv-example", "abt-buy", "dblp-acm"];
/// Generated people, with seeds that no training uses: name and arguments.
const PEOPLE: [(&str, &[&str]); 2] = [
    ("people-3k", &["--records", "3000", "--seed", "31"]),
    (
        "people-10k",
        &["--records", "10000", "--seed", "32", "--noise", "1.3"],
    ),
];
/// Rounds of labeling.
const ROUNDS: usize = 3;
/// Confidence from which a group counts as sure.
const SURE: f32 = 0.9;

/// Arguments of `bench quality`.
#[derive(Debug, clap::Args)]
pub struct QualityArgs {
    /// Folder with one data set in each subfolder
    #[arg(long, default_value = "../shared/data")]
    data: PathBuf,
    /// Generator of synthetic people
    #[arg(long, default_value = "../shared/bench/generate_people.py")]
    generator: PathBuf,
    /// Python with numpy and pyarrow, for the generator
    #[arg(long, default_value = "python3")]
    python: PathBuf,
    /// Where generated data are kept
    #[arg(long, default_value = "target/bench")]
    cache: PathBuf,
    /// Only these sets; others in the folder of data can be named too
    #[arg(long, value_delimiter = ',')]
    sets: Vec<String>,
    /// Seeds for each set
    #[arg(long, default_value_t = 5)]
    seeds: u64,
    /// Write the figures here
    #[arg(long)]
    json: Option<PathBuf>,
}

/// One figure of one case: the truth, and what was estimated.
#[derive(Debug, Clone, Copy, Serialize)]
struct Case {
    truth: f64,
    value: f64,
    low: f64,
    high: f64,
}

/// A set after a round, with a seed.
#[derive(Debug, Serialize)]
struct Row {
    set: String,
    seed: u64,
    round: usize,
    labeled_pairs: usize,
    precision: Case,
    recall: Case,
    f1: Case,
    /// F1 on the labeled pairs alone, at the threshold.
    labeled_f1: f64,
    /// Groups of a confidence of 0.9 or more that are right, and all of them.
    sure_groups: [u64; 2],
}

/// Runs the benchmark.
pub fn run(args: &QualityArgs) -> Result<()> {
    let mut rows = Vec::new();
    for folder in folders(args)? {
        let set = load(&folder)?;
        for seed in 1..=args.seeds {
            for row in measure(&set, seed)? {
                println!(
                    "{:<20} seed {} round {}: F1 {:.3}, estimated {:.3} ({:.3} to {:.3}); {} of {} sure groups right",
                    row.set,
                    row.seed,
                    row.round,
                    row.f1.truth,
                    row.f1.value,
                    row.f1.low,
                    row.f1.high,
                    row.sure_groups[0],
                    row.sure_groups[1]
                );
                rows.push(row);
            }
        }
    }
    match &args.json {
        Some(path) => figures::write(path, serde_json::json!({ "rows": rows })),
        None => Ok(()),
    }
}

fn folders(args: &QualityArgs) -> Result<Vec<PathBuf>> {
    if !args.sets.is_empty() {
        let of = |name: &String| match PEOPLE.iter().find(|(own, _)| own == name) {
            Some((name, arguments)) => people(args, name, arguments),
            None => Ok(args.data.join(name)),
        };
        return args.sets.iter().map(of).collect();
    }
    let real = SETS.iter().map(|name| Ok(args.data.join(name)));
    let generated = PEOPLE
        .iter()
        .map(|(name, arguments)| people(args, name, arguments));
    real.chain(generated).collect()
}

fn people(args: &QualityArgs, name: &str, arguments: &[&str]) -> Result<PathBuf> {
    let folder = args.cache.join(name);
    if !folder.join("truth.csv").is_file() {
        generate(&folder, &args.generator, &args.python, arguments)?;
    }
    Ok(folder)
}

/// The rounds of one seed.
fn measure(set: &LabeledSet, seed: u64) -> Result<Vec<Row>> {
    let settings = MatchSettings {
        seed,
        ..settings_of(set)
    };
    let base = Model::cold_start();
    let (mut model, mut labels) = (base.clone(), Labels::default());
    let mut sets: Vec<LabelingSet> = Vec::new();
    let mut rows = Vec::new();
    for round in 1..=ROUNDS {
        let wanted = ProposeSettings {
            seed,
            ..ProposeSettings::default()
        };
        for proposed in propose_sets(&set.records, &settings, &model, &labels, &wanted, &Silent)? {
            sets.push(set.answered(sets.len(), &proposed.rows));
        }
        labels = Labels::from_sets(&sets);
        let fitted = fit_model(&set.records, &settings, &base, &labels, &Silent)?;
        model = fitted.model;
        let request = MatchRequest::new(&set.records)
            .with_settings(&settings)
            .with_model(&model)
            .measuring(&fitted.held_out);
        let outcome = find_matches(&request, &Silent)?;
        rows.push(row(set, (seed, round), &outcome, &fitted.held_out)?);
    }
    Ok(rows)
}

fn row(
    set: &LabeledSet,
    (seed, round): (u64, usize),
    outcome: &MatchOutcome,
    held_out: &[HeldOut],
) -> Result<Row> {
    let estimate = outcome.estimate.context("the run estimates its quality")?;
    let judged: Vec<usize> = (0..set.records.len()).filter(|&row| set.is_judged(row)).collect();
    let pick = |of: &[u32]| judged.iter().map(|&row| of[row]).collect::<Vec<u32>>();
    let sources = set.records.sources().filter(|_| set.is_link);
    let sources: Option<Vec<u16>> =
        sources.map(|sources| judged.iter().map(|&row| sources.of[row]).collect());
    let (groups, entities) = (pick(&outcome.groups.of), pick(&set.entities));
    let truth = group_quality(&groups, &entities, sources.as_deref()).pairwise;
    let case = |truth: f64, estimated: EstimatedFigure| Case {
        truth,
        value: estimated.value,
        low: estimated.low,
        high: estimated.high,
    };
    Ok(Row {
        set: set.name.clone(),
        seed,
        round,
        labeled_pairs: held_out.len(),
        precision: case(truth.precision, estimate.precision),
        recall: case(truth.recall, estimate.recall),
        f1: case(truth.f1, estimate.f1),
        labeled_f1: onefold_engine::evaluate::label_quality(held_out, outcome.threshold)
            .at_threshold
            .f1,
        sure_groups: sure_groups(outcome, &groups, &entities),
    })
}

/// Groups of two or more records and a confidence of 0.9 or more that hold one entity, and all of them.
fn sure_groups(outcome: &MatchOutcome, groups: &[u32], entities: &[u32]) -> [u64; 2] {
    let mut first: Vec<Option<u32>> = vec![None; outcome.groups.sizes.len()];
    let mut is_right = vec![true; first.len()];
    let mut judged = vec![0u32; first.len()];
    for (&group, &entity) in groups.iter().zip(entities) {
        let group = group as usize;
        judged[group] += 1;
        is_right[group] &= *first[group].get_or_insert(entity) == entity;
    }
    let is_sure = |group: usize| {
        let confidence = outcome.groups.confidence[group];
        judged[group] > 1 && confidence.is_some_and(|confidence| confidence >= SURE)
    };
    let sure: Vec<usize> = (0..first.len()).filter(|&group| is_sure(group)).collect();
    let right = sure.iter().filter(|&&group| is_right[group]).count();
    [right as u64, sure.len() as u64]
}
