//! The operations on classifiers, a file for each.

mod create_classifier;
mod delete_classifier;
mod get_classifier;
mod get_classifiers;
mod update_classifier;

use onefold_domain::{self as domain, Document};
use onefold_protocol::shapes::Classifier;
use onefold_protocol::wire_error::WireError;
use serde::Serialize;
use serde_json::Value;

use crate::{
    convert::{members, shape},
    failure::Failure,
};

pub(crate) use self::{
    create_classifier::*, delete_classifier::*, get_classifier::*, get_classifiers::*, update_classifier::*,
};

/// The members of a request that define a classifier, of which there is one.
const KINDS: [&str; 4] = [
    "CsvClassifier",
    "JsonClassifier",
    "GrokClassifier",
    "XMLClassifier",
];

/// The one classifier that a request defines.
fn defined(request: &impl Serialize) -> Result<domain::Classifier, Failure> {
    let given = members(request)?;
    let kinds = KINDS.iter().filter(|kind| given.contains_key(**kind)).count();
    if kinds != 1 {
        return Err(WireError::client(
            "InvalidInputException",
            format!("Set exactly one of {}; {kinds} are set", KINDS.join(", ")),
        )
        .into());
    }
    shape(&given, [])
}

fn classifier(document: &Document<domain::Classifier>) -> Result<Classifier, Failure> {
    let times = [
        ("CreationTime", Value::from(document.created_on.as_secs())),
        ("LastUpdated", document.modified_on.as_secs().into()),
        ("Version", (document.revision + 1).into()),
    ];
    let mut told = members(&document.body)?;
    for definition in told.values_mut().filter_map(Value::as_object_mut) {
        definition.extend(
            times
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone())),
        );
    }
    shape(&told, [])
}
