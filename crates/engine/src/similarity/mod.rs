//! Similarity measures, one file each. All are symmetric and pure.

mod edit_distance;
mod jaro_winkler;
mod letters;
mod nicknames;

pub use edit_distance::osa_at_most;
pub use jaro_winkler::jaro_winkler;
pub use letters::by_letter;
pub use nicknames::are_forms_of_one_name;
