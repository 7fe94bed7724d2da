//! Numbers of records and groups, with a type for each kind where several kinds meet, and counts as people read them.

use std::{fmt, num::NonZeroU32};

/// How many pairs so many records make.
pub const fn pairs_among(records: u64) -> u64 {
    records * records.saturating_sub(1) / 2
}

/// A count that is written with thousands separators: `1,234,567`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count(pub u64);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}

/// Row number of a record among all records of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row(pub u32);

impl Row {
    /// The place of what is kept for the record in a list with an entry for each record.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Number of a record among the few that an incremental run looks at. An `Option` of it takes no more room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NearRow(NonZeroU32);

impl NearRow {
    /// The record at a place of the list of near records.
    pub fn at(place: usize) -> Self {
        let next = u32::try_from(place).ok().and_then(|place| place.checked_add(1));
        Self(
            next.and_then(NonZeroU32::new)
                .expect("fewer records than 2^32 are near"),
        )
    }

    /// The number, from 0.
    pub fn number(self) -> u32 {
        self.0.get() - 1
    }
}

/// Number of a record among the last ones of a run: those behind an index, and the new ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LastRow(pub u32);

impl LastRow {
    /// The place of the record among the last ones.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Number of a match group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupNumber(pub u32);

impl GroupNumber {
    /// The place of the group in the lists of [`MatchGroups`](crate::MatchGroups).
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_number_that_may_be_absent_takes_four_bytes() {
        assert_eq!(size_of::<Option<NearRow>>(), 4);
        assert_eq!([NearRow::at(0).number(), NearRow::at(7).number()], [0, 7]);
    }
}
