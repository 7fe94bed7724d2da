//! What comes in goes out unchanged, in every format and between formats.

use std::fs::File;
use std::io::{Read, Write};
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int32Array, RecordBatch, StringArray,
    TimestampMicrosecondArray,
};
use arrow_schema::DataType;
use onefold_data::{Format, Watch, write_to};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::support::{Folder, new_columns, read, read_all, values, write};

/// What a CSV file must become: every line with the new values at its end.
#[test]
fn csv_values_go_out_byte_for_byte() {
    let folder = Folder::new();
    for (name, input, expected) in [
        (
            "plain.csv",
            &b"id,name\n1,ann\n2, bob \n"[..],
            &b"id,name,match_id,match_confidence_score\n1,ann,10,0.93\n2, bob ,11,\n"[..],
        ),
        (
            "quotes.csv",
            b"id,\"a,b\"\n\"1\",\"say \"\"hi\"\"\"\n2,\"x\ny\"\n",
            b"id,\"a,b\",match_id,match_confidence_score\n1,\"say \"\"hi\"\"\",10,0.93\n2,\"x\ny\",11,\n",
        ),
        (
            "semicolon.csv",
            b"id;name\r\n1;a,b\r\n2;\r\n",
            b"id;name;match_id;match_confidence_score\r\n1;a,b;10;0.93\r\n2;;11;\r\n",
        ),
        (
            "cp1252.csv",
            b"id,name\n1,Jos\xe9 \x80\n2,\x81\x8d\n",
            b"id,name,match_id,match_confidence_score\n1,Jos\xe9 \x80,10,0.93\n2,\x81\x8d,11,\n",
        ),
        (
            "mark.csv",
            b"\xef\xbb\xbfid,name\n1,Jos\xc3\xa9\n2,x\n",
            b"\xef\xbb\xbfid,name,match_id,match_confidence_score\n1,Jos\xc3\xa9,10,0.93\n2,x,11,\n",
        ),
        (
            "plain-quotes.tsv",
            b"id\tname\n1\t\"big\" deal\n2\t5\" pipe\n",
            b"id\tname\tmatch_id\tmatch_confidence_score\n1\t\"big\" deal\t10\t0.93\n2\t5\" pipe\t11\t\n",
        ),
        (
            "no-line-end.csv",
            b"id,name\n1,ann\n2,bob",
            b"id,name,match_id,match_confidence_score\n1,ann,10,0.93\n2,bob,11,\n",
        ),
    ] {
        let table = read(&folder.put(name, input)).unwrap();
        let out = format!("out-{name}");
        write(&table, &folder.path(&out)).unwrap();
        assert_eq!(
            String::from_utf8_lossy(&folder.bytes(&out)),
            String::from_utf8_lossy(expected),
            "{name}"
        );
        assert_eq!(folder.bytes(&out), expected, "{name}");
    }
}

#[test]
fn another_encoding_is_noted() {
    let folder = Folder::new();
    let path = folder.put("people.csv", b"id,name\n1,Jos\xe9\n");
    let table = read(&path).unwrap();
    assert_eq!(values(&table), [["1", "Jos\u{e9}"]]);
    assert_eq!(
        table.notices[0].to_string(),
        format!("{path}: read as windows-1252; if that is wrong, name the encoding with --encoding")
    );
}

#[test]
fn a_bad_byte_far_from_the_head_still_means_windows_1252() {
    let folder = Folder::new();
    let mut text = b"id,name\n".to_vec();
    for row in 0..100_000 {
        text.extend_from_slice(format!("{row},name {row}\n").as_bytes());
    }
    text.extend_from_slice(b"100000,Jos\xe9\n");
    let table = read(&folder.put("people.csv", &text)).unwrap();
    assert_eq!(table.notices.len(), 1);
    assert_eq!(values(&table)[100_000], ["100000", "Jos\u{e9}"]);
}

#[test]
fn windows_1252_beside_utf_8_goes_out_as_utf_8() {
    let folder = Folder::new();
    let ascii = folder.put("a.csv", "id,name\n1,ann\n");
    let western = folder.put("b.csv", b"id,name\n2,Jos\xe9\n");
    let utf_8 = folder.put("c.csv", "id,name\n3,Jos\u{e9}\n");
    write(&read_all(&[&ascii, &western]).unwrap(), &folder.path("ab.csv")).unwrap();
    assert!(folder.bytes("ab.csv").contains(&0xe9));
    write(
        &read_all(&[&ascii, &western, &utf_8]).unwrap(),
        &folder.path("abc.csv"),
    )
    .unwrap();
    assert!(folder.text("abc.csv").contains("2,Jos\u{e9},"));
}

