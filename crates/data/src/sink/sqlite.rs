//! Batches to a table of a `SQLite` database. The table is first written to a new database. If the output is an existing
//! database, the table moves there in one transaction, so that its other tables stay, and so does the earlier table until the
//! output appears.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, OptionalExtension, params_from_iter};
use tempfile::TempPath;

use super::DEFAULT_TABLE;
use super::encode::{Block, Encoder, Plan};
use super::workbook::CellKind;
use crate::Error;
use crate::source::sqlite::{explained, quoted};
use crate::value_text::text_column;

/// The database that a new table moves to.
#[derive(Debug)]
pub(super) struct Existing {
    path: PathBuf,
    table: String,
    /// Whether an existing table may be replaced.
    force: bool,
}

impl Existing {
    pub fn new(path: &Path, table: Option<&str>, force: bool) -> Self {
        Self {
            path: path.to_owned(),
            table: table.unwrap_or(DEFAULT_TABLE).to_owned(),
            force,
        }
    }

    fn failed(&self, error: &rusqlite::Error) -> Error {
        explained(&self.path.display().to_string(), error)
    }

    /// Checks that the table can be made.
    pub fn check(&self) -> Result<(), Error> {
        self.open().and_then(|connection| self.check_table(&connection))
    }

    fn open(&self) -> Result<Connection, Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Connection::open_with_flags(&self.path, flags).map_err(|error| self.failed(&error))
    }

    fn check_table(&self, connection: &Connection) -> Result<(), Error> {
        let kind = connection
            .query_row(
                "SELECT type FROM sqlite_master WHERE type IN ('table', 'view') AND lower(name) = lower(?)",
                [&self.table],
                |row| row.get::<_, String>(0),
            )
            .optional()
            .map_err(|error| self.failed(&error))?;
        let path = self.path.display().to_string();
        match kind.as_deref() {
            None => Ok(()),
            Some("table") if self.force => Ok(()),
            Some("table") => Err(Error::OutputExists {
                path: format!("{path}: table {:?}", self.table),
            }),
            Some(_) => Err(Error::Database {
                database: path,
                reason: format!("{:?} is a view, not a table; choose another name", self.table),
            }),
        }
    }

    /// Takes in the table of the new database. It appears when the transaction is committed, and never if the connection is
    /// dropped.
    pub fn take(&self, own: &Path) -> Result<Moved, Error> {
        let failed = |error: rusqlite::Error| self.failed(&error);
        let connection = self.open()?;
        let table = quoted(&self.table);
        connection
            .execute("ATTACH ? AS onefold_new", [own.display().to_string()])
            .map_err(failed)?;
        connection.execute_batch("BEGIN IMMEDIATE").map_err(failed)?;
        self.check_table(&connection)?;
        let create: String = connection
            .query_row(
                "SELECT sql FROM onefold_new.sqlite_master WHERE type = 'table'",
                [],
                |row| row.get(0),
            )
            .map_err(failed)?;
        let statements = format!(
            "DROP TABLE IF EXISTS main.{table}; {create}; INSERT INTO main.{table} SELECT * FROM onefold_new.{table}"
        );
        connection.execute_batch(&statements).map_err(failed)?;
        Ok(Moved {
            connection,
            path: self.path.display().to_string(),
        })
    }
}

/// A table in a database, before it appears there.
pub(super) struct Moved {
    connection: Connection,
    path: String,
}

impl Moved {
    pub fn publish(self) -> Result<(), Error> {
        self.connection
            .execute_batch("COMMIT")
            .map_err(|error| explained(&self.path, &error))
    }
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
        let connection = Connection::open(&path).map_err(io::Error::other)?;
        let mut kinds = plan.kinds;
        // A spreadsheet would round these.
        for (kind, field) in kinds.iter_mut().zip(&plan.fields) {
            if field.data_type() == &DataType::Int64 {
                *kind = CellKind::Number;
            }
        }
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
        let table = quoted(plan.table.as_deref().unwrap_or(DEFAULT_TABLE));
        let begin = format!("BEGIN; CREATE TABLE {table} ({})", columns.join(", "));
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
