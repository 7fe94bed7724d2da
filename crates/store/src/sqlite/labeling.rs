//! Rounds of labeling: sets, who holds which, and judgements. Records and marks are encrypted as labels are.

use onefold_domain::{
    Act, ChosenSets, Judgement, LabelingRound, Mark, NewSet, RoundSet, SetChange, SetContent, SetState,
    SetSummary, StoreError, Timestamp,
};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::blobs::{Sealed, opened, sealed};
use super::{failed, from_json, taken, to_json};
use crate::keyring::Keyring;

const SUMMARY: &str = "number, state, version, holder, held_until, expected_errors";

pub(super) fn insert_round(transaction: &Transaction<'_>, round: &LabelingRound) -> Result<(), StoreError> {
    transaction
        .execute(
            "INSERT INTO labeling_rounds (id, owner, number, revision, is_closed, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                round.id,
                round.transform,
                round.number,
                round.revision as i64,
                round.closed_on.is_some(),
                to_json(round)
            ],
        )
        .map(drop)
        .map_err(|error| taken(error, &format!("labeling round {}", round.number)))
}

pub(super) fn save_round(transaction: &Transaction<'_>, round: &LabelingRound) -> Result<(), StoreError> {
    let raised = LabelingRound {
        revision: round.revision + 1,
        ..round.clone()
    };
    let changed = transaction
        .execute(
            "UPDATE labeling_rounds SET revision = ?3, is_closed = ?4, body = ?5 WHERE id = ?1 AND revision = ?2",
            params![
                round.id,
                round.revision as i64,
                raised.revision as i64,
                raised.closed_on.is_some(),
                to_json(&raised)
            ],
        )
        .map_err(failed)?;
    if changed == 0 {
        return Err(StoreError::Conflict {
            what: format!("labeling round {}", round.number),
        });
    }
    Ok(())
}

pub(super) fn rounds(
    connection: &Connection,
    owner: &str,
    limit: usize,
) -> rusqlite::Result<Vec<LabelingRound>> {
    connection
        .prepare_cached("SELECT body FROM labeling_rounds WHERE owner = ?1 ORDER BY number DESC LIMIT ?2")?
        .query_map(params![owner, limit as i64], |row| {
            from_json(0, row.get_ref(0)?.as_str()?)
        })?
        .collect()
}

pub(super) fn summaries(connection: &Connection, round: &str) -> rusqlite::Result<Vec<SetSummary>> {
    connection
        .prepare_cached(&format!(
            "SELECT {SUMMARY} FROM labeling_sets WHERE round = ?1 ORDER BY number"
        ))?
        .query_map([round], summary)?
        .collect()
}

fn summary(row: &Row<'_>) -> rusqlite::Result<SetSummary> {
    let state: String = row.get(1)?;
    Ok(SetSummary {
        number: row.get(0)?,
        state: SetState::parse(&state).unwrap_or(SetState::Open),
        version: row.get::<_, i64>(2)? as u64,
        holder: row.get(3)?,
        held_until: row.get::<_, Option<i64>>(4)?.map(Timestamp),
        expected_errors: row.get(5)?,
    })
}

pub(super) fn one(
    connection: &Connection,
    keyring: &Keyring,
    round: &str,
    number: u32,
) -> Result<Option<RoundSet>, StoreError> {
    let found = connection
        .prepare_cached(&format!(
            "SELECT {SUMMARY}, held_since, owner, is_encrypted, content FROM labeling_sets \
             WHERE round = ?1 AND number = ?2"
        ))
        .and_then(|mut statement| {
            statement
                .query_row(params![round, number], |row| {
                    let sealed = Sealed {
                        is_encrypted: row.get(8)?,
                        body: row.get(9)?,
                    };
                    let since = row.get::<_, Option<i64>>(6)?.map(Timestamp);
                    Ok((summary(row)?, since, row.get::<_, String>(7)?, sealed))
                })
                .optional()
        })
        .map_err(failed)?;
    let Some((summary, held_since, owner, sealed)) = found else {
        return Ok(None);
    };
    let content: SetContent = parsed(&opened(
        connection,
        keyring,
        &owner,
        &content_place(round, number),
        sealed,
    )?)?;
    let marks = marks_of(connection, keyring, &owner, round, &summary)?;
    Ok(Some(RoundSet {
        summary,
        held_since,
        content,
        marks,
    }))
}

