//! Partitions of tables: one document each, named by its values.

use std::collections::BTreeSet;

use onefold_domain::{Column, Document, NAME_SEPARATOR, ObjectUri, Partition, Table, table_scope};

use crate::catalog::already;
use crate::expression::Expression;
use crate::{Error, Page, PageRequest, Service};

impl Service {
    /// Makes a partition.
    pub fn create_partition(&self, database: &str, table: &str, partition: Partition) -> Result<(), Error> {
        let table = self.table(database, table)?;
        let document = self.new_partition(&table, partition)?;
        self.store
            .apply(&[document.insert()])
            .map_err(|error| already(error.into(), "Partition already exists"))
    }

    /// A document for a new partition, if it has a value for each key of the table.
    fn new_partition(
        &self,
        table: &Document<Table>,
        partition: Partition,
    ) -> Result<Document<Partition>, Error> {
        check_values(table, &partition.values)?;
        let scope = table_scope(table.database(), &table.name);
        let name = Partition::name_of(&partition.values);
        Ok(Document::new(&scope, &name, partition, self.now()))
    }

    /// The partition of those values.
    pub fn partition(
        &self,
        database: &str,
        table: &str,
        values: &[String],
    ) -> Result<Document<Partition>, Error> {
        let table = self.table(database, table)?;
        check_values(&table, values)?;
        let scope = table_scope(table.database(), &table.name);
        self.document(&scope, &Partition::name_of(values))?
            .ok_or_else(|| {
                Error::not_found(format!(
                    "Partition [{}] of table {}.{} not found",
                    values.join(", "),
                    table.database(),
                    table.name
                ))
            })
    }

    /// A page of a table's partitions for which the expression holds.
    pub fn partitions(
        &self,
        database: &str,
        table: &str,
        expression: Option<&str>,
        segment: Option<(u64, u64)>,
        page: &PageRequest,
    ) -> Result<Page<Document<Partition>>, Error> {
        let table = self.table(database, table)?;
        let keys = table.body.columns().partition_keys;
        let expression = expression
            .filter(|expression| !expression.trim().is_empty())
            .map(|expression| Expression::parse(expression, &keys))
            .transpose()
            .map_err(|wrong| Error::invalid(format!("Expression: {wrong}")))?;
        if let Some((number, total)) = segment
            && number >= total
        {
            return Err(Error::invalid(format!(
                "Segment.SegmentNumber is {number}; it must be less than TotalSegments, which is {total}"
            )));
        }
        let scope = table_scope(table.database(), &table.name);
        self.documents(&scope, page, |partition: &Document<Partition>| {
            let is_in_segment =
                segment.is_none_or(|(number, total)| segment_of(&partition.name) % total == number);
            is_in_segment
                && expression
                    .as_ref()
                    .is_none_or(|expression| expression.holds(&partition.body.values))
        })
    }

    /// Replaces a partition; its values may change.
    pub fn update_partition(
        &self,
        database: &str,
        table: &str,
        values: &[String],
        partition: Partition,
    ) -> Result<(), Error> {
        let mut old = self.partition(database, table, values)?;
        if partition.values.is_empty() || partition.values == values {
            old.body = Partition {
                values: values.to_vec(),
                ..partition
            };
            old.modified_on = self.now();
            return Ok(self.store.apply(&[old.save()])?);
        }
        let table = self.table(database, table)?;
        let new = self.new_partition(&table, partition)?;
        self.store
            .apply(&[Document::<Partition>::delete(&old.scope, &old.name), new.insert()])
            .map_err(|error| already(error.into(), "A partition with the new values already exists"))
    }

    /// Deletes a partition.
    pub fn delete_partition(&self, database: &str, table: &str, values: &[String]) -> Result<(), Error> {
        let partition = self.partition(database, table, values)?;
        Ok(self
            .store
            .apply(&[Document::<Partition>::delete(&partition.scope, &partition.name)])?)
    }
}

/// Where records of a partitioned table are, and what their folder says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartitionPlace {
    /// Address of a folder or an object.
    pub location: String,
    /// Keys and values, in the order of the table's keys; a value that Hive calls its default is missing.
    pub values: Vec<(String, Option<String>)>,
}

/// What Hive writes where a value is missing.
const MISSING: &str = "__HIVE_DEFAULT_PARTITION__";

impl Service {
    /// The partitions of a table for which all `predicates` hold: those of the catalog, or, if it has none, those that the
    /// folders below the table's location name (`key=value`).
    pub fn partition_places(
        &self,
        table: &Document<Table>,
        predicates: &[&str],
    ) -> Result<Vec<PartitionPlace>, Error> {
        let keys = table.body.columns().partition_keys;
        let expressions = predicates
            .iter()
            .map(|text| {
                Expression::parse(text, &keys).map_err(|wrong| {
                    Error::invalid(format!(
                        "The predicate {text:?} of table {}.{} is not valid: {wrong}",
                        table.database(),
                        table.name
                    ))
                })
            })
            .collect::<Result<Vec<_>, _>>()?;
        let mut places = self.known_places(table, &keys)?;
        if places.is_empty() {
            places = self.named_places(table, &keys)?;
        }
        places.retain(|(values, _)| expressions.iter().all(|expression| expression.holds(values)));
        Ok(places
            .into_iter()
            .map(|(values, location)| PartitionPlace {
                location,
                values: keys
                    .iter()
                    .map(|key| key.name.clone())
                    .zip(
                        values
                            .into_iter()
                            .map(|value| Some(value).filter(|value| value != MISSING)),
                    )
                    .collect(),
            })
            .collect())
    }

