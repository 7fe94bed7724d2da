//! Runs: the queue that workers claim from, and the lists that clients page through.

use onefold_domain::{
    Completion, Heartbeat, Run, RunCursor, RunEvent, RunKind, RunQuery, RunQuota, RunSort, RunStatus,
    StoreError, Timestamp, task_run_of_job_run,
};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params, params_from_iter};

use super::{failed, from_json, taken, to_json};

const COLUMNS: &str = "id, owner, status, started_on, modified_on, completed_on, execution_millis, error, \
     details, attempt, max_retries, timeout_millis";

/// The condition of the partial index over runs that are not over, word for word.
const UNDER_WAY: &str = "status IN ('STARTING', 'RUNNING', 'STOPPING')";

/// Wait for a worker, or are left over by one that is gone. Imports into one transform change what it has learned, so
/// only one of them is at work at a time.
const CLAIMABLE: &str = "status IN ('STARTING', 'RUNNING', 'STOPPING') AND status <> 'STOPPING' \
     AND kind <> 'FIND_MATCHES' AND (lease_until IS NULL OR lease_until <= ?1) \
     AND NOT EXISTS (SELECT 1 FROM runs AS other WHERE other.status IN ('STARTING', 'RUNNING', 'STOPPING') \
       AND other.owner = runs.owner AND runs.kind = 'IMPORT_LABELS' AND other.kind = 'IMPORT_LABELS' \
       AND other.id <> runs.id AND other.lease_owner IS NOT NULL AND other.lease_until > ?1)";

/// To be stopped, and held by no worker.
const STOPPABLE: &str = "status IN ('STARTING', 'RUNNING', 'STOPPING') AND status = 'STOPPING' \
     AND kind <> 'FIND_MATCHES' AND (lease_owner IS NULL OR lease_until <= ?1)";

pub(super) fn insert(
    transaction: &Transaction<'_>,
    run: &Run,
    quota: Option<RunQuota<'_>>,
) -> Result<(), StoreError> {
    if let Some(quota) = quota {
        check_quota(transaction, &run.owner, quota)?;
    }
    transaction
        .prepare_cached(
            "INSERT INTO runs (id, owner, kind, status, started_on, modified_on, completed_on, execution_millis, \
             error, details, attempt, max_retries, timeout_millis) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )
        .and_then(|mut statement| {
            statement.execute(params![
                run.id,
                run.owner,
                run.kind().as_str(),
                run.status.as_str(),
                run.started_on.0,
                run.modified_on.0,
                run.completed_on.map(|time| time.0),
                run.execution_millis,
                run.error,
                to_json(&run.details),
                run.attempt,
                run.max_retries,
                run.timeout_millis
            ])
        })
        .map(drop)
        .map_err(|error| taken(error, &format!("run {}", run.id)))
}

fn check_quota(transaction: &Transaction<'_>, owner: &str, quota: RunQuota<'_>) -> Result<(), StoreError> {
    let kinds: Vec<String> = quota
        .kinds
        .iter()
        .map(|kind| format!("'{}'", kind.as_str()))
        .collect();
    let sql = format!(
        "SELECT count(*), coalesce(sum(owner = ?1), 0) FROM runs WHERE {UNDER_WAY} AND kind IN ({})",
        kinds.join(", ")
    );
    let (total, of_owner): (i64, i64) = transaction
        .query_row(&sql, [owner], |row| Ok((row.get(0)?, row.get(1)?)))
        .map_err(failed)?;
    let limits = [(of_owner, quota.per_owner, true), (total, quota.total, false)];
    match limits
        .into_iter()
        .find(|(there, limit, _)| *there as usize >= *limit)
    {
        Some((_, limit, is_of_owner)) => Err(StoreError::LimitReached { limit, is_of_owner }),
        None => Ok(()),
    }
}

pub(super) fn one(connection: &Connection, id: &str) -> rusqlite::Result<Option<Run>> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM runs WHERE id = ?1"))?
        .query_row([id], run)
        .optional()
}

