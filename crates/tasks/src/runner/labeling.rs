//! `LABELING_SET_GENERATION`: the most useful records to label, as a file to fill in.

use onefold_domain::{ChosenSets, NewSet, RoundWish, RunDetails, SetContent};
use onefold_engine::{Labels, Model, ProposeSettings, ProposedSet, Records, propose_sets};

use super::export::file_uri;
use super::table::settings_of;
use super::{Failure, Outcome, Task};

/// Digits of the run's id in the names of its sets, which makes them unique.
const SET_PREFIX_DIGITS: usize = 8;

pub(super) fn work(task: &Task<'_>, output: &str, round: Option<&RoundWish>) -> Result<Outcome, Failure> {
    let transform = task.service.transform(&task.run.owner)?;
    let settings = settings_of(&transform);
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
                sets: sets.iter().map(|set| shown(records, set)).collect(),
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
    let mut writer = csv::Writer::from_writer(Vec::new());
    let in_memory = "a buffer in memory takes every record of equal length";
    let columns = records.names();
    let header = ["labeling_set_id", "label"]
        .into_iter()
        .chain(columns.iter().map(String::as_str));
    writer.write_record(header).expect(in_memory);
    let mut rows = 0;
    for (number, set) in sets.iter().enumerate() {
        let name = format!("{prefix}-{}", number + 1);
        for &row in &set.rows {
            let values = (0..columns.len()).map(|column| records.value(row as usize, column));
            writer
                .write_record([name.as_str(), ""].into_iter().chain(values))
                .expect(in_memory);
            rows += 1;
        }
    }
    let content = writer.into_inner().expect(in_memory);
    task.confirm()?;
    task.service.write_object(&uri, &content)?;
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
fn shown(records: &Records, set: &ProposedSet) -> NewSet {
    let columns = records.names();
    let values = |&row: &u32| {
        (0..columns.len())
            .map(|column| records.value(row as usize, column).to_owned())
            .collect()
    };
    NewSet {
        content: SetContent {
            columns: columns.to_vec(),
            records: set.rows.iter().map(values).collect(),
        },
        expected_errors: set.expected_errors,
    }
}
