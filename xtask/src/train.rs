//! `cargo xtask train`: trains the cold-start model that ships with the engine, and measures it honestly.
//!
//! Every data set with known entities gives several examples: the set as it is, the set under the blocking of large
//! data, and random variants of it (fewer entities, fewer columns, one source or two), so that the model learns what
//! matching data have in common rather than what one set looks like. Labelled pairs that benchmarks reserve for
//! validation and test are never learned from.
//!
//! `--leave-one-out` trains, for each family of sets, a model that has seen no set of that family, and reports its
//! quality there: what to expect on new data. The shipped model learns from all families.

pub mod sets;
pub mod tables;
pub mod trades;
pub mod variant;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use anyhow::{Context, Result, bail, ensure};
use onefold_engine::{
    LinkCardinality, MatchMode, MatchRequest, MatchSettings, Model, Silent,
    evaluate::group_quality,
    find_matches,
    workbench::{BlockingPlan, Clock, Example, Random, TrainSettings, prepare, train_model},
};
use rayon::prelude::*;

use sets::{LabeledSet, load_all, read_model};

/// Arguments of `cargo xtask train`.
#[derive(Debug, clap::Args)]
pub struct TrainArgs {
    /// Folder with one data set in each subfolder
    #[arg(long, default_value = "../shared/data")]
    data: PathBuf,
    /// Generator of synthetic people
    #[arg(long, default_value = "../shared/bench/generate_people.py")]
    generator: PathBuf,
    /// Python with numpy and pyarrow, for the generator
    #[arg(long, default_value = "python3")]
    python: PathBuf,
    /// Where synthetic people, and the model of each seed, are kept
    #[arg(long, default_value = "target/train")]
    cache: PathBuf,
    /// Random variants of each data set
    #[arg(long, default_value_t = 4)]
    variants: u64,
    /// Most pairs learned from one example
    #[arg(long, default_value_t = 8_000)]
    most_pairs: usize,
    /// Generated tables to learn from
    #[arg(long, default_value_t = 2_400)]
    tables: u64,
    /// Tables of each kind of trade to learn from
    #[arg(long, default_value_t = 16)]
    trades: u64,
    /// Most pairs learned from one generated table
    #[arg(long, default_value_t = 900)]
    table_pairs: usize,
    /// Weight of all generated tables, where a family of real sets has 1
    #[arg(long, default_value_t = 32.0)]
    tables_weight: f32,
    /// Parts of the examples; the collective step learns from scores of a model that has not seen their part
    #[arg(long, default_value_t = 2)]
    folds: usize,
    /// Seeds to train with; the model is the mean of one for each, which learns from half of the generated tables, so that no
    /// single draw decides
    #[arg(long, value_delimiter = ',', default_value = "1,2,3")]
    seeds: Vec<u64>,
    /// Take the mean of these models, each trained with a seed of its own, instead of training
    #[arg(long, value_delimiter = ',')]
    from: Vec<PathBuf>,
    /// Learn from generated tables alone, so that every real set is unseen
    #[arg(long)]
    generated_only: bool,
    /// Report quality on each family of sets with a model that has not seen the family; writes no model
    #[arg(long)]
    leave_one_out: bool,
    /// Leave out only these families
    #[arg(long, value_delimiter = ',', requires = "leave_one_out")]
    families: Vec<String>,
    /// Learn from no set of this family, so that the model can be measured there
    #[arg(long, value_name = "FAMILY")]
    without: Option<String>,
    /// The model file to write
    #[arg(short, long, default_value = "crates/engine/src/score/cold_start.json")]
    out: PathBuf,
}

