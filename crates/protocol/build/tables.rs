//! Writes the operations of all services with the constraints of their members.

use crate::definition::{Kind, Members, Model, Shape, snake_case};

/// The operations by name, the services, the errors, the constraints, and a macro that lists the operations.
pub fn written(models: &[Model]) -> String {
    let constraints: String = models.iter().map(constraints).collect();
    names(models) + &services(models) + &errors(models) + &list(models) + &constraints
}

/// An enum, so that a `match` has all operations.
fn names(models: &[Model]) -> String {
    let (mut variants, mut arms) = (String::new(), String::new());
    for model in models {
        for name in model.operations.keys() {
            variants += &format!(
                "    /// `{name}` of the service `{}`.\n    {name},\n",
                model.meta.service
            );
            arms += &format!("            Self::{name} => {name:?},\n");
        }
    }
    format!(
        "/// The operations of all services.\n#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]\n\
         pub enum OperationName {{\n{variants}}}\n\nimpl OperationName {{\n    /// As clients write it.\n    \
         pub const fn as_str(self) -> &'static str {{\n        match self {{\n{arms}        }}\n    }}\n}}\n\n"
    )
}

fn services(models: &[Model]) -> String {
    let (mut variants, mut all) = (String::new(), String::new());
    let (mut signing_names, mut prefixes, mut operations) = (String::new(), String::new(), String::new());
    for model in models {
        let variant = variant(model);
        let (service, signing_name) = (&model.meta.service, &model.meta.signing_name);
        variants += &format!("    /// The service `{service}`.\n    {variant},\n");
        all += &format!("Self::{variant}, ");
        signing_names += &format!("            Self::{variant} => {signing_name:?},\n");
        let prefix = model.meta.target.trim_end_matches("<Operation>");
        prefixes += &format!("            Self::{variant} => {prefix:?},\n");
        operations += &format!("            Self::{variant} => &{service}::OPERATIONS,\n");
    }
    format!(
        "/// The services that have a model.\n#[derive(Debug, Clone, Copy, PartialEq, Eq)]\npub enum Service {{\n\
         {variants}}}\n\nimpl Service {{\n    /// All of them.\n    pub const ALL: [Self; {}] = [{all}];\n\n    \
         /// The name in signatures and in the actions that keys allow.\n    \
         pub const fn signing_name(self) -> &'static str {{\n        match self {{\n{signing_names}        }}\n    }}\n\n    \
         /// What the target header says before an operation's name.\n    \
         pub const fn target_prefix(self) -> &'static str {{\n        match self {{\n{prefixes}        }}\n    }}\n\n    \
         /// Its operations, by name.\n    pub fn operations(self) -> &'static [Operation] {{\n        match self {{\n\
         {operations}        }}\n    }}\n}}\n\n",
        models.len()
    )
}

/// `Glue` for the service `glue`.
fn variant(model: &Model) -> String {
    let (first, rest) = model.meta.service.split_at(1);
    first.to_uppercase() + rest
}

fn errors(models: &[Model]) -> String {
    let entries: String = models
        .iter()
        .flat_map(|model| &model.errors)
        .map(|(code, error)| format!("    ({code:?}, {}),\n", error.http))
        .collect();
    format!(
        "/// Codes of errors with their HTTP status.\npub static ERRORS: &[(&str, u16)] = &[\n{entries}];\n\n"
    )
}

/// A macro that calls another one with a line for each operation.
fn list(models: &[Model]) -> String {
    let mut lines = String::new();
    for model in models {
        for name in model.operations.keys() {
            let (snake, module) = (snake_case(name), model.module);
            lines += &format!(
                "            {name}, {snake}, $crate::{module}::{name}Request, $crate::{module}::{name}Response;\n"
            );
        }
    }
    format!(
        "/// Calls a macro with all operations: for each the name, the same in snake case, the type of the request and the\n\
         /// type of the response, and a semicolon.\n#[macro_export]\nmacro_rules! for_each_operation {{\n    \
         ($call:ident) => {{\n        $call! {{\n{lines}        }}\n    }};\n}}\n\n"
    )
}