fn run(row: &Row<'_>) -> rusqlite::Result<Run> {
    Ok(Run {
        id: row.get(0)?,
        owner: row.get(1)?,
        status: status_at(2, row)?,
        started_on: Timestamp(row.get(3)?),
        modified_on: Timestamp(row.get(4)?),
        completed_on: row.get::<_, Option<i64>>(5)?.map(Timestamp),
        execution_millis: row.get(6)?,
        error: row.get(7)?,
        details: from_json(8, row.get_ref(8)?.as_str()?)?,
        attempt: row.get(9)?,
        max_retries: row.get(10)?,
        timeout_millis: row.get(11)?,
    })
}

fn status_at(column: usize, row: &Row<'_>) -> rusqlite::Result<RunStatus> {
    let name = row.get_ref(column)?.as_str()?;
    RunStatus::parse(name).ok_or_else(|| {
        let error = format!("{name:?} is not a status");
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, error.into())
    })
}

/// Brings a run from where it stands to where it is after the event: the one place where a status changes. `None` if
/// there is no such run.
fn advance(
    transaction: &Transaction<'_>,
    id: &str,
    event: RunEvent,
    now: Timestamp,
) -> Result<Option<RunStatus>, StoreError> {
    let status = transaction
        .prepare_cached("SELECT status FROM runs WHERE id = ?1")
        .and_then(|mut statement| statement.query_row([id], |row| status_at(0, row)).optional())
        .map_err(failed)?;
    let Some(status) = status else {
        return Ok(None);
    };
    let next = status.after(event).map_err(|wrong| StoreError::WrongMove {
        run: id.to_owned(),
        wrong,
    })?;
    transaction
        .prepare_cached("UPDATE runs SET status = ?2, modified_on = ?3 WHERE id = ?1")
        .and_then(|mut statement| statement.execute(params![id, next.as_str(), now.0]))
        .map_err(failed)?;
    Ok(Some(next))
}

/// The same where a run that stands elsewhere stays as it is.
fn advance_if_it_may(
    transaction: &Transaction<'_>,
    id: &str,
    event: RunEvent,
    now: Timestamp,
) -> Result<Option<RunStatus>, StoreError> {
    match advance(transaction, id, event, now) {
        Err(StoreError::WrongMove { .. }) => Ok(None),
        other => other,
    }
}

/// Sorted by kind or status, a page is put together from one range of an index for each value. So its cost depends on its
/// length and not on the number of runs.
pub(super) fn page(connection: &Connection, query: &RunQuery) -> rusqlite::Result<Vec<Run>> {
    let values: Vec<&'static str> = match query.sort {
        RunSort::Started => return range(connection, query, query.after.as_ref(), query.limit),
        RunSort::Kind => RunKind::TASKS
            .iter()
            .filter(|kind| query.kind.is_none_or(|wanted| wanted == **kind))
            .map(|kind| kind.as_str())
            .collect(),
        RunSort::Status => RunStatus::ALL
            .iter()
            .filter(|status| query.status.is_none_or(|wanted| wanted == **status))
            .map(|status| status.as_str())
            .collect(),
    };
    let order = |a: &str, b: &str| if query.is_descending { b.cmp(a) } else { a.cmp(b) };
    let mut ordered = values;
    ordered.sort_by(|a, b| order(a, b));
    let mut runs = Vec::new();
    for value in ordered {
        let after = query.after.as_ref();
        if after.is_some_and(|after| order(value, &after.value).is_lt()) {
            continue;
        }
        let mut part = query.clone();
        match query.sort {
            RunSort::Kind => part.kind = RunKind::parse(value),
            _ => part.status = RunStatus::parse(value),
        }
        part.is_descending = true;
        let after = after.filter(|after| after.value == value);
        runs.extend(range(connection, &part, after, query.limit - runs.len())?);
        if runs.len() == query.limit {
            break;
        }
    }
    Ok(runs)
}

