//! What a fitted ensemble must get right, end to end.

mod stored;

use proptest::prelude::*;

use super::tree::{Child, Node, Tree};
use super::{BoostSettings, Ensemble, Error, train};

/// Reproducible numbers in 0..1.
struct Noise(u64);

impl Noise {
    fn unit(&mut self) -> f32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 40) as f32 / (1_u64 << 24) as f32
    }

    fn units(&mut self, count: usize) -> Vec<f32> {
        (0..count).map(|_| self.unit()).collect()
    }
}

fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

fn small() -> BoostSettings {
    BoostSettings {
        trees: 40,
        max_leaves: 8,
        min_leaf_rows: 5,
        min_leaf_weight: 0.1,
        ..BoostSettings::default()
    }
}

fn fit(features: &[f32], columns: usize, labels: &[f32], settings: &BoostSettings) -> Ensemble {
    train(features, columns, labels, &vec![1.0; labels.len()], &[], settings)
}

fn margins(ensemble: &Ensemble, rows: &[f32]) -> Vec<f32> {
    let mut out = Vec::new();
    ensemble.margins(rows, &mut out);
    out
}

fn log_loss(margins: &[f32], labels: &[f32]) -> f32 {
    let rows = margins.iter().zip(labels);
    let sum: f32 = rows
        .map(|(&margin, &label)| {
            let p = sigmoid(margin).clamp(1e-7, 1.0 - 1e-7);
            -(label * p.ln() + (1.0 - label) * (1.0 - p).ln())
        })
        .sum();
    sum / labels.len() as f32
}

/// The chance that a yes has a higher margin than a no.
fn area_under_curve(margins: &[f32], labels: &[f32]) -> f64 {
    let mut order: Vec<usize> = (0..margins.len()).collect();
    order.sort_by(|&a, &b| margins[a].total_cmp(&margins[b]));
    let (mut no, mut wins, mut yes) = (0.0, 0.0, 0.0);
    for position in order {
        if labels[position] > 0.5 {
            wins += no;
            yes += 1.0;
        } else {
            no += 1.0;
        }
    }
    wins / (yes * no)
}

/// Rows with gaps, and labels that depend on values, on gaps and on an interaction.
fn gappy_rows(rows: usize, columns: usize, seed: u64) -> (Vec<f32>, Vec<f32>) {
    let mut noise = Noise(seed);
    let mut features = noise.units(rows * columns);
    let labels = features
        .chunks_exact_mut(columns)
        .map(|row| {
            let gap = row[0] < 0.2;
            let margin =
                3.0 * row[1] - 2.0 * row[2] + if gap { 1.5 } else { -0.5 } + 4.0 * row[1] * (row[0] - 0.5);
            if gap {
                row[0] = f32::NAN;
            }
            f32::from(noise.unit() < sigmoid(margin))
        })
        .collect();
    (features, labels)
}

#[test]
fn additive_function_is_recovered() {
    let columns = 5;
    let truth = |row: &[f32]| 4.0 * (row[0] - 0.5) + 3.0 * (6.0 * row[1]).sin() - 2.0 * (row[2] - 0.5);
    let mut noise = Noise(1);
    let mut draw = |rows: usize| {
        let features = noise.units(rows * columns);
        let margins: Vec<f32> = features.chunks_exact(columns).map(truth).collect();
        let labels: Vec<f32> = margins
            .iter()
            .map(|&margin| f32::from(noise.unit() < sigmoid(margin)))
            .collect();
        (features, labels, margins)
    };
    let (features, labels, _) = draw(20_000);
    let (test, test_labels, true_margins) = draw(5_000);
    let ensemble = fit(&features, columns, &labels, &BoostSettings::default());
    let found = margins(&ensemble, &test);
    let (loss, least) = (
        log_loss(&found, &test_labels),
        log_loss(&true_margins, &test_labels),
    );
    assert!(
        loss < least + 0.015,
        "{loss} against {least} with the true margins"
    );
    let (area, most) = (
        area_under_curve(&found, &test_labels),
        area_under_curve(&true_margins, &test_labels),
    );
    assert!(area > most - 0.01, "{area} against {most} with the true margins");
    let gain = ensemble.gain_importance();
    assert!(
        gain[1] > gain[0] && gain[0] > gain[2] && gain[2] > 3.0 * gain[3].max(gain[4]),
        "{gain:?}"
    );
}

