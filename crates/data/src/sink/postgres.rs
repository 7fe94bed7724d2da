//! Batches to a table of a `PostgreSQL` database, in one transaction: a new table is filled, and takes the name of the earlier one
//! when the output appears. Until then, and if anything fails, others see the earlier table.

use std::io::{self, Write};
use std::path::Path;
use std::pin::Pin;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, Field, TimeUnit};
use bytes::Bytes;
use futures::SinkExt;
use tokio_postgres::CopyInSink;

use super::DEFAULT_TABLE;
use super::encode::{Block, Encoder, Plan};
use super::workbook::CellKind;
use crate::postgres::{Address, Connection, TableName, copy, literal};
use crate::table::{Layout, Original};
use crate::value_text::text_column;
use crate::{Error, Table, Watch};

/// Rows are sent in pieces of this size.
const PIECE_BYTES: usize = 64 * 1024;
/// How long to wait for those who use the earlier table.
const LOCK_TIMEOUT: &str = "SET LOCAL lock_timeout = '30s'";

/// Where a table goes.
#[derive(Debug, Clone)]
pub(super) struct Target<'a> {
    pub address: &'a Address,
    pub password_file: Option<&'a Path>,
    /// Its name, if the address has none.
    pub table: Option<&'a str>,
    /// Whether an existing table may be replaced.
    pub force: bool,
}

impl Target<'_> {
    fn table(&self) -> TableName {
        self.address
            .table
            .clone()
            .unwrap_or_else(|| TableName::parse(self.table.unwrap_or(DEFAULT_TABLE)))
    }

    fn open(&self) -> Result<Connection, Error> {
        Connection::open(self.address, self.password_file)
    }

    /// Checks, before any work, that the table can be made.
    pub fn check(&self) -> Result<(), Error> {
        let connection = self.open()?;
        let table = self.table();
        self.check_existing(&connection, &table)?;
        let schema = table
            .schema
            .as_deref()
            .map_or_else(|| "pg_catalog.current_schema()".to_owned(), literal);
        let query = format!(
            "SELECT pg_catalog.has_schema_privilege(n.oid, 'CREATE')::text FROM pg_catalog.pg_namespace n WHERE n.nspname = {schema}"
        );
        let rows = connection.rows(Watch::SILENT, &query)?;
        connection.close();
        let reason = match rows.into_iter().flatten().flatten().next().as_deref() {
            Some("true") => return Ok(()),
            Some(_) => "you are not allowed to create tables in its schema".to_owned(),
            None => format!(
                "the schema of table {} does not exist; create it first",
                table.quoted()
            ),
        };
        Err(Error::Database {
            database: self.address.shown.clone(),
            reason,
        })
    }

    /// Whether a table is there that is to be replaced; anything else of that name is refused.
    fn check_existing(&self, connection: &Connection, table: &TableName) -> Result<bool, Error> {
        match connection.relation(Watch::SILENT, table)?.as_deref() {
            None => Ok(false),
            Some("r" | "p") if self.force => Ok(true),
            Some("r" | "p") => Err(Error::OutputExists {
                path: format!("{}: table {}", self.address.shown, table.quoted()),
            }),
            Some(_) => Err(Error::Database {
                database: self.address.shown.clone(),
                reason: format!("{} is not a table; choose another name", table.quoted()),
            }),
        }
    }
}

/// A table that is being filled, inside a transaction that ends when the table appears or the connection is dropped.
pub(super) struct NewTable {
    sink: Option<Pin<Box<CopyInSink<Bytes>>>>,
    connection: Connection,
    buffer: Vec<u8>,
    table: TableName,
    /// Its name until it appears.
    unfinished: TableName,
    replaces: bool,
}

