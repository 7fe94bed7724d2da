//! One record for each match group: the value that most of its records have, unless the caller prefers another one.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use onefold_data::{Output, Staged, Table, Watch};

use crate::matching::{IdFormat, MATCH_ID};
use crate::{Error, Input, Matched};

/// The columns beside those of the input.
const RECORDS: &str = "records";
const IDS: &str = "ids";

/// Which value of a group one record stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preference {
    /// The column that it is about.
    pub column: String,
    /// The rule.
    pub rule: PreferenceRule,
}

/// How a value is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PreferenceRule {
    /// The column holds dates; all values are those of the newest record that has one.
    Newest,
    /// The longest value of the column.
    Longest,
    /// The value that a source has.
    Source(String),
}

/// Stages a table with one record for each group: the columns of the input, the match id, the number of records and their ids.
pub(crate) fn stage(
    matched: &Matched,
    preferences: &[Preference],
    id_format: IdFormat,
    output: &Output,
    watch: Watch<'_>,
) -> Result<Staged, Error> {
    let input = &matched.input;
    let table = input.table();
    table.check_new_columns(&[MATCH_ID, RECORDS, IDS])?;
    let chooser = Chooser::new(input, preferences)?;
    let groups = &matched.outcome.groups;
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); groups.sizes.len()];
    for (row, &group) in groups.of.iter().enumerate() {
        members[group as usize].push(row);
    }
    let mut columns: Vec<StringBuilder> = table.names.iter().map(|_| StringBuilder::new()).collect();
    let mut ids = StringBuilder::new();
    for rows in &members {
        let ordered = chooser.ordered(rows);
        for (column, builder) in columns.iter_mut().enumerate() {
            builder.append_option(chooser.value(&ordered, column));
        }
        let of_rows: Vec<_> = rows.iter().map(|&row| input.id(row)).collect();
        ids.append_value(of_rows.join(" "));
    }
    let fields: Vec<Field> = table
        .names
        .iter()
        .map(|name| Field::new(name, DataType::Utf8, true))
        .collect();
    let values = columns
        .iter_mut()
        .map(|builder| Arc::new(builder.finish()) as ArrayRef)
        .collect();
    let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), values)
        .expect("every column is text and has a value for each group");
    let sizes = groups.sizes.iter().map(|&size| i64::from(size));
    let extra: [(&str, ArrayRef); 3] = [
        (MATCH_ID, id_format.column(groups.ids.iter().copied())),
        (RECORDS, Arc::new(Int64Array::from_iter_values(sizes))),
        (IDS, Arc::new(ids.finish())),
    ];
    let unique = Table::of_text(batch)?;
    let output = output.clone().with_types(own_types(table, &unique));
    Ok(onefold_data::stage(&unique, &extra, &output, watch)?)
}

/// The types that the columns of typed inputs have.
fn own_types(table: &Table, unique: &Table) -> Vec<(String, DataType)> {
    if !table.is_typed() {
        return Vec::new();
    }
    let types = table.names.iter().enumerate();
    types
        .map(|(column, name)| (name.clone(), table.data_type(column)))
        .filter(|(name, kind)| unique.fits(name, kind))
        .collect()
}

/// Chooses the values of a group.
struct Chooser<'a> {
    columns: Vec<Vec<&'a StringArray>>,
    /// First row of each batch.
    starts: Vec<usize>,
    /// The column of dates that orders records.
    newest: Option<usize>,
    longest: Vec<usize>,
    sources: HashMap<usize, u16>,
    source_of: Option<&'a [u16]>,
}