#[test]
fn exclusive_or_is_learned() {
    let mut noise = Noise(2);
    let features = noise.units(8_000);
    let labels: Vec<f32> = features
        .chunks_exact(2)
        .map(|row| f32::from((row[0] > 0.5) != (row[1] > 0.5)))
        .collect();
    let ensemble = fit(&features, 2, &labels, &BoostSettings::default());
    for (row, yes) in [
        ([0.2, 0.2], false),
        ([0.2, 0.8], true),
        ([0.8, 0.2], true),
        ([0.8, 0.8], false),
    ] {
        let margin = ensemble.margin(&row);
        assert!(
            if yes { margin > 2.0 } else { margin < -2.0 },
            "{row:?}: {margin}"
        );
    }
}

#[test]
fn a_gap_alone_can_tell_yes_from_no() {
    // The values say nothing; whether there is one says everything.
    let mut noise = Noise(3);
    let mut labels = Vec::new();
    let features: Vec<f32> = (0..2_000)
        .map(|row| {
            labels.push(f32::from(row % 3 == 0));
            let value = noise.unit();
            if row % 3 == 0 { f32::NAN } else { value }
        })
        .collect();
    let ensemble = fit(&features, 1, &labels, &small());
    assert!(ensemble.margin(&[f32::NAN]) > 2.0);
    for value in [-5.0, 0.0, 0.3, 1.0, 9.0] {
        assert!(ensemble.margin(&[value]) < -2.0, "{value}");
    }
}

#[test]
fn gaps_go_where_they_fare_better() {
    // Rows without a value behave like rows with a high value in one case, a low one in the other.
    for gap_label in [0.0, 1.0] {
        let mut noise = Noise(4);
        let mut labels = Vec::new();
        let features: Vec<f32> = (0..3_000)
            .map(|row| {
                let value = noise.unit();
                let gap = row % 4 == 0;
                labels.push(if gap { gap_label } else { f32::from(value > 0.5) });
                if gap { f32::NAN } else { value }
            })
            .collect();
        // With one split, gaps must go to the side of their like.
        let stump = BoostSettings {
            trees: 1,
            max_leaves: 2,
            learning_rate: 1.0,
            ..small()
        };
        let ensemble = fit(&features, 1, &labels, &stump);
        assert_eq!(ensemble.margin(&[f32::NAN]), ensemble.margin(&[gap_label]));
        assert!(ensemble.margin(&[0.9]) > 0.0 && ensemble.margin(&[0.1]) < 0.0);
    }
}

#[test]
fn soft_labels_are_probabilities() {
    let features: Vec<f32> = (0..1_000_u16).map(|row| f32::from(row % 2)).collect();
    let labels: Vec<f32> = features.iter().map(|&x| 0.2 + 0.5 * x).collect();
    let ensemble = fit(&features, 1, &labels, &BoostSettings { l2: 0.0, ..small() });
    for (value, label) in [(0.0, 0.2), (1.0, 0.7)] {
        let p = sigmoid(ensemble.margin(&[value]));
        assert!((p - label).abs() < 0.02, "{p} for {label}");
    }
}

#[test]
fn any_thread_count_gives_the_same_bytes() {
    let (features, labels) = gappy_rows(6_000, 9, 5);
    let settings = BoostSettings {
        feature_fraction: 0.7,
        row_fraction: 0.8,
        thresholds: 3,
        ..small()
    };
    let written = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        serde_json::to_string(&pool.install(|| fit(&features, 9, &labels, &settings))).unwrap()
    };
    let one = written(1);
    assert_eq!(one, written(2));
    assert_eq!(one, written(4));
    let other_seed = fit(&features, 9, &labels, &BoostSettings { seed: 1, ..settings });
    assert_ne!(one, serde_json::to_string(&other_seed).unwrap());
}

