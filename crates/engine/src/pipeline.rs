//! The main path: one function, one line for each stage. Start reading at [`find_matches_enforcing`].

use std::{
    borrow::Cow,
    time::{Duration, Instant},
};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::{
    AttributeProfile, BlockingRule, Error, Labels, LinkCardinality, MatchMode, MatchOutcome, MatchSettings,
    Observer, Records, ScoredPair, Stage, Summary,
    block::{BlockingPlan, block},
    cluster::{ClusterSettings, Demands, cluster, found_cardinality, missing_pairs},
    compare::{
        Comparer,
        evidence::{AttributeEvidence, estimate},
        rank::{Neighborhoods, Standings},
    },
    fit::{FitSettings, Fitted, fit, trees},
    groups::{add_match_ids, importance},
    pair::{Candidate, CandidatePairs, pair},
    propose::{ProposeSettings, ProposedSet, propose},
    score::{ColdScores, Learned, Model, PairScores, probability, rescore, score_pairs as score_candidates},
    standardize::{StandardRecords, standardize},
};

/// Bins of the score histogram.
const HISTOGRAM_BINS: usize = 50;

/// Finds match groups with the model that needs no labels.
pub fn find_matches(
    records: &Records,
    settings: &MatchSettings,
    observer: &dyn Observer,
) -> Result<MatchOutcome, Error> {
    find_matches_with(records, settings, &Model::cold_start(), observer)
}

/// Finds match groups with a model of the caller's choice.
pub fn find_matches_with(
    records: &Records,
    settings: &MatchSettings,
    model: &Model,
    observer: &dyn Observer,
) -> Result<MatchOutcome, Error> {
    find_matches_enforcing(records, settings, model, None, observer)
}

/// Finds match groups: standardize, block, pair, compare, score, cluster. The groups agree with every enforced
/// judgement, even against the scores, as far as the judgements agree with each other.
pub fn find_matches_enforcing(
    records: &Records,
    settings: &MatchSettings,
    model: &Model,
    enforced: Option<&Labels>,
    observer: &dyn Observer,
) -> Result<MatchOutcome, Error> {
    let settings = &settings_for(model, settings, records);
    settings.check()?;
    let mut clock = Clock::new(observer);
    let (prepared, scores) = prepare_and_score(records, settings, model, &mut clock)?;
    let demands = enforced.map(Demands::of_labels);
    find_groups(
        records,
        settings,
        &prepared,
        &scores,
        model,
        demands.as_ref(),
        clock,
    )
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
    let mut prepared = prepare(records, settings, &mut clock)?;
    if !prepared.is_large() {
        let scored = score_steps(&prepared, base, &mut clock)?;
        prepared.add_missing_pairs(&scored);
    }
    let fit_settings = FitSettings {
        seed: settings.seed,
        ..FitSettings::default()
    };
    clock.time(Stage::Fit, trees(labels, &fit_settings), || {
        fit(&mut prepared, base, labels, &fit_settings, observer)
    })
}

/// Chooses records to show to people next, by the scores that a model gives.
pub fn propose_sets(
    records: &Records,
    settings: &MatchSettings,
    model: &Model,
    labels: &Labels,
    wanted: &ProposeSettings,
    observer: &dyn Observer,
) -> Result<Vec<ProposedSet>, Error> {
    let settings = &settings_for(model, settings, records);
    settings.check()?;
    let mut clock = Clock::new(observer);
    let prepared = prepare(records, settings, &mut clock)?;
    let scores = score(&prepared, model, &mut clock)?;
    Ok(propose(&prepared, &scores, labels, wanted))
}

/// The settings with the kinds that a learned model knows its attributes by, so that they are read the same way again;
/// kinds that the caller chose stay.
pub fn settings_for(model: &Model, settings: &MatchSettings, records: &Records) -> MatchSettings {
    let mut settings = settings.clone();
    for (name, kind) in model.learned().into_iter().flat_map(Learned::kinds) {
        if records.position(name).is_ok() {
            settings.kinds.entry(name.to_owned()).or_insert(kind);
        }
    }
    settings
}