impl<'a> Chooser<'a> {
    fn new(input: &'a Input, preferences: &[Preference]) -> Result<Self, Error> {
        let table = input.table();
        let mut start = 0;
        let mut chooser = Self {
            columns: (0..table.names.len())
                .map(|column| {
                    let batches = table.batches.iter();
                    batches
                        .map(|batch| batch.column(column).as_string::<i32>())
                        .collect()
                })
                .collect(),
            starts: table
                .batches
                .iter()
                .map(|batch| {
                    start += batch.num_rows();
                    start - batch.num_rows()
                })
                .collect(),
            newest: None,
            longest: Vec::new(),
            sources: HashMap::new(),
            source_of: input.records().sources().map(|sources| sources.of.as_slice()),
        };
        for preference in preferences {
            let column = table.names.iter().position(|name| *name == preference.column);
            let column = column.ok_or_else(|| {
                Error::Engine(onefold_engine::Error::UnknownColumn {
                    column: preference.column.clone(),
                    columns: table.names.clone(),
                })
            })?;
            match &preference.rule {
                PreferenceRule::Newest => chooser.newest = Some(column),
                PreferenceRule::Longest => chooser.longest.push(column),
                PreferenceRule::Source(name) => {
                    let sources = input.records().sources();
                    let names = sources
                        .map(|sources| sources.names.as_slice())
                        .unwrap_or_default();
                    let number = names.iter().position(|own| own == name);
                    let number = number.ok_or_else(|| Error::UnknownSource {
                        source_name: name.clone(),
                        sources: names.to_vec(),
                    })?;
                    chooser.sources.insert(column, number as u16);
                }
            }
        }
        Ok(chooser)
    }

    fn get(&self, row: usize, column: usize) -> Option<&'a str> {
        let batch = self.starts.partition_point(|&start| start <= row) - 1;
        let values = self.columns[column][batch];
        let at = row - self.starts[batch];
        (values.is_valid(at) && !values.value(at).trim().is_empty()).then(|| values.value(at))
    }

    /// The rows of a group: the newest first if dates order them, else the most complete first.
    fn ordered(&self, rows: &[usize]) -> Vec<usize> {
        let mut ordered = rows.to_vec();
        match self.newest {
            Some(column) => ordered.sort_by_cached_key(|&row| {
                std::cmp::Reverse(self.get(row, column).map(in_order).unwrap_or_default())
            }),
            None => ordered.sort_by_cached_key(|&row| {
                let filled = (0..self.columns.len()).filter(|&column| self.get(row, column).is_some());
                std::cmp::Reverse(filled.count())
            }),
        }
        ordered
    }

    fn value(&self, ordered: &[usize], column: usize) -> Option<&'a str> {
        let values = || ordered.iter().filter_map(|&row| self.get(row, column));
        if let (Some(source), Some(of)) = (self.sources.get(&column), self.source_of) {
            let mut rows = ordered.iter().filter(|&&row| of[row] == *source);
            let own = rows.find_map(|&row| self.get(row, column));
            if own.is_some() {
                return own;
            }
        }
        if self.longest.contains(&column) {
            return longest(values());
        }
        if self.newest.is_some() {
            return values().next();
        }
        let mut counts: HashMap<&str, usize> = HashMap::new();
        values().for_each(|value| *counts.entry(value).or_default() += 1);
        let most = counts.values().copied().max()?;
        values().find(|value| counts[value] == most)
    }
}

/// The first of the longest texts.
fn longest<'a>(values: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    values.fold(None, |best: Option<&str>, value| match best {
        Some(best) if best.chars().count() >= value.chars().count() => Some(best),
        _ => Some(value),
    })
}

/// A date as text that sorts by time: ISO dates do; 31.12.2024 and 12/31/2024 are turned round.
fn in_order(date: &str) -> String {
    let date = date.trim();
    let parts: Vec<&str> = date.splitn(2, [' ', 'T']).collect();
    let (day, rest) = (parts[0], parts.get(1).copied().unwrap_or_default());
    let numbers: Vec<&str> = day.split(['.', '/', '-']).collect();
    match numbers.as_slice() {
        [first, second, year] if year.len() == 4 => {
            let (day, month) = if day.contains('/') {
                (second, first)
            } else {
                (first, second)
            };
            format!("{year}-{month:0>2}-{day:0>2}T{rest}")
        }
        [year, month, day] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}T{rest}"),
        _ => date.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::in_order;

    #[test]
    fn dates_sort_by_time() {
        let mut dates = [
            "31.1.2024",
            "2023-12-31",
            "02/01/2024",
            "2024-02-01 10:00",
            "2024-02-01T09:00",
        ];
        dates.sort_by_key(|date| in_order(date));
        assert_eq!(
            dates,
            [
                "2023-12-31",
                "31.1.2024",
                "02/01/2024",
                "2024-02-01T09:00",
                "2024-02-01 10:00"
            ]
        );
    }
}
