//! Batches to a table of a `SQLite` database. Other tables of an existing database stay: the table is replaced in a copy, in one
//! transaction, and the copy takes the place of the database.

use std::io::{self, Write};
use std::path::PathBuf;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use rusqlite::types::Value;
use rusqlite::{Connection, MAIN_DB, params_from_iter};
use tempfile::TempPath;

use super::encode::{Block, Encoder, Plan};
use super::workbook::CellKind;
use crate::source::sqlite::quoted;
use crate::value_text::text_column;

/// Name of the table if the caller names none.
const TABLE: &str = "matched";

/// Where a table goes.
#[derive(Debug, Clone, Default)]
pub(super) struct Database {
    /// The database that has other tables already.
    pub existing: Option<PathBuf>,
    /// The table.
    pub table: Option<String>,
}

/// Writes a table.
pub(super) struct SqliteEncoder<'w> {
    writer: &'w mut (dyn Write + Send),
    connection: Connection,
    /// The copy, removed at the end.
    path: TempPath,
    insert: String,
    kinds: Vec<CellKind>,
}

impl<'w> SqliteEncoder<'w> {
    pub fn start(plan: Plan, writer: &'w mut (dyn Write + Send)) -> io::Result<Self> {
        let path = tempfile::Builder::new()
            .prefix(".onefold-")
            .suffix(".sqlite")
            .tempfile()?
            .into_temp_path();
        let mut connection = Connection::open(&path).map_err(io::Error::other)?;
        if let Some(existing) = &plan.database.existing {
            // Unlike a copy of the file, this includes what other programs have just written.
            connection
                .restore(MAIN_DB, existing, None::<fn(rusqlite::backup::Progress)>)
                .map_err(io::Error::other)?;
        }
        let mut kinds = plan.kinds;
        kinds.resize(plan.names.len(), CellKind::Text);
        kinds.extend(plan.extra.iter().map(|field| match field.data_type() {
            DataType::Int64 | DataType::Float32 | DataType::Float64 => CellKind::Number,
            _ => CellKind::Text,
        }));
        let names: Vec<&str> = plan
            .names
            .iter()
            .map(String::as_str)
            .chain(plan.extra.iter().map(|field| field.name().as_str()))
            .collect();
        let columns: Vec<String> = names
            .iter()
            .zip(&kinds)
            .map(|(name, kind)| {
                let kind = if *kind == CellKind::Number {
                    "NUMERIC"
                } else {
                    "TEXT"
                };
                format!("{} {kind}", quoted(name))
            })
            .collect();
        let table = quoted(plan.database.table.as_deref().unwrap_or(TABLE));
        let begin = format!(
            "BEGIN; DROP TABLE IF EXISTS {table}; CREATE TABLE {table} ({})",
            columns.join(", ")
        );
        connection.execute_batch(&begin).map_err(io::Error::other)?;
        let places = vec!["?"; names.len()].join(", ");
        Ok(Self {
            writer,
            connection,
            path,
            insert: format!("INSERT INTO {table} VALUES ({places})"),
            kinds,
        })
    }
}

impl Encoder for SqliteEncoder<'_> {
    fn encode(&mut self, block: &Block<'_>) -> io::Result<()> {
        let extra = block
            .extra
            .iter()
            .map(|column| text_column(column).map_err(io::Error::other));
        let own = block.text.columns().iter().cloned().map(Ok);
        let columns: Vec<ArrayRef> = own.chain(extra).collect::<io::Result<_>>()?;
        let mut insert = self
            .connection
            .prepare_cached(&self.insert)
            .map_err(io::Error::other)?;
        for row in 0..block.text.num_rows() {
            let values = columns.iter().zip(&self.kinds).map(|(column, kind)| {
                let column = column.as_string::<i32>();
                if column.is_null(row) {
                    Value::Null
                } else {
                    value(column.value(row), *kind)
                }
            });
            insert
                .execute(params_from_iter(values))
                .map_err(io::Error::other)?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        self.connection
            .execute_batch("COMMIT")
            .map_err(io::Error::other)?;
        self.connection
            .close()
            .map_err(|(_, error)| io::Error::other(error))?;
        let mut file = std::fs::File::open(&self.path)?;
        io::copy(&mut file, self.writer).map(drop)
    }
}

fn value(text: &str, kind: CellKind) -> Value {
    if kind == CellKind::Number {
        if let Ok(number) = text.parse::<i64>() {
            return Value::Integer(number);
        }
        // SQLite has no number that is none.
        if let Some(number) = text.parse::<f64>().ok().filter(|number| number.is_finite()) {
            return Value::Real(number);
        }
    }
    Value::Text(text.to_owned())
}
