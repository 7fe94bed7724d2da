//! Each error code that `docs/api-coverage.md` documents, as a client hears it: status, headers and body, through the whole
//! endpoint in this process.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use http::{Request, Response};
use onefold_api::{Endpoint, Settings};
use onefold_domain::{AccessKeys, SystemClock};
use onefold_objects::LocalObjects;
use onefold_protocol::model::ERRORS;
use onefold_protocol::sigv4::{Signable, Signer, basic, sign};
use onefold_service::{Limits, Service};
use onefold_store::{Keyring, SqliteStore};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};
use tower::ServiceExt;

use crate::site::{Fault, FaultyStore};

const HOST: &str = "127.0.0.1";
const KEY: &str = "AKIDADMIN";
/// A key that may do nothing.
const IDLE_KEY: &str = "AKIDIDLE";
const SECRET: &str = "secret";
const JSON: &str = "application/x-amz-json-1.1";

struct Keys;

impl AccessKeys for Keys {
    fn secret(&self, access_key: &str) -> Option<String> {
        [KEY, IDLE_KEY].contains(&access_key).then(|| SECRET.to_owned())
    }

    fn allows(&self, access_key: &str, _action: &str) -> bool {
        access_key == KEY
    }
}

/// A request that can be made wrong in one place.
struct Sent {
    method: &'static str,
    path: &'static str,
    service: &'static str,
    target: String,
    content_type: &'static str,
    body: Vec<u8>,
    key: &'static str,
    secret: &'static str,
    time: OffsetDateTime,
    /// In place of the one that is right.
    authorization: Option<&'static str>,
    more: Vec<(&'static str, &'static str)>,
}

impl Sent {
    fn glue(operation: &str, body: &Value) -> Self {
        Self {
            method: "POST",
            path: "/",
            service: "glue",
            target: format!("AWSGlue.{operation}"),
            content_type: JSON,
            body: body.to_string().into_bytes(),
            key: KEY,
            secret: SECRET,
            time: OffsetDateTime::now_utc(),
            authorization: None,
            more: Vec::new(),
        }
    }

    fn logs(operation: &str, body: &Value) -> Self {
        Self {
            service: "logs",
            target: format!("Logs_20140328.{operation}"),
            ..Self::glue(operation, body)
        }
    }

    fn request(&self) -> Request<Body> {
        let date = basic(self.time);
        let mut headers = vec![("host", HOST), ("x-amz-date", date.as_str())];
        if !self.target.is_empty() {
            headers.push(("x-amz-target", self.target.as_str()));
        }
        let signer = Signer {
            access_key: self.key,
            secret: self.secret,
            region: "us-east-1",
            service: self.service,
        };
        let signable = Signable {
            method: self.method,
            path: self.path,
            query: "",
            headers: &headers,
            body: &self.body,
        };
        let signed = sign(&signable, signer);
        let authorization = self.authorization.unwrap_or(&signed);
        let mut request = Request::builder().method(self.method).uri(self.path);
        for (name, value) in headers.iter().chain(&self.more) {
            request = request.header(*name, *value);
        }
        if !authorization.is_empty() {
            request = request.header("authorization", authorization);
        }
        request
            .header("content-type", self.content_type)
            .body(Body::from(self.body.clone()))
            .unwrap()
    }
}

/// An endpoint without workers, with a database, a table and a transform.
struct Node {
    router: Router,
    fault: Arc<Fault>,
    transform: String,
    _dir: tempfile::TempDir,
}

