//! The `SQLite` store under the contract of metadata stores, and what only it does: encryption, backup, versions.

use std::collections::BTreeMap;
use std::path::Path;

use onefold_domain::{
    Blob, BlobKind, Capacity, FindMatchesSettings, InputTable, MetadataStore, Run, RunDetails, RunQuery,
    StoreError, Timestamp, Transform, TransformStatus, contract,
};
use onefold_store::{Keyring, SqliteStore};

mod formats;

fn open(dir: &Path) -> SqliteStore {
    let keyring = Keyring::open(&dir.join("keyring.json")).expect("a keyring");
    SqliteStore::open(&dir.join("metadata.sqlite"), keyring).expect("a store")
}

fn transform() -> Transform {
    Transform {
        id: "tfm-1".to_owned(),
        revision: 0,
        name: "people".to_owned(),
        description: None,
        status: TransformStatus::NotReady,
        created_on: Timestamp(1),
        modified_on: Timestamp(1),
        input: InputTable {
            database: "d".to_owned(),
            table: "t".to_owned(),
            catalog_id: None,
            connection: None,
            options: None,
        },
        settings: FindMatchesSettings::default(),
        role: "r".to_owned(),
        glue_version: "2.0".to_owned(),
        capacity: Capacity::default(),
        timeout_minutes: 1,
        max_retries: 0,
        encryption: None,
        schema: Vec::new(),
        label_count: 0,
        model: None,
        metrics: None,
        tags: BTreeMap::new(),
    }
}

macro_rules! contract {
    ($($name:ident),* $(,)?) => {
        $(#[test]
        fn $name() {
            let dir = tempfile::tempdir().unwrap();
            contract::$name(&open(dir.path()));
        })*
    };
}

contract!(
    evaluations_are_kept,
    pages_agree_with_a_plain_model,
    a_run_is_claimed_by_one_worker,
    a_wrong_move_changes_nothing,
    a_retry_waits_unless_the_run_is_to_stop,
    an_expired_lease_is_claimed_by_another_worker,
    a_run_is_stopped,
    imports_of_one_transform_come_one_by_one,
    sets_go_to_one_person_at_a_time,
    quotas_count_runs_that_are_under_way,
    a_stale_change_changes_nothing,
);

#[test]
fn a_result_is_stored_as_a_whole() {
    let dir = tempfile::tempdir().unwrap();
    contract::a_result_is_stored_as_a_whole(&open(dir.path()), &transform());
}

#[test]
fn encrypted_blobs_leave_no_trace_in_the_files() {
    const SECRET: &[u8] = b"Grace Brewster Murray Hopper";
    let dir = tempfile::tempdir().unwrap();
    let blob = |encrypt_with: Option<&str>| Blob {
        kind: BlobKind::Labels,
        body: SECRET.to_vec(),
        encrypt_with: encrypt_with.map(str::to_owned),
    };
    let find = || {
        std::fs::read_dir(dir.path()).unwrap().any(|entry| {
            let content = std::fs::read(entry.unwrap().path()).unwrap();
            content.windows(SECRET.len()).any(|window| window == SECRET)
        })
    };
    let store = open(dir.path());
    store
        .put_blob("tfm-1", &blob(Some("alias/labels")), Timestamp(1))
        .unwrap();
    assert!(!find());
    store.keyring().rotate("alias/labels").unwrap();
    assert_eq!(store.rewrap_data_keys().unwrap(), 1);
    drop(store);

    let again = open(dir.path());
    assert_eq!(
        again.blob("tfm-1", BlobKind::Labels).unwrap().as_deref(),
        Some(SECRET)
    );
    // The search does find what is not encrypted.
    again.put_blob("tfm-2", &blob(None), Timestamp(1)).unwrap();
    assert!(find());
}

#[test]
fn what_was_committed_is_there_after_reopening_and_in_a_backup() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    store.insert_transform(&transform(), 10).unwrap();
    let run = Run::accepted(
        "tsk-1".to_owned(),
        "tfm-1".to_owned(),
        RunDetails::Evaluation,
        Timestamp(5),
    );
    store.insert_run(&run, None).unwrap();
    let copy = dir.path().join("copy");
    std::fs::create_dir(&copy).unwrap();
    store.backup(&copy.join("metadata.sqlite")).unwrap();
    drop(store);
    for dir in [dir.path(), &copy] {
        let store = open(dir);
        assert_eq!(store.transform("tfm-1").unwrap(), Some(transform()));
        assert_eq!(
            store.runs(&RunQuery::of("tfm-1", 10)).unwrap(),
            std::slice::from_ref(&run)
        );
        assert_eq!(store.check().unwrap(), [""; 0]);
    }
}

#[test]
fn a_database_of_a_later_program_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    drop(open(dir.path()));
    let path = dir.path().join("metadata.sqlite");
    rusqlite::Connection::open(&path)
        .unwrap()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    let keyring = Keyring::open(&dir.path().join("keyring.json")).unwrap();
    let error = SqliteStore::open(&path, keyring).unwrap_err();
    assert!(matches!(error, StoreError::LaterSchema { .. }));
    assert!(error.to_string().contains("version 99"), "{error}");
}

#[test]
fn a_database_of_the_first_version_keeps_what_it_holds() {
    let dir = tempfile::tempdir().unwrap();
    let old = rusqlite::Connection::open(dir.path().join("metadata.sqlite")).unwrap();
    old.execute_batch(include_str!("../../migrations/1.sql")).unwrap();
    old.pragma_update(None, "user_version", 1).unwrap();
    old.execute(
        "INSERT INTO runs (id, owner, kind, status, started_on, modified_on, execution_millis, details, attempt, \
         max_retries) VALUES ('tsk-1', 'tfm-1', 'EVALUATION', 'SUCCEEDED', 5, 6, 7, '\"Evaluation\"', 1, 0)",
        [],
    )
    .unwrap();
    // A job run of that version says nothing of transforms without labels.
    old.execute(
        "INSERT INTO runs (id, owner, kind, status, started_on, modified_on, execution_millis, details, attempt, \
         max_retries) VALUES ('jr_1', 'job:j', 'JOB', 'SUCCEEDED', 5, 6, 7, \
         '{\"Job\":{\"job\":\"j\",\"command\":\"findmatches\",\"script\":null,\"arguments\":{},\"given\":{}}}', 1, 0)",
        [],
    )
    .unwrap();
    drop(old);
    let store = open(dir.path());
    let all = RunQuery {
        owner: None,
        ..RunQuery::of("", 10)
    };
    let ids: Vec<String> = store.runs(&all).unwrap().into_iter().map(|run| run.id).collect();
    assert_eq!(ids, ["tsk-1"]);
    let job = store.run("jr_1").unwrap().unwrap();
    assert!(matches!(job.details, RunDetails::Job(details) if !details.takes_unlabeled));
    assert_eq!(store.evaluations("tfm-1", 10).unwrap(), []);
}