/// The last stage, and everything that is reported.
pub(crate) fn find_groups(
    records: &Records,
    settings: &MatchSettings,
    prepared: &Prepared,
    scores: &[f32],
    model: &Model,
    demands: Option<&Demands>,
    mut clock: Clock<'_>,
) -> Result<MatchOutcome, Error> {
    let sources = prepared.sources();
    let asked = cardinality(settings.mode);
    let cardinality = match asked {
        LinkCardinality::Auto if sources.is_some() => {
            found_cardinality(records.len(), &prepared.around, scores)
        }
        asked => asked,
    };
    let is_one_to_one = cardinality == LinkCardinality::OneToOne;
    let scored = scored_pairs(&prepared.candidates, scores);
    let threshold = match_threshold(scored, is_one_to_one, settings.precision_recall);
    let groups = clock.time(Stage::Cluster, records.len(), || {
        let mut groups = cluster(
            records.len(),
            &prepared.candidates,
            &prepared.around,
            scores,
            &ClusterSettings {
                threshold,
                sources,
                cardinality,
                has_seconds: asked == LinkCardinality::Auto
                    && model.learned().is_some_and(Learned::has_seconds),
                demands,
            },
        );
        add_match_ids(&mut groups, records);
        Ok(groups)
    })?;
    let summary = summarize(prepared, scores, threshold, &groups, clock);
    Ok(MatchOutcome {
        attributes: profile(prepared, scores, threshold),
        histogram: histogram(scores),
        pairs: reported_pairs(&prepared.candidates, scores, settings.min_score),
        threshold,
        is_one_to_one,
        merged: Vec::new(),
        unmet: demands.map_or_else(Vec::new, |demands| demands.unmet(&groups)),
        groups,
        blocking: prepared.blocking.clone(),
        summary,
    })
}

/// Records with their candidate pairs.
#[derive(Debug)]
pub struct Prepared {
    /// Standardized records.
    pub records: StandardRecords,
    /// Candidate pairs.
    pub candidates: CandidatePairs,
    /// The candidate pairs of each record.
    pub around: Neighborhoods,
    /// How candidates came together.
    pub blocking: Vec<BlockingRule>,
    /// Whether only records of different sources may match.
    pub across_only: bool,
    /// Evidence below which a candidate is not compared any further.
    pub least_evidence: f32,
    /// Evidence from which a candidate is a match without being compared any further.
    pub most_evidence: f32,
    /// What the comparison of each attribute says.
    pub evidence: Vec<AttributeEvidence>,
    /// Pairs of records that may match at all.
    pub possible_pairs: f64,
}