impl Node {
    async fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let keyring = Keyring::open(&dir.path().join("keyring.json")).unwrap();
        let store = Arc::new(SqliteStore::open(&dir.path().join("metadata.sqlite"), keyring).unwrap());
        let fault = Arc::new(Fault::default());
        let limits = Limits {
            transforms: 1,
            runs_per_transform: 1,
            ..Limits::default()
        };
        let service = Service::new(
            Arc::new(FaultyStore::new(store, Arc::clone(&fault))),
            Arc::new(LocalObjects::new(
                &dir.path().join("objects"),
                &dir.path().join("staging"),
            )),
            Arc::new(SystemClock),
            limits,
        );
        let settings = Settings {
            account: "000000000000".to_owned(),
            region: "us-east-1".to_owned(),
        };
        let mut node = Self {
            router: Endpoint::new(Arc::new(service), Arc::new(Keys), settings, None).router(None),
            fault,
            transform: String::new(),
            _dir: dir,
        };
        node.fill().await;
        node
    }

    async fn fill(&mut self) {
        self.make("CreateDatabase", json!({ "DatabaseInput": { "Name": "town" } }))
            .await;
        let columns = json!([{ "Name": "id", "Type": "string" }, { "Name": "name", "Type": "string" }]);
        let storage = json!({ "Columns": columns, "Location": "s3://bucket/people/" });
        let table = json!({ "Name": "people", "StorageDescriptor": storage });
        self.make(
            "CreateTable",
            json!({ "DatabaseName": "town", "TableInput": table }),
        )
        .await;
        let made = self.make("CreateMLTransform", transform("people")).await;
        made["TransformId"]
            .as_str()
            .unwrap()
            .clone_into(&mut self.transform);
    }

    async fn make(&self, operation: &str, body: Value) -> Value {
        let response = self.send(&Sent::glue(operation, &body)).await;
        let status = response.status();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        assert_eq!(status, 200, "{operation}: {body:?}");
        serde_json::from_slice(&body).unwrap()
    }

    async fn send(&self, sent: &Sent) -> Response<Body> {
        self.router.clone().oneshot(sent.request()).await.unwrap()
    }

    /// Compares an answer with its stored copy, which has the name of the error code.
    async fn assert_refused(&self, name: &str, sent: &Sent) {
        let response = self.send(sent).await;
        let code = name.split('-').next().unwrap_or_default();
        if let Some(header) = response.headers().get("x-amzn-errortype") {
            assert_eq!(header, code);
        }
        insta::assert_snapshot!(name, self.told(response).await);
    }

    /// A response in full, without what is different each time.
    async fn told(&self, response: Response<Body>) -> String {
        let mut text = format!("{}\n", response.status().as_u16());
        let mut headers: Vec<(String, String)> = response
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect();
        headers.sort();
        let mut request_id = String::new();
        for (name, value) in headers {
            let value = match name.as_str() {
                "date" => {
                    assert!(value.len() == 29 && value.ends_with(" GMT"), "{value}");
                    "(the time)".to_owned()
                }
                "x-amzn-requestid" => {
                    let parts: Vec<usize> = value.split('-').map(str::len).collect();
                    assert_eq!(parts, [8, 4, 4, 4, 12], "{value}");
                    request_id.clone_from(&value);
                    "(an id)".to_owned()
                }
                _ => value,
            };
            writeln!(text, "{name}: {value}").unwrap();
        }
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        let body = body
            .replace(&request_id, "(an id)")
            .replace(&self.transform, "(the transform)");
        text + "\n" + &without_clock(&body)
    }
}

/// Takes the server's time out of the text about a clock that is wrong.
fn without_clock(text: &str) -> String {
    let Some((before, time)) = text.split_once("clock says ") else {
        return text.to_owned();
    };
    let after = time.split_once(',').map_or("", |(_, after)| after);
    format!("{before}clock says (the time),{after}")
}

fn transform(name: &str) -> Value {
    json!({
        "Name": name,
        "Role": "role",
        "InputRecordTables": [{ "DatabaseName": "town", "TableName": "people" }],
        "Parameters": {
            "TransformType": "FIND_MATCHES",
            "FindMatchesParameters": { "PrimaryKeyColumnName": "id" },
        },
    })
}

#[tokio::test]
async fn requests_that_cannot_be_read_are_refused() {
    let node = Node::start().await;
    let right = || Sent::glue("GetTable", &json!({ "DatabaseName": "town", "Name": "people" }));
    let cases = [
        (
            "UnknownOperationException",
            Sent::glue("CreateDevEndpoint", &json!({})),
        ),
        (
            "UnknownOperationException-404",
            Sent {
                path: "/tables",
                ..right()
            },
        ),
        (
            "UnknownOperationException-405",
            Sent {
                method: "PUT",
                ..right()
            },
        ),
        (
            "UnknownOperationException-no-objects",
            Sent {
                method: "GET",
                path: "/bucket/key",
                target: String::new(),
                ..right()
            },
        ),
        (
            "SerializationException",
            Sent {
                body: b"{\"DatabaseName\": ".to_vec(),
                ..right()
            },
        ),
        (
            "SerializationException-415",
            Sent {
                more: vec![("content-encoding", "gzip")],
                ..right()
            },
        ),
        (
            "RequestEntityTooLargeException",
            Sent {
                body: vec![b' '; 5 * 1024 * 1024 + 1],
                ..right()
            },
        ),
        (
            "ValidationException",
            Sent::glue("GetTable", &json!({ "DatabaseName": "", "Name": null })),
        ),
    ];
    for (name, sent) in cases {
        node.assert_refused(name, &sent).await;
    }
}

#[tokio::test]
async fn requests_of_nobody_known_are_refused() {
    let node = Node::start().await;
    let right = || Sent::glue("GetTable", &json!({ "DatabaseName": "town", "Name": "people" }));
    let long_ago = OffsetDateTime::UNIX_EPOCH + Duration::days(20_000);
    let cases = [
        (
            "MissingAuthenticationTokenException",
            Sent {
                authorization: Some(""),
                ..right()
            },
        ),
        (
            "IncompleteSignatureException",
            Sent {
                authorization: Some("AWS4-HMAC-SHA256 Credential=AKIDADMIN"),
                ..right()
            },
        ),
        (
            "UnrecognizedClientException",
            Sent {
                key: "AKIDUNKNOWN",
                ..right()
            },
        ),
        (
            "InvalidSignatureException",
            Sent {
                secret: "wrong",
                ..right()
            },
        ),
        (
            "InvalidSignatureException-old",
            Sent {
                time: long_ago,
                ..right()
            },
        ),
        (
            "InvalidSignatureException-scope",
            Sent {
                service: "s3",
                ..right()
            },
        ),
        (
            "AccessDeniedException",
            Sent {
                key: IDLE_KEY,
                ..right()
            },
        ),
        (
            "AccessDeniedException-xml",
            Sent {
                service: "sts",
                target: String::new(),
                content_type: "application/x-www-form-urlencoded",
                body: b"Action=GetCallerIdentity&Version=2011-06-15".to_vec(),
                key: IDLE_KEY,
                ..right()
            },
        ),
    ];
    for (name, sent) in cases {
        node.assert_refused(name, &sent).await;
    }
}

