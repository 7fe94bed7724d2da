//! Responses of the JSON protocol.

use axum::body::Body;
use http::header::{CONTENT_TYPE, DATE, HeaderValue};
use http::{Response, StatusCode};
use onefold_protocol::wire_error::{ERROR_TYPE_HEADER, WireError};
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

const JSON: &str = "application/x-amz-json-1.1";
const REQUEST_ID_HEADER: &str = "x-amzn-requestid";
const HTTP_DATE: &[BorrowedFormatItem<'_>] =
    format_description!("[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT");

/// A response with a body of the protocol.
pub(crate) fn json(body: Vec<u8>, request_id: &str) -> Response<Body> {
    typed(StatusCode::OK, JSON, body.into(), request_id)
}

/// A response with any body.
pub(crate) fn typed(status: StatusCode, kind: &'static str, body: Body, request_id: &str) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert(REQUEST_ID_HEADER, id);
    }
    // Clients set their clock by it when a signature is refused for its date.
    if let Ok(date) = OffsetDateTime::now_utc().format(HTTP_DATE)
        && let Ok(date) = HeaderValue::from_str(&date)
    {
        headers.insert(DATE, date);
    }
    response
}

/// An error; its code is in the header and in the body.
pub(crate) fn error(error: &WireError, request_id: &str) -> Response<Body> {
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::BAD_REQUEST);
    let mut response = typed(status, JSON, error.body().into(), request_id);
    response
        .headers_mut()
        .insert(ERROR_TYPE_HEADER, HeaderValue::from_static(error.code));
    response
}

/// A random id in the form of a UUID of version 4.
pub(crate) fn new_request_id() -> String {
    let mut digits = onefold_domain::random_hex(16);
    digits.replace_range(12..13, "4");
    digits.replace_range(16..17, "a");
    format!(
        "{}-{}-{}-{}-{}",
        &digits[..8],
        &digits[8..12],
        &digits[12..16],
        &digits[16..20],
        &digits[20..]
    )
}
