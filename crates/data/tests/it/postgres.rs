//! Tables of a real `PostgreSQL` server. scripts/test starts one; without it these tests say that they are skipped.

use std::fs;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array};
use onefold_data::{
    Error, Output, ReadOptions, Table, Watch, check_output, publish_together, read, stage, stage_file, write,
    write_pairs,
};
use tokio_postgres::{Client, NoTls};

use crate::support::column;

/// A schema of its own on the server, removed at the end.
struct Server {
    address: String,
    schema: String,
    folder: tempfile::TempDir,
}

/// The server, or `None` with a message.
#[cfg(test)]
fn server(name: &str) -> Option<Server> {
    let Ok(address) = std::env::var("ONEFOLD_TEST_POSTGRES") else {
        eprintln!("SKIPPED: ONEFOLD_TEST_POSTGRES names no server; scripts/test starts one");
        return None;
    };
    let folder = tempfile::tempdir().unwrap();
    let server = Server {
        address,
        schema: format!("test_{name}_{}", std::process::id()),
        folder,
    };
    let file = server.password_file();
    fs::write(&file, format!("{}\n", password())).unwrap();
    private(&file);
    server.run(&format!(
        "DROP SCHEMA IF EXISTS {0} CASCADE; CREATE SCHEMA {0}",
        server.schema
    ));
    Some(server)
}

#[cfg(test)]
fn password() -> String {
    std::env::var("ONEFOLD_TEST_POSTGRES_PASSWORD").unwrap_or_default()
}

#[cfg(test)]
fn private(file: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o600)).unwrap();
}

impl Server {
    fn password_file(&self) -> PathBuf {
        self.folder.path().join("password")
    }

    fn connected<T, F: Future<Output = T>>(&self, work: impl FnOnce(Client) -> F) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let mut config: tokio_postgres::Config = self.address.parse().unwrap();
            config.password(password());
            let (client, connection) = config.connect(NoTls).await.unwrap();
            tokio::spawn(connection);
            work(client).await
        })
    }

    /// Runs statements; `{s}` stands for the schema.
    fn run(&self, statements: &str) {
        let statements = statements.replace("{s}", &self.schema);
        self.connected(|client| async move { client.batch_execute(&statements).await.unwrap() });
    }

    /// The first value of a query, as text.
    fn ask(&self, query: &str) -> String {
        let query = query.replace("{s}", &self.schema);
        self.connected(|client| async move {
            let answer = client.simple_query(&query).await.unwrap();
            answer
                .iter()
                .find_map(|message| match message {
                    tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
                    _ => None,
                })
                .unwrap_or_default()
        })
    }

    fn name(&self, table: &str) -> String {
        format!("{}?table={}.{table}", self.address, self.schema)
    }

    fn options(&self) -> ReadOptions {
        ReadOptions {
            password_file: Some(self.password_file()),
            ..ReadOptions::default()
        }
    }

    fn read(&self, table: &str) -> Result<Table, Error> {
        read(&[self.name(table)], &self.options(), Watch::SILENT)
    }

    fn output(&self, table: &str, force: bool) -> Output {
        Output::new(&self.name(table), force).with_password_file(Some(self.password_file()))
    }

    fn types(&self, table: &str) -> String {
        self.ask(&format!(
            "SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum) FROM pg_attribute \
             WHERE attrelid = '{{s}}.{table}'::regclass AND attnum > 0"
        ))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.run("DROP SCHEMA {s} CASCADE");
        }
    }
}

#[cfg(test)]
fn numbers(table: &Table) -> ArrayRef {
    Arc::new(Int64Array::from_iter_values(0..table.len() as i64))
}

