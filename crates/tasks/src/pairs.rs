//! Explains pairs of a match result: from what the run stored with it, or else by scoring its records again in the same
//! way as in the run.

use std::fs::File;
use std::io::BufReader;

use onefold_data::ReadOptions;
use onefold_domain::{ComparedColumn, ExplainedPair, PairQuestion};
use onefold_engine::{AttributeKind, KeptExplanation, KeptExplanations, MatchSettings, Model};

use crate::labels::source_column;
use crate::matching::{CONFIDENCE, MATCH_ID};
use crate::observer::Steps;
use crate::profile::kinds_of;
use crate::{Error, Judged, Silent, Source};

/// Explains the pairs of a question, in its order.
pub(crate) fn explain_pairs(question: &PairQuestion) -> Result<Vec<ExplainedPair>, Error> {
    let kept = kept_pairs(question);
    if kept.is_empty() {
        scored_again(question)
    } else {
        Ok(kept)
    }
}

/// What the run kept about the pairs. A file that cannot be read is as good as none: scoring again takes only longer.
fn kept_pairs(question: &PairQuestion) -> Vec<ExplainedPair> {
    let Some(file) = &question.explanations else {
        return Vec::new();
    };
    let opened = File::open(file).map_err(|error| error.to_string());
    let read = opened.and_then(|file| {
        KeptExplanations::read(&mut BufReader::new(file)).map_err(|error| error.to_string())
    });
    match read {
        Ok(kept) => {
            let pairs = question.pairs.iter();
            let found = pairs.filter_map(|&(left, right)| kept.of(left as u32, right as u32));
            found.map(|kept| explained(&kept)).collect()
        }
        Err(error) => {
            tracing::warn!(error, "kept explanations cannot be used");
            Vec::new()
        }
    }
}

fn explained(kept: &KeptExplanation) -> ExplainedPair {
    let columns = kept.contributions.iter().filter(|part| part.is_column);
    let mut parts: Vec<_> = kept
        .contributions
        .iter()
        .filter(|part| part.bits != 0.0)
        .collect();
    parts.sort_by(|a, b| b.bits.abs().total_cmp(&a.bits.abs()));
    ExplainedPair {
        left: kept.left as usize,
        right: kept.right as usize,
        score: kept.score.into(),
        prior: kept.prior.into(),
        weight: kept.match_weight.into(),
        columns: columns
            .map(|column| ComparedColumn {
                name: column.name.clone(),
                outcome: column.meaning.clone(),
                bits: column.bits.into(),
            })
            .collect(),
        contributions: parts
            .into_iter()
            .map(|part| (part.name.clone(), part.bits.into()))
            .collect(),
    }
}

fn scored_again(question: &PairQuestion) -> Result<Vec<ExplainedPair>, Error> {
    let chosen = question
        .kinds
        .iter()
        .map(|(column, kind)| (column.as_str(), kind.as_str()));
    let mut settings = MatchSettings {
        kinds: kinds_of(chosen),
        ..MatchSettings::default()
    };
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