impl NewTable {
    /// Begins the transaction and makes an empty table with these columns: name and type.
    pub fn begin(target: &Target<'_>, columns: &[(String, String)]) -> Result<Self, Error> {
        let connection = target.open()?;
        let table = target.table();
        let silent = Watch::SILENT;
        connection.execute(silent, &format!("BEGIN; {LOCK_TIMEOUT}"))?;
        let replaces = target.check_existing(&connection, &table)?;
        let ids = connection.rows(silent, "SELECT pg_catalog.pg_backend_pid()::text")?;
        let id = ids.into_iter().flatten().flatten().next().unwrap_or_default();
        let unfinished = TableName {
            schema: table.schema.clone(),
            name: format!("onefold_unfinished_{id}"),
        };
        let columns: Vec<String> = columns
            .iter()
            .map(|(name, kind)| format!("\"{}\" {kind}", name.replace('"', "\"\"")))
            .collect();
        let create = format!("CREATE TABLE {} ({})", unfinished.quoted(), columns.join(", "));
        connection.execute(silent, &create)?;
        let copy = format!("COPY {} FROM STDIN", unfinished.quoted());
        let sink = connection.wait(silent, connection.client().copy_in(&copy))?;
        Ok(Self {
            sink: Some(Box::pin(sink)),
            connection,
            buffer: Vec::with_capacity(PIECE_BYTES),
            table,
            unfinished,
            replaces,
        })
    }

    fn send(&mut self) -> Result<(), Error> {
        let piece = Bytes::from(std::mem::take(&mut self.buffer));
        let Some(sink) = &mut self.sink else {
            return Ok(());
        };
        match self.connection.wait(Watch::SILENT, sink.send(piece)) {
            Ok(()) => Ok(()),
            // What is wrong with a row is in the answer to all of them.
            Err(error) => Err(self.end_rows().err().unwrap_or(error)),
        }
    }

    fn end_rows(&mut self) -> Result<(), Error> {
        match self.sink.take() {
            Some(mut sink) => self
                .connection
                .wait(Watch::SILENT, async move { sink.as_mut().finish().await })
                .map(drop),
            None => Ok(()),
        }
    }

    /// Ends the rows; only letting the table appear remains.
    pub fn finish(&mut self) -> Result<(), Error> {
        if !self.buffer.is_empty() {
            self.send()?;
        }
        self.end_rows()
    }

    /// Lets the table appear in place of the earlier one, with what others were allowed to do with that.
    pub fn publish(self) -> Result<(), Error> {
        let silent = Watch::SILENT;
        let mut statements = Vec::new();
        if self.replaces {
            let name = literal(&self.table.quoted());
            let query = format!(
                "SELECT pg_catalog.format('GRANT %s ON %s TO %s%s', a.privilege_type, {name}, \
                 CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) END, \
                 CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END) \
                 FROM pg_catalog.pg_class c, pg_catalog.aclexplode(c.relacl) a \
                 WHERE c.oid = pg_catalog.to_regclass({name}) AND a.grantee <> c.relowner"
            );
            statements.push(format!("DROP TABLE {}", self.table.quoted()));
            statements.push(self.rename());
            let grants = self.connection.rows(silent, &query)?;
            statements.extend(grants.into_iter().flatten().flatten());
        } else {
            statements.push(self.rename());
        }
        statements.push("COMMIT".to_owned());
        self.connection.execute(silent, &statements.join("; "))?;
        self.connection.close();
        Ok(())
    }

    fn rename(&self) -> String {
        let name = self.table.name.replace('"', "\"\"");
        format!("ALTER TABLE {} RENAME TO \"{name}\"", self.unfinished.quoted())
    }
}

