//! Propose: which records to show to people next, so that their judgements teach most.
//!
//! Most questions are about pairs whose score says least, each kind of comparison in turn (which attributes agree,
//! which differ, which are missing), so that one open question does not fill all sets. A part goes to likely matches
//! and likely non-matches, since a model that is never contradicted where it is sure does not find its own mistakes
//! (Settles 2009, "Active learning literature survey", on uncertainty sampling and its blind spots). Around each pair
//! stand rivals of its records, so that one set gives matches and hard non-matches together. In a link these are the
//! closest ones, which the pair has to beat. Elsewhere they are the most open ones: where an entity has many records, the
//! closest ones are copies of the same text, which teach little.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    Error, Labels, MatchSettings, Model, Observer, Records,
    block::BlockingPlan,
    clock::Clock,
    compare::{Comparer, Prepared},
    pipeline::prepare,
    random::Random,
    score::score,
};

/// What is proposed.
#[derive(Debug, Clone)]
pub struct ProposeSettings {
    /// Labeling sets.
    pub sets: usize,
    /// Records of a set, about.
    pub records: usize,
    /// Seed of all choices.
    pub seed: u64,
}

impl Default for ProposeSettings {
    fn default() -> Self {
        Self {
            sets: 10,
            records: 10,
            seed: 1,
        }
    }
}

/// A set of records to show together.
#[derive(Debug, Clone, PartialEq)]
pub struct ProposedSet {
    /// Its records.
    pub rows: Vec<u32>,
    /// How many of its pairs the model gets wrong, if its scores are the probabilities that they are meant to be.
    pub expected_errors: f64,
}

/// Share of the questions about pairs that the score leaves open; the rest is shared by likely matches and likely
/// non-matches.
const OPEN_SHARE: f64 = 0.7;
/// Scores of likely matches, and of likely non-matches that are still worth a look.
const LIKELY: (f32, f32) = (0.8, 0.999);
const UNLIKELY: (f32, f32) = (0.005, 0.2);
/// Rivals that stand beside a pair, for each of its two records.
const RIVALS: usize = 1;
/// Least score of a rival; below it nothing is asked.
const LEAST_RIVAL: f32 = 0.002;

/// Chooses records to show to people next, by the scores that a model gives.
pub fn propose_sets(
    records: &Records,
    settings: &MatchSettings,
    model: &Model,
    labels: &Labels,
    wanted: &ProposeSettings,
    observer: &dyn Observer,
) -> Result<Vec<ProposedSet>, Error> {
    let settings = &model.settings_for(settings, records);
    settings.check()?;
    let mut clock = Clock::new(observer);
    let mut prepared = prepare(records, settings, BlockingPlan::for_records, &mut clock)?;
    let scores = score(&mut prepared, model, &mut clock)?.into_probabilities();
    Ok(propose(&prepared, &scores, labels, wanted))
}

/// Chooses labeling sets by the scores of all candidates, by pair number. A pair that was judged is not asked about
/// again.
pub fn propose(
    prepared: &Prepared,
    scores: &[f32],
    labels: &Labels,
    settings: &ProposeSettings,
) -> Vec<ProposedSet> {
    let comparer = prepared.comparer();
    let mut questions = Questions::new(prepared, &comparer, scores, labels, settings.seed);
    let mut sets = Vec::with_capacity(settings.sets);
    while sets.len() < settings.sets {
        let set = questions.next_set(settings.records);
        if set.len() < 2 {
            break;
        }
        sets.push(ProposedSet {
            expected_errors: expected_errors(prepared, scores, &set),
            rows: set,
        });
    }
    sets
}

/// A pair of score p is taken wrongly with probability min(p, 1 - p), whichever way it is taken.
fn expected_errors(prepared: &Prepared, scores: &[f32], set: &[u32]) -> f64 {
    let mut sum = 0.0;
    for &row in set {
        for &number in prepared.around.of(row) {
            let other = prepared.candidates.pairs[number as usize].other(row);
            if row < other && set.contains(&other) {
                let score = f64::from(scores[number as usize]);
                sum += score.min(1.0 - score);
            }
        }
    }
    sum
}

/// How far a score is from saying nothing.
fn from_middle(score: f32) -> f32 {
    (score - 0.5).abs()
}

struct Questions<'a> {
    prepared: &'a Prepared,
    comparer: &'a Comparer<'a>,
    scores: &'a [f32],
    judged: FxHashSet<(u32, u32)>,
    shown: FxHashSet<u32>,
    patterns: FxHashMap<u64, u32>,
    open: Vec<u32>,
    likely: Vec<u32>,
    unlikely: Vec<u32>,
    random: Random,
}

impl<'a> Questions<'a> {
    fn new(
        prepared: &'a Prepared,
        comparer: &'a Comparer<'a>,
        scores: &'a [f32],
        labels: &Labels,
        seed: u64,
    ) -> Self {
        let judged: FxHashSet<(u32, u32)> = labels.pairs.iter().map(|pair| (pair.left, pair.right)).collect();
        let mut questions = Self {
            prepared,
            comparer,
            scores,
            shown: FxHashSet::default(),
            patterns: FxHashMap::default(),
            open: Vec::new(),
            likely: Vec::new(),
            unlikely: Vec::new(),
            random: Random::new(seed ^ (labels.pairs.len() as u64).wrapping_mul(0x9E37_79B9)),
            judged,
        };
        for pair in &labels.pairs {
            let pattern = questions.pattern(pair.left, pair.right);
            *questions.patterns.entry(pattern).or_default() += 1;
        }
        questions.sort_pairs();
        questions
    }

