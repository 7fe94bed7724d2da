//! The same input and settings give the same result, however many threads work on it and wherever batches are cut.

use onefold_engine::{MatchOutcome, Records};

use super::sets::{load, matched};

fn on_threads(records: &Records, threads: usize) -> MatchOutcome {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .unwrap()
        .install(|| matched(records))
}

#[test]
fn threads_do_not_change_the_result() {
    for name in ["fodors-zagats", "febrl3"] {
        let set = load(name).expect("the set is in testdata");
        let one = on_threads(&set.records, 1);
        for threads in [2, 5] {
            let more = on_threads(&set.records, threads);
            assert_eq!(one.groups, more.groups, "{name} on {threads} threads");
            assert_eq!(one.pairs, more.pairs, "{name} on {threads} threads");
            assert_eq!(one.attributes, more.attributes, "{name} on {threads} threads");
        }
    }
}

#[test]
fn batch_boundaries_do_not_change_the_result() {
    let set = load("fodors-zagats").expect("the set is in testdata");
    let whole = &set.records.batches()[0];
    let cut: Vec<_> = (0..whole.num_rows())
        .step_by(100)
        .map(|at| whole.slice(at, 100.min(whole.num_rows() - at)))
        .collect();
    let cut = Records::try_new(cut)
        .unwrap()
        .with_key("id")
        .unwrap()
        .with_sources("source")
        .unwrap();
    assert_eq!(matched(&set.records).groups, matched(&cut).groups);
}

#[test]
fn match_ids_stay_when_an_unrelated_record_is_added() {
    let set = load("fodors-zagats").expect("the set is in testdata");
    let names: Vec<&str> = set.records.names().iter().map(String::as_str).collect();
    let row = |at: usize| {
        (0..names.len())
            .map(|column| set.records.value(at, column).to_owned())
            .collect::<Vec<_>>()
    };
    let mut rows: Vec<Vec<String>> = (0..set.records.len()).map(row).collect();
    let before = matched(&set.records);
    rows.push(
        [
            "z999",
            "b",
            "xyzzy plugh",
            "1 nowhere",
            "utopia",
            "000/000-0000",
            "none",
        ]
        .map(str::to_owned)
        .to_vec(),
    );
    let after = matched(&super::sets::records_of(&names, &rows));
    let id = |outcome: &MatchOutcome, at: usize| outcome.groups.ids[outcome.groups.of[at] as usize];
    let kept = (0..set.records.len())
        .filter(|&at| id(&before, at) == id(&after, at))
        .count();
    assert!(
        kept * 1000 >= set.records.len() * 995,
        "{kept} of {} ids were kept",
        set.records.len()
    );
}
