//! Incremental: new records against records that were matched before.
//!
//! Groups of the earlier run are never split, and their ids stay. An index finds the candidates of the new records; only
//! these, and some others of their groups, are standardized, compared and scored, with the statistics of all. Two earlier
//! groups become one only through a new record that belongs to both; then the smaller id stays.

use memchr::memchr_iter;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    Error, Explanation, Labels, MatchGroups, MatchOutcome, MatchRequest, MatchSettings, MergedGroups,
    RecordIndex, Records, Stage,
    clock::Clock,
    cluster::Demands,
    compare::{Prepared, possible_pairs, rank::Neighborhoods},
    field::Field,
    groups::match_id,
    pair::CandidatePairs,
    request::Known,
    summary::count_groups,
};

/// The group of a record that was matched before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KnownGroup {
    /// Its match id.
    pub id: i64,
    /// Its confidence, where it is known.
    pub confidence: Option<f32>,
}

/// Members of an earlier group that are compared with each other, so that a new record meets a group and not a record.
const MATES: usize = 8;

/// The new records and those around them, with their candidates.
pub(crate) fn gather<'a>(
    request: &MatchRequest<'a>,
    known: Known<'a>,
    settings: &MatchSettings,
    clock: &mut Clock<'_>,
) -> Result<(Field<'a>, Prepared), Error> {
    let records = request.records();
    let sources = records.sources().filter(|_| settings.is_across_only(records));
    let may_match = |left: u32, right: u32| {
        sources.is_none_or(|sources| sources.of[left as usize] != sources.of[right as usize])
    };
    let candidates = candidates_of_new(records, known, &may_match, clock)?;
    let mates = mates(&candidates, known.groups, &may_match);
    let near = Neighborhood::new(records, known, &candidates, &mates, request.enforced());
    let mut prepared = near.prepare(known.index, candidates, settings, clock)?;
    prepared.add_pairs(&near.near_pairs(&mates));
    Ok((Field::Near(Box::new(near)), prepared))
}

/// Candidates of which at least one record is new, in row numbers of all records.
fn candidates_of_new(
    records: &Records,
    known: Known<'_>,
    may_match: &(dyn Fn(u32, u32) -> bool + Sync),
    clock: &mut Clock<'_>,
) -> Result<CandidatePairs, Error> {
    let observer = clock.observer;
    let (index, known) = (known.index, known.groups.len());
    let from = known.min(index.len());
    let last: Vec<u32> = (from as u32..records.len() as u32).collect();
    let in_index = index.len() - from;
    let last = clock.time(Stage::Standardize, last.len(), || {
        index.standardize(&records.subset(&last), in_index, observer)
    })?;
    clock.time(Stage::Pair, records.len() - known, || {
        index.candidates(&last, from as u32, known as u32, may_match, observer)
    })
}

