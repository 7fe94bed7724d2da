//! Things with so many records that no record can be compared with all of the others: their parts come together.
//!
//! A record has a few candidates, those that are most like it. Where a thing has hundreds of records, these are a few others of
//! the same thing, so that a run finds it in parts that were never compared. Then one record of each part stands for it in a
//! further run, among some of the other records, which say how often values occur (iterative blocking, Whang et al. 2009). Parts
//! whose records match become one group, unless the first run has compared them and found otherwise.

use std::cmp::Reverse;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::{
    Error, LabeledPair, Labels, MatchOutcome, MatchRequest, Records, ScoredPair, block::GRAMS_UP_TO,
    groups::add_match_ids, hashing::hash, records::text, summary::count_groups,
};

/// Records of a group from which it may be a part, in large data, where a record has about a dozen candidates, and in small,
/// where it has a hundred.
const CROWD: (u32, u32) = (4, 50);
/// Share of such groups in the records that have a duplicate, below which they are taken for whole.
const SHARE: f64 = 0.2;
/// Groups that the first further run looks at, and how many times as many the next one does, so that it costs little where groups
/// are whole. Half of them are the largest; the others are alike, so that parts of one thing are among them however many there are.
const GROUPS: usize = 2_000;
const MORE: usize = 4;
/// Records without a duplicate in the first further run. They say how often values occur, and may join a group too.
const OTHERS: usize = 1_000;
/// Hashes of values by which records are alike.
const COMPARED: usize = 3;
/// Most further runs, and the share of the groups that one has to join for another one to be worth it.
const RUNS: u32 = 4;
const WORTH: f64 = 0.25;

