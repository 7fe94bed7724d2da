//! How many matches a record of a link may have, where nobody asked for a cardinality.
//!
//! A source whose records mostly have one match is taken to be free of duplicates, so that the best match of a record excludes its
//! second best; but not where many records have two sure matches, or where the two best matches of records mostly are one thing
//! themselves.

use crate::LinkCardinality;

/// Score from which a match is sure.
const SURE: f32 = 0.9;
/// Score from which a second match counts. It has a better rival, and so it scores lower than a first one.
const SECOND: f32 = 0.5;
/// Share of records with two or more sure matches, among those with one, above which a link is many-to-many.
const MANY: f32 = 0.35;
/// Least share of records whose two best matches are one thing, among those with two matches, and among those with one, from
/// which a source is taken to hold duplicates.
const DOUBLES: (f32, f32) = (0.6, 0.03);
/// Fewer records with a sure match say nothing.
const LEAST: u64 = 5;

/// Records of a link by their matches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct MatchCounts {
    /// With a sure match.
    pub matched: u64,
    /// Of these, with a second one.
    pub seconds: u64,
    /// Of these, with a sure second one.
    pub sure_seconds: u64,
    /// Of those with a second match, whose two best matches are one thing.
    pub doubles: u64,
}

impl MatchCounts {
    /// Counts a record with these scores of other records; `are_one` tells whether two records are one thing.
    pub fn count(&mut self, scored: impl Iterator<Item = (f32, u32)>, are_one: impl Fn(u32, u32) -> bool) {
        let mut found: Vec<(f32, u32)> = scored.filter(|(score, _)| *score >= SECOND).collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        if found.first().is_none_or(|(score, _)| *score < SURE) {
            return;
        }
        self.matched += 1;
        if let [first, second, ..] = found[..] {
            self.seconds += 1;
            self.sure_seconds += u64::from(second.0 >= SURE);
            self.doubles += u64::from(are_one(first.1, second.1));
        }
    }

    /// Adds the counts of other records.
    pub fn merge(&mut self, other: &Self) {
        self.matched += other.matched;
        self.seconds += other.seconds;
        self.sure_seconds += other.sure_seconds;
        self.doubles += other.doubles;
    }

    /// The cardinality that they speak for.
    pub fn cardinality(&self) -> LinkCardinality {
        let matched = self.matched as f32;
        let has_doubles = self.doubles as f32 >= DOUBLES.0 * self.seconds as f32
            && self.doubles as f32 >= DOUBLES.1 * matched;
        if self.matched < LEAST || self.sure_seconds as f32 > MANY * matched || has_doubles {
            LinkCardinality::ManyToMany
        } else {
            LinkCardinality::OneToOne
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MatchCounts;
    use crate::LinkCardinality::{self, ManyToMany, OneToOne};

    /// Of `records` with a sure match, so many have a second one with a score; some of these are the same thing as the first.
    fn found(records: u32, seconds: u32, score: f32, doubles: u32) -> LinkCardinality {
        let mut counts = MatchCounts::default();
        for row in 0..records {
            let second = (row < seconds).then_some((score, 1));
            counts.count([(0.95, 0)].into_iter().chain(second), |first, second| {
                assert_eq!((first, second), (0, 1), "the best comes first");
                row < doubles
            });
        }
        counts.cardinality()
    }

    #[test]
    fn one_match_for_each_record_is_one_to_one() {
        assert_eq!(found(100, 0, 0.0, 0), OneToOne);
    }

    /// Taxes of one person were once taken for those of several, because each further one scored below .9.
    #[test]
    fn second_matches_that_are_the_first_again_need_not_be_sure() {
        assert_eq!(found(100, 10, 0.6, 10), ManyToMany);
        assert_eq!(found(100, 2, 0.6, 2), OneToOne);
        assert_eq!(found(100, 10, 0.4, 10), OneToOne);
    }

    #[test]
    fn likely_second_matches_that_are_other_things_are_rivals() {
        assert_eq!(found(100, 60, 0.6, 10), OneToOne);
        assert_eq!(found(100, 60, 0.95, 10), ManyToMany);
    }

    #[test]
    fn a_few_records_say_nothing() {
        assert_eq!(found(4, 0, 0.0, 0), ManyToMany);
    }
}