impl Prepared {
    /// A comparer over these records.
    pub fn comparer(&self) -> Comparer<'_> {
        Comparer::new(&self.records, &self.evidence, self.across_only)
    }

    /// Source of each record, where only records of different sources may match.
    pub fn sources(&self) -> Option<&[u16]> {
        self.records.sources.as_deref().filter(|_| self.across_only)
    }

    /// Block weight of each candidate pair.
    pub fn weights(&self) -> Vec<f32> {
        self.candidates.pairs.iter().map(|pair| pair.weight).collect()
    }

    /// Standings by some value of each candidate pair.
    pub fn standings<'a>(&'a self, values: impl Into<Cow<'a, [f32]>>) -> Standings<'a> {
        Standings::new(&self.candidates, &self.around, values)
    }

    /// Whether the data are so many that evidence alone settles clear pairs.
    pub fn is_large(&self) -> bool {
        self.most_evidence.is_finite()
    }

    /// Adds the pairs that blocking did not propose though a chain of likely matches joins their records; says whether
    /// there were any.
    fn add_missing_pairs(&mut self, scored: &Scored) -> bool {
        let scores = scored.probabilities();
        // The middle of the tradeoff, so that scores do not depend on it.
        let threshold = match_threshold(scored_pairs(&self.candidates, &scores), false, 0.5);
        let mut missing = missing_pairs(
            self.records.len,
            &self.candidates,
            &self.around,
            &scores,
            threshold,
            self.candidates.pairs.len(),
        );
        missing.retain(|&(left, right)| self.records.may_match(left, right, self.across_only));
        self.add_pairs(&missing);
        !missing.is_empty()
    }

    /// Adds pairs of row numbers that blocking did not propose, with the cosine of their words as weight; says of each
    /// pair number whether blocking proposed it. A record beside itself is left out.
    pub fn add_pairs(&mut self, pairs: &[(u32, u32)]) -> Vec<bool> {
        let comparer = self.comparer();
        let mut missing: Vec<Candidate> = pairs
            .par_iter()
            .map(|&(a, b)| (a.min(b), a.max(b)))
            .filter(|&(left, right)| left != right && self.around.between(left, right).is_none())
            .map(|(left, right)| Candidate {
                left,
                right,
                weight: comparer.word_cosine(left, right),
            })
            .collect();
        missing.sort_by_key(|pair| (pair.left, pair.right));
        missing.dedup_by_key(|pair| (pair.left, pair.right));
        let proposed = self.candidates.pairs.drain(..).map(|pair| (pair, true));
        let mut all: Vec<(Candidate, bool)> = proposed
            .chain(missing.into_iter().map(|pair| (pair, false)))
            .collect();
        all.sort_by_key(|(pair, _)| (pair.left, pair.right));
        let is_proposed = all.iter().map(|(_, proposed)| *proposed).collect();
        self.candidates = CandidatePairs {
            pairs: all.into_iter().map(|(pair, _)| pair).collect(),
        };
        self.around = Neighborhoods::new(self.records.len, &self.candidates);
        is_proposed
    }
}

/// Runs the stages up to candidate pairs.
pub fn prepare(
    records: &Records,
    settings: &MatchSettings,
    clock: &mut Clock<'_>,
) -> Result<Prepared, Error> {
    prepare_with(records, settings, clock, |standard| {
        BlockingPlan::for_records(standard, settings.accuracy_cost, settings.seed)
    })
}

/// The same with a blocking plan of the caller's choice.
pub fn prepare_with(
    records: &Records,
    settings: &MatchSettings,
    clock: &mut Clock<'_>,
    plan: impl FnOnce(&StandardRecords) -> BlockingPlan,
) -> Result<Prepared, Error> {
    let across_only = is_across_only(settings, records);
    let observer = clock.observer;
    let standard = clock.time(Stage::Standardize, records.len(), || {
        standardize(records, &settings.kinds, observer)
    })?;
    let plan = plan(&standard);
    let (candidates, blocking) = clock.time(Stage::Block, records.len(), || {
        let blocks = block(&standard, &plan);
        Ok((
            pair(&standard, &blocks, &plan, across_only, observer)?,
            blocks.report(),
        ))
    })?;
    let around = Neighborhoods::new(standard.len, &candidates);
    Ok(Prepared {
        evidence: estimate(&standard, settings.seed),
        possible_pairs: possible_pairs(standard.len, standard.sources.as_deref().filter(|_| across_only)),
        least_evidence: plan.least_evidence,
        most_evidence: plan.most_evidence,
        records: standard,
        candidates,
        around,
        blocking,
        across_only,
    })
}

/// Whether only records of different sources may match.
pub(crate) fn is_across_only(settings: &MatchSettings, records: &Records) -> bool {
    matches!(settings.mode, MatchMode::Link(_)) && records.sources().is_some()
}

/// Pairs of records, of different sources only where sources are given.
pub(crate) fn possible_pairs(records: usize, sources: Option<&[u16]>) -> f64 {
    let pairs = |records: f64| records * (records - 1.0) / 2.0;
    let mut sizes = std::collections::BTreeMap::new();
    for &source in sources.unwrap_or_default() {
        *sizes.entry(source).or_insert(0.0f64) += 1.0;
    }
    pairs(records as f64) - sizes.into_values().map(pairs).sum::<f64>()
}

