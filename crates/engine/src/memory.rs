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
/// Share of the bytes of texts that cleaned values take, in percent.
const OF_TEXTS: u64 = 90;

impl MemoryNeed {
    /// The need of some records, whose texts take so many bytes.
    pub fn of(records: &Records, settings: &MatchSettings, text_bytes: u64) -> Self {
        let is_compared = |name: &&String| settings.kinds.get(*name) != Some(&AttributeKind::Ignore);
        let columns = records.names().iter().filter(is_compared).count() as u64;
        let columns = columns.saturating_sub(u64::from(records.key_column().is_some()));
        let values = text_bytes * OF_TEXTS / 100 + records.len() as u64 * columns * OF_VALUE;
        Self {
            bytes: text_bytes + values + records.len() as u64 * OF_RECORD,
            least_bytes: values + records.len() as u64 * OF_RECORD_ASIDE,
        }
    }
}
