//! Documents: how the nouns of the catalog, tags and totals of crawls are stored, under kind, scope and name.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    Classifier, CrawlTotals, Crawler, Database, Job, NAME_SEPARATOR, Partition, Table, TableVersion,
    Timestamp,
};

/// One document. A store takes and gives any [`Body`]; everybody else knows which noun a document is.
#[derive(Debug, Clone, PartialEq)]
pub struct Document<B = Body> {
    /// What it lies in: the database of a table, [`table_scope`] for versions and partitions; often empty.
    pub scope: String,
    /// Its name within.
    pub name: String,
    /// Grows with every change.
    pub revision: u64,
    /// When it was made.
    pub created_on: Timestamp,
    /// When it was changed last.
    pub modified_on: Timestamp,
    /// The noun.
    pub body: B,
}

/// The scope of what belongs to a table.
pub fn table_scope(database: &str, table: &str) -> String {
    format!("{database}{NAME_SEPARATOR}{table}")
}

/// A noun that is stored as a document.
pub trait Noun: Into<Body> {
    /// The kind of document.
    const KIND: DocumentKind;

    /// The noun of a document, if it is of this kind.
    fn from_body(body: Body) -> Option<Self>;
}

macro_rules! nouns {
    ($($(#[$doc:meta])* $kind:ident($noun:ty) = $name:literal,)*) => {
        /// Kinds of documents.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum DocumentKind {
            $($(#[$doc])* $kind,)*
        }

        impl DocumentKind {
            /// All.
            pub const ALL: &[Self] = &[$(Self::$kind,)*];

            /// As it is stored.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                }
            }
        }

        /// The noun of a document; its JSON is that of the noun.
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[serde(untagged)]
        pub enum Body {
            $($(#[$doc])* $kind($noun),)*
        }

        impl Body {
            /// Which kind it is.
            pub const fn kind(&self) -> DocumentKind {
                match self {
                    $(Self::$kind(_) => DocumentKind::$kind,)*
                }
            }

            /// Reads the JSON of a noun.
            pub fn from_json(kind: DocumentKind, text: &str) -> serde_json::Result<Self> {
                match kind {
                    $(DocumentKind::$kind => serde_json::from_str(text).map(Self::$kind),)*
                }
            }
        }

        $(
            impl From<$noun> for Body {
                fn from(noun: $noun) -> Self {
                    Self::$kind(noun)
                }
            }

            impl Noun for $noun {
                const KIND: DocumentKind = DocumentKind::$kind;

                fn from_body(body: Body) -> Option<Self> {
                    match body {
                        Body::$kind(noun) => Some(noun),
                        _ => None,
                    }
                }
            }
        )*
    };
}

/// Tags of anything but a transform.
pub type Tags = BTreeMap<String, String>;

nouns! {
    /// A database of the catalog.
    Database(Database) = "database",
    /// A table of a database.
    Table(Table) = "table",
    /// An earlier definition of a table.
    TableVersion(TableVersion) = "table version",
    /// A partition of a table.
    Partition(Partition) = "partition",
    /// A job.
    Job(Job) = "job",
    /// A crawler.
    Crawler(Crawler) = "crawler",
    /// A classifier.
    Classifier(Classifier) = "classifier",
    /// Tags of anything but a transform.
    Tags(Tags) = "tags",
    /// What the service remembers of itself.
    State(CrawlTotals) = "state",
}

impl<B> Document<B> {
    /// The same with another body.
    pub fn map<C>(self, convert: impl FnOnce(B) -> C) -> Document<C> {
        Document {
            scope: self.scope,
            name: self.name,
            revision: self.revision,
            created_on: self.created_on,
            modified_on: self.modified_on,
            body: convert(self.body),
        }
    }
}

impl<N: Noun> Document<N> {
    /// A new document.
    pub fn new(scope: &str, name: &str, body: N, now: Timestamp) -> Self {
        Self {
            scope: scope.to_owned(),
            name: name.to_owned(),
            revision: 0,
            created_on: now,
            modified_on: now,
            body,
        }
    }

    /// The document as this noun; `None` if it is another one.
    pub fn of(document: Document) -> Option<Self> {
        let Document {
            scope,
            name,
            revision,
            created_on,
            modified_on,
            body,
        } = document;
        Some(Self {
            scope,
            name,
            revision,
            created_on,
            modified_on,
            body: N::from_body(body)?,
        })
    }

    /// The change that adds it.
    pub fn insert(self) -> Change {
        Change::Insert(self.map(N::into))
    }

    /// The change that saves it.
    pub fn save(self) -> Change {
        Change::Save(self.map(N::into))
    }

    /// The change that takes a document of this kind away.
    pub fn delete(scope: &str, name: &str) -> Change {
        Change::Delete(N::KIND, scope.to_owned(), name.to_owned())
    }
}

impl Document<Table> {
    /// The database of the table.
    pub fn database(&self) -> &str {
        &self.scope
    }
}

impl Document<Partition> {
    /// Database and name of the table that it is a partition of.
    pub fn table(&self) -> (&str, &str) {
        self.scope.split_once(NAME_SEPARATOR).unwrap_or((&self.scope, ""))
    }
}

/// A change to documents; several are made together or not at all.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A new document; fails if there is one of that name.
    Insert(Document),
    /// A changed document; fails unless the stored one has the revision that it carries.
    Save(Document),
    /// Deletes one, if it exists.
    Delete(DocumentKind, String, String),
    /// Takes away all in a scope.
    DeleteScope(DocumentKind, String),
    /// Takes away all whose scope begins so.
    DeleteScopes(DocumentKind, String),
}
