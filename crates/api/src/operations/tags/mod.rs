//! The operations on tags, a file for each.

mod get_tags;
mod tag_resource;
mod untag_resource;

pub(crate) use self::{get_tags::*, tag_resource::*, untag_resource::*};
