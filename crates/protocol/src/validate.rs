//! Holds a request's body against the service model: types first, then constraints, all of them at once.

use std::fmt;

use serde_json::Value;

use crate::model::{Kind, Member, Operation, Shape};

/// So much of a refused value is repeated in the message.
const SHOWN_CHARS: usize = 100;
/// So many violations are listed; the count includes all.
const SHOWN_VIOLATIONS: usize = 10;

/// Why a body was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// A member has the wrong JSON type.
    Type {
        /// Path of the member, as in the model.
        path: String,
        /// What it has to be.
        expected: &'static str,
    },
    /// Constraints are violated; at least one.
    Constraints(Vec<Violation>),
}

/// A constraint that a value does not satisfy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The value, shortened; `null` where it is absent.
    pub value: Option<String>,
    /// Path of the member in camel case.
    pub path: String,
    /// The constraint in words.
    pub constraint: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type { path, expected } if path.is_empty() => write!(f, "the body must be {expected}"),
            Self::Type { path, expected } => write!(f, "member {path} must be {expected}"),
            Self::Constraints(violations) => {
                let plural = if violations.len() == 1 { "" } else { "s" };
                write!(f, "{} validation error{plural} detected: ", violations.len())?;
                for (at, violation) in violations.iter().take(SHOWN_VIOLATIONS).enumerate() {
                    if at > 0 {
                        f.write_str("; ")?;
                    }
                    match &violation.value {
                        Some(value) => write!(f, "Value '{value}'")?,
                        None => f.write_str("Value null")?,
                    }
                    write!(
                        f,
                        " at '{}' failed to satisfy constraint: {}",
                        violation.path, violation.constraint
                    )?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for Refused {}

/// Checks the body of a request. Members that the model does not know are passed over; `null` is the same as absent.
/// A body that passes can be read into the operation's request shape.
pub fn check(operation: &Operation, body: &Value) -> Result<(), Refused> {
    let mut check = Check::default();
    check.structure(operation.input, body, &mut Path::default())?;
    if check.violations.is_empty() {
        Ok(())
    } else {
        Err(Refused::Constraints(check.violations))
    }
}

#[derive(Default)]
struct Check {
    violations: Vec<Violation>,
}

/// Where a value stands: names as in the model.
#[derive(Default)]
struct Path {
    steps: Vec<Step>,
}

enum Step {
    Member(&'static str),
    Item(usize),
    Key(String),
}

impl Path {
    /// As clients wrote it.
    fn model(&self) -> String {
        self.join(ToOwned::to_owned, |at| format!("[{}]", at - 1), "")
    }

    /// As AWS words it: camel case, items counted from 1.
    fn camel(&self) -> String {
        self.join(camel, |at| format!("{at}.member"), ".")
    }

    fn join(
        &self,
        name: impl Fn(&str) -> String,
        item: impl Fn(usize) -> String,
        before_item: &str,
    ) -> String {
        let mut text = String::new();
        for step in &self.steps {
            let (part, dot) = match step {
                Step::Member(member) => (name(member), "."),
                Step::Item(at) => (item(at + 1), before_item),
                Step::Key(key) => (shortened(key), "."),
            };
            if !text.is_empty() {
                text.push_str(dot);
            }
            text.push_str(&part);
        }
        text
    }
}

fn camel(name: &str) -> String {
    let mut chars = name.chars();
    chars
        .next()
        .map(|first| first.to_lowercase().chain(chars).collect())
        .unwrap_or_default()
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN_CHARS) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

impl Check {
    fn structure(
        &mut self,
        members: &'static [Member],
        value: &Value,
        path: &mut Path,
    ) -> Result<(), Refused> {
        let Value::Object(object) = value else {
            return Err(wrong(path, "a JSON object"));
        };
        for member in members {
            path.steps.push(Step::Member(member.name));
            match object.get(member.name) {
                None | Some(Value::Null) => {
                    if member.is_required {
                        self.violate(None, path, "Member must not be null".to_owned());
                    }
                }
                Some(value) => self.value(member.shape, value, path)?,
            }
            path.steps.pop();
        }
        Ok(())
    }

    fn value(&mut self, shape: &'static Shape, value: &Value, path: &mut Path) -> Result<(), Refused> {
        match &shape.kind {
            Kind::String => {
                let text = value.as_str().ok_or_else(|| wrong(path, "a string"))?;
                self.text(shape, text, path);
            }
            Kind::Integer => {
                let number = value
                    .as_i64()
                    .filter(|&number| i32::try_from(number).is_ok())
                    .ok_or_else(|| wrong(path, "a whole number of 32 bits"))?;
                self.number(shape, number as f64, value, path);
            }
            Kind::Long => {
                let number = value
                    .as_i64()
                    .ok_or_else(|| wrong(path, "a whole number of 64 bits"))?;
                self.number(shape, number as f64, value, path);
            }
            Kind::Double | Kind::Timestamp => {
                let number = value.as_f64().ok_or_else(|| wrong(path, "a number"))?;
                self.number(shape, number, value, path);
            }
            Kind::Boolean => {
                value.as_bool().ok_or_else(|| wrong(path, "true or false"))?;
            }
            Kind::List(of) => {
                let items = value.as_array().ok_or_else(|| wrong(path, "a list"))?;
                self.length(shape, items.len(), value, path);
                for (at, item) in items.iter().enumerate() {
                    path.steps.push(Step::Item(at));
                    self.value(of, item, path)?;
                    path.steps.pop();
                }
            }
            Kind::Map(key, of) => {
                let entries = value.as_object().ok_or_else(|| wrong(path, "a JSON object"))?;
                self.length(shape, entries.len(), value, path);
                for (name, entry) in entries {
                    path.steps.push(Step::Key(name.clone()));
                    self.text(key, name, path);
                    self.value(of, entry, path)?;
                    path.steps.pop();
                }
            }
            Kind::Structure(members) => self.structure(members, value, path)?,
            Kind::Opaque => {
                value.as_object().ok_or_else(|| wrong(path, "a JSON object"))?;
            }
        }
        Ok(())
    }

    fn text(&mut self, shape: &Shape, text: &str, path: &Path) {
        let chars = text.chars().count() as f64;
        if let Some(min) = shape.min.filter(|&min| chars < min) {
            self.violate(Some(text), path, at_least("length", min));
        }
        if let Some(max) = shape.max.filter(|&max| chars > max) {
            self.violate(Some(text), path, at_most("length", max));
        }
        if let Some(pattern) = shape.pattern.as_ref().filter(|pattern| !pattern.matches(text)) {
            let constraint = format!(
                "Member must satisfy regular expression pattern: {}",
                pattern.text()
            );
            self.violate(Some(text), path, constraint);
        }
        if let Some(values) = &shape.values
            && !values.contains(&text)
        {
            let constraint = format!("Member must satisfy enum value set: [{}]", values.join(", "));
            self.violate(Some(text), path, constraint);
        }
    }

    fn number(&mut self, shape: &Shape, number: f64, value: &Value, path: &Path) {
        if let Some(min) = shape.min.filter(|&min| number < min) {
            self.violate(Some(&value.to_string()), path, at_least("value", min));
        }
        if let Some(max) = shape.max.filter(|&max| number > max) {
            self.violate(Some(&value.to_string()), path, at_most("value", max));
        }
    }

    fn length(&mut self, shape: &Shape, length: usize, value: &Value, path: &Path) {
        if let Some(min) = shape.min.filter(|&min| (length as f64) < min) {
            self.violate(Some(&value.to_string()), path, at_least("length", min));
        }
        if let Some(max) = shape.max.filter(|&max| length as f64 > max) {
            self.violate(Some(&value.to_string()), path, at_most("length", max));
        }
    }

    fn violate(&mut self, value: Option<&str>, path: &Path, constraint: String) {
        self.violations.push(Violation {
            value: value.map(shortened),
            path: path.camel(),
            constraint,
        });
    }
}

fn wrong(path: &Path, expected: &'static str) -> Refused {
    Refused::Type {
        path: path.model(),
        expected,
    }
}

fn at_least(what: &str, min: f64) -> String {
    format!("Member must have {what} greater than or equal to {min}")
}

fn at_most(what: &str, max: f64) -> String {
    format!("Member must have {what} less than or equal to {max}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::Service;

    fn refuse(name: &str, body: &Value) -> String {
        check(Service::Glue.operation(name).expect("an operation"), body)
            .expect_err("the body violates the model")
            .to_string()
    }

    #[test]
    fn each_kind_of_constraint_names_member_and_rule() {
        let cases = [
            (
                "GetMLTaskRuns",
                json!({ "TransformId": "", "MaxResults": 1001 }),
                "2 validation errors detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must \
                 have value less than or equal to 1000; Value '' at 'transformId' failed to satisfy constraint: Member \
                 must have length greater than or equal to 1",
            ),
            (
                "GetMLTaskRuns",
                json!({ "TransformId": "t", "Filter": { "Status": "running" } }),
                "1 validation error detected: Value 'running' at 'filter.status' failed to satisfy constraint: \
                 Member must satisfy enum value set: [STARTING, RUNNING, STOPPING, STOPPED, SUCCEEDED, FAILED, TIMEOUT]",
            ),
            (
                "GetMLTaskRuns",
                json!({ "TransformId": "t", "Sort": { "Column": "STARTED" } }),
                "1 validation error detected: Value null at 'sort.sortDirection' failed to satisfy constraint: Member \
                 must not be null",
            ),
            (
                "GetMLTaskRuns",
                json!({ "TransformId": 7 }),
                "member TransformId must be a string",
            ),
            (
                "GetMLTaskRuns",
                json!({ "TransformId": "t", "MaxResults": 1.5 }),
                "member MaxResults must be a whole number of 32 bits",
            ),
            ("GetMLTaskRuns", json!([]), "the body must be a JSON object"),
        ];
        for (name, body, text) in cases {
            assert_eq!(refuse(name, &body), text);
        }
    }

    #[test]
    fn items_of_lists_are_counted_from_one_as_in_aws() {
        let body = json!({
            "Name": "n", "Role": "r", "Parameters": { "TransformType": "FIND_MATCHES" },
            "InputRecordTables": [{ "DatabaseName": "d", "TableName": "" }]
        });
        let text = refuse("CreateMLTransform", &body);
        assert!(
            text.contains("at 'inputRecordTables.1.member.tableName'"),
            "{text}"
        );
    }

    #[test]
    fn unknown_members_and_nulls_are_passed_over() {
        let body = json!({ "TransformId": "t", "Filter": null, "Later": { "x": [1] } });
        let operation = Service::Glue.operation("GetMLTaskRuns").expect("an operation");
        check(operation, &body).expect("nothing is wrong");
    }
}
