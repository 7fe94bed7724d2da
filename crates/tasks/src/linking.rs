//! Links tables whose columns do not line up: reads each input as a source, finds out which columns mean the same, and makes one
//! table of all rows and one view of it for the engine.
//!
//! The table holds every row and column as it was; columns with the same meaning share one column. The view holds what is
//! compared: columns that have a partner, with parts joined where one table has a full name and another a first and a last one.

mod mapping;
mod names;
mod sample;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use onefold_data::Table;
use onefold_engine::Records;
use serde::Serialize;

use self::mapping::Concept;
pub use self::mapping::MapRule;
use crate::Error;

/// Name of the column that says where a row is from.
const SOURCE: &str = "source";

/// Which columns of several tables mean the same.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ColumnMapping {
    /// Names of the sources, in the order of the inputs.
    pub sources: Vec<String>,
    /// What is compared.
    pub columns: Vec<MappedColumn>,
    /// Columns without a partner, by source.
    pub alone: Vec<Vec<String>>,
    /// Id columns, by source; none where row numbers are ids.
    pub ids: Vec<Option<String>>,
}

/// Columns with the same meaning.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MappedColumn {
    /// What it is called.
    pub name: String,
    /// The columns of each source, several if they are parts; none if the source lacks it.
    pub columns: Vec<Vec<String>>,
    /// How sure the mapping is, 0 to 1; 1 if the caller gave it.
    pub score: f64,
    /// Other columns that fit nearly as well.
    pub or: Vec<String>,
    /// Columns of earlier sources that the column of a later one fits nearly as well.
    pub or_to: Vec<String>,
}

/// Several tables as one.
pub(crate) struct Linked {
    pub table: Table,
    /// What is compared; with the column of sources and that of ids.
    pub view: Vec<RecordBatch>,
    pub source_column: String,
    pub id_column: String,
    pub mapping: ColumnMapping,
    /// Whether ids begin with the name of their source.
    pub has_source_in_id: bool,
}

/// Puts tables together, one for each source.
pub(crate) fn link(
    tables: Vec<(String, Table)>,
    rules: &[MapRule],
    id_column: Option<&str>,
) -> Result<Linked, Error> {
    let mut sources = Vec::with_capacity(tables.len());
    for (name, table) in &tables {
        sources.push(Source::of(name, table, id_column)?);
    }
    let names = unique(sources.iter().map(|source| source.name.clone()).collect());
    let columns: Vec<Vec<String>> = sources.iter().map(|source| source.columns.clone()).collect();
    let concepts = mapping::find(&sources, rules)?;
    let mapping = describe(&concepts, &sources, &names);
    if mapping.columns.is_empty() {
        return Err(Error::NothingInCommon {
            first: names[0].clone(),
            second: names[1..].join(", "),
            columns: columns.concat(),
        });
    }
    let (ids, has_source_in_id) = ids(&tables, &sources, &names);
    let view = view(&tables, &concepts, &ids, &names, &sources);
    Ok(Linked {
        table: stack(tables, &sources, &concepts, &names)?,
        view: view.batches,
        source_column: view.source_column,
        id_column: view.id_column,
        mapping,
        has_source_in_id,
    })
}

/// A table and what its columns are like.
pub(crate) struct Source {
    name: String,
    columns: Vec<String>,
    /// Position of the id column, which is not compared.
    id: Option<usize>,
    samples: Vec<sample::Sample>,
}

impl Source {
    fn of(name: &str, table: &Table, id_column: Option<&str>) -> Result<Self, Error> {
        let records = Records::try_new(table.batches.clone())?;
        let id = match id_column.filter(|column| table.names.iter().any(|name| name == column)) {
            Some(column) => Some(column.to_owned()),
            None => records.detect_key().map(str::to_owned),
        };
        let id = id.and_then(|id| table.names.iter().position(|name| *name == id));
        Ok(Self {
            name: name.to_owned(),
            columns: table.names.clone(),
            id,
            samples: (0..table.names.len())
                .map(|column| sample::Sample::of(table, column))
                .collect(),
        })
    }
}

