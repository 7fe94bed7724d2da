//! Documents: what was given, as JSON, under kind, scope and name.

use onefold_domain::{Body, Change, Document, DocumentKind, StoreError, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::{failed, taken, to_json};

pub(super) fn one(
    connection: &Connection,
    kind: DocumentKind,
    scope: &str,
    name: &str,
) -> rusqlite::Result<Option<Document>> {
    connection
        .prepare_cached(
            "SELECT name, revision, created_on, modified_on, body FROM documents \
             WHERE kind = ?1 AND scope = ?2 AND name = ?3",
        )?
        .query_row([kind.as_str(), scope, name], |row| document(kind, scope, row))
        .optional()
}

pub(super) fn page(
    connection: &Connection,
    kind: DocumentKind,
    scope: &str,
    after: Option<&str>,
    limit: usize,
) -> rusqlite::Result<Vec<Document>> {
    connection
        .prepare_cached(
            "SELECT name, revision, created_on, modified_on, body FROM documents \
             WHERE kind = ?1 AND scope = ?2 AND (?3 IS NULL OR name > ?3) ORDER BY name LIMIT ?4",
        )?
        .query_map(params![kind.as_str(), scope, after, limit as i64], |row| {
            document(kind, scope, row)
        })?
        .collect()
}

fn document(kind: DocumentKind, scope: &str, row: &Row<'_>) -> rusqlite::Result<Document> {
    let body = Body::from_json(kind, row.get_ref(4)?.as_str()?).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(4, rusqlite::types::Type::Text, error.into())
    })?;
    Ok(Document {
        scope: scope.to_owned(),
        name: row.get(0)?,
        revision: row.get::<_, i64>(1)? as u64,
        created_on: Timestamp(row.get(2)?),
        modified_on: Timestamp(row.get(3)?),
        body,
    })
}

pub(super) fn apply(transaction: &Transaction<'_>, changes: &[Change]) -> Result<(), StoreError> {
    changes.iter().try_for_each(|change| match change {
        Change::Insert(document) => insert(transaction, document),
        Change::Save(document) => save(transaction, document),
        Change::Delete(kind, scope, name) => transaction
            .execute(
                "DELETE FROM documents WHERE kind = ?1 AND scope = ?2 AND name = ?3",
                [kind.as_str(), scope, name],
            )
            .map(drop)
            .map_err(failed),
        Change::DeleteScope(kind, scope) => transaction
            .execute(
                "DELETE FROM documents WHERE kind = ?1 AND scope = ?2",
                [kind.as_str(), scope],
            )
            .map(drop)
            .map_err(failed),
        Change::DeleteScopes(kind, begin) => transaction
            .execute(
                "DELETE FROM documents WHERE kind = ?1 AND substr(scope, 1, length(?2)) = ?2",
                [kind.as_str(), begin],
            )
            .map(drop)
            .map_err(failed),
    })
}

fn name(document: &Document) -> String {
    format!("{} {:?}", document.body.kind().as_str(), document.name)
}

fn insert(transaction: &Transaction<'_>, document: &Document) -> Result<(), StoreError> {
    transaction
        .execute(
            "INSERT INTO documents (kind, scope, name, revision, created_on, modified_on, body) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                document.body.kind().as_str(),
                document.scope,
                document.name,
                document.revision as i64,
                document.created_on.0,
                document.modified_on.0,
                to_json(&document.body)
            ],
        )
        .map(drop)
        .map_err(|error| taken(error, &name(document)))
}

fn save(transaction: &Transaction<'_>, document: &Document) -> Result<(), StoreError> {
    let changed = transaction
        .execute(
            "UPDATE documents SET revision = revision + 1, modified_on = ?5, body = ?6 \
             WHERE kind = ?1 AND scope = ?2 AND name = ?3 AND revision = ?4",
            params![
                document.body.kind().as_str(),
                document.scope,
                document.name,
                document.revision as i64,
                document.modified_on.0,
                to_json(&document.body)
            ],
        )
        .map_err(failed)?;
    if changed == 0 {
        return Err(StoreError::Conflict { what: name(document) });
    }
    Ok(())
}
