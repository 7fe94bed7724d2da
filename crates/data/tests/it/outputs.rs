//! Outputs appear complete or not at all.

use std::cell::Cell;
use std::io;

use onefold_data::{
    Error, Output, Staged, Watch, check_file_output, check_output, publish_together, stage_file,
    write_atomically, write_pairs,
};

use crate::support::{Folder, new_columns, read, values, write};

#[test]
fn an_output_that_cannot_be_is_refused_before_the_work() {
    let folder = Folder::new();
    folder.put("there.csv", "old");
    std::fs::create_dir(folder.path("dir.csv")).unwrap();
    for (name, expected) in [
        (
            "there.csv",
            "there.csv already exists; choose another name, or replace it with --force",
        ),
        ("dir.csv", "dir.csv is a directory; name a file"),
        (
            "none/out.csv",
            "none/out.csv: the directory \"none\" does not exist; create it first",
        ),
        (
            "out.txt",
            "out.txt: the extension does not name an output format; use .csv, .tsv, .jsonl, .json, .parquet, .arrow or .xlsx (text formats also with .gz or .zst)",
        ),
        (
            "out.parquet.gz",
            "out.parquet.gz: only text is compressed with .gz or .zst; remove it from the name",
        ),
        (
            "there.csv/out.csv",
            "there.csv/out.csv: the directory \"there.csv\" does not exist; create it first",
        ),
    ] {
        let error = check_output(&Output::new(&folder.path(name), false)).unwrap_err();
        assert_eq!(folder.plain(&error), expected);
    }
    check_output(&Output::new(&folder.path("there.csv"), true)).unwrap();
    check_output(&Output::new(&folder.path("new.csv"), false)).unwrap();
    check_output(&Output::new("-", false)).unwrap();
    check_file_output(&Output::new(&folder.path("report.html"), false)).unwrap();
    assert_eq!(folder.names(), ["dir.csv", "there.csv"]);
}

#[test]
fn an_existing_output_stays_unless_forced() {
    let folder = Folder::new();
    let table = read(&folder.put("people.csv", "id\n1\n")).unwrap();
    folder.put("out.csv", "old");
    assert!(matches!(
        write(&table, &folder.path("out.csv")),
        Err(Error::OutputExists { .. })
    ));
    assert_eq!(folder.text("out.csv"), "old");
    let out = Output::new(&folder.path("out.csv"), true);
    onefold_data::write(&table, &new_columns(&table), &out, Watch::SILENT).unwrap();
    assert!(folder.text("out.csv").starts_with("id,match_id"));
    assert_eq!(folder.names(), ["out.csv", "people.csv"]);
}

#[test]
fn an_input_can_be_replaced_by_its_own_output() {
    let folder = Folder::new();
    let path = folder.put("people.csv", "id\n1\n");
    let table = read(&path).unwrap();
    let out = Output::new(&path, true);
    onefold_data::write(&table, &new_columns(&table), &out, Watch::SILENT).unwrap();
    assert_eq!(
        folder.text("people.csv"),
        "id,match_id,match_confidence_score\n1,10,0.93\n"
    );
}

#[test]
fn cancelled_and_failed_outputs_leave_nothing() {
    let folder = Folder::new();
    let table = read(&folder.put("people.csv", "id\n1\n")).unwrap();
    let watch = Watch {
        progress: &|_| {},
        is_cancelled: &|| true,
    };
    for name in ["out.csv", "out.jsonl", "out.parquet", "out.csv.gz", "out.csv.zst"] {
        let out = Output::new(&folder.path(name), false);
        let result = onefold_data::write(&table, &new_columns(&table), &out, watch);
        assert!(matches!(result, Err(Error::Cancelled)), "{name}");
    }
    let out = Output::new(&folder.path("report.html"), false);
    let result = write_atomically(&out, |writer| {
        writer.write_all(b"half")?;
        Err(io::Error::other("the template failed"))
    });
    assert!(matches!(result, Err(Error::Write { .. })));
    let wrong_length = &new_columns(&table)[0].1.slice(0, 0);
    let out = Output::new(&folder.path("short.csv"), false);
    let result = onefold_data::write(&table, &[("match_id", wrong_length.clone())], &out, Watch::SILENT);
    assert!(matches!(result, Err(Error::WrongLength { .. })));
    assert_eq!(folder.names(), ["people.csv"]);
}

#[test]
fn any_file_is_written_at_once() {
    let folder = Folder::new();
    let out = Output::new(&folder.path("report.html"), false);
    write_atomically(&out, |writer| {
        writer.write_all(b"<html>")?;
        assert!(!folder.names().contains(&"report.html".to_owned()));
        writer.write_all(b"</html>")
    })
    .unwrap();
    assert_eq!(folder.text("report.html"), "<html></html>");
    assert_eq!(folder.names(), ["report.html"]);
}

