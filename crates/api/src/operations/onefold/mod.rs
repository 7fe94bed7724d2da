//! What the service offers beyond AWS, a file for each operation.

mod begin_find_matches;

pub(crate) use self::begin_find_matches::*;
