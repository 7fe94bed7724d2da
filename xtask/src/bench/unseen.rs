//! `cargo xtask bench unseen`: matching without labels on tables that the model has not met, all with the same defaults.
//!
//! Each folder below the given ones that holds `records.csv` and `truth.csv` is a table. Records that truth does not
//! name are not judged. Tables without a true pair count by their wrong pairs for 1,000 records.

use std::{
    collections::{BTreeMap, HashMap},
    path::PathBuf,
};

use anyhow::{Result, bail};
use onefold_engine::{MatchRequest, MatchSettings, Model, Silent, find_matches};
use serde::Serialize;

use super::{figures, learning::teach};
use crate::train::{
    sets::{LabeledSet, load, read_model, tables},
    settings_of,
};

/// Records that the oracle answers in a round: five labeling sets of ten.
const TAUGHT_ROUND: usize = 50;

/// What to measure.
#[derive(Debug, clap::Args)]
pub struct UnseenArgs {
    /// Folders with tables in their subfolders
    #[arg(required = true)]
    folders: Vec<PathBuf>,
    /// A model file [default: the model that ships]
    #[arg(long)]
    model: Option<PathBuf>,
    /// Write the figures here
    #[arg(long)]
    json: Option<PathBuf>,
    /// Let an oracle answer so many records first, in rounds of five labeling sets of ten
    #[arg(long)]
    taught: Option<usize>,
    /// Only tables whose name contains this
    #[arg(long)]
    only: Option<String>,
}

/// Figures of one table.
#[derive(Debug, Serialize)]
pub struct Figures {
    name: String,
    records: usize,
    precision: f64,
    recall: f64,
    f1: f64,
    true_pairs: u64,
    wrong_pairs: u64,
    threshold: f32,
    /// Mean score of the pairs at the threshold or above: the precision that is expected of them.
    mean_score: f64,
    confident: [u64; 2],
    /// Pairs that became candidates: those of one thing, and all.
    candidates: [u64; 2],
    loss: f64,
    best: f64,
}

/// Measures all tables and prints them.
pub fn unseen(args: &UnseenArgs) -> Result<()> {
    let model = match &args.model {
        Some(path) => read_model(path)?,
        None => Model::cold_start(),
    };
    let mut all: Vec<Figures> = Vec::new();
    for folder in &args.folders {
        for table in tables(folder)? {
            let set = load(&table)?;
            if args
                .only
                .as_ref()
                .is_some_and(|only| !set.name.contains(only.as_str()))
            {
                continue;
            }
            let figures = match args.taught {
                Some(shown) => measure(&set, &teach(&set, &model, shown, TAUGHT_ROUND)?)?,
                None => measure(&set, &model)?,
            };
            print_line(&figures);
            all.push(figures);
        }
    }
    if all.is_empty() {
        bail!("no folder with records.csv and truth.csv was found");
    }
    print_means(&all);
    if let Some(path) = &args.json {
        figures::write(path, serde_json::json!({ "rows": all }))?;
    }
    Ok(())
}