/// Pairs inside the earlier groups that new records have candidates in, and of new records with the group's others. Those
/// that are candidates themselves come first: they are most like the new record.
fn mates(
    candidates: &CandidatePairs,
    known: &[KnownGroup],
    may_match: &dyn Fn(u32, u32) -> bool,
) -> Vec<(u32, u32)> {
    let group_of = |row: u32| known.get(row as usize).map(|group| group.id);
    let of_candidates = || candidates.pairs.iter().map(|pair| (pair.left, pair.right));
    let mut met: Vec<(i64, u32)> = of_candidates()
        .filter_map(|(row, new)| Some((group_of(row)?, new)))
        .collect();
    met.par_sort_unstable();
    met.dedup();
    let mut members: FxHashMap<i64, Vec<u32>> = met.iter().map(|(id, _)| (*id, Vec::new())).collect();
    let others: Vec<u32> = (0..known.len() as u32)
        .into_par_iter()
        .filter(|&row| group_of(row).is_some_and(|id| members.contains_key(&id)))
        .collect();
    for row in of_candidates().map(|(row, _)| row).chain(others) {
        if let Some(rows) = group_of(row).and_then(|id| members.get_mut(&id))
            && rows.len() < MATES
            && !rows.contains(&row)
        {
            rows.push(row);
        }
    }
    let with_new = met
        .iter()
        .flat_map(|(id, new)| members[id].iter().map(|&row| (row, *new)));
    let inside = members.values().flat_map(|rows| {
        let later = |at: usize| rows[at + 1..].iter();
        let pairs = rows.iter().enumerate();
        pairs.flat_map(move |(at, &row)| later(at).map(move |&other| (row.min(other), row.max(other))))
    });
    let mut pairs: Vec<(u32, u32)> = with_new
        .chain(inside)
        .filter(|&(left, right)| may_match(left, right))
        .collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

/// The groups that so many records are in, by their ids; each has the confidence that its first record says. Ids are parted
/// by their hash, so that the table of a part stays in the cache, which one table of a million ids does not; each task looks
/// through the parts of all for its own.
fn groups_by_id(records: usize, group_of: impl Fn(usize) -> KnownGroup + Sync) -> MatchGroups {
    const PARTS: usize = 16;
    // Ids are hashes themselves, but other tools may number groups from 1.
    let part_of = |id: i64| ((id as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 60) as u8;
    let part_of: Vec<u8> = (0..records)
        .into_par_iter()
        .map(|row| part_of(group_of(row).id))
        .collect();
    let group = |part: usize| {
        let mut groups = MatchGroups::default();
        let mut seen: FxHashMap<i64, u32> = FxHashMap::default();
        for row in memchr_iter(part as u8, &part_of) {
            let next = groups.ids.len() as u32;
            let group = group_of(row);
            let number = *seen.entry(group.id).or_insert(next);
            if number == next {
                groups.ids.push(group.id);
                groups.sizes.push(0);
                groups.confidence.push(group.confidence);
            }
            groups.sizes[number as usize] += 1;
            groups.of.push(number);
        }
        groups
    };
    let parts: Vec<MatchGroups> = (0..PARTS).into_par_iter().map(group).collect();
    let mut all = MatchGroups::default();
    // Of each part the number of its first group among all, and the groups of its records.
    let mut numbers = Vec::with_capacity(PARTS);
    for part in &parts {
        numbers.push((all.ids.len() as u32, part.of.iter()));
        all.ids.extend_from_slice(&part.ids);
        all.sizes.extend_from_slice(&part.sizes);
        all.confidence.extend_from_slice(&part.confidence);
    }
    let number = |&part: &u8| {
        let (first, own) = &mut numbers[usize::from(part)];
        *first + own.next().copied().unwrap_or_default()
    };
    all.of = part_of.iter().map(number).collect();
    all
}

/// The near number of a record that is not near.
const FAR: u32 = u32::MAX;

/// The new records and the earlier ones that they meet, numbered by themselves: "near" numbers.
pub(crate) struct Neighborhood<'a> {
    all: &'a Records,
    /// The groups of all records that were matched before.
    groups: &'a [KnownGroup],
    /// Row number of each among all records, ascending.
    rows: Vec<u32>,
    records: Records,
    /// Near number of each record, [`FAR`] where it has none.
    numbers: Vec<u32>,
    /// The groups of those near ones that were matched before; they come first.
    known: Vec<KnownGroup>,
    /// How many of them the index knows.
    in_index: usize,
}

impl<'a> Neighborhood<'a> {
    fn new(
        records: &'a Records,
        known: Known<'a>,
        candidates: &CandidatePairs,
        mates: &[(u32, u32)],
        enforced: Option<&Labels>,
    ) -> Self {
        let (index, known) = (known.index, known.groups);
        let first_new = known.len().min(index.len());
        let mut numbers = vec![FAR; records.len()];
        numbers[first_new..].fill(0);
        let judged = enforced.into_iter().flat_map(|labels| &labels.pairs);
        let pairs = candidates
            .pairs
            .iter()
            .map(|pair| (pair.left, pair.right))
            .chain(mates.iter().copied())
            .chain(judged.map(|pair| (pair.left, pair.right)));
        for (left, right) in pairs {
            numbers[left as usize] = 0;
            numbers[right as usize] = 0;
        }
        let mut rows = Vec::new();
        for (row, number) in (0..).zip(&mut numbers).filter(|(_, number)| **number != FAR) {
            *number = rows.len() as u32;
            rows.push(row);
        }
        let before = |limit: usize| rows.partition_point(|&row| (row as usize) < limit);
        Self {
            records: records.subset(&rows),
            known: rows[..before(known.len())]
                .iter()
                .map(|&row| known[row as usize])
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

    fn prepare(
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
            (pair.left, pair.right) = (self.near(pair.left), self.near(pair.right));
        }
        let all = self.all;
        let across_only = settings.is_across_only(all);
        let sources = all
            .sources()
            .filter(|_| across_only)
            .map(|sources| sources.of.as_slice());
        let earlier = all.len() - (self.rows.len() - self.known.len());
        let undecided = index.search().undecided();
        Ok(Prepared {
            around: Neighborhoods::new(standard.len, &candidates),
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

    fn near(&self, row: u32) -> u32 {
        self.find(row).expect("every record of a candidate pair is near")
    }

    fn find(&self, row: u32) -> Option<u32> {
        Some(self.numbers[row as usize]).filter(|number| *number != FAR)
    }

    /// Pairs in near numbers; those of other records are left out.
    pub fn near_pairs(&self, pairs: &[(u32, u32)]) -> Vec<(u32, u32)> {
        pairs
            .iter()
            .filter_map(|&(left, right)| Some((self.find(left)?, self.find(right)?)))
            .collect()
    }

    /// Earlier groups stay together, before all else that is demanded.
    pub fn demands(&self, enforced: Option<&Labels>) -> Demands {
        let all = enforced.map(Demands::of_labels).unwrap_or_default();
        let apart: Vec<(u32, u32)> = all.apart.into_iter().collect();
        let mut demands = Demands {
            together: self.near_pairs(&all.together),
            apart: self.near_pairs(&apart).into_iter().collect(),
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
            (unmet.left, unmet.right) = (self.rows[unmet.left as usize], self.rows[unmet.right as usize]);
        }
        for pair in &mut outcome.pairs {
            (pair.left, pair.right) = (self.rows[pair.left as usize], self.rows[pair.right as usize]);
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
            let number = number as usize;
            rows[number].push(self.rows[near]);
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
        for (&row, &number) in self.rows.iter().zip(&found.of) {
            groups.confidence[groups.of[row as usize] as usize] = found.confidence[number as usize];
        }
        for (size, confidence) in groups.sizes.iter().zip(&mut groups.confidence) {
            *confidence = confidence.filter(|_| *size > 1);
        }
        groups
    }

    pub fn explained_among_all(&self, explanations: Vec<Explanation>) -> Vec<Explanation> {
        let rows = &self.rows;
        explanations
            .into_iter()
            .map(|explanation| Explanation {
                left: rows[explanation.left as usize],
                right: rows[explanation.right as usize],
                ..explanation
            })
            .collect()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::Arc;

    use arrow_array::{ArrayRef, RecordBatch, StringArray};
    use proptest::prelude::*;

    use super::*;
    use crate::{Model, Silent, find_matches};

    const PEOPLE: [[&str; 4]; 9] = [
        ["1", "maria fernanda lopez", "springfield", "1980-02-11"],
        ["2", "maria fernanda lopes", "springfield", "1980-02-11"],
        ["3", "jonathan archer", "riverton", "1971-07-30"],
        ["4", "aisha okafor", "lakeside", "1990-12-01"],
        ["5", "peter wisniewski", "greenville", "1965-03-19"],
        ["6", "chloe dubois", "fairview", "1988-08-08"],
        ["7", "jonathon archer", "riverton", "1971-07-30"],
        ["8", "hiroshi tanaka", "centerville", "1959-11-23"],
        ["9", "hiroshi tanaka", "centerville", "1959-11-23"],
    ];

    /// Key, name, city and date of birth, in batches of so many rows.
    pub(crate) fn records<S: AsRef<str>>(rows: &[[S; 4]], batch: usize) -> Records {
        let batches = rows.chunks(batch).map(|rows| {
            let column = |at: usize| {
                let values = rows.iter().map(|row| row[at].as_ref());
                Arc::new(StringArray::from_iter_values(values)) as ArrayRef
            };
            RecordBatch::try_from_iter([
                ("id", column(0)),
                ("name", column(1)),
                ("city", column(2)),
                ("born", column(3)),
            ])
            .unwrap()
        });
        let records = Records::try_new(batches.collect()).unwrap();
        records.with_key("id").unwrap()
    }

    proptest! {
        #[test]
        fn records_with_one_id_are_one_group(ids in prop::collection::vec(-40i64..40, 0..300), factor in any::<i64>()) {
            let ids: Vec<i64> = ids.into_iter().map(|id| id.wrapping_mul(factor | 1)).collect();
            let groups = groups_by_id(ids.len(), |row| KnownGroup {
                id: ids[row],
                confidence: Some(row as f32),
            });
            prop_assert_eq!(groups.of.len(), ids.len());
            let distinct: FxHashSet<i64> = ids.iter().copied().collect();
            prop_assert_eq!(groups.ids.len(), distinct.len());
            for (&id, &number) in ids.iter().zip(&groups.of) {
                let number = number as usize;
                prop_assert_eq!(groups.ids[number], id);
                prop_assert_eq!(groups.sizes[number] as usize, ids.iter().filter(|other| **other == id).count());
                let first = ids.iter().position(|other| *other == id).unwrap();
                prop_assert_eq!(groups.confidence[number], Some(first as f32));
            }
        }
    }

    fn grow(known: &[KnownGroup]) -> MatchOutcome {
        run(&PEOPLE, known)
    }

    fn run(rows: &[[&str; 4]], known: &[KnownGroup]) -> MatchOutcome {
        let (records, settings, model) = (records(rows, 100), MatchSettings::default(), Model::cold_start());
        let index = RecordIndex::build(&records, &settings, &model, &Silent).unwrap();
        assert!(index.fits(&records, &settings, &model));
        let request = MatchRequest::new(&records).joining(known, &index);
        find_matches(&request, &Silent).unwrap()
    }

    fn ids(outcome: &MatchOutcome) -> Vec<i64> {
        outcome
            .groups
            .of
            .iter()
            .map(|&group| outcome.groups.ids[group as usize])
            .collect()
    }

    fn group(id: i64) -> KnownGroup {
        KnownGroup {
            id,
            confidence: Some(0.7),
        }
    }

    #[test]
    fn known_ids_stay_and_new_records_join_or_stand_by_themselves() {
        let known = [group(70), group(70), group(71), group(72), group(73), group(74)];
        let outcome = grow(&known);
        let ids = ids(&outcome);
        assert_eq!(ids[..6], [70, 70, 71, 72, 73, 74]);
        assert_eq!(ids[6], 71, "the new Jonathon joins the known Jonathan");
        assert_eq!(ids[7], ids[8], "new records are matched among each other");
        assert!(!ids[..6].contains(&ids[7]));
        assert_eq!(
            outcome.groups.confidence[outcome.groups.of[0] as usize],
            Some(0.7),
            "an untouched group keeps its confidence"
        );
        assert!(outcome.merged.is_empty());
    }

    #[test]
    fn a_known_group_is_never_split_however_unlike_its_records_are() {
        let known = [group(5), group(6), group(5), group(6), group(5), group(7)];
        let ids = ids(&grow(&known));
        assert_eq!(ids[..6], [5, 6, 5, 6, 5, 7]);
    }

    #[test]
    fn two_known_groups_become_one_only_through_a_new_record() {
        let mut twins = PEOPLE;
        twins[2] = ["3", "hiroshi tanaka", "centerville", "1959-11-23"];
        let known = [
            group(9),
            group(9),
            group(4),
            group(8),
            group(7),
            group(6),
            group(3),
            group(5),
        ];
        let outcome = run(&twins, &known);
        let ids = ids(&outcome);
        assert_eq!((ids[2], ids[7], ids[8]), (4, 4, 4));
        assert_eq!(outcome.merged, [MergedGroups { kept: 4, merged: 5 }]);
        let none = run(&twins[..8], &known);
        assert!(none.merged.is_empty(), "without a new record nothing changes");
    }

    #[test]
    fn without_known_records_the_groups_are_those_of_a_whole_run() {
        let records = records(&PEOPLE, 100);
        let whole = find_matches(&MatchRequest::new(&records), &Silent).unwrap();
        assert_eq!(ids(&grow(&[])), ids(&whole));
    }
}
