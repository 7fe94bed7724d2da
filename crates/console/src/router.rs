//! The table of routes.

use std::sync::Arc;

use axum::Router;
use axum::routing::get;

use crate::{Console, pages, protect};

impl Console {
    /// All pages, below `/console`.
    pub fn router(self) -> Router {
        let access = Arc::clone(&self.access);
        let routes = Router::new()
            .route("/console", get(pages::start::show))
            .route("/console/transforms", get(pages::transforms::show))
            .with_state(Arc::new(self));
        protect(routes, access)
    }
}
