//! Catalog definitions of tables, from the files of a crawl or an upload.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, TimeUnit};
use onefold_data::{Output, ReadOptions, Table, Watch};
use onefold_domain::{
    self as domain, ColumnDefinition, CsvClassifier, ExplainedPair, GroupQuestion, GroupReasons,
    InspectedTable, MatchedRecord, MatchedTable, PairQuestion, PairScore, Regrouped, SerdeInfo,
    StorageDescriptor, TableInspector, TableProfile, TableQuestion,
};
use onefold_engine::{AttributeKind, MatchSettings, Records, Silent};

use crate::matching::{CONFIDENCE, MATCH_ID};
use crate::pairs::{explain_records, kept_pairs, scored_again};
use crate::preview::{read_scored, regroup};
use crate::profile::profile;

/// Parameter of CSV tables: how many lines come before the records.
pub(crate) const HEADER_LINES: &str = "skip.header.line.count";
/// Parameter of how CSV files are read: what separates values.
pub(crate) const SEPARATOR_CHAR: &str = "separatorChar";

/// The id column that is added to a file without one.
const ADDED_KEY: &str = "record_number";

/// Reads uploaded files.
#[derive(Debug, Clone, Copy, Default)]
pub struct Inspector;

impl TableInspector for Inspector {
    fn inspect(&self, file: &Path, name: &str) -> Result<InspectedTable, String> {
        let path = file.display().to_string();
        look_at(&path)
            .map_err(|error| error.to_string().replace(&path, name))
            .and_then(|table| match table.records {
                0 | 1 => Err(format!(
                    "{name} has {} records; at least two are needed to find matches",
                    table.records
                )),
                _ => Ok(table),
            })
    }

    fn profile(&self, question: &TableQuestion) -> Result<TableProfile, String> {
        profile(question).map_err(|error| error.to_string())
    }

    fn matched(&self, files: &[String]) -> Result<MatchedTable, String> {
        read_matched(files).map_err(|error| error.to_string())
    }

    fn scored(&self, file: &str, ids: &[&str]) -> Result<Vec<PairScore>, String> {
        read_scored(file, ids).map_err(|error| error.to_string())
    }

    fn regroup(
        &self,
        records: usize,
        pairs: &[PairScore],
        precision_recall: f64,
        is_learned: bool,
    ) -> Regrouped {
        regroup(records, pairs, precision_recall, is_learned)
    }

    fn write(&self, columns: &[String], rows: &[Vec<String>], file: &Path) -> Result<(), String> {
        write_rows(columns, rows, file).map_err(|error| error.to_string())
    }

    fn kept(&self, file: &str, pairs: &[(usize, usize)]) -> Vec<ExplainedPair> {
        kept_pairs(file, pairs)
    }

    fn explain(&self, question: &PairQuestion) -> Result<Vec<ExplainedPair>, String> {
        scored_again(question).map_err(|error| error.to_string())
    }

    fn explain_group(&self, question: &GroupQuestion) -> Result<GroupReasons, String> {
        explain_records(question).map_err(|error| error.to_string())
    }
}

