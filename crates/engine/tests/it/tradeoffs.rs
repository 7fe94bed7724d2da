//! The two tradeoffs move results in one direction, and their ends are sane.

use onefold_engine::{
    MatchSettings, Silent,
    workbench::{BlockingPlan, Clock, prepare},
};

use super::sets::{load, matched_under, quality_of, settings};

const STEPS: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];

#[test]
fn accuracy_over_cost_finds_more_candidates_and_more_true_ones() {
    for name in ["fodors-zagats", "febrl3"] {
        let set = load(name).expect("the set is in testdata");
        let (mut candidates, mut found) = (0, 0);
        for accuracy_cost in STEPS {
            let settings = MatchSettings {
                accuracy_cost,
                ..settings(&set.records)
            };
            let prepared = prepare(
                &set.records,
                &settings,
                BlockingPlan::for_records,
                &mut Clock::new(&Silent),
            )
            .unwrap();
            let pairs = &prepared.candidates.pairs;
            let entity = |row: u32| set.entities[row as usize];
            let is_true = pairs
                .iter()
                .filter(|pair| entity(pair.left) == entity(pair.right))
                .count();
            assert!(
                pairs.len() > candidates,
                "{name} at {accuracy_cost}: {} candidates",
                pairs.len()
            );
            assert!(
                is_true >= found,
                "{name} at {accuracy_cost}: {is_true} true ones after {found}"
            );
            (candidates, found) = (pairs.len(), is_true);
        }
    }
}

#[test]
fn precision_over_recall_joins_fewer_records_and_both_ends_are_useful() {
    for (name, at_the_ends) in [("fodors-zagats", 0.90), ("febrl3", 0.95)] {
        let set = load(name).expect("the set is in testdata");
        let mut joined = u64::MAX;
        for precision_recall in STEPS {
            let settings = MatchSettings {
                precision_recall,
                ..settings(&set.records)
            };
            let outcome = matched_under(&set.records, &settings);
            let quality = quality_of(&set, &outcome.groups.of);
            assert!(
                quality.pairs_found <= joined,
                "{name} at {precision_recall}: {} pairs after {joined}",
                quality.pairs_found
            );
            assert!(
                quality.pairwise.f1 > at_the_ends,
                "{name} at {precision_recall}: {:?}",
                quality.pairwise
            );
            joined = quality.pairs_found;
        }
    }
}