/// The names, with a number where one occurs twice.
fn unique(mut names: Vec<String>) -> Vec<String> {
    let mut seen: HashSet<String> = HashSet::new();
    for name in &mut names {
        let mut number = 2;
        let stem = name.clone();
        while !seen.insert(name.clone()) {
            *name = format!("{stem}-{number}");
            number += 1;
        }
    }
    names
}

fn describe(concepts: &[Concept], sources: &[Source], names: &[String]) -> ColumnMapping {
    let name_of = |source: usize, column: &usize| sources[source].columns[*column].clone();
    let is_mapped = |source: usize, column: usize| {
        concepts
            .iter()
            .any(|concept| concept.is_shared() && concept.parts[source].contains(&column))
    };
    ColumnMapping {
        sources: names.to_vec(),
        columns: concepts
            .iter()
            .filter(|concept| concept.is_shared())
            .map(|concept| MappedColumn {
                name: concept.name.clone(),
                columns: concept
                    .parts
                    .iter()
                    .enumerate()
                    .map(|(source, parts)| parts.iter().map(|column| name_of(source, column)).collect())
                    .collect(),
                score: (concept.score * 100.0).round() / 100.0,
                or: concept.or.clone(),
                or_to: concept.or_to.clone(),
            })
            .collect(),
        alone: sources
            .iter()
            .enumerate()
            .map(|(number, source)| {
                (0..source.columns.len())
                    .filter(|&column| Some(column) != source.id && !is_mapped(number, column))
                    .map(|column| source.columns[column].clone())
                    .collect()
            })
            .collect(),
        ids: sources
            .iter()
            .map(|source| source.id.map(|id| source.columns[id].clone()))
            .collect(),
    }
}

/// The id of each record in its source: its value in the id column or its row number. With the name of the source in front
/// if another source has the same ids.
fn ids(tables: &[(String, Table)], sources: &[Source], names: &[String]) -> (Vec<Vec<String>>, bool) {
    let own: Vec<Vec<String>> = tables
        .iter()
        .zip(sources)
        .map(|((_, table), source)| match source.id {
            Some(id) => values(table, id).map(str::to_owned).collect(),
            None => (1..=table.len()).map(|row| row.to_string()).collect(),
        })
        .collect();
    let total: usize = own.iter().map(Vec::len).sum();
    let distinct: HashSet<&String> = own.iter().flatten().collect();
    if distinct.len() == total {
        return (own, false);
    }
    let named = own
        .iter()
        .zip(names)
        .map(|(ids, name)| ids.iter().map(|id| format!("{name}:{id}")).collect())
        .collect();
    (named, true)
}

/// All values of a column; missing is the empty string.
fn values(table: &Table, column: usize) -> impl Iterator<Item = &str> {
    table.batches.iter().flat_map(move |batch| {
        let values = batch.column(column).as_string::<i32>();
        values.iter().map(Option::unwrap_or_default)
    })
}

struct View {
    batches: Vec<RecordBatch>,
    source_column: String,
    id_column: String,
}

