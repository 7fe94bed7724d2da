//! The jobs that judge: match groups against known entities, and what was learned against labels held out.

use std::collections::HashMap;

use onefold_data::Notice;
use onefold_engine::evaluate::{CurvePoint, GroupQuality, LabelQuality, group_quality, label_quality};
use onefold_engine::{HeldOut, MatchRequest, MatchSettings, Model, find_matches};
use serde::Serialize;

use crate::observer::Steps;
use crate::{Error, Input, Judged, Knowledge, LabelReport, Observer, Source};

/// Column of a result that tells the group.
const MATCH_ID: &str = "match_id";

/// How groups compare with the truth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evaluation {
    /// Records that were judged.
    pub records: u64,
    /// Records that the truth does not list; they are not judged.
    pub records_without_truth: u64,
    /// Ids of the truth that no record has.
    pub truth_without_record: u64,
    /// Whether only pairs across sources count.
    pub across_sources: bool,
    /// The figures.
    #[serde(flatten)]
    pub quality: GroupQuality,
    /// What the reader found worth saying.
    #[serde(skip)]
    pub notices: Vec<Notice>,
}

/// Matches the source and judges the groups.
pub fn evaluate_job(
    source: &Source,
    truth: &str,
    knowledge: &Knowledge,
    settings: &MatchSettings,
    observer: &dyn Observer,
) -> Result<Evaluation, Error> {
    let mut steps = Steps::default();
    let known = onefold_data::read_truth(truth)?;
    let input = source.read(settings, &mut steps, observer)?;
    let entities = Entities::of(&input, truth, &known)?;
    let learned = knowledge.learn(&input, settings, observer)?;
    let mut request = MatchRequest::new(input.records())
        .with_settings(settings)
        .with_model(&learned.model);
    if let Some(labels) = learned.enforced() {
        request = request.enforcing(labels);
    }
    let outcome = find_matches(&request, observer)?;
    Ok(entities.judge(&outcome.groups.of, &input))
}

/// Labeling sets that are needed to hold some out.
const LEAST_SETS: usize = 2;

/// How a model that was learned from labels does on labels that it has not seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LabelEvaluation {
    /// What the label files hold.
    pub labels: LabelReport,
    /// The figures of the learned model, each labeling set held out once.
    #[serde(flatten)]
    pub quality: LabelQuality,
    /// The best F1 that any threshold gives without labels.
    pub best_f1_without_labels: f64,
    /// Share of the evidence in matching pairs that each column gives, the largest first; sums to 1.
    pub column_importances: Vec<ColumnImportance>,
    /// Where the precision-recall tradeoff would stand, from 0 to 1 in equal steps.
    #[serde(skip)]
    pub tradeoffs: Vec<CurvePoint>,
    /// Judged pairs by score, in equal bins from 0 to 1: those that match, and the others.
    #[serde(skip)]
    pub judged_scores: Vec<(u64, u64)>,
    /// All candidate pairs by score, in equal bins from 0 to 1.
    #[serde(skip)]
    pub candidate_scores: Vec<u64>,
    /// What the reader found worth saying.
    #[serde(skip)]
    pub notices: Vec<Notice>,
}

/// Steps of the tradeoff from 0 to 1 of which it is told where they stand.
const TRADEOFF_STEPS: u32 = 20;
/// Bins of judged pairs by score.
const JUDGED_BINS: usize = 20;

/// How much a column matters.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ColumnImportance {
    /// The column.
    pub column: String,
    /// Its share.
    pub importance: f64,
}

/// Learns from labels and judges what was learned on the labels of each labeling set in turn, held out.
pub fn evaluate_labels_job(
    source: &Source,
    files: &[String],
    settings: &MatchSettings,
    observer: &dyn Observer,
) -> Result<LabelEvaluation, Error> {
    let mut steps = Steps::default();
    let input = source.read(settings, &mut steps, observer)?;
    let judged = Judged::read(files, &input)?;
    evaluate_judged(&input, judged, settings, observer)
}

