//! A crawl: looks at files and writes what tables they are into the catalog.

use std::collections::{BTreeMap, BTreeSet};

use onefold_data::{Table, Watch};
use onefold_domain::{Change, Document, DocumentKind, ObjectInfo, ObjectUri};
use onefold_service::{CRAWL_TOTALS, crawl_paths};
use serde_json::{Map, Value, json};

use super::{Failure, Outcome, Task};

/// Runtimes of crawls that are remembered.
const RUNTIMES: usize = 100;

/// Files that make one table.
struct Found {
    name: String,
    location: ObjectUri,
    files: Vec<ObjectInfo>,
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
            task.log.line(&format!("{path}: there are no files"));
        }
        for mut table in found {
            task.check()?;
            let prefix = document.text("TablePrefix").unwrap_or_default().to_lowercase();
            table.name = format!("{prefix}{}", table.name);
            if !taken.insert(table.name.clone()) {
                table.name = format!("{}_{}", table.name, &task.run.id[6..14]);
            }
            let body = definition(task, &table, classifier.as_ref(), crawler)?;
            match task.service.table(&database, &table.name) {
                Ok(mut existing) => {
                    let is_same = existing.body.get("StorageDescriptor") == body.get("StorageDescriptor");
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

/// What the first CSV classifier of the crawler says.
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

/// A file is a table; the files of a folder are one table if they have the same columns; each folder is looked at by
/// itself.
fn tables_in(task: &Task<'_>, uri: &ObjectUri) -> Result<Vec<Found>, Failure> {
    let files = task.service.objects().find(uri)?;
    if let [one] = files.as_slice()
        && one.uri == *uri
    {
        return Ok(vec![Found {
            name: table_name(&one.uri),
            location: one.uri.clone(),
            files,
        }]);
    }
    let mut folders: BTreeMap<String, Vec<ObjectInfo>> = BTreeMap::new();
    for file in files {
        let folder = file.uri.key().rsplit_once('/').map_or("", |(folder, _)| folder);
        folders.entry(folder.to_owned()).or_default().push(file);
    }
    folders
        .into_iter()
        .map(|(folder, files)| {
            let address = format!("s3://{}/{folder}/", uri.bucket());
            let location = ObjectUri::parse(address.trim_end_matches("//")).map_err(Failure::User)?;
            let name = folder.rsplit('/').next().filter(|name| !name.is_empty());
            Ok(Found {
                name: folded(name.unwrap_or_else(|| uri.bucket())),
                location,
                files,
            })
        })
        .collect()
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
        .map(|file| task.service.objects().location(&file.uri))
        .collect();
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
    let columns: Vec<Value> = names
        .iter()
        .enumerate()
        .map(|(column, name)| json!({ "Name": name, "Type": data_type(&table, column) }))
        .collect();
    let first = found
        .files
        .first()
        .map(|file| file.uri.key().to_lowercase())
        .unwrap_or_default();
    let size: u64 = found.files.iter().map(|file| file.size_bytes).sum();
    let location = found.location.to_string();
    let mut parameters = json!({
        "UPDATED_BY_CRAWLER": crawler,
        "recordCount": table.len().to_string(),
        "objectCount": found.files.len().to_string(),
        "sizeKey": size.to_string(),
    });
    let is_kind = |kind: &str| first.contains(kind);
    let storage = storage_of(&first, classifier);
    if storage.classification == "csv" {
        parameters["skip.header.line.count"] = if options.no_header { "0" } else { "1" }.into();
    }
    parameters["classification"] = storage.classification.into();
    let body = json!({
        "Name": found.name,
        "TableType": "EXTERNAL_TABLE",
        "Owner": "owner",
        "Retention": 0,
        "PartitionKeys": [],
        "VersionId": "0",
        "Parameters": parameters,
        "StorageDescriptor": {
            "Columns": columns,
            "Location": location,
            "InputFormat": storage.input,
            "OutputFormat": storage.output,
            "Compressed": is_kind(".gz") || is_kind(".zst"),
            "NumberOfBuckets": -1,
            "SerdeInfo": storage.serde,
            "BucketColumns": [],
            "SortColumns": [],
            "StoredAsSubDirectories": false,
        },
    });
    match body {
        Value::Object(body) => Ok(body),
        _ => Ok(Map::new()),
    }
}

/// How files of a format are told in the catalog.
struct Storage {
    classification: &'static str,
    input: &'static str,
    output: &'static str,
    serde: Value,
}

fn storage_of(key: &str, classifier: Option<&Map<String, Value>>) -> Storage {
    const TEXT_INPUT: &str = "org.apache.hadoop.mapred.TextInputFormat";
    const TEXT_OUTPUT: &str = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat";
    if key.contains(".parquet") {
        return Storage {
            classification: "parquet",
            input: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
            output: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
            serde: json!({ "SerializationLibrary": "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe" }),
        };
    }
    if key.contains(".json") {
        return Storage {
            classification: "json",
            input: TEXT_INPUT,
            output: TEXT_OUTPUT,
            serde: json!({ "SerializationLibrary": "org.openx.data.jsonserde.JsonSerDe" }),
        };
    }
    let mut parameters = Map::new();
    for (given, told) in [("Delimiter", "separatorChar"), ("QuoteSymbol", "quoteChar")] {
        if let Some(value) = classifier.and_then(|csv| csv.get(given)) {
            parameters.insert(told.to_owned(), value.clone());
        }
    }
    Storage {
        classification: "csv",
        input: TEXT_INPUT,
        output: TEXT_OUTPUT,
        serde: json!({
            "SerializationLibrary": "org.apache.hadoop.hive.serde2.OpenCSVSerde",
            "Parameters": parameters,
        }),
    }
}

/// The narrowest type that takes all values of a column.
fn data_type(table: &Table, column: usize) -> &'static str {
    use arrow_array::Array;
    use arrow_array::cast::AsArray;
    type Takes = fn(&str) -> bool;
    const TYPES: [(&str, Takes); 4] = [
        ("bigint", is_whole),
        ("double", is_number),
        ("boolean", is_boolean),
        ("date", is_date),
    ];
    let mut open = [true; TYPES.len()];
    let mut is_empty = true;
    for batch in &table.batches {
        let values = batch.column(column).as_string::<i32>();
        for row in (0..values.len()).filter(|&row| values.is_valid(row)) {
            let value = values.value(row);
            if value.is_empty() {
                continue;
            }
            is_empty = false;
            for (open, (_, takes)) in open.iter_mut().zip(&TYPES) {
                *open = *open && takes(value);
            }
        }
    }
    if is_empty {
        return "string";
    }
    TYPES
        .iter()
        .zip(open)
        .find(|(_, open)| *open)
        .map_or("string", |((name, _), _)| name)
}

/// A number that is written as one; leading zeros are of codes.
fn is_whole(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let has_zero_before = digits.len() > 1 && digits.starts_with('0');
    !has_zero_before && digits.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<i64>().is_ok()
}

fn is_number(text: &str) -> bool {
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    let digits = text.strip_prefix('-').unwrap_or(text);
    let has_zero_before = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    has_digit && !has_zero_before && text.parse::<f64>().is_ok_and(f64::is_finite)
}

fn is_boolean(text: &str) -> bool {
    text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false")
}

fn is_date(text: &str) -> bool {
    let format = time::macros::format_description!("[year]-[month]-[day]");
    text.len() == 10 && time::Date::parse(text, format).is_ok()
}

/// What the crawls of a crawler did so far, with this one.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_leading_zeros_are_text() {
        for (text, whole, number) in [
            ("7", true, true),
            ("-12", true, true),
            ("0", true, true),
            ("007", false, false),
            ("0.5", false, true),
            ("1e3", false, true),
            ("nan", false, false),
            ("99999999999999999999", false, true),
            ("1-2", false, false),
        ] {
            assert_eq!((is_whole(text), is_number(text)), (whole, number), "{text}");
        }
    }
}
