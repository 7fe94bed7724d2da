//! Compares the code with what `docs/architecture.md` says about it.
//!
//! The guards are functions from texts to a list of complaints, so each can be tested on made-up input:
//! [`Drawing::complaints`] for edges between crates, [`normal_dependencies`] for what one crate pulls in,
//! [`stage_complaints`] for imports between the stages of the engine, and [`missing_names`] for paths and names that
//! the page mentions.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// The stages of the engine, in the order in which data flows.
pub const STAGES: [&str; 6] = ["standardize", "block", "pair", "compare", "score", "cluster"];

/// Modules of the engine that are no stages and that every stage may import: the nouns of the public interface, the clock
/// of a run, and tools that know nothing of matching.
const SHARED: [&str; 14] = [
    "clock",
    "error",
    "forest",
    "hashing",
    "kind",
    "labels",
    "numbers",
    "observer",
    "outcome",
    "random",
    "records",
    "scratch",
    "settings",
    "similarity",
];

/// How the table of allowed edges in `docs/architecture.md` begins.
const TABLE_HEAD: &str = "| crate | may use |";

/// The only crate that is used by tests alone.
const TESTKIT: &str = "testkit";

/// The edges that the documentation draws.
#[derive(Debug)]
pub struct Drawing {
    edges: BTreeMap<String, Allowed>,
}

#[derive(Debug)]
enum Allowed {
    Anything,
    Only(BTreeSet<String>),
}

/// A crate of the workspace depends on another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The crate that depends.
    pub from: String,
    /// The crate that is depended on.
    pub to: String,
    /// Whether only tests, benches and examples depend on it.
    pub is_dev: bool,
}

impl Drawing {
    /// Reads the table of allowed edges; its rows are `` | `crate` | `one`, `other` | what it is | ``, where the second
    /// cell may also be `anything` or `nothing of ours`. A document without the table draws nothing.
    pub fn parse(markdown: &str) -> Self {
        let edges = markdown
            .lines()
            .skip_while(|line| !line.starts_with(TABLE_HEAD))
            .skip(2)
            .take_while(|line| line.starts_with('|'))
            .filter_map(|line| {
                let mut cells = line.split('|').skip(1);
                let (name, allowed) = (cells.next()?, cells.next()?);
                let allowed = if allowed.trim().starts_with("anything") {
                    Allowed::Anything
                } else {
                    Allowed::Only(quoted(allowed).map(str::to_owned).collect())
                };
                Some((quoted(name).next()?.to_owned(), allowed))
            })
            .collect();
        Self { edges }
    }

    /// What differs between the drawing and the crates: crates on one side only, and edges that are not drawn.
    pub fn complaints(&self, members: &BTreeSet<String>, edges: &[Edge]) -> Vec<String> {
        let unknown = members
            .iter()
            .filter(|member| !self.edges.contains_key(*member))
            .map(|member| format!("crate {member} is not in the table of docs/architecture.md"));
        let gone = self
            .edges
            .keys()
            .filter(|name| !members.contains(*name))
            .map(|name| format!("docs/architecture.md has a crate {name} that is not in the workspace"));
        let undrawn = edges.iter().filter(|edge| !self.allows(edge)).map(|edge| {
            format!(
                "{} uses {}, which docs/architecture.md does not draw",
                edge.from, edge.to
            )
        });
        unknown.chain(gone).chain(undrawn).collect()
    }

    fn allows(&self, edge: &Edge) -> bool {
        if edge.to == TESTKIT {
            return edge.is_dev;
        }
        match self.edges.get(&edge.from) {
            Some(Allowed::Anything) => true,
            Some(Allowed::Only(names)) => names.contains(&edge.to),
            None => false,
        }
    }
}

/// Code in backticks that names nothing: paths that `is_path` does not know, and names that are no word of the
/// sources. A span with `/` or a file extension is a path from the root of the repository. In any other span each
/// identifier and each flag counts, such as `score::learned` or `--pairs-out`; example commands are spans with blanks, of
/// which only flags count.
pub fn missing_names(
    markdown: &str,
    is_path: impl Fn(&str) -> bool,
    words: &BTreeSet<String>,
) -> Vec<String> {
    let mut missing = BTreeSet::new();
    for span in quoted(markdown) {
        if span.contains(char::is_whitespace) {
            let flags = span.split_whitespace().filter(|word| word.starts_with("--"));
            missing.extend(flags.filter(|flag| !is_flag(flag, words)).map(str::to_owned));
        } else if span.starts_with("--") {
            missing.extend((!is_flag(span, words)).then(|| span.to_owned()));
        } else if span.contains('/') || FILES.iter().any(|extension| span.ends_with(extension)) {
            let is_address = span.starts_with('/');
            missing.extend((!is_address && !is_path(span)).then(|| span.to_owned()));
        } else {
            let names = span.split(|c: char| !is_name(c)).filter(|name| !name.is_empty());
            missing.extend(names.filter(|name| !words.contains(*name)).map(str::to_owned));
        }
    }
    missing
        .into_iter()
        .map(|name| format!("docs/architecture.md names {name:?}, which does not exist"))
        .collect()
}