/// A page sorted by time.
fn range(
    connection: &Connection,
    query: &RunQuery,
    after: Option<&RunCursor>,
    limit: usize,
) -> rusqlite::Result<Vec<Run>> {
    let (mut conditions, mut values): (Vec<String>, Vec<Value>) = match &query.owner {
        Some(owner) => (vec!["owner = ?1".to_owned()], vec![owner.clone().into()]),
        // The plus keeps the planner from taking this for a range of an index.
        None => (vec!["+kind NOT IN ('JOB', 'CRAWL')".to_owned()], Vec::new()),
    };
    let mut add = |condition: &str, value: Value| {
        values.push(value);
        conditions.push(condition.replace('?', &format!("?{}", values.len())));
    };
    if let Some(kind) = query.kind {
        add("kind = ?", kind.as_str().to_owned().into());
    }
    if let Some(status) = query.status {
        add("status = ?", status.as_str().to_owned().into());
    }
    if let Some(before) = query.started_before {
        add("started_on < ?", before.0.into());
    }
    if let Some(after) = query.started_after {
        add("started_on > ?", after.0.into());
    }
    let (direction, side) = if query.is_descending {
        ("DESC", "<=")
    } else {
        ("ASC", ">=")
    };
    if let Some(after) = after {
        add(&format!("started_on {side} ?"), after.started_on.0.into());
        let time = values.len();
        values.push(after.id.clone().into());
        conditions.push(format!("(started_on <> ?{time} OR id > ?{})", values.len()));
    }
    let conditions = conditions.join(" AND ");
    let sql = format!(
        "SELECT {COLUMNS} FROM runs WHERE {conditions} ORDER BY started_on {direction}, id LIMIT {limit}"
    );
    connection
        .prepare_cached(&sql)?
        .query_map(params_from_iter(values), run)?
        .collect()
}

pub(super) fn active(connection: &Connection) -> rusqlite::Result<Vec<(RunKind, RunStatus, usize)>> {
    let sql = format!("SELECT kind, status, count(*) FROM runs WHERE {UNDER_WAY} GROUP BY kind, status");
    let counts: Vec<(String, String, i64)> = connection
        .prepare_cached(&sql)?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(counts
        .into_iter()
        .filter_map(|(kind, status, count)| {
            Some((RunKind::parse(&kind)?, RunStatus::parse(&status)?, count as usize))
        })
        .collect())
}

pub(super) fn oldest_waiting(connection: &Connection) -> rusqlite::Result<Option<Timestamp>> {
    let sql = format!("SELECT min(started_on) FROM runs WHERE {UNDER_WAY} AND status = 'STARTING'");
    connection
        .prepare_cached(&sql)?
        .query_row([], |row| Ok(row.get::<_, Option<i64>>(0)?.map(Timestamp)))
}

pub(super) fn stop(
    transaction: &Transaction<'_>,
    id: &str,
    now: Timestamp,
) -> Result<Option<Run>, StoreError> {
    advance_if_it_may(transaction, id, RunEvent::Stop, now)?;
    one(transaction, id).map_err(failed)
}

pub(super) fn claimable(connection: &Connection, now: Timestamp) -> rusqlite::Result<Option<String>> {
    let sql = format!("SELECT id FROM runs WHERE {CLAIMABLE} ORDER BY sequence LIMIT 1");
    connection
        .prepare_cached(&sql)?
        .query_row([now.0], |row| row.get(0))
        .optional()
}

pub(super) fn claim(
    transaction: &Transaction<'_>,
    worker: &str,
    now: Timestamp,
    lease_millis: i64,
) -> Result<Option<Run>, StoreError> {
    let Some(id) = claimable(transaction, now).map_err(failed)? else {
        return Ok(None);
    };
    advance(transaction, &id, RunEvent::Claim, now)?;
    transaction
        .execute(
            "UPDATE runs SET begun_on = ?2, attempt = attempt + 1, lease_owner = ?3, lease_until = ?4 WHERE id = ?1",
            params![id, now.0, worker, now.plus_millis(lease_millis).0],
        )
        .and_then(|_| one(transaction, &id))
        .map_err(failed)
}

pub(super) fn extend_lease(
    transaction: &Transaction<'_>,
    id: &str,
    worker: &str,
    now: Timestamp,
    lease_millis: i64,
) -> rusqlite::Result<Heartbeat> {
    let sql = format!(
        "UPDATE runs SET lease_until = ?3 WHERE id = ?1 AND lease_owner = ?2 AND {UNDER_WAY} RETURNING status"
    );
    let status: Option<String> = transaction
        .prepare_cached(&sql)?
        .query_row(params![id, worker, now.plus_millis(lease_millis).0], |row| {
            row.get(0)
        })
        .optional()?;
    Ok(match status.as_deref() {
        None => Heartbeat::Lost,
        Some("STOPPING") => Heartbeat::StopRequested,
        Some(_) => Heartbeat::Held,
    })
}

