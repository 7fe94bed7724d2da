//! The S3 protocol over a folder. Signatures are verified by `s3s` with the service's keys; what a key allows is checked
//! for every operation.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use http::{Request, Response, StatusCode};
use onefold_domain::AccessKeys;
use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::{S3Auth, SecretKey};
use s3s::dto::DeleteObjectsInput;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s::{S3Error, S3Request, S3Result, s3_error};
use s3s_fs::FileSystem;

const ENCODED_QUERY: &str = "encoding-type=url";
const ENCODED_CLAIM: &str = "<EncodingType>url</EncodingType>";
/// More than a page of 1,000 keys takes.
const LISTING_BYTES: usize = 16 * 1024 * 1024;
/// Names that would hide pages of the service.
const RESERVED_BUCKETS: [&str; 4] = ["console", "healthz", "metrics", "readyz"];

/// Why the folder cannot be served.
#[derive(Debug, thiserror::Error)]
#[error("cannot open the objects folder {folder}: {reason}")]
pub struct OpenError {
    folder: String,
    reason: String,
}

/// The embedded S3 endpoint.
#[derive(Debug, Clone)]
pub struct EmbeddedS3(S3Service);

impl EmbeddedS3 {
    /// Serves a folder that exists.
    pub fn open(folder: &Path, keys: Arc<dyn AccessKeys>) -> Result<Self, OpenError> {
        let files = FileSystem::new(folder).map_err(|error| OpenError {
            folder: folder.display().to_string(),
            // This error has no other text.
            reason: format!("{error:?}"),
        })?;
        let mut builder = S3ServiceBuilder::new(files);
        builder.set_auth(Keys(Arc::clone(&keys)));
        builder.set_access(Allowed {
            keys,
            folder: folder.to_owned(),
        });
        Ok(Self(builder.build()))
    }

    /// Answers all requests that come to it.
    pub fn router(&self) -> Router {
        let service = self.0.clone();
        Router::new().fallback(move |request: Request<Body>| {
            let service = service.clone();
            async move { answer(&service, request).await }
        })
    }
}

async fn answer(service: &S3Service, request: Request<Body>) -> Response<Body> {
    let asks_for_encoded = request
        .uri()
        .query()
        .is_some_and(|query| query.contains(ENCODED_QUERY));
    match service.call(request.map(s3s::Body::http_body_unsync)).await {
        Ok(response) if asks_for_encoded => as_it_is(response.map(Body::new)).await,
        Ok(response) => response.map(Body::new),
        Err(error) => {
            tracing::error!(?error, "a request for objects failed");
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            response
        }
    }
}

/// Removes the claim that keys are URL-encoded from a listing. The store repeats the client's wish but does not encode, so
/// clients would decode `+` and `%20` in keys. Without the claim they leave keys as they are.
async fn as_it_is(response: Response<Body>) -> Response<Body> {
    let (mut head, body) = response.into_parts();
    match axum::body::to_bytes(body, LISTING_BYTES).await {
        Ok(listing) => {
            let listing = String::from_utf8_lossy(&listing).replacen(ENCODED_CLAIM, "", 1);
            head.headers.remove(http::header::CONTENT_LENGTH);
            Response::from_parts(head, Body::from(listing))
        }
        Err(error) => {
            tracing::error!(%error, "a listing is too long");
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            response
        }
    }
}

struct Keys(Arc<dyn AccessKeys>);

#[async_trait::async_trait]
impl S3Auth for Keys {
    async fn get_secret_key(&self, access_key: &str) -> S3Result<SecretKey> {
        self.0.secret(access_key).map(SecretKey::from).ok_or_else(|| {
            s3_error!(
                InvalidAccessKeyId,
                "The AWS access key id you provided does not exist in our records"
            )
        })
    }
}

struct Allowed {
    keys: Arc<dyn AccessKeys>,
    folder: PathBuf,
}

#[async_trait::async_trait]
impl S3Access for Allowed {
    async fn check(&self, cx: &mut S3AccessContext<'_>) -> S3Result<()> {
        let Some(credentials) = cx.credentials() else {
            return Err(s3_error!(
                AccessDenied,
                "Sign the request; anonymous access is not supported"
            ));
        };
        let action = format!("s3:{}", cx.s3_op().name());
        if !self.keys.allows(&credentials.access_key, &action) {
            return Err(s3_error!(
                AccessDenied,
                "This access key does not allow {}",
                action
            ));
        }
        let bucket = cx.s3_path().get_bucket_name();
        if cx.s3_op().name() == "CreateBucket" && bucket.is_some_and(|name| RESERVED_BUCKETS.contains(&name))
        {
            return Err(s3_error!(
                InvalidBucketName,
                "The service itself uses this bucket name"
            ));
        }
        if cx.s3_op().name() == "DeleteBucket"
            && bucket.is_some_and(|name| has_files(&self.folder.join(name)))
        {
            return Err(s3_error!(
                BucketNotEmpty,
                "The bucket you tried to delete is not empty"
            ));
        }
        match cx.s3_path().as_object() {
            Some((bucket, key)) => self.check_object(cx.s3_op().name(), bucket, key),
            None => Ok(()),
        }
    }

    async fn delete_objects(&self, request: &mut S3Request<DeleteObjectsInput>) -> S3Result<()> {
        let keys = request.input.delete.objects.iter();
        match keys.map(|object| &object.key).find(|key| !can_be_a_file(key)) {
            Some(_) => Err(no_name_of_a_file()),
            None => Ok(()),
        }
    }
}

/// Longest name of a file, in bytes, on the file systems in use.
const LONGEST_NAME: usize = 255;

fn can_be_a_file(key: &str) -> bool {
    !key.contains('\0') && key.split('/').all(|name| name.len() <= LONGEST_NAME)
}

fn no_name_of_a_file() -> S3Error {
    s3_error!(
        KeyTooLongError,
        "Objects are stored as files: no part of a key may contain NUL or be longer than 255 bytes"
    )
}

/// Whether there is a file anywhere in a folder.
fn has_files(folder: &Path) -> bool {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                _ => return true,
            }
        }
    }
    false
}

impl Allowed {
    /// The store would create a missing bucket, and would fail if an object and a folder had the same name. Clients get an
    /// error that says what is wrong instead.
    fn check_object(&self, operation: &str, bucket: &str, key: &str) -> S3Result<()> {
        if !can_be_a_file(key) {
            return Err(no_name_of_a_file());
        }
        let bucket = self.folder.join(bucket);
        if !bucket.is_dir() {
            return Err(s3_error!(NoSuchBucket, "The specified bucket does not exist"));
        }
        let key = key.trim_end_matches('/');
        let is_folder = bucket.join(key).is_dir();
        let is_written = matches!(operation, "PutObject" | "CopyObject" | "CreateMultipartUpload");
        if !is_written {
            return if is_folder && matches!(operation, "GetObject" | "HeadObject" | "DeleteObject") {
                Err(s3_error!(NoSuchKey, "The specified key does not exist"))
            } else {
                Ok(())
            };
        }
        let is_below_object = Path::new(key)
            .ancestors()
            .skip(1)
            .any(|folder| bucket.join(folder).is_file());
        if is_below_object || is_folder {
            return Err(s3_error!(
                InvalidRequest,
                "Objects are stored as files: an object cannot have the same name as the folder of another object"
            ));
        }
        Ok(())
    }
}
