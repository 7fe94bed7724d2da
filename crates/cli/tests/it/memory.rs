//! A run within a budget of memory: what does not fit goes to a temporary file, and nothing of it stays.
//!
//! The same was run by hand with a release build on 200,000, a million and ten million people (docs/operations.md).

use crate::support::{Folder, assert_names, many_people, sentence};

/// Enough records for joint keys, which is where putting things aside begins to count.
const PEOPLE: usize = 70_000;
/// Too little for these people with everything in memory, and enough without.
const TIGHT: &str = "182MiB";

fn people() -> Folder {
    let folder = Folder::with("people.csv", many_people(PEOPLE));
    std::fs::create_dir(folder.path("temp")).unwrap();
    folder
}

/// A run that has to put things aside in the folder `temp`.
const TIGHT_RUN: [&str; 10] = [
    "match",
    "people.csv",
    "-o",
    "out.csv",
    "--pairs-out",
    "pairs.csv",
    "--memory",
    TIGHT,
    "--temp-dir",
    "temp",
];

#[test]
fn the_result_does_not_depend_on_the_memory() {
    let folder = people();
    let run = |args: &[&str]| {
        let run = folder.run_well(&[&TIGHT_RUN[..6], &["--force", "--json"], args].concat());
        let summary: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        let spilled = summary["spilled_bytes"].as_u64().unwrap();
        assert!(summary["peak_memory_bytes"].as_u64().unwrap() > 1 << 20);
        (folder.read("out.csv"), folder.read("pairs.csv"), spilled)
    };
    let (records, pairs, spilled) = run(&["--memory", "8GiB"]);
    assert_eq!(spilled, 0);
    for threads in ["1", "3"] {
        let tight = run(&["--memory", TIGHT, "--temp-dir", "temp", "--threads", threads]);
        assert!(tight.2 > 100 * PEOPLE as u64, "{} bytes", tight.2);
        assert!(records == tight.0 && pairs == tight.1, "{threads} threads");
    }
    assert_eq!(std::fs::read_dir(folder.path("temp")).unwrap().count(), 0);
}

#[test]
fn too_little_memory_is_told_before_the_work_begins() {
    let folder = people();
    let error = folder.run_badly(1, &["match", "people.csv", "-o", "out.csv", "--memory", "64MiB"]);
    assert_names(
        &error,
        &[
            "70,000 records",
            "MiB of memory",
            "may take 64 MiB",
            "raise --memory",
        ],
    );
    assert!(!folder.path("out.csv").exists());
    let error = folder.run_badly(2, &["match", "people.csv", "--memory", "much"]);
    assert_names(&error, &["--memory", "4GiB"]);
}

#[test]
fn a_temporary_folder_that_is_not_there_is_told() {
    let folder = people();
    std::fs::remove_dir(folder.path("temp")).unwrap();
    let error = folder.run_badly(1, &TIGHT_RUN);
    assert_names(&error, &["temporary folder temp", "--temp-dir"]);
    assert!(!folder.path("out.csv").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_temporary_folder_is_told_in_one_sentence() {
    let folder = people();
    // What the texts need, and what the later stages need.
    for size in ["64k", "4m"] {
        let status = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(folder.path("temp"))
            .stderr(std::process::Stdio::null())
            .status();
        if !status.is_ok_and(|status| status.success()) {
            eprintln!("skipped: mounting a small file system needs root");
            return;
        }
        let run = folder.run(&TIGHT_RUN);
        let _ = std::process::Command::new("umount")
            .arg(folder.path("temp"))
            .status();
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert_names(
            &sentence(&run.stderr),
            &["temporary folder temp is full", "--temp-dir"],
        );
        let left: Vec<_> = folder.files().into_keys().collect();
        assert_eq!(left, [folder.path("people.csv")], "with {size}");
    }
}

#[cfg(unix)]
#[test]
fn a_run_that_is_killed_leaves_nothing() {
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;
    let folder = people();
    for (signal, stage) in [("-KILL", "block"), ("-KILL", "rescore"), ("-INT", "score")] {
        let mut child = folder
            .command(&[&TIGHT_RUN[..], &["-v"]].concat())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let begins = format!("{stage} begins");
        let mut line = String::new();
        while !line.contains(&begins) {
            line.clear();
            assert_ne!(stderr.read_line(&mut line).unwrap(), 0, "{stage} did not begin");
        }
        let sent = std::process::Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
        assert!(!child.wait().unwrap().success());
        let left: Vec<_> = folder.files().into_keys().collect();
        assert_eq!(left, [folder.path("people.csv")], "{signal} in {stage}");
    }
}
