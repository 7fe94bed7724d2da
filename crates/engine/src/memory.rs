//! How much memory a run needs, estimated before it begins.

use crate::{AttributeKind, MatchSettings, Records, Silent, standardize::silent_columns};

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
/// Bytes of a value beyond which a text is long, and the share that its words take beyond that, in percent.
const SHORT: u64 = 32;
const OF_LONG_TEXTS: u64 = 320;

impl MemoryNeed {
    /// The need of some records whose texts take so many bytes, as they were read and in each column that may be compared.
    pub fn of(records: &Records, settings: &MatchSettings, text_bytes: u64, of_columns: &[u64]) -> Self {
        let source = records.sources().map(|source| source.column);
        let silent = silent_columns(records, &settings.kinds, &Silent);
        let is_compared = |column: usize| {
            let is_role = records.key_column() == Some(column) || source == Some(column);
            !is_role
                && !silent.contains(&column)
                && settings.kinds.get(&records.names()[column]) != Some(&AttributeKind::Ignore)
        };
        // Columns without a value, or that say nothing, are not compared.
        let compared = of_columns.iter().enumerate();
        let compared = compared.filter(|&(column, &bytes)| bytes > 0 && is_compared(column));
        let number = records.len() as u64;
        let of_column = |bytes: u64| {
            let long = bytes.saturating_sub(number * SHORT);
            bytes * OF_TEXTS / 100 + long * OF_LONG_TEXTS / 100 + number * OF_VALUE
        };
        let values: u64 = compared.map(|(_, &bytes)| of_column(bytes)).sum();
        Self {
            bytes: text_bytes + values + number * OF_RECORD,
            least_bytes: values + number * OF_RECORD_ASIDE,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{ArrayRef, RecordBatch, StringArray};

    use super::*;

    #[test]
    fn only_compared_columns_count_and_long_texts_count_more() {
        let column = || Arc::new(StringArray::from(vec!["a"; 1_000])) as ArrayRef;
        let names = ["id", "name", "empty", "note", "text"];
        let batch = RecordBatch::try_from_iter(names.map(|name| (name, column()))).unwrap();
        let records = Records::try_new(vec![batch]).unwrap();
        let mut settings = MatchSettings::default();
        settings.kinds.insert("note".to_owned(), AttributeKind::Ignore);
        let of =
            |text: u64| MemoryNeed::of(&records, &settings, 1_000_000, &[9_000, 20_000, 0, 700_000, text]);
        let short = of(30_000);
        // The id is no key here, so three columns are compared.
        assert_eq!(short.least_bytes, (9 + 20 + 30) * 900 + 3 * 18_000 + 95_000);
        assert_eq!(short.bytes, short.least_bytes - 95_000 + 380_000 + 1_000_000);
        let long = of(632_000);
        assert_eq!(long.least_bytes - short.least_bytes, 602 * 900 + 600 * 3_200);
    }
}
