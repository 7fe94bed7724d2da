//! The guard of dependencies that no line of their crate names. It reads the output of `cargo metadata`.

use serde_json::Value;

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

fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value[member].as_str().unwrap_or_default()
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