/// The same with labels that are at hand.
pub fn evaluate_judged(
    input: &Input,
    judged: Judged,
    settings: &MatchSettings,
    observer: &dyn Observer,
) -> Result<LabelEvaluation, Error> {
    let report = judged.report;
    if report.sets < LEAST_SETS || report.matches == 0 || report.non_matches == 0 {
        return Err(Error::TooFewLabels {
            files: report.files.join(", "),
            sets: report.sets,
            matches: report.matches,
            others: report.non_matches,
            least: LEAST_SETS,
        });
    }
    let base = Model::cold_start();
    let fitted = onefold_engine::fit_model(&judged.records, settings, &base, &judged.labels, observer)?;
    let request = MatchRequest::new(input.records())
        .with_settings(settings)
        .with_model(&fitted.model);
    let outcome = find_matches(&request, observer)?;
    let without: Vec<HeldOut> = fitted
        .held_out
        .iter()
        .map(|pair| HeldOut {
            score: pair.cold_score,
            ..*pair
        })
        .collect();
    let mut importances: Vec<ColumnImportance> = outcome
        .attributes
        .iter()
        .map(|attribute| ColumnImportance {
            column: attribute.name.clone(),
            importance: attribute.importance,
        })
        .collect();
    importances.sort_by(|a, b| {
        b.importance
            .total_cmp(&a.importance)
            .then_with(|| a.column.cmp(&b.column))
    });
    let at_tradeoff = |step| {
        let tradeoff = f64::from(step) / f64::from(TRADEOFF_STEPS);
        let threshold =
            onefold_engine::match_threshold(outcome.pairs.iter().copied(), outcome.is_one_to_one, tradeoff);
        let quality = label_quality(&fitted.held_out, threshold).at_threshold;
        CurvePoint {
            threshold,
            precision: quality.precision,
            recall: quality.recall,
        }
    };
    Ok(LabelEvaluation {
        tradeoffs: (0..=TRADEOFF_STEPS).map(at_tradeoff).collect(),
        judged_scores: judged_by_score(&fitted.held_out),
        candidate_scores: outcome.histogram,
        labels: report,
        quality: label_quality(&fitted.held_out, outcome.threshold),
        best_f1_without_labels: label_quality(&without, outcome.threshold).best_f1,
        column_importances: importances,
        notices: [input.table().notices.clone(), judged.notices].concat(),
    })
}

/// Judged pairs by score, in equal bins from 0 to 1: those that match, and the others.
pub fn judged_by_score(held_out: &[HeldOut]) -> Vec<(u64, u64)> {
    let mut bins = vec![(0, 0); JUDGED_BINS];
    for pair in held_out {
        let bin = &mut bins[((pair.score * JUDGED_BINS as f32) as usize).min(JUDGED_BINS - 1)];
        let side = if pair.is_match { &mut bin.0 } else { &mut bin.1 };
        *side += 1;
    }
    bins
}

/// Judges a result that exists: a table with `match_id`, either with all that the source has (without `source`), or
/// with the ids of the source's records.
pub fn evaluate_result_job(
    source: Option<&Source>,
    result: &Source,
    truth: &str,
    observer: &dyn Observer,
) -> Result<Evaluation, Error> {
    let mut steps = Steps::default();
    let known = onefold_data::read_truth(truth)?;
    let settings = MatchSettings::default();
    let Some(source) = source else {
        let result = result.read(&settings, &mut steps, observer)?;
        let groups = numbered(match_ids(&result)?);
        return Ok(Entities::of(&result, truth, &known)?.judge(&groups, &result));
    };
    let input = source.read(&settings, &mut steps, observer)?;
    let entities = Entities::of(&input, truth, &known)?;
    let result = Source {
        id_column: input.key_column().map(str::to_owned),
        ..result.clone()
    }
    .read(&settings, &mut steps, observer)?;
    let groups = groups_from(&result, &input)?;
    Ok(entities.judge(&groups, &input))
}

