//! What is on the wire: the shapes of the AWS Glue JSON 1.1 protocol, their constraints, error bodies, and Signature
//! Version 4. Serde and hashing only; no I/O and nothing of the rest of the workspace.
//!
//! A request goes through here in this order: [`sigv4::verify`] says who sent it, [`model::Service::operation`]
//! finds the operation, [`validate::check`] holds the body against the model, and serde turns it into one of the [`shapes`].
//!
//! ```
//! use onefold_protocol::{model::Service, shapes::GetMLTransformRequest, validate};
//!
//! let operation = Service::Glue.operation("GetMLTransform").expect("an operation of the model");
//! let body = serde_json::json!({ "TransformId": "tfm-1" });
//! validate::check(operation, &body)?;
//! let request: GetMLTransformRequest = serde_json::from_value(body).expect("a checked body has the shape");
//! assert_eq!(request.transform_id, "tfm-1");
//!
//! let refused = validate::check(operation, &serde_json::json!({})).expect_err("the id is required");
//! assert_eq!(
//!     refused.to_string(),
//!     "1 validation error detected: Value null at 'transformId' failed to satisfy constraint: Member must not be null"
//! );
//! # Ok::<(), validate::Refused>(())
//! ```

pub mod logs;
pub mod model;
pub mod onefold;
pub mod shapes;
pub mod sigv4;
pub mod validate;
pub mod wire_error;