/// The module of a service.
fn constraints(model: &Model) -> String {
    let variant = variant(model);
    let operations: String = model
        .operations
        .iter()
        .map(|(name, operation)| {
            format!(
                "        super::Operation {{\n            name: super::OperationName::{name},\n            \
                 service: super::Service::{variant},\n            input: {},\n            output: {},\n            \
                 errors: &{:?},\n        }},\n",
                members(&operation.input),
                members(&operation.output),
                operation.errors
            )
        })
        .collect();
    let shapes: String = model
        .reached()
        .into_iter()
        .map(|name| shape(name, &model.shapes[name]))
        .collect();
    let patterns: String = model
        .patterns
        .iter()
        .map(|(name, text)| {
            format!(
                "    static {}: super::Pattern = {};\n",
                pattern_name(name),
                pattern(name, text)
            )
        })
        .collect();
    format!(
        "#[allow(clippy::unreadable_literal, reason = \"a program wrote the numbers\")]\nmod {} {{\n    pub(super) static OPERATIONS: [super::Operation; {}] = [\n{operations}    ];\n\n{shapes}\n\
         {patterns}}}\n\n",
        model.meta.service,
        model.operations.len()
    )
}

/// In the order of their names, in which violations are told.
fn members(members: &Members) -> String {
    let mut sorted: Vec<_> = members.0.iter().collect();
    sorted.sort_by_key(|member| &member.name);
    let members: Vec<String> = sorted
        .into_iter()
        .map(|member| {
            format!(
                "super::Member {{ name: {:?}, shape: &{}, is_required: {} }}",
                member.name,
                shape_name(&member.shape),
                member.is_required
            )
        })
        .collect();
    format!("&[{}]", members.join(", "))
}

fn shape_name(name: &str) -> String {
    snake_case(name).to_uppercase()
}

fn pattern_name(name: &str) -> String {
    format!("PATTERN_{}", shape_name(name))
}

fn shape(name: &str, shape: &Shape) -> String {
    let part = |part: &Option<String>| part.as_deref().map(shape_name).unwrap_or_default();
    let kind = match shape.kind {
        _ if shape.opaque => "Opaque".to_owned(),
        Kind::String => "String".to_owned(),
        Kind::Integer => "Integer".to_owned(),
        Kind::Long => "Long".to_owned(),
        Kind::Double => "Double".to_owned(),
        Kind::Boolean => "Boolean".to_owned(),
        Kind::Timestamp => "Timestamp".to_owned(),
        Kind::List => format!("List(&{})", part(&shape.of)),
        Kind::Map => format!("Map(&{}, &{})", part(&shape.key), part(&shape.value)),
        Kind::Structure => format!("Structure({})", members(&shape.members)),
    };
    let pattern = match &shape.pattern {
        Some(name) => format!("Some(&{})", pattern_name(name)),
        None => "None".to_owned(),
    };
    let values = match &shape.values {
        Some(values) => format!("Some(&{values:?})"),
        None => "None".to_owned(),
    };
    format!(
        "    static {}: super::Shape = super::Shape {{ kind: super::Kind::{kind}, min: {:?}, max: {:?}, \
         pattern: {pattern}, values: {values} }};\n",
        shape_name(name),
        shape.min,
        shape.max
    )
}

fn pattern(name: &str, text: &str) -> String {
    match name {
        "singleLine" => "super::Pattern::Plain(&[])".to_owned(),
        "multiLine" => "super::Pattern::Plain(&['\\r', '\\n'])".to_owned(),
        "p13" => "super::Pattern::Plain(&['\\r'])".to_owned(),
        _ => {
            // The model writes a hyphen inside a class without escaping it.
            let whole = format!("^(?:{})$", text.replace("0-9-_", "0-9\\-_"));
            format!("super::Pattern::Regex(std::sync::LazyLock::new(|| super::regex({whole:?})), {text:?})")
        }
    }
}