/// Runs the stages up to scores. On small data the pairs that blocking did not propose though a chain of likely matches
/// joins their records become candidates too, and all scores are taken again: then clustering knows every pair that it
/// has to judge a group by, and each score knows all of its supporters and opponents.
pub fn prepare_and_score(
    records: &Records,
    settings: &MatchSettings,
    model: &Model,
    clock: &mut Clock<'_>,
) -> Result<(Prepared, Vec<f32>), Error> {
    let (prepared, scored) = prepare_and_score_steps(records, settings, model, clock)?;
    Ok((prepared, scored.into_probabilities()))
}

/// The same, with what each step said.
pub fn prepare_and_score_steps(
    records: &Records,
    settings: &MatchSettings,
    model: &Model,
    clock: &mut Clock<'_>,
) -> Result<(Prepared, Scored), Error> {
    let mut prepared = prepare(records, settings, clock)?;
    let mut scored = score_steps(&prepared, model, clock)?;
    if !prepared.is_large() && prepared.add_missing_pairs(&scored) {
        scored = score_steps(&prepared, model, clock)?;
    }
    Ok((prepared, scored))
}

/// What each step of scoring said, by pair number.
#[derive(Debug)]
pub struct Scored {
    /// The pair step.
    pub first: PairScores,
    /// Match weights before labels.
    pub cold: Vec<f32>,
    /// Match weights that labels taught, if any did.
    pub learned: Option<Vec<f32>>,
}

impl Scored {
    /// Match weights.
    pub fn weights(&self) -> &[f32] {
        self.learned.as_deref().unwrap_or(&self.cold)
    }

    /// Probabilities.
    pub fn probabilities(&self) -> Vec<f32> {
        self.weights()
            .par_iter()
            .map(|&weight| probability(weight))
            .collect()
    }

    fn into_probabilities(self) -> Vec<f32> {
        let mut finals = self.learned.unwrap_or(self.cold);
        finals
            .par_iter_mut()
            .for_each(|weight| *weight = probability(*weight));
        finals
    }
}

/// Scores all candidate pairs: probabilities by pair number.
pub fn score(prepared: &Prepared, model: &Model, clock: &mut Clock<'_>) -> Result<Vec<f32>, Error> {
    Ok(score_steps(prepared, model, clock)?.into_probabilities())
}

/// The same, with what each step said.
pub fn score_steps(prepared: &Prepared, model: &Model, clock: &mut Clock<'_>) -> Result<Scored, Error> {
    let pairs = prepared.candidates.pairs.len();
    let observer = clock.observer;
    let comparer = prepared.comparer();
    let first = clock.time(Stage::Compare, pairs, || {
        score_candidates(prepared, &comparer, model, observer)
    })?;
    clock.time(Stage::Score, pairs, || {
        let cold = rescore(
            prepared.records.len,
            &prepared.candidates,
            &prepared.around,
            &first,
            prepared.across_only,
            model,
            observer,
        )?;
        let learned = match model.learned() {
            Some(learned) => {
                let said = ColdScores {
                    first: &first,
                    finals: &cold,
                };
                Some(learned.rescore(prepared, &comparer, said, observer)?)
            }
            None => None,
        };
        Ok(Scored { first, cold, learned })
    })
}

