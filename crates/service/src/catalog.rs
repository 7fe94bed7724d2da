//! The catalog: databases, tables and their earlier versions. Definitions are kept as they were given; names are folded
//! to lower case.

use onefold_domain::{Change, Database, Document, DocumentKind, Noun, Table, TableVersion, table_scope};
use regex::RegexBuilder;

use crate::{Error, Page, PageRequest, Service, token};

/// A client's expression may compile to so much.
const MAX_REGEX_BYTES: usize = 1 << 20;
/// Documents that are read at a time.
pub(crate) const BATCH: usize = 500;

fn version_name(version: u64) -> String {
    // Fixed width, so that names sort as numbers do.
    format!("{version:020}")
}

/// The name in a definition, folded.
fn folded(name: &str) -> Result<String, Error> {
    if name.trim().is_empty() {
        return Err(Error::invalid("Name is blank; set a name"));
    }
    Ok(name.to_lowercase())
}

impl Service {
    /// Makes a database.
    pub fn create_database(&self, mut database: Database) -> Result<(), Error> {
        let name = folded(&database.name)?;
        database.name.clone_from(&name);
        let document = Document::new("", &name, database, self.now());
        self.store
            .apply(&[document.insert()])
            .map_err(|error| already(error.into(), &format!("Database {name} already exists")))
    }

    /// The database of that name.
    pub fn database(&self, name: &str) -> Result<Document<Database>, Error> {
        let name = name.to_lowercase();
        self.document("", &name)?
            .ok_or_else(|| Error::not_found(format!("Database {name} not found")))
    }

    /// A page of databases, by name.
    pub fn databases(&self, page: &PageRequest) -> Result<Page<Document<Database>>, Error> {
        self.documents("", page, |_| true)
    }

    /// Replaces a database's definition; its name stays.
    pub fn update_database(&self, name: &str, database: Database) -> Result<(), Error> {
        let mut document = self.database(name)?;
        let new_name = folded(&database.name)?;
        if new_name != document.name {
            return Err(Error::invalid(format!(
                "Database {} cannot be renamed to {new_name}; create a new one",
                document.name
            )));
        }
        document.body = Database {
            name: new_name,
            ..database
        };
        document.modified_on = self.now();
        Ok(self.store.apply(&[document.save()])?)
    }

    /// Deletes a database with its tables.
    pub fn delete_database(&self, name: &str) -> Result<(), Error> {
        let name = self.database(name)?.name;
        let of_tables = table_scope(&name, "");
        Ok(self.store.apply(&[
            Document::<Database>::delete("", &name),
            Change::DeleteScope(DocumentKind::Table, name),
            Change::DeleteScopes(DocumentKind::TableVersion, of_tables.clone()),
            Change::DeleteScopes(DocumentKind::Partition, of_tables),
        ])?)
    }

    /// Makes a table.
    pub fn create_table(&self, database: &str, table: Table) -> Result<(), Error> {
        let database = self.database(database)?.name;
        let name = folded(&table.name)?;
        let first = Table {
            name: name.clone(),
            version: 0,
            ..table
        };
        let document = Document::new(&database, &name, first, self.now());
        self.store.apply(&[document.insert()]).map_err(|error| {
            let text = format!("Table {name} already exists in database {database}");
            already(error.into(), &text)
        })
    }

    /// The table of that name.
    pub fn table(&self, database: &str, name: &str) -> Result<Document<Table>, Error> {
        let (database, name) = (database.to_lowercase(), name.to_lowercase());
        self.document(&database, &name)?
            .ok_or_else(|| Error::not_found(format!("Table {name} of database {database} not found")))
    }

    /// A page of a database's tables whose name matches the expression as a whole.
    pub fn tables(
        &self,
        database: &str,
        expression: Option<&str>,
        page: &PageRequest,
    ) -> Result<Page<Document<Table>>, Error> {
        let database = self.database(database)?.name;
        let regex = expression
            .filter(|expression| !expression.is_empty())
            .map(|expression| {
                RegexBuilder::new(&format!("^(?:{expression})$"))
                    .size_limit(MAX_REGEX_BYTES)
                    .build()
                    .map_err(|_| {
                        Error::invalid(format!("Expression {expression:?} is not a regular expression"))
                    })
            })
            .transpose()?;
        self.documents(&database, page, |table: &Document<Table>| {
            regex.as_ref().is_none_or(|regex| regex.is_match(&table.name))
        })
    }

    /// Replaces a table's definition; the old one is kept as a version unless that is to be skipped.
    pub fn update_table(&self, database: &str, table: Table, skip_archive: bool) -> Result<(), Error> {
        let name = folded(&table.name)?;
        let mut document = self.table(database, &name)?;
        let now = self.now();
        let version = document.body.version;
        let new = Table {
            name: name.clone(),
            version: version + 1,
            ..table
        };
        let old = std::mem::replace(&mut document.body, new);
        let archived = Document::new(
            &table_scope(document.database(), &name),
            &version_name(version),
            TableVersion(old),
            now,
        );
        document.modified_on = now;
        let mut changes = vec![document.save()];
        if !skip_archive {
            changes.push(archived.insert());
        }
        Ok(self.store.apply(&changes)?)
    }