fn marks_of(
    connection: &Connection,
    keyring: &Keyring,
    owner: &str,
    round: &str,
    summary: &SetSummary,
) -> Result<Vec<Mark>, StoreError> {
    let sealed = connection
        .prepare_cached(
            "SELECT is_encrypted, marks FROM judgements WHERE round = ?1 AND number = ?2 AND version = ?3",
        )
        .and_then(|mut statement| {
            statement
                .query_row(params![round, summary.number, summary.version as i64], |row| {
                    Ok(Sealed {
                        is_encrypted: row.get(0)?,
                        body: row.get(1)?,
                    })
                })
                .optional()
        })
        .map_err(failed)?;
    match sealed {
        None => Ok(Vec::new()),
        Some(sealed) => {
            let place = marks_place(round, summary.number, summary.version);
            parsed(&opened(connection, keyring, owner, &place, sealed)?)
        }
    }
}

pub(super) fn claim(
    transaction: &Transaction<'_>,
    keyring: &Keyring,
    round: &str,
    who: &str,
    now: Timestamp,
    lease_millis: i64,
) -> Result<Option<RoundSet>, StoreError> {
    let number: Option<u32> = transaction
        .query_row(
            "SELECT labeling_sets.number FROM labeling_sets JOIN labeling_rounds ON labeling_rounds.id = round \
             WHERE round = ?1 AND is_closed = 0 AND state = 'OPEN' \
             AND (holder = ?2 OR holder IS NULL OR held_until <= ?3) \
             ORDER BY holder IS NOT ?2, labeling_sets.number LIMIT 1",
            params![round, who, now.0],
            |row| row.get(0),
        )
        .optional()
        .map_err(failed)?;
    let Some(number) = number else {
        return Ok(None);
    };
    transaction
        .execute(
            "UPDATE labeling_sets SET held_since = CASE WHEN holder = ?3 THEN held_since ELSE ?4 END, holder = ?3, \
             held_until = ?5 WHERE round = ?1 AND number = ?2",
            params![round, number, who, now.0, now.plus_millis(lease_millis).0],
        )
        .map_err(failed)?;
    one(transaction, keyring, round, number)
}

pub(super) fn change(
    transaction: &Transaction<'_>,
    keyring: &Keyring,
    change: &SetChange,
) -> Result<u64, StoreError> {
    let keeps = change.act == Act::Undo;
    let changed = transaction
        .execute(
            "UPDATE labeling_sets SET state = ?5, version = version + 1, holder = ?6, held_since = ?7, held_until = ?8 \
             WHERE round = ?1 AND number = ?2 AND version = ?3 \
             AND (state <> 'OPEN' OR holder IS NULL OR holder = ?4 OR held_until <= ?9) \
             AND (?10 OR (SELECT is_closed FROM labeling_rounds WHERE id = ?1) = 0)",
            params![
                change.round,
                change.number,
                change.version as i64,
                change.who,
                change.act.leads_to().as_str(),
                keeps.then_some(&change.who),
                keeps.then_some(change.time.0),
                keeps.then_some(change.held_until.0),
                change.time.0,
                keeps,
            ],
        )
        .map_err(failed)?;
    if changed == 0 {
        return Err(StoreError::Conflict {
            what: format!("set {}", change.number),
        });
    }
    keep(transaction, keyring, change)?;
    Ok(change.version + 1)
}

/// Keeps the act that made the version after the one that it was based on.
fn keep(transaction: &Transaction<'_>, keyring: &Keyring, change: &SetChange) -> Result<(), StoreError> {
    let version = change.version + 1;
    let (owner, encrypt_with) = round_of(transaction, &change.round)?;
    let place = marks_place(&change.round, change.number, version);
    let body = to_json(&change.marks).into_bytes();
    let sealed = sealed(
        transaction,
        keyring,
        &owner,
        encrypt_with.as_deref(),
        &place,
        body,
    )?;
    transaction
        .execute(
            "INSERT INTO judgements (owner, round, number, version, who, time, act, millis, is_encrypted, marks) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                owner,
                change.round,
                change.number,
                version as i64,
                change.who,
                change.time.0,
                change.act.as_str(),
                change.millis,
                sealed.is_encrypted,
                sealed.body
            ],
        )
        .map(drop)
        .map_err(failed)
}