/// Judges groups of records that are at hand.
pub fn evaluate_groups(input: &Input, groups: &[u32], truth: &str) -> Result<Evaluation, Error> {
    let known = onefold_data::read_truth(truth)?;
    let entities = Entities::of(input, truth, &known)?;
    Ok(entities.judge(groups, input))
}

/// The entity of each record, where the truth tells it.
struct Entities {
    of: Vec<Option<u32>>,
    truth_without_record: u64,
}

impl Entities {
    fn of(input: &Input, truth: &str, known: &[(String, String)]) -> Result<Self, Error> {
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let mut by_id: HashMap<&str, u32> = HashMap::with_capacity(known.len());
        for (id, entity) in known {
            let next = numbers.len() as u32;
            by_id.insert(id, *numbers.entry(entity).or_insert(next));
        }
        let of: Vec<Option<u32>> = (0..input.records().len())
            .map(|row| by_id.get(input.id(row).as_ref()).copied())
            .collect();
        let found = of.iter().flatten().count();
        if found == 0 {
            return Err(Error::NothingToJudge {
                truth: truth.to_owned(),
                inputs: input.name().to_owned(),
                key: input.key_in_words(),
            });
        }
        Ok(Self {
            truth_without_record: (by_id.len() - found) as u64,
            of,
        })
    }

    fn judge(&self, groups: &[u32], input: &Input) -> Evaluation {
        let judged: Vec<usize> = (0..self.of.len()).filter(|&row| self.of[row].is_some()).collect();
        let pick = |column: &[u32]| judged.iter().map(|&row| column[row]).collect::<Vec<_>>();
        let entities: Vec<u32> = self.of.iter().copied().flatten().collect();
        let sources: Option<Vec<u16>> = input
            .records()
            .sources()
            .map(|sources| judged.iter().map(|&row| sources.of[row]).collect());
        Evaluation {
            records: judged.len() as u64,
            records_without_truth: (self.of.len() - judged.len()) as u64,
            truth_without_record: self.truth_without_record,
            across_sources: sources.is_some(),
            quality: group_quality(&pick(groups), &entities, sources.as_deref()),
            notices: input.table().notices.clone(),
        }
    }
}

/// The match id of each record of a result; empty for a record that stands alone.
fn match_ids(result: &Input) -> Result<impl Iterator<Item = &str>, Error> {
    let records = result.records();
    let column = records.position(MATCH_ID).map_err(|_| Error::NoMatchIds {
        file: result.name().to_owned(),
        columns: records.names().to_vec(),
    })?;
    Ok((0..records.len()).map(move |row| records.value(row, column)))
}

/// A number for each distinct match id, and one of its own for each record without.
fn numbered<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<u32> {
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    let mut next = 0;
    let mut fresh = || {
        next += 1;
        next - 1
    };
    ids.map(|id| {
        if id.is_empty() {
            fresh()
        } else {
            *numbers.entry(id).or_insert_with(&mut fresh)
        }
    })
    .collect()
}

/// The groups of the input's records as the result has them.
fn groups_from(result: &Input, input: &Input) -> Result<Vec<u32>, Error> {
    let groups = numbered(match_ids(result)?);
    let by_id: HashMap<_, _> = (0..groups.len())
        .map(|row| (result.id(row), groups[row]))
        .collect();
    (0..input.records().len())
        .map(|row| {
            let id = input.id(row);
            by_id.get(&id).copied().ok_or_else(|| Error::NotInResult {
                result: result.name().to_owned(),
                id: id.into_owned(),
                place: input.place(row),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_without_a_match_id_stand_alone() {
        let groups = numbered(["7", "", "9", "7", ""].into_iter());
        assert_eq!(groups, [0, 1, 2, 0, 3]);
    }
}