/// Joins the parts of things that a run has found, as long as there are any. `find` does a run.
pub fn join_parts(
    mut outcome: MatchOutcome,
    request: &MatchRequest<'_>,
    find: impl Fn(&MatchRequest<'_>) -> Result<MatchOutcome, Error>,
) -> Result<MatchOutcome, Error> {
    if request.known().is_some() || request.records().sources().is_some() {
        return Ok(outcome);
    }
    for run in 0..RUNS {
        let Some(crowd) = Crowd::of(&outcome, request.records(), MORE.pow(run)) else {
            break;
        };
        let records = request.records().subset(&crowd.rows);
        let enforced = request.enforced().map(|labels| crowd.labels(labels, &outcome));
        let found = find(&request.among_few(&records, enforced.as_ref()))?;
        let joined = crowd.join(&mut outcome, &found, request.records());
        if (joined as f64) < WORTH * crowd.groups as f64 {
            break;
        }
    }
    Ok(outcome)
}

/// The records of a further run.
struct Crowd {
    /// Row numbers, ascending.
    rows: Vec<u32>,
    /// Groups of two or more among them.
    groups: usize,
}

impl Crowd {
    /// For a run that is so many times as large as the first one; `None` where no group looks like a part.
    fn of(outcome: &MatchOutcome, records: &Records, times: usize) -> Option<Self> {
        let groups = &outcome.groups;
        let is_large = groups.of.len() > GRAMS_UP_TO;
        let least = if is_large { CROWD.0 } else { CROWD.1 };
        let (mut crowds, mut crowded, mut shared) = (0usize, 0u64, 0u64);
        for &size in groups.sizes.iter().filter(|&&size| size > 1) {
            shared += u64::from(size);
            if size >= least {
                crowds += 1;
                crowded += u64::from(size);
            }
        }
        if crowds < 2 || (crowded as f64) < SHARE * shared as f64 {
            return None;
        }
        let size_of = |row: u32| groups.sizes[groups.of[row as usize] as usize];
        let id_of = |row: u32| groups.ids[groups.of[row as usize] as usize];
        let mut rows = middles(outcome);
        // By sizes and ids, which hardly depend on the order of the records.
        rows.sort_unstable_by_key(|&row| (Reverse(size_of(row)), id_of(row)));
        let most = GROUPS * times;
        let mut rest = rows.split_off(rows.len().min(most / 2));
        keep_alike(&mut rest, most - rows.len(), records);
        rows.extend(rest);
        let chosen = rows.len();
        let mut alone: Vec<u32> = (0..groups.of.len() as u32)
            .filter(|&row| size_of(row) == 1)
            .collect();
        keep_first(&mut alone, OTHERS * times, id_of);
        rows.extend(alone);
        rows.sort_unstable();
        Some(Self { rows, groups: chosen })
    }

    /// What labels say of the records that stand for those that they name.
    fn labels(&self, labels: &Labels, outcome: &MatchOutcome) -> Labels {
        let numbers = self.numbers(outcome);
        let of = |row: u32| numbers.get(&outcome.groups.of[row as usize]).copied();
        let pairs = labels.pairs.iter().filter_map(|pair| {
            let (a, b) = (of(pair.left)?, of(pair.right)?);
            (a != b).then(|| LabeledPair {
                left: a.min(b),
                right: a.max(b),
                ..*pair
            })
        });
        let mut pairs: Vec<LabeledPair> = pairs.collect();
        // Where judgements of two groups differ, one that keeps them apart counts.
        pairs.sort_by_key(|pair| (pair.left, pair.right, pair.is_match));
        pairs.dedup_by_key(|pair| (pair.left, pair.right));
        Labels {
            pairs,
            ..labels.clone()
        }
    }

    /// The number of the record that stands for each group.
    fn numbers(&self, outcome: &MatchOutcome) -> FxHashMap<u32, u32> {
        let numbered = (0u32..).zip(&self.rows);
        numbered
            .map(|(number, &row)| (outcome.groups.of[row as usize], number))
            .collect()
    }

    /// Joins the groups whose records match in the further run; says how many groups went into others.
    fn join(&self, outcome: &mut MatchOutcome, found: &MatchOutcome, records: &Records) -> usize {
        let group_of = |number: u32| outcome.groups.of[self.rows[number as usize] as usize];
        let mut parts: Vec<Vec<u32>> = vec![Vec::new(); found.groups.sizes.len()];
        for number in 0..self.rows.len() as u32 {
            parts[found.groups.of[number as usize] as usize].push(group_of(number));
        }
        let between = between(outcome, &parts);
        let is_apart = |a: u32, b: u32| {
            let sum = between.get(&(a.min(b), a.max(b)));
            sum.is_some_and(|(sum, pairs)| sum / (*pairs as f32) < outcome.threshold)
        };
        // The group that each one becomes, and how sure that is.
        let mut becomes: FxHashMap<u32, (u32, f32)> = FxHashMap::default();
        for (parts, confidence) in parts.iter().zip(&found.groups.confidence) {
            // A threshold that follows the few scores of the further run may be lower than that of all.
            if confidence.is_some_and(|own| own < outcome.threshold) {
                continue;
            }
            let mut wholes: Vec<Vec<u32>> = Vec::new();
            for &part in parts {
                let whole = wholes
                    .iter_mut()
                    .find(|whole| whole.iter().all(|&own| !is_apart(own, part)));
                match whole {
                    Some(whole) => whole.push(part),
                    None => wholes.push(vec![part]),
                }
            }
            for whole in wholes.iter().filter(|whole| whole.len() > 1) {
                becomes.extend(
                    whole
                        .iter()
                        .map(|&part| (part, (whole[0], confidence.unwrap_or(1.0)))),
                );
            }
        }
        if becomes.is_empty() {
            return 0;
        }
        self.add_pairs(outcome, found);
        let groups = &mut outcome.groups;
        let old = std::mem::take(groups);
        let mut numbers: FxHashMap<u32, u32> = FxHashMap::default();
        for &group in &old.of {
            let (whole, sure) = becomes
                .get(&group)
                .map_or((group, None), |&(whole, sure)| (whole, Some(sure)));
            let next = groups.sizes.len() as u32;
            let number = *numbers.entry(whole).or_insert(next);
            if number == next {
                groups.sizes.push(0);
                groups.confidence.push(sure.or(old.confidence[group as usize]));
            }
            let confidence = &mut groups.confidence[number as usize];
            if let (Some(least), Some(own)) = (confidence.as_mut(), old.confidence[group as usize]) {
                *least = least.min(own);
            }
            groups.sizes[number as usize] += 1;
            groups.of.push(number);
        }
        add_match_ids(groups, records);
        count_groups(&mut outcome.summary, &outcome.groups);
        if let Some(estimate) = &mut outcome.estimate {
            estimate.pairs_found = outcome.groups.pairs();
        }
        old.sizes.len() - outcome.groups.sizes.len()
    }

    /// Adds the pairs that the further run has scored and the first one has not.
    fn add_pairs(&self, outcome: &mut MatchOutcome, found: &MatchOutcome) {
        let row = |number: u32| self.rows[number as usize];
        let pairs = found.pairs.iter().map(|pair| ScoredPair {
            left: row(pair.left),
            right: row(pair.right),
            score: pair.score,
        });
        let before = outcome.pairs.len();
        outcome.pairs.extend(pairs);
        outcome.pairs.sort_by_key(|pair| (pair.left, pair.right));
        // Those of the first run come first among equal ones, since sorting leaves them in their order.
        outcome.pairs.dedup_by_key(|pair| (pair.left, pair.right));
        let summary = &mut outcome.summary;
        summary.candidate_pairs += (outcome.pairs.len() - before) as u64;
        let matched = outcome
            .pairs
            .iter()
            .filter(|pair| pair.score >= outcome.threshold);
        summary.matched_pairs = matched.count() as u64;
    }
}

/// Keeps `most` rows whose records have the same values. By their lowest hash, which two records share as often as they share
/// values (Broder 1997), then by the next one.
fn keep_alike(rows: &mut Vec<u32>, most: usize, records: &Records) {
    if rows.len() <= most {
        return;
    }
    rows.sort_unstable();
    let own = records.subset(rows);
    let columns: Vec<usize> = (0..own.names().len())
        .filter(|&column| Some(column) != own.key_column())
        .collect();
    let of_parts: Vec<Vec<Hashes>> = (0..own.parts())
        .into_par_iter()
        .map(|part| least_hashes(&own, part, &columns))
        .collect();
    let mut hashed: Vec<(Hashes, u32)> = of_parts.into_iter().flatten().zip(rows.iter().copied()).collect();
    if hashed.len() > most {
        hashed.select_nth_unstable(most);
        hashed.truncate(most);
    }
    *rows = hashed.into_iter().map(|(_, row)| row).collect();
}

/// The least hashes of a record's values, ascending; 0 where it has fewer.
type Hashes = [u64; COMPARED];

/// Those of the records of a part. Its columns are read one after the other, and not kept.
fn least_hashes(records: &Records, part: usize, columns: &[usize]) -> Vec<Hashes> {
    let mut least = vec![[0; COMPARED]; records.rows_of(part)];
    let mut room = String::new();
    for &column in columns {
        let values = records.part(part, column);
        for (row, least) in least.iter_mut().enumerate() {
            let value = text(&values, row).trim();
            if !value.is_empty() {
                keep_least(least, hash(lowered(value, &mut room)));
            }
        }
    }
    least
}

/// Puts a hash among the least ones, if it is one of them.
fn keep_least(least: &mut Hashes, mut hash: u64) {
    for place in least {
        if *place == 0 {
            *place = hash;
            return;
        }
        if hash < *place {
            std::mem::swap(place, &mut hash);
        }
    }
}

/// A text in small letters; written to `room`, so that it needs no piece of memory of its own.
fn lowered<'a>(text: &str, room: &'a mut String) -> &'a [u8] {
    if text.is_ascii() {
        room.clear();
        room.push_str(text);
        room.make_ascii_lowercase();
    } else {
        *room = text.to_lowercase();
    }
    room.as_bytes()
}

