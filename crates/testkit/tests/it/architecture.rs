//! The guards of the architecture, on this workspace.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use onefold_testkit::architecture::{
    Drawing, STAGES, edges, members, missing_names, normal_dependencies, stage_complaints, words,
};
use serde_json::Value;

/// What the engine must be able to do without: runtimes, query engines, databases and the network.
const FOREIGN_TO_THE_ENGINE: [&str; 8] = [
    "axum",
    "datafusion",
    "hyper",
    "object_store",
    "reqwest",
    "rusqlite",
    "sqlx",
    "tokio",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Asks cargo, first without the network; that fails where crates of other platforms were never fetched.
pub fn metadata(about: &[&str]) -> Value {
    let run = |more: &[&str]| {
        Command::new(env!("CARGO"))
            .args(["metadata", "--format-version", "1"])
            .args(about)
            .args(more)
            .current_dir(root())
            .output()
            .expect("cargo runs")
    };
    let mut output = run(&["--offline"]);
    if !output.status.success() {
        output = run(&[]);
    }
    assert!(
        output.status.success(),
        "cargo metadata: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).expect("cargo prints JSON")
}

/// All Rust files below a folder, by their path from it.
pub fn rust_files(folder: &Path, below: &str, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .expect("a plain name");
        if path.is_dir() {
            rust_files(&path, &format!("{below}{name}/"), files);
        } else if Path::new(name)
            .extension()
            .is_some_and(|extension| extension == "rs")
        {
            let text = fs::read_to_string(&path).expect("a readable file");
            files.push((format!("{below}{name}"), text));
        }
    }
}

#[test]
fn crates_depend_on_each_other_only_as_drawn() {
    let metadata = metadata(&[]);
    let document = fs::read_to_string(root().join("docs/architecture.md")).expect("docs/architecture.md");
    let (members, edges) = (members(&metadata), edges(&metadata));
    assert!(
        members.contains("engine") && edges.len() >= 3,
        "{members:?} {edges:?}"
    );
    let complaints = Drawing::parse(&document).complaints(&members, &edges);
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn paths_and_names_of_the_page_exist() {
    let document = fs::read_to_string(root().join("docs/architecture.md")).expect("docs/architecture.md");
    let mut files = Vec::new();
    for folder in ["crates", "xtask"] {
        rust_files(&root().join(folder), &format!("{folder}/"), &mut files);
    }
    let known: BTreeSet<String> = files
        .iter()
        // The texts of this crate mention names only to test for them.
        .filter(|(path, _)| !path.starts_with("crates/testkit/"))
        .flat_map(|(path, text)| words(path).chain(words(text)))
        .chain(files.iter().flat_map(|(path, _)| words(path)))
        .map(str::to_owned)
        .collect();
    let complaints = missing_names(&document, |path| root().join(path).exists(), &known);
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn the_engine_needs_no_runtime_no_database_and_no_network() {
    let dependencies = normal_dependencies(&metadata(&[]), "onefold-engine");
    assert!(dependencies.contains("rayon"), "{dependencies:?}");
    for name in &dependencies {
        let is_foreign = FOREIGN_TO_THE_ENGINE
            .iter()
            .any(|foreign| name == foreign || name.starts_with(&format!("{foreign}-")));
        assert!(!is_foreign, "the engine's tree holds {name}");
    }
}

macro_rules! names {
    ($($name:ident, $function:ident, $request:ty, $response:ty;)*) => { [$(stringify!($function)),*] };
}

#[test]
fn each_operation_has_a_file_of_its_own() {
    let mut files = Vec::new();
    rust_files(&root().join("crates/api/src/operations"), "", &mut files);
    for name in onefold_protocol::for_each_operation!(names) {
        let function = format!("pub(crate) fn {name}(");
        let homes: Vec<&str> = files
            .iter()
            .filter(|(_, text)| text.contains(&function))
            .map(|(path, _)| path.as_str())
            .collect();
        let file = format!("/{name}.rs");
        assert!(
            matches!(homes.as_slice(), [home] if home.ends_with(&file)),
            "{name}: {homes:?}"
        );
    }
}

#[test]
fn stages_of_the_engine_import_only_earlier_stages() {
    let source = root().join("crates/engine/src");
    let mut files = Vec::new();
    rust_files(&source, "", &mut files);
    for stage in STAGES {
        let is_there = files
            .iter()
            .any(|(path, _)| path == &format!("{stage}.rs") || path == &format!("{stage}/mod.rs"));
        assert!(is_there, "no module of the stage {stage}");
    }
    let library = fs::read_to_string(source.join("lib.rs")).expect("lib.rs");
    let complaints = stage_complaints(
        &library,
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())),
    );
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
