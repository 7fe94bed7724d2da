//! Labels: what people have judged about records, as pairs that match and pairs that do not.
//!
//! A labeling set is a small group of records that were shown together. Within a set, records with the same mark are
//! one entity and records with different marks are different ones; different sets say nothing about each other. A
//! record without a mark was not judged.

use rustc_hash::FxHashMap;

/// Records that were judged together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LabelingSet {
    /// Name of the set.
    pub id: String,
    /// Row number and mark of each judged record.
    pub marks: Vec<(u32, String)>,
}

/// A judged pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LabeledPair {
    /// Row number of the first record; always below `right`.
    pub left: u32,
    /// Row number of the second record.
    pub right: u32,
    /// Whether both are one entity.
    pub is_match: bool,
    /// Number of the labeling set that says so, counted from 0.
    pub set: u32,
}

/// A pair that was judged both ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contradiction {
    /// Row number of the first record; always below `right`.
    pub left: u32,
    /// Row number of the second record.
    pub right: u32,
    /// The set that was overruled.
    pub earlier_set: u32,
    /// The set that counts.
    pub later_set: u32,
    /// What counts.
    pub is_match: bool,
}

/// All judgements, each pair once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Labels {
    /// Names of the sets, by number.
    pub sets: Vec<String>,
    /// Judged pairs, ordered by (left, right).
    pub pairs: Vec<LabeledPair>,
    /// Pairs that were judged both ways; the later set counts.
    pub contradictions: Vec<Contradiction>,
}

impl Labels {
    /// Takes all pairs inside each set. A pair that several sets judge alike counts once; where they differ, the later
    /// set counts, since people correct themselves.
    pub fn from_sets(sets: &[LabelingSet]) -> Self {
        let mut labels = Self {
            sets: sets.iter().map(|set| set.id.clone()).collect(),
            ..Self::default()
        };
        let mut known = FxHashMap::default();
        for (number, set) in sets.iter().enumerate() {
            for (at, (first, mark)) in set.marks.iter().enumerate() {
                for (second, other) in &set.marks[at + 1..] {
                    labels.judge(&mut known, number as u32, (*first, *second), mark == other);
                }
            }
        }
        labels.pairs = ordered(known);
        labels
    }

    /// Takes judged pairs, each as a set of its own.
    pub fn from_pairs(pairs: &[(u32, u32, bool)]) -> Self {
        let mut labels = Self {
            sets: (1..=pairs.len()).map(|number| number.to_string()).collect(),
            ..Self::default()
        };
        let mut known = FxHashMap::default();
        for (number, &(first, second, is_match)) in pairs.iter().enumerate() {
            labels.judge(&mut known, number as u32, (first, second), is_match);
        }
        labels.pairs = ordered(known);
        labels
    }

    fn judge(
        &mut self,
        known: &mut FxHashMap<(u32, u32), LabeledPair>,
        set: u32,
        (first, second): (u32, u32),
        is_match: bool,
    ) {
        if first == second {
            return;
        }
        let judged = LabeledPair {
            left: first.min(second),
            right: first.max(second),
            is_match,
            set,
        };
        let Some(earlier) = known.get_mut(&(judged.left, judged.right)) else {
            known.insert((judged.left, judged.right), judged);
            return;
        };
        if earlier.is_match != is_match {
            self.contradictions.push(Contradiction {
                left: judged.left,
                right: judged.right,
                earlier_set: earlier.set,
                later_set: set,
                is_match,
            });
            *earlier = judged;
        }
    }

    /// The labels of some sets only.
    #[must_use]
    pub fn of_sets(&self, keep: impl Fn(u32) -> bool) -> Self {
        Self {
            sets: self.sets.clone(),
            pairs: self.pairs.iter().copied().filter(|pair| keep(pair.set)).collect(),
            contradictions: Vec::new(),
        }
    }

    /// How many pairs match.
    pub fn matches(&self) -> usize {
        self.pairs.iter().filter(|pair| pair.is_match).count()
    }

    /// How many pairs do not match.
    pub fn non_matches(&self) -> usize {
        self.pairs.len() - self.matches()
    }

    /// Whether nothing was judged.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }
}

fn ordered(known: FxHashMap<(u32, u32), LabeledPair>) -> Vec<LabeledPair> {
    let mut pairs: Vec<LabeledPair> = known.into_values().collect();
    pairs.sort_unstable_by_key(|pair| (pair.left, pair.right));
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(id: &str, marks: &[(u32, &str)]) -> LabelingSet {
        LabelingSet {
            id: id.to_owned(),
            marks: marks.iter().map(|&(row, mark)| (row, mark.to_owned())).collect(),
        }
    }

    #[test]
    fn equal_marks_match_inside_a_set_and_say_nothing_across_sets() {
        let labels = Labels::from_sets(&[
            set("a", &[(3, "x"), (1, "x"), (2, "y")]),
            set("b", &[(5, "x"), (6, "z")]),
        ]);
        let pairs: Vec<_> = labels
            .pairs
            .iter()
            .map(|p| (p.left, p.right, p.is_match, p.set))
            .collect();
        assert_eq!(
            pairs,
            [
                (1, 2, false, 0),
                (1, 3, true, 0),
                (2, 3, false, 0),
                (5, 6, false, 1)
            ]
        );
        assert_eq!((labels.matches(), labels.non_matches()), (1, 3));
    }

    #[test]
    fn repeated_sets_change_nothing_and_a_later_set_overrules() {
        let first = set("a", &[(1, "x"), (2, "x")]);
        let once = Labels::from_sets(std::slice::from_ref(&first));
        let twice = Labels::from_sets(&[first.clone(), first.clone()]);
        assert_eq!(once.pairs, twice.pairs);
        assert!(twice.contradictions.is_empty());
        let corrected = Labels::from_sets(&[first, set("b", &[(2, "p"), (1, "q")])]);
        assert!(!corrected.pairs[0].is_match);
        assert_eq!(corrected.contradictions.len(), 1);
        assert_eq!(
            (
                corrected.contradictions[0].earlier_set,
                corrected.contradictions[0].later_set
            ),
            (0, 1)
        );
    }

    #[test]
    fn a_record_beside_itself_is_no_pair() {
        assert!(Labels::from_pairs(&[(4, 4, true)]).is_empty());
    }
}
