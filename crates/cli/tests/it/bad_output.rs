//! Outputs that cannot be written: exit code, the one sentence, and nothing left behind.

use std::process::Stdio;

use crate::support::{Folder, PEOPLE, assert_names, sentence};

#[test]
fn an_existing_output_stays_without_force() {
    let folder = Folder::with("people.csv", PEOPLE);
    folder.write("out.csv", "precious");
    for flag in ["-o", "--pairs-out", "--report"] {
        let mut args = vec!["match", "people.csv", flag, "out.csv"];
        if flag != "-o" {
            args.extend(["-o", "other.csv"]);
        }
        let error = folder.run_badly(2, &args);
        assert_names(&error, &["out.csv", "--force"]);
    }
    assert_eq!(folder.read("out.csv"), "precious");
}

#[test]
fn an_existing_output_is_replaced_with_force() {
    let folder = Folder::with("people.csv", PEOPLE);
    folder.write("out.csv", "old");
    folder.run_well(&["match", "people.csv", "-o", "out.csv", "--force"]);
    assert_names(&folder.read("out.csv"), &["id,name,city,born,phone,match_id"]);
}

#[test]
fn a_failed_run_with_force_keeps_the_old_output() {
    let folder = Folder::with("people.csv", "id,name\n1,Ann\n2,x,y\n");
    folder.write("out.csv", "old");
    folder.run_badly(1, &["match", "people.csv", "-o", "out.csv", "--force"]);
    assert_eq!(folder.read("out.csv"), "old");
}

#[test]
fn the_input_is_never_the_output() {
    let folder = Folder::with("people.csv", PEOPLE);
    let error = folder.run_badly(2, &["match", "people.csv", "-o", "people.csv", "--force"]);
    assert_names(&error, &["people.csv"]);
}

#[test]
fn two_outputs_need_two_names() {
    let folder = Folder::with("people.csv", PEOPLE);
    let error = folder.run_badly(
        2,
        &["match", "people.csv", "-o", "out.csv", "--pairs-out", "./out.csv"],
    );
    assert_names(&error, &["out.csv"]);
}

#[test]
fn a_missing_output_folder_is_named() {
    let folder = Folder::with("people.csv", PEOPLE);
    for flag in ["-o", "--pairs-out", "--report"] {
        let mut args = vec!["match", "people.csv", flag, "nowhere/out.csv"];
        if flag != "-o" {
            args.extend(["-o", "other.csv"]);
        }
        let error = folder.run_badly(1, &args);
        assert_names(&error, &["nowhere"]);
    }
}

#[test]
fn an_output_of_an_unknown_format_is_a_usage_error() {
    let folder = Folder::with("people.csv", PEOPLE);
    let error = folder.run_badly(2, &["match", "people.csv", "-o", "out.docx"]);
    assert_names(&error, &["out.docx", ".csv"]);
}

#[test]
fn json_needs_an_output_file() {
    let folder = Folder::with("people.csv", PEOPLE);
    let error = folder.run_badly(2, &["match", "people.csv", "--json"]);
    assert_names(&error, &["--json", "-o"]);
}

/// A file system of 24 KiB, unmounted when dropped.
#[cfg(target_os = "linux")]
struct SmallDisk(std::path::PathBuf);

#[cfg(target_os = "linux")]
impl SmallDisk {
    fn mount(at: std::path::PathBuf) -> Option<Self> {
        std::fs::create_dir(&at).expect("a writable temporary folder");
        std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=24k", "tmpfs"])
            .arg(&at)
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
            .then(|| Self(at))
    }
}

#[cfg(target_os = "linux")]
impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg(&self.0).status();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_no_output() {
    let folder = Folder::with("people.csv", crate::support::many_people(2_000));
    let Some(_disk) = SmallDisk::mount(folder.path("small")) else {
        eprintln!("skipped: mounting a small file system needs root");
        return;
    };
    let error = folder.run_badly(1, &["match", "people.csv", "-o", "small/out.csv"]);
    assert_names(&error, &["small/out.csv", "disk is full"]);
    for extra in ["--pairs-out", "--report"] {
        let error = folder.run_badly(
            1,
            &[
                "match",
                "people.csv",
                "-o",
                "out.csv",
                "--min-score",
                "0",
                extra,
                "small/extra.csv",
            ],
        );
        assert_names(&error, &["small/extra.csv"]);
    }
}

/// The pairs were once replaced before it was known that the records had no room.
#[cfg(target_os = "linux")]
#[test]
fn outputs_that_were_to_be_replaced_stay_when_one_of_them_has_no_room() {
    let folder = Folder::with("people.csv", crate::support::many_people(2_000));
    let Some(_disk) = SmallDisk::mount(folder.path("small")) else {
        eprintln!("skipped: mounting a small file system needs root");
        return;
    };
    let outputs = ["small/out.csv", "pairs.csv", "report.html"];
    for output in outputs {
        folder.write(output, "precious");
    }
    let [records, pairs, report] = outputs;
    let error = folder.run_badly(
        1,
        &[
            "match",
            "people.csv",
            "--force",
            "-o",
            records,
            "--pairs-out",
            pairs,
            "--report",
            report,
        ],
    );
    assert_names(&error, &[records, "disk is full"]);
    for output in outputs {
        assert_eq!(folder.read(output), "precious", "{output}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_stdout_is_an_error() {
    let folder = Folder::with("people.csv", PEOPLE);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = folder
        .command(&["match", "people.csv", "-q"])
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_names(
        &sentence(&String::from_utf8(output.stderr).unwrap()),
        &["disk is full"],
    );
}

#[test]
fn a_closed_stdout_ends_the_run_quietly() {
    let folder = Folder::with("people.csv", crate::support::many_people(3_000));
    for args in [
        &["match", "people.csv", "-q"][..],
        &["explain", "people.csv", "--pair", "p1", "p2", "-q"],
        &["completions", "zsh"],
    ] {
        let mut child = folder
            .command(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{args:?}");
    }
}
