//! The new records and the earlier ones that they meet, in numbers of their own.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    Error, Explanation, KeptExplanations, KnownGroup, Labels, MatchGroups, MatchOutcome, MatchSettings,
    MergedGroups, RecordIndex, Records, Stage,
    clock::Clock,
    cluster::Demands,
    compare::{Prepared, classes::PairClasses, possible_pairs, rank::Neighborhoods},
    groups::{groups_by_id, match_id},
    numbers::{GroupNumber, NearRow, Row},
    pair::CandidatePairs,
    request::Known,
    standardize::PutRecords,
    summary::count_groups,
};

/// The new records and the earlier ones that they meet, numbered by themselves: "near" numbers.
pub struct Neighborhood<'a> {
    all: &'a Records,
    /// The groups of all records that were matched before.
    groups: &'a [KnownGroup],
    /// Row number of each among all records, ascending.
    rows: Vec<Row>,
    records: Records,
    /// Near number of each record that is near.
    numbers: Vec<Option<NearRow>>,
    /// The groups of those near ones that were matched before; they come first.
    known: Vec<KnownGroup>,
    /// How many of them the index knows.
    in_index: usize,
}

impl<'a> Neighborhood<'a> {
    pub fn new(
        records: &'a Records,
        known: Known<'a>,
        candidates: &CandidatePairs,
        mates: &[(Row, Row)],
        enforced: Option<&Labels>,
    ) -> Self {
        let (index, known) = (known.index, known.groups);
        let first_new = known.len().min(index.len());
        let mut is_near = vec![false; records.len()];
        is_near[first_new..].fill(true);
        let judged = enforced.into_iter().flat_map(|labels| &labels.pairs);
        let pairs = candidates
            .pairs
            .iter()
            .map(|pair| (Row(pair.left), Row(pair.right)))
            .chain(mates.iter().copied())
            .chain(judged.map(|pair| (Row(pair.left), Row(pair.right))));
        for (left, right) in pairs {
            is_near[left.index()] = true;
            is_near[right.index()] = true;
        }
        let mut rows = Vec::new();
        let numbers = (0..).zip(is_near).map(|(row, is_near)| {
            is_near.then(|| {
                rows.push(Row(row));
                NearRow::at(rows.len() - 1)
            })
        });
        let numbers = numbers.collect();
        let before = |limit: usize| rows.partition_point(|row| row.index() < limit);
        let plain: Vec<u32> = rows.iter().map(|row| row.0).collect();
        Self {
            records: records.subset(&plain),
            known: rows[..before(known.len())]
                .iter()
                .map(|row| known[row.index()])
                .collect(),
            in_index: before(index.len()),
            all: records,
            groups: known,
            numbers,
            rows,
        }
    }

    pub fn records(&self) -> &Records {
        &self.records
    }

    pub fn prepare(
        &self,
        index: &RecordIndex,
        candidates: CandidatePairs,
        settings: &MatchSettings,
        clock: &mut Clock<'_>,
    ) -> Result<Prepared, Error> {
        let observer = clock.observer;
        let standard = clock.time(Stage::Standardize, self.rows.len(), || {
            index.standardize(&self.records, self.in_index, observer)
        })?;
        let mut candidates = candidates;
        for pair in &mut candidates.pairs {
            (pair.left, pair.right) = (self.near(Row(pair.left)), self.near(Row(pair.right)));
        }
        let all = self.all;
        let across_only = settings.is_across_only(all);
        let sources = all
            .sources()
            .filter(|_| across_only)
            .map(|sources| sources.of.as_slice());
        let earlier = all.len() - (self.rows.len() - self.known.len());
        let undecided = index.search().undecided();
        let classes = PairClasses::of_model(index.classes().clone(), &standard);
        Ok(Prepared {
            around: Neighborhoods::new(standard.len, &candidates),
            equal: classes.equal_records(&standard, false, across_only),
            put: PutRecords::default(),
            classes,
            records: standard,
            candidates,
            blocking: index.rules().to_vec(),
            across_only,
            least_evidence: undecided.start,
            most_evidence: undecided.end,
            evidence: index.evidence().to_vec(),
            possible_pairs: possible_pairs(all.len(), sources)
                - possible_pairs(earlier, sources.map(|sources| &sources[..earlier])),
        })
    }

    /// The near number of a record of a candidate pair.
    fn near(&self, row: Row) -> u32 {
        let near = self.numbers[row.index()].expect("every record of a candidate pair is near");
        near.number()
    }

    /// The row number of a near record.
    fn row(&self, near: u32) -> Row {
        self.rows[near as usize]
    }

    /// Pairs in near numbers; those of other records are left out.
    pub fn near_pairs(&self, pairs: impl IntoIterator<Item = (Row, Row)>) -> Vec<(u32, u32)> {
        let near = |row: Row| self.numbers[row.index()].map(NearRow::number);
        let pairs = pairs.into_iter();
        pairs
            .filter_map(|(left, right)| Some((near(left)?, near(right)?)))
            .collect()
    }