/// Endings of file names on the page.
const FILES: [&str; 5] = [".rs", ".json", ".js", ".md", ".toml"];

/// Flags are fields in the sources: `--pairs-out` is `pairs_out`.
fn is_flag(flag: &str, words: &BTreeSet<String>) -> bool {
    words.contains(&flag.trim_start_matches('-').replace('-', "_"))
}

/// The words of a source file.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !is_name(c)).filter(|word| !word.is_empty())
}

/// The texts between backticks.
fn quoted(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// The crates of the workspace, by the names that the documentation uses, from the output of `cargo metadata`.
pub fn members(metadata: &Value) -> BTreeSet<String> {
    workspace_packages(metadata)
        .filter_map(|package| Some(short_name(package["name"].as_str()?).to_owned()))
        .collect()
}

/// The edges between the crates of the workspace, from the output of `cargo metadata`.
pub fn edges(metadata: &Value) -> Vec<Edge> {
    let members = members(metadata);
    workspace_packages(metadata)
        .flat_map(|package| items(&package["dependencies"]).map(move |dependency| (package, dependency)))
        .filter_map(|(package, dependency)| {
            Some(Edge {
                from: short_name(package["name"].as_str()?).to_owned(),
                to: short_name(dependency["name"].as_str()?).to_owned(),
                is_dev: dependency["kind"] == "dev",
            })
        })
        .filter(|edge| members.contains(&edge.to) && edge.from != edge.to)
        .collect()
}

/// All packages that a package needs when it is built as a dependency, from the output of `cargo metadata`.
pub fn normal_dependencies(metadata: &Value, package: &str) -> BTreeSet<String> {
    let names: BTreeMap<&str, &str> = items(&metadata["packages"])
        .filter_map(|found| Some((found["id"].as_str()?, found["name"].as_str()?)))
        .collect();
    let nodes: BTreeMap<&str, &Value> = items(&metadata["resolve"]["nodes"])
        .filter_map(|node| Some((node["id"].as_str()?, node)))
        .collect();
    let mut open: Vec<&str> = names
        .iter()
        .filter(|(_, name)| **name == package)
        .map(|(id, _)| *id)
        .collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        let Some(node) = nodes.get(id) else { continue };
        for dependency in items(&node["deps"]) {
            let is_normal = items(&dependency["dep_kinds"]).any(|kind| kind["kind"].is_null());
            if let Some(next) = dependency["pkg"].as_str().filter(|_| is_normal)
                && seen.insert(next)
            {
                open.push(next);
            }
        }
    }
    seen.iter()
        .filter_map(|id| names.get(id))
        .map(|name| (*name).to_owned())
        .collect()
}

fn workspace_packages(metadata: &Value) -> impl Iterator<Item = &Value> {
    items(&metadata["packages"])
        .filter(|package| items(&metadata["workspace_members"]).any(|member| *member == package["id"]))
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// `onefold` is the command line, `onefold-data` is `data`.
fn short_name(package: &str) -> &str {
    match package {
        "onefold" => "cli",
        other => other.strip_prefix("onefold-").unwrap_or(other),
    }
}

/// Imports that run against the flow of data. `root` is the text of the engine's `lib.rs`; `files` are its other
/// files, by their path below `src`, with `/` between folders. Code of tests does not count.
pub fn stage_complaints<'a>(root: &str, files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let exported = exports(root);
    let mut complaints = Vec::new();
    for (path, text) in files {
        let module = module_path(path);
        let Some(stage) = STAGES.iter().position(|stage| module.first() == Some(stage)) else {
            continue;
        };
        if module.contains(&"tests") {
            continue;
        }
        for name in root_imports(&module, &without_tests(text)) {
            let used = exported.get(&name).unwrap_or(&name);
            if !may_import(stage, used) {
                complaints.push(format!("{path} imports {used}, which is no earlier stage"));
            }
        }
    }
    complaints
}

