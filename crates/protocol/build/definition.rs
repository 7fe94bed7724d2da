//! A service model as its file has it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

/// A service model.
#[derive(Deserialize)]
pub struct Model {
    /// The module of the crate that has its shapes.
    #[serde(skip)]
    pub module: &'static str,
    pub meta: Meta,
    pub patterns: BTreeMap<String, String>,
    pub errors: BTreeMap<String, ModelError>,
    pub operations: BTreeMap<String, Operation>,
    pub shapes: BTreeMap<String, Shape>,
}

/// How clients address the service.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Meta {
    pub service: String,
    /// Value of the target header, with `<Operation>` for the operation's name.
    pub target: String,
    pub signing_name: String,
}

#[derive(Deserialize)]
pub struct ModelError {
    pub http: u16,
}

#[derive(Deserialize)]
pub struct Operation {
    #[serde(default)]
    pub input: Members,
    #[serde(default)]
    pub output: Members,
    #[serde(default)]
    pub errors: Vec<String>,
}

#[derive(Deserialize)]
pub struct Shape {
    #[serde(rename = "type")]
    pub kind: Kind,
    pub min: Option<f64>,
    pub max: Option<f64>,
    pub pattern: Option<String>,
    #[serde(rename = "enum")]
    pub values: Option<Vec<String>>,
    #[serde(default)]
    pub members: Members,
    pub of: Option<String>,
    pub key: Option<String>,
    pub value: Option<String>,
    /// Members that logs must not show.
    #[serde(default)]
    pub secret: Vec<String>,
    /// Any JSON object is taken and kept as it is.
    #[serde(default)]
    pub opaque: bool,
}

#[derive(Deserialize, Clone, Copy, PartialEq)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    String,
    Integer,
    Long,
    Double,
    Boolean,
    Timestamp,
    List,
    Map,
    Structure,
}

/// Members of a structure in the order of the file, which is the order in which they are written on the wire.
#[derive(Default)]
pub struct Members(pub Vec<Member>);

pub struct Member {
    pub name: String,
    pub shape: String,
    /// The file marks it with `!` after the shape's name.
    pub is_required: bool,
}

impl Model {
    /// Fails if a name leads nowhere.
    pub fn check(&self) -> Result<(), String> {
        let own = self.shapes.values().flat_map(Shape::names);
        let of_operations = self
            .operations
            .values()
            .flat_map(|operation| operation.input.shapes().chain(operation.output.shapes()));
        if let Some(name) = own
            .chain(of_operations)
            .find(|name| !self.shapes.contains_key(*name))
        {
            return Err(format!("there is no shape {name}"));
        }
        if let Some(name) = self.shapes.values().find_map(Shape::unknown_secret) {
            return Err(format!("there is no member {name} to keep secret"));
        }
        let mut codes = self.operations.values().flat_map(|operation| &operation.errors);
        match codes.find(|code| !self.errors.contains_key(*code)) {
            Some(code) => Err(format!("there is no error {code}")),
            None => Ok(()),
        }
    }

    /// Names of the shapes that operations lead to.
    pub fn reached(&self) -> BTreeSet<&str> {
        let mut reached = BTreeSet::new();
        let operations = self.operations.values();
        let mut open: Vec<&str> = operations
            .flat_map(|operation| operation.input.shapes().chain(operation.output.shapes()))
            .collect();
        while let Some(name) = open.pop() {
            if reached.insert(name) {
                open.extend(self.shapes[name].names());
            }
        }
        reached
    }
}

impl Shape {
    /// A secret that is not a member.
    fn unknown_secret(&self) -> Option<&String> {
        let is_member = |name: &String| self.members.0.iter().any(|member| member.name == *name);
        self.secret.iter().find(|name| !is_member(name))
    }

    /// Names of the shapes that this one is made of.
    fn names(&self) -> impl Iterator<Item = &str> {
        let parts = [&self.of, &self.key, &self.value];
        self.members
            .shapes()
            .chain(parts.into_iter().flatten().map(String::as_str))
    }
}

impl Members {
    fn shapes(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|member| member.shape.as_str())
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(InOrder)
    }
}

struct InOrder;

impl<'de> Visitor<'de> for InOrder {
    type Value = Members;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("members with the names of their shapes")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
        let mut members = Vec::new();
        while let Some((name, shape)) = map.next_entry::<String, String>()? {
            members.push(Member {
                name,
                shape: shape.trim_end_matches('!').to_owned(),
                is_required: shape.ends_with('!'),
            });
        }
        Ok(Members(members))
    }
}

/// A name in the form of Rust's fields: `TransformId` is `transform_id`, `XMLClassifier` is `xml_classifier`.
pub fn snake_case(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut snake = String::new();
    for (at, &c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| chars[before]);
        let is_before_lower = chars.get(at + 1).is_some_and(char::is_ascii_lowercase);
        let is_start = c.is_ascii_uppercase()
            && before.is_some_and(|before| !before.is_ascii_uppercase() || is_before_lower);
        if is_start {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}
