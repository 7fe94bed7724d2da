//! Crawlers and classifiers: definitions, and crawls as runs that a worker claims.

use std::collections::BTreeMap;

use onefold_domain::{
    Classifier, CrawlTotals, Crawler, Document, DocumentKind, ObjectUri, Run, RunDetails, RunKind, RunQuery,
    RunQuota, RunStatus, StoreError, Tags, new_crawl_id,
};

use crate::catalog::already;
use crate::tags::{tags_document, tags_scope};
use crate::{Error, Page, PageRequest, Service};

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
    pub document: Document<Crawler>,
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
        crawler: Crawler,
        tags: &BTreeMap<String, String>,
    ) -> Result<(), Error> {
        self.check_crawler(&crawler)?;
        self.check_tags(tags)?;
        let now = self.now();
        let mut changes = vec![Document::new("", name, crawler, now).insert()];
        if !tags.is_empty() {
            changes.push(tags_document(DocumentKind::Crawler, name, tags, now).insert());
        }
        self.store
            .apply(&changes)
            .map_err(|error| already(error.into(), &format!("Crawler {name} already exists")))
    }

    fn check_crawler(&self, crawler: &Crawler) -> Result<(), Error> {
        let mut others = crawler.targets.iter().flat_map(|targets| &targets.others);
        if let Some((kind, _)) = others.find(|(_, list)| !list.is_empty()) {
            return Err(Error::invalid(format!(
                "Targets.{kind} is not supported; use S3Targets"
            )));
        }
        if crawler.paths().next().is_none() {
            return Err(Error::invalid(
                "Targets.S3Targets is empty; name at least one path",
            ));
        }
        for path in crawler.paths() {
            ObjectUri::parse(path).map_err(|wrong| Error::invalid(format!("Targets.S3Targets: {wrong}")))?;
        }
        for name in crawler.classifiers.iter().flatten() {
            self.classifier(name)
                .map_err(|_| Error::invalid(format!("Classifiers names {name:?}, which does not exist")))?;
        }
        Ok(())
    }

    /// The crawler of that name.
    pub fn crawler(&self, name: &str) -> Result<CrawlerView, Error> {
        let document = self
            .document("", name)?
            .ok_or_else(|| Error::not_found(format!("Crawler {name} does not exist")))?;
        self.crawler_view(document)
    }

    fn crawler_view(&self, document: Document<Crawler>) -> Result<CrawlerView, Error> {
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
        let found = self.tagged_documents(tags, page)?;
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
    pub fn update_crawler(&self, name: &str, change: Crawler) -> Result<(), Error> {
        let view = self.idle_crawler(name)?;
        let mut document = view.document;
        document.body.merge(change);
        self.check_crawler(&document.body)?;
        document.modified_on = self.now();
        Ok(self.store.apply(&[document.save()])?)
    }

    /// Deletes a crawler that is not at work.
    pub fn delete_crawler(&self, name: &str) -> Result<(), Error> {
        self.idle_crawler(name)?;
        Ok(self.store.apply(&[
            Document::<Crawler>::delete("", name),
            Document::<Tags>::delete(&tags_scope(DocumentKind::Crawler, ""), name),
            Document::<CrawlTotals>::delete(CrawlTotals::SCOPE, name),
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
        let id = new_crawl_id();
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

    /// What all crawls of a crawler did, in a document that crawls replace.
    pub fn crawl_totals(&self, crawler: &str) -> Result<Option<Document<CrawlTotals>>, Error> {
        self.document(CrawlTotals::SCOPE, crawler)
    }

    /// Makes a classifier.
    pub fn create_classifier(&self, classifier: Classifier) -> Result<(), Error> {
        let name = classifier.name().to_owned();
        let document = Document::new("", &name, classifier, self.now());
        self.store
            .apply(&[document.insert()])
            .map_err(|error| already(error.into(), &format!("Classifier {name} already exists")))
    }

    /// The classifier of that name.
    pub fn classifier(&self, name: &str) -> Result<Document<Classifier>, Error> {
        self.document("", name)?
            .ok_or_else(|| Error::not_found(format!("Classifier {name} does not exist")))
    }

    /// A page of classifiers, by name.
    pub fn classifiers(&self, page: &PageRequest) -> Result<Page<Document<Classifier>>, Error> {
        self.documents("", page, |_| true)
    }

    /// Changes the members of a classifier that are given.
    pub fn update_classifier(&self, change: Classifier) -> Result<(), Error> {
        let mut document = self.classifier(change.name())?;
        let kind = change.kind();
        if !document.body.merge(change) {
            return Err(Error::invalid(format!(
                "Classifier {} is not a {kind}",
                document.name
            )));
        }
        document.modified_on = self.now();
        Ok(self.store.apply(&[document.save()])?)
    }

    /// Deletes a classifier.
    pub fn delete_classifier(&self, name: &str) -> Result<(), Error> {
        self.classifier(name)?;
        Ok(self.store.apply(&[Document::<Classifier>::delete("", name)])?)
    }
}
