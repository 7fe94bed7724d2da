//! Every refusal says which file, which line, and what to do.

use std::io::Write;

use onefold_data::{Error, ReadOptions, Watch};

use crate::support::{Folder, read, read_all, refusal};

#[test]
fn a_broken_text_file_is_refused_with_its_line() {
    let folder = Folder::new();
    for (name, content, expected) in [
        ("empty.csv", &b""[..], "empty.csv: the file is empty"),
        ("blank.csv", b"\n\r\n", "blank.csv: the file is empty"),
        (
            "header.csv",
            b"id,name\n",
            "header.csv: the file contains column names but no records; if the first line is data, add --no-header",
        ),
        (
            "wide.csv",
            b"id;name\n1;a\n2;b;c\n3;c\n",
            "wide.csv, line 3: the row has 3 fields, but the header has 2; quote fields that contain the delimiter (semicolon), or fix the row",
        ),
        (
            "quote.csv",
            b"id,name\n1,\"a\nb\"\n2,\"open\n3,c\n",
            "quote.csv, line 4, field 2: the quote that opens here is never closed; close it, or double it if it is part of the value",
        ),
        (
            "after.csv",
            b"id,name\n1,\"big\" deal\n",
            "after.csv, line 2, field 2: there is text after the closing quote; double the quotes inside a quoted value",
        ),
        (
            "damaged.csv",
            b"id,name\n1,Jos\xc3\xa9\n2,Jos\xe9\n",
            "damaged.csv, line 3: invalid UTF-8 bytes; fix them, or name the right encoding with --encoding",
        ),
        (
            "binary.csv",
            b"\x01\x02\x03id\0\x05\x0e\x11\x12\n",
            "binary.csv: this is a binary file of an unknown format; use .csv, .tsv, .jsonl, .json, .parquet, .arrow or .xlsx (text formats also with .gz or .zst)",
        ),
        (
            "mixed.csv",
            b"id;name;city\n1,ann,bonn\n2,bob,graz\n",
            "mixed.csv, line 2: the row has 3 fields, but the header has 1; quote fields that contain the delimiter (comma), or fix the row",
        ),
        (
            "narrow.csv",
            b"id,name,city\n1\n2\n3\n",
            "narrow.csv, line 2: the row has 1 field, but the header has 3; quote fields that contain the delimiter (comma), or fix the row",
        ),
        (
            "broken.jsonl",
            b"{\"id\":1}\n\n{\"id\":2,}\n",
            "broken.jsonl, line 3: invalid JSON: trailing comma, at byte 9",
        ),
        (
            "cut.jsonl",
            b"{\"id\":1}\n{\"id\":",
            "cut.jsonl, line 2: invalid JSON: the line ends inside a value, at byte 6",
        ),
        (
            "list.jsonl",
            b"{\"id\":1}\n[1,2]\n",
            "list.jsonl, line 2: expected a JSON object, found an array; every record is an object, such as {\"name\":\"Ann\"}",
        ),
        (
            "cut.json",
            b"[\n {\"id\":1},\n {\"id\":2}",
            "cut.json, line 3: invalid JSON: the file ends inside the array; is it cut off?",
        ),
        (
            "comma.json",
            b"[{\"id\":1}\n{\"id\":2}]",
            "comma.json, line 2: invalid JSON: unexpected \"{\" between records",
        ),
        (
            "numbers.json",
            b"[\n{\"id\":1}, 2]",
            "numbers.json, line 2: expected a JSON object, found a number; every record is an object, such as {\"name\":\"Ann\"}",
        ),
        (
            "inside.json",
            b"{\n \"id\": 1,\n \"name\": }",
            "inside.json, line 1: invalid JSON: expected value, at byte 10",
        ),
        ("blank.jsonl", b" \n", "blank.jsonl: the file contains no records"),
        (
            "text.parquet",
            b"id,name\n1,a\n",
            "text.parquet: the extension says Parquet, but the content is not Parquet; rename the file",
        ),
        (
            "people.zip",
            b"PK\x03\x04",
            "people.zip: files of type \"zip\" are not supported; use .csv, .tsv, .jsonl, .json, .parquet, .arrow or .xlsx (text formats also with .gz or .zst)",
        ),
        (
            "page.xls",
            b"<html><table>",
            "page.xls: this is an HTML page, which Onefold does not read; open it in a spreadsheet program and save it as .xlsx or .csv",
        ),
    ] {
        let path = folder.put(name, content);
        assert_eq!(folder.plain(&refusal(read(&path))), expected);
    }
}

