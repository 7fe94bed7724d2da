//! Records that are there many times over: copies travel as one.
//!
//! Where a record has more copies than it can have candidates, copies would take the places of all others, and what they hold
//! would look frequent, and so would say little. So a run looks at two records of each such set. If these hold enough to
//! identify one thing, all copies are that; if not, each further copy stays by itself. Records that people have judged are
//! always looked at, and so are those that were matched before: one new copy of such a record is compared with it, and the
//! others share its fate.

use std::cell::RefCell;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    AttributeKind, Error, Explanation, HeldOut, Labels, MatchGroups, MatchOutcome, MatchRequest,
    MatchSettings, Note, Records, ScoredPair,
    groups::{add_match_ids, match_id},
    hashing::add,
    records::text,
    summary::{AMBIGUOUS, count_groups},
};

/// Copies from which they travel as one: more than a record of large data can have candidates.
pub(crate) const MANY: u8 = 13;

/// Share of the records that may be further copies that hold too little: where there are more, how often values occur among
/// the others says too little of the table.
const MOST_APART: f64 = 0.05;

/// The records of a run without most copies.
pub struct Copies<'a> {
    all: &'a Records,
    /// The records that are looked at; absent where these are all.
    records: Option<Records>,
    /// Row number of each among all.
    rows: Vec<u32>,
    /// The number of each record among those that are looked at; for a further copy that of the second one of its set.
    numbers: Vec<u32>,
    further: Vec<Further>,
    /// Records that were matched before with new ones that are equal to them, by their numbers.
    equal: Vec<(u32, u32)>,
    /// How many of all records were matched before.
    known: u32,
    is_across_only: bool,
}

/// A copy that is not looked at.
struct Further {
    row: u32,
    /// The two records of its set that are, by their numbers.
    first: u32,
    second: u32,
}

impl<'a> Copies<'a> {
    /// Finds the copies among the records of a request; `None` where there are not many.
    pub fn among(request: &MatchRequest<'a>, settings: &MatchSettings) -> Option<Self> {
        let all = request.records();
        let ignored =
            |column: usize| settings.kinds.get(&all.names()[column]) == Some(&AttributeKind::Ignore);
        let columns: Vec<usize> = (0..all.names().len())
            .filter(|&column| Some(column) != all.key_column() && !ignored(column))
            .collect();
        let known = request.known().map_or(0, |known| known.groups.len() as u32);
        let judged = judged_rows(request);
        // The first two records of a set that are looked at, by each further copy.
        let mut firsts: FxHashMap<u32, (u32, u32)> = FxHashMap::default();
        let mut equal = Vec::new();
        for set in sets_of_many(all, &columns) {
            let new = &set[set.partition_point(|&row| row < known)..];
            let (second, others) = match new {
                [second, others @ ..] if new.len() < set.len() => (*second, others),
                [_, second, others @ ..] => (*second, others),
                _ => continue,
            };
            let (kept, further): (Vec<u32>, Vec<u32>) = others.iter().partition(|row| judged.contains(row));
            firsts.extend(further.into_iter().map(|row| (row, (set[0], second))));
            if set[0] < known {
                equal.extend(kept.into_iter().chain([second]).map(|row| (set[0], row)));
            }
        }
        if firsts.is_empty() && equal.is_empty() {
            return None;
        }
        let rows: Vec<u32> = (0..all.len() as u32)
            .filter(|row| !firsts.contains_key(row))
            .collect();
        let mut numbers = vec![0; all.len()];
        for (number, &row) in (0u32..).zip(&rows) {
            numbers[row as usize] = number;
        }
        let number = |row: u32| numbers[row as usize];
        let mut further: Vec<Further> = firsts
            .into_iter()
            .map(|(row, (first, second))| Further {
                row,
                first: number(first),
                second: number(second),
            })
            .collect();
        for (first, second) in &mut equal {
            (*first, *second) = (number(*first), number(*second));
        }
        equal.sort_unstable();
        further.sort_unstable_by_key(|copy| copy.row);
        for copy in &further {
            numbers[copy.row as usize] = copy.second;
        }
        Some(Self {
            records: (!further.is_empty()).then(|| all.subset(&rows)),
            all,
            rows,
            numbers,
            further,
            equal,
            known,
            is_across_only: settings.is_across_only(all),
        })
    }