/// The match threshold of the precision-recall tradeoff: that of the greatest expected F-beta over all scored pairs, if
/// scores are taken at their word. Beta goes from 4 (recall) over 1 to 1/4 (precision). The threshold that maximizes an
/// expected F-beta is `F / (1 + beta^2)` (Lipton, Elkan and Naryanaswamy 2014, for beta 1).
///
/// In a one-to-one link a pair with a better rival is not taken at any threshold: it counts among what is to be found, and
/// not among what is taken.
pub fn match_threshold(
    pairs: impl Iterator<Item = ScoredPair>,
    is_one_to_one: bool,
    precision_recall: f64,
) -> f32 {
    /// Scores below this are many and say little; their sum would only reflect how many candidates there are.
    const COUNTED: f32 = 0.02;
    let beta_squared = 4.0f64.powf(2.0 * (1.0 - 2.0 * precision_recall));
    let mut counted: Vec<ScoredPair> = pairs.filter(|pair| pair.score >= COUNTED).collect();
    counted.par_sort_unstable_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then((a.left, a.right).cmp(&(b.left, b.right)))
    });
    let expected: f64 = counted.iter().map(|pair| f64::from(pair.score)).sum();
    if is_one_to_one {
        let mut taken: FxHashSet<u32> = FxHashSet::default();
        // The best pair of a record comes first; bitwise, so that both are noted.
        counted.retain(|pair| taken.insert(pair.left) & taken.insert(pair.right));
    }
    let (mut found, mut best) = (0.0f64, 0.0f64);
    for (at, pair) in counted.iter().enumerate() {
        found += f64::from(pair.score);
        let f = (1.0 + beta_squared) * found / ((at + 1) as f64 + beta_squared * expected);
        best = best.max(f);
    }
    let best = if counted.is_empty() { 1.0 } else { best };
    ((best / (1.0 + beta_squared)) as f32).clamp(COUNTED, 0.98)
}

fn scored_pairs<'a>(
    candidates: &'a CandidatePairs,
    scores: &'a [f32],
) -> impl Iterator<Item = ScoredPair> + 'a {
    candidates
        .pairs
        .iter()
        .zip(scores)
        .map(|(pair, &score)| ScoredPair {
            left: pair.left,
            right: pair.right,
            score,
        })
}

fn cardinality(mode: MatchMode) -> LinkCardinality {
    match mode {
        MatchMode::Link(cardinality) => cardinality,
        MatchMode::Dedupe | MatchMode::LinkAndDedupe => LinkCardinality::ManyToMany,
    }
}

/// Times stages and tells the observer of them.
pub struct Clock<'a> {
    /// Who hears of progress.
    pub observer: &'a dyn Observer,
    stages: Vec<(Stage, Duration)>,
}

impl std::fmt::Debug for Clock<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Clock")
            .field("stages", &self.stages)
            .finish_non_exhaustive()
    }
}

impl<'a> Clock<'a> {
    /// Starts with no stage timed.
    pub fn new(observer: &'a dyn Observer) -> Self {
        Self {
            observer,
            stages: Vec::new(),
        }
    }

    /// Runs a stage; refuses to start or to go on when the observer wants to stop.
    pub fn time<T>(
        &mut self,
        stage: Stage,
        units: usize,
        run: impl FnOnce() -> Result<T, Error>,
    ) -> Result<T, Error> {
        if self.observer.is_cancelled() {
            return Err(Error::Cancelled);
        }
        self.observer.begin(stage, units as u64);
        let start = Instant::now();
        let result = run()?;
        let elapsed = start.elapsed();
        self.observer.end(stage, elapsed);
        tracing::debug!(
            stage = stage.as_str(),
            units,
            duration_ms = elapsed.as_millis() as u64,
            "stage done"
        );
        match self.stages.iter_mut().find(|(earlier, _)| *earlier == stage) {
            Some((_, sum)) => *sum += elapsed,
            None => self.stages.push((stage, elapsed)),
        }
        if self.observer.is_cancelled() {
            Err(Error::Cancelled)
        } else {
            Ok(result)
        }
    }
}

fn histogram(scores: &[f32]) -> Vec<u64> {
    let mut bins = vec![0u64; HISTOGRAM_BINS];
    for &score in scores {
        bins[((score * HISTOGRAM_BINS as f32) as usize).min(HISTOGRAM_BINS - 1)] += 1;
    }
    bins
}

