//! Of very many columns, which say nothing of who is who, before any of them is cleaned.
//!
//! Exports of business software have hundreds of columns, most of them states, times, owners and counters. Each would be compared, and
//! together they drown what the others say. Records that share a rare value, and several names, addresses or numbers of phones besides, are
//! mostly one thing, or closely related. A column in which these agree no more often than chance allows is left out. Names, addresses and
//! the like never are: they also tell related things apart. Where few records are so alike, nothing is known, and all columns stay.

use std::hash::BuildHasher;

use arrow_array::{Array, ArrayRef};
use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::columns::kind_of;
use crate::{AttributeKind, Observer, Records, hashing::mix, records::text};

/// Up to so many columns all are compared: comparing sorts out columns that say nothing, as long as they are not most of the table.
const MANY_COLUMNS: usize = 48;
/// Values of a column of which all records are looked up.
const VALUES: usize = 20_000;
/// Most records that share a rare value.
const RARE: u32 = 8;
/// Pairs of records that share a rare value of a column.
const PAIRS: usize = 192;
/// First words of a value that are looked at.
const WORDS: usize = 8;
/// Names and the like that two records share, besides a rare value, if they are mostly one thing.
const SHARED: usize = 3;
/// Chance below which sharing such a value counts.
const UNLIKELY: f64 = 0.02;
/// Pairs of alike records without which nothing is known, and those of them that have a value in a column without which nothing is known
/// of that.
const LEAST_PAIRS: usize = 100;
const LEAST_FILLED: f64 = 30.0;
/// How many pairs more than by chance agree, at least, and by how many standard deviations.
const EXCESS: f64 = 6.0;

/// Which of these columns say nothing; none unless there are very many.
pub(super) fn saying_nothing(records: &Records, columns: &[usize], observer: &dyn Observer) -> Vec<usize> {
    if columns.len() <= MANY_COLUMNS {
        return Vec::new();
    }
    let pairs: Vec<Vec<(u32, u32)>> = columns
        .par_iter()
        .map(|&column| {
            if observer.is_cancelled() {
                Vec::new()
            } else {
                rare_pairs(records, column)
            }
        })
        .collect();
    let mut pairs: Vec<(u32, u32)> = pairs.into_iter().flatten().collect();
    pairs.sort_unstable();
    pairs.dedup();
    // Names and the like say which pairs are alike, and these pairs what the other columns say.
    let (kept, others) = by_kind(records, columns);
    let (rows, mut places) = placed(&pairs);
    let looks_of_kept = looks(records, &kept, &rows);
    places.retain(|&pair| are_alike(&looks_of_kept, pair));
    if places.len() < LEAST_PAIRS || observer.is_cancelled() {
        return Vec::new();
    }
    let alike: Vec<(u32, u32)> = places
        .into_iter()
        .map(|(left, right)| (rows[left as usize], rows[right as usize]))
        .collect();
    let (rows, places) = placed(&alike);
    let looks_of_others = looks(records, &others, &rows);
    let silent = others.iter().zip(&looks_of_others);
    let silent = silent.filter(|(_, looks)| looks.say_nothing(&places));
    silent.map(|(&column, _)| column).collect()
}

/// The columns that stay in any case, and the others.
fn by_kind(records: &Records, columns: &[usize]) -> (Vec<usize>, Vec<usize>) {
    let is_kept = |&column: &usize| {
        matches!(
            kind_of(records, column),
            AttributeKind::Name
                | AttributeKind::Organization
                | AttributeKind::Address
                | AttributeKind::Phone
                | AttributeKind::Email
        )
    };
    columns.par_iter().copied().partition(is_kept)
}

/// The records of some pairs, and the pairs as places among them.
fn placed(pairs: &[(u32, u32)]) -> (Vec<u32>, Vec<(u32, u32)>) {
    let mut rows: Vec<u32> = pairs.iter().flat_map(|&(left, right)| [left, right]).collect();
    rows.sort_unstable();
    rows.dedup();
    let places = pairs
        .iter()
        .map(|&(left, right)| (place(&rows, left), place(&rows, right)))
        .collect();
    (rows, places)
}

