//! The guard of dependencies, on this workspace.

use std::path::Path;

use onefold_testkit::dependencies::{Sources, unused};

use crate::architecture::{metadata, rust_files};

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
