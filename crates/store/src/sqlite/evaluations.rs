//! What evaluations found.

use onefold_domain::{Evaluation, EvaluationEntry, Timestamp};
use rusqlite::{Connection, Transaction, params};

use super::{from_json, to_json};

pub(super) fn insert(
    transaction: &Transaction<'_>,
    run: &str,
    owner: &str,
    evaluation: &Evaluation,
    now: Timestamp,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT OR REPLACE INTO evaluations (run, owner, completed_on, body) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![run, owner, now.0, to_json(evaluation)])
        .map(drop)
}

pub(super) fn newest(
    connection: &Connection,
    owner: &str,
    limit: usize,
) -> rusqlite::Result<Vec<EvaluationEntry>> {
    connection
        .prepare_cached(
            "SELECT run, completed_on, body FROM evaluations WHERE owner = ?1 ORDER BY completed_on DESC, run LIMIT ?2",
        )?
        .query_map(params![owner, limit as i64], |row| {
            Ok(EvaluationEntry {
                run: row.get(0)?,
                time: Timestamp(row.get(1)?),
                evaluation: from_json(2, row.get_ref(2)?.as_str()?)?,
            })
        })?
        .collect()
}
