//! Tables in and out: reads CSV, JSON lines and Parquet from files and object stores as text columns, and writes
//! results so that what came in goes out unchanged.
//!
//! It knows nothing of matching. The main path is [`read`], then the engine's work on [`Table::batches`], then
//! [`write`] with the new columns. Outputs appear complete or not at all.

mod error;
mod format;
mod json_text;
mod reference;
mod s3;
mod sink;
mod source;
mod table;
mod value_text;
mod watch;

pub use error::Error;
pub use format::{Compression, Format};
pub use reference::{IdPair, read_pairs, read_truth};
pub use sink::{Output, check_file_output, check_output, write, write_atomically, write_pairs, write_to};
pub use source::{ReadOptions, read, size_bytes};
pub use table::{Notice, Place, Table, Unit};
pub use watch::Watch;
