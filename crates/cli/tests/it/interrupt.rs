//! Ctrl-C during a run.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use crate::support::{Folder, many_people};

#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_run_without_output() {
    let folder = Folder::with("people.csv", many_people(60_000));
    let before: Vec<_> = folder.files().into_keys().collect();
    let mut child = folder
        .command(&[
            "match",
            "people.csv",
            "-o",
            "out.csv",
            "--pairs-out",
            "pairs.csv",
            "-v",
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("block begins") {
        line.clear();
        assert_ne!(stderr.read_line(&mut line).unwrap(), 0, "no stage began");
    }
    let sent = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
    let mut rest = String::new();
    stderr.read_to_string(&mut rest).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{rest}");
    let last = rest.lines().last().unwrap_or_default();
    assert!(last.starts_with("onefold: interrupted"), "{rest}");
    let after: Vec<_> = folder.files().into_keys().collect();
    assert_eq!(after, before);
}
