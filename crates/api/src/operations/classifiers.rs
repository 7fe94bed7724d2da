//! Classifiers.

use onefold_domain::Document;
use onefold_protocol::shapes::{
    Classifier, CreateClassifierRequest, CreateClassifierResponse, DeleteClassifierRequest,
    DeleteClassifierResponse, GetClassifierRequest, GetClassifierResponse, GetClassifiersRequest,
    GetClassifiersResponse, UpdateClassifierRequest, UpdateClassifierResponse,
};
use serde_json::Value;

use crate::convert::{members, page, shape};
use crate::dispatch::Context;
use crate::failure::Failure;

fn classifier(document: &Document) -> Result<Classifier, Failure> {
    let times = [
        ("CreationTime", Value::from(document.created_on.as_secs())),
        ("LastUpdated", document.modified_on.as_secs().into()),
        ("Version", (document.revision + 1).into()),
    ];
    let mut told = document.clone();
    for definition in told.body.values_mut().filter_map(Value::as_object_mut) {
        definition.extend(
            times
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone())),
        );
    }
    shape(&told, [])
}

pub(crate) fn create(
    context: &Context<'_>,
    request: CreateClassifierRequest,
) -> Result<CreateClassifierResponse, Failure> {
    context.service.create_classifier(members(&request))?;
    Ok(CreateClassifierResponse {})
}

pub(crate) fn get(
    context: &Context<'_>,
    request: GetClassifierRequest,
) -> Result<GetClassifierResponse, Failure> {
    let document = context.service.classifier(&request.name)?;
    Ok(GetClassifierResponse {
        classifier: Some(classifier(&document)?),
    })
}

pub(crate) fn get_all(
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

pub(crate) fn update(
    context: &Context<'_>,
    request: UpdateClassifierRequest,
) -> Result<UpdateClassifierResponse, Failure> {
    context.service.update_classifier(members(&request))?;
    Ok(UpdateClassifierResponse {})
}

pub(crate) fn delete(
    context: &Context<'_>,
    request: DeleteClassifierRequest,
) -> Result<DeleteClassifierResponse, Failure> {
    context.service.delete_classifier(&request.name)?;
    Ok(DeleteClassifierResponse {})
}