fn read_matched(files: &[String]) -> Result<MatchedTable, crate::Error> {
    let table = onefold_data::read(files, &ReadOptions::default(), Watch::SILENT)?;
    let records = Records::try_new(table.batches)?;
    let position = |name: &str| records.names().iter().position(|own| own == name);
    let group = position(MATCH_ID).ok_or_else(|| crate::Error::NoMatchIds {
        file: files.first().cloned().unwrap_or_default(),
        columns: records.names().to_vec(),
    })?;
    let confidence = position(CONFIDENCE);
    let own: Vec<usize> = (0..records.names().len())
        .filter(|&column| column != group && Some(column) != confidence)
        .collect();
    let columns: Vec<String> = own
        .iter()
        .map(|&column| records.names()[column].clone())
        .collect();
    let key = records
        .detect_key()
        .filter(|key| columns.iter().any(|own| own == key))
        .map(str::to_owned);
    let mut settings = MatchSettings::default();
    for column in [Some(group), confidence].into_iter().flatten() {
        settings
            .kinds
            .insert(records.names()[column].clone(), AttributeKind::Ignore);
    }
    let records = match &key {
        Some(key) => records.with_key(key)?,
        None => records,
    };
    // A table in which nothing can be compared is shown too.
    let reading = onefold_engine::read_table(&records, &settings, &Silent).ok();
    let attributes: Vec<Option<usize>> = own
        .iter()
        .map(|&column| {
            let columns = reading.as_ref().map_or(&[][..], |reading| &reading.columns);
            columns.iter().position(|read| read.column == column)
        })
        .collect();
    let form = |row: usize, attribute: Option<usize>| {
        let (reading, attribute) = (reading.as_ref()?, attribute?);
        // Of a column that cannot say who is who, all values were taken for missing.
        (!reading.columns[attribute].is_idle).then(|| reading.form(row, attribute))
    };
    Ok(MatchedTable {
        kinds: attributes
            .iter()
            .map(|&attribute| {
                let kind = reading.as_ref().zip(attribute);
                kind.map_or_else(String::new, |(reading, attribute)| {
                    reading.columns[attribute].kind.as_str().to_owned()
                })
            })
            .collect(),
        columns,
        records: (0..records.len())
            .map(|row| MatchedRecord {
                group: records.value(row, group).to_owned(),
                confidence: confidence.and_then(|column| records.value(row, column).parse().ok()),
                values: own
                    .iter()
                    .map(|&column| records.value(row, column).to_owned())
                    .collect(),
                forms: attributes.iter().map(|&attribute| form(row, attribute)).collect(),
            })
            .collect(),
    })
}

fn look_at(path: &str) -> Result<InspectedTable, crate::Error> {
    let table = onefold_data::read(&[path.to_owned()], &ReadOptions::default(), Watch::SILENT)?;
    // An export of an earlier match would get these columns twice.
    let left_out: Vec<String> = [MATCH_ID, CONFIDENCE]
        .into_iter()
        .filter(|_| table.names.iter().any(|name| name == MATCH_ID))
        .filter(|own| table.names.iter().any(|name| name == own))
        .map(str::to_owned)
        .collect();
    let (table, path) = if left_out.is_empty() {
        (table, path.to_owned())
    } else {
        rewritten(table.without_columns(&[MATCH_ID, CONFIDENCE])?, path, &[])?
    };
    let found = Records::try_new(table.batches.clone())?
        .detect_key()
        .map(str::to_lowercase);
    let is_key_added = found.is_none();
    let (table, path) = if is_key_added {
        table.check_new_columns(&[ADDED_KEY])?;
        let numbers: ArrayRef = Arc::new(Int64Array::from_iter_values(1..=table.len() as i64));
        rewritten(table, &path, &[(ADDED_KEY, numbers)])?
    } else {
        (table, path)
    };
    let names: Vec<String> = table.names.iter().map(|name| name.to_lowercase()).collect();
    let headers = names
        .iter()
        .zip(&table.names)
        .filter(|(name, header)| name != header);
    Ok(InspectedTable {
        headers: headers
            .map(|(name, header)| (name.clone(), header.clone()))
            .collect(),
        definition: definition(&table, &names, &path.to_lowercase(), false, None),
        key: found.unwrap_or_else(|| ADDED_KEY.to_owned()),
        is_key_added,
        records: table.len() as u64,
        left_out,
    })
}

/// Replaces a file by one with the columns of a table and new ones; gives the new table and its path.
fn rewritten(table: Table, path: &str, added: &[(&str, ArrayRef)]) -> Result<(Table, String), crate::Error> {
    let extension = match storage_of(&path.to_lowercase(), None).classification {
        "json" => "jsonl",
        other => other,
    };
    let new = Path::new(path)
        .with_file_name(format!("records.{extension}"))
        .display()
        .to_string();
    onefold_data::write(&table, added, &Output::new(&new, true), Watch::SILENT)?;
    drop(table);
    if new != path {
        // A file left in the same folder would be read as a part of the table.
        std::fs::remove_file(path).map_err(|cause| onefold_data::Error::Read {
            file: path.to_owned(),
            source: cause,
        })?;
    }
    let table = onefold_data::read(std::slice::from_ref(&new), &ReadOptions::default(), Watch::SILENT)?;
    Ok((table, new))
}

