//! Tables in and out: reads text, JSON, Parquet, Arrow, workbooks and databases from files, object stores and servers as text
//! columns, and writes results in which all input values are unchanged.
//!
//! It knows nothing about matching. The main path is [`read`], then the engine's work on [`Table::batches`], then
//! [`write()`] with the new columns. Outputs appear complete or not at all.
//!
//! ```
//! use std::sync::Arc;
//!
//! use arrow_array::{ArrayRef, Int64Array};
//! use onefold_data::{Output, ReadOptions, Watch, check_output, read, write};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # std::env::set_current_dir(&folder)?;
//! std::fs::write("people.csv", "id;name\n1;Ann\n2;Anne\n")?;
//! let out = Output::new("matched.csv", false);
//! check_output(&out)?;
//!
//! let table = read(&["people.csv".to_owned()], &ReadOptions::default(), Watch::SILENT)?;
//! assert_eq!(table.names, ["id", "name"]);
//! assert_eq!(table.place(1).map(|place| place.to_string()), Some("people.csv, line 3".to_owned()));
//!
//! let match_id: ArrayRef = Arc::new(Int64Array::from(vec![7, 7]));
//! write(&table, &[("match_id", match_id)], &out, Watch::SILENT)?;
//! assert_eq!(std::fs::read_to_string("matched.csv")?, "id;name;match_id\n1;Ann;7\n2;Anne;7\n");
//! # Ok(())
//! # }
//! ```

mod assumption;
mod declared;
mod error;
mod format;
mod frame;
mod json_text;
mod labels;
mod postgres;
mod reference;
mod s3;
mod scratch;
mod short_copy;
mod sink;
mod source;
mod table;
mod value_text;
mod watch;

pub use assumption::{Assumed, Assumption, JsonShape};
pub use error::Error;
pub use format::{Compression, Format};
pub use frame::Frame;
pub use labels::{LABEL, LABELING_SET_ID, LabelFile, LabelRow, LabelingSets, label_file, read_labels};
pub use onefold_s3::Error as ObjectError;
pub use postgres::check_no_password;
pub use reference::{IdPair, read_pairs, read_truth};
pub use scratch::{PutBatches, Room, Scratch, text_bytes};
pub use sink::{
    DEFAULT_TABLE, Output, Staged, can_be_written_in_parts, check_file_output, check_output,
    publish_together, stage, stage_file, stage_pairs, write, write_atomically, write_pairs, write_to,
};
pub use source::{ReadOptions, read, size_bytes};
pub use table::{Notice, Place, Table, Unit};
pub use watch::Watch;