#[test]
fn an_input_that_cannot_be_opened_is_named() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("dir")).unwrap();
    for (name, expected) in [
        ("missing.csv", "missing.csv: no such file; check the path"),
        (
            "dir",
            "dir: no file in this folder is a table of a known format; use .csv, ",
        ),
        ("*.csv", "*.csv: no files match this pattern"),
        ("a**b[.csv", "a**b[.csv is not a valid file name pattern: "),
    ] {
        let text = folder
            .plain(&refusal(read(&folder.path(name))))
            .replace(&folder.path(""), "");
        assert!(text.starts_with(expected), "{text}");
    }
    assert!(matches!(read_all(&[]), Err(Error::NoInput)));
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let path = folder.put("secret.csv", "id\n1\n");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&path).is_ok() {
        eprintln!("skipped: this user may read every file");
        return;
    }
    assert!(matches!(read(&path), Err(Error::ReadDenied { .. })));
}

#[test]
fn corrupt_compression_is_told_from_other_failures() {
    let folder = Folder::new();
    let text = "id,name\n1,ann\n".repeat(20_000);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(text.as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    let zstd = zstd::encode_all(text.as_bytes(), 1).unwrap();
    for (name, bytes, compression) in [("cut.csv.gz", &gzip, "gzip"), ("cut.csv.zst", &zstd, "zstd")] {
        let path = folder.put(name, &bytes[..bytes.len() - 7]);
        let error = refusal(read(&path));
        let expected = format!("{name}: the {compression} data is corrupt or truncated: ");
        assert!(folder.plain(&error).starts_with(&expected), "{error}");
    }
    let path = folder.put("garbage.csv.gz", b"\x1f\x8b\x08\x00garbage and more garbage");
    assert!(matches!(read(&path), Err(Error::CorruptCompression { .. })));
}

#[test]
fn a_corrupt_parquet_file_is_an_error() {
    let folder = Folder::new();
    let table = read(&folder.put("people.csv", "id,name\n1,ann\n2,bob\n")).unwrap();
    crate::support::write(&table, &folder.path("people.parquet")).unwrap();
    let bytes = folder.bytes("people.parquet");
    // Panics of the decoder become errors; their messages on stderr are expected here.
    for step in 0..200 {
        let mut broken = bytes.clone();
        let position = 4 + step * (bytes.len() - 4) / 200;
        broken[position] ^= 0xff;
        let path = folder.put("broken.parquet", &broken);
        let _ = read(&path);
        let path = folder.put("cut.parquet", &bytes[..=position]);
        let text = folder.plain(&refusal(read(&path)));
        assert!(text.starts_with("cut.parquet: "), "{text}");
    }
}

#[test]
fn an_unknown_encoding_is_refused_before_reading() {
    let options = ReadOptions {
        encoding: Some("klingon".to_owned()),
        ..ReadOptions::default()
    };
    let error = refusal(onefold_data::read(
        &["missing.csv".to_owned()],
        &options,
        Watch::SILENT,
    ));
    assert!(matches!(error, Error::UnknownEncoding { .. }), "{error}");
}

#[test]
fn a_caller_can_stop_the_reading() {
    let folder = Folder::new();
    let path = folder.put("people.csv", "id\n1\n");
    let watch = Watch {
        progress: &|_| {},
        is_cancelled: &|| true,
    };
    let result = onefold_data::read(&[path], &ReadOptions::default(), watch);
    assert!(matches!(result, Err(Error::Cancelled)));
}