fn measure(set: &LabeledSet, model: &Model) -> Result<Figures> {
    let settings = MatchSettings {
        min_score: 0.0,
        ..settings_of(set)
    };
    let request = MatchRequest::new(&set.records)
        .with_settings(&settings)
        .with_model(model);
    let outcome = find_matches(&request, &Silent)?;
    let source = |row: usize| {
        let sources = set.records.sources().filter(|_| set.is_link);
        sources.map_or(0, |sources| sources.of[row])
    };
    let judged: Vec<usize> = (0..set.records.len()).filter(|&row| set.is_judged(row)).collect();
    let count = |key: &dyn Fn(usize) -> (u32, u32)| -> u64 {
        let mut groups: HashMap<(u32, u32), u64> = HashMap::new();
        let mut parts: HashMap<((u32, u32), u16), u64> = HashMap::new();
        for &row in &judged {
            *groups.entry(key(row)).or_default() += 1;
            *parts.entry((key(row), source(row))).or_default() += 1;
        }
        let pairs = |count: &u64| count * (count - 1) / 2;
        let all: u64 = groups.values().map(pairs).sum();
        let within: u64 = parts.values().map(pairs).sum();
        if set.is_link { all - within } else { all }
    };
    let of = &outcome.groups.of;
    let truth = count(&|row| (set.entities[row], 0));
    let said = count(&|row| (of[row], 0));
    let right = count(&|row| (of[row], set.entities[row] + 1));
    let share = |part: u64, whole: u64| {
        if whole > 0 {
            part as f64 / whole as f64
        } else {
            1.0
        }
    };
    let (precision, recall) = (share(right, said), share(right, truth));
    let sum = precision + recall;
    let confident = outcome
        .pairs
        .iter()
        .filter(|pair| set.is_judged(pair.left as usize) && set.is_judged(pair.right as usize))
        .filter(|pair| pair.score >= 0.9)
        .fold([0, 0], |[right, all], pair| {
            let is_right = set.entities[pair.left as usize] == set.entities[pair.right as usize];
            [right + u64::from(is_right), all + 1]
        });
    let mut judged_pairs: Vec<(f32, bool)> = outcome
        .pairs
        .iter()
        .filter(|pair| set.is_judged(pair.left as usize) && set.is_judged(pair.right as usize))
        .map(|pair| {
            (
                pair.score,
                set.entities[pair.left as usize] == set.entities[pair.right as usize],
            )
        })
        .collect();
    let loss = judged_pairs
        .iter()
        .map(|&(score, is_match)| {
            let score = f64::from(score).clamp(1e-4, 1.0 - 1e-4);
            -(if is_match { score } else { 1.0 - score }).ln()
        })
        .sum::<f64>()
        / judged_pairs.len().max(1) as f64;
    judged_pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    let found = judged_pairs.iter().filter(|pair| pair.1).count();
    let (mut right_so_far, mut best) = (0, 0.0f64);
    for (at, pair) in judged_pairs.iter().enumerate() {
        right_so_far += usize::from(pair.1);
        best = best.max(2.0 * right_so_far as f64 / (at + 1 + found) as f64);
    }
    let taken: Vec<f64> = judged_pairs
        .iter()
        .filter(|pair| pair.0 >= outcome.threshold)
        .map(|pair| f64::from(pair.0))
        .collect();
    Ok(Figures {
        mean_score: taken.iter().sum::<f64>() / taken.len().max(1) as f64,
        loss,
        best,
        name: set.name.clone(),
        records: set.records.len(),
        precision,
        recall,
        f1: if sum > 0.0 {
            2.0 * precision * recall / sum
        } else {
            0.0
        },
        true_pairs: truth,
        wrong_pairs: said - right,
        threshold: outcome.threshold,
        confident,
        candidates: [found, judged_pairs.len()].map(|pairs| pairs as u64),
    })
}

fn print_line(own: &Figures) {
    if own.true_pairs == 0 {
        let wrong = 1000.0 * own.wrong_pairs as f64 / own.records as f64;
        println!(
            "{:<28}{:>7}  {wrong:>8.1} wrong for 1,000  at {:.2}  mean {:.3}",
            own.name, own.records, own.threshold, own.mean_score
        );
    } else {
        println!(
            "{:<28}{:>7}  P {:.3}  R {:.3}  F1 {:.3}  at {:.2}  best {:.3}  loss {:.4}  mean {:.3}",
            own.name,
            own.records,
            own.precision,
            own.recall,
            own.f1,
            own.threshold,
            own.best,
            own.loss,
            own.mean_score
        );
    }
}

fn print_means(all: &[Figures]) {
    let mut kinds: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    let mut nothing = Vec::new();
    for own in all {
        if own.true_pairs == 0 {
            nothing.push(1000.0 * own.wrong_pairs as f64 / own.records as f64);
        } else {
            let kind = own
                .name
                .rsplit_once('-')
                .filter(|(_, seed)| seed.parse::<u32>().is_ok());
            kinds
                .entry(kind.map_or(own.name.as_str(), |(kind, _)| kind))
                .or_default()
                .push(own.f1);
        }
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let by_kind: Vec<f64> = kinds.values().map(|values| mean(values)).collect();
    let below = by_kind.iter().filter(|f1| **f1 < 0.5).count();
    println!(
        "mean F1 {:.4} over {} kinds, {below} below .50",
        mean(&by_kind),
        by_kind.len()
    );
    let losses: Vec<f64> = all.iter().map(|own| own.loss).collect();
    let bests: Vec<f64> = all
        .iter()
        .filter(|own| own.true_pairs > 0)
        .map(|own| own.best)
        .collect();
    println!(
        "mean loss {:.4}, mean best pair F1 {:.4}",
        mean(&losses),
        mean(&bests)
    );
    if !nothing.is_empty() {
        let most = nothing.iter().copied().fold(0.0, f64::max);
        println!(
            "nothing to match: {:.1} wrong for 1,000, {most:.1} at most, {} tables",
            mean(&nothing),
            nothing.len()
        );
    }
    let (right, sure) = all.iter().fold((0, 0), |(right, sure), own| {
        (right + own.confident[0], sure + own.confident[1])
    });
    println!(
        "pairs scored .9 and more: {right} of {sure} are right ({:.3})",
        right as f64 / (sure.max(1)) as f64
    );
}
