//! How much memory a run needs, estimated before it begins.

use crate::{AttributeKind, MatchSettings, Records};

/// Estimated memory of a run with candidates from blocks, with the texts of its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemoryNeed {
    /// With everything in memory.
    pub bytes: u64,
    /// With everything put aside that no stage is using ([`MatchRequest::putting_aside`](crate::MatchRequest::putting_aside)).
    pub least_bytes: u64,
}

/// Bytes of each record that do not depend on its columns: blocks, candidate pairs and their scores.
const OF_RECORD: u64 = 380;
const OF_RECORD_ASIDE: u64 = 95;
/// Bytes of each value: its number, its words and what is known of them.
const OF_VALUE: u64 = 18;
/// Share of the bytes of compared texts that cleaned values take, in percent.
const OF_TEXTS: u64 = 90;

impl MemoryNeed {
    /// The need of some records whose texts take so many bytes, as they were read and in each column that may be compared.
    pub fn of(records: &Records, settings: &MatchSettings, text_bytes: u64, of_columns: &[u64]) -> Self {
        let source = records.sources().map(|source| source.column);
        let is_compared = |column: usize| {
            let is_role = records.key_column() == Some(column) || source == Some(column);
            !is_role && settings.kinds.get(&records.names()[column]) != Some(&AttributeKind::Ignore)
        };
        // Columns without a value are not compared.
        let compared = of_columns.iter().enumerate();
        let compared = compared.filter(|&(column, &bytes)| bytes > 0 && is_compared(column));
        let (columns, bytes) = compared.fold((0, 0), |all, (_, bytes)| (all.0 + 1, all.1 + bytes));
        let values = bytes * OF_TEXTS / 100 + records.len() as u64 * columns * OF_VALUE;
        Self {
            bytes: text_bytes + values + records.len() as u64 * OF_RECORD,
            least_bytes: values + records.len() as u64 * OF_RECORD_ASIDE,
        }
    }
}
