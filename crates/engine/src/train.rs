//! Trains the model that scores data without labels, from data sets whose entities are known.
//!
//! The pair ensemble learns on the candidates of all sets. The collective ensemble learns on first scores that come
//! from pair ensembles which have not seen the example, so that it meets scores as uncertain as they are on new data.

use std::collections::BTreeMap;

use onefold_boost::{BoostSettings, Ensemble, train};
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::{
    Error, Silent,
    compare::{FEATURES, Look, Prepared, WIDTH, classes::Room},
    random::Random,
    score::{COLLECTIVE_FEATURES, COLLECTIVE_WIDTH, Collective, Model, score_pairs},
};

/// A data set with known entities.
#[derive(Debug)]
pub struct Example {
    /// Sets of one family are alike; leave-one-out measurements leave out a family at a time.
    pub family: String,
    /// The records, blocked and ready to be compared.
    pub prepared: Prepared,
    /// Entity of each record.
    pub entities: Vec<u32>,
    /// Pairs (left, right) that are not to be learned from.
    pub excluded: FxHashSet<(u32, u32)>,
    /// Most pairs that are learned from.
    pub most_pairs: usize,
}

/// How the model is trained.
#[derive(Debug, Clone)]
pub struct TrainSettings {
    /// Weight of all pairs of a family together; 1 for families that are not named.
    pub family_weights: BTreeMap<String, f32>,
    /// Parts into which the examples are split for the collective step.
    pub folds: usize,
    /// Trees of the pair ensemble.
    pub pair: BoostSettings,
    /// Trees of the collective ensemble.
    pub collective: BoostSettings,
    /// Seed of all choices.
    pub seed: u64,
}

impl Default for TrainSettings {
    fn default() -> Self {
        let common = BoostSettings {
            trees: 300,
            learning_rate: 0.07,
            max_leaves: 31,
            max_depth: 9,
            max_bins: 127,
            min_leaf_weight: 3.0,
            min_leaf_rows: 60,
            l2: 5.0,
            feature_fraction: 0.4,
            row_fraction: 0.8,
            thresholds: 0,
            seed: 1,
        };
        let collective = BoostSettings {
            trees: 150,
            feature_fraction: 0.6,
            ..common.clone()
        };
        Self {
            family_weights: BTreeMap::new(),
            folds: 5,
            pair: common,
            collective,
            seed: 1,
        }
    }
}

#[derive(Default)]
struct Rows {
    features: Vec<f32>,
    labels: Vec<f32>,
    weights: Vec<f32>,
}

/// Trains a model.
pub fn train_model(examples: &[&Example], settings: &TrainSettings, origin: &str) -> Result<Model, Error> {
    let rows: Vec<Rows> = examples
        .par_iter()
        .map(|example| pair_rows(example, settings))
        .collect();
    let mut rows = rows;
    weigh_families(examples.iter().copied(), &mut rows, settings);
    let mut collective_rows = Vec::new();
    for fold in 0..settings.folds {
        let seen = rows
            .iter()
            .enumerate()
            .filter(|(number, _)| number % settings.folds != fold)
            .map(|(_, rows)| rows);
        let model = Model::new(String::new(), fit_pair(seen, settings)?, placeholder()?);
        let unseen: Vec<&Example> = examples
            .iter()
            .copied()
            .skip(fold)
            .step_by(settings.folds)
            .collect();
        let own: Vec<Rows> = unseen
            .into_par_iter()
            .map(|example| collective_rows_of(example, &model, settings))
            .collect::<Result<_, _>>()?;
        collective_rows.extend(own);
    }
    let pair = fit_pair(rows.iter(), settings)?;
    drop(rows);
    let order: Vec<&Example> = (0..settings.folds)
        .flat_map(|fold| examples.iter().copied().skip(fold).step_by(settings.folds))
        .collect();
    weigh_families(order, &mut collective_rows, settings);
    let directions = COLLECTIVE_FEATURES.map(|feature| feature.direction);
    let joined = join(collective_rows.iter());
    let names = COLLECTIVE_FEATURES
        .iter()
        .map(|feature| feature.name.to_owned())
        .collect();
    let collective = train(
        &joined.features,
        COLLECTIVE_WIDTH,
        &joined.labels,
        &joined.weights,
        &directions,
        &seeded(&settings.collective, settings.seed),
    )
    .with_names(names)?;
    Ok(Model::new(origin.to_owned(), pair, collective))
}

/// Scales the weights of rows, so that each family has the weight that is meant for it, whatever its number of examples.
fn weigh_families<'a>(
    examples: impl IntoIterator<Item = &'a Example>,
    rows: &mut [Rows],
    settings: &TrainSettings,
) {
    let families: Vec<&str> = examples
        .into_iter()
        .map(|example| example.family.as_str())
        .collect();
    let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
    for (&family, rows) in families.iter().zip(rows.iter()) {
        *sums.entry(family).or_default() += rows.weights.iter().map(|weight| f64::from(*weight)).sum::<f64>();
    }
    for (&family, rows) in families.iter().zip(rows) {
        let wanted = settings.family_weights.get(family).copied().unwrap_or(1.0);
        let scale = f64::from(wanted) / sums[family].max(1e-9);
        for weight in &mut rows.weights {
            *weight = (f64::from(*weight) * scale) as f32;
        }
    }
}

