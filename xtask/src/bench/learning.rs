//! `cargo xtask bench pairs` and `cargo xtask bench few`: how much labels help.
//!
//! `pairs` learns from the training pairs of each pair benchmark, chooses the threshold on held-out training pairs and
//! validation pairs, and reports F1 on the test pairs, which nothing else looks at. `few` lets an oracle answer the
//! labeling sets that `propose` chooses, or random ones, and reports F1 of the match groups that the learned model
//! finds, and of those that agree with every answer too.
//!
//! Both start from models that have seen no set of the measured family (`cargo xtask train --without FAMILY`), unless
//! the shipped model is asked for. wdc-cameras has no known entities, so no model has ever seen it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use onefold_data::{ReadOptions, Watch, read, read_labels};
use onefold_engine::evaluate::group_quality;
use onefold_engine::workbench::{
    BlockingPlan, Clock, FitSettings, Prepared, Random, fit, prepare, propose, score, score_alone,
};
use onefold_engine::{
    LabelingSet, Labels, LinkCardinality, MatchMode, MatchRequest, MatchSettings, Model, ProposeSettings,
    Records, Silent, find_matches, fit_model,
};
use serde::Serialize;

use super::figures;
use crate::train::sets::{LabeledSet, family_of, load, read_model};

/// The pair benchmarks with the least and the wanted F1 on test pairs.
const PAIR_SETS: [(&str, f64, f64); 6] = [
    ("abt-buy", 0.940, 0.970),
    ("amazon-google", 0.795, 0.840),
    ("dblp-acm", 0.988, 0.994),
    ("dirty-dblp-acm", 0.987, 0.993),
    ("fodors-zagats", 0.970, 1.000),
    ("wdc-cameras", 0.840, 0.890),
];

/// Sets of the few-answers benchmark: records shown, and least F1 after that many.
const FEW_SETS: [(&str, usize, f64); 5] = [
    ("abt-buy", 100, 0.92),
    ("amazon-google", 200, 0.70),
    ("historical-50k", 200, 0.92),
    ("cora", 200, 0.92),
    ("dedupe-csv-example", 100, 0.94),
];

/// Arguments of both.
#[derive(Debug, clap::Args)]
pub struct LearningArgs {
    /// Folder with one data set in each subfolder
    #[arg(long, default_value = "../shared/data")]
    data: PathBuf,
    /// Folder of models named FAMILY.json, each trained without that family; without it the shipped model is used
    #[arg(long)]
    models: Option<PathBuf>,
    /// Only these sets
    #[arg(long, value_delimiter = ',')]
    sets: Vec<String>,
    /// Seeds to average over
    #[arg(long, default_value_t = 3)]
    seeds: u64,
    /// Folder of the figures
    #[arg(long, default_value = "target/bench")]
    cache: PathBuf,
    /// Write the figures here [default: a file in the cache]
    #[arg(long)]
    json: Option<PathBuf>,
}

impl LearningArgs {
    fn is_wanted(&self, name: &str) -> bool {
        self.sets.is_empty() || self.sets.iter().any(|set| set == name)
    }

    /// The model to start from, and how it is called.
    fn base(&self, set: &str) -> Result<(Model, &'static str)> {
        if let Some(models) = &self.models {
            ensure!(
                models.is_dir(),
                "{}: no such folder; make one, then `cargo xtask train --without {family} --out {}/{family}.json`",
                models.display(),
                models.display(),
                family = family_of(set)
            );
        }
        let file = self
            .models
            .as_ref()
            .map(|models| models.join(format!("{}.json", family_of(set))));
        match file.filter(|file| file.is_file()) {
            Some(file) => Ok((read_model(&file)?, "unseen")),
            None if set == "wdc-cameras" => Ok((Model::cold_start(), "unseen")),
            None => Ok((Model::cold_start(), "shipped")),
        }
    }

    fn write(&self, name: &str, rows: &impl Serialize) -> Result<()> {
        let in_cache = || self.cache.join(format!("{name}.json"));
        let path = self.json.clone().unwrap_or_else(in_cache);
        figures::write(&path, serde_json::json!({ "rows": rows }))
    }
}

/// Mean and standard deviation over seeds.
#[derive(Debug, Clone, Copy, Serialize)]
struct Spread {
    mean: f64,
    sd: f64,
}

impl Spread {
    fn of(values: &[f64]) -> Self {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let square = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / values.len() as f64;
        Self {
            mean,
            sd: square.sqrt(),
        }
    }
}

