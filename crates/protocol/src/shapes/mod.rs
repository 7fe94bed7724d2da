//! The shapes of requests and responses, member by member as the service model has them. A test holds every struct
//! against the model, and another against the model that the installed botocore ships.
//!
//! Required members are plain, all others `Option`; absent members are left out of what is written. Enumerations are
//! strings here: [`crate::validate`] refuses unknown values before a shape is made.
#![expect(
    missing_docs,
    reason = "the members are those of the service model, and mean what its documentation says"
)]

mod catalog;
mod crawlers;
mod jobs;
mod logs;
mod tags;
mod transforms;

pub use self::catalog::*;
pub use self::crawlers::*;
pub use self::jobs::*;
pub use self::logs::*;
pub use self::tags::*;
pub use self::transforms::*;