#[test]
fn few_thresholds_still_find_the_way_and_as_many_as_there_are_change_nothing() {
    let (features, labels) = gappy_rows(4_000, 5, 8);
    let with = |thresholds: usize| {
        fit(
            &features,
            5,
            &labels,
            &BoostSettings {
                thresholds,
                ..small()
            },
        )
    };
    let loss = |ensemble: &Ensemble| {
        let margins = margins(ensemble, &features);
        margins
            .iter()
            .zip(&labels)
            .map(|(&margin, &label)| f64::from((1.0 + (-margin * (2.0 * label - 1.0)).exp()).ln()))
            .sum::<f64>()
            / labels.len() as f64
    };
    let (all, one) = (with(0), with(1));
    assert_eq!(all, with(255));
    assert_ne!(all, one);
    let empty = fit(&features, 5, &labels, &BoostSettings { trees: 0, ..small() });
    assert!(
        loss(&all) < loss(&one) && loss(&one) < 0.9 * loss(&empty),
        "{} {} {}",
        loss(&all),
        loss(&one),
        loss(&empty)
    );
}

#[test]
fn a_weight_of_three_is_three_rows() {
    let (mut features, labels) = gappy_rows(2_000, 4, 6);
    // Few different values, so that the bins are the same whatever the number of rows.
    for value in &mut features {
        *value = (*value * 40.0).round();
    }
    let weights: Vec<f32> = (0..labels.len()).map(|row| (row % 4) as f32).collect();
    let settings = BoostSettings {
        min_leaf_rows: 1,
        ..small()
    };
    let weighted = train(&features, 4, &labels, &weights, &[], &settings);
    let (mut repeated, mut repeated_labels) = (Vec::new(), Vec::new());
    for (row, &weight) in weights.iter().enumerate() {
        for _ in 0..weight as usize {
            repeated.extend_from_slice(&features[row * 4..][..4]);
            repeated_labels.push(labels[row]);
        }
    }
    let repeated = fit(&repeated, 4, &repeated_labels, &settings);
    let (a, b) = (margins(&weighted, &features), margins(&repeated, &features));
    let difference: f32 = a.iter().zip(&b).map(|(a, b)| (a - b).abs()).sum::<f32>() / a.len() as f32;
    assert!(difference < 1e-3, "{difference}");
    assert!((weighted.base() - repeated.base()).abs() < 1e-5);
}

#[test]
fn rows_without_weight_or_label_change_nothing() {
    let (mut features, mut labels) = gappy_rows(500, 4, 7);
    let mut weights = vec![1.0; 500];
    let without = train(&features, 4, &labels, &weights, &[], &small());
    for (label, weight) in [(1.0, 0.0), (1.0, -2.0), (f32::NAN, 1.0), (0.0, f32::INFINITY)] {
        features.extend([0.5; 4]);
        labels.push(label);
        weights.push(weight);
    }
    assert_eq!(train(&features, 4, &labels, &weights, &[], &small()), without);
}

#[test]
fn nothing_to_learn_gives_the_base_alone() {
    let none = fit(&[], 3, &[], &small());
    assert_eq!(
        (none.columns(), none.trees(), none.margin(&[0.0; 3])),
        (3, 0, 0.0)
    );
    let constant = fit(&[1.0; 100], 1, &[1.0, 0.0, 0.0, 0.0].repeat(25), &small());
    assert_eq!(constant.trees(), 0);
    assert!((sigmoid(constant.margin(&[1.0])) - 0.25).abs() < 1e-6);
    let no_columns = fit(&[], 0, &[1.0, 0.0], &small());
    assert_eq!((no_columns.margin(&[]), margins(&no_columns, &[])), (0.0, vec![]));
    let all_yes = fit(&[0.0, 1.0], 1, &[1.0, 1.0], &small());
    assert!(all_yes.margin(&[0.0]).is_finite() && all_yes.margin(&[0.0]) > 10.0);
}

