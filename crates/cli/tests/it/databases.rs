//! Databases and other typed formats in and out: repeated runs, one record for each group, and passwords that stay secret.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::support::{Folder, PEOPLE, Run};

#[cfg(test)]
const NEW: &str = "id,name,city,born,phone\nr11,Olga Petrowa,Clinton,1993-05-05,555-0707\n\
    r2,Maria F. Lopes,Springfield,1980-02-11,555-0101\n";

/// A server for these tests, with a schema of its own.
struct Server {
    address: String,
    password: String,
    schema: String,
}

impl Server {
    /// `None`, with a message, where scripts/test could not start one.
    fn find(name: &str) -> Option<Self> {
        let Ok(address) = std::env::var("ONEFOLD_TEST_POSTGRES") else {
            eprintln!("SKIPPED: ONEFOLD_TEST_POSTGRES names no server; scripts/test starts one");
            return None;
        };
        Some(Self {
            address,
            password: std::env::var("ONEFOLD_TEST_POSTGRES_PASSWORD").unwrap_or_default(),
            schema: format!("cli_{name}_{}", std::process::id()),
        })
    }

    fn table(&self, name: &str) -> String {
        // Tables of these tests are in the schema of the user, under names of their own.
        format!("{}?table={}_{name}", self.address, self.schema)
    }