fn may_import(stage: usize, module: &str) -> bool {
    STAGES[..=stage].contains(&module) || SHARED.contains(&module)
}

/// Which module each name comes from that the root exports again.
fn exports(root: &str) -> BTreeMap<String, String> {
    let root = without_tests(root);
    let mut exported = BTreeMap::new();
    for statement in root.split("pub use ").skip(1) {
        let Some((statement, _)) = statement.split_once(';') else {
            continue;
        };
        let Some((module, names)) = statement.split_once("::") else {
            continue;
        };
        for name in names.split(|c: char| !is_name(c)).filter(|name| !name.is_empty()) {
            exported.insert(name.to_owned(), module.trim().to_owned());
        }
    }
    exported
}

/// `score/mod.rs` and `score.rs` are the module `score`; `score/model.rs` is `score::model`.
fn module_path(path: &str) -> Vec<&str> {
    let path = path.strip_suffix(".rs").unwrap_or(path);
    path.split('/').filter(|part| *part != "mod").collect()
}

/// Drops comments and what follows `#[cfg(test)]`; the house style puts tests last.
fn without_tests(text: &str) -> String {
    let code = text
        .find("#[cfg(test)]\nmod tests {")
        .map_or(text, |tests| &text[..tests]);
    code.lines()
        .map(|line| line.split_once("//").map_or(line, |(code, _)| code))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The names below the root of the crate that a file reaches by `crate::` or by enough `super::`.
fn root_imports(module: &[&str], code: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        if !code[..at].ends_with(is_name) {
            names.extend(first_segments(&code[at + "crate::".len()..]));
        }
    }
    let mut end_of_last = 0;
    for (at, _) in code.match_indices("super::") {
        if at < end_of_last || code[..at].ends_with(is_name) {
            continue;
        }
        let mut rest = &code[at..];
        let mut levels = 0;
        while let Some(next) = rest.strip_prefix("super::") {
            rest = next;
            levels += 1;
        }
        end_of_last = code.len() - rest.len();
        if levels >= module.len() {
            names.extend(first_segments(rest));
        }
    }
    names
}

/// The first segment of a path, or of each path between braces, however deep these nest.
fn first_segments(rest: &str) -> Vec<String> {
    let Some(list) = rest.strip_prefix('{') else {
        return vec![segment(rest)];
    };
    let mut segments = Vec::new();
    let mut depth = 0;
    let mut begins = true;
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => begins = true,
            c if begins && !c.is_whitespace() => {
                segments.push(segment(&list[at..]));
                begins = false;
            }
            _ => {}
        }
    }
    segments
}