    /// Earlier groups stay together, before all else that is demanded.
    pub fn demands(&self, enforced: Option<&Labels>) -> Demands {
        let all = enforced.map(Demands::of_labels).unwrap_or_default();
        let rows = |(left, right)| (Row(left), Row(right));
        let mut demands = Demands {
            together: self.near_pairs(all.together.into_iter().map(rows)),
            apart: self
                .near_pairs(all.apart.into_iter().map(rows))
                .into_iter()
                .collect(),
        };
        let mut last: FxHashMap<i64, u32> = FxHashMap::default();
        let mut chains = Vec::new();
        for (row, group) in (0u32..).zip(&self.known) {
            chains.extend(last.insert(group.id, row).map(|before| (before, row)));
        }
        chains.sort_unstable();
        demands.put_first(chains);
        demands
    }

    /// What was found near the new records as a result for all.
    pub fn among_all(&self, found: MatchOutcome) -> MatchOutcome {
        let mut outcome = found;
        outcome
            .unmet
            .retain(|unmet| unmet.right as usize >= self.known.len());
        for unmet in &mut outcome.unmet {
            (unmet.left, unmet.right) = (self.row(unmet.left).0, self.row(unmet.right).0);
        }
        for pair in &mut outcome.pairs {
            (pair.left, pair.right) = (self.row(pair.left).0, self.row(pair.right).0);
        }
        for (left, right) in &mut outcome.identified {
            (*left, *right) = (self.row(*left).0, self.row(*right).0);
        }
        self.keep_ids(&mut outcome);
        outcome.groups = self.groups_of_all(&outcome);
        count_groups(&mut outcome.summary, &outcome.groups);
        outcome
    }

    /// Gives groups the ids and, where no record came in, the confidence that they had.
    fn keep_ids(&self, outcome: &mut MatchOutcome) {
        let groups = &mut outcome.groups;
        let mut earlier: Vec<Vec<i64>> = vec![Vec::new(); groups.sizes.len()];
        let mut rows: Vec<Vec<u32>> = vec![Vec::new(); groups.sizes.len()];
        let mut before = vec![(0u32, None); groups.sizes.len()];
        for (near, &number) in groups.of.iter().enumerate() {
            let number = GroupNumber(number).index();
            rows[number].push(self.rows[near].0);
            let Some(group) = self.known.get(near) else {
                continue;
            };
            before[number] = (before[number].0 + 1, group.confidence);
            if !earlier[number].contains(&group.id) {
                earlier[number].push(group.id);
            }
        }
        let mut made = Vec::new();
        for (number, ids) in earlier.iter_mut().enumerate() {
            ids.sort_unstable();
            let Some((&kept, gone)) = ids.split_first() else {
                groups.ids[number] = match_id(self.all, &rows[number]);
                made.push(number);
                continue;
            };
            groups.ids[number] = kept;
            if before[number].0 == groups.sizes[number] && gone.is_empty() {
                groups.confidence[number] = before[number].1;
            }
            outcome
                .merged
                .extend(gone.iter().map(|&merged| MergedGroups { kept, merged }));
        }
        let mut taken: FxHashSet<i64> = FxHashSet::default();
        let new: FxHashSet<i64> = made.iter().map(|&number| groups.ids[number]).collect();
        taken.par_extend(
            self.groups
                .par_iter()
                .map(|group| group.id)
                .filter(|id| new.contains(id)),
        );
        for number in made {
            // Two keys with one hash are next to impossible; the later group then takes the next free id.
            while !taken.insert(groups.ids[number]) {
                groups.ids[number] = (groups.ids[number] + 1) & i64::MAX;
            }
        }
    }

    /// The groups of all records: those found near the new ones, and the others as they were.
    fn groups_of_all(&self, outcome: &MatchOutcome) -> MatchGroups {
        let known = self.groups;
        let found = &outcome.groups;
        let kept: FxHashMap<i64, i64> = outcome
            .merged
            .iter()
            .map(|merged| (merged.merged, merged.kept))
            .collect();
        let merged = |id: i64| {
            if kept.is_empty() {
                id
            } else {
                *kept.get(&id).unwrap_or(&id)
            }
        };
        let new = &found.of[self.known.len()..];
        let mut groups = groups_by_id(known.len() + new.len(), |row| match known.get(row) {
            Some(group) => KnownGroup {
                id: merged(group.id),
                ..*group
            },
            None => KnownGroup {
                id: found.ids[new[row - known.len()] as usize],
                confidence: None,
            },
        });
        for (row, &found_number) in self.rows.iter().zip(&found.of) {
            let number = GroupNumber(groups.of[row.index()]);
            groups.confidence[number.index()] = found.confidence[GroupNumber(found_number).index()];
        }
        for (size, confidence) in groups.sizes.iter().zip(&mut groups.confidence) {
            *confidence = confidence.filter(|_| *size > 1);
        }
        groups
    }

    /// Kept explanations in the numbers of all records.
    pub fn kept_among_all(&self, kept: KeptExplanations) -> KeptExplanations {
        kept.renumbered(self.numbers.len(), |row| self.row(row).0)
    }

    pub fn explained_among_all(&self, explanations: Vec<Explanation>) -> Vec<Explanation> {
        let all = explanations.into_iter().map(|explanation| Explanation {
            left: self.row(explanation.left).0,
            right: self.row(explanation.right).0,
            ..explanation
        });
        all.collect()
    }
}
