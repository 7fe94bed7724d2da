//! Violations of every constraint of every member that requests have, made from the model: each is refused with a text
//! that names the member, and nothing panics.

use onefold_protocol::model::{Kind, Member, Service, Shape};
use onefold_protocol::validate::{self, Refused};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::shapes::full;

/// Values that break one constraint of a shape each.
fn broken(own: &Shape) -> Vec<Value> {
    let mut values: Vec<Value> = Vec::new();
    let is_text = matches!(own.kind, Kind::String);
    let is_number = matches!(own.kind, Kind::Integer | Kind::Long | Kind::Double);
    if let Some(min) = own.min {
        if is_text && min >= 1.0 {
            values.push("".into());
        }
        if is_number {
            values.push((min as i64 - 1).into());
        }
    }
    if let Some(max) = own.max {
        if is_text && max < 100_000.0 {
            values.push("a".repeat(max as usize + 1).into());
        }
        if is_number {
            values.push((max as i64 + 1).into());
        }
    }
    if own.pattern.is_some_and(|pattern| !pattern.matches("\u{1}")) {
        values.push("\u{1}".into());
    }
    if own.values.is_some() {
        values.push("NOT_ONE_OF_THEM".into());
    }
    values
}

fn camel(name: &str) -> String {
    name[..1].to_lowercase() + &name[1..]
}

#[test]
fn every_violated_constraint_names_its_member() {
    let mut tried = 0;
    for operation in Service::Glue.operations() {
        let made = full(operation.input);
        for member in operation.input {
            for value in broken(member.shape) {
                let mut body = made.clone();
                body[member.name] = value;
                let refused = validate::check(operation, &body).expect_err(member.name);
                assert!(
                    matches!(refused, Refused::Constraints(_)),
                    "{:?}: {refused}",
                    operation.name
                );
                let named = format!("at '{}'", camel(member.name));
                assert!(
                    refused.to_string().contains(&named),
                    "{:?}: {refused}",
                    operation.name
                );
                tried += 1;
            }
        }
    }
    assert!(tried > 150, "{tried}");
}

#[test]
fn every_missing_required_member_is_named() {
    for operation in Service::Glue.operations() {
        let made = full(operation.input);
        for Member { name, .. } in operation.input.iter().filter(|member| member.is_required) {
            let mut body = made.clone();
            body.as_object_mut().expect("an object").remove(*name);
            let text = validate::check(operation, &body).expect_err(name).to_string();
            assert!(
                text.contains(&format!("Value null at '{}'", camel(name))),
                "{text}"
            );
        }
    }
}

#[test]
fn every_wrong_type_is_a_serialization_error() {
    for operation in Service::Glue.operations() {
        let made = full(operation.input);
        for member in operation.input {
            let wrong = match member.shape.kind {
                Kind::String => json!(1),
                _ => json!("text"),
            };
            let mut body = made.clone();
            body[member.name] = wrong;
            let refused = validate::check(operation, &body).expect_err(member.name);
            assert!(
                matches!(refused, Refused::Type { .. }),
                "{:?} {}",
                operation.name,
                member.name
            );
        }
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[A-Za-z]{1,10}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_body_panics(at in 0..Service::Glue.operations().len(), member in 0_usize..12, value in any_json()) {
        let operation = &Service::Glue.operations()[at];
        let mut body = full(operation.input);
        if let Some(member) = operation.input.get(member) {
            body[member.name] = value;
        }
        let _ = validate::check(operation, &body);
    }
}