const ALL_TYPES: &str = "CREATE TYPE {s}.mood AS ENUM ('sad', 'happy'); CREATE DOMAIN {s}.code AS varchar(9);
    CREATE TABLE {s}.all_types (id bigserial PRIMARY KEY, \"Odd \"\"Name\" text, small int2, whole int4, single float4, double float8,
      any_number numeric, money_like numeric(10,2), yes bool, day date, moment timestamp, instant timestamptz, time time, span interval,
      uid uuid, doc json, docb jsonb, tags text[], grid int[][], bytes bytea, mood {s}.mood, code {s}.code, short char(4), net inet);
    INSERT INTO {s}.all_types VALUES
      (1, E'tab\\tline\\nback\\\\slash', -3, 70000, 0.1, 1e300, 12345678901234567890.123456789, 12.50, true, '2024-02-29',
       '2024-02-29 12:30:00.123456', '2024-02-29 12:30:00+02', '12:30', '1 day 02:00', '12345678-1234-1234-1234-123456789abc',
       '{\"a\": 1}', '{\"b\":[1,2]}', '{a,\"b,c\",NULL,\"\"}', '{{1,2},{3,4}}', '\\x00ff', 'happy', 'E12', 'ab', '10.0.0.1/8'),
      (2, '', NULL, NULL, 'NaN', '-Infinity', 'NaN', NULL, false, '1999-12-31', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '{}', NULL, '',
       NULL, NULL, NULL, NULL),
      (3, '\\N', 1, 1, 1, 1, 1, -0.01, NULL, '0044-03-15 BC', 'infinity', '-infinity', '00:00', '0', NULL, 'null', 'null', NULL, NULL, NULL,
       'sad', '', '', NULL)";

#[test]
fn every_type_comes_back_as_it_was() {
    let Some(server) = server("types") else { return };
    server.run(ALL_TYPES);
    let table = server.read("all_types").unwrap();
    assert_eq!(table.len(), 3);
    let place = table.place(1).unwrap().to_string();
    assert!(place.ends_with("all_types, row 2"), "{place}");
    let shown = |name: &str| column(&table, name);
    assert_eq!(shown("Odd \"Name"), ["tab\tline\nback\\slash", "", "\\N"]);
    assert_eq!(shown("whole"), ["70000", "", "1"]);
    assert_eq!(shown("money_like"), ["12.50", "", "-0.01"]);
    assert_eq!(shown("yes"), ["true", "false", ""]);
    assert_eq!(shown("instant")[0], "2024-02-29 10:30:00+00");
    assert_eq!(shown("uid")[0], "12345678-1234-1234-1234-123456789abc");
    write(
        &table,
        &[("match_id", numbers(&table))],
        &server.output("copied", false),
        Watch::SILENT,
    )
    .unwrap();
    // The server describes a domain by its base type.
    let domain = format!("code {}.code", server.schema);
    let types = server
        .types("all_types")
        .replace(&domain, "code character varying(9)");
    assert_eq!(server.types("copied"), format!("{types}, match_id bigint"));
    let different = "SELECT count(*) FROM (SELECT * FROM {s}.all_types) a FULL JOIN {s}.copied b USING (id) \
        WHERE (to_jsonb(a) - 'match_id') IS DISTINCT FROM (to_jsonb(b) - 'match_id')";
    assert_eq!(server.ask(different), "0");
}

#[test]
fn typed_files_and_tables_of_the_server_become_each_other() {
    let Some(server) = server("files") else { return };
    server.run(
        "CREATE TABLE {s}.people (id int8, born date, seen timestamptz, paid numeric(8,2), ok bool, tags text[], name varchar(20));
         INSERT INTO {s}.people SELECT n, date '2000-01-01' + n, timestamptz '2024-01-01 00:00Z' + n * interval '1 hour', n / 100.0,
           n % 2 = 0, ARRAY['a', n::text], 'name ' || n FROM generate_series(1, 70000) n",
    );
    let table = server.read("people").unwrap();
    assert_eq!((table.len(), table.batches.len()), (70_000, 2));
    let file = server.folder.path().join("people.parquet").display().to_string();
    write(&table, &[], &Output::new(&file, false), Watch::SILENT).unwrap();
    let from_file = read(&[file], &ReadOptions::default(), Watch::SILENT).unwrap();
    for (number, kind) in [
        "Int64",
        "Date32",
        "Timestamp",
        "Decimal128(8, 2)",
        "Boolean",
        "List",
        "Utf8",
    ]
    .into_iter()
    .enumerate()
    {
        let found = from_file.data_type(number).to_string();
        assert!(found.starts_with(kind), "{found} is not {kind}");
    }
    write(&from_file, &[], &server.output("again", false), Watch::SILENT).unwrap();
    assert_eq!(
        server.types("again"),
        "id bigint, born date, seen timestamp with time zone, paid numeric(8,2), ok boolean, tags text[], name text"
    );
    assert_eq!(
        server.ask("SELECT count(*) FROM (TABLE {s}.people EXCEPT TABLE {s}.again) x"),
        "0"
    );
    let csv = server.folder.path().join("small.csv").display().to_string();
    fs::write(&csv, "id,name\n007,\"tab\there\"\n,\\N\n").unwrap();
    let small = read(&[csv], &ReadOptions::default(), Watch::SILENT).unwrap();
    write(&small, &[], &server.output("small", false), Watch::SILENT).unwrap();
    assert_eq!(server.types("small"), "id text, name text");
    assert_eq!(
        server.ask("SELECT string_agg(coalesce(id, 'none') || '=' || name, ';') FROM {s}.small"),
        "007=tab\there;none=\\N"
    );
    assert!(table.fits("born", &table.data_type(1)) && !small.fits("id", &table.data_type(1)));
    let pairs = [("a", "b", 0.5_f32), ("a", "c", 0.25)];
    write_pairs(pairs, &server.output("pairs", false), Watch::SILENT).unwrap();
    assert_eq!(server.types("pairs"), "id_a text, id_b text, score real");
    assert_eq!(server.ask("SELECT sum(score) FROM {s}.pairs"), "0.75");
}

