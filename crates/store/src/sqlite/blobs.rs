//! Blobs: labels and models in versions, encrypted where the transform asks for it.

use onefold_domain::{Blob, BlobKind, StoreError, Timestamp};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::failed;
use crate::keyring::{DataKey, Keyring, KeyringError, WrappedKey};

/// So many versions of each blob are kept.
const VERSIONS: i64 = 5;

/// A blob as it is stored.
pub(super) struct StoredBlob {
    version: i64,
    body: Vec<u8>,
    /// The key it is encrypted with, if it is.
    key: Option<WrappedKey>,
}

pub(super) fn newest(
    connection: &Connection,
    owner: &str,
    kind: BlobKind,
) -> rusqlite::Result<Option<StoredBlob>> {
    connection
        .prepare_cached(
            "SELECT version, body, is_encrypted, entry, generation, wrapped FROM blobs \
             LEFT JOIN data_keys USING (owner) WHERE owner = ?1 AND kind = ?2 ORDER BY version DESC LIMIT 1",
        )?
        .query_row([owner, kind.as_str()], |row| {
            let key = if row.get::<_, bool>(2)? {
                Some(WrappedKey {
                    entry: row.get(3)?,
                    generation: row.get(4)?,
                    wrapped: row.get(5)?,
                })
            } else {
                None
            };
            Ok(StoredBlob {
                version: row.get(0)?,
                body: row.get(1)?,
                key,
            })
        })
        .optional()
}

impl StoredBlob {
    /// The bytes as they were given.
    pub fn open(self, keyring: &Keyring, owner: &str, kind: BlobKind) -> Result<Vec<u8>, StoreError> {
        match &self.key {
            None => Ok(self.body),
            Some(key) => keyring
                .unwrap(key, owner)
                .and_then(|key| key.decrypt(&self.body, &place(owner, kind, self.version)))
                .map_err(locked),
        }
    }
}

pub(super) fn put(
    transaction: &Transaction<'_>,
    keyring: &Keyring,
    owner: &str,
    blob: &Blob,
    now: Timestamp,
) -> Result<(), StoreError> {
    let kind = blob.kind.as_str();
    let version: i64 = transaction
        .query_row(
            "SELECT coalesce(max(version), 0) + 1 FROM blobs WHERE owner = ?1 AND kind = ?2",
            [owner, kind],
            |row| row.get(0),
        )
        .map_err(failed)?;
    let encrypted = match &blob.encrypt_with {
        None => None,
        Some(entry) => {
            let key = data_key(transaction, keyring, owner, entry)?;
            let sealed = key.encrypt(&blob.body, &place(owner, blob.kind, version));
            Some(sealed.map_err(locked)?)
        }
    };
    transaction
        .execute(
            "INSERT INTO blobs (owner, kind, version, created_on, is_encrypted, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                owner,
                kind,
                version,
                now.0,
                encrypted.is_some(),
                encrypted.as_deref().unwrap_or(&blob.body)
            ],
        )
        .map_err(failed)?;
    transaction
        .execute(
            "DELETE FROM blobs WHERE owner = ?1 AND kind = ?2 AND version <= ?3",
            params![owner, kind, version - VERSIONS],
        )
        .map_err(failed)?;
    Ok(())
}

/// The owner's data key; it is made when it is needed first.
fn data_key(
    transaction: &Transaction<'_>,
    keyring: &Keyring,
    owner: &str,
    entry: &str,
) -> Result<DataKey, StoreError> {
    let stored = stored_key(transaction, owner).map_err(failed)?;
    if let Some(stored) = stored {
        return keyring.unwrap(&stored, owner).map_err(locked);
    }
    let (key, wrapped) = keyring.new_data_key(entry, owner).map_err(locked)?;
    save_key(transaction, owner, &wrapped)?;
    Ok(key)
}

fn save_key(transaction: &Transaction<'_>, owner: &str, key: &WrappedKey) -> Result<(), StoreError> {
    transaction
        .execute(
            "INSERT OR REPLACE INTO data_keys (owner, entry, generation, wrapped) VALUES (?1, ?2, ?3, ?4)",
            params![owner, key.entry, key.generation, key.wrapped],
        )
        .map(drop)
        .map_err(failed)
}

pub(super) fn rewrap(transaction: &Transaction<'_>, keyring: &Keyring) -> Result<usize, StoreError> {
    let mut statement = transaction
        .prepare("SELECT owner, entry, generation, wrapped FROM data_keys")
        .map_err(failed)?;
    let keys: Vec<(String, WrappedKey)> = statement
        .query_map([], |row| {
            let key = WrappedKey {
                entry: row.get(1)?,
                generation: row.get(2)?,
                wrapped: row.get(3)?,
            };
            Ok((row.get(0)?, key))
        })
        .and_then(Iterator::collect)
        .map_err(failed)?;
    for (owner, stored) in &keys {
        let key = keyring.unwrap(stored, owner).map_err(locked)?;
        let wrapped = keyring.wrap(&key, &stored.entry, owner).map_err(locked)?;
        save_key(transaction, owner, &wrapped)?;
    }
    Ok(keys.len())
}

fn place(owner: &str, kind: BlobKind, version: i64) -> Vec<u8> {
    format!("{owner}/{}/{version}", kind.as_str()).into_bytes()
}

fn locked(error: KeyringError) -> StoreError {
    StoreError::Failed { source: error.into() }
}

/// Bytes as they are stored in other tables.
pub(super) struct Sealed {
    pub is_encrypted: bool,
    pub body: Vec<u8>,
}

/// Encrypts bytes with the owner's data key, if the owner is encrypted. They can be decrypted only for the same place.
pub(super) fn sealed(
    transaction: &Transaction<'_>,
    keyring: &Keyring,
    owner: &str,
    encrypt_with: Option<&str>,
    place: &str,
    body: Vec<u8>,
) -> Result<Sealed, StoreError> {
    let body = match encrypt_with {
        None => body,
        Some(entry) => data_key(transaction, keyring, owner, entry)?
            .encrypt(&body, format!("{owner}/{place}").as_bytes())
            .map_err(locked)?,
    };
    Ok(Sealed {
        is_encrypted: encrypt_with.is_some(),
        body,
    })
}

/// The bytes as they were given.
pub(super) fn opened(
    connection: &Connection,
    keyring: &Keyring,
    owner: &str,
    place: &str,
    sealed: Sealed,
) -> Result<Vec<u8>, StoreError> {
    if !sealed.is_encrypted {
        return Ok(sealed.body);
    }
    let stored = stored_key(connection, owner).map_err(failed)?;
    let stored = stored.ok_or_else(|| StoreError::Unreadable {
        what: "labeling set",
        source: format!("the data key of {owner} is missing").into(),
    })?;
    keyring
        .unwrap(&stored, owner)
        .and_then(|key| key.decrypt(&sealed.body, format!("{owner}/{place}").as_bytes()))
        .map_err(locked)
}

fn stored_key(connection: &Connection, owner: &str) -> rusqlite::Result<Option<WrappedKey>> {
    connection
        .query_row(
            "SELECT entry, generation, wrapped FROM data_keys WHERE owner = ?1",
            [owner],
            |row| {
                Ok(WrappedKey {
                    entry: row.get(0)?,
                    generation: row.get(1)?,
                    wrapped: row.get(2)?,
                })
            },
        )
        .optional()
}
