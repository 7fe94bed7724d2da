//! Learning from labels: what is learned helps, holds, and is the same every time.

use onefold_engine::{
    AttributeKind, LabelingSet, Labels, LinkCardinality, MatchMode, MatchRequest, MatchSettings, Model,
    ProposeSettings, Silent, explain, find_matches, fit_model, propose_sets, score_pairs,
    workbench::{BlockingPlan, Clock, FitSettings, prepare, propose, score_alone},
};

use super::sets::{Set, load, load_with, matched_with, quality_of, records_of, settings};

/// Labeling sets as an oracle would fill them in.
fn judged(set: &Set, rounds: usize, seed: u64) -> Labels {
    judged_under(&settings(&set.records), set, rounds, seed)
}

fn judged_under(settings: &MatchSettings, set: &Set, rounds: usize, seed: u64) -> Labels {
    let mut sets: Vec<LabelingSet> = Vec::new();
    for _ in 0..rounds {
        let labels = Labels::from_sets(&sets);
        let model = model_under(settings, set, &labels);
        let wanted = ProposeSettings {
            sets: 3,
            seed,
            ..ProposeSettings::default()
        };
        let proposed = propose_sets(&set.records, settings, &model, &labels, &wanted, &Silent).unwrap();
        for rows in proposed.into_iter().map(|set| set.rows) {
            sets.push(LabelingSet {
                id: sets.len().to_string(),
                marks: rows
                    .into_iter()
                    .map(|row| (row, set.entities[row as usize].to_string()))
                    .collect(),
            });
        }
    }
    Labels::from_sets(&sets)
}

fn model_of(set: &Set, labels: &Labels) -> Model {
    model_under(&settings(&set.records), set, labels)
}

fn model_under(settings: &MatchSettings, set: &Set, labels: &Labels) -> Model {
    if labels.is_empty() {
        return Model::cold_start();
    }
    let base = Model::cold_start();
    fit_model(&set.records, settings, &base, labels, &Silent)
        .unwrap()
        .model
}

fn f1(set: &Set, model: &Model, labels: Option<&Labels>) -> f64 {
    let settings = settings(&set.records);
    let mut request = MatchRequest::new(&set.records)
        .with_settings(&settings)
        .with_model(model);
    if let Some(labels) = labels {
        request = request.enforcing(labels);
    }
    let outcome = find_matches(&request, &Silent).unwrap();
    quality_of(set, &outcome.groups.of).pairwise.f1
}

#[test]
fn a_few_rounds_teach_what_names_alone_do_not_say() {
    let set = load("fodors-zagats").expect("the set is in testdata");
    let mut settings = settings(&set.records);
    settings.mode = MatchMode::LinkAndDedupe;
    for column in ["addr", "phone", "type"] {
        settings.kinds.insert(column.to_owned(), AttributeKind::Ignore);
    }
    let after = |rounds: usize| {
        let f1 = (1..=3).map(|seed| {
            let model = model_under(&settings, &set, &judged_under(&settings, &set, rounds, seed));
            let outcome = matched_with(&set.records, &settings, &model);
            quality_of(&set, &outcome.groups.of).pairwise.f1
        });
        f1.sum::<f64>() / 3.0
    };
    let (none, five) = (after(0), after(5));
    assert!(none < 0.93 && five > 0.94 && five > none + 0.03, "{none} {five}");
}

#[test]
fn a_model_is_never_much_worse_for_labels_of_whatever_number_and_kind() {
    let set = load("fodors-zagats").expect("the set is in testdata");
    let before = f1(&set, &Model::cold_start(), None);
    let all = judged(&set, 2, 1);
    assert!(
        all.matches() > 3 && all.non_matches() > 10,
        "{} {}",
        all.matches(),
        all.non_matches()
    );
    let keep = |wanted: fn(bool) -> bool, most: usize| Labels {
        pairs: all
            .pairs
            .iter()
            .copied()
            .filter(|pair| wanted(pair.is_match))
            .take(most)
            .collect(),
        ..all.clone()
    };
    for (what, labels) in [
        ("all", all.clone()),
        ("matches only", keep(|is_match| is_match, 99)),
        ("non-matches only", keep(|is_match| !is_match, 99)),
        ("one match", keep(|is_match| is_match, 1)),
        ("ten pairs", keep(|_| true, 10)),
    ] {
        let after = f1(&set, &model_of(&set, &labels), None);
        assert!(after > before - 0.02, "{what}: {after:.4} after {before:.4}");
    }
}

#[test]
fn a_model_is_the_same_on_any_number_of_threads_and_after_a_round_trip() {
    let set = load("fodors-zagats").expect("the set is in testdata");
    let labels = judged(&set, 1, 1);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| model_of(&set, &labels).to_json())
    };
    let text = with(1);
    assert_eq!(text, with(3));
    let again = Model::from_json(&text).unwrap();
    assert_eq!(again.to_json(), text);
    let settings = settings(&set.records);
    let groups = |model: &Model| matched_with(&set.records, &settings, model).pairs;
    assert_eq!(groups(&again), groups(&model_of(&set, &labels)));
}

