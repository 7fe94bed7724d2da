//! Incremental: new records against records that were matched before.
//!
//! Groups of the earlier run are never split, and their ids stay. Candidates are looked for from the new records only,
//! so blocks, comparisons and scores of the earlier records among each other are not made again; what is left of them is
//! to standardize them and to find them by block key. Two earlier groups become one only through a new record that
//! belongs to both; then the smaller id stays.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    Error, Explanation, Labels, MatchOutcome, MatchSettings, MergedGroups, Model, Observer, Records,
    block::BlockingPlan,
    cluster::Demands,
    explain::explain_scored,
    pipeline::{Clock, Prepared, find_groups, prepare_from, score_steps, settings_for},
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

/// Finds the groups of new records, which stand behind those of `known`, the groups of the first records.
pub fn find_incremental_matches(
    records: &Records,
    known: &[KnownGroup],
    settings: &MatchSettings,
    model: &Model,
    enforced: Option<&Labels>,
    observer: &dyn Observer,
) -> Result<MatchOutcome, Error> {
    let choose = &|_: &MatchOutcome| Vec::new();
    let (outcome, _) =
        find_incremental_matches_explaining(records, known, settings, model, enforced, choose, observer)?;
    Ok(outcome)
}

/// The same, and explains those pairs of the result that `choose` picks, without scoring anything twice.
pub fn find_incremental_matches_explaining(
    records: &Records,
    known: &[KnownGroup],
    settings: &MatchSettings,
    model: &Model,
    enforced: Option<&Labels>,
    choose: &dyn Fn(&MatchOutcome) -> Vec<(u32, u32)>,
    observer: &dyn Observer,
) -> Result<(MatchOutcome, Vec<Explanation>), Error> {
    let settings = &settings_for(model, settings, records);
    settings.check()?;
    let mut clock = Clock::new(observer);
    let mut prepared = prepare_from(known.len() as u32, records, settings, &mut clock, |standard| {
        BlockingPlan::for_records(standard, settings.accuracy_cost, settings.seed)
    })?;
    let members = members(known);
    let mates = mates(&prepared, known, &members);
    prepared.add_pairs(&mates, settings.seed);
    let scored = score_steps(&prepared, settings, model, &mut clock)?;
    let scores = scored.probabilities();
    let mut demands = enforced.map(Demands::of_labels).unwrap_or_default();
    demands.put_first(together(&members));
    let mut outcome = find_groups(records, settings, &prepared, &scores, Some(&demands), clock)?;
    outcome.unmet.retain(|unmet| unmet.right as usize >= known.len());
    keep_ids(&mut outcome, known);
    let chosen = choose(&outcome);
    let explanations = explain_scored(records, settings, model, prepared, scored, &chosen, observer)?;
    Ok((outcome, explanations))
}

/// The rows of each earlier group.
fn members(known: &[KnownGroup]) -> FxHashMap<i64, Vec<u32>> {
    let mut members: FxHashMap<i64, Vec<u32>> = FxHashMap::default();
    for (row, group) in (0u32..).zip(known) {
        members.entry(group.id).or_default().push(row);
    }
    members
}

/// Every earlier group as a chain of pairs, in the order of rows.
fn together(members: &FxHashMap<i64, Vec<u32>>) -> Vec<(u32, u32)> {
    let mut pairs: Vec<(u32, u32)> = members
        .values()
        .flat_map(|rows| rows.windows(2).map(|pair| (pair[0], pair[1])))
        .collect();
    pairs.sort_unstable();
    pairs
}

