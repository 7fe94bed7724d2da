//! A table, a view or a query of a `PostgreSQL` database to batches. Rows are streamed; values keep their types.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use futures::TryStreamExt;
use tokio_postgres::types::{Kind, Type};

use super::ReadOptions;
use super::batches::{FileBatch, FileTable};
use super::typed::{BATCH_ROWS, file_batch, names};
use crate::declared::typed;
use crate::postgres::{Address, Connection, TableName, copy};
use crate::table::Layout;
use crate::{Error, Watch};

/// Read only, at one moment, and with the texts that this module reads. Rows come as they are stored: a scan that begins where
/// another one is, or several at a time, would give another order each time.
const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; \
    SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL timezone = 'UTC'; SET LOCAL bytea_output = 'hex'; \
    SET LOCAL extra_float_digits = 3; SET LOCAL synchronize_seqscans = off; \
    SET LOCAL max_parallel_workers_per_gather = 0";

/// Reads the table of the address, or the table or query that the options name.
pub(super) fn read(
    address: &Address,
    file: &str,
    options: &ReadOptions,
    watch: Watch<'_>,
) -> Result<FileTable, Error> {
    let connection = Connection::open(address, options.password_file.as_deref())?;
    connection.execute(watch, BEGIN)?;
    let query = match (&options.query, &address.table) {
        (Some(query), _) => query.trim().trim_end_matches(';').to_owned(),
        (None, table) => {
            let given = options.table.as_deref().map(TableName::parse);
            let table = choose(&connection, file, table.clone().or(given), watch)?;
            format!("SELECT * FROM {}", table.quoted())
        }
    };
    let statement = connection.wait(watch, connection.client().prepare(&query))?;
    let described = describe(&connection, &statement, watch)?;
    let schema = Schema::new(
        described
            .iter()
            .map(|column| Field::new(&column.name, DataType::Utf8, true))
            .collect::<Vec<_>>(),
    );
    if described.is_empty() {
        return Err(Error::Database {
            database: file.to_owned(),
            reason: "the query gives no columns; it has to be a SELECT".to_owned(),
        });
    }
    let names = names(file, &schema)?;
    let copy = format!("COPY ({query}) TO STDOUT");
    let stream = connection.wait(watch, connection.client().copy_out(&copy))?;
    let mut stream = Box::pin(stream);
    let mut rows = Rows::new(file, &described);
    let mut rest: Vec<u8> = Vec::new();
    while let Some(bytes) = connection.wait(watch, stream.try_next())? {
        rest.extend_from_slice(&bytes);
        let mut begin = 0;
        while let Some(end) = memchr::memchr(b'\n', &rest[begin..]) {
            rows.push(&rest[begin..begin + end])?;
            begin += end + 1;
            if rows.is_at_pause() {
                watch.advance(0)?;
            }
        }
        rest.drain(..begin);
    }
    drop(stream);
    connection.close();
    let types = described
        .iter()
        .map(|column| (column.name.clone(), column.declared.clone()))
        .collect::<BTreeMap<_, _>>();
    Ok(FileTable {
        file: file.to_owned(),
        names,
        batches: rows.finish()?,
        layout: Layout::Postgres(Arc::new(types)),
        notices: Vec::new(),
        size_bytes: 0,
    })
}

/// The table that is wanted, or the only one.
fn choose(
    connection: &Connection,
    file: &str,
    wanted: Option<TableName>,
    watch: Watch<'_>,
) -> Result<TableName, Error> {
    if let Some(wanted) = &wanted
        && connection.relation(watch, wanted)?.is_some()
    {
        return Ok(wanted.clone());
    }
    let tables = connection.tables(watch)?;
    match (&wanted, tables.as_slice()) {
        (None, [only]) => Ok(TableName::parse(only)),
        (None, []) => Err(Error::EmptyFile {
            file: file.to_owned(),
        }),
        _ => Err(Error::UnknownTable {
            database: file.to_owned(),
            table: wanted.map(|wanted| match wanted.schema {
                Some(schema) => format!("{schema}.{}", wanted.name),
                None => wanted.name,
            }),
            tables,
        }),
    }
}

/// A column of a result.
struct Described {
    name: String,
    /// Its type as a statement names it, such as `numeric(10,2)`.
    declared: String,
    shape: Shape,
}

/// What becomes of the texts of a column.
enum Shape {
    /// Values of this type, unless a value does not fit.
    Typed(DataType),
    /// Lists of text, unless an array has several dimensions.
    List,
    Text,
}

fn describe(
    connection: &Connection,
    statement: &tokio_postgres::Statement,
    watch: Watch<'_>,
) -> Result<Vec<Described>, Error> {
    let columns = statement.columns();
    if columns.is_empty() {
        return Ok(Vec::new());
    }
    let asked: Vec<String> = columns
        .iter()
        .map(|column| {
            format!(
                "pg_catalog.format_type({}, {})",
                column.type_().oid(),
                column.type_modifier()
            )
        })
        .collect();
    let rows = connection.rows(watch, &format!("SELECT {}", asked.join(", ")))?;
    let declared = rows.into_iter().next().unwrap_or_default();
    Ok(columns
        .iter()
        .zip(declared)
        .map(|(column, declared)| Described {
            name: column.name().to_owned(),
            declared: declared.unwrap_or_else(|| "text".to_owned()),
            shape: shape(column.type_(), column.type_modifier()),
        })
        .collect())
}