/// An ensemble without trees, for a model of which only the pair step is used.
fn placeholder() -> Result<Ensemble, Error> {
    let names = COLLECTIVE_FEATURES
        .iter()
        .map(|feature| feature.name.to_owned())
        .collect();
    let none = BoostSettings {
        trees: 0,
        ..BoostSettings::default()
    };
    let ensemble = train(
        &[0.0; COLLECTIVE_WIDTH],
        COLLECTIVE_WIDTH,
        &[0.5],
        &[1.0],
        &[],
        &none,
    );
    Ok(ensemble.with_names(names)?)
}

fn fit_pair<'a>(rows: impl Iterator<Item = &'a Rows>, settings: &TrainSettings) -> Result<Ensemble, Error> {
    let joined = join(rows);
    let directions = FEATURES.map(|feature| feature.direction);
    let names = FEATURES.iter().map(|feature| feature.name.to_owned()).collect();
    let ensemble = train(
        &joined.features,
        WIDTH,
        &joined.labels,
        &joined.weights,
        &directions,
        &seeded(&settings.pair, settings.seed),
    );
    Ok(ensemble.with_names(names)?)
}

/// The same settings with another seed.
fn seeded(settings: &BoostSettings, seed: u64) -> BoostSettings {
    BoostSettings {
        seed,
        ..settings.clone()
    }
}

fn join<'a>(parts: impl Iterator<Item = &'a Rows>) -> Rows {
    let mut joined = Rows::default();
    for part in parts {
        joined.features.extend_from_slice(&part.features);
        joined.labels.extend_from_slice(&part.labels);
        joined.weights.extend_from_slice(&part.weights);
    }
    let mean = joined.weights.iter().sum::<f32>() / joined.weights.len().max(1) as f32;
    for weight in &mut joined.weights {
        *weight /= mean.max(1e-9);
    }
    joined
}

/// Weight of an example in which nothing matches: a false match is worst where none is right.
const WITHOUT_MATCHES: f32 = 2.0;

/// Up to `most` of the wanted pairs, chosen by the seed. The weight of a row lies between "all rows count alike" and
/// "all sets count alike".
fn choose(example: &Example, wanted: impl Fn(usize) -> bool, most: usize, seed: u64) -> (Vec<usize>, f32) {
    let pairs = &example.prepared.candidates.pairs;
    let mut chosen: Vec<usize> = (0..pairs.len())
        .filter(|&number| {
            wanted(number)
                && !example
                    .excluded
                    .contains(&(pairs[number].left, pairs[number].right))
        })
        .collect();
    if chosen.len() > most {
        let share = most as f64 / chosen.len() as f64;
        let mut random = Random::new(seed);
        chosen.retain(|_| random.unit() < share);
    }
    let has_matches = chosen.iter().any(|&number| label(example, number) > 0.0);
    let told = if has_matches { 1.0 } else { WITHOUT_MATCHES };
    let weight = told / (chosen.len().max(1) as f32).sqrt();
    (chosen, weight)
}

fn label(example: &Example, number: usize) -> f32 {
    let pair = example.prepared.candidates.pairs[number];
    f32::from(u8::from(
        example.entities[pair.left as usize] == example.entities[pair.right as usize],
    ))
}

fn pair_rows(example: &Example, settings: &TrainSettings) -> Rows {
    let (chosen, weight) = choose(example, |_| true, example.most_pairs, settings.seed);
    let comparer = example.prepared.comparer();
    let standings = example.prepared.standings_by_weight();
    let mut rows = Rows::default();
    let mut row = [0.0; WIDTH];
    let mut room = Room::default();
    for &number in &chosen {
        let pair = example.prepared.candidates.pairs[number];
        let look = comparer.features(
            pair,
            &standings,
            number,
            &(example.prepared.least_evidence..example.prepared.most_evidence),
            &mut room,
            &mut row,
        );
        if matches!(look, Look::Open(_)) {
            rows.features.extend_from_slice(&row);
            rows.labels.push(label(example, number));
            rows.weights.push(weight);
        }
    }
    rows
}

fn collective_rows_of(example: &Example, model: &Model, settings: &TrainSettings) -> Result<Rows, Error> {
    let prepared = &example.prepared;
    let comparer = prepared.comparer();
    let scores = score_pairs(prepared, &comparer, model, &Silent)?;
    let collective = Collective::new(
        prepared.records.len,
        &prepared.candidates,
        &prepared.around,
        &scores,
        prepared.across_only,
    );
    let (chosen, weight) = choose(
        example,
        |number| collective.is_open(number),
        example.most_pairs,
        settings.seed ^ 1,
    );
    let mut rows = Rows {
        features: vec![0.0; chosen.len() * COLLECTIVE_WIDTH],
        ..Rows::default()
    };
    for (row, &number) in rows.features.chunks_mut(COLLECTIVE_WIDTH).zip(&chosen) {
        collective.features(number, row);
        rows.labels.push(label(example, number));
        rows.weights.push(weight);
    }
    Ok(rows)
}
