//! The service model: operations, shapes and constraints, read once from `model/operations.json`.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

const TEXT: &str = include_str!("../model/operations.json");

static MODEL: LazyLock<Model> = LazyLock::new(Model::read);

/// One operation.
#[derive(Debug)]
pub struct Operation {
    /// Its name, as in the target header.
    pub name: String,
    /// How close it is to the core: `ml`, `must` or `should`.
    pub rank: String,
    /// Members of the request.
    pub input: Vec<Member>,
    /// Members of the response.
    pub output: Vec<Member>,
    /// Codes of its errors.
    pub errors: Vec<String>,
}

/// A member of a structure.
#[derive(Debug, Clone)]
pub struct Member {
    /// Its name on the wire.
    pub name: String,
    /// The name of its shape.
    pub shape: String,
    /// Whether it has to be there.
    pub is_required: bool,
}

/// A shape with its constraints.
#[derive(Debug)]
pub struct Shape {
    /// What kind of value it is.
    pub kind: Kind,
    /// Smallest length or value.
    pub min: Option<f64>,
    /// Largest length or value.
    pub max: Option<f64>,
    /// What the text has to look like.
    pub pattern: Option<Pattern>,
    /// The values that exist.
    pub values: Option<Vec<String>>,
}

/// Kinds of values.
#[derive(Debug)]
pub enum Kind {
    /// Text.
    String,
    /// A whole number of 32 bits.
    Integer,
    /// A whole number of 64 bits.
    Long,
    /// A number.
    Double,
    /// True or false.
    Boolean,
    /// Seconds since 1970, with a fraction.
    Timestamp,
    /// A list of one shape.
    List(String),
    /// A map from text of one shape to another shape.
    Map(String, String),
    /// Named members.
    Structure(Vec<Member>),
    /// Any JSON object.
    Opaque,
}

/// What a text has to look like.
#[derive(Debug)]
pub enum Pattern {
    /// No control characters but tabs and those listed.
    Plain(&'static [char]),
    /// A regular expression over the whole text, with its words on the wire.
    Regex(Box<Regex>, String),
}

impl Pattern {
    /// Whether the text looks like this.
    pub fn matches(&self, text: &str) -> bool {
        match self {
            Self::Plain(breaks) => text.chars().all(|c| {
                c == '\t' || breaks.contains(&c) || (c >= ' ' && c != '\u{fffe}' && c != '\u{ffff}')
            }),
            Self::Regex(regex, _) => regex.is_match(text),
        }
    }

    /// The pattern in words.
    pub fn text(&self) -> &str {
        match self {
            Self::Plain([]) => "[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\t]*",
            Self::Plain(['\r']) => "[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\t]*",
            Self::Plain(_) => "[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*",
            Self::Regex(_, text) => text,
        }
    }
}

/// The operation of that name.
pub fn operation(name: &str) -> Option<&'static Operation> {
    MODEL.operations.get(name)
}

/// All operations, by name.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    MODEL.operations.values()
}

/// The shape of that name.
pub fn shape(name: &str) -> &'static Shape {
    MODEL
        .shapes
        .get(name)
        .expect("the model defines every shape that it names")
}

/// The HTTP status of an error code.
pub fn error_status(code: &str) -> Option<u16> {
    MODEL.errors.get(code).copied()
}

struct Model {
    operations: BTreeMap<String, Operation>,
    shapes: HashMap<String, Shape>,
    errors: HashMap<String, u16>,
}

#[derive(Deserialize)]
struct ModelText {
    patterns: HashMap<String, String>,
    errors: HashMap<String, ErrorText>,
    operations: BTreeMap<String, OperationText>,
    shapes: HashMap<String, ShapeText>,
}

#[derive(Deserialize)]
struct ErrorText {
    http: u16,
}

#[derive(Deserialize)]
struct OperationText {
    rank: String,
    #[serde(default)]
    input: serde_json::Map<String, serde_json::Value>,
    #[serde(default)]
    output: serde_json::Map<String, serde_json::Value>,
    #[serde(default)]
    errors: Vec<String>,
}

#[derive(Deserialize)]
struct ShapeText {
    #[serde(rename = "type")]
    kind: String,
    min: Option<f64>,
    max: Option<f64>,
    pattern: Option<String>,
    #[serde(rename = "enum")]
    values: Option<Vec<String>>,
    #[serde(default)]
    members: serde_json::Map<String, serde_json::Value>,
    of: Option<String>,
    key: Option<String>,
    value: Option<String>,
    #[serde(default)]
    opaque: bool,
}

