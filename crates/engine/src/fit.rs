//! Fit: labels in, [`Model`] out.
//!
//! What is learned is a correction of a model that works without labels: boosted trees over wide features that depart
//! from its match weights (`score::Learned` says what they see). Every number that later steps or the calibration
//! learn from was given by trees that have not seen the pair's labeling set, so that they meet scores as uncertain as
//! they are on pairs that nobody judged. With few labels the trees are few and small, and candidates that nobody
//! judged hold them to the scores they depart from.

mod alone;

use onefold_boost::{BoostSettings, Course, Ensemble, train_from};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::{
    Error, Labels, MatchSettings, Observer, Records, Stage,
    block::BlockingPlan,
    clock::Clock,
    compare::{
        Prepared,
        wide::{LearnedAttribute, learned_attributes},
    },
    completion::add_missing_pairs,
    pipeline::prepare,
    random::Random,
    score::{
        ColdScores, Learned, LearnedRows, Model, Words, probability, rescore, score, score_pairs,
        word_weights::{WordExample, WordWeights},
    },
};

pub use alone::score_alone;

/// How a model is fitted.
#[derive(Debug, Clone)]
pub struct FitSettings {
    /// Parts into which the labeling sets are split; the trees of a part have not seen its sets.
    pub folds: usize,
    /// Candidates without label that hold few labels to the scores they depart from.
    pub anchors: usize,
    /// What all anchors together weigh, in labels.
    pub anchor_weight: f32,
    /// Seed of all choices.
    pub seed: u64,
}

impl Default for FitSettings {
    fn default() -> Self {
        Self {
            folds: 5,
            anchors: 1_000,
            anchor_weight: 8.0,
            seed: 1,
        }
    }
}

/// A labeled pair as seen by trees that have not seen its labeling set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HeldOut {
    /// Row number of the first record.
    pub left: u32,
    /// Row number of the second record.
    pub right: u32,
    /// What was judged.
    pub is_match: bool,
    /// Match score without its own labels.
    pub score: f32,
    /// Match score without any labels.
    pub cold_score: f32,
    /// Whether blocking proposes the pair by itself.
    pub is_candidate: bool,
}

/// A fitted model with what it says of its own labels when these are held out.
#[derive(Debug, Clone)]
pub struct Fitted {
    /// The model.
    pub model: Model,
    /// Every labeled pair, in the order of the labels.
    pub held_out: Vec<HeldOut>,
}

/// Learns from labels of some records, on top of what `base` says without them.
pub fn fit_model(
    records: &Records,
    settings: &MatchSettings,
    base: &Model,
    labels: &Labels,
    observer: &dyn Observer,
) -> Result<Fitted, Error> {
    settings.check()?;
    let mut clock = Clock::new(observer);
    let mut prepared = prepare(records, settings, BlockingPlan::for_records, &mut clock)?;
    if !prepared.is_large() {
        let scored = score(&mut prepared, base, &mut clock)?;
        add_missing_pairs(&mut prepared, &scored);
    }
    let fit_settings = FitSettings {
        seed: settings.seed,
        ..FitSettings::default()
    };
    clock.time(Stage::Fit, trees(labels, &fit_settings), || {
        fit(&mut prepared, base, labels, &fit_settings, observer)
    })
}

/// Learns from labels, on top of what `base` says without them. Labeled pairs that blocking did not propose join the
/// candidates.
pub fn fit(
    prepared: &mut Prepared,
    base: &Model,
    labels: &Labels,
    settings: &FitSettings,
    observer: &dyn Observer,
) -> Result<Fitted, Error> {
    if labels.is_empty() {
        return Err(Error::NoLabels);
    }
    let pairs: Vec<(u32, u32)> = labels.pairs.iter().map(|pair| (pair.left, pair.right)).collect();
    let proposed = prepared.add_pairs(&pairs);
    let prepared = &*prepared;
    let comparer = prepared.comparer();
    // Trees are what progress is counted in.
    let observer = &Trees(observer);
    let first = score_pairs(prepared, &comparer, base, observer)?;
    let finals = rescore(prepared, &comparer, &first, base, observer)?;
    let cold = ColdScores {
        first: &first,
        finals: &finals,
    };
    let attributes = learned_attributes(&prepared.records);
    let rows = LearnedRows::new(prepared, &comparer, &attributes, cold, observer)?;
    let lesson = Lesson::new(prepared, labels, &rows, settings);
    let learned = lesson.learn(prepared, rows, attributes, observer)?;
    let origin = format!(
        "learned from {} matching and {} other pairs; before labels: {}",
        labels.matches(),
        labels.non_matches(),
        base.origin
    );
    let held_out = lesson.held_out(labels, &finals, &proposed, &learned.weights);
    Ok(Fitted {
        model: base
            .clone()
            .without_learned()
            .with_learned(origin, learned.learned),
        held_out,
    })
}