/// Gives the owner of the run, or `None` if the worker does not have it.
pub(super) fn complete(
    transaction: &Transaction<'_>,
    id: &str,
    worker: &str,
    completion: &Completion,
    now: Timestamp,
) -> Result<Option<String>, StoreError> {
    let sql = format!("SELECT owner FROM runs WHERE id = ?1 AND lease_owner = ?2 AND {UNDER_WAY}");
    let owner: Option<String> = transaction
        .query_row(&sql, [id, worker], |row| row.get(0))
        .optional()
        .map_err(failed)?;
    if owner.is_none() {
        return Ok(None);
    }
    transaction
        .execute(
            "UPDATE runs SET execution_millis = execution_millis + max(0, ?2 - begun_on), lease_owner = NULL, \
             lease_until = NULL, details = coalesce(?3, details) WHERE id = ?1",
            params![id, now.0, completion.details.as_ref().map(to_json)],
        )
        .map_err(failed)?;
    let event = completion.status.map_or(RunEvent::Retry, RunEvent::End);
    match advance(transaction, id, event, now)? {
        Some(RunStatus::Starting) => wait_for_retry(transaction, id, completion, now).map_err(failed)?,
        // It is found without a worker, and ends.
        None | Some(RunStatus::Stopping) => {}
        Some(_) => finish(transaction, id, completion, now)?,
    }
    Ok(owner)
}

/// A run that failed through no fault of its own waits so long before it is tried again.
const RETRY_MILLIS: i64 = 1000;

fn wait_for_retry(
    transaction: &Transaction<'_>,
    id: &str,
    completion: &Completion,
    now: Timestamp,
) -> rusqlite::Result<()> {
    transaction
        .execute(
            "UPDATE runs SET error = ?2, lease_until = ?3 WHERE id = ?1",
            params![id, completion.error, now.plus_millis(RETRY_MILLIS).0],
        )
        .map(drop)
}

/// Notes the end of a run that is over, and ends its twin in the same way.
fn finish(
    transaction: &Transaction<'_>,
    id: &str,
    completion: &Completion,
    now: Timestamp,
) -> Result<(), StoreError> {
    note_end(transaction, id, completion, now).map_err(failed)?;
    if let (Some(twin), Some(status)) = (&completion.twin, completion.status)
        && advance_if_it_may(transaction, twin, RunEvent::End(status), now)?.is_some()
    {
        note_end(transaction, twin, completion, now).map_err(failed)?;
    }
    Ok(())
}

fn note_end(
    transaction: &Transaction<'_>,
    id: &str,
    completion: &Completion,
    now: Timestamp,
) -> rusqlite::Result<()> {
    transaction
        .execute(
            "UPDATE runs SET error = ?2, completed_on = ?3, \
             execution_millis = CASE WHEN kind = 'FIND_MATCHES' THEN max(0, ?3 - started_on) ELSE execution_millis END \
             WHERE id = ?1",
            params![id, completion.error, now.0],
        )
        .map(drop)
}

pub(super) fn stoppable(connection: &Connection, now: Timestamp) -> rusqlite::Result<Vec<String>> {
    let sql = format!("SELECT id FROM runs WHERE {STOPPABLE}");
    connection
        .prepare_cached(&sql)?
        .query_map([now.0], |row| row.get(0))?
        .collect()
}

pub(super) fn stop_unleased(
    transaction: &Transaction<'_>,
    now: Timestamp,
) -> Result<Vec<String>, StoreError> {
    let ids = stoppable(transaction, now).map_err(failed)?;
    for id in &ids {
        let completion = Completion {
            status: Some(RunStatus::Stopped),
            error: Some(RunStatus::STOPPED_ON_REQUEST.to_owned()),
            twin: Some(task_run_of_job_run(id)),
            ..Completion::default()
        };
        advance(transaction, id, RunEvent::End(RunStatus::Stopped), now)?;
        finish(transaction, id, &completion, now)?;
    }
    Ok(ids)
}

pub(super) fn release_leases(transaction: &Transaction<'_>) -> rusqlite::Result<usize> {
    let sql = format!(
        "UPDATE runs SET lease_owner = NULL, lease_until = NULL WHERE {UNDER_WAY} AND lease_owner IS NOT NULL"
    );
    transaction.execute(&sql, [])
}
