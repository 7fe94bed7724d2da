//! `cargo xtask bench steady`: what does not matter must not change groups.
//!
//! Each table is matched again with its rows shuffled, its columns reversed or renamed, and with a column added that holds
//! one value or a random one in every row. A record changes group if it then shares a group with other records than before.

use std::{collections::HashMap, path::PathBuf};

use anyhow::{Result, bail};
use arrow_array::ArrayRef;
use onefold_engine::{MatchRequest, MatchSettings, Model, Records, Silent, find_matches, workbench::Random};
use serde::Serialize;

use super::figures;
use crate::train::{
    sets::{LabeledSet, load, read_model, tables},
    settings_of,
    variant::{column, records_of},
};

/// What to measure.
#[derive(Debug, clap::Args)]
pub struct SteadyArgs {
    /// Folders with tables in their subfolders
    #[arg(required = true)]
    folders: Vec<PathBuf>,
    /// A model file [default: the model that ships]
    #[arg(long)]
    model: Option<PathBuf>,
    /// Write the figures here
    #[arg(long)]
    json: Option<PathBuf>,
}

/// A change that says nothing about who is who.
#[derive(Debug, Clone, Copy)]
enum Change {
    Shuffled,
    Reversed,
    Renamed,
    Constant,
    Noise,
}

const CHANGES: [(Change, &str); 5] = [
    (Change::Shuffled, "rows shuffled"),
    (Change::Reversed, "columns reversed"),
    (Change::Renamed, "columns renamed"),
    (Change::Constant, "a constant column added"),
    (Change::Noise, "a random column added"),
];

/// Figures of one table: records that changed group, in the order of [`CHANGES`].
#[derive(Debug, Serialize)]
struct Figures {
    name: String,
    records: usize,
    changed: [usize; CHANGES.len()],
}

/// Measures all tables and prints them.
pub fn steady(args: &SteadyArgs) -> Result<()> {
    let model = match &args.model {
        Some(path) => read_model(path)?,
        None => Model::cold_start(),
    };
    let mut all: Vec<Figures> = Vec::new();
    for folder in &args.folders {
        for table in tables(folder)? {
            let set = load(&table)?;
            let own = measure(&set, &model)?;
            let shares = own
                .changed
                .map(|changed| 100.0 * changed as f64 / own.records as f64);
            println!("{:<28}{:>7}  {shares:>6.2?}", own.name, own.records);
            all.push(own);
        }
    }
    if all.is_empty() {
        bail!("no folder with records.csv and truth.csv was found");
    }
    let records: usize = all.iter().map(|own| own.records).sum();
    for (at, (_, name)) in CHANGES.iter().enumerate() {
        let changed: usize = all.iter().map(|own| own.changed[at]).sum();
        println!(
            "{name:<28}{:.3} % of {records} records change group",
            100.0 * changed as f64 / records as f64
        );
    }
    if let Some(path) = &args.json {
        let changes = CHANGES.map(|(_, name)| name);
        figures::write(path, serde_json::json!({ "changes": changes, "rows": all }))?;
    }
    Ok(())
}

fn measure(set: &LabeledSet, model: &Model) -> Result<Figures> {
    let rows: Vec<u32> = (0..set.records.len() as u32).collect();
    let settings = settings_of(set);
    let before = groups(&set.records, &settings, model)?;
    let mut changed = [0; CHANGES.len()];
    for ((change, _), changed) in CHANGES.iter().zip(&mut changed) {
        let (records, order) = apply(set, *change, &rows)?;
        let found = groups(&records, &settings, model)?;
        let mut after = vec![0; found.len()];
        for (&row, &group) in order.iter().zip(&found) {
            after[row as usize] = group;
        }
        *changed = count_changed(&before, &after);
    }
    Ok(Figures {
        name: set.name.clone(),
        records: set.records.len(),
        changed,
    })
}

fn groups(records: &Records, settings: &MatchSettings, model: &Model) -> Result<Vec<u32>> {
    let request = MatchRequest::new(records)
        .with_settings(settings)
        .with_model(model);
    Ok(find_matches(&request, &Silent)?.groups.of)
}

/// Records that share a group with others than before.
fn count_changed(before: &[u32], after: &[u32]) -> usize {
    let sizes = |groups: &mut dyn Iterator<Item = (u32, u32)>| {
        let mut sizes: HashMap<(u32, u32), usize> = HashMap::new();
        for group in groups {
            *sizes.entry(group).or_default() += 1;
        }
        sizes
    };
    let was = sizes(&mut before.iter().map(|&group| (group, 0)));
    let is = sizes(&mut after.iter().map(|&group| (group, 0)));
    let both = sizes(&mut before.iter().copied().zip(after.iter().copied()));
    let pairs = before.iter().zip(after);
    pairs
        .filter(|&(&own, &now)| {
            let together = both[&(own, now)];
            together != was[&(own, 0)] || together != is[&(now, 0)]
        })
        .count()
}

/// The records after a change, and which row each of them was.
fn apply(set: &LabeledSet, change: Change, rows: &[u32]) -> Result<(Records, Vec<u32>)> {
    let mut random = Random::new(0x57ea_d711);
    let mut order = rows.to_vec();
    if matches!(change, Change::Shuffled) {
        for at in (1..order.len()).rev() {
            order.swap(at, random.below(at as u32 + 1) as usize);
        }
    }
    let source = set.records.sources().map(|sources| sources.column);
    let is_kept = |index: usize| Some(index) == set.records.key_column() || Some(index) == source;
    let mut columns: Vec<(String, ArrayRef)> = (0..set.records.names().len())
        .map(|index| {
            let name = match change {
                Change::Renamed if !is_kept(index) => format!("field {index}"),
                _ => set.records.names()[index].clone(),
            };
            let values = order
                .iter()
                .map(|&row| set.records.value(row as usize, index).to_owned());
            (name, column(values))
        })
        .collect();
    match change {
        Change::Reversed => columns.reverse(),
        Change::Constant => columns.push(("extra".to_owned(), column(order.iter().map(|_| "A".to_owned())))),
        Change::Noise => {
            let values = order.iter().map(|_| format!("{:08x}", random.bits() as u32));
            columns.push(("extra".to_owned(), column(values)));
        }
        Change::Shuffled | Change::Renamed => {}
    }
    let (names, arrays): (Vec<String>, Vec<ArrayRef>) = columns.into_iter().unzip();
    let mut records = records_of(names, arrays)?;
    if set.records.sources().is_some() {
        records = records.with_sources("source")?;
    }
    Ok((records, order))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_change_group_with_their_mates() {
        assert_eq!(count_changed(&[0, 0, 1, 2], &[5, 5, 7, 8]), 0);
        assert_eq!(count_changed(&[0, 0, 1, 2], &[5, 6, 7, 8]), 2);
        assert_eq!(count_changed(&[0, 0, 1, 2], &[5, 5, 5, 8]), 3);
    }
}
