//! Partitions of tables: one document each, named by its values.

use onefold_domain::{Change, Document, DocumentKind};
use serde_json::{Map, Value};

use crate::catalog::{SEPARATOR, already, columns_of, table_scope};
use crate::expression::Expression;
use crate::{Error, Page, PageRequest, Service};

/// Values of a partition as its name.
fn name_of(values: &[String]) -> String {
    values.join(&SEPARATOR.to_string())
}

impl Service {
    /// Makes a partition.
    pub fn create_partition(
        &self,
        database: &str,
        table: &str,
        input: Map<String, Value>,
    ) -> Result<(), Error> {
        let table = self.table(database, table)?;
        let document = self.new_partition(&table, input)?;
        self.store
            .apply(&[Change::Insert(document)])
            .map_err(|error| already(error.into(), "Partition already exists"))
    }

    fn new_partition(&self, table: &Document, input: Map<String, Value>) -> Result<Document, Error> {
        let values = values_of(&input);
        check_values(table, &values)?;
        let scope = table_scope(&table.scope, &table.name);
        Ok(Document::new(
            DocumentKind::Partition,
            &scope,
            &name_of(&values),
            input,
            self.now(),
        ))
    }

    /// The partition of those values.
    pub fn partition(&self, database: &str, table: &str, values: &[String]) -> Result<Document, Error> {
        let table = self.table(database, table)?;
        check_values(&table, values)?;
        let scope = table_scope(&table.scope, &table.name);
        self.store
            .document(DocumentKind::Partition, &scope, &name_of(values))?
            .ok_or_else(|| {
                Error::not_found(format!(
                    "Partition [{}] of table {}.{} not found",
                    values.join(", "),
                    table.scope,
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
    ) -> Result<Page<Document>, Error> {
        let table = self.table(database, table)?;
        let keys = columns_of(&table.body).partition_keys;
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
        let scope = table_scope(&table.scope, &table.name);
        self.documents(DocumentKind::Partition, &scope, page, |partition| {
            let is_in_segment =
                segment.is_none_or(|(number, total)| segment_of(&partition.name) % total == number);
            is_in_segment
                && expression
                    .as_ref()
                    .is_none_or(|expression| expression.holds(&values_of(&partition.body)))
        })
    }

    /// Replaces a partition; its values may change.
    pub fn update_partition(
        &self,
        database: &str,
        table: &str,
        values: &[String],
        input: Map<String, Value>,
    ) -> Result<(), Error> {
        let mut old = self.partition(database, table, values)?;
        let new_values = values_of(&input);
        if new_values.is_empty() || new_values == values {
            let mut body = input;
            body.insert("Values".to_owned(), values.to_vec().into());
            old.body = body;
            old.modified_on = self.now();
            return Ok(self.store.apply(&[Change::Save(old)])?);
        }
        let table = self.table(database, table)?;
        let new = self.new_partition(&table, input)?;
        self.store
            .apply(&[
                Change::Delete(DocumentKind::Partition, old.scope, old.name),
                Change::Insert(new),
            ])
            .map_err(|error| already(error.into(), "A partition of the new values already exists"))
    }

    /// Deletes a partition.
    pub fn delete_partition(&self, database: &str, table: &str, values: &[String]) -> Result<(), Error> {
        let partition = self.partition(database, table, values)?;
        Ok(self.store.apply(&[Change::Delete(
            DocumentKind::Partition,
            partition.scope,
            partition.name,
        )])?)
    }
}

fn values_of(partition: &Map<String, Value>) -> Vec<String> {
    let values = partition.get("Values").and_then(Value::as_array);
    values
        .map(Vec::as_slice)
        .unwrap_or_default()
        .iter()
        .map(|value| value.as_str().unwrap_or_default().to_owned())
        .collect()
}

fn check_values(table: &Document, values: &[String]) -> Result<(), Error> {
    let keys = columns_of(&table.body).partition_keys;
    if keys.len() == values.len() && !values.iter().any(|value| value.contains(SEPARATOR)) {
        return Ok(());
    }
    Err(Error::invalid(format!(
        "The number of partition keys of table {}.{} is {}, and {} values are given",
        table.scope,
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
