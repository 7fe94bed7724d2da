//! Several inputs as one table, and where each record came from.

use onefold_data::{Error, Output, ReadOptions, Watch, size_bytes};

use crate::support::{Folder, read, read_all, refusal, values};

#[test]
fn files_with_the_same_columns_in_another_order_are_one_table() {
    let folder = Folder::new();
    folder.put("part-1.csv", "id,name\n1,ann\n");
    folder.put("part-2.csv", "name;id\nbob;2\n");
    folder.put("part-3.jsonl", "{\"name\":\"cy\",\"id\":3}\n");
    let table = read(&folder.path("part-*")).unwrap();
    assert_eq!(table.names, ["id", "name"]);
    assert_eq!(values(&table), [["1", "ann"], ["2", "bob"], ["3", "cy"]]);
    assert_eq!(
        table.place(1).unwrap().to_string(),
        format!("{}, line 2", folder.path("part-2.csv"))
    );
    assert_eq!(
        table.place(2).unwrap().to_string(),
        format!("{}, line 1", folder.path("part-3.jsonl"))
    );
    assert!(table.place(3).is_none());
}

#[test]
fn columns_that_a_file_lacks_are_empty_there() {
    let folder = Folder::new();
    let first = folder.put("a.csv", "id,name,city\n1,ann,x\n");
    let second = folder.put("b.csv", "id, Name ,town\n2,bob,y\n");
    let table = read_all(&[&first, &second]).unwrap();
    assert_eq!(table.names, ["id", "name", "city", "town"]);
    assert_eq!(values(&table), [["1", "ann", "x", ""], ["2", "bob", "", "y"]]);
    let notices: Vec<String> = table.notices.iter().map(ToString::to_string).collect();
    assert_eq!(
        notices,
        [
            format!("{first}: no record has town; these values are missing"),
            format!("{second}: column \" Name \" is taken for \"name\""),
            format!("{second}: no record has city; these values are missing"),
        ]
    );
}

#[test]
fn files_without_a_common_column_are_refused() {
    let folder = Folder::new();
    let first = folder.put("a.csv", "id,name\n1,ann\n");
    let second = folder.put("b.csv", "no,title\n2,bob\n");
    let error = refusal(read_all(&[&first, &second]));
    assert_eq!(
        folder.plain(&error),
        "b.csv and a.csv have different columns: \"id\", \"name\" missing, \"no\", \"title\" added; give the same columns the same names"
    );
}

#[test]
fn json_lines_may_lack_members() {
    let folder = Folder::new();
    let first = folder.put(
        "a.jsonl",
        "{\"id\":1}\n{\"id\":2,\"name\":\"bob\"}\n{\"city\":\"x\"}\n",
    );
    let second = folder.put("b.jsonl", "{\"name\":\"cy\",\"id\":3}\n");
    let table = read_all(&[&first, &second]).unwrap();
    assert_eq!(table.names, ["id", "name", "city"]);
    assert_eq!(
        values(&table),
        [["1", "", ""], ["2", "bob", ""], ["", "", "x"], ["3", "cy", ""]]
    );
    let notices: Vec<String> = table.notices.iter().map(ToString::to_string).collect();
    assert_eq!(
        notices,
        [format!("{second}: no record has city; these values are missing")]
    );
}

#[test]
fn lines_are_counted_through_quoted_values_and_blank_lines() {
    let folder = Folder::new();
    for (name, text) in [
        ("lf.csv", "id,name\n1,a\n\n2,\"b\nb\"\n3,c\n"),
        ("crlf.csv", "id,name\r\n1,a\r\n\r\n2,\"b\r\nb\"\r\n3,c\r\n"),
        ("cr.csv", "id,name\r1,a\r\r2,\"b\rb\"\r3,c\r"),
    ] {
        let table = read(&folder.put(name, text)).unwrap();
        let lines: Vec<u64> = (0..3).map(|row| table.place(row).unwrap().line).collect();
        assert_eq!(lines, [2, 4, 6], "{name}");
    }
}

#[test]
fn without_header_columns_are_numbered() {
    let folder = Folder::new();
    let path = folder.put("people.csv", "1,ann\n2,bob\n");
    let options = ReadOptions {
        no_header: true,
        ..ReadOptions::default()
    };
    let table = onefold_data::read(&[path], &options, Watch::SILENT).unwrap();
    assert_eq!(table.names, ["column1", "column2"]);
    assert_eq!(values(&table), [["1", "ann"], ["2", "bob"]]);
    assert_eq!(table.place(0).unwrap().line, 1);
}

