//! The service models: operations, shapes and constraints. The build script writes them out of `model/*.json`.

use std::sync::LazyLock;

use regex::Regex;

include!(concat!(env!("OUT_DIR"), "/model.rs"));

/// One operation.
pub struct Operation {
    /// Its name, as in the target header.
    pub name: OperationName,
    /// The service that it belongs to.
    pub service: Service,
    /// Members of the request, by name.
    pub input: &'static [Member],
    /// Members of the response, by name.
    pub output: &'static [Member],
    /// Codes of its errors.
    pub errors: &'static [&'static str],
}

/// A member of a structure.
pub struct Member {
    /// Its name on the wire.
    pub name: &'static str,
    /// What it holds.
    pub shape: &'static Shape,
    /// Whether it has to be there.
    pub is_required: bool,
}

/// A shape with its constraints.
pub struct Shape {
    /// What kind of value it is.
    pub kind: Kind,
    /// Smallest length or value.
    pub min: Option<f64>,
    /// Largest length or value.
    pub max: Option<f64>,
    /// What the text has to look like.
    pub pattern: Option<&'static Pattern>,
    /// The values that exist.
    pub values: Option<&'static [&'static str]>,
}

/// Kinds of values.
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
    List(&'static Shape),
    /// A map from text of one shape to another shape.
    Map(&'static Shape, &'static Shape),
    /// Named members, by name.
    Structure(&'static [Member]),
    /// Any JSON object.
    Opaque,
}

/// What a text has to look like.
pub enum Pattern {
    /// No control characters but tabs and those listed.
    Plain(&'static [char]),
    /// A regular expression over the whole text, with its words on the wire.
    Regex(LazyLock<Regex>, &'static str),
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

impl Service {
    /// Its operation of that name.
    pub fn operation(self, name: &str) -> Option<&'static Operation> {
        let operations = self.operations();
        let at = operations.binary_search_by(|operation| operation.name.as_str().cmp(name));
        at.ok().map(|at| &operations[at])
    }
}

/// The HTTP status of an error code.
pub fn error_status(code: &str) -> Option<u16> {
    let at = ERRORS.binary_search_by(|(known, _)| known.cmp(&code)).ok()?;
    Some(ERRORS[at].1)
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the model's patterns are regular expressions")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_and_errors_are_found_by_name() {
        for operation in Service::ALL.into_iter().flat_map(Service::operations) {
            let name = operation.name.as_str();
            let found = operation.service.operation(name).expect(name);
            assert_eq!(found.name, operation.name);
            for code in operation.errors {
                assert!(error_status(code).is_some(), "{code} has no status");
            }
        }
        assert!(Service::Glue.operation("DescribeLogGroups").is_none());
        assert_eq!(error_status("InternalServiceException"), Some(500));
        assert_eq!(error_status("InvalidSignatureException"), None);
    }

    #[test]
    fn a_line_break_is_no_part_of_a_name_and_is_part_of_a_description() {
        let operation = Service::Glue
            .operation("CreateMLTransform")
            .expect("an operation");
        let pattern = |name: &str| {
            let member = operation.input.iter().find(|member| member.name == name);
            member.and_then(|member| member.shape.pattern).expect("a pattern")
        };
        let name = pattern("Name");
        assert!(name.matches("Ann\tLee é 漢 😀"));
        assert!(!name.matches("two\nlines"));
        assert!(!name.matches("bell\u{7}"));
        let description = pattern("Description");
        assert!(description.matches("two\r\nlines"));
        assert!(!description.matches("nul\0"));
    }
}
