//! Documents: what the service keeps as it was given. Databases, tables, partitions, jobs, crawlers, classifiers.

use serde_json::{Map, Value};

use crate::Timestamp;

/// One document.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What it is.
    pub kind: DocumentKind,
    /// What it lies in: the database of a table, the table of a partition; else empty.
    pub scope: String,
    /// Its name within.
    pub name: String,
    /// Grows with every change.
    pub revision: u64,
    /// When it was made.
    pub created_on: Timestamp,
    /// When it was changed last.
    pub modified_on: Timestamp,
    /// Its members.
    pub body: Map<String, Value>,
}

/// Kinds of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentKind {
    /// A database of the catalog.
    Database,
    /// A table of a database.
    Table,
    /// An earlier definition of a table.
    TableVersion,
    /// A partition of a table.
    Partition,
    /// A job.
    Job,
    /// A crawler.
    Crawler,
    /// A classifier.
    Classifier,
    /// Tags of anything but a transform.
    Tags,
    /// What the service remembers of itself.
    State,
}

impl DocumentKind {
    /// All.
    pub const ALL: [Self; 9] = [
        Self::Database,
        Self::Table,
        Self::TableVersion,
        Self::Partition,
        Self::Job,
        Self::Crawler,
        Self::Classifier,
        Self::Tags,
        Self::State,
    ];

    /// As it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Table => "table",
            Self::TableVersion => "table version",
            Self::Partition => "partition",
            Self::Job => "job",
            Self::Crawler => "crawler",
            Self::Classifier => "classifier",
            Self::Tags => "tags",
            Self::State => "state",
        }
    }
}

impl Document {
    /// A new document.
    pub fn new(
        kind: DocumentKind,
        scope: &str,
        name: &str,
        body: Map<String, Value>,
        now: Timestamp,
    ) -> Self {
        Self {
            kind,
            scope: scope.to_owned(),
            name: name.to_owned(),
            revision: 0,
            created_on: now,
            modified_on: now,
            body,
        }
    }

    /// A member that is text.
    pub fn text(&self, member: &str) -> Option<&str> {
        self.body.get(member).and_then(Value::as_str)
    }
}

/// A change to documents; several are made together or not at all.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A new document; fails if there is one of that name.
    Insert(Document),
    /// A changed document; fails unless the stored one has the revision that it carries.
    Save(Document),
    /// Takes one away, if it is there.
    Delete(DocumentKind, String, String),
    /// Takes away all in a scope.
    DeleteScope(DocumentKind, String),
    /// Takes away all whose scope begins so.
    DeleteScopes(DocumentKind, String),
}