fn looks(records: &Records, columns: &[usize], rows: &[u32]) -> Vec<Looks> {
    columns
        .par_iter()
        .map(|&column| Looks::at(records, column, rows))
        .collect()
}

/// Whether two records share names and the like that are not copies of one another.
fn are_alike(looks: &[Looks], (left, right): (u32, u32)) -> bool {
    let mut shared: Vec<u32> = Vec::new();
    for looks in looks.iter().filter(|looks| looks.whole.chance < UNLIKELY) {
        let word = looks.word.of_rows[left as usize];
        if looks.whole.is_equal(left, right) && !shared.contains(&word) {
            shared.push(word);
        }
    }
    shared.len() >= SHARED
}

fn place(rows: &[u32], row: u32) -> u32 {
    rows.partition_point(|&other| other < row) as u32
}

fn hash(value: &str) -> u64 {
    mix(FxBuildHasher.hash_one(value))
}

/// Pairs of records that share a value of a column, or a word of one, that few others have.
fn rare_pairs(records: &Records, column: usize) -> Vec<(u32, u32)> {
    let share = (records.len() / VALUES).max(1) as u64;
    let mut seen: FxHashMap<u64, (u32, u32, u32)> = FxHashMap::default();
    let mut see = |term: &str, row: u32| {
        let hash = hash(term);
        if hash.is_multiple_of(share) {
            let (count, _, last) = seen.entry(hash).or_insert((1, row, row));
            // A word may be there twice in one value.
            if *last != row {
                *count += 1;
                *last = row;
            }
        }
    };
    let mut row = 0;
    for values in records.column_parts(column) {
        for at in 0..values.len() {
            let value = text(&values, at).trim();
            if !value.is_empty() {
                see(value, row);
                if value.contains(' ') {
                    value
                        .split(' ')
                        .take(WORDS)
                        .filter(|word| word.len() > 2)
                        .for_each(|word| see(word, row));
                }
            }
            row += 1;
        }
    }
    let mut found: Vec<(u64, u32, u32)> = seen
        .into_iter()
        .filter(|(_, (count, ..))| (2..=RARE).contains(count))
        .map(|(hash, (_, first, last))| (hash, first, last))
        .collect();
    found.sort_unstable();
    found
        .into_iter()
        .take(PAIRS)
        .map(|(_, first, last)| (first, last))
        .collect()
}

/// The values of some records in a column.
struct Looks {
    whole: Look,
    /// Their longest words.
    word: Look,
}

/// The same, looked at in one way.
struct Look {
    /// A hash for each record; 0 where it has none.
    of_rows: Vec<u32>,
    /// How often two records agree by chance.
    chance: f64,
}

impl Looks {
    fn at(records: &Records, column: usize, rows: &[u32]) -> Self {
        let (mut whole, mut words) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
        let (mut first, mut rest) = (0, rows);
        for values in records.column_parts(column) {
            let end = first + values.len() as u32;
            let (own, later) = rest.split_at(rest.partition_point(|&row| row < end));
            rest = later;
            for &row in own {
                let (value, word) = hashes(&values, (row - first) as usize);
                whole.push(value);
                words.push(word);
            }
            first = end;
        }
        Self {
            whole: Look::new(whole),
            word: Look::new(words),
        }
    }

    /// Whether pairs of records that are mostly one thing do not agree more often than by chance.
    fn say_nothing(&self, pairs: &[(u32, u32)]) -> bool {
        [&self.whole, &self.word].iter().all(|look| look.is_chance(pairs))
    }
}

fn hashes(values: &ArrayRef, row: usize) -> (u32, u32) {
    let value = text(values, row).trim().to_lowercase();
    if value.is_empty() {
        return (0, 0);
    }
    let short = |text: &str| (hash(text) >> 32) as u32 | 1;
    let words = value.split(|c: char| !c.is_alphanumeric()).take(WORDS);
    // Of equally long words the first, in the order of the letters.
    let longest = words.max_by(|a, b| a.len().cmp(&b.len()).then(b.cmp(a)));
    (
        short(&value),
        longest.filter(|word| !word.is_empty()).map_or(0, short),
    )
}