/// Writes rows of text; an empty value is none.
fn write_rows(columns: &[String], rows: &[Vec<String>], file: &Path) -> Result<(), crate::Error> {
    let arrays = columns.iter().enumerate().map(|(column, name)| {
        let values = rows
            .iter()
            .map(|row| row.get(column).filter(|value| !value.is_empty()));
        let array: ArrayRef = Arc::new(values.collect::<StringArray>());
        (name.as_str(), array, true)
    });
    let batch = RecordBatch::try_from_iter_with_nullable(arrays)
        .expect("columns of text with the same rows fit together");
    let output = Output::new(&file.display().to_string(), true);
    onefold_data::write(&Table::of_text(batch)?, &[], &output, Watch::SILENT)?;
    Ok(())
}

/// The definition of a table, without name and location; `file` is the name of one of its files in lower case.
pub(crate) fn definition(
    table: &Table,
    names: &[String],
    file: &str,
    no_header: bool,
    classifier: Option<&CsvClassifier>,
) -> domain::Table {
    let columns = names.iter().enumerate().map(|(column, name)| ColumnDefinition {
        name: name.clone(),
        data_type: Some(data_type(table, column)),
        ..ColumnDefinition::default()
    });
    let storage = storage_of(file, classifier);
    let mut parameters = BTreeMap::from([
        ("recordCount".to_owned(), table.len().to_string()),
        ("classification".to_owned(), storage.classification.to_owned()),
    ]);
    if storage.classification == "csv" {
        let lines = if no_header { "0" } else { "1" };
        parameters.insert(HEADER_LINES.to_owned(), lines.to_owned());
    }
    domain::Table {
        table_type: Some("EXTERNAL_TABLE".to_owned()),
        owner: Some("owner".to_owned()),
        retention: Some(0),
        partition_keys: Some(Vec::new()),
        parameters: Some(parameters),
        storage_descriptor: Some(StorageDescriptor {
            columns: Some(columns.collect()),
            input_format: Some(storage.input.to_owned()),
            output_format: Some(storage.output.to_owned()),
            compressed: Some(file.contains(".gz") || file.contains(".zst")),
            number_of_buckets: Some(-1),
            serde_info: Some(SerdeInfo {
                serialization_library: Some(storage.library.to_owned()),
                parameters: storage.parameters,
                ..SerdeInfo::default()
            }),
            bucket_columns: Some(Vec::new()),
            sort_columns: Some(Vec::new()),
            stored_as_sub_directories: Some(false),
            ..StorageDescriptor::default()
        }),
        ..domain::Table::default()
    }
}

/// The catalog's description of a file format.
struct Storage {
    classification: &'static str,
    input: &'static str,
    output: &'static str,
    /// What turns values into bytes, and its parameters.
    library: &'static str,
    parameters: Option<BTreeMap<String, String>>,
}

fn storage_of(key: &str, classifier: Option<&CsvClassifier>) -> Storage {
    const TEXT_INPUT: &str = "org.apache.hadoop.mapred.TextInputFormat";
    const TEXT_OUTPUT: &str = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat";
    if key.contains(".parquet") {
        return Storage {
            classification: "parquet",
            input: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
            output: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
            library: "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
            parameters: None,
        };
    }
    if key.contains(".json") {
        return Storage {
            classification: "json",
            input: TEXT_INPUT,
            output: TEXT_OUTPUT,
            library: "org.openx.data.jsonserde.JsonSerDe",
            parameters: None,
        };
    }
    let given = [
        (SEPARATOR_CHAR, classifier.and_then(|csv| csv.delimiter.as_ref())),
        ("quoteChar", classifier.and_then(|csv| csv.quote_symbol.as_ref())),
    ];
    let parameters = given
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?.clone())));
    Storage {
        classification: "csv",
        input: TEXT_INPUT,
        output: TEXT_OUTPUT,
        library: "org.apache.hadoop.hive.serde2.OpenCSVSerde",
        parameters: Some(parameters.collect()),
    }
}