/// The transform of a round, and the keyring entry that it encrypts with.
fn round_of(transaction: &Transaction<'_>, id: &str) -> Result<(String, Option<String>), StoreError> {
    let round: Option<LabelingRound> = transaction
        .query_row("SELECT body FROM labeling_rounds WHERE id = ?1", [id], |row| {
            from_json(0, row.get_ref(0)?.as_str()?)
        })
        .optional()
        .map_err(failed)?;
    let round = round.ok_or_else(|| StoreError::Conflict {
        what: "the labeling round".to_owned(),
    })?;
    Ok((round.transform, round.encrypt_with))
}

pub(super) fn insert_sets(
    transaction: &Transaction<'_>,
    keyring: &Keyring,
    owner: &str,
    chosen: &ChosenSets,
) -> Result<(), StoreError> {
    for (at, set) in chosen.sets.iter().enumerate() {
        let number = at as u32 + 1;
        insert_set(
            transaction,
            keyring,
            (owner, chosen.encrypt_with.as_deref()),
            (&chosen.round, number),
            set,
        )?;
    }
    Ok(())
}

fn insert_set(
    transaction: &Transaction<'_>,
    keyring: &Keyring,
    (owner, encrypt_with): (&str, Option<&str>),
    (round, number): (&str, u32),
    set: &NewSet,
) -> Result<(), StoreError> {
    let body = to_json(&set.content).into_bytes();
    let place = content_place(round, number);
    let sealed = sealed(transaction, keyring, owner, encrypt_with, &place, body)?;
    transaction
        .execute(
            "INSERT INTO labeling_sets (round, number, owner, state, version, expected_errors, is_encrypted, content) \
             VALUES (?1, ?2, ?3, 'OPEN', 0, ?4, ?5, ?6)",
            params![
                round,
                number,
                owner,
                set.expected_errors,
                sealed.is_encrypted,
                sealed.body
            ],
        )
        .map(drop)
        .map_err(failed)
}

pub(super) fn add_judged(
    transaction: &Transaction<'_>,
    keyring: &Keyring,
    round: &str,
    set: &NewSet,
    judgement: &SetChange,
) -> Result<u32, StoreError> {
    let (owner, encrypt_with) = round_of(transaction, round)?;
    let number: u32 = transaction
        .query_row(
            "SELECT coalesce(max(number), 0) + 1 FROM labeling_sets WHERE round = ?1",
            [round],
            |row| row.get(0),
        )
        .map_err(failed)?;
    insert_set(
        transaction,
        keyring,
        (&owner, encrypt_with.as_deref()),
        (round, number),
        set,
    )?;
    let judgement = SetChange {
        round: round.to_owned(),
        number,
        version: 0,
        ..judgement.clone()
    };
    change(transaction, keyring, &judgement)?;
    Ok(number)
}

pub(super) fn judgements(
    connection: &Connection,
    round: &str,
    limit: usize,
) -> rusqlite::Result<Vec<Judgement>> {
    connection
        .prepare_cached(
            "SELECT j.number, j.version, j.who, j.time, j.act, j.millis, j.version = s.version FROM judgements j \
             JOIN labeling_sets s USING (round, number) WHERE round = ?1 ORDER BY sequence DESC LIMIT ?2",
        )?
        .query_map(params![round, limit as i64], |row| {
            let act: String = row.get(4)?;
            Ok(Judgement {
                number: row.get(0)?,
                version: row.get::<_, i64>(1)? as u64,
                who: row.get(2)?,
                time: Timestamp(row.get(3)?),
                act: Act::parse(&act).unwrap_or(Act::Undo),
                millis: row.get(5)?,
                is_current: row.get(6)?,
            })
        })?
        .collect()
}

/// Nobody holds a set any more.
pub(super) fn release(transaction: &Transaction<'_>) -> rusqlite::Result<usize> {
    transaction.execute(
        "UPDATE labeling_sets SET holder = NULL, held_since = NULL, held_until = NULL WHERE holder IS NOT NULL",
        [],
    )
}

fn content_place(round: &str, number: u32) -> String {
    format!("labeling set/{round}/{number}")
}

fn marks_place(round: &str, number: u32, version: u64) -> String {
    format!("judgement/{round}/{number}/{version}")
}

fn parsed<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, StoreError> {
    serde_json::from_slice(bytes).map_err(|error| StoreError::Unreadable {
        what: "labeling set",
        source: error.into(),
    })
}