/// Keeps the `most` rows that come first by their keys.
fn keep_first<K: Ord>(rows: &mut Vec<u32>, most: usize, key: impl Fn(u32) -> K) {
    if rows.len() > most {
        rows.select_nth_unstable_by_key(most, |&row| (key(row), row));
        rows.truncate(most);
    }
}

/// Of each group of two or more records the one that is most like the others.
fn middles(outcome: &MatchOutcome) -> Vec<u32> {
    let groups = &outcome.groups;
    let mut likeness = vec![0.0f32; groups.of.len()];
    for pair in &outcome.pairs {
        if groups.of[pair.left as usize] == groups.of[pair.right as usize] {
            likeness[pair.left as usize] += pair.score;
            likeness[pair.right as usize] += pair.score;
        }
    }
    let mut middles: Vec<Option<u32>> = vec![None; groups.sizes.len()];
    for (row, &group) in (0u32..).zip(&groups.of) {
        let middle = &mut middles[group as usize];
        let is_nearer = |other: u32| likeness[row as usize] > likeness[other as usize];
        if groups.sizes[group as usize] > 1 && middle.is_none_or(is_nearer) {
            *middle = Some(row);
        }
    }
    middles.into_iter().flatten().collect()
}

/// The sum and number of the scores between groups that were compared, of those that are parts of one thing.
fn between(outcome: &MatchOutcome, parts: &[Vec<u32>]) -> FxHashMap<(u32, u32), (f32, u32)> {
    let mut thing = vec![None; outcome.groups.sizes.len()];
    for (number, parts) in parts.iter().enumerate().filter(|(_, parts)| parts.len() > 1) {
        for &part in parts {
            thing[part as usize] = Some(number);
        }
    }
    let of = &outcome.groups.of;
    let mut between: FxHashMap<(u32, u32), (f32, u32)> = FxHashMap::default();
    for pair in &outcome.pairs {
        let (a, b) = (of[pair.left as usize], of[pair.right as usize]);
        if a != b && thing[a as usize].is_some() && thing[a as usize] == thing[b as usize] {
            let (sum, pairs) = between.entry((a.min(b), a.max(b))).or_default();
            *sum += pair.score;
            *pairs += 1;
        }
    }
    between
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{ArrayRef, RecordBatch, StringArray};
    use proptest::prelude::*;
    use rustc_hash::FxHashSet;

    use super::*;
    use crate::{MatchGroups, Silent, find_matches, random::Random};

    proptest! {
        #[test]
        fn the_least_hashes_are_the_first_ones_in_order(hashes in prop::collection::vec(1u64..50, 0..12)) {
            let mut least = Hashes::default();
            for &hash in &hashes {
                keep_least(&mut least, hash);
            }
            let mut wanted = hashes;
            wanted.sort_unstable();
            wanted.resize(wanted.len().max(COMPARED), 0);
            prop_assert_eq!(&least[..], &wanted[..COMPARED]);
        }
    }

    const COLUMNS: [&str; 6] = ["id", "name", "street", "born", "phone", "created_at"];

    fn records_of(rows: &[[String; 5]]) -> Records {
        let ids: Vec<String> = (0..rows.len()).map(|row| format!("r{row:06}")).collect();
        let mut columns = vec![Arc::new(StringArray::from(ids)) as ArrayRef];
        for at in 0..5 {
            let values = rows.iter().map(|row| row[at].as_str());
            columns.push(Arc::new(StringArray::from_iter_values(values)));
        }
        let batch = RecordBatch::try_from_iter(COLUMNS.into_iter().zip(columns)).unwrap();
        Records::try_new(vec![batch]).unwrap().with_key("id").unwrap()
    }

    /// The record number `copy` of a person: each has an error in one value, and another format and time.
    fn record(person: usize, copy: usize) -> [String; 5] {
        let letter = |at: usize| char::from(b'a' + (at % 26) as u8);
        let mut own = Random::new(person as u64 + 1);
        let mut pick = |most: u32| own.below(most) as usize;
        let name = format!(
            "{}{}ria {}o{}tman",
            letter(pick(26)),
            letter(pick(26)),
            letter(pick(26)),
            letter(pick(26))
        );
        let street = format!(
            "{} {}a{}wood lane",
            1 + pick(400),
            letter(pick(26)),
            letter(pick(26))
        );
        let born = format!("{}-{:02}-{:02}", 1940 + pick(60), 1 + pick(12), 1 + pick(28));
        let number = pick(9_999_999);
        let mut copied = Random::new((person * 1_000 + copy) as u64 + 1_000_000);
        let mut pick = |most: u32| copied.below(most) as usize;
        let phone = format!("555{}{number:07}", ["-", " ", ""][pick(3)]);
        let created = format!("2024-{:02}-{:02}", 1 + pick(12), 1 + pick(28));
        let mut values = [name, street, born, phone, created];
        let wrong = &mut values[pick(2)];
        let at = pick(wrong.len() as u32);
        wrong.insert(at, letter(pick(26)));
        values
    }

    #[test]
    fn texts_are_alike_in_small_letters() {
        let mut room = String::new();
        for text in ["", "Main St 12", "ÄRGER", "İstanbul", "ΟΔΟΣ", "a"] {
            assert_eq!(lowered(text, &mut room), text.to_lowercase().as_bytes(), "{text}");
        }
    }

    #[test]
    fn a_thing_of_many_unequal_records_is_one_group() {
        const PEOPLE: usize = 520;
        const COPIES: usize = 120;
        let rows: Vec<[String; 5]> = (0..PEOPLE * COPIES)
            .map(|at| record(at % PEOPLE, at / PEOPLE))
            .collect();
        let records = records_of(&rows);
        let outcome = find_matches(&MatchRequest::new(&records), &Silent).unwrap();
        let whole = (0..PEOPLE).filter(|&person| {
            let groups: FxHashSet<u32> = (0..COPIES)
                .map(|copy| outcome.groups.of[copy * PEOPLE + person])
                .collect();
            groups.len() == 1
                && groups
                    .iter()
                    .all(|&group| outcome.groups.sizes[group as usize] == COPIES as u32)
        });
        let whole = whole.count();
        assert!(whole >= PEOPLE - 3, "{whole} of {PEOPLE} are one group each");
        assert!(outcome.pairs.is_sorted_by_key(|pair| (pair.left, pair.right)));
        let confidence = outcome.groups.confidence.iter().flatten();
        assert!(
            confidence
                .copied()
                .all(|confidence| (0.0..=1.0).contains(&confidence))
        );
    }

    /// So many groups of 60 records each, every record a match of the first one of its group.
    fn parts(groups: u32) -> (Records, MatchOutcome) {
        const SIZE: u32 = 60;
        let rows: Vec<[String; 5]> = (0..groups * SIZE)
            .map(|row| record((row / SIZE) as usize, (row % SIZE) as usize))
            .collect();
        let records = records_of(&rows);
        let pair = |row: u32| ScoredPair {
            left: row / SIZE * SIZE,
            right: row,
            score: 0.9,
        };
        let mut outcome = MatchOutcome {
            pairs: (0..groups * SIZE)
                .filter(|row| row % SIZE > 0)
                .map(pair)
                .collect(),
            threshold: 0.5,
            groups: MatchGroups {
                of: (0..groups * SIZE).map(|row| row / SIZE).collect(),
                sizes: vec![SIZE; groups as usize],
                ids: Vec::new(),
                confidence: vec![Some(0.8); groups as usize],
            },
            ..MatchOutcome::default()
        };
        add_match_ids(&mut outcome.groups, &records);
        (records, outcome)
    }

    /// What a run finds that joins all of its records.
    fn all_as_one(request: &MatchRequest<'_>) -> MatchOutcome {
        let records = request.records().len() as u32;
        MatchOutcome {
            groups: MatchGroups {
                of: vec![0; records as usize],
                sizes: vec![records],
                ids: vec![1],
                confidence: vec![Some(0.7)],
            },
            pairs: (1..records)
                .map(|right| ScoredPair {
                    left: 0,
                    right,
                    score: 0.75,
                })
                .collect(),
            ..MatchOutcome::default()
        }
    }

    #[test]
    fn parts_come_together_but_not_those_that_were_found_to_differ() {
        let (records, mut outcome) = parts(4);
        let differ = ScoredPair {
            left: 0,
            right: 70,
            score: 0.1,
        };
        outcome.pairs.push(differ);
        outcome.pairs.sort_by_key(|pair| (pair.left, pair.right));
        let pairs = outcome.pairs.len();
        let joined = join_parts(outcome, &MatchRequest::new(&records), |own| Ok(all_as_one(own))).unwrap();
        let mut sizes = joined.groups.sizes.clone();
        sizes.sort_unstable();
        assert_eq!(sizes, [60, 180]);
        assert_ne!(joined.groups.of[0], joined.groups.of[70]);
        assert_eq!(joined.groups.of[0], joined.groups.of[239]);
        assert_eq!(joined.groups.ids.len(), 2);
        let whole = joined.groups.of[0] as usize;
        assert_eq!(joined.groups.confidence[whole], Some(0.7));
        assert_eq!(joined.groups.confidence[1 - whole], Some(0.8));
        assert_eq!(joined.pairs.len(), pairs + 3);
        assert_eq!(joined.summary.groups_of_two_or_more, 2);
        assert_eq!(joined.groups.pairs(), 180 * 179 / 2 + 60 * 59 / 2);
    }

    /// The further run may find a threshold below that of the whole run; on cora, that joined parts of other papers.
    #[test]
    fn parts_that_would_not_join_in_the_whole_run_stay_apart() {
        let (records, mut outcome) = parts(4);
        outcome.threshold = 0.75;
        let joined = join_parts(outcome, &MatchRequest::new(&records), |own| Ok(all_as_one(own))).unwrap();
        assert_eq!(joined.groups.sizes, [60; 4]);
    }

    #[test]
    fn groups_that_people_keep_apart_stay_so() {
        let (records, outcome) = parts(3);
        let labels = Labels::from_pairs(&[(5, 65, false), (5, 125, true), (6, 126, false)]);
        let request = MatchRequest::new(&records).enforcing(&labels);
        let asked = std::cell::RefCell::new(Vec::new());
        let find = |request: &MatchRequest<'_>| {
            let pairs = &request.enforced().unwrap().pairs;
            asked.replace(
                pairs
                    .iter()
                    .map(|pair| (pair.left, pair.right, pair.is_match))
                    .collect(),
            );
            Ok(all_as_one(request))
        };
        join_parts(outcome, &request, find).unwrap();
        assert_eq!(asked.take(), [(0, 1, false), (0, 2, false)]);
    }

    #[test]
    fn groups_that_are_whole_cost_no_further_run() {
        let (records, mut outcome) = parts(3);
        outcome.groups.sizes = vec![20; 9];
        outcome.groups.of = (0..180).map(|row| row / 20).collect();
        outcome.groups.confidence = vec![Some(0.8); 9];
        outcome.groups.ids = (0..9).collect();
        let none = |_: &MatchRequest<'_>| -> Result<MatchOutcome, Error> { panic!("no run is needed") };
        let groups = outcome.groups.clone();
        let joined = join_parts(outcome, &MatchRequest::new(&records), none).unwrap();
        assert_eq!(joined.groups, groups);
    }
}