/// Trees that [`fit`] grows for some labels; it tells its observer of each.
fn trees(labels: &Labels, settings: &FitSettings) -> usize {
    const STEPS: usize = 2;
    STEPS * settings.folds * trees_for(plenty(labels.matches(), labels.pairs.len()))
}

/// How near labels are to being plenty, 0 to 1, by the scarcer kind.
fn plenty(matches: usize, labeled: usize) -> f64 {
    let scarcest = matches.min(labeled - matches) as f64;
    (scarcest / 300.0).min(1.0).sqrt()
}

fn trees_for(plenty: f64) -> usize {
    (20.0 + plenty * 180.0).round() as usize
}

/// Hears of trees alone, not of the pairs that are scored on the way.
struct Trees<'a>(&'a dyn Observer);

impl Observer for Trees<'_> {
    fn is_cancelled(&self) -> bool {
        self.0.is_cancelled()
    }
}

impl Trees<'_> {
    /// Asked before each tree.
    fn is_stopped(&self) -> bool {
        self.0.advance(1);
        self.0.is_cancelled()
    }
}

/// Pairs to learn from: the labeled ones, then anchors.
struct Lesson {
    numbers: Vec<usize>,
    labels: Vec<f32>,
    weights: Vec<f32>,
    /// Part of each labeled pair; anchors are in every part's training.
    folds: Vec<usize>,
    labeled: usize,
    matches: usize,
    partners: (u32, u32),
    settings: FitSettings,
}

/// The learned part and the match weights of the labeled pairs without their own labels.
struct Outcome {
    learned: Learned,
    weights: Vec<f32>,
}

impl Lesson {
    fn new(prepared: &Prepared, labels: &Labels, rows: &LearnedRows<'_>, settings: &FitSettings) -> Self {
        let mut lesson = Self::of_labels(prepared, labels, settings);
        lesson.add_anchors(rows, prepared.candidates.pairs.len());
        lesson
    }

    /// The labeled pairs, without anchors.
    fn of_labels(prepared: &Prepared, labels: &Labels, settings: &FitSettings) -> Self {
        let numbers: Vec<usize> = labels
            .pairs
            .iter()
            .map(|pair| prepared.number(pair.left, pair.right))
            .collect();
        let fold_of_set = deal(labels.sets.len(), settings.folds, settings.seed);
        Self {
            labels: labels
                .pairs
                .iter()
                .map(|pair| f32::from(u8::from(pair.is_match)))
                .collect(),
            weights: vec![1.0; numbers.len()],
            folds: labels
                .pairs
                .iter()
                .map(|pair| fold_of_set[pair.set as usize])
                .collect(),
            labeled: numbers.len(),
            matches: labels.matches(),
            partners: partners(prepared, labels),
            numbers,
            settings: settings.clone(),
        }
    }

