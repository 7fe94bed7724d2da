//! A crawl: reads files and writes their tables into the catalog.

use std::collections::{BTreeMap, BTreeSet};

use onefold_data::Watch;
use onefold_domain::{Change, Document, DocumentKind, ObjectInfo, ObjectUri};
use onefold_service::{CRAWL_TOTALS, crawl_paths, found_partition, named_value};
use serde_json::{Map, Value};

use super::{Failure, Outcome, Task};
use crate::catalog;

/// Number of crawl runtimes that are kept.
const RUNTIMES: usize = 100;

/// Files that make one table.
struct Found {
    name: String,
    location: ObjectUri,
    files: Vec<ObjectInfo>,
    /// Keys of its partition folders (`key=value`), if any.
    keys: Vec<String>,
    /// Values and address of each such folder.
    partitions: BTreeMap<Vec<String>, ObjectUri>,
}

pub(super) fn work(task: &Task<'_>, crawler: &str) -> Result<Outcome, Failure> {
    let document = task.service.crawler(crawler)?.document;
    let database = document.text("DatabaseName").unwrap_or("default").to_lowercase();
    let classifier = csv_classifier(task, &document)?;
    let now = task.service.now();
    let mut changes = Vec::new();
    if matches!(
        task.service.database(&database),
        Err(onefold_service::Error::NotFound(_))
    ) {
        let body = Map::from_iter([("Name".to_owned(), Value::from(database.clone()))]);
        changes.push(Change::Insert(Document::new(
            DocumentKind::Database,
            "",
            &database,
            body,
            now,
        )));
    }
    let (mut created, mut updated) = (0, 0);
    let mut taken = BTreeSet::new();
    for path in crawl_paths(&document.body) {
        let uri = ObjectUri::parse(&path).map_err(Failure::User)?;
        let found = tables_in(task, &uri)?;
        if found.is_empty() {
            task.log.line(&format!("{path}: no files found"));
        }
        for mut table in found {
            task.check()?;
            let prefix = document.text("TablePrefix").unwrap_or_default().to_lowercase();
            table.name = format!("{prefix}{}", table.name);
            if !taken.insert(table.name.clone()) {
                table.name = format!("{}_{}", table.name, &task.run.id[6..14]);
            }
            let body = definition(task, &table, classifier.as_ref(), crawler)?;
            changes.extend(new_partitions(task, &database, &table, &body)?);
            match task.service.table(&database, &table.name) {
                Ok(mut existing) => {
                    let is_same = ["StorageDescriptor", "PartitionKeys"]
                        .iter()
                        .all(|member| existing.body.get(*member) == body.get(*member));
                    if !is_same {
                        let version = existing.body.get("VersionId").cloned();
                        existing.body = body;
                        existing
                            .body
                            .insert("VersionId".to_owned(), version.unwrap_or_else(|| "0".into()));
                        existing.modified_on = now;
                        changes.push(Change::Save(existing));
                        updated += 1;
                    }
                }
                Err(onefold_service::Error::NotFound(_)) => {
                    changes.push(Change::Insert(Document::new(
                        DocumentKind::Table,
                        &database,
                        &table.name,
                        body,
                        now,
                    )));
                    created += 1;
                }
                Err(error) => return Err(error.into()),
            }
            task.log
                .line(&format!("{}: table {database}.{}", table.location, table.name));
        }
    }
    task.log
        .line(&format!("{created} tables created, {updated} updated"));
    changes.push(totals(task, crawler, created, updated)?);
    Ok(Outcome {
        changes,
        ..Outcome::default()
    })
}

/// The settings of the crawler's first CSV classifier.
fn csv_classifier(task: &Task<'_>, crawler: &Document) -> Result<Option<Map<String, Value>>, Failure> {
    let names = crawler.body.get("Classifiers").and_then(Value::as_array);
    for name in names.into_iter().flatten().filter_map(Value::as_str) {
        let classifier = task.service.classifier(name)?;
        if let Some(csv) = classifier.body.get("CsvClassifier").and_then(Value::as_object) {
            return Ok(Some(csv.clone()));
        }
    }
    Ok(None)
}

/// Partitions missing in the catalog.
fn new_partitions(
    task: &Task<'_>,
    database: &str,
    found: &Found,
    table: &Map<String, Value>,
) -> Result<Vec<Change>, Failure> {
    let mut changes = Vec::new();
    for (values, location) in &found.partitions {
        match task.service.partition(database, &found.name, values) {
            Ok(_) => continue,
            Err(onefold_service::Error::NotFound(_) | onefold_service::Error::InvalidInput(_)) => {}
            Err(error) => return Err(error.into()),
        }
        let mut storage = table.get("StorageDescriptor").cloned().unwrap_or_default();
        if let Some(storage) = storage.as_object_mut() {
            storage.insert("Location".to_owned(), location.to_string().into());
        }
        let body = Map::from_iter([
            ("Values".to_owned(), values.clone().into()),
            ("StorageDescriptor".to_owned(), storage),
        ]);
        changes.push(Change::Insert(found_partition(
            database,
            &found.name,
            values,
            body,
            task.service.now(),
        )));
    }
    Ok(changes)
}

