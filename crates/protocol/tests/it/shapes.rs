//! Every request and response has exactly the members of the service model: a value with all of them, made from the
//! model, is read into the struct and written again, and nothing is lost or changed.

use std::ptr;

use onefold_protocol::for_each_operation;
use onefold_protocol::model::{Kind, Member, OperationName, Service, Shape};
use onefold_protocol::shapes::CreateJobRequest;
use onefold_protocol::validate;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// A structure inside of itself is left out from here on.
const DEEPEST: usize = 12;

/// A value with all members, of the shortest text and smallest numbers that are allowed.
pub(crate) fn full(members: &'static [Member]) -> Value {
    structure(members, &mut Vec::new())
}

fn structure(members: &'static [Member], inside: &mut Vec<&'static Shape>) -> Value {
    let mut object = Map::new();
    for member in members {
        if !inside.iter().any(|around| ptr::eq(*around, member.shape)) {
            object.insert(member.name.to_owned(), value(member.shape, inside));
        }
    }
    Value::Object(object)
}

fn value(shape: &'static Shape, inside: &mut Vec<&'static Shape>) -> Value {
    match &shape.kind {
        Kind::String => match shape.values {
            Some(values) => values[0].into(),
            None => text(shape).into(),
        },
        Kind::Integer | Kind::Long => (shape.min.unwrap_or(1.0) as i64).into(),
        Kind::Double | Kind::Timestamp => shape.min.unwrap_or(0.5).into(),
        Kind::Boolean => true.into(),
        Kind::List(of) => {
            let item = value(of, inside);
            vec![item; (shape.min.unwrap_or(1.0) as usize).max(1)].into()
        }
        Kind::Map(key, of) => {
            let mut entries = Map::new();
            entries.insert(
                value(key, inside).as_str().unwrap_or("k").to_owned(),
                value(of, inside),
            );
            Value::Object(entries)
        }
        Kind::Structure(members) => {
            assert!(inside.len() < DEEPEST, "a structure is too deep");
            inside.push(shape);
            let made = structure(members, inside);
            inside.pop();
            made
        }
        Kind::Opaque => json!({ "Anything": [1, { "x": null }] }),
    }
}

fn text(shape: &Shape) -> String {
    let length = (shape.min.unwrap_or(1.0) as usize).max(1);
    let candidates = [
        "a",
        "2",
        "2.0",
        "Sun:1",
        "00000000-0000-0000-0000-000000000000",
        "arn:aws:glue:us-east-1:1:job/j",
    ];
    let fits = |text: &&str| shape.pattern.is_none_or(|pattern| pattern.matches(text));
    candidates
        .iter()
        .find(|text| text.len() >= length && fits(text))
        .map_or_else(|| "a".repeat(length), |text| (*text).to_owned())
}

fn round_trip<T: DeserializeOwned + Serialize>(name: &str, members: &'static [Member]) {
    let made = full(members);
    let read: T = serde_json::from_value(made.clone()).unwrap_or_else(|error| panic!("{name}: {error}"));
    let written = serde_json::to_value(&read).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(written, made, "{name}");
}

macro_rules! round_trips {
    ($($name:ident, $snake:ident, $request:ty, $response:ty;)*) => {
        fn round_trip_of(name: OperationName, input: &'static [Member], output: &'static [Member]) {
            match name {
                $(OperationName::$name => {
                    round_trip::<$request>(stringify!($request), input);
                    round_trip::<$response>(stringify!($response), output);
                })*
            }
        }
    };
}

for_each_operation!(round_trips);

#[test]
fn every_request_and_response_has_the_members_of_the_model() {
    for operation in Service::ALL.into_iter().flat_map(Service::operations) {
        round_trip_of(operation.name, operation.input, operation.output);
    }
}

#[test]
fn full_requests_pass_the_validation() {
    for operation in Service::Glue.operations() {
        let made = full(operation.input);
        validate::check(operation, &made).unwrap_or_else(|refused| panic!("{:?}: {refused}", operation.name));
    }
}

/// The order of members on the wire is that of the model's file, which the AWS SDKs take from the same source.
#[test]
fn members_are_written_in_the_order_of_the_model() {
    let response = onefold_protocol::shapes::CancelMLTaskRunResponse {
        status: Some("STOPPING".to_owned()),
        task_run_id: Some("tsk-1".to_owned()),
        transform_id: Some("tfm-1".to_owned()),
    };
    assert_eq!(
        serde_json::to_string(&response).expect("a response can be written"),
        r#"{"TransformId":"tfm-1","TaskRunId":"tsk-1","Status":"STOPPING"}"#
    );
}

#[test]
fn debug_does_not_show_tokens() {
    let request: CreateJobRequest = serde_json::from_value(json!({
        "Name": "match",
        "Role": "role",
        "SourceControlDetails": { "Branch": "main", "AuthToken": "very-secret" },
    }))
    .unwrap();
    let shown = format!("{request:?}");
    assert!(
        shown.contains("main") && !shown.contains("very-secret"),
        "{shown}"
    );
}