#[test]
fn utf_16_is_decoded() {
    let folder = Folder::new();
    for (name, mark, encode) in [
        ("le.csv", [0xff, 0xfe], u16::to_le_bytes as fn(u16) -> [u8; 2]),
        ("be.csv", [0xfe, 0xff], u16::to_be_bytes as fn(u16) -> [u8; 2]),
    ] {
        let mut bytes = mark.to_vec();
        bytes.extend(
            "id\tname\r\n1\tJos\u{e9} \u{1f600}\r\n"
                .encode_utf16()
                .flat_map(encode),
        );
        let table = read(&folder.put(name, bytes)).unwrap();
        assert_eq!(values(&table), [["1", "Jos\u{e9} \u{1f600}"]], "{name}");
        write(&table, &folder.path(&format!("out-{name}"))).unwrap();
        let expected =
            "\u{feff}id\tname\tmatch_id\tmatch_confidence_score\r\n1\tJos\u{e9} \u{1f600}\t10\t0.93\r\n";
        let bytes: Vec<u8> = expected.encode_utf16().flat_map(encode).collect();
        assert_eq!(folder.bytes(&format!("out-{name}")), bytes, "{name}");
    }
}

#[test]
fn compression_is_undone_whatever_the_name_and_done_by_name() {
    let folder = Folder::new();
    let text = "id,name\n1,ann\n";
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(text.as_bytes()).unwrap();
    let mut gzip = gzip.finish().unwrap();
    // A file may consist of several gzip members.
    let mut second = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    second.write_all(b"2,bob\n").unwrap();
    gzip.extend(second.finish().unwrap());
    let zstd = zstd::encode_all("id,name\n1,ann\n2,bob\n".as_bytes(), 1).unwrap();
    for (name, bytes) in [
        ("a.csv.gz", &gzip),
        ("b.csv", &gzip),
        ("c.csv.zst", &zstd),
        ("d", &zstd),
    ] {
        let table = read(&folder.put(name, bytes)).unwrap();
        assert_eq!(values(&table), [["1", "ann"], ["2", "bob"]], "{name}");
    }
    let table = read(&folder.path("a.csv.gz")).unwrap();
    let expected = "id,name,match_id,match_confidence_score\n1,ann,10,0.93\n2,bob,11,\n";
    for name in ["out.csv.gz", "out.csv.zst"] {
        write(&table, &folder.path(name)).unwrap();
        let bytes = folder.bytes(name);
        let mut plain = String::new();
        if name.ends_with("gz") {
            flate2::read::GzDecoder::new(&bytes[..])
                .read_to_string(&mut plain)
                .unwrap();
        } else {
            plain = String::from_utf8(zstd::decode_all(&bytes[..]).unwrap()).unwrap();
        }
        assert_eq!(plain, expected, "{name}");
    }
}

#[test]
fn json_objects_go_out_as_they_stood() {
    let folder = Folder::new();
    let path = folder.put(
        "people.jsonl",
        "{\"id\": 1, \"price\": 1.50, \"tags\": [\"a\", \"b\"], \"big\": 12345678901234567890}\n\n\
         { \"tags\" : null, \"name\" : \"J\\u00f6rg\", \"more\" : {\"x\": [1, {\"y\": \" z \"}]}, \"ok\" : true } \r\n{}\n",
    );
    let table = read(&path).unwrap();
    assert_eq!(
        table.names,
        ["id", "price", "tags", "big", "name", "more.x", "ok"]
    );
    assert_eq!(
        values(&table),
        [
            ["1", "1.50", "a b", "12345678901234567890", "", "", ""],
            ["", "", "", "", "J\u{f6}rg", "1 {\"y\":\" z \"}", "true"],
            ["", "", "", "", "", "", ""],
        ]
    );
    assert_eq!(table.place(1).unwrap().line, 3);
    write(&table, &folder.path("out.jsonl")).unwrap();
    assert_eq!(
        folder.text("out.jsonl"),
        "{\"id\": 1, \"price\": 1.50, \"tags\": [\"a\", \"b\"], \"big\": 12345678901234567890,\"match_id\":10,\"match_confidence_score\":0.93}\n\
         { \"tags\" : null, \"name\" : \"J\\u00f6rg\", \"more\" : {\"x\": [1, {\"y\": \" z \"}]}, \"ok\" : true,\"match_id\":11,\"match_confidence_score\":null}\n\
         {\"match_id\":12,\"match_confidence_score\":0.93}\n"
    );
}

fn typed_batch() -> RecordBatch {
    let mut tags = ListBuilder::new(StringBuilder::new());
    tags.append_value([Some("a"), Some("b")]);
    tags.append_null();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("id", Arc::new(Int32Array::from(vec![1, 2]))),
        ("name", Arc::new(StringArray::from(vec![Some("ann"), None]))),
        ("born", Arc::new(Date32Array::from(vec![Some(7300), None]))),
        ("zip", Arc::new(Float64Array::from(vec![Some(26687.0), None]))),
        ("ok", Arc::new(BooleanArray::from(vec![true, false]))),
        (
            "price",
            Arc::new(
                Decimal128Array::from(vec![1250, 5])
                    .with_precision_and_scale(10, 2)
                    .unwrap(),
            ),
        ),
        (
            "seen",
            Arc::new(TimestampMicrosecondArray::from(vec![0, 1_500_000])),
        ),
        ("tags", Arc::new(tags.finish())),
    ];
    RecordBatch::try_from_iter(columns).unwrap()
}

