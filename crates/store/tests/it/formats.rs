//! Databases of each released version of the schema are read, with all that they hold (`tests/fixtures`).
#![expect(clippy::unwrap_used, reason = "a failing test is what an unwrap means here")]

use std::fs;
use std::path::{Path, PathBuf};

use onefold_domain::{BlobKind, DocumentKind, MetadataStore, RunDetails, RunKind, RunQuery, SetState};
use onefold_store::SqliteStore;
use rusqlite::Connection;
use serde_json::Value;

use crate::open;

fn fixture(version: u32) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/metadata-v{version}/database.sql"))
}

/// The schema that this program makes.
fn newest_version() -> u32 {
    let dir = tempfile::tempdir().unwrap();
    drop(open(dir.path()));
    let database = Connection::open(dir.path().join("metadata.sqlite")).unwrap();
    database
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap()
}

/// Puts a stored database into a folder; gives its documents as they are stored.
fn restore(version: u32, dir: &Path) -> Vec<(String, String, String, Value)> {
    let database = Connection::open(dir.join("metadata.sqlite")).unwrap();
    database
        .execute_batch(&fs::read_to_string(fixture(version)).unwrap())
        .unwrap();
    let mut documents = database
        .prepare("SELECT kind, scope, name, body FROM documents")
        .unwrap();
    documents
        .query_map([], |row| {
            let body: String = row.get(3)?;
            let body = serde_json::from_str(&body).unwrap();
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, body))
        })
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

#[test]
fn databases_of_every_version_are_read() {
    for version in 1..=newest_version() {
        let dir = tempfile::tempdir().unwrap();
        let stored = restore(version, dir.path());
        let store = open(dir.path());
        check_documents(&store, stored);
        check_runs(&store);
        let transform = store.transforms().unwrap().pop().expect("a transform");
        assert_eq!((transform.name.as_str(), transform.label_count), ("people", 3));
        assert!(store.blob(&transform.id, BlobKind::Labels).unwrap().is_some());
        let model = store.blob(&transform.id, BlobKind::Model).unwrap();
        assert_eq!(model.as_deref(), Some(br#"{"model":1}"#.as_slice()));
        if version >= 2 {
            assert_eq!(store.evaluations(&transform.id, 9).unwrap().len(), 1);
        }
        if version >= 3 {
            assert_eq!(store.rounds(&transform.id, 9).unwrap().len(), 1);
            let set = store.labeling_set("lr-1", 1).unwrap().expect("a set");
            assert_eq!(set.summary.state, SetState::Judged);
            assert_eq!(set.marks.len(), 2);
        }
    }
}

/// Each document is read as its noun, and no member of it is lost.
fn check_documents(store: &SqliteStore, stored: Vec<(String, String, String, Value)>) {
    for kind in DocumentKind::ALL {
        assert!(stored.iter().any(|(own, ..)| own == kind.as_str()), "{kind:?}");
    }
    for (kind, scope, name, body) in stored {
        let kind = DocumentKind::ALL.iter().find(|own| own.as_str() == kind);
        let kind = *kind.expect("a known kind");
        let read = store
            .document(kind, &scope, &name)
            .unwrap()
            .expect("the document");
        assert_eq!(read.body.kind(), kind);
        let told = serde_json::to_value(&read.body).unwrap();
        assert_eq!(told, body, "{kind:?} {scope} {name}");
    }
}

fn check_runs(store: &SqliteStore) {
    let task_runs = RunQuery {
        owner: None,
        ..RunQuery::of("", 99)
    };
    let kinds: Vec<RunKind> = store
        .runs(&task_runs)
        .unwrap()
        .iter()
        .map(onefold_domain::Run::kind)
        .collect();
    assert!(kinds.contains(&RunKind::ImportLabels) && kinds.contains(&RunKind::LabelingSetGeneration));
    let of_job = RunQuery::of(&RunDetails::job_owner("match"), 9);
    let job_runs = store.runs(&of_job).unwrap();
    let Some(RunDetails::Job(details)) = job_runs.last().map(|run| run.details.clone()) else {
        panic!("a run of a job");
    };
    assert_eq!(details.given.timeout_minutes, Some(5));
    assert_eq!(details.given.capacity.worker_type.as_deref(), Some("G.1X"));
    assert_eq!(
        store
            .runs(&RunQuery::of(&RunDetails::crawler_owner("crawl"), 9))
            .unwrap()
            .len(),
        1
    );
}