#[cfg(unix)]
#[test]
fn an_output_has_the_rights_of_any_new_file_and_follows_links() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let plain = folder.put("plain", "");
    let mode = |path: &str| std::fs::metadata(path).unwrap().permissions().mode();
    let write = |name: &str| {
        let out = Output::new(&folder.path(name), true);
        write_atomically(&out, |writer| writer.write_all(b"new")).unwrap();
    };
    write("out.html");
    assert_eq!(mode(&folder.path("out.html")), mode(&plain));

    std::fs::set_permissions(&plain, std::fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink(&plain, folder.path("link")).unwrap();
    write("link");
    assert_eq!(folder.text("plain"), "new");
    assert_eq!(mode(&plain) & 0o777, 0o640);
    assert!(
        std::fs::symlink_metadata(folder.path("link"))
            .unwrap()
            .is_symlink()
    );
}

#[test]
fn pairs_are_written_as_they_come() {
    let folder = Folder::new();
    let pairs = (0..70_000).map(|row| (format!("a{row}"), "b,1", if row == 0 { 0.1 } else { 0.25 }));
    let told = Cell::new(0);
    let watch = Watch {
        progress: &|rows| told.set(rows),
        is_cancelled: &|| false,
    };
    let out = Output::new(&folder.path("pairs.csv"), false);
    assert_eq!(write_pairs(pairs, &out, watch).unwrap(), 70_000);
    assert_eq!(told.get(), 70_000);
    let text = folder.text("pairs.csv");
    assert!(text.starts_with("id_a,id_b,score\na0,\"b,1\",0.1\na1,\"b,1\",0.25\n"));
    assert_eq!(text.lines().count(), 70_001);

    let none: [(&str, &str, f32); 0] = [];
    let out = Output::new(&folder.path("none.parquet"), false);
    assert_eq!(write_pairs(none, &out, Watch::SILENT).unwrap(), 0);

    let out = Output::new(&folder.path("pairs.parquet"), false);
    write_pairs([("x", "y", 0.5)], &out, Watch::SILENT).unwrap();
    assert_eq!(
        values(&read(&folder.path("pairs.parquet")).unwrap()),
        [["x", "y", "0.5"]]
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_is_told_as_such() {
    let folder = Folder::new();
    let table = read(&folder.put("people.csv", "id\n1\n")).unwrap();
    let out = Output::new("/dev/full", false);
    check_output(&out).unwrap();
    let error = onefold_data::write(&table, &new_columns(&table), &out, Watch::SILENT).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the disk is full while writing /dev/full; no partial file was left"
    );
    onefold_data::write(
        &table,
        &new_columns(&table),
        &Output::new("/dev/null", false),
        Watch::SILENT,
    )
    .unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_nothing_behind() {
    let folder = Folder::new();
    let mount = folder.path("small");
    std::fs::create_dir(&mount).unwrap();
    let status = std::process::Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=64k", "tmpfs", &mount])
        .stderr(std::process::Stdio::null())
        .status();
    if !status.is_ok_and(|status| status.success()) {
        eprintln!("skipped: only root may mount a small file system");
        return;
    }
    let text: String = std::iter::once("id,name\n".to_owned())
        .chain((0..50_000_u64).map(|row| format!("{row},{}\n", row.wrapping_mul(0x9e37_79b9_7f4a_7c15))))
        .collect();
    let table = read(&folder.put("people.csv", text)).unwrap();
    let mut failures = Vec::new();
    for name in ["out.csv", "out.parquet", "out.jsonl", "out.csv.gz", "out.csv.zst"] {
        let path = format!("{mount}/{name}");
        let result = write(&table, &path);
        let left: Vec<_> = std::fs::read_dir(&mount).unwrap().collect();
        match result {
            Err(Error::DiskFull { .. }) if left.is_empty() => {}
            other => failures.push(format!("{name}: {other:?}, left {left:?}")),
        }
    }
    let unmounted = std::process::Command::new("umount").arg(&mount).status().unwrap();
    assert!(unmounted.success());
    assert!(failures.is_empty(), "{failures:?}");
}

fn staged(output: &Output, content: &[u8]) -> Staged {
    stage_file(output, |file| file.write_all(content)).unwrap()
}

#[test]
fn outputs_appear_together() {
    let folder = Folder::new();
    let replaced = Output::new(&folder.put("a.txt", "before"), true);
    let new = Output::new(&folder.path("b.txt"), false);
    publish_together(vec![staged(&replaced, b"after"), staged(&new, b"new")]).unwrap();
    assert_eq!(folder.text("a.txt"), "after");
    assert_eq!(folder.text("b.txt"), "new");
    assert_eq!(folder.names(), ["a.txt", "b.txt"]);
}

/// Pairs were once replaced though the records, which come after them, could not be put in place.
#[test]
fn when_a_later_output_cannot_appear_the_earlier_files_come_back() {
    let folder = Folder::new();
    let replaced = Output::new(&folder.put("a.txt", "before"), true);
    let new = Output::new(&folder.path("b.txt"), false);
    let refused = Output::new(&folder.path("c.txt"), false);
    let outputs = vec![
        staged(&replaced, b"after"),
        staged(&new, b"new"),
        staged(&refused, b"new"),
    ];
    folder.put("c.txt", "of another program, meanwhile");
    let error = publish_together(outputs).unwrap_err();
    assert!(error.to_string().contains("c.txt"), "{error}");
    assert_eq!(folder.text("a.txt"), "before");
    assert_eq!(folder.text("c.txt"), "of another program, meanwhile");
    assert_eq!(folder.names(), ["a.txt", "c.txt"]);
}
