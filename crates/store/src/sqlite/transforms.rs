//! Transforms: one row each, the definition as JSON.

use onefold_domain::{StoreError, Transform};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::{failed, from_json, taken, to_json};

pub(super) fn insert(
    transaction: &Transaction<'_>,
    transform: &Transform,
    limit: usize,
) -> Result<(), StoreError> {
    let there: i64 = transaction
        .query_row("SELECT count(*) FROM transforms", [], |row| row.get(0))
        .map_err(failed)?;
    transaction
        .execute(
            "INSERT INTO transforms (id, name, revision, body) VALUES (?1, ?2, ?3, ?4)",
            params![
                transform.id,
                transform.name,
                transform.revision as i64,
                to_json(transform)
            ],
        )
        .map_err(|error| taken(error, &format!("transform {:?}", transform.name)))?;
    if there as usize >= limit {
        return Err(StoreError::LimitReached {
            limit,
            is_of_owner: false,
        });
    }
    Ok(())
}

pub(super) fn one(connection: &Connection, id: &str) -> rusqlite::Result<Option<Transform>> {
    connection
        .prepare_cached("SELECT body FROM transforms WHERE id = ?1")?
        .query_row([id], |row| from_json(0, row.get_ref(0)?.as_str()?))
        .optional()
}

pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<Transform>> {
    connection
        .prepare_cached("SELECT body FROM transforms")?
        .query_map([], |row| from_json(0, row.get_ref(0)?.as_str()?))?
        .collect()
}

pub(super) fn save(transaction: &Transaction<'_>, transform: &Transform) -> Result<(), StoreError> {
    let what = || format!("transform {:?}", transform.name);
    let raised = Transform {
        revision: transform.revision + 1,
        ..transform.clone()
    };
    let changed = transaction
        .execute(
            "UPDATE transforms SET name = ?3, revision = ?4, body = ?5 WHERE id = ?1 AND revision = ?2",
            params![
                transform.id,
                transform.revision as i64,
                raised.name,
                raised.revision as i64,
                to_json(&raised)
            ],
        )
        .map_err(|error| taken(error, &what()))?;
    if changed == 0 {
        return Err(StoreError::Conflict { what: what() });
    }
    Ok(())
}

pub(super) fn delete(transaction: &Transaction<'_>, id: &str) -> rusqlite::Result<()> {
    transaction.execute(
        "DELETE FROM log_events WHERE stream IN (SELECT id FROM runs WHERE owner = ?1)",
        [id],
    )?;
    for table in [
        "runs",
        "blobs",
        "data_keys",
        "evaluations",
        "labeling_rounds",
        "labeling_sets",
        "judgements",
    ] {
        transaction.execute(&format!("DELETE FROM {table} WHERE owner = ?1"), [id])?;
    }
    transaction.execute("DELETE FROM transforms WHERE id = ?1", [id])?;
    Ok(())
}