#[test]
fn a_table_is_replaced_in_one_step_or_not_at_all() {
    let Some(server) = server("replace") else { return };
    let role = format!("reader_{}", std::process::id());
    server.run(&format!(
        "CREATE TABLE {{s}}.people AS SELECT 1 AS old; CREATE ROLE {role}; GRANT SELECT ON {{s}}.people TO {role} WITH GRANT OPTION;
         CREATE TABLE {{s}}.other AS SELECT 2 AS kept; CREATE TABLE {{s}}.source AS SELECT n AS id, 'x' AS name FROM generate_series(1, 5) n"
    ));
    let table = server.read("source").unwrap();
    let stage_it = |force| stage(&table, &[], &server.output("people", force), Watch::SILENT);
    // Without force.
    let error = check_output(&server.output("people", false)).unwrap_err();
    assert!(matches!(error, Error::OutputExists { .. }), "{error}");
    assert!(matches!(stage_it(false).unwrap_err(), Error::OutputExists { .. }));
    // Staged is invisible, and gone when it is dropped.
    let staged = stage_it(true).unwrap();
    assert_eq!(server.ask("SELECT old FROM {s}.people"), "1");
    drop(staged);
    assert_eq!(server.ask("SELECT old FROM {s}.people"), "1");
    // A failure after it, of another output.
    let folder = server.folder.path().join("nowhere");
    fs::create_dir(&folder).unwrap();
    let file = Output::new(&folder.join("x.csv").display().to_string(), false);
    let other = stage_file(&file, |file| file.write_all(b"x")).unwrap();
    fs::remove_dir_all(&folder).unwrap();
    publish_together(vec![other, stage_it(true).unwrap()]).unwrap_err();
    assert_eq!(server.ask("SELECT old FROM {s}.people"), "1");
    // A view needs the table.
    server.run("CREATE VIEW {s}.needs AS SELECT old FROM {s}.people");
    let error = stage_it(true).unwrap().publish().unwrap_err().to_string();
    assert!(
        error.contains("needs") && error.contains("write to another table"),
        "{error}"
    );
    assert_eq!(server.ask("SELECT old FROM {s}.people"), "1");
    let error = check_output(&server.output("needs", true))
        .unwrap_err()
        .to_string();
    assert!(error.contains("is not a table"), "{error}");
    server.run("DROP VIEW {s}.needs");
    // Success: the new rows, with the old rights, and nothing else is touched.
    stage_it(true).unwrap().publish().unwrap();
    assert_eq!(server.ask("SELECT count(*) FROM {s}.people"), "5");
    assert_eq!(server.ask("SELECT kept FROM {s}.other"), "2");
    let rights = format!("SELECT has_table_privilege('{role}', '{{s}}.people', 'SELECT WITH GRANT OPTION')");
    assert_eq!(server.ask(&rights), "t");
    assert_eq!(
        server.ask("SELECT count(*) FROM pg_tables WHERE schemaname = '{s}' AND tablename LIKE 'onefold%'"),
        "0"
    );
    server.run(&format!("DROP OWNED BY {role}; DROP ROLE {role}"));
}

