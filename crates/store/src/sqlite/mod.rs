//! The store: one connection that writes, a few that read, and a file for each group of tables.

mod blobs;
mod documents;
mod evaluations;
mod labeling;
mod logs;
mod runs;
mod transforms;

use std::path::{Path, PathBuf};
use std::time::Duration;

use onefold_domain::{
    Blob, BlobKind, Change, Completion, Document, DocumentKind, EvaluationEntry, Heartbeat, Judgement,
    LabelingRound, LogEvent, LogQuery, LogStream, MetadataStore, NewSet, RoundSet, Run, RunKind, RunQuery,
    RunQuota, RunStatus, SetChange, SetSummary, StoreError, Timestamp, Transform,
};
use parking_lot::Mutex;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::keyring::Keyring;

/// Schema changes in their order; the database remembers how many it has seen.
const MIGRATIONS: [&str; 3] = [
    include_str!("../../migrations/1.sql"),
    include_str!("../../migrations/2.sql"),
    include_str!("../../migrations/3.sql"),
];
/// Connections that read and wait for work.
const IDLE_READERS: usize = 8;
/// Statements that each connection keeps prepared.
const STATEMENTS: usize = 128;
/// Another process may hold the file for a moment: a backup, a check.
const BUSY_SECS: u64 = 10;

/// Metadata in one `SQLite` file.
#[derive(Debug)]
pub struct SqliteStore {
    path: PathBuf,
    keyring: Keyring,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

impl SqliteStore {
    /// Opens the file, makes it if it is not there, and brings its schema up to date.
    pub fn open(path: &Path, keyring: Keyring) -> Result<Self, StoreError> {
        let mut writer = Connection::open(path).map_err(failed)?;
        configure(&writer)?;
        writer
            .pragma_update(None, "journal_mode", "WAL")
            .and_then(|()| writer.pragma_update(None, "synchronous", "FULL"))
            .map_err(failed)?;
        migrate(&mut writer)?;
        Ok(Self {
            path: path.to_owned(),
            keyring,
            writer: Mutex::new(writer),
            readers: Mutex::default(),
        })
    }

    /// Keys that encrypt what transforms ask to have encrypted.
    pub fn keyring(&self) -> &Keyring {
        &self.keyring
    }

    /// What `SQLite` finds wrong with the file; empty if nothing.
    pub fn check(&self) -> Result<Vec<String>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare("PRAGMA integrity_check")?;
            let lines: Result<Vec<String>, _> = statement.query_map([], |row| row.get(0))?.collect();
            Ok(lines?.into_iter().filter(|line| line != "ok").collect())
        })
    }

    /// Gives room of deleted rows back to the file system.
    pub fn vacuum(&self) -> Result<(), StoreError> {
        let writer = self.writer.lock();
        writer
            .execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);")
            .map_err(failed)
    }

    /// Copies the database as it is now, while it is in use.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        const PAGES_AT_ONCE: i32 = 1024;
        self.read(|connection| {
            let mut copy = Connection::open(to)?;
            let backup = rusqlite::backup::Backup::new(connection, &mut copy)?;
            backup.run_to_completion(PAGES_AT_ONCE, Duration::ZERO, None)
        })
    }

    /// Runs a query on a separate connection.
    fn read<T>(&self, query: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        let idle = self.readers.lock().pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.open_reader()?,
        };
        let result = query(&connection).map_err(failed);
        let mut readers = self.readers.lock();
        if readers.len() < IDLE_READERS {
            readers.push(connection);
        }
        result
    }

    fn open_reader(&self) -> Result<Connection, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags).map_err(failed)?;
        configure(&connection)?;
        Ok(connection)
    }

    /// Does all of it or nothing.
    fn write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut writer = self.writer.lock();
        let transaction = writer
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(failed)?;
        let result = work(&transaction)?;
        transaction.commit().map_err(failed)?;
        Ok(result)
    }
}

fn configure(connection: &Connection) -> Result<(), StoreError> {
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection
        .busy_timeout(Duration::from_secs(BUSY_SECS))
        .map_err(failed)
}