/// Trains and writes the model, or reports leave-one-out quality.
pub fn run(args: &TrainArgs) -> Result<()> {
    if !args.from.is_empty() {
        return average(args);
    }
    let (real, people) = load_all(&args.data, &args.generator, &args.python, &args.cache)?;
    if real.is_empty() {
        bail!(
            "{} holds no data set with records.csv and truth.csv",
            args.data.display()
        );
    }
    let mut examples = generated(args.tables)?;
    examples.extend(of_trades(args)?);
    if !args.generated_only {
        examples.extend(examples_of_sets(&real, &people, args.variants)?);
    }
    eprintln!(
        "{} examples of {} sets",
        examples.len(),
        real.len() + people.len()
    );
    let settings = TrainSettings {
        family_weights: table_weights(&examples, args.tables_weight),
        folds: args.folds,
        ..TrainSettings::default()
    };
    for example in &mut examples {
        example.most_pairs = if is_generated(&example.family) {
            args.table_pairs
        } else {
            args.most_pairs
        };
    }
    if args.leave_one_out {
        return leave_one_out(args, examples, &settings, &real, &people);
    }
    let mut origin = "cold start: trained by `cargo xtask train` on data with known entities".to_owned();
    if let Some(family) = &args.without {
        let before = examples.len();
        examples.retain(|example| example.family != *family);
        ensure!(examples.len() < before, "no data set is of the family {family:?}");
        origin = format!("{origin}, without the family {family}");
    }
    let of_seed = |&seed: &u64| {
        let settings = TrainSettings {
            seed,
            ..settings.clone()
        };
        let model = train_model(&half_of_tables(&examples, seed), &settings, &origin)?;
        let kept = args.cache.join(format!("seed-{seed}.json"));
        std::fs::write(&kept, model.to_json()).with_context(|| format!("writing {}", kept.display()))?;
        eprintln!("seed {seed}: {}", kept.display());
        Ok(model)
    };
    let models: Vec<Model> = args.seeds.iter().map(of_seed).collect::<Result<_>>()?;
    ensure!(!models.is_empty(), "--seeds names no seed");
    let model = Model::average(models);
    std::fs::write(&args.out, model.to_json()).with_context(|| format!("writing {}", args.out.display()))?;
    for set in &real {
        let seen = !args.generated_only && args.without.as_ref() != Some(&set.family);
        let how = if seen {
            "seen in training"
        } else {
            "not seen in training"
        };
        report(how, std::slice::from_ref(set), &model)?;
    }
    Ok(())
}

/// Writes the mean of models that were trained before.
fn average(args: &TrainArgs) -> Result<()> {
    let models = args
        .from
        .iter()
        .map(|path| read_model(path))
        .collect::<Result<_>>()?;
    std::fs::write(&args.out, Model::average(models).to_json())
        .with_context(|| format!("writing {}", args.out.display()))
}

/// Examples of real sets and of generated people: as they are, as large data, and random variants.
fn examples_of_sets(real: &[LabeledSet], people: &[LabeledSet], variants: u64) -> Result<Vec<Example>> {
    let mut examples = Vec::new();
    for (index, set) in real.iter().enumerate() {
        examples.extend(example(set, false));
        if set.records.len() > 3_000 {
            examples.extend(example(set, true));
        }
        for number in 0..variants {
            let seed = number * 1_000 + index as u64;
            examples.extend(example(&variant::of(set, seed)?, number % 4 == 1));
            examples.extend(example(&variant::tiny(set, seed)?, false));
        }
    }
    for set in people {
        examples.extend(example(set, false));
        examples.extend(example(set, true));
        for number in 0..variants / 2 {
            examples.extend(example(&variant::of(set, number * 77 + 5)?, number % 2 == 1));
            examples.extend(example(&variant::tiny(set, number)?, false));
        }
    }
    Ok(examples)
}

/// Examples of generated tables, each whole and a few records of it.
fn generated(tables: u64) -> Result<Vec<Example>> {
    let made: Vec<[Option<Example>; 2]> = (0..tables)
        .into_par_iter()
        .map(|seed| whole_and_tiny(&tables::table(seed)?, seed))
        .collect::<Result<_>>()?;
    Ok(made.into_iter().flatten().flatten().collect())
}

/// Examples of tables of trades, each whole and a few records of it.
fn of_trades(args: &TrainArgs) -> Result<Vec<Example>> {
    let folders = trades::folders(&args.cache.join("trades"), &args.python, args.trades)?;
    let made: Vec<[Option<Example>; 2]> = (0u64..)
        .zip(&folders)
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|(number, folder)| {
            let table = LabeledSet {
                family: format!("tables-{}", trades::kind_of(folder)),
                ..trades::load(folder)?
            };
            whole_and_tiny(&table, number)
        })
        .collect::<Result<_>>()?;
    Ok(made.into_iter().flatten().flatten().collect())
}

