//! Types of Parquet and Arrow columns: what is read, how it is shown, and that it is written back as it was.

use std::fs::File;
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, TimestampMicrosecondBuilder};
use arrow_array::{
    Array, ArrayRef, Date64Array, Int32Array, ListArray, RecordBatch, StructArray, TimestampMicrosecondArray,
    TimestampMillisecondArray, TimestampNanosecondArray, TimestampSecondArray,
};
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use onefold_data::{Output, Watch};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Type as PhysicalType;
use parquet::data_type::{ByteArray, ByteArrayType, Int96, Int96Type};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use crate::support::{Folder, new_columns, read, values};

/// 2024-02-29T23:30:00 UTC, a moment that is on another day elsewhere.
const SECONDS: i64 = 1_709_249_400;
/// A moment before 1970 with a fraction.
const EARLY: i64 = -86_401;

const ZONES: [Option<&str>; 6] = [
    None,
    Some("UTC"),
    Some("+00:00"),
    Some("Europe/Berlin"),
    Some("America/New_York"),
    Some("-03:30"),
];

fn moments(unit: TimeUnit, zone: Option<&str>) -> ArrayRef {
    let zone = zone.map(Arc::from);
    let of = |per_second: i64| {
        vec![
            Some(SECONDS * per_second),
            None,
            Some(EARLY * per_second + per_second / 2),
        ]
    };
    match unit {
        TimeUnit::Second => Arc::new(TimestampSecondArray::from(of(1)).with_timezone_opt::<Arc<str>>(zone)),
        TimeUnit::Millisecond => {
            Arc::new(TimestampMillisecondArray::from(of(1_000)).with_timezone_opt::<Arc<str>>(zone))
        }
        TimeUnit::Microsecond => {
            Arc::new(TimestampMicrosecondArray::from(of(1_000_000)).with_timezone_opt::<Arc<str>>(zone))
        }
        TimeUnit::Nanosecond => {
            Arc::new(TimestampNanosecondArray::from(of(1_000_000_000)).with_timezone_opt::<Arc<str>>(zone))
        }
    }
}

fn batch(columns: Vec<(String, ArrayRef)>) -> RecordBatch {
    let fields: Vec<Field> = columns
        .iter()
        .map(|(name, values)| Field::new(name, values.data_type().clone(), true))
        .collect();
    let values = columns.into_iter().map(|(_, values)| values).collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), values).unwrap()
}

fn put(path: &str, batch: &RecordBatch) {
    let mut writer = ArrowWriter::try_new(File::create(path).unwrap(), batch.schema(), None).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
}

fn get(path: &str) -> RecordBatch {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    let batches: Vec<RecordBatch> = reader.build().unwrap().map(Result::unwrap).collect();
    arrow_select::concat::concat_batches(&batches[0].schema(), &batches).unwrap()
}

/// The same columns, types and values after reading and writing with new columns behind them.
fn assert_kept(folder: &Folder, name: &str, expected: &RecordBatch) -> Vec<Vec<String>> {
    let table = read(&folder.path(name)).unwrap();
    let output = Output::new(&folder.path("out.parquet"), true);
    onefold_data::write(&table, &new_columns(&table), &output, Watch::SILENT).unwrap();
    let out = get(&folder.path("out.parquet"));
    for (position, field) in expected.schema().fields().iter().enumerate() {
        let own = out.schema().field(position).clone();
        assert_eq!(own.data_type(), field.data_type(), "{name}: {}", field.name());
        assert_eq!(own.name(), field.name());
        assert_eq!(
            out.column(position),
            expected.column(position),
            "{name}: {}",
            field.name()
        );
    }
    // Once more through Arrow, which has every type as it is.
    onefold_data::write(
        &table,
        &[],
        &Output::new(&folder.path("out.arrow"), true),
        Watch::SILENT,
    )
    .unwrap();
    let again = read(&folder.path("out.arrow")).unwrap();
    assert_eq!(values(&again), values(&table), "{name} as Arrow");
    values(&table)
}

#[test]
fn moments_of_every_unit_and_zone_are_kept() {
    let folder = Folder::new();
    // Parquet has no seconds: its readers see milliseconds, unless they know of Arrow.
    let units = [
        TimeUnit::Second,
        TimeUnit::Millisecond,
        TimeUnit::Microsecond,
        TimeUnit::Nanosecond,
    ];
    let mut columns = Vec::new();
    for unit in units {
        for zone in ZONES {
            columns.push((format!("{unit:?} {zone:?}"), moments(unit, zone)));
        }
    }
    let all = batch(columns);
    put(&folder.path("all.parquet"), &all);
    let shown = assert_kept(&folder, "all.parquet", &all);
    for (column, name) in all.schema().fields().iter().enumerate() {
        let expected = match name.name().split_once(' ').unwrap().1 {
            "None" => "2024-02-29T23:30:00",
            "Some(\"-03:30\")" => "2024-02-29T20:00:00-03:30",
            "Some(\"+00:00\")" => "2024-02-29T23:30:00+00:00",
            _ => "2024-02-29T23:30:00Z",
        };
        let plain = |text: &str| text.replace("+00:00", "Z");
        assert_eq!(plain(&shown[0][column]), plain(expected), "{}", name.name());
        assert_eq!(shown[1][column], "", "{}", name.name());
    }
}