/// The type of values that a type of the catalog stands for; `None` for those that are kept as they are.
pub(crate) fn arrow_type(hive: &str) -> Option<DataType> {
    let plain = hive.trim().to_ascii_lowercase();
    let (name, rest) = plain.split_once('(').unwrap_or((&plain, ""));
    Some(match name.trim() {
        "tinyint" | "byte" => DataType::Int8,
        "smallint" | "short" => DataType::Int16,
        "int" | "integer" => DataType::Int32,
        "bigint" | "long" => DataType::Int64,
        "float" | "real" => DataType::Float32,
        "double" | "double precision" => DataType::Float64,
        "boolean" => DataType::Boolean,
        "date" => DataType::Date32,
        "timestamp" => DataType::Timestamp(TimeUnit::Microsecond, None),
        "string" | "char" | "varchar" => DataType::Utf8,
        "decimal" | "numeric" => {
            // Hive's defaults.
            let mut digits = rest.trim_end_matches(')').split(',').map(str::trim);
            let precision = digits.next().filter(|text| !text.is_empty()).unwrap_or("10");
            let (precision, scale) = (
                precision.parse().ok()?,
                digits.next().unwrap_or("0").parse().ok()?,
            );
            let is_valid = (1..=38).contains(&precision) && (0..=precision as i8).contains(&scale);
            is_valid.then_some(DataType::Decimal128(precision, scale))?
        }
        _ => return None,
    })
}

/// The type's name in a catalog.
pub(crate) fn hive_name(kind: &DataType) -> String {
    match kind {
        DataType::Int8 => "tinyint",
        DataType::Int16 | DataType::UInt8 => "smallint",
        DataType::Int32 | DataType::UInt16 => "int",
        DataType::Int64 | DataType::UInt32 => "bigint",
        DataType::UInt64 => "decimal(20,0)",
        DataType::Float16 | DataType::Float32 => "float",
        DataType::Float64 => "double",
        DataType::Boolean => "boolean",
        DataType::Date32 | DataType::Date64 => "date",
        DataType::Timestamp(..) => "timestamp",
        DataType::Decimal128(precision, scale) if *scale >= 0 => {
            return format!("decimal({precision},{scale})");
        }
        _ => "string",
    }
    .to_owned()
}

/// The type that a typed file gives a column, or the narrowest that fits all its values.
fn data_type(table: &Table, column: usize) -> String {
    if table.is_typed() {
        hive_name(&table.data_type(column))
    } else {
        narrowest(table, column).to_owned()
    }
}

/// The narrowest type that fits all values of a column.
fn narrowest(table: &Table, column: usize) -> &'static str {
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

/// Whether a value is a number; leading zeros make it a code.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_of_the_catalog_are_types_of_values() {
        for hive in [
            "tinyint",
            "smallint",
            "int",
            "bigint",
            "float",
            "double",
            "boolean",
            "date",
            "timestamp",
            "string",
            "decimal(12,2)",
        ] {
            let kind = arrow_type(hive).unwrap();
            assert_eq!(hive_name(&kind), hive);
        }
        assert_eq!(arrow_type("DECIMAL"), Some(DataType::Decimal128(10, 0)));
        assert_eq!(arrow_type("varchar(20)"), Some(DataType::Utf8));
        for other in [
            "array<int>",
            "struct<a:int>",
            "binary",
            "decimal(50,2)",
            "decimal(4,5)",
            "",
        ] {
            assert_eq!(arrow_type(other), None, "{other}");
        }
    }

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
