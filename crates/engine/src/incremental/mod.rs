//! Incremental: new records against records that were matched before.
//!
//! Groups of the earlier run are never split, and their ids stay. An index finds the candidates of the new records; only
//! these, and some others of their groups, are standardized, compared and scored, with the statistics of all. Two earlier
//! groups become one only through a new record that belongs to both; then the smaller id stays.

mod neighborhood;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::{
    Error, IndexExtension, MatchRequest, MatchSettings, Stage, clock::Clock, compare::Prepared, field::Field,
    index::Before, numbers::Row, pair::CandidatePairs, request::Known,
};
pub use neighborhood::Neighborhood;

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

/// The new records and those around them, with their candidates, and what extends the index by them if the request asks for it.
pub fn gather<'a>(
    request: &MatchRequest<'a>,
    known: Known<'a>,
    settings: &MatchSettings,
    clock: &mut Clock<'_>,
) -> Result<(Field<'a>, Prepared, Option<IndexExtension>), Error> {
    let records = request.records();
    let sources = records.sources().filter(|_| settings.is_across_only(records));
    let may_match = |left: Row, right: Row| {
        sources.is_none_or(|sources| sources.of[left.index()] != sources.of[right.index()])
    };
    let equal = request.equal().iter().copied();
    let equal = equal.filter(|&(left, right)| may_match(Row(left), Row(right)));
    let (candidates, extension) = candidates_of_new(request, known, &may_match, clock)?;
    let candidates = candidates.with_equal(equal);
    let mates = mates(&candidates, known.groups, &may_match);
    let near = Neighborhood::new(records, known, &candidates, &mates, request.enforced());
    let mut prepared = near.prepare(known.index, candidates, settings, clock)?;
    prepared.add_pairs(&near.near_pairs(mates));
    Ok((Field::Near(Box::new(near)), prepared, extension))
}

/// Candidates of which at least one record is new, in row numbers of all records.
fn candidates_of_new(
    request: &MatchRequest<'_>,
    known: Known<'_>,
    may_match: &(dyn Fn(Row, Row) -> bool + Sync),
    clock: &mut Clock<'_>,
) -> Result<(CandidatePairs, Option<IndexExtension>), Error> {
    let (observer, records) = (clock.observer, request.records());
    let (index, known) = (known.index, known.groups.len());
    let from = known.min(index.len());
    let last: Vec<u32> = (from as u32..records.len() as u32).collect();
    // Where copies are left out, new records have other numbers than in the index, and are not looked for there.
    let end = if request.is_part() { from } else { index.len() };
    let in_index = if request.is_part() {
        last.len().min(index.len() - from)
    } else {
        end - from
    };
    let last = clock.time(Stage::Standardize, last.len(), || {
        index.standardize(&records.subset(&last), in_index, observer)
    })?;
    let (found, norms) = clock.time(Stage::Pair, records.len() - known, || {
        let before = Before {
            from: Row(from as u32),
            end: Row(end as u32),
        };
        index.candidates(&last, before, Row(known as u32), may_match, observer)
    })?;
    let is_extended = request.extends_index() && index.len() < records.len();
    let extension = is_extended.then(|| {
        clock.time(Stage::Index, records.len() - index.len(), || {
            index.extension_by(records, &last, &norms)
        })
    });
    Ok((found, extension.transpose()?))
}

/// Pairs inside the earlier groups that new records have candidates in, and of new records with the group's others. Those
/// that are candidates themselves come first: they are most like the new record.
fn mates(
    candidates: &CandidatePairs,
    known: &[KnownGroup],
    may_match: &dyn Fn(Row, Row) -> bool,
) -> Vec<(Row, Row)> {
    let group_of = |row: Row| known.get(row.index()).map(|group| group.id);
    let of_candidates = || {
        candidates
            .pairs
            .iter()
            .map(|pair| (Row(pair.left), Row(pair.right)))
    };
    let mut met: Vec<(i64, Row)> = of_candidates()
        .filter_map(|(row, new)| Some((group_of(row)?, new)))
        .collect();
    met.par_sort_unstable();
    met.dedup();
    let mut members: FxHashMap<i64, Vec<Row>> = met.iter().map(|(id, _)| (*id, Vec::new())).collect();
    let others: Vec<Row> = (0..known.len() as u32)
        .into_par_iter()
        .map(Row)
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
    let mut pairs: Vec<(Row, Row)> = with_new
        .chain(inside)
        .filter(|&(left, right)| may_match(left, right))
        .collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::Arc;

    use arrow_array::{ArrayRef, RecordBatch, StringArray};

    use super::*;
    use crate::{MatchOutcome, MergedGroups, Model, RecordIndex, Records, Silent, find_matches};

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

    fn grow(known: &[KnownGroup]) -> MatchOutcome {
        run(&PEOPLE, known)
    }

    fn run(rows: &[[&str; 4]], known: &[KnownGroup]) -> MatchOutcome {
        let (records, settings, model) = (records(rows, 100), MatchSettings::default(), Model::cold_start());
        let mut index = RecordIndex::build(&records, &settings, &model, &Silent).unwrap();
        assert!(index.fit(&records, &settings, &model));
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