#[tokio::test]
async fn what_the_service_refuses_has_the_code_of_the_situation() {
    let node = Node::start().await;
    let id = json!({ "TransformId": node.transform });
    let sets = json!({ "TransformId": node.transform, "OutputS3Path": "s3://bucket/sets/" });
    let cases = [
        (
            "AlreadyExistsException",
            "CreateDatabase",
            json!({ "DatabaseInput": { "Name": "town" } }),
        ),
        (
            "EntityNotFoundException",
            "GetMLTransform",
            json!({ "TransformId": "tfm-1" }),
        ),
        (
            "InvalidInputException",
            "GetMLTransforms",
            json!({ "NextToken": "made up" }),
        ),
        // Of all codes, this operation knows only this one.
        (
            "OperationTimeoutException",
            "GetCrawlers",
            json!({ "NextToken": "made up" }),
        ),
        (
            "ResourceNumberLimitExceededException",
            "CreateMLTransform",
            transform("more"),
        ),
        ("MLTransformNotReadyException", "StartMLEvaluationTaskRun", id),
    ];
    for (name, operation, body) in cases {
        node.assert_refused(name, &Sent::glue(operation, &body)).await;
    }
    node.make("StartMLLabelingSetGenerationTaskRun", sets.clone())
        .await;
    let again = Sent::glue("StartMLLabelingSetGenerationTaskRun", &sets);
    node.assert_refused("ConcurrentRunsExceededException", &again)
        .await;
}

#[tokio::test]
async fn crawlers_say_what_they_are_doing() {
    let node = Node::start().await;
    let targets = json!({ "S3Targets": [{ "Path": "s3://bucket/" }] });
    let crawler = json!({ "Name": "crawl", "Role": "role", "DatabaseName": "town", "Targets": targets });
    node.make("CreateCrawler", crawler).await;
    let name = json!({ "Name": "crawl" });
    let (start, stop) = (
        Sent::glue("StartCrawler", &name),
        Sent::glue("StopCrawler", &name),
    );
    node.assert_refused("CrawlerNotRunningException", &stop).await;
    node.make("StartCrawler", name.clone()).await;
    node.assert_refused("CrawlerRunningException", &start).await;
    node.make("StopCrawler", name.clone()).await;
    node.assert_refused("CrawlerStoppingException", &stop).await;
}

#[tokio::test]
async fn failures_of_the_store_are_told_without_their_causes() {
    let node = Node::start().await;
    node.fault.arm("store.transform", 1, false);
    let get = Sent::glue("GetMLTransform", &json!({ "TransformId": node.transform }));
    node.assert_refused("InternalServiceException", &get).await;
    node.fault.arm_conflict("store.apply");
    let input = json!({ "Name": "town", "Description": "changed" });
    let update = Sent::glue(
        "UpdateDatabase",
        &json!({ "Name": "town", "DatabaseInput": input }),
    );
    node.assert_refused("ConcurrentModificationException", &update)
        .await;
}

#[tokio::test]
async fn the_logs_have_codes_of_their_own() {
    let node = Node::start().await;
    let group = |name: &str| json!({ "logGroupName": name, "logStreamName": "run", "limit": 0 });
    let cases = [
        ("ResourceNotFoundException", "nothing"),
        ("InvalidParameterException", "/aws-glue/mltransforms"),
    ];
    for (name, own) in cases {
        let sent = Sent::logs("GetLogEvents", &group(own));
        node.assert_refused(name, &sent).await;
    }
}

/// The codes between backticks in the first cells of the table below a heading.
fn documented() -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/api-coverage.md");
    let document = fs::read_to_string(path).unwrap();
    let section = document
        .split("\n## Errors\n")
        .nth(1)
        .expect("a section about errors");
    let section = section.split("\n## ").next().unwrap_or_default();
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    rows.filter_map(|row| Some(row.split('`').nth(1)?.to_owned()))
        .collect()
}

#[test]
fn every_documented_code_has_a_golden_answer_and_no_other_has() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/snapshots");
    let golden: BTreeSet<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| {
            let name = name.strip_prefix("it__errors__")?.strip_suffix(".snap")?;
            Some(name.split('-').next()?.to_owned())
        })
        .collect();
    assert_eq!(documented(), golden, "documented, and golden");
}

#[test]
fn every_code_of_the_model_is_documented_or_said_to_be_unused() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/api-coverage.md");
    let document = fs::read_to_string(path).unwrap();
    for (code, _) in ERRORS {
        assert!(
            document.contains(&format!("`{code}`")),
            "docs/api-coverage.md does not name {code}"
        );
    }
}