fn put_parquet(path: &str, batch: &RecordBatch) {
    let mut writer = ArrowWriter::try_new(File::create(path).unwrap(), batch.schema(), None).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
}

fn read_parquet(path: &str) -> RecordBatch {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap())
        .unwrap()
        .build()
        .unwrap();
    let batches: Vec<RecordBatch> = reader.map(Result::unwrap).collect();
    arrow_select::concat::concat_batches(&batches[0].schema(), &batches).unwrap()
}

#[test]
fn parquet_columns_keep_their_types() {
    let folder = Folder::new();
    let batch = typed_batch();
    let path = folder.path("people.parquet");
    put_parquet(&path, &batch);
    let table = read(&path).unwrap();
    assert_eq!(
        values(&table),
        [
            [
                "1",
                "ann",
                "1989-12-27",
                "26687",
                "true",
                "12.50",
                "1970-01-01T00:00:00",
                "a b"
            ],
            ["2", "", "", "", "false", "0.05", "1970-01-01T00:00:01.500", ""],
        ]
    );
    assert_eq!(table.place(1).unwrap().to_string(), format!("{path}, row 2"));

    write(&table, &folder.path("out.parquet")).unwrap();
    let out = read_parquet(&folder.path("out.parquet"));
    let old: Vec<usize> = (0..batch.num_columns()).collect();
    assert_eq!(out.project(&old).unwrap().columns(), batch.columns());
    for (position, field) in batch.schema().fields().iter().enumerate() {
        assert_eq!(out.schema().field(position).data_type(), field.data_type());
    }
    let schema = out.schema();
    assert_eq!(schema.field(8).name(), "match_id");
    assert_eq!(schema.field(8).data_type(), &DataType::Int64);
    assert_eq!(schema.field(9).data_type(), &DataType::Float32);

    write(&table, &folder.path("out.csv")).unwrap();
    assert_eq!(
        folder.text("out.csv").lines().nth(1).unwrap(),
        "1,ann,1989-12-27,26687,true,12.50,1970-01-01T00:00:00,a b,10,0.93"
    );
    write(&table, &folder.path("out.jsonl")).unwrap();
    assert_eq!(
        folder.text("out.jsonl").lines().next().unwrap(),
        "{\"id\":1,\"name\":\"ann\",\"born\":\"1989-12-27\",\"zip\":26687,\"ok\":true,\"price\":12.50,\
         \"seen\":\"1970-01-01T00:00:00\",\"tags\":[\"a\",\"b\"],\"match_id\":10,\"match_confidence_score\":0.93}"
    );
}

#[test]
fn parquet_columns_whose_types_disagree_become_text() {
    let folder = Folder::new();
    let numbers =
        RecordBatch::try_from_iter(vec![("id", Arc::new(Int32Array::from(vec![1])) as ArrayRef)]).unwrap();
    let texts =
        RecordBatch::try_from_iter(vec![("id", Arc::new(StringArray::from(vec!["x"])) as ArrayRef)]).unwrap();
    put_parquet(&folder.path("a.parquet"), &numbers);
    put_parquet(&folder.path("b.parquet"), &texts);
    let table = read(&folder.path("*.parquet")).unwrap();
    write(&table, &folder.path("out.parquet")).unwrap();
    let out = read_parquet(&folder.path("out.parquet"));
    assert_eq!(out.schema().field(0).data_type(), &DataType::Utf8);
    assert_eq!(values(&read(&folder.path("out.parquet")).unwrap())[1][0], "x");
}

#[test]
fn csv_goes_to_every_format_and_back() {
    let folder = Folder::new();
    let path = folder.put("people.csv", "id,name\n1,\"a \"\"b\"\"\n c\"\n2,\n3,J\u{f6}rg\n");
    let table = read(&path).unwrap();
    for name in ["out.parquet", "out.jsonl", "out.tsv", "out.csv"] {
        write(&table, &folder.path(name)).unwrap();
        let back = read(&folder.path(name)).unwrap();
        let old: Vec<Vec<String>> = values(&back).into_iter().map(|row| row[..2].to_vec()).collect();
        assert_eq!(old, values(&table), "{name}");
        assert_eq!(back.names[2..], ["match_id", "match_confidence_score"], "{name}");
    }
}

#[test]
fn any_writer_takes_a_table() {
    let folder = Folder::new();
    let table = read(&folder.put("people.csv", "id\n1\n")).unwrap();
    let mut bytes = Vec::new();
    write_to(
        &table,
        &new_columns(&table),
        Format::JsonLines,
        &mut bytes,
        Watch::SILENT,
    )
    .unwrap();
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        "{\"id\":\"1\",\"match_id\":10,\"match_confidence_score\":0.93}\n"
    );
}
