//! Logs of runs, line by line.

use onefold_domain::{LogEvent, LogQuery, LogStream, Timestamp};
use rusqlite::types::Value;
use rusqlite::{Connection, Transaction, params, params_from_iter};

pub(super) fn append(
    transaction: &Transaction<'_>,
    stream: &str,
    lines: &[(Timestamp, String)],
) -> rusqlite::Result<()> {
    let mut statement =
        transaction.prepare_cached("INSERT INTO log_events (stream, time, message) VALUES (?1, ?2, ?3)")?;
    for (time, message) in lines {
        statement.execute(params![stream, time.0, message])?;
    }
    Ok(())
}

pub(super) fn events(connection: &Connection, query: &LogQuery) -> rusqlite::Result<Vec<LogEvent>> {
    let mut conditions = vec!["1".to_owned()];
    let mut values: Vec<Value> = Vec::new();
    let mut add = |condition: &str, value: Value| {
        values.push(value);
        conditions.push(condition.replace('?', &format!("?{}", values.len())));
    };
    if let Some(stream) = &query.stream {
        add("stream = ?", stream.clone().into());
    }
    if let Some(prefix) = &query.prefix {
        add("substr(stream, 1, length(?)) = ?", prefix.clone().into());
    }
    if let Some(from) = query.from {
        add("time >= ?", from.0.into());
    }
    if let Some(until) = query.until {
        add("time < ?", until.0.into());
    }
    if let Some(after) = query.after {
        add("sequence > ?", after.into());
    }
    if let Some(before) = query.before {
        add("sequence < ?", before.into());
    }
    let order = if query.is_from_end { "DESC" } else { "ASC" };
    let sql = format!(
        "SELECT sequence, stream, time, message FROM log_events WHERE {} ORDER BY sequence {order} LIMIT {}",
        conditions.join(" AND "),
        query.limit
    );
    let mut events: Vec<LogEvent> = connection
        .prepare_cached(&sql)?
        .query_map(params_from_iter(values), |row| {
            Ok(LogEvent {
                sequence: row.get(0)?,
                stream: row.get(1)?,
                time: Timestamp(row.get(2)?),
                message: row.get(3)?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    if query.is_from_end {
        events.reverse();
    }
    Ok(events)
}

pub(super) fn streams(
    connection: &Connection,
    prefix: &str,
    after: Option<&str>,
    limit: usize,
) -> rusqlite::Result<Vec<LogStream>> {
    connection
        .prepare_cached(
            "SELECT stream, min(time), max(time) FROM log_events \
             WHERE substr(stream, 1, length(?1)) = ?1 AND (?2 IS NULL OR stream > ?2) \
             GROUP BY stream ORDER BY stream LIMIT ?3",
        )?
        .query_map(params![prefix, after, limit as i64], |row| {
            Ok(LogStream {
                name: row.get(0)?,
                first: Timestamp(row.get(1)?),
                last: Timestamp(row.get(2)?),
            })
        })?
        .collect()
}
