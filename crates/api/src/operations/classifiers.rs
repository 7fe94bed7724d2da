//! Classifiers.

use onefold_domain::{self as domain, Document};
use onefold_protocol::shapes::{
    Classifier, CreateClassifierRequest, CreateClassifierResponse, DeleteClassifierRequest,
    DeleteClassifierResponse, GetClassifierRequest, GetClassifierResponse, GetClassifiersRequest,
    GetClassifiersResponse, UpdateClassifierRequest, UpdateClassifierResponse,
};
use onefold_protocol::wire_error::WireError;
use serde::Serialize;
use serde_json::Value;

use crate::convert::{members, page, shape};
use crate::dispatch::Context;
use crate::failure::Failure;

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

pub(crate) fn create_classifier(
    context: &Context<'_>,
    request: CreateClassifierRequest,
) -> Result<CreateClassifierResponse, Failure> {
    context.service.create_classifier(defined(&request)?)?;
    Ok(CreateClassifierResponse {})
}

pub(crate) fn get_classifier(
    context: &Context<'_>,
    request: GetClassifierRequest,
) -> Result<GetClassifierResponse, Failure> {
    let document = context.service.classifier(&request.name)?;
    Ok(GetClassifierResponse {
        classifier: Some(classifier(&document)?),
    })
}

pub(crate) fn get_classifiers(
    context: &Context<'_>,
    request: GetClassifiersRequest,
) -> Result<GetClassifiersResponse, Failure> {
    let found = context
        .service
        .classifiers(&page(request.max_results, request.next_token))?;
    Ok(GetClassifiersResponse {
        classifiers: Some(found.items.iter().map(classifier).collect::<Result<_, _>>()?),
        next_token: found.next_token,
    })
}

pub(crate) fn update_classifier(
    context: &Context<'_>,
    request: UpdateClassifierRequest,
) -> Result<UpdateClassifierResponse, Failure> {
    context.service.update_classifier(defined(&request)?)?;
    Ok(UpdateClassifierResponse {})
}

pub(crate) fn delete_classifier(
    context: &Context<'_>,
    request: DeleteClassifierRequest,
) -> Result<DeleteClassifierResponse, Failure> {
    context.service.delete_classifier(&request.name)?;
    Ok(DeleteClassifierResponse {})
}