#[test]
fn a_demanded_delimiter_is_used() {
    let folder = Folder::new();
    let path = folder.put("people.txt", "id name\n1 ann,x\n");
    let options = ReadOptions {
        delimiter: Some(b' '),
        ..ReadOptions::default()
    };
    let table = onefold_data::read(&[path], &options, Watch::SILENT).unwrap();
    assert_eq!(values(&table), [["1", "ann,x"]]);
}

#[test]
fn a_new_column_must_not_be_there_already() {
    let folder = Folder::new();
    let table = read(&folder.put("people.csv", "id,match_id\n1,7\n")).unwrap();
    let error = table.check_new_columns(&["match_id"]).unwrap_err();
    assert_eq!(
        folder.plain(&error),
        "people.csv already has a column \"match_id\", which the output adds; rename or remove it first"
    );
    let result = crate::support::write(&table, &folder.path("out.csv"));
    assert!(matches!(result, Err(Error::ColumnExists { .. })));
}

#[test]
fn large_files_come_in_several_batches() {
    let folder = Folder::new();
    let mut text = String::from("id,name\n");
    text.extend((0..150_000).map(|row| format!("{row},name {row}\n")));
    let path = folder.put("people.csv", &text);
    assert_eq!(size_bytes(std::slice::from_ref(&path)), Some(text.len() as u64));
    let told = std::cell::Cell::new(0);
    let watch = Watch {
        progress: &|bytes| told.set(bytes),
        is_cancelled: &|| false,
    };
    let table = onefold_data::read(&[path], &ReadOptions::default(), watch).unwrap();
    assert_eq!(told.get(), text.len() as u64);
    assert_eq!(table.len(), 150_000);
    assert!(table.batches.iter().all(|batch| batch.num_rows() <= 65_536));
    assert_eq!(table.place(149_999).unwrap().line, 150_001);
    assert_eq!(values(&table)[149_999], ["149999", "name 149999"]);
}

/// What the folder of a partition says becomes columns of its records, whatever their format, and goes out with them.
#[test]
fn constants_become_columns_of_every_format() {
    let folder = Folder::new();
    let constants = [
        ("year".to_owned(), Some("2020".to_owned())),
        ("land".to_owned(), Some("d\"e".to_owned())),
        ("city".to_owned(), None),
    ];
    let csv = folder.put("a.csv", "id,name\n1,ann\n");
    let json = folder.put("b.jsonl", "{ \"id\": 1, \"name\": \"ann\" } \n{}\n");
    let parquet = folder.path("c.parquet");
    let table = read(&csv).unwrap();
    onefold_data::write(&table, &[], &Output::new(&parquet, false), Watch::SILENT).unwrap();

    let widened = |path: &str| read(path).unwrap().with_constants(&constants).unwrap();
    let out = |path: &str, name: &str| {
        let out = folder.path(name);
        onefold_data::write(&widened(path), &[], &Output::new(&out, false), Watch::SILENT).unwrap();
        out
    };
    for path in [&csv, &parquet] {
        let table = widened(path);
        assert_eq!(table.names, ["id", "name", "year", "land", "city"]);
        assert_eq!(values(&table), [["1", "ann", "2020", "d\"e", ""]]);
    }
    assert_eq!(
        std::fs::read_to_string(out(&csv, "a-out.csv")).unwrap(),
        "id,name,year,land,city\n1,ann,2020,\"d\"\"e\",\n"
    );
    assert_eq!(
        std::fs::read_to_string(out(&json, "b-out.jsonl")).unwrap(),
        "{ \"id\": 1, \"name\": \"ann\",\"year\":\"2020\",\"land\":\"d\\\"e\",\"city\":null}\n\
         {\"year\":\"2020\",\"land\":\"d\\\"e\",\"city\":null}\n"
    );
    let again = read(&out(&parquet, "c-out.parquet")).unwrap();
    assert_eq!(values(&again), [["1", "ann", "2020", "d\"e", ""]]);
    let taken = read(&csv).unwrap().with_constants(&[("name".to_owned(), None)]);
    assert!(matches!(taken, Err(Error::ColumnExists { .. })));
}
