//! One file for each page: its view struct, its template, and a golden snapshot of its HTML.

pub(crate) mod entry;
pub(crate) mod start;
pub(crate) mod transforms;
mod words;
