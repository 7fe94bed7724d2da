//! Random variants of a data set: fewer entities, fewer columns, one source instead of two or two instead of one.

use std::sync::Arc;

use anyhow::Result;
use arrow_array::{ArrayRef, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use onefold_engine::{Records, workbench::Random};
use rustc_hash::FxHashSet;

use super::sets::LabeledSet;

/// Records that a variant has at most, and at least where the set has them.
const MOST: usize = 30_000;
const LEAST: f64 = 300.0;

/// A variant that depends on the set and the seed alone.
pub fn of(set: &LabeledSet, seed: u64) -> Result<LabeledSet> {
    let mut random = Random::new(seed);
    let rows = choose_rows(set, &mut random);
    let columns = choose_columns(set, &mut random);
    let sources = choose_sources(set, &rows, &mut random);
    part_of(set, &rows, &columns, sources.as_deref())
}

/// Records of the smallest tables.
const TINY: (f64, f64) = (5.0, 80.0);

/// A few records of a set, of neighboring entities: what people try first.
pub fn tiny(set: &LabeledSet, seed: u64) -> Result<LabeledSet> {
    let mut random = Random::new(seed ^ 0x71e5);
    let wanted = (TINY.0.ln() + random.unit() * (TINY.1.ln() - TINY.0.ln())).exp() as usize;
    let most = set.entities.iter().copied().max().unwrap_or(0) + 1;
    let first = random.below(most);
    let mut sizes = vec![0usize; most as usize];
    for &entity in &set.entities {
        sizes[entity as usize] += 1;
    }
    let mut taken = 0;
    let mut end = first;
    while end < most && taken < wanted {
        taken += sizes[end as usize];
        end += 1;
    }
    let rows: Vec<usize> = (0..set.records.len())
        .filter(|&row| (first..end).contains(&set.entities[row]))
        .collect();
    let sources = choose_sources(set, &rows, &mut random);
    part_of(set, &rows, &all_columns(set), sources.as_deref())
}

/// Some rows and columns of a set.
fn part_of(
    set: &LabeledSet,
    rows: &[usize],
    columns: &[usize],
    sources: Option<&[String]>,
) -> Result<LabeledSet> {
    let mut names = vec!["id".to_owned()];
    let mut arrays: Vec<ArrayRef> = vec![column(rows.iter().map(|row| format!("r{row}")))];
    if let Some(sources) = sources {
        names.push("source".to_owned());
        arrays.push(column(sources.iter().cloned()));
    }
    for &index in columns {
        names.push(set.records.names()[index].clone());
        arrays.push(column(
            rows.iter().map(|&row| set.records.value(row, index).to_owned()),
        ));
    }
    let plain = records_of(names, arrays)?;
    let linked = sources
        .is_some()
        .then(|| plain.clone().with_sources("source").ok())
        .flatten();
    Ok(LabeledSet {
        name: set.name.clone(),
        family: set.family.clone(),
        is_link: linked.is_some(),
        records: linked.unwrap_or(plain),
        entities: rows.iter().map(|&row| set.entities[row]).collect(),
        unjudged: FxHashSet::default(),
        reserved: renumber(&set.reserved, rows),
    })
}

/// Records of columns, one of which is "id".
pub fn records_of(names: Vec<String>, arrays: Vec<ArrayRef>) -> Result<Records> {
    let fields: Vec<Field> = names
        .into_iter()
        .map(|name| Field::new(name, DataType::Utf8, true))
        .collect();
    let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)?;
    Ok(Records::try_new(vec![batch])?.with_key("id")?)
}

/// A column of texts; an empty one is missing.
pub fn column(values: impl Iterator<Item = String>) -> ArrayRef {
    Arc::new(
        values
            .map(|value| (!value.is_empty()).then_some(value))
            .collect::<StringArray>(),
    )
}

/// Whole entities, so that no match is torn apart.
fn choose_rows(set: &LabeledSet, random: &mut Random) -> Vec<usize> {
    let records = set.records.len();
    let most = records.min(MOST) as f64;
    let wanted = (LEAST.ln() + random.unit() * (most.ln() - LEAST.ln())).exp();
    let share = if random.unit() < 0.3 {
        most / records as f64
    } else {
        wanted / records as f64
    };
    let salt = random.bits();
    let kept = |entity: u32| {
        let mut own = Random::new(salt ^ u64::from(entity).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        own.bits();
        own.unit() < share
    };
    (0..records).filter(|&row| kept(set.entities[row])).collect()
}

/// The columns that are compared.
fn all_columns(set: &LabeledSet) -> Vec<usize> {
    let source = set.records.sources().map(|sources| sources.column);
    (0..set.records.names().len())
        .filter(|&index| Some(index) != set.records.key_column() && Some(index) != source)
        .collect()
}

fn choose_columns(set: &LabeledSet, random: &mut Random) -> Vec<usize> {
    let all = all_columns(set);
    let share = if random.unit() < 0.3 {
        1.0
    } else {
        0.55 + 0.4 * random.unit()
    };
    let mut kept: Vec<usize> = all.iter().copied().filter(|_| random.unit() < share).collect();
    while kept.len() < all.len().min(2) {
        let more = all[random.below(all.len() as u32) as usize];
        if !kept.contains(&more) {
            kept.push(more);
            kept.sort_unstable();
        }
    }
    kept
}

fn choose_sources(set: &LabeledSet, rows: &[usize], random: &mut Random) -> Option<Vec<String>> {
    let draw = random.unit();
    match set.records.sources() {
        Some(sources) => (draw >= 0.2).then(|| {
            rows.iter()
                .map(|&row| sources.names[usize::from(sources.of[row])].clone())
                .collect()
        }),
        None => (draw < 0.15).then(|| {
            rows.iter()
                .map(|_| if random.bits() & 1 == 0 { "a" } else { "b" }.to_owned())
                .collect()
        }),
    }
}

fn renumber(pairs: &FxHashSet<(u32, u32)>, rows: &[usize]) -> FxHashSet<(u32, u32)> {
    let new = |old: u32| rows.binary_search(&(old as usize)).ok().map(|row| row as u32);
    pairs
        .iter()
        .filter_map(|&(left, right)| Some((new(left)?, new(right)?)))
        .collect()
}
