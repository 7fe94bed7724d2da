//! The whole service in this process, and the SDK's client of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_sdk_glue::Client;
use aws_sdk_glue::config::interceptors::BeforeTransmitInterceptorContextRef;
use aws_sdk_glue::config::{BehaviorVersion, ConfigBag, Intercept, Region, RuntimeComponents};
use aws_sdk_glue::error::BoxError;
use aws_sdk_glue::types::TaskStatusType;
use onefold_api::{Endpoint, Settings};
use onefold_domain::{AccessKeys, SystemClock};
use onefold_objects::{EmbeddedS3, LocalObjects};
use onefold_service::{Limits, Service};
use onefold_store::{Keyring, SqliteStore};
use onefold_tasks::Runner;

const ACCESS_KEY: &str = "AKIDSDKTESTS";
const SECRET: &str = "a secret of these tests";

/// One key that may do everything.
struct OneKey;

impl AccessKeys for OneKey {
    fn secret(&self, access_key: &str) -> Option<String> {
        (access_key == ACCESS_KEY).then(|| SECRET.to_owned())
    }

    fn allows(&self, access_key: &str, _action: &str) -> bool {
        access_key == ACCESS_KEY
    }
}

/// Notes the names of the operations that the SDK calls.
#[derive(Debug, Clone, Default)]
struct Called(Arc<Mutex<BTreeSet<String>>>);

impl Intercept for Called {
    fn name(&self) -> &'static str {
        "called operations"
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let target = context.request().headers().get("x-amz-target");
        let operation = target.and_then(|target| target.strip_prefix("AWSGlue."));
        let operation = operation.ok_or("a request without an operation")?;
        self.0.lock().unwrap().insert(operation.to_owned());
        Ok(())
    }
}

/// A service that listens on a free port, with a worker.
pub struct Node {
    pub glue: Client,
    called: Called,
    runner: Runner,
    dir: tempfile::TempDir,
}

impl Node {
    pub async fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (objects, staging) = (dir.path().join("objects"), dir.path().join("staging"));
        fs::create_dir_all(&objects).unwrap();
        let keyring = Keyring::open(&dir.path().join("keyring.json")).unwrap();
        let store = SqliteStore::open(&dir.path().join("metadata.sqlite"), keyring).unwrap();
        let service = Arc::new(Service::new(
            Arc::new(store),
            Arc::new(LocalObjects::new(&objects, &staging)),
            Arc::new(SystemClock),
            Limits::default(),
        ));
        let runner = Runner::start(Arc::clone(&service), 1, None);
        let settings = Settings {
            account: "000000000000".to_owned(),
            region: "us-east-1".to_owned(),
        };
        let s3 = EmbeddedS3::open(&objects, Arc::new(OneKey)).unwrap();
        let router = Endpoint::new(service, Arc::new(OneKey), settings, None).router(Some(s3.router()));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await });
        let called = Called::default();
        let config = aws_sdk_glue::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .http_client(aws_smithy_http_client::Builder::new().build_http())
            .credentials_provider(Credentials::new(ACCESS_KEY, SECRET, None, None, "tests"))
            .region(Region::new("us-east-1"))
            .endpoint_url(format!("http://{address}"))
            .interceptor(called.clone())
            .build();
        Self {
            glue: Client::from_conf(config),
            called,
            runner,
            dir,
        }
    }

    /// Names of the operations that were called.
    pub fn called(&self) -> BTreeSet<String> {
        self.called.0.lock().unwrap().clone()
    }

    /// Puts an object.
    pub fn put(&self, bucket: &str, key: &str, content: &[u8]) {
        let path = self.dir.path().join("objects").join(bucket).join(key);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Names below a folder of a bucket.
    pub fn names(&self, bucket: &str, folder: &str) -> Vec<String> {
        let path = self.dir.path().join("objects").join(bucket).join(folder);
        let mut names: Vec<String> = fs::read_dir(path)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// The status in which a task run ends.
    pub async fn end_of(&self, transform: &str, run: &str) -> TaskStatusType {
        for _ in 0..1200 {
            let got = self
                .glue
                .get_ml_task_run()
                .transform_id(transform)
                .task_run_id(run)
                .send()
                .await
                .unwrap();
            let status = got.status.unwrap();
            let is_over = !matches!(
                status,
                TaskStatusType::Starting | TaskStatusType::Running | TaskStatusType::Stopping
            );
            if is_over {
                return status;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{run} does not end");
    }

    pub fn close(self) {
        self.runner.close();
    }
}

/// A bundled file.
pub fn bundled(name: &str) -> Vec<u8> {
    fs::read(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../testdata")
            .join(name),
    )
    .unwrap()
}