    /// Parts the pairs nobody judged into open, likely and unlikely ones; open pairs stand with the most open first.
    fn sort_pairs(&mut self) {
        let within = |score: f32, (least, most): (f32, f32)| score >= least && score <= most;
        for (number, pair) in self.prepared.candidates.pairs.iter().enumerate() {
            let score = self.scores[number];
            if self.judged.contains(&(pair.left, pair.right)) {
                continue;
            }
            self.open.push(number as u32);
            if within(score, LIKELY) {
                self.likely.push(number as u32);
            } else if within(score, UNLIKELY) {
                self.unlikely.push(number as u32);
            }
        }
        let scores = self.scores;
        let of = |number: u32| from_middle(scores[number as usize]);
        self.open
            .sort_by(|&a, &b| of(a).total_cmp(&of(b)).then(a.cmp(&b)));
        // The open end only: the rest would hardly be asked about, however many rounds there are.
        self.open.truncate(20_000);
    }

    fn next_set(&mut self, records: usize) -> Vec<u32> {
        let mut set = Vec::with_capacity(records);
        while set.len() + 1 < records {
            let Some(number) = self.next_pair() else {
                break;
            };
            let pair = self.prepared.candidates.pairs[number as usize];
            let pattern = self.pattern(pair.left, pair.right);
            *self.patterns.entry(pattern).or_default() += 1;
            let mut group = vec![pair.left, pair.right];
            for own in [pair.left, pair.right] {
                group.extend(self.rivals(own, number));
            }
            for row in group {
                if set.len() < records && self.shown.insert(row) {
                    set.push(row);
                }
            }
        }
        set.sort_unstable();
        set
    }

    fn next_pair(&mut self) -> Option<u32> {
        let draw = self.random.unit();
        let side = f64::midpoint(OPEN_SHARE, 1.0);
        let drawn = if draw < OPEN_SHARE {
            None
        } else if draw < side {
            self.draw(true)
        } else {
            self.draw(false)
        };
        drawn.or_else(|| self.most_open())
    }

    /// A random likely or unlikely pair whose records are not on show yet.
    fn draw(&mut self, likely: bool) -> Option<u32> {
        for _ in 0..50 {
            let list = if likely { &self.likely } else { &self.unlikely };
            if list.is_empty() {
                return None;
            }
            let number = list[(self.random.unit() * list.len() as f64) as usize];
            if self.is_new(number) {
                return Some(number);
            }
        }
        None
    }

    /// The open pair that is most useful: near the middle, and of a kind that was asked about least.
    fn most_open(&mut self) -> Option<u32> {
        let mut best: Option<(f32, u32)> = None;
        let mut looked = 0;
        for at in 0..self.open.len() {
            let number = self.open[at];
            if !self.is_new(number) {
                continue;
            }
            let score = self.scores[number as usize];
            let pair = self.prepared.candidates.pairs[number as usize];
            let asked = self
                .patterns
                .get(&self.pattern(pair.left, pair.right))
                .copied()
                .unwrap_or(0);
            let useful = 4.0 * score * (1.0 - score) / (1.0 + asked as f32).sqrt();
            if best.is_none_or(|(most, _)| useful > most) {
                best = Some((useful, number));
            }
            looked += 1;
            // What follows is less open than the best by more than its kind could make up for.
            if looked >= 500 || best.is_some_and(|(most, _)| 4.0 * score * (1.0 - score) < most) {
                break;
            }
        }
        best.map(|(_, number)| number)
    }

    fn is_new(&self, number: u32) -> bool {
        let pair = self.prepared.candidates.pairs[number as usize];
        !self.shown.contains(&pair.left) && !self.shown.contains(&pair.right)
    }

    /// The candidates of a record to show beside a pair.
    fn rivals(&self, own: u32, besides: u32) -> Vec<u32> {
        let numbers = self.prepared.around.of(own).iter();
        let mut rivals: Vec<(f32, u32)> = numbers
            .filter(|&&number| number != besides && self.scores[number as usize] >= LEAST_RIVAL)
            .map(|&number| {
                let pair = self.prepared.candidates.pairs[number as usize];
                (self.scores[number as usize], pair.other(own))
            })
            .filter(|(_, row)| !self.shown.contains(row))
            .collect();
        let order = |score: f32| {
            if self.prepared.across_only {
                -score
            } else {
                from_middle(score)
            }
        };
        rivals.sort_by(|a, b| order(a.0).total_cmp(&order(b.0)).then(a.1.cmp(&b.1)));
        rivals.truncate(RIVALS);
        rivals.into_iter().map(|(_, row)| row).collect()
    }

    /// Which attributes agree, which differ and which are missing, two bits for each.
    fn pattern(&self, left: u32, right: u32) -> u64 {
        (0..self.prepared.records.attributes.len().min(32)).fold(0, |pattern, index| {
            let state = match self.comparer.attribute(index, left, right).outcome {
                None => 0,
                Some(outcome) if outcome.level == 0 => 1,
                Some(outcome) if outcome.similarity >= 0.6 => 2,
                Some(_) => 3,
            };
            pattern << 2 | state
        })
    }
}
