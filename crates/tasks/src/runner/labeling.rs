//! `LABELING_SET_GENERATION`: the most useful records to label, as a file to fill in.

use onefold_domain::{ChosenSets, NewSet, RoundWish, RunDetails, SetContent};
use onefold_engine::{Labels, Model, ProposeSettings, ProposedSet, propose_sets};

use super::export::file_uri;
use super::{Failure, Outcome, Task};
use crate::{Input, propose::file_to_fill_in};

/// Digits of the run's id in the names of its sets, which makes them unique.
const SET_PREFIX_DIGITS: usize = 8;

pub(super) fn work(task: &Task<'_>, output: &str, round: Option<&RoundWish>) -> Result<Outcome, Failure> {
    let transform = task.service.transform(&task.run.owner)?;
    let settings = task.settings_of(&transform)?;
    let mut input = task.read_input(&transform, &settings)?;
    if input.records().len() < 2 {
        return Err(Failure::User(format!(
            "{} has {} records; at least two are needed to label a pair",
            input.name(),
            input.records().len()
        )));
    }
    let judged = task.judged(&transform, &mut input)?;
    let records = input.records();
    let settings = input.settings(&settings);
    let model = task
        .stored_model(&transform.id)?
        .unwrap_or_else(Model::cold_start);
    let known = judged.map_or_else(Labels::default, |judged| judged.about_input(&input));
    let default = ProposeSettings::default();
    let wanted = ProposeSettings {
        seed: settings.seed,
        sets: round.map_or(default.sets, |round| round.sets as usize),
        records: round.map_or(default.records, |round| round.records as usize),
    };
    let sets = propose_sets(records, &settings, &model, &known, &wanted, task)?;
    if sets.is_empty() {
        return Err(Failure::User(format!(
            "nothing left to label in {}: no two unlabeled records could match",
            input.name()
        )));
    }
    if let Some(round) = round {
        task.log
            .line(&format!("{} labeling sets are ready to label", sets.len()));
        return Ok(Outcome {
            chosen: Some(ChosenSets {
                round: round.round.clone(),
                encrypt_with: transform.encryption_key().map(str::to_owned),
                sets: sets.iter().map(|set| shown(&input, set)).collect(),
            }),
            ..Outcome::default()
        });
    }
    let uri = file_uri(task.run, output, "labeling_set")?;
    let prefix: String = task
        .run
        .id
        .chars()
        .filter(char::is_ascii_hexdigit)
        .take(SET_PREFIX_DIGITS)
        .collect();
    let rows = sets.iter().map(|set| set.rows.as_slice());
    let content = file_to_fill_in(records, rows, |number| format!("{prefix}-{number}"));
    task.confirm()?;
    task.service.write_object(&uri, &content)?;
    let rows: usize = sets.iter().map(|set| set.rows.len()).sum();
    task.log.line(&format!(
        "wrote {rows} records in {} labeling sets to {uri}",
        sets.len()
    ));
    Ok(Outcome {
        details: Some(RunDetails::LabelingSetGeneration {
            output: uri.to_string(),
            round: None,
        }),
        ..Outcome::default()
    })
}

/// A set with the values of its records.
fn shown(input: &Input, set: &ProposedSet) -> NewSet {
    NewSet {
        content: SetContent {
            columns: input.records().names().to_vec(),
            records: set.rows.iter().map(|&row| input.values(row as usize)).collect(),
        },
        expected_errors: set.expected_errors,
    }
}