    /// Adds candidates that nobody judged, with the score they have without labels as a soft label.
    fn add_anchors(&mut self, rows: &LearnedRows<'_>, candidates: usize) {
        let mut random = Random::new(self.settings.seed ^ 0xA11C);
        let judged: rustc_hash::FxHashSet<usize> = self.numbers.iter().copied().collect();
        let open: Vec<usize> = (0..candidates)
            .filter(|number| rows.is_open(*number) && !judged.contains(number))
            .collect();
        let share = self.settings.anchors as f64 / open.len().max(1) as f64;
        let chosen: Vec<usize> = open.into_iter().filter(|_| random.unit() < share).collect();
        // Labels of one kind say nothing of how often that kind is right; the anchors do.
        let whole = if self.is_one_sided() {
            self.settings.anchor_weight.max(2.0 * self.labeled as f32)
        } else {
            self.settings.anchor_weight
        };
        let weight = whole / chosen.len().max(1) as f32;
        let judged: Vec<f32> = self.numbers.iter().map(|&number| rows.offset(number)).collect();
        // What labels of one kind take from all scores, they take from those of the anchors too.
        let (scale, shift) = if self.matches == 0 {
            self.calibrated(&judged)
        } else {
            (1.0, 0.0)
        };
        for number in chosen {
            self.numbers.push(number);
            self.labels.push(probability(scale * rows.offset(number) + shift));
            self.weights.push(weight);
        }
    }

    fn is_one_sided(&self) -> bool {
        self.matches == 0 || self.matches == self.labeled
    }

    /// Scale and shift for match weights. Where nothing was judged to match, scores fall as far as so many answers ask
    /// for; where everything was, they stay.
    fn calibrated(&self, weights: &[f32]) -> (f32, f32) {
        let prior = match self.matches {
            0 => DIFFERENT_PRIOR,
            _ if self.is_one_sided() => return (1.0, 0.0),
            _ => CALIBRATION_PRIOR,
        };
        calibrate(
            weights,
            &self.labels[..weights.len()],
            &self.weights[..weights.len()],
            prior,
        )
    }

    fn learn(
        &self,
        prepared: &Prepared,
        rows: LearnedRows<'_>,
        attributes: Vec<LearnedAttribute>,
        observer: &Trees<'_>,
    ) -> Result<Outcome, Error> {
        let cold: Vec<f32> = self.numbers.iter().map(|&number| rows.offset(number)).collect();
        let (cold_scale, cold_shift) = self.calibrated(&cold);
        let offsets: Vec<f32> = cold
            .iter()
            .map(|weight| cold_scale * weight + cold_shift)
            .collect();
        let (words, held_out) = self.words(prepared, &offsets);
        let known = words.known_in(&prepared.records.vocabulary);
        let rows = rows.with_words(Words { known, held_out });
        let names = rows.names();
        let features = self.rows(names.len(), |number, out| rows.first_row(number, out));
        let (first, held_out) = self.train(&features, &names, &offsets, observer)?;
        let mut scores = rows.score_all(observer, (cold_scale, cold_shift), &first)?;
        for (&number, &weight) in self.numbers[..self.labeled].iter().zip(&held_out) {
            scores[number] = weight;
        }
        let scores = rows.with_scores(scores);
        let around = rows.around(&scores);
        let names = rows.second_names();
        let features = self.rows(names.len(), |number, out| rows.second_row(number, &around, out));
        let offsets: Vec<f32> = self.numbers.iter().map(|&number| scores.first[number]).collect();
        let (second, held_out) = self.train(&features, &names, &offsets, observer)?;
        let (scale, shift) = self.calibrated(&held_out[..self.labeled]);
        let weights = held_out[..self.labeled]
            .iter()
            .map(|weight| scale * weight + shift)
            .collect();
        Ok(Outcome {
            learned: Learned {
                attributes,
                labeled: (self.matches as u32, (self.labeled - self.matches) as u32),
                partners: self.partners,
                words,
                cold_scale,
                cold_shift,
                first,
                second,
                scale,
                shift,
            },
            weights,
        })
    }