impl std::fmt::Display for Spread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.1} ± {:.1}", 100.0 * self.mean, 100.0 * self.sd)
    }
}

#[derive(Debug, Serialize)]
struct PairRow {
    set: &'static str,
    base: &'static str,
    without_labels: Spread,
    pair_only: Spread,
    learned: Spread,
    fit_secs: f64,
    floor: f64,
    aim: f64,
}

/// A pair and whether it matches.
type Judged = (u32, u32, bool);

struct PairSet {
    records: Records,
    is_link: bool,
    train: Vec<Judged>,
    valid: Vec<Judged>,
    test: Vec<Judged>,
}

/// Runs the pair benchmarks.
pub fn pairs(args: &LearningArgs) -> Result<()> {
    let mut rows = Vec::new();
    println!(
        "| set | start | without labels | pair by pair | learned | floor | aim | fit |\n|---|---|--:|--:|--:|--:|--:|--:|"
    );
    for (set, floor, aim) in PAIR_SETS.into_iter().filter(|(set, ..)| args.is_wanted(set)) {
        let data = PairSet::load(&args.data.join(set))?;
        let (model, base) = args.base(set)?;
        let (mut cold, mut alone, mut learned, mut fit_secs) = (Vec::new(), Vec::new(), Vec::new(), 0.0);
        for seed in 1..=args.seeds {
            let run = data.run(&model, seed)?;
            cold.push(run.without_labels);
            alone.push(run.pair_only);
            learned.push(run.learned);
            fit_secs += run.fit_secs / args.seeds as f64;
        }
        let row = PairRow {
            set,
            base,
            without_labels: Spread::of(&cold),
            pair_only: Spread::of(&alone),
            learned: Spread::of(&learned),
            fit_secs,
            floor,
            aim,
        };
        println!(
            "| {set} | {base} | {} | {} | {} | {:.1} | {:.1} | {fit_secs:.1} s |",
            row.without_labels,
            row.pair_only,
            row.learned,
            100.0 * floor,
            100.0 * aim
        );
        rows.push(row);
    }
    args.write("pairs", &rows)
}

struct PairRun {
    without_labels: f64,
    pair_only: f64,
    learned: f64,
    fit_secs: f64,
}

impl PairSet {
    fn load(folder: &Path) -> Result<Self> {
        let path = |name: &str| folder.join(name).to_string_lossy().into_owned();
        let table = read(&[path("records.csv")], &ReadOptions::default(), Watch::SILENT)?;
        let mut records = Records::try_new(table.batches)?.with_key("id")?;
        let is_link = records.position("source").is_ok();
        if is_link {
            records = records.with_sources("source")?;
        }
        let rows: HashMap<String, u32> = (0..records.len())
            .map(|row| (records.key(row), row as u32))
            .collect();
        let part = |name: &str| -> Result<Vec<Judged>> {
            let onefold_data::LabelFile::Pairs(pairs) = read_labels(&path(name))? else {
                anyhow::bail!("{name} holds no pairs");
            };
            Ok(pairs
                .iter()
                .map(|(pair, is_match)| (rows[&pair.id_a], rows[&pair.id_b], *is_match))
                .filter(|(left, right, _)| left != right)
                .collect())
        };
        Ok(Self {
            is_link,
            train: part("pairs_train.csv")?,
            valid: part("pairs_valid.csv")?,
            test: part("pairs_test.csv")?,
            records,
        })
    }

    fn run(&self, base: &Model, seed: u64) -> Result<PairRun> {
        let settings = MatchSettings {
            seed,
            ..settings_of(self.is_link)
        };
        let mut clock = Clock::new(&Silent);
        let mut prepared = prepare(&self.records, &settings, BlockingPlan::for_records, &mut clock)?;
        let judged = self.valid.iter().chain(&self.test);
        let asked: Vec<(u32, u32)> = judged.map(|&(left, right, _)| (left, right)).collect();
        prepared.add_pairs(&asked);
        let cold = score(&mut prepared, base, &mut clock)?.into_probabilities();
        let (valid, test) = (
            scored(&prepared, &cold, &self.valid),
            scored(&prepared, &cold, &self.test),
        );
        let without_labels = f1_at(&test, best_threshold(&valid));
        let begin = std::time::Instant::now();
        let fit_settings = FitSettings {
            seed,
            ..FitSettings::default()
        };
        let labels = Labels::from_pairs(&self.train);
        let fitted = fit(&mut prepared, base, &labels, &fit_settings, &Silent)?;
        let fit_secs = begin.elapsed().as_secs_f64();
        let scores = score(&mut prepared, &fitted.model, &mut clock)?.into_probabilities();
        let mut known = scored(&prepared, &scores, &self.valid);
        known.extend(fitted.held_out.iter().map(|pair| (pair.score, pair.is_match)));
        let learned = f1_at(&scored(&prepared, &scores, &self.test), best_threshold(&known));
        Ok(PairRun {
            without_labels,
            pair_only: self.pair_only(&prepared, &labels, &fit_settings)?,
            learned,
            fit_secs,
        })
    }

