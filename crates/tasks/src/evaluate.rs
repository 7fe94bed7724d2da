//! The jobs that measure quality: match groups against known entities, and a learned model on held-out labels.

use std::collections::HashMap;

use onefold_data::Notice;
use onefold_engine::evaluate::{
    CurvePoint, GroupQuality, LabelQuality, QualityEstimate, group_quality, label_quality,
};
use onefold_engine::{HeldOut, MatchRequest, MatchSettings, find_matches};
use serde::Serialize;

use crate::matching::MATCH_ID;
use crate::observer::Steps;
use crate::{Error, Input, Judged, Knowledge, LabelReport, Observer, Source};

/// Comparison of groups with the truth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evaluation {
    /// Number of evaluated records.
    pub records: u64,
    /// Number of records that are not in the truth; they are not evaluated.
    pub records_without_truth: u64,
    /// Number of ids in the truth that no record has.
    pub truth_without_record: u64,
    /// Whether only pairs across sources count.
    pub across_sources: bool,
    /// The figures.
    #[serde(flatten)]
    pub quality: GroupQuality,
    /// Notes of the reader.
    #[serde(skip)]
    pub notices: Vec<Notice>,
}

/// Matches the source and evaluates the groups.
pub fn evaluate_job(
    source: &Source,
    truth: &str,
    knowledge: &Knowledge,
    settings: &MatchSettings,
    observer: &dyn Observer,
) -> Result<Evaluation, Error> {
    let known = onefold_data::read_truth(truth)?;
    let mut input = source.read(settings, &mut Steps::new(observer))?;
    let entities = Entities::of(&input, truth, &known)?;
    let learned = knowledge.learn(&mut input, settings, observer)?;
    let settings = input.settings(settings);
    let outcome = find_matches(&learned.request(&input, &settings), observer)?;
    Ok(entities.judge(&outcome.groups.of, &input))
}

/// Smallest number of labeling sets for cross-validation.
const LEAST_SETS: usize = 2;

/// Quality of a model learned from labels, on labels that it has not seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LabelEvaluation {
    /// Summary of the label files.
    pub labels: LabelReport,
    /// Estimated quality of all matches of the input.
    pub estimate: QualityEstimate,
    /// Quality of the learned model on the labeled pairs, with each labeling set held out once.
    #[serde(flatten)]
    pub quality: LabelQuality,
    /// F1 at the best threshold, of the model without labels.
    pub best_f1_without_labels: f64,
    /// How much each column contributes to matches, largest first; sums to 1.
    pub column_importances: Vec<ColumnImportance>,
    /// Threshold, precision and recall at settings of the tradeoff from 0 to 1 in equal steps.
    #[serde(skip)]
    pub tradeoffs: Vec<CurvePoint>,
    /// Labeled pairs by score, in equal bins from 0 to 1: matches and non-matches.
    #[serde(skip)]
    pub judged_scores: Vec<(u64, u64)>,
    /// All candidate pairs by score, in equal bins from 0 to 1.
    #[serde(skip)]
    pub candidate_scores: Vec<u64>,
    /// Notes of the reader.
    #[serde(skip)]
    pub notices: Vec<Notice>,
}

/// Number of tradeoff settings reported, evenly spaced from 0 to 1.
const TRADEOFF_STEPS: u32 = 20;
/// Number of bins of labeled pairs by score.
const JUDGED_BINS: usize = 20;

/// How much a column contributes to matches.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ColumnImportance {
    /// The column.
    pub column: String,
    /// Its share.
    pub importance: f64,
}

/// Learns from labels, and measures the model on each labeling set in turn, held out.
pub fn evaluate_labels_job(
    source: &Source,
    files: &[String],
    settings: &MatchSettings,
    observer: &dyn Observer,
) -> Result<LabelEvaluation, Error> {
    let input = source.read(settings, &mut Steps::new(observer))?;
    let judged = Judged::read(files, &input)?;
    evaluate_judged(&input, judged, &input.settings(settings), observer)
}

/// The same with labels that are already read.
pub fn evaluate_judged(
    input: &Input,
    judged: Judged,
    settings: &MatchSettings,
    observer: &dyn Observer,
) -> Result<LabelEvaluation, Error> {
    let report = &judged.report;
    if report.sets < LEAST_SETS || report.matches == 0 || report.non_matches == 0 {
        return Err(Error::TooFewLabels {
            files: report.files.join(", "),
            sets: report.sets,
            matches: report.matches,
            others: report.non_matches,
            least: LEAST_SETS,
        });
    }
    let fitted = judged.fit(settings, observer)?;
    // The tradeoffs count all pairs.
    let settings = MatchSettings {
        min_score: 0.0,
        ..settings.clone()
    };
    let request = MatchRequest::new(input.records())
        .with_settings(&settings)
        .with_model(&fitted.model)
        .measuring(&fitted.held_out);
    let outcome = find_matches(&request, observer)?;
    let estimate = outcome.estimate;
    let estimate = estimate.expect("a run over all records estimates its quality if asked to");
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
        let threshold = onefold_engine::match_threshold(
            outcome.pairs.iter().copied(),
            outcome.is_one_to_one,
            tradeoff,
            outcome.trust,
        );
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
        estimate,
        labels: judged.report,
        quality: label_quality(&fitted.held_out, outcome.threshold),
        best_f1_without_labels: label_quality(&without, outcome.threshold).best_f1,
        column_importances: importances,
        notices: [input.table().notices.clone(), judged.notices].concat(),
    })
}

/// Labeled pairs by score, in equal bins from 0 to 1: matches and non-matches.
pub fn judged_by_score(held_out: &[HeldOut]) -> Vec<(u64, u64)> {
    let mut bins = vec![(0, 0); JUDGED_BINS];
    for pair in held_out {
        let bin = &mut bins[((pair.score * JUDGED_BINS as f32) as usize).min(JUDGED_BINS - 1)];
        let side = if pair.is_match { &mut bin.0 } else { &mut bin.1 };
        *side += 1;
    }
    bins
}

/// Evaluates a finished result: a table with `match_id`, either with all columns of the source (without `source`), or
/// with the ids of the source's records.
pub fn evaluate_result_job(
    source: Option<&Source>,
    result: &Source,
    truth: &str,
    observer: &dyn Observer,
) -> Result<Evaluation, Error> {
    let known = onefold_data::read_truth(truth)?;
    let settings = MatchSettings::default();
    let Some(source) = source else {
        let result = result.read(&settings, &mut Steps::new(observer))?;
        let groups = numbered(match_ids(&result)?);
        return Ok(Entities::of(&result, truth, &known)?.judge(&groups, &result));
    };
    let input = source.read(&settings, &mut Steps::new(observer))?;
    let entities = Entities::of(&input, truth, &known)?;
    let result = Source {
        id_column: input.key_column().map(str::to_owned),
        ..result.clone()
    }
    .read(&settings, &mut Steps::new(observer))?;
    let groups = groups_from(&result, &input)?;
    Ok(entities.judge(&groups, &input))
}

/// The entity of each record in the truth.
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

/// The match id of each record of a result; empty for a record without a match.
fn match_ids(result: &Input) -> Result<impl Iterator<Item = &str>, Error> {
    let records = result.records();
    let column = records.position(MATCH_ID).map_err(|_| Error::NoMatchIds {
        file: result.name().to_owned(),
        columns: records.names().to_vec(),
    })?;
    Ok((0..records.len()).map(move |row| records.value(row, column)))
}

/// A number for each distinct match id, and a separate one for each record without.
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

/// The groups of the input's records in the result.
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
