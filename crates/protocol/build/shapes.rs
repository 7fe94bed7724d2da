//! Writes the requests and responses of a service, and the structures inside of them.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::definition::{Kind, Member, Members, Model, Shape, snake_case};

/// Reserved words of Rust that are names of members.
const RESERVED: [&str; 1] = ["type"];

/// The structs of a model.
pub fn written(model: &Model) -> String {
    let mut writer = Writer {
        model,
        structs: BTreeMap::new(),
        open: Vec::new(),
    };
    let mut text = String::new();
    for (name, operation) in &model.operations {
        let takes = format!("What `{name}` takes.");
        text += &writer.structure(&format!("{name}Request"), &takes, &operation.input, &[]);
        let gives = format!("What `{name}` gives.");
        text += &writer.structure(&format!("{name}Response"), &gives, &operation.output, &[]);
    }
    writer.structs.into_values().fold(text, |text, own| text + &own)
}

struct Writer<'a> {
    model: &'a Model,
    /// Structures that are written.
    structs: BTreeMap<String, String>,
    /// Structures around the one that is being written: one of them inside of itself needs a box.
    open: Vec<String>,
}

impl Writer<'_> {
    fn structure(&mut self, name: &str, about: &str, members: &Members, secret: &[String]) -> String {
        let fields: String = members
            .0
            .iter()
            .map(|member| self.field(member, secret.contains(&member.name)))
            .collect();
        format!(
            "/// {about}\n#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]\n\
             #[serde(default)]\npub struct {name} {{\n{fields}}}\n\n"
        )
    }

    fn field(&mut self, member: &Member, is_secret: bool) -> String {
        let shape = &self.model.shapes[&member.shape];
        let name = &member.name;
        let own = if is_secret {
            "Secret".to_owned()
        } else {
            self.rust(&member.shape)
        };
        let (kind, absent) = if member.is_required {
            (own, "")
        } else {
            (
                format!("Option<{own}>"),
                ", skip_serializing_if = \"Option::is_none\"",
            )
        };
        let snake = snake_case(name);
        let raw = if RESERVED.contains(&snake.as_str()) {
            "r#"
        } else {
            ""
        };
        format!(
            "    /// `{name}`: {}.\n    #[serde(rename = {name:?}{absent})]\n    pub {raw}{snake}: {kind},\n",
            words(&member.shape, shape)
        )
    }

    /// The Rust type of a shape.
    fn rust(&mut self, name: &str) -> String {
        let model = self.model;
        let shape = &model.shapes[name];
        let part = |part: &Option<String>| part.clone().unwrap_or_default();
        match shape.kind {
            _ if shape.opaque => "serde_json::Value".to_owned(),
            Kind::String => "String".to_owned(),
            Kind::Integer | Kind::Long => "i64".to_owned(),
            Kind::Double | Kind::Timestamp => "f64".to_owned(),
            Kind::Boolean => "bool".to_owned(),
            Kind::List => format!("Vec<{}>", self.rust(&part(&shape.of))),
            Kind::Map => format!(
                "std::collections::BTreeMap<{}, {}>",
                self.rust(&part(&shape.key)),
                self.rust(&part(&shape.value))
            ),
            Kind::Structure if self.open.iter().any(|open| open == name) => format!("Box<{name}>"),
            Kind::Structure => {
                if !self.structs.contains_key(name) {
                    self.open.push(name.to_owned());
                    let about = format!("The structure `{name}`.");
                    let own = self.structure(name, &about, &shape.members, &shape.secret);
                    self.open.pop();
                    self.structs.insert(name.to_owned(), own);
                }
                name.to_owned()
            }
        }
    }
}

/// What a value of the shape may be.
fn words(name: &str, shape: &Shape) -> String {
    match (shape.kind, &shape.values) {
        _ if shape.opaque => "any JSON object".to_owned(),
        (Kind::String, Some(values)) => format!("one of `{}`", values.join("`, `")),
        (Kind::String, None) => "text".to_owned() + &bounds(shape, " characters"),
        (Kind::Integer | Kind::Long, _) => "a whole number".to_owned() + &bounds(shape, ""),
        (Kind::Double, _) => "a number".to_owned() + &bounds(shape, ""),
        (Kind::Timestamp, _) => "a time in seconds since 1970".to_owned(),
        (Kind::Boolean, _) => "true or false".to_owned(),
        (Kind::List, _) => "a list".to_owned() + &bounds(shape, " items"),
        (Kind::Map, _) => "a map".to_owned() + &bounds(shape, " entries"),
        (Kind::Structure, _) => format!("the structure [`{name}`]"),
    }
}

fn bounds(shape: &Shape, unit: &str) -> String {
    let mut text = String::new();
    let written = match (shape.min.filter(|&min| min != 0.0 || unit.is_empty()), shape.max) {
        (Some(min), Some(max)) if min >= max => write!(text, ", {min}{unit}"),
        (Some(min), Some(max)) => write!(text, ", {min} to {max}{unit}"),
        (Some(min), None) => write!(text, ", at least {min}{unit}"),
        (None, Some(max)) => write!(text, ", at most {max}{unit}"),
        (None, None) => Ok(()),
    };
    written.map(|()| text).unwrap_or_default()
}
