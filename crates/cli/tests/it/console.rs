//! The console of a running service, spoken to as a browser does, byte by byte: what must hold without a browser at hand.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Folder, PEOPLE};

struct Service {
    child: Child,
    address: String,
    token: String,
    folder: Folder,
}

impl Drop for Service {
    fn drop(&mut self) {
        // A process that is gone already is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Service {
    fn start(config: &str) -> Self {
        let folder = Folder::with("onefold.toml", config);
        let mut child = folder
            .command(&[
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--data-dir",
                "data",
                "--config",
                "onefold.toml",
            ])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let link = loop {
            let line = lines.next().expect("the console link is printed").unwrap();
            if let Some((_, rest)) = line.split_once("Open in a browser: http://") {
                break rest.to_owned();
            }
        };
        // What the service goes on to say must not stop it.
        std::thread::spawn(move || lines.for_each(drop));
        let (address, token) = link.split_once("/console/enter?token=").unwrap();
        Self {
            child,
            address: format!("127.0.0.1:{}", address.rsplit(':').next().unwrap()),
            token: token.to_owned(),
            folder,
        }
    }

    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let host = headers.iter().find(|(name, _)| *name == "host");
        let host = host.map_or(self.address.as_str(), |(_, host)| host);
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n");
        for (name, value) in headers.iter().filter(|(name, _)| *name != "host") {
            write!(head, "{name}: {value}\r\n").unwrap();
        }
        write!(head, "content-length: {}\r\n\r\n", body.len()).unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8(answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        Answer {
            status: head.split(' ').nth(1).unwrap().parse().unwrap(),
            head: head.to_lowercase(),
            body: body.to_owned(),
        }
    }

    fn post(&self, path: &str, cookie: &str, form: &str) -> Answer {
        let headers = [
            ("cookie", cookie),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        self.send("POST", path, &headers, form.as_bytes())
    }

    fn get(&self, path: &str, cookie: &str) -> Answer {
        self.send("GET", path, &[("cookie", cookie)], b"")
    }

    /// Enters; gives the cookie and the token of forms.
    fn enter(&self) -> (String, String) {
        let entered = self.post("/console/enter", "", &format!("token={}", self.token));
        assert_eq!(entered.status, 303, "{}", entered.body);
        let cookie = entered.header("set-cookie").unwrap().to_owned();
        assert!(cookie.contains("httponly; samesite=strict"), "{cookie}");
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let page = self.get("/console", &cookie).body;
        let (_, rest) = page.split_once("name=\"csrf\" value=\"").unwrap();
        (cookie, rest.split('"').next().unwrap().to_owned())
    }

    fn upload(&self, cookie: &str, csrf: &str, name: &str, content: &str) -> Answer {
        let part = |head: &str, body: &str| {
            format!("--limit\r\ncontent-disposition: form-data; {head}\r\n\r\n{body}\r\n")
        };
        let body = format!(
            "{}{}--limit--\r\n",
            part("name=\"csrf\"", csrf),
            part(&format!("name=\"file\"; filename=\"{name}\""), content)
        );
        let headers = [
            ("cookie", cookie),
            ("content-type", "multipart/form-data; boundary=limit"),
        ];
        self.send("POST", "/console/upload", &headers, body.as_bytes())
    }
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        let line = self
            .head
            .lines()
            .find(|line| line.starts_with(&format!("{name}: ")))?;
        line.split_once(": ").map(|(_, value)| value)
    }
}

#[test]
fn strangers_foreign_hosts_and_forms_of_others_are_kept_out() {
    let service = Service::start("[console]\nhosts = [\"match.example.com\"]\n");
    assert_eq!(
        service.get("/console", "").header("location"),
        Some("/console/enter")
    );
    assert_eq!(service.post("/console/enter", "", "token=guess").status, 403);
    let (cookie, csrf) = service.enter();
    for (host, status) in [
        ("evil.example", 403),
        ("match.example.com", 200),
        ("localhost:1", 200),
    ] {
        let headers = [("host", host), ("cookie", cookie.as_str())];
        assert_eq!(
            service.send("GET", "/console", &headers, b"").status,
            status,
            "{host}"
        );
    }
    for form in ["", "csrf=", "csrf=0000"] {
        assert_eq!(service.post("/console/leave", &cookie, form).status, 403);
    }
    let json = [("cookie", cookie.as_str()), ("content-type", "application/json")];
    assert_eq!(service.send("POST", "/console/leave", &json, b"{}").status, 415);
    assert_eq!(service.upload(&cookie, "0000", "people.csv", PEOPLE).status, 403);
    let page = service.get("/console/transforms", &cookie);
    let policy = page.header("content-security-policy").unwrap();
    assert!(
        policy.contains("default-src 'none'") && !policy.contains("unsafe"),
        "{policy}"
    );
    assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert!(!page.body.contains("style=") && !page.body.contains("<script>"));
    let left = service.post("/console/leave", &cookie, &format!("csrf={csrf}"));
    assert_eq!((left.status, service.get("/console", &cookie).status), (303, 303));
}

/// The page of the transform for an uploaded file, whose columns are shown first.
fn transform_of(uploaded: &Answer) -> String {
    let columns = uploaded.header("location").unwrap();
    columns.strip_suffix("/columns").unwrap().to_owned()
}

#[test]
fn a_file_is_matched_without_labels_and_its_result_comes_back() {
    let service = Service::start("");
    let (cookie, csrf) = service.enter();
    let uploaded = service.upload(&cookie, &csrf, "../people.csv", PEOPLE);
    assert_eq!(uploaded.status, 303, "{}", uploaded.body);
    let transform = transform_of(&uploaded);
    let form = format!("csrf={csrf}");
    // Measuring takes labels, and says so.
    let refused = service.post(&format!("{transform}/evaluations"), &cookie, &form);
    assert!(
        refused.status == 400 && refused.body.contains("import labels first"),
        "{}",
        refused.body
    );
    let started = service.post(&format!("{transform}/matches"), &cookie, &form);
    let run = started.header("location").unwrap().to_owned();
    let begin = Instant::now();
    let page = loop {
        let page = service.get(&run, &cookie).body;
        if page.contains(">Succeeded<") {
            break page;
        }
        assert!(
            begin.elapsed() < Duration::from_mins(1) && !page.contains(">Failed<"),
            "{page}"
        );
        std::thread::sleep(Duration::from_millis(100));
    };
    assert!(page.contains("no labels yet; using the built-in model"));
    let result = service.get(&format!("{run}/output/0"), &cookie).body;
    let id_of = |record: &str| {
        let line = result.lines().find(|line| line.starts_with(record)).unwrap();
        line.rsplit(',').nth(1).unwrap().to_owned()
    };
    assert_eq!(id_of("r1,"), id_of("r2,"));
    assert_ne!(id_of("r1,"), id_of("r3,"));
    assert_eq!(service.get(&format!("{run}/output/1"), &cookie).status, 404);
}

#[test]
fn a_table_is_deleted_with_everything_that_belongs_to_it() {
    let service = Service::start("");
    let (cookie, csrf) = service.enter();
    let uploaded = service.upload(&cookie, &csrf, "people.csv", PEOPLE);
    let transform = transform_of(&uploaded);
    let form = format!("csrf={csrf}");
    let started = service.post(&format!("{transform}/matches"), &cookie, &form);
    let run = started.header("location").unwrap().to_owned();
    let begin = Instant::now();
    while !service.get(&run, &cookie).body.contains(">Succeeded<") {
        assert!(begin.elapsed() < Duration::from_mins(1));
        std::thread::sleep(Duration::from_millis(100));
    }
    let objects = service.folder.path("data/objects/onefold-console");
    let files = || {
        let mut folders = vec![objects.clone()];
        let mut files = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
                if entry.file_type().unwrap().is_dir() {
                    folders.push(entry.path());
                } else {
                    files += 1;
                }
            }
        }
        files
    };
    assert!(files() >= 3, "an upload, a result and its manifest");
    let page = service.get("/console/tables/console/people", &cookie).body;
    assert!(page.contains("/console/tables/console/people/delete"), "{page}");
    let delete = "/console/tables/console/people/delete";
    let page = service.get(delete, &cookie).body;
    for said in [
        "the uploaded data: 1 file",
        "the transform <a",
        "results and label files of the console",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    // Asking deletes nothing, nor does a form of another session.
    assert_eq!(service.post(delete, &cookie, "csrf=0000").status, 403);
    assert_eq!(service.get(&transform, &cookie).status, 200);
    let deleted = service.post(delete, &cookie, &form);
    assert_eq!(
        deleted.header("location"),
        Some("/console/tables?database=console")
    );
    let page = service.get("/console/tables?database=console", &cookie).body;
    assert!(
        page.contains("The table people was deleted, with its transform"),
        "{page}"
    );
    assert!(page.contains("This database has no tables"), "{page}");
    assert_eq!(service.get(&transform, &cookie).status, 404);
    assert_eq!(files(), 0);
    assert_eq!(service.post(delete, &cookie, &form).status, 404);
}

#[test]
fn files_that_are_too_large_or_without_a_key_are_told_of() {
    let service = Service::start("[console]\nupload_bytes = 2000\n");
    let (cookie, csrf) = service.enter();
    let large = format!("id,name\n{}", "1,x\n".repeat(100_000));
    let refused = service.upload(&cookie, &csrf, "large.csv", &large);
    assert_eq!(refused.status, 413);
    assert!(
        refused
            .body
            .contains("large.csv is larger than the limit of 2 KiB"),
        "{}",
        refused.body
    );
    let without_key = service.upload(
        &cookie,
        &csrf,
        "names.csv",
        "name,city\nAnn,Rome\nAnn,Rome\nBob,Oslo\n",
    );
    let page = service.get(without_key.header("location").unwrap(), &cookie).body;
    assert!(page.contains("so the column record_number was added"), "{page}");
    let twice = service.upload(&cookie, &csrf, "names.csv", "id,name\n1,Ann\n2,Bob\n");
    let page = service.get(twice.header("location").unwrap(), &cookie).body;
    assert!(page.contains("names_2"), "{page}");
}