/// Applies the migrations that the database has not seen.
fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(failed)?;
    let seen: usize = transaction
        .pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0))
        .map_err(failed)? as usize;
    if seen > MIGRATIONS.len() {
        return Err(StoreError::LaterSchema {
            found: seen,
            known: MIGRATIONS.len(),
        });
    }
    for (at, migration) in MIGRATIONS.iter().enumerate().skip(seen) {
        transaction
            .execute_batch(migration)
            .and_then(|()| transaction.pragma_update(None, "user_version", at as i64 + 1))
            .map_err(failed)?;
    }
    transaction.commit().map_err(failed)
}

fn failed(error: rusqlite::Error) -> StoreError {
    StoreError::Failed { source: error.into() }
}

/// A violated uniqueness as what the caller can act on.
fn taken(error: rusqlite::Error, what: &str) -> StoreError {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::ConstraintViolation) => StoreError::AlreadyExists {
            what: what.to_owned(),
        },
        _ => failed(error),
    }
}

/// What stands in a column as JSON.
fn from_json<T: serde::de::DeserializeOwned>(column: usize, text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(error))
    })
}

fn to_json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("what is stored has text for keys and finite numbers")
}

impl MetadataStore for SqliteStore {
    fn insert_transform(&self, transform: &Transform, limit: usize) -> Result<(), StoreError> {
        self.write(|transaction| transforms::insert(transaction, transform, limit))
    }

    fn transform(&self, id: &str) -> Result<Option<Transform>, StoreError> {
        self.read(|connection| transforms::one(connection, id))
    }

    fn transforms(&self) -> Result<Vec<Transform>, StoreError> {
        self.read(transforms::all)
    }

    fn save_transform(&self, transform: &Transform) -> Result<(), StoreError> {
        self.write(|transaction| transforms::save(transaction, transform))
    }

    fn delete_transform(&self, id: &str) -> Result<(), StoreError> {
        self.write(|transaction| transforms::delete(transaction, id).map_err(failed))
    }

    fn document(&self, kind: DocumentKind, scope: &str, name: &str) -> Result<Option<Document>, StoreError> {
        self.read(|connection| documents::one(connection, kind, scope, name))
    }