impl Model {
    fn read() -> Self {
        let text: ModelText = serde_json::from_str(TEXT).expect("the model that ships is well formed");
        let shapes = text
            .shapes
            .iter()
            .map(|(name, shape)| (name.clone(), shape.read(&text.patterns)))
            .collect();
        let operations = text
            .operations
            .into_iter()
            .map(|(name, operation)| {
                let read = Operation {
                    name: name.clone(),
                    rank: operation.rank,
                    input: members(&operation.input),
                    output: members(&operation.output),
                    errors: operation.errors,
                };
                (name, read)
            })
            .collect();
        let errors = text
            .errors
            .into_iter()
            .map(|(code, error)| (code, error.http))
            .collect();
        Self {
            operations,
            shapes,
            errors,
        }
    }
}

impl ShapeText {
    fn read(&self, patterns: &HashMap<String, String>) -> Shape {
        let named = |name: &Option<String>| name.clone().expect("a list or map names its shapes");
        let kind = match self.kind.as_str() {
            _ if self.opaque => Kind::Opaque,
            "string" => Kind::String,
            "integer" => Kind::Integer,
            "long" => Kind::Long,
            "double" => Kind::Double,
            "boolean" => Kind::Boolean,
            "timestamp" => Kind::Timestamp,
            "list" => Kind::List(named(&self.of)),
            "map" => Kind::Map(named(&self.key), named(&self.value)),
            _ => Kind::Structure(members(&self.members)),
        };
        Shape {
            kind,
            min: self.min,
            max: self.max,
            pattern: self
                .pattern
                .as_ref()
                .map(|name| pattern(name, patterns.get(name).map_or(name.as_str(), String::as_str))),
            values: self.values.clone(),
        }
    }
}

/// A member's shape with a `!` behind it is required.
fn members(of: &serde_json::Map<String, serde_json::Value>) -> Vec<Member> {
    of.iter()
        .map(|(name, shape)| {
            let shape = shape.as_str().expect("a member names its shape");
            Member {
                name: name.clone(),
                shape: shape.trim_end_matches('!').to_owned(),
                is_required: shape.ends_with('!'),
            }
        })
        .collect()
}

fn pattern(name: &str, text: &str) -> Pattern {
    match name {
        "singleLine" => Pattern::Plain(&[]),
        "multiLine" => Pattern::Plain(&['\r', '\n']),
        "p13" => Pattern::Plain(&['\r']),
        _ => {
            // The model writes a hyphen inside a class without escaping it.
            let escaped = text.replace("0-9-_", "0-9\\-_");
            let whole = format!("^(?:{escaped})$");
            let regex = Regex::new(&whole).expect("the model's patterns are regular expressions");
            Pattern::Regex(Box::new(regex), text.to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_shape_that_is_named_is_there() {
        let mut seen = BTreeSet::new();
        for operation in operations() {
            for member in operation.input.iter().chain(&operation.output) {
                visit(&member.shape, &mut seen);
            }
            for code in &operation.errors {
                assert!(error_status(code).is_some(), "{code} has no status");
            }
        }
    }

    fn visit(name: &str, seen: &mut BTreeSet<String>) {
        if !seen.insert(name.to_owned()) {
            return;
        }
        match &shape(name).kind {
            Kind::List(of) => visit(of, seen),
            Kind::Map(key, value) => {
                visit(key, seen);
                visit(value, seen);
            }
            Kind::Structure(members) => members.iter().for_each(|member| visit(&member.shape, seen)),
            _ => {}
        }
    }

    #[test]
    fn a_line_break_is_no_part_of_a_name_and_is_part_of_a_description() {
        let name = shape("NameString")
            .pattern
            .as_ref()
            .expect("names have a pattern");
        assert!(name.matches("Ann\tLee é 漢 😀"));
        assert!(!name.matches("two\nlines"));
        assert!(!name.matches("bell\u{7}"));
        let description = shape("DescriptionString").pattern.as_ref().expect("a pattern");
        assert!(description.matches("two\r\nlines"));
        assert!(!description.matches("nul\0"));
    }
}
