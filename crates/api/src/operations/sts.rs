//! `GetCallerIdentity` of STS, the one operation of the form protocol: Terraform and others ask it for the account.

use axum::body::Body;
use http::StatusCode;
use onefold_protocol::wire_error::WireError;

use crate::dispatch::{Call, Done};
use crate::{Endpoint, answer};

const NAME: &str = "GetCallerIdentity";
const XMLNS: &str = "https://sts.amazonaws.com/doc/2011-06-15/";

/// Answers the form; errors are XML too.
pub(crate) fn answer(endpoint: &Endpoint, call: &Call) -> Result<Done, WireError> {
    let (status, body) = match identity(endpoint, call) {
        Ok(body) => (StatusCode::OK, body),
        Err(error) => (
            StatusCode::from_u16(error.status).unwrap_or(StatusCode::BAD_REQUEST),
            format!(
                "<ErrorResponse xmlns=\"{XMLNS}\"><Error><Type>Sender</Type><Code>{}</Code><Message>{}</Message>\
                 </Error><RequestId>{}</RequestId></ErrorResponse>",
                error.code,
                escaped(&error.message),
                call.request_id
            ),
        ),
    };
    Ok(Done {
        operation: NAME,
        response: answer::typed(status, "text/xml", Body::from(body), &call.request_id),
    })
}

fn identity(endpoint: &Endpoint, call: &Call) -> Result<String, WireError> {
    let caller =
        endpoint
            .authenticator
            .authenticate(&call.headers, "/", &call.query, &call.body, "sts", &["host"])?;
    let form = String::from_utf8_lossy(&call.body);
    let action = form.split('&').find_map(|pair| pair.strip_prefix("Action="));
    if action != Some(NAME) {
        return Err(WireError::client(
            "UnknownOperationException",
            "The only supported STS operation is GetCallerIdentity",
        ));
    }
    endpoint
        .authenticator
        .authorize(&caller, "sts:GetCallerIdentity")?;
    let account = &endpoint.settings.account;
    Ok(format!(
        "<GetCallerIdentityResponse xmlns=\"{XMLNS}\"><GetCallerIdentityResult>\
         <Arn>arn:aws:iam::{account}:root</Arn><UserId>{}</UserId><Account>{account}</Account>\
         </GetCallerIdentityResult><ResponseMetadata><RequestId>{}</RequestId></ResponseMetadata>\
         </GetCallerIdentityResponse>",
        escaped(&caller.access_key),
        call.request_id
    ))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