    fn documents(
        &self,
        kind: DocumentKind,
        scope: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Document>, StoreError> {
        self.read(|connection| documents::page(connection, kind, scope, after, limit))
    }

    fn apply(&self, changes: &[Change]) -> Result<(), StoreError> {
        self.write(|transaction| documents::apply(transaction, changes))
    }

    fn insert_run(&self, run: &Run, quota: Option<RunQuota<'_>>) -> Result<(), StoreError> {
        self.write(|transaction| runs::insert(transaction, run, quota))
    }

    fn run(&self, id: &str) -> Result<Option<Run>, StoreError> {
        self.read(|connection| runs::one(connection, id))
    }

    fn runs(&self, query: &RunQuery) -> Result<Vec<Run>, StoreError> {
        self.read(|connection| runs::page(connection, query))
    }

    fn active_runs(&self) -> Result<Vec<(RunKind, RunStatus, usize)>, StoreError> {
        self.read(runs::active)
    }

    fn oldest_waiting(&self) -> Result<Option<Timestamp>, StoreError> {
        self.read(runs::oldest_waiting)
    }

    fn stop_run(&self, id: &str, now: Timestamp) -> Result<Option<Run>, StoreError> {
        self.write(|transaction| runs::stop(transaction, id, now))
    }

    fn claim_run(&self, worker: &str, now: Timestamp, lease_millis: i64) -> Result<Option<Run>, StoreError> {
        // Most of the time there is nothing to do, and to see that needs no lock.
        if self
            .read(|connection| runs::claimable(connection, now))?
            .is_none()
        {
            return Ok(None);
        }
        self.write(|transaction| runs::claim(transaction, worker, now, lease_millis))
    }

    fn extend_lease(
        &self,
        id: &str,
        worker: &str,
        now: Timestamp,
        lease_millis: i64,
    ) -> Result<Heartbeat, StoreError> {
        self.write(|transaction| {
            runs::extend_lease(transaction, id, worker, now, lease_millis).map_err(failed)
        })
    }

    fn complete_run(
        &self,
        id: &str,
        worker: &str,
        completion: &Completion,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.write(|transaction| {
            let Some(owner) = runs::complete(transaction, id, worker, completion, now)? else {
                return Ok(false);
            };
            if let Some(transform) = &completion.transform {
                transforms::save(transaction, transform)?;
            }
            for blob in &completion.blobs {
                blobs::put(transaction, &self.keyring, &owner, blob, now)?;
            }
            if let Some(evaluation) = &completion.evaluation {
                evaluations::insert(transaction, id, &owner, evaluation, now).map_err(failed)?;
            }
            if let Some(chosen) = &completion.chosen {
                labeling::insert_sets(transaction, &self.keyring, &owner, chosen)?;
            }
            documents::apply(transaction, &completion.changes)?;
            Ok(true)
        })
    }

    fn stop_unleased(&self, now: Timestamp) -> Result<Vec<String>, StoreError> {
        if self
            .read(|connection| runs::stoppable(connection, now))?
            .is_empty()
        {
            return Ok(Vec::new());
        }
        self.write(|transaction| runs::stop_unleased(transaction, now))
    }

    fn release_leases(&self) -> Result<usize, StoreError> {
        self.write(|transaction| {
            labeling::release(transaction).map_err(failed)?;
            runs::release_leases(transaction).map_err(failed)
        })
    }

    fn blob(&self, transform: &str, kind: BlobKind) -> Result<Option<Vec<u8>>, StoreError> {
        let stored = self.read(|connection| blobs::newest(connection, transform, kind))?;
        stored
            .map(|stored| stored.open(&self.keyring, transform, kind))
            .transpose()
    }

    fn evaluations(&self, transform: &str, limit: usize) -> Result<Vec<EvaluationEntry>, StoreError> {
        self.read(|connection| evaluations::newest(connection, transform, limit))
    }

    fn insert_round(&self, round: &LabelingRound) -> Result<(), StoreError> {
        self.write(|transaction| labeling::insert_round(transaction, round))
    }

    fn save_round(&self, round: &LabelingRound) -> Result<(), StoreError> {
        self.write(|transaction| labeling::save_round(transaction, round))
    }

    fn rounds(&self, transform: &str, limit: usize) -> Result<Vec<LabelingRound>, StoreError> {
        self.read(|connection| labeling::rounds(connection, transform, limit))
    }

    fn set_summaries(&self, round: &str) -> Result<Vec<SetSummary>, StoreError> {
        self.read(|connection| labeling::summaries(connection, round))
    }

    fn labeling_set(&self, round: &str, number: u32) -> Result<Option<RoundSet>, StoreError> {
        self.read(|connection| Ok(labeling::one(connection, &self.keyring, round, number)))?
    }

    fn claim_set(
        &self,
        round: &str,
        who: &str,
        now: Timestamp,
        lease_millis: i64,
    ) -> Result<Option<RoundSet>, StoreError> {
        self.write(|transaction| labeling::claim(transaction, &self.keyring, round, who, now, lease_millis))
    }

    fn change_set(&self, change: &SetChange) -> Result<u64, StoreError> {
        self.write(|transaction| labeling::change(transaction, &self.keyring, change))
    }

    fn add_judged_set(&self, round: &str, set: &NewSet, judgement: &SetChange) -> Result<u32, StoreError> {
        self.write(|transaction| labeling::add_judged(transaction, &self.keyring, round, set, judgement))
    }

    fn judgements(&self, round: &str, limit: usize) -> Result<Vec<Judgement>, StoreError> {
        self.read(|connection| labeling::judgements(connection, round, limit))
    }

    fn append_log(&self, stream: &str, lines: &[(Timestamp, String)]) -> Result<(), StoreError> {
        self.write(|transaction| logs::append(transaction, stream, lines).map_err(failed))
    }

    fn log_events(&self, query: &LogQuery) -> Result<Vec<LogEvent>, StoreError> {
        self.read(|connection| logs::events(connection, query))
    }

    fn log_streams(
        &self,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<LogStream>, StoreError> {
        self.read(|connection| logs::streams(connection, prefix, after, limit))
    }

    fn ping(&self) -> Result<(), StoreError> {
        self.read(|connection| connection.query_row("SELECT 1", [], |_| Ok(())))
    }
}

impl SqliteStore {
    /// Wraps all data keys anew with the newest generation of their entries; gives how many there are.
    pub fn rewrap_data_keys(&self) -> Result<usize, StoreError> {
        self.write(|transaction| blobs::rewrap(transaction, &self.keyring))
    }

    /// Stores bytes without a run: for tools that bring a transform from elsewhere.
    pub fn put_blob(&self, transform: &str, blob: &Blob, now: Timestamp) -> Result<(), StoreError> {
        self.write(|transaction| blobs::put(transaction, &self.keyring, transform, blob, now))
    }
}