#[test]
fn learned_scores_are_explained_in_full() {
    let set = load("fodors-zagats").expect("the set is in testdata");
    let model = model_of(&set, &judged(&set, 1, 1));
    let settings = settings(&set.records);
    let outcome = matched_with(&set.records, &settings, &model);
    let some: Vec<_> = outcome.pairs.iter().step_by(11).copied().collect();
    let pairs: Vec<(u32, u32)> = some.iter().map(|pair| (pair.left, pair.right)).collect();
    assert_eq!(
        some,
        score_pairs(&set.records, &settings, &model, &pairs, &Silent).unwrap()
    );
    for explanation in explain(&set.records, &settings, &model, &pairs, &Silent).unwrap() {
        let columns: f32 = explanation.contributions.iter().map(|part| part.bits).sum();
        let features: f32 = explanation.features.iter().map(|share| share.bits).sum();
        for told in [explanation.prior + columns, explanation.feature_base + features] {
            assert!(
                (told - explanation.match_weight).abs() < 4e-3,
                "{told} {}",
                explanation.match_weight
            );
        }
        let named = |name: &str| explanation.contributions.iter().any(|part| part.name == name);
        assert!(named("learned from your labels"), "{explanation:?}");
    }
}

#[test]
fn enforced_groups_agree_with_every_label_even_with_false_ones() {
    let set = load("fodors-zagats").expect("the set is in testdata");
    let mut labels = judged(&set, 1, 1);
    // People err: the groups follow them all the same.
    for pair in labels.pairs.iter_mut().step_by(9) {
        pair.is_match = false;
    }
    let request = MatchRequest::new(&set.records).enforcing(&labels);
    let outcome = find_matches(&request, &Silent).unwrap();
    for pair in &labels.pairs {
        let together = outcome.groups.of[pair.left as usize] == outcome.groups.of[pair.right as usize];
        let unmet = outcome
            .unmet
            .iter()
            .any(|unmet| (unmet.left, unmet.right) == (pair.left, pair.right));
        assert!(together == pair.is_match || unmet, "{pair:?}");
        assert!(pair.is_match || !together, "{pair:?}");
    }
}

#[test]
fn what_was_judged_is_not_proposed_again() {
    let set = load("fodors-zagats").expect("the set is in testdata");
    let settings = settings(&set.records);
    let labels = judged(&set, 1, 1);
    let wanted = ProposeSettings::default();
    let propose = |labels: &Labels| {
        propose_sets(
            &set.records,
            &settings,
            &Model::cold_start(),
            labels,
            &wanted,
            &Silent,
        )
        .unwrap()
        .into_iter()
        .map(|set| {
            let pairs = set.rows.len() * (set.rows.len() - 1) / 2;
            assert!(set.expected_errors >= 0.0 && set.expected_errors <= pairs as f64 / 2.0);
            set.rows
        })
        .collect::<Vec<_>>()
    };
    let sets = propose(&labels);
    assert_eq!(sets, propose(&labels));
    assert_eq!(sets.len(), 10);
    let mut shown: Vec<u32> = sets.concat();
    shown.sort_unstable();
    let all = shown.len();
    shown.dedup();
    assert_eq!(shown.len(), all, "a record stands in one set only");
    assert!(sets.iter().all(|rows| (2..=10).contains(&rows.len())));
    let matches = |labels: &Labels| {
        let truth = |rows: &Vec<u32>| {
            let entities: Vec<u32> = rows.iter().map(|&row| set.entities[row as usize]).collect();
            (0..entities.len()).any(|at| entities[at + 1..].contains(&entities[at]))
        };
        propose(labels).iter().filter(|rows| truth(rows)).count()
    };
    assert!(
        (1..=10).contains(&matches(&Labels::default())),
        "sets mix matches and others"
    );
}

#[test]
fn what_two_records_alone_say_is_learned_too() {
    let set = load("fodors-zagats").expect("the set is in testdata");
    let labels = judged(&set, 2, 1);
    let settings = settings(&set.records);
    let mut clock = Clock::new(&Silent);
    let mut prepared = prepare(&set.records, &settings, BlockingPlan::for_records, &mut clock).unwrap();
    let labeled: Vec<(u32, u32)> = labels.pairs.iter().map(|pair| (pair.left, pair.right)).collect();
    prepared.add_pairs(&labeled);
    let pairs: Vec<(u32, u32)> = prepared
        .candidates
        .pairs
        .iter()
        .map(|pair| (pair.left, pair.right))
        .collect();
    let weights = score_alone(&prepared, &labels, &pairs, &FitSettings::default(), &Silent).unwrap();
    let mean = |is_match: bool| {
        let entity = |row: u32| set.entities[row as usize];
        let own = pairs.iter().zip(&weights);
        let own = own.filter(|((left, right), _)| (entity(*left) == entity(*right)) == is_match);
        let own: Vec<f32> = own.map(|(_, weight)| *weight).collect();
        own.iter().sum::<f32>() / own.len() as f32
    };
    assert!(
        mean(true) > 0.0 && mean(false) < 0.0,
        "{} {}",
        mean(true),
        mean(false)
    );
}