    fn run(&self, folder: &Folder, args: &[&str]) -> Run {
        let output = folder
            .command(args)
            .env("PGPASSWORD", &self.password)
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Run {
            code: output.status.code().unwrap(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }

    fn run_well(&self, folder: &Folder, args: &[&str]) -> Run {
        let run = self.run(folder, args);
        assert_eq!(run.code, 0, "{args:?}: {}", run.stderr);
        run
    }
}

/// The records of a CSV file, by column.
#[cfg(test)]
fn records(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

#[test]
fn a_result_takes_the_same_records_in_once_whatever_its_format() {
    let server = Server::find("into");
    for name in ["csv", "parquet", "sqlite", "postgres"] {
        let folder = Folder::with("people.csv", PEOPLE);
        folder.write("new.csv", NEW);
        let names = ["first", "once", "twice"];
        let outputs: Vec<String> = match (name, &server) {
            ("postgres", None) => continue,
            ("postgres", Some(server)) => names.iter().map(|name| server.table(name)).collect(),
            (format, _) => names.iter().map(|name| format!("{name}.{format}")).collect(),
        };
        let run = |args: &[&str]| match &server {
            Some(server) => server.run_well(&folder, args),
            None => folder.run_well(args),
        };
        let [first, once, twice] = [&outputs[0], &outputs[1], &outputs[2]].map(String::as_str);
        run(&["match", "people.csv", "--force", "-o", first]);
        let said = run(&["match", "new.csv", "--into", first, "--force", "-o", once]).stderr;
        assert!(
            said.contains("1 record came again with the same id and replaced the earlier one"),
            "{name}: {said}"
        );
        let said = run(&["match", "new.csv", "--into", once, "--force", "-o", twice]).stderr;
        assert!(said.contains("2 records came again"), "{name}: {said}");
        let rows = rows_of(&run, &folder, twice);
        let ids: Vec<&str> = rows.iter().map(|row| row["id"].as_str()).collect();
        let distinct: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!((ids.len(), distinct.len()), (11, 11), "{name}: {ids:?}");
        let of = |id: &str| rows.iter().find(|row| row["id"] == id).unwrap();
        assert_eq!(of("r2")["name"], "Maria F. Lopes", "{name}");
        assert_eq!(
            of("r2")["old_id"],
            of("r1")["old_id"],
            "{name}: the earlier group goes on"
        );
        assert_eq!(of("r11")["old_id"], of("r9")["old_id"], "{name}");
    }
}

/// The rows of a result in any format, with its match ids as `old_id`.
#[cfg(test)]
fn rows_of(run: &dyn Fn(&[&str]) -> Run, folder: &Folder, result: &str) -> Vec<BTreeMap<String, String>> {
    // A result cannot be matched again as it is, since it has the columns of a result; a further addition keeps its rows.
    folder.write(
        "nobody.csv",
        "id,name,city,born,phone\nr99,Nobody Else,Nowhere,1900-01-02,555-9999\n",
    );
    let file = "rows-of-result.csv";
    run(&["match", "nobody.csv", "--into", result, "--force", "-o", file]);
    let rows = records(&folder.read(file));
    let others = rows.into_iter().filter(|row| row["id"] != "r99");
    others
        .map(|mut row| {
            let id = row.remove("match_id").unwrap();
            row.insert("old_id".to_owned(), id);
            row
        })
        .collect()
}

#[test]
fn a_result_goes_into_the_database_that_was_read() {
    let folder = Folder::with("people.csv", PEOPLE);
    folder.run_well(&[
        "match",
        "people.csv",
        "-o",
        "crm.sqlite",
        "--output-table",
        "people",
    ]);
    let query = "SELECT id, name, city, born, phone FROM people WHERE city <> 'Madison'";
    let args = ["match", "crm.sqlite", "--query", query, "-o", "crm.sqlite"];
    folder.run_well(&args);
    let again = folder.run(&args);
    assert!(
        again.code == 2 && again.stderr.contains("table \"matched\" already exists"),
        "{}",
        again.stderr
    );
    folder.run_well(&[&args[..], &["--force"]].concat());
    for (table, rows) in [("people", 10), ("matched", 9)] {
        let query = format!("SELECT id, name, city FROM {table}");
        folder.run_well(&[
            "match",
            "crm.sqlite",
            "--query",
            &query,
            "--force",
            "-o",
            "rows.csv",
        ]);
        assert_eq!(records(&folder.read("rows.csv")).len(), rows);
    }
    let same = folder.run(&[
        "match",
        "crm.sqlite",
        "--table",
        "matched",
        "-o",
        "crm.sqlite",
        "--force",
    ]);
    assert!(
        same.code == 2 && same.stderr.contains("is also an input"),
        "{}",
        same.stderr
    );
}

#[test]
fn one_record_for_each_group_prefers_a_source_and_names_all_ids() {
    let folder = Folder::new();
    let real = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/dblp-acm/records.csv");
    let input = real.display().to_string();
    folder.run_well(&[
        "match",
        &input,
        "--source-column",
        "source",
        "-o",
        "matched.csv",
        "--unique",
        "unique.csv",
        "--prefer",
        "title=source:b",
        "--prefer",
        "venue=longest",
        "--id-format",
        "text",
    ]);
    let matched = records(&folder.read("matched.csv"));
    let mut groups: BTreeMap<&str, Vec<&BTreeMap<String, String>>> = BTreeMap::new();
    for record in &matched {
        groups.entry(&record["match_id"]).or_default().push(record);
    }
    let unique = records(&folder.read("unique.csv"));
    assert_eq!(unique.len(), groups.len());
    let mut seen = BTreeSet::new();
    let mut of_both = 0;
    for record in &unique {
        let members = &groups[record["match_id"].as_str()];
        let ids: Vec<&str> = record["ids"].split(' ').collect();
        let own: Vec<&str> = members.iter().map(|member| member["id"].as_str()).collect();
        assert_eq!(ids, own);
        assert_eq!(record["records"], members.len().to_string());
        assert!(ids.iter().all(|id| seen.insert((*id).to_owned())), "{ids:?}");
        let of_source = |source: &str| members.iter().find(|member| member["source"] == source);
        if let (Some(preferred), Some(_)) = (of_source("b"), of_source("a")) {
            of_both += 1;
            assert_eq!(record["title"], preferred["title"]);
        }
        let longest = members.iter().map(|member| member["venue"].chars().count()).max();
        assert_eq!(Some(record["venue"].chars().count()), longest);
    }
    assert_eq!(seen.len(), matched.len());
    assert!(of_both > 1500, "{of_both} groups have a record of each source");
    let run = folder.run(&[
        "match",
        &input,
        "--source-column",
        "source",
        "-o",
        "x.csv",
        "--unique",
        "y.csv",
        "--prefer",
        "title=source:Scholar",
    ]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(
        run.stderr
            .contains("there is no source \"Scholar\"; the sources are"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_table_of_a_server_is_matched_into_tables() {
    let Some(server) = Server::find("match") else {
        return;
    };
    let folder = Folder::with("people.csv", PEOPLE);
    let [people, matched, unique] = ["people", "matched", "unique"].map(|name| server.table(name));
    folder.write("copy.csv", PEOPLE.replace("id,", "no,"));
    server.run_well(&folder, &["match", "people.csv", "--force", "-o", &people]);
    // The input itself is a result here, so a query leaves its new columns out.
    let table = people.rsplit_once('=').unwrap().1;
    let query = format!(
        "SELECT id, name, city, born::date AS born, ARRAY[phone] AS phone FROM {table} ORDER BY length(id), id"
    );
    let args = [
        "match",
        &server.address,
        "--query",
        &query,
        "--force",
        "-o",
        &matched,
        "--unique",
        &unique,
        "--report",
        "report.html",
        "-vv",
    ];
    let run = server.run_well(&folder, &args);
    assert!(!run.stderr.contains(&server.password) && !folder.read("report.html").contains(&server.password));
    let read = |table: &str, columns: &str, file: &str| {
        let table = table.rsplit_once('=').unwrap().1;
        let query = format!("SELECT {columns} FROM {table} ORDER BY 1");
        server.run_well(
            &folder,
            &["match", &server.address, "--query", &query, "--force", "-o", file],
        );
        records(&folder.read(file))
    };
    let rows = read(
        &matched,
        "id, name, born, pg_typeof(born)::text AS type, match_id AS old_id",
        "rows.csv",
    );
    assert_eq!(rows.len(), 10);
    assert!(rows.iter().all(|row| row["type"] == "date"), "{rows:?}");
    let of = |id: &str| &rows.iter().find(|row| row["id"] == id).unwrap()["old_id"];
    assert_eq!(
        (of("r1") == of("r2"), of("r3") == of("r4"), of("r1") == of("r3")),
        (true, true, false)
    );
    let rows = read(
        &unique,
        "ids, name, records AS size, pg_typeof(born)::text AS type",
        "unique.csv",
    );
    assert_eq!(rows.len(), 8);
    assert!(
        rows.iter()
            .any(|row| row["ids"] == "r1 r2" && row["size"] == "2" && row["type"] == "date"),
        "{rows:?}"
    );
    // Without force, and with the table as an input.
    let run = server.run(&folder, &["match", "people.csv", "-o", &matched]);
    assert!(
        run.code == 2
            && run
                .stderr
                .contains("already exists; choose another name, or replace it with --force"),
        "{}",
        run.stderr
    );
    let run = server.run(&folder, &["match", &people, "--force", "-o", &people]);
    assert!(
        run.code == 2 && run.stderr.contains("is also an input"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_password_in_an_address_is_refused_and_never_repeated() {
    let folder = Folder::with("people.csv", PEOPLE);
    let address = "postgres://ann:s3cret@127.0.0.1:1/shop?table=people";
    let with_parameter = "postgres://ann@127.0.0.1:1/shop?table=people&password=s3cret";
    for args in [
        vec!["match", address, "-o", "x.csv"],
        vec!["match", "people.csv", "-o", address, "-vv"],
        vec![
            "match",
            "people.csv",
            "--into",
            with_parameter,
            "--json",
            "-o",
            "x.csv",
        ],
        vec!["match", "people.csv", "--no-such-flag", address],
        vec!["evaluate", address, "--threads", address],
        vec!["label", with_parameter],
    ] {
        let run = folder.run(&args);
        assert_eq!(run.code, 2, "{}", run.stderr);
        let all = format!("{}{}", run.stdout, run.stderr);
        assert!(
            all.contains("PGPASSWORD") && !all.contains("s3cret"),
            "{args:?}: {all}"
        );
    }
    assert!(!folder.path("x.csv").exists());
    // Nobody answers there: the message names the address.
    let run = folder.run(&[
        "match",
        "postgres://ann@127.0.0.1:1/shop?table=people",
        "-o",
        "x.csv",
    ]);
    assert!(
        run.code != 0
            && run
                .stderr
                .contains("postgres://ann@127.0.0.1:1/shop?table=people: "),
        "{}",
        run.stderr
    );
}
