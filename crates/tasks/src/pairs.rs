//! Explains pairs of a match result: the result's records are scored again in the same way as in the run.

use onefold_data::ReadOptions;
use onefold_domain::{ComparedColumn, ExplainedPair, PairQuestion};
use onefold_engine::{AttributeKind, MatchSettings, Model};

use crate::labels::source_column;
use crate::matching::{CONFIDENCE, MATCH_ID};
use crate::observer::Steps;
use crate::{Error, Judged, Silent, Source};

/// Explains the pairs of a question, in its order.
pub(crate) fn explain_pairs(question: &PairQuestion) -> Result<Vec<ExplainedPair>, Error> {
    let mut settings = MatchSettings::default();
    let source = Source {
        inputs: question.files.clone(),
        options: ReadOptions::default(),
        id_column: question.key.clone(),
        ..Source::default()
    };
    let mut input = source.read(&settings, &mut Steps::new(&Silent))?;
    for added in [MATCH_ID, CONFIDENCE] {
        if input.records().names().iter().any(|name| name == added) {
            settings.kinds.insert(added.to_owned(), AttributeKind::Ignore);
        }
    }
    // The source column that the labels show, as in the run.
    let labels = question.labels.as_ref();
    let judged = labels.map(|labels| Judged::from_stored(labels, "the labels", &input));
    if let Some(Ok(judged)) = judged
        && let Some(column) = source_column(&judged, &input)
    {
        input.set_sources(&column)?;
    }
    let settings = input.settings(&settings);
    let model = match &question.model {
        Some(model) => Model::from_json(&String::from_utf8_lossy(model))?,
        None => Model::cold_start(),
    };
    let pairs: Vec<(u32, u32)> = question
        .pairs
        .iter()
        .map(|&(left, right)| (left as u32, right as u32))
        .collect();
    let explanations = onefold_engine::explain(input.records(), &settings, &model, &pairs, &Silent)?;
    Ok(explanations
        .into_iter()
        .map(|explanation| ExplainedPair {
            left: explanation.left as usize,
            right: explanation.right as usize,
            score: explanation.score.into(),
            prior: explanation.prior.into(),
            weight: explanation.match_weight.into(),
            columns: explanation
                .attributes
                .into_iter()
                .map(|attribute| ComparedColumn {
                    name: attribute.name,
                    outcome: attribute.outcome,
                    bits: attribute.bits.into(),
                })
                .collect(),
            contributions: explanation
                .contributions
                .into_iter()
                .map(|part| (part.name, part.bits.into()))
                .collect(),
        })
        .collect())
}