#[test]
fn what_is_wrong_is_said_in_one_sentence_without_the_password() {
    let Some(server) = server("errors") else { return };
    server.run("CREATE TABLE {s}.one AS SELECT 1 AS id; CREATE TABLE {s}.empty (id int)");
    let secret = password();
    let wrong_password = server.folder.path().join("wrong");
    fs::write(&wrong_password, "not-this\n").unwrap();
    private(&wrong_password);
    let open = server.folder.path().join("open");
    fs::write(&open, &secret).unwrap();
    let with = |options: ReadOptions, address: &str| {
        read(&[address.to_owned()], &options, Watch::SILENT)
            .unwrap_err()
            .to_string()
    };
    let query = |text: &str| ReadOptions {
        query: Some(text.to_owned()),
        ..server.options()
    };
    let file = |file: PathBuf| ReadOptions {
        password_file: Some(file),
        ..ReadOptions::default()
    };
    let one = server.name("one");
    for (error, expected) in [
        (with(server.options(), &server.name("none")), "there is no table"),
        (with(server.options(), &server.name("empty")), "no records"),
        (
            with(query("SELECT * FROM none"), &one),
            "relation \"none\" does not exist",
        ),
        (
            with(query("SELECT 1; SELECT 2"), &one),
            "cannot insert multiple commands",
        ),
        (
            with(query(&format!("DELETE FROM {}.one", server.schema)), &one),
            "it has to be a SELECT",
        ),
        (
            with(
                query(&format!("DELETE FROM {}.one RETURNING id", server.schema)),
                &one,
            ),
            "read-only",
        ),
        (with(query("SELECT 1 AS a, 2 AS a"), &one), "both named \"a\""),
        (with(query("SELECT 1 / 0 AS a"), &one), "division by zero"),
        (with(file(wrong_password), &one), "password authentication failed"),
        (with(file(open), &one), "chmod 600"),
        (
            with(
                server.options(),
                "postgres://tests@127.0.0.1:1/postgres?table=one",
            ),
            "refused",
        ),
        (
            with(server.options(), "postgres://tests@127.0.0.1/x?sslmode=sometimes"),
            "sslmode",
        ),
        (
            with(ReadOptions::default(), &one.replace("tests@", "tests:s3cret@")),
            "PGPASSWORD",
        ),
    ] {
        assert!(error.contains(expected), "{error:?} lacks {expected:?}");
        assert!(!error.contains(&secret) && !error.contains("s3cret"), "{error}");
        assert!(!error.contains('\n'), "{error}");
    }
    assert_eq!(server.ask("SELECT count(*) FROM {s}.one"), "1");
    let refused = Output::new(&server.name("x"), false).with_password_file(Some(server.password_file()));
    let error = stage_file(&refused, |file| file.write_all(b"x")).unwrap_err();
    assert!(matches!(error, Error::OnlyTables { .. }), "{error}");
    let nowhere = format!("{}?table=no_schema.x", server.address);
    let error = check_output(&Output::new(&nowhere, false).with_password_file(Some(server.password_file())));
    assert!(
        error
            .unwrap_err()
            .to_string()
            .contains("does not exist; create it first")
    );
}

#[test]
fn connections_are_encrypted_and_checked_as_asked() {
    let Some(server) = server("tls") else { return };
    let Ok(root) = std::env::var("ONEFOLD_TEST_POSTGRES_ROOT") else {
        eprintln!("SKIPPED: ONEFOLD_TEST_POSTGRES_ROOT names no certificate");
        return;
    };
    let asked = |mode: &str, host: &str| {
        let address = server.address.replace("127.0.0.1", host);
        let options = ReadOptions {
            query: Some("SELECT ssl::text FROM pg_stat_ssl WHERE pid = pg_backend_pid()".to_owned()),
            ..server.options()
        };
        let address = format!("{address}?sslmode={mode}");
        read(&[address], &options, Watch::SILENT).map(|table| column(&table, "ssl")[0].clone())
    };
    let rooted = |mode: &str| format!("{mode}&sslrootcert={root}");
    assert_eq!(asked("disable", "127.0.0.1").unwrap(), "false");
    assert_eq!(asked("prefer", "127.0.0.1").unwrap(), "true");
    assert_eq!(asked("require", "127.0.0.1").unwrap(), "true");
    // The certificate is for localhost, and no authority of the system signed it.
    assert_eq!(asked(&rooted("verify-full"), "localhost").unwrap(), "true");
    assert_eq!(asked(&rooted("verify-ca"), "127.0.0.1").unwrap(), "true");
    for (mode, host) in [
        (rooted("verify-full"), "127.0.0.1"),
        ("verify-full".to_owned(), "localhost"),
        ("verify-ca".to_owned(), "localhost"),
    ] {
        let error = asked(&mode, host).unwrap_err().to_string();
        assert!(error.contains("certificate"), "{mode} {host}: {error}");
    }
}
