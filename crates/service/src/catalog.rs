//! The catalog: databases, tables and their earlier versions. Definitions are kept as they were given; names are folded
//! to lower case.

use onefold_domain::{Change, Column, Document, DocumentKind};
use regex::RegexBuilder;
use serde_json::{Map, Value};

use crate::{Error, Page, PageRequest, Service, token};

/// Between the parts of a scope; no name holds it.
pub(crate) const SEPARATOR: char = '\u{1f}';
/// The member that counts the versions of a table.
const VERSION_ID: &str = "VersionId";
/// A client's expression may compile to so much.
const MAX_REGEX_BYTES: usize = 1 << 20;
/// Documents that are read at a time.
pub(crate) const BATCH: usize = 500;

/// Columns of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableColumns {
    /// Those that its files hold.
    pub stored: Vec<Column>,
    /// Those that its folders name.
    pub partition_keys: Vec<Column>,
}

impl TableColumns {
    /// The stored ones, then the partition keys that are not among them.
    pub fn in_order(self) -> Vec<Column> {
        let mut columns = self.stored;
        for key in self.partition_keys {
            if !columns.iter().any(|column| column.name == key.name) {
                columns.push(key);
            }
        }
        columns
    }
}

/// The columns of a table's definition.
pub fn columns_of(table: &Map<String, Value>) -> TableColumns {
    let read = |columns: Option<&Value>| {
        let columns = columns.and_then(Value::as_array).map(Vec::as_slice);
        let text = |column: &Value, member: &str| {
            column
                .get(member)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        columns
            .unwrap_or_default()
            .iter()
            .map(|column| Column {
                name: text(column, "Name"),
                data_type: text(column, "Type"),
            })
            .collect()
    };
    TableColumns {
        stored: read(
            table
                .get("StorageDescriptor")
                .and_then(|storage| storage.get("Columns")),
        ),
        partition_keys: read(table.get("PartitionKeys")),
    }
}

/// The scope of what belongs to a table.
pub(crate) fn table_scope(database: &str, table: &str) -> String {
    format!("{database}{SEPARATOR}{table}")
}

fn version_name(version: u64) -> String {
    // Fixed width, so that names sort as numbers do.
    format!("{version:020}")
}

/// The name in a definition, folded.
fn name_of(input: &Map<String, Value>) -> Result<String, Error> {
    let name = input.get("Name").and_then(Value::as_str).unwrap_or_default();
    if name.trim().is_empty() {
        return Err(Error::invalid("Name is blank; set a name"));
    }
    Ok(name.to_lowercase())
}

impl Service {
    /// Makes a database.
    pub fn create_database(&self, mut input: Map<String, Value>) -> Result<(), Error> {
        let name = name_of(&input)?;
        input.insert("Name".to_owned(), name.clone().into());
        let document = Document::new(DocumentKind::Database, "", &name, input, self.now());
        self.store
            .apply(&[Change::Insert(document)])
            .map_err(|error| already(error.into(), &format!("Database {name} already exists")))
    }

    /// The database of that name.
    pub fn database(&self, name: &str) -> Result<Document, Error> {
        let name = name.to_lowercase();
        self.store
            .document(DocumentKind::Database, "", &name)?
            .ok_or_else(|| Error::not_found(format!("Database {name} not found")))
    }

    /// A page of databases, by name.
    pub fn databases(&self, page: &PageRequest) -> Result<Page<Document>, Error> {
        self.documents(DocumentKind::Database, "", page, |_| true)
    }

    /// Replaces a database's definition; its name stays.
    pub fn update_database(&self, name: &str, mut input: Map<String, Value>) -> Result<(), Error> {
        let mut document = self.database(name)?;
        let new_name = name_of(&input)?;
        if new_name != document.name {
            return Err(Error::invalid(format!(
                "Database {} cannot be renamed to {new_name}; create a new one",
                document.name
            )));
        }
        input.insert("Name".to_owned(), new_name.into());
        document.body = input;
        document.modified_on = self.now();
        Ok(self.store.apply(&[Change::Save(document)])?)
    }

    /// Deletes a database with its tables.
    pub fn delete_database(&self, name: &str) -> Result<(), Error> {
        let name = self.database(name)?.name;
        let of_tables = table_scope(&name, "");
        Ok(self.store.apply(&[
            Change::Delete(DocumentKind::Database, String::new(), name.clone()),
            Change::DeleteScope(DocumentKind::Table, name),
            Change::DeleteScopes(DocumentKind::TableVersion, of_tables.clone()),
            Change::DeleteScopes(DocumentKind::Partition, of_tables),
        ])?)
    }

    /// Makes a table.
    pub fn create_table(&self, database: &str, input: Map<String, Value>) -> Result<(), Error> {
        let database = self.database(database)?.name;
        let document = self.new_table(&database, input)?;
        let text = format!("Table {} already exists in database {database}", document.name);
        self.store
            .apply(&[Change::Insert(document)])
            .map_err(|error| already(error.into(), &text))
    }

    pub(crate) fn new_table(&self, database: &str, mut input: Map<String, Value>) -> Result<Document, Error> {
        let name = name_of(&input)?;
        input.insert("Name".to_owned(), name.clone().into());
        input.insert(VERSION_ID.to_owned(), "0".into());
        Ok(Document::new(
            DocumentKind::Table,
            database,
            &name,
            input,
            self.now(),
        ))
    }

    /// The table of that name.
    pub fn table(&self, database: &str, name: &str) -> Result<Document, Error> {
        let (database, name) = (database.to_lowercase(), name.to_lowercase());
        self.store
            .document(DocumentKind::Table, &database, &name)?
            .ok_or_else(|| Error::not_found(format!("Table {name} of database {database} not found")))
    }

    /// A page of a database's tables whose name matches the expression as a whole.
    pub fn tables(
        &self,
        database: &str,
        expression: Option<&str>,
        page: &PageRequest,
    ) -> Result<Page<Document>, Error> {
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
        self.documents(DocumentKind::Table, &database, page, |table| {
            regex.as_ref().is_none_or(|regex| regex.is_match(&table.name))
        })
    }

    /// Replaces a table's definition; the old one is kept as a version unless that is to be skipped.
    pub fn update_table(
        &self,
        database: &str,
        mut input: Map<String, Value>,
        skip_archive: bool,
    ) -> Result<(), Error> {
        let name = name_of(&input)?;
        let mut document = self.table(database, &name)?;
        let now = self.now();
        let version = version_of(&document);
        let archived = Document::new(
            DocumentKind::TableVersion,
            &table_scope(&document.scope, &name),
            &version_name(version),
            document.body.clone(),
            now,
        );
        input.insert("Name".to_owned(), name.into());
        input.insert(VERSION_ID.to_owned(), (version + 1).to_string().into());
        document.body = input;
        document.modified_on = now;
        let mut changes = vec![Change::Save(document)];
        if !skip_archive {
            changes.push(Change::Insert(archived));
        }
        Ok(self.store.apply(&changes)?)
    }

    /// Deletes a table with its versions and partitions.
    pub fn delete_table(&self, database: &str, name: &str) -> Result<(), Error> {
        let table = self.table(database, name)?;
        let scope = table_scope(&table.scope, &table.name);
        Ok(self.store.apply(&[
            Change::Delete(DocumentKind::Table, table.scope, table.name),
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
    ) -> Result<Document, Error> {
        let table = self.table(database, name)?;
        let current = version_of(&table);
        let Some(version) = version else {
            return Ok(table);
        };
        let missing = || {
            Error::not_found(format!(
                "Table {} of database {} has no version {version}",
                table.name, table.scope
            ))
        };
        let number: u64 = version
            .parse()
            .map_err(|_| Error::invalid(format!("VersionId {version:?} is not a whole number")))?;
        if number == current {
            return Ok(table);
        }
        let scope = table_scope(&table.scope, &table.name);
        self.store
            .document(DocumentKind::TableVersion, &scope, &version_name(number))?
            .ok_or_else(missing)
    }

    /// A page of a table's versions, the newest first.
    pub fn table_versions(
        &self,
        database: &str,
        name: &str,
        page: &PageRequest,
    ) -> Result<Page<Document>, Error> {
        let table = self.table(database, name)?;
        let scope = table_scope(&table.scope, &table.name);
        let question = ("table versions", &scope);
        let after: Option<u64> = token::open(page.token.as_deref(), &question)?;
        let mut versions = self.all_documents(DocumentKind::TableVersion, &scope)?;
        versions.push(table);
        versions.reverse();
        versions[1..].sort_by_key(|document| std::cmp::Reverse(version_of(document)));
        versions.retain(|document| after.is_none_or(|after| version_of(document) < after));
        let size = page.max_results.unwrap_or(self.limits.page);
        let has_more = versions.len() > size;
        versions.truncate(size);
        let next_token = versions
            .last()
            .filter(|_| has_more)
            .map(|last| token::seal(&question, &version_of(last)));
        Ok(Page {
            items: versions,
            next_token,
        })
    }

    /// A page of documents by name, of those that are wanted.
    pub(crate) fn documents(
        &self,
        kind: DocumentKind,
        scope: &str,
        page: &PageRequest,
        is_wanted: impl Fn(&Document) -> bool,
    ) -> Result<Page<Document>, Error> {
        let question = (kind.as_str(), scope);
        let mut after: Option<String> = token::open(page.token.as_deref(), &question)?;
        let size = page.max_results.unwrap_or(self.limits.page);
        let mut items: Vec<Document> = Vec::new();
        loop {
            let batch = self.store.documents(kind, scope, after.as_deref(), BATCH)?;
            let is_last = batch.len() < BATCH;
            after = batch.last().map(|document| document.name.clone());
            items.extend(batch.into_iter().filter(&is_wanted));
            if is_last || items.len() > size {
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
    pub(crate) fn all_documents(&self, kind: DocumentKind, scope: &str) -> Result<Vec<Document>, Error> {
        let mut all: Vec<Document> = Vec::new();
        loop {
            let after = all.last().map(|document| document.name.clone());
            let batch = self.store.documents(kind, scope, after.as_deref(), BATCH)?;
            let is_last = batch.len() < BATCH;
            all.extend(batch);
            if is_last {
                return Ok(all);
            }
        }
    }
}

fn version_of(table: &Document) -> u64 {
    table
        .text(VERSION_ID)
        .and_then(|version| version.parse().ok())
        .unwrap_or_default()
}

/// An existing name in the words of the caller.
pub(crate) fn already(error: Error, text: &str) -> Error {
    match error {
        Error::AlreadyExists(_) => Error::AlreadyExists(text.to_owned()),
        other => other,
    }
}
