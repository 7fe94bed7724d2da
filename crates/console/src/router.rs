//! The table of routes.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::pages::{
    columns, decisions, download, labeling, labels, matched, missed, pairs, quality, run, runs, start,
    table_deletion, tables, transform, transforms, upload,
};
use crate::{Console, protect};

impl Console {
    /// All pages, below `/console`. What changes something is a POST, and takes a form.
    pub fn router(self) -> Router {
        let access = Arc::clone(&self.access);
        let of_transform = Router::new()
            .route("/", get(transform::show))
            .route("/matches", post(transform::find_matches))
            .route("/evaluations", post(transform::evaluate))
            .route("/settings", post(transform::save))
            .route("/effect", get(transform::effect).post(transform::try_out))
            .route("/quality", get(quality::show))
            .route("/groups", get(matched::list))
            .route("/groups/{group}", get(matched::one))
            .route("/groups/{group}/pairs", get(pairs::show))
            .route("/columns", get(columns::show).post(columns::save))
            .route("/compare", get(pairs::compare))
            .route("/missed", get(missed::list))
            .route("/decide", post(decisions::decide))
            .route("/undecide", post(decisions::take_back))
            .route("/decisions", get(decisions::list))
            .route("/decisions/labels.csv", get(decisions::export))
            .route("/pairs/learn", post(decisions::learn))
            .route("/download", get(download::show))
            .route("/download/{kind}/{format}", get(download::file))
            .route("/labeling", get(labeling::show).post(labeling::start))
            .route("/labeling/live", get(labeling::live))
            .route("/labeling/next", post(labeling::next))
            .route("/labeling/judge", post(labeling::judge))
            .route("/labeling/skip", post(labeling::skip))
            .route("/labeling/undo", post(labeling::undo))
            .route("/labeling/finish", post(labeling::finish))
            .route("/labels", get(labels::show))
            .route("/labels/sets", post(labels::propose))
            .route("/labels/export", post(labels::export))
            .route(
                "/labels/import",
                post(labels::import).layer(DefaultBodyLimit::disable()),
            )
            .route("/delete", get(transform::confirm_delete).post(transform::delete))
            .route("/runs", get(runs::of_transform))
            .route("/runs/live", get(runs::live_of_transform))
            .route("/runs/{run}", get(run::show))
            .route("/runs/{run}/live", get(run::live))
            .route("/runs/{run}/cancel", post(run::cancel))
            .route("/runs/{run}/output/{number}", get(run::output));
        let routes = Router::new()
            .route("/console", get(start::show))
            .route(
                "/console/upload",
                // The upload page has its own limit, and does not keep the file in memory.
                post(upload::take).layer(DefaultBodyLimit::disable()),
            )
            .route("/console/tables", get(tables::list))
            .route("/console/tables/{database}/{table}", get(tables::show))
            .route(
                "/console/tables/{database}/{table}/delete",
                get(table_deletion::confirm).post(table_deletion::delete),
            )
            .route("/console/transforms", get(transforms::show).post(tables::create))
            .nest("/console/transforms/{id}", of_transform)
            .route("/console/runs", get(runs::all))
            .route("/console/runs/live", get(runs::all_live))
            .with_state(Arc::new(self));
        protect(routes, access)
    }
}