/// Pairs inside the earlier groups that new records have candidates in, and of new records with the group's others.
fn mates(prepared: &Prepared, known: &[KnownGroup], members: &FxHashMap<i64, Vec<u32>>) -> Vec<(u32, u32)> {
    let mut met: FxHashSet<(i64, u32)> = FxHashSet::default();
    for pair in &prepared.candidates.pairs {
        if let Some(group) = known.get(pair.left as usize) {
            met.insert((group.id, pair.right));
        }
    }
    let mut pairs = FxHashSet::default();
    for (id, new) in met {
        let rows = &members[&id];
        let some = &rows[..rows.len().min(MATES)];
        for (at, &row) in some.iter().enumerate() {
            pairs.insert((row, new));
            pairs.extend(some[at + 1..].iter().map(|&other| (row, other)));
        }
    }
    let mut pairs: Vec<(u32, u32)> = pairs
        .into_iter()
        .filter(|&(left, right)| prepared.records.may_match(left, right, prepared.across_only))
        .collect();
    pairs.sort_unstable();
    pairs
}

/// Gives groups the ids and, where no record came in, the confidence that they had.
fn keep_ids(outcome: &mut MatchOutcome, known: &[KnownGroup]) {
    let groups = &mut outcome.groups;
    let mut earlier: Vec<Vec<i64>> = vec![Vec::new(); groups.sizes.len()];
    let mut earlier_sizes = vec![0u32; groups.sizes.len()];
    let mut confidence = vec![None; groups.sizes.len()];
    for (row, group) in known.iter().enumerate() {
        let number = groups.of[row] as usize;
        earlier_sizes[number] += 1;
        confidence[number] = group.confidence;
        if !earlier[number].contains(&group.id) {
            earlier[number].push(group.id);
        }
    }
    let mut taken: FxHashSet<i64> = known.iter().map(|group| group.id).collect();
    for (number, ids) in earlier.iter_mut().enumerate() {
        ids.sort_unstable();
        let Some((&kept, gone)) = ids.split_first() else {
            while !taken.insert(groups.ids[number]) {
                groups.ids[number] = (groups.ids[number] + 1) & i64::MAX;
            }
            continue;
        };
        groups.ids[number] = kept;
        if earlier_sizes[number] == groups.sizes[number] && gone.is_empty() {
            groups.confidence[number] = confidence[number].filter(|_| groups.sizes[number] > 1);
        }
        outcome
            .merged
            .extend(gone.iter().map(|&merged| MergedGroups { kept, merged }));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{ArrayRef, RecordBatch, StringArray};

    use super::*;
    use crate::{Silent, find_matches};

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

    fn records(rows: &[[&str; 4]]) -> Records {
        let column =
            |at: usize| Arc::new(rows.iter().map(|row| Some(row[at])).collect::<StringArray>()) as ArrayRef;
        let batch = RecordBatch::try_from_iter([
            ("id", column(0)),
            ("name", column(1)),
            ("city", column(2)),
            ("born", column(3)),
        ])
        .unwrap();
        Records::try_new(vec![batch]).unwrap().with_key("id").unwrap()
    }

    fn grow(known: &[KnownGroup]) -> MatchOutcome {
        let settings = MatchSettings::default();
        find_incremental_matches(
            &records(&PEOPLE),
            known,
            &settings,
            &Model::cold_start(),
            None,
            &Silent,
        )
        .unwrap()
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
            outcome.groups.confidence[0],
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
        let settings = MatchSettings::default();
        let outcome = find_incremental_matches(
            &records(&twins),
            &known,
            &settings,
            &Model::cold_start(),
            None,
            &Silent,
        )
        .unwrap();
        let ids = ids(&outcome);
        assert_eq!((ids[2], ids[7], ids[8]), (4, 4, 4));
        assert_eq!(outcome.merged, [MergedGroups { kept: 4, merged: 5 }]);
        let none = find_incremental_matches(
            &records(&twins[..8]),
            &known,
            &settings,
            &Model::cold_start(),
            None,
            &Silent,
        )
        .unwrap();
        assert!(none.merged.is_empty(), "without a new record nothing changes");
    }

    #[test]
    fn without_known_records_the_groups_are_those_of_a_whole_run() {
        let whole = find_matches(&records(&PEOPLE), &MatchSettings::default(), &Silent).unwrap();
        assert_eq!(ids(&grow(&[])), ids(&whole));
    }
}