/// A table, and a few records of it.
fn whole_and_tiny(table: &LabeledSet, seed: u64) -> Result<[Option<Example>; 2]> {
    let tiny = variant::tiny(table, seed)?;
    Ok([example(table, false), example(&tiny, false)])
}

/// The weight of all generated tables, shared by their templates.
fn table_weights(examples: &[Example], all: f32) -> BTreeMap<String, f32> {
    let names: BTreeSet<&str> = examples
        .iter()
        .map(|example| example.family.as_str())
        .filter(|family| is_generated(family))
        .collect();
    let own = all / names.len().max(1) as f32;
    names.into_iter().map(|name| (name.to_owned(), own)).collect()
}

/// All examples of real sets and of people, and half of those of generated tables, as the seed draws them: members of a mean
/// that learn from different tables err on different tables (bagging, Breiman 1996).
fn half_of_tables(examples: &[Example], seed: u64) -> Vec<&Example> {
    let mut random = Random::new(seed);
    examples
        .iter()
        .filter(|example| random.unit() < 0.5 || !is_generated(&example.family))
        .collect()
}

/// Whether a family is one of generated tables.
fn is_generated(family: &str) -> bool {
    family.starts_with("tables-")
}

fn leave_one_out(
    args: &TrainArgs,
    mut examples: Vec<Example>,
    settings: &TrainSettings,
    real: &[LabeledSet],
    people: &[LabeledSet],
) -> Result<()> {
    let mut families: Vec<String> = examples.iter().map(|example| example.family.clone()).collect();
    families.sort();
    families.dedup();
    // Generated tables are no family to be measured.
    families.retain(|family| real.iter().chain(people).any(|set| set.family == *family));
    if !args.families.is_empty() {
        families.retain(|family| args.families.contains(family));
    }
    for family in families {
        let (out, kept): (Vec<Example>, Vec<Example>) =
            examples.into_iter().partition(|example| example.family == family);
        let model = train_model(&half_of_tables(&kept, settings.seed), settings, "leave one out")?;
        let own = |set: &&LabeledSet| set.family == family;
        for set in real.iter().filter(own).chain(people.iter().filter(own)) {
            report("not seen in training", std::slice::from_ref(set), &model)?;
        }
        examples = kept;
        examples.extend(out);
        // The order of examples is part of what a model depends on.
        examples.sort_by(|a, b| {
            a.family
                .cmp(&b.family)
                .then(a.entities.len().cmp(&b.entities.len()))
        });
    }
    Ok(())
}

/// What a set is matched with.
pub fn settings_of(set: &LabeledSet) -> MatchSettings {
    let mode = if set.is_link {
        MatchMode::Link(LinkCardinality::Auto)
    } else {
        MatchMode::Dedupe
    };
    MatchSettings {
        mode,
        ..MatchSettings::default()
    }
}

/// Candidate pairs from which an example is learned from.
const LEAST_PAIRS: usize = 5;

/// A set with its candidate pairs; `None` where too few are found to learn from.
fn example(set: &LabeledSet, as_large_data: bool) -> Option<Example> {
    let settings = settings_of(set);
    let mut clock = Clock::new(&Silent);
    let plan = if as_large_data {
        BlockingPlan::for_large_data
    } else {
        BlockingPlan::for_records
    };
    let prepared = prepare(&set.records, &settings, plan, &mut clock).ok()?;
    (prepared.candidates.pairs.len() >= LEAST_PAIRS).then(|| Example {
        family: set.family.clone(),
        prepared,
        entities: set.entities.clone(),
        excluded: set.reserved.clone(),
        most_pairs: usize::MAX,
    })
}

fn report(how: &str, sets: &[LabeledSet], model: &Model) -> Result<()> {
    for set in sets {
        let settings = settings_of(set);
        let request = MatchRequest::new(&set.records)
            .with_settings(&settings)
            .with_model(model);
        let outcome = find_matches(&request, &Silent)?;
        let sources = set.records.sources().map(|sources| sources.of.as_slice());
        let q = group_quality(&outcome.groups.of, &set.entities, sources);
        println!(
            "{:<20} {how}: F1 {:.4}  precision {:.4}  recall {:.4}  B-cubed F1 {:.4}",
            set.name, q.pairwise.f1, q.pairwise.precision, q.pairwise.recall, q.bcubed.f1
        );
    }
    Ok(())
}