    /// The same learner on what the two records alone say: no other candidate, no score without labels.
    fn pair_only(&self, prepared: &Prepared, labels: &Labels, settings: &FitSettings) -> Result<f64> {
        let judged = || self.valid.iter().chain(&self.test);
        let asked: Vec<(u32, u32)> = judged().map(|&(left, right, _)| (left, right)).collect();
        let weights = score_alone(prepared, labels, &asked, settings, &Silent)?;
        let scored: Vec<(f32, bool)> = weights.into_iter().zip(judged().map(|pair| pair.2)).collect();
        let (valid, test) = scored.split_at(self.valid.len());
        Ok(f1_at(test, best_threshold(valid)))
    }
}

fn settings_of(is_link: bool) -> MatchSettings {
    let mode = if is_link {
        MatchMode::Link(LinkCardinality::Auto)
    } else {
        MatchMode::Dedupe
    };
    MatchSettings {
        mode,
        ..MatchSettings::default()
    }
}

fn scored(prepared: &Prepared, scores: &[f32], pairs: &[Judged]) -> Vec<(f32, bool)> {
    pairs
        .iter()
        .map(|&(left, right, is_match)| (scores[prepared.number(left, right)], is_match))
        .collect()
}

fn f1_at(scored: &[(f32, bool)], threshold: f32) -> f64 {
    let found = scored
        .iter()
        .filter(|(score, is_match)| *is_match && *score >= threshold)
        .count();
    let taken = scored.iter().filter(|(score, _)| *score >= threshold).count();
    let matches = scored.iter().filter(|(_, is_match)| *is_match).count();
    2.0 * found as f64 / (taken + matches).max(1) as f64
}

/// F1 within which thresholds count as equally good; the middle one of these is taken.
const PLATEAU: f64 = 0.003;

/// The middle of the thresholds with the best F1.
fn best_threshold(scored: &[(f32, bool)]) -> f32 {
    let mut thresholds: Vec<f32> = scored.iter().map(|(score, _)| *score).collect();
    thresholds.sort_by(f32::total_cmp);
    thresholds.dedup();
    let step = (thresholds.len() / 400).max(1);
    let judged: Vec<(f32, f64)> = thresholds
        .iter()
        .step_by(step)
        .map(|&at| (at, f1_at(scored, at)))
        .collect();
    let best = judged.iter().map(|(_, f1)| *f1).fold(0.0, f64::max);
    let good: Vec<f32> = judged
        .iter()
        .filter(|(_, f1)| *f1 >= best - PLATEAU)
        .map(|(at, _)| *at)
        .collect();
    good.get(good.len() / 2).copied().unwrap_or(0.5)
}

#[derive(Debug, Serialize)]
struct FewRow {
    set: &'static str,
    base: &'static str,
    chosen: &'static str,
    records_shown: usize,
    without_labels: Spread,
    after: Spread,
    enforced: Spread,
    seeds: Vec<Taught>,
    floor: f64,
}

/// Records of a round: two labeling sets of ten.
const ROUND: usize = 20;

/// Runs the few-answers benchmark.
pub fn few(args: &LearningArgs) -> Result<()> {
    let mut rows = Vec::new();
    println!(
        "| set | start | chosen | records shown | F1 before | F1 after | answers enforced | floor |\n|---|---|---|--:|--:|--:|--:|--:|"
    );
    for (name, records_shown, floor) in FEW_SETS.into_iter().filter(|(set, ..)| args.is_wanted(set)) {
        let set = load(&args.data.join(name))?;
        let (model, base) = args.base(name)?;
        for chosen in ["actively", "at random"] {
            let seeds: Vec<Taught> = (1..=args.seeds)
                .map(|seed| measure_taught(&set, &model, records_shown, seed, chosen == "at random"))
                .collect::<Result<_>>()?;
            let spread = |of: fn(&Taught) -> f64| Spread::of(&seeds.iter().map(of).collect::<Vec<_>>());
            let row = FewRow {
                set: name,
                base,
                chosen,
                records_shown,
                without_labels: spread(|taught| taught.before),
                after: spread(|taught| taught.after),
                enforced: spread(|taught| taught.enforced),
                seeds,
                floor,
            };
            println!(
                "| {name} | {base} | {chosen} | {records_shown} | {} | {} | {} | {:.1} |",
                row.without_labels,
                row.after,
                row.enforced,
                100.0 * floor
            );
            rows.push(row);
        }
    }
    args.write("few", &rows)
}

