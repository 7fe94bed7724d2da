//! Guards of what the workspace depends on: licenses, sources, versions, and crates that no line names.
//!
//! They read the output of `cargo metadata`, so they need no network and nothing to install. Advisories need a database
//! from the network and are not looked at here.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Licenses that a dependency may have. All are permissive.
const LICENSES: [&str; 8] = [
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Zlib",
];

/// The only place that crates come from.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Crates of which more than one version is built, and why.
const DUPLICATES: [(&str, &str); 17] = [
    ("atoi", "arrow-cast uses 2, s3s uses 3"),
    (
        "base64",
        "object_store and reqwest use 0.22, arrow-cast uses 0.23",
    ),
    ("block-buffer", "below both versions of digest"),
    ("cpufeatures", "aes uses 0.2, sha2 uses 0.3"),
    (
        "crypto-common",
        "aead, below aes-gcm, uses 0.1; digest 0.11 uses 0.2",
    ),
    ("digest", "md-5 of object_store uses 0.10; hmac and sha2 use 0.11"),
    (
        "getrandom",
        "ring uses 0.2, ahash of arrow uses 0.3, tempfile uses 0.4",
    ),
    ("hashbrown", "metrics-util uses 0.16, arrow uses 0.17"),
    ("md-5", "object_store uses 0.10, s3s uses 0.11"),
    ("nix", "xtask, for developers only, uses 0.30; ctrlc uses 0.31"),
    ("quick-xml", "object_store uses 0.39, s3s uses 0.41"),
    ("rand", "metrics-util uses 0.9, object_store uses 0.10"),
    ("rand_core", "below both versions of rand; aes-gcm uses 0.6"),
    ("spin", "multer uses 0.9, crc-fast uses 0.10"),
    ("syn", "maud and tracing use 2, serde and thiserror use 3"),
    ("toml_datetime", "toml uses 0.7, proc-macro-crate uses 1"),
    ("winnow", "below both versions of toml_datetime"),
];

/// What is wrong with the crates that are built from elsewhere; empty if nothing is.
pub fn complaints(metadata: &Value) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for package in built(metadata) {
        let (name, version) = (text(package, "name"), text(package, "version"));
        versions.entry(name).or_default().insert(version);
        if package["source"].is_null() {
            continue;
        }
        if text(package, "source") != REGISTRY {
            complaints.push(format!("{name} {version} does not come from the registry"));
        }
        let license = text(package, "license");
        if !is_allowed(license) {
            complaints.push(format!("{name} {version} has the license {license:?}"));
        }
    }
    let known: BTreeSet<&str> = DUPLICATES.iter().map(|(name, _)| *name).collect();
    let twice: BTreeSet<&str> = versions
        .iter()
        .filter(|(_, versions)| versions.len() > 1)
        .map(|(name, _)| *name)
        .collect();
    for name in twice.difference(&known) {
        complaints.push(format!(
            "{name} is built in more than one version: {:?}",
            versions[name]
        ));
    }
    for name in known.difference(&twice) {
        complaints.push(format!(
            "{name} is built in one version now; take it off the list"
        ));
    }
    complaints
}

/// The packages that are built on the platform that the metadata is of.
fn built(metadata: &Value) -> impl Iterator<Item = &Value> {
    let nodes = metadata["resolve"]["nodes"].as_array().map(Vec::as_slice);
    let ids: BTreeSet<&str> = nodes
        .unwrap_or_default()
        .iter()
        .map(|node| text(node, "id"))
        .collect();
    let packages = metadata["packages"].as_array().map(Vec::as_slice);
    packages
        .unwrap_or_default()
        .iter()
        .filter(move |package| ids.contains(text(package, "id")))
}

fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value[member].as_str().unwrap_or_default()
}

/// Whether an SPDX expression can be satisfied by allowed licenses. A slash is the older way to write `OR`.
fn is_allowed(expression: &str) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    let allowed = any(&mut words);
    allowed && words.next().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn any(words: &mut Words<'_>) -> bool {
    let mut allowed = all(words);
    while words.next_if_eq(&"OR").is_some() {
        allowed |= all(words);
    }
    allowed
}

