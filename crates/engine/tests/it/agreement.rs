//! Verbs agree: `score_pairs` and `explain` say of a candidate pair what `find_matches` says of it.

use onefold_engine::{
    Error, MatchOutcome, MatchRequest, MatchSettings, Model, Observer, Records, Silent, explain,
    find_matches, score_pairs,
};

use super::sets::{load, matched, records_of, settings};

#[test]
fn scores_of_candidates_are_those_of_the_run() {
    let set = load("fodors-zagats").expect("the set is in testdata");
    let outcome = matched(&set.records);
    let some: Vec<_> = outcome.pairs.iter().step_by(7).copied().collect();
    let pairs: Vec<(u32, u32)> = some.iter().map(|pair| (pair.left, pair.right)).collect();
    let scored = score_pairs(
        &set.records,
        &settings(&set.records),
        &Model::cold_start(),
        &pairs,
        &Silent,
    )
    .unwrap();
    assert_eq!(some, scored);
}

#[test]
fn explaining_with_the_run_says_what_explaining_afterwards_says() {
    let set = load("fodors-zagats").expect("the set is in testdata");
    let (settings, model) = (settings(&set.records), Model::cold_start());
    let choose = |outcome: &MatchOutcome| {
        let some = outcome.pairs.iter().step_by(20);
        some.map(|pair| (pair.left, pair.right)).collect::<Vec<_>>()
    };
    let request = MatchRequest::new(&set.records).with_settings(&settings);
    let outcome = find_matches(&request.clone().explaining(&choose), &Silent).unwrap();
    let plain = find_matches(&request, &Silent).unwrap();
    assert!(plain.explanations.is_empty());
    assert_eq!(outcome.pairs, plain.pairs);
    assert_eq!(outcome.groups.ids, plain.groups.ids);
    let chosen = choose(&plain);
    assert!(chosen.len() > 5, "{}", chosen.len());
    let afterwards = explain(&set.records, &settings, &model, &chosen, &Silent).unwrap();
    assert_eq!(format!("{:?}", outcome.explanations), format!("{afterwards:?}"));
}

#[test]
fn contributions_sum_up_to_the_match_weight() {
    let set = load("febrl3").expect("the set is in testdata");
    let pairs = [(0, 1), (10, 999), (5, 4000)];
    for explanation in explain(
        &set.records,
        &settings(&set.records),
        &Model::cold_start(),
        &pairs,
        &Silent,
    )
    .unwrap()
    {
        let sum: f32 = explanation.contributions.iter().map(|part| part.bits).sum();
        assert!(
            (explanation.prior + sum - explanation.match_weight).abs() < 1e-2,
            "{explanation:?}"
        );
        let others = explanation.contributions.iter().filter(|part| !part.is_column);
        assert!(others.count() <= 2, "{explanation:?}");
        for attribute in &explanation.attributes {
            let parts = explanation.contributions.iter().filter(|part| part.is_column);
            let own: f32 = parts
                .filter(|part| part.name == attribute.name)
                .map(|part| part.bits)
                .sum();
            assert!((own - attribute.bits).abs() < 1e-6, "{explanation:?}");
        }
        let features: f32 = explanation.features.iter().map(|share| share.bits).sum();
        assert!(
            (explanation.feature_base + features - explanation.match_weight).abs() < 1e-2,
            "{explanation:?}"
        );
        let score = 1.0 / (1.0 + (-explanation.match_weight).exp2());
        assert!((score - explanation.score).abs() < 1e-5);
        assert_eq!(explanation.attributes.len(), 10);
    }
}

#[test]
fn groups_partition_the_records_and_respect_sources() {
    let set = load("fodors-zagats").expect("the set is in testdata");
    let groups = matched(&set.records).groups;
    assert_eq!(groups.of.len(), set.records.len());
    assert_eq!(
        groups.sizes.iter().map(|&size| size as usize).sum::<usize>(),
        set.records.len()
    );
    let mut ids = groups.ids.clone();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), groups.sizes.len(), "every group has an id of its own");
    assert!(groups.ids.iter().all(|&id| id >= 0));
    for (size, confidence) in groups.sizes.iter().zip(&groups.confidence) {
        assert_eq!(*size > 1, confidence.is_some());
    }
}

#[test]
fn tiny_and_odd_inputs_are_matched_without_complaint() {
    let one = records_of(&["id", "name"], &[vec!["1".into(), "ann".into()]]);
    assert_eq!(matched(&one).groups.of, [0]);
    let twins: Vec<Vec<String>> = (0..3)
        .map(|i| vec![i.to_string(), "ann smith".into(), String::new()])
        .collect();
    assert_eq!(
        matched(&records_of(&["id", "name", "empty"], &twins))
            .groups
            .of
            .len(),
        3
    );
    let odd = [
        "\u{0}",
        "\u{202e}abc",
        "💥💥💥💥",
        "   ",
        "'''",
        &"x ".repeat(50_000),
    ];
    let odd: Vec<Vec<String>> = odd
        .iter()
        .enumerate()
        .map(|(i, v)| vec![i.to_string(), (*v).to_owned()])
        .collect();
    assert_eq!(matched(&records_of(&["id", "text"], &odd)).groups.of.len(), 6);
}

#[test]
fn refusals_name_what_is_wrong() {
    let records = records_of(
        &["id", "name"],
        &[vec!["1".into(), "ann".into()], vec!["2".into(), "bob".into()]],
    );
    let wrong = MatchSettings {
        precision_recall: 1.5,
        ..MatchSettings::default()
    };
    let request = MatchRequest::new(&records).with_settings(&wrong);
    let text = find_matches(&request, &Silent).unwrap_err().to_string();
    assert_eq!(text, "precision-recall must be from 0 to 1, but is 1.5");
    let text = score_pairs(
        &records,
        &settings(&records),
        &Model::cold_start(),
        &[(0, 9)],
        &Silent,
    )
    .unwrap_err()
    .to_string();
    assert_eq!(text, "there is no record 9; there are 2 records");
    let text = Records::try_new(records.batches().to_vec())
        .unwrap()
        .with_key("nam")
        .unwrap_err()
        .to_string();
    assert!(
        text.contains("unknown column \"nam\"") && text.contains("id, name"),
        "{text}"
    );
}

#[test]
fn a_cancelled_run_stops() {
    struct Stop;
    impl Observer for Stop {
        fn is_cancelled(&self) -> bool {
            true
        }
    }
    let set = load("fodors-zagats").expect("the set is in testdata");
    let result = find_matches(&MatchRequest::new(&set.records), &Stop);
    assert!(matches!(result, Err(Error::Cancelled)));
}
