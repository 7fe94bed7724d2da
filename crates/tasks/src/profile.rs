//! What matching takes the columns of a table for, before anything is matched.

use std::collections::{BTreeMap, HashSet};

use onefold_domain::{ColumnProfile, Table, TableProfile, TableQuestion};
use onefold_engine::{AttributeKind, MatchSettings, Silent, read_table};

use crate::catalog::{HEADER_LINES, arrow_type};
use crate::observer::Steps;
use crate::runner::read_options;
use crate::{CatalogColumns, Error, Source};

/// Values of a column that are shown.
const EXAMPLES: usize = 3;

/// The kinds that people chose for the columns of a table. What is no kind, as another program may have written it, is
/// passed over.
pub(crate) fn kinds_of<'a>(
    chosen: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> BTreeMap<String, AttributeKind> {
    let chosen = chosen.into_iter();
    chosen
        .filter_map(|(column, kind)| Some((column.to_owned(), AttributeKind::parse(kind)?)))
        .collect()
}

/// The names and types of a table's columns in the catalog, and whether its files have a header.
pub(crate) fn catalog_columns(table: &Table) -> CatalogColumns {
    CatalogColumns {
        names: table
            .columns()
            .stored
            .into_iter()
            .map(|column| column.name)
            .collect(),
        has_header: table.parameter(HEADER_LINES).map(|lines| lines.trim() != "0"),
        types: table
            .columns()
            .in_order()
            .into_iter()
            .filter_map(|column| Some((column.name, arrow_type(&column.data_type)?)))
            .collect(),
    }
}

pub(crate) fn profile(question: &TableQuestion) -> Result<TableProfile, Error> {
    let table = &question.table;
    let settings = MatchSettings {
        kinds: kinds_of(table.chosen_kinds()),
        ..MatchSettings::default()
    };
    let source = Source {
        inputs: question.files.clone(),
        options: read_options(table),
        id_column: question.key.clone(),
        catalog: Some(catalog_columns(table)),
        ..Source::default()
    };
    let input = source.read(&settings, &mut Steps::new(&crate::Silent))?;
    let records = input.records();
    // Of a table in which nothing can be compared, the columns are shown all the same.
    let reading = read_table(records, &settings, &Silent).ok();
    let column_profile = |(column, name): (usize, &String)| {
        let read = reading.iter().flat_map(|reading| &reading.columns);
        let read = read.into_iter().find(|read| read.column == column);
        let mut seen: HashSet<&str> = HashSet::new();
        let mut examples = Vec::new();
        let mut filled = 0;
        for row in 0..records.len() {
            let value = records.value(row, column).trim();
            if value.is_empty() {
                continue;
            }
            filled += 1;
            if seen.insert(value) && examples.len() < EXAMPLES {
                examples.push(value.to_owned());
            }
        }
        // Of a column that says nothing, cleaning leaves no value.
        let cleaned = read.filter(|read| !read.is_idle);
        ColumnProfile {
            name: name.clone(),
            kind: read.map_or_else(String::new, |read| read.kind.as_str().to_owned()),
            is_idle: read.is_some_and(|read| read.is_idle),
            filled: cleaned.map_or(filled, |read| read.filled as u64),
            distinct: cleaned.map_or(seen.len() as u64, |read| read.distinct as u64),
            examples,
        }
    };
    let columns = records.names().len();
    Ok(TableProfile {
        records: records.len() as u64,
        columns: records.names().iter().enumerate().map(column_profile).collect(),
        rows: (0..records.len().min(question.rows))
            .map(|row| {
                (0..columns)
                    .map(|column| records.value(row, column).to_owned())
                    .collect()
            })
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use onefold_domain::{COLUMN_KINDS, ColumnDefinition, KIND_PARAMETER, StorageDescriptor};

    use super::*;

    #[test]
    fn the_kinds_of_the_service_are_those_of_the_engine() {
        assert_eq!(COLUMN_KINDS, AttributeKind::ALL.map(AttributeKind::as_str));
    }

    #[test]
    fn columns_are_profiled_as_matching_reads_them_and_people_overrule_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("people.csv");
        std::fs::write(
            &file,
            "ID,Name,Born\n1,Ann Lee,1980-12-14\n2,Ann Lee,14.12.1980\n3,Bob Ray,\n4,Cid Moe,1970-01-01\n",
        )
        .unwrap();
        let column = |name: &str| ColumnDefinition {
            name: name.to_owned(),
            ..ColumnDefinition::default()
        };
        let mut table = Table {
            storage_descriptor: Some(StorageDescriptor {
                columns: Some(["id", "name", "born"].map(column).into()),
                ..StorageDescriptor::default()
            }),
            ..Table::default()
        };
        let ask = |table: &Table| {
            profile(&TableQuestion {
                table: table.clone(),
                files: vec![file.display().to_string()],
                key: Some("id".to_owned()),
                rows: 2,
            })
            .unwrap()
        };
        let found = ask(&table);
        assert_eq!((found.records, found.rows.len()), (4, 2));
        let kinds: Vec<&str> = found.columns.iter().map(|column| column.kind.as_str()).collect();
        assert_eq!(kinds, ["", "name", "date"]);
        assert_eq!((found.columns[2].filled, found.columns[2].distinct), (3, 2));
        assert_eq!(found.columns[1].examples, ["Ann Lee", "Bob Ray", "Cid Moe"]);
        let kind = (format!("{KIND_PARAMETER}born"), "code".to_owned());
        table.parameters = Some([kind, (format!("{KIND_PARAMETER}name"), "nonsense".to_owned())].into());
        let chosen = ask(&table);
        assert_eq!(
            (chosen.columns[1].kind.as_str(), chosen.columns[2].kind.as_str()),
            ("name", "code")
        );
    }
}