fn all(words: &mut Words<'_>) -> bool {
    let mut allowed = one(words);
    while words.next_if_eq(&"AND").is_some() {
        allowed &= one(words);
    }
    allowed
}

fn one(words: &mut Words<'_>) -> bool {
    match words.next() {
        Some("(") => {
            let allowed = any(words);
            allowed && words.next() == Some(")")
        }
        Some(license) => {
            // An exception only adds permissions.
            if words.next_if_eq(&"WITH").is_some() {
                words.next();
            }
            LICENSES.contains(&license)
        }
        None => false,
    }
}

/// A crate of the workspace and the text of all its Rust files.
pub struct Sources {
    /// Its name.
    pub package: String,
    /// The text.
    pub text: String,
}

/// Dependencies that no line of their crate names.
pub fn unused(metadata: &Value, sources: &[Sources]) -> Vec<String> {
    let mut unused = Vec::new();
    for source in sources {
        let packages = metadata["packages"].as_array().map(Vec::as_slice);
        let own = packages
            .unwrap_or_default()
            .iter()
            .find(|package| text(package, "name") == source.package);
        let dependencies = own.and_then(|package| package["dependencies"].as_array());
        for dependency in dependencies.into_iter().flatten() {
            let name = dependency["rename"]
                .as_str()
                .unwrap_or_else(|| text(dependency, "name"));
            if !is_named(&source.text, &name.replace('-', "_")) {
                unused.push(format!("{} does not use {name}", source.package));
            }
        }
    }
    unused
}

/// Whether a path begins with the crate, or it is taken in as a whole.
fn is_named(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let is_part = text[..at]
            .chars()
            .next_back()
            .is_some_and(|c| c.is_alphanumeric() || c == '_');
        let rest = &text[at + name.len()..];
        !is_part && (rest.starts_with("::") || (text[..at].ends_with("use ") && rest.starts_with([';', ' '])))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn licenses_are_read_as_expressions() {
        for (expression, allowed) in [
            ("MIT", true),
            ("MIT/Apache-2.0", true),
            ("MIT OR GPL-3.0", true),
            ("MIT AND GPL-3.0", false),
            ("GPL-3.0", false),
            ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
            ("(MIT OR Apache-2.0) AND GPL-3.0", false),
            ("Apache-2.0 WITH LLVM-exception OR GPL-3.0", true),
            ("(MIT", false),
            ("", false),
        ] {
            assert_eq!(is_allowed(expression), allowed, "{expression}");
        }
    }

    #[test]
    fn foreign_sources_licenses_and_versions_are_told() {
        let package = |id: &str, name: &str, license: &str, source: &str| json!({ "id": id, "name": name, "version": id, "license": license, "source": source });
        let metadata = json!({
            "packages": [
                package("1", "a", "MIT", REGISTRY),
                package("2", "a", "GPL-3.0", "git+https://example.org/a"),
                package("3", "never-built", "GPL-3.0", REGISTRY),
            ],
            "resolve": { "nodes": [{ "id": "1" }, { "id": "2" }] },
        });
        let told = complaints(&metadata);
        for expected in [
            "a 2 does not come from the registry",
            "a 2 has the license \"GPL-3.0\"",
            "a is built in more than one version: {\"1\", \"2\"}",
            "syn is built in one version now; take it off the list",
        ] {
            assert!(told.iter().any(|complaint| complaint == expected), "{told:?}");
        }
        assert!(!told.iter().any(|complaint| complaint.contains("never-built")));
    }

    #[test]
    fn a_dependency_that_no_line_names_is_told() {
        let metadata = json!({ "packages": [{ "name": "own", "dependencies": [
            { "name": "serde-json", "rename": null },
            { "name": "serde", "rename": null },
            { "name": "tempfile", "rename": null },
            { "name": "other", "rename": "another" },
        ]}]});
        let sources = [Sources {
            package: "own".to_owned(),
            text: "use tempfile;\nuse serde_json::Value;\nlet x = another::y();".to_owned(),
        }];
        assert_eq!(unused(&metadata, &sources), ["own does not use serde"]);
    }
}