fn segment(path: &str) -> String {
    if path.starts_with('*') {
        return "*".to_owned();
    }
    path.chars().take_while(|c| is_name(*c)).collect()
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const TABLE: &str = "\
# Map

| crate | may use | what it is |
|---|---|---|
| `cli` | `data` | the binary |
| `data` | nothing of ours | tables |
| `testkit` | anything | tests |

| crate | may use |
|---|---|
| `cli` | `engine` |
";

    fn edge(from: &str, to: &str, is_dev: bool) -> Edge {
        Edge {
            from: from.to_owned(),
            to: to.to_owned(),
            is_dev,
        }
    }

    fn names(list: &[&str]) -> BTreeSet<String> {
        list.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn drawn_edges_pass_and_others_are_named() {
        let drawing = Drawing::parse(TABLE);
        let members = names(&["cli", "data", "testkit"]);
        let fine = [
            edge("cli", "data", false),
            edge("data", "testkit", true),
            edge("testkit", "cli", false),
        ];
        assert_eq!(drawing.complaints(&members, &fine), [""; 0]);
        for bad in [
            edge("data", "cli", false),
            edge("data", "cli", true),
            edge("cli", "testkit", false),
            edge("cli", "engine", false),
        ] {
            let complaints = drawing.complaints(&members, std::slice::from_ref(&bad));
            assert_eq!(complaints.len(), 1, "{bad:?}");
            assert!(
                complaints[0].contains(&format!("{} uses {}", bad.from, bad.to)),
                "{complaints:?}"
            );
        }
    }

    #[test]
    fn a_crate_on_one_side_only_is_named() {
        let drawing = Drawing::parse(TABLE);
        let complaints = drawing.complaints(&names(&["cli", "store", "testkit"]), &[]);
        assert_eq!(complaints.len(), 2, "{complaints:?}");
        assert!(complaints[0].contains("crate store is not in the table"));
        assert!(complaints[1].contains("a crate data that is not in the workspace"));
        assert_eq!(
            Drawing::parse("no table").complaints(&names(&["cli"]), &[]).len(),
            1
        );
    }

    #[test]
    fn metadata_gives_edges_and_dependencies() {
        let metadata = json!({
            "workspace_members": ["1", "2"],
            "packages": [
                {"id": "1", "name": "onefold", "dependencies": [
                    {"name": "onefold-data", "kind": null},
                    {"name": "csv", "kind": "dev"},
                ]},
                {"id": "2", "name": "onefold-data", "dependencies": [{"name": "tokio", "kind": null}]},
                {"id": "3", "name": "tokio", "dependencies": []},
                {"id": "4", "name": "csv", "dependencies": []},
            ],
            "resolve": {"nodes": [
                {"id": "1", "deps": [
                    {"pkg": "2", "dep_kinds": [{"kind": null}]},
                    {"pkg": "4", "dep_kinds": [{"kind": "dev"}]},
                ]},
                {"id": "2", "deps": [{"pkg": "3", "dep_kinds": [{"kind": null}]}]},
                {"id": "3", "deps": []},
            ]},
        });
        assert_eq!(members(&metadata), names(&["cli", "data"]));
        assert_eq!(edges(&metadata), [edge("cli", "data", false)]);
        assert_eq!(
            normal_dependencies(&metadata, "onefold"),
            names(&["onefold-data", "tokio"])
        );
    }

    #[test]
    fn names_that_do_not_exist_are_reported() {
        let page = "`crates/a.rs`, `crates/gone.rs`, `/console`, `Model`, `score::Lost`, `aws glue --force --lost`, `--pairs-out`";
        let words = names(&["Model", "score", "force", "pairs_out"]);
        let complaints = missing_names(page, |path| path == "crates/a.rs", &words);
        assert_eq!(complaints.len(), 3, "{complaints:?}");
        for (complaint, name) in complaints.iter().zip(["--lost", "Lost", "crates/gone.rs"]) {
            assert!(complaint.contains(&format!("{name:?}")), "{complaint}");
        }
    }

    #[test]
    fn stages_may_import_only_earlier_ones() {
        const ROOT: &str =
            "pub use score::Model;\npub use outcome::{MatchGroups, Summary};\npub use error::Error;";
        let cases = [
            ("block/mod.rs", "use crate::{Error, standardize::Records};", None),
            ("block/rules.rs", "use super::{Family, plan::JointKey};", None),
            (
                "cluster.rs",
                "use crate::{MatchGroups, compare::rank::Rank, pair::Pairs};",
                None,
            ),
            ("score/mod.rs", "use crate::compare::Prepared;", None),
            ("score/mod.rs", "use crate::pipeline::prepare;", Some("pipeline")),
            ("explain.rs", "use crate::cluster::cluster;", None),
            ("pair.rs", "// use crate::cluster::cluster;\nfn f() {}", None),
            (
                "pair.rs",
                "#[cfg(test)]\nmod tests {\n    use crate::score::Model;\n}",
                None,
            ),
            ("pair/tests.rs", "use crate::score::Model;", None),
            ("pair.rs", "use crate::score::Model;", Some("score")),
            ("pair.rs", "use crate::{Error, Model};", Some("score")),
            (
                "pair.rs",
                "fn f() { crate::cluster::cluster(); }",
                Some("cluster"),
            ),
            (
                "pair.rs",
                "use crate::{block::{a, b::{c}},\n    compare::{d}};",
                Some("compare"),
            ),
            ("pair.rs", "use super::compare::d;", Some("compare")),
            ("compare/rank.rs", "use super::super::score;", Some("score")),
            (
                "compare/rank.rs",
                "use crate::pipeline::Prepared;",
                Some("pipeline"),
            ),
            ("pair.rs", "use crate::*;", Some("*")),
        ];
        for (path, text, bad) in cases {
            let complaints = stage_complaints(ROOT, [(path, text)]);
            let wanted: Vec<String> = bad
                .map(|module| format!("{path} imports {module}, which is no earlier stage"))
                .into_iter()
                .collect();
            assert_eq!(complaints, wanted, "{path}: {text}");
        }
    }
}
