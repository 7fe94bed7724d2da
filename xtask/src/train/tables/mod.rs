//! A wide random family of tables with known truth, for training the model that scores data without labels.
//!
//! One seed makes one table, the same on every machine. A table is drawn in steps, each independent of the others:
//! a small world (language, pools of names, streets, words), a template (which facts its things have and which columns
//! show them), kinds of groups (what related things share), how many records a thing has and in which source, habits of
//! writing, noise, and columns that say nothing. Variety counts, not likeness to any one set.
//!
//! Truth can be decided from the columns: the columns that tell things apart keep their digits and are never lost, and
//! no two things are within one slip of each other in all of them together.

mod apart;
mod build;
mod columns;
mod command;
mod copies;
pub(crate) mod draw;
mod facts;
mod language;
mod latin;
mod make;
mod noise;
mod plan;
mod render;
mod style;
mod templates;
#[cfg(test)]
mod tests;
mod useless;
mod world;

use std::sync::Arc;

use anyhow::{Context, Result};
use arrow_array::{ArrayRef, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use onefold_engine::Records;
use rustc_hash::FxHashSet;

pub use command::{TablesArgs, run};

use super::sets::LabeledSet;

/// The table of a seed.
pub fn table(seed: u64) -> Result<LabeledSet> {
    let draft = build::build(seed);
    let mut names = vec!["id".to_owned()];
    let mut arrays: Vec<ArrayRef> = vec![column((0..draft.rows.len()).map(|row| format!("r{row}")))];
    if draft.is_link {
        names.push("source".to_owned());
        arrays.push(column(
            draft.rows.iter().map(|row| source_name(row.source).to_owned()),
        ));
    }
    for (index, name) in draft.header.iter().enumerate() {
        names.push(name.clone());
        arrays.push(column(draft.rows.iter().map(|row| row.cells[index].clone())));
    }
    let fields: Vec<Field> = names
        .into_iter()
        .map(|name| Field::new(name, DataType::Utf8, true))
        .collect();
    let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)
        .with_context(|| format!("making the generated table {seed}"))?;
    let mut records = Records::try_new(vec![batch])?.with_key("id")?;
    if draft.is_link {
        records = records.with_sources("source")?;
    }
    Ok(LabeledSet {
        name: format!("tables-{seed}"),
        family: format!("tables-{}", draft.template),
        records,
        entities: draft.rows.iter().map(|row| row.entity).collect(),
        is_link: draft.is_link,
        unjudged: FxHashSet::default(),
        reserved: FxHashSet::default(),
    })
}

/// The name of a source.
fn source_name(source: u8) -> &'static str {
    if source == 0 { "a" } else { "b" }
}

fn column(values: impl Iterator<Item = String>) -> ArrayRef {
    Arc::new(
        values
            .map(|value| (!value.is_empty()).then_some(value))
            .collect::<StringArray>(),
    )
}