    /// What single words say, and the same of each labeled pair from weights that have not seen its set.
    fn words(&self, prepared: &Prepared, offsets: &[f32]) -> (WordWeights, FxHashMap<usize, f32>) {
        let pairs = self.numbers[..self.labeled]
            .iter()
            .map(|&number| prepared.candidates.pairs[number]);
        let examples: Vec<WordExample> = pairs
            .zip(&self.labels)
            .zip(offsets)
            .map(|((pair, &label), &offset)| WordExample {
                left: pair.left,
                right: pair.right,
                label,
                weight: 1.0,
                offset,
            })
            .collect();
        let parts: Vec<WordWeights> = (0..self.settings.folds)
            .into_par_iter()
            .map(|fold| {
                let mut seen = examples.clone();
                for (example, &own) in seen.iter_mut().zip(&self.folds) {
                    example.weight = f32::from(u8::from(own != fold));
                }
                WordWeights::learn(&prepared.records, &seen)
            })
            .collect();
        let known: Vec<_> = parts
            .iter()
            .map(|part| part.known_in(&prepared.records.vocabulary))
            .collect();
        let held_out = examples
            .iter()
            .zip(&self.folds)
            .zip(&self.numbers)
            .map(|((example, &fold), &number)| {
                (
                    number,
                    known[fold].margin(&prepared.records, example.left, example.right),
                )
            })
            .collect();
        (WordWeights::average(&parts), held_out)
    }

    fn rows(&self, width: usize, write: impl Fn(usize, &mut Vec<f32>) + Sync) -> Vec<f32> {
        let rows: Vec<Vec<f32>> = self
            .numbers
            .par_iter()
            .map(|&number| {
                let mut row = Vec::with_capacity(width);
                write(number, &mut row);
                debug_assert_eq!(row.len(), width, "the names list what is written");
                row
            })
            .collect();
        rows.concat()
    }

    /// Trains one ensemble for each part on the other parts. Gives their mean, and each row's offset plus the margin of
    /// the ensemble that has not seen it.
    fn train(
        &self,
        features: &[f32],
        names: &[String],
        offsets: &[f32],
        observer: &Trees<'_>,
    ) -> Result<(Ensemble, Vec<f32>), Error> {
        let width = names.len();
        let course = Course {
            offsets,
            is_stopped: &|| observer.is_stopped(),
        };
        let ensembles: Vec<Ensemble> = (0..self.settings.folds)
            .into_par_iter()
            .map(|fold| {
                let mut weights = self.weights.clone();
                for (weight, &own) in weights.iter_mut().zip(&self.folds) {
                    *weight = if own == fold { 0.0 } else { *weight };
                }
                let settings = self.boost_settings(fold);
                let ensemble = train_from(features, width, &self.labels, &weights, &[], course, &settings);
                Ok(ensemble.with_names(names.to_vec())?)
            })
            .collect::<Result<_, Error>>()?;
        if observer.is_cancelled() {
            return Err(Error::Cancelled);
        }
        let held_out = features
            .chunks(width)
            .zip(offsets)
            .zip(&self.folds)
            .map(|((row, offset), &fold)| offset + ensembles[fold].margin(row))
            .collect();
        Ok((Ensemble::average(ensembles), held_out))
    }

    /// Trees that grow in number and size with the labels, in smaller steps, and choose among more thresholds.
    fn boost_settings(&self, fold: usize) -> BoostSettings {
        let plenty = plenty(self.matches, self.labeled);
        let between = |least: f64, most: f64| least + plenty * (most - least);
        BoostSettings {
            trees: trees_for(plenty),
            learning_rate: between(0.1, 0.05),
            max_leaves: between(3.0, 15.0).round() as usize,
            max_depth: 8,
            max_bins: 127,
            min_leaf_weight: between(0.2, 0.5),
            min_leaf_rows: between(3.0, 8.0).round() as usize,
            l2: 4.0,
            feature_fraction: 0.35,
            row_fraction: 0.8,
            thresholds: (1.0 + plenty * plenty * 7.0).round() as usize,
            seed: self.settings.seed.wrapping_mul(31).wrapping_add(fold as u64),
        }
    }

    fn held_out(&self, labels: &Labels, cold: &[f32], proposed: &[bool], weights: &[f32]) -> Vec<HeldOut> {
        labels
            .pairs
            .iter()
            .zip(&self.numbers)
            .zip(weights)
            .map(|((pair, &number), &weight)| HeldOut {
                left: pair.left,
                right: pair.right,
                is_match: pair.is_match,
                score: probability(weight),
                cold_score: probability(cold[number]),
                is_candidate: proposed[number],
            })
            .collect()
    }
}