#[test]
fn moments_inside_of_lists_and_structures_are_kept() {
    let folder = Folder::new();
    for zone in ZONES {
        let kind = DataType::Timestamp(TimeUnit::Microsecond, zone.map(Arc::from));
        let moment = TimestampMicrosecondArray::from(vec![SECONDS * 1_000_000, 0, EARLY * 1_000_000])
            .with_timezone_opt::<Arc<str>>(zone.map(Arc::from));
        let inside: ArrayRef = Arc::new(StructArray::from(vec![(
            Arc::new(Field::new("at", kind.clone(), true)),
            Arc::new(moment) as ArrayRef,
        )]));
        let mut lists = ListBuilder::new(TimestampMicrosecondBuilder::new().with_data_type(kind.clone()))
            .with_field(Field::new("element", kind.clone(), true));
        lists.values().append_value(SECONDS * 1_000_000);
        lists.values().append_null();
        lists.append(true);
        lists.append(false);
        lists.append(true);
        let lists: ListArray = lists.finish();
        let all = batch(vec![
            ("id".to_owned(), Arc::new(Int32Array::from(vec![1, 2, 3]))),
            ("in".to_owned(), inside),
            ("list".to_owned(), Arc::new(lists)),
        ]);
        put(&folder.path("nested.parquet"), &all);
        let shown = assert_kept(&folder, "nested.parquet", &all);
        assert!(shown[0][1].starts_with("{\"at\":\"2024-02-29T"), "{shown:?}");
        assert!(shown[0][2].starts_with("2024-02-29T"), "{shown:?}");
    }
}

#[test]
fn dates_of_64_bits_are_dates_and_stay_such() {
    let folder = Folder::new();
    let days = Date64Array::from(vec![Some(0), None, Some(19_782 * 86_400_000)]);
    let all = batch(vec![("day".to_owned(), Arc::new(days))]);
    put(&folder.path("days.parquet"), &all);
    let shown = assert_kept(&folder, "days.parquet", &all);
    assert_eq!(shown, [["1970-01-01"], [""], ["2024-02-29"]]);
    // A reader that knows nothing of Arrow sees a date too.
    let file = SerializedFileReader::new(File::open(folder.path("out.parquet")).unwrap()).unwrap();
    let schema = file.metadata().file_metadata().schema_descr();
    assert_eq!(schema.column(0).physical_type(), PhysicalType::INT32);
}

/// What Impala and old Spark wrote: 96 bits for a moment, with the day in the last 32.
#[test]
fn moments_of_96_bits_are_read_and_written_as_nanoseconds() {
    let folder = Folder::new();
    let schema = Arc::new(
        parse_message_type("message m { optional int96 at; optional binary name (UTF8); }").unwrap(),
    );
    let path = folder.path("old.parquet");
    let mut writer = SerializedFileWriter::new(File::create(&path).unwrap(), schema, Arc::default()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    // 2024-02-29 is the Julian day 2,460,370.
    let nanoseconds: u64 = (23 * 3600 + 30 * 60) * 1_000_000_000;
    let mut moment = Int96::new();
    moment.set_data(nanoseconds as u32, (nanoseconds >> 32) as u32, 2_460_370);
    let mut column = group.next_column().unwrap().unwrap();
    column
        .typed::<Int96Type>()
        .write_batch(&[moment], Some(&[1, 0]), None)
        .unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    let names = [ByteArray::from("Ann"), ByteArray::from("Bob")];
    column
        .typed::<ByteArrayType>()
        .write_batch(&names, Some(&[1, 1]), None)
        .unwrap();
    column.close().unwrap();
    group.close().unwrap();
    writer.close().unwrap();

    let expected = get(&path);
    let shown = assert_kept(&folder, "old.parquet", &expected);
    assert_eq!(shown, [["2024-02-29T23:30:00", "Ann"], ["", "Bob"]]);
    let out = get(&folder.path("out.parquet"));
    assert_eq!(
        out.column(0).data_type(),
        &DataType::Timestamp(TimeUnit::Nanosecond, None)
    );
}
