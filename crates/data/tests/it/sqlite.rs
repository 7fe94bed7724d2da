//! Tables of `SQLite` databases: replaced beside other tables, in one step or not at all.

use onefold_data::{Error, Output, Watch, check_output, publish_together, stage, stage_file};
use rusqlite::Connection;

use crate::support::{Folder, column, new_columns, read};

#[cfg(test)]
const PEOPLE: &str = "id,name\n1,Ann\n2,Bob\n";

/// A database with the table `matched` and others.
#[cfg(test)]
fn database(folder: &Folder) -> (String, Connection) {
    let path = folder.path("crm.sqlite");
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "PRAGMA journal_mode = wal; CREATE TABLE matched (old); INSERT INTO matched VALUES ('old');
             CREATE TABLE other (kept INTEGER PRIMARY KEY, note TEXT); INSERT INTO other VALUES (7, 'stays');
             CREATE INDEX by_note ON other (note); CREATE VIEW seen AS SELECT note FROM other",
        )
        .unwrap();
    (path, connection)
}

#[cfg(test)]
fn one<T: rusqlite::types::FromSql>(connection: &Connection, query: &str) -> T {
    connection.query_row(query, [], |row| row.get(0)).unwrap()
}

#[test]
fn a_table_is_replaced_beside_others_in_one_step() {
    let folder = Folder::new();
    let (path, connection) = database(&folder);
    let table = read(&folder.put("people.csv", PEOPLE)).unwrap();
    let output = |name: Option<&str>, force| Output::new(&path, force).with_table(name.map(str::to_owned));
    let stage_it = |output: &Output| stage(&table, &new_columns(&table), output, Watch::SILENT);
    // A new table needs no force; an existing one does; a view is never replaced.
    check_output(&output(Some("people"), false)).unwrap();
    stage_it(&output(Some("people"), false))
        .unwrap()
        .publish()
        .unwrap();
    assert_eq!(one::<i64>(&connection, "SELECT count(*) FROM people"), 2);
    let error = check_output(&output(None, false)).unwrap_err();
    assert!(
        matches!(&error, Error::OutputExists { path } if path.contains("matched")),
        "{error}"
    );
    let error = check_output(&output(Some("Seen"), true)).unwrap_err();
    assert!(error.to_string().contains("is a view"), "{error}");
    // What is staged shows nothing yet, and leaves nothing if it is dropped or another output fails.
    let forced = output(None, true);
    drop(stage_it(&forced).unwrap());
    assert_eq!(one::<String>(&connection, "SELECT old FROM matched"), "old");
    let gone = folder.path("gone");
    std::fs::create_dir(&gone).unwrap();
    let other = stage_file(&Output::new(&format!("{gone}/x.csv"), false), |file| {
        file.write_all(b"x")
    })
    .unwrap();
    std::fs::remove_dir_all(&gone).unwrap();
    publish_together(vec![other, stage_it(&forced).unwrap()]).unwrap_err();
    assert_eq!(one::<String>(&connection, "SELECT old FROM matched"), "old");
    stage_it(&forced).unwrap().publish().unwrap();
    assert_eq!(
        one::<String>(&connection, "SELECT group_concat(name) FROM matched"),
        "Ann,Bob"
    );
    // All the rest is as it was, and open connections see the new table.
    assert_eq!(one::<String>(&connection, "SELECT note FROM seen"), "stays");
    assert_eq!(
        one::<i64>(
            &connection,
            "SELECT count(*) FROM sqlite_master WHERE name IN ('other', 'by_note', 'seen')"
        ),
        3
    );
    assert_eq!(one::<String>(&connection, "PRAGMA integrity_check"), "ok");
    assert_eq!(one::<String>(&connection, "PRAGMA journal_mode"), "wal");
    let options = onefold_data::ReadOptions {
        table: Some("matched".to_owned()),
        ..onefold_data::ReadOptions::default()
    };
    let again = onefold_data::read(std::slice::from_ref(&path), &options, Watch::SILENT).unwrap();
    assert_eq!(column(&again, "name"), ["Ann", "Bob"]);
}

#[test]
fn a_locked_database_is_left_alone_and_said_in_one_sentence() {
    let folder = Folder::new();
    let (path, connection) = database(&folder);
    let table = read(&folder.put("people.csv", PEOPLE)).unwrap();
    connection
        .execute_batch("BEGIN IMMEDIATE; INSERT INTO other VALUES (8, 'new')")
        .unwrap();
    let error = stage(&table, &[], &Output::new(&path, true), Watch::SILENT).unwrap_err();
    assert_eq!(
        folder.plain(&error),
        "crm.sqlite: another program is writing to this database; try again when it is done"
    );
    connection.execute_batch("COMMIT").unwrap();
    assert_eq!(one::<i64>(&connection, "SELECT count(*) FROM other"), 2);
    assert_eq!(one::<String>(&connection, "SELECT old FROM matched"), "old");
    // Reading goes on beside a writer in this mode, and fails with the same sentence beside one that locks everything.
    connection
        .execute_batch("PRAGMA journal_mode = delete; PRAGMA locking_mode = exclusive; BEGIN EXCLUSIVE")
        .unwrap();
    let options = onefold_data::ReadOptions {
        table: Some("other".to_owned()),
        ..onefold_data::ReadOptions::default()
    };
    let error = onefold_data::read(std::slice::from_ref(&path), &options, Watch::SILENT).unwrap_err();
    assert!(matches!(error, Error::LockedDatabase { .. }), "{error}");
}

#[test]
fn a_file_that_is_no_database_is_not_replaced_by_one() {
    let folder = Folder::new();
    let table = read(&folder.put("people.csv", PEOPLE)).unwrap();
    let path = folder.put(
        "notes.db",
        "these are my notes, and they are longer than the head of a database is, so it is read",
    );
    let error = stage(&table, &[], &Output::new(&path, true), Watch::SILENT).unwrap_err();
    assert!(matches!(error, Error::Database { .. }), "{error}");
    assert!(folder.text("notes.db").starts_with("these are my notes"));
}