    /// Values and locations of the catalog's partitions.
    fn known_places(
        &self,
        table: &Document<Table>,
        keys: &[Column],
    ) -> Result<Vec<(Vec<String>, String)>, Error> {
        let scope = table_scope(table.database(), &table.name);
        let root = table.body.location().unwrap_or_default();
        let place = |partition: Document<Partition>| {
            let location = partition.body.location().map(str::to_owned);
            let values = partition.body.values;
            let location = location.unwrap_or_else(|| {
                let folders: Vec<String> = keys
                    .iter()
                    .zip(&values)
                    .map(|(key, value)| format!("{}={value}", key.name))
                    .collect();
                format!("{}/{}/", root.trim_end_matches('/'), folders.join("/"))
            });
            (values, location)
        };
        let (batch, mut after) = self.batch(&scope, None)?;
        let mut places: Vec<_> = batch.into_iter().map(&place).collect();
        while let Some(name) = after {
            let (batch, next) = self.batch(&scope, Some(&name))?;
            places.extend(batch.into_iter().map(&place));
            after = next;
        }
        Ok(places)
    }

    /// Values and folders as the names of folders tell them.
    fn named_places(
        &self,
        table: &Document<Table>,
        keys: &[Column],
    ) -> Result<Vec<(Vec<String>, String)>, Error> {
        let Some(root) = table.body.location().filter(|root| !root.is_empty()) else {
            return Ok(Vec::new());
        };
        let root = ObjectUri::parse(root).map_err(|wrong| {
            Error::invalid(format!(
                "The location of table {}.{}: {wrong}",
                table.database(),
                table.name
            ))
        })?;
        let mut places = BTreeSet::new();
        for file in self.objects.find(&root).map_err(Error::Objects)? {
            let values = named_values(file.uri.key(), keys).ok_or_else(|| {
                let names: Vec<String> = keys.iter().map(|key| format!("{}=...", key.name)).collect();
                Error::invalid(format!(
                    "{} is not in a partition folder of table {}.{}; expected folders {}/",
                    file.uri,
                    table.database(),
                    table.name,
                    names.join("/")
                ))
            })?;
            let folder = file.uri.key().rsplit_once('/').map_or("", |(folder, _)| folder);
            places.insert((values, format!("s3://{}/{folder}/", file.uri.bucket())));
        }
        Ok(places.into_iter().collect())
    }
}

/// What the folders of a key say of the partition keys: the value of the last folder `name=value` for each.
fn named_values(key: &str, keys: &[Column]) -> Option<Vec<String>> {
    let folders: Vec<(String, String)> = key.split('/').filter_map(named_value).collect();
    keys.iter()
        .map(|wanted| {
            let found = folders
                .iter()
                .rev()
                .find(|(name, _)| name.eq_ignore_ascii_case(&wanted.name));
            found.map(|(_, value)| value.clone())
        })
        .collect()
}

/// Name and value of a folder `name=value`, with the escapes that Hive writes (`%3A`) undone.
pub fn named_value(folder: &str) -> Option<(String, String)> {
    let (name, value) = folder.split_once('=').filter(|(name, _)| !name.is_empty())?;
    let mut text = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let Some((&first, others)) = rest.split_first() {
        let escaped = others
            .get(..2)
            .filter(|_| first == b'%')
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        text.push(escaped.unwrap_or(first));
        rest = if escaped.is_some() { &others[2..] } else { others };
    }
    Some((name.to_owned(), String::from_utf8_lossy(&text).into_owned()))
}

fn check_values(table: &Document<Table>, values: &[String]) -> Result<(), Error> {
    let keys = table.body.columns().partition_keys;
    if keys.len() == values.len() && !values.iter().any(|value| value.contains(NAME_SEPARATOR)) {
        return Ok(());
    }
    Err(Error::invalid(format!(
        "Table {}.{} has {} partition keys, but {} values were given",
        table.database(),
        table.name,
        keys.len(),
        values.len()
    )))
}

/// A stable number for a name (FNV-1a), which spreads partitions over segments.
fn segment_of(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_name_values() {
        let keys = ["Year", "land"].map(|name| Column {
            name: name.to_owned(),
            data_type: "string".to_owned(),
        });
        let named = |key| named_values(key, &keys);
        let values = |year: &str, land: &str| Some(vec![year.to_owned(), land.to_owned()]);
        assert_eq!(named("sales/year=2020/land=de/part-0.csv"), values("2020", "de"));
        assert_eq!(named("x=1/land=f%2Fr%/year=/part-0.csv"), values("", "f/r%"));
        assert_eq!(named("sales/year=2020/part-0.csv"), None);
        assert_eq!(named_value("=2020"), None);
    }
}
