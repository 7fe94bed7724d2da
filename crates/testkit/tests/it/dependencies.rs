//! The guards of dependencies, on this workspace.

use std::path::Path;

use onefold_testkit::dependencies::{Sources, complaints, unused};

use crate::architecture::{metadata, rust_files};

/// What the service runs on; crates of other platforms are never built.
const PLATFORM: [&str; 2] = ["--filter-platform", "x86_64-unknown-linux-gnu"];

#[test]
fn crates_come_from_the_registry_in_one_version_under_a_permissive_license() {
    let complaints = complaints(&metadata(&PLATFORM));
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn every_dependency_is_used() {
    let metadata = metadata(&["--no-deps"]);
    let packages = metadata["packages"].as_array().expect("packages");
    let sources: Vec<Sources> = packages
        .iter()
        .map(|package| {
            let manifest = Path::new(package["manifest_path"].as_str().expect("a path"));
            let mut files = Vec::new();
            rust_files(manifest.parent().expect("a folder"), "", &mut files);
            Sources {
                package: package["name"].as_str().expect("a name").to_owned(),
                text: files.into_iter().map(|(_, text)| text).collect(),
            }
        })
        .collect();
    assert!(sources.len() > 10, "{} crates", sources.len());
    let unused = unused(&metadata, &sources);
    assert!(unused.is_empty(), "{}", unused.join("\n"));
}
