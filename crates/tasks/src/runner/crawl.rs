//! A crawl: reads files and writes their tables into the catalog.

use std::collections::{BTreeMap, BTreeSet};

use onefold_data::Watch;
use onefold_domain::{
    Change, Classifier, ColumnDefinition, CrawlTotals, Crawler, CsvClassifier, Database, Document,
    ObjectInfo, ObjectUri, Partition, Table, short_id, table_scope,
};
use onefold_service::named_value;

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
    let definition = task.service.crawler(crawler)?.document.body;
    let database = definition.database.as_deref().unwrap_or("default").to_lowercase();
    let prefix = definition
        .table_prefix
        .as_deref()
        .unwrap_or_default()
        .to_lowercase();
    let classifier = csv_classifier(task, &definition)?;
    let now = task.service.now();
    let mut changes = Vec::new();
    if matches!(
        task.service.database(&database),
        Err(onefold_service::Error::NotFound(_))
    ) {
        let new = Database {
            name: database.clone(),
            ..Database::default()
        };
        changes.push(Document::new("", &database, new, now).insert());
    }
    let (mut created, mut updated) = (0, 0);
    let mut taken = BTreeSet::new();
    for path in definition.paths() {
        let uri = ObjectUri::parse(path)?;
        let found = tables_in(task, &uri)?;
        if found.is_empty() {
            task.log.line(&format!("{path}: no files found"));
        }
        for mut table in found {
            task.check()?;
            table.name = format!("{prefix}{}", table.name);
            if !taken.insert(table.name.clone()) {
                table.name = format!("{}_{}", table.name, short_id(&task.run.id, 8));
            }
            let body = table_of(task, &table, classifier.as_ref(), crawler)?;
            changes.extend(new_partitions(task, &database, &table, &body)?);
            match task.service.table(&database, &table.name) {
                Ok(mut existing) => {
                    let is_same = existing.body.storage_descriptor == body.storage_descriptor
                        && existing.body.partition_keys == body.partition_keys;
                    if !is_same {
                        existing.body = Table {
                            version: existing.body.version,
                            ..body
                        };
                        existing.modified_on = now;
                        changes.push(existing.save());
                        updated += 1;
                    }
                }
                Err(onefold_service::Error::NotFound(_)) => {
                    changes.push(Document::new(&database, &table.name, body, now).insert());
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
fn csv_classifier(task: &Task<'_>, crawler: &Crawler) -> Result<Option<CsvClassifier>, Failure> {
    for name in crawler.classifiers.iter().flatten() {
        if let Classifier::Csv(csv) = task.service.classifier(name)?.body {
            return Ok(Some(csv));
        }
    }
    Ok(None)
}

/// Partitions missing in the catalog.
fn new_partitions(
    task: &Task<'_>,
    database: &str,
    found: &Found,
    table: &Table,
) -> Result<Vec<Change>, Failure> {
    let mut changes = Vec::new();
    for (values, location) in &found.partitions {
        match task.service.partition(database, &found.name, values) {
            Ok(_) => continue,
            Err(onefold_service::Error::NotFound(_) | onefold_service::Error::InvalidInput(_)) => {}
            Err(error) => return Err(error.into()),
        }
        let mut storage = table.storage_descriptor.clone().unwrap_or_default();
        storage.location = Some(location.to_string());
        let partition = Partition {
            values: values.clone(),
            storage_descriptor: Some(storage),
            ..Partition::default()
        };
        let scope = table_scope(database, &found.name);
        let name = Partition::name_of(values);
        changes.push(Document::new(&scope, &name, partition, task.service.now()).insert());
    }
    Ok(changes)
}

/// A file is a table; the files of a folder are one table if they have the same columns. Each folder is crawled
/// separately, but folders `key=value` are partitions of the folder that contains them.
fn tables_in(task: &Task<'_>, uri: &ObjectUri) -> Result<Vec<Found>, Failure> {
    let files = task.service.find_objects(uri)?;
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
            ObjectUri::parse(address.trim_end_matches("//"))
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
fn table_of(
    task: &Task<'_>,
    found: &Found,
    classifier: Option<&CsvClassifier>,
    crawler: &str,
) -> Result<Table, Failure> {
    let contains_header = classifier.and_then(|csv| csv.contains_header.as_deref());
    let delimiter = classifier.and_then(|csv| csv.delimiter.as_deref());
    let options = onefold_data::ReadOptions {
        no_header: contains_header == Some("ABSENT"),
        delimiter: delimiter.and_then(|delimiter| delimiter.bytes().next()),
        ..onefold_data::ReadOptions::default()
    };
    let files: Vec<String> = found
        .files
        .iter()
        .map(|file| task.service.object_path(&file.uri))
        .collect::<Result<_, _>>()?;
    let watch = Watch {
        progress: &|_| {},
        is_cancelled: &|| task.signal.wished().is_some(),
    };
    let table = onefold_data::read(&files, &options, watch)?;
    let header = classifier
        .and_then(|csv| csv.header.as_ref())
        .filter(|header| header.len() == table.names.len())
        .unwrap_or(&table.names);
    let names: Vec<String> = header.iter().map(|name| name.to_lowercase()).collect();
    let first = found
        .files
        .first()
        .map(|file| file.uri.key().to_lowercase())
        .unwrap_or_default();
    let size: u64 = found.files.iter().map(|file| file.size_bytes).sum();
    let mut definition = catalog::definition(&table, &names, &first, options.no_header, classifier);
    definition.name.clone_from(&found.name);
    definition.set_location(found.location.to_string());
    let parameters = definition.parameters.get_or_insert_default();
    parameters.insert("UPDATED_BY_CRAWLER".to_owned(), crawler.to_owned());
    parameters.insert("objectCount".to_owned(), found.files.len().to_string());
    parameters.insert("sizeKey".to_owned(), size.to_string());
    let keys = found.keys.iter().map(|key| ColumnDefinition {
        name: key.clone(),
        data_type: Some("string".to_owned()),
        ..ColumnDefinition::default()
    });
    definition.partition_keys = Some(keys.collect());
    Ok(definition)
}

/// Totals of a crawler's crawls, including this one.
fn totals(task: &Task<'_>, crawler: &str, created: i64, updated: i64) -> Result<Change, Failure> {
    let now = task.service.now();
    let secs = now.millis_since(task.run.started_on) as f64 / 1000.0;
    let stored = task.service.crawl_totals(crawler)?;
    let is_new = stored.is_none();
    let mut totals =
        stored.unwrap_or_else(|| Document::new(CrawlTotals::SCOPE, crawler, CrawlTotals::default(), now));
    totals.body.tables_created += created;
    totals.body.tables_updated += updated;
    let runtimes = &mut totals.body.runtime_secs;
    runtimes.push(secs);
    runtimes.drain(..runtimes.len().saturating_sub(RUNTIMES));
    Ok(if is_new { totals.insert() } else { totals.save() })
}