/// What the engine compares.
fn view(
    tables: &[(String, Table)],
    concepts: &[Concept],
    ids: &[Vec<String>],
    names: &[String],
    sources: &[Source],
) -> View {
    let shared: Vec<&Concept> = concepts.iter().filter(|concept| concept.is_shared()).collect();
    let taken: HashSet<&str> = shared.iter().map(|concept| concept.name.as_str()).collect();
    let id_name = sources
        .iter()
        .find_map(|source| source.id.map(|id| source.columns[id].clone()))
        .unwrap_or_else(|| "id".to_owned());
    let id_column = free_name(&taken, &id_name);
    let source_column = free_name(&taken, SOURCE);
    let fields: Vec<Field> = [&source_column, &id_column]
        .into_iter()
        .map(String::as_str)
        .chain(shared.iter().map(|concept| concept.name.as_str()))
        .map(|name| Field::new(name, DataType::Utf8, true))
        .collect();
    let schema = Arc::new(Schema::new(fields));
    let mut batches = Vec::new();
    for (number, (_, table)) in tables.iter().enumerate() {
        let mut first = 0;
        for batch in &table.batches {
            let rows = batch.num_rows();
            let mut columns: Vec<ArrayRef> = Vec::with_capacity(shared.len() + 2);
            columns.push(text_column(std::iter::repeat_n(names[number].as_str(), rows)));
            columns.push(text_column(
                ids[number][first..first + rows].iter().map(String::as_str),
            ));
            columns.extend(shared.iter().map(|concept| joined(batch, &concept.parts[number])));
            first += rows;
            batches.push(
                RecordBatch::try_new(Arc::clone(&schema), columns)
                    .expect("every column is text and has a value for each row"),
            );
        }
    }
    View {
        batches,
        source_column,
        id_column,
    }
}

fn free_name(taken: &HashSet<&str>, name: &str) -> String {
    let mut free = name.to_owned();
    while taken.contains(free.as_str()) {
        free.push('_');
    }
    free
}

fn text_column<'a>(values: impl Iterator<Item = &'a str>) -> ArrayRef {
    let mut builder = StringBuilder::new();
    for value in values {
        builder.append_value(value);
    }
    Arc::new(builder.finish())
}

/// Parts of a value, joined by blanks; missing if there is none.
fn joined(batch: &RecordBatch, parts: &[usize]) -> ArrayRef {
    if let [one] = parts {
        return Arc::clone(batch.column(*one));
    }
    let columns: Vec<_> = parts
        .iter()
        .map(|&part| batch.column(part).as_string::<i32>())
        .collect();
    let mut builder = StringBuilder::new();
    let mut whole = String::new();
    for row in 0..batch.num_rows() {
        whole.clear();
        for column in columns.iter().filter(|column| column.is_valid(row)) {
            if !whole.is_empty() {
                whole.push(' ');
            }
            whole.push_str(column.value(row));
        }
        builder.append_option(Some(whole.as_str()).filter(|whole| !whole.is_empty()));
    }
    Arc::new(builder.finish())
}

/// What a column of the output stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Target {
    Id,
    Concept(usize),
    Own(usize, usize),
}

/// All rows below one another. Ids share a column, and so do columns that map one to one, with the name of the first source.
fn stack(
    tables: Vec<(String, Table)>,
    sources: &[Source],
    concepts: &[Concept],
    names: &[String],
) -> Result<Table, Error> {
    let mut all: Vec<String> = Vec::new();
    let mut targets: HashMap<Target, usize> = HashMap::new();
    let mut parts = Vec::with_capacity(tables.len());
    for (number, (_, table)) in tables.into_iter().enumerate() {
        let mut columns: Vec<Option<usize>> = vec![None; all.len()];
        for (column, name) in table.names.iter().enumerate() {
            let concept = concepts
                .iter()
                .position(|concept| concept.is_shared() && concept.parts[number] == [column]);
            let target = match concept {
                _ if sources[number].id == Some(column) => Target::Id,
                Some(concept) => Target::Concept(concept),
                None => Target::Own(number, column),
            };
            let position = *targets.entry(target).or_insert_with(|| {
                // Columns of one name that mean different things stay different columns.
                let mut own = name.clone();
                while all.contains(&own) {
                    own = format!("{own}_{}", names[number]);
                }
                all.push(own);
                all.len() - 1
            });
            columns.resize(all.len(), None);
            columns[position] = Some(column);
        }
        parts.push((table, columns));
    }
    for (_, columns) in &mut parts {
        columns.resize(all.len(), None);
    }
    let taken: HashSet<&str> = all.iter().map(String::as_str).collect();
    let source_column = free_name(&taken, SOURCE);
    Ok(Table::stacked(parts, all, (&source_column, names))?)
}
