//! Requests: bodies, signatures and paging tokens, through the whole endpoint.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::Body;
use http::{Request, Response};
use onefold_api::{Endpoint, Settings};
use onefold_domain::{AccessKeys, SystemClock};
use onefold_objects::LocalObjects;
use onefold_protocol::model;
use onefold_protocol::sigv4::{Signable, Signer, basic, sign};
use onefold_service::{Error, Limits, ListRuns, ListTransforms, PageRequest, Service};
use onefold_store::{Keyring, SqliteStore};
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use tower::ServiceExt;

const HOST: &str = "127.0.0.1";
const KEY: &str = "AKIDFUZZ";
const SECRET: &str = "secret";
/// Answers are small.
const ANSWER_BYTES: usize = 64 * 1024 * 1024;

struct OneKey;

impl AccessKeys for OneKey {
    fn secret(&self, access_key: &str) -> Option<String> {
        (access_key == KEY).then(|| SECRET.to_owned())
    }

    fn allows(&self, access_key: &str, _action: &str) -> bool {
        access_key == KEY
    }
}

/// A service without workers, with one transform.
struct Node {
    service: Arc<Service>,
    router: Router,
    runtime: Runtime,
    transform: String,
    _dir: tempfile::TempDir,
}

static NODE: LazyLock<Node> = LazyLock::new(Node::start);

impl Node {
    fn start() -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let keyring = Keyring::open(&dir.path().join("keyring.json")).expect("a keyring");
        let store = SqliteStore::open(&dir.path().join("metadata.sqlite"), keyring).expect("a store");
        let objects = LocalObjects::new(&dir.path().join("objects"), &dir.path().join("staging"));
        let service = Arc::new(Service::new(
            Arc::new(store),
            Arc::new(objects),
            Arc::new(SystemClock),
            Limits::default(),
        ));
        let settings = Settings {
            account: "000000000000".to_owned(),
            region: "us-east-1".to_owned(),
        };
        let router = Endpoint::new(Arc::clone(&service), Arc::new(OneKey), settings, None).router(None);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let mut node = Self {
            service,
            router,
            runtime,
            transform: String::new(),
            _dir: dir,
        };
        node.fill();
        node
    }

    fn fill(&mut self) {
        self.call("CreateDatabase", &json!({"DatabaseInput": {"Name": "d"}}));
        let columns = json!([{"Name": "id", "Type": "string"}, {"Name": "name", "Type": "string"}]);
        let storage = json!({"Columns": columns, "Location": "s3://bucket/d/"});
        self.call(
            "CreateTable",
            &json!({"DatabaseName": "d", "TableInput": {"Name": "t", "StorageDescriptor": storage}}),
        );
        let made = self.call(
            "CreateMLTransform",
            &json!({
                "Name": "fuzzed",
                "Role": "role",
                "InputRecordTables": [{"DatabaseName": "d", "TableName": "t"}],
                "Parameters": {
                    "TransformType": "FIND_MATCHES",
                    "FindMatchesParameters": {"PrimaryKeyColumnName": "id"}
                }
            }),
        );
        made["TransformId"]
            .as_str()
            .expect("a transform has an id")
            .clone_into(&mut self.transform);
    }

    fn call(&self, operation: &str, body: &Value) -> Value {
        let (status, answer) = self.send(operation, body.to_string().as_bytes(), None);
        assert_eq!(status, 200, "{operation}: {answer}");
        answer
    }

    /// Sends a request, well signed unless an authorization is given; gives the status and the answer.
    fn send(&self, operation: &str, body: &[u8], authorization: Option<&[u8]>) -> (u16, Value) {
        let date = basic(time::OffsetDateTime::now_utc());
        let target = format!("AWSGlue.{operation}");
        let headers = [
            ("host", HOST),
            ("x-amz-date", date.as_str()),
            ("x-amz-target", target.as_str()),
        ];
        let signed = sign(
            &Signable {
                method: "POST",
                path: "/",
                query: "",
                headers: &headers,
                body,
            },
            Signer {
                access_key: KEY,
                secret: SECRET,
                region: "us-east-1",
                service: "glue",
            },
        );
        let authorization = authorization.unwrap_or(signed.as_bytes());
        let mut request = Request::post("/").header("content-type", "application/x-amz-json-1.1");
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let Ok(request) = request
            .header("authorization", authorization)
            .body(Body::from(body.to_vec()))
        else {
            // No HTTP server lets such a header through.
            return (400, Value::Null);
        };
        let router = self.router.clone();
        self.runtime.block_on(async move {
            let response: Response<Body> = router.oneshot(request).await.expect("a router does not fail");
            let status = response.status().as_u16();
            let answer = axum::body::to_bytes(response.into_body(), ANSWER_BYTES)
                .await
                .expect("an answer is complete");
            let answer = serde_json::from_slice(&answer).expect("an answer is JSON");
            (status, answer)
        })
    }
}

fn assert_is_refused_well(status: u16, answer: &Value) {
    assert!(status < 500, "{status}: {answer}");
    if status >= 400 && !answer.is_null() {
        assert!(answer["__type"].is_string(), "{status}: {answer}");
    }
}

/// The first byte chooses an operation, the others are its body: the answer is never a failure of the service.
pub fn request_body(data: &[u8]) {
    let Some((&first, body)) = data.split_first() else {
        return;
    };
    let names: Vec<&str> = model::Service::Glue
        .operations()
        .iter()
        .map(|operation| operation.name.as_str())
        // Without the transform other targets have nothing to ask for.
        .filter(|name| *name != "DeleteMLTransform")
        .collect();
    let (status, answer) = NODE.send(names[usize::from(first) % names.len()], body, None);
    assert_is_refused_well(status, &answer);
}

/// A header of any bytes opens nothing.
pub fn authorization_header(data: &[u8]) {
    let (status, answer) = NODE.send("GetMLTransforms", b"{}", Some(data));
    assert_is_refused_well(status, &answer);
    assert!(
        status >= 400,
        "a request with a made-up signature was answered: {answer}"
    );
}

/// A token of any text is refused, or was made by the service for this question.
pub fn paging_token(data: &[u8]) {
    let node = &*NODE;
    let page = PageRequest {
        max_results: Some(10),
        token: Some(String::from_utf8_lossy(data).into_owned()),
    };
    let runs = node
        .service
        .task_runs(&node.transform, &ListRuns::default(), &page)
        .map(|_| ());
    let transforms = node
        .service
        .transforms(&ListTransforms::default(), &page)
        .map(|_| ());
    for answer in [runs, transforms] {
        assert!(
            matches!(answer, Ok(()) | Err(Error::InvalidInput(_))),
            "{answer:?}"
        );
    }
}
