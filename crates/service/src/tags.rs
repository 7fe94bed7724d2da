//! Tags of transforms, jobs, crawlers and the like, by ARN.

use std::collections::BTreeMap;

use onefold_domain::{Document, DocumentKind, Tags, Timestamp};

use crate::{Error, Service};

/// So often a change is made again on top of one that came in between.
const ATTEMPTS: usize = 8;

/// What an ARN names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resource {
    /// A transform, by id.
    Transform(String),
    /// Anything else that is kept as a document.
    Document {
        /// What it is.
        kind: DocumentKind,
        /// The database of a table.
        scope: String,
        /// Its name.
        name: String,
    },
}

impl Resource {
    /// Reads the last part of `arn:aws:glue:region:account:type/name`. Region and account do not matter: some clients
    /// make ARNs without an account.
    pub fn parse(arn: &str) -> Result<Self, Error> {
        let wrong = || {
            Error::invalid(format!(
                "ResourceArn {arn:?} is not a resource that can have tags"
            ))
        };
        let resource = arn.splitn(6, ':').nth(5).ok_or_else(wrong)?;
        let (what, name) = resource.split_once('/').ok_or_else(wrong)?;
        let document = |kind| Self::Document {
            kind,
            scope: String::new(),
            name: name.to_owned(),
        };
        Ok(match what {
            "mlTransform" => Self::Transform(name.to_owned()),
            "job" => document(DocumentKind::Job),
            "crawler" => document(DocumentKind::Crawler),
            "database" => document(DocumentKind::Database),
            "table" => {
                let (database, table) = name.split_once('/').ok_or_else(wrong)?;
                Self::Document {
                    kind: DocumentKind::Table,
                    scope: database.to_owned(),
                    name: table.to_owned(),
                }
            }
            _ => return Err(wrong()),
        })
    }
}

/// Where the tags of a document are kept.
pub(crate) fn tags_scope(kind: DocumentKind, scope: &str) -> String {
    format!("{}/{scope}", kind.as_str())
}

/// A document with tags, to be inserted together with what is tagged.
pub(crate) fn tags_document(
    kind: DocumentKind,
    name: &str,
    tags: &BTreeMap<String, String>,
    now: Timestamp,
) -> Document<Tags> {
    Document::new(&tags_scope(kind, ""), name, tags.clone(), now)
}

impl Service {
    /// The tags of a resource.
    pub fn tags(&self, resource: &Resource) -> Result<BTreeMap<String, String>, Error> {
        match resource {
            Resource::Transform(id) => Ok(self.transform(id)?.tags),
            Resource::Document { kind, scope, name } => {
                self.check_exists(*kind, scope, name)?;
                self.document_tags(*kind, scope, name)
            }
        }
    }

    /// The tags of a document.
    pub fn document_tags(
        &self,
        kind: DocumentKind,
        scope: &str,
        name: &str,
    ) -> Result<BTreeMap<String, String>, Error> {
        let stored: Option<Document<Tags>> = self.document(&tags_scope(kind, scope), name)?;
        Ok(stored.map(|stored| stored.body).unwrap_or_default())
    }

    /// Sets and takes away tags.
    pub fn change_tags(
        &self,
        resource: &Resource,
        add: &BTreeMap<String, String>,
        remove: &[String],
    ) -> Result<(), Error> {
        let change = |tags: &mut BTreeMap<String, String>| {
            tags.extend(add.iter().map(|(key, value)| (key.clone(), value.clone())));
            for key in remove {
                tags.remove(key);
            }
            self.check_tags(tags)
        };
        match resource {
            Resource::Transform(id) => self.change_transform(id, |transform| change(&mut transform.tags)),
            Resource::Document { kind, scope, name } => {
                self.check_exists(*kind, scope, name)?;
                for attempt in 1.. {
                    match self.change_document_tags(*kind, scope, name, &change) {
                        Err(Error::ConcurrentModification(_) | Error::AlreadyExists(_))
                            if attempt < ATTEMPTS => {}
                        other => return other,
                    }
                }
                Ok(())
            }
        }
    }

    fn change_document_tags(
        &self,
        kind: DocumentKind,
        scope: &str,
        name: &str,
        change: &impl Fn(&mut BTreeMap<String, String>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let scope = tags_scope(kind, scope);
        let stored: Option<Document<Tags>> = self.document(&scope, name)?;
        let is_new = stored.is_none();
        let mut tags = stored.unwrap_or_else(|| Document::new(&scope, name, Tags::new(), self.now()));
        change(&mut tags.body)?;
        let change = if is_new { tags.insert() } else { tags.save() };
        Ok(self.store.apply(&[change])?)
    }

    fn check_exists(&self, kind: DocumentKind, scope: &str, name: &str) -> Result<(), Error> {
        match self.store.document(kind, scope, name)? {
            Some(_) => Ok(()),
            None => Err(Error::not_found(format!(
                "{} {name} does not exist",
                kind.as_str()
            ))),
        }
    }

    /// Fails if there are too many.
    pub(crate) fn check_tags(&self, tags: &BTreeMap<String, String>) -> Result<(), Error> {
        if tags.len() > self.limits.tags {
            return Err(Error::invalid(format!(
                "A resource can have at most {} tags, and would have {}",
                self.limits.tags,
                tags.len()
            )));
        }
        Ok(())
    }
}