#[test]
fn limits_of_a_tree_are_kept() {
    let (features, labels) = gappy_rows(4_000, 6, 8);
    let settings = BoostSettings {
        trees: 10,
        max_leaves: 40,
        max_depth: 4,
        min_leaf_rows: 100,
        ..small()
    };
    let ensemble = fit(&features, 6, &labels, &settings);
    for tree in &ensemble.trees {
        assert!(tree.values.len() <= 16 && tree.values.len() > 4);
        assert!(
            tree.covers.iter().all(|&cover| cover >= 100.0),
            "{:?}",
            tree.covers
        );
        assert_eq!(tree.covers.iter().sum::<f32>(), 4_000.0);
    }
}

#[test]
fn blocks_score_like_single_rows() {
    // 40 leaves take the walk, 12 the masks; the row counts end in the middle of tiles and blocks.
    let (features, labels) = gappy_rows(3_000, 7, 9);
    for max_leaves in [1, 2, 12, 32, 33, 40] {
        let ensemble = fit(
            &features,
            7,
            &labels,
            &BoostSettings {
                max_leaves,
                ..small()
            },
        );
        for rows in [0, 1, 15, 16, 17, 127, 128, 129, 1000] {
            let rows = &features[..rows * 7];
            let single: Vec<f32> = rows.chunks_exact(7).map(|row| ensemble.margin(row)).collect();
            assert_eq!(margins(&ensemble, rows), single);
        }
    }
}

#[test]
fn known_values_need_no_tests_and_change_no_bit() {
    let columns = 5;
    let (features, labels) = gappy_rows(600, columns, 12);
    let settings = BoostSettings {
        trees: 40,
        max_leaves: 40,
        ..small()
    };
    let ensemble = fit(&features, columns, &labels, &settings);
    let tests = |ensemble: &Ensemble| ensemble.trees.iter().map(|tree| tree.nodes.len()).sum::<usize>();
    for known in [
        [None, None, None, None, None],
        [Some(0.3), None, Some(f32::NAN), None, None],
        [Some(-1.0), Some(2.0), Some(0.1), Some(f32::NAN), Some(0.0)],
    ] {
        let given = ensemble.given(&known);
        let mut rows = features.clone();
        for row in rows.chunks_mut(columns) {
            for (value, known) in row.iter_mut().zip(known) {
                *value = known.unwrap_or(*value);
            }
        }
        assert_eq!(margins(&given, &rows), margins(&ensemble, &rows));
        let is_any = known.iter().any(Option::is_some);
        assert_eq!(tests(&given) < tests(&ensemble), is_any, "{known:?}");
        let is_asked = |tree: &Tree| {
            tree.nodes
                .iter()
                .any(|node| known[usize::from(node.feature)].is_some())
        };
        assert!(!given.trees.iter().any(is_asked));
    }
}

#[test]
fn average_has_the_mean_margin() {
    let (features, labels) = gappy_rows(2_000, 4, 10);
    let ensembles: Vec<Ensemble> = (0..3)
        .map(|seed| {
            let settings = BoostSettings {
                seed,
                row_fraction: 0.6,
                ..small()
            };
            fit(&features, 4, &labels, &settings)
        })
        .collect();
    let average = Ensemble::average(ensembles.clone());
    assert_eq!(average.trees(), 120);
    for row in features.chunks_exact(4).take(200) {
        let mean: f32 = ensembles.iter().map(|ensemble| ensemble.margin(row)).sum::<f32>() / 3.0;
        assert!((average.margin(row) - mean).abs() < 1e-5);
    }
}