impl Write for NewTable {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= PIECE_BYTES {
            self.send().map_err(io::Error::other)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The columns of a table with types of the database: those of the database that a column came from, if all inputs agree.
pub(super) fn columns(table: &Table, plan: &Plan) -> Vec<(String, String)> {
    let own = plan.names.iter().zip(&plan.fields).enumerate();
    let own = own.map(|(position, (name, field))| {
        let kind = type_of_inputs(table, name).unwrap_or_else(|| match plan.kinds.get(position) {
            Some(CellKind::Number) if field.data_type() == &DataType::Utf8 => "numeric".to_owned(),
            _ => type_of(field),
        });
        (name.clone(), kind)
    });
    own.chain(new_columns(&plan.extra)).collect()
}

/// New columns with types of the database.
pub(super) fn new_columns(fields: &[Field]) -> impl Iterator<Item = (String, String)> {
    fields.iter().map(|field| (field.name().clone(), type_of(field)))
}

fn type_of_inputs(table: &Table, column: &str) -> Option<String> {
    let mut types = table.files.iter().map(|file| match &file.layout {
        Layout::Postgres(types) => types.get(column),
        _ => None,
    });
    let first = types.next().flatten()?;
    types.all(|own| own == Some(first)).then(|| first.clone())
}

fn type_of(field: &Field) -> String {
    match field.data_type() {
        DataType::Boolean => "boolean",
        DataType::Int8 | DataType::Int16 | DataType::UInt8 => "smallint",
        DataType::Int32 | DataType::UInt16 => "integer",
        DataType::Int64 | DataType::UInt32 => "bigint",
        DataType::UInt64 => "numeric(20)",
        DataType::Float16 | DataType::Float32 => "real",
        DataType::Float64 => "double precision",
        DataType::Date32 | DataType::Date64 => "date",
        DataType::Time32(_) | DataType::Time64(TimeUnit::Microsecond) => "time",
        // The database keeps microseconds.
        DataType::Timestamp(_, None) => "timestamp",
        DataType::Timestamp(_, Some(_)) => "timestamp with time zone",
        DataType::Decimal128(precision, scale) if *scale >= 0 => {
            return format!("numeric({precision},{scale})");
        }
        DataType::List(items) if items.data_type() == &DataType::Utf8 => "text[]",
        _ => "text",
    }
    .to_owned()
}

/// Writes rows in the text format of COPY.
pub(super) struct PostgresEncoder<'w> {
    writer: &'w mut (dyn Write + Send),
}

impl<'w> PostgresEncoder<'w> {
    pub fn start(writer: &'w mut (dyn Write + Send)) -> Self {
        Self { writer }
    }
}

impl Encoder for PostgresEncoder<'_> {
    fn encode(&mut self, block: &Block<'_>) -> io::Result<()> {
        let own: &[ArrayRef] = match block.original {
            Original::Columns(columns) => columns.columns(),
            _ => block.text.columns(),
        };
        let columns: Vec<ArrayRef> = own
            .iter()
            .chain(&block.extra)
            .map(text_of)
            .collect::<io::Result<_>>()?;
        let mut lines = Vec::new();
        for row in 0..block.text.num_rows() {
            for (position, column) in columns.iter().enumerate() {
                if position > 0 {
                    lines.push(b'\t');
                }
                let column = column.as_string::<i32>();
                copy::push(column.is_valid(row).then(|| column.value(row)), &mut lines);
            }
            lines.push(b'\n');
            if lines.len() >= PIECE_BYTES {
                self.writer.write_all(&lines)?;
                lines.clear();
            }
        }
        self.writer.write_all(&lines)
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        Ok(())
    }
}

/// Values as the database reads them.
fn text_of(column: &ArrayRef) -> io::Result<ArrayRef> {
    let DataType::List(items) = column.data_type() else {
        return text_column(column).map_err(io::Error::other);
    };
    if items.data_type() != &DataType::Utf8 {
        return text_column(column).map_err(io::Error::other);
    }
    let lists = column.as_list::<i32>();
    let texts: arrow_array::StringArray = (0..lists.len())
        .map(|row| {
            lists
                .is_valid(row)
                .then(|| copy::array(lists.value(row).as_string::<i32>().iter()))
        })
        .collect();
    Ok(std::sync::Arc::new(texts))
}