/// Records judged to match one record of another source, and such as match several of one.
fn partners(prepared: &Prepared, labels: &Labels) -> (u32, u32) {
    let Some(sources) = prepared.sources() else {
        return (0, 0);
    };
    let mut matches: FxHashMap<(u32, u16), u32> = FxHashMap::default();
    for pair in labels.pairs.iter().filter(|pair| pair.is_match) {
        let (left, right) = (sources[pair.left as usize], sources[pair.right as usize]);
        if left != right {
            *matches.entry((pair.left, right)).or_default() += 1;
            *matches.entry((pair.right, left)).or_default() += 1;
        }
    }
    let several = matches.values().filter(|&&count| count > 1).count() as u32;
    (matches.len() as u32 - several, several)
}

/// Deals sets into parts of nearly equal size, by the seed.
fn deal(sets: usize, parts: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..sets).collect();
    let mut random = Random::new(seed);
    for at in (1..sets).rev() {
        let other = (random.unit() * (at + 1) as f64) as usize;
        order.swap(at, other);
    }
    let mut parts_of = vec![0; sets];
    for (position, set) in order.into_iter().enumerate() {
        parts_of[set] = position % parts;
    }
    parts_of
}

/// What it costs to move the scale from 1, and the shift from 0, in labels.
const CALIBRATION_PRIOR: (f64, f64) = (8.0, 0.5);
/// The same where nothing was judged to match: a few corrections move little, a hundred answers much.
const DIFFERENT_PRIOR: (f64, f64) = (1e6, 4.0);
/// Steps of Newton's method; it converges in a few.
const CALIBRATION_STEPS: usize = 30;

/// Scale and shift that bring match weights closest to labels (Platt 1999), held to 1 and 0 by a prior that few labels
/// cannot overcome.
fn calibrate(weights: &[f32], labels: &[f32], counts: &[f32], prior: (f64, f64)) -> (f32, f32) {
    let (mut scale, mut shift) = (1.0f64, 0.0f64);
    for _ in 0..CALIBRATION_STEPS {
        let mut gradient = (prior.0 * (scale - 1.0), prior.1 * shift);
        let mut curvature = (prior.0, 0.0, prior.1);
        for ((&weight, &label), &count) in weights.iter().zip(labels).zip(counts) {
            let x = f64::from(weight).clamp(-12.0, 12.0);
            let p = 1.0 / (1.0 + (-(scale * x + shift)).exp());
            let (miss, spread) = (
                f64::from(count) * (p - f64::from(label)),
                f64::from(count) * p * (1.0 - p),
            );
            gradient.0 += miss * x;
            gradient.1 += miss;
            curvature.0 += spread * x * x;
            curvature.1 += spread * x;
            curvature.2 += spread;
        }
        let determinant = curvature.0 * curvature.2 - curvature.1 * curvature.1;
        let step = (
            (curvature.2 * gradient.0 - curvature.1 * gradient.1) / determinant,
            (curvature.0 * gradient.1 - curvature.1 * gradient.0) / determinant,
        );
        scale = (scale - step.0.clamp(-0.5, 0.5)).clamp(0.1, 3.0);
        shift = (shift - step.1.clamp(-1.0, 1.0)).clamp(-6.0, 6.0);
    }
    (scale as f32, shift as f32)
}

#[cfg(test)]
mod tests {
    use super::{DIFFERENT_PRIOR, calibrate, probability};

    /// The probability of a match weight after so many pairs of that weight were judged to be different.
    fn after_different(weight: f32, answers: usize) -> f32 {
        let (scale, shift) = calibrate(
            &vec![weight; answers],
            &vec![0.0; answers],
            &vec![1.0; answers],
            DIFFERENT_PRIOR,
        );
        probability(scale * weight + shift)
    }

    #[test]
    fn many_different_answers_end_what_was_doubtful_and_a_few_corrections_move_little() {
        assert!(
            after_different(-0.4, 600) < 0.03,
            "{}",
            after_different(-0.4, 600)
        );
        assert!(after_different(3.0, 3) > 0.85, "{}", after_different(3.0, 3));
    }
}