    /// Deletes a table with its versions and partitions.
    pub fn delete_table(&self, database: &str, name: &str) -> Result<(), Error> {
        let table = self.table(database, name)?;
        let scope = table_scope(table.database(), &table.name);
        Ok(self.store.apply(&[
            Document::<Table>::delete(table.database(), &table.name),
            Change::DeleteScope(DocumentKind::TableVersion, scope.clone()),
            Change::DeleteScope(DocumentKind::Partition, scope),
        ])?)
    }

    /// A version of a table; the newest if none is named.
    pub fn table_version(
        &self,
        database: &str,
        name: &str,
        version: Option<&str>,
    ) -> Result<Document<Table>, Error> {
        let table = self.table(database, name)?;
        let Some(version) = version else {
            return Ok(table);
        };
        let number: u64 = version
            .parse()
            .map_err(|_| Error::invalid(format!("VersionId {version:?} is not a whole number")))?;
        if number == table.body.version {
            return Ok(table);
        }
        let scope = table_scope(table.database(), &table.name);
        let earlier = self.document(&scope, &version_name(number))?.ok_or_else(|| {
            Error::not_found(format!(
                "Table {} of database {} has no version {version}",
                table.name,
                table.database()
            ))
        })?;
        Ok(earlier_table(&table, earlier))
    }

    /// A page of a table's versions, the newest first.
    pub fn table_versions(
        &self,
        database: &str,
        name: &str,
        page: &PageRequest,
    ) -> Result<Page<Document<Table>>, Error> {
        let table = self.table(database, name)?;
        let scope = table_scope(table.database(), &table.name);
        let question = ("table versions", &scope);
        let after: Option<u64> = token::open(page.token.as_deref(), &question)?;
        let mut versions: Vec<Document<Table>> = self
            .all_documents(&scope)?
            .into_iter()
            .map(|earlier| earlier_table(&table, earlier))
            .collect();
        versions.push(table);
        versions.reverse();
        versions[1..].sort_by_key(|table| std::cmp::Reverse(table.body.version));
        versions.retain(|table| after.is_none_or(|after| table.body.version < after));
        let size = page.max_results.unwrap_or(self.limits.page);
        let has_more = versions.len() > size;
        versions.truncate(size);
        let next_token = versions
            .last()
            .filter(|_| has_more)
            .map(|last| token::seal(&question, &last.body.version));
        Ok(Page {
            items: versions,
            next_token,
        })
    }

    /// One document.
    pub(crate) fn document<N: Noun>(&self, scope: &str, name: &str) -> Result<Option<Document<N>>, Error> {
        Ok(self.store.document(N::KIND, scope, name)?.and_then(Document::of))
    }

    /// One batch of the documents of a scope, by name, after the name `after`. The name of the last one is where the next
    /// batch begins, if there may be one.
    pub(crate) fn batch<N: Noun>(
        &self,
        scope: &str,
        after: Option<&str>,
    ) -> Result<(Vec<Document<N>>, Option<String>), Error> {
        let batch = self.store.documents(N::KIND, scope, after, BATCH)?;
        let next = batch
            .last()
            .filter(|_| batch.len() == BATCH)
            .map(|last| last.name.clone());
        Ok((batch.into_iter().filter_map(Document::of).collect(), next))
    }

    /// A page of documents by name, of those that are wanted.
    pub(crate) fn documents<N: Noun>(
        &self,
        scope: &str,
        page: &PageRequest,
        is_wanted: impl Fn(&Document<N>) -> bool,
    ) -> Result<Page<Document<N>>, Error> {
        let question = (N::KIND.as_str(), scope);
        let mut after: Option<String> = token::open(page.token.as_deref(), &question)?;
        let size = page.max_results.unwrap_or(self.limits.page);
        let mut items: Vec<Document<N>> = Vec::new();
        loop {
            let (batch, next) = self.batch(scope, after.as_deref())?;
            items.extend(batch.into_iter().filter(&is_wanted));
            after = next;
            if after.is_none() || items.len() > size {
                break;
            }
        }
        let has_more = items.len() > size;
        items.truncate(size);
        let next_token = items
            .last()
            .filter(|_| has_more)
            .map(|last| token::seal(&question, &last.name));
        Ok(Page { items, next_token })
    }

    /// All documents of a scope.
    pub(crate) fn all_documents<N: Noun>(&self, scope: &str) -> Result<Vec<Document<N>>, Error> {
        let (mut all, mut after) = self.batch(scope, None)?;
        while let Some(name) = after {
            let (batch, next) = self.batch(scope, Some(&name))?;
            all.extend(batch);
            after = next;
        }
        Ok(all)
    }
}

/// An earlier version, as a document of its table.
fn earlier_table(table: &Document<Table>, earlier: Document<TableVersion>) -> Document<Table> {
    Document {
        scope: table.scope.clone(),
        ..earlier.map(|version| version.0)
    }
}

/// An existing name in the words of the caller.
pub(crate) fn already(error: Error, text: &str) -> Error {
    match error {
        Error::AlreadyExists(_) => Error::AlreadyExists(text.to_owned()),
        other => other,
    }
}
