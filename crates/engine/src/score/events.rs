//! Keeps events apart: two orders of one customer with other numbers, dates and amounts are two orders.

use rayon::prelude::*;

use crate::{
    compare::{Comparer, Prepared, classes::event_attributes},
    pair::Candidate,
};

/// Match weight that two different events can have at most. Labels can still raise it, for those who look for the customers in
/// a table of orders.
pub const TWO_EVENTS: f32 = -1.5;

/// The columns that tell the events of a table apart; there are none in a table of things.
#[derive(Debug)]
pub struct Events {
    attributes: Vec<usize>,
}

impl Events {
    /// Those of some records.
    pub fn of(prepared: &Prepared) -> Self {
        Self {
            attributes: event_attributes(&prepared.records, &prepared.classes.model),
        }
    }

    /// Whether the table has no such column.
    pub fn is_empty(&self) -> bool {
        self.attributes.is_empty()
    }

    /// Whether the two records differ in one of these columns.
    pub fn differ(&self, comparer: &Comparer<'_>, pair: Candidate) -> bool {
        self.attributes.iter().any(|&index| {
            let compared = comparer.attribute(index, pair.left, pair.right);
            compared.outcome.is_some_and(|outcome| outcome.level > 0)
        })
    }

    /// Lowers the match weights of pairs of different events.
    pub fn hold_apart(&self, weights: &mut [f32], prepared: &Prepared, comparer: &Comparer<'_>) {
        if self.attributes.is_empty() {
            return;
        }
        let pairs = prepared.candidates.pairs.par_iter();
        weights.par_iter_mut().zip(pairs).for_each(|(weight, &pair)| {
            if *weight > TWO_EVENTS && self.differ(comparer, pair) {
                *weight = TWO_EVENTS;
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{ArrayRef, RecordBatch, StringArray};

    use crate::{MatchRequest, Note, Records, Silent, find_matches};

    /// 180 rows of so many customers, under these column names.
    fn orders(customers: usize, names: [&str; 5]) -> Records {
        let column = |of: &dyn Fn(usize) -> String| -> ArrayRef {
            Arc::new((0..180).map(|row| Some(of(row))).collect::<StringArray>())
        };
        let pick = |words: &[&str], at: usize| words[at % words.len()].to_owned();
        let first = ["Ann", "Bernd", "Carla", "Dora", "Emil", "Fritz", "Greta"];
        let last = [
            "Abel", "Brecht", "Conrad", "Duerer", "Ernst", "Fontane", "Goethe", "Heine", "Immer", "Jung",
            "Kant",
        ];
        let columns = [
            column(&|row| format!("ORD-{:05}", 10_000 + row * 7)),
            column(&|row| {
                let day = row * row * 7_919 % 1_009;
                format!("202{}-{:02}-{:02}", day % 4, 1 + day % 12, 1 + day % 28)
            }),
            column(&|row| {
                format!(
                    "{} {}",
                    pick(&first, row % customers),
                    pick(&last, row % customers)
                )
            }),
            column(&|row| {
                format!(
                    "{} {} Street",
                    100 + 13 * (row % customers),
                    pick(&last, row % customers / 7)
                )
            }),
            column(&|row| format!("{}.{:02}", 20 + row * 3, row * 17 % 100)),
        ];
        let batch = RecordBatch::try_from_iter(names.into_iter().zip(columns)).unwrap();
        Records::try_new(vec![batch]).unwrap()
    }

    /// Checks that no two of the orders are joined, and that a note names these columns.
    fn check_kept_apart(records: &Records, columns: [&str; 2]) {
        let outcome = find_matches(&MatchRequest::new(records), &Silent).unwrap();
        assert_eq!(outcome.groups.sizes.len(), 180);
        let columns = columns.map(str::to_owned).to_vec();
        assert!(
            outcome.notes.contains(&Note::Events { columns }),
            "{:?}",
            outcome.notes
        );
    }

    #[test]
    fn orders_of_one_customer_stay_apart_and_a_note_says_so() {
        let records = orders(60, ["order_no", "order_date", "customer", "ship_to", "amount"]);
        check_kept_apart(&records, ["order_date", "amount"]);
    }

    #[test]
    fn customers_are_found_where_no_column_tells_of_events() {
        let records = orders(60, ["reference", "since", "customer", "street", "points"]);
        let outcome = find_matches(&MatchRequest::new(&records), &Silent).unwrap();
        assert_eq!(outcome.groups.sizes.len(), 60, "{:?}", outcome.notes);
    }

    #[test]
    fn a_customer_with_many_rows_that_agree_to_the_letter_has_events_under_any_names() {
        check_kept_apart(&orders(30, ["a", "b", "c", "d", "e"]), ["b", "e"]);
    }
}