/// A file is a table; the files of a folder are one table if they have the same columns. Each folder is crawled
/// separately, but folders `key=value` are partitions of the folder that contains them.
fn tables_in(task: &Task<'_>, uri: &ObjectUri) -> Result<Vec<Found>, Failure> {
    let files = task.service.objects().find(uri)?;
    if let [one] = files.as_slice()
        && one.uri == *uri
    {
        return Ok(vec![Found {
            name: table_name(&one.uri),
            location: one.uri.clone(),
            files,
            keys: Vec::new(),
            partitions: BTreeMap::new(),
        }]);
    }
    let mut tables: BTreeMap<(String, Vec<String>), Found> = BTreeMap::new();
    for file in files {
        let folder = file.uri.key().rsplit_once('/').map_or("", |(folder, _)| folder);
        let (root, named) = split_partition(folder);
        let (keys, values): (Vec<String>, Vec<String>) = named.into_iter().unzip();
        let address = |folder: &str| {
            let address = format!("s3://{}/{folder}/", uri.bucket());
            ObjectUri::parse(address.trim_end_matches("//")).map_err(Failure::User)
        };
        let location = address(root)?;
        let table = tables
            .entry((root.to_owned(), keys.clone()))
            .or_insert_with(|| Found {
                name: folded(
                    root.rsplit('/')
                        .next()
                        .filter(|name| !name.is_empty())
                        .unwrap_or_else(|| uri.bucket()),
                ),
                location,
                files: Vec::new(),
                keys,
                partitions: BTreeMap::new(),
            });
        if !values.is_empty() {
            table.partitions.insert(values, address(folder)?);
        }
        table.files.push(file);
    }
    Ok(tables.into_values().collect())
}

/// Splits a folder into the parent of its last `key=value` folders and these keys and values.
fn split_partition(folder: &str) -> (&str, Vec<(String, String)>) {
    let mut named = Vec::new();
    let mut root = folder;
    loop {
        let (above, last) = root.rsplit_once('/').unwrap_or(("", root));
        let Some((name, value)) = named_value(last) else {
            break;
        };
        named.insert(0, (folded(&name), value));
        root = above;
    }
    (root, named)
}

fn table_name(uri: &ObjectUri) -> String {
    folded(uri.key().rsplit('/').next().unwrap_or_default())
}

/// As AWS names tables: lower case, everything but letters and digits as an underscore.
fn folded(name: &str) -> String {
    name.to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '_' })
        .collect()
}

/// A table's definition from its files.
fn definition(
    task: &Task<'_>,
    found: &Found,
    classifier: Option<&Map<String, Value>>,
    crawler: &str,
) -> Result<Map<String, Value>, Failure> {
    let text = |member: &str| classifier.and_then(|csv| csv.get(member)).and_then(Value::as_str);
    let options = onefold_data::ReadOptions {
        no_header: text("ContainsHeader") == Some("ABSENT"),
        delimiter: text("Delimiter").and_then(|delimiter| delimiter.bytes().next()),
        ..onefold_data::ReadOptions::default()
    };
    let files: Vec<String> = found
        .files
        .iter()
        .map(|file| task.service.objects().path(&file.uri))
        .collect::<Result<_, _>>()?;
    let watch = Watch {
        progress: &|_| {},
        is_cancelled: &|| task.signal.wished().is_some(),
    };
    let table = onefold_data::read(&files, &options, watch)?;
    let header = classifier
        .and_then(|csv| csv.get("Header"))
        .and_then(Value::as_array);
    let names: Vec<String> = match header {
        Some(header) if header.len() == table.names.len() => header
            .iter()
            .map(|name| name.as_str().unwrap_or_default().to_lowercase())
            .collect(),
        _ => table.names.iter().map(|name| name.to_lowercase()).collect(),
    };
    let first = found
        .files
        .first()
        .map(|file| file.uri.key().to_lowercase())
        .unwrap_or_default();
    let mut body = catalog::definition(&table, &names, &first, options.no_header, classifier);
    let size: u64 = found.files.iter().map(|file| file.size_bytes).sum();
    catalog::insert(
        &mut body,
        "StorageDescriptor",
        "Location",
        found.location.to_string(),
    );
    for (name, value) in [
        ("UPDATED_BY_CRAWLER", crawler.to_owned()),
        ("objectCount", found.files.len().to_string()),
        ("sizeKey", size.to_string()),
    ] {
        catalog::insert(&mut body, "Parameters", name, value);
    }
    if !found.keys.is_empty() {
        let keys: Vec<Value> = found
            .keys
            .iter()
            .map(|key| serde_json::json!({ "Name": key, "Type": "string" }))
            .collect();
        body.insert("PartitionKeys".to_owned(), keys.into());
    }
    body.insert("Name".to_owned(), found.name.clone().into());
    Ok(body)
}

/// Totals of a crawler's crawls, including this one.
fn totals(task: &Task<'_>, crawler: &str, created: i64, updated: i64) -> Result<Change, Failure> {
    let now = task.service.now();
    let secs = now.millis_since(task.run.started_on) as f64 / 1000.0;
    let stored = task.service.crawl_totals(crawler)?;
    let number = |member: &str| {
        let value = stored.as_ref().and_then(|stored| stored.body.get(member));
        value.and_then(Value::as_i64).unwrap_or(0)
    };
    let mut runtimes: Vec<Value> = stored
        .as_ref()
        .and_then(|stored| stored.body.get("RuntimeSeconds"))
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    runtimes.push(secs.into());
    let begin = runtimes.len().saturating_sub(RUNTIMES);
    let body = Map::from_iter([
        (
            "TablesCreated".to_owned(),
            (number("TablesCreated") + created).into(),
        ),
        (
            "TablesUpdated".to_owned(),
            (number("TablesUpdated") + updated).into(),
        ),
        ("TablesDeleted".to_owned(), number("TablesDeleted").into()),
        ("RuntimeSeconds".to_owned(), runtimes.split_off(begin).into()),
    ]);
    Ok(match stored {
        Some(stored) => Change::Save(Document { body, ..stored }),
        None => Change::Insert(Document::new(
            DocumentKind::State,
            CRAWL_TOTALS,
            crawler,
            body,
            now,
        )),
    })
}
