//! Help, version, completions and calls that make no sense.

use crate::support::{Folder, assert_names};

#[test]
fn help_texts_are_as_reviewed() {
    let folder = Folder::new();
    insta::assert_snapshot!("help", folder.run_well(&["--help"]).stdout);
    for command in [
        "match",
        "evaluate",
        "score",
        "explain",
        "label",
        "demo",
        "serve",
        "env",
        "admin",
        "completions",
    ] {
        let run = folder.run_well(&[command, "--help"]);
        assert_eq!(run.stderr, "");
        insta::assert_snapshot!(format!("help-{command}"), run.stdout);
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    let run = Folder::new().run_well(&["--version"]);
    assert_eq!(run.stdout, format!("onefold {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn completions_exist_for_each_shell() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let run = folder.run_well(&["completions", shell]);
        assert_names(&run.stdout, &["onefold", "pairs-out"]);
    }
}

#[test]
fn a_call_without_a_command_shows_the_help() {
    let run = Folder::new().run(&[]);
    assert_eq!(run.code, 2);
    assert_names(&run.stderr, &["Usage: onefold", "match"]);
}

#[test]
fn unknown_flags_and_commands_are_usage_errors_with_a_hint() {
    let folder = Folder::new();
    let error = folder.run_badly(2, &["match", "people.csv", "--pair-out", "x.csv"]);
    assert_names(&error, &["--pair-out", "--pairs-out"]);
    let error = folder.run_badly(2, &["mtach"]);
    assert_names(&error, &["mtach", "match"]);
}

#[test]
fn the_service_is_named_before_or_after_the_admin_command() {
    let folder = Folder::new();
    let before = folder.run(&["admin", "--data-dir", "nowhere", "check"]);
    let after = folder.run(&["admin", "check", "--data-dir", "nowhere"]);
    assert_names(&before.stderr, &["nowhere", "onefold serve"]);
    assert_eq!(before.stderr, after.stderr);
}
