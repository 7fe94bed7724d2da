//! Tables that do not fit into the room they have while they are read: what does not fit goes to a temporary file.

use std::fs;

use onefold_data::{Output, ReadOptions, Room, Table, Watch, read};

use crate::support::{Folder, new_columns, values};

fn tables(folder: &Folder, inputs: &[&str]) -> (Table, Table) {
    let inputs: Vec<String> = inputs.iter().map(|name| folder.path(name)).collect();
    let temporary = folder.path("temporary");
    fs::create_dir_all(&temporary).unwrap();
    let roomy = read(&inputs, &ReadOptions::default(), Watch::SILENT).unwrap();
    let options = ReadOptions {
        room: Some(Room::new(0, Some(temporary.clone().into()))),
        ..ReadOptions::default()
    };
    let tight = read(&inputs, &options, Watch::SILENT).unwrap();
    assert!(roomy.put().is_none() && tight.put().is_some());
    assert_eq!(
        fs::read_dir(temporary).unwrap().count(),
        0,
        "the file has no name"
    );
    (roomy, tight)
}

fn written(table: &Table, folder: &Folder, name: &str) -> Vec<u8> {
    let path = folder.path(name);
    onefold_data::write(
        table,
        &new_columns(table),
        &Output::new(&path, true),
        Watch::SILENT,
    )
    .unwrap();
    fs::read(path).unwrap()
}

#[test]
fn a_table_without_room_is_the_same_table() {
    let folder = Folder::new();
    // Quotes across lines, unnamed columns at the end, and a total below the last record.
    let rows = |first: usize, count: usize| {
        (first..first + count).fold(String::new(), |text, row| {
            let note = if row % 1_000 == 7 { "\"two\nlines\"" } else { "one" };
            text + &format!("{row},name {},{note},,\n", row % 97)
        })
    };
    let long = format!("id,name,note,,\n{}Total,,,,\n", rows(0, 250_000));
    folder.put("long.csv", long.as_bytes());
    folder.put(
        "next.csv",
        format!("id,name,note\n{}", rows(250_000, 90_000))
            .replace(",,\n", "\n")
            .as_bytes(),
    );
    folder.put(
        "other.csv",
        (340_000..420_000)
            .fold("name,id\n".to_owned(), |text, row| {
                text + &format!("x{row},{row}\n")
            })
            .as_bytes(),
    );
    for inputs in [
        &["long.csv"][..],
        &["long.csv", "next.csv"],
        &["long.csv", "other.csv", "next.csv"],
    ] {
        let (roomy, mut tight) = tables(&folder, inputs);
        assert_eq!(tight.names, roomy.names);
        assert_eq!(tight.notices, roomy.notices);
        assert_eq!(tight.len(), roomy.len());
        for row in [0, 8, 99_999, roomy.len() - 1, roomy.len()] {
            assert_eq!(tight.place(row), roomy.place(row), "{inputs:?}");
        }
        for name in ["out.csv", "out.jsonl", "out.parquet", "out.arrow"] {
            let of_roomy = written(&roomy, &folder, name);
            assert!(of_roomy == written(&tight, &folder, name), "{inputs:?}: {name}");
        }
        tight.take_back().unwrap();
        assert!(values(&tight) == values(&roomy), "{inputs:?}");
    }
}

#[test]
fn typed_columns_keep_their_types_without_room() {
    let folder = Folder::new();
    folder.put(
        "in.csv",
        (0..150_000)
            .fold("id,name\n".to_owned(), |text, row| {
                text + &format!("{row},n{row}\n")
            })
            .as_bytes(),
    );
    let inputs = [folder.path("in.csv")];
    let table = read(&inputs, &ReadOptions::default(), Watch::SILENT).unwrap();
    for name in ["typed.parquet", "typed.arrow"] {
        // The new columns are numbers.
        written(&table, &folder, name);
        let rename = |table: Table| {
            let names = ["id", "name", "number", "share"].map(str::to_owned);
            table.renamed(names.to_vec()).unwrap()
        };
        let (roomy, tight) = tables(&folder, &[name]);
        let (roomy, mut tight) = (rename(roomy), rename(tight));
        for out in ["out.csv", "out.parquet", "out.arrow"] {
            assert!(
                written(&roomy, &folder, out) == written(&tight, &folder, out),
                "{name}: {out}"
            );
        }
        tight.take_back().unwrap();
        let batches = |table: &Table| table.with_new_columns(&[]).unwrap();
        assert_eq!(batches(&tight), batches(&roomy));
    }
}