/// F1 of the match groups with one seed.
#[derive(Debug, Serialize)]
struct Taught {
    /// Before any label.
    before: f64,
    /// With the model that the labels taught.
    after: f64,
    /// With this model, where the groups agree with the labels.
    enforced: f64,
}

/// F1 before and after an oracle has labeled so many records.
fn measure_taught(
    set: &LabeledSet,
    base: &Model,
    records_shown: usize,
    seed: u64,
    at_random: bool,
) -> Result<Taught> {
    let settings = settings_with(set, seed);
    let oracle = Oracle {
        round: ROUND,
        at_random,
    };
    let (model, labels) = oracle.teach(set, &settings, base, records_shown)?;
    Ok(Taught {
        before: f1_of(set, &settings, base, None)?,
        after: f1_of(set, &settings, &model, None)?,
        enforced: f1_of(set, &settings, &model, Some(&labels))?,
    })
}

fn settings_with(set: &LabeledSet, seed: u64) -> MatchSettings {
    MatchSettings {
        seed,
        ..settings_of(set.is_link)
    }
}

/// The model after an oracle has labeled so many records, in rounds of `round` records that the model chose.
pub fn teach(set: &LabeledSet, base: &Model, records_shown: usize, round: usize) -> Result<Model> {
    let oracle = Oracle {
        round,
        at_random: false,
    };
    let settings = settings_with(set, MatchSettings::default().seed);
    Ok(oracle.teach(set, &settings, base, records_shown)?.0)
}

/// Answers with the truth, round after round.
struct Oracle {
    /// Records of a round.
    round: usize,
    /// Whether sets are drawn at random.
    at_random: bool,
}

impl Oracle {
    fn teach(
        &self,
        set: &LabeledSet,
        settings: &MatchSettings,
        base: &Model,
        records_shown: usize,
    ) -> Result<(Model, Labels)> {
        let mut sets: Vec<LabelingSet> = Vec::new();
        let mut shown = 0;
        let mut model = base.clone();
        let mut labels = Labels::default();
        while shown < records_shown {
            let wanted = (records_shown - shown).min(self.round);
            let chosen = next_sets(set, settings, &model, &labels, self.at_random, wanted)?;
            if chosen.is_empty() {
                break;
            }
            for rows in chosen {
                shown += rows.len();
                sets.push(set.answered(sets.len(), &rows));
            }
            labels = Labels::from_sets(&sets);
            model = fit_model(&set.records, settings, base, &labels, &Silent)?.model;
        }
        Ok((model, labels))
    }
}

fn next_sets(
    set: &LabeledSet,
    settings: &MatchSettings,
    model: &Model,
    labels: &Labels,
    at_random: bool,
    records: usize,
) -> Result<Vec<Vec<u32>>> {
    let mut clock = Clock::new(&Silent);
    let mut prepared = prepare(&set.records, settings, BlockingPlan::for_records, &mut clock)?;
    let mut scores = score(&mut prepared, model, &mut clock)?.into_probabilities();
    if at_random {
        // Candidates in any order, so that the sets hold records that have something in common all the same.
        let mut random = Random::new(
            settings
                .seed
                .wrapping_mul(77)
                .wrapping_add(labels.pairs.len() as u64),
        );
        for score in &mut scores {
            *score = random.unit() as f32;
        }
    }
    let wanted = ProposeSettings {
        sets: records.div_ceil(10),
        records: 10,
        seed: settings.seed,
    };
    let sets = propose(&prepared, &scores, labels, &wanted);
    Ok(sets.into_iter().map(|set| set.rows).collect())
}

fn f1_of(
    set: &LabeledSet,
    settings: &MatchSettings,
    model: &Model,
    enforced: Option<&Labels>,
) -> Result<f64> {
    let mut request = MatchRequest::new(&set.records)
        .with_settings(settings)
        .with_model(model);
    if let Some(labels) = enforced {
        request = request.enforcing(labels);
    }
    let outcome = find_matches(&request, &Silent)?;
    let sources = set.records.sources().map(|sources| sources.of.as_slice());
    Ok(group_quality(&outcome.groups.of, &set.entities, sources)
        .pairwise
        .f1)
}