fn shape(kind: &Type, modifier: i32) -> Shape {
    Shape::Typed(match *kind {
        Type::BOOL => DataType::Boolean,
        Type::INT2 => DataType::Int16,
        Type::INT4 => DataType::Int32,
        Type::INT8 => DataType::Int64,
        Type::FLOAT4 => DataType::Float32,
        Type::FLOAT8 => DataType::Float64,
        Type::DATE => DataType::Date32,
        Type::TIMESTAMP => DataType::Timestamp(TimeUnit::Microsecond, None),
        Type::TIMESTAMPTZ => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        Type::NUMERIC => match decimal(modifier) {
            Some(kind) => kind,
            None => return Shape::Text,
        },
        _ => {
            return match kind.kind() {
                Kind::Array(_) => Shape::List,
                _ => Shape::Text,
            };
        }
    })
}

/// The type of numbers with so many digits; `None` if the column takes any.
fn decimal(modifier: i32) -> Option<DataType> {
    /// What a modifier counts besides the digits.
    const OFFSET: i32 = 4;
    /// Decimals of 128 bits have so many digits.
    const DIGITS: u8 = 38;
    let digits = modifier.checked_sub(OFFSET).filter(|digits| *digits >= 0)?;
    let (precision, scale) = (
        u8::try_from(digits >> 16).ok()?,
        i8::try_from(digits & 0x7ff).ok()?,
    );
    let is_plain =
        precision > 0 && precision <= DIGITS && u8::try_from(scale).is_ok_and(|scale| scale <= precision);
    is_plain.then_some(DataType::Decimal128(precision, scale))
}

/// Rows on their way into batches.
struct Rows<'a> {
    file: &'a str,
    columns: &'a [Described],
    builders: Vec<StringBuilder>,
    filled: usize,
    count: u64,
    batches: Vec<FileBatch>,
}

impl<'a> Rows<'a> {
    /// Rows between two checks whether to stop.
    const PAUSE: u64 = 4096;

    fn new(file: &'a str, columns: &'a [Described]) -> Self {
        Self {
            file,
            columns,
            builders: columns.iter().map(|_| StringBuilder::new()).collect(),
            filled: 0,
            count: 0,
            batches: Vec::new(),
        }
    }

    fn is_at_pause(&self) -> bool {
        self.count.is_multiple_of(Self::PAUSE)
    }

    fn push(&mut self, line: &[u8]) -> Result<(), Error> {
        let builders = &mut self.builders;
        let mut width = 0;
        copy::split(line, |column, value| {
            width += 1;
            if let Some(builder) = builders.get_mut(column) {
                // The connection asks for UTF-8.
                builder.append_option(value.map(String::from_utf8_lossy));
            }
        });
        if width != self.columns.len() {
            return Err(Error::Internal {
                reason: format!(
                    "a row of {width} columns where {} were announced",
                    self.columns.len()
                ),
            });
        }
        self.filled += 1;
        self.count += 1;
        if self.filled == BATCH_ROWS {
            self.end_batch()?;
        }
        Ok(())
    }

    fn end_batch(&mut self) -> Result<(), Error> {
        let values: Vec<ArrayRef> = self
            .builders
            .iter_mut()
            .zip(self.columns)
            .map(|(builder, column)| shaped(&(Arc::new(builder.finish()) as ArrayRef), &column.shape))
            .collect();
        let fields: Vec<Field> = self
            .columns
            .iter()
            .zip(&values)
            .map(|(column, values)| Field::new(&column.name, values.data_type().clone(), true))
            .collect();
        let options = RecordBatchOptions::new().with_row_count(Some(self.filled));
        let batch = RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), values, &options)
            .map_err(|error| Error::Internal {
                reason: error.to_string(),
            })?;
        let first = self.count - self.filled as u64 + 1;
        self.batches.push(file_batch(self.file, batch, first)?);
        self.filled = 0;
        Ok(())
    }

    fn finish(mut self) -> Result<Vec<FileBatch>, Error> {
        if self.filled > 0 {
            self.end_batch()?;
        }
        Ok(self.batches)
    }
}

/// Values in their shape, or as text if one does not fit: infinite dates, years before Christ, NaN among decimals.
fn shaped(texts: &ArrayRef, shape: &Shape) -> ArrayRef {
    let shaped = match shape {
        Shape::Typed(kind) => typed(texts, kind).ok(),
        Shape::List => lists(texts),
        Shape::Text => None,
    };
    shaped.unwrap_or_else(|| Arc::clone(texts))
}

fn lists(texts: &ArrayRef) -> Option<ArrayRef> {
    let mut builder = ListBuilder::new(StringBuilder::new());
    for text in texts.as_string::<i32>() {
        let Some(text) = text else {
            builder.append_null();
            continue;
        };
        for item in copy::items(text)? {
            builder.values().append_option(item);
        }
        builder.append(true);
    }
    Some(Arc::new(builder.finish()))
}