impl Look {
    fn new(of_rows: Vec<u32>) -> Self {
        let mut values: Vec<u32> = of_rows.iter().copied().filter(|&value| value != 0).collect();
        values.sort_unstable();
        let all = values.len() as f64;
        let equal: f64 = values
            .chunk_by(|a, b| a == b)
            .map(|same| (same.len() * (same.len() - 1)) as f64)
            .sum();
        Self {
            of_rows,
            chance: equal / (all * (all - 1.0)).max(1.0),
        }
    }

    fn is_equal(&self, left: u32, right: u32) -> bool {
        let left = self.of_rows[left as usize];
        left != 0 && left == self.of_rows[right as usize]
    }

    /// Whether so many pairs agree as they would by chance.
    fn is_chance(&self, pairs: &[(u32, u32)]) -> bool {
        let is_there = |row: u32| self.of_rows[row as usize] != 0;
        let both = pairs
            .iter()
            .filter(|pair| is_there(pair.0) && is_there(pair.1))
            .count() as f64;
        let agree = pairs.iter().filter(|pair| self.is_equal(pair.0, pair.1)).count() as f64;
        let excess = agree - both * self.chance;
        let deviation = (both * self.chance * (1.0 - self.chance)).sqrt();
        both >= LEAST_FILLED && (excess < EXCESS || excess < EXCESS * deviation)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{RecordBatch, StringArray};
    use arrow_schema::{DataType, Field, Schema};

    use super::*;
    use crate::{Silent, random::Random};

    /// People, a part of whom are there twice, among columns that have nothing to do with them.
    fn records(people: u32, twice: u32) -> Records {
        let mut random = Random::new(7);
        let mut columns: Vec<Vec<String>> = vec![Vec::new(); 100];
        let words = ["ham", "berg", "son", "field", "ton", "ley", "ford", "well"];
        for person in 0..people {
            let mut name =
                |parts: u32| -> String { (0..parts).map(|_| words[random.below(8) as usize]).collect() };
            let facts = [
                name(6),
                name(7),
                format!("{} street {}", name(6), name(2)),
                format!(
                    "{}-0{}-1{}",
                    1950 + random.below(50),
                    1 + random.below(9),
                    random.below(10)
                ),
                ["f", "m"][random.below(2) as usize].to_owned(),
            ];
            for _ in 0..=u32::from(person < twice) {
                for (column, fact) in columns.iter_mut().zip(&facts) {
                    let is_lost = random.below(8) == 0;
                    column.push(if is_lost { String::new() } else { fact.clone() });
                }
                for (at, column) in columns[5..].iter_mut().enumerate() {
                    column.push(match at % 3 {
                        0 => random.below(5).to_string(),
                        1 => random.below(people).to_string(),
                        _ => format!("2021-0{}-1{}", 1 + random.below(9), random.below(9)),
                    });
                }
            }
        }
        let fields = (0..columns.len()).map(|at| Field::new(format!("c{at}"), DataType::Utf8, true));
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        let arrays = columns
            .into_iter()
            .map(|column| Arc::new(StringArray::from(column)) as ArrayRef);
        Records::try_new(vec![RecordBatch::try_new(schema, arrays.collect()).unwrap()]).unwrap()
    }

    #[test]
    fn columns_in_which_alike_records_agree_by_chance_are_found_among_many() {
        let columns: Vec<usize> = (0..100).collect();
        let silent = saying_nothing(&records(6_000, 2_000), &columns, &Silent);
        assert_eq!(silent, (5..100).collect::<Vec<_>>());
    }

    #[test]
    fn all_columns_stay_if_they_are_few_or_if_nothing_is_alike() {
        let few: Vec<usize> = (0..MANY_COLUMNS).collect();
        assert!(saying_nothing(&records(6_000, 2_000), &few, &Silent).is_empty());
        let columns: Vec<usize> = (0..100).collect();
        assert!(saying_nothing(&records(6_000, 0), &columns, &Silent).is_empty());
    }
}