/// Where an entity has many records of the same text, these would be each other's closest rivals and fill the sets.
#[test]
fn what_is_proposed_is_not_the_same_text_again_and_again() {
    const COPIES: usize = 3;
    let names = ["north", "south", "east", "west"].into_iter().flat_map(|side| {
        let kinds = ["river", "lake", "harbour", "mill", "forest"];
        kinds.map(|kind| {
            ["bakery", "books", "cycles", "music", "tea"].map(|trade| format!("{side} {kind} {trade}"))
        })
    });
    let rows: Vec<Vec<String>> = names
        .flatten()
        .flat_map(|name| std::iter::repeat_n(name, COPIES))
        .enumerate()
        .map(|(number, name)| vec![format!("r{number}"), name])
        .collect();
    let records = records_of(&["id", "name"], &rows);
    let text = |row: u32| row as usize / COPIES;
    let prepared = prepare(
        &records,
        &settings(&records),
        BlockingPlan::for_records,
        &mut Clock::new(&Silent),
    )
    .unwrap();
    let pairs = &prepared.candidates.pairs;
    let scores: Vec<f32> = pairs
        .iter()
        .map(|pair| {
            let is_first = |row: u32| (row as usize).is_multiple_of(COPIES);
            if text(pair.left) == text(pair.right) {
                0.9995
            } else if is_first(pair.left) && is_first(pair.right) {
                0.2 + 0.4 * pair.weight
            } else {
                0.001
            }
        })
        .collect();
    let proposed = propose(
        &prepared,
        &scores,
        &Labels::default(),
        &ProposeSettings::default(),
    );
    let (mut shown, mut again) = (0, 0);
    for rows in proposed.into_iter().map(|set| set.rows) {
        let mut texts: Vec<usize> = rows.iter().map(|&row| text(row)).collect();
        texts.sort_unstable();
        texts.dedup();
        shown += rows.len();
        again += rows.len() - texts.len();
    }
    assert!(shown >= 90);
    assert!(
        again * 10 <= shown,
        "{again} of {shown} records repeat a text of their set"
    );
}

/// fodors-zagats with a second, shorter record of every third restaurant.
fn with_seconds() -> Set {
    load_with("fodors-zagats", |number, row| {
        let mut second = row.to_vec();
        second[0].push_str("-second");
        if let Some(comma) = second[3].find(',') {
            second[3].truncate(comma);
        }
        if number % 3 == 0 { vec![second] } else { Vec::new() }
    })
    .expect("the set is in testdata")
}

#[test]
fn judged_seconds_of_a_source_let_likely_ones_in_and_none_where_one_to_one_was_asked_for() {
    let plain = load("fodors-zagats").expect("the set is in testdata");
    let knows = |set: &Set, labels: &Labels| model_of(set, labels).learned().unwrap().has_seconds();
    assert!(!knows(&plain, &judged(&plain, 1, 1)));
    let set = with_seconds();
    let labels = judged(&set, 2, 1);
    assert!(knows(&set, &labels));
    let model = model_of(&set, &labels);
    let of = |mode: MatchMode, model: &Model| {
        let settings = MatchSettings {
            mode,
            ..settings(&set.records)
        };
        matched_with(&set.records, &settings, model).groups.of
    };
    let auto = MatchMode::Link(LinkCardinality::Auto);
    let before = quality_of(&set, &of(auto, &Model::cold_start())).pairwise;
    // Two rounds are few answers: which ones are asked moves the recall by a tenth.
    let after = [1, 2, 3].map(|seed| {
        let model = model_of(&set, &judged(&set, 2, seed));
        quality_of(&set, &of(auto, &model)).pairwise
    });
    assert!(
        before.recall > 0.9
            && after
                .iter()
                .all(|after| after.recall > 0.85 && after.precision > 0.95)
            && after.iter().map(|after| after.f1).sum::<f64>() > 3.0 * 0.95,
        "the data show that a source holds duplicates, and labels agree: {before:?} {after:?}"
    );
    let strict = of(MatchMode::Link(LinkCardinality::OneToOne), &model);
    let sources = &set.records.sources().unwrap().of;
    let mut places: Vec<(u32, u16)> = strict.iter().copied().zip(sources.iter().copied()).collect();
    places.sort_unstable();
    assert!(
        places.windows(2).all(|two| two[0] != two[1]),
        "one record of each source in a group"
    );
}

#[test]
fn a_model_of_other_columns_is_refused_by_name() {
    let set = load("fodors-zagats").expect("the set is in testdata");
    let other = load("febrl3").expect("the set is in testdata");
    let model = model_of(&set, &judged(&set, 1, 1));
    let request = MatchRequest::new(&other.records).with_model(&model);
    let error = find_matches(&request, &Silent).unwrap_err().to_string();
    assert!(
        error.contains("\"name\"") || error.contains("\"addr\""),
        "{error}"
    );
}