/// Margins as one feature rises and the others stay.
fn sweep(ensemble: &Ensemble, row: &[f32], feature: usize) -> Vec<f32> {
    let mut row = row.to_vec();
    (-20..=120_i16)
        .map(|step| {
            row[feature] = f32::from(step) / 100.0;
            ensemble.margin(&row)
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn monotone_features_never_turn(
        seed in any::<u64>(),
        signs in prop::collection::vec(-1..=1_i8, 4),
        max_leaves in 2..24_usize,
        row_fraction in 0.5..1.0_f64,
    ) {
        // Labels that swing, so that without constraints the margin would turn often.
        let (mut features, _) = gappy_rows(600, 4, seed);
        let mut noise = Noise(!seed);
        for value in &mut features {
            if noise.unit() < 0.1 {
                *value = f32::NAN;
            }
        }
        let labels: Vec<f32> = features
            .chunks_exact(4)
            .map(|row| {
                let swing: f32 = row.iter().filter(|x| !x.is_nan()).map(|x| (9.0 * x).sin()).sum();
                f32::from(noise.unit() < sigmoid(3.0 * swing))
            })
            .collect();
        let settings = BoostSettings { max_leaves, row_fraction, l2: 0.1, ..small() };
        let ensemble = train(&features, 4, &labels, &[1.0; 600], &signs, &settings);
        for row in features.chunks_exact(4).take(40) {
            for (feature, &sign) in signs.iter().enumerate() {
                let margins = sweep(&ensemble, row, feature);
                let turns = margins.windows(2).any(|pair| match sign {
                    1 => pair[1] < pair[0],
                    -1 => pair[1] > pair[0],
                    _ => false,
                });
                prop_assert!(!turns, "feature {} with sign {}: {:?}", feature, sign, margins);
            }
        }
    }

    #[test]
    fn any_numbers_can_be_trained_on(
        features in prop::collection::vec(any::<f32>(), 60),
        labels in prop::collection::vec(prop_oneof![Just(0.0_f32), Just(1.0), any::<f32>()], 30),
        weights in prop::collection::vec(any::<f32>(), 30),
        l2 in 0.0..1.0_f64,
    ) {
        let settings = BoostSettings { min_leaf_rows: 1, min_leaf_weight: 0.0, l2, trees: 5, ..small() };
        let ensemble = train(&features, 2, &labels, &weights, &[1, 0], &settings);
        for row in features.chunks_exact(2) {
            prop_assert!(ensemble.margin(row).is_finite());
        }
        let text = serde_json::to_string(&ensemble).unwrap();
        prop_assert_eq!(serde_json::from_str::<Ensemble>(&text).unwrap(), ensemble);
    }
}

/// The margin that is expected when only some features of a row are known.
fn expected(tree: &Tree, at: Child, row: &[f32], known: u32) -> f64 {
    let Child::Node(node) = at else {
        let Child::Leaf(leaf) = at else { unreachable!() };
        return f64::from(tree.values[usize::from(leaf)]);
    };
    let covers = tree.node_covers();
    let node = &tree.nodes[usize::from(node)];
    if known >> node.feature & 1 == 1 {
        return expected(tree, node.next(row[usize::from(node.feature)]), row, known);
    }
    let (left, right) = (tree.cover(node.left, &covers), tree.cover(node.right, &covers));
    let sum = left * expected(tree, node.left, row, known) + right * expected(tree, node.right, row, known);
    sum / (left + right)
}

/// Shapley's formula over all subsets of features.
fn shapley(ensemble: &Ensemble, row: &[f32]) -> Vec<f64> {
    let columns = row.len() as u32;
    let factorial = |n: u32| (1..=n).map(f64::from).product::<f64>();
    let value = |known: u32| -> f64 {
        let trees = ensemble.trees.iter();
        trees.map(|tree| expected(tree, tree.root(), row, known)).sum()
    };
    (0..columns)
        .map(|feature| {
            let others = (0..1_u32 << columns).filter(|subset| subset >> feature & 1 == 0);
            others
                .map(|subset| {
                    let size = subset.count_ones();
                    let weight = factorial(size) * factorial(columns - size - 1) / factorial(columns);
                    weight * (value(subset | 1 << feature) - value(subset))
                })
                .sum()
        })
        .collect()
}

#[test]
fn contributions_are_shapley_values() {
    let (features, labels) = gappy_rows(1_500, 5, 11);
    let settings = BoostSettings {
        trees: 6,
        max_leaves: 14,
        learning_rate: 0.4,
        ..small()
    };
    let ensemble = fit(&features, 5, &labels, &settings);
    let repeats = ensemble.trees.iter().any(|tree| tree.nodes.len() > 5);
    assert!(repeats, "some path should test a feature twice");
    for row in features.chunks_exact(5).take(60) {
        let (_, parts) = ensemble.contributions(row);
        for (part, exact) in parts.iter().zip(shapley(&ensemble, row)) {
            assert!((f64::from(*part) - exact).abs() < 1e-6, "{part} against {exact}");
        }
    }
}

#[test]
fn contributions_add_up_to_the_margin() {
    let (features, labels) = gappy_rows(3_000, 8, 12);
    let settings = BoostSettings {
        trees: 150,
        max_leaves: 31,
        ..small()
    };
    let ensemble = fit(&features, 8, &labels, &settings);
    for row in features.chunks_exact(8).take(200) {
        let (base, parts) = ensemble.contributions(row);
        let sum = base + parts.iter().sum::<f32>();
        assert!((sum - ensemble.margin(row)).abs() < 1e-4);
    }
}

#[test]
fn one_test_is_explained_by_its_feature() {
    let tree = Tree {
        nodes: vec![Node {
            threshold: 0.5,
            feature: 1,
            left: Child::Leaf(0),
            right: Child::Leaf(1),
            missing_left: true,
        }],
        values: vec![-1.0, 3.0],
        covers: vec![30.0, 10.0],
    };
    let names = vec!["a".to_owned(), "b".to_owned()];
    let ensemble = Ensemble::assemble(names, 0.25, vec![0.0, 1.0], vec![tree]);
    assert_eq!(ensemble.contributions(&[9.0, 0.9]), (0.25, vec![0.0, 3.0]));
    assert_eq!(ensemble.contributions(&[9.0, f32::NAN]), (0.25, vec![0.0, -1.0]));
}

/// Measures speed: `cargo test --release -p onefold-boost --lib tests::speed -- --ignored --nocapture`
#[test]
#[ignore = "a measurement, to be run alone in a release build"]
fn speed() {
    let columns = 45;
    let (features, labels) = gappy_rows(200_000, columns, 13);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let settings = BoostSettings {
        min_leaf_weight: 1e-3,
        ..BoostSettings::default()
    };
    let clock = std::time::Instant::now();
    let ensemble = pool.install(|| fit(&features, columns, &labels, &settings));
    eprintln!(
        "200,000 rows, {} trees on one thread: {:.1?}",
        ensemble.trees(),
        clock.elapsed()
    );
    for (leaves, trees) in [(16, 100), (32, 100), (64, 100)] {
        let settings = BoostSettings {
            max_leaves: leaves,
            trees,
            ..settings.clone()
        };
        let ensemble = fit(
            &features[..20_000 * columns],
            columns,
            &labels[..20_000],
            &settings,
        );
        let mut out = Vec::new();
        ensemble.margins(&features, &mut out);
        let fastest = (0..7)
            .map(|_| {
                let clock = std::time::Instant::now();
                ensemble.margins(&features, &mut out);
                clock.elapsed()
            })
            .min()
            .unwrap();
        let nanos = fastest.as_nanos() as usize / out.len();
        eprintln!("{trees} trees of {leaves} leaves: {nanos} ns for each row");
        let clock = std::time::Instant::now();
        let single: f32 = features
            .chunks_exact(columns)
            .take(20_000)
            .map(|row| ensemble.margin(row))
            .sum();
        eprintln!(
            "  one by one: {} ns ({single})",
            clock.elapsed().as_nanos() / 20_000
        );
        let clock = std::time::Instant::now();
        let parts: usize = features
            .chunks_exact(columns)
            .take(200)
            .map(|row| ensemble.contributions(row).1.len())
            .sum();
        eprintln!(
            "  contributions: {} us ({parts})",
            clock.elapsed().as_micros() / 200
        );
    }
}
