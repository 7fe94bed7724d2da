//! The order in which samples meet records: that of their content, so that tables of the same rows give the same samples.

use rayon::prelude::*;

use super::{MISSING, ROWS, StandardRecords};
use crate::hashing::hash;
use crate::random::Random;

/// Records up to which the order is that of their content. In larger data a sample stands for the whole as it is, and sorting
/// would cost more than it gives.
const SORTED: usize = 100_000;

/// Row numbers in the order in which samples meet them.
#[derive(Debug)]
pub struct RowOrder {
    len: usize,
    /// Present if content decides.
    by_content: Option<ByContent>,
}

#[derive(Debug)]
struct ByContent {
    rows: Vec<u32>,
    /// The place of each row.
    places: Vec<u32>,
}

impl RowOrder {
    /// The order of these records.
    pub fn of(records: &StandardRecords) -> Self {
        let len = records.len;
        if len > SORTED {
            return Self {
                len,
                by_content: None,
            };
        }
        let mut rows: Vec<u32> = (0..len as u32).collect();
        let contents = contents(records);
        rows.par_sort_unstable_by_key(|&row| (contents[row as usize], row));
        let mut places = vec![0; rows.len()];
        for (place, &row) in (0u32..).zip(&rows) {
            places[row as usize] = place;
        }
        Self {
            len,
            by_content: Some(ByContent { rows, places }),
        }
    }

    /// Whether content decides the order.
    pub fn is_by_content(&self) -> bool {
        self.by_content.is_some()
    }

    /// The row at a place.
    pub fn row(&self, place: u32) -> u32 {
        self.by_content
            .as_ref()
            .map_or(place, |by_content| by_content.rows[place as usize])
    }

    /// All rows in order.
    pub fn rows(&self) -> impl Iterator<Item = u32> {
        (0..self.len as u32).map(|place| self.row(place))
    }

    fn place(&self, row: u32) -> u32 {
        self.by_content
            .as_ref()
            .map_or(row, |by_content| by_content.places[row as usize])
    }

    /// About `wanted` rows, chosen by their places; all rows where there are no more.
    pub fn some(&self, wanted: usize) -> Vec<u32> {
        if self.len <= wanted {
            return self.rows().collect();
        }
        let least = u64::MAX / self.len as u64 * wanted as u64;
        let is_chosen = |place: &u32| Random::new(!u64::from(*place)).bits() <= least;
        let chosen = (0..self.len as u32).filter(is_chosen);
        chosen.map(|place| self.row(place)).collect()
    }

    /// Up to about `wanted` of all pairs, chosen by the places of their records.
    pub fn choose<P: Copy>(&self, pairs: &[P], wanted: usize, ends: impl Fn(&P) -> (u32, u32)) -> Vec<P> {
        if pairs.len() <= wanted {
            return pairs.to_vec();
        }
        let least = u64::MAX / pairs.len() as u64 * wanted as u64;
        let is_chosen = |pair: &&P| {
            let (left, right) = ends(pair);
            let (a, b) = (self.place(left), self.place(right));
            let place = u64::from(a.min(b)) << 32 | u64::from(a.max(b));
            Random::new(place).bits() <= least
        };
        pairs.iter().filter(is_chosen).copied().collect()
    }
}

/// A hash of the values of each record and of its source, whatever the order of its columns.
fn contents(records: &StandardRecords) -> Vec<u64> {
    let by_value: Vec<Vec<u64>> = records
        .attributes
        .par_iter()
        .map(|attribute| {
            let of_text = |value: u32| match value {
                MISSING => 0,
                _ => Random::new(hash(attribute.texts.get(value)) ^ attribute.kind as u64).bits(),
            };
            (0..attribute.texts.len() as u32).map(of_text).collect()
        })
        .collect();
    let mut contents = vec![0u64; records.len];
    contents
        .par_chunks_mut(ROWS)
        .enumerate()
        .for_each(|(chunk, contents)| {
            for (offset, content) in contents.iter_mut().enumerate() {
                let row = chunk * ROWS + offset;
                let values = records.values(row as u32).zip(&by_value);
                let sum = values.fold(0u64, |sum, (value, hashes)| {
                    sum.wrapping_add(hashes[value as usize])
                });
                let source = records
                    .sources
                    .as_ref()
                    .map_or(0, |sources| u64::from(sources[row]));
                *content = Random::new(sum ^ source).bits();
            }
        });
    contents
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, sync::Arc};

    use arrow_array::{ArrayRef, RecordBatch, StringArray};
    use proptest::prelude::*;

    use super::*;
    use crate::{Records, Silent, standardize::standardize};

    fn standard(columns: &[(&str, Vec<String>)]) -> StandardRecords {
        let columns = columns
            .iter()
            .map(|(name, values)| (*name, Arc::new(StringArray::from(values.clone())) as ArrayRef));
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let records = Records::try_new(vec![batch]).unwrap();
        standardize(&records, &BTreeMap::new(), &Silent).unwrap()
    }

    proptest! {
        #[test]
        fn the_order_of_rows_and_columns_does_not_matter(
            rows in prop::collection::vec(("[a-d]{1,3}", "[x-z]{1,2} [x-z]{1,3}"), 1..40),
            turn in any::<prop::sample::Index>(),
        ) {
            let column = |of: fn(&(String, String)) -> &String, rows: &[(String, String)]| -> Vec<String> {
                rows.iter().map(|row| of(row).clone()).collect()
            };
            let mut turned = rows.clone();
            turned.rotate_left(turn.index(rows.len()));
            let one = standard(&[("a", column(|row| &row.0, &rows)), ("b", column(|row| &row.1, &rows))]);
            let two = standard(&[("b", column(|row| &row.1, &turned)), ("a", column(|row| &row.0, &turned))]);
            let in_order = |records: &StandardRecords, rows: &[(String, String)]| -> Vec<(String, String)> {
                RowOrder::of(records).rows().map(|row| rows[row as usize].clone()).collect()
            };
            prop_assert_eq!(in_order(&one, &rows), in_order(&two, &turned));
        }

        #[test]
        fn about_as_many_pairs_are_chosen_as_wanted(pairs in 1usize..3_000, wanted in 1usize..3_000) {
            let texts: Vec<String> = (0..100).map(|row| format!("name{row}")).collect();
            let order = RowOrder::of(&standard(&[("a", texts)]));
            let all: Vec<(u32, u32)> = (0..pairs as u32).map(|at| (at % 100, at / 100)).collect();
            let chosen = order.choose(&all, wanted, |pair| *pair).len();
            let expected = wanted.min(pairs) as f64;
            prop_assert!((chosen as f64 - expected).abs() <= 6.0 * expected.sqrt() + 6.0, "{} {}", chosen, expected);
        }
    }

    #[test]
    fn some_rows_are_about_as_many_as_wanted_each_once() {
        let order = RowOrder {
            len: 50_000,
            by_content: None,
        };
        let some = order.some(10_000);
        assert!((9_500..10_500).contains(&some.len()), "{}", some.len());
        assert!(some.is_sorted());
        assert_eq!(order.some(50_000).len(), 50_000);
    }
}