    /// Does a run over the records that are looked at, and gives its result for all; `None` where so many copies hold too
    /// little that the whole table has to be looked at.
    pub fn run(
        &self,
        request: &MatchRequest<'_>,
        find: impl FnOnce(&MatchRequest<'_>) -> Result<MatchOutcome, Error>,
    ) -> Result<Option<MatchOutcome>, Error> {
        let labels = request.enforced().map(|labels| self.labels(labels));
        let labeled: Option<Vec<HeldOut>> = request.measures_with().map(|labeled| {
            let judged = labeled.iter().map(|judged| HeldOut {
                left: self.number(judged.left),
                right: self.number(judged.right),
                ..*judged
            });
            judged.collect()
        });
        let asked = RefCell::new(Vec::new());
        let choose = |found: &MatchOutcome| {
            asked.replace(request.choose(&self.among_all(found.clone())));
            asked.borrow().iter().map(|&pair| self.pair(pair)).collect()
        };
        let own = request.among(
            self.records.as_ref().unwrap_or(self.all),
            labels.as_ref(),
            labeled.as_deref(),
            &choose,
            &self.equal,
        );
        let found = find(&own)?;
        let joined = self.joined(&found);
        let apart = joined.iter().filter(|joined| !**joined).count();
        if !self.is_across_only && apart as f64 > MOST_APART * self.all.len() as f64 {
            return Ok(None);
        }
        let mut outcome = self.among_all(found);
        outcome.explanations = self.explained(&asked.borrow(), &outcome.explanations);
        outcome.kept = outcome
            .kept
            .map(|kept| kept.renumbered(self.all.len(), |number| self.rows[number as usize]));
        if let Some(estimate) = &mut outcome.estimate {
            estimate.pairs_found = outcome.groups.pairs();
        }
        Ok(Some(outcome))
    }

    fn number(&self, row: u32) -> u32 {
        self.numbers[row as usize]
    }

    /// A pair of records by the numbers of those that stand for them; two copies by those of the first two.
    fn pair(&self, (left, right): (u32, u32)) -> (u32, u32) {
        let (left, right) = (self.number(left), self.number(right));
        if left != right {
            return (left, right);
        }
        let own = self.further.iter().find(|copy| copy.second == left);
        own.map_or((left, right), |copy| (copy.first, copy.second))
    }

    fn labels(&self, labels: &Labels) -> Labels {
        let mut labels = labels.clone();
        for pair in &mut labels.pairs {
            (pair.left, pair.right) = (self.number(pair.left), self.number(pair.right));
        }
        labels
    }

    /// The explanations of the pairs that were asked for, as far as those that stand for them were explained.
    fn explained(&self, asked: &[(u32, u32)], found: &[Explanation]) -> Vec<Explanation> {
        let of_pair = |(left, right): (u32, u32)| (left.min(right), left.max(right));
        let found: FxHashMap<(u32, u32), &Explanation> = found
            .iter()
            .map(|own| (of_pair((own.left, own.right)), own))
            .collect();
        let explained = asked.iter().filter_map(|&(left, right)| {
            let own = *found.get(&of_pair(self.pair((left, right))))?;
            Some(Explanation {
                left,
                right,
                ..own.clone()
            })
        });
        explained.collect()
    }

    /// What was found as a result for all records, but for explanations.
    fn among_all(&self, found: MatchOutcome) -> MatchOutcome {
        let mut outcome = found;
        if self.further.is_empty() {
            return outcome;
        }
        let joined = self.joined(&outcome);
        for unmet in &mut outcome.unmet {
            (unmet.left, unmet.right) = (self.rows[unmet.left as usize], self.rows[unmet.right as usize]);
        }
        self.complete_pairs(&mut outcome.pairs);
        outcome.groups = self.groups(&outcome.groups, &joined);
        let ambiguous = joined.iter().filter(|joined| !**joined).count() as u64;
        if !self.is_across_only {
            self.complete_notes(&mut outcome.notes, &joined);
        }
        self.complete_profile(&mut outcome);
        outcome.summary.matched_pairs += joined.len() as u64 - ambiguous;
        count_groups(&mut outcome.summary, &outcome.groups);
        outcome
    }

    /// Whether each further copy is one thing with the first two of its set.
    fn joined(&self, outcome: &MatchOutcome) -> Vec<bool> {
        let of = &outcome.groups.of;
        let identified: FxHashSet<(u32, u32)> = outcome.identified.iter().copied().collect();
        // How often values occur says nothing where one record is all that there is, and nothing is found of equal records
        // where only those of different sources match.
        let is_any_enough = self.rows.len() <= 2 || self.is_across_only;
        let is_joined = |copy: &Further| {
            of[copy.first as usize] == of[copy.second as usize]
                && (is_any_enough || identified.contains(&(copy.first, copy.second)))
        };
        self.further.iter().map(is_joined).collect()
    }

    /// Pairs of all records: a further copy and the first of its set have the score of the first two.
    fn complete_pairs(&self, pairs: &mut Vec<ScoredPair>) {
        let firsts: FxHashSet<(u32, u32)> = self
            .further
            .iter()
            .map(|copy| (copy.first, copy.second))
            .collect();
        let scores: FxHashMap<(u32, u32), f32> = pairs
            .iter()
            .map(|pair| ((pair.left, pair.right), pair.score))
            .filter(|(pair, _)| firsts.contains(pair))
            .collect();
        for pair in pairs.iter_mut() {
            (pair.left, pair.right) = (self.rows[pair.left as usize], self.rows[pair.right as usize]);
        }
        pairs.extend(self.further.iter().filter_map(|copy| {
            Some(ScoredPair {
                left: self.rows[copy.first as usize],
                right: copy.row,
                score: *scores.get(&(copy.first, copy.second))?,
            })
        }));
        pairs.par_sort_unstable_by_key(|pair| (pair.left, pair.right));
    }

    /// The groups of all records, numbered by their first ones.
    fn groups(&self, found: &MatchGroups, joined: &[bool]) -> MatchGroups {
        /// No number yet.
        const NONE: u32 = u32::MAX;
        let mut groups = MatchGroups::default();
        let mut numbers = vec![NONE; found.sizes.len()];
        let mut further = self.further.iter().zip(joined).peekable();
        let mut before = 0;
        for row in 0..self.all.len() as u32 {
            if row == self.known {
                before = groups.sizes.len();
            }
            let copy = further.next_if(|(copy, _)| copy.row == row);
            let (group, joins) = match copy {
                Some((copy, &joined)) => (found.of[copy.second as usize], joined),
                None => (found.of[self.number(row) as usize], true),
            };
            let next = groups.sizes.len() as u32;
            let number = if joins && numbers[group as usize] != NONE {
                numbers[group as usize]
            } else {
                groups.sizes.push(0);
                groups.ids.push(found.ids[group as usize]);
                groups
                    .confidence
                    .push(found.confidence[group as usize].filter(|_| joins));
                if joins {
                    numbers[group as usize] = next;
                }
                next
            };
            groups.sizes[number as usize] += 1;
            groups.of.push(number);
        }
        if self.known == 0 {
            add_match_ids(&mut groups, self.all);
        } else {
            self.name_new(&mut groups, before);
        }
        groups
    }

    /// Gives the groups from `before` on, which hold new records only, the ids that these records give.
    fn name_new(&self, groups: &mut MatchGroups, before: usize) {
        let mut rows: Vec<Vec<u32>> = vec![Vec::new(); groups.sizes.len() - before];
        for (row, &number) in (0u32..).zip(&groups.of).skip(self.known as usize) {
            if let Some(own) = (number as usize).checked_sub(before) {
                rows[own].push(row);
            }
        }
        let (earlier, new) = groups.ids.split_at_mut(before);
        let mut taken: FxHashSet<i64> = earlier.iter().copied().collect();
        for (id, rows) in new.iter_mut().zip(&rows) {
            *id = match_id(self.all, rows);
            // Two keys with one hash are next to impossible; the later group then takes the next free id.
            while !taken.insert(*id) {
                *id = (*id + 1) & i64::MAX;
            }
        }
    }

    /// Counts the copies that hold too little to be told from others.
    fn complete_notes(&self, notes: &mut Vec<Note>, joined: &[bool]) {
        let all = self.all.len() as u64;
        let apart = || self.further.iter().zip(joined).filter(|(_, joined)| !**joined);
        let more = apart().count() as u64;
        for note in notes.iter_mut() {
            if let Note::TooLittle { ambiguous, records } = note {
                (*ambiguous, *records) = (*ambiguous + more, all);
                return;
            }
        }
        // With the two records of each set that were looked at.
        let sets: FxHashSet<u32> = apart().map(|(copy, _)| copy.second).collect();
        let ambiguous = more + 2 * sets.len() as u64;
        if more > 0 && ambiguous as f64 >= AMBIGUOUS * all as f64 {
            let note = Note::TooLittle {
                ambiguous,
                records: all,
            };
            notes.insert(0, note);
        }
    }

    /// Counts the values of all copies.
    fn complete_profile(&self, outcome: &mut MatchOutcome) {
        for attribute in &mut outcome.attributes {
            let Ok(column) = self.all.position(&attribute.name) else {
                continue;
            };
            for copy in &self.further {
                let value = folded(self.all.value(copy.row as usize, column)).to_ascii_lowercase();
                let is_blank = |blank: &&mut crate::Blank| blank.value.as_bytes() == value;
                if let Some(blank) = attribute.blanks.iter_mut().find(is_blank) {
                    blank.records += 1;
                } else {
                    attribute.filled += usize::from(!value.is_empty());
                }
            }
        }
    }
}

/// The records that labels tell of.
fn judged_rows(request: &MatchRequest<'_>) -> FxHashSet<u32> {
    let enforced = request.enforced().into_iter().flat_map(|labels| &labels.pairs);
    let enforced = enforced.map(|pair| [pair.left, pair.right]);
    let measured = request.measures_with().unwrap_or_default();
    let measured = measured.iter().map(|judged| [judged.left, judged.right]);
    enforced.chain(measured).flatten().collect()
}

/// Sets of [`MANY`] and more records that are equal in these columns, but for blanks around values and the case of plain Latin
/// letters.
fn sets_of_many(records: &Records, columns: &[usize]) -> Vec<Vec<u32>> {
    // Single values of texts that are not in memory are kept there, and only as long as this search takes.
    let records = &records.clone();
    let hashes: Vec<u64> = (0..records.parts())
        .into_par_iter()
        .flat_map_iter(|part| {
            let mut hashes = Vec::new();
            for &column in columns {
                let values = records.part(part, column);
                hashes.resize(values.len(), 0u64);
                for (row, hash) in hashes.iter_mut().enumerate() {
                    *hash = folded_hash(*hash, text(&values, row));
                }
            }
            hashes
        })
        .collect();
    // Hardly any place of a table as long as there are records is met often by chance.
    let bits = records.len().next_power_of_two().trailing_zeros().max(1);
    let place = |hash: u64| (hash >> (u64::BITS - bits)) as usize;
    let mut counts = vec![0u8; 1 << bits];
    for &hash in &hashes {
        let count = &mut counts[place(hash)];
        *count = count.saturating_add(1);
    }
    // A single value of several columns is no more than a value that occurs often.
    let source = records.sources().map(|sources| sources.column);
    let own: Vec<usize> = columns
        .iter()
        .copied()
        .filter(|&column| Some(column) != source)
        .collect();
    let is_telling = |row: u32| {
        let filled = own
            .iter()
            .filter(|&&column| !folded(records.value(row as usize, column)).is_empty());
        filled.take(2).count() >= own.len().min(2)
    };
    let mut sets: Vec<Vec<u32>> = Vec::new();
    let mut of_hash: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (row, &hash) in (0u32..).zip(&hashes) {
        if counts[place(hash)] < MANY || !is_telling(row) {
            continue;
        }
        let known = of_hash.entry(hash).or_default();
        if let Some(&set) = known
            .iter()
            .find(|&&set| are_equal(records, columns, sets[set][0], row))
        {
            sets[set].push(row);
        } else {
            known.push(sets.len());
            sets.push(vec![row]);
        }
    }
    sets.retain(|set| set.len() >= usize::from(MANY));
    sets
}

fn folded(value: &str) -> &[u8] {
    value.as_bytes().trim_ascii()
}

/// Goes on with a hash that is the same for values that differ by the case of their letters, among others.
fn folded_hash(hash: u64, value: &str) -> u64 {
    /// The bit that tells small letters from capital ones, in each byte.
    const SMALL: u64 = u64::from_ne_bytes([0x20; 8]);
    let bytes = folded(value);
    let (words, rest) = bytes.as_chunks::<8>();
    let hash = words
        .iter()
        .fold(hash, |hash, word| add(hash, u64::from_le_bytes(*word) | SMALL));
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    add(add(hash, u64::from_le_bytes(last) | SMALL), bytes.len() as u64)
}

fn are_equal(records: &Records, columns: &[usize], left: u32, right: u32) -> bool {
    columns.iter().all(|&column| {
        let value = |row: u32| folded(records.value(row as usize, column));
        value(left).eq_ignore_ascii_case(value(right))
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{ArrayRef, RecordBatch, StringArray};

    use super::*;
    use crate::{KnownGroup, Model, RecordIndex, Silent, find_matches};

    const COLUMNS: [&str; 5] = ["id", "name", "street", "city", "born"];

    /// Different people.
    fn people(count: usize) -> Vec<[String; 4]> {
        let pick = |from: &[&str], at: usize| from[at % from.len()].to_owned();
        let first = ["maria", "john", "aisha", "peter", "chloe", "hiroshi", "ivan"];
        let last = [
            "lopez", "archer", "okafor", "stone", "dubois", "tanaka", "lind", "novak", "keller", "brandt",
            "silva",
        ];
        let cities = ["riverton", "lakeside", "greenville", "fairview", "springfield"];
        (0..count)
            .map(|at| {
                let name = format!("{} {}{}", pick(&first, at), pick(&last, at / 7), at / 77);
                let street = format!("{} {} street", 3 + at * 7 % 190, pick(&last, at * 5));
                let born = format!(
                    "{}-{:02}-{:02}",
                    1940 + at * 13 % 60,
                    1 + at * 5 % 12,
                    1 + at * 11 % 28
                );
                [name, street, pick(&cities, at * 3), born]
            })
            .collect()
    }

    fn records_of(rows: &[[String; 4]]) -> Records {
        let ids: Vec<String> = (0..rows.len()).map(|row| format!("r{row:06}")).collect();
        let mut columns = vec![Arc::new(StringArray::from(ids)) as ArrayRef];
        for at in 0..4 {
            let values = rows.iter().map(|row| row[at].as_str());
            columns.push(Arc::new(StringArray::from_iter_values(values)));
        }
        let batch = RecordBatch::try_from_iter(COLUMNS.into_iter().zip(columns)).unwrap();
        Records::try_new(vec![batch]).unwrap().with_key("id").unwrap()
    }

    /// Others, with copies of a person spread among them; says which rows are copies.
    fn with_copies(others: usize, copies: usize) -> (Vec<[String; 4]>, Vec<usize>) {
        let mut rows = people(others + 1);
        let copy = rows.pop().unwrap();
        let step = (others / copies.max(1)).max(1);
        for number in 0..copies {
            let mut own = copy.clone();
            if number % 3 == 1 {
                own[0] = format!(" {}", own[0].to_uppercase());
            }
            rows.insert((number * (step + 1)).min(rows.len()), own);
        }
        let is_copy = |row: &[String; 4]| row[3] == copy[3] && row[1] == copy[1];
        let at = (0..rows.len()).filter(|&at| is_copy(&rows[at])).collect();
        (rows, at)
    }

    fn groups_of(outcome: &MatchOutcome, rows: &[usize]) -> FxHashSet<u32> {
        rows.iter().map(|&row| outcome.groups.of[row]).collect()
    }

    #[test]
    fn copies_are_one_group_and_change_nothing_for_others() {
        let (rows, copies) = with_copies(300, 900);
        assert_eq!(copies.len(), 900);
        let records = records_of(&rows);
        let outcome = find_matches(&MatchRequest::new(&records), &Silent).unwrap();
        assert_eq!(groups_of(&outcome, &copies).len(), 1);
        let group = outcome.groups.of[copies[0]] as usize;
        assert_eq!(outcome.groups.sizes[group], 900);
        assert_eq!(outcome.groups.of.len(), rows.len());
        assert_eq!(outcome.summary.largest_groups[0], 900);
        let name = &outcome.attributes[0];
        assert_eq!((name.name.as_str(), name.filled), ("name", rows.len()));
        // As with two copies of the person.
        let (few, two) = with_copies(300, 2);
        assert_eq!(two.len(), 2);
        let few = find_matches(&MatchRequest::new(&records_of(&few)), &Silent).unwrap();
        assert_eq!(outcome.groups.sizes.len(), few.groups.sizes.len());
        // Each further copy has the score of the second one.
        let first = copies[0] as u32;
        let scores: FxHashSet<u32> = outcome
            .pairs
            .iter()
            .filter(|pair| pair.left == first && copies.contains(&(pair.right as usize)))
            .map(|pair| pair.score.to_bits())
            .collect();
        assert_eq!(scores.len(), 1);
        assert!(outcome.pairs.is_sorted_by_key(|pair| (pair.left, pair.right)));
    }

    #[test]
    fn ids_come_from_the_smallest_key_of_all_copies() {
        let (rows, copies) = with_copies(100, 40);
        let all = records_of(&rows);
        let outcome = find_matches(&MatchRequest::new(&all), &Silent).unwrap();
        let of: Vec<u32> = copies.iter().map(|&row| row as u32).collect();
        let group = outcome.groups.of[copies[0]] as usize;
        assert_eq!(outcome.groups.ids[group], match_id(&all, &of));
    }

    #[test]
    fn copies_that_hold_too_little_stay_apart_and_are_counted() {
        let value = |from: [&str; 4], at: usize| from[at % 4].to_owned();
        let rows: Vec<[String; 4]> = (0..320)
            .map(|at| {
                let name = value(["maria", "john", "aisha", "peter"], at);
                let city = value(["riverton", "lakeside", "greenville", "fairview"], at / 4);
                [name, String::new(), city, String::new()]
            })
            .collect();
        let records = records_of(&rows);
        let outcome = find_matches(&MatchRequest::new(&records), &Silent).unwrap();
        assert_eq!(outcome.groups.sizes.len(), 320);
        let told = outcome.notes.iter().any(|note| {
            matches!(note, Note::TooLittle { ambiguous, records }
            if *ambiguous == 320 && *records == 320)
        });
        assert!(told, "{:?}", outcome.notes);
    }

    #[test]
    fn a_judged_copy_is_where_people_put_it() {
        let (rows, copies) = with_copies(200, 50);
        let records = records_of(&rows);
        let (first, odd) = (copies[0] as u32, copies[30] as u32);
        let labels = Labels::from_pairs(&[(first, odd, false)]);
        let request = MatchRequest::new(&records).enforcing(&labels);
        let outcome = find_matches(&request, &Silent).unwrap();
        let of = &outcome.groups.of;
        assert_ne!(of[first as usize], of[odd as usize]);
        let others: Vec<usize> = copies
            .iter()
            .copied()
            .filter(|&row| row != odd as usize)
            .collect();
        assert_eq!(groups_of(&outcome, &others).len(), 1);
    }

    #[test]
    fn any_pair_of_copies_is_explained_as_it_was_asked_for() {
        let (rows, copies) = with_copies(200, 50);
        let records = records_of(&rows);
        let asked = [
            (copies[0] as u32, copies[1] as u32),
            (copies[20] as u32, copies[10] as u32),
            (copies[40] as u32, copies[0] as u32),
        ];
        let choose = |_: &MatchOutcome| asked.to_vec();
        let request = MatchRequest::new(&records).explaining(&choose);
        let outcome = find_matches(&request, &Silent).unwrap();
        let explained: Vec<(u32, u32)> = outcome
            .explanations
            .iter()
            .map(|own| (own.left, own.right))
            .collect();
        assert_eq!(explained, asked);
        let weights: FxHashSet<u32> = outcome
            .explanations
            .iter()
            .map(|own| own.score.to_bits())
            .collect();
        assert_eq!(weights.len(), 1);
    }

    #[test]
    fn new_copies_join_the_group_of_known_ones() {
        let (mut rows, copies) = with_copies(300, 60);
        let copy = rows[copies[0]].clone();
        let known = rows.len();
        rows.extend(std::iter::repeat_n(copy, 40));
        let (before, all) = (records_of(&rows[..known]), records_of(&rows));
        let (settings, model) = (MatchSettings::default(), Model::cold_start());
        let groups: Vec<KnownGroup> = (0..known)
            .map(|row| KnownGroup {
                id: if copies.contains(&row) {
                    7
                } else {
                    1_000 + row as i64
                },
                confidence: None,
            })
            .collect();
        for in_index in [&before, &all] {
            let index = RecordIndex::build(in_index, &settings, &model, &Silent).unwrap();
            let request = MatchRequest::new(&all).joining(&groups, &index);
            let outcome = find_matches(&request, &Silent).unwrap();
            let id = |row: usize| outcome.groups.ids[outcome.groups.of[row] as usize];
            assert!((known..rows.len()).all(|row| id(row) == 7));
            assert!((0..known).all(|row| id(row) == groups[row].id));
            let ids: FxHashSet<i64> = outcome.groups.ids.iter().copied().collect();
            assert_eq!(ids.len(), outcome.groups.sizes.len());
        }
    }

    #[test]
    fn copies_of_a_source_are_linked_where_a_link_takes_several() {
        let (mut rows, copies) = with_copies(200, 30);
        let copy = rows[copies[0]].clone();
        rows.push(copy);
        let others = people(260);
        rows.extend_from_slice(&others[..120]);
        let first_of_b = 230;
        let ids: Vec<String> = (0..rows.len()).map(|row| format!("r{row:06}")).collect();
        let source = (0..rows.len()).map(|row| if row < first_of_b { "a" } else { "b" });
        let mut columns = vec![Arc::new(StringArray::from(ids)) as ArrayRef];
        for at in 0..4 {
            let values = rows.iter().map(|row| row[at].as_str());
            columns.push(Arc::new(StringArray::from_iter_values(values)));
        }
        columns.push(Arc::new(StringArray::from_iter_values(source)));
        let names = COLUMNS.into_iter().chain(["source"]);
        let batch = RecordBatch::try_from_iter(names.zip(columns)).unwrap();
        let records = Records::try_new(vec![batch]).unwrap().with_key("id").unwrap();
        let records = records.with_sources("source").unwrap();
        let settings = |cardinality| MatchSettings {
            mode: crate::MatchMode::Link(cardinality),
            ..MatchSettings::default()
        };
        let groups = |cardinality| {
            let settings = settings(cardinality);
            let request = MatchRequest::new(&records).with_settings(&settings);
            let outcome = find_matches(&request, &Silent).unwrap();
            let linked: Vec<usize> = copies.iter().copied().chain([first_of_b]).collect();
            groups_of(&outcome, &linked).len()
        };
        assert_eq!(groups(crate::LinkCardinality::ManyToMany), 1);
        assert_eq!(
            groups(crate::LinkCardinality::OneToOne),
            30,
            "one of them is linked"
        );
    }

    #[test]
    fn few_copies_are_looked_at_each() {
        let (rows, copies) = with_copies(200, usize::from(MANY) - 1);
        assert_eq!(copies.len(), 12);
        let records = records_of(&rows);
        let request = MatchRequest::new(&records);
        assert!(Copies::among(&request, &MatchSettings::default()).is_none());
    }
}