fn reported_pairs(candidates: &CandidatePairs, scores: &[f32], least: f32) -> Vec<ScoredPair> {
    scored_pairs(candidates, scores)
        .filter(|pair| pair.score >= least)
        .collect()
}

fn profile(prepared: &Prepared, scores: &[f32], threshold: f32) -> Vec<AttributeProfile> {
    let shares = importance(prepared, scores, threshold);
    prepared
        .records
        .attributes
        .iter()
        .zip(shares)
        .map(|(attribute, importance)| AttributeProfile {
            name: attribute.name.clone(),
            kind: attribute.kind,
            filled: attribute.filled,
            distinct: attribute.distinct,
            importance,
        })
        .collect()
}

fn summarize(
    prepared: &Prepared,
    scores: &[f32],
    threshold: f32,
    groups: &crate::MatchGroups,
    clock: Clock<'_>,
) -> Summary {
    let mut summary = Summary {
        candidate_pairs: prepared.candidates.pairs.len() as u64,
        matched_pairs: scores.iter().filter(|&&score| score >= threshold).count() as u64,
        stages: clock.stages,
        ..Summary::default()
    };
    count_groups(&mut summary, groups);
    summary
}

/// Says of a summary how many records and groups there are.
pub(crate) fn count_groups(summary: &mut Summary, groups: &crate::MatchGroups) {
    const LARGEST: usize = 10;
    let mut largest = groups.sizes.clone();
    if largest.len() > LARGEST {
        largest.select_nth_unstable_by(LARGEST, |a, b| b.cmp(a));
        largest.truncate(LARGEST);
    }
    largest.sort_unstable_by(|a, b| b.cmp(a));
    summary.records = groups.of.len() as u64;
    summary.groups = groups.sizes.len() as u64;
    summary.groups_of_two_or_more = groups.sizes.iter().filter(|&&size| size > 1).count() as u64;
    summary.duplicates = summary.records - summary.groups;
    summary.largest_groups = largest;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{ScoredPair, match_threshold};

    /// Pairs of records of which no two pairs share one, or all share the first.
    fn pairs(scores: &[f32], are_rivals: bool) -> impl Iterator<Item = ScoredPair> {
        (0..).zip(scores).map(move |(number, &score)| ScoredPair {
            left: if are_rivals { 0 } else { 2 * number + 1 },
            right: 2 * number + 2,
            score,
        })
    }

    #[test]
    fn the_threshold_of_clear_scores_lies_between_them() {
        let scores = [0.99, 0.98, 0.97, 0.03, 0.03];
        let threshold = match_threshold(pairs(&scores, false), false, 0.5);
        assert!((0.4..0.6).contains(&threshold), "{threshold}");
        assert!((0.0..1.0).contains(&match_threshold(pairs(&[], false), false, 0.5)));
    }

    #[test]
    fn rivals_that_a_link_will_not_take_lower_its_threshold() {
        let scores = [0.9, 0.7, 0.6];
        let many = match_threshold(pairs(&scores, true), false, 0.5);
        let one = match_threshold(pairs(&scores, true), true, 0.5);
        // 2 * 0.9 / (1 + 2.2) / 2
        assert!((one - 0.281).abs() < 1e-3 && one < many, "{one} {many}");
        let apart = match_threshold(pairs(&scores, false), true, 0.5);
        assert!((apart - many).abs() < 1e-6, "without rivals nothing changes");
    }

    proptest! {
        #[test]
        fn more_precision_never_lowers_the_threshold(
            scores in prop::collection::vec(0.0f32..1.0, 0..60),
            less in 0.0f64..1.0,
            more in 0.0f64..1.0,
            are_rivals in any::<bool>(),
        ) {
            let (less, more) = (less.min(more), less.max(more));
            let at = |tradeoff| match_threshold(pairs(&scores, are_rivals), true, tradeoff);
            prop_assert!(at(less) <= at(more) + 1e-6);
        }
    }
}
