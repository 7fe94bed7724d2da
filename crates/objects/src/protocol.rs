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
use s3s::dto::{
    AbortMultipartUploadInput, CompleteMultipartUploadInput, CopyObjectInput, CopySource, DeleteObjectsInput,
    ListPartsInput, UploadPartCopyInput, UploadPartInput,
};
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s::{S3Error, S3Request, S3Result, s3_error};
use s3s_fs::FileSystem;

const ENCODED_QUERY: &str = "encoding-type=url";
const ENCODED_CLAIM: &str = "<EncodingType>url</EncodingType>";
/// More than a page of 1,000 keys takes.
const LISTING_BYTES: usize = 16 * 1024 * 1024;
/// Largest object of one request, as on AWS.
const MAX_PUT_BYTES: u64 = 5 * 1024 * 1024 * 1024;
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
    if let Some(refusal) = refusal(&request) {
        return refusal
            .to_http_response()
            .map_or_else(|_| failed_response(), |response| response.map(Body::new));
    }
    let asks_for_encoded = request
        .uri()
        .query()
        .is_some_and(|query| query.contains(ENCODED_QUERY));
    match service.call(request.map(s3s::Body::http_body_unsync)).await {
        Ok(response) if asks_for_encoded => as_it_is(response.map(Body::new)).await,
        Ok(response) => response.map(Body::new),
        Err(error) => {
            tracing::error!(?error, "a request for objects failed");
            failed_response()
        }
    }
}

fn failed_response() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response
}

/// What is refused by the head of a request alone, before a byte of its body is waited for.
fn refusal(request: &Request<Body>) -> Option<S3Error> {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let announced = header(http::header::CONTENT_LENGTH).and_then(|text| text.parse::<u64>().ok());
    if announced.is_some_and(|bytes| bytes > MAX_PUT_BYTES) {
        return Some(s3_error!(
            EntityTooLarge,
            "One request takes at most 5 GiB; send larger objects as a multipart upload"
        ));
    }
    let query = request.uri().query().unwrap_or_default();
    let has = |name: &str| query.split('&').any(|part| part.split('=').next() == Some(name));
    let is_version_2 = (has("AWSAccessKeyId") && has("Signature"))
        || header(http::header::AUTHORIZATION).is_some_and(|text| text.starts_with("AWS "));
    is_version_2.then(|| {
        s3_error!(
            InvalidRequest,
            "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256."
        )
    })
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
            failed_response()
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
        let mut keys = request.input.delete.objects.iter().map(|object| &object.key);
        keys.try_for_each(|key| check_key(key))
    }

    async fn copy_object(&self, request: &mut S3Request<CopyObjectInput>) -> S3Result<()> {
        check_source(&request.input.copy_source)
    }

    async fn upload_part_copy(&self, request: &mut S3Request<UploadPartCopyInput>) -> S3Result<()> {
        check_source(&request.input.copy_source)?;
        self.check_upload(&request.input.upload_id)
    }

    async fn upload_part(&self, request: &mut S3Request<UploadPartInput>) -> S3Result<()> {
        self.check_upload(&request.input.upload_id)
    }

    async fn list_parts(&self, request: &mut S3Request<ListPartsInput>) -> S3Result<()> {
        self.check_upload(&request.input.upload_id)
    }

    async fn complete_multipart_upload(
        &self,
        request: &mut S3Request<CompleteMultipartUploadInput>,
    ) -> S3Result<()> {
        self.check_upload(&request.input.upload_id)
    }

    async fn abort_multipart_upload(
        &self,
        request: &mut S3Request<AbortMultipartUploadInput>,
    ) -> S3Result<()> {
        self.check_upload(&request.input.upload_id)
    }
}

/// Length of the id of an upload: a UUID with hyphens.
const UPLOAD_ID_LETTERS: usize = 36;
/// Longest name of a file, in bytes, on the file systems in use.
const LONGEST_NAME: usize = 255;

/// Refuses a key that no path of a file stands for: it would be listed under another name, or be a file elsewhere.
fn check_key(key: &str) -> S3Result<()> {
    let parts = || key.strip_suffix('/').unwrap_or(key).split('/');
    if key.contains('\0') || parts().any(|name| name.len() > LONGEST_NAME) {
        return Err(s3_error!(
            KeyTooLongError,
            "Objects are stored as files: no part of a key may contain NUL or be longer than 255 bytes"
        ));
    }
    if parts().any(|name| matches!(name, "" | "." | "..")) {
        return Err(s3_error!(
            InvalidArgument,
            "Objects are stored as files: no part of a key may be empty, \".\" or \"..\""
        ));
    }
    Ok(())
}

fn check_source(source: &CopySource) -> S3Result<()> {
    match source {
        CopySource::Bucket { key, .. } => check_key(key),
        _ => Err(s3_error!(
            NotImplemented,
            "Objects are copied from buckets only; access points are not supported"
        )),
    }
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
    /// The store keeps a file for each upload under way. It takes other ids for uploads of somebody else.
    fn check_upload(&self, id: &str) -> S3Result<()> {
        let is_id = id.len() == UPLOAD_ID_LETTERS && id.bytes().all(|c| c.is_ascii_hexdigit() || c == b'-');
        if is_id && self.folder.join(format!(".upload-{id}.json")).is_file() {
            return Ok(());
        }
        Err(s3_error!(
            NoSuchUpload,
            "The specified upload does not exist; it may have been aborted or completed"
        ))
    }

    /// The store would create a missing bucket, and would fail if an object and a folder had the same name. Clients get an
    /// error that says what is wrong instead.
    fn check_object(&self, operation: &str, bucket: &str, key: &str) -> S3Result<()> {
        check_key(key)?;
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
