//! A table, a view or a query of a `SQLite` database to batches.

use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::ReadOptions;
use super::batches::{BatchBuilder, FileTable};
use super::csv::MAX_COLUMNS;
use super::names::Named;
use crate::table::{Layout, Original};
use crate::value_text::push_number;
use crate::{Assumption, Error, Notice, Place, Unit};

/// Rows between two checks whether to stop.
const REPORT_ROWS: u64 = 4096;

/// Reads the table or query that the options name, or the only table.
pub(super) fn read(
    path: &Path,
    file: &str,
    options: &ReadOptions,
    progress: &dyn Fn(f64) -> Result<(), Error>,
) -> Result<FileTable, Error> {
    let failed = |error: rusqlite::Error| explained(file, &error);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(failed)?;
    let query = match &options.query {
        Some(query) => query.clone(),
        None => format!(
            "SELECT * FROM {}",
            quoted(&choose(&connection, file, options.table.as_deref())?)
        ),
    };
    let mut statement = connection.prepare(&query).map_err(failed)?;
    let names: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
    let place = |line| Place {
        file: file.to_owned(),
        line,
        unit: Unit::Row,
    };
    if names.len() > MAX_COLUMNS {
        return Err(Error::TooManyColumns {
            place: place(1),
            limit: MAX_COLUMNS,
        });
    }
    let width = names.len();
    let (names, assumed) = Named::of(names, width, false).into_parts();
    let mut builder = BatchBuilder::new(width);
    let mut batches = Vec::new();
    let mut rows = statement.query([]).map_err(failed)?;
    let mut count = 0;
    let mut text = Vec::new();
    while let Some(row) = rows.next().map_err(failed)? {
        count += 1;
        for column in 0..width {
            text.clear();
            push_value(row.get_ref(column).map_err(failed)?, &mut text);
            builder.push(column, &String::from_utf8_lossy(&text));
        }
        builder.end_row(count);
        if builder.is_full() {
            batches.extend(builder.take(Original::Text));
        }
        if count % REPORT_ROWS == 0 {
            progress(0.5)?;
        }
    }
    batches.extend(builder.take(Original::Text));
    Ok(FileTable {
        file: file.to_owned(),
        names,
        batches,
        layout: Layout::Sqlite,
        notices: assumed
            .into_iter()
            .map(|what| {
                Notice::Assumed(Assumption {
                    place: place(1),
                    what,
                })
            })
            .collect(),
        size_bytes: 0,
    })
}

/// The table that is wanted, or the only one.
fn choose(connection: &Connection, file: &str, wanted: Option<&str>) -> Result<String, Error> {
    let failed = |error: rusqlite::Error| explained(file, &error);
    let mut statement = connection
        .prepare(
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
             ORDER BY name",
        )
        .map_err(failed)?;
    let names = statement.query_map([], |row| row.get(0)).map_err(failed)?;
    let tables: Vec<String> = names.collect::<Result<_, _>>().map_err(failed)?;
    let found = match wanted {
        Some(wanted) => tables.iter().find(|name| name.eq_ignore_ascii_case(wanted)),
        None if tables.len() == 1 => tables.first(),
        None if tables.is_empty() => {
            return Err(Error::EmptyFile {
                file: file.to_owned(),
            });
        }
        None => None,
    };
    found.cloned().ok_or_else(|| Error::UnknownTable {
        database: file.to_owned(),
        table: wanted.map(str::to_owned),
        tables: tables.clone(),
    })
}

/// What a database says of a failure.
pub(crate) fn explained(database: &str, error: &rusqlite::Error) -> Error {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::LockedDatabase {
            database: database.to_owned(),
        },
        _ => Error::Database {
            database: database.to_owned(),
            reason: error.to_string(),
        },
    }
}

/// A name inside a statement.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn push_value(value: ValueRef<'_>, into: &mut Vec<u8>) {
    match value {
        ValueRef::Null => {}
        ValueRef::Integer(number) => into.extend_from_slice(number.to_string().as_bytes()),
        ValueRef::Real(number) => push_number(number, into),
        ValueRef::Text(text) => into.extend_from_slice(text),
        ValueRef::Blob(bytes) if std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0')) => {
            into.extend_from_slice(bytes);
        }
        ValueRef::Blob(bytes) => {
            for byte in bytes {
                into.extend_from_slice(format!("{byte:02x}").as_bytes());
            }
        }
    }
}
