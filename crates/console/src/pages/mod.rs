//! One file for each page: its view struct, its template, and a golden snapshot of its HTML.

pub(crate) mod columns;
pub(crate) mod decisions;
pub(crate) mod download;
pub(crate) mod entry;
pub(crate) mod labeling;
pub(crate) mod labels;
pub(crate) mod matched;
pub(crate) mod missed;
pub(crate) mod pairs;
mod preview;
pub(crate) mod quality;
mod reasons;
pub(crate) mod run;
pub(crate) mod runs;
pub(crate) mod start;
pub(crate) mod table_deletion;
pub(crate) mod tables;
pub(crate) mod transform;
pub(crate) mod transforms;
pub(crate) mod upload;
mod words;
