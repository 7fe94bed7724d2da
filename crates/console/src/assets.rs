//! Styles and scripts: embedded, and served under a name that contains their hash, so browsers can cache them forever.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use sha2::{Digest, Sha256};

use crate::Failure;

/// Bytes of the hash in a name.
const HASH_BYTES: usize = 6;

/// One embedded file.
pub(crate) struct Asset {
    /// Path under which it is served.
    pub path: String,
    content_type: &'static str,
    body: &'static str,
}

impl Asset {
    fn new(stem: &str, extension: &str, content_type: &'static str, body: &'static str) -> Self {
        let hash = onefold_domain::hex(&Sha256::digest(body)[..HASH_BYTES]);
        Self {
            path: format!("/console/assets/{stem}.{hash}.{extension}"),
            content_type,
            body,
        }
    }
}

/// The style sheet of all pages.
pub(crate) static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "console",
        "css",
        "text/css; charset=utf-8",
        include_str!("../assets/console.css"),
    )
});
/// The script of all pages.
pub(crate) static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "console",
        "js",
        "text/javascript; charset=utf-8",
        include_str!("../assets/console.js"),
    )
});
/// The icon in the browser's tab.
pub(crate) static ICON: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("icon", "svg", "image/svg+xml", include_str!("../assets/icon.svg")));

/// All assets.
fn all() -> [&'static Asset; 3] {
    [&STYLE, &SCRIPT, &ICON]
}

/// Serves an asset.
pub(crate) async fn serve(Path(name): Path<String>) -> Result<Response, Failure> {
    let path = format!("/console/assets/{name}");
    let asset = all()
        .into_iter()
        .find(|asset| asset.path == path)
        .ok_or_else(|| Failure::not_found("this file does not exist; reload the page"))?;
    let headers = [
        (CONTENT_TYPE, asset.content_type),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, asset.body).into_response())
}
