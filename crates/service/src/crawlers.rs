//! Crawlers and classifiers: definitions, and crawls as runs that a worker claims.

use std::collections::BTreeMap;

use onefold_domain::{
    Change, Document, DocumentKind, ObjectUri, Run, RunDetails, RunKind, RunQuery, RunQuota, RunStatus,
    StoreError, random_hex,
};
use serde_json::{Map, Value};

use crate::catalog::already;
use crate::tags::{tags_document, tags_scope};
use crate::{Error, Page, PageRequest, Service};

/// Members of a definition that hold what there may be one of in a classifier.
pub(crate) const CLASSIFIER_KINDS: [&str; 4] = [
    "CsvClassifier",
    "JsonClassifier",
    "GrokClassifier",
    "XMLClassifier",
];

/// Scope of the documents that keep what crawls did.
pub const CRAWL_TOTALS: &str = "crawl totals";

/// What a crawler is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrawlerState {
    /// Nothing.
    Ready,
    /// It crawls.
    Running,
    /// It is about to stop.
    Stopping,
}

impl CrawlerState {
    /// As on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "READY",
            Self::Running => "RUNNING",
            Self::Stopping => "STOPPING",
        }
    }
}

/// A crawler with what it is doing.
#[derive(Debug, Clone, PartialEq)]
pub struct CrawlerView {
    /// Its definition.
    pub document: Document,
    /// What it is doing.
    pub state: CrawlerState,
    /// Its newest crawl.
    pub last: Option<Run>,
}

impl Service {
    /// Makes a crawler.
    pub fn create_crawler(
        &self,
        name: &str,
        body: Map<String, Value>,
        tags: &BTreeMap<String, String>,
    ) -> Result<(), Error> {
        self.check_crawler(&body)?;
        self.check_tags(tags)?;
        let now = self.now();
        let mut changes = vec![Change::Insert(Document::new(
            DocumentKind::Crawler,
            "",
            name,
            body,
            now,
        ))];
        if !tags.is_empty() {
            changes.push(Change::Insert(tags_document(
                DocumentKind::Crawler,
                name,
                tags,
                now,
            )));
        }
        self.store
            .apply(&changes)
            .map_err(|error| already(error.into(), &format!("Crawler {name} already exists")))
    }

    fn check_crawler(&self, body: &Map<String, Value>) -> Result<(), Error> {
        let targets = body.get("Targets").and_then(Value::as_object);
        let others: Vec<&String> = targets
            .into_iter()
            .flatten()
            .filter(|(kind, list)| {
                *kind != "S3Targets" && list.as_array().is_some_and(|list| !list.is_empty())
            })
            .map(|(kind, _)| kind)
            .collect();
        if let Some(kind) = others.first() {
            return Err(Error::invalid(format!(
                "Targets.{kind} is not supported; use S3Targets"
            )));
        }
        let paths = crawl_paths(body);
        if paths.is_empty() {
            return Err(Error::invalid(
                "Targets.S3Targets is empty; name at least one path",
            ));
        }
        for path in paths {
            ObjectUri::parse(&path).map_err(|wrong| Error::invalid(format!("Targets.S3Targets: {wrong}")))?;
        }
        let classifiers = body.get("Classifiers").and_then(Value::as_array);
        for name in classifiers.into_iter().flatten().filter_map(Value::as_str) {
            self.classifier(name)
                .map_err(|_| Error::invalid(format!("Classifiers names {name:?}, which does not exist")))?;
        }
        Ok(())
    }

    /// The crawler of that name.
    pub fn crawler(&self, name: &str) -> Result<CrawlerView, Error> {
        let document = self
            .store
            .document(DocumentKind::Crawler, "", name)?
            .ok_or_else(|| Error::not_found(format!("Crawler {name} does not exist")))?;
        self.crawler_view(document)
    }

    fn crawler_view(&self, document: Document) -> Result<CrawlerView, Error> {
        let owner = RunDetails::crawler_owner(&document.name);
        let last = self.store.runs(&RunQuery::of(&owner, 1))?.pop();
        let state = match last.as_ref().map(|run| run.status) {
            Some(RunStatus::Starting | RunStatus::Running) => CrawlerState::Running,
            Some(RunStatus::Stopping) => CrawlerState::Stopping,
            _ => CrawlerState::Ready,
        };
        Ok(CrawlerView {
            document,
            state,
            last,
        })
    }

    /// A page of crawlers that have all of these tags, by name.
    pub fn crawlers(
        &self,
        tags: &BTreeMap<String, String>,
        page: &PageRequest,
    ) -> Result<Page<CrawlerView>, Error> {
        let found = self.tagged_documents(DocumentKind::Crawler, tags, page)?;
        let items = found
            .items
            .into_iter()
            .map(|document| self.crawler_view(document))
            .collect::<Result<_, _>>()?;
        Ok(Page {
            items,
            next_token: found.next_token,
        })
    }

    /// Changes the members of a crawler that are given.
    pub fn update_crawler(&self, name: &str, change: Map<String, Value>) -> Result<(), Error> {
        let view = self.idle_crawler(name)?;
        let mut document = view.document;
        document.body.extend(change);
        self.check_crawler(&document.body)?;
        document.modified_on = self.now();
        Ok(self.store.apply(&[Change::Save(document)])?)
    }

