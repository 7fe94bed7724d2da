//! The operations of the service, in domain types: create a transform, start a run, submit labels, keep a catalog. All
//! rules, limits and changes of state are here. It knows no HTTP and no SQL.
//!
//! [`Service`] is the one entry; its functions are spread over a file for each group of operations. To start a run is to
//! write a row and ring the [`Bell`]; a worker elsewhere does the work and comes back with [`Service::complete`].

mod arguments;
mod bell;
mod belongings;
mod catalog;
mod crawlers;
mod decisions;
mod error;
mod expression;
mod freshness;
mod jobs;
mod labeling;
mod limits;
mod logs;
mod matching;
mod objects;
mod partitions;
mod progress;
mod runs;
mod search;
mod tags;
mod token;
mod transforms;
mod uploads;

use std::sync::Arc;

use onefold_domain::{Clock, MetadataStore, Objects, Timestamp};

pub use self::bell::Bell;
pub use self::belongings::Belongings;
pub use self::crawlers::{CrawlerState, CrawlerView};
pub use self::decisions::Decision;
pub use self::error::Error;
pub use self::freshness::Newer;
pub use self::jobs::StopOutcome;
pub use self::labeling::{RoundOutcome, RoundStage, RoundView};
pub use self::limits::Limits;
pub use self::logs::{LogGroup, LogPage};
pub use self::matching::{BegunMatching, MANIFEST, MANIFEST_BYTES, MatchResult, SCORED_PAIRS};
pub use self::objects::UnfinishedOutput;
pub use self::partitions::{PartitionPlace, named_value};
pub use self::progress::{ProgressView, RunProgress};
pub use self::runs::{ListRuns, RunFilter};
pub use self::search::{SearchFilter, SearchQuery};
pub use self::tags::Resource;
pub use self::transforms::{
    ListTransforms, NewTransform, RequestKey, TransformChange, TransformFilter, TransformSort,
};
pub use self::uploads::{FILE_NAME, HEADER, Upload, Uploaded};

/// A page of a list, and the token that leads to the next one.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Present while there are more.
    pub next_token: Option<String>,
}

/// How large a page is, and where it begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageRequest {
    /// Items at most; [`Limits::page`] if absent.
    pub max_results: Option<usize>,
    /// From the page before.
    pub token: Option<String>,
}

/// The operations.
pub struct Service {
    store: Arc<dyn MetadataStore>,
    objects: Arc<dyn Objects>,
    clock: Arc<dyn Clock>,
    limits: Limits,
    bell: Arc<Bell>,
    recent_creates: transforms::RecentCreates,
    board: progress::Board,
}

impl Service {
    /// Puts the service together.
    pub fn new(
        store: Arc<dyn MetadataStore>,
        objects: Arc<dyn Objects>,
        clock: Arc<dyn Clock>,
        limits: Limits,
    ) -> Self {
        Self {
            store,
            objects,
            clock,
            limits,
            bell: Arc::new(Bell::default()),
            recent_creates: transforms::RecentCreates::default(),
            board: progress::Board::default(),
        }
    }

    /// Whether metadata can be read.
    pub fn check_store(&self) -> Result<(), Error> {
        Ok(self.store.ping()?)
    }

    /// Rung whenever there is something to do.
    pub fn bell(&self) -> &Bell {
        &self.bell
    }

    /// The limits in force.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}