    /// Deletes a crawler that is not at work.
    pub fn delete_crawler(&self, name: &str) -> Result<(), Error> {
        self.idle_crawler(name)?;
        Ok(self.store.apply(&[
            Change::Delete(DocumentKind::Crawler, String::new(), name.to_owned()),
            Change::Delete(
                DocumentKind::Tags,
                tags_scope(DocumentKind::Crawler, ""),
                name.to_owned(),
            ),
            Change::Delete(DocumentKind::State, CRAWL_TOTALS.to_owned(), name.to_owned()),
        ])?)
    }

    fn idle_crawler(&self, name: &str) -> Result<CrawlerView, Error> {
        let view = self.crawler(name)?;
        match view.state {
            CrawlerState::Ready => Ok(view),
            _ => Err(Error::CrawlerRunning(format!("Crawler {name} is running"))),
        }
    }

    /// Starts a crawl.
    pub fn start_crawler(&self, name: &str) -> Result<(), Error> {
        self.crawler(name)?;
        let details = RunDetails::Crawl {
            crawler: name.to_owned(),
        };
        let id = format!("crawl-{}", random_hex(20));
        let run = Run::accepted(id, RunDetails::crawler_owner(name), details, self.now());
        let quota = RunQuota {
            kinds: &[RunKind::Crawl],
            per_owner: 1,
            total: usize::MAX,
        };
        match self.store.insert_run(&run, Some(quota)) {
            Err(StoreError::LimitReached { .. }) => {
                return Err(Error::CrawlerRunning(format!(
                    "Crawler {name} is already running"
                )));
            }
            other => other?,
        }
        self.bell.ring();
        Ok(())
    }

    /// Asks a crawl to stop.
    pub fn stop_crawler(&self, name: &str) -> Result<(), Error> {
        let view = self.crawler(name)?;
        match (view.state, view.last) {
            (CrawlerState::Running, Some(run)) => {
                self.store.stop_run(&run.id, self.now())?;
                self.bell.ring();
                Ok(())
            }
            (CrawlerState::Stopping, _) => Err(Error::CrawlerStopping(format!(
                "Crawler {name} is already stopping"
            ))),
            _ => Err(Error::CrawlerNotRunning(format!("Crawler {name} is not running"))),
        }
    }

    /// What all crawls of a crawler did to tables: `TablesCreated`, `TablesUpdated`, `TablesDeleted`, and how long each
    /// one took: `RuntimeSeconds`. It is kept as a document that crawls replace.
    pub fn crawl_totals(&self, crawler: &str) -> Result<Option<Document>, Error> {
        Ok(self.store.document(DocumentKind::State, CRAWL_TOTALS, crawler)?)
    }

    /// Makes a classifier.
    pub fn create_classifier(&self, body: Map<String, Value>) -> Result<(), Error> {
        let name = classifier_name(&body)?;
        let document = Document::new(DocumentKind::Classifier, "", &name, body, self.now());
        self.store
            .apply(&[Change::Insert(document)])
            .map_err(|error| already(error.into(), &format!("Classifier {name} already exists")))
    }

    /// The classifier of that name.
    pub fn classifier(&self, name: &str) -> Result<Document, Error> {
        self.store
            .document(DocumentKind::Classifier, "", name)?
            .ok_or_else(|| Error::not_found(format!("Classifier {name} does not exist")))
    }

    /// A page of classifiers, by name.
    pub fn classifiers(&self, page: &PageRequest) -> Result<Page<Document>, Error> {
        self.documents(DocumentKind::Classifier, "", page, |_| true)
    }

    /// Changes the members of a classifier that are given.
    pub fn update_classifier(&self, body: Map<String, Value>) -> Result<(), Error> {
        let name = classifier_name(&body)?;
        let mut document = self.classifier(&name)?;
        for (kind, change) in body {
            match (document.body.get_mut(&kind), change) {
                (Some(Value::Object(own)), Value::Object(change)) => own.extend(change),
                _ => {
                    return Err(Error::invalid(format!("Classifier {name} is not a {kind}")));
                }
            }
        }
        document.modified_on = self.now();
        Ok(self.store.apply(&[Change::Save(document)])?)
    }

    /// Deletes a classifier.
    pub fn delete_classifier(&self, name: &str) -> Result<(), Error> {
        self.classifier(name)?;
        Ok(self.store.apply(&[Change::Delete(
            DocumentKind::Classifier,
            String::new(),
            name.to_owned(),
        )])?)
    }
}

/// The paths that a crawler visits.
pub fn crawl_paths(body: &Map<String, Value>) -> Vec<String> {
    let targets = body.get("Targets").and_then(|targets| targets.get("S3Targets"));
    let list = targets.and_then(Value::as_array).map(Vec::as_slice);
    list.unwrap_or_default()
        .iter()
        .filter_map(|target| target.get("Path").and_then(Value::as_str).map(str::to_owned))
        .collect()
}

fn classifier_name(body: &Map<String, Value>) -> Result<String, Error> {
    let given: Vec<&Value> = CLASSIFIER_KINDS
        .iter()
        .filter_map(|kind| body.get(*kind))
        .collect();
    let [one] = given.as_slice() else {
        return Err(Error::invalid(format!(
            "Set exactly one of {}; {} are set",
            CLASSIFIER_KINDS.join(", "),
            given.len()
        )));
    };
    let name = one.get("Name").and_then(Value::as_str).unwrap_or_default();
    Ok(name.to_owned())
}
